"""Here nobody is in a hurry: a dictionary may take as long to load as a busy machine needs."""

from __future__ import annotations

import pytest

from bot.spelling import worker

LONG = 120.0  # seconds


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for dictionaries."""
    monkeypatch.setattr(worker, "LOOKING", LONG)
