"""The order in which the characters of a line are shown: the Unicode bidirectional algorithm (UAX #9), isolates only.

The theory. Every character has a direction class. From the classes each gets a *level*: even is left to right, odd is
right to left, a deeper level is a passage inside another. Characters are then shown by reversing, from the deepest
level down, every stretch at that level or deeper (rule L2).

We leave out the explicit embeddings and overrides (LRE, RLE, LRO, RLO, PDF). `renderers.words` drops them because they
let a stranger's words reorder ours; here they count for nothing. Without them two things become simple. An isolate and
all that stands directly in it is exactly one *isolating run sequence* (BD13). And because an isolate is always deeper
than what holds it, both ends of a sequence look like its own level (X10: sos = eos = the direction of its level).

This module knows characters and numbers. It must not know fonts, pages or languages. Brackets are not mirrored here:
the shaper does it, and twice would undo it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import bidirectional, category, mirrored, normalize

MAX_DEPTH = 125  # UAX #9 BD2
MAX_BRACKETS = 63  # UAX #9 BD16
LEFT, RIGHT = 0, 1

ISOLATE_LTR, ISOLATE_RTL, ISOLATE_FIRST, ISOLATE_END = "\u2066", "\u2067", "\u2068", "\u2069"
INITIATORS = frozenset({"LRI", "RLI", "FSI"})
ISOLATES = INITIATORS | {"PDI"}
IGNORED = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF"})  # X9
NEUTRALS = frozenset({"B", "S", "WS", "ON"}) | ISOLATES
TURNING = frozenset({"R", "AL", "AN", "RLI"})  # without one of these a left-to-right paragraph has nothing to reorder
STRONG = {"L": LEFT, "R": RIGHT, "AL": RIGHT}
AS_RIGHT = frozenset({"R", "AN", "EN"})  # N0 to N2 treat numbers as right to left


@dataclass(slots=True)
class _Sequence:
    """An isolating run sequence: where its characters stand and what each now counts as."""

    level: int
    at: list[int] = field(default_factory=list)
    was: list[str] = field(default_factory=list)  # the class before any rule
    now: list[str] = field(default_factory=list)

    @property
    def side(self) -> str:
        """The direction of the level, which is also what stands before and after (sos, eos)."""
        return "R" if self.level % 2 else "L"

    def take(self, index: int, kind: str) -> None:
        self.at.append(index)
        self.was.append(kind)
        self.now.append(kind)


def levels(text: str, base: int) -> list[int]:
    """The level of each character of one paragraph whose own level is `base` (0 or 1)."""
    kinds = [_kind(char) for char in text]
    result = [base] * len(text)
    if base == LEFT and TURNING.isdisjoint(kinds):  # most lines of most documents
        return result
    for sequence in _sequences(kinds, base):
        _weak(sequence)
        _brackets(sequence, text)
        _neutral(sequence)
        for index, kind in zip(sequence.at, sequence.now, strict=True):
            result[index] = _implicit(sequence.level, kind)
    _ignored_follow(kinds, result, base)
    return result


def base_level(text: str, otherwise: int) -> int:
    """The level the text asks for by its first strong letter outside isolates (P2, P3); `otherwise` if it has none."""
    found = _first_strong([_kind(char) for char in text], 0)
    return otherwise if found is None else found


def base_of(text: str, *, rtl: bool) -> int:
    """The level of a paragraph wanted in a direction. The letters have the last word: with none of it, their own."""
    wanted = RIGHT if rtl else LEFT
    return wanted if wanted in sides(text) else base_level(text, wanted)


def sides(text: str) -> set[int]:
    """Which directions the letters of the text have, isolated or not."""
    return {STRONG[kind] for kind in map(_kind, text) if kind in STRONG}


def ends_reset(text: str, resolved: Sequence[int], base: int) -> list[int]:
    """The levels with separators, and blanks before them or at the end of the line, back at `base` (L1)."""
    result = list(resolved)
    trailing = True
    for index in range(len(text) - 1, -1, -1):
        kind = _kind(text[index])
        separator = kind in {"S", "B"}
        trailing = separator or (trailing and (kind == "WS" or kind in ISOLATES or kind in IGNORED))
        if trailing:
            result[index] = base
    return result


def visual(resolved: Sequence[int]) -> list[int]:
    """The indices in the order they are seen, left to right (L2)."""
    order = list(range(len(resolved)))
    deepest = max(resolved, default=0)
    for level in range(deepest, 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and resolved[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """The class of a character; one that Python's tables do not know counts as a letter of the left-to-right kind."""
    return bidirectional(char) or "L"


