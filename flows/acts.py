"""From everyday words to acts, and from an act to the one skill it proves. No model, no guess.

The theory (CONTENT.md 4). A message is cut into clauses. A clause counts when it is about the person ("I", "we", or
nobody named) and holds no negation; "my husband cooked" and "I never did roofs" prove nothing. In a clause that
counts, an act is told when every stem of one of its triggers begins a word. Where work was done tells an act only
while nothing else does. The proof is the person's own sentence,
word for word. A number is kept only when it stands before what it counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Final

from flows.content import Act, Content
from flows.reading import LANGUAGES, by_way, fold, number_at, sentences, tokens
from flows.words import Words

STEM_END: Final = "$"
WHERE: Final = "~"  # begins a trigger that only names a place of work: "in a bakery"
STEM_MAX = 40  # letters of the longest beginning looked for
MOST_WAYS = 16  # ways one trigger is heard in one clause; a message made to hold every stem has millions
MOST_HITS = 300  # triggers heard in one clause; the longest told so far has some twenty
LAST = 8  # texts kept as they were read: one is read several times in a row
PROOF_MAX: Final = 160  # characters of a proof shown in a bubble
ARABIC_PARTICLES: Final = ("وف", "بلك")
ARABIC_GLUED: Final = ("ال", "عال", "هال")  # "the", "on the", "this" at the front of a word
ARABIC_I: Final = "ان"  # the letter that begins a verb said of oneself: "ارتب", in the Maghreb "نرتب"
ARABIC_VERB: Final = re.compile(r"(?!ال)[ان]\w\w|ال\w{1,2}$")  # "ال" is "the", but in short words: "العب"
ARABIC_NOT: Final = re.compile(r"ما\w{2,}ش|م\w{2,}تش|م(?:ن|ب|كن|كا)\w{2,}ش|ماب\w{3,}")  # "not" glued round a verb
ARABIC_AND_I: Final = re.compile(r"و(?:ا(?!ل)|ن|كن)\w{3,}")  # "and I ..." in one word
ARABIC_IS: Final = {"هو", "هي"}  # after "my work" it is no one: "my work is ..."
DOUBLED: Final = re.compile(r"(.)\1+")
CUT: Final = re.compile(r"[,;:.!?؟،()\n]+")
ALONE: Final = 2  # words: "my mother", "a lady" alone say for whom, not who did it
FRONTED: Final = 3  # words: "her medicines, I do not prepare": what stands before is denied with it
LINKS: Final = {"et", "puis", "mais", "and", "but", "then", "і", "й", "та", "але", "а", "ثم", "و", "parce", "because"}
POINTERS: Final = {"c", "est", "it", "s"}  # "it is my colleague who ...": somebody is pointed at


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence: its own words, and whether it counts."""

    text: str
    sentence: str
    folded: tuple[str, ...]
    mine: bool = True
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An act that was told, with its proof."""

    act: str
    proof: str
    place: int  # order in the text


@lru_cache(maxsize=LAST)
def clauses(text: str, words: Words) -> tuple[Clause, ...]:
    """Return the clauses of a text, each with its sentence."""
    return tuple(_clauses(text, words))


def _clauses(text: str, words: Words) -> Iterator[Clause]:
    for sentence in sentences(text):
        for piece in CUT.split(sentence):
            parts = [(part, tuple(tokens(fold(part)))) for part in _by_subject(piece, words)]
            for i, (part, folded) in enumerate(parts):
                after = parts[i + 1][1] if i + 1 < len(parts) else ()
                fronted = len(folded) <= FRONTED and not _is_glued(after, words.negations)
                denied = _denied(folded, words) or (fronted and _denied(after, words))
                if folded:
                    yield Clause(part.strip(), sentence, folded, _mine(folded, words), denied)


def _by_subject(piece: str, words: Words) -> Iterator[str]:
    """Cut where somebody else, or the person, becomes the subject ("... I held the till it never missed ...")."""
    current: list[str] = []
    said: list[str] = []
    for word in piece.split():
        plain = fold(word)
        folded = [plain] if plain.isalnum() else tokens(plain)
        if said and folded and _starts(folded[0], said, words):
            yield " ".join(current)
            current, said = [], []
        current.append(word)
        said += folded
    if current:
        yield " ".join(current)


def _starts(head: str, said: list[str], words: Words) -> bool:
    """Whether a word begins another clause, after what was said in this one."""
    if head in ARABIC_IS and _is(said[-1], words.first):
        return False
    if "\u0600" <= head[0] <= "\u06ff" and _is(said[-1], words.negations):
        return False  # "not I was": the negation stands before
    if _is(head, _subjects(words)):
        return True
    if _is_glued((head,), words.negations):
        return True
    if not ARABIC_AND_I.fullmatch(head) or _is(head, words.kin):
        return False
    of_kin = _is(said[0], words.kin) and ALONE <= len(said) <= FRONTED
    return of_kin and not any(t[:1] in "يت" for t in said[1:])  # "my mother is ill", no verb of hers yet


@lru_cache(maxsize=LANGUAGES)
def _subjects(words: Words) -> frozenset[str]:
    """Return the words that begin a clause about the person, or about somebody else."""
    return frozenset({*words.first, *words.third, *LINKS, *words.exceptions})


def _is(token: str, known: Container[str]) -> bool:
    """Whether a word is one of these, also with the Arabic "and" or "then" glued to it."""
    return token in known or (token[:1] in ARABIC_PARTICLES[0] and token[1:] in known)


def _is_glued(said: Sequence[str], known: Container[str]) -> bool:
    """Whether the first word is "and" glued to one of these."""
    return bool(said) and said[0] not in known and _is(said[0], known)


def _mine(folded: tuple[str, ...], words: Words) -> bool:
    """Whether the clause is about the person: "I", "we", or nobody named."""
    if any(_is(t, words.first) for t in folded):
        return True
    lead = [t for t in folded if t not in LINKS and t not in POINTERS]
    if not lead or _is(lead[0], words.third):
        return not lead
    if lead[0] in words.possessives and any(t in (*words.kin, *words.persons) for t in lead[1:3]):
        return len(folded) <= ALONE
    if lead[0] in words.articles and lead[1:2] and lead[1] in words.persons:
        return len(lead) <= ALONE
    if _is(lead[0], words.kin) and folded[1:2] not in (("de",), ("of",)):  # "femme de ménage" is a trade
        return len(folded) == 1
    return True


def _denied(folded: tuple[str, ...], words: Words) -> bool:
    said = _without(folded, words.affirming)
    negated = any(_is(t, words.negations) or ARABIC_NOT.fullmatch(t) for t in said)
    return negated or bool(folded and _is(folded[0], words.exceptions))


def _without(folded: tuple[str, ...], ways: Sequence[str]) -> list[str]:
    """Return the words without those that only look like a negation: "not only", "I still do"."""
    text = f" {' '.join(folded)} "
    for way in ways:
        text = text.replace(f" {way} ", " ")
    return text.split()


def variants(token: str, spelling: Mapping[str, str]) -> set[str]:
    """Return a word and what it may stand for: a glued "j", Arabic particles, doubled letters, a mended spelling."""
    found = {token}
    if token.startswith("j") and len(token) > 4:  # noqa: PLR2004 - "jaide" is "j'aide", "jus" is a word
        found.add(token[1:])
    if token.startswith("m") and len(token) > 4:  # noqa: PLR2004 - "moccupe"
        found.add(token[1:])
    if "\u0600" <= token[0] <= "\u06ff":
        found |= _bare(token)
    if token in spelling:
        found.update(tokens(fold(spelling[token])))
    return {single(t) for t in found}


def _bare(token: str) -> set[str]:
    """Return an Arabic word without what may stand before it: "and", "with, for, like", "the", the "I" of a verb."""
    found = {token}
    for particle in ARABIC_PARTICLES:
        found |= {w[1:] for w in found if w[:1] in particle and len(w) > 3}  # noqa: PLR2004 - a short word is a word
        found |= {w.removeprefix(glued) for w in found for glued in ARABIC_GLUED}
        found |= {w[1:] for w in found if w.startswith("لل")}
    for _ in ARABIC_I:  # twice: "كانطيب"
        found |= {w[1:] for w in found if ARABIC_VERB.match(w)}
    return {w for w in found if w}


def single(text: str) -> str:
    """Return the text with doubled letters written once: people write "comande"."""
    return DOUBLED.sub(r"\1", text)


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A trigger: for each of its places, the stems that begin a word and those that are one; `rank` among them all."""

    rank: int
    act: str
    where: bool  # it names where work was done, not what was done there
    places: tuple[tuple[frozenset[str], frozenset[str]], ...]


