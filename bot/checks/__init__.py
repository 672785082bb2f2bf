"""What `atout check` looks at: one function a rule, each from the whole content to what is wrong with it.

A rule is added by writing its function in a module here and naming it in that module's `CHECKS`; modules are found by
looking. A check reads the tree it is given and nothing else: no clock, no network, no store.
"""

from __future__ import annotations

import importlib
import pkgutil

from bot.checks.tree import Check, Problem, Tree


def subjects() -> tuple[str, ...]:
    """What can be checked: the names of the modules here."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def checks(only: str = "") -> tuple[Check, ...]:
    """Every check of every module here, or of the one named, in the order of their names."""
    names = [name for name in subjects() if only in {"", name}]
    found: list[Check] = []
    for name in names:
        found += getattr(importlib.import_module(f"{__name__}.{name}"), "CHECKS", ())
    return tuple(found)


def problems(tree: Tree, only: str = "") -> list[Problem]:
    """All that is wrong with the content, by file and key."""
    return sorted({problem for check in checks(only) for problem in check(tree)})
