"""The CV without who it is about, for employers who ask for it so: initials, no town, nothing that tells an origin.

The telephone stays, for a CV must be answered. An e-mail address stays only if it does not hold the name. What is in
the person's own words may name an employer or a place: words with a capital inside are taken for a name, and so is
every line in another language or in letters that have no capitals. Such a line is left out; such a title is said
without it. Catalog phrases name nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from flows import letters
from flows.content import Content
from flows.cv import document
from flows.documents import Cv, Entry, Line
from flows.model import Arg, Facts, Phrase
from flows.reading import fold

NAMELESS: Final = Phrase("title.none")
SHORTEST: Final = 3  # letters of a name that is looked for in an address


def build(content: Content, facts: Facts, dossier: int = 1) -> Cv:
    """Return the anonymous CV of the facts as they are."""
    return anonymous(document.build(content, facts, dossier))


def anonymous(cv: Cv) -> Cv:
    """Return the CV without who it is about."""
    title = cv.title if cv.title and not _reveals(cv.title, cv.lang) else None
    return replace(
        cv,
        name=initials(cv.name),
        title=title,
        email="" if _named(cv.email, cv.name) else cv.email,
        town="",
        skills=_kept(cv.skills, cv.lang),
        blocks=tuple(_entry(block, cv.lang) for block in cv.blocks if not _reveals(block.title, cv.lang)),
        experiences=tuple(entry for entry in (_entry(e, cv.lang) for e in cv.experiences) if _says(entry)),
        training=_kept(cv.training, cv.lang),
    )


def initials(name: str) -> str:
    """Return the first letter of each part of a name: "Anne-Marie Le Goff" is "A.-M. L. G."."""
    return " ".join("-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in name.split())


def _entry(entry: Entry, lang: str) -> Entry:
    """Return an experience without the employer, and without what may name one."""
    title = replace(entry.title, phrase=NAMELESS, lang="") if _reveals(entry.title, lang) else entry.title
    return replace(entry, title=title, where=None, lines=_kept(entry.lines, lang))


def _says(entry: Entry) -> bool:
    """Whether something is left of an experience."""
    return bool(entry.title.phrase != NAMELESS or entry.when or entry.lines)


def _kept(lines: Iterable[Line], lang: str) -> tuple[Line, ...]:
    return tuple(line for line in lines if not _reveals(line, lang))


def _reveals(line: Line, lang: str) -> bool:
    """Whether a line may name somebody or a place, or is in a language that tells an origin."""
    return line.lang not in {"", lang} or any(map(_names, _own(line.phrase)))


def _own(arg: Arg) -> Iterator[str]:
    """Return the words of the person's own in a phrase."""
    match arg:
        case Phrase():
            for value in arg.args.values():
                yield from _own(value)
        case tuple():
            for value in arg:
                yield from _own(value)
        case str():
            yield arg
        case int():
            return


def _names(text: str) -> bool:
    """Whether words may hold a name: a capital after the first word, or letters that have no capitals."""
    inside = any(char.isupper() for word in text.split()[1:] for char in word[:1])
    return inside or any(char.isalpha() and char.upper() == char.lower() for char in text)


def _named(email: str, name: str) -> bool:
    """Whether an address holds a part of the name, or it cannot be told because the name is in other letters."""
    plain = fold(email.partition("@")[0])
    parts = [part for word in fold(name).split() for part in word.replace("-", " ").split() if len(part) >= SHORTEST]
    return not letters.is_latin(name) or any(part in plain for part in parts)