@lru_cache(maxsize=LANGUAGES)
def _triggers(content: Content, lang: str) -> Mapping[str, tuple[_Trigger, ...]]:
    """Return the triggers of a language by the stems of their rarest place: few are looked at for each word."""
    found: dict[str, list[_Trigger]] = {}
    every = [(act, way) for act, ways in content.triggers.get(lang, {}).items() for way in ways]
    for rank, (act, way) in enumerate(every):
        where = way[0] == WHERE
        trigger = _Trigger(rank, act, where, tuple(map(_place, way[where:])))
        rarest = max((begins | whole for begins, whole in trigger.places), key=lambda stems: min(map(len, stems)))
        for stem in rarest:
            found.setdefault(stem, []).append(trigger)
    return {stem: tuple(triggers) for stem, triggers in found.items()}


def _place(place: str) -> tuple[frozenset[str], frozenset[str]]:
    stems = place.split("|")
    begins = frozenset(single(stem) for stem in stems if not stem.endswith(STEM_END))
    return begins, frozenset(single(stem.removesuffix(STEM_END)) for stem in stems if stem.endswith(STEM_END))


@dataclass(frozen=True, slots=True)
class _Heard:
    """The words of a clause as triggers look for them: whole, and by every beginning."""

    whole: frozenset[str]
    begun: frozenset[str]

    def told(self, trigger: _Trigger) -> Iterator[tuple[str, ...]]:
        """Yield the stems of the trigger that were said, when each of its places holds one, in each way they were."""
        for begins, whole in trigger.places:
            if begins.isdisjoint(self.begun) and whole.isdisjoint(self.whole):
                return
        places = (
            [*begins & self.begun, *(stem + STEM_END for stem in whole & self.whole)]
            for begins, whole in trigger.places
        )
        yield from islice(product(*map(sorted, places)), MOST_WAYS)


