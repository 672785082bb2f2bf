"""What somebody asks a model for: a line of theirs in clearer words, their words in another language.

And what it says of an answer of a practice, beside what we say. It is only shown, or kept after a yes; where it cannot
be had, that is said once.

Nothing waits: the place stays as it was. What comes when the person has gone on is nothing, but for a line they asked
for: that one is shown before the next question. No number and no act may be new in a line.
"""

from __future__ import annotations

from typing import Final

from flows import acts, aided, allowing, claims, purposes, reading
from flows.aided import FEEDBACK, JOB, TRANSLATION, WORDING, Aid
from flows.live import known
from flows.model import BY_THE_PERSON, Ask, Choice, Consult, Fact, How, Kind, Phrase, Result, Text, Value, Voice
from flows.proposing import LATE, awake, may, numbers
from flows.turn import Turn, agreed, begins

MENU: Final = "menu/reworded"
WANTS: Final = "helped.wants"  # the note of what was asked for: what, of which message, when, what was on screen
BESIDE: Final = "helped.beside"  # the note of an answer that is looked at, in the same form
DUE: Final = "helped.line"  # the note of the line that is to be shown: its question, what it was, what it would be
ONCE: Final = "helped.once"  # the note of what waits for the yes to a model
TAKE, LEAVE = "reworded_yes:", "reworded_no:"  # begin the choices of a line; its question ends them
IMPROVE, TRANSLATE = "improve", "translate"
USES: Final = "helped.uses"  # the note of the screen on which a count is waited for
LINES: Final = ("letter/own", "/own", "/ours")  # end the questions whose answers are lines of one's own
OTHER: Final = "en"  # the language of a translation for who speaks that of the CV
SHORTEST: Final = 12  # letters
LONGER: Final = 2  # times as long as it was, at most
MOST: Final = 24  # words of what is said of an answer
SHOWN: Final = 200  # letters
ANSWERS: Final = "/answer"  # ends the questions of a practice


# ---------------------------------------------------------------- asking


def improve(turn: Turn) -> None:
    """Have a line of one's own said more clearly: the one on screen, else the newest."""
    if not _ready(turn, IMPROVE):
        return
    qid = _line(turn)
    if qid:
        _asks_for(turn, f"{WORDING}:{qid}", turn.event.id)
    else:
        turn.first("helped.no_line")
        turn.ask()


def translate(turn: Turn, code: str = "") -> None:
    """Have one's last words translated: into a language that is named, that of the CV, or another one."""
    if not _ready(turn, f"{TRANSLATE} {code}".strip()):
        return
    told = next((fact for fact in reversed(turn.facts) if _tells(turn, fact)), None)
    paper = claims.language(turn.trace.live)
    to = code or (paper if paper != turn.state.lang else OTHER)
    if told is None or to == turn.state.lang:
        turn.first("helped.no_words")
        turn.ask()
        return
    _asks_for(turn, f"{TRANSLATION}:{to}", told.source)


def _tells(turn: Turn, fact: Fact) -> bool:
    """Whether an answer is words of one's own: a story, never a name or a number."""
    question = known(turn.content, fact.qid)
    free = question is not None and question.free and not question.pasted
    return free and fact.how in {How.TEXT, How.EDIT} and len(fact.raw) >= SHORTEST


def _ready(turn: Turn, what: str) -> bool:
    """Whether a model may be asked now; where it may not, it is said why, or asked whether it may."""
    host, facts = turn.content.host, turn.facts
    if may(turn):
        return True
    if host.helped and agreed(turn.trace.live) and purposes.unasked(host, facts, purposes.MODEL):
        turn.note(ONCE, what)
        allowing.ask(turn, purposes.MODEL)
    else:
        turn.first("helped.refused" if host.helped and agreed(turn.trace.live) else "helped.none")
        turn.ask()
    return False


def allowed(turn: Turn) -> None:
    """A model may help, or not: what waited for the answer is done, or is not."""
    what, _, code = turn.noted(ONCE).partition(" ")
    turn.note(ONCE)
    if not may(turn) or not what:
        turn.first("kept")
        turn.ask()
    elif what == IMPROVE:
        improve(turn)
    else:
        translate(turn, code)


