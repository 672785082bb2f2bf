"""Whatever the program can say has words: every key named in code, and every key made from an id of the content.

A key without words would stop a conversation in its middle. Keys are read from the code by their places: the first
argument of `Phrase` and of `first`, and `say=` of a question. Keys made from an id are listed here by family.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot import content
from bot.checks.tree import Check, Problem, Tree, by_key
from flows.asking import TOPICS
from flows.content import Domain, Each, Form, Occupation, Question
from flows.cv.rules import NO_GENDER, ONE_TITLE
from flows.games import OWN, Game
from flows.held import COUNTED, SUBJECTS
from flows.literacy import form as literacy
from flows.readers import WHATS
from flows.rights import form as rights
from flows.tips import TIPS
from flows.turn import FILE
from flows.words import Words
from locales import SOURCE

CODE: Final = Path(content.__file__).parent.parent
FOLDERS: Final = ("flows", "renderers", "bot")
SPEAKERS: Final = frozenset({"Phrase", "first", "RefusedError", "say"})
SAID: Final = frozenset({"say", "making", "here", "menu"})
SILENT: Final = frozenset({"note", "document"})  # questions that are never asked
TITLE_FORMS: Final = ("m", "f", "n")  # how a job can be written on the CV
_IN_TEMPLATE: Final = re.compile(r'\bt\("([\w.]+)"(?! ~)')
NOBODY: Final = "none"  # an experience that does not say for whom
MONTHS: Final = range(1, 13)
SEASONS: Final = range(1, 5)
WEEKDAYS: Final = range(1, 8)


def named_in_code(tree: Tree) -> list[Problem]:
    """Every key written in the code has words."""
    source = tree.source
    return [
        Problem(f"{path.relative_to(CODE)}", key, "no words in French")
        for folder in FOLDERS
        for path in sorted((CODE / folder).rglob("*.py"))
        for key in sorted(_named(ast.parse(path.read_text(encoding="utf-8"))))
        if source and key not in source
    ]


def named_in_templates(tree: Tree) -> list[Problem]:
    """Every key written in a template of the desk has words."""
    source = tree.source
    return [
        Problem(f"{path.relative_to(CODE)}", key, "no words in French")
        for path in sorted((CODE / "bot" / "desk" / "templates").glob("*.html"))
        for key in sorted(set(_IN_TEMPLATE.findall(path.read_text(encoding="utf-8"))))
        if source and key not in source
    ]


def _named(module: ast.Module) -> set[str]:
    """Return the keys of a module, whether written where they are used or under a name at its top."""
    names = {
        node.targets[0].id: node.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    first = [call.args[0] for call in calls if call.args and _name(call) in SPEAKERS]
    says = [keyword.value for call in calls for keyword in call.keywords if keyword.arg in SAID]
    told = [names.get(node.id, node) if isinstance(node, ast.Name) else node for node in (*first, *says)]
    keys = {node.value for node in told if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {key for key in keys if key and not key.endswith(".")}


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def made_from_ids(tree: Tree) -> list[Problem]:
    """Every key made from an id of the forms, the domains or the words has words."""
    if SOURCE not in tree.words or not tree.source:
        return []
    words = tree.words[SOURCE]
    learnt = [name for one in tree.words.values() for name in one.studies if name != "undone"]
    made = {
        *(f"study.{name}{end}" for name in learnt for end in ("", ".level")),
        *(f"subject.{name}" for one in tree.words.values() for name in one.subjects),
        *(f"where.{name}" for one in tree.words.values() for name in one.workplaces),
        *(key for form in content.forms() for key in _of_form(form)),
        *(key for domain in content.domains().values() for key in _of_domain(domain, words)),
        *(key for one in content.occupations().values() for key in _of_occupation(one)),
        *(f"trade.{name}" for name in content.trades()),
        *_of_words(words),
        *(f"{name}.{n}" for name in ("month", "month.of") for n in MONTHS),
        *(f"season.{n}" for n in SEASONS),
        *(f"seen.what.{name}" for name in WHATS),
        *(f"mine.title.{name}" for name in (*SUBJECTS, "other")),
        *(f"mine.kept.{name}" for name in ("made", *COUNTED)),
        *(f"day.{name}" for name in ("today", "tomorrow", *WEEKDAYS)),
        *(f"language.{lang}" for lang in tree.entries),
        *(f"summary.{name}" for name in TOPICS),
        *(f"tip.says.{name}" for name in TIPS),
        *(key for game in (literacy.GAME, rights.GAME) for key in _of_game(game)),
    }
    return [Problem(f"locales/{SOURCE}", key, "no words") for key in made - tree.source.keys()]


def _of_form(form: Form) -> Iterator[str]:
    if form.door:
        yield f"button.{form.door}"
        yield from _behind(form)
    for question in _asked(form):
        name = question.id.replace("/*", "").replace("/", ".")
        yield from (f"label.{name}", f"why.{name}")  # its short name, and why it is asked


def _behind(form: Form) -> Iterator[str]:
    """Yield the keys of what a side trip takes and makes: a file may be for it, and its paper is in a list."""
    every = [q for item in form.questions for q in (item.questions if isinstance(item, Each) else (item,))]
    yield from (f"choice.file.{form.door}" for q in every if q.want == FILE)
    drawn = {q.draws.partition(":")[0] for q in every if q.kind == "document"}
    yield from (f"choice.{kind}.{name}" for name in sorted(drawn) for kind in ("history", "paper"))


def _asked(form: Form) -> Iterator[Question]:
    for item in form.questions:
        several = item.questions if isinstance(item, Each) else (item,)
        yield from (question for question in several if question.kind not in SILENT)


def _of_game(game: Game) -> Iterator[str]:
    yield f"game.{game.name}.intro"
    yield from (f"ask.game.{game.name}.own" for right in game.cards.values() if right == OWN)
    yield from (f"choice.game.{tap}" for tap in game.taps)
    for card in game.cards:
        yield from (f"game.{game.name}.{card}", f"game.{game.name}.{card}.why")


def _of_domain(domain: Domain, words: Words) -> Iterator[str]:
    for act in domain.acts:
        yield f"act.{act.id}"
        yield f"skill.{act.id}"
        yield from (f"skill.{act.id}.{place}" for place in act.places)
        if act.counts:
            yield f"skill.{act.id}.n"
        if act.titled:
            yield f"title.act.{act.id}"
    yield from (f"title.{domain.id}.{whom}" for whom in (*words.for_whom, NOBODY))
    for code in {*domain.occupations, *(code for act in domain.acts for code in act.occupations)}:
        yield from _of_job(code)


def _of_job(code: str) -> Iterator[str]:
    yield f"job.{code}"
    yield from (f"job.{code}.{form}" for form in TITLE_FORMS)


def _of_occupation(one: Occupation) -> Iterator[str]:
    yield from _of_job(one.code)
    yield f"place.{one.code}"
    yield from (f"law.{name}" for name in one.requires)
    yield from (f"condition.{name}" for name in one.conditions)


def _of_words(words: Words) -> Iterator[str]:
    yield from (f"side.{name}" for name in words.sides)
    yield from (f"tongue.{code}" for code in words.languages)
    yield from (f"level.{name}" for name in words.levels)
    yield from (f"rhythm.{name}" for name in words.rhythms)
    yield from (f"extra.{name}" for name in (*words.licences, *words.rhythms) if name != NOBODY)


def titles_differ(tree: Tree) -> list[Problem]:
    """The ways to write a job that a person chooses from are not two times the same; a job with one title says so."""
    found: list[Problem] = []
    for lang in tree.entries.keys() - NO_GENDER:
        said = {key: entries[0].texts[0] for key, entries in by_key(tree.entries[lang]).items()}
        for code in {key.split(".")[1] for key in said if key.startswith("job.")}:
            ways = [said.get(f"job.{code}.{form}") for form in TITLE_FORMS]
            wrong = len(set(ways)) < len(ways) if code not in ONE_TITLE else lang == SOURCE and ways[0] != ways[1]
            found += [Problem(f"locales/{lang}/jobs.po", f"job.{code}", "titles that do not differ")] if wrong else []
    return found


CHECKS: tuple[Check, ...] = (named_in_code, named_in_templates, made_from_ids, titles_differ)
