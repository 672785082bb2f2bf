"""Languages and their levels, licences and hours: how each is read from what people write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from flows.clauses import clauses
from flows.content import Content, Parsed, Reading
from flows.cv.rules import _choice
from flows.joints import joints
from flows.live import Live
from flows.model import Choice, Kind, Phrase, Value, counted
from flows.reading import (
    all_but,
    answer_word,
    beside_bare,
    fold,
    has_any,
    pick_several,
    sentences,
    spot,
    tokens,
    windows,
    yes_or_no,
)
from flows.schooling import CAR, LICENCES, drives, licensed
from flows.tongue import OF, tongues
from flows.words import Words

DENIED: Final = "denied"  # in place of a level: the language is not spoken
LANGUAGES: Final = "cv/languages"
LICENCE: Final = "cv/extras"
SMALL: Final = 4  # letters of a word that may open any piece: "very", "mais"
OTHERS: Final = ("A", "AM", "C", "D")  # licences of other vehicles than a car
CACES: Final = "caces"  # of who drives a forklift
EXTRAS: Final = ("B", "car", "full", "early", "weekend")
LETTERS: Final = {"a": "A", "b": "B", "c": "C", "d": "D", "в": "B", "с": "C", "д": "D"}
BESIDE_LETTERS: Final = {"w", "و", "et", "and", "та", "і", "й", "permis", "رخصه", "права", "категорія", "категорії"}
AND: Final = re.compile(r"(?<!\w)و ?(\w{3,})")
FOR: Final = {"pour", "for", "на", "для"}
WRITE: Final = "write"
ASKS: Final = 2  # words after "write" in which a "that" makes an order of it: "write also that"
SKILLS: Final = ("speak", "read", WRITE)  # levels that are said together: "spoken and written"


def read_languages(reading: Reading) -> Parsed | None:
    """Read languages, each with the level that was said: "Arabic, spoken", "French A2"."""
    found: dict[str, str] = {}
    for piece in re.split(r"[,;.:،/\n]+", _apart(reading.text, reading.words)):
        for name, level in _languages(fold(piece), reading, tuple(found)):
            if level == DENIED:
                found.pop(name, "")
            else:
                found[name] = level or found.get(name, "")
    if {*found.values()} == {"", SKILLS[0]} and has_any(reading.folded, reading.words.cues.get("speaks", ())):
        found = dict.fromkeys(found, "")  # "I speak Arabic and English" sets no two of them apart
    ids = tuple(f"{name}:{level}" if level else name for name, level in found.items())
    return Parsed(Value(Kind.CHOICE, ids=ids)) if ids else None


def _apart(text: str, words: Words) -> str:
    """Return the text with a pause where Arabic joins a language, or its level, by an "and" ("عربي وفرنسي")."""
    known, degrees = tongues(words)
    return AND.sub(lambda found: f", {found[1]}" if fold(found[1]) in {*known, *degrees} else found[0], text)


def told_languages(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return the languages of a sentence that says "I speak ...", while none are known."""
    if reading.qid == LANGUAGES or reading.live.value(LANGUAGES):
        return ()
    ways = reading.words.cues.get("speaks", ())
    said = next((s for s in sentences(reading.text) if has_any(fold(s), ways)), "")
    parsed = read_languages(replace(reading, text=said, folded=fold(said))) if said else None
    return ((LANGUAGES, parsed.value),) if parsed and parsed.value else ()


