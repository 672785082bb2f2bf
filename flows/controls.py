"""What a person can do at every step: back, keep, change, pause, restart, a human, my data, language, help.

Each is a word and a button. None of them answers a question, so none of them touches what a person said, except
a restart (which begins a new dossier and keeps the old one) and an erasure, both after one confirmation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from flows import (
    acts,
    allowing,
    aloud,
    asking,
    discreet,
    follow,
    kept,
    mine,
    notice,
    numbers,
    pauses,
    readers,
    spans,
    tips,
    wanted,
    workshop,
)
from flows.content import Content, Form
from flows.live import DOCUMENT, MAIN, Live, Slot
from flows.lives import job_shown, stands
from flows.model import Arg, Ask, Choice, Frame, How, Kind, Phrase, Value
from flows.turn import ALLOW as SCREEN
from flows.turn import CONSENT, PRACTICE, TOLD, WORDINGS, Turn, choice, shorten

SAID_BACK = 40  # characters of the person's own words that are shown as an answer
LOOKED_OVER = frozenset({"cv/facts", "cv/more", "project/now"})  # they hold nothing of their own to change
Told: TypeAlias = "Sequence[tuple[str, Value]]"
MENU = ("back", "change", "pause", "human", "data", "language")
SPEAK = "menu/speak"  # asks whether to go on in a language that was written
SPEAKS = "lang:"  # begins the choice of a language


def run(turn: Turn, name: str, told: Told = ()) -> bool:
    """Do what a control word says, or open the door of that name; False when there is neither.

    `told` is what the words that open a door answer already.
    """
    action, door = ACTIONS.get(name), [form for form in turn.content.forms if form.door == name]
    if action:
        action(turn)
    elif door:
        enter(turn, door, told)
    return bool(action or door)


def has(name: str) -> bool:
    """Whether a word works everywhere."""
    return name in ACTIONS


def enter(turn: Turn, forms: Sequence[Form], told: Told = ()) -> None:
    """Go through a door: its questions come now, and then the way goes on where it was."""
    live, door = turn.trace.live, forms[0].door
    if not any(form.offered(live, "") for form in forms):
        turn.lead.append(Phrase(forms[0].closed))
        turn.ask()
        return
    for qid, value in (pair for form in forms for pair in form.entering(live)):
        turn.keep(qid, value, "", How.BUTTON)
    for qid, value in told:
        turn.keep(qid, value)
    while turn.top.kind != "main":  # a side trip is not taken from inside another
        turn.pop()
    turn.push(Frame(door, "side"))
    turn.ask()


def pressed(turn: Turn, name: str) -> bool:
    """Do what a button says; False when it is a choice of the question."""
    return name not in SPOKEN and run(turn, name)


def led(turn: Turn, name: str) -> bool:
    """Go where a choice leads: to a question asked again, to another language. False when it leads nowhere."""
    kind, _, rest = name.partition(":")
    if kind == "q":
        change_one(turn, rest)
    elif kind == "lang":
        speak(turn, rest)
    elif kind == kept.PAPER:
        kept.again(turn, rest)
    elif kind == allowing.ALLOW:
        allowing.ask(turn, rest, wanted=False)
    return kind in {"q", "lang", kept.PAPER, allowing.ALLOW}


def back(turn: Turn) -> None:
    """Look at the answer before this one; nothing is lost."""
    if turn.top.kind == "change":
        turn.pop()
        turn.ask()
        return
    aside = turn.top.form if turn.top.kind == "side" else ""
    open_to_all = (s for s in turn.trace.answered() if s.door == aside or not (aside or s.question.explains))
    before = _before(turn, tuple(open_to_all))
    if before is None and aside:
        turn.pop()  # back through the door
        turn.ask()
        return
    if before is None:
        turn.first("back.first")
        turn.ask()
        return
    turn.focus(before.qid)
    look(turn, before)


def _before(turn: Turn, answered: tuple[Slot, ...]) -> Slot | None:
    """Return the answered question before the one that is open, in the order of the path."""
    cur = turn.cur()
    order = [s.qid for s in turn.trace.reached]
    here = order.index(cur.qid) if cur and cur.qid in order else len(order)
    earlier = [s for s in answered if order.index(s.qid) < here]
    return earlier[-1] if earlier else None


def look(turn: Turn, slot: Slot) -> None:
    """Show the answer given, with "keep" and "take it off", and ask the question again."""
    turn.show(slot)
    fact = turn.trace.live.fact(slot.qid)
    if fact and not slot.question.leads and (fact.value.said or not slot.question.parting):
        said = answer(turn, slot)
        turn.first("back.was", answer=said.rstrip(" .") or said if isinstance(said, str) else said)
    question = slot.question
    offered = question.choices(turn.content, turn.trace.live, slot.item)
    turn.ask_this(
        slot.qid,
        question.say + question.variant(turn.trace.live, slot.item),
        shorten(turn.beside(slot, offered), turn.noted(f"page.{slot.qid}")),
        question.topic,
        turn.args(slot),
        question,
    )


def keep(turn: Turn) -> None:
    """Walk one answer forward, keeping it as it is."""
    turn.understood(turn.top.focus)
    if turn.top.kind == "change":
        turn.pop()
        turn.first("kept")
        turn.ask()
        return
    waiting = (*turn.trace.answered(), *turn.trace.open, *turn.trace.aside)
    order = [s for s in turn.trace.reached if s in waiting]
    cur = turn.cur()
    asked = {s.qid for s in (*turn.trace.open, *turn.trace.aside)}  # a document that is not there yet is where she was
    after = [
        s
        for s in order[_index(order, cur) + 1 :]
        if (s.qid in asked or s.question.kind not in {"note", "document"}) and (cur is None or s.door == cur.door)
    ]
    turn.first("kept")
    if turn.top.focus and after and after[0].qid in turn.trace.live.facts:
        turn.focus(after[0].qid)
        look(turn, after[0])
        return
    turn.focus("")
    turn.ask()


def _index(order: list[Slot], slot: Slot | None) -> int:
    return order.index(slot) if slot in order else -1


def change(turn: Turn) -> None:
    """Offer what was said, the newest first, to change one thing; or the one thing that is looked at."""
    slot = turn.cur()
    about = slot.question.about(turn.trace.live) if slot else ""
    if about:
        change_one(turn, about)
        return
    told = (s for s in turn.trace.answered() if s.question.topic != "consent" and not s.question.explains)
    answered = [s for s in told if s.qid not in LOOKED_OVER and not s.question.leads]
    if not answered:
        turn.first("change.nothing")
        turn.ask()
        return
    options = tuple(Choice(f"q:{s.qid}", label(s)) for s in reversed(answered))
    turn.ask_this("menu/change", "ask.change", (*paged(turn, "menu/change", options), choice("keep")), "any")


def paged(turn: Turn, qid: str, options: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return one screen of options and "more" when there are others."""
    size = 5
    if len(options) <= size:
        return options
    page = int(turn.noted(f"page.{qid}") or "0")
    pages = [options[i : i + size] for i in range(0, len(options), size)]
    return (*pages[page % len(pages)], choice("more"))


