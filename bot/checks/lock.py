"""content.lock names every id ever shipped: one that leaves is said to leave, and none is used twice.

Answers are kept under these ids and buttons stay in chats for years, so an id that disappears in silence, or comes
back with another meaning, would change what a person said. The lock is a list of lines, "kind id", and is only added
to: an id that left keeps its line, which then ends with "gone". It is the content of this checkout that is compared,
whatever tree the other checks were given.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Final

import flows
from bot import content
from bot.checks.tree import Check, Problem, Tree
from flows.allowing import TEXTS
from flows.content import Form, Question
from flows.controls import ACTIONS, UNIVERSAL
from flows.live import questions
from flows.model import FIXED
from flows.retired import RETIRED
from flows.words import Words
from locales.catalogs import HERE, catalog

LOCK: Final = Path(content.__file__).parent.parent / "content.lock"
COMMAND: Final = "run `atout check --lock`"
HEAD: Final = """\
# Every id ever shipped, so that none is used twice: people's answers and old buttons are kept under these names.
# `atout check --lock` adds what is new and writes "gone" after what left; nothing else changes this file.
"""
GONE: Final = "gone"
AGREEMENT: Final = "agreement "
MAKERS: Final = frozenset({"Choice", "choice", "_choice"})  # what makes a thing to tap, by its id
MENU: Final = "menu/"
TOPIC: Final = 3  # the place of the topic among the arguments of `ask_this`
STORED: Final = (
    "for_whom",
    "languages",
    "levels",
    "licences",
    "people",
    "rhythms",
    "studies",
    "subjects",
    "workplaces",
)  # words.toml: kept as ids


def ids(words: Mapping[str, Words]) -> frozenset[str]:
    """Every id of the content as it is now, one line each."""
    forms = content.forms()
    return frozenset(
        (
            *(line for form in forms for line in _of_form(form)),
            *_of_domains(),
            *_of_banks(),
            *_of_words(words),
            *_of_code(),
            *_of_agreements(words),
        )
    )


def _of_form(form: Form) -> Iterator[str]:
    yield f"form {form.id}@{form.version}"
    if form.door:
        yield f"button {form.door}"
    for question in questions(form):
        yield f"question {question.id}"
        yield f"topic {question.topic}"
        yield from (f"choice {question.id} {name}" for name in _offered(question))


def _offered(question: Question) -> set[str]:
    """The choices a question names in its code; a job or an act it finds in a domain has a line of its own."""
    function = question.choices.func if isinstance(question.choices, partial) else question.choices
    return set(_tapped(ast.parse(inspect.getsource(function)), sys.modules[function.__module__]))


def _of_domains() -> Iterator[str]:
    for domain in content.domains().values():
        yield f"domain {domain.id}"
        yield from (f"act {act.id}" for act in domain.acts)
        yield from (f"job {code}" for code in domain.occupations)
        yield from (f"job {code}" for act in domain.acts for code in act.occupations)
    yield from (f"job {code}" for code in content.occupations())


def _of_banks() -> Iterator[str]:
    return (f"asked {bank.family}.{name}" for bank in content.banks().values() for name in bank.questions)


def _of_words(words: Mapping[str, Words]) -> Iterator[str]:
    return (f"word {family}.{name}" for one in words.values() for family in STORED for name in getattr(one, family))


def _of_code() -> Iterator[str]:
    """The buttons every question may have, and what is asked on the way: menus and their topics."""
    yield from (f"button {name}" for name in (*ACTIONS, *UNIVERSAL, *FIXED))
    for found in pkgutil.iter_modules(flows.__path__):
        if not found.ispkg:
            module = import_module(f"flows.{found.name}")
            tree = ast.parse(inspect.getsource(module))
            yield from (f"button {name}" for name in _tapped(tree, module))
            yield from _asked(tree)


def _of_agreements(words: Mapping[str, Words]) -> Iterator[str]:
    """What is read before somebody agrees: its version, and its words in a language as a short mark."""
    charter = next(form for form in content.forms() if form.id == "charter")
    texts = {f"charter.{charter.version}": next(questions(charter)).say, **TEXTS}
    for lang in words:
        said = sorted(catalog(lang).items())
        for version, key in texts.items():
            told = repr([(context, text) for (name, context), text in said if name == key])
            yield f"agreement {version} {lang} {hashlib.blake2b(told.encode(), digest_size=6).hexdigest()}"


def _asked(tree: ast.AST) -> Iterator[str]:
    for call in _calls(tree, frozenset({"ask_this"})):
        texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
        if texts and isinstance(texts[0], str) and texts[0].startswith(MENU):
            yield f"menu {texts[0].removeprefix(MENU)}"
        yield from (f"topic {text}" for text in texts[TOPIC : TOPIC + 1] if isinstance(text, str))


# ---------------------------------------------------------------- reading ids in code


def _calls(tree: ast.AST, names: frozenset[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name) if name in names:
                    yield node


def _tapped(tree: ast.AST, module: ModuleType) -> Iterator[str]:
    """The ids of choices as far as they are literal: a text, a constant, or each of a tuple of texts."""
    loops = [loop for node in ast.walk(tree) if isinstance(node, ast.GeneratorExp) for loop in node.generators]
    bound = {loop.target.id: loop.iter for loop in loops if isinstance(loop.target, ast.Name)}
    for call in _calls(tree, MAKERS):
        first = call.args[0]
        source = bound.get(first.id, first) if isinstance(first, ast.Name) else first
        yield from _texts(source, module)


def _texts(node: ast.expr, module: ModuleType) -> tuple[str, ...]:
    match node:
        case ast.Constant(value=str(text)):
            return (text,)
        case ast.Name(id=name):
            value = getattr(module, name, ())
            many = (value,) if isinstance(value, str) else value
            return tuple(text for text in many if isinstance(text, str)) if isinstance(many, tuple) else ()
        case ast.Tuple(elts=parts):
            return tuple(text for part in parts for text in _texts(part, module))
        case _:
            return ()


# ---------------------------------------------------------------- the file


def read(file: Path = LOCK) -> Mapping[str, bool]:
    """The lines of the lock, each with whether its id has left."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return MappingProxyType({" ".join(line[:-1] if line[-1] == GONE else line): line[-1] == GONE for line in lines})


