"""A message cut into clauses, and how far each counts: done, by the person, and neither denied nor only wished.

The theory (CONTENT.md 4). A clause begins where somebody becomes its subject, where a link stands, and where words
say that what follows is wished, supposed, still to come or left out. It counts when it is about the person ("I",
"we", or nobody named), holds no negation and tells what was done: "my husband cooked", "I never did roofs" and "I
would like to cook" prove nothing. Nothing here knows an act; what is said of one in two clauses is joined in `acts`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flows.joints import joints
from flows.levels import Level, Piece, levels
from flows.memory import remembered
from flows.reading import LANGUAGES, fold, has_any, number, opens, sentences, tokens
from flows.schooling import held, licensed
from flows.words import Words

ARABIC_AND: Final = "وف"  # "and", "then", glued to a word
ARABIC_NOT: Final = re.compile(r"ما\w{2,}ش|م\w{2,}تش|م(?:ن|ب|كن|كا)\w{2,}ش|ماب\w{3,}")  # "not" glued round a verb
GLUED_THE: Final = re.compile("^(?:[بو]?ال|لل|ب)")  # "the", "to the" at the front of an Arabic word
ARABIC_AND_I: Final = re.compile(r"و(?:ا(?!ل)|ن|كن)\w{3,}")  # "and I ..." in one word
CUT: Final = re.compile(r"[,;:.!?؟،()\n]+")
ALONE: Final = 2  # words: "my mother", "a lady" alone say for whom, not who did it
TIMED: Final = 6  # words: "a driver for 3 years" names who one was, and how long
FRONTED: Final = 3  # words: "her medicines, I do not prepare": what stands before is denied with it
AHEAD: Final = 8  # words of the longest way that opens a clause
NOT_ME: Final = 2  # words: "not me"
DID: Final = {  # a verb of what was done, in the letters of languages where "I" is left out
    "\u0600": re.compile(r"[وف]?(?!ال)\w{3,}(?<!ا)ت|فب\w{3,}"),
    "\u0400": re.compile(r"\w{3,}(?:ала|яла|ила|ував|ював|ав|ив)(?:ся|сь)?"),
    "a": re.compile(r"\w{2,}[^e]ed"),
}
EXCEPT: Final = "except"
WISH: Final = "wish"
TRAINED: Final = "trained"
IF: Final = "if"
TOLD: Final = "told"


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence: its own words, and how far it counts.

    `hope` says that nothing was done: "wish", "unreal", "trained" or "if", as in `Words.hopes`; "" where something was.
    `fronted` is what may be denied by the clause after it. `level` says that it was not all the person's own.
    """

    text: str
    sentence: str
    folded: tuple[str, ...]
    mine: bool = True
    denied: bool = False
    hope: str = ""
    fronted: bool = False
    level: Level | None = None

    @property
    def counts(self) -> bool:
        """Whether it tells what the person did."""
        return self.mine and not self.denied and not self.hope


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause before it is judged, and the piece between two signs it stands in."""

    text: str
    folded: tuple[str, ...]
    piece: int


@remembered
def clauses(text: str, words: Words) -> tuple[Clause, ...]:
    """Return the clauses of a text, each with its sentence."""
    return tuple(clause for sentence in sentences(text) for clause in _judged(sentence, words))


def done(text: str, words: Words) -> str:
    """Return the text without what is wished, supposed or still to come; the text itself where nothing is."""
    every = clauses(text, words)
    if not any(clause.hope for clause in every):
        return text
    kept, at = list[str](), 0
    for clause in every:
        begin = max(at, text.find(clause.text, at))
        kept.append(text[at : begin if clause.hope else begin + len(clause.text)])
        at = begin + len(clause.text)
    return " ".join(("".join(kept) + text[at:]).split())


def wishes(text: str, words: Words) -> str:
    """Return what a text says the person looks for now, "" for nothing."""
    return " ".join(c.text for c in clauses(text, words) if c.hope == WISH and c.mine and not c.denied)


# ---------------------------------------------------------------- cutting


@remembered
def _judged(sentence: str, words: Words) -> tuple[Clause, ...]:
    return tuple(_clauses(sentence, words))


def _clauses(sentence: str, words: Words) -> Iterator[Clause]:
    parts = list(_parts(sentence, words))
    hopes = _hopes(parts, words, asks=sentence.endswith(("?", "؟")))
    lowered = levels([_looked_at(part, words) for part in parts], words)
    mine = True
    for i, part in enumerate(parts):
        after = parts[i + 1] if i + 1 < len(parts) else None
        if after and after.piece != part.piece and after.folded[-1] not in words.answers.get("no", ()):
            after = None  # "washing her, no, ..." denies what stands before it
        fronted = len(part.folded) <= FRONTED and part.folded[-1] not in joints(words).purpose
        fronted = fronted and not any(is_one(t, words.first) for t in part.folded)
        theirs = not mine and _same_subject(parts[i - 1], part, words)
        own = _mine(part.folded, parts[i - 1].folded if i else (), words)
        mine = own and not theirs and not _not_me(parts[i + 1 : i + 2], words)
        yield Clause(
            part.text,
            sentence,
            part.folded,
            mine,
            _denied(part.folded, words),
            hopes[i],
            bool(after and fronted and not _is_glued(part.folded, words.negations) and _denied(after.folded, words)),
            lowered[i],
        )


def _looked_at(part: _Part, words: Words) -> Piece:
    """Return a clause as far as levels look at it."""
    linking = joints(words).link
    links = next((i for i, token in enumerate(part.folded) if token not in linking), len(part.folded))
    verb = any(_past(token, words) for token in part.folded[links : links + 1])
    named = part.folded[0] in joints(words).but or any(is_one(t, _speakers(words)) for t in part.folded)
    works = opens(" ".join((*part.folded, "")), words.telling.get("worked", ()))
    return Piece(part.folded, part.piece, named or any(map(did, part.folded)), links, verb, named, works)


def _parts(sentence: str, words: Words) -> Iterator[_Part]:
    for n, piece in enumerate(CUT.split(sentence)):
        for text, folded in _cut(piece, words):
            if folded:
                yield _Part(text.strip(), folded, n)


@remembered
def _cut(piece: str, words: Words) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((text, tuple(tokens(fold(text)))) for text in _by_subject(piece, words))


def _by_subject(piece: str, words: Words) -> Iterator[str]:
    """Cut where a clause begins; the words of a way that opens one stay together."""
    raw = piece.split()
    folded = [[plain] if (plain := fold(word)).isalnum() else tokens(plain) for word in raw]
    start, hoping, together = 0, "", 0
    for i, here in enumerate(folded):
        if not here or i < together:
            continue
        ahead = [token for word in folded[i : i + AHEAD] for token in word][:AHEAD]
        said = [token for word in folded[start:i] for token in word]
        key, size = ("", 0) if said and _of_theirs(said[-1], here[0], words) else opening(ahead, words)
        if said and not _lengthens(ahead, said[-1], words) and _starts(ahead, said, key, hoping, words):
            yield " ".join(raw[start:i])
            start, hoping, said = i, "", []
        if not said:
            hoping = key
        together = _until(folded, i, size) if key and not (said and is_one(said[-1], words.negations)) else i
    if raw:
        yield " ".join(raw[start:])


def _of_theirs(before: str, head: str, words: Words) -> bool:
    """Whether words are about somebody just named, and wish nothing of one's own: "people that want to adopt"."""
    return before in joints(words).who and head not in words.first


