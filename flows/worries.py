"""A worry or a question of the person's own beside an answer: "3 years, off the books, is it bad?".

It is calmed as it is when asked alone, and the answer is kept. Words of one's own, such as a name, are not guessed so.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from flows import reading
from flows.accept import accept, read, understood
from flows.model import How, Kind
from flows.spelling import tells
from flows.turn import Turn
from flows.wonders import known
from flows.words import Words

WORRY: Final = "undeclared"  # told beside an answer even where no pause parts them
WAY: Final = 4  # words of a way to say it


@lru_cache(maxsize=reading.LANGUAGES)
def _parts(words: Words) -> re.Pattern[str]:
    """Return where a message is cut into parts: at a pause, and before a "but"."""
    but = "|".join(re.escape(way) for way in words.joints.get("but", ()))
    return re.compile(r"[,.;:!?،؛؟]+" + (rf"|(?<!\w)(?:{but})(?!\w)" if but else ""), re.IGNORECASE)


def beside(turn: Turn, text: str) -> str:
    """Return the parts of a message in which nothing is asked: "3 years" of "3 years, is it bad?"."""
    parts = [part for part in _parts(turn.words).split(text) if part.strip()]
    asked = [reading.side(reading.fold(part), turn.words) is not None for part in parts]
    last = text.rstrip().endswith(reading.QUESTION_MARKS)
    return ", ".join(p.strip() for n, p in enumerate(parts) if not asked[n] and not (last and n == len(parts) - 1))


def _calmed(turn: Turn, text: str) -> str:
    """Return a message without the words of the worry in it, where no pause parts them from the answer."""
    said, ways = text.rstrip(" ?؟").split(), turn.words.sides.get(WORRY, ())
    folded = [reading.fold(word) for word in said]
    places = ((i, n) for i in range(len(said)) for n in range(WAY, 0, -1))
    found = next(((i, n) for i, n in places if " ".join(folded[i : i + n]) in ways), None)
    if found is None:
        return ""
    before, after = said[: found[0]], said[found[0] + found[1] :]
    while before and folded[len(before) - 1] in turn.words.cues.get("is", ()):
        before.pop()  # "it is", of the worry
    return " ".join((*before, *after))


def answers_and_asks(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A worry told with an answer: it is calmed, and the answer is kept; words of one's own are not guessed there."""
    slot, name = turn.cur(), reading.side(folded, turn.words)
    if slot is None or name in {None, "rights"} or reading.wavers(text, turn.words):
        return False  # what an employer asked is no answer to us, and "no but is it free?" is no no
    free = slot.question.free
    said = beside(turn, text) or (_calmed(turn, text) if name == WORRY else "")
    if not said or (free and tells(turn, understood(turn, slot, read(turn, slot, text)), text)):
        return False  # a story that tells a worry too is read whole
    parsed = understood(turn, slot, read(turn, slot, said))
    value = parsed.value if parsed else None
    plain = value is not None and (value.kind in {Kind.TIME, Kind.CHOICE} or slot.question.topic == "contact")
    if parsed is None or not (tells(turn, parsed, said) if free else plain):
        return False
    turn.lead.append(known(turn, name))
    return accept(turn, slot, parsed, said, how)
