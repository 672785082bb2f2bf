"""Nothing a person says, nothing that names them and no token is ever in a log line, whatever goes wrong."""

from __future__ import annotations

import asyncio
import logging
import traceback

import pytest

from bot.channels.base import Attachment, Bubble, SendError
from bot.channels.telegram import channel
from bot.channels.telegram.client import TelegramChannel
from tests.bot.telegram.conftest import Polling, words
from tests.bot.telegram.doors import SmallDoor
from tests.doubles.telegram import TOKEN, Telegram

CHAT = 7_194_883_021
CANARIES = (TOKEN, TOKEN.partition(":")[2], str(CHAT), "Oleksandra", "je dors dehors", "CV Oleksandra")
FAULTS = (0, 400, 401, 403, 409, 413, 429, 500, 502)


def written(caplog: pytest.LogCaptureFixture) -> str:
    """Return all that was logged, as it would be written."""
    form = logging.Formatter("%(name)s %(message)s %(exc_info)s")
    mine = ("uvicorn", "httpx", "telegram")  # the double's own
    return "\n".join(form.format(record) for record in caplog.records if not record.name.startswith(mine))


async def everything_goes_wrong(tg: Telegram, bot: TelegramChannel) -> list[str]:
    """Send with each fault; return what the errors would print."""
    file = Attachment("cv", "pdf", "CV Oleksandra.pdf", "application/pdf", 1)
    bubble = Bubble("b", "je dors dehors", "fr", "ltr", file=file)
    told = []
    for code in FAULTS:
        tg.fail("sendDocument", code, description=f"Bad Request: je dors dehors {CHAT}", retry_after=1)
        (call,) = bot.build(str(CHAT), bubble, b"%PDF")
        try:
            await bot.send(call)
        except SendError as error:
            # What an error carries, its ancestors included, and not the lines of this test it went through.
            told += ["".join(traceback.format_exception_only(error)), repr(error.__context__), repr(error.__cause__)]
        bot._pace.until = 0
    return told


async def test_no_canary_in_any_log(
    tg: Telegram, bot: TelegramChannel, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    asyncio.get_running_loop().set_debug(True)
    door, person = SmallDoor(), tg.person(CHAT, "Oleksandra")
    with caplog.at_level(logging.DEBUG):
        for code in FAULTS:
            tg.fail("getUpdates", code, description=TOKEN)
        tg.fail("getUpdates", 502, html=True)
        await person.says("je dors dehors")
        await tg.push(message={"text": "je dors dehors", "from": {"id": CHAT, "first_name": ["Oleksandra"]}})
        async with polling(door):
            await door.until(2)
            await tg.until(lambda: not tg.queue)
            told = await everything_goes_wrong(tg, bot)
    text = written(caplog)
    assert "telegram: update not readable" in text
    assert len(told) >= 3 * (len(FAULTS) - 1)
    for canary in CANARIES:
        assert canary not in text
        assert canary not in "".join(told)


@pytest.mark.parametrize("api", ["http://127.0.0.1:9", "http://no such host", "not an address", "http://[::1"])
async def test_no_canary_when_the_address_is_wrong(
    api: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        bot = channel(TOKEN, words, api)
        task = asyncio.create_task(bot.run(SmallDoor()))
        await asyncio.sleep(0.3)
        assert not task.done()
        (call,) = bot.build(str(CHAT), Bubble("b", "je dors dehors", "fr", "ltr"), None)
        with pytest.raises(SendError) as error:
            await bot.send(call)
        assert error.value.__context__ is None
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bot.close()
    told = written(caplog) + str(error.value) + "".join(capsys.readouterr())
    for canary in CANARIES:
        assert canary not in told
