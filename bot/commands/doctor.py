"""Say what is right and what is wrong with this installation, a sentence each.

It asks Telegram, Meta, a mail server and the public address only where they are set up, changes nothing that is not
asked for, and never shows a token, a number or the path of a webhook. Exit code 1 when something is wrong. What it says
is for the operator.
"""

from __future__ import annotations

import asyncio
import logging
import math
import os
import re
import shutil
import tempfile
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

import locales
from bot import logs
from bot.app import now
from bot.channels import telegram
from bot.channels.clock import apart, dated
from bot.closing import Closing
from bot.commands._costs import costs
from bot.commands._disk import synced
from bot.commands._elsewhere import examined as elsewhere
from bot.commands._first import with_these
from bot.commands._found import WRONG, Found
from bot.commands._keeping import copies, half_turned, whole
from bot.commands._numbers import numbers, today
from bot.commands._public import on_public
from bot.commands._weak import weak
from bot.model.base import WORDING, ModelError, Request
from bot.model.chosen import model, outside, price
from bot.notices.base import NotifyError
from bot.pages.address import PublicUrlError, origin
from bot.settings import PREFIX, WHATSAPP, SettingError, Settings, bots, from_environment, phones, unset
from bot.spelling.worker import dictionaries
from bot.store.aside import Log, log_of_the_desk, model_spent, nobody_leads
from bot.store.base import StoreError
from bot.store.keys import KeyFileError, master_key, unmade
from bot.store.sqlite import in_use
from bot.store.whereabouts import DATABASE, FILE, here
from bot.voice.base import VoiceError, silence
from bot.voice.chosen import ears