def changed(turn: Turn, slot: Slot) -> Phrase:
    """Return that an answer was changed; once there is a CV, how to see the new one."""
    made = turn.trace.live.said(f"{DOCUMENT}first") and not slot.door and slot.qid != CONSENT
    return Phrase("changed.made" if made else "changed", {"what": label(slot)})


def change_one(turn: Turn, qid: str) -> None:
    """Ask one question again on purpose; the way goes on from where it was."""
    slot = turn.trace.slot(qid)
    if slot is None:
        turn.first("gone")
        turn.ask()
        return
    turn.push(Frame(MAIN, "change", qid))
    look(turn, slot)


def change_named(turn: Turn, name: str) -> bool:
    """Ask the newest answered question of that name again ("change my town"); False when none was answered."""
    named = [s.qid for s in turn.trace.answered() if s.qid.rpartition("/")[2] == name]
    if named:
        change_one(turn, named[-1])
    return bool(named)


def label(slot: Slot) -> Phrase:
    """Return the short name of a question, for a button."""
    return Phrase(_named("label.", slot))


def _named(family: str, slot: Slot) -> str:
    return family + slot.question.id.replace("/*", "").replace("/", ".")


def answer(turn: Turn, slot: Slot) -> Arg:
    """Return an answer as it can be shown to the person."""
    return answered(turn.content, turn.trace.live, slot)


