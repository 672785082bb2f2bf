"""What is known of a case at a glance: the lines of its summary, and which of them a counsellor set aside.

The summary is the core's (flows/summary.py) and the same the person can see. A line is named by what it is about and
the facts it rests on, so a line that was set aside comes back by itself once the person told more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.desk.known import answers
from bot.desk.opening import Open
from bot.store.desk import Case, Line
from bot.transcript import words
from flows.asking import WAITS
from flows.content import Content
from flows.documents import Point
from flows.live import known
from flows.model import Phrase, State, Tap
from flows.reading import answer_word, command, fold, polite
from flows.summary import About, at_the_desk
from flows.turn import PROPOSED, named


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of the summary as it stands on the page, the messages it rests on, and who set it aside, "" for nobody."""

    key: str
    phrase: Phrase
    sources: Sequence[str]
    day: Phrase | None
    by: str = ""


def points(content: Content, found: Open, lang: str, window: int | None) -> Sequence[Point]:
    """Return the lines of the summary for a reader of this language; each leads to messages that may be read."""
    about = about_of(content, found.case, found.known, found.state, window)
    several = at_the_desk(content, found.facts, found.state, replace(about, lang=lang))
    if found.whole:
        return several
    read = {line.message.id for line in (*found.lines, *found.known)}
    return [replace(one, sources=tuple(source for source in one.sources if source in read)) for one in several]


def about_of(content: Content, case: Case, lines: Sequence[Line], state: State, window: int | None) -> About:
    """Return what a summary says beside the facts, for the person's own language.

    Who was written to first, or whose talk was taken up again, did not ask: nothing they wrote is of that time.
    """
    asks, asked = _asks(lines), case.asked
    if not any(line.message.event and line.message.event.at == asked for line in lines):
        return About(state.lang, window_minutes=window, asks=asks)
    line = _told_meanwhile(content, case, lines, state) or _asked_with(content, case, lines, state)
    if line is None or line.message.event is None:
        return About(state.lang, at=asked, window_minutes=window, asks=asks)
    message = line.message
    return About(state.lang, None, words(line.message.event), message.id, message.at, window, asks)


def _asked_with(content: Content, case: Case, lines: Sequence[Line], state: State) -> Line | None:
    """Return what the person wrote last before they asked, when it says more than that they ask."""
    before = (line for line in reversed(lines) if line.message.at <= case.asked)
    return next((line for line in before if _tells(line, content, state)), None)


def _told_meanwhile(content: Content, case: Case, lines: Sequence[Line], state: State) -> Line | None:
    """Return what the person wrote first under the screen of the wait: it is what they ask somebody for."""
    under = False
    for line in lines:
        bubble = line.message.bubble
        if bubble is not None:
            under = bubble.question == WAITS and line.message.at >= case.asked
        elif under and _tells(line, content, state):
            return line
    return None


def _tells(line: Line, content: Content, state: State) -> bool:
    """Whether somebody wrote more there than that they ask, agree, greet or thank."""
    event, spoken = line.message.event, content.words.get(state.lang)
    if event is None or isinstance(event.body, Tap) or spoken is None:
        return False
    folded = fold(words(event))
    return bool(folded) and not (command(folded, spoken) or answer_word(folded, spoken) or polite(folded, spoken))


def _asks(lines: Sequence[Line]) -> Mapping[str, str]:
    """Return the questions that were asked, each with the message in which it was asked last."""
    bubbles = (line.message.bubble for line in lines)
    return {bubble.question: bubble.id for bubble in bubbles if bubble and bubble.question}


def key_of(point: Point) -> str:
    """Return the name of a line and of what it rests on."""
    return f"{point.id}:{','.join(map(str, point.proof))}"


def seen(several: Sequence[Point], aside: Mapping[str, str], names: Mapping[str, str]) -> list[Seen]:
    """Return the lines as they stand on the page."""
    return [
        Seen(
            key_of(point),
            point.phrase,
            point.sources,
            point.day,
            names.get(aside.get(key_of(point), ""), ""),
        )
        for point in several
    ]


def correctable(content: Content, found: Open, several: Sequence[Point]) -> list[tuple[str, Phrase]]:
    """Return the questions whose answers stand in the summary, and the open one.

    Each has its id, and its short name with the answer: a life has several dates.
    """
    said = {slot.qid: answer for slot, answer in answers(content, found.facts, found.state.dossier)}
    by_seq = {fact.seq: fact.qid for fact in found.facts}
    qids = [by_seq[seq] for point in several for seq in point.proof if seq in by_seq]
    asked = found.state.asked.qid if found.state.asked else ""
    options = []
    for qid in dict.fromkeys((asked, *qids)):
        question = known(content, qid)
        if question is not None and question.kind not in {"note", "document"} and question.topic != "consent":
            name, answer = Phrase(named(question)), said.get(qid)
            options.append((qid, Phrase("desk.fix.told", {"what": name, "answer": answer}) if answer else name))
    return options


def proposed(content: Content, found: Open) -> list[tuple[Phrase, str]]:
    """Return what was proposed and waits for the person's yes: the short name of each question, and the words."""
    waiting = [
        (key.removeprefix(PROPOSED), text) for key, text in found.state.notes.items() if key.startswith(PROPOSED)
    ]
    asked = [(known(content, qid), text.partition("\n")[2]) for qid, text in waiting]
    return [(Phrase(named(question)), text) for question, text in asked if question]