def _until(folded: Sequence[Sequence[str]], i: int, size: int) -> int:
    """Return the word after those that hold so many tokens."""
    while size > 0 and i < len(folded):
        size -= len(folded[i])
        i += 1
    return i


def _lengthens(ahead: Sequence[str], before: str, words: Words) -> bool:
    """Whether a length of time goes on after its years: "2 years | and a half", "2 years | and 3 months"."""
    if before not in words.units.get("year", ()):
        return False
    months = ahead[2:3] and ahead[2] in words.units.get("month", ()) and number(ahead[1], words) is not None
    return bool(months) or opens(" ".join((*ahead, "")), words.fractions.get("and_half", ()))


def _starts(ahead: Sequence[str], said: Sequence[str], key: str, hoping: str, words: Words) -> bool:
    """Whether another clause begins after what was said in this one."""
    head = ahead[0]
    denied = is_one(said[-1], words.negations)
    if head in joints(words).copula and (is_one(said[-1], words.first) or is_one(said[-1], words.kin)):
        return False  # "my work was", "my father was a driver": one clause
    if denied and (_arabic(head) or (key and key != EXCEPT)):
        return False  # "not I was", "I don't want to": the negation stands before
    spoken = is_one(head, _subjects(words)) and len(ahead) > 1  # "it was me", "робила я": the subject comes last
    spoken = spoken and not (head in joints(words).it and ahead[1] in joints(words).after_it)  # "selling it by yards"
    spoken = spoken or (head[0] == "j" and _is_glued_verb(head[1:], words))  # "jtrouve" is "je trouve"
    if (key and key != TOLD) or spoken or _is_glued((head,), words.negations):
        return True
    if (hoping and hoping != IF and did(head)) or (
        head in joints(words).when and _of_another(_lead(ahead, words), ahead, words)
    ):
        return True
    if not _arabic(head) or not ARABIC_AND_I.fullmatch(head) or is_one(head, words.kin):
        return False
    of_kin = is_one(said[0], words.kin) and ALONE <= len(said) <= FRONTED
    return of_kin and not any(t[:1] in "يت" for t in said[1:])  # "my mother is ill", no verb of hers yet