def answered(content: Content, live: Live, slot: Slot) -> Arg:
    """Return an answer as it can be shown: what is kept of a story, else the person's own words, or what was tapped."""
    fact = live.fact(slot.qid)
    if fact is None:
        return ""
    value, raw = fact.value, fact.raw
    if value.kind in {Kind.UNKNOWN, Kind.SKIPPED}:
        return Phrase(f"button.{'unknown' if value.kind is Kind.UNKNOWN else 'skip'}")
    if value.kind is Kind.TEXT:
        return value.text.replace("\n", " · ")
    if value.kind is Kind.TIME:
        told = spans.phrase(value.span) if value.span else None
        return told if told and len(raw) > SAID_BACK else raw
    if value.text and slot.question.topic == "project":
        return job_shown(content, live, fact)
    offered = {c.id: c.label for c in slot.question.choices(content, live, slot.item)}
    named = (offered.get(one) or _once_offered(content, slot, one) for one in value.ids)
    known = tuple(label for label in named if label)
    plain = len(raw) > SAID_BACK or slot.question.kind == "confirm" or not any(len(w) > 3 for w in raw.split())  # noqa: PLR2004 - "1 et 3"
    return known if known and plain else raw or "…"


def _once_offered(content: Content, slot: Slot, name: str) -> Phrase | None:
    """Return how an act or a job is called that stood in a list which is another one by now; None for anything else."""
    if slot.question.topic == "tasks" and acts.act(content, name):
        return Phrase(f"act.{name}")
    return Phrase(f"job.{name}") if slot.question.topic == "project" and name in content.occupations else None


def language(turn: Turn) -> None:
    """Offer the languages there are."""
    options = tuple(Choice(f"lang:{code}", Phrase(f"language.{code}")) for code in turn.content.languages)
    turn.ask_this("menu/language", "ask.language", paged(turn, "menu/language", options), "language")


def speak(turn: Turn, code: str) -> None:
    """Go on in another language; the place is kept."""
    go_over(turn, code)
    turn.ask()


def go_over(turn: Turn, code: str) -> None:
    """Say all that follows in another language; one we have no words in is not spoken.

    An agreement that is still asked for begins anew, in full.
    """
    if code in turn.content.words:
        asked = {qid: n for qid, n in turn.state.shown.items() if qid != CONSENT or turn.trace.live.said(CONSENT)}
        turn.state = replace(turn.state, lang=code, shown=asked)
        now_spoken(turn)


def now_spoken(turn: Turn) -> None:
    """Say which language is spoken now; one that was offered and not taken is not offered again."""
    turn.note("other")
    if turn.noted("offered") == turn.state.lang:
        turn.note("offered")
    turn.first("language.changed")


def practise_in(turn: Turn, code: str) -> None:
    """Go on with the practice in a language, or open one in it; the questions that were planned stay."""
    if code != turn.state.lang:
        go_over(turn, code)
    slot = turn.cur()
    if slot is not None and slot.door == PRACTICE:
        turn.ask()
    else:
        run(turn, PRACTICE)


