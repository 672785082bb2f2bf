"""Every option, read once from the environment. Nothing else reads the environment.

What must stay secret is wrapped, so that no log line and no error can show it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.notices.hours import Hours, HoursError, parse
from locales import languages
from locales.numbers import countries

PREFIX = "ATOUT_"
YES = frozenset({"1", "yes", "true", "on", "oui"})
NO = frozenset({"", "0", "no", "false", "off", "non"})
PORT_MAX = 65535
BASES = ("consent", "mission")  # GDPR article 6, 1 a and 1 e
AGES = range(13, 17)  # from which a law lets somebody agree alone (GDPR article 8)
KEEP_MOST = 24  # months (notes/security.md 4)
SERVED = ("postgresql://", "postgres://")  # begins the address of a database server
LOGS = ("json", "plain")
HERE = frozenset({"127.0.0.1", "::1", "localhost"})
TOKEN_LEAST = 20  # letters: as hard to guess as what one would look for elsewhere
REDIS = ("redis://", "rediss://", "unix://")  # where Redis is asked, with TLS, or on this machine
LEASE_LEAST = 5  # minutes: nobody reads a dossier and answers in less
WHATSAPP = ("whatsapp_phone", "whatsapp_token", "whatsapp_secret", "whatsapp_verify")  # all of them, or none


class SettingError(ValueError):
    """An option that cannot be used; the message names it and says what it takes."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value nobody may see by accident."""

    value: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        return "***" if self.value else ""


