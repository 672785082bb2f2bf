"""Right after a counsellor ended the talk: what is asked for is done at once, and a goodbye answers no question."""

from __future__ import annotations

import pytest

from bot.desk.glance import points
from flows.asking import WAITS
from flows.model import Tap
from locales.translate import translator
from tests.bot.desk.test_office import is_said
from tests.bot.desk.town import HUMAN, WORK, YES, Person, Town

LANGS = tuple(YES)
ASKED = {
    "fr": {"menu": "menu/main", "efface tout": "menu/erase"},
    "en": {"menu": "menu/main", "erase all": "menu/erase"},
    "ar": {"القائمة": "menu/main", "حذف كل شيء": "menu/erase"},
    "uk": {"меню": "menu/main", "видалити все": "menu/erase"},
}
CV = {"fr": "mon cv", "en": "my cv", "ar": "سيرتي", "uk": "моє резюме"}
THANKS = {"fr": "merci", "en": "thank you", "ar": "شكرا", "uk": "дякую"}
GOODBYE = {
    "fr": "à lundi, je vous apporte les 3 papiers",
    "en": "see you on Monday, I bring the 3 papers",
    "ar": "نلتقي يوم الاثنين، سأحضر الأوراق الثلاث",
    "uk": "побачимося в понеділок, я принесу 3 документи",
}


async def ended(town: Town, awa: Person, name: str = "Anna") -> str:
    """The person asked for somebody, who answered and ended it; return the ask of the question that was open."""
    anna = await town.hires(name)
    open_ = (await awa.begins())[-1].ask
    await awa.asks()
    case = await town.claimed(anna)
    await town.house.office.say(anna, case.id, case.n, "Bonjour", name)
    await town.house.office.close(anna, case.id, case.n)
    await town.house.settle()
    return open_


async def facts(person: Person) -> int:
    found = await person.town.house.peek(person.channel, person.address)
    assert found is not None
    return len(found[1])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", [0, 1])
async def test_what_is_asked_for_right_after_is_done(town: Town, lang: str, place: int) -> None:
    awa = town.person(lang)
    await ended(town, awa)
    said, question = list(ASKED[lang].items())[place]
    assert (await awa.says(said))[-1].question == question


@pytest.mark.parametrize("lang", LANGS)
async def test_the_cv_a_person_and_a_button_are_there_right_after(town: Town, lang: str) -> None:
    awa = town.person(lang)
    await ended(town, awa)
    assert any(bubble.file for bubble in await awa.says(CV[lang]))
    other = town.person(lang, address="other")
    await ended(town, other, "Bilal")
    assert (await other.says(HUMAN[lang]))[-1].question == WAITS
    third = town.person(lang, address="third")
    asked = await ended(town, third, "Dora")
    assert (await third.does(Tap(asked, "0")))[-1].question == "exp/e1/acts"


@pytest.mark.parametrize("lang", LANGS)
async def test_thanks_are_answered_and_a_goodbye_answers_nothing(town: Town, lang: str) -> None:
    awa = town.person(lang)
    await ended(town, awa)
    before = await facts(awa)
    said = await awa.says(THANKS[lang])
    assert is_said(said[-1].text, lang, "polite.thanks")
    other = town.person(lang, address="other")
    await ended(town, other, "Bilal")
    assert (await other.says(GOODBYE[lang]))[-1].question == "exp/e1/skill"
    assert (await facts(awa), await facts(other)) == (before, before)


@pytest.mark.parametrize("lang", LANGS)
async def test_thanks_are_not_what_was_written_just_before_the_next_request(town: Town, lang: str) -> None:
    awa = town.person(lang)
    await ended(town, awa)
    await awa.says(THANKS[lang])
    await awa.says(HUMAN[lang])
    bilal = await town.hires("Bilal")
    found = await town.house.office.open(bilal, (await town.claimed(bilal)).id)
    asked = next(one for one in points(town.content, found, lang, None) if one.id == "asked")
    assert THANKS[lang] not in translator(lang)(asked.phrase)
    assert WORK[lang] in translator(lang)(asked.phrase)
