"""My people: an invitation, a yes or a no, the list, and the end of it; in the real house."""

from __future__ import annotations

import pytest

from bot import links
from bot.desk.whose import DeskError
from bot.loop import run
from bot.store.base import Session, Who
from bot.store.following import Invitation
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore
from bot.store.staff import Account, Role
from flows.model import Open, Tap, Text
from tests.bot.desk.town import MINUTE, WORK, YES, Person, Town

NO = {"fr": "non", "en": "no", "ar": "لا", "uk": "ні"}
UNKNOWN = {"fr": "je ne sais pas", "en": "i don't know", "ar": "لا أعرف", "uk": "не знаю"}
STOP = {"fr": "arrêter le suivi", "en": "stop following", "ar": "إيقاف المتابعة", "uk": "закінчити супровід"}
WHO = {"fr": "qui me suit", "en": "who follows me", "ar": "من يتابعني", "uk": "хто мене супроводжує"}
SEES = {"fr": "la dernière question", "en": "the last question", "ar": "السؤال الأخير", "uk": "останнє запитання"}
LANGS = tuple(YES)
WEEK = 7 * 24 * 60 * MINUTE


async def word_of(town: Town, account: Account) -> str:
    """The word of a new invitation."""
    town.number += 1
    word, now = links.invitation(lambda: f"{town.number:0>10}"), town.clock()
    await run(
        town.store,
        lambda tx: tx.bonds.invite(account.id, Invitation(f"i{town.number}", now, now + links.INVITES), word),
    )
    return word


async def followed(town: Town, anna: Account, lang: str = "fr", address: str = "awa") -> Person:
    """Somebody who said yes to her."""
    person = town.person(lang, address)
    await person.begins()
    await person.says(await word_of(town, anna), YES[lang])
    assert len((await town.house.office.people(anna))[0]) >= 1
    return person


async def ids(town: Town, account: Account) -> list[str]:
    return [one.bond.id for one in (await town.house.office.people(account))[0]]


@pytest.mark.parametrize("lang", LANGS)
async def test_a_yes_shows_and_a_word_ends_it(town: Town, lang: str) -> None:
    anna = await town.hires("Anna")
    person = town.person(lang)
    await person.begins()
    asked = (await person.says(await word_of(town, anna)))[-1]
    assert "Anna" in asked.text
    assert SEES[lang] in asked.text
    assert len(asked.buttons) == 2
    assert await ids(town, anna) == []
    said = await person.says(YES[lang])
    assert "Anna" in said[0].text
    ((known,), _) = await town.house.office.people(anna)
    assert [one.title for one in (await town.house.office.queue(anna, "waiting")).rows] == []
    assert known.facts
    await town.again()
    assert any("Anna" in line.text for line in await person.says(WHO[lang]))
    said = await person.says(STOP[lang])
    assert any("Anna" in line.text for line in said)
    assert await ids(town, anna) == []
    with pytest.raises(DeskError, match="not_followed"):
        await town.house.office.known(anna, known.bond.id)


@pytest.mark.parametrize("lang", LANGS)
async def test_a_no_changes_nothing(town: Town, lang: str) -> None:
    anna, person = await town.hires("Anna"), town.person(lang)
    before = (await person.begins())[-1]
    after = (await person.says(await word_of(town, anna), NO[lang]))[-1]
    assert after.question == before.question
    assert await ids(town, anna) == []


@pytest.mark.parametrize("lang", LANGS)
async def test_not_knowing_is_no_answer_and_asking_brings_it_back(town: Town, lang: str) -> None:
    anna, person = await town.hires("Anna"), town.person(lang)
    before = (await person.begins())[-1]
    after = (await person.says(await word_of(town, anna), UNKNOWN[lang]))[-1]
    assert after.question == before.question
    assert (await person.says(WHO[lang]))[-1].question == "menu/follow"
    await person.says(YES[lang])
    assert len(await ids(town, anna)) == 1


async def test_it_is_asked_after_the_agreement_and_never_before(town: Town) -> None:
    anna, person = await town.hires("Anna"), town.person("fr")
    first = (await person.says(await word_of(town, anna)))[-1]
    assert first.question == "charter/consent"
    assert (await person.says("oui"))[-1].question == "menu/follow"
    await person.says("oui")
    assert len(await ids(town, anna)) == 1


async def test_who_refuses_to_be_kept_is_followed_by_nobody(town: Town) -> None:
    anna, person = await town.hires("Anna"), town.person("fr")
    said = await person.says(await word_of(town, anna), "je refuse")
    assert not any(line.question == "menu/follow" for line in said)
    assert await ids(town, anna) == []


async def test_an_answer_to_the_question_before_goes_on_and_back_comes_back(town: Town) -> None:
    anna, person = await town.hires("Anna"), town.person("fr")
    await person.begins()
    await person.says(await word_of(town, anna))
    assert (await person.says("retour"))[-1].question != "menu/follow"
    assert await ids(town, anna) == []


async def test_a_word_opens_once_and_for_a_week(town: Town) -> None:
    anna = await town.hires("Anna")
    first, second = town.person("fr", "awa"), town.person("fr", "bob")
    await first.begins()
    await second.begins()
    word, late = await word_of(town, anna), await word_of(town, anna)
    await first.says(word, "oui")
    for said in (word, "with-" + "a" * 20):
        answer = await second.says(said)
        assert not any(line.question == "menu/follow" for line in answer)
        assert "invitation" in answer[0].text
    town.clock.at += WEEK
    assert not any(line.question == "menu/follow" for line in await second.says(late))
    assert len(await ids(town, anna)) == 1