def about(text: str) -> Mapping[str, str]:
    """Return what an option is, to stand beside it."""
    return {"about": text}


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of this installation."""

    host: str = field(default="127.0.0.1", metadata=about("the network address the web chat listens on"))
    port: int = field(default=8000, metadata=about("the port of the web chat"))
    data: Path = field(default=Path("~/.local/share/atout"), metadata=about("the folder where conversations are kept"))
    key_file: Path = field(
        default=Path("~/.config/atout/master.key"), metadata=about("the master key; keep a copy of it elsewhere")
    )
    store: Secret = field(
        default=Secret(),
        metadata=about(
            "the PostgreSQL database that keeps the rows, postgresql://user@host/atout; empty: a file in the folder "
            "of ATOUT_DATA, where the keys are in any case"
        ),
    )
    memory: str = field(
        default="",
        metadata=about(
            "with a database: a folder in the memory of the machine (tmpfs), where the programs that use it find each "
            "other and the keys of who did not agree; empty: one in /dev/shm where there is such a place"
        ),
    )
    redis: Secret = field(
        default=Secret(),
        metadata=about(
            "a Redis server, redis://user:password@host:6379/0 or rediss://…, through which several workers find each "
            "other sooner and share a bot's pace; empty: they do without"
        ),
    )
    dictionaries: Path = field(
        default=Path("/usr/share/hunspell"),
        metadata=about(
            "the folder of Hunspell dictionaries; a language without one: misspelt words of it are mended less"
        ),
    )
    contact: str = field(default="", metadata=about("whom a person can reach: name, telephone, address and hours"))
    operator: str = field(default="", metadata=about("who answers for this installation, said in the greeting"))
    no_sanction: bool = field(
        default=False, metadata=about("yes when the operator confirms that nothing is checked and nobody is punished")
    )
    keep_months: int = field(
        default=6,
        metadata=about("months for which the answers of who agreed are kept after their last message, 1 to 24"),
    )
    country: str = field(
        default="FR", metadata=about("the country whose emergency numbers are named, by its two letters")
    )
    numbers_checked: str = field(
        default="",
        metadata=about(
            "the day on which somebody of yours checked those numbers, 2026-11-28; empty: only 112 is named"
        ),
    )
    basis: str = field(
        default="consent",
        metadata=about("what the law allows it by, said in the notice: consent, or mission (a public service's)"),
    )
    age: int = field(default=15, metadata=about("the age from which somebody agrees alone: 15 in France, 13 to 16"))
    languages: tuple[str, ...] = field(
        default=(), metadata=about("the languages offered, the first is the default; empty: all there are")
    )
    telegram_token: Secret = field(
        default=Secret(), metadata=about("the token of the Telegram bot; empty: no Telegram")
    )
    telegram_more: Secret = field(
        default=Secret(),
        metadata=about("the tokens of further bots, with commas: people write to any, and each has a pace of its own"),
    )
    telegram_webhook: bool = field(
        default=False, metadata=about("yes: Telegram calls the public address; no: it is asked for what is new")
    )
    telegram_api: str = field(default="https://api.telegram.org", metadata=about("the address of the Bot API"))
    whatsapp_phone: str = field(default="", metadata=about("Meta's id of the WhatsApp number; empty: no WhatsApp"))
    whatsapp_more: tuple[str, ...] = field(
        default=(), metadata=about("Meta's ids of further numbers of the same application, with commas")
    )
    whatsapp_token: Secret = field(default=Secret(), metadata=about("the token that sends from that number"))
    whatsapp_secret: Secret = field(
        default=Secret(), metadata=about("the secret of Meta's application; it signs what arrives at /hooks/whatsapp")
    )
    whatsapp_verify: Secret = field(
        default=Secret(), metadata=about("a word of your own, typed into Meta's page beside that address")
    )
    whatsapp_template: str = field(
        default="",
        metadata=about(
            "the name of a message Meta approved: sent to who did not write for a day, when something waits"
        ),
    )
    whatsapp_api: str = field(default="https://graph.facebook.com", metadata=about("the address of the Graph API"))
    whatsapp_version: str = field(default="v25.0", metadata=about("the version of the Graph API"))
    public_url: str = field(
        default="", metadata=about("the address of the web chat as seen from outside; empty: this machine alone")
    )
    lease: int = field(
        default=30, metadata=about("minutes a counsellor may give no sign, while the team is there, and keep a case")
    )
    timezone: str = field(default="Europe/Paris", metadata=about("the time zone of the office, as tzdata names it"))
    hours: str = field(
        default="",
        metadata=about('when the team is there: "mon-fri 09:00-12:30 13:30-17:00, sat 09:00-12:00"; empty: not said'),
    )
    mail_server: str = field(
        default="",
        metadata=about("host and port of a mail server that tells the staff, smtp.example.org:587; empty: no e-mail"),
    )
    mail_from: str = field(default="", metadata=about("the address it writes from"))
    mail_user: str = field(default="", metadata=about("the user of that server; empty: none is asked for"))
    mail_password: Secret = field(default=Secret(), metadata=about("and the password"))
    push_hosts: tuple[str, ...] = field(
        default=(), metadata=about("hosts of push services beside those of Chrome, Firefox, Edge and Safari")
    )
    hear: str = field(
        default="none",
        metadata=about(
            "who hears voice notes: none, the address of a server with /v1/audio/transcriptions, mistral, or the "
            "folder of a faster-whisper model"
        ),
    )
    hear_model: str = field(default="", metadata=about("the model that server is asked for; empty: its usual one"))
    hear_key_file: str = field(default="", metadata=about("a file with the key of that server; empty: none is needed"))
    speak: str = field(
        default="espeak",
        metadata=about(
            "who reads aloud: espeak, a folder with Piper's voices, or the address of a server with /v1/audio/speech"
        ),
    )
    speak_languages: tuple[str, ...] = field(
        default=(), metadata=about("the languages that are read aloud; empty: none")
    )
    speak_model: str = field(default="", metadata=about("the model that server is asked for; empty: its usual one"))
    speak_voice: str = field(default="", metadata=about("the voice that server is asked for; empty: its usual one"))
    speak_key_file: str = field(default="", metadata=about("a file with the key of that server; empty: none is needed"))
    model: str = field(
        default="none",
        metadata=about(
            "a language model that proposes, and is never needed: none, mistral, or the address of a server with "
            "/v1/chat/completions"
        ),
    )
    model_name: str = field(default="", metadata=about("the model it is asked for; empty: Mistral's small one"))
    model_key_file: str = field(default="", metadata=about("a file with its key; empty: none is needed"))
    model_own: bool = field(
        default=False,
        metadata=about("yes: that server is the operator's own machine, and words in Arabic letters may go there too"),
    )
    model_budget: int = field(default=30, metadata=about("how often it is asked for one person in a day, at most"))
    model_price: str = field(default="", metadata=about("what a million tokens cost, to tell the operator: 0.30"))
    log: str = field(default="json", metadata=about("how lines of the log are written: json, or plain"))
    metrics: str = field(
        default="",
        metadata=about("where this machine tells figures to Prometheus, 127.0.0.1:9464; empty: nowhere"),
    )
    metrics_token: Secret = field(
        default=Secret(), metadata=about("what Prometheus has to show there; needed for any address but this machine's")
    )
    proxy: str = field(
        default="",
        metadata=about("the address of the web server in front of us, whose word for where people are is taken"),
    )


def from_environment() -> Settings:
    """Return the settings of this process. Raises `SettingError`."""
    return read(os.environ)


def is_set(name: str) -> bool:
    """Whether the environment sets an option, be it to what it is without."""
    return f"{PREFIX}{name.upper()}" in os.environ


def read(environ: Mapping[str, str]) -> Settings:
    """Return the settings the environment asks for. Raises `SettingError`."""
    known = {PREFIX + option.name.upper(): option for option in fields(Settings)}
    strange = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    if strange:
        raise SettingError(_unknown(strange, list(known)))
    given = {known[name].name: _parsed(name, known[name].default, environ[name]) for name in known if name in environ}
    found = Settings(**given)  # type: ignore[arg-type] # each was parsed by the type of its default
    for name in ("languages", "speak_languages"):
        none = [lang for lang in getattr(found, name) if lang not in languages()]
        if none:
            known_here = f"languages that are here ({', '.join(languages())})"
            raise SettingError(f"{PREFIX}{name.upper()} takes {known_here}, not {', '.join(none)}")
    _ = hours(found)
    country = found.country.upper()
    if country not in countries():
        raise SettingError(f"{PREFIX}COUNTRY takes one of {', '.join(countries())} (locales/numbers.toml)")
    _ = checked(found)
    if found.store and not found.store.value.startswith(SERVED):
        raise SettingError(f"{PREFIX}STORE takes an address such as postgresql://user@host/atout, or nothing")
    _ = metrics_at(found)
    _ = bots(found)
    _ = phones(found)
    if found.log not in LOGS:
        raise SettingError(f"{PREFIX}LOG takes {' or '.join(LOGS)}")
    if found.redis and not found.redis.value.startswith(REDIS):
        raise SettingError(f"{PREFIX}REDIS takes an address such as redis://host:6379/0, or nothing")
    if found.redis and not found.store:
        raise SettingError(f"{PREFIX}REDIS is between several workers, and they need {PREFIX}STORE")
    if found.basis not in BASES:
        raise SettingError(f"{PREFIX}BASIS takes {' or '.join(BASES)}")
    if found.age not in AGES:
        raise SettingError(f"{PREFIX}AGE takes a number from {AGES[0]} to {AGES[-1]}")
    if not 1 <= found.keep_months <= KEEP_MOST:
        raise SettingError(f"{PREFIX}KEEP_MONTHS takes months, from 1 to {KEEP_MOST}")
    if found.lease < LEASE_LEAST:
        raise SettingError(f"{PREFIX}LEASE takes minutes, {LEASE_LEAST} at least")
    places = {name: getattr(found, name).expanduser() for name in ("data", "key_file", "dictionaries")}
    return Settings(
        **{option.name: getattr(found, option.name) for option in fields(found)}
        | places
        | {"public_url": found.public_url.rstrip("/"), "country": country}
    )


def options() -> Mapping[str, tuple[str, str]]:
    """Return each option's name in the environment, with its default and what it is."""
    return {
        PREFIX + option.name.upper(): (_shown(option.default), str(option.metadata["about"]))
        for option in fields(Settings)
    }


