"""Words, numbers and buttons into values. It works with no hint at all; hints only make it better.

Nothing here decides what to ask. A control word counts only when it is the whole message, so that "back to school"
stays an answer. Whatever is not understood comes back as None, never as a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flows.content import Content
from flows.model import Choice, Event, counted
from flows.words import Ways, Words, fold, uncourteous

YES: Final = ("yes", "agree", "go", "continue", "keep")
NO: Final = ("no", "refuse", "none")
SAME: Final = {"yes": YES, "no": NO, "unknown": ("unknown",), "none": ("none", "no"), "done": ("done", "no", "none"),
               "all": ("all",), "other": ("other",), "told": ("yes",)}  # fmt: skip
ARABIC_GLUED: Final = ("و", "ل", "ب", "ك")  # "and", "for", "with", "like" at the front of a number
_ARABIC_FRONT: Final = re.compile(r"(?<!\w)[وف]?(?:لل|[بلكف]?ال|[بلكف])(?=[\u0600-\u06ff]{3})")
POLITE: Final = {"pls", "please", "en", "in", "stp", "svp"}
SMALL: Final = 3  # letters of "in" or "since" in any language
OPENS: Final = 6  # words of the longest way that opens a correction
SHORT: Final = 4  # words: a longer message is a story, not a yes
DENIAL: Final = 8  # words: a longer one tells something
TO: Final = {"a", "au", "aux", "de", "du", "des", "d", "l", "le", "la", "les", "sur", "to", "the", "of", "my", "الى",
             "على", "من", "до", "на", "про", "к"}  # fmt: skip
JOINERS: Final = {"et", "and", "y", "و", "і", "й", "та", "e", "puis", "plus", "le", "la", "les", "n", "numero", "no"}

DOUBLED: Final = re.compile(r"([^\u0600-\u06ff])\1+|(.)\2{2,}")  # in Arabic two of a letter are two: "قص", "قصص"
TOKEN: Final = re.compile(r"[\w+@]+")
LANGUAGES: Final = 16  # tables kept, one a language and a kind: as many as are ever in use at once

__all__ = ["fold"]


def tokens(folded: str) -> list[str]:
    """Return the words of a folded text."""
    return TOKEN.findall(folded)


# ---------------------------------------------------------------- whole messages


def command(folded: str, words: Words) -> str | None:
    """Return the control word that is the whole message, but for a greeting before it and a "please" after it."""
    said = f" {folded.replace(',', ' ').strip(' ?!.')} "
    kind = sorted((*words.hello, *words.thanks, *words.courtesies), key=len, reverse=True)
    opening = next((way for way in kind if said.startswith(f" {way} ")), "")
    said = said.removeprefix(f" {opening}") if opening else said
    closing = next((way for way in kind if said.endswith(f" {way} ")), "")
    said = said.removesuffix(f"{closing} ") if closing else said
    return _exact(folded, _commands(words)) or _exact(" ".join(said.split()), _commands(words))


def question_named(folded: str, words: Words) -> str:
    """Return the question that "change ..." or "back to ..." names, when that is the whole message; "" for none."""
    verb = next((way for way in _changing(words) if folded.startswith(way)), "")
    rest = " " + folded.removeprefix(verb).strip()
    small = {*words.possessives, *words.articles, *TO}
    while verb and rest:
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
    edges = _edges(words)
    opens = edges["no"].begins(folded) and not edges["yes"].begins(folded)
    return opens or answer_word(folded, words) in {"no", "none"}


def answer_word(folded: str, words: Words) -> str | None:
    """Return the common answer (yes, no, unknown, all, none, done, other) that is the whole message."""
    found = exactly(folded, words)
    if found is not None:
        return found
    parts = tokens(folded)
    if not parts or len(parts) > SHORT + 2:
        return None
    return _leaning(folded, words)


def exactly(folded: str, words: Words) -> str | None:
    """Return the common answer that is the whole message, word for word, polite words around it left out."""
    return _exact(folded, _answers(words)) or _exact(" ".join(uncourteous(folded.split(), words)), _answers(words))


def _leaning(folded: str, words: Words) -> str | None:
    """Return yes or no when a message begins with it and does not end with the other, or else ends with it."""
    edges = _edges(words)
    begun = {name for name, edge in edges.items() if edge.begins(folded)}
    ended = {name for name, edge in edges.items() if edge.ends(folded)}
    if len(begun) == 1 and not ended - begun:
        return begun.pop()
    return ended.pop() if len(ended) == 1 else None


@dataclass(frozen=True, slots=True)
class _Edge:
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


@lru_cache(maxsize=LANGUAGES)
def _edges(words: Words) -> Mapping[str, _Edge]:
    return {name: _edge(words.answers.get(name, ())) for name in ("yes", "no")}


@lru_cache(maxsize=LANGUAGES)
def _hello(words: Words) -> _Edge:
    return _edge(words.hello)


def _edge(ways: Sequence[str]) -> _Edge:
    first = tuple(way + mark for way in ways for mark in " ,.")
    return _Edge(frozenset(ways), first, tuple(" " + way for way in ways))


def yes_or_no(folded: str, words: Words) -> str | None:
    """Return yes or no when a message, of any length, begins or ends with it."""
    found = answer_word(folded, words)
    if found in {"yes", "no"}:
        return found
    if found in {"done", "none"}:
        return "no"
    said = _leaning(folded, words)
    return said if said == "yes" or len(tokens(folded)) <= SHORT + 2 else None


def declines(folded: str, words: Words) -> bool:
    """Whether a short message without a number denies something and is no plain answer ("I have no phone")."""
    said = tokens(folded)
    short = len(said) <= DENIAL and not any(_numeric(word, words) for word in said)
    return short and exactly(folded, words) is None and any(word in words.negations for word in said)


def unknown(folded: str, words: Words) -> bool:
    """Whether the whole message says "I don't know"."""
    return exactly(folded, words) == "unknown"


def unsure(folded: str, words: Words) -> bool:
    """Whether a short message that answers nothing opens or ends with "I don't know"."""
    edge = _unsure(words)
    return len(tokens(folded)) <= 2 * SHORT and (edge.begins(folded) or edge.ends(folded))


@lru_cache(maxsize=LANGUAGES)
def _unsure(words: Words) -> _Edge:
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
    plain = folded.replace(",", " ").replace("  ", " ")
    found = [table[said] for said in (folded, plain) if said in table]
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


def danger(text: str, words: Words) -> str:
    """Return the level of danger in a text, "" for none. The lists are still empty: this is the slot, read first."""
    return "a" if words.danger and has_any(fold(text), words.danger) else ""


def spot(folded: str, way: str) -> int:
    """Return where a way of saying first stands in the text as whole words, -1 for nowhere."""
    at = folded.find(way)
    while at >= 0:
        end = at + len(way)
        if not (at and _of_word(folded[at - 1])) and not (end < len(folded) and _of_word(folded[end])):
            return at
        at = folded.find(way, at + 1)
    return -1


def _of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def has_any(folded: str, ways: Sequence[str]) -> bool:
    """Whether one of these ways of saying stands in the text as whole words."""
    for way in ways:  # noqa: SIM110 - hundreds of ways are looked for in each message: the cheapest loop there is
        if way in folded and spot(folded, way) >= 0:
            return True
    return False


def named_in(folded: str, ways: Ways) -> Iterator[tuple[int, str, str]]:
    """Yield each way of saying that stands in the text as whole words: where, what it says, and the way."""
    for name, said in ways.items():
        for way in said:
            if way in folded and (at := spot(folded, way)) >= 0:
                yield at, name, way


def for_whom(folded: str, words: Words) -> str:
    """Return for whom something was done, when the words say it; "" when they do not."""
    said = beside_bare(folded)
    hits = [(len(way), name) for _, name, way in named_in(said, words.for_whom)]
    return max(hits)[1] if hits else ""


def bare(folded: str) -> str:
    """Return a text without the "and", "in", "for", "the" that Arabic glues to words of three letters and more."""
    return folded if folded.isascii() else _ARABIC_FRONT.sub("", folded)


def beside_bare(folded: str) -> str:
    """Return a text with itself bare beside it, where that is another."""
    return folded if bare(folded) == folded else f"{folded}, {bare(folded)}"


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


def side(folded: str, words: Words) -> str | None:
    """Return the known question of the person, such as "are you a robot?"."""
    asked = ((len(way), name) for name, ways in words.sides.items() for way in ways if has_any(folded, (way,)))
    return max(asked, default=(0, None))[1]  # "who is it that reads this" is more than "who is it"


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


def pick(folded: str, choices: Sequence[Choice], labels: Sequence[str], words: Words) -> str | None:
    """Return the choice a message names by its number, its label, its word or a thumb."""
    said = [_label(label) for label in labels]
    if folded in said:
        return choices[said.index(folded)].id
    ids = [c.id for c in choices]
    position = _position(folded, words)
    if position is not None and 1 <= position <= counted(ids):
        return ids[position - 1]
    common = answer_word(folded, words)
    wanted = SAME.get(common or "", ())
    if common == "done" and "done" not in ids and not _edges(words)["no"].begins(folded):
        wanted = ("yes", *wanted)  # "that is it" says yes to what was read back
    return next((name for name in wanted if name in ids), None)


@lru_cache(maxsize=1024)
def _label(label: str) -> str:
    """Return a label folded. It is kept: labels are our words, never those of a person."""
    return fold(label)


def _position(folded: str, words: Words) -> int | None:
    parts = [t for t in tokens(folded) if t not in JOINERS]
    return number(parts[0], words) if len(parts) == 1 else None


def pick_several(folded: str, choices: Sequence[Choice], labels: Sequence[str], words: Words) -> tuple[str, ...]:
    """Return the choices named by numbers ("1 3 4", "1 et 3", "134" is a number), by "all" or by one label.

    "1 3, that is all" names two: what is said around the numbers without choosing anything is left out.
    """
    ids = [c.id for c in choices]
    content = ids[: counted(ids)]
    common = answer_word(folded, words)
    if common == "all":
        return tuple(content)
    if common in {"done", "none", "no"}:
        return ("done",) if common == "done" else ("none",)
    said = [_label(label) for label in labels]
    if folded in said:
        return (ids[said.index(folded)],)
    parts = [t for t in tokens(_without(folded, words)) if t not in JOINERS]
    numbers = [number(t, words) for t in parts]
    if not parts or any(n is None or not 1 <= n <= len(content) for n in numbers):
        return ()
    return tuple(dict.fromkeys(content[n - 1] for n in numbers if n))


def _without(folded: str, words: Words) -> str:
    """Return the text without thanks, a yes or "that is all" that open or close it."""
    ways = _around(words)
    opening = next((w for w in ways if folded.startswith(w) and folded[len(w) :].startswith((" ", ","))), "")
    folded = folded.removeprefix(opening).strip(" ,")
    closing = next((w for w in ways if folded.endswith(w) and folded.endswith((" " + w, "," + w))), "")
    return folded.removesuffix(closing).strip(" ,")


@lru_cache(maxsize=LANGUAGES)
def _around(words: Words) -> tuple[str, ...]:
    ways = (*words.thanks, *words.answers.get("yes", ()), *words.answers.get("done", ()))
    return tuple(sorted(ways, key=len, reverse=True))


# ---------------------------------------------------------------- corrections


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part.strip() for part in re.split(r"(?<=[.!?؟;\n])\s+|\n", text) if part.strip()]


def correction(text: str, words: Words) -> tuple[str, str, str] | None:
    """Return (old, new, the rest) of "not 2009, 2019" or "2019 pas 2009"; None when it is no correction."""
    parts = sentences(text)
    for i, part in enumerate(parts):
        found = _pair(part, words)
        if found:
            return (*found, " ".join(parts[:i] + parts[i + 1 :]))
    return None


def meant(text: str, words: Words) -> str:
    """Return what follows "I meant" at the front of a message, as it was written; "" when it does not begin so."""
    said = text.split()
    folded = [fold(word).strip(",") for word in said[:OPENS]]
    for way in words.edits.get("meant", ()):
        for end in range(min(OPENS, len(said) - 1), 0, -1):
            if " ".join(folded[:end]) == way:
                return " ".join(said[end:])
    return ""


def _pair(sentence: str, words: Words) -> tuple[str, str] | None:
    said = re.findall(r"[^\s,;:.!?؟]+|,", sentence.replace("،", " , "))
    folded = [fold(w) for w in said]
    for i, token in enumerate(folded):
        if token not in words.negations or i + 1 >= len(said):
            continue
        place = (
            i + 1 + (len(folded[i + 1]) <= SMALL and any(_numeric(w, words) for w in said[i + 2 : i + 3]))
        )  # "not in 2009"
        old = said[place]
        after = [w for w in said[place + 1 : place + 5] if w != "," and fold(w) not in BUT]
        before = said[i - 1] if i else ""
        numbers = [w for w in after[:2] if _numeric(w, words)]
        if _numeric(old, words) and (numbers or _numeric(before, words)):
            return old, numbers[0] if numbers else before
        if _plain(said, folded, i, words) and after:
            return old, " ".join(after)
    return None


BUT: Final = {"mais", "but", "а", "але", "بل", "plutot", "c", "est", "it", "is", "its"}


def _plain(said: list[str], folded: list[str], i: int, words: Words) -> bool:
    """Whether a short sentence is nothing but "not X, Y"."""
    named = {part for ways in words.questions.values() for way in ways for part in way.split()}
    small = {*words.corrections, *words.possessives, *words.articles, *TO, *BUT, *named, ","}
    opens = all(w in small for w in folded[:i])  # "no", "the town is"
    return opens and len(said) - i <= 5 and any(w == "," or w in BUT for w in folded[i + 2 : i + 3])  # noqa: PLR2004


def _numeric(word: str, words: Words) -> bool:
    return DIGIT.search(word) is not None or fold(word) in words.numbers


def contains(text: str, word: str) -> bool:
    """Whether a text holds a word, both folded."""
    return fold(word) in tokens(fold(text))


def swap(text: str, old: str, new: str) -> str:
    """Return the text with a word replaced, whatever its accents."""
    return " ".join(new if fold(w) == fold(old) else w for w in text.split())


# ---------------------------------------------------------------- language


@lru_cache(maxsize=LANGUAGES)
def tongues(words: Words) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return what each way of saying says: a language, and how well it is known."""
    return by_way(words.languages), by_way(words.levels)


