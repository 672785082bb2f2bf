"""What a person says of a school or a training is one true line of the CV."""

from __future__ import annotations

import pytest

from bot import content as known
from flows.content import Reading
from flows.cv import training
from flows.live import Live
from flows.model import Fact, How, Kind, Phrase, Value
from flows.reading import fold
from locales import translator
from tests.flows.chat import START, content

SAY = translator("fr")
LOADED = known.load()
WORDS = LOADED.words


def answered(text: str, lang: str = "fr") -> Live:
    """What counts after this answer."""
    found = training.read(Reading(text, fold(text), START, WORDS[lang], Live(), content(), lang))
    live = Live()
    if found and found.value:
        live.facts[training.TRAINING] = fact(1, training.TRAINING, found.value, lang)
    return live


def printed(text: str, lang: str = "fr", yes: str = "") -> list[str]:
    """The lines of the CV after this answer, and after this answer to the line shown."""
    live = answered(text, lang)
    if yes:
        said = training.approval(content(), live, "", yes)
        live.facts[training.APPROVED] = fact(2, training.APPROVED, said, lang)
    return [SAY(line.phrase).replace("\u00a0", " ") for line in training.lines(LOADED, live)]


def shown(text: str, lang: str = "fr") -> str:
    """The line that is shown for a yes; "" for none."""
    waits = training.proposal(answered(text, lang))
    return (SAY(waits) if isinstance(waits, Phrase) else str(waits)).replace("\u00a0", " ")


def fact(seq: int, qid: str, value: Value, lang: str) -> Fact:
    return Fact(seq, qid, value, "", "v1", How.TEXT, START, 1, lang, 1)


KNOWN = [
    ("fr", "CAP couture a Tamatave", ["CAP couture"]),
    ("fr", "cap petite enfance en 2014", ["CAP petite enfance, 2014"]),
    ("fr", "BTS tourisme, enfin première année seulement", ["Niveau BTS tourisme"]),
    ("fr", "j ai arreté en 3eme", ["Niveau collège"]),
    ("fr", "bac st2s pas eu", ["Niveau baccalauréat santé et social"]),
    ("fr", "jai laché en 1ere pro vente", ["Niveau lycée professionnel : vente"]),
    ("fr", "un CAP cuisine et un bac pro commerce", ["CAP cuisine", "Baccalauréat professionnel commerce"]),
    ("fr", "licence de droit à l'université de Dakar, 2011", ["Licence : droit, 2011"]),
    ("fr", "brevé", ["Brevet"]),
    ("fr", "école de coiffure à Dakar", ["Formation : coiffure"]),
    ("fr", "une formation hygiène alimentaire en 2021", ["Formation : hygiène alimentaire, 2021"]),
    ("fr", "CAP boulangerie et pâtisserie", ["CAP boulangerie et pâtisserie"]),
    ("fr", "première année de fac", ["Études à l'université"]),
    ("fr", "j'ai pas le bac", ["Niveau baccalauréat"]),
    ("fr", "brevet et bac", ["Brevet", "Baccalauréat"]),
    ("fr", "non", []),
    ("en", "form 4", ["Lycée"]),
    ("en", "bachelor degree in accounting, 2012", ["Bachelor : comptabilité, 2012"]),
    ("en", "nursing course", ["Formation : soins infirmiers"]),
    ("ar", "صف تاسع", ["Collège"]),
    ("ar", "دورة خياطة", ["Formation : couture"]),
    (
        "uk",
        "диплом спеціаліста, економічний університет 2002, але тут його не визнають",
        ["Diplôme universitaire de spécialiste : économie, 2002"],
    ),
    ("fr", "niveau bac", ["Niveau lycée"]),
    ("fr", "diplôme d'État d'aide-soignante, 2018", ["Formation : aide-soignant, 2018"]),
    ("fr", "brevet des collèges", ["Brevet"]),
    ("en", "GED 2015", ["Diplôme de fin d'études secondaires, 2015"]),
    ("ar", "مستوى باكالوريا", ["Niveau lycée"]),
]


@pytest.mark.parametrize(("lang", "said", "lines"), KNOWN)
def test_one_education_is_one_line_with_its_subject(lang: str, said: str, lines: list[str]) -> None:
    assert printed(said, lang) == lines
    assert shown(said, lang) == ""


OWN = [
    ("fr", "CAP tapisserie, 2009", "CAP tapisserie, 2009", "CAP, 2009"),
    ("fr", "une formation de plieur de parachutes", "Formation : plieur de parachutes", "Formation"),
    ("fr", "l'atelier de mon oncle", "L'atelier de mon oncle", ""),
    ("uk", "курси бджолярів", "Formation : бджолярів", "Formation"),
]


@pytest.mark.parametrize(("lang", "said", "line", "before"), OWN)
def test_a_word_of_ones_own_is_printed_only_after_a_yes(lang: str, said: str, line: str, before: str) -> None:
    assert shown(said, lang) == line
    assert printed(said, lang) == ([before] if before else [])
    assert printed(said, lang, "no") == ([before] if before else [])
    assert printed(said, lang, "yes") == ([line] if lang == "fr" else [before])  # a French CV has French words only


def test_an_answer_of_an_older_form_is_still_printed() -> None:
    live = Live()
    live.facts[training.TRAINING] = fact(1, training.TRAINING, Value(Kind.CHOICE, ids=("bts", "undone", "2002")), "fr")
    assert [SAY(line.phrase) for line in training.lines(LOADED, live)] == ["Niveau BTS, 2002"]
