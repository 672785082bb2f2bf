"""Every string of every language keeps every rule: what `atout check` looks at, one test a rule."""

from __future__ import annotations

import pytest

from bot.checks import checks
from bot.checks.tree import Check, Tree, read_tree


@pytest.fixture(scope="module")
def content() -> Tree:
    return read_tree()


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.__name__)
def test_every_string_keeps_the_rules(check: Check, content: Tree) -> None:
    assert [f"{problem.file}: {problem.key}: {problem.rule}" for problem in check(content)] == []
