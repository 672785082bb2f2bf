"""`python -m tests.personas.compared [WAY ...]`: the invented people with a model and without, side by side.

Ways: off, elsewhere and own (the double of a server, a machine of somebody else's or one's own), real (the one in the
settings). Without any: the first three, and the real one where one is set. `--write` puts the figures on their page.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from bot.model.chosen import model, price
from bot.settings import SettingError, Settings, from_environment
from tests.personas.helped import OFF, REAL, WAYS, Helped, helping
from tests.personas.page import HELPED, write
from tests.personas.replay import Person, Replayed, people, replay
from tests.personas.thinking import Person as Told

LONG: Final = 90  # letters: more is no line of a CV
SAID: Final = 20  # letters of a message that a line may not be
MILLION: Final = 1_000_000
REFUSED: Final = 2  # exit code: a setting is to be put right
NAMES: Final[Mapping[str, str]] = {
    OFF: "none", "elsewhere": "the double, elsewhere", "own": "the double, one's own", REAL: "the one that is set",
}  # fmt: skip
HEAD: Final = (
    "| model | facts | documents | first PDF | messages | repeats | promises | calls | held back | unanswered "
    "| found | shown | confirmed | refused | tokens | cost |"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the replays of one way come to."""

    facts: int = 0
    must: int = 0
    documents: int = 0
    first: int = 0
    messages: int = 0
    repeats: int = 0
    promises: int = 0
    made: int = 0
    calls: int = 0
    held: int = 0
    failed: int = 0
    found: int = 0
    shown: int = 0
    kept: int = 0
    tokens: int = 0


def promises(found: Replayed) -> Mapping[str, bool]:
    """Return what each person is promised, and whether it was kept."""
    lines = [line.strip(" •") for line in found.text.splitlines()]
    told = {said for turn in found.person["turns"] if len(said := str(turn.get("says", "")).strip()) > SAID}
    return {
        "a first PDF within the limit": found.within,
        "the whole way": found.ready,
        "nothing that was never said": not found.never,
        "nothing private": not found.leaked,
        "no bubble twice in a row": not found.repeats,
        "the language of the person": found.langs == {found.person["lang"]},
        "nothing asked again": not found.again,
        "no line that is a message": not [line for line in lines if len(line) > LONG or line in told],
    }


def counts(all_found: Sequence[Replayed], made: Sequence[Helped] = ()) -> Counts:
    """Return the sums."""
    kept = [promises(one) for one in all_found]
    return Counts(
        facts=sum(one.facts for one in all_found),
        must=sum(len(one.person["must"]) for one in all_found),
        documents=sum(one.documents for one in all_found),
        first=sum(one.first for one in all_found),
        messages=sum(one.messages for one in all_found),
        repeats=sum(len(one.repeats) for one in all_found),
        promises=sum(sum(one.values()) for one in kept),
        made=sum(map(len, kept)),
        calls=sum(one.spent.asked for one in all_found),
        held=sum(one.spent.held for one in all_found),
        failed=sum(one.spent.failed for one in all_found),
        found=sum(one.model.proposed for one in made if one.model),
        shown=sum(one.shown for one in all_found),
        kept=sum(one.kept for one in all_found),
        tokens=sum(one.spent.tokens for one in all_found),
    )


async def replays(way: str, persons: Sequence[Person], never: Sequence[str]) -> tuple[list[Replayed], list[Helped]]:
    """Replay these people one way."""
    found, made = [], []
    async with helping(way) as whom:
        for person in persons:
            by = whom.of(person)
            with tempfile.TemporaryDirectory() as home:
                found.append(await replay(person, never, Path(home), by))
            made.append(by)
    return found, made


def row(way: str, of: Counts, each: Decimal = Decimal(0)) -> str:
    """Return a line of the table. `each`: what a million tokens cost."""
    cost = f"{each * of.tokens / MILLION:.2f}" if each and way == REAL else "-"
    cells = (
        NAMES[way], f"{of.facts} of {of.must}", of.documents, of.first, of.messages, of.repeats,
        f"{of.promises} of {of.made}", of.calls, of.held, of.failed, of.found, of.shown, of.kept, of.shown - of.kept,
        of.tokens, cost,
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def differences(off: Sequence[Replayed], with_it: Sequence[Replayed]) -> Iterator[str]:
    """Yield what a model changed for each person: facts that came and went, promises that were kept and broken."""
    for before, after in zip(off, with_it, strict=True):
        was, now = promises(before), promises(after)
        said = [f"+ {fact}" for fact in before.missing if fact not in after.missing]
        said += [f"- {fact}" for fact in after.missing if fact not in before.missing]
        said += [f"{'+' if now[name] else '-'} promise: {name}" for name in now if now[name] != was[name]]
        said += [f"no to: {' | '.join(thing.split(chr(10)))}" for thing in after.untrue]
        if said:
            yield f"{after.person['id']}: {'; '.join(said)}"


def table(of: Mapping[str, Counts], each: Decimal = Decimal(0)) -> str:
    """Return the figures as a page of docs shows them."""
    return "\n".join([HEAD, "|---" * HEAD.count(" | ") + "|---|", *(row(way, one, each) for way, one in of.items())])


async def main(wanted: Sequence[str], *, publish: bool) -> None:
    """Replay everybody each way, and say how that went as it goes."""
    settings = _set()
    if REAL in wanted and not settings:
        sys.stderr.write("atout eval: ATOUT_MODEL names no model that could be asked\n")
        sys.exit(REFUSED)
    ways = [way for way in WAYS if way in wanted] or [way for way in WAYS if way != REAL or settings]
    names = [word for word in wanted if word not in WAYS]
    persons, never = people()
    if strange := sorted(set(names) - {person["id"] for person in persons}):
        sys.stderr.write(f"atout eval: nobody in tests/personas is called {', '.join(strange)}, and no way is\n")
        sys.exit(REFUSED)
    some: list[Told] = [person for person in persons if not names or person["id"] in names]
    found: dict[str, list[Replayed]] = {}
    sums: dict[str, Counts] = {}
    for way in ways:
        found[way], made = await replays(way, some, never)
        sums[way] = counts(found[way], made)
        sys.stderr.write(f"{way}: {sums[way].facts} of {sums[way].must} facts\n")
    each = price(settings) if settings else Decimal(0)
    sys.stdout.write(table(sums, each) + "\n")
    for way in ways[1:] if ways[0] == OFF else ():
        sys.stdout.writelines(f"{line}\n" for line in ("", f"{NAMES[way]}:", *differences(found[OFF], found[way])))
    if publish:
        write(table({way: one for way, one in sums.items() if way != REAL}), HELPED)


def _set() -> Settings | None:
    """Return the settings where they name a model that can be asked."""
    try:
        settings = from_environment()
        there = model(settings) is not None
    except SettingError as error:
        sys.stderr.write(f"atout eval: {error}\n")
        sys.exit(REFUSED)
    return settings if there else None


if __name__ == "__main__":
    WORDS = sys.argv[1:]
    asyncio.run(main([word for word in WORDS if word != "--write"], publish="--write" in WORDS))