ROOM: Final = 200_000_000  # bytes free under which the folder is called nearly full
PROBE: Final = 100_000  # bytes written to see that they can be
SOME: Final = 9  # lines named; whoever changed more changed enough
ASKED: Final = {
    "contact": "a person who wants to talk to somebody is told that there is nobody",
    "operator": "people ask who is behind it",
}
UNWELL: Final = "Telegram is not well, or it is not Telegram who answers at ATOUT_TELEGRAM_API: try later."
OF_TELEGRAM: Final = {
    "form": f"Telegram: {telegram.FORM}.",
    "token": "Telegram does not accept the token, it is wrong or was revoked: ask @BotFather (/mybots, API Token), set "
    "ATOUT_TELEGRAM_TOKEN.",
    "network": "Telegram cannot be reached: look at the network of this machine and at ATOUT_TELEGRAM_API.",
    **dict.fromkeys(("server", "garbled", "wait"), UNWELL),
}
OF_MAIL: Final = {
    "no TLS": "it offers no TLS (STARTTLS), and nothing is sent in clear",
    "certificate": "its certificate is not one this machine trusts, or is for another name",
    "TLS": "TLS does not come about: port 465 speaks it from the first byte, others after STARTTLS",
    "user or password": "look at ATOUT_MAIL_USER and ATOUT_MAIL_PASSWORD",
    "network": "it cannot be reached: look at ATOUT_MAIL_SERVER and at the network of this machine",
    "slow": "it does not answer: look at the port of ATOUT_MAIL_SERVER",
}
MONTH: Final = 30 * 24 * 60 * 60 * 1000  # ms
MILLION: Final = 1_000_000
HARMLESS: Final = "je fais le ménage"  # said by nobody
OF_MODEL: Final = {
    "away": "nobody answers at ATOUT_MODEL, or it is not well",
    "busy": "it asks to wait (429): try later, or look at what your account may ask in a minute",
    "refused": "it refuses: look at ATOUT_MODEL_KEY_FILE and ATOUT_MODEL_NAME",
    "strange": "it answers in another form than the one it is asked for: take another model",
    "late": "it takes longer than four seconds, and nobody waits that long: take a smaller model",
}
OF_WHATSAPP: Final = {  # which option must be another
    "phone": "whatsapp_phone",
    "secret": "whatsapp_secret",
    "token not accepted or expired": "whatsapp_token",
    "token may not send": "whatsapp_token",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--cost", action="store_true", help="what a first CV costs on each channel, and nothing else")
    parser.add_argument("--price", type=_price, metavar="EUR", help="with --cost: what Meta asks for a message")
    parser.add_argument(
        "--log-head", type=_head, metavar="N:HASH", help="an end of the log of the desk, as it was noted"
    )
    parser.add_argument("--take-webhook-off", action="store_true", help="take off the webhook Telegram tells of")


def _price(text: str) -> float:
    """Return an amount of money. Raises `ArgumentTypeError`."""
    try:
        amount = float(text)
    except ValueError:
        amount = -1
    if not 0 <= amount < math.inf:
        raise ArgumentTypeError("takes an amount, such as 0.04")
    return amount


def _head(text: str) -> str:
    """Return the head of a log. Raises `ArgumentTypeError`."""
    if not re.fullmatch(r"[0-9]{1,15}:[0-9a-f]{16}", text):
        raise ArgumentTypeError("takes what a line of the log or the page named, such as 57:9f2c04d1a8b36e70")
    return text


def run(args: Namespace) -> int:
    """Look, and print."""
    logs.start(logging.ERROR)
    if args.cost:
        print("\n".join(asyncio.run(costs(args.price))))
        return 0
    return asyncio.run(_examine(off=args.take_webhook_off, head=args.log_head or ""))


async def _examine(*, off: bool, head: str) -> int:
    wrong = False
    async for found in examined(off=off, head=head):
        wrong = wrong or found.how == WRONG
        print(f"{found.how:<7} {found.text}", flush=True)
    return int(wrong)


async def examined(*, off: bool = False, head: str = "") -> AsyncIterator[Found]:
    """Yield what is found, the nearest first. `off`: take a webhook of Telegram off; `head`: of the desk's log."""
    try:
        settings = from_environment()
    except SettingError as error:
        yield Found(WRONG, f"Settings: {error}.")
        return
    yield Found("ok", "The settings can be read.")
    try:
        with_these(settings)
    except SettingError as error:
        yield Found(WRONG, f"Settings: {error}.")
    for found in (*folder(settings.data), *rows(settings), key(settings), *desk(settings, head), *staff(settings)):
        yield found
    if reason := Closing(settings.data)():
        yield Found("advice", f"It is closed: {reason}. Nobody is answered until `atout open`.")
    kept = copies(settings.data, now()) if not settings.store else elsewhere(settings)
    for how, said in (*whole(settings.data), *half_turned(settings.key_file), *kept):
        yield Found(how, said)
    for found in (*words(settings), *numbers(settings, today()), public(settings), *weak(settings)):
        yield found
    for one in (*await on_public(settings), *await on_telegram(settings, off=off), *await on_whatsapp(settings)):
        yield one
    for one in (*await on_mail(settings), *await on_push(settings), *await on_voice(settings)):
        yield one
    for one in await on_model(settings):
        yield one


async def on_voice(settings: Settings) -> list[Found]:
    """Return whether voice notes are heard: a second of silence is, by whoever hears people."""
    try:
        hearing = ears(settings)
    except SettingError as error:
        return [Found(WRONG, f"Voice: {error}.", "hear")]
    if hearing is None:
        return [Found("advice", "ATOUT_HEAR is not set: voice notes are not heard, and who sends one is told.")]
    try:
        await hearing.transcribe(silence(), locales.languages()[0])
    except VoiceError:
        return [Found(WRONG, "Voice: nobody heard a second of silence; look at ATOUT_HEAR, its model and key.", "hear")]
    finally:
        await hearing.close()
    return [Found("ok", "Voice: notes are heard.")]


async def on_model(settings: Settings) -> list[Found]:
    """Return whether a model answers, asked with a sentence of nobody; nothing where none is set."""
    try:
        asked = model(settings)
    except SettingError as error:
        return [Found(WRONG, f"Model: {error}.", "model")]
    if asked is None:
        return []
    try:
        await asked.propose(Request(WORDING, HARMLESS, "fr"))
    except ModelError as error:
        return [Found(WRONG, f"Model: {OF_MODEL[error.verdict]}.", "model")]
    finally:
        await asked.close()
    found = dictionaries(settings.dictionaries, locales.languages())
    none = ", ".join(lang for lang in locales.languages() if lang not in found)
    said = f"No dictionary for {none}: nothing is asked of the model in it (sudo apt install hunspell-...)."
    kept = "it is your own" if asked.own else f"masked words leave this machine, for {outside(settings)}"
    return [Found("ok", f"Model: it answers; {kept}."), *([Found("advice", said)] if none else []), *spent(settings)]


def spent(settings: Settings) -> Iterator[Found]:
    """Yield how often a model was asked in a month, and what that came to."""
    with suppress(StoreError, OSError):  # said already
        found = model_spent(settings.data, now() - MONTH, settings.store.value)
        cost = price(settings) * found.tokens / MILLION
        money = f", {cost:.2f} at ATOUT_MODEL_PRICE" if cost else ""
        said = f"{found.asked} calls in 30 days, {found.failed} without an answer, {found.held} held back by our filter"
        yield Found("ok", f"Model: {said}; {found.tokens} tokens{money}.")


# ---------------------------------------------------------------- this machine


def folder(data: Path) -> Iterator[Found]:
    """Yield whether conversations can be kept there, and how much room there is."""
    try:
        there = next(place for place in (data, *data.absolute().parents) if place.exists())
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"0" * PROBE)
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(there).free
    except OSError as error:
        yield Found(WRONG, f"{data} cannot be written ({error.strerror}): make room, give it to this user, or set "
                    "ATOUT_DATA to another folder.")  # fmt: skip
        return
    yield Found("ok", f"{data} can be written." if there == data else f"{data} will be made at the first start.")
    yield room(free)
    yield synced(there)


