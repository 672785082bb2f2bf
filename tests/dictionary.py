"""The words that a French dictionary does not know, as hunspell tells them.

Without it a test is skipped and says why; where `CI` is set it fails instead.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

CI = os.environ.get("CI") == "true"
ABBREVIATIONS = re.compile(r"CAP|BEP|BTS|DUT|CACES|BSR|AM|[A-D]\d?E?")  # diplomas, licences and levels of a language


def unknown(text: str) -> list[str]:
    """Return the words of a French text that are in no dictionary and are no abbreviation of a CV."""
    if shutil.which("hunspell") is None:
        assert not CI, "hunspell is absent"
        pytest.skip("hunspell is absent: install hunspell and hunspell-fr")
    run = subprocess.run(
        ["hunspell", "-d", "fr_FR", "-i", "utf-8", "-l"], input=text.encode(), capture_output=True, check=False
    )
    if run.returncode:
        assert not CI, run.stderr.decode()
        pytest.skip("hunspell has no French dictionary: install hunspell-fr")
    return [word for word in run.stdout.decode().split() if not ABBREVIATIONS.fullmatch(word)]