def _first_strong(kinds: Sequence[str], start: int) -> int | None:
    """The direction of the first letter from `start` up to the end of the isolate that `start` stands in."""
    depth = 0
    for kind in kinds[start:]:
        if kind in INITIATORS:
            depth += 1
        elif kind == "PDI":
            if depth == 0 and start:
                return None
            depth = max(0, depth - 1)
        elif depth == 0 and kind in STRONG:
            return STRONG[kind]
    return None


def _sequences(kinds: Sequence[str], base: int) -> Iterable[_Sequence]:
    """The text cut at its isolates (X1 to X8, X10), each with its level."""
    stack = [_Sequence(base)]
    done = [stack[0]]
    overflow = 0
    for index, kind in enumerate(kinds):
        if kind in IGNORED:
            continue
        if kind == "PDI" and overflow:
            overflow -= 1
        elif kind == "PDI" and len(stack) > 1:
            stack.pop()
        stack[-1].take(index, kind)
        if kind in INITIATORS:
            level = _inner_level(kinds, index, stack[-1].level)
            if level > MAX_DEPTH or overflow:
                overflow += 1
            else:
                stack.append(_Sequence(level))
                done.append(stack[-1])
    return done


def _inner_level(kinds: Sequence[str], index: int, level: int) -> int:
    """The next level of the direction that the isolate at `index` asks for (X5a to X5c)."""
    wanted = RIGHT if kinds[index] == "RLI" else LEFT
    if kinds[index] == "FSI":
        wanted = _first_strong(kinds, index + 1) or LEFT
    return level + 1 if (level + 1) % 2 == wanted else level + 2


def _weak(sequence: _Sequence) -> None:
    """Marks, numbers and what stands between numbers (W1 to W7)."""
    now, last = sequence.now, sequence.side
    for place, kind in enumerate(now):  # W1 to W3 look only backwards, so one pass is enough
        if kind == "NSM":
            before = sequence.now[place - 1] if place else sequence.side
            now[place] = "ON" if sequence.was[place - 1 : place] and sequence.was[place - 1] in ISOLATES else before
        if now[place] == "EN" and last == "AL":
            now[place] = "AN"
        if now[place] in STRONG:
            last = now[place]
    now[:] = ["R" if kind == "AL" else kind for kind in now]
    _separators(now)
    _terminators(now)
    _latin_numbers(sequence)


def _separators(now: list[str]) -> None:
    """One separator between two numbers of a kind joins them (W4)."""
    for place in range(1, len(now) - 1):
        before, kind, after = now[place - 1 : place + 2]
        if before == after and ((kind in {"ES", "CS"} and before == "EN") or (kind == "CS" and before == "AN")):
            now[place] = before


def _terminators(now: list[str]) -> None:
    """Signs that touch a number belong to it (W5); other separators and terminators are neutral (W6)."""
    for place, stop in _stretches(now, frozenset({"ET"})):
        touches = (place and now[place - 1] == "EN") or now[stop : stop + 1] == ["EN"]
        now[place:stop] = ["EN" if touches else "ON"] * (stop - place)
    now[:] = ["ON" if kind in {"ES", "CS", "ET"} else kind for kind in now]