def rows(settings: Settings) -> Iterator[Found]:
    """Yield that the rows are in another place than the settings say; nothing where they are there."""
    try:
        here(settings.data, DATABASE if settings.store else FILE)
    except StoreError as error:
        yield Found(WRONG, f"{error}.")


def room(free: int) -> Found:
    """Say whether so many bytes are enough."""
    said = f"{free // 1_000_000} MB are free on that disk"
    return Found(WRONG, f"Only {said}: make room.") if free < ROOM else Found("ok", f"{said}.")


def key(settings: Settings) -> Found:
    """Say whether the master key is there, and readable by its owner alone."""
    path = settings.key_file
    try:
        if path.exists():
            master_key(path)
            return Found("ok", f"The master key is there: {path}. Keep a copy of it elsewhere.")
        kept = (settings.data / "keys.db").exists()
    except (KeyFileError, OSError) as error:
        return Found(WRONG, str(error))
    if kept:
        return Found(
            WRONG, f"{path} is not there, and {settings.data} cannot be read without it: bring your copy back."
        )
    try:
        there = next(place for place in path.absolute().parents if place.exists())
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        return Found(WRONG, f"{unmade(path, error)}.")
    return Found("ok", f"The master key will be made at the first start: {path}.")


def desk(settings: Settings, head: str = "") -> Iterator[Found]:
    """Yield whether each line of the log of the desk is as it was written, and there; nothing where there is none."""
    try:
        found = _log(settings, head)
    except (KeyFileError, StoreError, OSError):
        return  # said already, or at the next start
    if found.wrong:
        lines = ", ".join(map(str, found.wrong[:SOME]))
        said = f"The log of the desk was changed from outside at line {lines}: somebody wrote into atout.db."
        yield Found(WRONG, said)
    elif found.lines:
        yield Found("ok", f"The log of the desk is whole: {found.lines} lines, the last is {found.head}.")
    if head:
        yield _compared(head, found)


def _log(settings: Settings, head: str) -> Log:
    if not settings.key_file.exists():
        return Log()
    return log_of_the_desk(settings.data, master_key(settings.key_file)[0], now(), head, settings.store.value)


def _compared(head: str, found: Log) -> Found:
    """Say whether the log still holds the line that was noted as its last."""
    line = head.partition(":")[0]
    if found.stands:
        return Found("ok", f"Line {line} of the log of the desk is the one that was noted.")
    if found.stands is None:
        return Found("advice", f"Line {line} of the log of the desk was dropped after a year: compare a later one.")
    end = f"it ends at {found.head}" if found.lines else "it has no line"
    said = (
        f"The log of the desk does not hold line {line} as it was noted, {end}: its end was cut off, or the files are"
    )
    return Found(WRONG, f"{said} older ones.")


