"""The only place where the parts are put together; the one clock and the one source of ids enter here.

Everything else is given what it needs. A test, the simulator or a command may give another clock, other ids, other
content or other channels; what they do not give is what a person meets.
"""

from __future__ import annotations

import gc
import secrets
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import locales
from bot import content as contents
from bot.bus.base import Bus, Nobody
from bot.channels import telegram, whatsapp
from bot.channels.base import Channel
from bot.channels.turns import Bucket
from bot.closing import Closing, never
from bot.desk.duty import Duty
from bot.desk.practising import Invented, Rooms
from bot.drawing import Drawing, picture
from bot.files import reader
from bot.finding import lexicon
from bot.finding.crafts import Crafts
from bot.finding.finder import Finder
from bot.finding.lexicon import Lexicon
from bot.finding.semantic import meanings
from bot.hints import Hinter, no_crafts
from bot.house import House
from bot.keeping import Retention
from bot.model import chosen as models
from bot.model.base import Model
from bot.parts import Ids, Looked, Now, Parts, Speak
from bot.press import Press
from bot.settings import SettingError, Settings, checked, hours
from bot.spelling.worker import Mender, dictionaries
from bot.store.base import Store
from bot.store.fleeting import in_memory, place
from bot.store.imported import Imported
from bot.store.keys import KEY_BYTES
from bot.store.sqlite import SqliteStore
from bot.store.turning import current_key
from bot.store.wrapping import derive
from bot.voice import chosen, decoder, speakers
from bot.voice.shelf import Shelved
from bot.watching import Watch
from flows.content import Content, Host
from flows.engine import step
from flows.live import questions
from flows.reading import fold, tokens
from flows.visible import private
from locales.catalogs import catalog
from locales.numbers import countries

__all__ = ["House", "Made", "fresh_id", "load_content", "now", "open_house"]

ID_LENGTH = 10  # a button's payload stays within 20 bytes (ENGINE.md 3)
LETTERS = b"abcdefghijklmnopqrstuvwxyz234567" * 8  # each byte says one of 32, all as often
NANOSECONDS = 1_000_000  # in a millisecond
CODED = frozenset({"act", "skill", "job", "title", "subject", "study", "condition"})  # words of a code are of work
PUSHED = frozenset({telegram.NAME, whatsapp.NAME})  # what is due there waits while no token is set
BILLED = frozenset({whatsapp.NAME})
NAMED = frozenset({"act", "button", "choice", "door", "occupation", "skill"})  # keys whose texts people repeat


def now() -> int:
    """Return the time, in milliseconds since 1970, UTC."""
    return time.time_ns() // NANOSECONDS


def fresh_id() -> str:
    """Return an id nobody can guess: ten letters and digits, 50 bits."""
    return secrets.token_bytes(ID_LENGTH).translate(LETTERS).decode()


@dataclass(frozen=True, slots=True)
class Made:
    """A house ready to start. `new_key`: the master key was made just now, and this is the time to say where it is."""

    house: House
    content: Content
    store: Store
    new_key: bool
    rooms: Rooms
    watch: Watch


@dataclass(frozen=True, slots=True)
class Asked:
    """A model, and who says which words are in a dictionary, without whom nothing leaves for it."""

    model: Model | None
    words: Looked | None


def load_content(settings: Settings) -> Content:
    """Return what this installation asks and understands."""
    voices = frozenset(settings.speak_languages)
    country = countries()[settings.country]
    numbers = tuple(line.number for line in country.known) if checked(settings) else ()
    who = (settings.operator, settings.contact)
    helped = settings.model not in {"", models.NONE}
    host = Host(*who, settings.no_sanction, voices, country.emergency, numbers, age=settings.age, helped=helped)
    hears, model = chosen.outside(settings.hear), models.outside(settings)
    speaks = chosen.outside(settings.speak) if voices else ""
    host = replace(host, hears=hears, speaks=speaks, model=model, months=settings.keep_months, basis=settings.basis)
    host = replace(host, country=settings.country, channels=carried(settings), page=notice(settings))
    return contents.load(settings.languages, host)


