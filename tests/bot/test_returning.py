"""A dossier on another phone by its four words, and somebody else on this one: tried in a whole house."""

from __future__ import annotations

import math
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from bot.app import code_words, load_content
from bot.channels.base import Arrival
from bot.returning import ENOUGH, LONGEST, MINE, SHORTEST, drawn
from bot.settings import read as settings_of
from bot.store.base import Session
from flows.model import Media, Tap, Text
from flows.reading import fold
from locales import languages
from tests.promises.stops import Person, begin

CODE = {"fr": "mon code", "en": "my code", "ar": "رمزي", "uk": "мій код"}
HAVE = {"fr": "j'ai un code", "en": "i have a code", "ar": "عندي رمز", "uk": "маю код"}
DATA = {"fr": "mes données", "en": "my data", "ar": "بياناتي", "uk": "мої дані"}
OTHER = {"fr": "ce n'est pas moi", "en": "it is not me", "ar": "لست أنا", "uk": "це не я"}
YES = {"press": "agree"}


@pytest.fixture
async def amina(tmp_path: Path, lang: str) -> AsyncIterator[Person]:
    """Somebody who agreed and told a life."""
    home = tmp_path / "house"
    home.mkdir()
    person = begin(home, lang)
    await person.does({"sticker": "👋"}, YES, {"press": "home"}, {"text": "1 2"})
    yield person
    await person.life.end()


@pytest.fixture(params=languages())
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def phone(person: Person, address: str) -> Person:
    """Another phone in the same house."""
    return replace(person, address=address, shown=[], new=[], papers=[], said={})


async def code_of(person: Person) -> str:
    await person.send({"text": CODE[person.lang]})
    told = "\n".join(b.text for b in person.new)
    plain = re.sub("[\u2066-\u2069]", "", told)
    return next(line.split(":")[1].strip(" .") for line in plain.splitlines() if ":" in line)


async def test_four_words_bring_the_dossier_to_another_phone(amina: Person) -> None:
    here = await amina.place()
    code = await code_of(amina)
    assert len(code.split()) == 4
    new = phone(amina, "new phone")
    await new.does({"sticker": "👋"}, YES, {"text": HAVE[amina.lang]}, {"text": code.upper()})
    assert await new.place() == here


async def test_the_words_alone_are_enough_as_a_first_message(amina: Person) -> None:
    here, code = await amina.place(), await code_of(amina)
    new = phone(amina, "new phone")
    await new.send({"text": code})
    assert await new.place() == here


async def test_wrong_words_open_nothing_and_are_not_an_answer(amina: Person) -> None:
    await code_of(amina)
    new = phone(amina, "new phone")
    await new.does({"sticker": "👋"}, YES)
    here = await new.place()
    await new.does({"text": HAVE[amina.lang]}, {"text": "abcd efgh ijkl mnop"})
    assert await new.place() == here
    assert new.new[-1].question == "menu/code"


async def test_who_told_something_here_loses_nothing(amina: Person) -> None:
    code = await code_of(amina)
    other = phone(amina, "other phone")
    await other.does({"sticker": "👋"}, YES, {"press": "home"}, {"text": "1"})
    here = await other.place()
    await other.does({"text": HAVE[amina.lang]}, {"text": code})
    assert await other.place() == here


async def test_guesses_end_after_a_few(amina: Person) -> None:
    code = await code_of(amina)
    new = phone(amina, "new phone")
    await new.does({"sticker": "👋"}, YES, {"text": HAVE[amina.lang]})
    for n in range(6):
        await new.send({"text": f"abcd efgh ijkl mno{'abcdef'[n]}"})
    await new.send({"text": code})
    assert "exp/e1/what" not in await new.live()
    new.clock.at += 2 * 60 * 60 * 1000
    await new.does({"text": HAVE[amina.lang]}, {"text": code})
    assert "exp/e1/what" in await new.live()


class UndoneError(Exception):
    """What is folded is undone."""


async def test_words_that_are_folded_again_are_one_guess(amina: Person) -> None:
    code = await code_of(amina)
    new = phone(amina, "new phone")
    await new.does({"sticker": "👋"}, YES, {"text": HAVE[amina.lang]})
    house = amina.life.house
    words = Arrival("terminal", new.address, "words", Text(code), lang=amina.lang)

    def undone(tx: Session) -> None:
        house._loop._fold.arrival(tx, words, ())
        raise UndoneError

    for _ in range(MINE):
        with pytest.raises(UndoneError):
            await house.run(undone)
    await house.receive([words])
    assert "exp/e1/what" in await new.live()


