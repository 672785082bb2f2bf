"""Serve the web chat, and Telegram and WhatsApp when they are set up, until told to stop.

It joins what runs and stops it in order: nobody new is let in, what was handed in is committed, files are let go.
A stop takes five seconds at most. What it says on the screen is for the operator.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import secrets
import signal
import socket
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Coroutine, Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import uvicorn
import uvloop

import locales
from bot import logs, relay
from bot.app import Made, bucket, fresh_id, libraries, load_content, memory_of, now, open_house, settle
from bot.channels import telegram, whatsapp
from bot.channels.base import further
from bot.channels.hooks import beside, hooked
from bot.channels.web import Chat, Site, app
from bot.closing import Closing
from bot.commands._first import settled
from bot.commands._seen import READY, metrics, ready
from bot.commands._telling import Told, told
from bot.commands._workers import Parent, Stands
from bot.desk.app import DeskApp
from bot.desk.app import app as desk_app
from bot.desk.web import ROOT, Desk
from bot.drawing import Drawing
from bot.logs import note
from bot.loop import run as work_done
from bot.pages.address import PublicUrlError, origin
from bot.settings import WHATSAPP, SettingError, Settings, bots, from_environment, phones, unset
from bot.store.base import TAKEN, InUseError, Store, StoreError
from bot.store.database import damaged
from bot.store.keys import KeyFileError
from bot.store.slots import SLOTS
from bot.store.turning import current_key
from bot.voice.chosen import NONE
from flows.content import Content

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.channels.base import Channel, Door
    from bot.channels.telegram.client import TelegramChannel
    from bot.channels.whatsapp.client import Account, WhatsAppChannel

LOOK_FIRST = 0.2  # seconds between looks whether this program is the first
ALONE = "--workers needs ATOUT_STORE, and a place in memory that they share (ATOUT_MEMORY; docs/operators/workers.md)"
NO_ADDRESS = "this machine has no such address: set ATOUT_HOST to one it has, such as 127.0.0.1"
IN_THE_WAY = {  # of a port, and what to do
    errno.EADDRINUSE: "another program listens there: stop it, or set ATOUT_PORT to another port",
    errno.EACCES: "this user may not listen there: set ATOUT_PORT to one from 1024 on, behind a web server",
    errno.EADDRNOTAVAIL: NO_ADDRESS,
    **dict.fromkeys((socket.EAI_NONAME, socket.EAI_AGAIN), NO_ADDRESS),
}
LAST_ANSWERS = 2  # seconds for requests under way when told to stop
LAST_COMMITS = 2.5  # seconds for what was handed in
FAILED = 1  # exit code: the disk failed
CALM = 2.0  # seconds after a start: who was talking when it went down is answered before all is read
REFUSED = 2  # exit code: something must be set otherwise first
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

BROKEN = (
    "{folder} is damaged ({reason}): not all that is kept there can be read, and nothing more is written. Look at the "
    "disk, then put a copy in its place: docs/operators/keeping.md"
)
DISK = "{folder} cannot be written ({reason}). What was acknowledged is kept. Look at the disk, then start again."

log = logging.getLogger(__name__)


class PortError(Exception):
    """The address cannot be listened on; the message says what to do."""


class DiskError(Exception):
    """Nothing can be written any more."""


class DamagedError(Exception):
    """A file cannot be read back."""


class AsleepError(Exception):
    """Others went on with what this program held: it was silent for too long."""


class TokenFormError(Exception):
    """The Telegram token does not have the form Telegram gives."""


@dataclass(frozen=True, slots=True)
class Worker:
    """What one of several is given: the socket they share, what was read, and a pipe that ends with the parent.

    `stands` is told the parent once it serves.
    """

    door: socket.socket
    content: Content
    parent: int
    stands: Stands


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes; every other option comes from the environment (docs/operators.md)."""
    parser.add_argument(
        "--workers", type=_several, default=1, metavar="N", help="processes that share the work; needs ATOUT_STORE"
    )


def _several(text: str) -> int:
    """Return how many. Raises `ArgumentTypeError`."""
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0  # noqa: PLR2004 - digits
    if not 1 <= count <= SLOTS:
        raise ArgumentTypeError(f"takes a number from 1 to {SLOTS}: about one for each processor core")
    return count


def run(args: Namespace | None) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    logs.start()
    count = args.workers if args else 1
    return _guarded(lambda: _many(count, _read()) if count > 1 else _one(_read()))


def _read() -> Settings:
    settings = from_environment()
    logs.start(plain=settings.log == "plain")
    return settings