def language_named(folded: str, content: Content) -> str | None:
    """Return the language that is named by the whole message, in any language we offer."""
    plain = " ".join(w for w in folded.split() if w not in POLITE)
    return _languages(content).get(plain)


@lru_cache(maxsize=LANGUAGES)
def _languages(content: Content) -> Mapping[str, str]:
    table: dict[str, str] = {}
    for words in content.words.values():
        offered = {code: ways for code, ways in words.languages.items() if code in content.languages}
        table = {**by_way(offered), **table}
    return table


def language(text: str, event: Event, content: Content) -> str | None:
    """Return a first guess: a language named, the script, a greeting, the app's language. None: keep the default."""
    folded = fold(text)
    inside = next((c for t in tokens(folded) if (c := language_named(t, content))), None)
    named = language_named(folded, content) or (inside if len(tokens(folded)) <= SHORT else None)
    app = getattr(event.body, "lang", "") or event.hints.lang
    by_app = app.split("-")[0].lower() if app else ""
    found = named or script(text, content) or _greeting(folded, content)
    return found or (by_app if by_app in content.languages else None)


def script(text: str, content: Content) -> str | None:
    """Return the language of the letters, when only one that we offer is written so."""
    names = [unicodedata.name(c, "") for c in text if c.isalpha()]
    for prefix, code in (("ARABIC", "ar"), ("CYRILLIC", "uk")):
        if code in content.languages and sum(n.startswith(prefix) for n in names) * 2 > len(names):
            return code
    return None


