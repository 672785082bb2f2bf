"""What is asked for a letter: the offer, the job in it, what fits it, why there, and when.

The offer is somebody else's words: nothing in it is told by the person. What is said of the person are the acts they
told, chosen among those nearest to the offer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows import acts as catalog
from flows import claims
from flows.content import Content, Parsed, Reading
from flows.live import Live
from flows.lives import known_acts, stands, trade_named
from flows.model import Arg, Choice, Kind, Phrase, Value
from flows.offers import OFFERED, PRINTED, mentioned
from flows.reading import answer_word, fold, has_any, pick, pick_several, tokens, yes_or_no
from flows.words import Words

OFFER, JOB, FACTS, WHY, OWN = "letter/offer", "letter/job", "letter/facts", "letter/why", "letter/own"
ANEW = (OFFER, JOB, "letter/employer", "letter/seen", FACTS, WHY, OWN, "letter/start")
SPOKEN = 4  # acts of the person that a letter says at most
WORDS = 3  # a reason is at least so long
NAME = 60  # characters of the name of an employer
REASON = 90  # characters of a reason in the person's own words
GLUED = re.compile(r"\b([jldnmtsc]|qu) (?=[aeiouyhéèêàâîôû])", re.IGNORECASE)  # typed with no apostrophe
SEEN = ("web", "place", "someone")
WHYS = ("close", "known", "hours", "team")
STARTS = ("now", "week", "month")


# ---------------------------------------------------------------- when


def offered(live: Live, _item: str) -> bool:
    """A letter needs a CV first: it says no more than the CV does."""
    return live.said("document/first")


def entering(live: Live) -> tuple[tuple[str, Value], ...]:
    """Return what is asked anew: a letter is for one employer. The former one stays in what was sent."""
    return tuple((qid, Value(Kind.REMOVED)) for qid in ANEW if live.fact(qid))


def has_offer(live: Live, _item: str) -> bool:
    """Whether an offer was given."""
    return live.value(OFFER) is not None and live.text(OFFER) != ""


def job_unsure(live: Live, _item: str) -> bool:
    """Ask which job it is, unless the offer names the one that is looked for, or no offer was given and one is."""
    found, sought = _codes(live), live.ids("project/job")[:1]
    return found[:1] != sought if found else not (sought or live.text("project/job"))


def has_acts(live: Live, _item: str) -> bool:
    """Whether there is something to choose from."""
    return any(_shown(live, item) for item in live.items())


def own_words(live: Live, _item: str) -> bool:
    """Show a reason in the person's own words before it is written."""
    return bool(live.text(WHY))


# ---------------------------------------------------------------- choices


def _button(name: str) -> Choice:
    return Choice(name, Phrase(f"button.{name}"))


