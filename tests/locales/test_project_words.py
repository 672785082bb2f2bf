"""What is said of an occupation fits a bubble, in every language: its reasons, what blocks, and the receipt."""

from __future__ import annotations

import pytest

from bot.checks.writing import BUBBLE_LETTERS, BUBBLE_SENTENCES, sentences
from bot.content import load
from flows.content import Reading
from flows.live import Live
from flows.model import Fact, How, Kind, Phrase, Translate, Value
from flows.project.ideas import card, unsaid
from flows.project.law import GRAVEST, law
from flows.project.ranking import JOB, TOLD, Match, Own
from flows.project.rules import jobs_in, printed_title, warns
from flows.reading import fold
from locales.translate import translator

CONTENT = load()
CODES = sorted(CONTENT.occupations)
LANGS = ("fr", "en", "ar", "uk")


def longest(code: str, say: Translate) -> Match:
    """The occupation with the acts that take most room."""
    acts = sorted(CONTENT.occupations[code].acts, key=lambda act: -len(say(Phrase(f"act.{act}"))))
    return Match(code, tuple(Own(act, "e1", TOLD) for act in acts), 1)


@pytest.mark.parametrize("lang", LANGS)
def test_a_proposal_fits_a_bubble(lang: str) -> None:
    say = translator(lang)
    for code in CODES:
        text = "\n".join(map(say, card(CONTENT, Live(), longest(code, say))))
        assert len(text) <= BUBBLE_LETTERS, f"{code}: {len(text)} {text}"
        assert len(sentences(text)) <= BUBBLE_SENTENCES, f"{code}: {text}"


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_law_asks_fits_the_bubble_of_the_next_question(lang: str) -> None:
    say = translator(lang)
    for code in CODES:
        asked = law(CONTENT, Live(), code)
        for wording in (1, 2, 3):
            parts = [Phrase("noted.job", {"job": Phrase(f"job.{code}")}), asked, Phrase("ask.cv.name", {}, wording)]
            text = "\n".join(say(part) for part in parts if part)
            assert len(text) <= BUBBLE_LETTERS, f"{code}: {len(text)} {text}"


@pytest.mark.parametrize("lang", LANGS)
def test_the_project_fits_a_bubble(lang: str) -> None:
    say = translator(lang)
    date = Phrase("date.day", {"day": "28", "month": Phrase("month.of.9")})
    for code in CODES:
        step = Phrase("step.send", {"date": date, "place": Phrase(f"place.{code}"), "town": "Fontenay-sous-Bois"})
        for wording in (1, 2, 3):
            args = {"job": Phrase(f"job.{code}.n"), "step": step}
            text = "\n".join(map(say, (Phrase("noted", {}, wording), Phrase("ask.project.now", args, wording))))
            assert len(text) <= BUBBLE_LETTERS, f"{code}: {len(text)} {text}"


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_said_with_a_choice_fits_its_bubbles(lang: str) -> None:
    say = translator(lang)
    for code in CODES:
        live = Live()
        live.facts["project/chosen"] = Fact(
            1, "project/chosen", Value(Kind.CHOICE, ids=(code,)), "", "v", How.BUTTON, 0, 1, lang
        )
        for bubble in unsaid(CONTENT, live, ""):
            text = "\n".join(map(say, bubble))
            assert len(text) <= BUBBLE_LETTERS, f"{code}: {len(text)} {text}"


def test_every_thing_the_law_asks_has_its_weight() -> None:
    asked = {name for one in CONTENT.occupations.values() for name in one.requires}
    assert asked <= {*GRAVEST}


def wanting(said: str, code: str, lang: str, how: How = How.TEXT) -> Live:
    live = Live()
    live.facts[JOB] = Fact(1, JOB, Value(Kind.CHOICE, ids=(code,)), said, "v1", how, 0, 1, lang)
    return live


@pytest.mark.parametrize(
    ("lang", "said", "code", "asked"),
    [
        ("fr", "vendeuse", "D1106", None),  # of clothes as well, which asks for nothing
        ("en", "seller in a shop", "D1106", None),
        ("ar", "بائعة", "D1106", None),
        ("uk", "продавчиня", "D1106", None),
        ("en", "shop work", "D1106", None),
        ("fr", "vendeur de vélos", "D1106", None),
        ("fr", "épicière", "D1106", "law.hygiene"),
        ("fr", "cuisinier", "G1609", "law.hygiene"),  # in a canteen as well, which asks for the same
        ("fr", "conduire un camion", "N4101", "law.licence_c"),
        ("en", "security guard", "K2503", "law.cnaps"),
        ("fr", "livreur", "N4105", "law.licence_b"),
        ("fr", "livreur à vélo", "N4105", "law.licence_am"),
        ("en", "delivery rider", "N4105", "law.licence_am"),
        ("ar", "ديليفري على دراجة", "N4105", "law.licence_am"),
        ("uk", "кур'єр на велосипеді", "N4105", "law.licence_am"),
    ],
)
def test_the_law_is_told_of_the_job_that_is_named(lang: str, said: str, code: str, asked: str | None) -> None:
    told = warns(CONTENT, wanting(said, code, lang), "")
    assert (told.key if told else None) == asked


def test_the_law_is_told_of_a_job_that_is_tapped() -> None:
    told = warns(CONTENT, wanting("رعاية الأطفال", "K1303", "ar", How.BUTTON), "")
    assert told is not None
    assert told.key == "law.toddlers"


def test_who_rode_a_bicycle_is_not_asked_for_the_licence_of_a_car() -> None:
    live = wanting("", "N4105", "fr", How.BUTTON)
    live.standing = ("e1",)
    live.facts["exp/e1/told"] = Fact(
        2, "exp/e1/told", Value(Kind.CHOICE, ids=("driving.bike",)), "", "v1", How.TEXT, 0, 1, "fr"
    )
    told = warns(CONTENT, live, "")
    assert told is not None
    assert told.key == "law.licence_am"


SOLD = {
    "بياعة": "Vente",
    "بدي اشتغل بائع": "Vente",
    "بياعة في محل": "Vente en magasin",
    "seller": "Vente",
    "shop assistant": "Vente en magasin",
}
MORE_EXACT = {
    "بياع خضار": "D1106",
    "بقال": "D1106",
    "بياعة ملابس": "D1214",
    "grocer": "D1106",
    "продавець на ринку": "D1106",
}


def wanted(said: str) -> Reading:
    lang = "en" if said.isascii() else "ar" if said[0] > "\u0590" else "uk"
    return Reading(said, fold(said), 1_790_000_000_000, CONTENT.words[lang], Live(), CONTENT, lang, "", JOB)


@pytest.mark.parametrize(("said", "printed"), SOLD.items())
def test_who_would_sell_is_not_given_a_grocery(said: str, printed: str) -> None:
    assert printed_title(wanted(said)) == printed


@pytest.mark.parametrize(("said", "code"), MORE_EXACT.items())
def test_what_is_sold_is_printed_where_it_is_said(said: str, code: str) -> None:
    assert (jobs_in(wanted(said))[:1], printed_title(wanted(said))) == ((code,), "")
