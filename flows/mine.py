"""My data: what is kept, who may do what with it, how it is taken along, and how all of it is erased.

What only the store can count comes from outside, and so does whether what is taken along could be made. None of it is
an answer, and nothing is kept of having asked.
"""

from __future__ import annotations

from typing import Final

from flows import allowing, asking, discreet, follow, held, keeping
from flows.live import PLAYED
from flows.model import Ask, Attach, Cancel, Consult, Erase, Phrase
from flows.turn import HIDES, Turn, choice

MENU: Final = "menu/mine"
SEE, TAKE = "mine", "take"  # outside work: what is kept is counted; what is taken along is made
DOCUMENT: Final = "mine"  # what is put in the chat: all of it as a file
ARCHIVE, PAPER = "zip", "pdf"  # its formats: all of it for a machine and a person; what is said here, to be read


def kept(turn: Turn) -> bool:
    """Whether what is told here is still there tomorrow."""
    return "refuse" not in turn.trace.live.ids(allowing.KEEPING)


def data(turn: Turn) -> None:
    """Say what is kept, and offer to erase it, or to take it along."""
    told = (f.qid for f in turn.facts if f.value.said and not f.qid.startswith(PLAYED))
    count = len({qid for qid in told if held.subject(qid)})
    along = (choice("elsewhere"),) if kept(turn) else ()
    followed = bool(follow.followers(turn))
    along = (*along, choice("seen")) if turn.event.hints.desk or asking.agreement(turn) or followed else along
    along = (*along, choice(follow.WORD)) if followed else along
    along = (*along, choice("agreements")) if turn.trace.live.said(allowing.KEEPING) else along
    if "agree" in turn.trace.live.ids(allowing.KEEPING):
        keeping.told(turn)
    along = (*along, choice("set_code")) if discreet.offered(turn) else along
    along = (*along, choice("drop_code")) if discreet.code(turn.facts) else along
    turn.ask_this(
        "menu/data", "ask.data", (choice("erase"), choice("see_data"), *along, choice("continue")), "any", {"n": count}
    )


def see(turn: Turn) -> None:
    """Say what is kept, once the store has counted what no fact tells."""
    turn.effects.append(Consult(SEE, f"{SEE}:{turn.event.id}"))


def counted(turn: Turn, text: str) -> None:
    """Say it, a bubble a chapter, and offer to take it along, to put it right, to erase it."""
    if not text:
        turn.first("mine.failed")
        turn.ask()
        return
    for chapter in held.chapters(turn.content, turn.facts, text):
        turn.say(chapter.heading, *chapter.lines)
    ways = ("take_data", "data_paper", "change", "erase", "continue")
    turn.ask_this("menu/mine", "ask.mine", tuple(choice(name) for name in ways), "any")


def meant(_turn: Turn, _asked: Ask, folded: str) -> str:
    """Return the page to be read where its format alone is said: here "pdf" is not the CV."""
    return "data_paper" if folded == PAPER else ""


def take(turn: Turn) -> None:
    """Make one file of everything, for the person and for any program."""
    turn.say(Phrase("mine.making"))
    turn.effects.append(Consult(TAKE, f"{TAKE}:{turn.event.id}", ARCHIVE))


def paper(turn: Turn) -> None:
    """Make a page to be read of what is kept."""
    turn.say(Phrase("mine.paper.making"))
    turn.effects.append(Consult(TAKE, f"{TAKE}:{turn.event.id}", PAPER))


def made(turn: Turn, text: str) -> None:
    """Put what was made in the chat: its formats, up to which fact, and how many documents it had no room for."""
    parts = text.split()
    if not parts:
        turn.first("mine.failed")
        turn.ask()
        return
    formats, upto, left = parts[0].split("+"), int(parts[1]), int(parts[2])
    turn.effects += [Attach(DOCUMENT, form, upto) for form in formats]
    turn.say(Phrase(_here(formats)), *((Phrase("mine.left", {"n": left}),) if left else ()))
    turn.ask()


def _here(formats: list[str]) -> str:
    """Return the key of what is said of files: all in one, a page to be read, or two where the app takes no zip."""
    if formats == [ARCHIVE]:
        return "mine.here"
    return "mine.paper.here" if formats == [PAPER] else "mine.two.here"


def erase(turn: Turn) -> None:
    """Ask once before everything is erased."""
    turn.ask_this("menu/erase", "ask.erase", (choice("yes"), choice("no")), "any")


def erase_now(turn: Turn) -> None:
    """Erase everything."""
    turn.effects.append(Cancel())
    turn.say(Phrase("erased"), topic=HIDES)
    turn.effects.append(Erase())
