"""A name, a telephone, a town: how each is read, asked for or told on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import dropwhile
from typing import Final

from flows import acts, times
from flows.contact import (
    NUMBER,
    ascii_digits,
    contact_in,
    cut_short,
    email,
    phone,
    phone_asked,
    spelled,
    without_contact,
)
from flows.content import Content, Parsed, Reading
from flows.cv import given, names, places, spelling, training
from flows.cv.extras import told_languages, told_licences
from flows.cv.presented import presented
from flows.cv.rules import _choice, ready
from flows.joints import joints
from flows.live import Live
from flows.model import Arg, Choice, Kind, Phrase, Value
from flows.reading import (
    QUESTION_MARKS,
    TO,
    answer_word,
    exactly,
    fold,
    grieves,
    has_any,
    left_out,
    pick,
    polite,
    sentences,
    tokens,
    yes_or_no,
)
from flows.words import Words, uncourteous

TOWN: Final = "cv/town"
EMPLOYERS: Final = "company"  # whose ways name places of work: "bakery"
NAME_MAX: Final = 80
FEW_NAMES, MANY_NAMES = 5, 8  # a longer answer is a sentence; with capitals it may be a long name
FEW_WORDS: Final = 8  # a longer message may hold the number of somebody else
TOWN_MAX: Final = 40
OF_A_PLACE: Final = {"de", "d", "du", "of", "near"}
POSTCODE: Final = re.compile(r"\d{5}")  # who names their town by it is understood by every recruiter
FILLERS: Final = {"euh", "heu", "hum", "hmm", "bah", "ben", "hein", "um", "uh", "erm", "ну", "يعني"}
QUESTION: Final = 2  # words of a town about which one wonders
NAMES_TOO: Final = {"bah", "ben"}  # a sound only where it opens the answer: "Mamadou Bah", "Amina Ben Salah"
TOWN_WORDS: Final = 5  # a longer answer is a sentence
STORY: Final = 8  # words: a longer message may tell a life
CUE_WORDS: Final = 4  # "j'habite en ce moment à" has more, and is asked
ARABIC_IN: Final = ("ب", "ف")
OPENING: Final = {"saint", "sainte", "st", "ste", "la", "le", "les", "new"}  # the first word of a town of several


def read_name(reading: Reading) -> Parsed | None:
    """Read a name: after "my name is" when it is there; a first name alone is fine; that of an e-mail is none."""
    if "@" in reading.text:
        reading = _beside_mail(reading)
    if any(c in "?؟" for c in reading.text):
        return None
    if left_out(reading.folded, reading.words) is not None:
        return _passed(reading, "name")
    text = given.sayings(reading)
    reading = replace(reading, text=text, folded=fold(text))
    if not text or _empty(reading):
        return None
    said = _after_cue(reading)
    kept = [w.strip(".,;:!?،") for w in said.split()]
    kept = [w for w in kept if w and names.is_word(w)]
    if grieves(reading.folded, reading.words) or given.talk(kept, reading.words) or _works(kept, reading):
        return None
    capitals = sum(w[:1].isupper() for w in kept)
    if not 1 <= len(kept) <= (MANY_NAMES if 2 * capitals > len(kept) else FEW_NAMES):
        return None
    return spelling.parsed(reading, "cv/name", _whole(names.written(" ".join(kept)), NAME_MAX))


def _passed(reading: Reading, asked: str) -> Parsed | None:
    """Pass a question whose answer is to be left out; "without a telephone" answers no other one."""
    return Parsed(Value(Kind.UNKNOWN)) if left_out(reading.folded, reading.words) == asked else None


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
        return _given(" ".join(said[end:]), reading)
    return _given(_spoken(reading, name=True), reading)


def _given(said: str, reading: Reading) -> str:
    """Return the first part of what was said; where that is a name of courtesy ("أبو محمود، خالد"), the given name."""
    first, *rest = re.split(r"[,.;:!?،]", said)
    courtesy = bool(first.split()) and fold(first.split()[0]) in names.COURTESY
    name = rest[0] if courtesy and rest and rest[0].strip() else first
    return " ".join(given.alone(name.split(), reading.words))


def _spoken(reading: Reading, *, name: bool = False) -> str:
    """Return the first sentence without the kind word or the yes that opens it ("ok, Nantes", "bonjour, Lina")."""
    said = (sentences(reading.text) or [""])[0].split()
    ways = {*reading.words.hello, *reading.words.thanks, *reading.words.answers.get("yes", ())}
    while len(said) > 1 and fold(said[0]) in ways:
        said = said[1:]
    return " ".join(_fluent(uncourteous(said, reading.words), name=name))


def _fluent(said: list[str], *, name: bool) -> list[str]:
    """Return the words without the sounds of who looks for them; what is begun again counts once ("Vi, um, Vienna")."""
    places = [i for i in range(len(said)) if _sound(said, i, name=name)]
    last = next((i for i in reversed(places) if fold("".join(said[i + 1 : i + 2])) in map(fold, said[:i])), -1)
    return [word for i, word in enumerate(said) if i > last and i not in places] or said


def _sound(said: list[str], at: int, *, name: bool) -> bool:
    """Whether a word is such a sound and no part of a name; "Bah Mamadou" is one, "bah Mamadou" is none."""
    word, then = said[at], "".join(said[at + 1 : at + 2])
    if fold(word) not in NAMES_TOO:
        return fold(word) in FILLERS
    written = name and word[:1].isupper() and word[-1:].isalpha() and then[:1].isupper()
    return not written and all(fold(before) in FILLERS for before in said[:at])


def hears(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return what any answer tells for the top of the CV: how to be reached, "my name is ...", "I live in ..."."""
    if not ready(reading.live, ""):
        return ()
    name, had = _told_name(reading), reading.live.text("cv/name")
    told = {"cv/name": "" if fold(name) == fold(had) else name, "cv/town": _told_town(reading)}
    found = [] if reading.qid == "cv/phone" else [*contact_in(reading.text), *_other_number(reading)]
    heard = spelling.heard(reading, {qid: text for qid, text in told.items() if text})
    return (*found, *heard, *told_languages(reading), *training.told(reading), *told_licences(reading))