def _many(count: int, settings: Settings) -> int:
    """Serve with several workers; what all of them need is read once, before they begin."""
    if memory_of(settings) is None:
        raise SettingError(ALONE)
    content = load_content(settings)
    _loaded(settings)
    with _listening(settings) as door:
        _, new_key = current_key(settings.key_file, settings.data)
        settled(settings)
        settle(content)

        def work(parent: int, stands: Stands) -> int:
            return _guarded(lambda: _one(settings, Worker(door, content, parent, stands)))

        return Parent(count, work, lambda: _say(settings, door.getsockname()[1], new_key=new_key)).run()


def _loaded(settings: Settings) -> None:
    """Load the libraries of what is set up: seconds of the processor that no worker begins with again."""
    _telegram(settings)
    _whatsapp(settings)
    libraries(settings)


def _one(settings: Settings, worker: Worker | None = None) -> int:
    uvloop.run(_serve(settings, worker))
    return 0


def _guarded(work: Callable[[], int]) -> int:
    """Do it; the exit code, and what is wrong in plain words."""
    try:
        return work()
    except (SettingError, PublicUrlError, KeyFileError, InUseError, PortError, TokenFormError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return REFUSED
    except (DiskError, DamagedError, AsleepError, StoreError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return FAILED


async def _serve(settings: Settings, worker: Worker | None = None) -> None:
    content = worker.content if worker else load_content(settings)
    site = Site(
        translator=locales.translator,
        direction=locales.direction,
        languages=content.languages,
        fresh=lambda: secrets.token_urlsafe(32),
        clock=time.monotonic,
        public=settings.public_url,
        hears=settings.hear not in {"", NONE},
        voices=settings.speak_languages,
        host=content.host,
    )
    spoken, numbers = _telegram(settings), _whatsapp(settings)
    pushed: list[TelegramChannel | WhatsAppChannel] = [*spoken, *numbers]
    served: dict[str, Channel[Any, Any]] = {one.name: one for one in pushed}
    with _listening(settings) if worker is None else nullcontext(worker.door) as door:
        made = open_house(settings, content=content, channels=served, hurry=site.messages_a_minute)
        booked = bucket(settings)
        for one in pushed:
            one.turns.part, one.turns.bucket = (lambda: made.store.held.part), booked
        try:
            settled(settings)
            telling = told(settings, made, spoken[0] if spoken else None)
            chat, counsellors = app(made.house, site), _desk(settings, made, site, telling)
            await made.house.start()
            telling.start()
            if worker is None:
                _say(settings, door.getsockname()[1], new_key=made.new_key)
            settling = asyncio.create_task(_settled(made, chat, counsellors))
            behind = [(one, telling.door if one is spoken[0] else made.house) for one in spoken]
            polling = [_listen(settings, one, door, content.languages, made.store) for one, door in behind]
            looking = [_look(settings, one) for one in numbers]
            counting = metrics(made, settings)
            hooks = {**_hooks(settings, behind, numbers, made.house), READY: ready(made.house.ready)}
            if worker is not None:
                note(log, logging.INFO, "worker begins", worker=made.store.held.worker, process=os.getpid())
                worker.stands()
            doors, passing = _between(settings, made)
            served_pages = Served(chat, counsellors, hooks, passing)
            server = Server(served_pages, settings, worker.parent if worker else -1)
            reason = await _until_told(made, server, [door, *doors])
            await _end(settling)
            for task in (*polling, *looking, counting):
                await _end(task)
            await telling.stop()
        finally:
            await _stop(made, *pushed)
    if reason == TAKEN:
        raise AsleepError(f"{TAKEN}. It is begun again." if worker else f"{TAKEN}. Start it again.")
    if damaged(reason):
        raise DamagedError(BROKEN.format(reason=reason, folder=settings.data))
    if reason:
        raise DiskError(DISK.format(reason=reason, folder=settings.data))


async def _settled(made: Made, chat: Chat, desk: DeskApp) -> None:
    """Read what somebody will ask for: the pages of the desk only where there is a staff."""
    await asyncio.sleep(CALM)
    await asyncio.to_thread(chat.settle)
    await asyncio.to_thread(settle, made.content)
    with suppress(StoreError):
        if await work_done(made.store, lambda tx: tx.accounts.all()):
            await asyncio.to_thread(desk.settle)


async def _until_told(made: Made, server: Server, doors: list[socket.socket]) -> str:
    """Serve until told to stop, or until nothing can be written any more; return why, "" when told."""
    ended = asyncio.create_task(made.house.ended())
    ended.add_done_callback(lambda _: server.leave())
    between = [door.getsockname() for door in doors if door.family == socket.AF_UNIX]
    await server.serve(doors)
    relay.closed(between)
    reason = ended.result() if ended.done() else ""
    await _end(ended)
    return reason


def _between(settings: Settings, made: Made) -> tuple[list[socket.socket], Callable[[DeskApp], ASGIApp]]:
    """Return the door for the other programs, and what is passed on; none where there are none."""
    held, memory = made.store.held, memory_of(settings)
    if held.whole or memory is None:
        return [], lambda desk: desk
    opened = relay.opened(memory, held.worker)
    return [opened], lambda desk: relay.Relay(desk, desk.unanswered, made.store, memory)


# ---------------------------------------------------------------- the web chat and the desk


def _desk(settings: Settings, made: Made, site: Site, telling: Told) -> DeskApp:
    return desk_app(
        Desk(
            store=made.store,
            translator=locales.translator,
            direction=locales.direction,
            languages=made.content.languages,
            fresh=site.fresh,
            ids=fresh_id,
            now=now,
            office=made.house.office,
            content=made.content,
            closers=[made.house.office.bell.close],
            rooms=made.rooms,
            typing=made.house.typing,
            summarized=Drawing(made.content, locales.translator).summary,
            public=origin(settings.public_url),
            offered=telling.offered,
        )
    )


@dataclass(frozen=True, slots=True)
class Served:
    """What answers under which path: the chat, the desk, and what platforms call."""

    chat: Chat
    desk: DeskApp
    hooks: Mapping[str, ASGIApp]
    passing: Callable[[DeskApp], ASGIApp] = lambda desk: desk  # the desk, or what asks the program that serves it

    def joined(self) -> ASGIApp:
        """Return all of it as one application."""
        return hooked(beside(self.chat, ROOT, self.passing(self.desk)), self.hooks)

    def close(self) -> None:
        """End what is open, so that the server can stop."""
        self.chat.close()
        self.desk.close()


class Server(uvicorn.Server):
    """uvicorn, told to stop by us: it lets the streams end and leaves the rest of the stop to its caller."""

    def __init__(self, served: Served, settings: Settings, parent: int) -> None:
        super().__init__(
            uvicorn.Config(
                served.joined(),
                lifespan="off",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=bool(settings.proxy),
                forwarded_allow_ips=settings.proxy or None,
                timeout_graceful_shutdown=LAST_ANSWERS,
            )
        )
        self._served = served
        self._parent = parent  # a pipe that ends when the parent does; -1: there is none

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stop on SIGTERM and Ctrl-C, and do not raise them again: the house is still to be stopped."""
        loop = asyncio.get_running_loop()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(one, self.leave)
        if self._parent >= 0:
            loop.add_reader(self._parent, self._orphaned)
        yield
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(one)

    def _orphaned(self) -> None:
        asyncio.get_running_loop().remove_reader(self._parent)
        self.leave()

    def leave(self) -> None:
        """Let nobody new in and end; at once when told twice, but for a worker: its parent tells it as well."""
        self.force_exit = self.should_exit and self._parent < 0
        self.should_exit = True
        self._served.close()


def _listening(settings: Settings) -> socket.socket:
    """Return the socket, bound before anything else is opened, so that a second start fails at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        door = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        said = IN_THE_WAY.get(error.errno or 0, f"{error.strerror}: look at ATOUT_HOST and ATOUT_PORT")
        raise PortError(f"{settings.host}:{settings.port}: {said}") from error
    # An answer is written in two pieces; without this the second waits 40 ms for the other side (asyncio sets it only
    # on sockets that name their protocol, which this one does not).
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def _say(settings: Settings, port: int, *, new_key: bool) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"Atout answers on http://{host}:{port}", flush=True)
    if settings.public_url:
        print(f"People find it at {settings.public_url}", flush=True)
    elif settings.host not in LOOPBACK:
        print("It answers to this machine alone until ATOUT_PUBLIC_URL is set.", flush=True)
    if reason := Closing(settings.data)():
        print(f"It is closed: {reason}. `atout open` opens it again.", flush=True)
    if new_key:
        print(f"The master key was made: {settings.key_file}. Keep a copy of it elsewhere.", flush=True)


# ---------------------------------------------------------------- Telegram


def _telegram(settings: Settings) -> Sequence[TelegramChannel]:
    """Return the channels of the bots, that of the first one first. Raises `SettingError` and `TokenFormError`."""
    tokens = bots(settings)
    if not tokens:
        return ()
    if settings.telegram_webhook and not settings.public_url.startswith("https:"):
        raise SettingError("ATOUT_TELEGRAM_WEBHOOK needs ATOUT_PUBLIC_URL with https: Telegram calls no other")
    from bot.channels.telegram.errors import TokenError  # noqa: PLC0415 - its library is loaded only with a token

    names = [telegram.NAME, *map(telegram.named, tokens[1:])]
    try:
        return [
            telegram.channel(token, locales.translator, settings.telegram_api, name)
            for token, name in zip(tokens, names, strict=False)
        ]
    except TokenError:
        raise TokenFormError(telegram.FORM) from None  # its own words hold the token


def _listen(
    settings: Settings, bot: TelegramChannel, door: Door, languages: tuple[str, ...], store: Store
) -> asyncio.Task[None]:
    """Begin to take in what Telegram has: in one program, whichever is the first of those that share a store."""
    public = settings.public_url

    def listens() -> Coroutine[Any, Any, None]:
        return bot.called(public, languages) if settings.telegram_webhook else bot.run(door, languages, public)

    listening = asyncio.create_task(listens() if store.held.whole else _while_first(store, listens))
    listening.add_done_callback(_ended)
    return listening


async def _while_first(store: Store, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do it while this program is the first, and no longer."""
    while True:
        task = asyncio.create_task(work()) if store.held.first and store.speaks else None
        while task is not None and store.held.first and store.speaks:
            await asyncio.wait({task}, timeout=LOOK_FIRST)
            if task.done():
                return await task
        await _end(task)
        await asyncio.sleep(LOOK_FIRST)


def _ended(listening: asyncio.Task[None]) -> None:
    """Say it when Telegram stops being listened to while the rest goes on."""
    error = None if listening.cancelled() else listening.exception()
    if error is not None:
        note(log, logging.ERROR, "telegram ended", error=error)


# ---------------------------------------------------------------- WhatsApp


def _whatsapp(settings: Settings) -> Sequence[WhatsAppChannel]:
    """Return the channels of the numbers, the first one first. Raises `SettingError` when only a part of it is set."""
    missing = unset(settings, WHATSAPP)
    if len(missing) == len(WHATSAPP):
        return ()
    if missing:
        raise SettingError(f"WhatsApp needs also: {', '.join(missing)} (docs/operators.md)")
    from bot.channels.whatsapp.client import WhatsAppChannel  # noqa: PLC0415 - loaded only where it is used

    first, *more = phones(settings)
    names = {first: whatsapp.NAME, **{phone: further(whatsapp.NAME, phone) for phone in more}}
    return [WhatsAppChannel(_account(settings, one), locales.translator, name=name) for one, name in names.items()]


def _account(settings: Settings, phone: str) -> Account:
    from bot.channels.whatsapp.client import Account  # noqa: PLC0415 - loaded only where it is used

    return Account(
        phone,
        settings.whatsapp_token.value,
        settings.whatsapp_api,
        settings.whatsapp_version,
        settings.whatsapp_template,
    )


def _look(settings: Settings, number: WhatsAppChannel) -> asyncio.Task[None]:
    """Begin to look at a number, which holds up nothing: what is found is said in the log."""
    from bot.channels.whatsapp.doctor import introduce  # noqa: PLC0415 - loaded only where it is used

    return asyncio.create_task(introduce(_account(settings, number.phone), settings.whatsapp_secret.value))


def _hooks(
    settings: Settings, behind: Sequence[tuple[TelegramChannel, Door]], numbers: Sequence[WhatsAppChannel], door: Door
) -> Mapping[str, ASGIApp]:
    """Return the addresses that platforms call, by their paths. `behind`: the bots, and where what they take goes."""
    found: dict[str, ASGIApp] = {}
    if numbers:
        from bot.channels.whatsapp import webhook as meta  # noqa: PLC0415 - loaded only where it is used

        secrets = meta.Secrets(settings.whatsapp_secret.value, settings.whatsapp_verify.value)
        found[meta.PATH] = meta.webhook(numbers, door, secrets)
    if behind and settings.telegram_webhook:
        from bot.channels.telegram.webhook import webhook  # noqa: PLC0415 - its library is loaded only with a token

        for (bot, taken), token in zip(behind, bots(settings), strict=True):
            found[telegram.path(bot.name)] = webhook(bot, taken, token)
    return found


# ---------------------------------------------------------------- stopping


async def _end(task: asyncio.Task[Any] | None) -> None:
    if task is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _stop(made: Made, *channels: TelegramChannel | WhatsAppChannel) -> None:
    for stop in (made.rooms.stop, made.house.stop):
        with suppress(TimeoutError):
            await asyncio.wait_for(stop(), LAST_COMMITS)
    for channel in channels:
        await channel.close()
