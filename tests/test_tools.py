"""The machinery that says whether all is well is tested too: a check that finds nothing may be blind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from grimp import ImportGraph

from tests import slow
from tests import test_house as house
from tools.contracts import Apart, Behind

ROOT = Path(__file__).parent.parent


def graph(*imports: tuple[str, str]) -> ImportGraph:
    """A graph of two channels with a shared base, a library, and these imports."""
    drawn = ImportGraph()
    for module in ("bot", "bot.channels", "bot.channels.base", "bot.app"):
        drawn.add_module(module)
    for channel in ("web", "telegram"):
        drawn.add_module(f"bot.channels.{channel}")
        drawn.add_module(f"bot.channels.{channel}.parse")
    drawn.add_module("aiogram", is_squashed=True)
    for importer, imported in imports:
        drawn.add_import(importer=importer, imported=imported)
    return drawn


def apart(*imports: tuple[str, str]) -> bool:
    """Whether channels are apart in this graph."""
    contract = Apart(name="", session_options={}, contract_options={"parents": ["bot.channels"]})
    return contract.check(graph(*imports), verbose=False).kept


def behind(*imports: tuple[str, str]) -> bool:
    """Whether aiogram stays behind its channel in this graph."""
    options = {"modules": ["aiogram", "absent"], "importers": ["bot.channels.telegram"]}
    contract = Behind(name="", session_options={}, contract_options=options)
    return contract.check(graph(*imports), verbose=False).kept


def test_neighbours_may_share_a_base_but_not_know_each_other() -> None:
    assert apart(("bot.channels.web.parse", "bot.channels.base"), ("bot.channels.telegram", "bot.channels.base"))
    assert not apart(("bot.channels.web.parse", "bot.channels.telegram"))
    assert not apart(("bot.channels.telegram", "bot.channels.base"), ("bot.channels.base", "bot.channels.web"))


def test_a_library_stays_behind_its_folder() -> None:
    assert behind(("bot.channels.telegram.parse", "aiogram"))
    assert not behind(("bot.channels.web.parse", "aiogram"))


@pytest.mark.parametrize(
    "text", ["Quel âge avez-vous ?", "Votre CV est prêt.", "Your CV is ready.", "Il a dit oui: merci!"]
)
def test_a_sentence_is_seen_for_what_it_is(text: str) -> None:
    assert house.SENTENCE.match(text) or house.ACCENTED_WORDS.search(text)


@pytest.mark.parametrize("text", ["exp/*/when", "ask.cv.phone", "mon mari", "1.abc.2", "text/html; charset=utf-8", "…"])
def test_a_key_is_no_sentence(text: str) -> None:
    assert not house.SENTENCE.match(text)


@pytest.mark.parametrize("text", ["see /ro" + "ot/x", "https://py" + "pi.org/simple", "(/wo" + "rk/main)"])
def test_a_place_only_one_machine_knows_is_found(text: str) -> None:
    assert house.ELSEWHERE.search(text)


@pytest.mark.parametrize("text", ["docs/work/", "bot/store", "~/.local/share/atout", "$HOME/root/"])
def test_a_place_of_anybody_is_not(text: str) -> None:
    assert not house.ELSEWHERE.search(text)


SKIPS = """
import pytest
@pytest.mark.skip(reason="no browser here")
def test_seen(): ...
def test_fine(): ...
@pytest.mark.xfail(strict=True)
def test_expected(): assert False
"""


@pytest.mark.parametrize(("strict", "code", "line"), [("true", 1, "1 error"), ("", 0, "1 passed, 1 skipped")])
def test_a_skip_fails_where_nothing_may_be_skipped(tmp_path: Path, strict: str, code: int, line: str) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_skips.py").write_text(SKIPS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)]
    run = subprocess.run(command, env={**os.environ, "CI": strict}, capture_output=True, text=True, check=False)
    assert run.returncode == code
    assert line in run.stdout
    assert "no browser here" in run.stdout or not strict


LATE = frozenset(f"tests/bot/test_serve.py::test_{at}" for at in range(32))
CASES = [
    *(f"{test}[{lang}]" for test in sorted(LATE) for lang in ("fr", "en")),
    *(f"tests/bot/test_page.py::test_quick[{at}]" for at in range(9)),
    *(f"tests/flows/test_words.py::test_word[{at}]" for at in range(9)),
]


def test_a_run_of_everything_takes_part_of_what_is_slow_and_others_each_time() -> None:
    runs = [slow.drawn(CASES, LATE, str(run)) for run in range(400)]
    for run in runs:
        serve, page, words = (
            [case for case in run if case.startswith(part)]
            for part in ("tests/bot/test_serve", "tests/bot/test_page", "tests/flows")
        )
        assert (len(serve), len(page), len(words)) == (2, 1, 9)
    assert set().union(*runs) == set(CASES)
    assert runs[3] == slow.drawn(CASES, LATE, "3")


def test_what_is_slow_is_counted_by_its_cases(tmp_path: Path) -> None:
    kept = tmp_path / "junit.xml"
    case = '<testcase classname="tests.bot.test_serve" name="test_{}" time="{}"/>'
    cases = "".join(case.format(*one) for one in (("kill[fr]", 1.9), ("kill[en]", 0.3), ("look", 0.9)))
    kept.write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>", encoding="utf-8")
    assert slow.slow(slow.times(kept)) == ["tests/bot/test_serve.py::test_kill"]


def test_only_what_is_there_is_called_slow() -> None:
    files = {test.partition("::")[0] for test in slow.named()}
    assert files
    assert [file for file in sorted(files) if not (ROOT / file).is_file()] == []
