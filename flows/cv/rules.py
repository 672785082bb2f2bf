"""Reading what a CV needs: a name, how to be reached, a town, languages, training, licence and hours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from flows.clauses import BUT, LINKS, clauses
from flows.contact import contact_in, email, phone, phone_asked, spelled, without_contact
from flows.content import Content, Parsed, Reading
from flows.cv import names, spelling
from flows.live import Live
from flows.model import Arg, Choice, Kind, Phrase, Value
from flows.reading import (
    TO,
    answer_word,
    by_way,
    exactly,
    fold,
    has_any,
    pick,
    pick_several,
    polite,
    sentences,
    tokens,
    tongues,
    windows,
    yes_or_no,
)
from flows.words import Words, uncourteous

NAME_MAX: Final = 80
FEW_NAMES, MANY_NAMES = 5, 8  # a longer answer is a sentence; with capitals it may be a long name
FEW_WORDS: Final = 8  # a longer message may hold the number of somebody else
TOWN_MAX: Final = 40
POSTCODE: Final = re.compile(r"\d{5}")  # who names their town by it is understood by every recruiter
FILLERS: Final = {"euh", "heu", "hum", "hmm", "bah", "ben", "hein", "um", "uh", "erm", "ну", "يعني"}
DENIED: Final = "denied"  # in place of a level: the language is not spoken
TOWN_WORDS: Final = 5  # a longer answer is a sentence
LANGUAGES: Final = "cv/languages"
SMALL: Final = 4  # letters of a word that may open any piece: "very", "mais"
CUE_WORDS: Final = 4  # "j'habite en ce moment à" has more, and is asked
OTHERS: Final = ("A", "AM", "C", "D")  # licences of other vehicles than a car
EXTRAS: Final = ("B", "car", "full", "early", "weekend")
OPENING: Final = {"saint", "sainte", "st", "ste", "la", "le", "les", "new"}  # the first word of a town of several
AND: Final = re.compile(r"(?<!\w)و(\w{3,})")
SKILLS: Final = ("speak", "read", "write")  # levels that are said together: "spoken and written"
FORMS_OF_TITLE: Final = ("m", "f", "n")
ONE_TITLE: Final = frozenset({"K1303", "N1101", "N1105"})  # jobs whose French title is the same for everybody
NO_GENDER: Final = frozenset({"en"})  # languages in which the two forms of a title are one


def ready(live: Live, _item: str) -> bool:
    """Ask it of everybody who agreed or refused to be kept."""
    return live.said("charter/consent") and "minor" not in live.ids("charter/consent")


def may_ready(live: Live, _item: str) -> bool:
    """What a first CV asks of everybody who may agree alone."""
    return "minor" not in live.ids("charter/consent")


def improving(live: Live, _item: str) -> bool:
    """Ask it after the first CV, when the person wants to go on."""
    return live.ids("cv/more") == ("go",)


def may_improve(live: Live, _item: str) -> bool:
    """What may still be asked after the first CV, until the person says whether to go on."""
    return live.said("document/first") and live.value("cv/more") is None


def delivered(live: Live, _item: str) -> bool:
    """Ask it once the first CV is in the chat."""
    return live.said("document/first")


def facts_agreed(live: Live, _item: str) -> bool:
    """Draw the CV once the three facts were looked at."""
    return live.value("cv/facts") is not None


def in_french(live: Live, item: str) -> bool:
    """Offer *tu* where the language has both."""
    return improving(live, item) and live.lang == "fr"


def may_address(live: Live, item: str) -> bool:
    """*Tu* may still be offered."""
    return may_improve(live, item) and live.lang == "fr"


def may_study(live: Live, item: str) -> bool:
    """The education may still have to be shown for a yes."""
    return (may_improve(live, item) or improving(live, item)) and live.value("cv/training") is None


def has_job(live: Live, item: str) -> bool:
    """Ask the form of the title when there is one to write in two forms, in a language that has two."""
    return improving(live, item) and _two_titles(live)


def may_title(live: Live, item: str) -> bool:
    """The form of the title may still be asked."""
    return may_improve(live, item) and _two_titles(live)


def _two_titles(live: Live) -> bool:
    value = live.value("project/job")
    several = value is not None and bool(value.ids) and not value.text and value.ids[0] not in ONE_TITLE
    return several and live.lang not in NO_GENDER


# ---------------------------------------------------------------- reading


def read_name(reading: Reading) -> Parsed | None:
    """Read a name: after "my name is" when it is there; a first name alone is fine."""
    if _empty(reading) or any(c.isdigit() or c in "?؟" for c in reading.text):
        return None
    said = _after_cue(reading)
    kept = [w.strip(".,;:!?،") for w in said.split()]
    kept = [w for w in kept if w and names.is_word(w)]
    if _talk(reading, kept):
        return None
    capitals = sum(w[:1].isupper() for w in kept)
    if not 1 <= len(kept) <= (MANY_NAMES if 2 * capitals > len(kept) else FEW_NAMES):
        return None
    return spelling.parsed(reading, "cv/name", _whole(names.written(" ".join(kept)), NAME_MAX))


def _talk(reading: Reading, said: list[str]) -> bool:
    """Whether words are talk and hold no name: "no name please", "why do you ask"."""
    folded = [fold(word) for word in said]
    words = reading.words
    return bool(folded) and (folded[0] in words.negations or bool({*folded} & {*words.cues.get("unnamed", ())}))


def _whole(text: str, most: int) -> str:
    """Return as many whole words as fit."""
    return text if len(text) <= most else text[: most + 1].rpartition(" ")[0] or text[:most]


def _empty(reading: Reading) -> bool:
    """Whether a message is a yes, a greeting or thanks, or opens or ends with a no: no name and no town."""
    denies = answer_word(reading.folded, reading.words) == "no"
    return denies or bool(exactly(reading.folded, reading.words) or polite(reading.folded, reading.words))


def _after_cue(reading: Reading) -> str:
    """Return what follows "my name is"; otherwise the first part of the message."""
    said, ways = reading.text.split(), reading.words.cues.get("name", ())
    end = _cue_end(said, ways)
    if end and end >= len(said):  # "Tetiana is my name"
        last = next(n for n in range(CUE_WORDS, 0, -1) if fold(" ".join(said[-n:])) in ways)
        return " ".join(said[:-last])
    if end:
        return _given(" ".join(said[end:]))
    return _given(_spoken(reading))


def _given(said: str) -> str:
    """Return the first part of what was said; where that is a name of courtesy ("أبو محمود، خالد"), the given name."""
    first, *rest = re.split(r"[,.;:!?،]", said)
    courtesy = bool(first.split()) and fold(first.split()[0]) in names.COURTESY
    return rest[0] if courtesy and rest and rest[0].strip() else first


def _spoken(reading: Reading) -> str:
    """Return the first sentence without the kind word or the yes that opens it ("ok, Nantes", "bonjour, Lina")."""
    said = (sentences(reading.text) or [""])[0].split()
    ways = {*reading.words.hello, *reading.words.thanks, *reading.words.answers.get("yes", ())}
    while len(said) > 1 and fold(said[0]) in ways:
        said = said[1:]
    return " ".join(_fluent(uncourteous(said, reading.words)))


def _fluent(said: list[str]) -> list[str]:
    """Return the words without the sounds of who looks for them; what is begun again counts once ("Vi, um, Vienna")."""
    places = [i for i, word in enumerate(said) if fold(word) in FILLERS]
    last = next((i for i in reversed(places) if fold("".join(said[i + 1 : i + 2])) in map(fold, said[:i])), -1)
    return [word for word in said[last + 1 :] if fold(word) not in FILLERS] or said


def hears(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return what any answer tells for the top of the CV: how to be reached, "my name is ...", "I live in ..."."""
    if not ready(reading.live, ""):
        return ()
    told = {"cv/name": _told_name(reading), "cv/town": _told_town(reading)}
    found = [] if reading.qid == "cv/phone" else [*contact_in(reading.text), *_other_number(reading)]
    heard = spelling.heard(reading, {qid: text for qid, text in told.items() if text})
    return (*found, *heard, *_told_languages(reading))


