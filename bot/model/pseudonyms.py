"""What may leave of a person's words, and the way back. Pure: no file, no dictionary, no clock.

The rule is a list of what may leave, not of what may not: a word leaves when a dictionary of the language or our own
vocabulary holds it, and it is not written with a capital inside a sentence, not in a list of names or towns, and not
where a name is told. All else (every digit, address and sign of an address too) becomes a mark that says of which kind
it was: [NOM1], [LIEU1], [NUM1], [MOT1]. A misspelt word whose meaning is known carries it: [MOT1:enfant].

What no rule of this kind can see: a name that is an everyday word, in lower case, with nothing around it that says so
and in no list. Hence, after it, `told_of`: what this person told of themselves must not stand in what leaves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.contact import EMAIL, ascii_digits
from flows.words import fold

NAME, PLACE, WORD, NUMBER, SIGN = "NOM", "LIEU", "MOT", "NUM", "SIGNE"
MAIL, WEB, STREET = "MAIL", "WEB", "RUE"
MARK: Final = re.compile(r"\[(?:NOM|LIEU|MOT|NUM|SIGNE|MAIL|WEB|RUE)\d+(?::[^\[\]\n]*)?\]")
_READ: Final = re.compile(r":[^\]]*\]$")
# A word; in Cyrillic letters an apostrophe between two of them is one of its letters ("дар'я").
LETTERS: Final = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670]|(?<=[\u0400-\u052f])['’](?=[\u0400-\u052f]))*"
)
# A run of digits with what is written between them; letters that touch one belong to it ("12h30", "1234567A").
DIGITS: Final = re.compile(r"\+?[^\W_]*\d\w*(?:[\s.,\-\u2010-\u2015/()]{0,3}\w*\d\w*)*")
LINK: Final = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@])[\w-]+(?:\.[\w-]+)*\.(?:com|fr|org|net|ua|eu|info|io|be|ch|ma|dz|tn|me|gouv|app)"
    r"\b(?:/\S*)?",
    re.IGNORECASE,
)
# "fatou arobase gmail point com", as it is spoken
SPOKEN: Final = re.compile(
    r"\S+\s*(?:\(?@\)?|arobase|arobas|\bat\b|собака|равлик)\s*[\w-]+\s*(?:\.|\bpoint\b|\bdot\b|крапка)\s*[a-z]{2,6}\b",
    re.IGNORECASE,
)
HANDLE: Final = re.compile(r"@[\w.]+")
PLAIN: Final = frozenset(" \n.,;:!?'’ʼ\"()-–—…%€«»،؛؟")  # signs that leave as they are
BREAK: Final = re.compile(r"[.!?…\n;,]|[^\w\s'’ʼ-]")  # ends what a cue speaks of
STARTS: Final = re.compile(r"(?:^|[.!?…\n])[\s\"«(–—-]*$")  # what stands before the first word of a sentence
NUMBERED: Final = re.compile(r"\d\w{0,3}[\s,]{1,2}(?:[^\W\d_'’-]+\s){0,2}$")  # before a word for a street: its number
NEAR: Final = 40  # letters around a word for a street in which its number is looked for
NUMBER_NEAR: Final = 4  # words before a word for a street in which its number is looked for, in words
JOINED: Final = "'’ʼ-"
TITLE_MOST: Final = 3  # letters of a title that is cut short, which a full stop may follow ("M.", "Mme.", "Dr.")
SPELLED_OUT: Final = 3  # words for numbers in a row that are a number somebody is called by, or a year
DATED: Final = 2  # beside a month: a day and a year
STEM: Final = 4  # letters of a Cyrillic name at which its endings begin
ENDINGS: Final = 3
FAMILY: Final = re.compile(
    r"(?:..енк(?:о|а|у|ом)|.[чщ]ук(?:а|у|ом)?|..(?:евич|ович)(?:а|у|ем)?)$"
)  # of Ukrainian families
FRONTS: Final = ("وال", "بال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")  # written onto an Arabic word
LOUD: Final = 0.7  # share of capital letters from which they mean nothing
ADDRESS_MOST: Final = 6  # words of an address
PHRASE_MOST: Final = 5  # words of the name of a town
TOLD_LEAST: Final = 3  # letters of a word of a name by which somebody can be found
RUN_LEAST: Final = 4  # digits


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language without its dictionary. Every word is folded; a cue is a sequence of words.

    `own`: words of ours, which leave. `small`: small words, which do too, and are no names behind a cue.
    """

    own: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    cues: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)
    streets: frozenset[str] = frozenset()
    roads: frozenset[str] = frozenset()  # streets that are one without a number too
    numbers: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()  # what stands between words for numbers: "the third of may"
    everyday: frozenset[str] = frozenset()  # of the lists, and words all the same
    articles: frozenset[str] = frozenset()  # and pronouns: behind one, a town of the lists is a word


