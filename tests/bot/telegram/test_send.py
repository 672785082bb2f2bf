"""What is said arrives in order, at a pace Telegram accepts, and what went wrong is told in the house's words."""

from __future__ import annotations

import asyncio
import traceback
from pathlib import Path

import pytest

from bot.channels.base import (
    Attachment,
    Bubble,
    Button,
    LaterError,
    RefusedError,
    SendError,
    UnreachableError,
    UnsureError,
)
from bot.channels.pace import paced
from bot.channels.telegram import channel
from bot.channels.telegram.build import LIMITS
from bot.channels.telegram.client import NOTICEABLE, TelegramChannel
from bot.channels.telegram.errors import TokenError
from tests.bot.telegram.conftest import HastyClock, words
from tests.doubles.telegram import TOKEN, Telegram


def bubble(text: str, **more: Attachment | tuple[Button, ...] | tuple[str, ...]) -> Bubble:
    return Bubble("b", text, "fr", "ltr", **more)  # type: ignore[arg-type]


SECRET = "je dors dehors"
BURST = LIMITS.chat_pace.burst if LIMITS.chat_pace else 0


async def say(bot: TelegramChannel, text: str, address: str = "7") -> str:
    (call,) = bot.build(address, bubble(text), None)
    return (await bot.send(call)).ext_id


async def test_a_message_is_shown_and_its_number_comes_back(tg: Telegram, bot: TelegramChannel) -> None:
    awa = tg.person(7)
    await awa.starts()
    assert await say(bot, "Bonjour") == f"7.{awa.shown[0].id}"
    assert awa.shown[0].text == "Bonjour"


@pytest.mark.parametrize("what", [bubble("deux"), bubble("", gone=("7.1",))])
async def test_what_others_took_over_while_it_waited_does_not_leave(
    tg: Telegram, bot: TelegramChannel, clock: HastyClock, what: Bubble
) -> None:
    awa = tg.person(7)
    await awa.starts()
    for number in range(BURST):
        await say(bot, f"{number}")
    held, waited = list[float](), list(clock.waits)

    def ours() -> None:
        held.append(clock.now)
        raise LaterError(0)

    (call,) = bot.build("7", what, None)
    with pytest.raises(LaterError, match=r"^wait 0 s$"):
        await bot.send(call, ours)
    assert held == [clock.now]
    assert what.gone or clock.waits != waited
    assert [shown.text for shown in awa.shown] == [f"{number}" for number in range(BURST)]


async def test_a_document_arrives_whole(tg: Telegram, bot: TelegramChannel) -> None:
    awa = tg.person(7)
    await awa.starts()
    file = Attachment("cv", "pdf", "CV Олена.pdf", "application/pdf", 9)
    data = b"%PDF-1.7" + bytes(range(256)) * 300
    for call in bot.build("7", bubble("Voici", file=file), data):
        await bot.send(call)
    (shown,) = awa.shown
    assert (shown.kind, shown.file_name, shown.data, shown.text) == ("document", "CV Олена.pdf", data, "Voici")
    await tg.until(lambda: awa.chat.actions == ["upload_document"])


VOICE = Path(__file__).parents[1].joinpath("voice.ogg").read_bytes()  # a second of a tone: Opus, one channel


async def test_speech_arrives_as_a_voice_note_with_its_choices(tg: Telegram, bot: TelegramChannel) -> None:
    awa = tg.person(7)
    await awa.starts()
    file = Attachment("read", "ogg", "message.ogg", "audio/ogg; codecs=opus", 9)
    buttons = (Button("1.abcdefghij.0", "yes", "Oui"),)
    for call in bot.build("7", bubble("Voici", file=file, buttons=buttons), VOICE):
        await bot.send(call)
    (shown,) = awa.shown
    assert (shown.kind, shown.data, shown.text, shown.labels) == ("voice", VOICE, "Voici", ["Oui"])
    await tg.until(lambda: awa.chat.actions == ["upload_voice"])