def _greeting(folded: str, content: Content) -> str | None:
    """Return the one language a message opens in a greeting of; a hand that waves is of all."""
    if not any(char.isalpha() for char in folded):
        return None
    found = [code for code, words in content.words.items() if _hello(words).begins(folded)]
    return found[0] if len(found) == 1 else None


def other_language(text: str, event: Event, lang: str, content: Content) -> str | None:
    """Return the language a message is written in, when it is surely not the one of the conversation."""
    mine = {"ar": "ar", "uk": "uk"}.get(lang, "")
    found = script(text, content)
    if found:
        return found if found != mine else None
    guess = event.hints.lang.split("-")[0].lower()
    many = len(tokens(fold(text))) >= 3  # noqa: PLR2004 - never on fewer than three words (notes on languages)
    return guess if many and guess in content.languages and guess != lang else None


# ---------------------------------------------------------------- people


def same_person(name: str, other: str) -> bool:
    """Whether two names share a word."""
    return bool(set(tokens(fold(name))) & set(tokens(fold(other))))


def windows(words: Sequence[str], size: int) -> Iterator[tuple[int, str]]:
    """Yield each run of up to `size` words with its place, longest first at each place."""
    for i in range(len(words)):
        for n in range(min(size, len(words) - i), 0, -1):
            yield i, " ".join(words[i : i + n])