def _is_glued_verb(rest: str, words: Words) -> bool:
    """Whether what stands behind a glued "j" is a verb of one's own, also with what it is done to: "jlemmène"."""
    return rest in _said_of_oneself(words) or (rest[:1] == "l" and rest[1:] in _said_of_oneself(words))


def _past(token: str, words: Words) -> bool:
    """Whether a word in Latin letters is a verb of what was done."""
    return DID["a"].fullmatch(token) is not None or token in joints(words).past


def did(token: str) -> bool:
    """Whether a word is a verb of what was done, where "I" is left out."""
    return any(token[0] >= first and known.fullmatch(token) for first, known in DID.items() if first != "a")


@lru_cache(maxsize=LANGUAGES)
def _subjects(words: Words) -> frozenset[str]:
    """Return the words that begin a clause about the person, or about somebody else."""
    return frozenset({*words.first, *words.third, *joints(words).link})


@lru_cache(maxsize=LANGUAGES)
def _said_of_oneself(words: Words) -> frozenset[str]:
    return frozenset(form for forms in words.verbs.values() for form in forms)


def is_one(token: str, known: Container[str]) -> bool:
    """Whether a word is one of these, also with the Arabic "and" or "then" glued to it."""
    return token in known or (token[:1] in ARABIC_AND and token[1:] in known)


def _arabic(token: str) -> bool:
    return "\u0600" <= token[0] <= "\u06ff"


def _is_glued(said: Sequence[str], known: Container[str]) -> bool:
    """Whether the first word is "and" glued to one of these."""
    return bool(said) and said[0] not in known and is_one(said[0], known)


# ---------------------------------------------------------------- ways that open a clause


@dataclass(frozen=True, slots=True)
class _Openings:
    """The ways that open a clause, each with what it says of it, and how long those of a first word are at most."""

    ways: Mapping[tuple[str, ...], str]
    longest: Mapping[str, int]


@lru_cache(maxsize=LANGUAGES)
def _openings(words: Words) -> _Openings:
    shared = (*words.shares.get("did", ()), *words.shares.get("helps", ()))
    hopes = {key: words.hopes.get(key, ()) for key in (IF, WISH, "unreal", TRAINED, TOLD)}
    link = joints(words).link
    now_and_then = (way for way in words.rhythms.get("sometimes", ()) if not link.isdisjoint(way.split()))
    found: dict[tuple[str, ...], str] = {}
    for key, ways in ((TOLD, (*shared, *now_and_then)), *hopes.items(), (EXCEPT, words.exceptions)):
        found.update({tuple(way.split()): key for way in ways})
    longest: dict[str, int] = {}
    for way in found:
        longest[way[0]] = max(len(way), longest.get(way[0], 0))
    return _Openings(found, longest)


def opening(ahead: Sequence[str], words: Words) -> tuple[str, int]:
    """Return what the longest way that stands here says of the clause, and its length in words; ("", 0) for none."""
    known, first = _openings(words), ahead[0] if ahead else ""
    for head in (first, first[1:] if first[:1] in ARABIC_AND else ""):
        said = (head, *ahead[1 : known.longest.get(head, 0)])
        for size in range(len(said) if head in known.longest else 0, 0, -1):
            if said[:size] in known.ways:
                return known.ways[said[:size]], size
    return "", 0


# ---------------------------------------------------------------- what was not done


