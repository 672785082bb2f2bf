"""Each thing a person can do on Telegram arrives as one thing the conversation knows."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Arrival, Upload
from bot.channels.bursts import Left, bursts
from bot.channels.telegram import parse
from bot.channels.telegram.receipts import looked_at, taken
from flows.model import Body, Contact, Edit, Media, Open, Place, Reach, Tap, Text, Unsupported, Voice
from tests.doubles.telegram import Person, Shown, Telegram

BOT = "4242"
DATE = 1_780_000_000
FILE = {"file_id": "f", "file_unique_id": "f"}
SIZE = {"width": 9, "height": 9}
STICKER = {**FILE, **SIZE, "type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}


def read(raw: dict[str, Any]) -> tuple[Arrival, ...]:
    return parse.arrivals(parse.update(raw), BOT)


def awa(lang: str = "fr") -> Person:
    double = Telegram()
    double.date = DATE
    return double.person(7, lang=lang)


def said(**content: object) -> tuple[Arrival, ...]:
    return read({"update_id": 5, "message": awa().message(**content)})


CASES: list[tuple[dict[str, Any], Body]] = [
    ({"text": "je fais le ménage"}, Text("je fais le ménage")),
    ({"text": "/start"}, Open("fr")),
    ({"text": "/START@atout_bot token"}, Open("fr")),
    ({"text": "/menu"}, Text("menu")),
    ({"text": "/back@atout_bot "}, Text("back")),
    ({"text": "/ 3 ans"}, Text("/ 3 ans")),
    ({"text": "/menu du restaurant"}, Text("/menu du restaurant")),
    ({"voice": {**FILE, "duration": 12}}, Voice(seconds=12)),
    ({"photo": [{**FILE, **SIZE}]}, Media("photo", held=True)),
    ({"document": {**FILE, "file_name": "cv.docx"}}, Media("file", "cv.docx", held=True)),
    ({"document": {**FILE, "file_name": "cv.pdf", "file_size": 30_000_000}}, Media("file", "cv.pdf", heavy=True)),
    ({"audio": {**FILE, "duration": 3, "file_name": "a.mp3"}}, Media("file", "a.mp3")),
    ({"video": {**FILE, **SIZE, "duration": 3}}, Media("video")),
    ({"video_note": {**FILE, "length": 9, "duration": 3}}, Media("video")),
    ({"animation": {**FILE, **SIZE, "duration": 3}, "document": FILE}, Media("video")),
    ({"sticker": STICKER}, Media("sticker", emoji="👍")),
    ({"location": {"latitude": 1.5, "longitude": 2.5}}, Place()),
    (
        {
            "venue": {"location": {"latitude": 1.5, "longitude": 2.5}, "title": "Mairie", "address": "1 rue A"},
            "location": {"latitude": 1.5, "longitude": 2.5},
        },
        Place("Mairie"),
    ),
    (
        {"contact": {"phone_number": "+336", "first_name": "Awa", "last_name": "B", "user_id": 7}},
        Contact("Awa B", "+336", own=True),
    ),
    ({"contact": {"phone_number": "+336", "first_name": "Bo", "user_id": 8}}, Contact("Bo", "+336")),
    ({"contact": {"phone_number": "+336", "first_name": "Bo"}}, Contact("Bo", "+336")),
    ({"dice": {"emoji": "🎲", "value": 3}}, Unsupported("dice")),
    ({"something_of_next_year": {"a": 1}}, Unsupported("unknown")),
]


@pytest.mark.parametrize(("content", "body"), CASES)
def test_a_message_becomes_one_arrival(content: dict[str, Any], body: Body) -> None:
    (arrival,) = said(**content)
    held = isinstance(body, Voice) or (isinstance(body, Media) and body.held)
    upload = Upload(ref=FILE["file_id"]) if held else None
    told = {"said_id": "7.1", "lang": "fr", "sent": DATE * 1000, "upload": upload}
    assert arrival == Arrival("telegram", "7", "4242.5", body, **told)  # type: ignore[arg-type]


def test_a_voice_note_that_is_too_heavy_is_not_asked_for() -> None:
    (arrival,) = said(voice={**FILE, "duration": 900, "file_size": 20_000_000})
    assert (arrival.body, arrival.upload) == (Voice(seconds=900, heavy=True), None)


def test_words_under_a_picture_are_words() -> None:
    (photo,) = said(photo=[{**FILE, **SIZE}], caption="je couds")
    assert photo.body == Media("photo", held=True, caption="je couds")


@pytest.mark.parametrize("service", ["pinned_message", "message_auto_delete_timer_changed"])
def test_a_remark_of_telegram_itself_is_no_message(service: str) -> None:
    content: dict[str, Any] = {"pinned_message": awa().message(text="x")}
    assert said(**(content if service in content else {service: {"message_auto_delete_time": 1}})) == ()


@pytest.mark.parametrize(("code", "lang"), [("pt-br", "pt"), ("uk", "uk"), ("", ""), ("zh-hans", "zh")])
def test_the_language_of_the_app_is_a_guess(code: str, lang: str) -> None:
    (arrival,) = read({"update_id": 5, "message": awa(code).message(text="/start")})
    assert arrival.body == Open(lang)
    assert arrival.lang == lang


@pytest.mark.parametrize("old", [False, True])
async def test_a_button_is_a_tap_even_when_its_message_is_out_of_reach(old: bool) -> None:  # noqa: FBT001
    person = awa()
    await person.sends_payload("1.abcdefghij.3", old=old)
    (arrival,) = read(person.telegram.queue[-1])
    assert (arrival.body, arrival.address) == (Tap("abcdefghij", "3"), "7")
    assert len(list(taken([person.telegram.queue[-1]]))) == 1


@pytest.mark.parametrize("payload", ["", "2.a.0", "1.a", "hello", "1..1", "é.1.2"])
async def test_a_foreign_button_is_said_to_be_unreadable(payload: str) -> None:
    person = awa()
    await person.sends_payload(payload)
    (arrival,) = read(person.telegram.queue[-1])
    assert arrival.body == Unsupported("button")


async def test_a_button_without_any_message_still_counts() -> None:
    person = awa()
    await person.sends_payload("1.a.0")
    raw = person.telegram.queue[-1]
    del raw["callback_query"]["message"]
    (arrival,) = read(raw)
    assert (arrival.body, arrival.address) == (Tap("a", "0"), "7")


async def test_a_reply_names_the_message_it_is_written_under() -> None:
    person = awa()
    await person.says("écouter", Shown(41, "Bonjour."))
    await person.says("écouter")
    under, alone = [arrival for raw in person.telegram.queue for arrival in read(raw)]
    assert (under.body, under.replies) == (Text("écouter"), "7.41")
    assert (alone.body, alone.replies) == (Text("écouter"), "")


async def test_an_edit_names_the_message_it_changes() -> None:
    person = awa()
    first = person.message(text="Nantes")
    (before,) = read({"update_id": 5, "message": first})
    await person.edits(first["message_id"], "Rennes")
    (after,) = read(person.telegram.queue[-1])
    assert after.body == Edit(of=before.said_id, text="Rennes")
    assert after.ext_id != before.ext_id


def test_a_live_position_that_moves_is_not_answered() -> None:
    moved = awa().message(location={"latitude": 1.5, "longitude": 2.5, "live_period": 60}) | {"edit_date": DATE}
    assert read({"update_id": 5, "edited_message": moved}) == ()


@pytest.mark.parametrize("blocked", [True, False])
async def test_blocking_and_unblocking(blocked: bool) -> None:  # noqa: FBT001
    person = awa()
    await person.blocks(blocked=blocked)
    (arrival,) = read(person.telegram.queue[-1])
    assert arrival.body == Reach(ok=not blocked)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_a_group_is_not_talked_to(kind: str) -> None:
    person = awa()
    chat = {"id": -9, "type": kind, "title": "T"}
    await person.says("bonjour")
    await person.edits(1, "bonjour")
    await person.sends_payload("1.a.0")
    await person.blocks()
    for raw in person.telegram.queue:
        part = next(raw[name] for name in parse.WANTED if name in raw)
        part.get("message", part)["chat"] = chat
        assert read(raw) == ()
        assert parse.leftover(raw, BOT) == () or "callback_query" in raw


def test_a_bot_is_not_answered() -> None:
    message = awa().message(text="bonjour")
    message["from"]["is_bot"] = True
    assert read({"update_id": 5, "message": message}) == ()


async def test_an_update_of_the_wrong_form_says_at_least_that_somebody_wrote() -> None:
    person = awa()
    await person.sends_payload("1.a.0")
    raw = person.telegram.queue[-1]
    del raw["callback_query"]["chat_instance"]
    with pytest.raises(parse.UnreadableError) as error:
        parse.update(raw)
    assert error.value.__context__ is None
    assert parse.leftover(raw, BOT) == (Arrival("telegram", "7", f"{BOT}.1001", Unsupported("unreadable")),)
    assert len(list(taken([raw]))) == 1


def test_a_broken_letter_does_not_lose_the_message() -> None:
    (arrival,) = said(text="caf\ud800é")
    assert arrival.body == Text("caf?é")


def test_what_came_together_with_the_text_before_it_is_marked_for_the_person_who_wrote_it() -> None:
    def text(address: str, words: str) -> Arrival:
        return Arrival("telegram", address, words, Text(words))

    def tap(address: str) -> Arrival:
        return Arrival("telegram", address, "t", Tap("a", "0"))

    batch = [text("1", "a"), text("2", "b"), text("1", "c"), tap("1"), text("1", "d")]
    assert [arrival.follows for arrival in bursts(batch)] == [False, False, True, False, False]


@pytest.mark.parametrize(("second", "unseen"), [(DATE, False), (DATE + 1, True), (math.inf, True), (DATE - 1, False)])
def test_who_wrote_in_a_second_before_the_last_message_did_not_see_it(second: float, unseen: bool) -> None:  # noqa: FBT001 - a case
    (arrival,) = said(text="chez une dame")
    left = Left({arrival.address: second, "8": math.inf})
    assert left.unseen(arrival.address, arrival.sent) is unseen


KEYS = (
    st.sampled_from([*parse.WANTED, "update_id", "from", "chat", "id", "type", "text", "data", "message"]) | st.text()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)


@settings(max_examples=200)  # making up JSON is slow: 1 000 would take half a minute
@given(st.dictionaries(KEYS, JSON))
def test_no_update_whatever_breaks_the_reading(raw: dict[str, Any]) -> None:
    list(taken([raw]))
    parse.confirmed([raw])
    parse.leftover(raw, BOT)
    try:
        update = parse.update(raw)
    except parse.UnreadableError:
        return
    list(looked_at(parse.arrivals(update, BOT)))