def menu(turn: Turn) -> None:
    """Show what can be done at every step."""
    made = any(fact.qid.startswith(DOCUMENT) and fact.value.said for fact in turn.facts)
    first = ("papers",) if made and turn.doors() else ()
    heard = ("listen",) if turn.state.lang in turn.content.host.voices else ()
    names = (*first, *MENU, "learn", *heard, "continue")
    turn.ask_this("menu/main", "ask.menu", tuple(choice(c) for c in names), "any")


def learn(turn: Turn) -> None:
    """Offer what takes three minutes and is for no paper: games, tips, one's rights."""
    offered = ("game_ai", "stop_tips" if tips.on(turn.facts) else "tips", "rights", "game_rights", "continue")
    turn.ask_this("menu/learn", "ask.learn", tuple(choice(c) for c in offered), "any")


def rights(turn: Turn) -> None:
    """Say what an employer may not ask, and offer to practise (Code du travail L1221-6, L1132-1)."""
    turn.say(Phrase("side.rights"), *numbers.lines(turn.content.host, (numbers.RIGHTS,)))
    turn.ask_this("menu/rights", "ask.rights", (choice("game_rights"), choice("continue")), "any")


def more_tips(turn: Turn) -> None:
    """Say one more tip to who has them, ask anybody else for a yes."""
    if tips.on(turn.facts):
        turn.lead = [] if tips.stops(turn) else turn.lead  # who answers a tip was not away from a question
        tips.tell(turn)
    else:
        enter(turn, [form for form in turn.content.forms if form.door == "tips"])


def stop(turn: Turn) -> None:
    """End what is under way: a game, the tips when one was the last thing said; else all of it, until the next word."""
    if _plays(turn):
        leave_game(turn)
    elif tips.stops(turn):
        tips.stop(turn)
    else:
        if tips.on(turn.facts):
            turn.first("tip.off")
        tips.end(turn)
        pauses.pause(turn)


def leave_game(turn: Turn) -> None:
    """Leave a game where it is."""
    leave(turn, Phrase("game.stopped", {}, turn.state.version % WORDINGS + 1))


def leave(turn: Turn, said: Phrase) -> None:
    """Leave a side trip where it is; the way goes on where it was."""
    while turn.top.kind != "main":
        turn.pop()
    turn.lead.append(said)
    turn.ask()


def _plays(turn: Turn) -> bool:
    slot = turn.cur()
    return slot is not None and any(form.plays and form.door == slot.door for form in turn.content.forms if form.door)


def papers(turn: Turn) -> None:
    """Offer what can be made after a first CV: the doors that are open."""
    offered = tuple(choice(door) for door in turn.doors())
    turn.ask_this("menu/papers", "ask.papers", (*paged(turn, "menu/papers", offered), choice("continue")), "any")


def more(turn: Turn) -> None:
    """Show the next screen of choices of what was last asked."""
    asked = turn.state.asked
    qid = asked.qid if asked else ""
    turn.note(f"page.{qid}", str(int(turn.noted(f"page.{qid}") or "0") + 1))
    again(turn, asked)


def again(turn: Turn, asked: Ask | None) -> None:
    """Ask once more what was last asked, whatever it was."""
    name = asked.qid.removeprefix("menu/") if asked and asked.qid.startswith("menu/") else ""
    if name in AGAIN:
        AGAIN[name](turn)
    elif asked and asked.qid.startswith(SCREEN):
        allowing.ask(turn, asked.qid.removeprefix(SCREEN), wanted=bool(turn.noted(allowing.WANTED)))
    else:
        turn.ask()


def skip(turn: Turn) -> None:
    """Leave a question without an answer; it can be answered later."""
    slot = _to_leave(turn)
    if slot is not None:
        _leave(turn, slot, Kind.SKIPPED, "skipped")


def unknown(turn: Turn) -> None:
    """Keep that the person does not know: it is an answer."""
    slot = _to_leave(turn)
    if slot is None:
        return
    tries, resort = turn.miss(slot.qid) if slot.question.insist else 0, slot.question.resort
    if tries > WORDINGS and resort:
        turn.keep(slot.qid, resort, "", How.BUTTON)
    elif not tries or tries > WORDINGS:
        _leave(turn, slot, Kind.UNKNOWN, "unknown.ok")
        return
    turn.first("unknown.ok")
    turn.ask()


