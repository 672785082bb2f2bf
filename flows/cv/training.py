"""A school or a training: how it is told, and how it is printed.

One education is one line. Its kind comes from the catalog ("CAP", "Études à l'université"), so does its subject when we
know it ("couture"); another subject is the person's own word, shown first and printed after a yes. A place of study
told beside a diploma ("a master's, university of Kharkiv, 2002") is the same education. What was not finished is
printed as a level, never as a diploma; nothing is made out of a foreign diploma but what it is called.

An answer is kept as one id an education, "kind:subject:year:undone", with "*" for a subject in the person's own words,
which are the text of the value. Ids of one word, and "undone" or a year beside them, are of an older form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from flows import claims, times, tongue
from flows.clauses import clauses, is_denied
from flows.content import Content, Parsed, Reading
from flows.documents import Line
from flows.live import Live
from flows.model import Arg, Kind, Phrase, Value
from flows.reading import answer_word, bare, fold, has_any, named_in, private, yes_or_no
from flows.schooling import held, named
from flows.words import Words

TRAINING: Final = "cv/training"
APPROVED: Final = "cv/study"
PLACES: Final = frozenset({"university", "college", "lycee", "lyceepro", "primary", "vocational"})
GENERAL: Final = frozenset({"college", "primary"})
DIRECT: Final = frozenset({"cap", "bep", "bac", "bacpro", "bts", "dut"})  # the subject follows: "CAP couture"
LOOSE: Final = frozenset({*PLACES, "training"})  # said beside a diploma they are where it was got
MOST: Final = 3  # educations of one answer
SUBJECTS: Final = 2
LONGEST: Final = 40  # letters of a subject in the person's own words
FEW: Final = 4  # words of it
COURSE: Final = "training"  # what was said of a diploma beside it is not said of it
OWN: Final = "*"
FACTS: Final = "cv/facts"
YEAR: Final = "annee"  # "première année" is no class of school
UNIT: Final = re.compile(r"[^\W_]+(?:['’]$)?|[,;.:!?\n،()/]")
LEADS: Final = {
    "de", "d", "du", "des", "en", "la", "le", "l", "un", "une", "pro", "of", "in", "a", "an", "the", "з", "із", "в",
    "у", "في", "من",
}  # fmt: skip
HAVING: Final = {"ai", "have", "had", "got", "any"}
STOPS: Final = {
    "a", "au", "aux", "c", "voila", "dans", "chez", "mais", "enfin", "pas", "que", "qui", "avec", "depuis", "obtenu",
    "obtenue",
    "fini", "finie", "eu", "seulement", "pendant", "puis", "niveau", "apres", "il", "elle", "en", "par", "pour", "sur",
    "at", "from", "but", "with", "only", "for", "then", "leaver",
    "passed", "pass", "але", "тут", "у", "в", "на", "لكن", "بس", "ثم",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Study:
    """One education as it was told. `subject` are ids of subjects, or "*" for words of the person's own."""

    kind: str
    subject: tuple[str, ...] = ()
    year: str = ""
    undone: bool = False
    own: str = ""
    absent: bool = False  # "I do not have the bac"

    @property
    def id(self) -> str:
        """The education as it is kept."""
        return ":".join((self.kind, "+".join(self.subject), self.year, "undone" if self.undone else ""))


# ---------------------------------------------------------------- reading


def read(reading: Reading) -> Parsed | None:
    """Read schools and trainings: which, of what, whether finished, and the year if said."""
    common = answer_word(reading.folded, reading.words)
    if common in {"no", "none", "done"} or has_any(reading.folded, reading.words.edits.get("remove", ())):
        return Parsed(Value(Kind.CHOICE, ids=("none",)))  # "but not on the CV"
    if common:
        return None
    if reading.folded in reading.words.studies.get("undone", ()) and not named(reading.folded, reading.words):
        return Parsed(Value(Kind.CHOICE, ids=("none",)))
    spelling = reading.hints.spelling
    mended = " ".join(_mended(word, spelling, reading.words) for word in reading.text.split())
    told = studies(mended, reading.words, reading.at)
    if not told and (private(reading.folded, reading.words) or is_denied(reading.folded, reading.words)):
        return Parsed(Value(Kind.CHOICE, ids=("none",)))  # "I did not study much" is no line, nor a school of faith
    if not told:
        return Parsed(Value(Kind.TEXT, text=reading.text))
    own = "\n".join(study.own for study in told if study.own)
    return Parsed(Value(Kind.CHOICE, ids=tuple(study.id for study in told), text=own))


