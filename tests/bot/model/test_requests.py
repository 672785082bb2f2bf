"""What really leaves, request by request: whole conversations are held, and each request is read to its last word.

People of the personas talk where the server stands elsewhere, and are asked before; people who say names, numbers,
towns and addresses in every sentence talk where it is the operator's own. Of every request the test knows each part:
its address and headers, the fixed text, and of the person's words that each is in a dictionary, in our own vocabulary,
or a mark. It does not ask the filter that made them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from bot.app import Asked
from bot.commands.sim import begin
from bot.loop import run
from bot.model.base import PURPOSES, TRANSLATION, Request
from bot.model.filter import Filter, lists
from bot.model.job import FIELDS
from bot.model.mistral import Mistral
from bot.model.prompts import form, schema, told
from bot.model.pseudonyms import Tongue
from bot.settings import read
from bot.sim.chat import Chat
from bot.spelling.worker import Mender
from bot.store.base import Session, Who
from flows.model import Fact
from flows.words import fold
from tests.bot.model.people import LANGUAGES, PLACES, asking, content
from tests.bot.model.test_captured import FRAMES, MADE_UP, messages
from tests.doubles.chatting import KEY, Came, chatting
from tests.personas.replay import Choosing, Person, Replayed, of_a_model, people, send
from tests.personas.thinking import aligned

LEAST = 200  # requests
OTHERS = 20  # messages of each language, three things asked about each
TO: Mapping[str, str] = {"fr": "uk", "en": "fr", "uk": "fr", "ar": "fr"}
PATIENCE = 30.0
SENTENCES = Path(__file__).with_name("sentences.toml")
MARK = re.compile(r"\[(?:NOM|LIEU|MOT|NUM|SIGNE|MAIL|WEB|RUE)\d{1,3}(?::([^\[\]\n]*))?\]")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670])*")
GROUP = re.compile(rf"{WORD.pattern}(?:['’ʼ-]{WORD.pattern})*")
TONGUE = Tongue()
NAMES = lists().first | lists().last | lists().towns
SIGNS = set(" \n.,;:!?'’ʼ\"()-–—…%€«»،؛؟")
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
HEADERS = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length",
           "authorization"}  # fmt: skip
# How somebody comes to the first question about their life, by topic; what they tell there is what a test is about.
BEGINS: Mapping[str, Mapping[str, str]] = {
    "fr": {"start": "bonjour", "consent": "oui", "tu_vous": "vous", "first_name": "Zita", "goal": "je ne sais pas"},
    "en": {"start": "hello", "consent": "yes", "first_name": "Zita", "goal": "i don't know"},
    "uk": {"start": "привіт", "consent": "так", "first_name": "Зіта", "goal": "не знаю"},
    "ar": {"start": "مرحبا", "consent": "نعم", "first_name": "زيتا", "goal": "لا أعرف"},
}
SKIP: Mapping[str, str] = {"fr": "passer", "en": "skip", "uk": "пропустити", "ar": "تخطي"}
# Something of a life that is understood, before what is not: of a message that says nothing else nobody is asked.
COOKED: Mapping[str, str] = {
    "fr": "je faisais la cuisine", "en": "i cooked the meals", "uk": "я готувала обіди", "ar": "كنت أطبخ الطعام",
}  # fmt: skip
STORY = ("activity", "tasks")
LIMIT = 6  # messages of one who tells
NAMED = ("first_name", "place", "contact")  # the topics of which a persona's own words must not leave


Hidden = tuple[str, Sequence[str]]  # a message, "" for any of somebody's, and what of it must not leave


@dataclass
class Sent:
    """A request, of whom it is, and what must not be in it."""

    came: Came
    lang: str
    never: Sequence[Hidden]


def telling() -> Iterator[tuple[Person, Sequence[Hidden]]]:
    """Yield people who tell sentences full of names and numbers, and the words of each that must not leave."""
    known = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    for n, lang in enumerate(FRAMES):
        told_here = [(text, [word for word in hidden.split("|") if word]) for text, hidden, *_ in known.get(lang, ())]
        told_here += messages(lang, n)
        for at in range(0, len(told_here), len(STORY)):
            some = told_here[at : at + len(STORY)]
            turns = [{"asks": topic, "says": said} for topic, said in BEGINS[lang].items()]
            some = [(f"{COOKED[lang]}, {said}", hidden) for said, hidden in some]
            turns += [{"asks": topic, "says": said} for topic, (said, _) in zip(STORY, some, strict=False)]
            person = {"id": f"{lang}{at}", "lang": lang, "turns": turns, "fallback": [SKIP[lang]], "limit": LIMIT}
            yield person, some


def own_words(person: Person) -> Sequence[Hidden]:
    """Return what a persona says of themselves: their name, where they live, how they are reached."""
    said = [str(turn["says"]) for turn in person["turns"] if turn["asks"] in NAMED and "says" in turn]
    words = [word for text in said for word in re.findall(r"[^\W_]+", text) if word[0].isupper() or word.isdecimal()]
    return [("", [word for word in (*words, *person.get("never_to_model", ())) if len(word) > len("les")])]


async def talk(chat: Chat, person: Person) -> None:
    """Hold a conversation to its end."""
    found, choose = Replayed(person), Choosing(person)
    while chat.messages < person["limit"] and chat.topic != "cv_ready":
        await send(chat, await of_a_model(chat, found) or choose.next(chat.topic), found)


async def sent(folder: Path, persons: Sequence[tuple[Person, Sequence[Hidden]]], *, own: bool) -> list[Sent]:
    """Let people talk to one house, and return what it sent."""
    captured: list[Sent] = []
    words = Mender(PLACES, lambda *_: "")
    async with chatting() as server:
        settings = replace(read({}), dictionaries=folder, model=server.at if own else "mistral")
        model = Mistral("small", KEY, server.at, own=own, patience=PATIENCE)
        first = begin(folder, "fr", settings, Asked(model, words))
        try:
            for person, never in persons:
                await talk(Chat(first.life, first.clock, person["lang"], address=person["id"]), person)
                captured += [Sent(came, person["lang"], never) for came in server.requests]
                server.requests.clear()
        finally:
            await first.life.end()
            await words.stop()
        assert server.wrong == []
    return captured


async def others(folder: Path) -> list[Sent]:
    """Ask for what somebody wants of a model: a clearer line, a word beside an answer, a translation."""
    captured: list[Sent] = []
    async with asking(folder, own=True, budget=1_000) as house:
        for n, lang in enumerate(FRAMES):
            who = await house.meets(lang, lang, name="Zita Quorum", town="Vlaxopol", phone="07 99 88 77 66")
            for at, (text, hidden) in enumerate(messages(lang, n)[:OTHERS]):
                never = [("", [one for one in hidden if len(bare(one)) > len(" 12 ")])]
                await run(house.store, partial(_writes, who=who, line=house.fact(1_000 + at, "letter/own", text)))
                for about in ("wording:letter/own", "feedback:interview/1/answer", "translation:" + TO[lang]):
                    await house.asks(who, text, about)
                    captured += [Sent(came, lang, never) for came in house.server.requests]
                    house.server.requests.clear()
    return captured


def _writes(tx: Session, who: Who, line: Fact) -> None:
    tx.learn(who, [line])


async def test_no_request_holds_a_word_that_may_not_leave(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    personas = [(person, own_words(person)) for person in people()[0]]
    elsewhere = await sent(tmp_path / "elsewhere", personas, own=False)
    own = await sent(tmp_path / "own", list(telling()), own=True)
    wanted = await others(tmp_path / "wanted")
    record_property("requests", len(elsewhere) + len(own) + len(wanted))
    assert len(elsewhere) + len(own) >= LEAST
    assert len(wanted) >= LEAST
    assert elsewhere
    assert {one.lang for one in own} == set(LANGUAGES)
    every = (*elsewhere, *own, *wanted)
    assert {purpose(one.came) for one in every} == set(PURPOSES)
    right = await in_a_dictionary([said(one) for one in every])
    sieve = Filter(content(), None, own=True)
    for one in every:
        the_rest_is_ours(one.came)
        text, lang = said(one)
        tongue = sieve.tongue(lang)
        ours = {*tongue.own, *tongue.small}
        assert strange(text, right[lang], ours, tongue) == [], text
        hidden = [word for of, words in one.never if not of or aligned(text, of) for word in words]
        assert [word for word in hidden if bare(word) in bare(text)] == [], text
    for one in elsewhere:
        assert one.lang != "ar"
        assert ARABIC.search(one.came.body.decode()) is None
    everything = "\n".join(f"{one.came.url}{one.came.headers}{one.came.body.decode()}" for one in every)
    assert [made_up for made_up in MADE_UP if made_up in everything] == []


def said(one: Sent) -> tuple[str, str]:
    """Return the person's words in a request, and their language."""
    data = json.loads(json.loads(one.came.body)["messages"][1]["content"])
    return data["text"], data["language"]


