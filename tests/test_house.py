"""The rules of the house that no other tool checks: budgets, a quiet core, no sentence in code, no place in a file.

Each test lists every offender with its line, so that one run is enough to repair them all.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("atout", "bot", "flows", "locales", "renderers")
FILE_LINES = 600
FUNCTION_LINES = 60
DOCSTRING_LETTERS = 20

# What the core may import besides itself: modules that compute and do nothing else.
PURE = frozenset(
    """
    __future__ abc bisect calendar collections copy dataclasses datetime decimal difflib enum fractions functools
    hashlib heapq itertools math operator re string textwrap types typing unicodedata
    """.split()  # noqa: SIM905 - a list to read, not to punctuate
)
# The ways the pure modules above still have to tell the time.
CLOCKS = frozenset({"now", "today", "utcnow", "localtime"})
OPENERS = frozenset({"open", "input", "print", "exec", "eval", "__import__"})
# The only three places that may catch whatever comes, because they record it and go on.
CATCHERS = frozenset({"bot/loop.py", "bot/outbox.py", "bot/jobs.py"})
# Where a sentence in code would reach a person. Commands and settings speak to the operator, in English.
SPEAKERS = ("flows", "renderers", "locales", "bot/channels", "bot/pages", "bot/desk")
# Calls whose words go to whoever runs the program, never to the person in the chat.
INWARD = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})

SENTENCE = re.compile(r"^\W*\w+(?:[\s,;:'’-]+\w+){2,}.*[.!?…:]\W*$", re.DOTALL)
ACCENTED_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")

# Put together here, so that this file does not hold what it looks for.
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("deb", "debian", "org"))]
HOSTS += [".".join(parts) for parts in (("security", "debian", "org"), ("npmjs", "org"), ("npmjs", "com"))]
PLACES = [f"/{first}/" for first in ("work", "root")] + [f"/{first}/[a-z]" for first in ("home", "Users")]
ELSEWHERE = re.compile("|".join([*map(re.escape, HOSTS), *(rf"(?<![\w.~$}}-]){place}" for place in PLACES)]))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project: what git follows, and what it would if it were added."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    names = listing.stdout.decode().split("\0")
    return tuple(path for path in (ROOT / name for name in names if name) if path.is_file())


def code(*folders: str) -> list[Path]:
    """The Python files of these folders, the packages when none is named."""
    wanted = [ROOT / folder for folder in (folders or PACKAGES)]
    return [
        path for path in tracked() if path.suffix == ".py" and any(path.is_relative_to(folder) for folder in wanted)
    ]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def at(path: Path, line: int = 0) -> str:
    """Where: a file, or a line of it."""
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods included."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_files_stay_short() -> None:
    sizes = {at(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code(*PACKAGES, "tests", "tools")}
    assert {name: size for name, size in sizes.items() if size > FILE_LINES} == {}


def test_functions_stay_short() -> None:
    sizes = {
        f"{at(path, node.lineno)} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in code(*PACKAGES, "tests", "tools")
        for node in functions(path)
    }
    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES} == {}


def test_each_module_says_what_it_is_for() -> None:
    words = {at(path): ast.get_docstring(tree(path)) or "" for path in code(*PACKAGES, "tools")}
    assert [name for name, text in words.items() if len(text) < DOCSTRING_LETTERS or "TODO" in text] == []


def test_the_core_imports_nothing_but_what_computes() -> None:
    strangers = [
        f"{at(path, line)} {name}"
        for path in code("flows")
        for node in ast.walk(tree(path))
        for line, name in imported(node)
        if name.partition(".")[0] not in PURE | {"flows"}
    ]
    assert strangers == []


def imported(node: ast.AST) -> Sequence[tuple[int, str]]:
    """The line and name of each module an import brings; a relative one is of the same package."""
    if isinstance(node, ast.Import):
        return [(node.lineno, alias.name) for alias in node.names]
    return [(node.lineno, node.module or "")] if isinstance(node, ast.ImportFrom) and not node.level else []


def test_the_core_reads_no_clock_and_opens_nothing() -> None:
    calls = [
        f"{at(path, node.lineno)} {called(node)}"
        for path in code("flows")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in CLOCKS | OPENERS
    ]
    assert calls == []


def called(node: ast.Call) -> str:
    """The last word of what is called: `open`, or the `now` of `datetime.now`."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def test_only_three_places_catch_everything() -> None:
    blind = [
        at(path, node.lineno)
        for path in code()
        if at(path) not in CATCHERS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and catches_all(node.type)
    ]
    assert blind == []


def catches_all(kind: ast.expr | None) -> bool:
    """Whether a handler takes any error: bare, or by the root of them all."""
    match kind:
        case None | ast.Name(id="Exception" | "BaseException"):
            return True
        case ast.Tuple(elts=kinds):
            return any(catches_all(one) for one in kinds)
        case _:
            return False


def test_no_file_holds_a_test_that_waits_beside_one_with_a_browser() -> None:
    """A browser of a file takes the loop of its thread, and another process may bring the file's tests in any order."""
    mixed = []
    for path in code("tests"):
        tests = [one for one in functions(path) if one.name.startswith("test_")]
        waits = any(isinstance(one, ast.AsyncFunctionDef) for one in tests)
        if waits and any(arg.arg == "chromium" for one in tests for arg in one.args.args):
            mixed.append(at(path))
    assert mixed == []


def test_no_sentence_for_a_person_is_written_in_code() -> None:
    found = [
        f"{at(path, line)} {text[:60]!r}"
        for path in code(*SPEAKERS)
        for line, text in spoken(tree(path))
        if SENTENCE.match(text) or (not text.isascii() and ACCENTED_WORDS.search(text))
    ]
    assert found == []


def spoken(module: ast.Module) -> Iterator[tuple[int, str]]:
    """The string literals that might reach a person: no docstring, no error's reason, no log line, no pattern."""
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Raise | ast.Assert) or (isinstance(node, ast.Call) and inward(node)):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        waiting.extend(ast.iter_child_nodes(node))


def inward(node: ast.Call) -> bool:
    """Whether a call speaks to us: a log line, an error's constructor, or a pattern being compiled."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    pattern = isinstance(owner, ast.Name) and owner.id == "re"
    super_init = called(node) == "__init__"
    return pattern or super_init or called(node) in INWARD or called(node).endswith("Error")


def test_no_file_names_a_place_only_one_machine_knows() -> None:
    offenders = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a font, a picture
        offenders += [
            f"{at(path, number)} {match.group()}"
            for number, line in enumerate(text.splitlines(), start=1)
            for match in ELSEWHERE.finditer(line)
        ]
    assert offenders == []


def test_the_lock_names_no_index() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("-")] == []


@pytest.mark.parametrize("name", ["hatchling", "editables"])
def test_the_lock_brings_what_the_second_step_builds_with(name: str) -> None:
    assert f"\n{name}==" in (ROOT / "requirements.lock").read_text(encoding="utf-8")
