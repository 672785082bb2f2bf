"""From everyday words to acts, and from an act to the one skill it proves. No model, no guess.

The theory (CONTENT.md 4). A message is cut into clauses (`clauses`). In one that counts, an act is told when every
stem of one of its triggers begins a word. Where work was done tells an act only while nothing else does. A clause
without an act of its own may point to the one before: "my mother cleaned houses, I helped her". The proof is the
person's own sentence, word for word. A number is kept only when it stands before what it counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import dropwhile, islice, pairwise, product, takewhile
from typing import Final

from flows.clauses import TRAINED, WISH, Clause, clauses, did, opening
from flows.content import Act, Content
from flows.joints import joints
from flows.levels import HELPED, Level
from flows.memory import remembered
from flows.reading import LANGUAGES, by_way, fold, has_any, number_at, put_anew, single, tokens
from flows.whom import for_whom
from flows.words import Words

STEM_END: Final = "$"
BESIDE: Final = "_"  # in a stem: words, one right after the other, whole ("the_till$") or begun ("bee_keep")
AT_HOME: Final = {"care", "childcare"}  # fields of what is done for a person, wherever others work
HOMES: Final = {"home", "family"}
WHERE: Final = "~"  # begins a trigger that only names a place of work: "in a bakery"
MAYBE: Final = "?"  # begins a trigger that only may mean an act: it names it, to be asked, and tells nothing
LEANS: Final = "+"  # begins a trigger too weak alone: it counts beside another act of its field ("put ice", of fish)
UNLESS: Final = "!"  # begins a place of stems that must not be said: "house painter", and no artist
STEM_MAX = 40  # letters of the longest beginning looked for
MOST_WAYS = 16  # ways one trigger is heard in one clause; a message made to hold every stem has millions
MOST_HITS = 300  # triggers heard in one clause; the longest told so far has some twenty
FEW: Final = 6  # words of a clause that may leave out what it is about
BARE: Final = 3  # words of a clause that has a verb and nothing it is done to
BACK: Final = 3  # clauses looked back at for what one points to
PROOF_MAX: Final = 160  # characters of a proof shown in a bubble
ARABIC_PARTICLES: Final = ("وف", "بلك")
ARABIC_GLUED: Final = ("ال", "عال", "هال")  # "the", "on the", "this" at the front of a word
ARABIC_I: Final = "ان"  # the letter that begins a verb said of oneself: "ارتب", in the Maghreb "نرتب"
ARABIC_HERS: Final = "تي"  # the letter that begins a verb said of somebody else
ARABIC_VERB: Final = re.compile(r"(?!ال)[ان]\w\w|ال\w{1,2}$")  # "ال" is "the", but in short words: "العب"


@dataclass(frozen=True, slots=True)
class Told:
    """An act that was told, with its proof."""

    act: str
    proof: str
    place: int  # order in the text
    level: str = ""  # how far it was the person's own, as in `flows.levels`; "" for all of it


def variants(token: str, spelling: Mapping[str, str]) -> set[str]:
    """Return a word and what it may stand for: a glued "j", Arabic particles, doubled letters, a mended spelling."""
    found = {token}
    if token.startswith("j") and len(token) > 4:  # noqa: PLR2004 - "jaide" is "j'aide", "jus" is a word
        found.add(token[1:])
    if token.startswith("m") and len(token) > 4:  # noqa: PLR2004 - "moccupe"
        found.add(token[1:])
    if "\u0600" <= token[0] <= "\u06ff":
        found |= _bare(token)
    if token.endswith("in"):
        found.add(f"{token}g")  # "cookin", "servin", as it is said
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


def _hers(token: str) -> set[str]:
    """Return an Arabic verb said of somebody else without the letter that says so: it may be shared."""
    return {token[1:]} if token[0] in ARABIC_HERS else set()


_Stems = tuple[frozenset[str], frozenset[str]]
_Several = Mapping[str, Mapping[str, list[str]]]  # stems of several words, by the beginnings of the first and the last


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A trigger: for each of its places, the stems that begin a word and those that are one; `rank` among them all."""

    rank: int
    act: str
    where: bool  # it names where work was done, not what was done there
    maybe: bool  # it has another meaning: "لحام" welds in Cairo and sells meat in Damascus
    leans: bool  # it counts only beside another act of its field
    places: tuple[_Stems, ...]
    unless: tuple[_Stems, ...]  # places of which none may be said