def told_licences(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return the licences, and the car, of a clause that says "I have a driving licence", while none are known."""
    if reading.qid == LICENCE or reading.live.value(LICENCE):
        return ()
    mine = [fold(c.text) for c in clauses(reading.text, reading.words) if not c.denied]
    held = [name for said in mine if licensed(said.split(), reading.words) for name in _extras_in(said, reading)]
    car = [CAR] if any(drives(said.split(), reading.words) for said in mine) else []
    ids = tuple(dict.fromkeys((*(name for name in held if name in LICENCES), *car)))
    return ((LICENCE, Value(Kind.CHOICE, ids=ids)),) if ids else ()


def _languages(folded: str, reading: Reading, before: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the languages of a piece, each with its level; a piece that names none tells of the one before."""
    known, degrees = tongues(reading.words)
    said = _unglued(tokens(folded), known)
    names = _runs(said, known)
    levels = [one for one in _runs(said, degrees) if not _ordered(said, one, reading.words)]
    denied = any(clause.denied for clause in clauses(folded, reading.words))
    if not names:
        level = _level([name for name, _, _ in levels], denied=denied)
        if _another(said, levels, reading):
            return []  # "Cantonese a little": of a language we do not know
        return [(before[-1], level)] if before and level else []
    told: dict[str, list[str]] = {name: [] for name, _, _ in names}
    for name, start, end in levels:
        told[_followed(names, said, end) or _nearest(names, start, end)].append(name)
    knows = not {*reading.words.cues.get("knows", ())}.isdisjoint(said)  # "French I do not know"
    if denied and not levels and (knows or any(said[:start] for _, start, _ in names)):
        return [(name, DENIED) for name in told]  # "not English"
    return [(name, _level(of, denied=denied)) for name, of in told.items()]


def _another(said: Sequence[str], levels: Sequence[tuple[str, int, int]], reading: Reading) -> bool:
    """Whether a word that is neither a level nor a small one stands beside a level: it names something else."""
    words = reading.words
    small = {
        *words.first,
        *words.articles,
        *words.possessives,
        *words.negations,
        *joints(words).link,
        *words.corrections,
    }
    if not levels:
        return False
    _, start, end = levels[0]
    of = len(said) > end + 2 and said[end + 1] in OF  # "a bit of Sango"
    after = said[end + 1 :] if start == 0 else ()  # "a little Sranan"
    alone = said[:1] if start == 1 else after if len(after) == 1 else ()
    return of or any(word not in small and len(word) > SMALL for word in alone)


def _ordered(said: Sequence[str], level: tuple[str, int, int], words: Words) -> bool:
    """Whether "write" asks for it to be written: "can you write that I speak X" says nothing of writing X."""
    name, start, end = level
    if name != WRITE or not {*words.first}.isdisjoint(said[start : end + 1]):
        return False
    speaks = tuple(f"{way} " for way in words.cues.get("speaks", ()))
    after = said[end + 1 : end + 1 + ASKS]
    return not {*words.cues.get("that", ())}.isdisjoint(after) or " ".join(said[end + 1 :]).startswith(speaks)


def _unglued(said: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """Return the words with an elision undone before a language: "un peu despagnol"."""
    glued = (["d", word[1:]] if word not in known and word[0] == "d" and word[1:] in known else [word] for word in said)
    return [word for words in glued for word in words]


def _runs(said: Sequence[str], known: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """Return what is named in the text, with its first and last word, longest ways first; no word counts twice."""
    found, free = list[tuple[str, int, int]](), 0
    for i, run in windows(said, 3):
        if i >= free and run in known:
            free = i + run.count(" ") + 1
            found.append((known[run], i, free - 1))
    return found


def _nearest(names: Sequence[tuple[str, int, int]], start: int, end: int) -> str:
    """Return the language a level is said of: the nearest; of two as near, the one before, as the list begins."""
    first = names[0][1] > start

    def far(name: tuple[str, int, int]) -> tuple[int, bool]:
        after = name[1] > end
        return (name[1] - end if after else start - name[2]), after != first

    return min(names, key=far)[0]


def _followed(names: Sequence[tuple[str, int, int]], said: Sequence[str], end: int) -> str:
    """Return the language that a level is joined to by an "of": "a bit of French"; "" for none."""
    joined = not OF.isdisjoint(said[end : end + 2])
    after = end + 1 + (said[end] not in OF)
    return next((name for name, start, _ in names if joined and start == after), "")


def _level(told: Sequence[str], *, denied: bool) -> str:
    """Return the level that was said; what is denied is a little less: spoken, not written."""
    if not denied:
        skills = [name for name in SKILLS if name in told]
        return "+".join(skills) if told and told[0] in SKILLS else "".join(told[:1])
    if WRITE in told or "read" in told:
        return "speak"
    return (
        "little" if {"well", "little"} & {*told} else "understand" if "understand" in told else DENIED if told else ""
    )


def read_extras(reading: Reading) -> Parsed | None:
    """Read licence, car and hours, several in one answer; what is denied is not kept."""
    picked = tuple(i for i in pick_several(reading.folded, reading.choices, (), reading.words) if i != "done")
    picked = picked or _all_but(reading)
    if picked:
        return Parsed(Value(Kind.CHOICE, ids=picked))
    said = tokens(reading.folded)
    told = clauses(reading.text, reading.words)
    but = joints(reading.words).but
    nexts = (*(clause.folded[0] for clause in told[1:]), "")[: len(told)]
    claimed = [
        fold(c.text) for c, then in zip(told, nexts, strict=True) if not (c.denied or (c.fronted and then not in but))
    ]
    denied = len(claimed) < len(told) or yes_or_no(reading.folded, reading.words) == "no"
    found = [name for piece in claimed for name in _extras_in(piece, reading)]
    if found:
        return Parsed(Value(Kind.CHOICE, ids=tuple(dict.fromkeys(found))))
    if denied or _not_valid(reading) or answer_word(reading.folded, reading.words):
        return Parsed(Value(Kind.CHOICE, ids=("none",)))
    return Parsed(Value(Kind.TEXT, text=reading.text)) if len(said) > 1 else None


def _all_but(reading: Reading) -> tuple[str, ...]:
    """Return what is on screen without what an answer leaves out by name: "all but the car"."""
    but, ids = all_but(reading.folded, reading.words), [one.id for one in reading.choices]
    shown, ways = ids[: counted(ids)], {**reading.words.rhythms, **reading.words.licences}
    left = {name for name, said in ways.items() if but and has_any(beside_bare(but), said)}
    return tuple(one for one in shown if one not in left) if left & {*shown} else ()


def _extras_in(folded: str, reading: Reading) -> list[str]:
    """Return what one piece of an answer names; who is learning to drive has no licence yet."""
    ways = reading.words.licences
    found = [name for name in ways if name != "none" and has_any(folded, ways[name])]
    found = [name for name in found if name != "car" or _owned(folded, reading)]
    of_motorbike = "B" in found and _inside("B", folded, reading.words)
    learns = "code" in found and not has_any(folded, ("permis b", "le b", "license b", "licence b"))
    gone = learns or _not_valid(reading)
    found = [name for name in found if not (gone and name in {"B", *((*OTHERS, CACES) if not learns else ())})]
    found = [n for n in found if n not in {"B", "bike"} or "car" in found or not _inside(n, folded, reading.words)]
    found += ["A"] if of_motorbike and not gone and not {*OTHERS, CACES} & {*found} else []
    found = list(dict.fromkeys((*_letters(folded), *found)))
    return found + [name for name, said in reading.words.rhythms.items() if has_any(folded, said)]


def _letters(folded: str) -> list[str]:
    """Return the licences that letters alone name, several in one piece: "B w C", "в с"."""
    said = [token for token in tokens(folded) if token not in BESIDE_LETTERS]
    return [LETTERS[token] for token in said] if len(said) > 1 and set(said) <= LETTERS.keys() else []


def _owned(folded: str, reading: Reading) -> bool:
    """Whether a car is there, and not only what a licence is for: "a licence for a tractor and car"."""
    words = reading.words
    for way in words.licences["B"]:
        folded = folded.replace(way, " ") if has_any(folded, (way,)) and len(way.split()) > 1 else folded
    own = [way for way in words.licences["car"] if has_any(folded, (way,))]
    listed = has_any(reading.folded, words.cues.get("licence_for", ()))  # what it is for may be a clause of its own
    return bool(own) and not (listed and all(len(way.split()) == 1 for way in own))


def _not_valid(reading: Reading) -> bool:
    """Whether a licence was taken away, or is of another country and was not exchanged: no employer may count on it."""
    cues = reading.words.cues
    said = f"{reading.folded}, {' '.join(token.removeprefix('و') for token in tokens(reading.folded))}"
    foreign = has_any(said, cues.get("foreign", ())) and not has_any(said, cues.get("exchanged", ()))
    return foreign or has_any(said, cues.get("lost", ()))


def _inside(name: str, folded: str, words: Words) -> bool:
    """Whether a licence is only heard in the name of another one: "a motorbike licence", "le permis de la moto"."""
    ways = (way for other in (*OTHERS, CACES) for way in words.licences.get(other, ()))
    for way in (*ways, *words.cues.get("motorbike", ())):
        at = spot(folded, way) if way in folded else -1
        if at >= 0:
            folded = f"{_without_licence(folded[:at], words)} {folded[at + len(way) :]}"
    return not has_any(folded, words.licences[name])


def _without_licence(before: str, words: Words) -> str:
    """Return a text without the "licence of the" it ends with."""
    small = {*words.cues.get("of_whom", ()), *OF, *FOR, *words.articles}
    said = before.split()
    licence, kept = words.cues.get("a_licence", ()), len(said)
    while kept and said[kept - 1] in small:
        kept -= 1
    end = kept
    while kept and said[kept - 1] in licence:
        kept -= 1
    return " ".join(said[:kept] if kept < end else said)


def extras(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """What helps to be hired: licence, car, hours."""
    return (*(Choice(name, Phrase(f"choice.extra.{name}")) for name in EXTRAS), _choice("none"))
