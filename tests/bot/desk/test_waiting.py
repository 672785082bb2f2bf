"""What a person writes while they wait for somebody: words for who answers, questions about the wait, "never mind"."""

from __future__ import annotations

import pytest

from bot.desk.glance import points
from flows.asking import WAITS
from flows.model import Edit, Holder, Media, Place, Unsupported, Voice
from locales.translate import translator
from tests.bot.desk.test_office import ON, SEEN, is_said
from tests.bot.desk.town import HUMAN, MINUTE, YES, Person, Town

LANGS = tuple(YES)
TOLD = {
    "fr": ("le logement", "j'ai besoin d'aide pour mes papiers", "Mon propriétaire me met dehors, et lundi je pars"),
    "en": ("my housing", "I need help with my papers", "My landlord is evicting me and I need help on Monday"),
    "ar": ("السكن", "أحتاج مساعدة في أوراقي", "صاحب البيت يريد طردي وأحتاج مساعدة يوم الاثنين"),
    "uk": ("житло", "мені потрібна допомога з документами", "Мене виселяють і потрібна допомога в понеділок"),
}
THERE = {"fr": "vous êtes là ?", "en": "are you there?", "ar": "هل من أحد هنا؟", "uk": "ви тут?"}
LONG = {
    "fr": "ça prend combien de temps ?",
    "en": "how long will it take?",
    "ar": "كم من الوقت؟",
    "uk": "скільки часу?",
}
FREE = {"fr": "c'est gratuit ?", "en": "is it free?", "ar": "هل هذا مجاني؟", "uk": "це безкоштовно?"}
THANKS = {"fr": "merci", "en": "thank you", "ar": "شكرا", "uk": "дякую"}
NEVER_MIND = {
    "fr": ("laisse tomber", "laissez tomber, merci", "oubliez", "annuler", "stop"),
    "en": ("never mind", "forget it", "cancel", "never mind, thanks", "stop"),
    "ar": ("خلص", "خلاص", "انسى الموضوع", "إلغاء", "لم أعد أحتاج"),
    "uk": ("досить", "забудьте", "скасувати", "вже не треба", "стоп"),
}
DROPPED = {"fr": "laisse tomber", "en": "never mind", "ar": "انسى الموضوع", "uk": "забудьте"}
TO_THE_NAME = {  # from the skill to the name that is asked
    "fr": ("oui", "1 2", "3 ans", "femme de ménage"),
    "en": ("yes", "1 2", "3 years", "cleaner"),
    "ar": ("نعم", "1 2", "3 سنوات", "عاملة نظافة"),
    "uk": ("так", "1 2", "3 роки", "прибиральниця"),
}


async def holder(person: Person) -> Holder:
    found = await person.town.house.peek(person.channel, person.address)
    assert found is not None
    return found[0].floor.holder


async def facts(person: Person) -> int:
    found = await person.town.house.peek(person.channel, person.address)
    assert found is not None
    return len(found[1])


@pytest.mark.parametrize("at", ["skill", "name"])
@pytest.mark.parametrize("lang", LANGS)
async def test_words_under_the_wait_are_for_who_answers_and_stand_on_no_cv(town: Town, lang: str, at: str) -> None:
    anna, awa = await town.hires("Anna"), town.person(lang)
    here = (await awa.begins())[-1].question
    if at == "name":
        here = (await awa.says(*TO_THE_NAME[lang]))[-1].question
        assert here == "cv/name"
    await awa.asks()
    before = await facts(awa)
    for words in TOLD[lang]:
        said = await awa.says(words)
        assert is_said(said[-1].text, lang, "wait.noted"), words
        assert said[-1].question == WAITS, words
    assert await facts(awa) == before
    assert (await awa.says(YES[lang]))[-1].question == here  # on with it
    assert await facts(awa) == before
    case = await town.claimed(anna)
    read = [
        line.message.event.body for line in (await town.house.office.open(anna, case.id)).lines if line.message.event
    ]
    assert {*TOLD[lang]} <= {getattr(body, "text", "") for body in read}


@pytest.mark.parametrize("lang", LANGS)
async def test_a_question_under_the_wait_is_told_what_is_true_of_it(town: Town, lang: str) -> None:
    await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    await awa.asks()
    for words, key in ((THERE, "wait.there"), (LONG, "floor.still"), (THANKS, "polite.thanks")):
        said = await awa.says(words[lang])
        assert said[-1].question == WAITS, words[lang]
        assert is_said(said[-1].text, lang, key)
        assert is_said(said[-1].text, lang, "wait.there") == (words is not THANKS)
    said = await awa.says(FREE[lang])  # what is known is answered
    assert is_said(said[-1].text, lang, "side.price")
    assert said[-1].question == WAITS


