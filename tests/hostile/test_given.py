"""Files that a counsellor hands over under hostile names: the person sees and saves a plain name, and a clean copy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.channels.base import Attachment
from bot.channels.web.build import file_name
from bot.desk.papers import called
from tests.bot.desk.conftest import full
from tests.bot.desk.full import Full
from tests.bot.desk.test_papers import _fields, _gives, _held, _shown
from tests.bot.test_drawn import trap
from tests.hostile.reading import in_pdf
from tests.hostile.sent import CANARY, NAMES

__all__ = ["full"]  # a fixture

ADDRESS = "is given hostile names"
SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
Count = Callable[[str, object], None]


def plain(name: str) -> list[str]:
    """What is wrong with a name as it is shown: more than letters, another ending, a folder, a program."""
    bad = ["unseen"] * (not name.isprintable()) + ["folder"] * bool({"/", "\\", ":"} & set(name))
    bad += ["markup"] * bool(set('<>"|;%$`{}=') & set(name)) + ["hidden"] * name.startswith((".", "-", " "))
    return [*bad, *["long"] * (len(name) > 70), *["ending"] * (not name.endswith((".pdf", ".jpg")))]


@pytest.mark.parametrize("pattern", NAMES)
def test_a_name_is_plain_on_the_screen_and_in_a_header(pattern: str) -> None:
    seen = called(pattern.format(CANARY), "pdf")
    assert plain(seen) == []
    saved = file_name(Attachment("given", "pdf", seen, "application/pdf", 0))
    assert set(saved) <= SAFE
    assert saved.endswith(".pdf")
    assert set(file_name(Attachment("given", "pdf", pattern.format(CANARY), "application/pdf", 0))) <= SAFE


def test_what_is_handed_over_is_a_copy_under_a_plain_name(full: Full, record_property: Count) -> None:
    path = _held(full, ADDRESS)
    names = [pattern.format(CANARY).encode("utf-8", "replace").decode() for pattern in NAMES[::6]]
    for name in names:
        status, said = _gives(full, path, trap(), _fields(full, ADDRESS, name=name))
        assert (status, CANARY in repr(said)) == (200, False)
    shown = [name for _, _, name in _shown(full, ADDRESS)]
    assert len(shown) == len(names)
    assert [(name, plain(name)) for name in shown if plain(name)] == []
    found = full.conversation(ADDRESS)
    kept = full.did(full.office.house.run(lambda tx: [
        tx.cases.paper(found.who, line.bubble.file.held) or b""
        for line in tx.lines(found.who, found.id, "") if line.bubble and line.bubble.file and line.bubble.file.held
    ]))  # fmt: skip
    assert [in_pdf(data) - {"/Annots", "/A", "/URI"} for data in kept] == [set()] * len(names)
    record_property("files", len(names))