def staff(settings: Settings) -> Iterator[Found]:
    """Yield that nobody is told when nobody is on duty; nothing where there is no desk, or somebody leads it."""
    with suppress(StoreError, OSError):  # said already
        if nobody_leads(settings.data, settings.store.value):
            said = "No lead has an account: nobody is told of a person who waits while no counsellor is on duty. "
            yield Found("advice", said + 'Invite one: atout desk invite --role lead --name "Amina".')


def words(settings: Settings) -> Iterator[Found]:
    """Yield what a person would miss, and can be done without."""
    found = dictionaries(settings.dictionaries, locales.languages())
    none = ", ".join(lang for lang in locales.languages() if lang not in found)
    if none:
        yield Found("advice", f"No dictionary in {settings.dictionaries} for {none}: misspelt words are mended less.")
    for name in (name for name in ASKED if not getattr(settings, name)):
        yield Found("advice", f"{PREFIX}{name.upper()} is not set: {ASKED[name]}.")
    yield from shown(settings)


def shown(settings: Settings) -> Iterator[Found]:
    """Yield what people would be shown and must not see: a token that stands where words for them belong."""
    for name in (name for name in ASKED if telegram.TOKEN.search(getattr(settings, name))):
        said = f"{PREFIX}{name.upper()} holds the token of a Telegram bot, and people would be shown it"
        yield Found(WRONG, f"{said}: the token belongs in ATOUT_TELEGRAM_TOKEN.", name)


def public(settings: Settings) -> Found:
    """Say whether the address people type can carry the chat."""
    try:
        address = origin(settings.public_url)
    except PublicUrlError as error:
        return Found(WRONG, f"{error}.", "public_url")
    return Found("ok", f"People find the web chat at {address or 'this machine alone'}.")


# ---------------------------------------------------------------- the platforms


async def on_telegram(settings: Settings, *, off: bool = False, alone: bool = True) -> Sequence[Found]:
    """Return what Telegram says of each token; nothing without one. `alone`: also whether another program uses it."""
    if not settings.telegram_token:
        return ()
    first, *more = bots(settings)
    found = [*await _on_bot(settings, first, "telegram_token", off=off, alone=alone)]
    for token in more:
        found += await _on_bot(settings, token, "telegram_more", off=off, alone=alone)
    return found


async def _on_bot(settings: Settings, token: str, option: str, *, off: bool, alone: bool) -> Sequence[Found]:
    """Return what Telegram says of a token, which is of that option."""
    name = telegram.NAME if option == "telegram_token" else telegram.named(token)
    doctor = import_module("bot.channels.telegram.doctor")  # its library is loaded only with a token
    errors = import_module("bot.channels.telegram.errors")
    here, public = _runs(settings.data), settings.public_url
    ours = public and public + telegram.path(name)
    try:
        look = await doctor.look(token, settings.telegram_api, ours, alone=alone and not here, off=off)
    except errors.TokenError:
        return (Found(WRONG, OF_TELEGRAM["form"], option),)
    found = [*clock(look.date, "Telegram")]
    if settings.telegram_webhook and not public.startswith("https:"):
        said = "ATOUT_TELEGRAM_WEBHOOK needs ATOUT_PUBLIC_URL with https: Telegram calls no other."
        found.append(Found(WRONG, said, "public_url"))
    elif settings.telegram_webhook and not telegram.calls(public):
        found.append(Found(WRONG, f"Telegram {telegram.CALLS}.", "public_url"))
    if look.trouble:
        said = OF_TELEGRAM.get(look.trouble, f"Telegram refuses: {look.trouble}. Try later.")
        return (*found, Found(WRONG, said, option if look.trouble == "token" else ""))
    found.append(Found("ok", f"Telegram knows the bot: https://t.me/{look.name}"))
    if look.hook:
        found.append(Found(WRONG, f"Telegram: a webhook sends the messages to {look.hook}, so they do not come here. "
                           "If nothing of yours needs it: atout doctor --take-webhook-off"))  # fmt: skip
    if look.twice:
        found.append(Found(WRONG, "Telegram: another program asks for the messages of this bot, and only one can. Stop "
                           "it, or take another bot."))  # fmt: skip
    if here:
        found.append(Found("ok", "Atout runs on this folder: whether another program uses its token is in its log."))
    return found