@pytest.mark.parametrize(
    ("code", "description", "error"),
    [
        (403, "Forbidden: bot was blocked by the user", UnreachableError),
        (403, "Forbidden: user is deactivated", UnreachableError),
        (400, "Bad Request: chat not found", UnreachableError),
        (400, "Bad Request: message is too long", RefusedError),
        (413, "Request Entity Too Large", RefusedError),
        (429, "Too Many Requests", LaterError),
        (500, "Internal Server Error", LaterError),
        (502, "Bad Gateway", LaterError),
        (401, "Unauthorized", LaterError),
        (0, "", UnsureError),
    ],
)
async def test_a_refusal_is_told_in_the_houses_words(
    tg: Telegram, bot: TelegramChannel, code: int, description: str, error: type[SendError]
) -> None:
    await tg.person(7).starts()
    tg.fail("sendMessage", code, description=description, retry_after=4 if code == 429 else 0)
    with pytest.raises(error) as found:
        await say(bot, SECRET)
    assert type(found.value) is error
    told = "".join(traceback.format_exception(found.value))
    assert found.value.__context__ is None
    assert SECRET not in told
    assert TOKEN not in told
    if isinstance(found.value, LaterError):
        assert found.value.everybody is (code in {429, 401})


async def test_a_gateway_that_answers_in_html_leaves_it_unsure(tg: Telegram, bot: TelegramChannel) -> None:
    await tg.person(7).starts()
    tg.fail("sendMessage", 502, html=True)
    with pytest.raises(UnsureError):
        await say(bot, "Bonjour")


async def test_what_never_left_may_be_sent_again(clock: HastyClock) -> None:
    bot = channel(TOKEN, words, "http://127.0.0.1:9")
    bot._clock = clock
    with pytest.raises(LaterError) as found:
        await say(bot, "Bonjour")
    assert not found.value.everybody
    await bot.close()


async def test_asked_to_wait_the_whole_bot_waits(tg: Telegram, bot: TelegramChannel, clock: HastyClock) -> None:
    for number in (7, 8):
        await tg.person(number).starts()
    tg.fail("sendMessage", 429, retry_after=9)
    with pytest.raises(LaterError) as found:
        await say(bot, "un")
    assert (found.value.after, found.value.everybody) == (9, True)
    clock.now += 4
    with pytest.raises(LaterError) as found:
        await say(bot, "deux", "8")
    assert found.value.after == 5
    assert len(tg.called("sendMessage")) == 1
    clock.now += 5
    await say(bot, "deux", "8")


async def test_a_chat_is_not_flooded_and_keeps_its_order(tg: Telegram, bot: TelegramChannel, clock: HastyClock) -> None:
    awa = tg.person(7)
    await awa.starts()
    await asyncio.gather(*(say(bot, str(number)) for number in range(8)))
    assert [shown.text for shown in awa.shown] == [str(number) for number in range(8)]
    assert clock.waits == [1, 1, 1, 1, 1]
    assert set(awa.chat.actions) == {"typing"}


