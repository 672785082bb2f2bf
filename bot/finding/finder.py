"""Finds the occupations a phrase is near to. Rankers are asked, their answers fused; nobody is named when unsure.

Before any ranker hears a word, the phrase is cut into clauses as the core does: what is denied, what somebody else
did and what was only thought of is left out. No model, no network, no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as having
from typing import Final

from bot.finding.fuse import Ranking, fuse
from bot.finding.lexicon import MARK, Lexicon
from flows import acts
from flows.clauses import TRAINED, WISH, Clause
from flows.content import Content

MOST: Final = 10  # candidates given
LONGEST: Final = 400  # characters of a phrase that are looked at
HOPES: Final = ("", WISH, TRAINED)  # what was done, what is looked for, what was learnt
PLACE: Final = 0.5  # weight of words that only say where ("in a bakery") beside those that say what
SHARPER: Final = 0.5  # what each further stem of a trigger adds: "paint walls" beside "paint"
ACTS: Final = 1.0  # weight of an act's own occupations
FIELD: Final = 0.5  # weight of those of its field, where it has none of its own


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: its ROME code, its title as far as it is known in the phrase's language, and who proposed it."""

    code: str
    title: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrase as rankers read it."""

    text: str
    lang: str
    spelling: Mapping[str, str] = having(default_factory=dict)


Ranker = Callable[[Asked], Sequence[Ranking]]
Title = Callable[[str, str], str]  # a code, a language: its title, "" when it has none there


class Finder:
    """Holds the rankers; equal phrases get equal answers."""

    def __init__(self, content: Content, lexicon: Lexicon, title: Title) -> None:
        self._content = content
        self._lexicon = lexicon
        self._title = title
        self.languages = lexicon.heard.languages

    def __call__(self, text: str, lang: str, spelling: Mapping[str, str] | None = None) -> tuple[Found, ...]:
        """Return the candidates for a phrase, best first; none when nothing is sure enough, or in another language."""
        if lang not in self.languages:
            return ()
        asked = Asked(text[:LONGEST], lang, spelling or {})
        rankings = [*self._concepts(asked), *self._acts(asked)]
        return tuple(
            Found(one.code, self.title(one.code, lang), round(one.score, 4), one.why) for one in fuse(rankings)[:MOST]
        )

    def title(self, code: str, lang: str) -> str:
        """Return the title of a code: in the language when it is known there, else the French one."""
        return self._title(code, lang) or self._title(code, "fr") or self._lexicon.titles.get(code, code)

    def _concepts(self, asked: Asked) -> Iterator[Ranking]:
        """Yield a ranking for each concept of our lexicon that is heard."""
        hits: dict[str, acts.Hit] = {}
        for clause, found in acts.read(asked.text, asked.lang, self._lexicon.heard, asked.spelling):
            for hit in found if is_own(clause) else ():
                best = hits.get(hit.act)
                hits[hit.act] = hit if best is None or _weight(hit) > _weight(best) else best
        for name, hit in hits.items():
            concept = name.removeprefix(MARK)
            yield Ranking(self._lexicon.codes[concept], f"lexicon: {concept}", _weight(hit))

    def _acts(self, asked: Asked) -> Iterator[Ranking]:
        """Yield a ranking for each act that is told: the occupations it points to, then those made of it."""
        if asked.lang not in self._content.triggers:
            return
        for name in acts.named(asked.text, asked.lang, self._content, asked.spelling):
            found = acts.act(self._content, name)
            made = [(o.acts.index(name), o.code) for o in self._content.occupations.values() if name in o.acts]
            codes = (*(found.occupations if found else ()), *(code for _, code in sorted(made)))
            field = self._content.domains.get(name.partition(".")[0])
            near = codes or (field.occupations if field else ())
            yield Ranking(near, f"act: {name}", ACTS if codes else FIELD)


def is_own(clause: Clause) -> bool:
    """Whether a clause is about the person's own work: done, learnt or looked for."""
    return clause.mine and not clause.denied and clause.hope in HOPES


def _weight(hit: acts.Hit) -> float:
    return PLACE if hit.where else 1 + SHARPER * (len(hit.trigger) - 1)