def open_house(  # noqa: PLR0913 - each stands in for one thing outside
    settings: Settings,
    *,
    content: Content | None = None,
    channels: Mapping[str, Channel[Any, Any]] | None = None,
    imported: Imported | None = None,
    clock: Now = now,
    ids: Ids = fresh_id,
    asked: Asked | None = None,
    hurry: int = 0,
) -> Made:
    """Open the store of this installation and join the parts.

    `channels` are those to which bubbles are pushed (Telegram); the web chat and the terminal read the transcript.
    `imported` are the occupations the operator imported, without it those in the data folder. `asked` is the model that
    is asked in place of the one in the settings. `hurry`: how many messages of one person are read in a minute.
    Raises `KeyFileError`, `InUseError` and `SettingError`.
    """
    known = content or load_content(settings)
    key, new = current_key(settings.key_file, settings.data)
    store, bus = kept(settings, key, clock)
    occupations = imported or Imported(settings.data)
    found = dictionaries(settings.dictionaries, known.languages)
    there = hours(settings)
    known_parts = parts(known, channels or {}, clock, ids, occupations, found)
    hearing = chosen.ears(settings)
    speaking = shelved(settings, speakers.mouth(settings), key)
    made = replace(known_parts, page=reached(settings.public_url), zone=there.zone, ears=hearing, speak=speaking)
    helped = asked or Asked(models.model(settings), made.words)
    made = replace(made, model=helped.model, words=helped.words, model_budget=settings.model_budget)
    made = replace(made, watch=watching(settings, known, tuple(channels or ())))
    store.watched(made.watch)
    made = replace(made, retention=Retention(settings.keep_months), shut=Closing(settings.data), hurry=hurry)
    duty = Duty(there.opens_next, there.zone, settings.lease, there.before, there.closes)
    rooms = Rooms(partial(invented, made, duty), clock, locales.translator)
    return Made(House(store, made, duty, bus), known, store, new, rooms, made.watch)


def kept(settings: Settings, key: bytes, clock: Now) -> tuple[Store, Bus]:
    """Open where the rows of this installation are, and what tells the other programs that use them.

    Raises `InUseError`, `StoreError` and `SettingError`.
    """
    if not settings.store:
        return SqliteStore(settings.data, key, clock), Nobody()
    libraries(settings)
    url, memory = settings.store.value, memory_of(settings)
    opened: Store = server().PostgresStore(url, settings.data, key, clock, memory=memory)
    if memory is None:
        return opened, Nobody()
    name = str(opened.held.worker)
    bus: Bus = (
        cache_server(settings).RedisBus(settings.redis.value, name)
        if settings.redis
        else caller().PostgresBus(url, name)
    )
    return opened, bus


def libraries(settings: Settings) -> None:
    """Load what speaks with the servers that are set up. Raises `SettingError`."""
    if settings.store:
        server()
        cache_server(settings) if settings.redis else caller()


def caller() -> ModuleType:
    """Return what tells the other programs through PostgreSQL."""
    return import_module("bot.bus.postgres")


def cache_server(settings: Settings) -> ModuleType:
    """Return what speaks with Redis: an extra, loaded only where it is used. Raises `SettingError`."""
    if find_spec("redis") is None:
        raise SettingError("ATOUT_REDIS needs redis, which is not installed: pip install 'atout[redis]'")
    found = import_module("bot.bus.redis")
    if not found.readable(settings.redis.value):
        raise SettingError("ATOUT_REDIS cannot be read: look at its port, and at what stands behind a question mark")
    return found


def bucket(settings: Settings) -> Bucket | None:
    """Return where the programs book the turns of bots; None where each keeps to its part."""
    made: Bucket | None = cache_server(settings).RedisBucket(settings.redis.value) if settings.redis else None
    return made


def shelved(settings: Settings, speak: Speak | None, key: bytes) -> Speak | None:
    """Return who reads aloud, once for all programs where they share a Redis server."""
    if speak is None or not settings.redis:
        return speak
    shelf = cache_server(settings).RedisShelf(settings.redis.value)
    return Shelved(speak, shelf, derive(key, "speech"))


def memory_of(settings: Settings) -> Path | None:
    """Return where the programs of this machine find each other; None where there can only be one.

    Raises `SettingError`.
    """
    if not settings.store:
        return None
    if not settings.memory:
        return place(settings.data)
    folder = Path(settings.memory).expanduser()
    if not in_memory(folder):
        said = f"ATOUT_MEMORY takes a folder in memory (tmpfs), and {folder} is on a disk"
        raise SettingError(f"{said}: keys of people who did not agree would be written there")
    return folder


def server(name: str = "postgres") -> ModuleType:
    """Return what speaks with PostgreSQL, or another module of the store that does. Raises `SettingError`.

    It is an extra, loaded only where it is used.
    """
    if find_spec("psycopg") is None:
        raise SettingError("ATOUT_STORE needs psycopg, which is not installed: pip install 'atout[postgres]'")
    return import_module(f"bot.store.{name}")


def watching(settings: Settings, content: Content, channels: Sequence[str]) -> Watch:
    """Return who counts what is done: nobody, unless the operator asked for it."""
    if not settings.metrics:
        return Watch()
    ids = [one.id for form in content.forms for one in questions(form)]
    counts: Watch = import_module("bot.metrics").Metrics(ids, channels)
    return counts


