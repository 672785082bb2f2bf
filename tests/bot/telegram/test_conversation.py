"""A person and the real house, over Telegram: from the first touch to a CV they can forward."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import House, open_house
from bot.channels.clock import Clock, LoopClock
from bot.channels.telegram import channel
from bot.settings import Settings
from bot.store.base import StoreError
from flows.model import Phrase
from locales import translator
from tests.bot.telegram.conftest import HastyClock
from tests.doubles.telegram import TOKEN, Person, Shown, Telegram

CLEANING = {
    "fr": ("je fais le ménage chez une dame", "3 ans"),
    "en": ("I clean the house of an old lady", "3 years"),
    "ar": ("أنظف بيت سيدة مسنة", "3 سنوات"),
    "uk": ("прибираю у старшої жінки", "3 роки"),
}
STICKER = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9}


@dataclass
class Chat:
    """A person in front of the real house."""

    person: Person
    house: House
    telegram: Telegram

    async def after(self, act: Awaitable[int]) -> list[Shown]:
        """Let the person act; return what the bot says to it, once it has finished."""
        before = len(self.person.shown)
        await act
        await self.telegram.until(lambda: not self.telegram.queue)
        await self.house.settle()
        return self.person.shown[before:]

    async def agrees(self) -> list[Shown]:
        """Come in and agree."""
        greeting = await self.after(self.person.starts())
        return await self.after(self.person.taps(greeting[-1].labels[0]))

    @property
    def last(self) -> Shown:
        return self.person.shown[-1]


@asynccontextmanager
async def at_home(tg: Telegram, folder: Path, clock: Clock, **told: object) -> AsyncIterator[House]:
    """Open the real house on this Telegram."""
    bot = channel(TOKEN, translator, tg.url)
    bot._clock = clock
    hurry = int(str(told.pop("hurry", 0)))
    places = {"data": folder / "data", "key_file": folder / "key", "dictionaries": folder / "nowhere"}
    settings = Settings(**places, **told)  # type: ignore[arg-type] # as they are named
    house = open_house(settings, channels={bot.name: bot}, hurry=hurry).house
    polling = asyncio.create_task(bot.run(house))
    yield house
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await house.stop()
    await bot.close()


@pytest.fixture
async def house(tg: Telegram, tmp_path: Path) -> AsyncIterator[House]:
    async with at_home(tg, tmp_path, HastyClock()) as house:
        yield house


def meet(tg: Telegram, house: House, lang: str = "fr") -> Chat:
    return Chat(tg.person(7, "Awa", lang), house, tg)


async def answer(chat: Chat) -> list[Shown]:
    """Do what the screen suggests: share the number, touch the first button, or write."""
    person, last = chat.person, chat.last
    if any(key.get("request_contact") for key in last.keyboard):
        return await chat.after(person.shares_number("+33612345678"))
    around = {translator(person.chat.lang)(Phrase(f"button.{name}")) for name in ("menu", "skip")}
    if last.labels and last.labels[0] not in around:
        return await chat.after(person.taps(last.labels[0], last))
    named = any("Awa Diallo" in shown.text for shown in person.shown)
    return await chat.after(person.says("Nantes" if named else "Awa Diallo"))


@pytest.mark.parametrize("lang", CLEANING)
async def test_from_the_first_touch_to_a_cv_in_the_chat(tg: Telegram, house: House, lang: str) -> None:
    chat = meet(tg, house, lang)
    act, time = CLEANING[lang]
    await chat.agrees()
    for words in (act, "", "1 3 4", time):
        await (chat.after(chat.person.says(words)) if words else answer(chat))
    for _ in range(10):
        said = await answer(chat)
        if any(shown.kind == "document" for shown in said):
            break
    start = [shown.kind for shown in said].index("photo")
    picture, document, *after = said[start:]
    assert (picture.kind, document.kind) == ("photo", "document")
    assert picture.data.startswith(b"\x89PNG")
    assert document.data.startswith(b"%PDF-")
    assert document.data.rstrip().endswith(b"%%EOF")
    assert document.file_name.endswith(".pdf")
    assert "Awa" in document.file_name
    assert after[-1].labels
    assert all(times == 1 for times in tg.answered.values())  # each spinner was stopped
    assert all(
        one.text != two.text or one.data for one, two in zip(chat.person.shown, chat.person.shown[1:], strict=False)
    )


async def test_a_message_that_comes_twice_is_answered_once(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    tg.fail("getUpdates", 502, times=2)  # what is confirmed is not heard at once, so it comes again
    said = await chat.after(chat.person.says("je fais le ménage chez une dame"))
    assert len(said) == 1
    body = chat.person.message(text="oui")
    first = await tg.push(message=body)
    await tg.again(first)
    assert len(await chat.after(asyncio.sleep(0, 0))) == 1


async def test_two_messages_written_at_once_are_read_as_one(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    said = await chat.after(chat.person.says_at_once("je fais le ménage", "chez une dame"))
    assert len(said) == 2
    assert "je fais le ménage chez une dame" in said[-1].text


@pytest.mark.parametrize(("later", "added"), [(1, True), (2, False)])
async def test_what_was_written_before_the_second_in_which_the_question_came_is_added(
    tg: Telegram,
    house: House,
    later: int,
    added: bool,  # noqa: FBT001 - a case, not an argument
) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    for words in ("je fais le ménage chez une dame", "oui", "1 3", "3 ans", "1"):
        await chat.after(chat.person.says(words))
    name = chat.person.message(text="Amina")
    tg.date += 2
    await chat.after(tg.push(message=name))
    more = chat.person.message(text="06 39 98 10 01") if later > 1 else chat.person.message(text="Diallo")
    said = await chat.after(tg.push(message={**more, "date": name["date"] + later}))
    assert ("Amina Diallo" in said[-1].text) is added
    peek = await house.peek("telegram", str(chat.person.chat.id))
    assert peek is not None
    assert [f.value.text for f in peek[1] if f.qid == "cv/name"][-1] == ("Amina Diallo" if added else "Amina")


async def test_who_answers_as_soon_as_the_question_is_on_screen_answers_it(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    for words in ("je fais le ménage chez une dame", "oui", "1 3", "3 ans", "1"):
        await chat.after(chat.person.says(words))
    seen = len(chat.person.shown)
    await chat.person.says("Amina")
    await house.settle()
    while len(chat.person.shown) == seen:
        await house.settle()
        await asyncio.sleep(0)
    await chat.after(chat.person.says("06 39 98 10 01"))  # the same second, before anything else
    peek = await house.peek("telegram", str(chat.person.chat.id))
    assert peek is not None
    assert [f.value.text for f in peek[1] if f.qid == "cv/name"] == ["Amina"]
    assert any(f.qid == "cv/phone" for f in peek[1])


async def test_an_old_button_still_answers_and_comes_back(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    (doors,) = await chat.agrees()
    await chat.after(chat.person.says("je fais le ménage chez une dame"))
    question = chat.last
    said = await chat.after(chat.person.taps(doors.labels[1], doors, old=True))
    assert said
    assert said[-1].text != question.text
    assert said[-1].labels


@pytest.mark.parametrize("payload", ["1.zzzzzzzzzz.0", "9.a.b", "' OR 1=1 --", "1.zzzzzzzzzz.999999"])
async def test_a_forged_button_gets_a_kind_answer(tg: Telegram, house: House, payload: str) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    said = await chat.after(chat.person.sends_payload(payload))
    assert said[-1].text
    assert said[-1].labels == chat.person.shown[3].labels
    assert set(tg.answered.values()) == {1}


async def test_a_button_of_somebody_else_changes_nothing(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    (doors,) = await chat.agrees()
    other = Chat(tg.person(8, "Bo"), house, tg)
    await other.agrees()
    known = await house.peek("telegram", "7")
    await other.after(other.person.sends_payload(doors.payloads[doors.labels[0]]))
    assert await house.peek("telegram", "7") == known


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]},
        {"document": {"file_id": "d", "file_unique_id": "d", "file_name": "cv.docx"}},
        {"sticker": {**STICKER, "is_animated": False, "is_video": False, "emoji": "🦄"}},
        {"location": {"latitude": 48.1, "longitude": 2.1}},
        {"contact": {"phone_number": "+33611111111", "first_name": "Bo", "user_id": 9}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"something_new": {"a": 1}},
    ],
)
async def test_whatever_is_sent_is_answered_and_the_question_stays(
    tg: Telegram, house: House, content: dict[str, object]
) -> None:
    chat = meet(tg, house)
    (doors,) = await chat.agrees()
    said = await chat.after(chat.person.sends(**content))
    assert said[-1].text not in {"", doors.text}
    heard = said[-1].labels.count("Une personne")  # who would rather speak is offered somebody
    assert (heard, [label for label in said[-1].labels if label != "Une personne"]) == (
        "voice" in content,
        doors.labels,
    )


async def test_an_edited_message_changes_the_answer(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    number = tg.next_message
    await chat.after(chat.person.says("je fais le ménage chez une dame"))
    said = await chat.after(chat.person.edits(number, "je fais la cuisine pour ma famille"))
    assert said[-1].text
    assert len(await chat.after(chat.person.edits(999, "rien"))) == 0  # it may still come: it waits


async def test_who_blocks_is_left_alone_and_welcome_again(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    assert await chat.after(chat.person.blocks()) == []
    await chat.after(chat.person.blocks(blocked=False))
    assert (await chat.after(chat.person.says("je fais le ménage chez une dame")))[-1].labels


async def test_asked_to_wait_everything_arrives_later_in_order(tg: Telegram, tmp_path: Path) -> None:
    tg.fail("sendMessage", 429, retry_after=1)
    async with at_home(tg, tmp_path, LoopClock()) as house:
        await house.start()
        chat = meet(tg, house)
        await chat.person.starts()
        await chat.person.sees(3)
    assert len({shown.text for shown in chat.person.shown}) == 3
    assert chat.last.labels
    first, second, *_ = tg.called("sendMessage")
    assert second.at - first.at >= 1
    assert first.values["text"] == second.values["text"]
    assert len(tg.called("sendMessage")) == 4


async def test_a_disk_that_fails_for_a_while_loses_nothing(
    tg: Telegram, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    works, failing = house._store.put, [True, True]

    async def put(*work: Any, **how: Any) -> Any:  # noqa: ANN401  whatever the store is asked
        if failing:
            failing.pop()
            raise StoreError("SQLITE_FULL")
        return await works(*work, **how)

    monkeypatch.setattr(house._store, "put", put)
    (said,) = await chat.after(chat.person.says("je fais le ménage chez une dame"))
    assert said.labels


async def test_a_number_shared_before_it_is_asked_for_is_kept(tg: Telegram, house: House) -> None:
    chat = meet(tg, house, "en")
    await chat.agrees()
    said = await chat.after(chat.person.shares_number("+33639980000"))
    assert "another person" not in said[-1].text
    for words in ("I clean the house of an old lady", "yes", "1 2", "3 years", "cleaning", "Joy"):
        await chat.after(chat.person.says(words))
    assert "+33639980000" in chat.last.text.replace(" ", "")


async def test_who_takes_their_data_along_has_it_in_one_file(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    said = await chat.after(chat.person.says("emporter mes données"))
    (file,) = [shown for shown in said if shown.kind == "document"]
    assert file.file_name == "Mes-donnees.zip"
    assert file.data.startswith(b"PK")
