"""Skills shown one by one: who gets that page, what stands below a skill, and that nothing told is lost on it."""

from __future__ import annotations

import pytest

from flows.documents import Cv
from flows.model import Span
from locales import languages, translator
from tests.flows.test_cv_document import MANY, SAY, Life, below, skills, titles, years


def shown(cv: Cv, lang: str = "fr") -> list[tuple[str, list[str]]]:
    """Each skill with the lines below it."""
    say = translator(lang)
    plain = {ord("\u00a0"): " ", ord("\u2068"): None, ord("\u2069"): None}
    told = [[say(line.phrase).translate(plain) for line in (block.title, *block.lines)] for block in cv.blocks]
    return [(head, lines) for head, *lines in told]


def undated() -> Life:
    """Two lives without a date: one says how long, one says when in the week."""
    life = Life().did(
        "e1", "cleaning.floors", "cleaning.toilets", "cleaning.beds", span=Span("", months=36), whom="home"
    )
    life.go_on()
    return life.did("e2", "kitchen.cook", "kitchen.cut", span=Span("", rhythm=("sunday",)), counts="people:60")


def test_two_lives_without_dates_show_each_skill_with_where_and_how_long() -> None:
    cv = undated().cv
    assert cv.skills == ()
    assert shown(cv) == [
        ("Nettoyer les sols", ["Ménage chez un particulier, 3 ans : nettoyer les sanitaires"]),
        ("Cuisiner pour 60 personnes", ["Cuisine, le dimanche : laver, éplucher, couper"]),
        ("Refaire les lits", ["Ménage chez un particulier, 3 ans"]),
    ]
    assert titles(cv) == ["Ménage chez un particulier", "Cuisine"]
    assert [entry.lines for entry in cv.experiences] == [(), ()]
    assert not cv.column


def test_a_skill_of_two_lives_is_shown_once_with_both() -> None:
    life = Life().did("e1", "shop.till", "shop.shelf", span=Span("", months=12)).go_on()
    life.did("e2", "kitchen.cook", "kitchen.cut", "shop.till", span=Span("", months=24), whom="company")
    cv = life.keep("cv/template", "preuves").cv
    till = dict(shown(cv))["Encaisser et rendre la monnaie"]
    assert till == ["Vente, 1 an : ranger le rayon", "Cuisine professionnelle, 2 ans"]
    assert not any("Encaisser" in line for at in (0, 1) for line in below(cv, at))


def test_nothing_told_is_lost_and_nothing_said_twice() -> None:
    life = Life().did("e1", *(f"cleaning.{a}" for a in MANY)).go_on().did("e2", "kitchen.dishes", "shop.price")
    cv = life.keep("cv/template", "preuves").cv
    acts = [
        ".".join(one.key.split(".")[1:3])
        for line in cv.lines()
        for one in (line.phrase, *(a for arg in line.phrase.args.values() if isinstance(arg, tuple) for a in arg))
        if not isinstance(one, str | int) and one.key.startswith(("skill.", "act."))
    ]
    assert sorted(acts) == sorted([*(f"cleaning.{a}" for a in MANY), "kitchen.dishes", "shop.price"])


def test_no_line_says_only_what_the_list_of_experiences_says() -> None:
    life = (
        Life().did("e1", "shop.till").go_on().did("e2", "kitchen.cut", "kitchen.dishes").keep("cv/template", "preuves")
    )
    assert shown(life.cv) == [("Laver, éplucher ou couper des aliments", ["Cuisine : faire la plonge"])]
    assert (titles(life.cv), below(life.cv)) == (["Vente", "Cuisine"], ["Encaisser et rendre la monnaie"])


def test_a_dated_life_one_life_and_little_to_show_keep_the_usual_page() -> None:
    dated = Life().did("e1", "kitchen.cut", "kitchen.cook", span=years(2009, 2015)).go_on()
    assert dated.did("e2", "shop.till", "shop.shelf", span=years(2016)).cv.template == "clair"
    assert Life().did("e1", *(f"cleaning.{a}" for a in MANY)).cv.template == "clair"
    assert Life().did("e1", "shop.till").go_on().did("e2", "kitchen.cut").cv.template == "clair"
    assert undated().cv.template == "preuves"


