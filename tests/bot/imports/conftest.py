"""An operator with a data folder of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.imports.little import Operator


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Operator:
    folder = tmp_path / "data"
    monkeypatch.setenv("ATOUT_DATA", str(folder))
    return Operator(folder, capsys)