def no_offer(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """A letter can be written without an offer."""
    return (Choice("without", Phrase("choice.letter.without")),)


def jobs(_content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """The jobs near the offer, the one that is looked for, and none of them."""
    codes = dict.fromkeys((*_codes(live), *live.ids("project/job")[:1]))
    return (*(Choice(code, Phrase(f"job.{code}")) for code in list(codes)[:OFFERED]), _button("none"))


def seen(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Where an offer can have been seen."""
    return tuple(Choice(name, Phrase(f"choice.letter.{name}")) for name in SEEN)


def acts(content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """What the person can say of themselves: nearest to the offer first."""
    return (*(Choice(name, Phrase(f"act.{name}")) for name in fitting(content, live)), _button("all"))


def whys(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Reasons that are true or not; one's own words do as well."""
    return tuple(Choice(name, Phrase(f"choice.letter.{name}")) for name in WHYS)


def starts(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """When one can begin."""
    return tuple(Choice(name, Phrase(f"choice.letter.{name}")) for name in STARTS)


def yes_change_no(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Yes, change, or no."""
    return (_button("yes"), _button("change"), _button("no"))


def own_arguments(content: Content, live: Live, _item: str) -> Mapping[str, Arg]:
    """The reason as it would be written."""
    return {"text": reason(content, live)}


def own_variant(live: Live, _item: str) -> str:
    """Say so where the words are of another language than the letter."""
    fact = live.fact(WHY)
    return ".other" if fact and fact.lang != (live.ids("cv/lang") or (PRINTED,))[0] else ""


def own_about(_live: Live) -> str:
    """Return what "change" means while the reason is shown."""
    return WHY


def own_value(content: Content, live: Live, _item: str, said: str) -> Value:
    """What is approved is kept as it was shown."""
    return Value(Kind.TEXT, text=reason(content, live)) if said == "yes" else Value(Kind.CHOICE, ids=(said,))


def reason(content: Content, live: Live) -> str:
    """Return the reason in the person's own words as it would be written, "" when it cannot be."""
    fact = live.fact(WHY)
    return tidied(live.text(WHY), content.words[fact.lang]) if fact and fact.lang in content.words else ""


# ---------------------------------------------------------------- what fits


def _codes(live: Live) -> tuple[str, ...]:
    return tuple(i for i in live.ids(OFFER) if "." not in i and i != "without")


def _told(live: Live) -> tuple[str, ...]:
    names = (n for i in live.items() for n in _shown(live, i))
    return tuple(dict.fromkeys(names))


def _shown(live: Live, item: str) -> tuple[str, ...]:
    return known_acts(live, item) if stands(live, item) else ()


def job_of(live: Live) -> str:
    """Return the code of the job the letter is for, "" when it is not known."""
    said = live.ids(JOB)[:1] or _codes(live)[:1] or live.ids("project/job")[:1]
    return said[0] if said and said != ("none",) else ""


def fitting(content: Content, live: Live) -> tuple[str, ...]:
    """Return the acts the person told: those the offer names first, then those of the job, then as told."""
    names = catalog.without_base(content, _told(live))
    named = [i for i in live.ids(OFFER) if "." in i]
    job = content.occupations.get(job_of(live))
    wanted = [*named, *(job.acts if job else ())]
    return tuple(sorted(names, key=lambda n: wanted.index(n) if n in wanted else len(wanted)))


def spoken(content: Content, live: Live) -> tuple[str, ...]:
    """Return the acts the letter says: those chosen, or the first that fit."""
    chosen = [i for i in live.ids(FACTS) if "." in i]
    known = fitting(content, live)
    return tuple(n for n in chosen if n in known)[:SPOKEN] or known[: SPOKEN - 1]


def shown_by(content: Content, live: Live, act: str) -> str:
    """Return the first experience that claims an act."""
    return next((i for i in live.items() if act in claims.names(content, live, i)), "")


# ---------------------------------------------------------------- reading


def read_job(reading: Reading) -> Parsed | None:
    """Read one of the jobs on screen, or none of them."""
    picked = pick(reading.folded, reading.choices, (), reading.words)
    none = answer_word(reading.folded, reading.words) in {"no", "none"}
    found = picked or ("none" if none else "")
    return Parsed(Value(Kind.CHOICE, ids=(found,))) if found else None


def read_employer(reading: Reading) -> Parsed | None:
    """Read the name of an employer: one line, as it is written."""
    text = " ".join(reading.text.split())
    told = bool({*tokens(reading.folded)} & {*reading.words.first})  # "I like people" is nobody's name
    if answer_word(reading.folded, reading.words) or told or not any(c.isalpha() for c in text) or len(text) > NAME:
        return None
    return Parsed(Value(Kind.TEXT, text=text.strip(" .,;:!?")))


def read_choice(reading: Reading) -> Parsed | None:
    """Read one of the choices on screen, by its number, its label or the words people have for it."""
    picked = pick(reading.folded, reading.choices, (), reading.words)
    ids = [c.id for c in reading.choices]
    named = next((n for n in ids if has_any(reading.folded, reading.words.letter.get(n, ()))), "")
    found = picked if picked in {*SEEN, *WHYS, *STARTS} else named
    return Parsed(Value(Kind.CHOICE, ids=(found,))) if found else None


def read_facts(reading: Reading) -> Parsed | None:
    """Read which acts to say: numbers, "all", or the acts in words."""
    picked = pick_several(reading.folded, reading.choices, (), reading.words)
    if picked:
        return Parsed(Value(Kind.CHOICE, ids=picked))
    mine = set(_told(reading.live))
    named = mentioned(reading, reading.lang)
    found = tuple(n for n in dict.fromkeys(named) if n in mine)
    return Parsed(Value(Kind.CHOICE, ids=found)) if found else None


def read_why(reading: Reading) -> Parsed | None:
    """Read a reason on screen, or one in the person's own words, which is shown before it is written."""
    chosen = read_choice(reading)
    if chosen or answer_word(reading.folded, reading.words):
        return chosen
    long_enough = len(tokens(reading.folded)) >= WORDS and tidied(reading.text, reading.words)
    return Parsed(Value(Kind.TEXT, text=reading.text)) if long_enough else None


def read_own(reading: Reading) -> Parsed | None:
    """Read yes or no."""
    said = yes_or_no(reading.folded, reading.words)
    return Parsed(own_value(reading.content, reading.live, reading.item, said)) if said else None


def tidied(text: str, words: Words) -> str:
    """Return a reason fit for a letter: its first sentence, a capital, a full stop; "" if it is too long."""
    first = re.split(r"(?<=[.!?؟])\s|\n", " ".join(text.split()))[0].strip(" .!?…؟,;")
    because = next((way for way in words.letter.get("because", ()) if fold(first).startswith(f"{way} ")), "")
    first = " ".join(first.split()[len(because.split()) :]) if "'" not in first.split()[0] else first
    first = GLUED.sub(r"\1'", first) if words.lang == PRINTED else first
    plain = 0 < len(first) <= REASON and not any(c.isdigit() or c == "@" for c in first)
    return f"{first[:1].upper()}{first[1:]}." if plain else ""


# ---------------------------------------------------------------- reports


def report_offer(content: Content, live: Live, _item: str) -> Phrase | None:
    """Say which job was found in the offer."""
    codes, sought = _codes(live), live.value("project/job")
    if not codes:
        return None
    own = sought.text if sought and codes[0] in sought.ids else ""  # a seller of bicycles sells no food
    return Phrase("letter.read", {"job": trade_named(content, own, live.lang) if own else Phrase(f"job.{codes[0]}")})