async def test_a_new_code_replaces_the_old_one(amina: Person) -> None:
    old, code = await code_of(amina), await code_of(amina)
    assert old != code
    new = phone(amina, "new phone")
    await new.send({"text": old})
    assert "exp/e1/what" not in await new.live()


async def test_no_code_before_an_agreement(tmp_path: Path, lang: str) -> None:
    (tmp_path / "house").mkdir()
    person = begin(tmp_path / "house", lang)
    await person.does({"sticker": "👋"}, {"text": CODE[lang]})
    assert await person.open() == "charter/consent"
    await person.life.end()


async def test_somebody_else_begins_anew_and_the_first_comes_back(amina: Person) -> None:
    here = await amina.place()
    await amina.does({"text": OTHER[amina.lang]}, {"press": "dossier_new"})
    assert await amina.live() == {}
    assert await amina.open() == "charter/consent"
    await amina.does(YES, {"press": "odd"})
    await amina.does({"text": OTHER[amina.lang]}, {"press": "dossier_before"})
    assert await amina.place() == here


async def test_a_dossier_with_a_code_comes_back_by_it_alone(amina: Person) -> None:
    here, code = await amina.place(), await code_of(amina)
    await amina.does({"text": OTHER[amina.lang]}, {"press": "dossier_new"})
    await amina.does({"text": OTHER[amina.lang]}, {"press": "dossier_before"})
    assert await amina.live() == {}
    await amina.does({"text": HAVE[amina.lang]}, {"text": code})
    assert await amina.place() == here


async def test_it_is_me_after_all(amina: Person) -> None:
    here = await amina.place()
    await amina.does({"text": OTHER[amina.lang]}, {"press": "continue"})
    assert await amina.place() == here


@pytest.mark.parametrize("code", languages())
def test_codes_are_of_words_enough_and_short_enough_to_copy(code: str) -> None:
    vocabulary = code_words(load_content(settings_of({})), code)
    several = {drawn(vocabulary, int.from_bytes(sha256(bytes([n])).digest())) for n in range(200)}
    assert len(several) == 200
    assert all(SHORTEST <= len(word) <= LONGEST for one in several for word in one.split())
    assert 4 * math.log2(ENOUGH) >= 36


@pytest.mark.parametrize("code", languages())
def test_words_of_a_code_are_as_people_spell_them_and_none_is_another_form_of_one(code: str) -> None:
    vocabulary = code_words(load_content(settings_of({})), code)
    words = {
        w
        for n in range(500)
        for w in drawn(vocabulary, int.from_bytes(sha256(bytes([n % 256, n >> 8])).digest())).split()
    }
    assert len(words) > 250
    assert len({fold(word)[:SHORTEST] for word in words}) == len(words)
    assert words <= {*vocabulary}
    assert [word for word in words if code == "ar" and word.startswith(("و", "ال"))] == []


async def test_words_behind_it_is_not_me_are_kept_for_nobody_until_a_dossier_is_chosen(amina: Person) -> None:
    before = await amina.live()
    told = {"fr": "je m'appelle Awa", "en": "my name is Awa", "ar": "اسمي آوا", "uk": "мене звати Ава"}[amina.lang]
    await amina.does({"text": OTHER[amina.lang]}, {"text": told})
    assert amina.new[-1].question == "menu/not_me"
    assert await amina.live() == before


async def test_the_code_is_asked_for_at_once_on_a_new_phone(amina: Person) -> None:
    """As it was told where the code was given: on another phone it is enough to write this."""
    here, code = await amina.place(), await code_of(amina)
    new = phone(amina, "new phone")
    await new.does({"text": HAVE[amina.lang]}, {"text": code})
    assert await new.place() == here


async def test_to_go_on_from_an_older_bubble_skips_nothing(amina: Person) -> None:
    here = await amina.place()
    await amina.does({"text": DATA[amina.lang]})
    _, ask, place = next(b.payload for b in amina.new[-1].buttons if b.id == "continue").split(".")
    await amina.does({"press": "continue"})
    await amina.gets(Tap(ask, place))
    assert await amina.place() == here


async def test_words_under_a_picture_answer_only_when_they_tell_something(amina: Person) -> None:
    here = await amina.place()
    await amina.gets(Media("photo", caption={"fr": "regarde", "en": "look", "ar": "انظر", "uk": "дивись"}[amina.lang]))
    assert await amina.place() == here
    await amina.gets(Media("photo", caption=CODE[amina.lang]))
    assert any(len(b.text.split(":")[-1].split()) >= 4 for b in amina.new)
