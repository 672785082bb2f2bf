"""Invented summaries in four languages; a phrase's key is its own text, as in `samples.py`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flows.documents import Point, Summary
from flows.model import Phrase
from tests.renderers.samples import FSI, PDI
from tests.renderers.samples import translate as filled

TITLES = {"fr": "Résumé", "en": "Summary", "uk": "Підсумок", "ar": "ملخص"}


def translate(lang: str) -> Callable[[Phrase], str]:
    """The title in a language; every other phrase says its key."""
    t = filled(lang)
    return lambda phrase: TITLES[lang] if phrase.key == "summary.title" else t(phrase)


def point(day: str, text: str, **args: str) -> Point:
    """A line that rests on a message of a day, "" for none."""
    return Point(text, Phrase(text, args), (1,), ("m1",), Phrase(day) if day else None)


so = partial(point, "")
FRENCH = Summary("fr", (
    point("18 novembre 2026", "Demande : formation. Juste avant : « {words} ».", words="أريد موعدًا يوم 12"),
    so("Premier CV fait. Pas de question en cours."),
    point("3 décembre 2026", "Expérience : Couture à mon compte, 12 ans, 5 activités."),
    so("Langue de la conversation : arabe. WhatsApp : réponse possible encore 3 heures."),
))  # fmt: skip
ENGLISH = Summary("en", (
    point("18 November 2026", "Just before: “{words}”.", words="<b>call me & come</b>"),
    point("18 November 2026", "Town: {town}.", town="Kisauni"),
))  # fmt: skip
UKRAINIAN = Summary("uk", (
    point("18 листопада 2026", "Досвід: бухгалтерка, 2007 – 2022, 3 завдання."),
    so("Мова розмови: українська."),
))  # fmt: skip
ARABIC = Summary("ar", (
    point(f"{FSI}18{PDI} نوفمبر {FSI}2026{PDI}", "قبل ذلك مباشرة: «{words}».", words="je veux un rdv le 12"),
    point(f"{FSI}18{PDI} نوفمبر {FSI}2026{PDI}", "المدينة: {town}. للتواصل: هاتف.", town="Rezé"),
    so("لغة المحادثة: الفرنسية."),
))  # fmt: skip
SUMMARIES = {"fr": FRENCH, "en": ENGLISH, "uk": UKRAINIAN, "ar": ARABIC}
