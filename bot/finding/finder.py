"""Finds the occupations a phrase is near to. Rankers are asked, their answers fused; nobody is named when unsure.

Before any ranker hears a word, the phrase is cut into clauses as the core does: what is denied, what somebody else
did and what was only thought of is left out. No model, no network, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice
from typing import Final

from bot.finding.fuse import Fused, Ranking, fuse
from bot.finding.lexicon import MARK, Lexicon, Served
from bot.finding.semantic import BESIDE, Meanings
from bot.finding.titles import Library, Titles
from flows import acts
from flows.acts import STEM_END
from flows.clauses import TRAINED, WISH, Clause
from flows.content import Act, Content
from flows.joints import joints
from flows.words import Words
from locales import SOURCE

MOST: Final = 10  # candidates given
LONGEST: Final = 400  # characters of a phrase that are looked at
FEW: Final = 3  # words of an answer that may be a field alone: "the kids", "in an office"
AFTER: Final = 2  # words at most after "I go to the": "dentist tomorrow"
THING: Final = 4  # words from which on what begins with "my" is a sentence: "my car has broken down"
HOPES: Final = ("", WISH, TRAINED)  # what was done, what is looked for, what was learnt
WORK: Final = f"{MARK}work"  # not a concept: the words that say that something is work
PLACE: Final = 0.3  # weight of words that only say where ("in a bakery") beside those that say what
GENERAL: Final = 0.6  # what a general concept ("selling") keeps of its weight beside a sharper one
SHARPER: Final = 0.5  # what each further stem of a trigger adds: "paint walls" beside "paint"
ACTS: Final = 1.0  # weight of the acts that are told
FIELD: Final = 0.5  # weight among them of one that has no occupations of its own, but its field


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: its code, its title as far as it is known in the phrase's language, and who proposed it."""

    code: str
    title: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrase as rankers read it.

    `wanted`: it answers which work is looked for; `deep`: there is time for the ranker by meaning.
    """

    text: str
    lang: str
    spelling: Mapping[str, str]
    wanted: bool = False
    deep: bool = False


Title = Callable[[str, str], str]  # a code, a language: its title, "" when it has none there


def no_meanings() -> None:
    """Return no ranker by meaning."""


class Finder:
    """Holds the rankers; equal phrases get equal answers.

    `meanings` makes the optional ranker, at the first phrase that needs it: where it is looked for on purpose, or where
    the work that is looked for was asked. It takes longer than all the others.
    """

    def __init__(
        self,
        content: Content,
        lexicon: Lexicon,
        title: Title,
        library: Library | None = None,
        meanings: Callable[[], Meanings | None] = no_meanings,
    ) -> None:
        self._content = content
        self._lexicon = lexicon
        self._title = title
        self._titles = Titles(content, lexicon, library)
        self._meanings = cache(meanings)
        self.languages = lexicon.heard.languages

    def __call__(self, text: str, lang: str, spelling: Mapping[str, str] | None = None) -> tuple[Found, ...]:
        """Return the candidates for a phrase, best first; none when nothing is sure enough, or in another language."""
        return tuple(
            Found(one.code, self.title(one.code, lang), round(one.score, 4), one.why)
            for one in _fused(*self._rankings(self._asked(text, lang, spelling or {}, deep=True)))
        )

    def codes(self, text: str, lang: str, spelling: Mapping[str, str], *, wanted: bool = False) -> tuple[str, ...]:
        """Return the codes alone: the first of everything that was heard, then the others.

        `wanted`: the phrase answers which work is looked for, so that a field alone says it.
        """
        sure, helping = self._rankings(self._asked(text, lang, spelling, wanted=wanted, deep=wanted))
        leaders = {ranking.codes[0] for ranking in sure if ranking.codes and ranking.weight > BESIDE}
        return tuple(one.code for one in sorted(_fused(sure, helping), key=lambda one: one.code not in leaders))

    def _asked(
        self, text: str, lang: str, spelling: Mapping[str, str], *, wanted: bool = False, deep: bool = False
    ) -> Asked:
        return Asked(self._linked(text[:LONGEST], lang), lang, spelling, wanted, deep)

    def _rankings(self, asked: Asked) -> tuple[list[Ranking], list[Ranking]]:
        """Return the rankings that are sure by themselves, and those that only help."""
        if asked.lang not in self.languages:
            return [], []
        said = self._own_words(asked)
        whole, part = self._titles.rankings(said, asked.lang)
        told = self._titles.told(said, asked.lang)
        sure = [*self._concepts(asked), *self._acts(asked), *filter(None, [whole, told])]
        return [*sure, *self._meant(asked, alone=not sure)], list(filter(None, [part]))

    def _meant(self, asked: Asked, *, alone: bool) -> Iterator[Ranking]:
        """Yield the ranking by meaning where there is time for it; alone, only where the words say that it is work."""
        meanings = self._meanings() if asked.deep else None
        own = self._own(asked) if meanings else []
        work = any(clause.hope == WISH or any(hit.act == WORK for hit in hits) for clause, hits in own)
        if meanings and own and (work or not alone):
            text = ", ".join(clause.text for clause, _ in own)
            yield from filter(None, [meanings.ranking(text, alone=alone)])

    def title(self, code: str, lang: str) -> str:
        """Return the title of a code: in the language when it is known there, else the French one."""
        known = self._lexicon.titles.get(code, "")
        if not known and (meanings := self._meanings()):
            known = meanings.titles.get(code, "")
        return (lang != SOURCE and self._title(code, lang)) or known or self._title(code, SOURCE) or code

    def _own_words(self, asked: Asked) -> list[str]:
        """Return the words about the person's own work, their spelling mended."""
        return [asked.spelling.get(token, token) for clause, _ in self._own(asked) for token in clause.folded]

    def _linked(self, text: str, lang: str) -> str:
        """Return a text whose clauses are cut where the words of its language link them."""
        for said, cut in self._lexicon.links.get(lang, {}).items():
            text = re.sub(rf"(?<!\w){re.escape(said)}(?!\w)", cut, text, flags=re.IGNORECASE)
        return text

    def _concepts(self, asked: Asked) -> Iterator[Ranking]:
        """Yield a ranking for each concept of our lexicon that is heard."""
        own = self._own(asked)
        hits = [hit for _, found in own for hit in found if _by_words_apart(hit, asked.spelling)]
        sure = any(not hit.where and hit.act != WORK for hit in hits)
        if not (sure or asked.wanted) and not any(
            self._may_be_a_field(clause, found, asked.lang) for clause, found in own
        ):
            return
        best: dict[str, float] = {}
        for hit in (hit for hit in hits if hit.act != WORK):
            best[hit.act] = max(best.get(hit.act, 0.0), _weight(hit))
        several = len({hit.act for hit in hits if not hit.where} - {WORK}) > 1
        for name, weight in best.items():
            concept = name.removeprefix(MARK)
            less = GENERAL if several and concept in self._lexicon.general else 1
            yield Ranking(self._lexicon.codes[concept], f"lexicon: {concept}", weight * less)

    def _own(self, asked: Asked) -> list[tuple[Clause, list[acts.Hit]]]:
        """Return the clauses about the person's own work, each with the words of the lexicon that are heard in it."""
        heard = acts.read(asked.text, asked.lang, self._lexicon.heard, asked.spelling)
        words, served = self._lexicon.heard.words[asked.lang], self._lexicon.served[asked.lang]
        return [
            (clause, hits)
            for clause, hits in heard
            if is_own(clause) and not _of_a_thing(clause, hits, words) and not _of_a_server(clause, hits, served, words)
        ]

    def _may_be_a_field(self, clause: Clause, hits: Sequence[acts.Hit], lang: str) -> bool:
        """Whether words that only say where answer something: work is said, looked for, or nothing else is said."""
        spoken = {*clause.folded} & {*self._lexicon.heard.words[lang].first}
        alone = len(clause.folded) <= FEW and not spoken
        return clause.hope == WISH or alone or any(hit.act == WORK for hit in hits)

    def _acts(self, asked: Asked) -> Iterator[Ranking]:
        """Yield one ranking for all acts that are told: the occupations they point to, then those made of them."""
        if asked.lang not in self._content.triggers:
            return
        heard = acts.read(asked.text, asked.lang, self._content, asked.spelling)
        own = {clause.text for clause, _ in self._own(asked)}
        mine = (hit for c, hits in heard if is_own(c) and c.text in own for hit in hits)
        told = (hit.act for hit in mine if not (hit.where or hit.leans))
        names = dict.fromkeys(told)
        found = fuse(self._of_act(name) for name in names)
        if found:
            why = dict.fromkeys(reason for one in found for reason in one.why)
            less = GENERAL if all(_general(acts.act(self._content, name)) for name in names) else 1
            yield Ranking([one.code for one in found], f"acts: {', '.join(why)}", ACTS * less)

    def _of_act(self, name: str) -> Ranking:
        """Return the occupations of an act; those of its field, which say less, where it has none.

        A general one makes only what is of its field: who sells is no baker.
        """
        found = acts.act(self._content, name)
        field = self._content.domains.get(name.partition(".")[0])
        ours = [o for o in self._content.occupations.values() if name in o.acts]
        made = [(o.acts.index(name), o.code) for o in ours if not _general(found) or (field and o.domain == field.id)]
        codes = (*(found.occupations if found else ()), *(code for _, code in sorted(made)))
        return Ranking(codes or (field.occupations if field else ()), name, 1 if codes else FIELD)