def write(words: Mapping[str, Words], file: Path = LOCK) -> tuple[str, ...]:
    """Add what is new, mark what was said to leave; return the lines that changed. No line is ever taken out."""
    known, now, leaving = read(file), ids(words), left()
    lines = {line: gone or _follows(line, leaving, now) for line, gone in known.items()}
    lines |= dict.fromkeys(now - known.keys(), False)
    texts = {line: f"{line} {GONE}" if gone else line for line, gone in sorted(lines.items())}
    file.write_text(HEAD + "".join(f"{text}\n" for text in texts.values()), encoding="utf-8")
    return tuple(text for line, text in texts.items() if line not in known or known[line] is not lines[line])


# ---------------------------------------------------------------- the rule


def left() -> frozenset[str]:
    """The lines of ids that were said to leave: replaced by a question, or retired."""
    replaced = (old for form in content.forms() for question in questions(form) for old in question.replaces)
    return frozenset((*(f"question {old}" for old in replaced), *RETIRED))


def _follows(line: str, leaving: frozenset[str], now: frozenset[str]) -> bool:
    """Whether an id that is not there any more was said to leave: itself, or the question or domain it belonged to."""
    kind, _, name = line.partition(" ")
    owner = {"choice": f"question {name.split(' ')[0]}", "act": f"domain {name.split('.')[0]}"}.get(kind, line)
    return line not in now and (line in leaving or owner in leaving)


def _older(line: str, now: frozenset[str]) -> bool:
    """Whether a line is an earlier version of a form, or of the words of an agreement, that is still there."""
    if line.startswith(AGREEMENT):
        name, _, version = line.split()[1].rpartition(".")
        others = (one.split()[1].rpartition(".") for one in now if one.startswith(AGREEMENT))
        return any(other == name and int(later) > int(version) for other, _, later in others)
    name, _, version = line.partition("@")
    later = [int(one.partition("@")[2]) for one in now if one.startswith(f"{name}@")]
    return line.startswith("form ") and bool(later) and int(version) < later[0]


def locked(tree: Tree) -> list[Problem]:
    """Every id is in the lock, none left it in silence, none came back."""
    if tree.root != HERE or tree.broken:
        return []
    known, now, leaving = read(), ids(tree.words), left()
    missing = {line for line, gone in known.items() if not gone and line not in now and not _older(line, now)}
    said = {line for line in missing if _follows(line, leaving, now)}
    reworded = {line for line in missing if line.startswith(AGREEMENT)}
    missing -= reworded
    broken = {
        "other words, under the same version: people agreed to those before; give it the next version": reworded,
        f"new: {COMMAND}": now - known.keys(),
        "used before, for something else: take another id": {line for line in now if known.get(line)},
        "left in silence: name it in `replaces` of a question, or in flows/retired.py": missing - said,
        f"left: {COMMAND}": said,
        "said to have left, and still there": leaving & now,
        "said to have left, and never shipped": leaving - known.keys(),
    }
    return [Problem(LOCK.name, line, rule) for rule, lines in broken.items() for line in lines]


CHECKS: tuple[Check, ...] = (locked,)
