"""Two and three lives in one sentence: each is kept as it was told, and how many were heard is said at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import content
from bot.hints import Hinter
from flows import acts, lives
from flows.model import Say
from tests.flows.chat import Chat

CONTENT = content.load()
HINTS = Hinter(CONTENT, lambda _lang: ())
BEGUN = {"fr": ("bonjour", "oui"), "en": ("hello", "yes"), "ar": ("مرحبا", "نعم"), "uk": ("добрий день", "так")}
FILE = Path(__file__).parent / "stories" / "sentences.toml"
SAID = tomllib.loads(FILE.read_text(encoding="utf-8"))


def every(name: str) -> Iterator[object]:
    for lang, told in SAID[name].items():
        for one in told:
            yield pytest.param(lang[:2], [part.strip() for part in one.split("||")], id=f"{lang}: {one}")


def after(lang: str, text: str) -> tuple[Chat, list[str]]:
    """The conversation once a life was told, and what was said to it."""
    chat = Chat(content=CONTENT, hint=HINTS)
    for said in BEGUN[lang]:
        chat.send(said)
    return chat, [part.key for effect in chat.send(text) if isinstance(effect, Say) for part in effect.parts]


@pytest.mark.parametrize(("lang", "parts"), [*every("joined"), *every("trades")])
def test_each_life_of_a_sentence_is_kept_and_their_number_is_said(lang: str, parts: list[str]) -> None:
    chat, said = after(lang, " ".join(parts))
    live = chat.trace.live
    found = [item for item in live.items() if lives.stands(live, item)]
    assert len(found) == len(parts)
    assert ("noted.lives" in said) is (len(parts) > 1)
    told = [{one.act for one in acts.told(part, lang, CONTENT)} for part in parts]
    for item in found:
        names = {*lives.known_acts(live, item)}
        assert not names or any(names <= own for own in told)


@pytest.mark.parametrize(("lang", "parts"), list(every("day")))
def test_what_follows_in_a_day_is_one_life(lang: str, parts: list[str]) -> None:
    chat, _ = after(lang, parts[0])
    assert sum(lives.stands(chat.trace.live, item) for item in chat.trace.live.items()) == 1
