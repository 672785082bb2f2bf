"""What is said leaves in order and at the pace Meta allows, and what went wrong is told in the house's words."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.base import (
    Attachment,
    Bubble,
    ClosedError,
    FetchError,
    LaterError,
    RefusedError,
    SendError,
    UnreachableError,
    UnsureError,
)
from bot.channels.whatsapp.build import LIMITS
from bot.channels.whatsapp.client import WhatsAppChannel
from locales import translator
from tests.bot.telegram.conftest import HastyClock
from tests.bot.whatsapp.conftest import account
from tests.doubles.graph import TOKEN, Graph
from tests.doubles.graph_people import Person

SECRET = "je dors dehors"


@pytest.fixture
def clock() -> HastyClock:
    return HastyClock()


@pytest.fixture
async def channel(graph: Graph, clock: HastyClock) -> AsyncIterator[WhatsAppChannel]:
    made = WhatsAppChannel(account(graph), translator, clock)
    yield made
    await made.close()


@pytest.fixture
async def awa(graph: Graph) -> Person:
    person = graph.person()
    await person.says("bonjour")
    return person


async def say(channel: WhatsAppChannel, person: Person, text: str = SECRET) -> str:
    (call,) = channel.build(person.user_id, Bubble("b", text, "fr", "ltr"), None)
    return (await channel.send(call)).ext_id


async def test_a_message_is_shown_and_its_id_comes_back(channel: WhatsAppChannel, awa: Person) -> None:
    assert await say(channel, awa, "Bonjour") == awa.shown[0].id
    assert awa.shown[0].text == "Bonjour"


async def test_speech_arrives_as_a_voice_note(channel: WhatsAppChannel, awa: Person) -> None:
    data = Path(__file__).parents[1].joinpath("voice.ogg").read_bytes()  # a second of a tone: Opus, one channel
    file = Attachment("read", "ogg", "message.ogg", "audio/ogg", 9)
    for call in channel.build(awa.user_id, Bubble("b", "Voici", "fr", "ltr", file=file), data):
        await channel.send(call)
    speech, words = awa.shown
    assert (speech.kind, speech.voice, speech.data) == ("audio", True, data)
    assert words.text == "Voici"


async def test_somebody_without_an_id_for_the_business_is_written_to_by_their_number(
    channel: WhatsAppChannel, awa: Person
) -> None:
    (call,) = channel.build(awa.wa_id, Bubble("b", "Bonjour", "fr", "ltr"), None)
    await channel.send(call)
    assert awa.shown[0].text == "Bonjour"


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("CV Олена.pdf", "application/pdf"),
        ("CV.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("CV.txt", "text/plain; charset=utf-8"),
        ("CV.json", "application/json"),
        ("CV.png", "image/png"),
    ],
)
async def test_every_form_of_the_cv_arrives_whole(channel: WhatsAppChannel, awa: Person, name: str, mime: str) -> None:
    file = Attachment("cv", name.rpartition(".")[2], name, mime, 9)
    data = bytes(range(256)) * 300
    for call in channel.build(awa.user_id, Bubble("b", "Voici", "fr", "ltr", file=file), data):
        await channel.send(call)
    (shown,) = awa.shown
    assert (shown.data, shown.text) == (data, "Voici")
    assert shown.file_name in {name, ""}  # a picture has no name


KINDS: dict[int, type[SendError]] = {
    131047: ClosedError,
    131026: UnreachableError,
    131051: RefusedError,
    130429: LaterError,
    131056: LaterError,
    131057: LaterError,
    190: LaterError,
    131031: LaterError,
    131042: LaterError,
    137000: RefusedError,
}


@pytest.mark.parametrize("code", KINDS)
async def test_each_refusal_means_one_thing_and_tells_no_words(
    graph: Graph, channel: WhatsAppChannel, awa: Person, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    graph.fail("messages", code)
    with pytest.raises(SendError) as caught:
        await say(channel, awa)
    assert type(caught.value) is KINDS[code]
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert not [word for word in (SECRET, TOKEN, awa.wa_id, awa.user_id) if word in told]


async def test_too_many_to_one_person_holds_up_nobody_else(graph: Graph, channel: WhatsAppChannel, awa: Person) -> None:
    graph.fail("messages", 131056)
    with pytest.raises(LaterError) as caught:
        await say(channel, awa)
    assert not caught.value.everybody
    other = graph.person("33600000009", "Bintou")
    await other.says("bonjour")
    assert await say(channel, other)


async def test_too_many_of_ours_holds_up_everybody(graph: Graph, channel: WhatsAppChannel, awa: Person) -> None:
    graph.fail("messages", 130429)
    for _ in range(2):  # the second does not even leave
        with pytest.raises(LaterError) as caught:
            await say(channel, awa)
        assert caught.value.everybody
    assert len(graph.called("messages")) == 1


@pytest.mark.parametrize("code", [190, 131042, 131031])
async def test_what_an_operator_must_do_is_said_once(
    graph: Graph, channel: WhatsAppChannel, awa: Person, clock: HastyClock, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    graph.fail("messages", code, times=3)
    for _ in range(3):
        with pytest.raises(LaterError):
            await say(channel, awa)
        clock.now += 100
    assert caplog.text.count("whatsapp stopped") == 1


async def test_a_line_that_breaks_is_a_doubt_only_when_the_message_had_left(
    graph: Graph, channel: WhatsAppChannel, awa: Person
) -> None:
    graph.fail("messages", done=True)
    with pytest.raises(UnsureError):
        await say(channel, awa)
    assert len(awa.shown) == 1
    graph.fail("messages", status=502, html=True)
    with pytest.raises(UnsureError):
        await say(channel, awa)


async def test_nobody_there_is_no_doubt(graph: Graph, channel: WhatsAppChannel, awa: Person) -> None:
    away = WhatsAppChannel(account(graph), translator, HastyClock())
    away._http.base_url = "http://127.0.0.1:9/v25.0/"
    with pytest.raises(LaterError):
        await say(away, awa)
    await away.close()
    assert await say(channel, awa)


async def test_a_file_that_was_not_handed_over_is_handed_over_again(
    graph: Graph, channel: WhatsAppChannel, awa: Person
) -> None:
    file = Attachment("cv", "pdf", "CV.pdf", "application/pdf", 9)
    (call,) = channel.build(awa.user_id, Bubble("b", "Voici", "fr", "ltr", file=file), b"%PDF-")
    graph.fail("upload")
    with pytest.raises(LaterError):
        await channel.send(call)
    await channel.send(call)
    assert [shown.data for shown in awa.shown] == [b"%PDF-"]


async def test_what_others_took_over_while_it_waited_does_not_leave(
    channel: WhatsAppChannel, awa: Person, clock: HastyClock
) -> None:
    pace = LIMITS.chat_pace
    assert pace
    for number in range(pace.burst):
        await say(channel, awa, f"{number}")
    held = list[float]()

    def ours() -> None:
        held.append(clock.now)
        raise LaterError(0)

    before = clock.now
    (call,) = channel.build(awa.user_id, Bubble("b", "more", "fr", "ltr"), None)
    with pytest.raises(LaterError, match=r"^wait 0 s$"):
        await channel.send(call, ours)
    assert held == [clock.now]
    assert clock.now > before
    assert len(awa.shown) == pace.burst


async def test_it_keeps_to_the_pace_of_a_pair(channel: WhatsAppChannel, awa: Person, clock: HastyClock) -> None:
    pace = LIMITS.chat_pace
    assert pace
    for number in range(pace.burst + 1):
        await say(channel, awa, f"{number}")
    assert [shown.text for shown in awa.shown] == [f"{number}" for number in range(pace.burst + 1)]
    assert sum(clock.waits) >= pace.every - 1


async def test_messages_to_one_person_keep_their_order(channel: WhatsAppChannel, awa: Person) -> None:
    await asyncio.gather(*(say(channel, awa, f"{number}") for number in range(20)))
    assert [shown.text for shown in awa.shown] == [f"{number}" for number in range(20)]


@pytest.mark.parametrize("url", ["http://169.254.169.254/x", "https://evil.example/x", "file:///etc/passwd", "", "::"])
async def test_no_host_but_the_platforms_own_is_asked_for_a_file(
    channel: WhatsAppChannel, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert (await channel._download(url, 10))[0] is None
    assert TOKEN not in caplog.text


async def test_a_file_that_is_gone_or_too_large_says_so(graph: Graph, channel: WhatsAppChannel, awa: Person) -> None:
    await awa.sends_document("cv.txt", b"x" * 1000)
    (number,) = graph.media
    assert await channel.fetch(number, 1000) == b"x" * 1000
    with pytest.raises(FetchError, match="heavy"):
        await channel.fetch(number, 999)
    with pytest.raises(FetchError, match="gone"):
        await channel.fetch("999", 1000)
    graph.fail("media")
    with pytest.raises(FetchError, match="away"):
        await channel.fetch(number, 1000)


async def test_a_clock_an_hour_off_is_said_once(
    graph: Graph, channel: WhatsAppChannel, awa: Person, caplog: pytest.LogCaptureFixture
) -> None:
    for seconds in (0, 3600, 3600, -3600, 0):
        graph.ahead = seconds
        await say(channel, awa)
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    (behind,) = told
    assert "whatsapp: the clock of this machine is 60 minutes behind theirs" in behind


async def test_who_is_written_to_sees_it_under_their_last_message(
    graph: Graph, channel: WhatsAppChannel, awa: Person, clock: HastyClock
) -> None:
    channel.typing(awa.user_id)  # nothing was heard yet: there is nothing to show it under
    ident = next(reversed(awa.said))
    channel.seen(awa.user_id, ident)
    await graph.until(lambda: awa.typing == [ident])
    for _ in range(20):
        channel.typing(awa.user_id)
    await clock.until(20)
    channel.typing(awa.user_id)
    await clock.until(20, 20)
    await graph.until(lambda: len(awa.typing) == 3)
    await asyncio.sleep(0.05)
    assert awa.typing == [ident, ident, ident]
    assert clock.waits == [20, 20]
