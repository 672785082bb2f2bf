"""What a person reads when a phrase is said in their language."""

from __future__ import annotations

import re

import pytest

from flows.model import Phrase
from locales import BrokenCatalog, MissingArgument, MissingWords, direction, languages, translator, wordings
from locales.catalogs import HERE, catalog
from tests.locales.conftest import Tree

FSI, PDI, NBSP = "\u2068", "\u2069", "\u00a0"


def test_a_wording_is_said_as_asked_and_falls_back_to_the_first(tree: Tree) -> None:
    tree.say("fr", ("ask.town", "1", "Quelle ville ?"), ("ask.town", "2", "La ville, par exemple Nantes ?"))
    say = translator("fr", root=tree.root)
    assert say(Phrase("ask.town", wording=2)) == f"La ville, par exemple Nantes{NBSP}?"
    assert say(Phrase("ask.town", wording=3)) == f"Quelle ville{NBSP}?"
    assert wordings("ask.town", tree.root) == 2


def test_french_speaks_to_the_person_as_they_chose(tree: Tree) -> None:
    tree.say("fr", ("go", "1 vous", "Vous venez ?"), ("go", "1 tu", "Tu viens ?"), ("go", "2", "On y va ?"))
    vous, tu = translator("fr", root=tree.root), translator("fr", "tu", root=tree.root)
    assert (vous(Phrase("go")), tu(Phrase("go"))) == (f"Vous venez{NBSP}?", f"Tu viens{NBSP}?")
    assert tu(Phrase("go", wording=2)) == f"On y va{NBSP}?"
    assert tu(Phrase("go", wording=3)) == f"Tu viens{NBSP}?"


@pytest.mark.parametrize(
    ("n", "said"), [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (11, "many"), (100, "other"), (103, "few")]
)
def test_arabic_counts_in_six_ways(tree: Tree, n: int, said: str) -> None:
    tree.say("ar", ("left", "1", ("zero {n}", "one {n}", "two {n}", "few {n}", "many {n}", "other {n}")))
    assert translator("ar", root=tree.root)(Phrase("left", {"n": n})) == f"{said} {n}"


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 рік"), (2, "2 роки"), (5, "5 років"), (11, "11 років"), (21, "21 рік"), (22, "22 роки")]
)
def test_ukrainian_counts_as_people_do(tree: Tree, n: int, said: str) -> None:
    tree.say("uk", ("years", "1", ("{n} рік", "{n} роки", "{n} років", "{n} року")))
    assert translator("uk", root=tree.root)(Phrase("years", {"n": n})) == said


def test_french_says_zero_and_one_in_the_singular(tree: Tree) -> None:
    tree.say("fr", ("left", "1", ("{n} question", "{n} de questions", "{n} questions")))
    say = translator("fr", root=tree.root)
    assert [say(Phrase("left", {"n": n})) for n in (0, 1, 2)] == ["0 question", "1 question", "2 questions"]


def test_only_french_keeps_a_sign_with_the_word_before_it(tree: Tree) -> None:
    for lang in ("fr", "uk"):
        tree.say(lang, ("x", "1", "« a » : b ; c ! d ? {e} ?"))
    say = translator("fr", root=tree.root)
    assert say(Phrase("x", {"e": "10:30 ?"})) == "«~a~»~: b~; c~! d~? 10:30 ?~?".replace("~", NBSP)
    assert translator("uk", root=tree.root)(Phrase("x", {"e": 1})) == "« a » : b ; c ! d ? 1 ?"


def test_no_french_sign_of_ours_can_begin_a_line() -> None:
    said = [text for texts in catalog("fr").values() for text in texts]
    assert any(NBSP in text for text in said)
    assert [text for text in said if re.search(r"« | [»?!:;]", text)] == []


def test_the_argument_n_chooses_the_plural_when_there_are_several(tree: Tree) -> None:
    tree.say("en", ("x", "1", ("{n} answer of {all}", "{n} answers of {all}")))
    assert translator("en", root=tree.root)(Phrase("x", {"all": 9, "n": 1})) == "1 answer of 9"


