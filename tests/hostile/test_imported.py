"""Lists of occupations that nobody means well by: names and cells that act elsewhere, in a zip that is whole.

What is wrong with a zip as a zip, or with a table as a table, is in tests/bot/imports.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from bot.imports.titles import published
from bot.store.imported import Imported
from tests.bot.imports.conftest import operator
from tests.bot.imports.little import ROME, Operator, rome, zipped
from tests.hostile.sent import CANARY, NAMES
from tests.hostile.test_inputs import KINDS, UNSEEN

__all__ = ["operator"]  # a fixture

CODES = "unix_referentiel_code_rome_v460_utf8.csv"
KEPT = ("\n", "\t", "\r")
Count = Callable[[str, object], None]


def unseen(said: str) -> str:
    """What a terminal would obey, of what was said on it."""
    return "".join(char for char in said if not char.isprintable() and char not in KEPT)


def outside(folder: Path) -> list[str]:
    """The files beside the operator's own data."""
    return sorted(path.name for path in folder.parent.rglob("*") if path.is_file() and folder not in path.parents)


def packed(path: Path, files: Mapping[str, bytes], *, links: str = "") -> Path:
    """A zip of these files, with names as they are, and a link to an address on the disk."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files.items():
            pack.writestr(name.encode("utf-8", "replace").decode(), data)
        if links:
            link = zipfile.ZipInfo("link")
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            pack.writestr(link, links)
    return path


def test_names_in_a_zip_are_no_places_on_the_disk(operator: Operator, tmp_path: Path, record_property: Count) -> None:
    strange = {pattern.format(CANARY): b"x" for pattern in NAMES if "\0" not in pattern}
    tables = {f"../../../../tmp/{name}": data for name, data in rome().items()}
    path = packed(tmp_path / "strange.zip", {**tables, **strange}, links="/etc/passwd")
    code, said = operator.types("import", "rome", path)
    assert (code, unseen(said)) == (0, ""), said
    assert outside(operator.folder) == ["strange.zip"]
    assert CANARY not in said
    with closing(Imported(operator.folder)) as there:
        assert [one.code for one in there.named(["fleuriste"])] == ["D1209"]
    record_property("files", len(strange))


def test_what_is_wrong_is_said_without_what_a_terminal_obeys(operator: Operator, tmp_path: Path) -> None:
    operator.imports("rome", rome("459"))
    head, *rows = ROME["referentiel_code_rome"]
    strange = ["\x1b]0;owned\x07", "\u202ecode", "\x9b2J", *head[3:]]
    said = operator.is_refused("rome", zipped(tmp_path / "head.zip", rome(referentiel_code_rome=[strange, *rows])))
    assert (unseen(said), "\\x1b]0;owned\\x07" in said) == ("", True)
    bomb = packed(tmp_path / "bomb.zip", {**rome(), f"\x1b[2J{CANARY}\u202e": bytes(3_000_000)})
    said = operator.is_refused("rome", bomb)
    assert (unseen(said), f"\\x1b[2J{CANARY}\\u202e" in said) == ("", True)
    code = [*rows, ["\x1b[2J", *rows[0][1:]]]
    said = operator.is_refused("rome", zipped(tmp_path / "code.zip", rome(referentiel_code_rome=[head, *code])))
    assert unseen(said) == ""


@pytest.mark.parametrize("kind", ["markup", "table", "code", "command", "unseen", "injection"])
def test_cells_are_words_and_no_more(operator: Operator, kind: str) -> None:
    texts = [text.replace("\0", "") for text in KINDS[kind] if published(text.replace("\0", ""))]
    head, *rows = ROME["referentiel_code_rome"]
    names, *others = ROME["referentiel_appellation"]
    told = [[f"A{1000 + n}", "1", "1", f"Fleuriste {text}", "N", f"A{1000 + n}"] for n, text in enumerate(texts)]
    more = [["9", f"Vendre {text}", f"Vendre {text}", f"A{1000 + n}", text, "N"] for n, text in enumerate(texts)]
    operator.imports(
        "rome", rome(referentiel_code_rome=[head, *rows, *told], referentiel_appellation=[names, *others, *more])
    )
    with closing(Imported(operator.folder)) as there:
        for n, text in enumerate(texts):
            one = there.occupation(f"A{1000 + n}")
            assert one is not None
            assert one.title == f"Fleuriste {published(text)}".strip()
            assert not UNSEEN.search(one.title)