def invented(made: Parts, duty: Duty) -> Invented:
    """Return a house to practise in, with the parts of a real one and nothing else of it."""
    folder = TemporaryDirectory(prefix="atout-practice-")
    store = SqliteStore(Path(folder.name), secrets.token_bytes(KEY_BYTES), made.now)
    alone = replace(made, channels={}, mending=None, words=None, ears=None, speak=None, model=None, shut=never)
    alone = replace(alone, watch=Watch())
    return Invented(store, alone, duty, folder.cleanup)


def carried(settings: Settings) -> tuple[str, ...]:
    """Return the companies whose apps carry messages, by their names."""
    apps = {"Telegram": bool(settings.telegram_token), "WhatsApp": bool(settings.whatsapp_phone)}
    return tuple(name for name, served in apps.items() if served)


def notice(settings: Settings) -> str:
    """Return the address of the notice as a phone opens it, "" where no phone can."""
    page = reached(settings.public_url)
    return f"{page}/notice" if page else ""


def reached(public: str) -> str:
    """Return the address of the web chat as a phone opens it, "" where no phone can."""
    return public.rstrip("/") if public.startswith("https:") else ""


def settle(content: Content) -> None:
    """Read the words of every language, and let the garbage collector leave alone what was loaded.

    It stays, and to look at it again makes people wait.
    """
    for lang in content.languages:
        _ = content.words[lang]
    gc.collect()
    gc.freeze()


def parts(
    content: Content,
    channels: Mapping[str, Channel[Any, Any]],
    clock: Now,
    ids: Ids,
    imported: Imported | None = None,
    spelling: Mapping[str, Path] | None = None,
) -> Parts:
    """Return the parts of a house with this content. `spelling`: the dictionaries of languages that have one."""
    press = Press()
    drawing = Drawing(content, locales.translator, press)
    hint = hinter(content, imported, spelling or ())
    mender = Mender(spelling, hint.mended) if spelling else None
    return Parts(
        decide=partial(step, content),
        hint=hint,
        translator=locales.translator,
        direction=locales.direction,
        draw=drawing,
        vocabulary=partial(code_words, content),
        name=drawing.name,
        picture=partial(press, picture),
        print_=drawing.owned,
        now=clock,
        ids=ids,
        languages=content.languages,
        channels=channels,
        pushed=PUSHED,
        billed=BILLED,
        read=reader.read,
        look=reader.page,
        copy=reader.copy,
        decode=decoder.decode,
        private=partial(private, content),
        content=content,
        mending=mender,
        words=mender,
    )


def hinter(content: Content, imported: Imported | None = None, spelling: Collection[str] = ()) -> Hinter:
    """Return what finds the spelling of our own words (labels, acts and doors), and the occupations near them.

    `spelling` names the languages that have a dictionary.
    """
    crafts = Crafts(imported, content) if imported else no_crafts
    made = cache(partial(finder, content, imported))  # when somebody first says which work they look for

    def near(text: str, lang: str, spelling: Mapping[str, str], *, wanted: bool) -> Sequence[str]:
        return made().codes(text, lang, spelling, wanted=wanted)

    return Hinter(content, vocabulary, near, crafts, spelling)


def finder(content: Content, imported: Imported | None = None) -> Finder:
    """Return what finds the occupations a phrase is near to, those an operator imported among them."""

    def title(code: str, lang: str) -> str:
        known = imported.occupation(code, lang) if imported else None
        return job_title(code, lang) or (known.title if known else "")

    return Finder(content, work_words(content), title, imported, meanings)


@cache
def work_words(content: Content) -> Lexicon:
    """Return the words of work beside those of the content: read once, whoever opens a house with it."""
    return lexicon.load(content.words)


@cache
def job_title(code: str, lang: str) -> str:
    """Return the title of a job in a language, for a man and for a woman; "" where our catalogs have none."""
    known = catalog(lang) if lang in locales.languages() else {}
    both = dict.fromkeys(text for form in "mf" for text in known.get((f"job.{code}.{form}", "1"), ()))
    return " / ".join(both)


@cache
def code_words(content: Content, code: str) -> Sequence[str]:
    """Return the words of work in a language: what a code to bring a dossier back is made of."""
    said = [one.words[code] for one in content.occupations.values() if code in one.words]
    names = [text for words in said for text in (*words.names, *words.tools)]
    texts = [t for (key, _), texts in catalog(code).items() if key.partition(".")[0] in CODED for t in texts]
    small = {way for ways in content.words[code].joints.values() for way in ways}
    return [word for text in (*texts, *names) for word in text.lower().split() if fold(word) not in small]


def vocabulary(code: str) -> Sequence[str]:
    """Return the words of a language that a person may mean when they misspell one."""
    texts = [text for (key, _), texts in catalog(code).items() if key.partition(".")[0] in NAMED for text in texts]
    return [token for text in texts for token in tokens(fold(text))]
