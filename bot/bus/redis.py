"""Redis between the programs: words, and a pace that several of them book in. Nothing in it is the truth.

It may be emptied, or away, at any moment: what words are about is found in the database, each program keeps to its part
of a pace, and speech is read aloud once more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Final

import redis
import redis.asyncio as asyncio_redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError

from bot.bus.carrying import BrokenError, Carrying
from bot.bus.trouble import Trouble
from bot.channels.base import Beat

CHANNEL: Final = "atout"
CONNECTIONS: Final = 16  # at once; more wait for one of them (redis-py, BlockingConnectionPool)
PATIENCE: Final = 2.0  # seconds to connect, and for an answer
BOOKING: Final = 2.0  # seconds to book a turn: without an answer by then each keeps to its part
REST: Final = 5.0  # seconds without asking, after it did not answer
# The leaky bucket of bot/channels/pace.py, on the clock of the server, so that no program's own counts. When that one
# was set back, what is booked moves with it: nobody waits for the hour to come again.
BOOK: Final = """
local now = redis.call('TIME')
now = now[1] * 1000 + now[2] / 1000
local every, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local due = tonumber(redis.call('GET', KEYS[1]) or '0')
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
due = due - math.max(0, last - now)
local wait = math.max(0, due - every * (burst - 1) - now)
due = math.max(due, now + wait) + every
local lives = math.ceil(due - now) + 1000
redis.call('SET', KEYS[1], string.format('%.3f', due), 'PX', lives)
redis.call('SET', KEYS[2], string.format('%.3f', now), 'PX', lives)
return math.ceil(wait)
"""

NOBODY: Final = "nobody answers there: look whether it runs, and at host and port of ATOUT_REDIS"
SAID: Final = (  # words that are always the same in what the server or the library says, and what they mean
    ("certificate", "its certificate is not trusted here, or is another host's: look at ssl_ca_certs in ATOUT_REDIS"),
    ("SSL", "it speaks no TLS there: take redis://, or the port that does"),
    ("not known", "the host in ATOUT_REDIS is not known"),
    ("refused", NOBODY),
    ("No such file", NOBODY),
    ("imeout", "it does not answer in time"),
    ("loading", "it is starting: try again in a moment"),
    ("reset by peer", "it hung up: a port that speaks TLS takes rediss://"),
    ("closed", "the line to it broke"),
)

log = logging.getLogger(__name__)


def connected(url: str) -> Any:  # noqa: ANN401 - the library types its client by what it answers
    """Return a client that waits for a connection when all are in use, and never for long for an answer."""
    pool = asyncio_redis.BlockingConnectionPool.from_url(
        url,
        max_connections=CONNECTIONS,
        timeout=PATIENCE,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
    return asyncio_redis.Redis.from_pool(pool)


def readable(url: str) -> bool:
    """Whether the library can make something of an address."""
    try:
        asyncio_redis.ConnectionPool.from_url(url).make_connection()  # type: ignore[no-untyped-call] # the library's
    except (ValueError, TypeError, RedisError):
        return False
    return True


def refusal(url: str) -> str:
    """Return why the server does not answer now, or does not let this user in; "" where all is well."""
    client = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        client.ping()
    except (RedisError, OSError) as error:
        return reason(error)
    finally:
        client.close()
    return ""


def reason(error: Exception) -> str:
    """Return what went wrong and what to do, in words that are ours: those of the library hold the address."""
    if isinstance(error, AuthenticationError):
        return "Redis: it does not take the user or the password of ATOUT_REDIS"
    if isinstance(error, NoPermissionError):
        return "Redis: the user of ATOUT_REDIS may not do this there (docs/operators/workers.md says what it needs)"
    found = next((meaning for words, meaning in SAID if words in str(error)), "")
    return f"Redis: {found or f'it does not answer ({type(error).__name__})'}"


class RedisBus(Carrying):
    """Words through Redis."""

    def __init__(self, url: str, name: str) -> None:
        """Hold the address; nothing is opened yet."""
        super().__init__(name)
        self._url = url
        self._client = connected(url)

    async def _send(self, message: str) -> None:
        try:
            await self._client.publish(CHANNEL, message)
        except (RedisError, OSError) as error:
            raise BrokenError(reason(error)) from None

    async def _messages(self) -> AsyncIterator[str]:
        line = asyncio_redis.Redis.from_url(self._url, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0))
        heard = line.pubsub(ignore_subscribe_messages=True)
        try:
            await heard.subscribe(CHANNEL)
            yield ""
            async for message in heard.listen():
                yield message["data"].decode()
        except (RedisError, OSError) as error:
            raise BrokenError(reason(error)) from None
        finally:
            with suppress(RedisError, OSError):
                await heard.aclose()  # type: ignore[no-untyped-call] # the library's
                await line.aclose()

    async def _hang_up(self) -> None:
        with suppress(RedisError, OSError):
            await self._client.aclose()


class _Asked:
    """A client that is asked now and then."""

    def __init__(self, url: str) -> None:
        """Hold the address; nothing is opened yet."""
        self._client = connected(url)

    async def close(self) -> None:
        """Let go of the connections."""
        with suppress(RedisError, OSError):
            await self._client.aclose()


class RedisShelf(_Asked):
    """Bytes that are made again when they are not there."""

    async def get(self, name: str) -> bytes | None:
        """Return what lies under a name, None for nothing."""
        with suppress(RedisError, OSError, TimeoutError):
            found: bytes | None = await self._client.get(name)
            return found
        return None

    async def put(self, name: str, data: bytes, seconds: int) -> None:
        """Lay something there for so long."""
        with suppress(RedisError, OSError, TimeoutError):
            await self._client.set(name, data, ex=seconds)


class RedisBucket(_Asked):
    """The turns of bots, booked by all programs in one place."""

    def __init__(self, url: str) -> None:
        """Hold the address; nothing is opened yet."""
        super().__init__(url)
        self._script = self._client.register_script(BOOK)
        self._rests_until = 0.0
        self._trouble = Trouble(log, "redis does not answer", "redis answers again")

    async def book(self, name: str, beat: Beat) -> float | None:
        """Return the seconds to wait for the next message of a bot; None when nobody can say."""
        now = asyncio.get_running_loop().time()
        if now < self._rests_until:
            return None
        try:
            async with asyncio.timeout(BOOKING):
                key = f"atout:pace:{name}"  # when the next one is due; and when somebody last booked
                wait = await self._script(keys=[key, f"{key}:last"], args=[beat.every * 1000, beat.burst])
        except (RedisError, OSError, TimeoutError) as error:
            self._rests_until = now + REST
            self._trouble.met(reason(error))
            return None
        self._trouble.over()
        return float(wait) / 1000