def hours(settings: Settings) -> Hours:
    """Return when the team is there, by the office's clocks. Raises `SettingError`."""
    try:
        return parse(settings.hours, ZoneInfo(settings.timezone))
    except HoursError as error:
        raise SettingError(f"{PREFIX}HOURS: {error}") from None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingError(f"{PREFIX}TIMEZONE takes a time zone by its name, such as Europe/Paris") from None


def checked(settings: Settings) -> date | None:
    """Return when the operator checked the numbers, None for never. Raises `SettingError`."""
    if not settings.numbers_checked:
        return None
    try:
        return date.fromisoformat(settings.numbers_checked)
    except ValueError:
        raise SettingError(f"{PREFIX}NUMBERS_CHECKED takes a day, such as 2026-11-28") from None


def metrics_at(settings: Settings) -> tuple[str, int] | None:
    """Return where figures are told, None for nowhere. Raises `SettingError`."""
    if not settings.metrics:
        return None
    host, _, port = settings.metrics.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or int(port) > PORT_MAX:
        raise SettingError(f"{PREFIX}METRICS takes an address and a port, such as 127.0.0.1:9464")
    if host not in HERE and len(settings.metrics_token.value) < TOKEN_LEAST:
        needed = f"{PREFIX}METRICS_TOKEN of {TOKEN_LEAST} letters or more"
        raise SettingError(f"{PREFIX}METRICS at any address but 127.0.0.1 needs {needed}")
    return host, int(port)


