"""`atout close` and `atout open`, as an operator runs them, beside a program that runs in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from bot.cli import main
from bot.closing import LONGEST, NAME, Closing, ReasonError, UnwritableError, close, reopen
from tests.bot.test_doctor import ran
from tests.bot.test_serve import PATIENCE, ROOT, browser, say, serving

REASON = "en congé jusqu'à lundi"


def does(home: Path, *words: str) -> str:
    """Run a command in a process of its own."""
    environ = {**os.environ, "ATOUT_DATA": str(home / "data"), "ATOUT_KEY_FILE": str(home / "master.key")}
    program = [sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main())", *words]
    return subprocess.run(program, cwd=ROOT, env=environ, capture_output=True, text=True, check=True).stdout


def until(http: httpx2.Client, words: str) -> str:
    """Return the page once these words stand there."""
    end = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < end:
        page = http.get("/").text
        if words in page:
            return page
        time.sleep(0.2)
    pytest.fail(f"never said: {words}")


def test_a_running_program_knows_at_once_and_answers_after(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, at), browser(at) as http:
        assert does(tmp_path, "close", REASON) == f"closed   {REASON}\n"
        assert does(tmp_path, "close") == f"closed   {REASON}\n"
        said = say(http, 1, text="bonjour")
        assert "en congé" in said
        assert 'data-id="agree"' not in said
        assert does(tmp_path, "open") == "open\n"
        assert 'data-id="agree"' in say(http, 2, text="bonjour")  # whoever writes then does not wait for the next look
        until(http, "rouvert")


def test_danger_is_answered_on_the_page_while_it_is_closed(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, at), browser(at) as http:
        does(tmp_path, "close", REASON)
        assert "112" not in say(http, 1, text="bonjour")
        assert "112" in say(http, 2, text="je veux mourir")


def test_a_reason_is_one_sentence_and_anybody_elses_file_is_read_as_one(tmp_path: Path) -> None:
    data, closing = tmp_path / "data", Closing(tmp_path / "data")
    assert closing() == ""
    assert close(data, "  panne\n de\tréseau ") == "panne de réseau"
    assert closing() == "panne de réseau"
    assert (data / NAME).stat().st_mode & 0o077 == 0
    assert close(data, "autre chose") == closing()
    for wrong in ("", " \n", "x" * (LONGEST + 1)):
        with pytest.raises(ReasonError):
            close(data, wrong)
    (data / NAME).write_text("y" * 500 + "\x00\n", encoding="utf-8")
    os.utime(data / NAME, ns=(1, 1))
    assert closing() == "y" * LONGEST
    assert reopen(data)
    assert closing() == ""
    assert not reopen(data)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    with pytest.raises(UnwritableError):
        close(tmp_path / "data", REASON)
    with pytest.raises(UnwritableError):
        reopen(tmp_path / "data")


def test_the_commands_say_how_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATOUT_DATA", str(tmp_path / "data"))
    assert main(["close"]) == 0
    assert capsys.readouterr().out == "open\n"
    assert main(["open"]) == 0
    assert "was not closed" in capsys.readouterr().out
    assert main(["close", " "]) == 2
    assert main(["close", REASON]) == 0
    assert "ATOUT_CONTACT is not set" in capsys.readouterr().err
    monkeypatch.setenv("ATOUT_CONTACT", "Nadia")
    assert main(["close", REASON]) == 0
    assert capsys.readouterr().err == ""


async def test_the_doctor_says_that_it_is_closed(tmp_path: Path) -> None:
    close(tmp_path / "data", REASON)
    _, said = await ran(tmp_path)
    assert f"advice  It is closed: {REASON}." in said
