"""What a person takes along, out of the real house: read back it is the same life, and nothing of it stays here."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot import archive
from bot.app import House, open_house
from bot.archive import Data, ImportRefusedError, restored, written
from bot.channels.base import Arrival, Attachment
from bot.loop import run
from bot.settings import Settings
from flows.discreet import CODE
from flows.model import Tap, Text
from tests.flows.moves import Move, moves
from tests.flows.test_properties import begun

WEB, ADDRESS = "web", "my-address-55512345678"
TOLD = (
    "bonjour",
    "oui",
    "je fais le ménage chez une dame",
    "oui",
    "1 3 4",
    "3 ans",
    "1",
    "Awa Diallo",
    "06 39 98 10 01",
    "Nantes",
)


class Person:
    """Somebody on the page."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.n = 0

    async def says(self, *texts: str) -> None:
        for text in texts:
            await self.does(Text(text))

    async def does(self, body: Text | Tap) -> None:
        self.n += 1
        await self.house.receive([Arrival(WEB, ADDRESS, f"m{self.n}", body, lang="fr")])
        await self.house.settle()

    async def lines(self) -> list[str]:
        return [one.bubble.text if one.bubble else one.text for one in await self.house.transcript(WEB, ADDRESS)]

    async def files(self) -> list[tuple[Attachment, bytes]]:
        shown = await self.house.transcript(WEB, ADDRESS)
        lines = [one.id for one in shown if one.bubble and one.bubble.file and one.bubble.file.document == "mine"]
        found = [await self.house.document(WEB, ADDRESS, line) for line in lines]
        return [one for one in found if one is not None]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    folder = tmp_path / "here"
    told = Settings(data=folder / "data", key_file=folder / "key", dictionaries=folder / "nowhere")
    house = open_house(told).house
    yield house
    await house.stop()


def opened(data: bytes) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(data))
    assert found.testzip() is None
    return found


def stored(folder: Path) -> list[bytes]:
    """What every file of the house holds."""
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


async def test_all_of_it_comes_in_one_file_with_its_documents(house: House, tmp_path: Path) -> None:
    person = Person(house)
    await person.says(*TOLD)
    for _ in range(3):
        await person.says("oui")
    await person.says("emporter mes données")
    ((file, data),) = await person.files()
    assert (file.name, file.mime) == ("Mes-donnees.zip", "application/zip")
    inside = opened(data)
    names = inside.namelist()
    assert names[:2] == ["data.json", "data.pdf"]
    assert {"pdf", "png", "docx", "txt", "json"} <= {
        name.rpartition(".")[2] for name in names if name.startswith("cv-")
    }
    assert all(re.fullmatch(r"(data|[a-z]+-\d+)\.[a-z]+", name) for name in names), names
    assert inside.read("data.pdf").startswith(b"%PDF-")
    read = json.loads(inside.read("data.json"))
    assert (read["format"], read["version"], read["months_kept"]) == ("atout-person", 1, 6)
    assert "je fais le ménage chez une dame" in [one["text"] for one in read["messages"] if one["by"] == "person"]
    assert [one["answer"] for one in read["agreements"]] == ["agree"]
    assert {one["file"] for one in read["documents"]} == set(names[2:])
    assert any(fact.raw == "Awa Diallo" for fact in restored(inside.read("data.json")))
    assert any("un seul fichier" in line for line in await person.lines())


async def test_it_is_kept_nowhere(house: House, tmp_path: Path) -> None:
    person = Person(house)
    await person.says(*TOLD[:4], "emporter mes données")
    ((_, data),) = await person.files()
    assert house._documents._held == {} or all(key[1] != "mine" for key in house._documents._held)
    assert stored(tmp_path)
    assert not [one for one in stored(tmp_path) if b"atout-person" in one or b"PK\x03\x04" in one]
    assert len(data) < archive.MOST


@pytest.mark.parametrize("answer", [None, "je refuse"])
async def test_before_an_agreement_and_after_a_no_it_is_the_same(house: House, answer: str | None) -> None:
    person = Person(house)
    await person.says("bonjour", *([answer] if answer else []), "emporter mes données", "mes données en pdf")
    (_, data), (page, printed) = await person.files()
    facts = restored(opened(data).read("data.json"))
    assert [fact.value.ids for fact in facts] == ([("refuse",)] if answer else [])
    assert page.name == "Mes-donnees.pdf"
    assert printed.startswith(b"%PDF-")


async def test_the_code_of_four_digits_is_not_in_it(house: House) -> None:
    person = Person(house)
    await person.says(*TOLD[:4], "mettre un code", "4821", "4821", "emporter mes données")
    who = await run(house._store, lambda tx: tx.find(WEB, ADDRESS))
    assert who
    kept = await run(house._store, lambda tx: tx.facts(who.who))
    assert CODE in {fact.qid for fact in kept}
    ((_, data),) = await person.files()
    read = restored(opened(data).read("data.json"))
    assert read == tuple(fact for fact in kept if fact.qid != CODE)


async def test_what_has_no_room_is_said_and_named(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST", 30_000)
    person = Person(house)
    await person.says(*TOLD)
    for _ in range(3):
        await person.says("oui")
    await person.says("emporter mes données")
    ((_, data),) = await person.files()
    listed = json.loads(opened(data).read("data.json"))["documents"]
    missing = [one for one in listed if not one["file"]]
    assert 0 < len(missing) < len(listed)
    assert any(
        f"sans place dans le fichier : {len(missing)}" in line.replace("\u00a0", " ") for line in await person.lines()
    )


# ---------------------------------------------------------------- the same life


@settings(deadline=None)
@given(moves(12))
def test_read_back_it_is_the_same_facts(life: list[Move]) -> None:
    facts = tuple(begun(life).facts)
    assert restored(written(Data(made_at=1, facts=facts))) == facts


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"made_at": 1, "facts": [{"seq": "one"}]}',
        b'{"made_at": 1, "facts": [], "format": "other"}',
        b'{"made_at": 1, "facts": [], "version": 2}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_data_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefusedError):
        restored(data)
