"""The pages show what there is: the floor plan is that of the house, and the pictures come soon on a slow line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parent.parent
PLAN = re.compile(r"^## The floor plan\n+```\n(.*?)^```", re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
PAGES = sorted((ROOT / "README.md", *(ROOT / "docs").rglob("*.md")))
HEAVY = 150_000  # bytes: a second or two on a slow telephone line
SHOWN = 3  # the chat, the CV, and how fast it is beside others


def planned() -> Iterator[Path]:
    """Every file and folder the floor plan names: a line begins with one or more, and says what they are."""
    plan = PLAN.search((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    assert plan
    folder = ROOT
    for line in plan[1].splitlines():
        names = re.match(r"( *)((?:[\w.-]+/? )*[\w.-]+/?)(?:  |$)", line)
        assert names, line
        if not names[1]:
            folder = ROOT
        yield from (folder / name for name in names[2].split())
        if not names[1]:
            folder = ROOT / names[2].split()[0]


def test_what_the_floor_plan_names_is_there() -> None:
    assert [path.relative_to(ROOT).as_posix() for path in planned() if not path.exists()] == []


@pytest.mark.parametrize("folder", ["flows", "bot", "bot/channels", "renderers"])
def test_the_floor_plan_leaves_no_folder_out(folder: str) -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = [path.parent.name for path in (ROOT / folder).glob("*/__init__.py")]
    assert [name for name in folders if not re.search(rf"\b{name}\b", plan)] == []


@pytest.mark.parametrize("file", sorted((ROOT / "flows").glob("[a-z]*.py")), ids=lambda file: file.name)
def test_the_floor_plan_names_each_file_of_the_core(file: Path) -> None:
    assert file.name in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_on_a_page_leads_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in targets if "://" not in link and not (page.parent / link).exists()] == []


def test_the_first_page_shows_three_small_pictures_and_says_what_is_on_them() -> None:
    shown = [ROOT / name for name in PICTURE.findall((ROOT / "README.md").read_text(encoding="utf-8"))]
    assert len(shown) == SHOWN
    for path in shown:
        assert path.stat().st_size < HEAVY
        with Image.open(path) as picture:
            assert picture.mode == "P"