# ---------------------------------------------------------------- hours

HOURS: Final = re.compile(r"(?<!\d)(\d{1,2}) ?(?:h|heures?|hours?|ساعه|ساعات|год|годин\w*)(?![\w\d])")
CLOCK: Final = {"a", "vers", "des", "depuis", "jusqu", "at", "from", "till", "until"}  # "at 6h" is a time of the day
NOT_A_WEEK: Final = re.compile(r"\s*(?:/ ?j|par jour|a day|per day|(?:a|to|-) ?\d)")
A_WEEK: Final = re.compile(r"\s*(?:a|an|per|each|every|par|/|на|في|ب)? ?(?:sem|hebdo|week|wk|тиж|ال?اسبوع)")
SHIFT: Final = 15  # hours
DIGIT: Final = re.compile(r"\d")


def hours_in(folded: str) -> str:
    """Return the hours a week that were said ("20h"), as a number; not those of the clock or of a day."""
    found = HOURS.search(folded)
    if not found or not 2 <= int(found[1]) <= 60 or "matin" in folded:  # noqa: PLR2004
        return ""
    before, after = folded[: found.start()].split()[-1:], folded[found.end() :]
    clock = bool(before) and before[0] in CLOCK
    shift = int(found[1]) < SHIFT and not A_WEEK.match(after)  # "12 hours" are those of a day or a night
    return "" if clock or shift or NOT_A_WEEK.match(after) else found[1]
