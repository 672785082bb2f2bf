"""Ids that left what we ask without another taking their place, each with the reason beside it.

An id is written as in content.lock ("act care.lift", "question cv/hobby") and stays here for ever: somebody has
answered under that name, and their answer is kept and can be taken away. A question that takes the place of another
says so itself, with `replaces`, and is not named here.
"""

from __future__ import annotations

RETIRED: tuple[str, ...] = ()