def purpose(came: Came) -> str:
    """Return what a request asks for, by the fixed text it begins with."""
    begins = str(json.loads(came.body)["messages"][0]["content"])
    (found,) = [one for one in PURPOSES if begins.startswith(told(one))]
    return found


def the_rest_is_ours(came: Came) -> None:
    """Look at every part of a request but the person's words: it is the same for everybody."""
    assert came.method == "POST"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1/chat/completions", came.url)
    headers = dict(came.headers)
    assert len(headers) == len(came.headers)
    assert set(headers) <= HEADERS
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["content-length"] == str(len(came.body))
    assert re.fullmatch(r"[\w./ -]+", headers["user-agent"])
    body: dict[str, Any] = json.loads(came.body)
    data = json.loads(body["messages"][1]["content"])
    what = purpose(came)
    asked = Request(what, "", data["language"], data.get("to", ""), FIELDS.get(what, {}))
    assert data.get("fields", {}) == dict(asked.fields)
    assert set(data) == {"text", "language"} | ({"fields"} if asked.fields else set()) | ({"to"} & set(data))
    assert ("to" in data) == (what == TRANSLATION)
    assert data["language"] in LANGUAGES
    assert data.get("to", "fr") in LANGUAGES
    assert [set(one) for one in body["messages"]] == [{"role", "content"}] * 2
    assert [one["role"] for one in body["messages"]] == ["system", "user"]
    assert body["messages"][0]["content"] in {told(what), form(asked)}
    form_of_it = body.pop("response_format")
    assert form_of_it == {"type": "json_object"} or form_of_it["json_schema"]["schema"] == schema(asked)
    del body["messages"]
    assert body == {"model": "small", "temperature": 0.0, "max_tokens": 1_500, "stream": False}