def _to_leave(turn: Turn) -> Slot | None:
    """Return the open question when it can be left without an answer; one that was answered before keeps its own."""
    slot = turn.cur()
    if turn.looks_at(slot):
        keep(turn)
    elif slot is None:
        turn.ask()  # nothing is asked: there is nothing to pass
    elif not slot.question.skip or slot.question.kind == "document":
        turn.first("skip.not")
        turn.ask()
    else:
        return slot
    return None


def remove(turn: Turn) -> None:
    """Take off the answer that is looked at: it is no longer printed, and it can be told again."""
    slot = turn.cur()
    if slot is None or not turn.looks_at(slot) or choice("remove") not in turn.beside(slot, ()):
        change(turn)
        return
    if slot.qid == f"exp/{slot.item}/what":  # a life is taken off whole
        turn.keep(f"exp/{slot.item}", Value(Kind.REMOVED), "", How.BUTTON)
        _go(turn, slot, "removed")
    else:
        _leave(turn, slot, Kind.SKIPPED, "removed")


def _leave(turn: Turn, slot: Slot, kind: Kind, key: str) -> None:
    if turn.noted("picking") != slot.qid:  # what was tapped stays
        turn.keep(slot.qid, Value(kind), "", How.BUTTON)
    _go(turn, slot, key)


def _go(turn: Turn, slot: Slot, key: str) -> None:
    """Leave a question behind, say so, and ask what is open."""
    turn.note("picking")
    turn.understood(slot.qid)
    turn.leave()
    own = slot.question.explains or (slot.question.parting and key != "removed")
    said = slot.question.report(turn.content, turn.trace.live, slot.item) if own else None
    turn.lead.append(said or Phrase(key, {}, len(turn.facts) % WORDINGS + 1))  # not the same words each time
    turn.ask()


def show_cv(turn: Turn) -> None:
    """Draw the CV as it is now."""
    live = turn.trace.live
    if not any(live.said(f"exp/{i}/what") or live.ids(f"exp/{i}/told") for i in live.items()):
        turn.first("cv.nothing")
        turn.ask()
        return
    turn.draw()


def again_differently(turn: Turn) -> None:
    """Say the same question in other words: its own, where it has some, then by an example."""
    slot, asked = turn.cur(), turn.state.asked
    told = slot is not None and turn.noted(TOLD) == f"{slot.qid} rephrase"
    if asked and asked.qid == "menu/rights":
        again(turn, asked)
    elif not turn.tell(slot, "example" if told else "rephrase"):
        turn.ask()


def explain(turn: Turn) -> None:
    """Say where what is proposed comes from, or why this is asked: once for this question, then for any."""
    if turn.tell(turn.cur(), "why"):
        return
    turn.lead.append(reason(turn))
    turn.ask()


def reason(turn: Turn) -> Phrase:
    """Return why what is open is asked; the second time why anything is."""
    slot = turn.cur()
    said = slot is None or turn.noted("why") == slot.qid
    turn.note("why", "" if slot is None else slot.qid)
    return Phrase("why.any") if said or slot is None else Phrase(_named("why.", slot))


def help_(turn: Turn) -> None:
    """Say what works everywhere, and before the agreement what this is; then ask again."""
    turn.first("help" if turn.trace.live.said(CONSENT) else "side.what")
    turn.ask()


def add(turn: Turn) -> None:
    """Begin one more experience."""
    live = turn.trace.live
    last = [i for i in live.items()[1:] if not stands(live, i)]
    for item in last:
        turn.keep(f"exp/{item}/what", Value(Kind.REMOVED), "", How.BUTTON)
    on_hold = live.ids("cv/more") != ("go",)
    if on_hold:
        turn.keep("cv/more", Value(Kind.CHOICE, ids=("go",)), "", How.BUTTON)
    if not last and not on_hold:
        turn.first("add.full")
    turn.ask()