def _hopes(parts: Sequence[_Part], words: Words, *, asks: bool) -> list[str]:
    """Return what each clause hopes: its own words say it, or it goes on with what was hoped before."""
    found: list[str] = []
    carried, piece = "", 0
    for part in parts:
        key, size = opening(part.folded, words)
        own = "" if key in {TOLD, EXCEPT} else key or _supposed(part.folded, words)
        if not own and key not in {TOLD, EXCEPT}:
            own = _of_you(part.folded, words) if asks else "" if found else _to_be(part.folded, words)
        if not own and key not in {TOLD, EXCEPT} and (held(part.folded, words) or licensed(part.folded, words)):
            own = TRAINED  # "I have a diploma in cooking" is no cooking; what comes after it may be
        if own:
            carried = IF if carried == IF else own if size else ""
        elif carried != IF and not _goes_on(part.folded, words, aside=part.piece != piece):
            carried = ""
        piece = part.piece
        found.append(own or carried)
    return found


def _supposed(folded: Sequence[str], words: Words) -> str:
    """Whether a word anywhere in a clause says that it is supposed: "I would", its ending in French."""
    known, endings = words.hopes.get("whole", ()), words.hopes.get("endings", ())
    past = words.hopes.get("past", ())
    said = any(t in known or (endings and t.endswith(endings) and t not in past) for t in folded)
    return "unreal" if said or _sent_for(folded, words) else ""


def _sent_for(folded: Sequence[str], words: Words) -> bool:
    """Whether somebody of a trade was sent for, whose work it is: "I called the plumber"."""
    sends, sent = words.hopes.get("sends", ()), words.hopes.get("sent", ())
    after = (folded[i + 1 + (folded[i + 1] in words.articles) :][:1] for i, t in enumerate(folded[:-1]) if t in sends)
    return any(who in sent or GLUED_THE.sub("", who) in sent for said in after for who in said)


def _to_be(folded: Sequence[str], words: Words) -> str:
    """Whether a sentence begins with what one is to be ("to be a hairdresser"), and not with whom or where."""
    said, but = " ".join(folded), words.hopes.get("bare_but", ())
    after = [said[len(way) + 1 :].split() for way in words.hopes.get("bare", ()) if said.startswith(f"{way} ")]
    return WISH if any(rest and rest[0] not in but for rest in after) else ""


def _of_you(folded: Sequence[str], words: Words) -> str:
    """Whether a clause of a question is about who reads it: "can I help you clean up?"."""
    return "unreal" if not joints(words).you.isdisjoint(folded) else ""


def _goes_on(folded: Sequence[str], words: Words, *, aside: bool) -> bool:
    """Whether a clause without a subject of its own still belongs to what was hoped before it."""
    first, small = folded[0], joints(words)
    if first in small.but or any(is_one(t, _speakers(words)) for t in folded):
        return False
    if first < "\u0400":
        return not _past(first, words)
    glued = first[:1] in ARABIC_AND and first[:1] > "\u0600"
    linked = (
        first in small.otherwise
        or (not aside and (first in small.link or glued))
        or first.endswith(("ти", "тися", "тись"))
    )
    return linked and not any(map(did, folded))


@lru_cache(maxsize=LANGUAGES)
def _speakers(words: Words) -> frozenset[str]:
    return frozenset({*words.first, *words.third})


# ---------------------------------------------------------------- who did it


@remembered
def _mine(folded: tuple[str, ...], before: tuple[str, ...], words: Words) -> bool:
    """Whether the clause is about the person: "I", "we", nobody named, or somebody who had them do it."""
    own = any(is_one(t, words.first) for t in folded)
    if own or has_any(" ".join(folded), words.shares.get("through", ())) or _with_me(before, words):
        return True
    lead = _lead(folded, words)
    return _one_was(before, lead, words) or not _of_another(lead, folded, words)


def _one_was(before: Sequence[str], lead: Sequence[str], words: Words) -> bool:
    """Whether somebody is named who one was: "I was a waiter, and a cleaner", "then a driver for 3 years"."""
    if len(lead) <= 1 or lead[0] not in words.articles or lead[1] not in words.persons:
        return False
    if len(lead) == ALONE:
        return not {*words.being}.isdisjoint(before) and any(is_one(token, words.first) for token in before)
    return len(lead) <= TIMED and any(number(token, words) is not None for token in lead[ALONE : ALONE + 2])


def _same_subject(before: _Part, part: _Part, words: Words) -> bool:
    """Whether a verb after "and" still has the subject before it, in Ukrainian: "my sister cooked and cleaned"."""
    link, *rest = part.folded
    goes_on = before.piece == part.piece and link in joints(words).keeps and bool(rest) and did(rest[0])
    return goes_on and not has_any(" ".join(rest), joints(words).pointing)