async def in_a_dictionary(texts: Sequence[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return which of all words that left are in the dictionary of their language, asked anew."""
    words = Mender(PLACES, lambda *_: "")
    found = {}
    try:
        for lang in LANGUAGES:
            mine = {piece for text, spoken in texts if spoken == lang for piece in pieces(text)}
            right = await words.known(sorted(mine), lang)
            assert right is not None
            found[lang] = right
    finally:
        await words.stop()
    return found


def pieces(text: str) -> set[str]:
    """Return the words of a text without its marks, alone and as an apostrophe or a hyphen joins them."""
    plain = MARK.sub(" ", text).lower()
    return {*WORD.findall(plain), *GROUP.findall(plain)}


def strange(text: str, right: frozenset[str], ours: set[str], tongue: Tongue = TONGUE) -> list[str]:
    """Return what stands in a text that is no word of a dictionary, none of ours, no mark and no plain sign.

    A name or a town of the lists is strange too, unless it is a word of ours, or it is written small and is one of
    those that are heard every day, or is a town behind an article or a pronoun.
    """
    plain = MARK.sub(" ", text)
    found = [meant for mark in MARK.finditer(text) if (meant := mark[1]) and meant not in ours]
    for group in GROUP.findall(plain):
        words = WORD.findall(group)
        listed = [word for word in words if fold(word) in NAMES and fold(word) not in ours]
        found += [word for word in listed if not (word.islower() and a_word(word, plain, tongue))]
        if group.lower() not in right:
            found += [word for word in words if word.lower() not in right and fold(word) not in ours]
    return found + [sign for sign in WORD.sub("", plain) if sign not in SIGNS]


def a_word(word: str, plain: str, tongue: Tongue) -> bool:
    """Whether a word is one of every day, or a town that stands behind an article or a pronoun wherever it stands."""
    if fold(word) in tongue.everyday:
        return True
    before = [fold(found) for found in re.findall(rf"(\w+)[ '’]{re.escape(word)}\b", plain)]
    every = len(re.findall(rf"\b{re.escape(word)}\b", plain))
    named = fold(word) in lists().first | lists().last
    return not named and len(before) == every and set(before) <= tongue.articles


def test_what_may_not_leave_would_be_seen() -> None:
    said = "je fais l'aide-ménage chez zorvaquil à rose [NOM1] [MOT1:karim] 12 @ [TEL1]"
    right = frozenset({"je", "fais", "l", "chez", "à", "aide-ménage", "l'aide-ménage", "rose"})
    assert strange(said, right, {"aide"}) == ["karim", "zorvaquil", "rose", "TEL", "1", "2", "@", "[", "1", "]"]
    assert strange("l'aide-ménage", right, set()) == []
    small = Tongue(everyday=frozenset({"manger"}), articles=frozenset({"la", "je"}))
    said, right = "je force la police, manger", frozenset({"je", "plante", "la", "police", "manger", "force"})
    assert strange(said, right, {"je", "la"}, small) == []
    assert strange("la plante, force Manger police", right, {"la"}, small) == ["plante", "force", "Manger", "police"]
    assert bare("rose fontaine") in bare("chez Rose, Fontaine")
    assert bare("rose fontaine") not in bare("chez Rose [NOM1] fontaine")


def bare(text: str) -> str:
    """Return the words of a text, folded, so that a run of them can be looked for."""
    words = re.findall(r"[^_\W]+", fold(MARK.sub(" amark ", text)))
    return f" {' '.join(words)} "
