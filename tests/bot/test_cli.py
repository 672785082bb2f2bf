"""The word `atout`: what an operator sees when asking for help, and that asking costs nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import pytest

from bot import cli

ROOT = Path(__file__).parents[2]
SEEN = "import sys; from bot.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"

ATOUT = "from atout import main; raise SystemExit(main())"

STARTED = """
import sys
import bot.commands.serve
from bot.app import fresh_id, load_content, now, parts
from bot.desk.app import found
from bot.settings import read
parts(load_content(read({})), {}, now, fresh_id)
found()
print(*sys.modules)
"""


def test_help_names_each_command_with_its_first_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert [name for name, path in cli.commands().items() if f"{name} {cli.headline(path)}" not in shown] == []


def test_each_command_says_in_one_line_what_it_does() -> None:
    assert [name for name, path in cli.commands().items() if not cli.headline(path).endswith(".")] == []


def test_help_imports_no_command_and_no_library() -> None:
    run = subprocess.run([sys.executable, "-c", SEEN], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(run.stdout.splitlines()[-1].split())
    heavy = {"starlette", "uvicorn", "aiogram", "reportlab", "cryptography", "babel", "PIL", "asyncio"}
    assert modules & heavy == set()
    assert [name for name in modules if name.startswith("bot.commands.")] == []


def test_a_start_loads_nothing_that_draws_and_reads_no_catalog() -> None:
    run = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(run.stdout.split())
    assert "bot.hints" in modules
    assert modules & {"reportlab", "uharfbuzz", "PIL", "babel.messages.pofile", "aiogram"} == set()


@pytest.mark.parametrize("name", cli.commands())
def test_each_command_can_say_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([name, "--help"])
    assert left.value.code == 0
    assert f"atout {name}" in capsys.readouterr().out


def test_no_command_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "COMMAND" in capsys.readouterr().out


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["dance"])
    assert left.value.code == 2
    assert "dance" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["about"], ["doctor"], ["check"]])
def test_who_reads_no_further_ends_it_quietly(words: list[str], tmp_path: Path) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    settings = {"ATOUT_DATA": str(tmp_path / "data"), "ATOUT_KEY_FILE": str(tmp_path / "master.key")}
    run = subprocess.run([sys.executable, "-c", ATOUT, *words], cwd=ROOT, stdout=writes, stderr=subprocess.PIPE,
                         text=True, check=False, env={**os.environ, **settings})  # fmt: skip
    os.close(writes)
    assert (run.returncode, run.stderr) == (141, "")


@pytest.mark.parametrize("count", ["0", "-1", "x", "257", "1.5", "", "٣"])
def test_so_many_workers_there_cannot_be(count: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["serve", f"--workers={count}"])
    assert left.value.code == 2
    assert "takes a number from 1 to 256" in capsys.readouterr().err


class Interrupted:
    """A command during which somebody presses Ctrl-C."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take nothing."""

    def run(self, _args: Namespace) -> int:
        raise KeyboardInterrupt


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "wait.py").write_text('"""Wait."""\n')
    monkeypatch.setattr(cli, "FOLDER", tmp_path)
    monkeypatch.setattr(cli, "load", lambda _path: Interrupted())
    assert cli.main(["wait"]) == 130