class HeldClock(HastyClock):
    """A clock on which the turn of a chat does not come before it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.held, self.goes_on = asyncio.Event(), asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        if seconds > NOTICEABLE:
            self.held.set()
            await self.goes_on.wait()
        await super().sleep(seconds)


async def test_one_who_must_wait_does_not_hold_the_others(tg: Telegram) -> None:
    clock = HeldClock()
    bot = TelegramChannel(TOKEN, words, tg.url, clock)
    for number in (7, 8):
        await tg.person(number).starts()
    for number in range(BURST):
        await say(bot, str(number))
    slow = asyncio.create_task(say(bot, "3"))
    await clock.held.wait()
    await say(bot, "hello", "8")
    assert not slow.done()
    clock.goes_on.set()
    await slow
    await bot.close()


async def test_a_group_hears_twenty_a_minute_at_most(tg: Telegram, bot: TelegramChannel, clock: HastyClock) -> None:
    team = tg.group(-77)
    times = []
    for number in range(45):
        await say(bot, str(number), "-77")
        times.append(clock.now)
    assert [shown.text for shown in team.shown] == [str(number) for number in range(45)]
    assert all(later - first >= 60 for first, later in zip(times, times[20:], strict=False))
    assert times[19] - times[0] <= 61  # and no slower


async def test_a_group_that_became_a_supergroup_is_followed_in_order(tg: Telegram, bot: TelegramChannel) -> None:
    new = -1_002_345_678_901
    tg.group(-77).moved = new
    team = tg.group(new)
    numbers = await asyncio.gather(*(say(bot, text, "-77") for text in ("un", "deux", "trois")))
    assert [shown.text for shown in team.shown] == ["un", "deux", "trois"]
    assert numbers == [f"{new}.{shown.id}" for shown in team.shown]
    assert [call.values["chat_id"] for call in tg.called("sendMessage")] == [-77, new, new, new]


async def test_a_supergroup_that_says_no_is_heard_like_any_chat(tg: Telegram, bot: TelegramChannel) -> None:
    tg.group(-77).moved = -1_002_345_678_901
    tg.group(-1_002_345_678_901).blocked = True
    with pytest.raises(UnreachableError) as found:
        await say(bot, SECRET, "-77")
    assert found.value.__context__ is None


def test_the_whole_bot_sends_thirty_in_any_second_at_most() -> None:
    pace, now, times = paced(LIMITS), 50.0, list[float]()
    while now < 60:
        now += pace.bot_wait(now)
        times.append(now)
    assert all(later - first > 1 for first, later in zip(times, times[30:], strict=False))
    assert len(times) >= 270  # and no slower


def test_quiet_chats_are_forgotten() -> None:
    pace = paced(LIMITS)
    for number in range(10_000):
        pace.chat_wait(str(number), float(number))
    assert len(pace.chats) <= 4096


@pytest.mark.parametrize("token", ["", "no token", "123", ":abc", "abc:def"])
def test_a_token_of_the_wrong_form_is_refused_at_once(token: str) -> None:
    with pytest.raises(TokenError) as found:
        channel(token, words)
    assert found.value.__context__ is None
    assert str(found.value) == ""


async def test_who_is_written_to_sees_it_for_as_long_as_it_goes_on_and_no_oftener(
    tg: Telegram, bot: TelegramChannel, clock: HastyClock
) -> None:
    awa = tg.person(7)
    await awa.starts()
    for _ in range(20):  # one who types tells it again and again
        bot.typing("7")
    await clock.until(4)
    bot.typing("7")
    await clock.until(4, 4)
    await tg.until(lambda: len(awa.chat.actions) == 2)
    await asyncio.sleep(0.05)
    assert awa.chat.actions == ["typing", "typing"]
    assert clock.waits == [4, 4]


async def test_that_somebody_writes_waits_behind_no_message_and_is_over_once_it_is_sent(
    tg: Telegram, bot: TelegramChannel, clock: HastyClock
) -> None:
    awa = tg.person(7)
    await awa.starts()
    held = bot._turns.setdefault("7", asyncio.Lock())
    async with held:  # as while a message is on its way
        bot.typing("7")
        await tg.until(lambda: awa.chat.actions == ["typing"])
        bot.typing("7")
    await say(bot, "Bonjour")
    await clock.until(4)
    assert awa.chat.actions == ["typing"]


async def test_nothing_is_shown_while_telegram_wants_nothing_and_no_error_comes_of_it(
    tg: Telegram, bot: TelegramChannel
) -> None:
    awa = tg.person(7)
    await awa.starts()
    tg.fail("sendChatAction", 400, description="Bad Request: chat not found")
    bot.typing("7")
    await tg.until(lambda: len(tg.called("sendChatAction")) == 1)
    tg.fail("sendMessage", 429, retry_after=9)
    with pytest.raises(LaterError):
        await say(bot, "un")
    await asyncio.sleep(0.05)
    bot.typing("7")
    await asyncio.sleep(0.05)
    assert len(tg.called("sendChatAction")) == 1
