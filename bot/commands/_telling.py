"""What `atout serve` tells the staff with: the ways that are set up, and what carries notices out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import locales
from bot.app import Made, fresh_id, now
from bot.channels.base import Door
from bot.desk.web import ROOT
from bot.loop import run
from bot.notices.base import Notifier
from bot.notices.linking import Linking
from bot.notices.offered import Offered
from bot.notices.sender import Sender, Words
from bot.pages.address import origin
from bot.settings import SettingError, Settings, hours

if TYPE_CHECKING:
    from bot.channels.telegram.client import TelegramChannel
    from bot.notices.mail import Server
    from bot.notices.push import Pusher


@dataclass(frozen=True, slots=True)
class Told:
    """What tells, what is offered, and the door behind which Telegram's arrivals go."""

    sender: Sender
    offered: Offered
    door: Door

    def start(self) -> None:
        """Begin to tell whoever is to be told."""
        self.sender.rounds.start()

    async def stop(self) -> None:
        """Let go of all of it."""
        await self.sender.stop()
        if self.offered.push is not None:
            await self.offered.push.close()


def told(settings: Settings, made: Made, bot: TelegramChannel | None) -> Told:
    """Return what tells the staff here. Raises `SettingError`."""
    public, langs = origin(settings.public_url), made.content.languages
    ways: dict[str, Notifier] = {}
    door: Door = made.house
    if bot is not None:
        from bot.channels.telegram.notices import TelegramNotifier  # noqa: PLC0415 - its library: only with a token

        telegram = TelegramNotifier(bot, locales.translator)
        ways[telegram.name] = telegram
        door = Linking(made.house, made.store, fresh_id, now, locales.translator, telegram.say, langs[0])
    pusher = _pusher(settings, made, public)
    if pusher is not None:
        ways[pusher.name] = pusher
    place = mail_server(settings)
    if place is not None:
        from bot.notices.mail import Mailer  # noqa: PLC0415 - loaded only where it is used

        mailer = Mailer(place, locales.translator)
        ways[mailer.name] = mailer
    offered = Offered(bot.invitation if bot else None, pusher, mail=place is not None, zone=settings.timezone)
    return Told(_sender(settings, made, ways), offered, door)


def _sender(settings: Settings, made: Made, ways: Mapping[str, Notifier]) -> Sender:
    public = origin(settings.public_url)
    link = f"{public}{ROOT}" if public.startswith("https:") else ""  # no other can be opened from a phone
    return Sender(made.store, ways, hours(settings), now, Words(made.content.languages[0], link))


def mail_server(settings: Settings) -> Server | None:
    """Return the operator's server for e-mail, None where none is set. Raises `SettingError`."""
    given = (settings.mail_server, settings.mail_from, settings.mail_user, settings.mail_password.value)
    if not any(given):
        return None
    from bot.notices.mail import MailError, server  # noqa: PLC0415 - loaded only where it is used

    try:
        return server(*given)
    except MailError as error:
        raise SettingError(str(error)) from None


def _pusher(settings: Settings, made: Made, public: str) -> Pusher | None:
    """Return what tells browsers; they take part only where the page came over TLS."""
    if not public.startswith("https:"):
        return None
    from bot.notices.push import Pusher  # noqa: PLC0415 - loaded only where it is used
    from bot.notices.sealed import fresh  # noqa: PLC0415 - the same

    kept: list[bytes] = []
    once = asyncio.Lock()

    async def key() -> bytes:
        async with once:
            if not kept:
                kept.append(await run(made.store, lambda tx: tx.notices.key(fresh())))
        return kept[0]

    contact = f"mailto:{settings.mail_from}" if settings.mail_from else public
    return Pusher(key, contact, now, settings.push_hosts)