def _line(turn: Turn) -> str:
    """Return the question whose answer is the line that is meant; "" for none."""
    slot, live = turn.cur(), turn.trace.live
    if slot is not None and slot.qid.endswith(LINES[1:]) and slot.item and _one(live.fact(f"exp/{slot.item}/tidy")):
        return f"exp/{slot.item}/tidy"
    own = [f for qid, f in live.facts.items() if qid.endswith(LINES) and f.value.kind is Kind.TEXT and _one(f)]
    return max(own, key=lambda fact: fact.seq).qid if own else ""


def _one(fact: Fact | None) -> bool:
    """Whether an answer is one line."""
    text = fact.value.text if fact else ""
    return len(text) >= SHORTEST and "\n" not in text


def _asks_for(turn: Turn, about: str, key: str) -> None:
    _notes(turn, WANTS, about, key)
    turn.effects.append(Consult(JOB, key, about))
    turn.say(Phrase("helped.asking", {}, turn.state.version % 3 + 1))


def _notes(turn: Turn, note: str, about: str, key: str) -> None:
    screen = turn.state.asked.id if turn.state.asked else "-"
    turn.note(note, f"{about} {key} {turn.event.at} {screen} {turn.state.dossier}")


def settle(turn: Turn) -> None:
    """At the end of a turn: have a model look at an answer of a practice that was just given."""
    if not isinstance(turn.event.body, BY_THE_PERSON) or not awake(turn) or not may(turn):
        return
    given = [f for f in turn.new if f.qid.startswith("interview/") and f.qid.endswith(ANSWERS) and f.value.text]
    if given and len(given[-1].value.text) >= SHORTEST and isinstance(turn.event.body, Text | Voice):
        about = f"{FEEDBACK}:{given[-1].qid}"
        _notes(turn, BESIDE, about, given[-1].source)
        turn.effects.append(Consult(JOB, given[-1].source, about))


# ---------------------------------------------------------------- what comes back


def came(turn: Turn, result: Result) -> None:
    """Show what was asked for, or say once that it cannot be had."""
    if result.qid == aided.USES:
        _counted(turn, result)
        return
    note = BESIDE if result.qid.startswith(FEEDBACK) else WANTS
    about, key, at, screen, dossier = (*turn.noted(note).split(" "), "", "", "", "", "")[:5]
    meant = (about, key, dossier) == (result.qid, result.key, str(turn.state.dossier))
    if not meant or not awake(turn) or turn.event.at - int(at) > LATE:
        return
    stays = turn.state.asked is not None and turn.state.asked.id == screen
    aid = aided.read(result.text) if result.ok and may(turn) else None
    if note == BESIDE:
        if aid is not None and stays:
            turn.note(note)
            _of_an_answer(turn, aid)
        return
    turn.note(note)
    shown = aid is not None and (stays or about.startswith(WORDING)) and _has(turn, about, aid)
    if about.startswith(WORDING) and shown and stays:
        _card(turn)
    elif stays:
        if not shown:
            turn.first("helped.not_now")
        turn.ask()


def _has(turn: Turn, about: str, aid: Aid) -> bool:
    """Whether what came can be shown; it is said first, or noted to be shown."""
    kind, _, qid = about.partition(":")
    if kind == TRANSLATION:
        turn.say(Phrase("helped.mark"), Phrase("helped.translated", {"text": aid.text}))  # as long as it is
        return bool(aid.text)
    fact = next((f for f in reversed(turn.facts) if f.qid == qid), None)
    if fact is None or not _one(fact) or not _nothing_new(turn, fact.value.text, aid.text):
        return False  # or it was written anew meanwhile, on several lines
    turn.note(DUE, f"{qid}\n{fact.value.text}\n{aid.text}")
    return True


def _nothing_new(turn: Turn, before: str, now: str) -> bool:
    """Whether a line says no number and no act that it did not say before, and is another one."""
    told = [{one.act for one in acts.told(text, turn.state.lang, turn.content, {})} for text in (before, now)]
    fresh = numbers(turn, now) - numbers(turn, before) or told[1] - told[0]
    same = reading.fold(before) == reading.fold(now)
    return bool(now) and not fresh and not same and len(now) <= LONGER * max(len(before), SHORTEST)


