"""After an erasure no word of the person is anywhere: in files, logs beside them, copies, the log, temporary folders.

A whole life is told first: the way to a CV and its papers in every language, then on Telegram a file, a voice note and
a talk with a counsellor. Copies are taken before the erasure and looked through as well, deciphered too.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from random import Random

import pyrage  # type: ignore[import-untyped] # it ships no types
import pytest

from bot.app import now
from bot.sim import desk
from bot.sim.script import read, said
from bot.store import backup, ledger
from tests.bot import papers
from tests.bot.gleaning import gleaned, words_of
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import Chat, at_home
from tests.bot.telegram.test_files import sends
from tests.bot.telegram.test_voice import speaks
from tests.bot.voice import sounds
from tests.doubles.hearing import KEY, hearing
from tests.doubles.telegram import Telegram, telegram
from tests.promises.stops import JOURNEYS, begin

LANGS = ("fr", "en", "ar", "uk")
NAME = {"fr": "Canarinette", "en": "Canarinette", "ar": "كناريناتا", "uk": "Канарінетта"}
NUMBER = "06 39 98 77 66"
MINUTE = 60_000
ERASES = {"fr": "mes données", "en": "my data", "ar": "بياناتي", "uk": "мої дані"}


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which all that is written lands, temporary files too."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path


@pytest.fixture
async def tg() -> AsyncIterator[Telegram]:
    async with telegram() as double:
        yield double


def copied(data: Path, to: Path) -> None:
    """Take a set of copies, and open it, for a thief who has the recovery key as well."""
    secret, _ = backup.new_key(data)
    identity = pyrage.x25519.Identity.from_str(secret)
    for path in backup.back_up(data, to, now()).written:
        if path.name != ledger.NAME:
            path.with_suffix(".opened").write_bytes(pyrage.decrypt(path.read_bytes(), [identity]))


async def ours(home: Path, lang: str, words: set[str]) -> set[str]:
    """Which of these words stand in the files of a house in which nobody ever was: names of tables, and such."""
    nobody = begin(home, lang)
    await asyncio.to_thread(copied, home / "0", home / "copies")
    await nobody.life.end()
    return {word for _, word in gleaned(home, words)}


@pytest.mark.parametrize("lang", LANGS)
async def test_no_word_of_a_whole_life_is_left(
    rooms: Path,
    lang: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
    record_property: Callable[[str, object], None],
) -> None:
    caplog.set_level(logging.DEBUG)
    home = rooms / "house"
    home.mkdir()
    person, texts = begin(home, lang), [NAME[lang], NUMBER]
    steps = read((JOURNEYS / f"direct_{lang}.txt").read_text(encoding="utf-8")).steps
    for step in steps:
        if step.looks:
            continue
        line = dict(said(step, person.said))
        if "text" in line and person.shown and await person.open() == "cv/name":
            line["text"] = NAME[lang]
        if str(line.get("text", "")).startswith(("06", "٠٦")):
            line["text"] = NUMBER
        texts.append(str(line.get("text", "")))
        await person.send(line)
    said_at_all = words_of(texts)
    words = said_at_all - await ours(tmp_path_factory.mktemp("empty"), lang, said_at_all)
    assert len(words) > len(said_at_all) - 4
    assert words_of([NAME[lang], NUMBER]) <= words
    shown = "\n".join(bubble.text for bubble in person.shown)
    assert NAME[lang] in shown
    assert person.papers
    await asyncio.to_thread(copied, home / "0", rooms / "copies")
    await person.does({"text": ERASES[lang]}, {"press": "erase"}, {"press": "yes"})
    person.clock.at += 2 * MINUTE
    await person.life.house.settle()
    await _nothing(home / "0")
    await person.life.house.settle()
    (rooms / "log").write_text(caplog.text + "".join(capfd.readouterr()), encoding="utf-8")
    assert gleaned(rooms, words) == []
    await person.life.end()
    assert gleaned(rooms, words) == []
    record_property("words looked for", len(words))


async def _nothing(data: Path) -> None:
    """Nobody is left, and the log beside the file is empty."""
    with sqlite3.connect(data / "atout.db") as db:
        assert db.execute("SELECT count(*) FROM person").fetchone() == (0,)
    for _ in range(600):
        if not (data / "atout.db-wal").exists() or not (data / "atout.db-wal").stat().st_size:
            return
        await asyncio.sleep(0.05)
    pytest.fail("what was deleted stands in the log beside the file")


LOTS = Random(7)
STRANGE = ["".join(LOTS.choice("bdfgklmnprtvz") + LOTS.choice("aeiou") for _ in range(5)) for _ in range(200)]
LINES = [" ".join(STRANGE[at : at + 10]) for at in range(0, len(STRANGE), 10)]  # of words that nobody else says
STORY = "Je garde les orphelines de Brindezingue et je raccommode des parapluies"
PAPER = ("Canarinette Zanzibarine", "Cordonnerie Tartempion 2015", "ressemelage de bottillons")
HEARD = "Je plumais des oies chez Madame Pimprenelle en Pétaouchnie"
TALK = ("mon secret est que je redoute Rastaquouère", "appelez au 06 39 98 77 66")
LETTER = "Bonjour Canarinette, venez jeudi chez Tartempion"


async def test_no_word_said_on_telegram_by_voice_in_a_file_or_to_a_counsellor_is_left(
    rooms: Path,
    tg: Telegram,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    caplog.set_level(logging.DEBUG)
    (rooms / "hearing.key").touch(mode=0o600)
    (rooms / "hearing.key").write_text(KEY, encoding="utf-8")
    async with hearing() as ears:
        told = {"hear": ears.at, "hear_key_file": str(rooms / "hearing.key")}
        async with at_home(tg, rooms, HastyClock(), **told) as house:
            chat = Chat(tg.person(5551234567, "Zanzibarine"), house, tg)
            await desk.act(house, "Amina comes", now())
            await chat.agrees()
            for text in (STORY, *LINES[:7]):
                await chat.after(chat.person.says(text))
            await chat.after(chat.person.says("mon ancien CV"))
            await sends(chat, papers.pdf((*PAPER, *LINES[7:14])))
            ears.says = [HEARD]
            heard = await speaks(chat, sounds.note(2.0))
            assert any("Pimprenelle" in shown.text for shown in heard)
            for text in ("je veux parler à quelqu'un", "oui"):
                await chat.after(chat.person.says(text))
            await desk.act(house, "Amina claims", now())
            await house.settle()
            for text in (*TALK, *LINES[14:]):
                await chat.after(chat.person.says(text))
            await desk.act(house, f"Amina says {LETTER}", now())
            await house.settle()
            assert any(LETTER in shown.text for shown in chat.person.shown)
            await asyncio.to_thread(copied, rooms / "data", rooms / "copies")
            words = words_of([STORY, *PAPER, HEARD, *TALK, LETTER, *LINES, "Zanzibarine", "5551234567"]) - {"bonjour"}
            assert len(words) > 25 + len(STRANGE)
            record_property("words looked for", len(words))
            assert await house.forget("telegram", "5551234567")
            await house.settle()
            await _nothing(rooms / "data")
            (rooms / "log").write_text(caplog.text + "".join(capfd.readouterr()), encoding="utf-8")
            assert gleaned(rooms, words) == []
    assert gleaned(rooms, words) == []


@pytest.mark.parametrize("how", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("word", ["Canarinette", "CANARINETTE", "oies", "Pétaouchnie", "petaouchnie", "Канарінетта"])
def test_a_word_that_was_left_is_found(tmp_path: Path, word: str, how: str) -> None:
    noise = bytes(range(256)) * 40
    (tmp_path / "atout.db").write_bytes(noise + b"\x00" + f"je plumais des {word} la-bas".encode(how) + noise)
    assert gleaned(tmp_path, words_of(["Canarinette, oies, Pétaouchnie, Канарінетта"])) == [
        ("atout.db", next(iter(words_of([word]))))
    ]


@pytest.mark.parametrize("where", ["row", "log"])
async def test_a_row_that_was_forgotten_is_found(tmp_path: Path, where: str) -> None:
    db = sqlite3.connect(tmp_path / "atout.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE forgotten (body TEXT)")
    db.execute("INSERT INTO forgotten VALUES ('Canarinette')")
    if where == "row":
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert {word for _, word in gleaned(tmp_path, words_of(["Canarinette", NUMBER]))} == {"canarinette"}
    db.execute("PRAGMA secure_delete = ON")
    db.execute("DELETE FROM forgotten")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert gleaned(tmp_path, words_of(["Canarinette"])) == []  # and that is why no VACUUM is needed for it
    db.close()


def test_a_number_is_found_however_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("said 0639987766", encoding="utf-8")
    assert [word for _, word in gleaned(tmp_path, words_of([NUMBER]))] == ["0639987766"]


def test_the_keys_of_a_sealed_copy_are_no_words_but_what_stands_after_them_is(tmp_path: Path) -> None:
    sealed = pyrage.encrypt(b"what nobody reads", [pyrage.x25519.Identity.generate().to_public()])
    head, mac = sealed.split(b"\n--- ", 1)
    keys = head[:-8] + b"/avec/1x\n--- " + mac  # as the letters of a key may fall
    (tmp_path / "copy.age").write_bytes(keys)
    assert gleaned(tmp_path, words_of(["avec Canarinette"])) == []
    for text, found in ((b" je viens avec elle ", "avec"), (b"Canarinette", "canarinette")):
        (tmp_path / "copy.age").write_bytes(keys + text)
        assert gleaned(tmp_path, words_of(["avec Canarinette"])) == [("copy.age", found)]
    (tmp_path / "copy.age").write_bytes(head + b"/Canarinette/\n--- " + mac)
    assert gleaned(tmp_path, words_of(["avec Canarinette"])) == [("copy.age", "canarinette")]
