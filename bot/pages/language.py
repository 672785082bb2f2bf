"""A first guess of a person's language from what the browser prefers; never a decision."""

from __future__ import annotations

from collections.abc import Sequence

PREFERENCES_MAX = 20  # entries of Accept-Language that are looked at


def guess(header: str, languages: Sequence[str]) -> str:
    """The offered language the browser prefers, the first one offered when it prefers none of them."""
    wanted = [_weighed(part) for part in header.split(",")[:PREFERENCES_MAX]]
    for _, code in sorted(wanted, key=lambda pair: -pair[0]):
        if code in languages:
            return code
    return languages[0]


def _weighed(part: str) -> tuple[float, str]:
    tag, _, weight = part.strip().partition(";")
    code = tag.partition("-")[0].lower()
    try:
        return (float(weight.strip().removeprefix("q=") or 1), code)
    except ValueError:
        return (0.0, code)
