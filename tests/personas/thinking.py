"""What a good model would honestly say of each message of an invented person, out of the person's own file.

It is given masked words and nothing else, as every model is. What it finds in them is written in the file of the person
(`thinks`: a quote, what it is about, and the same in plain words), or is the message itself, for what it was an answer
to. A word that is masked is not understood: what it stands in is then said of as it was written, mark and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from flows.helped import AND
from tests.doubles.chatting import words

MARK: Final = re.compile(r"\[(?P<kind>[A-Z]+)\d+(?::(?P<meant>[^\]]*))?\]")
STRANGE: Final = "MOT"  # a word that was masked because nobody knows it
MOST: Final = 8
SPOKEN: Final = ("says", "voice", "edit")  # the turns that are words
# What an answer to a topic is about, for a reader who knows no more than the question.
ABOUT: Final[Mapping[str, str]] = {
    "activity": "what", "more_activity": "what", "tasks": "what", "more_tasks": "what", "proud": "what",
    "when": "when", "place": "place", "for_whom": "whom", "availability": "hours", "education": "study",
    "languages": "languages", "licence": "licence", "project": "wish", "goal": "wish",
}  # fmt: skip
Person = Mapping[str, Any]
Thought = Mapping[str, str]


class Thinker:
    """Answers for one person, as the double of a server asks. `proposed`: how many things it found."""

    def __init__(self, person: Person) -> None:
        self._told = list(_told(person))
        self._thinks: list[Thought] = list(person.get("thinks", ()))
        self.proposed = 0

    def __call__(self, asked: Mapping[str, Any]) -> object:
        """Return what is found in a request, in the form that is asked for."""
        given = words(dict(asked))
        masked = str(given["text"])
        if "fields" not in given:
            return {"text": masked}  # nothing is clearer than their own words, and nothing is translated
        found = [one for one in self._found(masked) if one["field"] in given["fields"]][:MOST]
        self.proposed += len(found)
        return {"found": found}

    def _found(self, masked: str) -> Iterator[dict[str, str]]:
        for topic, said in self._told:
            places = aligned(masked, said)
            if not places:
                continue
            mine = [one for one in self._thinks if one["quote"] in said]
            yield from (seen for one in mine if (seen := _seen(one, said, places)))
            if not mine and topic in ABOUT:
                yield {"field": ABOUT[topic], "quote": masked, "text": masked}
            return


def honest(person: Person, quote: str, text: str) -> bool:
    """Whether a person would say that this is what they told: it stands in their file, or in words of their own."""
    said, quotes = [told for _, told in _told(person)], [_bare(one) for one in quote.split(AND)]
    if not all(any(one in _bare(told) for told in said) for one in quotes):
        return False
    mine = [one["text"] for one in person.get("thinks", ()) if any(_bare(one["quote"]) in said for said in quotes)]
    known = {_stem(word) for told in (*said, *mine) for word in _bare(told).split()}
    return all(_stem(word) in known for word in _bare(text).split() if len(word) > len("avec"))


def aligned(masked: str, said: str) -> list[str]:
    """Return what stands in a masked text for each letter of the message it was made of; nothing for another message.

    The first letter of what was masked has the mark, the others have nothing.
    """
    marks = list(MARK.finditer(masked))
    pieces = MARK.split(masked)[:: MARK.groups + 1]
    pattern = "(.+?)".join(f"({re.escape(piece)})" for piece in pieces)
    found = re.fullmatch(pattern, said, re.DOTALL)
    places: list[str] = []
    for at, part in enumerate(found.groups() if found else ()):
        places += list(part) if at % 2 == 0 else [marks[at // 2][0], *[""] * (len(part) - 1)]
    return places


def _seen(one: Thought, said: str, places: list[str]) -> dict[str, str] | None:
    """Return a thought as it can be had of what is seen; None where it stands in words that were masked."""
    begins = said.index(one["quote"])
    while not places[begins]:
        begins -= 1
    ends = said.index(one["quote"]) + len(one["quote"])
    while ends < len(places) and not places[ends]:
        ends += 1
    quote, text = "".join(places[begins:ends]), one["text"]
    for found in MARK.finditer(quote):
        if found["kind"] == STRANGE and found["meant"] is None:
            return None
        hidden = _hidden(said, places, found[0])
        text = text if found["kind"] == STRANGE else text.replace(hidden, found[0])
    return {"field": one["field"], "quote": quote, "text": text}


def _hidden(said: str, places: list[str], mark: str) -> str:
    """Return the words a mark stands for."""
    begins = places.index(mark)
    ends = begins + 1
    while ends < len(places) and not places[ends]:
        ends += 1
    return said[begins:ends]


def _told(person: Person) -> Iterator[tuple[str, str]]:
    """Yield the words of each turn, and the topic they answer."""
    for turn in person["turns"]:
        for name in SPOKEN:
            if name in turn:
                said = turn[name]
                yield turn["asks"], str(said["says"] if isinstance(said, Mapping) else said).strip()
    yield from (("any", str(said)) for said in person["fallback"])


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _stem(word: str) -> str:
    return word[: max(4, len(word) - 3)]