def another(turn: Turn) -> None:
    """Not the answer told before: forget that one, and ask."""
    slot = turn.cur()
    if slot and slot.question.told:
        turn.keep(slot.question.told, Value(Kind.REMOVED), "", How.BUTTON)
    turn.ask()


def other(turn: Turn) -> None:
    """None of the choices: the same question, to be answered in the person's own words."""
    turn.first("other")
    turn.ask()


def go_on(turn: Turn) -> None:
    """Go on: to the next question when this one is on screen, to this one after a pause or a menu."""
    slot, asked = turn.cur(), turn.state.asked
    if slot and asked and asked.qid == slot.qid and not turn.lead and slot.question.kind != "confirm":
        skip(turn)
    else:
        resume(turn)


def resume(turn: Turn) -> None:
    """Ask again what is open: who is here again, or asks where we were, skips nothing."""
    asked = turn.state.asked
    if asked and asked.qid == pauses.REMINDER:
        kept.where(turn)
    turn.ask()


def agreements(turn: Turn) -> None:
    """Say what was agreed to, and have it counted how often a model was asked."""
    allowing.agreements(turn)
    wanted.count(turn)


ACTIONS: dict[str, Callable[[Turn], None]] = {
    "back": back, "keep": keep, "change": change, "pause": pauses.pause, "later": pauses.later,
    "restart": pauses.restart, "human": asking.human, "withdraw": asking.withdraw, "assistant": asking.back_to_the_bot,
    "seen": readers.seen, "stop_reading": readers.stop, "unfollow": follow.stop, "show_again": discreet.show_again,
    "data": mine.data, "see_data": mine.see, "take_data": mine.take, "data_paper": mine.paper, "erase": mine.erase,
    "language": language, "menu": menu, "more": more,
    "skip": skip, "unknown": unknown, "show_cv": show_cv, "repeat": again_differently, "why": explain,
    "help": help_, "stop": stop, "add": add, "another": another, "other": other,
    "continue": go_on, "resume": resume, "remove": remove, "history": kept.history, "missing": kept.missing,
    "notice": notice.said, "code": kept.code, "have_code": kept.have_code, "not_me": kept.not_me,
    "dossier_new": kept.leave, "dossier_before": kept.go_back, "dossier_link": kept.follow,
    "agreements": agreements, "uncounted": workshop.uncounted, "elsewhere": kept.code, "papers": papers,
    "learn": learn, "rights": rights, "quit": leave_game, "tips": more_tips, "tips_next": tips.go_on,
    "listen": aloud.listen, "listen_always": aloud.always, "listen_stop": aloud.silent, "stop_tips": tips.stop,
    "improve": wanted.improve, "translate": wanted.translate,
    "set_code": discreet.begin, "drop_code": discreet.drop, "forgot": discreet.forgot, "hide": discreet.hide,
}  # fmt: skip
# Words alone: no button is one, a choice may have such a name.
SPOKEN = frozenset({
    "listen_always", "listen_stop", "repeat", "why", "help", "stop", "history", "missing", "code", "have_code",
    "not_me", "assistant", "notice",
})  # fmt: skip
UNIVERSAL = frozenset({"back", "change", "pause", "human", "data", "menu", "skip", "later", "keep", "language"})
AGAIN: dict[str, Callable[[Turn], None]] = {
    "change": change, "main": menu, "language": language, "restart": pauses.restart, "data": mine.data,
    "erase": mine.erase, "history": kept.history, "missing": kept.missing, "code": kept.have_code,
    "not_me": kept.not_me, "link": kept.which, "papers": papers, "reads": asking.human, "waits": asking.still,
    "unfollow": follow.stop, "mine": mine.see,
    "agreements": agreements, "workshop": workshop.joins, "learn": learn, "rights": rights,
}  # fmt: skip