def _general(act: Act | None) -> bool:
    """Whether an act says no more than its field does: "sell", "drive"."""
    return act is not None and act.base and not act.occupations


def _fused(sure: Sequence[Ranking], helping: Sequence[Ranking]) -> Iterator[Fused]:
    """Return what the sure rankings propose, in the order of all of them."""
    proposed = {code for ranking in sure for code in ranking.codes}
    return islice((one for one in fuse([*sure, *helping]) if one.code in proposed), MOST)


def is_own(clause: Clause) -> bool:
    """Whether a clause is about the person's own work: done, learnt or looked for."""
    return clause.mine and not clause.denied and clause.hope in HOPES


def _of_a_thing(clause: Clause, hits: Sequence[acts.Hit], words: Words) -> bool:
    """Whether a clause is about a thing of the person's that is no work: "my car has broken down"."""
    about = len(clause.folded) >= THING and clause.folded[0] in words.possessives
    return about and not {*clause.folded} & {*words.first} and all(hit.act != WORK for hit in hits)


def _of_a_server(clause: Clause, hits: Sequence[acts.Hit], served: Served, words: Words) -> bool:
    """Whether a clause is about who serves the person: "I have to go to the dentist", "the bus driver was rude"."""
    said = clause.folded
    if any(hit.act == WORK for hit in hits) or not served.aside.isdisjoint(said):
        return not served.aside.isdisjoint(said)
    spoken = {*words.first, *joints(words).me}
    if said[0] in words.articles and not served.says.isdisjoint(said[2:]) and spoken.isdisjoint(said):
        return True
    tails = ((said[i : i + len(way)], way, len(said) - i - len(way)) for way in served.goes for i in range(len(said)))
    return clause.hope != WISH and any(here == way and 0 < after <= AFTER for here, way, after in tails)


def _by_words_apart(hit: acts.Hit, spelling: Mapping[str, str]) -> bool:
    """Whether no single word fills two places of a trigger, where one stem begins the other."""
    stems = sorted(stem.removesuffix(STEM_END) for stem in hit.trigger)
    shared = [short for short, long in combinations(stems, 2) if long.startswith(short)]
    said = [acts.variants(token, spelling) for token in hit.clause.folded] if shared else []
    return all(sum(any(way.startswith(short) for way in ways) for ways in said) > 1 for short in shared)


def _weight(hit: acts.Hit) -> float:
    return PLACE if hit.where else 1 + SHARPER * (len(hit.trigger) - 1)
