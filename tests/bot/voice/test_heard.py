"""A voice note in the real house: heard once it may be, read back, a fact after a yes, and its sound kept nowhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.channels.base import Arrival, FetchError, Upload
from bot.house import House
from bot.voice import decoder
from bot.voice.base import Decode, Heard, Sound, VoiceError
from flows.counsel import Claim
from flows.model import Body, Open, Tap, Text, Voice
from tests.bot.little import Clock, Ids, Outside, open_store
from tests.bot.sweep.casts import real
from tests.bot.test_private import count, holds, rows
from tests.bot.voice import sounds

STORY = "Je garde les enfants de ma soeur au chateau de Canarigny"
PIECES = 64  # bytes of a sealed sound that are looked for


@dataclass
class Ears:
    """Hears what it is told to, in order; an error is raised."""

    says: list[str | VoiceError] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def transcribe(self, sound: Sound, lang: str) -> Heard:
        await self.gate.wait()
        self.heard.append(lang)
        said = self.says.pop(0)
        if isinstance(said, VoiceError):
            raise said
        return Heard(said, lang, sound.seconds)

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class Home:
    """One person and the house in a folder, which may be opened again."""

    folder: Path
    house: House
    clock: Clock
    outside: Outside
    ears: Ears
    opened: int = 0
    said: int = 0

    async def does(self, body: Body, upload: Upload | None = None, *, settle: bool = True) -> None:
        self.said += 1
        ext = f"u{self.said}"
        await self.house.receive([Arrival("push", "ana", ext, body, said_id=ext, lang="fr", upload=upload)])
        if settle:
            await self.house.settle()

    async def speaks(self, data: bytes | None = None, *, settle: bool = True) -> None:
        await self.does(Voice(seconds=2), Upload(sounds.note(2.0) if data is None else data), settle=settle)

    async def taps(self, place: int) -> None:
        known = await self.house.peek("push", "ana")
        assert known is not None
        assert known[0].asked is not None
        await self.does(Tap(known[0].asked.id, str(place)))

    async def facts(self) -> dict[str, str]:
        known = await self.house.peek("push", "ana")
        return {fact.qid: f"{fact.how}: {fact.raw}" for fact in known[1]} if known else {}

    async def wakes(self, decode: Decode | None = None) -> None:
        """Close what is open, as a crash leaves it, and open it again."""
        await self.house.stop()
        self.opened += 1
        self.house = opened(self, f"h{self.opened}", decode)

    @property
    def last(self) -> str:
        return self.outside.texts()[-1]


def raws(folder: Path) -> list[bytes]:
    """The bytes of all files of the data folder, the log of the database among them."""
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def opened(home: Home, ids: str, decode: Decode | None = None) -> House:
    parts = replace(real(home.clock, home.outside, Ids(ids)), ears=home.ears)
    return House(open_store(home.folder, home.clock), replace(parts, decode=decode) if decode else parts)


@pytest.fixture
async def home(tmp_path: Path, clock: Clock, outside: Outside) -> AsyncIterator[Home]:
    ears = Ears()
    ears.gate.set()
    made = Home(tmp_path, House(open_store(tmp_path, clock), real(clock, outside, Ids("x"))), clock, outside, ears)
    await made.wakes()
    await made.does(Open("fr"))
    yield made
    await made.house.stop()


@pytest.fixture
async def agreed(home: Home) -> Home:
    await home.taps(0)
    return home


async def test_it_is_heard_read_back_and_kept_after_a_yes(agreed: Home, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    home, before = agreed, len(await agreed.facts())
    home.ears.says = [STORY]
    await home.speaks(settle=False)
    assert count(home.folder, "upload") == 1
    with rows(home.folder) as db:
        (sealed,) = db.execute("SELECT body_enc FROM upload").fetchone()
    pieces = [sealed[at : at + PIECES] for at in range(0, len(sealed) - PIECES, PIECES)]
    assert len(pieces) > 10
    assert any(piece in raw for raw in raws(home.folder) for piece in pieces)
    await home.house.settle()
    assert count(home.folder, "upload") == 0
    assert STORY in home.last
    assert len(await home.facts()) == before
    await home.taps(0)
    assert f"voice: {STORY}" in (await home.facts()).values()
    assert holds(home.folder, "Canari") == []
    assert "Canari" not in caplog.text
    assert not [piece for piece in pieces if any(piece in raw for raw in raws(home.folder))]  # not even sealed


async def test_again_keeps_nothing(agreed: Home) -> None:
    before = await agreed.facts()
    agreed.ears.says = [STORY]
    await agreed.speaks()
    await agreed.taps(1)
    assert await agreed.facts() == before


async def test_nothing_is_heard_before_it_was_agreed_to(home: Home) -> None:
    home.ears.says = [STORY]
    await home.speaks()
    assert home.ears.heard == []
    assert "dès que" in "".join(home.outside.texts()[-2:])
    await home.taps(0)
    assert home.ears.heard == ["fr"]
    assert STORY in home.last


async def test_without_ears_the_keyboard_is_named_and_no_sound_is_kept(home: Home) -> None:
    await home.taps(0)
    home.house = await without(home)
    await home.speaks()
    assert "clavier" in home.last
    assert count(home.folder, "upload") == 0


async def without(home: Home) -> House:
    await home.house.stop()
    return House(open_store(home.folder, home.clock), real(home.clock, home.outside, Ids("w")))


async def test_a_yes_by_voice_answers_what_was_read_back(agreed: Home) -> None:
    agreed.ears.says = [STORY, "Oui."]
    await agreed.speaks()
    await agreed.speaks()
    assert f"voice: {STORY}" in (await agreed.facts()).values()


async def test_notes_that_follow_one_another_are_read_back_as_one(agreed: Home) -> None:
    agreed.ears.says, listens = [STORY, "et je fais le ménage"], len(agreed.outside.texts())
    agreed.ears.gate.clear()
    await agreed.speaks(settle=False)
    await agreed.speaks(settle=False)
    agreed.ears.gate.set()
    await agreed.house.settle()
    said = agreed.outside.texts()[listens:]
    assert len(said) == 2
    assert f"{STORY} et je fais le ménage" in said[1]


async def test_words_of_danger_are_read_first(agreed: Home) -> None:
    agreed.ears.says = ["je veux mourir"]
    await agreed.speaks()
    assert any("112" in text for text in agreed.outside.texts()[-3:])


async def test_a_note_that_was_acknowledged_is_heard_by_the_next_house(agreed: Home) -> None:
    agreed.ears.says = [STORY]
    await agreed.speaks(settle=False)
    await agreed.wakes()
    await agreed.house.settle()
    assert STORY in agreed.last


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_a_note_that_waits_goes_nowhere_once_it_would_leave_the_machine_and_nobody_agreed(
    agreed: Home, *, elsewhere: bool
) -> None:
    agreed.ears.says = [STORY]
    agreed.ears.gate.clear()
    await agreed.speaks(settle=False)
    await agreed.house.stop()
    agreed.ears.gate.set()
    parts = replace(real(agreed.clock, agreed.outside, Ids("m")), ears=agreed.ears)
    assert parts.content is not None
    host = replace(parts.content.host, hears="ears.example.org" if elsewhere else "")
    content = replace(parts.content, host=host)
    agreed.house = House(open_store(agreed.folder, agreed.clock), replace(parts, content=content))
    await agreed.house.settle()
    assert bool(agreed.ears.heard) is not elsewhere
    assert ("maintenant" if elsewhere else STORY) in agreed.last
    assert count(agreed.folder, "upload") == 0


async def test_a_note_that_ends_its_process_is_given_up_after_two(agreed: Home) -> None:
    calls = []

    async def falls(data: bytes) -> None:
        calls.append(len(data))

    await agreed.wakes(falls)
    await agreed.speaks()
    assert len(calls) == 2
    assert "n'arrive pas à ouvrir" in agreed.last
    assert count(agreed.folder, "upload") == 0


async def test_what_a_platform_has_is_fetched_and_kept_nowhere(agreed: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    agreed.outside.files["F1"], agreed.ears.says = sounds.note(2.0), [STORY]
    await agreed.does(Voice(seconds=2), Upload(ref="F1"))
    assert STORY in agreed.last

    async def fetch(_ref: str, _most: int) -> bytes:
        raise FetchError("gone")

    monkeypatch.setattr(agreed.outside, "fetch", fetch)
    await agreed.does(Voice(seconds=2), Upload(ref="F2"))
    assert "n'est plus là" in agreed.last


@pytest.mark.parametrize(("make", "says"), [
    (lambda: b"", "rien entendu"), (lambda: sounds.note(601.0), "10 minutes"),
    (lambda: sounds.note(2.0)[:-300], "coupé"), (sounds.video, "vidéo"),
    (lambda: b"%PDF-1.7 x", "pas un message vocal"), (lambda: b"OggS" + bytes(20_000_000), "trop lourd"),
])  # fmt: skip
async def test_what_cannot_be_heard_is_said_kindly(agreed: Home, make: Callable[[], bytes], says: str) -> None:
    agreed.outside.files["F"] = make()
    await agreed.does(Voice(), Upload(agreed.outside.files["F"]) if make() else Upload(ref="F"))
    assert says in agreed.last


@pytest.mark.parametrize(("said", "says"), [(VoiceError("away"), "maintenant"), (" ... ", "rien entendu")])
async def test_when_nobody_heard_it_is_said(agreed: Home, said: str | VoiceError, says: str) -> None:
    agreed.ears.says = [said]
    await agreed.speaks()
    assert says in agreed.last
    await agreed.does(Text("je fais le ménage"))
    assert "text: je fais le ménage" in (await agreed.facts()).values()


async def test_numbers_a_cv_never_needs_are_covered(agreed: Home) -> None:
    agreed.ears.says = ["mon numéro est 2 85 05 78 006 084 36"]
    await agreed.speaks()
    assert "•••" in agreed.last
    assert "006 084" not in agreed.last


async def test_who_holds_the_floor_reads_what_was_said(agreed: Home) -> None:
    agreed.ears.says = [STORY]
    await agreed.does(Text("je veux parler à une personne"))
    await agreed.taps(0)
    await agreed.does(Claim("c1", "Lina"))
    before = len(agreed.outside.texts())
    await agreed.speaks()
    lines = [line.text for line in await agreed.house.transcript("push", "ana")]
    assert lines[-1] == STORY
    assert not any("J'écoute" in text for text in agreed.outside.texts()[before:])


def test_the_library_is_here() -> None:
    assert not decoder.MISSING
