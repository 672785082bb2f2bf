"""Who has which conversation: the little core and the real one, on a screen and on the platforms.

A step is what the person does; None taps the first button of the question on screen, a number lets so many
milliseconds pass.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeAlias

from bot import app
from bot.channels.base import Upload
from bot.channels.whatsapp.client import Account
from bot.files.found import Found
from bot.parts import Parts
from bot.settings import read
from flows.games import TAPS
from flows.model import Body, Facts, Media, Open, Text
from locales import translator
from tests.bot import little, papers
from tests.bot.little import HOUR, Clock, Ids
from tests.bot.sweep.killed import KilledTelegram, KilledWhatsApp, Killer
from tests.bot.sweep.platforms import CHAT, NUMBER, Double, on_telegram, on_whatsapp
from tests.bot.telegram.conftest import HastyClock
from tests.doubles import graph, telegram

Step: TypeAlias = Body | int | None
Steps: TypeAlias = tuple[Step, ...]
Channel: TypeAlias = Any  # one that is killed

LITTLE: Steps = (
    Open("fr"),
    None,
    Text("je garde des enfants"),
    Text("tous les jours"),
    None,
    Text("depuis 2019"),
    Text("!two"),
    Text("je cuisine aussi"),
    Text("!cv"),
    Text("Amina"),
    None,
    Text("Nantes"),
)
REAL: Steps = (
    Open("fr"),
    None,  # agrees
    Text("je fais le ménage chez une dame"),
    None,  # these words are right
    Text("1 3 4"),
    Text("3 ans"),
    None,  # a job near to it
    Text("Amina"),
    Text("06 39 98 10 01"),
    Text("Rezé"),
    None,  # all of it is right: the CV is drawn and sent
    None,  # goes on
)
FILE: Steps = (
    Open("fr"),
    None,  # agrees
    Text("mon ancien cv"),
    Media("file", "cv.pdf", held=True),
    Text("tout"),
    None,  # the skill in it is right
    Text("1 3 4"),
    None,  # for somebody
    None,  # a job near to it
    *REAL[7:],
)
GAMES: Steps = (
    Open("fr"),
    None,  # agrees
    Text("vrai ou faux"),
    *((None,) * TAPS),  # each tap has its sentence
    None,  # a tip a day
    21 * HOUR,  # one is due
    Text("merci"),
    24 * HOUR,
    Text("stop conseils"),
    24 * HOUR,
)
INTERVIEW: Steps = (
    Open("fr"),
    None,  # agrees
    Text("entretien"),
    None,  # without an offer
    None,  # for any job
    None,  # begins
    Text("Hier à la cantine j'ai coupé les légumes avec ma collègue, et tout était prêt à midi."),
    None,  # the next question
    Text("je range"),
    Text("À l'école j'ai rangé 30 chaises avant le soir, et le directeur était content."),  # the same, said again
    Text("pourquoi vous dites ça ?"),
    Text("ça suffit"),
    Text("1"),  # an act for the CV
    None,  # the page is drawn and sent
)
ERASED: Steps = (*REAL[:6], Text("efface tout"), None, 60_000)
PAPER = Upload(papers.pdf(("Awa Diop", "2019 - 2022", "Ménage de bureaux, le soir")))


@dataclass(frozen=True, slots=True)
class Cast:
    """Which core answers, what it is told, and where; `double`: the platform that has to run beside it."""

    steps: Steps
    parts: Callable[[Clock, Channel, Ids, Killer], Parts]
    channel: Callable[[str, Killer], Channel] | None = None
    address: str = "ana"
    double: Double | None = None


def small(clock: Clock, outside: Channel, ids: Ids, _killer: Killer) -> Parts:
    """Return the parts of the little core."""
    return little.parts(clock, outside, ids)


def real(clock: Clock, channel: Channel, ids: Ids) -> Parts:
    """Return what a person meets, with a clock, a channel and ids of ours."""
    return replace(_loaded(), now=clock, ids=ids, channels={channel.name: channel})


@cache
def _loaded() -> Parts:
    return app.parts(app.load_content(read({})), {}, Clock(), Ids())


def drawing(clock: Clock, channel: Channel, ids: Ids, killer: Killer) -> Parts:
    """Return the same, which may be killed around each drawing."""
    parts = real(clock, channel, ids)

    def draw(document: str, format: str, facts: Facts, lang: str) -> bytes:  # noqa: A002 - its name in `Draw`
        killer.point("before drawing")
        drawn = parts.draw(document, format, facts, lang)
        killer.point("after drawing")
        return drawn

    return replace(parts, draw=draw, picture=None)


def reading(clock: Clock, channel: Channel, ids: Ids, killer: Killer) -> Parts:
    """Return the same, which may be killed while a file is read too."""
    parts = drawing(clock, channel, ids, killer)

    async def read(data: bytes, lang: str) -> Found | None:
        killer.point("before reading")
        begun = asyncio.ensure_future(parts.read(data, lang))
        await asyncio.sleep(0.05)  # its process runs
        killer.point("while reading")
        said = await begun
        killer.point("after reading")
        return said

    return replace(parts, read=read)


def on_the_bot(address: str, killer: Killer) -> KilledTelegram:
    """Return the channel of Telegram, at this double."""
    made = KilledTelegram(telegram.TOKEN, translator, address, HastyClock())
    made.killer = killer
    return made


def on_the_number(address: str, killer: Killer) -> KilledWhatsApp:
    """Return the channel of WhatsApp, at this double."""
    account = Account(graph.PHONE, graph.TOKEN, address, "v25.0")
    made = KilledWhatsApp(account, translator, HastyClock())
    made.killer = killer
    return made


CASTS = {
    "little": Cast(LITTLE, small),
    "real": Cast(REAL, drawing),
    "file": Cast(FILE, reading),
    "interview": Cast(INTERVIEW, drawing),
    "erased": Cast(ERASED, drawing),
    "games": Cast(GAMES, drawing),
    "telegram": Cast(REAL, drawing, on_the_bot, str(CHAT), on_telegram),
    "whatsapp": Cast(REAL, drawing, on_the_number, f"FR.1{NUMBER}", on_whatsapp),
}
