"""Two hundred messages full of canaries go through the job to a server; in no request is one of them.

And where the filter is broken on purpose, in each way it can be, no request is made at all.
"""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import filter as filtering
from bot.model import pseudonyms
from bot.model.job import Helper
from bot.model.pseudonyms import MARK, Masked, Rules
from flows.words import fold
from tests.bot.model.people import Asking, asking
from tests.doubles.chatting import words as data

EACH = 50
MADE_UP = ("zorvaquil", "brinfotel", "quaxemiro", "толімарунь", "ґрукопіля", "زقمورلاط", "ضفشقونيل")
NAMES = (
    "Aïssatou Ndiaye",
    "karim benali",
    "Rose Fontaine",
    "олена шевчук",
    "Тарас Коваль",
    "grace okafor",
    "فاطمة الأحمد",
)
TOWNS = {
    "fr": ("nantes", "Rezé", "saint-nazaire"),
    "en": ("lagos", "Bristol", "leeds"),
    "uk": ("львові", "Харкові", "одесі"),
    "ar": ("حلب", "دمشق", "وهران"),
}
NUMBERS = (
    "06 12 34 56 78",
    "+380 67 123 45 67",
    "٠٦١٢٣٤٥٦٧٨",
    "FR76 3000 6000 0112 3456 7890 189",
    "1234567A",
    "14/03/1987",
    "2 87 03 99 352 044 21",
    "59000",
)
STREETS = {"fr": "12 rue des tilleuls", "en": "14 maple street", "uk": "вулиця садова 12", "ar": "شارع النخيل رقم 12"}
HIDDEN = {"fr": "tilleuls", "en": "maple", "uk": "садова", "ar": "النخيل"}
LINKS = ("fatou.k@gmail.com", "@fatou_coiffe", "https://fatou.example.org/x")
FRAMES = {
    "fr": (
        "je m'appelle {name} et je fais le ménage à {town}",
        "je gardais les enfants de madame {name}, tel {number}",
        "j'habite {street} et je cherche du travail {link}",
        "je préparais les repas {strange} avec mon oncle {name}",
    ),
    "en": (
        "my name is {name} and i clean houses in {town}",
        "i looked after the children of mrs {name}, phone {number}",
        "i live at {street} and i am looking for work {link}",
        "i cooked the meals {strange} with uncle {name}",
    ),
    "uk": (
        "мене звати {name} і я прибираю в {town}",
        "я доглядала дітей пані {name}, телефон {number}",
        "моя адреса {street} і я шукаю роботу {link}",
        "я готувала обіди {strange} разом з дядько {name}",
    ),
    "ar": (
        "اسمي {name} وأنا أعمل في التنظيف في {town}",
        "كنت أعمل عند السيدة {name} الهاتف {number}",
        "أعمل في البيوت {street} وأبحث عن عمل {link}",
        "كنت أعمل في المطعم {strange} مع عمي {name}",
    ),
}


def messages(lang: str, seed: int) -> list[tuple[str, list[str]]]:
    """Sentences, and what must not leave of each."""
    dice = random.Random(seed)
    found = []
    for n in range(EACH):
        frame = FRAMES[lang][n % len(FRAMES[lang])]
        put = {
            "name": dice.choice(NAMES), "town": dice.choice(TOWNS[lang]), "number": dice.choice(NUMBERS),
            "street": STREETS[lang], "link": dice.choice(LINKS), "strange": dice.choice(MADE_UP),
        }  # fmt: skip
        canaries = [value for slot, value in put.items() if f"{{{slot}}}" in frame and slot != "street"]
        canaries += [HIDDEN[lang], "12", "14"] if "{street}" in frame else []
        found.append((frame.format(**put), canaries))
    return found


def parts(text: str) -> set[str]:
    return set(pseudonyms._split(fold(MARK.sub(" ", text))))


async def test_no_canary_is_in_any_request(tmp_path: Path) -> None:
    async with asking(tmp_path, own=True, budget=1_000) as house:
        sent = 0
        for n, lang in enumerate(FRAMES):
            who = await house.meets(lang, lang, name="Zita Quorum", town="Vlaxopol", phone="07 99 88 77 66")
            for text, canaries in messages(lang, n):
                before = house.server.asked
                await house.asks(who, text)
                for body in house.server.bodies[before:]:
                    left = parts(data(json.loads(body))["text"])
                    leaked = {one for canary in canaries for one in pseudonyms._split(fold(canary))} & left
                    assert leaked == set(), (text, body.decode())
                sent += house.server.asked - before
        held = (await house.spent()).held
        print(f"\n{sent} requests of {EACH * len(FRAMES)} messages, {held} held back")  # noqa: T201 - a figure
        assert sent >= EACH * len(FRAMES) * 0.7
        assert sent + held == EACH * len(FRAMES)
        everything = b"\n".join(house.server.bodies).decode()
        assert not any(made_up in everything for made_up in MADE_UP)
        assert not any(
            char.isnumeric() for body in house.server.bodies for char in MARK.sub("", data(json.loads(body))["text"])
        )


class Fallen:
    """A dictionary that is gone."""

    async def known(self, words: Collection[str], lang: str) -> frozenset[str] | None:
        del words, lang
        return None


class Open:
    """One that calls every word right."""

    async def known(self, words: Collection[str], lang: str) -> frozenset[str] | None:
        del lang
        return frozenset(words)


SAID = "je m'appelle zita, je fais le ménage à rezé avec karim"


async def _told(house: Asking) -> None:
    zita = await house.meets("zita", name="Zita Quorum", town="Rezé", phone="06 99 88 77 66")
    for text in (SAID, "mon nom est quorum, je fais le ménage", "appelez le 0699887766 pour le ménage"):
        assert await house.asks(zita, text) == (False, "")


async def test_without_its_dictionary_nothing_is_asked(tmp_path: Path) -> None:
    async with asking(tmp_path) as house:
        house.helper = Helper(house.store, replace(house.parts, words=Fallen()))
        await _told(house)
        assert house.server.asked == 0
        assert (await house.spent()).held == 3


def unmasked(text: str, rules: Rules) -> Masked:
    """A filter that lets everything through."""
    return Masked(text, {}, 9, 0)


@pytest.mark.parametrize("broken", ["mask", "mask and dictionary", "back", "readings"])
async def test_a_filter_that_is_broken_sends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    async with asking(tmp_path) as house:
        if "dictionary" in broken:
            house.helper = Helper(house.store, replace(house.parts, words=Open()))
        if "mask" in broken:
            monkeypatch.setattr(pseudonyms, "mask", unmasked)
        if broken == "back":
            monkeypatch.setattr(pseudonyms, "back", lambda text, _table: text)
        if broken == "readings":
            whole = pseudonyms.mask
            monkeypatch.setattr(
                pseudonyms, "mask", lambda text, rules: replace(whole(text, rules), text="[MOT1:zita] fait")
            )
        await _told(house)
        assert house.server.asked == 0


async def test_a_filter_that_breaks_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_text: str, _rules: Rules) -> Masked:
        raise ZeroDivisionError

    async with asking(tmp_path) as house:
        monkeypatch.setattr(pseudonyms, "mask", breaks)
        zita = await house.meets("zita", name="Zita")
        with pytest.raises(ZeroDivisionError):  # which `bot/jobs.py` records
            await house.asks(zita, SAID)
        assert house.server.asked == 0


def test_every_way_in_is_one_language_of_the_program() -> None:
    ways: Mapping[str, object] = FRAMES
    assert set(ways) == {"fr", "en", "uk", "ar"}
    assert filtering.lists().first
