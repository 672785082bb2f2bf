"""What is kept: papers to be had again, what is missing, the dossier on another phone, and somebody else on this one.

All of it is asked for by words, at any moment; nothing here changes an answer.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flows import lacking, lives
from flows.content import DRAWN
from flows.live import DOCUMENT, LOOKS, PLAYED, aside, known
from flows.model import Attach, Choice, Consult, Fact, How, Kind, Leave, Phrase, Value
from flows.turn import FEW, Turn, choice, named, shorten

SHOWN = f"{DOCUMENT}shown"  # a CV that was asked for: no question stands behind it
SECOND = 1000  # milliseconds
CODE = "code"  # outside work, a note and a menu: the words that bring a dossier back
LINK, FOLLOWED = "link", "followed"  # notes of a link's word: it was followed just now; it waits for a yes
ELSEWHERE = {
    "telegram": "link.telegram",
    "whatsapp": "link.whatsapp",
    "web": "link.web",  # the page in another browser: a phone's
}  # apps in which a link goes on, and how it is said
GONE = ("follow_gone", "follow.gone")  # an invitation that opens nothing any more: the note, and what is said
SINCE = ("follow_since", "follow.since")  # one of somebody who follows already
LANG = "cv/lang"  # the note of the language a CV is in
OF_ALL = frozenset({"cv", "anonymous"})  # papers of the way everybody goes, whatever was asked behind doors
FORMATS = frozenset({"docx", "txt", "json", "png"})  # of a CV that came as one file
PAPER = "paper"  # begins the choice of a paper, before the number of its fact


def history(turn: Turn) -> None:
    """Offer the papers that were made, the newest first."""
    made = _papers(turn)
    if not made:
        turn.first("history.none")
        turn.ask()
        return
    labels = [_label(turn, fact) for fact in made]
    offered = (
        Choice(f"{PAPER}:{fact.seq}", one if labels.count(one) == 1 else _numbered(turn, made, fact))
        for fact, one in zip(made, labels, strict=True)
    )
    choices = shorten((*offered, choice("continue")), turn.noted("page.menu/history"))
    turn.ask_this("menu/history", "ask.history", choices, "cv_ready")


def again(turn: Turn, seq: str) -> None:
    """Put a paper in the chat once more, as it was."""
    fact = next((f for f in turn.facts if str(f.seq) == seq and f.qid.startswith(DOCUMENT)), None)
    if fact is None or not fact.value.text.isdecimal():
        turn.first("gone")
        turn.ask()
        return
    document, _, formats = draws(turn, fact).partition(":")
    turn.effects += [Attach(document, form, int(fact.value.text)) for form in formats.split("+")]
    turn.first("history.here")
    turn.ask()


def missing(turn: Turn) -> None:
    """Say what would make the CV better, by the short names of what was not asked yet, and go on."""
    more = turn.trace.live.fact("cv/more")
    if more and turn.trace.live.ids("cv/more") != ("go",):
        turn.keep("cv/more", Value(Kind.REMOVED), "", How.BUTTON)  # what was put off is offered again
    left, passed = lacking.unasked(turn.content, turn.trace.live, turn.coming), lacking.passed(turn.trace)
    if passed and not left and turn.cur() is None:
        offered = (Choice(f"q:{slot.qid}", Phrase(named(slot.question))) for slot in passed[:FEW])
        turn.ask_this("menu/missing", "ask.missing", (*offered, choice("continue")), "any")
        return
    keys = [named(question) for question in (*left, *(slot.question for slot in passed))]
    what = tuple(Phrase(key) for key in dict.fromkeys(keys))[:FEW]
    turn.lead.append(Phrase("missing.list", {"what": what}) if what else Phrase("missing.none"))
    turn.ask()


def draws(turn: Turn, fact: Fact) -> str:
    """Return what a paper is, and in which formats it was made."""
    question = known(turn.content, fact.qid)
    return question.draws if question else DRAWN


def _papers(turn: Turn) -> list[Fact]:
    """Return the papers that were made, the newest first; one that was made twice of the same answers stands once."""
    made: dict[tuple[str, int], Fact] = {}
    for fact in turn.facts:
        if fact.qid.startswith(DOCUMENT) and fact.value.said:
            made[draws(turn, fact), _rests_on(turn, fact)] = fact
    return sorted(made.values(), key=lambda fact: fact.seq, reverse=True)


def _rests_on(turn: Turn, paper: Fact) -> int:
    """Return the newest answer a paper was made of; a CV holds nothing of what is asked behind a door."""
    upto = int(paper.value.text) if paper.value.text.isdecimal() else 0
    own = draws(turn, paper).partition(":")[0] not in OF_ALL
    apart = aside(turn.content) - LOOKS
    told = (f for f in turn.facts if f.seq <= upto and not f.qid.startswith((DOCUMENT, *PLAYED)))
    return max((f.seq for f in told if own or f.qid not in apart), default=0)


def _kind(turn: Turn, fact: Fact) -> str:
    """Return what a paper is called by: what it is, or its format where that is not the common one."""
    document, _, formats = draws(turn, fact).partition(":")
    return formats if document == "cv" and formats in FORMATS else document


def _label(turn: Turn, fact: Fact) -> Phrase:
    upto = int(fact.value.text) if fact.value.text.isdecimal() else 0
    told = [f for f in turn.facts if f.qid == LANG and f.seq <= upto and f.dossier == fact.dossier]
    if told and draws(turn, fact) == DRAWN:
        return Phrase("choice.paper.lang", {"language": Phrase(f"language.{told[-1].value.ids[0]}")})
    day = datetime.fromtimestamp(fact.at / SECOND, UTC)
    month = Phrase(f"month.of.{day.month}")
    return Phrase(f"choice.history.{_kind(turn, fact)}", {"day": str(day.day), "month": month})


def _numbered(turn: Turn, made: list[Fact], fact: Fact) -> Phrase:
    """Return the label of one of several papers of a kind and a day: the how manyth of its kind it is."""
    kind = _kind(turn, fact)
    older = [one for one in made if _kind(turn, one) == kind and one.seq <= fact.seq]
    return Phrase(f"choice.paper.{kind}", {"n": len(older)})


# ---------------------------------------------------------------- another phone, and somebody else


def code(turn: Turn) -> None:
    """Make four words that bring this dossier back on another phone; an agreement to keep it comes first."""
    if turn.trace.live.ids("charter/consent") != ("agree",):
        turn.first("code.consent")
        turn.ask()
        return
    turn.effects.append(Consult(CODE, f"{CODE}:{turn.event.id}"))
    turn.say(Phrase("code.making"))


def have_code(turn: Turn) -> None:
    """Ask for the four words. The shell looks at them first; those that open a dossier are not kept."""
    turn.note(CODE, "1")
    turn.ask_this("menu/code", "ask.code", (choice("continue"),), "any")


def no_code(turn: Turn) -> None:
    """Say that these words open nothing; what was told here stays."""
    turn.first("code.unknown")
    have_code(turn)


def returned(turn: Turn) -> None:
    """Say that a dossier came back, that none rests here, or that a link opens none."""
    for note, key in (("back", "code.back"), ("alone", "not_me.none"), ("gone", "link.gone"), GONE, SINCE):
        if turn.noted(note):
            turn.note(note)
            turn.first(key)
            if note == "back":
                where(turn)


def where(turn: Turn) -> None:
    """Say which experience was spoken of, where the screen does not show it any more."""
    slot = turn.cur()
    if slot is not None and slot.item and lives.stands(turn.trace.live, slot.item):
        turn.first("where", what=lives.title_of(turn.content, turn.trace.live, slot.item, turn.state.lang))


def made(turn: Turn, text: str) -> None:
    """Show the four words and the links that go on in another app: a line each, the app and the address. "": none."""
    words, *lines = text.split("\n")
    if not words:
        turn.first("code.failed")
        turn.ask()
        return
    turn.say(Phrase("code.here", {"code": words}))
    links = [(app, address) for app, _, address in (line.partition(" ") for line in lines) if app in ELSEWHERE]
    if links:
        turn.say(*(Phrase(ELSEWHERE[app], {"link": address}) for app, address in links), Phrase("link.once"))
    turn.ask()


def which(turn: Turn) -> None:
    """Ask which dossier is meant, where a link was followed and another one is here: they are never made one."""
    turn.note(FOLLOWED, turn.noted(LINK) or turn.noted(FOLLOWED))
    turn.note(LINK)
    offered = (Choice("continue", Phrase("choice.link.stay")), choice("dossier_link"))
    turn.ask_this("menu/link", "ask.link", offered, "any")


def follow(turn: Turn) -> None:
    """Put this dossier aside for the one of the link that was followed."""
    word = turn.noted(FOLLOWED)
    turn.note(FOLLOWED)
    turn.effects.append(Leave(before=False, link=word))


def not_me(turn: Turn) -> None:
    """Offer a dossier of their own to who is another person."""
    me = Choice("continue", Phrase("choice.not_me.me"))
    turn.ask_this("menu/not_me", "ask.not_me", (choice("dossier_new"), choice("dossier_before"), me), "any")


def leave(turn: Turn) -> None:
    """Put this dossier aside for a new one."""
    turn.effects.append(Leave(before=False))


def go_back(turn: Turn) -> None:
    """Put this dossier aside for the one that rested here."""
    turn.effects.append(Leave(before=True))