def asks(turn: Turn) -> bool:
    """Show a line that came after the person had gone on, before the next question."""
    due = bool(turn.noted(DUE)) and isinstance(turn.event.body, BY_THE_PERSON) and awake(turn) and may(turn)
    if due:
        _card(turn)
    return due


def _card(turn: Turn) -> None:
    qid, _, lines = turn.noted(DUE).partition("\n")
    before, _, now = lines.rpartition("\n")
    turn.note(DUE)
    turn.note(f"{DUE}:{qid}", f"{before}\n{now}")
    turn.first("helped.mark")
    turn.first("helped.line", before=before, now=now)
    offered = (Choice(f"{TAKE}{qid}", Phrase("button.yes")), Choice(f"{LEAVE}{qid}", Phrase("button.no")))
    turn.ask_this(MENU, "ask.reworded", offered, "confirm_skill")


def meant(turn: Turn, asked: Ask, folded: str) -> str:
    """Return the choice that words stand for; "" for none. Not knowing is no yes."""
    word = reading.answer_word(folded, turn.words) or ""
    return begins(asked, {"yes": TAKE, "no": LEAVE, "none": LEAVE, "unknown": LEAVE}.get(word, ""))


def answered(turn: Turn, name: str) -> None:
    """Take the line, or leave it; an old button is about the line it showed, and says so when that is another now."""
    way, _, qid = name.partition(":")
    before, _, now = turn.noted(f"{DUE}:{qid}").rpartition("\n")
    turn.note(f"{DUE}:{qid}")
    fact = next((f for f in reversed(turn.facts) if f.qid == qid and f.dossier == turn.state.dossier), None)
    if not now or fact is None or fact.value.text != before:
        turn.first("already")
    elif f"{way}:" == LEAVE:
        turn.first("helped.line.left")
    else:
        life = f"exp/{qid.split('/')[1]}/tidy" if qid.startswith("exp/") else qid
        words = next((f for f in turn.facts if f.qid == life and f.how is not How.MODEL), fact)  # they are the proof
        for one in _answers(turn, qid):
            turn.keep(one, Value(Kind.TEXT, text=now), words.raw or before, How.MODEL, words.source)
        turn.first("helped.line.kept")
    turn.ask()


def _answers(turn: Turn, qid: str) -> tuple[str, ...]:
    """Return the questions whose answer the line is: of a life, as it is tidied and as it is approved."""
    if not qid.startswith("exp/"):
        return (qid,)
    item, slot = qid.split("/")[1], turn.cur()
    card = slot.qid if slot and slot.qid.endswith(LINES[1:]) else f"exp/{item}/own"
    return (f"exp/{item}/tidy", card if qid.endswith("/tidy") else qid)


def _of_an_answer(turn: Turn, aid: Aid) -> None:
    """Say one thing of an answer, with the words it is about: nothing new in it, and no question."""
    for one in aid.found:
        short = len(one.text.split()) <= MOST and len(one.text) <= SHOWN and len(one.quote) <= SHOWN
        if short and not numbers(turn, one.text) - numbers(turn, one.quote) and "?" not in one.text:
            turn.first("helped.mark")
            turn.say(Phrase("helped.beside", {"words": one.quote, "text": one.text}))
            return


# ---------------------------------------------------------------- how often


def count(turn: Turn) -> None:
    """Have it counted how often a model was asked for this person; it is said under the agreements."""
    if turn.content.host.helped and agreed(turn.trace.live):
        turn.note(USES, turn.event.id)
        turn.effects.append(Consult(JOB, turn.event.id, aided.USES))


def _counted(turn: Turn, result: Result) -> None:
    aid = aided.read(result.text) if result.ok else None
    on_screen = turn.state.asked is not None and turn.state.asked.qid == allowing.MENU
    if turn.noted(USES) != result.key or aid is None or not aid.text.isdecimal() or not (awake(turn) and on_screen):
        return
    turn.note(USES)
    turn.say(Phrase("helped.uses", {"n": int(aid.text)}))
