"""The installed name: the version and the entry point, nothing else."""

__version__ = "0.1.0"


def main() -> int:
    """Run the command line; the exit code."""
    from bot.cli import main as run

    return run()
