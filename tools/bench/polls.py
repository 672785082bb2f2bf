"""The others as their users start them: each polls a Bot API, and sends its answers there.

usage: python -m tools.bench.polls aiogram|ptb ADDRESS TOKEN [PORT]. The forms are those of `aiogram_redis` and
`ptb_pickle`; the port is of a Redis server that is there, else one is started.
aiogram has Redis as we ask for it: on the disk before the answer, one person's updates one after the other.
python-telegram-bot writes its pickle every minute, as it does by itself. Both run until they are stopped.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import uvloop

from tools.bench.chats import CHATS
from tools.bench.redis_server import redis_server


def main() -> None:
    """Poll."""
    side, address, token = sys.argv[1:4]
    if side == "ptb":
        with tempfile.TemporaryDirectory(prefix="atout-") as home:
            pickled(Path(home) / "kept", address, token)
    elif len(sys.argv) > len(("", side, address, token)):
        uvloop.run(stored(int(sys.argv[-1]), address, token))
    else:
        with redis_server("always") as port:
            uvloop.run(stored(port, address, token))


async def stored(port: int, address: str, token: str) -> None:
    """Poll with aiogram."""
    from aiogram import Bot, Dispatcher  # noqa: PLC0415 - a side loads nothing of the other
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415
    from aiogram.fsm.storage.redis import RedisEventIsolation, RedisStorage  # noqa: PLC0415
    from redis.asyncio import BlockingConnectionPool, Redis  # noqa: PLC0415

    from tools.bench.aiogram_redis import form  # noqa: PLC0415

    redis = Redis(connection_pool=BlockingConnectionPool(host="127.0.0.1", port=port, max_connections=CHATS))
    dispatcher = Dispatcher(storage=RedisStorage(redis), events_isolation=RedisEventIsolation(redis))
    dispatcher.include_router(form())
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(address), limit=CHATS))
    await dispatcher.start_polling(bot)


def pickled(path: Path, address: str, token: str) -> None:
    """Poll with python-telegram-bot."""
    from telegram.ext import Application, PicklePersistence  # noqa: PLC0415 - as above

    from tools.bench.ptb_pickle import App, form, quiet  # noqa: PLC0415

    quiet()
    made = Application.builder().token(token).base_url(f"{address}/bot")
    app: App = made.persistence(PicklePersistence(path)).build()
    app.add_handler(form())
    app.run_polling()


if __name__ == "__main__":
    main()