def test_words_in_another_direction_are_isolated_and_stay_whole(tree: Tree) -> None:
    tree.say("fr", ("said", "1", "Vos mots : « {words} »"))
    tree.say("ar", ("said", "1", "كلماتك: «{words}»"))
    french, arabic = translator("fr", root=tree.root), translator("ar", root=tree.root)
    assert french(Phrase("said", {"words": "خياط"})) == f"Vos mots{NBSP}: «{NBSP}{FSI}خياط{PDI}{NBSP}»"
    assert french(Phrase("said", {"words": "ménage"})) == f"Vos mots{NBSP}: «{NBSP}ménage{NBSP}»"
    assert arabic(Phrase("said", {"words": "+33 6 39 98 10 10"})) == f"كلماتك: «{FSI}+33 6 39 98 10 10{PDI}»"
    assert arabic(Phrase("said", {"words": "خياط"})) == f"كلماتك: «{FSI}خياط{PDI}»"


def test_marks_typed_by_a_person_cannot_turn_our_sentence(tree: Tree) -> None:
    tree.say("ar", ("said", "1", "«{words}»"))
    assert translator("ar", root=tree.root)(Phrase("said", {"words": "ab\u2069\u202ecd"})) == f"«{FSI}abcd{PDI}»"


def test_a_list_is_said_as_in_the_language_and_phrases_are_said_inside(tree: Tree) -> None:
    tree.say("fr", ("know", "1", "Je sais : {all}."), ("lang.ar", "1", "arabe"), ("lang.fr", "1", "français"))
    say = translator("fr", root=tree.root)
    assert say(Phrase("know", {"all": ("a", "b", Phrase("lang.ar"))})) == f"Je sais{NBSP}: a, b et arabe."
    assert say(Phrase("know", {"all": (Phrase("lang.fr"),)})) == f"Je sais{NBSP}: français."
    assert say(Phrase("know", {"all": ()})) == f"Je sais{NBSP}: ."


def test_braces_in_a_persons_words_are_left_alone(tree: Tree) -> None:
    tree.say("en", ("said", "1", "You said {words}"))
    assert translator("en", root=tree.root)(Phrase("said", {"words": "{words} {0}"})) == "You said {words} {0}"


def test_errors_name_the_key_and_never_what_a_person_said(tree: Tree) -> None:
    tree.say("en", ("said", "1", "You said {words}"), ("count", "1", ("{n} a", "{n} b")))
    say = translator("en", root=tree.root)
    with pytest.raises(MissingWords, match=r"^no words in 'en' for 'absent'$"):
        say(Phrase("absent", {"words": "a secret"}))
    with pytest.raises(MissingArgument, match="'said' was said without 'words'"):
        say(Phrase("said", {"word": "a secret"}))
    with pytest.raises(MissingArgument, match="'count' was said without 'n'"):
        say(Phrase("count", {"words": "a secret"}))
    with pytest.raises(MissingWords):
        wordings("absent", tree.root)


def test_a_catalog_that_is_not_ours_is_refused_by_name(tree: Tree) -> None:
    tree.say("en", ("x", "first", "Hello"))
    with pytest.raises(BrokenCatalog, match=r"en/common\.po: x: msgctxt 'first' is not a wording"):
        translator("en", root=tree.root)(Phrase("x"))
    (tree.root / "fr").mkdir()
    (tree.root / "fr" / "a.po").write_text('msgctxt "1"\nmsgid "x"\nmsgstr "y"\n', encoding="utf-8")
    with pytest.raises(BrokenCatalog, match="nplurals=3"):
        translator("fr", root=tree.root)(Phrase("x"))


def test_the_files_of_a_language_are_read_once_whoever_asks() -> None:
    assert catalog("fr") is catalog("fr", HERE)


def test_languages_are_found_by_looking(tree: Tree) -> None:
    for lang in ("uk", "fr"):
        tree.say(lang, ("x", "1", "y"))
    (tree.root / "__pycache__").mkdir()
    assert languages(tree.root) == ("fr", "uk")
    assert (direction("ar"), direction("uk")) == ("rtl", "ltr")