async def test_the_words_of_an_invitation_are_kept_nowhere(town: Town) -> None:
    anna = await town.hires("Anna")
    person = await followed(town, anna)
    lines = await town.house.transcript(person.channel, person.address)
    assert not any("with-" in str(line) for line in lines)
    assert not any(b"with-" in file.read_bytes() for file in town.folder.rglob("*") if file.is_file())


async def test_nobody_reaches_the_people_of_another(town: Town) -> None:
    anna, bilal = await town.hires("Anna"), await town.hires("Bilal")
    lead, operator = await town.hires("Lea", Role.LEAD), await town.hires("Omar", Role.OPERATOR)
    await followed(town, anna)
    (ident,) = await ids(town, anna)
    ((known,), _) = await town.house.office.people(anna)
    for account in (bilal, lead, operator):
        assert await ids(town, account) == []
        for one in (ident, known.conversation.id, known.bond.who.person, "", "x"):
            for do in (town.house.office.known, town.house.office.cv_of, town.house.office.write):
                with pytest.raises(DeskError, match="not_followed"):
                    await do(account, one)


async def test_writing_takes_the_floor_and_the_end_takes_it_back(town: Town) -> None:
    anna = await town.hires("Anna")
    person = await followed(town, anna)
    (ident,) = await ids(town, anna)
    town.clock.at += MINUTE
    case = await town.house.office.write(anna, ident)
    assert any("Anna" in text for text in await person.heard())
    await town.house.office.say(anna, case.id, case.n, "Bonjour Awa", "k1")
    assert (await person.heard())[-1].endswith("Bonjour Awa")
    opened = await town.house.office.open(anna, case.id)
    assert opened.facts
    assert not any(WORK["fr"] in str(line.message.event) for line in opened.lines)
    with pytest.raises(DeskError, match="mine"):
        await town.house.office.write(anna, ident)
    await person.says("ne plus être suivi par Anna")
    with pytest.raises(DeskError):
        await town.house.office.open(anna, case.id)
    with pytest.raises(DeskError):
        await town.house.office.claim(anna, case.id)
    with pytest.raises(DeskError, match="not_followed"):
        await town.house.office.write(anna, ident)


async def test_each_look_is_a_line_the_person_reads(town: Town) -> None:
    anna = await town.hires("Anna")
    person = await followed(town, anna)
    ((known,), _) = await town.house.office.people(anna)
    await town.house.office.known(anna, known.bond.id)

    def logged(tx: Session) -> list[str]:
        return [line.what for line in tx.accounts.logged(known.bond.who)]

    assert await run(town.store, logged) == ["listed", "read"]
    assert any("Anna a lu" in line.text for line in await person.says("qui me lit"))


async def test_of_several_one_is_ended_by_her_name(town: Town) -> None:
    anna, bilal = await town.hires("Anna"), await town.hires("Bilal")
    person = await followed(town, anna)
    await person.says(await word_of(town, bilal), "oui")
    assert (await person.says("arrêter le suivi"))[-1].question == "menu/unfollow"
    await person.says("Bilal")
    assert (len(await ids(town, anna)), len(await ids(town, bilal))) == (1, 0)
    await person.says("ne plus être suivi par anna")
    assert await ids(town, anna) == []


async def test_who_erases_everything_is_nobodys_at_once(town: Town) -> None:
    anna = await town.hires("Anna")
    person = await followed(town, anna)
    await person.says("effacer mes données", "oui")
    assert await ids(town, anna) == []
    assert await run(town.store, lambda tx: tx.bonds.invitations(anna.id, town.clock())) == []


async def test_it_holds_over_a_new_dossier(town: Town) -> None:
    anna = await town.hires("Anna")
    person = await followed(town, anna)
    await person.says("recommencer", "oui")
    assert any("Anna" in line.text for line in await person.says("qui me suit"))
    assert len(await ids(town, anna)) == 1
    await person.does(Open("fr"), Text("arrêter le suivi"))
    assert await ids(town, anna) == []
    assert (await town.house.office.queue(anna, "waiting")).counts.waiting == 0


async def test_an_old_yes_opens_nothing(town: Town) -> None:
    anna, person = await town.hires("Anna"), town.person("fr")
    await person.begins()
    asked = (await person.says(await word_of(town, anna)))[-1]
    await person.says("non")
    await person.does(Tap(asked.ask, "0"))
    assert await ids(town, anna) == []
    other = town.person("fr", "bob")
    await other.begins()
    yes = (await other.says(await word_of(town, anna)))[-1]
    await other.does(Tap(yes.ask, "0"))
    assert len(await ids(town, anna)) == 1
    await other.says("arrêter le suivi")
    await other.does(Tap(yes.ask, "0"))
    await person.does(Tap(yes.ask, "0"))
    assert await ids(town, anna) == []


async def test_another_organisation_has_people_of_its_own(town: Town) -> None:
    anna = await town.hires("Anna")
    await followed(town, anna)
    (ident,) = await ids(town, anna)
    ((known,), _) = await town.house.office.people(anna)
    word = await word_of(town, anna)
    await town.house.stop()
    key, _ = master_key(town.settings.key_file)
    store = SqliteStore(town.settings.data, key, town.clock, org=2)

    def work(tx: Session) -> tuple[object, ...]:
        at, who = town.clock(), known.bond.who
        found = (tx.bonds.people(anna.id), tx.bonds.bond(anna.id, ident), tx.bonds.between(who, anna.id))
        tx.bonds.end(Who(2, who.person), anna.id)
        return (*found, tx.bonds.invitations(anna.id, at), tx.bonds.invited(word, at))

    assert await run(store, work) == ([], None, None, [], "")
    await store.close()
    town.open()
    assert await ids(town, anna) == [ident]