@dataclass(frozen=True, slots=True)
class Lists:
    """Names and towns, folded, of every language. `bent`: towns in other endings, which are words too: "у сумах"."""

    first: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    bent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Masked:
    """What may leave, and which mark stands for which words."""

    text: str
    table: Mapping[str, str]
    words: int = 0  # how many there were
    hidden: int = 0  # how many of them were masked


@dataclass(frozen=True, slots=True)
class _Word:
    """A word between signs: where it stands, and how it is compared."""

    start: int
    end: int
    text: str
    folded: str


def candidates(text: str) -> frozenset[str]:
    """Return what a dictionary is to be asked about: each word in lower case, alone and as it is joined to others."""
    words = _words(text)
    groups = {text[group[0].start : group[-1].end].lower() for group in _groups(text, words)}
    return frozenset({word.text.lower() for word in words} | groups)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is known when a text is masked. `right`: the candidates a dictionary holds; `told`: of the person."""

    tongue: Tongue
    lists: Lists
    right: frozenset[str]
    told: tuple[str, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)  # a misspelt word, folded: the word of ours it is

    def plain(self, word: str) -> bool:
        """Whether a word may leave, by itself."""
        folded = fold(word)
        return word.lower() in self.right or folded in self.tongue.own or folded in self.tongue.small


def mask(text: str, rules: Rules) -> Masked:
    """Return what may leave of a text."""
    words = _words(text)
    spans = _numbered(text)
    kinds = dict(_named(text, words, rules))
    for group in _groups(text, words):
        whole = text[group[0].start : group[-1].end].lower() in rules.right and not any(w.start in kinds for w in group)
        for word in group:
            kind = kinds.get(word.start) or ("" if whole or rules.plain(word.text) else WORD)
            if kind:
                spans.append((word.start, word.end, kind))
    spans += [(at, at + 1, SIGN) for at, char in enumerate(text) if not (char in PLAIN or LETTERS.match(char))]
    masked, table = _replaced(text, spans, rules)
    hidden = sum(1 for word in words if any(s <= word.start < e for s, e, _ in spans))
    return Masked(masked, table, len(words), hidden)


def back(text: str, table: Mapping[str, str]) -> str:
    """Return a text with its words again; a mark that is none of ours stays."""
    known = {_READ.sub("]", mark): words for mark, words in table.items()}
    return MARK.sub(lambda found: known.get(_READ.sub("]", found[0]), found[0]), text)


def strays(masked: str, rules: Rules) -> list[str]:
    """Return what stands in a masked text and may not: looked for anew, by the rule alone."""
    left = MARK.sub(" ", masked)
    found = [char for char in left if not (char in PLAIN or LETTERS.match(char) or char.isspace())]
    groups = _groups(left, _words(left))
    for group in groups:
        whole = left[group[0].start : group[-1].end]
        if whole.lower() not in rules.right:
            found += [word.text for word in group if not rules.plain(word.text)]
    readings = [found[0].partition(":")[2].rstrip("]") for found in MARK.finditer(masked)]
    return found + [word for word in readings if word and word not in rules.tongue.own]


def told_of(left: str, told: Sequence[str], small: Collection[str]) -> bool:
    """Whether anything a person told of themselves can be found in what leaves: words folded, digits as a run."""
    plain = MARK.sub(lambda found: f" {found[0].partition(':')[2].rstrip(']')} ", left)
    said, digits = f" {fold(plain)} ", re.sub(r"\D", "", ascii_digits(plain))
    for value in told:
        run = re.sub(r"\D", "", ascii_digits(value))
        if len(run) >= RUN_LEAST and run in digits:
            return True
        words = [w for w in _split(fold(value)) if len(w) >= TOLD_LEAST and w not in small]
        if any(f" {word} " in said or word in _split(said) for word in words):
            return True
    return False


# ---------------------------------------------------------------- numbers and addresses


def _numbered(text: str) -> list[tuple[int, int, str]]:
    """Return where addresses of the net are, and everything with a digit in it."""
    plain = ascii_digits(text)
    found: list[tuple[int, int, str]] = []
    for pattern, kind in ((EMAIL, MAIL), (SPOKEN, MAIL), (LINK, WEB), (HANDLE, WEB), (DIGITS, NUMBER)):
        for span in (match.span() for match in pattern.finditer(plain)):
            if not any(s < span[1] and span[0] < e for s, e, _ in found):
                found.append((*span, kind))
    # what a digit touches and the pattern did not take: superscripts, digits of no script
    taken = {at for start, end, _ in found for at in range(start, end)}
    return found + [(at, at + 1, NUMBER) for at, char in enumerate(text) if char.isnumeric() and at not in taken]


# ---------------------------------------------------------------- names and places


def _named(text: str, words: Sequence[_Word], rules: Rules) -> Iterator[tuple[int, str]]:
    """Yield where a word that a dictionary may hold is a name, a place or part of an address; the surest last."""
    loud = sum(map(str.isupper, text)) > LOUD * sum(map(str.isalpha, text)) and len(words) > 1
    for at, word in enumerate(words):
        kind = _listed(word.folded, rules)
        if kind and _is_a_word(text, words, at, rules):
            continue
        if kind:
            yield word.start, kind
        elif word.text[0].isupper() and not loud and not _stays(text, word, rules):
            yield word.start, NAME if at and words[at - 1].text[0].isupper() else WORD
    for first, last in _phrases(words, rules):
        for word in words[first:last]:
            yield word.start, PLACE
    yield from _spelled_out(words, rules)
    for cue in ("place", "person", "lives", "title", "name"):
        for end in _after(words, rules.tongue.cues.get(cue, frozenset())):
            yield from _meant(cue, text, words, end, rules)
    yield from _streets(text, words, rules)
    yield from _told(words, rules)


def _listed(folded: str, rules: Rules) -> str:
    """Return whether a list holds a word that is none of ours: a name or a town; "" for neither."""
    if folded in rules.tongue.own or folded in rules.tongue.small:
        return ""
    if _is_name(folded, rules.lists):
        return NAME
    return PLACE if folded in rules.lists.towns else ""


def _is_a_word(text: str, words: Sequence[_Word], at: int, rules: Rules) -> bool:
    """Whether what a list holds is a word here: written small, in the dictionary, and beside no name.

    And one that is heard every day, or a town behind an article or a pronoun ("the sea", "je vire").
    """
    word, before = words[at], words[at - 1] if at else None
    if not _written_small(word, rules) or _beside_a_name(words, at, rules):
        return False
    if word.folded in rules.tongue.everyday:
        return True
    joined = before is not None and text[before.end : word.start] in {" ", "'", "’"}
    small = before is not None and before.text.islower() and before.folded in rules.tongue.articles
    return joined and small and not _is_name(word.folded, rules.lists)


def _written_small(word: _Word, rules: Rules) -> bool:
    return word.text.islower() and word.text in rules.right


def _beside_a_name(words: Sequence[_Word], at: int, rules: Rules) -> bool:
    """Whether a word stands behind what may be a name, or before one: then it may be the rest of it."""
    before, behind = words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None
    told = [word for word in (before, behind) if word is not None and word.folded not in rules.tongue.everyday]
    if any(_listed(word.folded, rules) == NAME for word in told):
        return True
    return before is not None and not rules.plain(before.text)


def _is_name(folded: str, lists: Lists) -> bool:
    """Whether a word is a name in any of its endings, or behind what Arabic writes onto it."""
    for word in (folded, *(folded.removeprefix(front) for front in FRONTS if folded.startswith(front))):
        if word in lists.first or word in lists.last:
            return True
    if not "\u0400" <= folded[0] <= "\u04ff":
        return False
    if FAMILY.search(folded):
        return True
    bases = {folded[: len(folded) - n] for n in range(1, ENDINGS + 1) if len(folded) - n >= STEM - 1}
    return any(f"{base}{end}" in lists.first for base in bases for end in ("", "а", "я", "о", "й", "ь", "ія"))


def _stays(text: str, word: _Word, rules: Rules) -> bool:
    """Whether a capital letter means nothing: it begins a sentence, is a small word, or an abbreviation of ours."""
    if word.folded in rules.tongue.small or STARTS.search(text, 0, word.start):
        return True
    return word.text.isupper() and len(word.text) > 1 and word.folded in rules.tongue.own


def _phrases(words: Sequence[_Word], rules: Rules) -> Iterator[tuple[int, int]]:
    """Yield where a town of several words is named."""
    for first in range(len(words)):
        for last in range(min(len(words), first + PHRASE_MOST), first + 1, -1):
            some = words[first:last]
            if " ".join(word.folded for word in some) in rules.lists.towns and not _said_daily(some, rules):
                yield first, last
                break


def _said_daily(words: Sequence[_Word], rules: Rules) -> bool:
    """Whether a town of several words is only words: "la machine" is a town too."""
    plain = {*rules.tongue.small, *rules.tongue.articles}
    return all(word.text.islower() and (word.folded in plain or _every_day(word, rules)) for word in words) and any(
        word.folded in rules.tongue.everyday for word in words
    )


def _every_day(word: _Word, rules: Rules) -> bool:
    return word.folded in rules.tongue.everyday and _written_small(word, rules)


def _spelled_out(words: Sequence[_Word], rules: Rules) -> Iterator[tuple[int, str]]:
    """Yield the words of a number that is said word by word, and of a day with its month and year."""
    tongue, run = rules.tongue, list[_Word]()
    for word in (*words, None):
        if word is not None and (_counts(word, rules) or word.folded in tongue.months):
            run.append(word)
        elif word is None or word.folded not in tongue.between:
            dated = any(one.folded in tongue.months for one in run)
            if sum(_counts(one, rules) for one in run) >= (DATED if dated else SPELLED_OUT):
                yield from ((one.start, NUMBER) for one in run)
            run = []


def _counts(word: _Word, rules: Rules) -> bool:
    """Whether a word is one for a number; Arabic writes "and" onto it."""
    return word.folded in rules.tongue.numbers or word.folded.removeprefix("و") in rules.tongue.numbers


def _after(words: Sequence[_Word], cues: Collection[tuple[str, ...]]) -> Iterator[int]:
    """Yield the place behind each cue, the longest that ends nowhere earlier."""
    longest = max(map(len, cues), default=0)
    for first in range(len(words)):
        for size in range(min(longest, len(words) - first), 0, -1):
            if tuple(word.folded for word in words[first : first + size]) in cues:
                yield first + size
                break


def _meant(cue: str, text: str, words: Sequence[_Word], at: int, rules: Rules) -> Iterator[tuple[int, str]]:
    """Yield which words behind a cue are what it speaks of."""
    kind = PLACE if cue in {"place", "lives"} else NAME
    following = list(_run(text, words, at, rules, cue))
    if cue in {"place", "person"}:
        if cue == "place" and following and _every_day(following[0], rules):
            return
        lists = rules.lists
        places, people = (lists.towns, lists.bent), (lists.first, lists.last)
        names = places if cue == "place" else people
        yield from ((word.start, kind) for word in following[:1] if any(word.folded in some for some in names))
        return
    called = cue == "title" and bool(following) and _is_name(following[0].folded, rules.lists)
    for n, word in enumerate(following[: 3 if cue == "lives" else 2]):
        sure = n == 0 or cue == "name" or not rules.plain(word.text) or (called and word.folded not in rules.tongue.own)
        if sure or _is_name(word.folded, rules.lists) or word.folded in rules.lists.towns:
            yield word.start, kind


def _run(text: str, words: Sequence[_Word], at: int, rules: Rules, cue: str) -> Iterator[_Word]:
    """Yield the words from a place on, up to a small word or a sign that ends what is meant."""
    before = words[at - 1].end if at else 0
    for n, word in enumerate(words[at:]):
        gap = text[before : word.start]
        if cue == "title" and n == 0:
            if gap[:1] in JOINED:  # "m'occuper" is no "m. Occuper"
                return
            gap = gap.replace(".", " ") if len(words[at - 1].text) <= TITLE_MOST else gap
        if BREAK.search(gap.replace(":", " ") if n == 0 else gap):
            return
        before = word.end
        if word.folded in rules.tongue.small:
            if n == 0 and cue in {"lives", "place"}:  # an article
                continue
            if cue not in {"name", "title", "person"} or word.folded not in rules.lists.first or word.folded.isascii():
                return
        yield word


def _streets(text: str, words: Sequence[_Word], rules: Rules) -> Iterator[tuple[int, str]]:
    """Yield the words of a street: those around a word for one beside a number, or behind one that needs none."""
    plain = ascii_digits(text)
    for at, word in enumerate(words):
        if word.folded not in rules.tongue.streets:
            continue
        before, behind = plain[max(0, word.start - NEAR) : word.start], plain[word.end : word.end + NEAR]
        spoken = _in_words(text, words, at, rules)
        numbered = NUMBERED.search(before) or re.match(r"[^.!?\n]{0,36}\d", behind) or spoken
        if numbered:
            yield word.start, STREET
            yield from ((one.start, STREET) for one in (*spoken, *_between(plain, words, at)))
        if numbered or word.folded in rules.tongue.roads:
            yield from _address(text, words, at, rules, sure=bool(numbered))


def _in_words(text: str, words: Sequence[_Word], at: int, rules: Rules) -> Sequence[_Word]:
    """Return a number in words before a street, and what stands between: "cinq de la rue", "ten park road"."""
    small, found = rules.tongue.small, words[:0]
    if words[at].folded not in rules.tongue.roads:
        return found
    for n in range(at - 1, max(-1, at - 1 - NUMBER_NEAR), -1):
        between = [word.folded not in small for word in words[n + 1 : at]]
        if _counts(words[n], rules) and words[n].folded not in small:
            near = (not any(between) or len(between) == 1) and not BREAK.search(text[words[n].end : words[at].start])
            found = words[n:at] if near or found else found
        elif found:
            break
    return found


def _between(plain: str, words: Sequence[_Word], at: int) -> Iterator[_Word]:
    """Yield the words between a number and a word for a street ("14 park road")."""
    front = max(0, words[at].start - NEAR)
    found = NUMBERED.search(plain[front : words[at].start])
    yield from (word for word in words[:at] if found and word.start >= front + found.start())


def _address(text: str, words: Sequence[_Word], at: int, rules: Rules, *, sure: bool) -> Iterator[tuple[int, str]]:
    """Yield the words behind a word for a street, articles between them included, as far as they go."""
    found: list[_Word] = []
    for n, word in enumerate(words[at + 1 : at + 1 + ADDRESS_MOST]):
        if re.search(r"[.!?\n;]", text[words[at + n].end : word.start]):
            break
        small = word.folded in rules.tongue.small
        if small and word.folded not in {"de", "du", "des", "d", "la", "le", "les", "l", "the", "of"}:
            break
        if not sure and (word.folded in rules.tongue.own or len([w for w in found if w.folded]) > 3):  # noqa: PLR2004
            break
        found += [] if small else [word]
    yield from ((word.start, STREET) for word in found)


def _told(words: Sequence[_Word], rules: Rules) -> Iterator[tuple[int, str]]:
    """Yield the words a person told of themselves, in the endings of their language."""
    mine = _mine(rules)
    for word in words:
        if word.folded in mine or any(_bends(word.folded, one) for one in mine):
            yield word.start, NAME


def _mine(rules: Rules) -> frozenset[str]:
    """Return the words of what a person told of themselves."""
    said = (word for value in rules.told for word in _split(fold(value)))
    return frozenset(word for word in said if word not in rules.tongue.small and not word.isdecimal())


def _bends(word: str, name: str) -> bool:
    """Whether a Cyrillic word is a name in another ending, or an Arabic one has something written onto it."""
    if name[0] < "\u0400" or len(name) < STEM:
        return False
    if name[0] <= "\u04ff":
        return word.startswith(name[:-1]) and abs(len(word) - len(name)) <= ENDINGS - 1
    return any(word == f"{front}{name}" for front in FRONTS)


# ---------------------------------------------------------------- words


def _words(text: str) -> list[_Word]:
    return [_Word(*found.span(), found[0], fold(found[0])) for found in LETTERS.finditer(text)]


def _groups(text: str, words: Sequence[_Word]) -> list[list[_Word]]:
    """Return the words, those together that an apostrophe or a hyphen joins."""
    groups: list[list[_Word]] = []
    for word in words:
        last = groups[-1][-1].end if groups else -1
        if groups and word.start == last + 1 and text[last] in JOINED:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _split(folded: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", folded) if word]


def _replaced(text: str, spans: Sequence[tuple[int, int, str]], rules: Rules) -> tuple[str, dict[str, str]]:
    """Return a text with marks in place of spans, the same words by the same mark; the longest span goes first.

    Of a span that begins inside another one, the rest has a mark of its own.
    """
    mine = _mine(rules)
    out, at, marks, counts = "", 0, dict[tuple[str, str], str](), dict[str, int]()
    for begins, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        start = max(begins, at)
        if start >= end:
            continue
        said = text[start:end]
        if (kind, said) not in marks:
            counts[kind] = counts.get(kind, 0) + 1
            read = rules.readings.get(fold(said), "") if kind == WORD and said.islower() else ""
            meant = f":{read}" if read in rules.tongue.own and read not in mine else ""
            marks[kind, said] = f"[{kind}{counts[kind]}{meant}]"
        out, at = f"{out}{text[at:start]}{marks[kind, said]}", end
    return out + text[at:], {mark: said for (_, said), mark in marks.items()}
