"""Whose deed each clause of an answer tells, and whether it is over: "I brought a chair", "she came back", nobody's.

The theory. Where a language names its subject, "I" and the verb after it say it, unless the verb only says what one is,
has, likes or can. Where the verb says "I" by itself, its shape does: in Arabic the "-t" of the past, the "a-", "b-" and
in the Maghreb "n-" of the present, at the front of a clause; in Ukrainian the "-ю" of the present, and the past of a
clause that names nobody. What is supposed ("if he shouts"), a reason and an aim stand beside: they happened to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from flows.clauses import WISH, Clause, clauses, is_one
from flows.interview import shapes
from flows.interview.shapes import ARABIC, CYRILLIC, LATIN, THE, Tongue, script_of, tongue, without_and
from flows.reading import bare, fold, has_any
from flows.words import Words

ME, OTHER, NOBODY = "me", "other", ""
NEAR: Final = 5  # words of a clause among which its subject and its verb stand
NEXT: Final = 2  # of an Arabic clause, where the verb comes first
REASON: Final = ("لان", "عشان", "علشان", "مشان")  # "because", of what is named after it and told next
IN_THE: Final = "فال"  # glued to a word in the Maghreb
ENDS: Final = (".", "،", "؛", ":", "!", "؟", ",")
LETTERS: Final = 4  # of a verb that "j" is glued to, or in Arabic of one that says nobody: "كنت حط"


@dataclass(frozen=True, slots=True)
class Deed:
    """A clause, where it stands in the text, whose deed it tells and whether that is over.

    `beside`: it is supposed, a reason or an aim.
    """

    clause: Clause
    start: int
    end: int
    whose: str
    over: bool
    beside: bool


def deeds(text: str, words: Words) -> tuple[Deed, ...]:
    """Return the clauses of a text in their order, each with whose deed it tells."""
    known, found, at = tongue(words), list[Deed](), 0
    last, reason = "", False
    maghreb = _of_maghreb(text.split(), known)
    for clause in (part for whole in clauses(text, words) for part in _parts(whole, known)):
        start = max(at, text.find(clause.text, at))
        at = start + len(clause.text)
        beside = not known.beside.isdisjoint((last, clause.folded[0])) or reason
        last, reason = clause.folded[-1], any(token.startswith(REASON) for token in clause.folded[-NEXT:])
        whose, over = _whose(clause, known, maghreb=maghreb)
        found.append(Deed(clause, start, at, whose, over and not clause.hope, beside))
    return tuple(found)


def _of_maghreb(raw: Sequence[str], known: Tongue) -> bool:
    """Whether it is told as in the Maghreb, where "n-" is "I": by a word, or by "in the" glued to one: "فالدار"."""
    glued = any(
        word.startswith(IN_THE) and not before.endswith(ENDS) for before, word in pairwise(raw)
    )  # after a sign it is "so the"
    return glued or any(without_and(fold(word), known) in known.maghreb for word in raw)


def _parts(clause: Clause, known: Tongue) -> Iterator[Clause]:
    """Yield an Arabic clause cut before "and" or "then" glued to what another did: "اتصلت بأهله فجاؤوا".

    So is one about another, or one that is denied, before what the person did: "لم أصرخ وأحضرت كرسيا".
    """
    raw, begin, rest = clause.text.split(), 0, clause
    for n, token in enumerate(clause.folded if len(raw) == len(clause.folded) else ()):
        verb = without_and(token, known)
        did, named = _another_did(verb, known), _is_named(verb, clause.folded[n + 1 : n + 2], known)
        turns = rest.denied or not rest.mine
        i_did = turns and len(verb) >= LETTERS and shapes.PAST_I[ARABIC].fullmatch(verb) is not None
        if n > begin and verb != token and (named or ((did or i_did) and verb not in known.no_verb)):
            yield replace(rest, text=" ".join(raw[begin:n]), folded=clause.folded[begin:n])
            begin, rest = n, replace(rest, mine=i_did or (rest.mine and not named), denied=rest.denied and not i_did)
    yield replace(rest, text=" ".join(raw[begin:]), folded=clause.folded[begin:]) if begin else clause


def _another_did(verb: str, known: Tongue) -> bool:
    """Whether an Arabic verb says what another did, also to somebody: "أكلها"."""
    done = verb in known.past or shapes.without_object(verb) in known.past
    return done or shapes.OVER[ARABIC].fullmatch(verb) is not None


def _is_named(who: str, then: Sequence[str], known: Tongue) -> bool:
    """Whether an Arabic word names who did what comes next: "and the boss gave me", "and its smell became good"."""
    thing = who.startswith(THE) or who.endswith(shapes.OBJECTS)
    return thing and bool(then) and then[0] in known.past and then[0] not in known.was


def _whose(clause: Clause, known: Tongue, *, maghreb: bool) -> tuple[str, bool]:
    """Return whose deed a clause tells, and whether it is over."""
    said = clause.folded
    script = script_of(said[0])
    if clause.hope == WISH or has_any(" ".join(said), known.called):
        return NOBODY, False
    for n, token in enumerate(said):
        if token in known.me and script == CYRILLIC:
            return _beside_i(said, said[n + 1 : n + 1 + NEXT], known)
        if token in known.me or _glued(token, known):
            said_at_once = token in known.me and token in known.being  # "im", "chui"
            verb = (token,) if said_at_once else () if token in known.me else (token[1:],)
            return _after_i([*verb, *(t for t in said[n + 1 :] if t not in known.small)], known)
    if script != LATIN and clause.mine and not any(is_one(token, known.everybody) for token in said):
        whose, over = _alone(said, script, known, maghreb=maghreb)
        over = over or not known.been.isdisjoint(said)
        if whose or over:
            return whose, over
    return _of_another(clause, script, known)


# ---------------------------------------------------------------- "I"


def _glued(token: str, known: Tongue) -> bool:
    """Whether a "j" is glued to a verb: "jarrete"."""
    verb = token[1:]
    if "j" not in known.me or token[0] != "j" or len(verb) < NEXT or token in known.no_verb:
        return False
    told = verb in known.forms or verb in known.being or verb in known.having
    return told or (len(verb) > LETTERS and verb[0] in "aeiou")


def _beside_i(said: Sequence[str], after: Sequence[str], known: Tongue) -> tuple[str, bool]:
    """Return whose deed a clause with "я" tells: an act, or what one is."""
    verb = next((t for t in said if shapes.AFTER_I.fullmatch(t) and t not in known.no_verb), "")
    over = verb in known.past or shapes.OVER[CYRILLIC].fullmatch(verb) is not None or verb == "їв"
    return (ME if verb and known.being.isdisjoint(after) else NOBODY), over


def _after_i(said: Sequence[str], known: Tongue) -> tuple[str, bool]:
    """Return whose deed the words after "I" tell: an act, or what one is or has."""
    verb, then = (*said[:NEXT], "", "")[:NEXT]
    over = (
        shapes.I_DID.fullmatch(verb) is not None
        or verb in known.past
        or (verb.endswith("rais") and verb in known.forms)
    )
    if verb in known.having:
        act = bool(then) and not then.isdecimal() and then not in known.had and then not in known.being
        return (ME if act else NOBODY), act or over
    if verb in known.being:
        act = then in known.went or (shapes.DOING.fullmatch(then) is not None and then not in known.being)
        return (ME if act else NOBODY), then in known.went or over
    return (ME if verb and not verb.isdecimal() else NOBODY), over


def _alone(said: Sequence[str], script: str, known: Tongue, *, maghreb: bool) -> tuple[str, bool]:
    """Return "I" where a verb says it by itself."""
    lead = _lead(said, script, known)
    for n, token in enumerate(said):
        verb, before, after = without_and(token, known), said[n - 1] if n else "", said[n + 1 : n + 2]
        if verb in known.being or not known.no_verb.isdisjoint((verb, bare(verb))) or before in known.before:
            continue
        front = n in lead or verb != token
        if verb in known.mine or (
            front and shapes.PAST_I[script].fullmatch(verb) and not _another_named(verb, after, known)
        ):
            return ME, True
        if shapes.is_work_of_mine(verb, known):
            return ME, before in known.does
        at_front = front and (maghreb if script == ARABIC else not n or bool(after))
        if (front or script == CYRILLIC) and shapes.NOW_I[script].fullmatch(verb):
            return ME, before in known.does
        if at_front and shapes.FRONT_I[script].fullmatch(verb):
            return ME, False
        if before in known.been and len(verb) < LETTERS and not verb.endswith("ه"):
            return ME, True
    return NOBODY, False


def _another_named(verb: str, after: Sequence[str], known: Tongue) -> bool:
    """Whether an Arabic verb of "-t" is that of somebody named after it, or was done to me: "وصلت شاحنة"."""
    if not after or verb < ARABIC:
        return False
    named = verb in known.past and after[0] not in known.before and not after[0].startswith("عال")
    return named or after[0] in known.to_me


def _lead(said: Sequence[str], script: str, known: Tongue) -> set[int]:
    """Return the places where a verb opens a clause: after small words, a place or a time, and what it is done to."""
    if script == ARABIC:
        return {*range(NEAR)}
    if not known.alone.isdisjoint(said):
        return {*range(len(said))}
    n = 0
    while n < len(said) - 1:
        token = said[n]
        if token in known.before:
            n += 1
        elif not (token in known.small or token in known.counted or token.endswith("о") or _done_to(said, n)):
            break
        n += 1
    return {n}


def _done_to(said: Sequence[str], n: int) -> bool:
    return shapes.DONE_TO.fullmatch(said[n]) is not None and shapes.PAST_I[CYRILLIC].fullmatch(said[n + 1]) is not None


# ---------------------------------------------------------------- somebody else


def _of_another(clause: Clause, script: str, known: Tongue) -> tuple[str, bool]:
    """Return whether somebody or something else does it, and whether that is over; a verb in front drops its "I"."""
    said = [t for t in clause.folded if t not in known.lead][: NEXT if script == ARABIC else NEAR]
    if not known.may.isdisjoint(said):
        return NOBODY, False
    front = next((n for n, token in enumerate(said) if token not in known.small), 0)
    for n, token in enumerate(said):
        verb, then = without_and(token, known), "".join(said[n + 1 : n + 2])
        over = verb in known.past or shapes.OVER[script].fullmatch(verb) is not None
        does = verb in known.does or shapes.DOES[script].fullmatch(verb) is not None
        first = script == LATIN and n == front and clause.mine
        if first and not does and (verb in known.past or verb.endswith("ed")):
            return ME, True
        nothing = verb in known.having and (n == front or not then or then in known.had)  # "il y a un client"
        if verb not in known.no_verb and (over or does) and not (first and verb in known.does) and not nothing:
            return OTHER, over or verb in known.having or then in known.went
    return (OTHER if script == LATIN and len(said) > 1 and said[0] in known.third else NOBODY), False
