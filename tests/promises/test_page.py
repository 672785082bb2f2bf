"""The page of the promises says what these tests are, and what was counted: neither is typed by hand."""

from __future__ import annotations

from pathlib import Path

from bot.channels.web.beside import charter
from tests.promises.page import WRITTEN, counted, made

PROMISES = 10


def test_what_is_written_down_is_what_the_tests_say_and_count(tmp_path: Path) -> None:
    found = counted(tmp_path)
    assert found.papers, "there was no CV: nothing was counted"
    assert WRITTEN.read_text(encoding="utf-8") == made(found), "run `python -m tests.promises.page`"


def test_each_promise_has_its_tests() -> None:
    promises = charter().promises
    assert {one.number for one in promises} == set(range(1, PROMISES + 1))
    assert all(one.says and one.tests for one in promises)
