"""Each rule finds its offender, and leaves in peace what only looks like one."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import pytest

from bot.checks import catalogs, keys, triggers, vocabulary, writing
from bot.checks.tree import Check, read_tree
from bot.commands import check as command
from locales.catalogs import HERE
from tests.locales.conftest import Tree

Said = tuple[str, str, str | tuple[str, ...]]
WORDS = (HERE / "fr" / "words.toml").read_text(encoding="utf-8")


def found(check: Check, root: Path, acts: frozenset[str] = frozenset()) -> list[str]:
    return [f"{problem.key}: {problem.rule}" for problem in check(read_tree(root, acts))]


WRONG: list[tuple[Check, Said, str]] = [
    (
        writing.short_sentences,
        ("x", "1", "un deux trois quatre cinq six sept huit neuf dix onze douze treize."),
        "13 words",
    ),
    (writing.short_bubbles, ("x", "1", "Un. Deux. Trois. Quatre."), "4 sentences"),
    (writing.short_bubbles, ("x", "1", "mot " * 61), "characters"),
    (writing.short_labels, ("button.x", "1", "Vingt et une lettres !"), "22 characters"),
    (writing.short_labels, ("choice.a.b", "1", "Un choix bien trop long"), "20 at most"),
    (writing.short_labels, ("job.K1304", "1", "Un métier au nom trop long"), "20 at most"),
    (writing.short_labels, ("language.ary", "1", "Un nom de langue trop long"), "20 at most"),
    (writing.short_labels, ("act.a.b", "1", "Faire quelque chose de long"), "24 at most"),
    (writing.short_labels, ("skill.a.b", "1", "Faire " * 11), "60 at most"),
    (writing.bare_buttons, ("button.x", "1", "Oui 👍"), "emoji"),
    (writing.bare_buttons, ("act.a.b", "1", "Laver."), "full stop"),
    (writing.no_capitals, ("x", "1", "C'est IMPORTANT."), "IMPORTANT"),
    (writing.no_brackets, ("x", "1", "Prêt(e) ?"), "brackets"),
    (writing.no_brackets, ("x", "1", "Des papiers, etc."), "etc."),
    (writing.no_banned_words, ("x", "1", "Valorisez votre parcours."), "valoris-"),
    (writing.no_banned_words, ("interview.tip.x", "1", "Sans accent."), "accent"),
    (catalogs.three_wordings, ("ask.x", "2", "Où ?"), "no wording 1, 3"),
    (catalogs.both_addresses, ("x", "1 vous", "Vous venez ?"), "no tu beside it"),
    (catalogs.both_addresses, ("x", "1 tu", "Tu viens ?"), "no vous beside it"),
    (catalogs.nothing_empty, ("x", "1", ("{n} an", "", "{n} ans")), "empty"),
    (vocabulary.labels_mean_themselves, ("choice.when.later", "1", "Retour"), "it would mean 'back'"),
    (vocabulary.labels_mean_themselves, ("door.all", "1", "Rien"), "it would mean 'none'"),
    (vocabulary.controls_can_be_typed, ("button.back", "1", "Demi-tour"), "not understood as 'back'"),
]
RIGHT: list[tuple[Check, Said]] = [
    (
        writing.short_sentences,
        ("x", "1", "Vos mots : « un deux trois quatre cinq six sept huit neuf dix onze douze treize »."),
    ),
    (
        writing.short_sentences,
        ("x", "1", "{a} {b} 1 2 3 un deux trois quatre cinq six sept huit neuf dix onze douze ?"),
    ),
    (writing.short_bubbles, ("x", "1", "Voici.\\n{a}\\n1 {b}\\n2 {c}\\nC'est juste ?")),
    (writing.short_bubbles, ("telegram.about", "1", "Un. Deux. Trois. Quatre.")),
    (writing.short_labels, ("button.x", "1", "{words} en douze mots")),
    (writing.short_labels, ("job.K1304.m", "1", "Un métier au nom trop long")),
    (writing.no_capitals, ("x", "1", "Un CV en PDF, le CACES, le permis B, A1, C2.")),
    (writing.no_banned_words, ("x", "1", "Un accent, un invalide.")),
    (catalogs.both_addresses, ("web.x", "1 vous", "Vous venez ?")),
    (vocabulary.labels_mean_themselves, ("choice.consent.agree", "1", "J'accepte")),
    (vocabulary.controls_can_be_typed, ("button.back", "1", "Retour")),
]


def test_two_titles_of_a_job_that_do_not_differ_are_found(tree: Tree) -> None:
    titles = {
        "A": ("Serveur", "Serveuse", "Service"),
        "B": ("Cariste", "Cariste", "Conduite"),
        "N1101": ("a", "a", "b"),
    }
    tree.say(
        "fr",
        *((f"job.{code}.{form}", "1", t) for code, ways in titles.items() for form, t in zip("mfn", ways, strict=True)),
    )
    assert found(keys.titles_differ, tree.root) == ["job.B: titles that do not differ"]


@pytest.mark.parametrize(("check", "said", "rule"), WRONG)
def test_an_offender_is_found(check: Check, said: Said, rule: str, tree: Tree) -> None:
    tree.style("fr")
    tree.say("fr", said)
    tree.words("fr", WORDS)
    assert [problem for problem in found(check, tree.root) if rule in problem]


@pytest.mark.parametrize(("check", "said"), RIGHT)
def test_what_only_looks_like_one_is_left(check: Check, said: Said, tree: Tree) -> None:
    tree.style("fr")
    tree.say("fr", said)
    tree.words("fr", WORDS)
    assert found(check, tree.root) == []


def test_two_things_to_tap_in_one_list_do_not_read_the_same(tree: Tree) -> None:
    tree.say("fr", ("door.a", "1", "Maison"), ("door.b", "1", "maison"), ("choice.x.c", "1", "Maison"))
    assert found(writing.labels_differ, tree.root) == ["door.b (1): reads like door.a"]


def test_a_language_has_the_keys_and_placeholders_of_the_source(tree: Tree) -> None:
    tree.say("fr", ("a", "1", "{town} ?"), ("b", "1", "Oui"))
    tree.say("en", ("a", "1", "{city}?"), ("c", "1", "No"))
    assert found(catalogs.same_keys, tree.root) == ["b: missing", "c (1): no such key in French"]
    assert found(catalogs.same_placeholders, tree.root) == ["a (1): placeholders {city} instead of {town}"]


def test_a_count_may_leave_the_number_to_the_word_where_there_is_only_one(tree: Tree) -> None:
    tree.say(
        "fr", ("left", "1", ("{n} question", "{n} de questions", "{n} questions")), ("plain", "1", "{n} questions")
    )
    arabic = ("بلا أسئلة", "سؤال واحد", "سؤالان", "{n} أسئلة", "سؤالا", "{n} سؤال")
    tree.say("ar", ("left", "1", arabic), ("plain", "1", arabic))
    problems = found(catalogs.same_placeholders, tree.root)
    assert [p for p in problems if p.startswith("left")] == ["left (1): placeholders (none) instead of {n}"]
    assert found(catalogs.same_counting, tree.root) == ["plain (1): does not count in French"]


def test_a_key_said_twice_is_found_though_the_reader_keeps_one(tree: Tree) -> None:
    tree.say("fr", ("a", "1", "Oui"), ("a", "1", "Non"))
    tree.say("fr", ("b", "1", "Oui"), name="one")
    tree.say("fr", ("b", "1", "Oui"), name="two")
    assert found(catalogs.said_once, tree.root) == ["a (1): said twice", "b (1): said twice"]


def test_latin_letters_stay_out_of_other_scripts(tree: Tree) -> None:
    tree.say("uk", ("a", "1", "Мій profile"), ("b", "1", "CV у PDF, WhatsApp, {name}, B1"))
    assert found(writing.own_script, tree.root) == ["a (1): Latin letters: profile"]


def test_triggers_are_enough_different_and_for_acts_there_are(tree: Tree) -> None:
    tree.say("fr", ("a", "1", "Oui"))
    tree.triggers(
        "fr", 'wash = ["lav", "toilet", "Lav"]\nfeed = ["a", "b$", "repas ?"]\nfly = ["vol", "avion", "ciel"]'
    )
    acts = frozenset({"care.wash", "care.feed", "care.read"})
    assert found(triggers.every_act, tree.root, acts) == [
        "care.read: no triggers",
        "care.fly: no such act in the domains",
    ]
    assert found(triggers.enough, tree.root, acts) == ["care.wash: twice: Lav, lav"]
    assert found(triggers.well_formed, tree.root, acts) == [
        "care.feed: not a trigger: 'a'",
        "care.feed: not a trigger: 'repas ?'",
    ]


def test_a_trigger_may_name_the_ways_that_many_acts_share(tree: Tree) -> None:
    tree.say("fr", ("a", "1", "Oui"))
    tree.triggers("fr", 'wash = "lav|nettoy"', "ways")
    tree.triggers("fr", 'wash = ["@wash sol|carreau$", "@walk", "bain|a"]')
    assert found(triggers.well_formed, tree.root, frozenset({"care.wash"})) == [
        "care.wash: not a trigger: '@walk'",
        "care.wash: not a trigger: 'bain|a'",
    ]


def test_a_trigger_that_can_never_be_said_is_found(tree: Tree) -> None:
    tree.say("fr", ("a", "1", "Oui"))
    ways = ("lav|@wash sol", "pare_choc$ !pare$", "chaine_de_montage", "pos !pose", f"sol|{'ab' * 30}")
    tree.triggers("fr", 'wash = "lave$"', "ways")
    tree.triggers("fr", "wash = [" + ", ".join(f'"{way}"' for way in ways) + "]")
    assert found(triggers.sayable, tree.root, frozenset({"care.wash"})) == [
        f"care.wash: can never be said: '{stem}' of '{way}'"
        for stem, way in (("pare_choc$", ways[1]), ("ab" * 30, ways[4]))
    ]


def test_the_command_says_what_is_wrong_and_where(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.say("fr", ("button.x", "1", "Oui 👍"))
    parser = ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args(["--only", "writing", "--root", str(tree.root)])) == 1
    assert "locales/fr/common.po: button.x (1): an emoji in a button\n" in capsys.readouterr().out
    assert command.run(parser.parse_args(["--only", "writing", "--root", str(tree.root / "fr")])) == 0


def test_a_file_that_cannot_be_read_is_said_like_any_other_problem(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.say("fr", ("x", "first", "Oui"))
    parser = ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args(["--root", str(tree.root)])) == 1
    said = capsys.readouterr().out
    assert "fr/common.po: x: msgctxt 'first' is not a wording" in said
    assert "locales/fr/triggers: : missing" in said


def test_a_small_word_of_one_language_is_asked_of_all(tree: Tree) -> None:
    for lang in ("fr", "en"):
        tree.write(lang, "")
    tree.words("fr", WORDS)
    tree.words("en", WORDS.replace('\nor = ["ou"]\n', "\n"))
    assert [problem[:8] for problem in found(vocabulary.small_words_in_each, tree.root)] == ["small.or"]
    tree.words("en", WORDS.replace('\nor = ["ou"]\n', "\nor = []\n"))
    assert not found(vocabulary.small_words_in_each, tree.root)