@lru_cache(maxsize=LANGUAGES)
def _triggers(content: Content, lang: str) -> Mapping[str, tuple[_Trigger, ...]]:
    """Return the triggers of a language by the stems of their rarest place: few are looked at for each word."""
    found: dict[str, list[_Trigger]] = {}
    every = [(act, way) for act, ways in content.triggers.get(lang, {}).items() for way in ways]
    place = cache(_place)  # many triggers have one alike
    for rank, (act, way) in enumerate(every):
        where, maybe, leans = (way[0] == mark for mark in (WHERE, MAYBE, LEANS))
        places = [one for one in way[where or maybe or leans :] if not one.startswith(UNLESS)]
        unless = [one.removeprefix(UNLESS) for one in way if one.startswith(UNLESS)]
        trigger = _Trigger(rank, act, where, maybe, leans, tuple(map(place, places)), tuple(map(place, unless)))
        rarest = max((begins | whole for begins, whole in trigger.places), key=lambda stems: min(map(len, stems)))
        for stem in rarest:
            found.setdefault(stem, []).append(trigger)
    return {stem: tuple(triggers) for stem, triggers in found.items()}


def _place(place: str) -> _Stems:
    stems = place.split("|")
    begins = frozenset(single(stem) for stem in stems if not stem.endswith(STEM_END))
    return begins, frozenset(single(stem.removesuffix(STEM_END)) for stem in stems if stem.endswith(STEM_END))


@dataclass(frozen=True, slots=True)
class _Heard:
    """The words of a clause as triggers look for them: whole, and by every beginning."""

    whole: frozenset[str]
    begun: frozenset[str]

    @property
    def said(self) -> frozenset[str]:
        """Every stem that was said, whole or begun."""
        return self.begun | self.whole

    def told(self, trigger: _Trigger) -> Iterator[tuple[str, ...]]:
        """Yield the stems of the trigger that were said, when each of its places holds one, in each way they were."""
        if not all(map(self.holds, trigger.places)) or any(map(self.holds, trigger.unless)):
            return
        places = (
            [*begins & self.begun, *(stem + STEM_END for stem in whole & self.whole)]
            for begins, whole in trigger.places
        )
        yield from islice(product(*map(sorted, places)), MOST_WAYS)

    def holds(self, place: _Stems) -> bool:
        """Whether one of the stems of a place was said."""
        begins, whole = place
        return not (begins.isdisjoint(self.begun) and whole.isdisjoint(self.whole))

    def holds_one(self, stems: tuple[str, ...]) -> bool:
        """Whether one of these stems was said here."""
        return any(stem in self.begun or stem.removesuffix(STEM_END) in self.whole for stem in stems)


def _heard(said: list[set[str]], several: _Several) -> _Heard:
    alone = frozenset(variant for ways in said for variant in ways)
    begun = frozenset(v[:end] for v in alone for end in range(1, min(len(v), STEM_MAX) + 1))
    ends = ((several[first], last) for first in begun & several.keys() for last in begun & several[first].keys())
    near = (stem for stems, last in ends for stem in stems[last])
    beside = {stem for stem in near if next(_places(stem, said), None) is not None}
    whole = {stem.removesuffix(STEM_END) for stem in beside if stem.endswith(STEM_END)}
    return _Heard(alone | whole, begun | {stem for stem in beside if not stem.endswith(STEM_END)})


@lru_cache(maxsize=LANGUAGES)
def _several(content: Content, lang: str) -> _Several:
    """Return the stems of several words, by the first of them and by the last."""
    return _by_ends(place for ways in content.triggers.get(lang, {}).values() for way in ways for place in way)


