"""`python -m tests.occupations [--write]`: print the table of first skills, or put it on its page."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.occupations.first import table

PAGE = Path(__file__).parents[2] / "docs" / "first-skills.md"
MARK = "<!-- table -->\n"


def main() -> None:
    """Print the table; `--write` renews the page."""
    rows = "\n".join(table()) + "\n"
    if "--write" in sys.argv:
        head = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        PAGE.write_text(f"{head}{MARK}{rows}", encoding="utf-8")
    sys.stdout.write(rows)


if __name__ == "__main__":
    main()