def _not_me(after: Sequence[_Part], words: Words) -> bool:
    """Whether "not me" is all that comes next."""
    said = after[0].folded if after else ()
    denied = len(said) == NOT_ME and is_one(said[0], words.negations)
    return denied and (said[1] in joints(words).me or is_one(said[1], words.first))


def _with_me(before: Sequence[str], words: Words) -> bool:
    """Whether the clause before is nothing but "me and": who follows did it with the person."""
    small = joints(words)
    me = [t for t in before if t in small.me or is_one(t, words.first)]
    return bool(me) and all(t in me or t in small.link for t in before)


def _lead(folded: Sequence[str], words: Words) -> list[str]:
    """Return the words without what stands before a subject: "when", "there was", "it is"."""
    small = joints(words)
    there = next((there for there in small.there if tuple(folded[: len(there)]) == there), ())
    lead = [t for t in folded[len(there) :] if t not in small.link and t not in small.points]
    while lead and lead[0] in small.when:
        lead = lead[1:]
    return lead


def _of_another(lead: Sequence[str], folded: Sequence[str], words: Words) -> bool:
    """Whether somebody else is the subject, or the one by whom it was done; who reads it, where it is asked of them."""
    if not lead or is_one(lead[0], words.third):
        return bool(lead)
    if opens(" ".join(folded), words.cues.get("asked_of_you", ())):
        return True  # "can you write me a letter"
    if lead[0] in words.possessives and any(t in (*words.kin, *words.persons) for t in lead[1:3]):
        return len(folded) > ALONE
    if lead[0] in words.articles and lead[1:2] and lead[1] in words.persons:
        return len(lead) > ALONE
    if is_one(lead[0], words.kin) and "".join(lead[1:2]) not in joints(words).of:  # "femme de ménage" is a trade
        return len(folded) > 1
    return _by_another(folded, words)


def _by_another(folded: Sequence[str], words: Words) -> bool:
    """Whether the one who did it comes later: "minded by my sister", "дітей доглядала моя сестра"."""
    people, small = {*words.kin, *words.persons}, joints(words)
    owners = {*words.possessives, *words.articles}
    three = zip(folded, folded[1:], folded[2:], strict=False)
    if any(owner in owners and who in people and verb in small.doing for owner, who, verb in three):
        return True  # "the bills my boss was doing"
    if any(t in small.by and people & set(folded[i + 1 : i + 3]) for i, t in enumerate(folded) if i):
        return True
    return _named_last(folded, words)


def _named_last(folded: Sequence[str], words: Words) -> bool:
    """Whether who did it is named last, where a language says so: "шила моя сестра", "lo manejaba mi jefe"."""
    owned = len(folded) > ALONE and folded[-2] in words.possessives
    verb, last, small = folded[: -2 if owned else -1], folded[-1], joints(words)
    if not verb or not small.like or last in small.verbs or verb[-1] in small.like:
        return False
    return (owned and last in (*words.kin, *words.persons)) or (last in words.kin and any(map(did, folded)))


# ---------------------------------------------------------------- what is denied


@remembered
def _denied(folded: tuple[str, ...], words: Words) -> bool:
    if opening(folded, words)[0] == EXCEPT:
        return True
    return any(is_one(t, words.negations) or (_arabic(t) and ARABIC_NOT.fullmatch(t)) for t in _without(folded, words))


def is_denied(folded: str, words: Words) -> bool:
    """Whether a folded text holds a negation that denies something."""
    return _denied(tuple(tokens(folded)), words)


def _without(folded: tuple[str, ...], words: Words) -> list[str]:
    """Return the words without those that only look like a negation: "not only", "I still do", "ne ... que"."""
    text = f" {' '.join(folded)} "
    for way, gap in _affirming(words):
        text = gap.sub(" ", text) if gap else text.replace(f" {way} ", " ")
    return text.split()


@lru_cache(maxsize=LANGUAGES)
def _affirming(words: Words) -> tuple[tuple[str, re.Pattern[str] | None], ...]:
    """Return the ways that deny nothing; a "*" in one stands for up to four words that deny nothing either."""
    some = rf"(?:(?!(?:{'|'.join(map(re.escape, words.negations))}) )\w+ ){{1,4}}"
    return tuple(
        (way, re.compile(f" {some.join(way.split('* '))} ") if "*" in way else None) for way in words.affirming
    )