def told(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return the diplomas of a message that says "I have a ...", while none are known."""
    if reading.qid.startswith(TRAINING) or reading.live.value(TRAINING):
        return ()
    alone = reading.qid == FACTS  # a remark about the whole
    mine = (c for c in clauses(reading.text, reading.words) if not c.denied)
    said = next((c.text for c in mine if held(c.folded, reading.words, alone=alone)), "")
    had = [one for one in studies(said, reading.words, reading.at) if not (one.undone or one.absent or _loose(one))]
    own = "\n".join(one.own for one in had if one.own)
    return ((TRAINING, Value(Kind.CHOICE, ids=tuple(one.id for one in had), text=own)),) if had else ()


def _loose(study: Study) -> bool:
    """Whether it is no diploma: "I have a course tomorrow"."""
    return study.kind in LOOSE and (study.own != "" or (study.kind == COURSE and not study.subject))


def _mended(word: str, spelling: Mapping[str, str], words: Words) -> str:
    """Return a word as it was meant; a subject we know is written as it should be ("esthétique")."""
    folded = fold(word)
    return word if _known(folded, words) else spelling.get(folded, word)


def studies(text: str, words: Words, at: int) -> tuple[Study, ...]:
    """Return the educations a text tells, in its order."""
    units = UNIT.findall(text)
    found = _kinds(units, words)
    ends = [0, *(end for _, _, end in found)]
    told = [_study(kind, units, (ends[n], *place), words, at) for n, (kind, *place) in enumerate(found)]
    if not told and (subject := _known(fold(text), words)):
        told = [Study("training", subject, _year(text, words, at))]
    undone = has_any(fold(text), words.studies.get("undone", ()))
    had = told if undone else [study for study in told if not study.absent] or told
    every = [one for study in _merged(had) for one in _apart(study)]
    return tuple(replace(one, undone=one.undone or (undone and one.kind != COURSE)) for one in every[:MOST])


def _apart(study: Study) -> tuple[Study, ...]:
    """Return a school that teaches no trade and the trade told beside it ("9 класів, потім автослюсар") as two."""
    if study.kind not in GENERAL or not study.subject or study.undone:
        return (study,)
    return replace(study, subject=(), own=""), Study("training", study.subject, own=study.own)


def _kinds(units: list[str], words: Words) -> list[tuple[str, int, int]]:
    """Return each kind of education named: where its name begins, and where what is said of it ends."""
    folded = [fold(unit) for unit in units]
    named: list[tuple[int, int, str]] = []
    at = 0
    while at < len(folded):
        hit = next(((n, kind) for n in (4, 3, 2, 1) if (kind := _kind(folded[at : at + n], n, words))), None)
        if hit and folded[at + hit[0] : at + hit[0] + 1] != [YEAR]:
            named.append((at, at + hit[0], hit[1]))
        at += hit[0] if hit else 1
    ends = [*(begin for begin, _, _ in named[1:]), len(units)]
    return [(kind, after, end) for (_, after, kind), end in zip(named, ends, strict=False)]


def _kind(run: list[str], size: int, words: Words) -> str:
    ways = {said := " ".join(run), bare(said)}  # "فالباك": "in the bac"
    named = (k for k, known in words.studies.items() if k != "undone" and not ways.isdisjoint(known))
    return next(named, "") if len(run) == size else ""


def _study(kind: str, units: list[str], place: tuple[int, ...], words: Words, at: int) -> Study:
    """Return an education from what is said around its name: up to `start` it is of another one."""
    start, begin, end = place
    said = " ".join(units[begin:end])
    clause = units[begin : next((i for i in range(begin, end) if units[i] in ",;.\n،"), end)]
    before = _clause_before(units, start, begin)
    absent = _absent(_clause_before(units, 0, begin), words)
    denied = absent or any(fold(unit) in words.negations for unit in (*before, *clause))
    subject = _known(fold(" ".join((*before, *units[begin:end]))), words)
    own = "" if subject else _own(units[begin:end], words)
    return Study(kind, subject or ((OWN,) if own else ()), _year(said, words, at), denied, own, absent)


def _absent(before: list[str], words: Words) -> bool:
    """Whether a name of an education comes right after a no: "I have no bac", and not "I did not finish college"."""
    said = [t for unit in before for t in fold(unit).split()][:-1]
    last = max((i for i, t in enumerate(said) if t in words.negations), default=-1)
    small = {*LEADS, *HAVING, *words.articles, *words.possessives}
    return last >= 0 and small.issuperset(said[last + 1 :])


def _clause_before(units: list[str], start: int, begin: int) -> list[str]:
    """What is said before a name of an education in its own clause: "economic university", "I have no bac"."""
    return units[next((i + 1 for i in range(begin - 1, start - 1, -1) if units[i] in ",;.\n،"), start) : begin]


def _known(folded: str, words: Words) -> tuple[str, ...]:
    """Return the subjects of the catalog in a text, those said in more words first."""
    hits = [(len(way), name) for _, name, way in named_in(folded, words.subjects)]
    kept: list[str] = []
    for _, name in sorted(hits, reverse=True):
        way = next(w for w in words.subjects[name] if has_any(folded, (w,)))
        if name not in kept and not any(has_any(w, (way,)) for k in kept for w in words.subjects[k] if w != way):
            kept.append(name)
    return tuple(kept[:SUBJECTS])


def _own(units: list[str], words: Words) -> str:
    """Return what was studied in the person's own words: a few plain words right after the name of the education."""
    kept: list[str] = []
    undone = {way.split()[0] for way in words.studies.get("undone", ())}
    for unit in units:
        folded = fold(unit)
        if not kept and folded in LEADS:
            continue
        ends = folded in STOPS or folded in undone or folded in words.first or folded in words.negations
        if not folded.isalpha() or ends or len(kept) == FEW:
            break
        kept.append(unit.lower() if not unit.isupper() else unit)
    said = " ".join(kept)
    if has_any(fold(said), words.secrets):
        return ""
    return said if len(said) <= LONGEST and any(len(w) > 2 for w in kept) else ""  # noqa: PLR2004 - "la" is no subject


def _year(text: str, words: Words, at: int) -> str:
    span = times.read(text, words, at)
    told = span and (span.end or span.start)
    return str(told.year) if told else ""


def _merged(told: list[Study]) -> list[Study]:
    """Return the educations with each place of study given to the diploma beside it."""
    diplomas = [study for study in told if study.kind not in LOOSE]
    if not diplomas:
        return _once(told)
    kept: list[Study] = []
    waiting = Study("")
    for study in told:
        if study.kind in PLACES or (study.kind == "training" and not study.subject):
            before = kept[-1] if kept and kept[-1].kind not in LOOSE else None
            if before:
                kept[-1] = _joined(before, study)
            else:
                waiting = study
        else:
            kept.append(_joined(study, waiting) if study.kind not in LOOSE else study)
            waiting = Study("") if study.kind not in LOOSE else waiting
    return _once(kept)


def _joined(diploma: Study, place: Study) -> Study:
    """The diploma, with what was only said beside its place."""
    known = place.subject if place.subject != (OWN,) else ()
    return replace(diploma, subject=diploma.subject or known, year=diploma.year or place.year)


def _once(told: list[Study]) -> list[Study]:
    kept = {(study.kind, study.subject, study.own): study for study in told}.values()
    bare = {study.kind for study in kept if study.subject or study.year}  # said again with more
    bare |= {COURSE} if len(kept) > 1 else set()  # "an electronics diploma" of a school named with it
    return [study for study in kept if study.subject or study.year or study.kind not in bare]


# ---------------------------------------------------------------- printing


def lines(content: Content, live: Live) -> tuple[Line, ...]:
    """Return the lines of the CV: those of the catalog, and after a yes those in one's own words of its language."""
    fact = live.fact(TRAINING)
    if fact is None:
        return ()
    yes = live.fact(APPROVED)
    yes_said = yes is not None and yes.value.ids[:1] == ("yes",)
    approved = yes_said and tongue.of_line(fact.value.text, fact.lang, content) == claims.language(live)
    proof = (fact.seq, yes.seq) if yes and approved else (fact.seq,)
    if fact.value.kind is Kind.TEXT:
        text = yes.value.text if yes and approved else ""
        return (Line(Phrase("line.own", {"text": text}), proof, fact.lang),) if text else ()
    return tuple(Line(p, proof) for p in phrases(fact.value, own=approved))


def phrases(value: Value, *, own: bool) -> tuple[Phrase, ...]:
    """Return what an answer says, line by line; `own`: with the subjects in the person's own words."""
    told = _kept(value)
    words = iter(value.text.split("\n"))
    return tuple(_phrase(study, next(words, "") if OWN in study.subject else "", own=own) for study in told)


def _kept(value: Value) -> tuple[Study, ...]:
    """Return the educations of an answer, of an older form too."""
    whole = [i for i in value.ids if ":" in i]
    if whole:
        return tuple(_parsed(i) for i in whole)
    names = [i for i in value.ids if i not in {"none", "undone"} and not i.isdecimal()]
    year = next((i for i in value.ids if i.isdecimal()), "")
    return tuple(Study(name, (), year, "undone" in value.ids) for name in names)


def _parsed(kept: str) -> Study:
    kind, subject, year, undone = kept.split(":")
    return Study(kind, tuple(subject.split("+")) if subject else (), year, bool(undone))


def _phrase(study: Study, words: str, *, own: bool) -> Phrase:
    name = Phrase(f"study.{study.kind}.level" if study.undone else f"study.{study.kind}")
    subject: Arg = tuple(Phrase(f"subject.{s}") for s in study.subject if s != OWN) or (words if own else "")
    if subject:
        name = Phrase(
            "training.diploma" if study.kind in DIRECT else "training.about", {"study": name, "subject": subject}
        )
    return Phrase("time.two", {"a": name, "b": study.year}) if study.year else name


# ---------------------------------------------------------------- the yes for words of the person's own


def unsure(live: Live, _item: str) -> bool:
    """Show the line when it holds a word that is not of the catalog."""
    return bool(live.said(TRAINING) and proposal(live))


def proposal(live: Live) -> Arg:
    """Return the line that waits for a yes; "" for none."""
    value = live.value(TRAINING)
    if value is None or value.ids == ("none",):
        return ""
    if value.kind is Kind.TEXT:
        return tidied(value.text)
    told = zip(_kept(value), phrases(value, own=True), strict=True)
    return next((phrase for study, phrase in told if OWN in study.subject), "") if value.text else ""


def tidied(text: str) -> str:
    """Return a short answer fit for a CV: one clause, without an article, with its capital; "" when it is no name."""
    clause = re.split(r"[,;.:!?\n،]", text.strip())[0].split()
    while clause and fold(clause[0]) in {"un", "une", "le", "la", "oui", "a", "an", "the", "yes", "так", "نعم"}:
        clause = clause[1:]
    said = " ".join(clause)
    plain = 0 < len(clause) <= 2 * FEW and not any(c.isdigit() for c in said) and len(said) <= LONGEST
    return said[:1].upper() + said[1:] if plain else ""


def arguments(_content: Content, live: Live, _item: str) -> Mapping[str, Arg]:
    """The line as it would be printed."""
    return {"text": proposal(live)}


def approval(_content: Content, live: Live, _item: str, said: str) -> Value:
    """What is approved is kept as it was shown; what is refused is remembered as refused."""
    value = live.value(TRAINING)
    text = tidied(value.text) if said == "yes" and value is not None and value.kind is Kind.TEXT else ""
    return Value(Kind.CHOICE, ids=(said,), text=text)


def read_approval(reading: Reading) -> Parsed | None:
    """Read yes or no, or the education said another way."""
    said = yes_or_no(reading.folded, reading.words)
    if said:
        return Parsed(approval(reading.content, reading.live, reading.item, said))
    again = read(reading)
    if again is None or again.value is None or again.value.kind is Kind.TEXT:
        return None
    return Parsed(Value(Kind.CHOICE, ids=("yes",)), ((TRAINING, again.value),))