def _by_ends(places: Iterable[str]) -> _Several:
    found: dict[str, dict[str, list[str]]] = {}
    stems = (single(stem) for place in places for stem in place.removeprefix(UNLESS).split("|") if BESIDE in stem)
    for stem in dict.fromkeys(stems):
        first, *_, last = (part[:STEM_MAX] for part in stem.removesuffix(STEM_END).split(BESIDE))
        found.setdefault(first, {}).setdefault(last, []).append(stem)
    return found


def _places(stem: str, said: Sequence[set[str]]) -> Iterator[int]:
    """Yield where a stem of several words begins in what was said; each of its words is one there, or begins one."""
    whole = STEM_END if stem.endswith(STEM_END) else ""
    parts = [part + whole for part in stem.removesuffix(STEM_END).split(BESIDE)]
    for i in range(len(said) - len(parts) + 1):
        if all(any(_begins(part, v) for v in ways) for part, ways in zip(parts, said[i:], strict=False)):
            yield i


def sayable(stem: str, unless: Sequence[str]) -> bool:
    """Whether a stem is heard in its own words, and none of the places that must not be said."""
    said = [variants(token, {}) for token in tokens(fold(stem.removesuffix(STEM_END).replace(BESIDE, " ")))]
    heard = _heard(said, _by_ends((stem, *unless)))
    return heard.holds(_place(stem)) and not any(heard.holds(_place(one)) for one in unless)


def _begins(stem: str, token: str) -> bool:
    return token == stem.removesuffix(STEM_END) if stem.endswith(STEM_END) else token.startswith(stem)


Spelling = frozenset[tuple[str, str]]  # a word, and the one it most probably is


