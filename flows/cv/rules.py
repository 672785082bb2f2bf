"""Reading what a CV needs: a name, how to be reached, a town, languages, training, licence and hours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.contact import phone
from flows.content import Content, Parsed, Reading
from flows.cv import spelling
from flows.live import Live
from flows.model import Arg, Choice, Kind, Phrase, Value
from flows.reading import (
    answer_word,
    pick,
    polite,
    tokens,
    yes_or_no,
)

FORMS_OF_TITLE: Final = ("m", "f", "n")
# Jobs whose French title is the same for everybody.
ONE_TITLE: Final = frozenset({"A1402", "A1403", "F1604", "F1606", "F1704", "K1303", "N1101", "N1105"})
FEW: Final = 6  # words of an answer that names its choice among others
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


def _choice(name: str) -> Choice:
    return Choice(name, Phrase(f"button.{name}"))


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
    said = tokens(reading.folded)
    told = [c.id for c in content if c.id == reading.folded or (len(c.id) > 1 and c.id in said and len(said) <= FEW)]
    named = told[0] if len(told) == 1 else None  # "let us say tu"
    agreed = answer_word(reading.folded, reading.words) in {"yes", "done", "no", "none"}
    found = picked or named or ("n" if agreed and any(c.id == "n" for c in content) else None)
    return Parsed(Value(Kind.CHOICE, ids=(found,))) if found else None


def read_address(reading: Reading) -> Parsed | None:
    """Read the polite form or the familiar one, named by itself or by its verb: "on peut se tutoyer"."""
    said = {*tokens(reading.folded)}
    named = [name for name in ("vous", "tu") if said & {*reading.words.small.get(name, ())}]
    if len(named) == 1 and not said & {*reading.words.negations}:
        return Parsed(Value(Kind.CHOICE, ids=(named[0],)))
    return read_choice(reading)


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
