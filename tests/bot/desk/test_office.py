"""The floor as the desk moves it: one winner, nothing said by who lost it, the place kept, the log complete."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot.channels.base import Bubble, UnreachableError
from bot.desk.whose import DeskError
from bot.loop import run
from bot.store.staff import Role
from flows.model import Open, Tap, Text
from locales.catalogs import catalog
from tests.bot.desk.town import HUMAN, MINUTE, START, Town
from tests.bot.little import Outside

LANGS = ("fr", "en", "ar", "uk")
SEEN = {
    "fr": "que voit ma conseillère",
    "en": "what does my counsellor see",
    "ar": "ماذا يرى مستشاري",
    "uk": "що бачить мій консультант",
}
ISOLATES = {0x2068: None, 0x2069: None}  # around words of another direction


def said(lang: str, key: str) -> set[str]:
    """The ways something is said in a language, up to what it is filled with."""
    texts = (text for (name, _), texts in catalog(lang).items() if name == key for text in texts)
    return {text.partition("{")[0].strip() or text.rpartition("}")[2].strip() for text in texts}


def is_said(text: str, lang: str, key: str) -> bool:
    return any(one in text for one in said(lang, key))


@pytest.mark.parametrize("lang", LANGS)
async def test_a_request_is_claimed_spoken_and_given_back_at_the_same_question(town: Town, lang: str) -> None:
    anna = await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    here = (await awa.does(Open(lang)))[-1].question
    asked = await awa.asks()
    assert is_said(asked[-1].text, lang, "floor.asked")
    assert is_said(asked[-1].text, lang, "wait.there")
    queue = await town.house.office.queue(anna, "waiting")
    assert [row.case.lang for row in queue.rows] == [lang]
    case = await town.house.office.claim(anna, queue.rows[0].case.id)
    await town.house.office.say(anna, case.id, case.n, "Bonjour, je suis là.", "k1")
    await awa.says("merci")
    opened = await town.house.office.open(anna, case.id)
    assert [line.message.event.body for line in opened.lines if line.message.event][-1].text == "merci"  # type: ignore[union-attr]
    await town.again()
    await town.house.office.give_back(anna, case.id, case.n)
    lines = await awa.heard()
    assert is_said(lines[-3], lang, "floor.claimed")
    assert lines[-2].translate(ISOLATES) == "Anna: Bonjour, je suis là."
    state, _ = await town.house.peek("web", "awa") or (None, None)
    assert state is not None
    assert state.asked is not None
    assert (state.floor.holder, state.asked.qid) == ("bot", here)


async def test_of_many_who_press_at_once_one_has_it_and_the_others_read_the_name(town: Town) -> None:
    staff = [await town.hires(name) for name in ("Anna", "Bilal")]
    for turn in range(100):
        awa = town.person(address=f"p{turn}")
        await awa.says("salut", "oui")
        await awa.asks()
    office = town.house.office
    queue = await office.queue(staff[0], "waiting")
    assert len(queue.rows) == 100
    for row in queue.rows:
        race = [office.claim(one, row.case.id) for one in staff]
        done = await asyncio.gather(*race, return_exceptions=True)
        lost = [one for one in done if isinstance(one, DeskError)]
        won = next(place for place, one in enumerate(done) if not isinstance(one, BaseException))
        assert [(one.reason, one.name) for one in lost] == [("taken", staff[won].name)]
    assert (await office.queue(staff[0], "waiting")).counts.waiting == 0


async def test_who_lost_the_floor_says_nothing_and_keeps_the_draft(town: Town) -> None:
    anna, bilal = await town.hires("Anna"), await town.hires("Bilal")
    awa = town.person()
    await awa.begins()
    await awa.asks()
    office = town.house.office
    case = await town.claimed(anna)
    await office.draft(anna, case.id, "ce que j'écris")
    town.clock.at += 31 * MINUTE
    await town.house.settle()
    await town.house.settle()
    assert len([line for line in await awa.heard() if is_said(line, "fr", "floor.expired")]) == 1
    with pytest.raises(DeskError) as refused:
        await office.say(anna, case.id, case.n, "trop tard", "k1")
    assert refused.value.reason == "not_held"
    waits = (await office.queue(bilal, "waiting")).rows[0].case
    assert waits.asked == case.asked
    again = await office.claim(bilal, case.id)
    with pytest.raises(DeskError) as taken:
        await office.say(anna, case.id, again.n, "trop tard", "k2")
    assert (taken.value.reason, taken.value.name) == ("taken", "Bilal")
    await office.transfer(bilal, case.id, again.n, anna.id)
    assert (await office.open(anna, case.id)).draft.text == "ce que j'écris"
    with pytest.raises(DeskError) as lost:
        await office.say(anna, case.id, case.n, "sous un vieux numéro", "k3")
    assert lost.value.reason == "lost"
    assert not [line for line in await awa.heard() if line.endswith(("trop tard", "vieux numéro"))]


async def test_what_is_sent_twice_is_said_once(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    await awa.asks()
    office = town.house.office
    case = await town.claimed(anna)
    await asyncio.gather(*(office.say(anna, case.id, case.n, "Bonjour", "same") for _ in range(5)))
    await office.say(anna, case.id, case.n, "Bonjour", "another")
    assert (await awa.heard()).count("Anna: Bonjour") == 2


async def test_nobody_reads_what_is_not_theirs(town: Town) -> None:
    anna, bilal = await town.hires("Anna"), await town.hires("Bilal")
    lead, operator = await town.hires("Lea", Role.LEAD), await town.hires("Omar", Role.OPERATOR)
    awa = town.person()
    await awa.begins()
    await awa.asks()
    office = town.house.office
    case = (await office.queue(anna, "waiting")).rows[0].case
    for who in (anna, bilal, lead, operator):
        with pytest.raises(DeskError):
            await office.open(who, case.id)
    with pytest.raises(DeskError):
        await office.claim(operator, case.id)
    case = await office.claim(anna, case.id)
    for who in (bilal, lead, operator):
        with pytest.raises(DeskError):
            await office.open(who, case.id)
        with pytest.raises(DeskError):
            await office.say(who, case.id, case.n, "?", "k")
        with pytest.raises(DeskError):
            await office.note(who, case.id, "?")
    with pytest.raises(DeskError):
        await office.open(anna, "nobody")
    await office.close(anna, case.id, case.n)
    with pytest.raises(DeskError):
        await office.open(anna, case.id)


async def test_who_refuses_to_be_read_is_helped_all_the_same(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    town.clock.at += MINUTE
    await awa.says(HUMAN["fr"])
    town.clock.at += MINUTE
    asked = await awa.says("non")
    assert is_said(asked[-1].text, "fr", "floor.asked")
    office = town.house.office
    case = await town.claimed(anna)
    await awa.says("mon loyer")
    opened = await office.open(anna, case.id)
    assert (opened.facts, opened.name, opened.whole) == ((), "", False)
    texts = [line.message.event.body.text for line in opened.lines if line.message.event]  # type: ignore[union-attr]
    assert texts == ["non", "mon loyer"]


async def test_the_wait_is_the_median_of_five_or_nothing_is_said(town: Town) -> None:
    anna = await town.hires("Anna")
    office = town.house.office
    for n in range(5):
        awa = town.person(address=f"p{n}")
        await awa.says("salut", "oui")
        asked = await awa.asks()
        assert is_said(asked[-1].text, "fr", "wait.there")
        town.clock.at += (n + 1) * MINUTE + 1
        await town.ago(anna)
        case = await town.claimed(anna)
        await office.close(anna, case.id, case.n)
    late = town.person(address="late")
    await late.says("salut", "oui")
    asked = await late.asks()
    assert "4 minutes" in asked[-1].text  # 3 minutes and a little, rounded up


WEEK = "mon-fri 09:00-12:30 13:30-17:00"


@pytest.mark.parametrize("lang", LANGS)
async def test_too_few_waited_to_say_how_long_so_the_hours_are_said(tmp_path: Path, lang: str) -> None:
    town = Town(tmp_path, hours=WEEK)
    said: list[str] = []
    for minute, name in ((0, "Anna"), (180, "Bilal"), (215, ""), (420, "")):  # 11:00, 14:00, with nobody, and 18:00
        town.clock.at = START + minute * MINUTE
        if name:
            await town.hires(name)
        awa = town.person(lang, address=f"p{len(said)}")
        await awa.begins()
        said.append((await awa.asks())[-1].text)
    keys = ("wait.until", "wait.until", "wait.away", "wait.opens")
    assert [is_said(text, lang, key) for text, key in zip(said, keys, strict=True)] == [True] * len(keys)
    assert [time in text for time, text in zip(("12:30", "17:00", "17:00", "09:00"), said, strict=True)] == [True] * 4
    assert is_said((await awa.says(HUMAN[lang]))[-1].text, lang, "floor.still")
    await town.house.stop()


async def test_a_wait_of_another_year_is_told_to_nobody(town: Town) -> None:
    anna = await town.hires("Anna")
    for n in range(5):
        awa = town.person(address=f"p{n}")
        await awa.says("salut", "oui")
        await awa.asks()
        case = await town.claimed(anna)
        await town.house.office.close(anna, case.id, case.n)
    town.clock.at += 52 * 7 * 24 * 60 * MINUTE  # the same half-day of the week, by the same clocks
    await town.hires("Bilal")
    await town.house.settle()
    late = town.person(address="late")
    await late.says("salut", "oui")
    assert is_said((await late.asks())[-1].text, "fr", "wait.there")


async def test_with_nobody_there_nothing_is_promised(town: Town) -> None:
    awa = town.person()
    await awa.begins()
    assert is_said((await awa.says(HUMAN["fr"]))[-1].text, "fr", "human.nobody")
    await town.hires("Anna", here=False)
    assert is_said((await awa.asks())[-1].text, "fr", "wait.unknown")


async def test_the_person_goes_on_waits_and_takes_it_back(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    here = (await awa.begins())[-1].question
    await awa.asks()
    assert (await awa.says("continuer"))[-1].question == here
    assert is_said((await awa.says(HUMAN["fr"]))[-1].text, "fr", "floor.still")
    assert is_said((await awa.says("Ma situation"))[-1].text, "fr", "ask.waits.on")
    assert is_said((await awa.says("Mon bail se termine"))[0].text, "fr", "wait.noted")  # for who answers
    assert (await awa.says("continuer"))[-1].question == here
    office = town.house.office
    assert [row.case.topic for row in (await office.queue(anna, "waiting")).rows] == ["topic_life"]
    gone = await awa.says("retirer ma demande")
    assert is_said(gone[-1].text, "fr", "floor.withdrawn")
    assert gone[-1].question == here
    assert (await office.queue(anna, "waiting")).rows == []


async def test_each_look_and_each_move_is_a_line_of_the_log(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    await awa.asks()
    office = town.house.office
    case = await town.claimed(anna)
    await office.open(anna, case.id)
    await office.give_back(anna, case.id, case.n)
    logged = await run(town.store, lambda tx: tx.accounts.logged(case.who))
    assert [(line.account, line.what, line.at >= START) for line in logged] == [
        (anna.id, "claim", True),
        (anna.id, "read", True),
        (anna.id, "release", True),
    ]


async def test_what_the_desk_wrote_ends_with_the_person(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    await awa.asks()
    office = town.house.office
    case = await town.claimed(anna)
    await office.note(anna, case.id, "une note de l'équipe")
    await office.draft(anna, case.id, "un brouillon")
    assert await town.house.forget("web", "awa")
    assert (await office.queue(anna, "mine")).rows == []
    assert await run(town.store, lambda tx: tx.cases.case(case.id)) is None


async def test_a_request_goes_along_to_another_phone(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    code = "\n".join(bubble.text for bubble in await awa.says("mon code"))
    words = re.search(r"[:\u2068«] ?(\w+ \w+ \w+ \w+)\b", code)
    assert words is not None, code
    await awa.asks()
    there = town.person(address="another phone")
    await there.does(Text(words[1]))
    office = town.house.office
    rows = (await office.queue(anna, "waiting")).rows
    assert len(rows) == 1
    case = await office.claim(anna, rows[0].case.id)
    await office.say(anna, case.id, case.n, "Bonjour", "k")
    assert [line for line in await there.heard() if line == "Anna: Bonjour"]
    assert not [line for line in await awa.heard() if line == "Anna: Bonjour"]


@pytest.mark.parametrize("lang", LANGS)
async def test_the_person_sees_the_same_lines_and_who_read_them(town: Town, lang: str) -> None:
    anna, awa = await town.hires("Anna"), town.person(lang)
    await awa.begins()
    assert is_said((await awa.says(SEEN[lang]))[0].text, lang, "seen.unasked")
    await awa.asks()
    office = town.house.office
    case = await town.claimed(anna)
    await office.open(anna, case.id)
    await office.give_back(anna, case.id, case.n)
    bubbles = await awa.says(SEEN[lang])
    assert "Anna" in bubbles[-2].text
    assert bubbles[-1].question == "menu/seen"
    stopped = await awa.does(Tap(bubbles[-1].ask, "0"))
    assert is_said(stopped[-1].text, lang, "seen.stopped")
    await awa.says(HUMAN[lang])
    case = await office.claim(anna, case.id)
    assert not (await office.open(anna, case.id)).facts


async def test_a_lead_reads_and_gives_away_with_a_reason_that_the_person_sees(town: Town) -> None:
    anna, bilal, lea = await town.hires("Anna"), await town.hires("Bilal"), await town.hires("Lea", Role.LEAD)
    awa = town.person()
    await awa.begins()
    await awa.asks()
    office = town.house.office
    case = await town.claimed(anna)
    with pytest.raises(DeskError) as refused:
        await office.read(lea, case.id, "  ")
    assert refused.value.reason == "reason"
    assert (await office.read(lea, case.id, "Anna est malade")).lines
    with pytest.raises(DeskError):
        await office.reassign(bilal, case.id, bilal.id)
    await office.reassign(lea, case.id, bilal.id)
    assert [row.owner for row in (await office.queue(lea, "held")).rows] == ["Bilal"]
    await office.give_back(bilal, case.id, (await office.peek(bilal, case.id)).case.n)
    told = "\n".join(bubble.text for bubble in await awa.says(SEEN["fr"]))
    assert "Lea a lu. Raison écrite" in told
    assert "Anna est malade" in told
    logged = await run(town.store, lambda tx: tx.accounts.logged(case.who))
    assert [(line.account, line.detail) for line in logged if line.what == "look"] == [(lea.id, "Anna est malade")]


async def test_to_look_again_and_again_is_no_sign_and_to_propose_is_one(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    await awa.asks()
    office = town.house.office
    case = await town.claimed(anna)
    town.clock.at += 20 * MINUTE
    await office.suggest(anna, case.id, case.n, "cv/name", "Awa")
    for _ in range(3):
        town.clock.at += 9 * MINUTE
        assert (await office.open(anna, case.id)).lines
        assert (await office.peek(anna, case.id)).lines
    town.clock.at += 4 * MINUTE
    await town.house.settle()
    with pytest.raises(DeskError) as lost:
        await office.open(anna, case.id)
    assert lost.value.reason == "not_held"


async def test_who_does_not_answer_for_a_whole_lease_is_away(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    await awa.asks()
    await town.claimed(anna)
    town.clock.at += 31 * MINUTE
    await town.house.settle()
    await town.ago(anna)
    late = town.person(address="late")
    await late.begins()
    assert is_said((await late.asks())[-1].text, "fr", "wait.unknown")


def blocked(_bubble: Bubble) -> None:
    raise UnreachableError


async def test_what_could_not_be_sent_is_said_to_the_counsellor(tmp_path: Path) -> None:
    phone = Outside()
    town = Town(tmp_path, channels={phone.name: phone})
    anna, awa, late = (
        await town.hires("Anna"),
        town.person(channel=phone.name),
        town.person(address="l", channel=phone.name),
    )
    office = town.house.office
    for one in (awa, late):
        await one.begins()
        await one.asks()
        town.clock.at += 1  # the queue is by time
    case = await town.claimed(anna)
    phone.fail = blocked
    await office.say(anna, case.id, case.n, "Bonjour", "k")
    await late.says("menu")
    await town.house.settle()
    assert [line.failed for line in (await office.open(anna, case.id)).lines if line.message.bubble][-1]
    assert (await office.queue(anna, "waiting")).rows == [], "who cannot be reached waits for nobody"
    await town.house.stop()


async def test_a_request_is_not_lost_to_a_remark(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    await awa.says(HUMAN["fr"])
    for said in ("pourquoi ?", "j'ai des problèmes"):
        assert (await awa.says(said))[-1].question == "menu/reads"
    assert is_said((await awa.says("je ne sais pas"))[-1].text, "fr", "floor.asked")
    case = await town.claimed(anna)
    assert not (await town.house.office.open(anna, case.id)).whole


async def test_a_request_that_is_not_there_is_not_taken_back(town: Town) -> None:
    await town.hires("Anna")
    awa = town.person()
    here = (await awa.begins())[-1].question
    said = await awa.says("retirer ma demande")
    assert is_said(said[-1].text, "fr", "floor.none")
    assert said[-1].question == here


STOP = {
    "fr": "ne plus montrer",
    "en": "stop showing my answers",
    "ar": "لا تعرض إجاباتي",
    "uk": "не показуйте мої відповіді",
}
HERS = {
    "fr": ("que voit la conseillère ?", "qu'est-ce qu'elle voit ?"),
    "en": ("what does the advisor see?", "what can she see?"),
    "ar": ("ماذا ترى المستشارة؟", "ما الذي تراه مستشارتي؟"),
    "uk": ("що бачить консультантка?", "що вона бачить?"),
}


@pytest.mark.parametrize("lang", LANGS)
async def test_a_yes_to_be_read_ends_by_its_word_while_a_counsellor_speaks(town: Town, lang: str) -> None:
    anna = await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    await awa.asks()
    office = town.house.office
    case = (await office.queue(anna, "waiting")).rows[0].case
    await office.claim(anna, case.id)
    assert (await office.open(anna, case.id)).whole
    assert is_said((await awa.says(STOP[lang]))[-1].text, lang, "seen.stopped")
    found = await office.open(anna, case.id)
    assert (found.whole, found.facts, found.name) == (False, (), "")
    assert all(line.message.at >= case.asked for line in found.lines)
    assert [line.message.event.body for line in found.lines if line.message.event][-1] == Text(STOP[lang])


@pytest.mark.parametrize("lang", LANGS)
async def test_who_asks_what_she_sees_reads_it_and_has_not_done_it_for_work(town: Town, lang: str) -> None:
    await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    await awa.asks()
    before = await town.house.peek("web", "awa")
    for words in HERS[lang]:
        said_to = await awa.says(words)
        assert any(is_said(one.text, lang, "seen.talk") for one in said_to), words
    after = await town.house.peek("web", "awa")
    assert before is not None
    assert after is not None
    assert len(before[1]) == len(after[1])


WHEN = {
    "fr": ("quand est-ce que quelqu'un répond ?", "il y a quelqu'un ?"),
    "en": ("when will someone answer?", "is anyone there?"),
    "ar": ("متى سيرد أحد؟", "هل هناك أحد؟"),
    "uk": ("коли хтось відповість?", "скільки чекати?"),
}


ON = {"fr": "continuer", "en": "continue", "ar": "متابعة", "uk": "далі"}


@pytest.mark.parametrize("lang", LANGS)
async def test_who_asks_while_waiting_when_somebody_answers_reads_what_is_true_of_the_wait(
    town: Town, lang: str
) -> None:
    await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    await awa.asks()
    for words in WHEN[lang]:
        await awa.says(ON[lang])
        told = await awa.says(words)
        assert is_said(told[-1].text, lang, "floor.still"), words
        assert is_said(told[-1].text, lang, "wait.there"), words