async def on_whatsapp(settings: Settings) -> Sequence[Found]:
    """Return what Meta says of the number and its token; nothing when WhatsApp is not set."""
    missing = unset(settings, WHATSAPP)
    if len(missing) == len(WHATSAPP):
        return ()
    if missing:
        return (Found(WRONG, f"WhatsApp needs also: {', '.join(missing)} (docs/operators.md).", _option(missing[0])),)
    found: list[Found] = []
    if not settings.public_url.startswith("https://"):
        said = "WhatsApp: Meta calls this program: set ATOUT_PUBLIC_URL to its address with https."
        found.append(Found(WRONG, said, "public_url"))
    first, *more = phones(settings)
    found += await _on_number(settings, first, OF_WHATSAPP)
    for phone in more:
        found += await _on_number(settings, phone, {**OF_WHATSAPP, "phone": "whatsapp_more"})
    return found


async def _on_number(settings: Settings, phone: str, options: Mapping[str, str]) -> Sequence[Found]:
    """Return what Meta says of a number. `options`: which of ours each trouble is of."""
    doctor = import_module("bot.channels.whatsapp.doctor")
    client = import_module("bot.channels.whatsapp.client")
    account = client.Account(phone, settings.whatsapp_token.value, settings.whatsapp_api, settings.whatsapp_version)
    look = await doctor.look(account, settings.whatsapp_secret.value)
    found = [*clock(look.date, "Meta")]
    if look.trouble:
        return (*found, Found(WRONG, f"WhatsApp: {look.said}.", options.get(look.trouble, "")))
    return (*found, Found("ok", f'WhatsApp: Meta knows the number and the secret, people see "{look.name}".'))


async def on_mail(settings: Settings) -> Sequence[Found]:
    """Return whether the mail server takes us, without sending anything; nothing when none is set."""
    telling = import_module("bot.commands._telling")
    mail = import_module("bot.notices.mail")
    try:
        place = telling.mail_server(settings)
    except SettingError as error:
        return (Found(WRONG, f"E-mail: {error}."),)
    if place is None:
        return ()
    try:
        await mail.Mailer(place, locales.translator).look()
    except NotifyError as error:
        said = OF_MAIL.get(str(error), f"it says: {error}")
        return (Found(WRONG, f"E-mail: the server {place.host} does not take us: {said}."),)
    return (Found("ok", f"E-mail: the server {place.host} takes us; nothing was sent."),)


async def on_push(settings: Settings) -> Sequence[Found]:
    """Return which push services the operator named cannot be sent to; nothing where none is named."""
    push = import_module("bot.notices.push")
    found = []
    for host in settings.push_hosts:
        try:
            addresses = await push.resolved(host)
        except (OSError, UnicodeError):
            addresses = ()
        if not addresses or not all(map(push.is_public, addresses)):
            said = "is not found on the public internet: nothing is sent there"
            found.append(Found(WRONG, f"Web push: {host} of ATOUT_PUSH_HOSTS {said}."))
    if settings.push_hosts and not settings.public_url.startswith("https:"):
        found.append(Found(WRONG, "Web push: browsers take part only with https: set ATOUT_PUBLIC_URL.", "public_url"))
    return found


def _option(name: str) -> str:
    return name.removeprefix(PREFIX).lower()


def clock(date: str, whose: str) -> Iterator[Found]:
    """Yield how far our clock is from theirs, by the Date header of an answer; nothing without one."""
    theirs = dated(date)
    if theirs is None:
        return
    minutes = apart(theirs, now() / 1000)
    if not minutes:
        yield Found("ok", f"The clock of this machine is right, by {whose}'s.")
        return
    way = "ahead of" if minutes > 0 else "behind"
    yield Found(WRONG, f"The clock of this machine is {abs(minutes)} minutes {way} {whose}'s: set it (timedatectl "
                "set-ntp true).")  # fmt: skip


def _runs(data: Path) -> bool:
    try:
        return in_use(data)
    except OSError:
        return False