@pytest.mark.parametrize("lang", LANGS)
async def test_what_is_written_behind_a_picture_is_about_it(town: Town, lang: str) -> None:
    await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    await awa.asks()
    before = await facts(awa)
    for body in (Media("photo", held=True), Media("photo"), Voice(seconds=3), Place(), Unsupported("poll")):
        assert (await awa.does(body))[-1].question == WAITS, body
        assert is_said((await awa.says(TOLD[lang][0]))[-1].text, lang, "wait.noted")
    assert await facts(awa) == before
    await awa.does(Voice(TOLD[lang][2], seconds=3))
    assert is_said((await awa.says(YES[lang]))[-1].text, lang, "wait.noted")  # it was heard right
    assert await facts(awa) == before
    here = (await awa.does(Media("sticker", emoji="👍")))[-1].question
    assert here == "exp/e1/skill"


@pytest.mark.parametrize("lang", LANGS)
async def test_words_that_are_put_right_stay_for_who_answers(town: Town, lang: str) -> None:
    await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    await awa.asks()
    before = await facts(awa)
    await awa.says(TOLD[lang][0])
    said = await awa.does(Edit(f"a{town.number}", TOLD[lang][1]))
    assert said[-1].question == WAITS
    assert is_said((await awa.says(TOLD[lang][2]))[-1].text, lang, "wait.noted")
    assert await facts(awa) == before


@pytest.mark.parametrize("lang", LANGS)
async def test_never_mind_takes_the_request_back(town: Town, lang: str) -> None:
    anna = await town.hires("Anna")
    for words in NEVER_MIND[lang]:
        awa = town.person(lang, address=words)
        here = (await awa.begins())[-1].question
        await awa.asks()
        before = await facts(awa)
        gone = await awa.says(words)
        assert is_said(gone[-1].text, lang, "floor.withdrawn"), words
        assert gone[-1].question == here
        assert await facts(awa) == before
        assert (await town.house.office.queue(anna, "waiting")).rows == []


@pytest.mark.parametrize("lang", LANGS)
async def test_never_mind_at_another_question_offers_to_take_it_back(town: Town, lang: str) -> None:
    await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    await awa.asks()
    await awa.says(ON[lang])
    before = await facts(awa)
    said = await awa.says(DROPPED[lang])
    assert is_said(said[-1].text, lang, "floor.still")
    assert "withdraw" in {button.id for button in said[-1].buttons}
    assert (await holder(awa), await facts(awa)) == (Holder.WAITING, before)


@pytest.mark.parametrize("lang", LANGS)
async def test_a_question_nobody_knows_here_is_for_who_answers(town: Town, lang: str) -> None:
    await town.hires("Anna")
    awa = town.person(lang)
    here = (await awa.begins())[-1].question
    await awa.asks()
    await awa.says(ON[lang])
    said = await awa.says({"fr": "Vous mangez quoi ?", "en": "What do you eat?",
                           "ar": "ماذا تأكلون في البيت؟", "uk": "Що ви їсте?"}[lang])  # fmt: skip
    assert is_said(said[-1].text, lang, "wait.noted")
    assert said[-1].question == here


@pytest.mark.parametrize("lang", LANGS)
async def test_never_mind_before_the_request_makes_none(town: Town, lang: str) -> None:
    anna = await town.hires("Anna")
    for words in NEVER_MIND[lang]:
        awa = town.person(lang, address=words)
        here = (await awa.begins())[-1].question
        await awa.says(HUMAN[lang])
        assert (await awa.says(words))[-1].question == here, words
        assert (await town.house.office.queue(anna, "waiting")).rows == []


@pytest.mark.parametrize("lang", LANGS)
async def test_what_is_written_on_to_a_counsellor_who_left_is_for_the_next(town: Town, lang: str) -> None:
    anna, awa = await town.hires("Anna"), town.person(lang)
    here = (await awa.begins())[-1].question
    await awa.asks()
    case = await town.claimed(anna)
    await town.house.office.say(anna, case.id, case.n, "Bonjour", "k")
    await awa.says(TOLD[lang][1])
    before = await facts(awa)
    town.clock.at += 31 * MINUTE
    await town.house.settle()
    lines = [line.bubble for line in await town.house.transcript("web", "awa") if line.bubble]
    assert is_said(lines[-1].text, lang, "floor.expired")
    assert [button.id for button in lines[-1].buttons] == ["continue", "withdraw"]
    for words in TOLD[lang]:
        assert is_said((await awa.says(words))[-1].text, lang, "wait.noted")
    assert await facts(awa) == before
    assert (await awa.says(ON[lang]))[-1].question == here


@pytest.mark.parametrize("lang", LANGS)
async def test_the_summary_says_what_was_written_while_waiting(town: Town, lang: str) -> None:
    anna, awa = await town.hires("Anna"), town.person(lang)
    await awa.begins()
    town.clock.at += MINUTE
    await awa.asks()
    town.clock.at += MINUTE
    await awa.says(THANKS[lang], *TOLD[lang])
    found = await town.house.office.open(anna, (await town.claimed(anna)).id)
    asked = next(one for one in points(town.content, found, lang, None) if one.id == "asked")
    line = translator(lang)(asked.phrase)
    assert TOLD[lang][0] in line
    assert line in "\n".join(one.text for one in await awa.says(SEEN[lang]))