def _other_number(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return the number that takes the place of the one given: short words with "no" or "rather" in them say so."""
    number, had = phone(reading.text), reading.live.text("cv/phone")
    said = tokens(fold(without_contact(reading.text)))
    corrects = not {*reading.words.corrections, *reading.words.negations}.isdisjoint(said) and len(said) <= FEW_WORDS
    return (("cv/phone", Value(Kind.TEXT, text=number)),) if had and number not in {"", had} and corrects else ()


def _after(cue: str, reading: Reading) -> list[str]:
    """Return the words that follow a cue, to the next pause or the next "I"."""
    said, words = reading.text.split(), reading.words
    end = _cue_end(said, words.cues.get(cue, ()))
    if not end:
        return []
    rest = re.split(r"[,.;:!?،()]", " ".join(said[end:]))[0].split()
    stops = {*words.first, *words.negations, *LINKS}
    return rest[: next((i for i, w in enumerate(rest) if (fold(w).split() or [""])[0] in stops), len(rest))]


def _cue_end(said: list[str], ways: tuple[str, ...]) -> int:
    """Return the place after the first cue, the longest there; 0 when there is none."""
    folded = [fold(w) for w in said]
    whole = " ".join(folded)
    if not any(way in whole for way in ways):
        return 0
    places = ((i, n) for i in range(len(said)) for n in range(CUE_WORDS, 0, -1))
    return next((i + n for i, n in places if " ".join(folded[i : i + n]) in ways), 0)


def _told_name(reading: Reading) -> str:
    """Return the name after "my name is": its first word, and those that follow it with a capital."""
    return names.written(" ".join(_proper(_after("called", reading))))[:NAME_MAX]


def _told_town(reading: Reading) -> str:
    """Return the town after "I live in"; "" for a country, or for "near ..."."""
    said = _proper(_after("lives", reading))
    if not said:
        return ""
    known = {*reading.words.cues.get("nowhere", ()), *reading.words.possessives}
    return "" if fold(said[0]) in known else names.written(" ".join(said))[:TOWN_MAX]


def _proper(said: list[str]) -> list[str]:
    """Return the words of a proper noun: the first one, the one after "Saint", and those that follow with a capital."""
    if not said or not re.fullmatch(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", said[0]):
        return []
    end = 2 if fold(said[0]) in OPENING else 1
    while end < min(len(said), 4) and said[end][:1].isupper():
        end += 1
    return said[:end]


def read_phone(reading: Reading) -> Parsed | None:
    """Read a phone, an e-mail, "the same" or "none". A number is kept as it is dialled."""
    text = _corrected(reading)
    number = (
        phone_asked(text)
        or phone_asked(reading.text)
        or reading.hints.phone
        or spelled(tokens(reading.folded), reading.words.numbers)
    )
    mail = email(text) or email(reading.text)
    also = (("cv/email", Value(Kind.TEXT, text=mail)),) if mail else ()
    if number:
        return Parsed(Value(Kind.TEXT, text=number), also)
    if mail:
        return Parsed(Value(Kind.CHOICE, ids=("none",)), also)
    told = reading.live.text("cv/told_phone")
    picked = pick(reading.folded, reading.choices, (), reading.words)
    same = has_any(reading.folded, reading.words.cues.get("same", ())) or picked == "yes"
    if told and same:
        return Parsed(Value(Kind.TEXT, text=told))
    if picked in {"without", "none"} or yes_or_no(reading.folded, reading.words) == "no":
        return Parsed(Value(Kind.CHOICE, ids=("none",)))
    return None


def _corrected(reading: Reading) -> str:
    """Return what comes after a correction ("06 ... 20, no, 06 ... 27"), or all."""
    said = reading.text.split()
    last = max((i for i, w in enumerate(said) if fold(w) in reading.words.corrections), default=-1)
    return " ".join(said[last + 1 :])


def phone_choices(_content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """The number told, to say yes to; or no number at all."""
    if live.text("cv/told_phone"):
        return (_choice("yes"), _choice("another"), _choice("without"))
    return (_choice("without"),)


def phone_variant(live: Live, _item: str) -> str:
    """Ask to confirm the number that was told, else for a number."""
    return ".told" if live.text("cv/told_phone") else ""


def phone_value(_content: Content, live: Live, _item: str, said: str) -> Value:
    """Return the number told after a yes; none without."""
    if said == "yes":
        return Value(Kind.TEXT, text=live.text("cv/told_phone") or live.text("cv/phone"))
    return Value(Kind.CHOICE, ids=("none",))


def phone_arguments(_content: Content, live: Live, _item: str) -> Mapping[str, Arg]:
    """The number told on the way, if any."""
    return {"phone": live.text("cv/told_phone")}


def _choice(name: str) -> Choice:
    return Choice(name, Phrase(f"button.{name}"))


def read_town(reading: Reading) -> Parsed | None:
    """Read a town: a name of a few words, without the street."""
    if _empty(reading) or phone(reading.text):
        return None
    if has_any(reading.folded, reading.words.times.get("same", ())):
        return Parsed(Value(Kind.UNKNOWN))
    code = tokens(reading.folded)
    if len(code) == 1 and POSTCODE.fullmatch(code[0]):
        return Parsed(Value(Kind.TEXT, text=code[0]))
    said = [w for w in _town_piece(reading).split() if not any(c.isdigit() for c in w)]
    lead = set(reading.words.cues.get("town", ()))
    while len(said) > 1 and fold(said[0]) in lead:
        said = said[1:]
    somebody = {*reading.words.kin, *reading.words.persons, *reading.words.possessives}
    told = [fold(w) for w in said]
    if not somebody.isdisjoint(told):  # "Nancy, I live at my daughter's"
        said = said[: next((i for i, w in enumerate(told) if i and w in lead), len(said))]
    while len(said) > 1 and fold(said[-1]) in {*lead, *TO}:
        said = said[:-1]  # "in Grenoble we live", as Ukrainian may say it; "Rezé, in the 44"
    if len(said) > TOWN_WORDS or any(t in reading.words.first for t in tokens(fold(" ".join(said)))):
        return None  # a sentence, not a town
    text = _whole(names.written(" ".join(said)), TOWN_MAX)
    return spelling.parsed(reading, "cv/town", text) if text else None


def _town_piece(reading: Reading) -> str:
    """Return the first piece of the answer that denies nothing ("I would rather not say ... Rezé")."""
    pieces = [p for p in re.split(r"[,.;:!?،]+", reading.text) if p.strip()]
    denied = [any(t in reading.words.negations for t in tokens(fold(p))) for p in pieces]
    plain = next((p for p, no in zip(pieces, denied, strict=True) if not no), "")
    return plain if any(denied) else re.split(r"[,.;:!?،]", _spoken(reading))[0]


def read_facts(reading: Reading) -> Parsed | None:
    """Read the answer to "is it right?": yes, "that is all", a number instead of the one there, a name spelled anew."""
    number = phone(reading.text)
    if number:
        return Parsed(None, (("cv/phone", Value(Kind.TEXT, text=number)),))
    said = yes_or_no(reading.folded, reading.words)
    agreed = said == "yes" or answer_word(reading.folded, reading.words) == "done"
    return Parsed(Value(Kind.CHOICE, ids=("yes",))) if agreed else spelling.respelled(reading)


def read_more(reading: Reading) -> Parsed | None:
    """Read whether to go on and make the CV better; plain thanks mean that it is good as it is."""
    thanked = polite(reading.folded, reading.words) == "thanks"
    said = "no" if thanked else yes_or_no(reading.folded, reading.words)
    return Parsed(Value(Kind.CHOICE, ids=("go" if said == "yes" else "no",))) if said else None


def read_languages(reading: Reading) -> Parsed | None:
    """Read languages, each with the level that was said: "Arabic, spoken", "French A2"."""
    found: dict[str, str] = {}
    for piece in re.split(r"[,;.:،/\n]+", _apart(reading.text, reading.words)):
        for name, level in _languages(fold(piece), reading, tuple(found)):
            if level == DENIED:
                found.pop(name, "")
            else:
                found[name] = level or found.get(name, "")
    ids = tuple(f"{name}:{level}" if level else name for name, level in found.items())
    return Parsed(Value(Kind.CHOICE, ids=ids)) if ids else None


def _apart(text: str, words: Words) -> str:
    """Return the text with a pause where Arabic joins a language, or its level, by a glued "and" ("عربي وفرنسي")."""
    known = {**by_way(words.languages), **by_way(words.levels)}
    return AND.sub(lambda found: f", {found[1]}" if fold(found[1]) in known else found[0], text)


def _told_languages(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return the languages of a sentence that says "I speak ...", while none are known."""
    if reading.qid == LANGUAGES or reading.live.value(LANGUAGES):
        return ()
    ways = reading.words.cues.get("speaks", ())
    said = next((s for s in sentences(reading.text) if has_any(fold(s), ways)), "")
    parsed = read_languages(replace(reading, text=said, folded=fold(said))) if said else None
    return ((LANGUAGES, parsed.value),) if parsed and parsed.value else ()


def _languages(folded: str, reading: Reading, before: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the languages of a piece, each with its level; a piece that names none tells of the one before."""
    said = tokens(folded)
    known, degrees = tongues(reading.words)
    names, levels = _runs(said, known), _runs(said, degrees)
    denied = any(clause.denied for clause in clauses(folded, reading.words))
    if not names:
        level = _level([name for name, _, _ in levels], denied=denied)
        if _another(said, levels, reading):
            return []  # "Cantonese a little": of a language we do not know
        return [(before[-1], level)] if before and level else []
    told: dict[str, list[str]] = {name: [] for name, _, _ in names}
    for name, start, end in levels:
        told[_nearest(names, start, end)].append(name)
    if denied and not levels and any(said[:start] for _, start, _ in names):
        return [(name, DENIED) for name in told]  # "not English"
    return [(name, _level(of, denied=denied)) for name, of in told.items()]


def _another(said: Sequence[str], levels: Sequence[tuple[str, int, int]], reading: Reading) -> bool:
    """Whether a piece opens with a word that is neither a level nor a small one: it names something else."""
    words = reading.words
    small = {*words.first, *words.articles, *words.possessives, *words.negations, *LINKS, *words.corrections}
    return bool(levels) and levels[0][1] == 1 and said[0] not in small and len(said[0]) > SMALL


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


def _level(told: Sequence[str], *, denied: bool) -> str:
    """Return the level that was said; what is denied is a little less: spoken, not written."""
    if not denied:
        skills = [name for name in SKILLS if name in told]
        return "+".join(skills) if told and told[0] in SKILLS else "".join(told[:1])
    if "write" in told or "read" in told:
        return "speak"
    return (
        "little" if {"well", "little"} & {*told} else "understand" if "understand" in told else DENIED if told else ""
    )


def read_extras(reading: Reading) -> Parsed | None:
    """Read licence, car and hours, several in one answer; what is denied is not kept."""
    picked = tuple(i for i in pick_several(reading.folded, reading.choices, (), reading.words) if i != "done")
    if picked:
        return Parsed(Value(Kind.CHOICE, ids=picked))
    said = tokens(reading.folded)
    told = clauses(reading.text, reading.words)
    nexts = (*(clause.folded[0] for clause in told[1:]), "")[: len(told)]
    claimed = [
        fold(c.text) for c, then in zip(told, nexts, strict=True) if not (c.denied or (c.fronted and then not in BUT))
    ]
    denied = len(claimed) < len(told) or yes_or_no(reading.folded, reading.words) == "no"
    found = [name for piece in claimed for name in _extras_in(piece, reading)]
    if found:
        return Parsed(Value(Kind.CHOICE, ids=tuple(dict.fromkeys(found))))
    if denied or answer_word(reading.folded, reading.words):
        return Parsed(Value(Kind.CHOICE, ids=("none",)))
    return Parsed(Value(Kind.TEXT, text=reading.text)) if len(said) > 1 else None


def _extras_in(folded: str, reading: Reading) -> list[str]:
    """Return what one piece of an answer names; who is learning to drive has no licence yet."""
    ways = reading.words.licences
    found = [name for name in ways if name != "none" and has_any(folded, ways[name])]
    learns = "code" in found and not has_any(folded, ("permis b", "le b", "license b", "licence b"))
    found = [name for name in found if not (learns and name == "B")]
    found = [name for name in found if name not in {"B", "bike"} or "car" in found or not _inside(name, folded, ways)]
    return found + [name for name, said in reading.words.rhythms.items() if has_any(folded, said)]


def _inside(name: str, folded: str, ways: Mapping[str, Sequence[str]]) -> bool:
    """Whether a licence is only heard in the name of another one: "a motorbike licence"."""
    for way in (way for other in OTHERS for way in ways.get(other, ())):
        folded = folded.replace(way, " ") if has_any(folded, (way,)) else folded
    return not has_any(folded, ways[name])


def extras(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """What helps to be hired: licence, car, hours."""
    return (*(Choice(name, Phrase(f"choice.extra.{name}")) for name in EXTRAS), _choice("none"))


def titles(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Three ways to write the job."""
    return tuple(Choice(name, Phrase(f"choice.title.{name}")) for name in FORMS_OF_TITLE)


def title_arguments(_content: Content, live: Live, _item: str) -> Mapping[str, Arg]:
    """The three titles of the job."""
    code = (live.ids("project/job") or ("",))[0]
    return {name: Phrase(f"job.{code}.{name}") for name in FORMS_OF_TITLE}


def read_choice(reading: Reading) -> Parsed | None:
    """Read one of the choices on screen."""
    picked = pick(reading.folded, reading.choices, (), reading.words)
    content = tuple(c for c in reading.choices if c.id not in {"menu", "skip", "human"})
    named = next((c.id for c in content if c.id == reading.folded), None)
    agreed = answer_word(reading.folded, reading.words) in {"yes", "done", "no", "none"}
    found = picked or named or ("n" if agreed and any(c.id == "n" for c in content) else None)
    return Parsed(Value(Kind.CHOICE, ids=(found,))) if found else None


def addresses(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """The polite form and the familiar one."""
    return tuple(Choice(name, Phrase(f"choice.address.{name}")) for name in ("vous", "tu"))


def yes_change(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Yes, or change something."""
    return (_choice("yes"), _choice("change"))


def yes_change_no(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Yes, change, or no."""
    return (_choice("yes"), _choice("change"), _choice("no"))


def go_later(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Go on, later, or a person."""
    return (Choice("go", Phrase("button.continue")), _choice("later"), _choice("human"))


def fact_arguments(content: Content, live: Live, _item: str) -> Mapping[str, Arg]:
    """Three facts to look at: what was done and how long, the job, how to be reached."""
    from flows.cv.document import reach, story, wanted  # noqa: PLC0415 - the document knows how a fact is written

    return {"done": story(content, live), "job": wanted(content, live), "reach": reach(content, live)}


def report_name(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say the name back."""
    return Phrase("noted.name", {"name": live.text("cv/name")}) if live.text("cv/name") else None