def _heard(said: list[set[str]]) -> _Heard:
    whole = frozenset(variant for ways in said for variant in ways)
    return _Heard(whole, frozenset(v[:end] for v in whole for end in range(1, min(len(v), STEM_MAX) + 1)))


def _begins(stem: str, token: str) -> bool:
    return token == stem.removesuffix(STEM_END) if stem.endswith(STEM_END) else token.startswith(stem)


Spelling = frozenset[tuple[str, str]]  # a word, and the one it most probably is


def told(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[Told, ...]:
    """Return the acts a text tells, in its order, each once."""
    found: dict[str, Told] = {}
    for place, (act, clause) in enumerate(_acts(text, lang, content, spelling, denied=False)):
        found.setdefault(act, Told(act, proof(clause), place))
    return tuple(found.values())


def denied(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the acts a text says the person does not do."""
    return tuple(dict.fromkeys(act for act, _ in _acts(text, lang, content, spelling, denied=True)))


def beyond(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> Iterator[Clause]:
    """Yield the clauses of the person in which the catalog knows no act."""
    read = _read(text, lang, content, frozenset((spelling or {}).items()))
    return (clause for clause, hits in read if clause.mine and not clause.denied and not hits)


def _acts(
    text: str, lang: str, content: Content, spelling: Mapping[str, str] | None, *, denied: bool
) -> Iterator[tuple[str, Clause]]:
    read = _read(text, lang, content, frozenset((spelling or {}).items()))
    every = [hit for clause, found in read if clause.mine and clause.denied is denied for hit in found]
    hits = [hit for hit in every if not hit.where] or every  # who sells in a bakery does not bake
    rivals = _rivals(hits)
    votes = Counter(hit.domain for hit, others in zip(hits, rivals, strict=True) if len(others) == 1)
    for hit, others in zip(hits, rivals, strict=True):
        if hit is max(others, key=lambda r: votes[r.domain]):
            yield hit.act, hit.clause


@dataclass(frozen=True, slots=True)
class _Hit:
    """A trigger that fired: the same words may fire for acts of several domains."""

    place: tuple[int, int]
    trigger: tuple[str, ...]
    act: str
    clause: Clause
    where: bool

    @property
    def domain(self) -> str:
        """The field of life of the act."""
        return self.act.partition(".")[0]


@lru_cache(maxsize=LAST)
def _read(text: str, lang: str, content: Content, spelling: Spelling) -> tuple[tuple[Clause, list[_Hit]], ...]:
    """Return the clauses of a text, each with the triggers that fire in it."""
    known, triggers = dict(spelling), _triggers(content, lang)
    every = enumerate(clauses(text, content.words[lang]))
    heard = ((n, clause, [variants(t, known) for t in clause.folded]) for n, clause in every)
    return tuple((clause, _hits(n, clause, said, triggers)) for n, clause, said in heard)


def _hits(n: int, clause: Clause, said: list[set[str]], triggers: Mapping[str, tuple[_Trigger, ...]]) -> list[_Hit]:
    """Return what fires in a clause, in the order of its words."""
    heard = _heard(said)
    near = {trigger.rank: trigger for stem in heard.begun & triggers.keys() for trigger in triggers[stem]}
    fired = ((near[rank], stems) for rank in sorted(near) for stems in heard.told(near[rank]))
    found = [_Hit((n, _first(stems, said)), stems, t.act, clause, t.where) for t, stems in islice(fired, MOST_HITS)]
    return _longest(sorted(found, key=lambda hit: hit.place))


def _longest(hits: list[_Hit]) -> list[_Hit]:
    """Return the hits of a clause without those whose words are all in a longer one."""
    known = [(hit, frozenset(hit.trigger)) for hit in hits]
    longer = [(hit, stems) for hit, stems in known if len(stems) > 1]
    return [hit for hit, mine in known if not any(mine < stems and other.act != hit.act for other, stems in longer)]


def _rivals(hits: list[_Hit]) -> list[list[_Hit]]:
    """Return, for each hit, itself and those of the very same words in other domains.

    "Meals" are those of children, of a patient, of a canteen.
    """
    same: dict[object, list[_Hit]] = {}
    for hit in hits:
        same.setdefault((hit.place, hit.trigger), []).append(hit)
    return [[h for h in same[hit.place, hit.trigger] if h is hit or h.domain != hit.domain] for hit in hits]


def _first(trigger: tuple[str, ...], said: list[set[str]]) -> int:
    return next(i for i, ways in enumerate(said) if any(_begins(trigger[0], v) for v in ways))


def proof(clause: Clause) -> str:
    """Return the person's sentence, word for word; the clause when the sentence is long."""
    whole = clause.sentence if len(clause.sentence) <= PROOF_MAX else clause.text
    return whole[:PROOF_MAX].strip()


def counts(text: str, words: Words) -> tuple[str, ...]:
    """Return what was counted, as "children:3": a number right before what it counts, only as said."""
    said = tokens(fold(text))
    found: dict[str, int] = {}
    people = _people(words)
    for i, token in enumerate(said):
        if token in people:
            near = (n for j in (i - 1, i - 2) if j >= 0 and (n := number_at(said, j, words)) is not None)
            if (counted := next(near, 0)) > 1:
                found.setdefault(people[token], counted)
    return tuple(f"{kind}:{n}" for kind, n in found.items())


@lru_cache(maxsize=LANGUAGES)
def _people(words: Words) -> Mapping[str, str]:
    return by_way(words.people)


def act(content: Content, name: str) -> Act | None:
    """Return an act of the catalog."""
    return _catalog(content).get(name)


@lru_cache(maxsize=LANGUAGES)
def _catalog(content: Content) -> Mapping[str, Act]:
    return {act.id: act for domain in content.domains.values() for act in domain.acts}


def without_base(content: Content, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the acts without those that a sharper one of the same experience makes needless."""
    known = {name: found for name in names if (found := act(content, name))}
    sharp = {name.split(".")[0] for name, found in known.items() if not found.base}
    needless = {name for found in known.values() for name in found.over}
    needless |= {name for name, found in known.items() if found.base and name.split(".")[0] in sharp}
    return tuple(name for name in names if name not in needless)
