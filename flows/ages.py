"""How old somebody is or was: no time that something took, and nothing to compute a year from.

"When I was 20 years old" says when it was, in the only words that hold it; "a neighbour of 80 years" says nothing of
the work. Texts come here as the tokens of `flows.times`.
"""

from __future__ import annotations

from typing import Final

from flows.joints import joints
from flows.reading import has_any, number
from flows.words import Words

GENITIVE: Final = "років"  # after two, three and four it says how old: "двійнят двох років", but "два роки"
FEW: Final = {2, 3, 4}
GROWN: Final = 14  # years: from here on "between 18 and 20 years" may be how old somebody was
OLD: Final = 99
AGED: Final = frozenset({"aged", "when", "turned", "parted", "of_child"})  # words of time no length is told with


def is_age(said: list[str], place: int, unit: int, words: Words) -> bool:
    """Whether a number of years is how old somebody is ("80 years old", "at 52 years") or a rhythm ("every 2 years").

    It is not an age in "2 to 3 years", "3 years ago" and "I have 3 years of experience".
    """
    while place and said[place].isalpha() and said[place - 1].isalpha() and number(said[place - 1], words):
        place -= 1  # "dix huit"
    before, after = " ".join(said[:place]), " ".join(said[unit + 1 : unit + 2])
    if said[unit] == GENITIVE and number(said[place], words) in FEW and said[max(place - 1, 0)] in _children(words):
        return True
    child = _ends(before, words.times.get("of_child", ()))  # "I have a son, disabled, 14 years"
    if child or _is_aged(said, place, words) or _of_age(said[unit + 1 :], words) or _as_child(said, place, words):
        return True
    if place > 1 and number(said[place - 2], words) is not None:
        return _between(said, place, words)
    before_that = (number(said[place], words) or 0) < GROWN and _ends(before, words.times.get("before", ()))
    if before_that or after in words.small.get("of", ()) or near(said, place, words.times.get("ago", ())):
        return False  # "I was a barista before, two years"
    ways = (*words.times.get("age", ()), *words.times.get("aged", ()))
    if _to_another(said, place, unit, words):
        return True
    old = len(after) > 1 and after in words.times.get("age", ())  # "80 years old"; one letter is what stands before
    return old or _turned(said, place, words) or _ends(before, (*ways, *words.times.get("every", ())))


def was_then(said: list[str], words: Words) -> bool:
    """Whether a text says when by how old somebody was: "when I was 20", "when my son was 3 years old"."""
    years = words.units.get("year", ())
    ages = (i for i, token in enumerate(said) if (size := number(token, words)) and size <= OLD)
    return any(_turned(said, i, words) and (i + 1 == len(said) or said[i + 1] in years) for i in ages)


def since_age(said: list[str], words: Words) -> bool:
    """Whether a text ends with how old somebody was, without its unit: "at 16"."""
    age = number(said[-1], words) if said else None
    return age is not None and GROWN <= age <= OLD and _ends(" ".join(said[:-1]), words.times.get("aged", ()))


def is_of_now(said: list[str], words: Words) -> bool:
    """Whether a text tells an age that says nothing of when: "I am 52 years old"."""
    heads = (" ".join(said[:i]) for i, token in enumerate(said) if number(token, words) is not None)
    plain = (head for head in heads if _ends(head, words.times.get("age", ())))
    return any(not _ends(head, words.times.get("aged", ())) for head in plain)


def _turned(said: list[str], place: int, words: Words) -> bool:
    """Whether "when" opens a text, and "was" or the like stands right before a number."""
    times = words.times
    opened = has_any(" ".join(said[:place]), times.get("when", ()))
    return opened and _ends(" ".join(said[:place]), times.get("turned", ()))


def _as_child(said: list[str], place: int, words: Words) -> bool:
    """Whether a number right behind "when I was little" is how old one was: "maybe 6 years", not "for 6 years"."""
    times, before = words.times, said[:place]
    small = tuple(way for name in ("around", "aged", "age", "to") for way in times.get(name, ()))
    size = 1
    while size and not _ends(" ".join(before), times.get("child", ())):
        about = next((len(way.split()) for way in small if _ends(" ".join(before), (way,))), 0)
        size = about or int(bool(before) and number(before[-1], words) is not None)  # "maybe 6 or 7 years"
        before = before[: len(before) - size]
    return size > 0 and (number(said[place], words) or OLD) < GROWN


def _of_age(after: list[str], words: Words) -> bool:
    """Whether "of age" follows, and no other number: in "3 years, I have 52" the same words say what comes then."""
    return " ".join(after[:2]) in words.times.get("age", ()) and not any(number(t, words) for t in after[2:3])


def _to_another(said: list[str], place: int, unit: int, words: Words) -> bool:
    """Whether an age goes on to another one: "from 16 years to 18 years"."""
    first, to, last, years = number(said[place], words) or 0, *[*said[unit + 1 : unit + 4], "", "", ""][:3]
    both = to in words.times.get("to", ()) and years in words.units.get("year", ())
    return both and GROWN <= first < (number(last, words) or 0) <= OLD


def _between(said: list[str], place: int, words: Words) -> bool:
    """Whether two numbers may be how old somebody was, from and to: "from 18 to 20 years", not "for 15, 20 years"."""
    first, last = number(said[place - 2], words), number(said[place], words)
    times = words.times
    linked = said[place - 1] in {*times.get("to", ()), *joints(words).link}
    lasting = {*times.get("since", ()), *times.get("around", ())} - {*times.get("from", ())}
    grown = first is not None and last is not None and GROWN <= first < last <= OLD
    return grown and linked and not {*said[max(place - 4, 0) : place - 2]} & lasting


def _is_aged(said: list[str], place: int, words: Words) -> bool:
    """Whether a number of years is said of somebody: "a neighbour of 80 years", "children, 3 and 6 years"."""
    people = {*words.kin, *words.persons, *_children(words)}
    listed = place > 1 and said[place - 1] in joints(words).link and number(said[place - 2], words) is not None
    if listed and not people.isdisjoint(said[max(place - 5, 0) : place - 2]):
        return True  # "two children of 3 and 6 years"
    return said[max(place - 1, 0)] in words.small.get("of", ()) and not people.isdisjoint(
        said[max(place - 3, 0) : max(place - 1, 0)]
    )


def _children(words: Words) -> tuple[str, ...]:
    return words.people.get("children", ())


def _ends(text: str, ways: tuple[str, ...]) -> bool:
    return any(text == way or text.endswith(" " + way) for way in ways)


def near(said: list[str], place: int, ways: tuple[str, ...]) -> bool:
    """Whether one of these ways of saying stands in the few words before a place."""
    before = " ".join(said[max(0, place - 4) : place])
    return has_any(before, ways)
