"""Words, numbers and buttons into values. It works with no hint at all; hints only make it better.

Nothing here decides what to ask. A control word counts only when it is the whole message, so that "back to school"
stays an answer. Whatever is not understood comes back as None, never as a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile
from typing import Final

from flows.memory import remembered
from flows.model import Choice, counted
from flows.ways import has_any, longest_named, named_in, nearly, opens, spot
from flows.words import Ways, Words, fold, or_else, uncourteous

YES: Final = ("yes", "agree", "go", "continue", "keep")
NO: Final = ("no", "refuse", "none")
SAME: Final = {"yes": YES, "no": NO, "unknown": ("unknown",), "none": ("none", "no"), "done": ("done", "no", "none"),
               "all": ("all",), "other": ("other",), "told": ("yes",)}  # fmt: skip
ARABIC_GLUED: Final = ("و", "ل", "ب", "ك")  # "and", "for", "with", "like" at the front of a number
_ARABIC_FRONT: Final = re.compile(r"(?<!\w)[وف]?(?:لل|[بلكف]?ال|[بلكف])(?=[\u0600-\u06ff]{3})")
LONG: Final = re.compile(r"(\w)\1{2,}")  # "ouiii"
QUESTION_MARKS: Final = ("?", "؟")
WITHOUT: Final = "without"  # the choice of what can be left out; elsewhere the word for it passes a question
POLITE: Final = {"pls", "please", "en", "in", "stp", "svp"}
SMALL: Final = 3  # letters of "in" or "since" in any language
SHORT: Final = 4  # words: a longer message is a story, not a yes
DENIAL: Final = 8  # words: a longer one tells something
TO: Final = {"a", "au", "aux", "de", "du", "des", "d", "l", "le", "la", "les", "sur", "to", "the", "of", "my", "الى",
             "على", "من", "до", "на", "про", "к"}  # fmt: skip
JOINERS: Final = {"et", "and", "y", "و", "і", "й", "та", "e", "puis", "plus", "le", "la", "les", "n", "numero", "no"}
DOUBLED: Final = re.compile(r"([^\u0600-\u06ff])\1+|(.)\2{2,}")  # in Arabic two of a letter are two: "قص", "قصص"
BETWEEN: Final = re.compile(r"(?<=[.!?؟;\n])\s+|\n")  # two sentences
TOKEN: Final = re.compile(r"[\w+@]+")
LANGUAGES: Final = 16  # tables kept, one a language and a kind: as many as are ever in use at once

__all__ = ["fold", "has_any", "longest_named", "named_in", "opens", "spot"]


def tokens(folded: str) -> list[str]:
    """Return the words of a folded text."""
    return list(_tokens(folded))


@remembered
def _tokens(folded: str) -> tuple[str, ...]:
    return tuple(TOKEN.findall(folded))


# ---------------------------------------------------------------- whole messages


@remembered
def command(folded: str, words: Words) -> str | None:
    """Return the control word that is the whole message, but for a greeting before it and a "please" after it.

    Words of talk may open it, as of who is in a hurry: "oh well, skip".
    """
    said, kind = f" {folded.replace(',', ' ').strip(' ?!.¿¡')} ", _kind(words)
    if said.startswith(kind):
        said = said.removeprefix(next(way for way in kind if said.startswith(way)).rstrip())
    if said.endswith(kind):
        said = said.removesuffix(next(way for way in kind if said.endswith(way)).lstrip())
    whole = _exact(folded, _commands(words)) or _exact(" ".join(said.split()), _commands(words))
    ends, nows = said.rstrip(), _nows(words)
    now = next(way for way in nows if ends.endswith(way)) if ends.endswith(nows) else ""
    at_once = ends.removesuffix(now).split() if now else []
    if whole is None and len(at_once) > 1:
        return _exact(" ".join(at_once), _commands(words))  # "my CV now"
    told = dropwhile(words.tidy.get("fillers", ()).__contains__, said.split())
    return whole or _exact(" ".join(told), _commands(words)) or nearly(said, words.commands, "human", words.negations)


@remembered
def uncourted(folded: str, words: Words) -> str:
    """Return a message without the "please" before or after it."""
    said = f" {folded.replace(',', ' ').strip(' ?!.')} "
    around = _courtesies(words)
    if said.startswith(around):
        said = said.removeprefix(next(way for way in around if said.startswith(way)).rstrip())
    if said.endswith(around):
        said = said.removesuffix(next(way for way in around if said.endswith(way)).lstrip())
    return " ".join(said.split())


@lru_cache(maxsize=LANGUAGES)
def _courtesies(words: Words) -> tuple[str, ...]:
    return tuple(f" {way} " for way in words.courtesies)


@lru_cache(maxsize=LANGUAGES)
def _nows(words: Words) -> tuple[str, ...]:
    return tuple(f" {way}" for way in words.times.get("now", ()))


@lru_cache(maxsize=LANGUAGES)
def _kind(words: Words) -> tuple[str, ...]:
    """Return what is said before or after a command to be kind, the longest first."""
    ways = (*words.hello, *words.thanks, *words.courtesies, *words.cues.get("asked_of_you", ()))
    return tuple(f" {way} " for way in sorted(ways, key=len, reverse=True))


def question_named(folded: str, words: Words) -> str:
    """Return the question that "change ..." or "back to ..." names, when that is the whole message; "" for none."""
    if not folded.startswith(_changing(words)):
        return ""
    verb = next(way for way in _changing(words) if folded.startswith(way))
    rest = " " + folded.removeprefix(verb).strip()
    small = {*words.possessives, *words.articles, *TO}
    while rest:
        name = next((name for name, said in words.questions.items() if rest.strip() in said), "")
        first, _, rest = rest.strip().partition(" ")
        if name or first not in small:
            return name
    return ""


@lru_cache(maxsize=LANGUAGES)
def _changing(words: Words) -> tuple[str, ...]:
    """Return what opens a change or a way back, with what follows it, longest first."""
    ways = (*words.commands.get("change", ()), *words.commands.get("back", ()))
    return tuple(f"{way} " for way in sorted(ways, key=len, reverse=True))


def name_in(folded: str, words: Words) -> str:
    """Return the one question a text names anywhere ("no, the phone is wrong"); "" for none or several."""
    names = [name for name, ways in words.questions.items() if has_any(folded, ways)]
    return names[0] if len(names) == 1 else ""


def denies(folded: str, words: Words) -> bool:
    """Whether a message, of any length, opens with a no, or is nothing else."""
    return _opens_with_no(folded, words) or answer_word(folded, words) in {"no", "none"}


def _opens_with_no(folded: str, words: Words) -> bool:
    known = edges(words)
    return known["no"].begins(folded) and not known["yes"].begins(folded)


def answer_word(folded: str, words: Words) -> str | None:
    """Return the common answer (yes, no, unknown, all, none, done, other) that is the whole message."""
    found = exactly(folded, words)
    if found is not None:
        return found
    parts = tokens(folded)
    if not parts or len(parts) > SHORT + 2:
        return None
    return _leaning(folded, words)


@remembered
def exactly(folded: str, words: Words) -> str | None:
    """Return the common answer that is the whole message, word for word, polite words around it left out."""
    known, short = _answers(words), LONG.sub(r"\1", folded)
    ways = (folded, " ".join(uncourteous(folded.split(), words)), short)
    return next((found for way in ways if (found := _exact(way, known))), None)


@remembered
def _leaning(folded: str, words: Words) -> str | None:
    """Return yes or no when a message begins with it and does not end with the other, or else ends with it."""
    known = edges(words)
    begun = _longest({name: edge.opening(folded) for name, edge in known.items()})
    ended = _longest({name: edge.closing(folded) for name, edge in known.items()})
    ended = set() if folded.endswith(or_else(words)) else ended
    found = begun if len(begun) == 1 and not ended - begun else ended
    return found.pop() if len(found) == 1 else None


def _longest(sizes: Mapping[str, int]) -> set[str]:
    """Return what is said by the longest way of all: "no problem" opens with no "no"."""
    return {name for name, size in sizes.items() if size and size == max(sizes.values())}


def wavers(text: str, words: Words) -> bool:
    """Whether a message opens with a no and then asks, or turns with a "but" that denies nothing: it refuses nothing.

    "No but is it free?" and "no wait" are no answer to what was asked.
    """
    folded = fold(text)
    rest = folded[edges(words)["no"].opening(folded) :].replace(",", " ").strip(" .")
    asks = text.rstrip().endswith(QUESTION_MARKS)
    turns = opens(f"{rest} ", words.small.get("wavering", ())) and not has_any(rest, words.negations)
    return denies(folded, words) and bool(rest) and (asks or turns)


@dataclass(frozen=True, slots=True)
class Edge:
    """Ways to say a thing, as they stand alone, at the beginning and at the end of a message."""

    alone: frozenset[str]
    first: tuple[str, ...]
    last: tuple[str, ...]

    def begins(self, folded: str) -> bool:
        """Whether a message is one of the ways, or begins with one."""
        return folded in self.alone or folded.startswith(self.first)

    def ends(self, folded: str) -> bool:
        """Whether a message is one of the ways, or ends with one."""
        return folded in self.alone or folded.endswith(self.last)

    def opening(self, folded: str) -> int:
        """Return how many letters the longest way has that a message begins with; 0 for none."""
        if folded in self.alone or not self.begins(folded):
            return len(folded) if folded in self.alone else 0
        return max(len(way) - 1 for way in self.first if folded.startswith(way))

    def closing(self, folded: str) -> int:
        """Return how many letters the longest way has that a message ends with; 0 for none."""
        if folded in self.alone or not self.ends(folded):
            return len(folded) if folded in self.alone else 0
        return max(len(way) - 1 for way in self.last if folded.endswith(way))


@lru_cache(maxsize=LANGUAGES)
def edges(words: Words) -> Mapping[str, Edge]:
    """Return how a yes and a no stand in a message."""
    return {name: _edge(words.answers.get(name, ())) for name in ("yes", "no")}


@lru_cache(maxsize=LANGUAGES)
def greetings(words: Words) -> Edge:
    """Return how greetings open a message."""
    return _edge(words.hello)


def _edge(ways: Sequence[str]) -> Edge:
    first = tuple(way + mark for way in ways for mark in " ,.")
    return Edge(frozenset(ways), first, tuple(" " + way for way in ways))


def yes_or_no(folded: str, words: Words) -> str | None:
    """Return yes or no when a message, of any length, begins or ends with it."""
    found = answer_word(folded, words)
    if found in {"yes", "no"}:
        return found
    if found in {"done", "none"}:
        return "no"
    said = _leaning(folded, words)
    return said if said == "yes" or len(tokens(folded)) <= SHORT + 2 else None


def finishes(folded: str, words: Words) -> bool:
    """Whether the whole message says "that is all", after a no or not: there is nothing to add, nor to take back."""
    said = folded.split()
    starts = (n for n in range(1, len(said)) if answer_word(" ".join(said[:n]).strip(","), words) == "no")
    return exactly(folded, words) == "done" or any(exactly(" ".join(said[n:]), words) == "done" for n in starts)


def keeps(folded: str, words: Words) -> str | None:
    """Return yes or no to "shall I keep these too?", where "no, that is all" keeps them."""
    return "yes" if finishes(folded, words) else yes_or_no(folded, words)


def declines(folded: str, words: Words) -> bool:
    """Whether a short message without a number denies something and is no plain answer ("I have no phone")."""
    said = tokens(folded)
    short = len(said) <= DENIAL and not any(numeric(word, words) for word in said)
    return short and exactly(folded, words) is None and has_any(folded, words.negations)


def unknown(folded: str, words: Words) -> bool:
    """Whether the whole message says "I don't know"."""
    return exactly(folded, words) == "unknown"


def unsure(folded: str, words: Words) -> bool:
    """Whether a short message that answers nothing opens or ends with "I don't know"."""
    edge = _unsure(words)
    return len(tokens(folded)) <= 2 * SHORT and (edge.begins(folded) or edge.ends(folded))


@lru_cache(maxsize=LANGUAGES)
def _unsure(words: Words) -> Edge:
    return _edge(tuple(way for way in words.answers.get("unknown", ()) if len(way) > SHORT))


def opens_unknown(folded: str, words: Words) -> bool:
    """Whether a message begins with "I don't know" in so many words ("I don't know my number")."""
    return folded.startswith(_not_knowing(words))


@lru_cache(maxsize=LANGUAGES)
def _not_knowing(words: Words) -> tuple[str, ...]:
    ways = (way for way in words.answers.get("unknown", ()) if " " in way)
    denied = (way for way in ways if not set(words.negations).isdisjoint(way.split()))
    return tuple(way + mark for way in denied for mark in " ,.")


Table = Mapping[str, tuple[int, str]]  # a way to say it, and what it says, the first of them first


def _exact(folded: str, table: Table) -> str | None:
    found = [table[folded]] if folded in table else []
    if "," in folded or "  " in folded:
        plain = folded.replace(",", " ").replace("  ", " ")
        found += [table[plain]] if plain in table else []
    return min(found)[1] if found else None


@lru_cache(maxsize=LANGUAGES)
def _commands(words: Words) -> Table:
    return _table(words.commands)


@lru_cache(maxsize=LANGUAGES)
def _answers(words: Words) -> Table:
    return _table(words.answers)


def by_way(ways: Ways) -> Mapping[str, str]:
    """Return what each way of saying says; the first wins."""
    return {way: name for way, (_, name) in _table(ways).items()}


def _table(ways: Ways) -> Table:
    table: dict[str, tuple[int, str]] = {}
    for place, (name, said) in enumerate(ways.items()):
        for way in said:
            table.setdefault(way, (place, name))
    return table


def private(folded: str, words: Words) -> bool:
    """Whether a text tells what no employer needs: faith, health, a home or somebody that was lost."""
    return has_any(beside_bare(folded), words.secrets) or grieves(folded, words) or unwell(folded, words)


def unwell(folded: str, words: Words) -> bool:
    """Whether a message says, but for a few words, that somebody is ill: it tells no work."""
    rests = (folded.replace(way, " ", 1) for way in words.cues.get("unwell", ()) if spot(folded, way) >= 0)
    return any(len(tokens(rest)) <= SHORT for rest in rests)


def grieves(folded: str, words: Words) -> bool:
    """Whether a text tells of a death or of a home that is no more."""
    return has_any(beside_bare(folded), words.cues.get("grief", ()))


def bare(folded: str) -> str:
    """Return a text without the "and", "in", "for", "the" that Arabic glues to words of three letters and more."""
    return folded if folded.isascii() else _ARABIC_FRONT.sub("", folded)


def beside_bare(folded: str) -> str:
    """Return a text with itself bare beside it, where that is another."""
    return folded if bare(folded) == folded else f"{folded}, {bare(folded)}"


@remembered
def polite(folded: str, words: Words) -> str:
    """Return what a message is when it is nothing but a greeting ("hello"), thanks or a plain "yes"; "" otherwise.

    It is kind, and it answers no question that asks for something of one's own.
    """
    ways, parts = _polite(words), tokens(folded)
    found = ways.get(folded, "")
    if found or not 1 < len(parts) <= SHORT * 2:
        return found
    names = set(_pieces(parts, ways))
    return "" if not names or "" in names else "yes" if "yes" in names else min(names)


@lru_cache(maxsize=LANGUAGES)
def _polite(words: Words) -> Mapping[str, str]:
    return by_way({"hello": words.hello, "thanks": words.thanks, "yes": words.answers.get("yes", ())})


def _pieces(parts: Sequence[str], ways: Mapping[str, str]) -> Iterator[str]:
    """Yield the name of each piece of a message, longest pieces first; "" for what is none of these ways."""
    i = 0
    while i < len(parts):
        runs = ((n, " ".join(parts[i : i + n])) for n in range(min(SHORT, len(parts) - i), 0, -1))
        size, name = next(((n, ways[run]) for n, run in runs if run in ways), (1, ""))
        yield name
        i += size


def heavy(folded: str, words: Words) -> bool:
    """Whether a message is, but for a few words, something heavy said of oneself ("I'm useless")."""
    said = single(folded)
    rests = (said.replace(way, " ", 1) for way in _doubts(words) if way in said and spot(said, way) >= 0)
    told = any(len(tokens(rest)) <= SHORT for rest in rests)
    return told and not named_language(folded, words)  # "I'm no good at English" answers a question


@lru_cache(maxsize=LANGUAGES)
def _doubts(words: Words) -> tuple[str, ...]:
    return tuple(map(single, words.doubts))


def named_language(folded: str, words: Words) -> bool:
    """Whether a language is named somewhere in a text."""
    return any(has_any(folded, ways) for ways in words.languages.values())


def single(text: str) -> str:
    """Return the text with doubled letters written once: people write "comande", "nuuul"."""
    return DOUBLED.sub(r"\1\2", text)


MAY_THEY: Final = (
    ("was_asked", "may_ask"),  # "he asked me whether I want children, may he?"
    ("asked_for", "not_theirs"),  # "the recruiter asked me my nationality"
)
TOLD_TO: Final = ("passes_on", "authority")  # "will you tell the job centre?"


@remembered
def side(folded: str, words: Words) -> str | None:
    """Return the known question of the person, such as "are you a robot?"."""
    asked = ((len(way), name) for _, name, way in named_in(folded, words.sides))
    if any(all(has_any(folded, words.cues.get(cue, ())) for cue in cues) for cues in MAY_THEY):
        return "rights"
    if all(has_any(folded, words.cues.get(cue, ())) for cue in TOLD_TO):
        return "readers"
    return max(asked, default=(0, None))[1]  # "who is it that reads this" is more than "who is it"


def asks(text: str, words: Words) -> bool:
    """Whether a message asks before it agrees or refuses: "agree to what", "what if I refuse"; a plain no refuses."""
    folded = fold(text)
    return side(folded, words) is not None and not _opens_with_no(folded, words)


# ---------------------------------------------------------------- choices


def number(token: str, words: Words) -> int | None:
    """Return the number a word stands for, in digits of any script or in letters."""
    if token.isdecimal() and len(token) <= 6:  # noqa: PLR2004 - a longer one is an id, not a count
        return int(token)
    return words.numbers.get(token)


def number_at(said: Sequence[str], end: int, words: Words) -> int | None:
    """Return the number that ends at a place, of one word or several ("dix-huit", "five and twenty" in Arabic)."""
    for start in (end - 2, end - 1):
        if start >= 0 and (found := words.numbers.get(" ".join(said[start : end + 1]).replace(" - ", " "))) is not None:
            return found
    found, glued = number(said[end], words), said[end][:1]
    if found is not None or glued not in ARABIC_GLUED:
        return found
    part = words.numbers.get(said[end][1:])
    before = number_at(said, end - 1, words) if part and glued == ARABIC_GLUED[0] and end else None
    return part if part is None or before is None else before + part


@lru_cache(maxsize=LANGUAGES)
def putting_right(words: Words) -> tuple[str, ...]:
    """Return the words after which another number takes the place of the first; "not" says which one it is not."""
    said = words.answers.get("no", ())
    return tuple(way for way in words.corrections if way not in words.negations or way in said)


def put_anew(after: Sequence[str], words: Words) -> int | None:
    """Return the number that takes the place of the one before: the 4 of "3 years, no, 4 for the children"; else None.

    `after` is what follows the unit of the first one. A number that counts something else is none.
    """
    place = next((n for n, token in enumerate(after[:SHORT]) if number(token, words) is not None), 0)
    no, rest = after[:place], after[place + 1 :]
    links = bool(no) and no[0] in JOINERS and no[0] not in putting_right(words)  # "3 years and not 4"
    counts = bool(rest) and rest[0] not in {*words.articles, *words.possessives, *words.corrections, *TO}
    said = bool(no) and not (links or counts) and has_any(" ".join(no), putting_right(words))
    return number(after[place], words) if said else None


def pick(folded: str, choices: Sequence[Choice], labels: Sequence[str], words: Words) -> str | None:
    """Return the choice a message names by its number, its label, its word or a thumb."""
    said = [_label(label) for label in labels]
    if folded in said:
        return choices[said.index(folded)].id
    ids = [c.id for c in choices]
    if WITHOUT in ids and without(folded, words):
        return WITHOUT
    position = _position(folded, words)
    if position is not None and 1 <= position <= counted(ids):
        return ids[position - 1]
    common = answer_word(folded, words)
    wanted = SAME.get(common or "", ())
    if common == "done" and "done" not in ids and not edges(words)["no"].begins(folded):
        wanted = ("yes", *wanted)  # "that is it" says yes to what was read back
    return next((name for name in wanted if name in ids), None)


def left_out(folded: str, words: Words) -> str | None:
    """Return the question whose answer a whole message leaves out ("without a telephone"); None where it does not."""
    ways, said = words.small.get(WITHOUT, ()), tokens(folded)
    opens = len(said) in {2, 3} and said[0] in ways and name_in(" ".join(said[1:]), words)
    return opens or ("phone" if " " in folded and without(folded, words) else None)


def without(folded: str, words: Words) -> bool:
    """Whether the whole message says "without", of an offer or a number."""
    return uncourted(folded, words) in words.small.get(WITHOUT, ())


@lru_cache(maxsize=1024)
def _label(label: str) -> str:
    """Return a label folded. It is kept: labels are our words, never those of a person."""
    return fold(label)


def _position(folded: str, words: Words) -> int | None:
    numbers = _numbers(folded, words)
    return numbers[0] if len(numbers) == 1 else None


def _numbers(folded: str, words: Words) -> list[int | None]:
    """Return the numbers a message is made of, of one word or several ("the first one"); None for what is none."""
    said, found = list(tokens(folded)), list[int | None]()
    while said:
        several = next((n for n in (3, 2) if " ".join(said[:n]) in words.numbers), 0)
        if several or said[0] not in JOINERS:
            found.append(number(" ".join(said[: several or 1]), words))
        del said[: several or 1]
    return found


def pick_several(folded: str, choices: Sequence[Choice], labels: Sequence[str], words: Words) -> tuple[str, ...]:
    """Return the choices named by numbers ("1 3 4", "1 et 3"; "134" is one), by "all" or by one label.

    "1 3, that is all" names two. Where "that is all" is a choice, words for it that mean "all" elsewhere are it.
    """
    ids = [c.id for c in choices]
    content = ids[: counted(ids)]
    over = words.cues.get("over", ()) if "done" in ids and "none" not in ids else ()
    common = "done" if folded in over else answer_word(folded, words)
    if common == "all":
        return tuple(content)
    if common in {"done", "none", "no"}:
        return ("done",) if common == "done" and ("done" in ids or "none" not in ids) else ("none",)
    said = [_label(label) for label in labels]
    if folded in said:
        return (ids[said.index(folded)],)
    numbers = _numbers(_without((but := all_but(folded, words)) or folded, words), words)
    if not numbers or any(n is None or not 1 <= n <= len(content) for n in numbers):
        return ()
    picked = tuple(dict.fromkeys(content[n - 1] for n in numbers if n))
    return tuple(one for one in content if one not in picked) if but else picked


def all_but(folded: str, words: Words) -> str:
    """Return what "all but ..." leaves out, when a message is that: "everything except 2"; "" when it is not."""
    said, ways = tokens(folded), {*words.exceptions, *words.small.get("objecting", ())}
    ends = next((n for n in range(SHORT, 0, -1) if exactly(" ".join(said[:n]), words) == "all"), 0)
    size = next((n for n in range(SHORT, 0, -1) if " ".join(said[ends : ends + n]) in ways), 0) if ends else 0
    return " ".join(said[ends + size :]) if size else ""


def _without(folded: str, words: Words) -> str:
    """Return the text without thanks, a yes or "that is all" that open or close it."""
    ways = _around(words)
    if folded.startswith(ways):
        opening = next((w for w in ways if folded.startswith(w) and folded[len(w) :].startswith((" ", ","))), "")
        folded = folded.removeprefix(opening)
    folded = folded.strip(" ,")
    if folded.endswith(ways):
        closing = next((w for w in ways if folded.endswith((" " + w, "," + w))), "")
        folded = folded.removesuffix(closing)
    return folded.strip(" ,")


@lru_cache(maxsize=LANGUAGES)
def _around(words: Words) -> tuple[str, ...]:
    ways = (*words.thanks, *words.answers.get("yes", ()), *words.answers.get("done", ()))
    return tuple(sorted(ways, key=len, reverse=True))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return list(_sentences(text))


@remembered
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in BETWEEN.split(text) if part.strip())


def numeric(word: str, words: Words) -> bool:
    """Whether a word holds or is a number."""
    return DIGIT.search(word) is not None or fold(word) in words.numbers


def windows(words: Sequence[str], size: int) -> Iterator[tuple[int, str]]:
    """Yield each run of up to `size` words with its place, longest first at each place."""
    for i in range(len(words)):
        for n in range(min(size, len(words) - i), 0, -1):
            yield i, " ".join(words[i : i + n])


DIGIT: Final = re.compile(r"\d")
