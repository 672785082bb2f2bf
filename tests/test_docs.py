"""The pages are tested like code: what they name exists, and what an operator can set is on a page.

A page is README.md or any Markdown file under docs/. A decision is history, never edited: it may name what is gone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import commands
from bot.settings import options

ROOT = Path(__file__).parent.parent
PAGES = sorted(path for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")] if path.is_file())
LIVING = [path for path in PAGES if "decisions" not in path.parts]

SETTING = re.compile(r"\bATOUT_[A-Z0-9_]+\b")
COMMAND = re.compile(r"(?:^|[\s(/`])atout ([a-z][a-z-]*)", re.MULTILINE)
TARGET = re.compile(r"\bmake ([a-z]+)\b")
SPAN = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
FOLDER = re.compile(r"^(?:\./)?(atout|bot|flows|locales|renderers|tests|docs|changes|tools)(/[\w.-]+)*/?$")


def literal(page: Path) -> Iterator[str]:
    """What a page sets in code type: fenced blocks and spans."""
    text = page.read_text(encoding="utf-8")
    yield from FENCE.findall(text)
    yield from SPAN.findall(FENCE.sub("", text))


def settings() -> frozenset[str]:
    """Every setting the program reads; bot/settings.py is the one place that does."""
    return frozenset(options())


def identify(page: Path) -> str:
    """A page's name in the list of tests."""
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", LIVING, ids=identify)
def test_each_command_on_a_page_exists(page: Path) -> None:
    named = {word for text in literal(page) for word in COMMAND.findall(text)}
    assert named - set(commands()) == set()


@pytest.mark.parametrize("page", LIVING, ids=identify)
def test_each_make_target_on_a_page_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {word for text in literal(page) for word in TARGET.findall(text)}
    assert named - targets == set()


@pytest.mark.parametrize("page", LIVING, ids=identify)
def test_each_setting_on_a_page_exists(page: Path) -> None:
    assert set(SETTING.findall(page.read_text(encoding="utf-8"))) - settings() == set()


@pytest.mark.parametrize("page", LIVING, ids=identify)
def test_each_file_and_folder_on_a_page_exists(page: Path) -> None:
    named = {text for text in SPAN.findall(FENCE.sub("", page.read_text(encoding="utf-8"))) if FOLDER.match(text)}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_each_setting_is_on_a_page() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in LIVING)
    assert sorted(settings() - set(SETTING.findall(pages))) == []


def test_settings_are_read_in_one_place_only() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "bot").rglob("*.py"))
        if path.name != "settings.py" and re.search(r"\bos\.(?:environ|getenv)\b", path.read_text(encoding="utf-8"))
    ]
    assert readers == []


def test_each_dependency_says_why_it_is_here() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    register = (ROOT / "docs" / "decisions" / "dependencies.md").read_text(encoding="utf-8")
    named = {match[1] for match in re.finditer(r"^\| ([\w.-]+) \|", register, re.MULTILINE)} - {"library"}
    assert {re.split(r"[<>=\[]", one)[0] for one in wanted} ^ named == set()


def test_each_decision_is_in_the_list_by_its_title() -> None:
    listed = ROOT / "docs" / "decisions" / "README.md"
    pages = [page for page in PAGES if page.parent == listed.parent and page != listed]
    titles = {page.name: page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for page in pages}
    links = re.findall(r"^- \[(.+)\]\((.+)\)$", listed.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted((name, title) for title, name in links) == sorted(titles.items())


def test_each_change_note_says_what_kind_of_change_it_is() -> None:
    notes = [path for path in (ROOT / "changes").iterdir() if path.name not in {"README.md", ".gitkeep"}]
    assert [note.name for note in notes if note.suffixes[-2:] not in KINDS] == []
    assert [note.name for note in notes if len(note.read_text(encoding="utf-8").strip().splitlines()) != 1] == []


KINDS = [[f".{kind}", ".md"] for kind in ("added", "changed", "fixed", "removed")]
