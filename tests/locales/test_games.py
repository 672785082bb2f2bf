"""Games and tips in every language: each bubble is short, and each word that is promised to stop them does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from bot.app import load_content
from bot.checks.writing import BUBBLE_LETTERS, BUBBLE_SENTENCES, sentences
from bot.settings import read
from flows import tips
from flows.content import Content
from flows.games import OWN, Game
from flows.literacy.form import GAME as AI
from flows.model import Arg, Open, Phrase, State
from flows.rights.form import GAME as RIGHTS
from flows.tips import TIPS
from locales import translator
from tests.flows.chat import Chat

LANGS = ("fr", "en", "ar", "uk")
# How people ask whether an employer may ask that, and what only looks so.
ASKED = {
    "fr": (
        "il m'a demandé si je veux des enfants, il a le droit ?",
        "le patron veut savoir si je suis mariée, c'est normal ?",
        "la dame m'a demandé mon âge, j'étais obligée de répondre ?",
        "est-ce qu'ils peuvent me demander si je suis enceinte",
    ),
    "en": (
        "they asked me if I want kids, are they allowed?",
        "can they ask me my age",
        "the boss wants to know my religion, is that legal?",
        "do they have the right to ask where I come from",
    ),
    "ar": (
        "سألني هل أريد أطفالا، هل يحق له؟",
        "المدير بده يعرف إذا أنا متزوجة، هذا طبيعي؟",
        "سألوني عن ديني، من حقهم؟",
    ),
    "uk": (
        "мене запитали, чи хочу дітей, він має право?",
        "чи може роботодавець питати про вік",
        "начальник хоче знати мою віру, це законно?",
    ),
}
TOLD = {
    "fr": ("mon patron m'a demandé de faire la cuisine", "je fais le ménage à l'entretien des bureaux"),
    "en": ("my boss asked me to cook for sixty people", "I am allowed to drive a forklift"),
    "ar": ("المدير طلب مني أن أطبخ", "أنظف المكاتب"),
    "uk": ("начальник попросив мене готувати обід", "я прибираю офіси"),
}


@cache
def content() -> Content:
    return load_content(read({}))


@cache
def _begun(lang: str) -> Chat:
    """Somebody who agreed, in this language. Nobody may change it."""
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    chat.event(Open(lang))
    chat.tap("agree")
    assert chat.state.lang == lang
    return chat


def begun(lang: str) -> Chat:
    return _begun(lang).copy()


def ways(lang: str, name: str) -> tuple[str, ...]:
    return content().words[lang].commands[name]


def short(text: str) -> bool:
    return len(text) <= BUBBLE_LETTERS and len(sentences(text)) <= BUBBLE_SENTENCES


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("game", [AI, RIGHTS], ids=lambda game: game.name)
def test_every_card_is_short_however_it_is_asked(game: Game, lang: str) -> None:
    say, key = translator(lang), f"game.{game.name}"
    for card, right in game.cards.items():
        args: Mapping[str, Arg] = {"card": Phrase(f"{key}.{card}"), "step": "3"}
        for wording in (1, 2, 3):
            asked = say(Phrase(f"ask.{key}{'.own' if right == 'own' else ''}", args, wording))
            assert short(asked), asked
        why = say(Phrase(f"{key}.{card}.why"))
        assert len(sentences(why)) == 1, why


@pytest.mark.parametrize(
    ("lang", "none"), [("fr", "bonne réponse"), ("en", "right answer"), ("ar", "جواب صحيح"), ("uk", "відповіді")]
)
def test_an_opinion_has_no_right_answer_and_it_is_said_before_and_after(lang: str, none: str) -> None:
    say = translator(lang)
    for card in (card for card, right in AI.cards.items() if right == OWN):
        args: Mapping[str, Arg] = {"card": Phrase(f"game.ai.{card}"), "step": "3"}
        said = [say(Phrase("ask.game.ai.own", args, wording)) for wording in (1, 2, 3)]
        assert all(none in text for text in (*said, say(Phrase(f"game.ai.{card}.why")))), card


@pytest.mark.parametrize("lang", LANGS)
def test_every_tip_is_short_and_says_a_fact_and_an_act(lang: str) -> None:
    say = translator(lang)
    for tip in TIPS:
        said = Phrase(f"tip.says.{tip}")
        assert 2 <= len(sentences(say(said))) <= BUBBLE_SENTENCES
        whole = [say(Phrase(key, {"tip": said}, n)) for key in ("ask.tip", "ask.tip.last") for n in (1, 2, 3)]
        assert all(short(text) for text in (*whole, say(Phrase("tip.on", {"tip": said})))), tip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("door", ["game_ai", "game_rights"])
def test_each_word_that_is_promised_leaves_a_game(lang: str, door: str) -> None:
    chat = begun(lang)
    here = chat.cur
    for word in ways(lang, door):
        there = chat.copy()
        there.send(word)
        assert there.cur.startswith("game/"), word
    chat.send(ways(lang, door)[0])
    for word in (*ways(lang, "quit"), *ways(lang, "stop")):
        left = chat.copy()
        left.send(word)
        assert (left.cur, left.state.paused) == (here, False), word


@pytest.mark.parametrize("lang", LANGS)
def test_each_word_that_is_promised_ends_the_tips(lang: str) -> None:
    chat = begun(lang)
    chat.send(ways(lang, "tips")[0])
    chat.tap("yes")
    assert tips.on(chat.facts)
    for word in (*ways(lang, "stop_tips"), *ways(lang, "stop")):
        ended = chat.copy()
        ended.send(word)
        assert not tips.on(ended.facts), word


@pytest.mark.parametrize("lang", LANGS)
def test_what_an_employer_asked_is_answered_and_a_story_is_kept(lang: str) -> None:
    for said in ASKED[lang]:
        chat = begun(lang)
        chat.send(said)
        assert "side.rights" in chat.said(), said
        assert chat.lives() == [], said
    for said in TOLD[lang]:
        chat = begun(lang)
        chat.send(said)
        assert "side.rights" not in chat.said(), said
        assert chat.lives() == [said], said
