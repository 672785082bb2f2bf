"""Which imported occupation a message names for the person: its name as a whole, said of oneself.

"I was a bookbinder" names one; "the bookbinder called" does not, nor does a word that happens to be a name ("mousse",
"second") in the middle of a sentence. Occupations we describe ourselves are left to our own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.store.imported import Found, Imported
from flows import acts
from flows.clauses import clauses
from flows.content import Content
from flows.model import Craft
from flows.reading import fold, tokens
from flows.words import Words

FRENCH: Final = "fr"  # what a CV is printed in
WIDEST: Final = 7  # words of a name
SHORTEST: Final = 4  # letters of a name
UNSAID: Final = frozenset({"5169"})  # groups of occupations that are never read into somebody's words: escorts
SMALL: Final = frozenset({"un", "une", "de", "d", "a", "an", "of"})  # between "was" and a trade
SURE: Final = 3  # words of a name that is looked for anywhere in a sentence
LONGEST: Final = 400  # characters of a message that are looked at
OFFERED: Final = 5  # skills shown


class Crafts:
    """Knows what was imported, and what we describe ourselves."""

    def __init__(self, imported: Imported, content: Content) -> None:
        self._imported, self._content = imported, content
        self._ours = {code for domain in content.domains.values() for code in domain.occupations} | {
            *content.occupations
        }
        self._groups = {one.isco for one in content.occupations.values()}

    def __call__(self, text: str, lang: str) -> tuple[Craft, ...]:
        """Return the occupations outside our own that are named, with what they are made of; long names first."""
        found = (self._craft(one, folded, lang) for folded, one in self.named(text, lang))
        return tuple(craft for craft in found if craft)

    def named(self, text: str, lang: str) -> Iterator[tuple[str, Found]]:
        """Yield each name that a message says of its person, folded, and the one occupation it is a name of."""
        known = lang in self._content.words and self._imported.sources()
        runs = self._runs(text[:LONGEST], lang) if known else []
        met: dict[str, list[Found]] = {}
        for one in self._imported.named(runs, lang) if runs else ():
            met.setdefault(_plain(one.name), []).append(one)
        taken = ""
        for run in runs:
            sure = self._sure(met[run]) if run in met and f" {run} " not in f" {taken} " else None
            if sure:
                taken = f"{taken} {run}"
                yield run, sure

    def _sure(self, found: list[Found]) -> Found | None:
        """Return the occupation a name is surest of; None for one of ours, or when it is a name of several."""
        best = [one for one in found if one.score == found[0].score and one.source == found[0].source]
        ours = any(one.code in self._ours or one.isco in self._groups | UNSAID for one in found)
        return best[0] if len({one.code for one in best}) == 1 and not ours else None

    def _craft(self, found: Found, name: str, lang: str) -> Craft | None:
        skills = self._imported.skills(found.code, OFFERED, lang)
        french = self._imported.occupation(found.code, FRENCH)
        title = found.name if found.lang == FRENCH or not french else french.title
        return Craft(found.code, name, title, tuple((one.ref, one.label, one.shown) for one in skills))

    def _runs(self, text: str, lang: str) -> list[str]:
        """Return the runs of words that may be a name of the person's own trade, the longest first.

        Clauses that tell one of our own acts need no other word for it.
        """
        words = self._content.words[lang]
        own = [c for c in clauses(text, words) if c.mine and not c.denied]
        outside = [c for c in own if not acts.named(c.text, lang, self._content)]
        runs = (run for c in outside for run in names_said(tokens(fold(c.text)), words, alone=len(own) == 1))
        return sorted(dict.fromkeys(runs), key=lambda run: -len(run.split()))


def names_said(said: Sequence[str], words: Words, *, alone: bool) -> Iterator[str]:
    """Yield what may be a name in a clause: said of oneself, or so long that it can be nothing else."""
    for start in range(len(said)):
        for end in range(start + 1, min(len(said), start + WIDEST) + 1):
            run, after = " ".join(said[start:end]), said[end : end + 1]
            whole = alone and start == 0 and not after
            ends = end - start > 1 or not after or after[0].isdecimal() or after[0] in words.staying
            if len(run) >= SHORTEST and (end - start >= SURE or whole or (ends and _of_oneself(said[:start], words))):
                yield run


def _of_oneself(before: Sequence[str], words: Words) -> bool:
    """Whether what stands before a name says that one was it: "I was a", "worked as", "my trade is that of"."""
    small = {*words.articles, *SMALL}
    last = next((word for word in reversed(before) if word not in small), "")
    return last in words.being


def _plain(name: str) -> str:
    return " ".join(tokens(fold(name)))
