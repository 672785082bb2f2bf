"""One plain sentence about each occupation, and after how many messages a first skill is named.

The names are those of the occupation's own file, in a frame a language has for them; the act is told by the first
sentence of `tests/locales/told` for one of its acts. Nothing helps to understand but the words themselves.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bot.app import load_content
from bot.settings import read as settings_of
from flows.content import Content, Occupation
from flows.lives import best
from flows.model import Phrase, Tap
from locales.translate import translator
from tests.flows.chat import Chat

TOLD = Path(__file__).parents[1] / "locales" / "told"
FRAMES = {"fr": "j'étais {}", "en": "I was a {}", "ar": "كنت {}", "uk": "я була {}"}
HELLO = {"fr": "bonjour", "en": "hello", "ar": "مرحبا", "uk": "привіт"}
MOST = 5  # messages after which a first skill is named at the latest (CONTENT.md 4)
GIVEN_UP = 7


@dataclass(frozen=True, slots=True)
class Named:
    """What one sentence gave: after how many messages a skill was named, 0 for never, and of which act."""

    sentence: str
    messages: int
    act: str

    def fits(self, one: Occupation) -> bool:
        """Whether it came in time, and is of the occupation."""
        fields = {one.domain, *(act.partition(".")[0] for act in one.acts)}
        return 0 < self.messages <= MOST and self.act.partition(".")[0] in fields


@cache
def content() -> Content:
    """What the program itself knows."""
    return load_content(settings_of({}))


@cache
def told(lang: str) -> dict[str, list[str]]:
    """The sentences of people that tell each act."""
    found: dict[str, list[str]] = {}
    for file in sorted(TOLD.glob(f"{lang}*.toml")):
        for field, acts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for act, said in acts.items():
                found.setdefault(f"{field}.{act}", []).extend(said.get("yes", ()))
    return found


def by_name(one: Occupation, lang: str) -> Named:
    """An everyday name: the first one of its file."""
    return play(lang, FRAMES[lang].format(one.words[lang].names[0]))


def by_act(one: Occupation, lang: str) -> Named:
    """An act: the first of its acts that somebody told."""
    sentences = (said for act in one.acts for said in told(lang).get(act, ())[:1])
    return play(lang, next(sentences))


@cache
def play(lang: str, sentence: str) -> Named:
    """Say hello, agree, say the sentence; then tap as somebody would who writes no more."""
    chat = Chat(content=content(), label=translator(lang))
    chat.state = replace(chat.state, lang=lang)
    chat.send(HELLO[lang])
    _tap(chat, "agree")
    chat.send(sentence)
    for messages in range(3, GIVEN_UP):
        asked = chat.state.asked
        name = asked.qid.rpartition("/")[2] if asked else ""
        if asked and name == "skill":
            return Named(sentence, messages, best(content(), chat.trace.live, asked.qid.split("/")[1]))
        if name not in {"acts", "last"}:
            break
        chat.send("1 2") if name == "acts" else _tap(chat, "skip")
    return Named(sentence, 0, "")


def first_cv(lang: str, story: str, answers: Mapping[str, str], chat: Chat | None = None) -> Chat:
    """Tell a story and go on to the first CV; what has no answer here is skipped."""
    chat = chat or Chat(content=content(), label=translator(lang))
    chat.state = replace(chat.state, lang=lang)
    chat.send(HELLO[lang])
    _tap(chat, "agree")
    chat.send(story)
    for _ in range(30):
        if chat.trace.live.said("document/first"):
            break
        if chat.cur in answers:
            chat.send(answers[chat.cur])
        else:
            _tap(chat, "yes" if chat.cur == "cv/facts" or chat.cur.endswith("/skill") else "skip")
    return chat


def _tap(chat: Chat, name: str) -> None:
    """Tap a choice; where there is none of that name, what leaves the question."""
    asked = chat.state.asked
    assert asked
    ids = [c.id for c in asked.choices]
    way = name if name in ids else next(i for i in ("unknown", "done", "none", "yes") if i in ids)
    chat.send(Tap(asked.id, str(ids.index(way))))


def table() -> Iterator[str]:
    """The page: a row an occupation, in each language the messages by name and by act."""
    langs = tuple(FRAMES)
    yield "| code | occupation | " + " | ".join(f"{lang} name | {lang} act" for lang in langs) + " |"
    yield "|---|---|" + "---:|" * 2 * len(langs)
    title = translator("en")
    for code, one in sorted(content().occupations.items()):
        cells = (str(way(one, lang).messages) for lang in langs for way in (by_name, by_act))
        yield f"| {code} | {title(Phrase(f'job.{code}.n'))} | {' | '.join(cells)} |"
