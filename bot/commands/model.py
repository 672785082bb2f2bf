"""How often the language model was asked, and what that came to, by month and day.

Counts alone, of all people together: calls, those without an answer, what our filter held back, and tokens; with
ATOUT_MODEL_PRICE in money too. They are kept for thirteen months. It reads, and `atout serve` may run beside it. Exit
code 1 when the files cannot be read, 2 when something must be set otherwise first.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Final

from bot.app import now
from bot.model.base import PURPOSES
from bot.model.chosen import price
from bot.settings import SettingError, from_environment
from bot.store.aside import model_days
from bot.store.base import StoreError
from bot.store.using import Spent, Summed

FAILED: Final = 1
REFUSED: Final = 2
DAYS: Final = 14  # shown one by one, unless it is said otherwise
MILLION: Final = 1_000_000
FIRST: Final = date(1970, 1, 1)
ROW: Final = "{when:<12}{what:<14}{asked:>8}{failed:>12}{held:>8}{tokens:>12}{cost:>10}"
HEAD: Final = ROW.format(
    when="", what="for", asked="calls", failed="unanswered", held="held", tokens="tokens", cost="cost"
)
NOTHING: Final = "No model was ever asked here."
UNPRICED: Final = "ATOUT_MODEL_PRICE is not set: no cost is worked out."
Line = tuple[str, str, Spent]  # when, what for, how often


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--days", type=int, default=DAYS, metavar="N", help=f"days to show one by one, {DAYS}")


def run(args: Namespace) -> int:
    """Print it."""
    try:
        settings = from_environment()
        each, found = price(settings), model_days(settings.data, 0, settings.store.value)
    except SettingError as error:
        print(f"atout model: {error}", file=sys.stderr)
        return REFUSED
    except StoreError as error:
        print(f"atout model: {error}", file=sys.stderr)
        return FAILED
    print("\n".join(shown(found, each, now(), args.days)))
    return 0


def shown(found: Sequence[Summed], each: Decimal, at: int, days: int = DAYS) -> Iterator[str]:
    """Yield the lines: the months, then the last days, each by purpose. `each`: the price of a million tokens."""
    if not found:
        yield NOTHING
        return
    yield HEAD.rstrip()
    yield from (_row(line, each) for line in _summed(found, lambda one: f"{_day(one.day):%Y-%m}"))
    since = datetime.fromtimestamp(at / 1000, UTC).date() - timedelta(days=max(0, days - 1))
    late = [one for one in found if _day(one.day) >= since]
    yield from (_row(line, each) for line in _summed(late, lambda one: f"{_day(one.day):%Y-%m-%d}"))
    if not each:
        yield UNPRICED


def _summed(found: Sequence[Summed], span: Callable[[Summed], str]) -> Iterator[Line]:
    """Yield what each span of time comes to, by purpose and together; `found` is in the order of time."""
    for when, some in groupby(found, span):
        all_of_it = list(some)
        parts = [(name, [one.spent for one in all_of_it if one.purpose == name]) for name in PURPOSES]
        yield when, "all", sum((one.spent for one in all_of_it), Spent())
        yield from (("", name, sum(spent, Spent())) for name, spent in parts if spent)


def _row(line: Line, each: Decimal) -> str:
    when, what, spent = line
    cost = f"{each * spent.tokens / MILLION:.2f}" if each else "-"
    counts = {"asked": spent.asked, "failed": spent.failed, "held": spent.held, "tokens": spent.tokens}
    return ROW.format(when=when, what=what, cost=cost, **counts)


def _day(since_1970: int) -> date:
    return FIRST + timedelta(days=since_1970)