def _other_number(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return the number that takes the place of the one given: short words with "no" or "rather" in them say so.

    Who tells one in short words where the town is asked has passed the question before, or puts its answer right.
    """
    late, had = reading.qid == TOWN, reading.live.text("cv/phone")
    number = (phone_asked if late else phone)(reading.text)
    said = tokens(fold(without_contact(reading.text)))
    corrects = had and not {*reading.words.corrections, *reading.words.negations}.isdisjoint(said)
    meant = (late or corrects) and len(said) <= FEW_WORDS and number not in {"", had}
    return (("cv/phone", Value(Kind.TEXT, text=number)),) if meant else ()


def _after(cue: str, reading: Reading) -> list[str]:
    """Return the words that follow a cue, to the next pause or the next "I"."""
    said, words = reading.text.split(), reading.words
    end = _cue_end(said, words.cues.get(cue, ()))
    if not end:
        return []
    rest = re.split(r"[,.;:!?،()]", " ".join(said[end:]))[0].split()
    stops = {*words.first, *words.negations, *joints(words).link}
    return rest[: next((i for i, w in enumerate(rest) if (fold(w).split() or [""])[0] in stops), len(rest))]


def _cue_end(said: list[str], ways: tuple[str, ...]) -> int:
    """Return the place after the first cue, the longest there; 0 when there is none."""
    folded = [fold(w) for w in said]
    whole = " ".join(folded)
    if not any(way in whole for way in ways):
        return 0
    places = ((i, n) for i in range(len(said)) for n in range(CUE_WORDS, 0, -1))
    end = next((i + n for i, n in places if " ".join(folded[i : i + n]) in ways), 0)
    more = next((n for n in range(CUE_WORDS, 0, -1) if end and " ".join(folded[end : end + n]) in ways), 0)
    return end + more if end + more < len(said) else end  # "alors moi c'est Gérard"


def _told_name(reading: Reading) -> str:
    """Return the name after "my name is": its first word, and those that follow it with a capital."""
    return names.written(" ".join(_proper(_after("called", reading)) or presented(reading)))[:NAME_MAX]


def _told_town(reading: Reading) -> str:
    """Return the town after "I live in"; "" for a country, or for "near ..."."""
    lead = {*reading.words.cues.get("town", ())}
    told = places.beside_home(places.settled(_after("lives", reading), reading.words), lead, reading.words)
    said = _proper(told)
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
        spelled(tokens(reading.folded), reading.words.numbers)  # "zero six 39 98 40 01" is more than its digits
        or phone_asked(text)
        or phone_asked(reading.text)
        or reading.hints.phone
    )
    mail = email(text) or email(reading.text)
    if number and cut_short(number, reading.content.host.country):
        return None
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
    none = picked in {"without", "none"} or left_out(reading.folded, reading.words) == "phone"
    if none or yes_or_no(reading.folded, reading.words) == "no":
        return Parsed(Value(Kind.CHOICE, ids=("none",)))
    return None


def _corrected(reading: Reading) -> str:
    """Return what comes after a correction ("06 ... 20, no, 06 ... 27"), or all."""
    said = reading.text.split()
    last = max((i for i, w in enumerate(said) if fold(w) in reading.words.corrections), default=-1)
    return " ".join(said[last + 1 :])


def phone_choices(_content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """The number told, to say yes to; or no number at all."""
    if _proposed(live):
        return (_choice("yes"), _choice("another"), _choice("without"))
    return (_choice("without"),)


def phone_variant(live: Live, _item: str) -> str:
    """Ask to confirm the number that was told, else for a number."""
    return ".told" if _proposed(live) else ""


def _proposed(live: Live) -> bool:
    """Whether a number that was told waits for a yes; who looks back at their answer is asked plainly."""
    return bool(live.text("cv/told_phone")) and not live.said("cv/phone")


def report_phone(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say that there is none, where that was the answer."""
    none = live.ids("cv/phone") == ("none",) and not live.text("cv/email")
    return Phrase("noted.without") if none else None


def phone_value(_content: Content, live: Live, _item: str, said: str) -> Value:
    """Return the number told after a yes; none without."""
    if said == "yes":
        return Value(Kind.TEXT, text=live.text("cv/told_phone") or live.text("cv/phone"))
    return Value(Kind.CHOICE, ids=("none",))


def phone_arguments(_content: Content, live: Live, _item: str) -> Mapping[str, Arg]:
    """The number told on the way, if any."""
    return {"phone": live.text("cv/told_phone")}


def read_town(reading: Reading) -> Parsed | None:
    """Read a town: a name of a few words, without the street; what stands before an @ is none, and no number is."""
    if "@" in reading.text:
        reading = _beside_mail(reading)
    if phone_asked(reading.text):
        reading = _beside_number(reading)
    if _empty(reading) or not reading.folded or _asks(reading):
        return None
    same = has_any(reading.folded, reading.words.times.get("same", ()))
    if same or left_out(reading.folded, reading.words) is not None:
        return Parsed(Value(Kind.UNKNOWN)) if same else _passed(reading, "town")
    code = tokens(reading.folded)
    if len(code) == 1 and POSTCODE.fullmatch(code[0]):
        return Parsed(Value(Kind.TEXT, text=code[0]))
    said = [w for w in places.piece(reading, _first_piece(reading)).split() if not any(c.isdigit() for c in w)]
    lead = set(reading.words.cues.get("town", ()))
    said = places.beside_home(places.settled(said, reading.words), lead, reading.words)
    while len(said) > 1 and fold(said[0]) in lead:
        said = said[1:]
    said = [_unglued(said[0], reading.content), *said[1:]] if said else said
    said = _without_house(said, lead, reading)
    while len(said) > 1 and fold(said[-1]) in {*lead, *TO}:
        said = said[:-1]  # "in Grenoble we live", as Ukrainian may say it; "Rezé, in the 44"
    told = fold(" ".join(said))
    unnamed = not {*tokens(told)}.isdisjoint(reading.words.cues.get("unnamed", ()))  # "lol", "what next"
    if told in reading.words.cues.get("nowhere", ()) or unnamed:
        return None
    if len(said) > TOWN_WORDS or any(t in reading.words.first for t in tokens(told)) or _story(reading):
        return None  # a sentence, not a town
    text = _whole(names.written(" ".join(said)), TOWN_MAX)
    return spelling.parsed(reading, TOWN, text) if text else None


def _asks(reading: Reading) -> bool:
    """Whether a message asks something, and does not only wonder how a town is called ("Lyon?", "Aix en Provence?")."""
    said = reading.text.rstrip(" ?؟").split()
    mark = reading.text.rstrip().endswith(QUESTION_MARKS)
    return mark and len(said) > QUESTION and not said[-1][:1].isupper()


def _works(said: list[str], reading: Reading) -> bool:
    """Whether words are no name, typed without a capital: an occupation ("baker"), acts, or how often and since when.

    One act may be somebody's name: "will baker", "dustin". So may an occupation in letters that have no capitals, where
    it is one word and the job was told.
    """
    text = " ".join(said)
    if _workplace(text, reading.words):
        return True
    if text != text.lower():
        return False
    job = reading.live.value("project/job")
    every = (one.words.get(reading.lang) for one in reading.content.occupations.values())
    if text.islower() or len(said) > 1 or (job is not None and not job.said):
        done = acts.named(text, reading.lang, reading.content, reading.hints.spelling) if text.islower() else ()
        if min(len(said), len(done)) > 1 or any(one and fold(text) in map(fold, one.names) for one in every):
            return True
    return _timed(fold(text), reading)


def _workplace(text: str, words: Words) -> bool:
    """Whether a text is a place of work: "bakery", "in a warehouse"; with a capital only a plain one, "Restaurant"."""
    around = {*words.articles, *words.tidy.get("place", ()), *words.small.get("with", ())}
    name = " ".join(dropwhile(around.__contains__, fold(text).split()))
    if any(name in ways for ways in words.workplaces.values()):
        return True
    return text == text.lower() and name in words.for_whom.get(EMPLOYERS, ())


def _timed(folded: str, reading: Reading) -> bool:
    """Whether a text tells how often or since when; a day, a month or a season alone may be a name."""
    span, words = times.read(folded, reading.words, reading.at), reading.words
    opens = (*words.articles, *words.times.get("every", ()), *words.times.get("since", ()))
    return span is not None and (len(span.rhythm) > 1 or has_any(folded, opens))


def _story(reading: Reading) -> bool:
    """Whether a message tells what was done: "no. Ah yes, I knitted for the parish" names no town."""
    told = acts.told(reading.text, reading.lang, reading.content, reading.hints.spelling)
    said, lives = tokens(reading.folded), has_any(reading.folded, reading.words.cues.get("lives", ()))
    return bool(told) and not lives and len(said) > STORY and not {*reading.words.first}.isdisjoint(said)


def _first_piece(reading: Reading) -> str:
    return re.split(r"[,.;:!?،]", _spoken(reading))[0]


def _beside_mail(reading: Reading) -> Reading:
    """Return what was said beside an e-mail address: other pieces of the message, where the address has its own."""
    pieces = [piece.strip() for piece in re.split(r"[,;\n،؛]+", reading.text)]
    mails = [piece for piece in pieces if "@" in piece]
    alone = all(len(piece.split()) == 1 for piece in mails)
    text = ", ".join(piece for piece in pieces if "@" not in piece) if alone else ""
    return replace(reading, text=text, folded=fold(text))


def _beside_number(reading: Reading) -> Reading:
    """Return what was said beside a telephone number; the words that only name it ("my phone is") are no town."""
    text = NUMBER.sub(" ", ascii_digits(reading.text)).strip(" ,;:.!")
    text = "" if has_any(fold(text), reading.words.questions.get("phone", ())) else text
    return replace(reading, text=text, folded=fold(text))


def _unglued(word: str, content: Content) -> str:
    """Return a town we know without the Arabic "in" that is glued to it ("فنانت"); any other word as it is."""
    known = any(fold(word[1:]) in table.towns for table in content.letters)
    return word[1:] if word[:1] in ARABIC_IN and known else word


def _without_house(said: list[str], lead: set[str], reading: Reading) -> list[str]:
    """Return what follows where somebody is housed, which is nobody's business: "at the camp in Calais"."""
    told, housed = [fold(w) for w in said], reading.words.cues.get("housed", ())
    if not has_any(" ".join(told), housed):
        return said
    last = max((i for i, w in enumerate(told) if w in {*lead, *TO, *OF_A_PLACE}), default=len(said))
    return said[last + 1 :]


def report_name(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say the name back."""
    return Phrase("noted.name", {"name": live.text("cv/name")}) if live.text("cv/name") else None