def told(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[Told, ...]:
    """Return the acts a text tells, in its order, each once; the first telling says how far it was one's own."""
    found: dict[str, Told] = {}
    hits = tuple(_acts(text, lang, content, spelling, _counts))
    for place, hit in enumerate(hits):
        if hit.act not in found:
            same = [one for one in hits if one.act == hit.act and one.clause == hit.clause]
            found[hit.act] = Told(hit.act, proof(hit.clause), place, _level(same, content))
    return tuple(found.values())


def _level(same: Sequence[Hit], content: Content) -> str:
    """Return how far an act was one's own: helping somebody up is the act, and who is cared for does not do it too."""
    level, known = same[0].clause.level, act(content, same[0].act)
    if level is None or (level.name == HELPED and known and known.help):
        return ""
    cared_for = same[0].domain in AT_HOME and any(level.is_told_by(hit.trigger) for hit in same)
    return "" if cared_for else level.name


def denied(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the acts a text says the person does not do."""
    return tuple(dict.fromkeys(hit.act for hit in _acts(text, lang, content, spelling, _denied)))


def wished(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the acts of what a text says the person looks for now."""
    return tuple(dict.fromkeys(hit.act for hit in _acts(text, lang, content, spelling, _wished)))


def named(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the acts a text names of the person, done or only hoped, and not denied."""
    return tuple(dict.fromkeys(hit.act for hit in _acts(text, lang, content, spelling, _named)))


def unclear(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> bool:
    """Whether a text holds a word of the person that may mean one act or another: it is asked which."""
    read = _read(text, lang, content, frozenset((spelling or {}).items()))
    return any(hit.maybe for clause, hits in read if _named(clause) for hit in hits)


def bare(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the acts that nouns alone may mean where acts are asked for: "the garden, firewood, hens".

    A word that may mean one act or another means none of them, and neither does one that something was done to.
    """
    read = _read(text, lang, content, frozenset((spelling or {}).items()))
    found: dict[tuple[int, int], dict[str, None]] = {}
    for clause, hits in read:
        if _counts(clause) and _only_named(clause, hits, content.words[lang]):
            for hit in hits:
                found.setdefault(hit.place, {})[hit.act if hit.maybe else ""] = None
    return tuple(dict.fromkeys(act for acts in found.values() if len(acts) == 1 for act in acts if act))


def _only_named(clause: Clause, hits: Sequence[Hit], words: Words) -> bool:
    """Whether a clause says no more than the things it names: "and the hens", and not "sold hens"."""
    if any(map(did, clause.folded)) or not all(hit.maybe for hit in hits):
        return False
    stems, small = (
        {stem for hit in hits for stem in hit.trigger},
        joints(words).link | {*words.articles, *words.possessives},
    )
    said = (token for token in clause.folded if token not in small)
    return all(any(_begins(stem, way) for stem in stems for way in variants(token, {})) for token in said)


def beyond(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> Iterator[Clause]:
    """Yield the clauses of the person in which the catalog knows no act."""
    read = _read(text, lang, content, frozenset((spelling or {}).items()))
    return (clause for clause, hits in read if clause.counts and not hits)


def fields(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return the fields of life a text may tell of, places of work among them."""
    read = _read(text, lang, content, frozenset((spelling or {}).items()))
    return frozenset(hit.domain for clause, hits in read if clause.counts for hit in hits)


def read(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[Pair, ...]:
    """Return the clauses of a text, whoever did it and however it is meant, each with what fires in it."""
    return _read(text, lang, content, frozenset((spelling or {}).items()))


def _counts(clause: Clause) -> bool:
    return clause.counts


def _denied(clause: Clause) -> bool:
    return clause.mine and clause.denied and not clause.hope


def _wished(clause: Clause) -> bool:
    return clause.mine and clause.hope == WISH and not clause.denied


def _named(clause: Clause) -> bool:
    return clause.mine and not clause.denied


def _acts(
    text: str, lang: str, content: Content, spelling: Mapping[str, str] | None, wanted: Callable[[Clause], bool]
) -> Iterator[Hit]:
    read = _read(text, lang, content, frozenset((spelling or {}).items()))
    every = [hit for clause, found in read if wanted(clause) for hit in found if wanted is _named or not hit.maybe]
    words = content.words[lang]
    hits = [hit for hit in every if not (hit.where and any(_done_there(act, hit, words) for act in every))]
    sure = {hit.domain for hit in hits if not (hit.leans or hit.where)}
    hits = [hit for hit in hits if not hit.leans or hit.domain in sure]
    rivals = _rivals(hits)
    votes = Counter(hit.domain for hit, others in zip(hits, rivals, strict=True) if len(others) == 1)
    for hit, others in zip(hits, rivals, strict=True):
        if hit is max(others, key=lambda r: votes[r.domain]):
            yield hit


def _done_there(act: Hit, where: Hit, words: Words) -> bool:
    """Whether an act was done at a place of work: told with it or after it, and of no home.

    Who sells in a bakery does not bake; who cared for her mother and then worked in a warehouse did both.
    """
    at_home = act.domain in AT_HOME or for_whom(" ".join(act.clause.folded), words) in HOMES
    return not act.where and act.place[0] >= where.place[0] and not at_home


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger that fired: the same words may fire for acts of several domains.

    `place` is the clause and the word in it, `trigger` the stems that were said, `where` whether they only name a place
    of work, `maybe` whether they may mean something else, `leans` whether they
    count only beside another act of the field.
    """

    place: tuple[int, int]
    trigger: tuple[str, ...]
    act: str
    clause: Clause
    where: bool
    maybe: bool = False
    leans: bool = False

    @property
    def domain(self) -> str:
        """The field of life of the act."""
        return self.act.partition(".")[0]


Pair = tuple[Clause, list[Hit]]  # a clause, and the triggers that fire in it


@remembered
def _read(text: str, lang: str, content: Content, spelling: Spelling) -> tuple[Pair, ...]:
    """Return the clauses of a text, each with the triggers that fire in it."""
    words = content.words[lang]
    every = clauses(text, words)
    pairs: list[Pair] = []
    for n, clause in enumerate(every):
        about = (*_about(every[:n], clause, words), *_fronted(every[:n], clause, words))
        learnt = opening(clause.folded, words)[1] if clause.hope == TRAINED else 0  # the course itself is no act
        own = clause.level.without(clause.folded) if clause.level and not learnt else clause.folded[learnt:]
        fired = _fired(own, about, (lang, content, spelling), mine=clause.mine)
        sure = any(not one.maybe for one in fired)  # "I kept cows, hens": a noun alone takes the verb before it
        left_out = () if sure else _left_out(every[max(0, n - BACK) : n], clause, words)
        if not sure and not left_out:
            left_out = _shared(every[n + 1 : n + 1 + BACK], clause, words) or _carried(
                every[max(0, n - 1) : n], clause, words
            )
        if not sure:
            fired = _fired(clause.folded, left_out, (lang, content, spelling), mine=clause.mine) or fired
        pairs.append((clause, [_hit(n, one, clause) for one in fired]))
    settled = [_settled(pairs, n, words) for n in range(len(pairs))]
    return tuple(_taken_back(one, settled[n + 1 : n + 2], words) for n, one in enumerate(settled))


def _hit(n: int, one: _Fired, clause: Clause) -> Hit:
    return Hit((n, one.place), one.stems, one.act, clause, one.where, one.maybe, one.leans)


def _taken_back(one: Pair, after: Sequence[Pair], words: Words) -> Pair:
    """Return a clause as the next one leaves it: "I do the papers. Actually the office does it"."""
    clause, hits = one
    other = after[0] if hits and clause.counts and after else None
    if other is None or other[1] or other[0].mine or other[0].denied:
        return one
    corrects = any(" ".join(other[0].folded[:n]) in words.corrections for n in range(1, FEW))
    points = not {*words.small.get("that", ())}.isdisjoint(other[0].folded)
    return (replace(clause, mine=False), hits) if corrects and points else one


def _left_out(before: Sequence[Clause], clause: Clause, words: Words) -> tuple[str, ...]:
    """Return the words a short clause after "but" leaves out: "I hate washing dishes but I washed for two years"."""
    but = joints(words).but
    own = clause.folded[0] in but
    said = before[-1:] if own else before[-2:-1]
    linked = own or (before[-1:] and not but.isdisjoint(before[-1].folded))
    few = clause.counts and len(clause.folded) <= FEW
    return said[0].folded if said and linked and few and said[0].sentence == clause.sentence else ()


def _shared(after: Sequence[Clause], clause: Clause, words: Words) -> tuple[str, ...]:
    """Return what a bare clause shares with one after it: the hair of "I cut and coloured hair"."""
    if not clause.counts or len(clause.folded) > BARE:
        return ()
    link, whom = joints(words).link, words.small.get("to_whom", ())
    for other in after:
        linked = other.folded[0] in link
        said = tuple(dropwhile(words.first.__contains__, other.folded[linked:]))
        if other.sentence != clause.sentence or not other.counts or not said:
            return ()
        if linked or len(said) > 1:
            return tuple(takewhile(lambda word: word not in whom, said[1:])) if linked else ()
    return ()


def _carried(before: Sequence[Clause], clause: Clause, words: Words) -> tuple[str, ...]:
    """Return the verb that goes on in a clause without any: the "make" of "I make the games and food for 20 kids"."""
    linked = clause.folded[0] in joints(words).link
    goes_on = linked or len(clause.folded) < BARE  # "I kept four cows, pigs"
    if not before or not clause.counts or not goes_on or {*words.first} & {*clause.folded[linked:]}:
        return ()
    other = before[-1]
    own = tuple(dropwhile(words.first.__contains__, other.folded))
    return own[:1] if other.counts and other.sentence == clause.sentence and len(own) > 1 else ()


def _about(before: Sequence[Clause], clause: Clause, words: Words) -> list[str]:
    """Return the people named earlier in a sentence, where a clause points to them: "my father ... I washed him"."""
    if not clause.counts or not _points(clause.folded, words):
        return []
    people = {*words.kin, *words.persons, *_people(words)}
    return [t for c in before[-BACK:] if c.sentence == clause.sentence for t in c.folded if t in people]


def _fronted(before: Sequence[Clause], clause: Clause, words: Words) -> tuple[str, ...]:
    """Return the words that stand before who did it, and say where: "the school fair, I kept the till"."""
    first = {*words.first}
    said = before[-1].folded if before and before[-1].counts and clause.counts else ()
    alone = 0 < len(said) <= FEW and before[-1].sentence == clause.sentence and not first & {*said}
    where = alone and clause.folded[0] in first and for_whom(" ".join(said), words)
    return said if where else ()


def _points(folded: Sequence[str], words: Words) -> bool:
    """Whether the words of a clause point to somebody named before."""
    after = (b for a, b in pairwise(folded) if a in words.first)
    small = joints(words)
    return has_any(" ".join(folded), small.pointing) or not small.objects.isdisjoint(after)


def _settled(pairs: Sequence[Pair], n: int, words: Words) -> Pair:
    """Return a clause as the ones beside it say: denied with what follows, or about what came before."""
    clause, hits = pairs[n]
    if clause.fronted and {hit.act for hit in pairs[n + 1][1]} <= {hit.act for hit in hits}:
        return replace(clause, denied=True), hits
    if hits or not clause.counts:
        return clause, hits
    said = " ".join(clause.folded)
    before = next((p for p in reversed(pairs[max(0, n - BACK) : n]) if p[1] and p[0].sentence == clause.sentence), None)
    last = len(clause.folded) > 1 and clause.folded[-1] in words.first  # "so it was me", "тож робила я"
    helped = before and not (before[0].mine or before[0].denied) and has_any(said, words.shares.get("helps", ()))
    if before and (helped or last or has_any(said, words.shares.get("did", ()))):
        own = replace(clause, level=clause.level or Level(HELPED)) if helped else clause
        return own, [replace(hit, clause=own) for hit in before[1]]
    return clause, hits


@dataclass(frozen=True, slots=True)
class _Fired:
    """A trigger that fired in a clause: at which of its words, by which stems."""

    place: int
    stems: tuple[str, ...]
    act: str
    where: bool
    maybe: bool
    leans: bool


@remembered
def _fired(
    folded: tuple[str, ...], about: tuple[str, ...], tongue: tuple[str, Content, Spelling], *, mine: bool
) -> tuple[_Fired, ...]:
    """Return what fires in the words of a clause, in their order; the people it is about only help."""
    lang, content, spelling = tongue
    known, triggers = dict(spelling), _triggers(content, lang)
    said = [variants(t, known) | (set() if mine else _hers(t)) for t in folded]
    place = [*said, *(variants(t, known) for t in about)]
    several = _several(content, lang)
    heard, own = _heard(place, several), _heard(said, several)
    near = {trigger.rank: trigger for stem in heard.said & triggers.keys() for trigger in triggers[stem]}
    fired = ((near[rank], stems) for rank in sorted(near) for stems in heard.told(near[rank]))
    theirs = ((t, stems) for t, stems in fired if not about or own.holds_one(stems))
    found = [
        _Fired(_first(stems, place), stems, t.act, t.where, t.maybe, t.leans) for t, stems in islice(theirs, MOST_HITS)
    ]
    return _longest(sorted(found, key=lambda one: one.place))


def _longest(fired: list[_Fired]) -> tuple[_Fired, ...]:
    """Return what fired in a clause without that whose words are all in a longer one."""
    known = [(one, frozenset(one.stems)) for one in fired]
    longer = [(one, stems) for one, stems in known if len(stems) > 1 and not one.leans]
    return tuple(one for one, mine in known if not any(mine < stems and o.act != one.act for o, stems in longer))


def _rivals(hits: list[Hit]) -> list[list[Hit]]:
    """Return, for each hit, itself and those of the very same words in other domains.

    "Meals" are those of children, of a patient, of a canteen.
    """
    same: dict[object, list[Hit]] = {}
    for hit in hits:
        same.setdefault((hit.place, hit.trigger), []).append(hit)
    return [[h for h in same[hit.place, hit.trigger] if h is hit or _is_rival(h, hit)] for hit in hits]


def _is_rival(one: Hit, hit: Hit) -> bool:
    return one.domain != hit.domain and not hit.maybe


def _first(trigger: tuple[str, ...], said: list[set[str]]) -> int:
    if BESIDE in trigger[0]:
        return next(_places(trigger[0], said))
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
                found.setdefault(people[token], put_anew(said[i + 1 :], words) or counted)
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
    sharp = {name.split(".")[0] for name, found in known.items() if not (found.base or found.apart)}
    needless = {name for found in known.values() for name in found.over}
    needless |= {name for name, found in known.items() if found.base and name.split(".")[0] in sharp}
    return tuple(name for name in names if name not in needless)