def test_the_page_that_was_asked_for_wins() -> None:
    assert undated().keep("cv/template", "clair").cv.template == "clair"
    assert skills(undated().keep("cv/template", "clair").cv)
    dated = Life().did("e1", "kitchen.cut", "kitchen.dishes", span=years(2009, 2015)).keep("cv/template", "preuves").cv
    assert [head for head, _ in shown(dated)] == ["Laver, éplucher ou couper des aliments"]
    assert not dated.column


@pytest.mark.parametrize("lang", languages())
def test_a_cv_in_another_language_has_all_its_lines_in_it(lang: str) -> None:
    cv = undated().keep("cv/lang", lang).cv
    assert cv.lang == lang
    assert len(shown(cv, lang)) == 3
    assert [line.lang for line in cv.lines()] == [""] * len(cv.lines())
    letters = {"ar": "\u0600", "uk": "\u0400"}.get(lang, "A")
    for head, lines in shown(cv, lang):
        assert all(any(letters <= c <= "\u06ff" for c in text) for text in (head, *lines))


def test_words_of_ones_own_are_only_on_a_cv_of_their_language() -> None:
    life = (
        undated().keep("exp/e3/what", text="…").keep("exp/e3/tidy", text="…").keep("exp/e3/own", text="Faire du pain")
    )
    assert [line.lang for line in life.cv.lines() if line.phrase.key == "line.own"] == ["fr"]
    assert not [line for line in life.keep("cv/lang", "en").cv.lines() if line.phrase.key == "line.own"]


def test_a_line_below_a_skill_falls_with_what_it_rests_on() -> None:
    life = undated()
    line = life.cv.blocks[0].lines[0]
    for seq in line.proof:
        rest = [fact for fact in life.facts if fact.seq != seq]
        less = Life()
        less.facts = rest
        assert line not in less.cv.lines()


def test_latin_letters_are_for_a_cv_in_latin_letters() -> None:
    life = (
        undated()
        .keep("cv/name/told", text="Mohamed")
        .keep("cv/name", text="محمد")
        .keep("cv/facts", "ok")
        .keep("cv/facts", "yes")
    )
    assert life.cv.name == "Mohamed"
    assert life.keep("cv/lang", "ar").cv.name == "محمد"
    assert life.keep("cv/lang", "uk").cv.name == "Mohamed"
    assert SAY(life.cv.experiences[0].title.phrase) == "Ménage chez un particulier"


@pytest.mark.parametrize(
    ("lang", "printed"),
    [
        ("fr", ["Secrétaire", "Cuisine", "Apicultrice"]),
        ("en", ["Secretarial work", "Cooking", "Beekeeping"]),
        ("ar", ["السكرتارية", "الطبخ", "تربية النحل"]),
        ("uk", ["Робота секретаря", "Приготування їжі", "Бджільництво"]),
    ],
)
def test_a_trade_names_a_life_in_the_language_of_the_cv(lang: str, printed: list[str]) -> None:
    life = undated().keep("exp/e1/trade", text="Secrétaire").keep("exp/e3/what", text="…")
    life.keep("exp/e3/trade", text="Apicultrice").keep("cv/lang", lang)
    assert [translator(lang)(entry.title.phrase) for entry in life.cv.experiences] == printed


def test_a_trade_of_an_imported_list_is_french_and_acts_name_it_in_another_language() -> None:
    life = undated().keep("exp/e1/trade", text="Dresseur d'ours").keep("exp/e3/what", text="…")
    life.keep("exp/e3/trade", text="Céréalier")
    assert titles(life.cv) == ["Dresseur d'ours", "Cuisine", "Céréalier"]
    found = [entry.title for entry in life.keep("cv/lang", "en").cv.experiences]
    assert [(translator("en")(title.phrase), title.lang) for title in found] == [
        ("Cleaning at a private home", ""),
        ("Cooking", ""),
        ("Céréalier", "fr"),
    ]
    assert [title.lang for title in found] == ["", "", "fr"]
