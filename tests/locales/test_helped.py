"""What a model found reads in every language as our forms say it, beside the person's own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import app
from bot.settings import read
from flows.aided import FACTS, JOB, Aid, Found, written
from flows.content import Host
from flows.model import How, Phrase, Result, Say, State, Text
from locales import translator
from tests.flows.chat import Chat

CONTENT = replace(app.load_content(read({})), host=Host(helped=True))
AGREES = {"fr": ("bonjour", "oui"), "en": ("hello", "yes"), "uk": ("добрий день", "так"), "ar": ("مرحبا", "نعم")}
TOLD = {  # a story none of whose words are ours, and what a model makes of it
    "fr": ("je tenais le vestiaire du stade et je rangeais les maillots", "zzz", "les maillots", {
        "when": "depuis longtemps", "whom": "chez une dame", "what": "je lavais le linge",
    }),
    "en": ("i kept the cloakroom of the stadium and folded the shirts", "zzz", "the shirts", {
        "when": "since yesterday", "whom": "for an old lady", "what": "i washed the laundry",
    }),
    "uk": ("я тримала гардероб стадіону і складала футболки", "zzz", "футболки", {
        "whom": "для старшої жінки", "what": "я прала білизну",
    }),
    "ar": ("كنت أجمع الطوابع القديمة وألصقها في دفاتر كبيرة", "zzz", "الطوابع القديمة", {
        "whom": "عند سيدة مسنة", "what": "كنت أغسل الملابس",
    }),
}  # fmt: skip


@pytest.mark.parametrize("lang", TOLD)
def test_a_card_reads_in_every_language(lang: str) -> None:
    story, unclear, quote, found = TOLD[lang]
    chat, t = Chat(CONTENT, State(lang=lang)), translator(lang)
    chat.label = t
    for said in (*AGREES[lang], story):
        chat.event(Text(said))
    key = f"v{chat.n}"
    things = tuple(Found(name, quote, text) for name, text in found.items())
    chat.event(Result(JOB, key, ok=True, version=0, floor=0, qid=FACTS, text=written(Aid(FACTS, things))))
    card = [part for effect in chat.send(unclear) if isinstance(effect, Say) for part in effect.parts]
    lines = [t(part) for part in card if part.key == "helped.fact"]
    assert t(Phrase("helped.mark")) in [t(part) for part in card]
    assert lines
    assert all(quote in line for line in lines)
    chat.send(AGREES[lang][1])
    assert any(fact.how is How.MODEL and fact.raw == quote for fact in chat.facts)