def _latin_numbers(sequence: _Sequence) -> None:
    """A number after left-to-right letters is part of them (W7)."""
    last = sequence.side
    for place, kind in enumerate(sequence.now):
        if kind in STRONG:
            last = kind
        elif kind == "EN" and last == "L":
            sequence.now[place] = "L"


def _brackets(sequence: _Sequence, text: str) -> None:
    """A pair of brackets takes the direction of what it holds (N0)."""
    for opened, closed in _pairs(sequence, text):
        side = _pair_side(sequence, opened, closed)
        if side:
            for place in (opened, closed):
                sequence.now[place] = side
                for mark in range(place + 1, len(sequence.now)):
                    if sequence.was[mark] != "NSM":
                        break
                    sequence.now[mark] = side


def _pairs(sequence: _Sequence, text: str) -> list[tuple[int, int]]:
    """The matching brackets of a sequence, in the order of the opening ones (BD16)."""
    stack: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for place, index in enumerate(sequence.at):
        if sequence.now[place] != "ON":
            continue
        char = normalize("NFC", text[index])  # U+2329 and U+232A equal U+3008 and U+3009
        partner = _partner(char)
        if partner:
            if len(stack) == MAX_BRACKETS:
                return []
            stack.append((partner, place))
        else:
            depth = next((d for d in range(len(stack) - 1, -1, -1) if stack[d][0] == char), None)
            if depth is not None:
                found.append((stack[depth][1], place))
                del stack[depth:]
    return sorted(found)


# The closing bracket stands one or two places after its opening one in Unicode, but for these.
_CROSSED = {"\u298d": "\u2990", "\u298f": "\u298e"}


@lru_cache(maxsize=1024)
def _partner(char: str) -> str:
    """The bracket that closes `char`, or "" when `char` opens none."""
    if category(char) != "Ps" or not mirrored(char):
        return ""
    after = (chr(ord(char) + step) for step in (1, 2))
    return _CROSSED.get(char) or next((c for c in after if category(c) == "Pe" and mirrored(c)), "")


def _pair_side(sequence: _Sequence, opened: int, closed: int) -> str:
    """The direction of a pair: the passage's if found inside, else the other if it also came before (N0 b, c)."""
    inside = {_side(kind) for kind in sequence.now[opened + 1 : closed]} - {""}
    if sequence.side in inside:
        return sequence.side
    if not inside:
        return ""
    before = next((_side(kind) for kind in reversed(sequence.now[:opened]) if _side(kind)), sequence.side)
    return before if before != sequence.side else sequence.side


def _side(kind: str) -> str:
    """L, R or nothing: numbers count as right to left between neutrals."""
    return "R" if kind in AS_RIGHT else "L" if kind == "L" else ""


def _neutral(sequence: _Sequence) -> None:
    """Blanks and signs between two equal sides join them, others follow the passage (N1, N2)."""
    now = sequence.now
    for place, stop in _stretches(now, NEUTRALS):
        before = _side(now[place - 1]) if place else sequence.side
        after = _side(now[stop]) if stop < len(now) else sequence.side
        now[place:stop] = [before if before == after else sequence.side] * (stop - place)


def _implicit(level: int, kind: str) -> int:
    """The final level of a character in a passage (I1, I2)."""
    if level % 2 == LEFT:
        return level + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    return level + (0 if kind == "R" else 1)


def _ignored_follow(kinds: Sequence[str], result: list[int], base: int) -> None:
    """Characters that count for nothing stay with the one before them (section 5.2)."""
    for index, kind in enumerate(kinds):
        if kind in IGNORED:
            result[index] = result[index - 1] if index else base


def _stretches(now: Sequence[str], kinds: frozenset[str]) -> list[tuple[int, int]]:
    """Where the longest stretches of these classes begin and end."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(now):
        stop = place
        while stop < len(now) and now[stop] in kinds:
            stop += 1
        if stop > place:
            found.append((place, stop))
        place = stop + 1
    return found
