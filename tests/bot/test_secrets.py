"""A key is read from a file of its owner alone, and whatever is wrong is told without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.secrets import secret
from bot.settings import SettingError

KEY = "canary-of-a-key"


def kept(folder: Path, text: bytes = KEY.encode(), rights: int = 0o600) -> Path:
    path = folder / "a.key"
    path.write_bytes(text)
    path.chmod(rights)
    return path


def test_a_key_is_read_without_the_line_around_it(tmp_path: Path) -> None:
    assert secret("ATOUT_X_KEY_FILE", str(kept(tmp_path, f" {KEY}\n".encode()))) == KEY
    assert secret("ATOUT_X_KEY_FILE", "") == ""


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o644, 0o620, 0o602, 0o610])
def test_a_file_that_others_may_touch_is_refused(tmp_path: Path, rights: int) -> None:
    path = kept(tmp_path, rights=rights)
    with pytest.raises(SettingError, match=f"ATOUT_X_KEY_FILE: others may read .*chmod 600 {path}") as told:
        secret("ATOUT_X_KEY_FILE", str(path))
    assert KEY not in repr(told.value)


@pytest.mark.parametrize("text", [b"", b" \n", b"\xff\xfe", "clé".encode(), b"two\nlines"])
def test_what_is_no_key_is_not_shown(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(SettingError, match="ATOUT_X_KEY_FILE") as told:
        secret("ATOUT_X_KEY_FILE", str(kept(tmp_path, text)))
    assert "lines" not in repr(told.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"nowhere\.key cannot be read"):
        secret("ATOUT_X_KEY_FILE", str(tmp_path / "nowhere.key"))