def bots(settings: Settings) -> Sequence[str]:
    """Return the tokens of the bots on Telegram, the first one first; none for no Telegram. Raises `SettingError`."""
    first, more = settings.telegram_token.value, settings.telegram_more.value.replace(",", " ").split()
    if more and not first:
        raise SettingError(f"{PREFIX}TELEGRAM_MORE is for further bots: the first is {PREFIX}TELEGRAM_TOKEN")
    tokens = [first, *more] if first else []
    if len({token.partition(":")[0] for token in tokens}) < len(tokens):
        raise SettingError(f"{PREFIX}TELEGRAM_MORE takes each bot once, and not that of {PREFIX}TELEGRAM_TOKEN")
    return tokens


def phones(settings: Settings) -> Sequence[str]:
    """Return Meta's ids of the numbers on WhatsApp, the first one first; none for none. Raises `SettingError`."""
    first, more = settings.whatsapp_phone, settings.whatsapp_more
    if more and not first:
        raise SettingError(f"{PREFIX}WHATSAPP_MORE is for further numbers: the first is {PREFIX}WHATSAPP_PHONE")
    found = [first, *more] if first else []
    if len(set(found)) < len(found):
        raise SettingError(f"{PREFIX}WHATSAPP_MORE takes each number once, and not that of {PREFIX}WHATSAPP_PHONE")
    return found


def unset(settings: Settings, needed: Sequence[str]) -> Sequence[str]:
    """Return which of these options have no value, by their names in the environment."""
    return [PREFIX + name.upper() for name in needed if not getattr(settings, name)]


def _unknown(strange: Sequence[str], known: Sequence[str]) -> str:
    """Return that there are no such options, the one that was probably meant first, then all there are."""
    near = {name: get_close_matches(name, known, 1) for name in strange}
    said = [f"{name} is no setting{f' ({near[name][0]}?)' if near[name] else ''}" for name in strange]
    return f"{', '.join(said)}. There are: {', '.join(known)}"


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    return ",".join(default) if isinstance(default, tuple) else str(default)


def _parsed(name: str, default: object, text: str) -> object:
    text = text.strip()
    match default:
        case bool():
            return _truth(name, text)
        case int():
            if not text.isascii() or not text.isdigit() or int(text) > PORT_MAX:
                raise SettingError(f"{name} takes a number from 0 to {PORT_MAX}")
            return int(text)
        case Path():
            return Path(text) if text else default
        case tuple():
            return tuple(code.strip().lower() for code in text.replace(",", " ").split())
        case Secret():
            return Secret(text)
        case _:
            return text


def _truth(name: str, text: str) -> bool:
    if text.lower() not in YES | NO:
        raise SettingError(f"{name} takes yes or no")
    return text.lower() in YES
