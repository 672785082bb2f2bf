"""One event folded into a conversation: load, decide, keep what follows. Nothing has been said when it returns.

Runs in the writer, inside a savepoint somebody else opened: whatever goes wrong here leaves nothing behind. It keeps
facts, asks, state, words, bubbles and jobs together, and says what there is to be told once all of it is committed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot import say
from bot.channels.base import Arrival, Bubble, Shown
from bot.desk.duty import Duty
from bot.hurry import Hurry
from bot.parts import Parts
from bot.returning import Returning
from bot.store.base import Consented, Conversation, Job, Message, Session, Who
from bot.store.following import Bond
from bot.store.group import Reached as Came
from bot.transcript import shown, spoken
from bot.watching import NONE, Questions, changed
from flows import aloud, closed, workshop
from flows.asking import TOPIC
from flows.model import (
    BY_THE_PERSON,
    Ask,
    Attach,
    Body,
    Cancel,
    Clear,
    Conceal,
    Consent,
    Consult,
    Edit,
    Effect,
    Erase,
    Event,
    Facts,
    Follow,
    Hints,
    Holder,
    Leave,
    Media,
    Open,
    Phrase,
    Reach,
    Say,
    Schedule,
    State,
    Step,
    Summon,
    Tap,
    Text,
    Tick,
    Under,
    Voice,
)
from flows.turn import LISTENS, UNHEARD

log = logging.getLogger(__name__)

ASKED = frozenset({Holder.WAITING, Holder.HUMAN})  # somebody was asked for
REFUSED_KEPT = 24 * 60 * 60 * 1000  # the CV is made all the same, then all is erased (CONTENT.md 10)
ERASE_AFTER = 30_000  # ms in which "all is erased" can still be read; at most 60 s (notes/security.md 4)
CONCEALED = "••••"  # in place of a code
TROUBLE = "trouble"  # what a person reads when their message could not be folded
WORDINGS = 3
CAME = {workshop.IN: Came.JOINED, workshop.TOLD: Came.TOLD, workshop.HAS_CV: Came.HAS_CV}
TO_THE_SECOND = 1000  # ms that a platform's clock leaves open: what was written then may not have been an answer


@dataclass(frozen=True, slots=True)
class Folded:
    """What there is to tell after the commit: lines to show, bubbles to push, jobs put down, summons."""

    conversation: Conversation
    lines: tuple[Shown, ...] = ()
    push: bool = False
    later: bool = False
    summons: tuple[str, ...] = ()
    left: Leave | None = None  # the person who writes here is another one
    desk: bool = False  # somebody of the desk sees this conversation, or just did
    moved: bool = False  # and where it stands in the queue changed
    counted: bool = False  # the person is, or was, of a workshop
    questions: Questions = NONE
    handed: bool = False  # it waits for the program that folds this person, or for its turn here


class Fold:
    """Folds events, with the parts it was given."""

    def __init__(self, parts: Parts, forget: Callable[[Who], None], duty: Duty) -> None:
        """Hold the parts; `forget` lets go of what is in memory of a person, `duty` says what is true of the desk."""
        self._parts = parts
        self._duty = duty
        self._forget = forget
        self._returning = Returning(parts, forget)
        self._hurry = Hurry(parts.hurry)

    # ------------------------------------------------------------ what came in

    def arrival(self, tx: Session, arrival: Arrival, masked: tuple[str, ...], *, waited: bool = False) -> Folded | None:
        """Fold what a channel delivered; None when it came before or means nothing to us.

        What another program folds, or comes while something of the person waits, waits too, unless it `waited`.
        """
        at = self._parts.now()
        if self._parts.outlived(arrival, at):
            log.warning("%s: a message is older than what the platform delivers; set aside", arrival.channel)
            return None
        found = tx.find(arrival.channel, arrival.address)
        if found is not None and not waited and _turns_later(tx, found):
            return self.later(tx, found, arrival, masked)
        return self._came_in(tx, self._conversation(tx, arrival, found), arrival, masked, at)

    def foresee(self, tx: Session, arrival: Arrival) -> bool:
        """Ask early for what folding it will look at; whether that is new, and of use."""
        ask = arrival.body.ask if isinstance(arrival.body, Tap) else ""
        new = tx.foresee(arrival.channel, arrival.address, arrival.ext_id, ask)
        if new:
            self._duty.ahead(tx, self._parts.now())
        return new

    def _came_in(
        self, tx: Session, found: tuple[Conversation, bool], arrival: Arrival, masked: tuple[str, ...], at: int
    ) -> Folded | None:
        conversation, new = found
        if not tx.enter(arrival.channel, arrival.address, arrival.ext_id, conversation.who, at):
            return None
        if new and isinstance(arrival.body, Reach):
            return None
        back = self._returning.opened(tx, arrival, conversation, new=new)
        delivered = arrival
        if back is not None:  # the words that opened it are kept nowhere
            conversation, new = back
            arrival = replace(arrival, body=Open(conversation.state.lang), said_id="")
        if new:
            tx.begin(conversation, at)
        body = self._resolved(tx, conversation, arrival, at)
        if body is None:
            return None
        self._posted(tx, conversation, delivered, at)
        doubt, known = conversation.doubtful and isinstance(body, BY_THE_PERSON), tx.facts(conversation.who)
        wrote = arrival.sent - TO_THE_SECOND if arrival.sent else at + 1
        if doubt:
            tx.settled(conversation, wrote)
        if self._parts.bills(arrival.channel) and not new and isinstance(body, BY_THE_PERSON):
            tx.opened(conversation, at)
        if isinstance(body, Open) and not body.lang:
            body = Open(arrival.lang)
        if isinstance(body, Voice):
            body = replace(body, held=arrival.upload is not None and self._parts.ears is not None)
        hints = self._known(tx, conversation, replace(arrival, body=body), masked, at)
        event = Event(self._parts.ids(), at, body, hints)
        edits = tx.stranded(conversation, arrival.said_id) if conversation.edited else iter(())
        folded = self.event(tx, conversation, event, arrival.said_id)
        if doubt:
            told = {fact.qid for fact in tx.facts(conversation.who)[len(known) :]}
            tx.answered(conversation, wrote, told | ({hints.ask.qid} if hints.ask else set()))
        if arrival.upload is not None and _wanted(event, folded.conversation):
            tx.hold(folded.conversation, event.id, arrival.upload, at)
        if folded.left is not None:
            return self._gone(tx, folded, folded.left)
        return self._waiting_edits(tx, folded, edits, event.id)

    def later(
        self, tx: Session, conversation: Conversation, arrival: Arrival, masked: tuple[str, ...]
    ) -> Folded | None:
        """Keep what a channel delivered until it is its turn; None when it came before."""
        if tx.entered(arrival.channel, arrival.address, arrival.ext_id, conversation.who):
            return None
        ahead = replace(conversation.who, person=conversation.behind or conversation.who.person)
        tx.hand_over(ahead, arrival, masked)
        return Folded(conversation, handed=True)

    def stale(self, tx: Session, arrival: Arrival, masked: tuple[str, ...]) -> Folded | None:
        """Put what came, while another program wrote into the conversation, behind what waits; None: it is nobody's."""
        found = tx.find(arrival.channel, arrival.address)
        return self.later(tx, found, arrival, masked) if found else None

    def _posted(self, tx: Session, conversation: Conversation, arrival: Arrival, at: int) -> None:
        """Note what the platform calls this message, where it could be deleted one day."""
        if arrival.said_id and self._parts.deletes(arrival.channel):
            tx.posted(conversation.who, conversation.id, arrival.said_id, min(arrival.sent or at, at))

    def _conversation(self, tx: Session, arrival: Arrival, found: Conversation | None) -> tuple[Conversation, bool]:
        """Return the conversation that was found, or a new one that is not written down yet."""
        if found is not None and found.consent is Consented.ERASING:
            self._forget(found.who)
            tx.away(found)  # who writes again after "erase" is somebody new; what was decided is still done
            found = None
        if found is not None:
            return found, False
        ids, languages = self._parts.ids, self._parts.languages
        who = Who(self._parts.org, ids() + ids())
        state = State(lang=arrival.lang if arrival.lang in languages else languages[0])
        place = (arrival.channel, arrival.address)
        return Conversation(ids() + ids(), who, *place, state, 0, 0, Consented.OPEN), True

    def _gone(self, tx: Session, folded: Folded, left: Leave) -> Folded:
        """Put the dossier aside, and begin another one, the one that rested here, or the one of a link."""
        at = self._parts.now()
        conversation, new = self._returning.left(tx, folded.conversation, left)
        if new:
            tx.begin(conversation, at)
        body = Open(conversation.state.lang)
        event = Event(self._parts.ids(), at, body, self._hints(tx, conversation, body, ()))
        return _both(folded, self.event(tx, conversation, event))

    def _resolved(self, tx: Session, conversation: Conversation, arrival: Arrival, at: int) -> Body | None:
        """Return the body in our own ids; an edit that came before its message waits."""
        body = arrival.body
        if isinstance(body, Media) and body.emoji and self._elsewhere(tx, conversation, arrival.replies):
            return replace(body, name=body.emoji, emoji="")
        if not isinstance(body, Edit):
            return body
        ours = tx.spoken(conversation, body.of)
        if ours:
            return replace(body, of=ours)
        tx.strand(conversation, body.of, body, at)
        return None

    def _elsewhere(self, tx: Session, conversation: Conversation, replies: str) -> bool:
        """Whether an emoji stands under another message than the open question: a thumb there is no yes to this one."""
        asked, floor = conversation.state.asked, conversation.state.floor
        if not replies or asked is None or floor.holder is Holder.HUMAN:
            return False
        ident = tx.spoken(conversation, replies, ours=True)
        line = tx.line(conversation.who, ident) if ident else None
        return line is None or line.bubble is None or line.bubble.ask != asked.id

    def _waiting_edits(self, tx: Session, folded: Folded, edits: Iterator[str], ours: str) -> Folded:
        for text in edits:
            body = Edit(ours, text)
            hints = self._hints(tx, folded.conversation, body, ())
            event = Event(self._parts.ids(), self._parts.now(), body, hints)
            folded = _both(folded, self.event(tx, folded.conversation, event))
        return folded

    def _known(
        self, tx: Session, conversation: Conversation, arrival: Arrival, masked: tuple[str, ...], at: int
    ) -> Hints:
        """Return what is known about what a channel delivered, beside its words."""
        body = arrival.body
        pushed = arrival.channel in self._parts.channels and isinstance(body, BY_THE_PERSON)
        return replace(
            self._hints(tx, conversation, body, masked, follows=arrival.follows or self._parts.unseen(arrival)),
            desk=self._duty(tx, at),
            caller=arrival.phone if conversation.consent is Consented.GIVEN else "",
            hurried=pushed and self._hurry.over(arrival.channel, arrival.address, arrival.sent or at, arrival.ext_id),
            under=self._under(tx, conversation, body, arrival.replies),
        )

    def _hints(
        self, tx: Session, conversation: Conversation, body: Body, masked: tuple[str, ...], *, follows: bool = False
    ) -> Hints:
        hints = self._parts.hint(body, conversation.state)
        ask = tx.ask(conversation.who, body.ask) if isinstance(body, Tap) else None
        shut = self._parts.shut()
        return replace(hints, ask=ask, masked=masked, closed=shut, follows=follows and isinstance(body, Text))

    def _under(self, tx: Session, conversation: Conversation, body: Body, replies: str) -> Under | None:
        """Return the bubble that words were written under or whose button was pressed, where it says something.

        Under a voice note it is what the note reads.
        """
        ident = body.ask if isinstance(body, Tap) and body.choice == aloud.LISTEN else ""
        if isinstance(body, Text) and replies:
            ident = tx.spoken(conversation, replies, ours=True)
        line = tx.line(conversation.who, ident) if ident else None
        bubble = line.bubble if line else None
        if bubble is None:
            return None
        if bubble.file is not None and bubble.file.document == aloud.SPEECH:
            return Under(bubble.file.held, bubble.lang)
        return Under(bubble.id, bubble.lang) if say.spoken(bubble) else None

    # ------------------------------------------------------------ deciding and keeping

    def event(
        self, tx: Session, conversation: Conversation, event: Event, said_id: str = "", *, again: bool = False
    ) -> Folded:
        """Decide what follows from an event of a known conversation, and keep it. `again`: its words are kept."""
        facts = tx.facts(conversation.who)
        step = self._parts.decide(conversation.state, facts, event)
        if Conceal() in step.effects:  # it is not kept as it came
            event = replace(event, body=Text(CONCEALED), hints=Hints())
        if _nothing(conversation.state, step) and not isinstance(event.body, BY_THE_PERSON):
            return Folded(conversation)
        heard: list[Shown] = []
        if isinstance(event.body, BY_THE_PERSON) and not again:
            tx.hear(conversation, event, said_id)
            heard += [line for line in [shown(Message(event.id, event.at, event=event))] if line]
        tx.learn(conversation.who, step.facts, step.told)
        keeping = _Keeping(self._parts, tx, conversation, event, step, (*facts, *step.facts))
        keeping.said_id = said_id
        for effect in step.effects:
            keeping.do(effect)
        keeping.speak()
        if isinstance(event.body, BY_THE_PERSON):
            tx.came(conversation.who, event.at)
        if step.state.floor.n != conversation.state.floor.n:
            tx.floor(conversation, step.state.floor, event.at)
        after = tx.save(conversation, keeping.state, event.at)
        counted = self._counted(tx, after)
        moved = self._told_desk(tx, conversation, after, event, urgent="danger" in keeping.summons)
        lines = heard if self._parts.pushes(after.channel) else [*heard, *keeping.spoken]
        for effect in step.effects:
            if isinstance(effect, Follow) and not effect.begins:
                tx.cases.disown(conversation.who, effect.account)
        summons, seen = tuple(keeping.summons), bool(after.state.floor.n)
        asked = changed(conversation.state, after.state, step.facts)
        return Folded(
            after, tuple(lines), keeping.push, keeping.later, summons, keeping.left, seen, moved, counted, asked
        )

    def opened(self, tx: Session, conversation: Conversation) -> Folded:
        """Say that it is open again, and answer what came in meanwhile, each in its turn, as if it came now."""
        waiting, at = closed.waiting(conversation.state), self._parts.now()
        tick = Event(self._parts.ids(), at, Tick(closed.JOB, closed.JOB, conversation.version))
        folded = self.event(tx, conversation, tick)
        for ident in waiting:
            here = folded.conversation
            line = tx.line(here.who, ident)
            if line is None or line.event is None or here.state.floor.holder is Holder.HUMAN:
                continue
            was = line.event.hints
            hints = self._hints(tx, here, line.event.body, was.masked, follows=was.follows)
            hints = replace(hints, desk=self._duty(tx, at), caller=was.caller, under=was.under)
            done = self.event(tx, here, Event(ident, at, line.event.body, hints), again=True)
            folded = _both(folded, done)
            if done.left is not None:
                return self._gone(tx, folded, done.left)
        return folded

    def _counted(self, tx: Session, conversation: Conversation) -> bool:
        """Keep how far somebody of a workshop came, or that they are not to be counted."""
        place = conversation.state.notes.get(workshop.WORKSHOP)
        if place == workshop.OUT:
            tx.workshops.leave(conversation.who)
        elif place:
            tx.workshops.reach(conversation.who, CAME[place])
        return bool(place)

    def _told_desk(self, tx: Session, before: Conversation, after: Conversation, event: Event, *, urgent: bool) -> bool:
        """Keep what the desk sees of a conversation: whose floor it is, its language and topic, when it was heard.

        Return whether the queue changed.
        """
        was, now = before.state, after.state
        seen = now.floor.holder in ASKED
        about = (was.lang, was.notes.get(TOPIC)) != (now.lang, now.notes.get(TOPIC))
        moved = was.floor.n != now.floor.n or (seen and (about or urgent))
        if moved:
            ended = (
                now.floor.holder is Holder.BOT and was.floor.holder in ASKED and isinstance(event.body, BY_THE_PERSON)
            )
            tx.cases.put(after, event.at, urgent=urgent, ended=ended)
        self._heard(tx, after, event)
        return moved

    def _heard(self, tx: Session, conversation: Conversation, event: Event) -> bool:
        """Note that the person did something; return whether the desk sees this conversation."""
        seen = bool(conversation.state.floor.n)
        if seen and isinstance(event.body, BY_THE_PERSON):
            tx.cases.heard(conversation, event.at)
        return seen

    # ------------------------------------------------------------ when it went wrong

    def keep_only(self, tx: Session, arrival: Arrival, masked: tuple[str, ...]) -> Folded | None:
        """Keep words that could not be folded, so that they are not lost; nothing follows from them."""
        at = self._parts.now()
        self._parts.watch.unfolded(arrival.channel)
        found = tx.find(arrival.channel, arrival.address)
        conversation, new = self._conversation(tx, arrival, found)
        if not tx.enter(arrival.channel, arrival.address, arrival.ext_id, conversation.who, at, "failed"):
            return None
        if new:
            tx.begin(conversation, at)
        self._posted(tx, conversation, arrival, at)
        event = Event(self._parts.ids(), at, arrival.body, Hints(masked=masked))
        tx.hear(conversation, event, arrival.said_id)
        tx.came(conversation.who, at)
        after = tx.save(conversation, conversation.state, at, failures=conversation.failures + 1)
        seen = self._heard(tx, after, event)
        line = shown(Message(event.id, at, event=event))
        return Folded(after, (line,) if line else (), desk=seen)

    def trouble(self, tx: Session, folded: Folded) -> Folded:
        """Say that something went wrong here and that everything is kept; never twice in the same words.

        While a counsellor speaks nothing is said: what was written is before them, and who answers is they.
        """
        conversation, at = folded.conversation, self._parts.now()
        if conversation.state.floor.holder is Holder.HUMAN and folded.lines:
            return folded
        wording = (conversation.failures - 1) % WORDINGS + 1
        said = Say((Phrase(TROUBLE, {}, wording),))
        state = conversation.state
        bubble, _ = say.say(self._parts, said, state.lang, tx.facts(conversation.who))
        push = self._parts.pushes(conversation.channel)
        tx.speak(conversation, bubble, at, state.floor.n, push=push)
        lines = folded.lines if push else (*folded.lines, spoken(bubble, at))
        return replace(folded, lines=lines, push=push)


class _Keeping:
    """The effects of one step, kept one after the other."""

    def __init__(
        self, parts: Parts, tx: Session, conversation: Conversation, event: Event, step: Step, facts: Facts
    ) -> None:
        self._parts = parts
        self._tx = tx
        self._conversation = conversation
        self._event = event
        self._facts = facts
        self.said_id = ""  # what the platform calls the message of the person
        self._pushed = parts.pushes(conversation.channel)
        self._bubbles: list[Bubble] = []
        self.state = step.state
        self.spoken: list[Shown] = []
        self.summons: list[str] = []
        self.push = False
        self.later = False
        self.erases = self.clears = False
        self.left: Leave | None = None
        self._aloud: Attach | None = None

    def do(self, effect: Effect) -> None:
        """Keep one effect."""
        who, at = self._conversation.who, self._event.at
        match effect:
            case Say():
                bubble, ask = say.say(self._parts, effect, self.state.lang, self._facts, self._conversation.channel)
                self._asked(ask)
                self._bubbles.append(bubble)
            case Attach(document=aloud.SPEECH):
                self._aloud = effect
            case Attach():
                self._bubbles.append(say.attach(self._parts, effect, self.state.lang, self._facts))
            case Consult():
                self._put("consult", effect.job, effect.key, at, effect.qid)
            case Schedule():
                due = at + effect.after
                self._put("tick", effect.job, effect.key, self._decent(due) if effect.decent else due)
            case Summon():
                self.summons.append(effect.reason)
            case Consent():
                self._consent(given=effect.given)
            case Cancel():
                self._tx.cancel(self._conversation)
            case Clear():
                self.clears = True
            case Conceal():
                self._take_away((self.said_id,))
            case Leave():
                self.left = effect
            case Follow():
                self._follow(effect)
            case Erase():
                self._tx.bonds.forget(who)
                self._tx.consent(who, Consented.ERASING, at + ERASE_AFTER)
                self.later = self.erases = True
            case _:
                assert_never(effect)

    def _follow(self, follow: Follow) -> None:
        who, at = self._conversation.who, self._event.at
        if follow.begins:
            self._tx.bonds.begin(Bond(self._parts.ids() + self._parts.ids(), who, follow.account, at))
        else:
            self._tx.bonds.end(who, follow.account)

    def _asked(self, ask: Ask | None) -> None:
        if ask is None:
            return
        self._tx.asked(self._conversation.who, ask)
        if self.state.asked is not None and self.state.asked.id == ask.id:
            self.state = replace(self.state, asked=ask)

    def speak(self) -> None:
        """Keep what is said, once all of it is known."""
        if isinstance(self._event.body, Reach) and not self._event.body.ok:
            return  # nobody can hear it
        at, channel = self._event.at, self._conversation.channel
        bubbles = say.whole(self._bubbles) if self._parts.bills(channel) else tuple(self._bubbles)
        if self._aloud is not None:
            under = self._event.hints.under if self._aloud.held else None
            bubbles += say.aloud(self._parts, self._aloud, bubbles, (under.lang if under else self.state.lang, channel))
        for bubble in bubbles:
            self._tx.speak(self._conversation, bubble, at, self.state.floor.n, push=self._pushed)
            self.spoken.append(spoken(bubble, at))
            self.push = self.push or self._pushed
        if self.erases or self.clears:
            self._clear()

    def _clear(self) -> None:
        """Have what was said in chats deleted there too, as far back as can be; the last words stay to be read.

        All chats of who erases; only this one of who hides the screen in their hand.
        """
        who, at = self._conversation.who, self._event.at
        for name in filter(self._parts.deletes, self._parts.channels):
            for where, said in self._tx.deletable(who, name, at - self._parts.deletes(name)):
                if self.erases or where.id == self._conversation.id:
                    self._take_away(said, where)

    def _take_away(self, said: Sequence[str], where: Conversation | None = None) -> None:
        """Have messages of a chat deleted, where they can be."""
        where = where or self._conversation
        if not any(said) or not self._parts.deletes(where.channel):
            return
        state = self.state if where.id == self._conversation.id else where.state
        bubble = Bubble(self._parts.ids(), "", state.lang, self._parts.direction(state.lang), gone=tuple(said))
        self._tx.speak(where, bubble, self._event.at, state.floor.n, push=True)
        self.push = True

    def _put(self, kind: str, name: str, key: str, due: int, qid: str = "") -> None:
        version, floor = self._conversation.version + 1, self.state.floor.n
        where = self._conversation
        self._tx.schedule(where, Job(0, where.who, where.id, kind, name, key, qid, version, floor), due)
        self.later = True

    def _decent(self, due: int) -> int:
        """Return when something may come by itself: while this person can be written to, if they wrote just now."""
        where = self._conversation
        return self._parts.decent(due, where.id, self._parts.open_until(where.channel, self._event.at))

    def _consent(self, *, given: bool) -> None:
        answer = Consented.GIVEN if given else Consented.REFUSED
        forget_at = None if given else self._event.at + REFUSED_KEPT
        self._tx.consent(self._conversation.who, answer, forget_at)
        self.later = True


def _wanted(event: Event, conversation: Conversation) -> bool:
    """Whether bytes are of use: a picture is looked at by a counsellor, by nobody else; sound is heard, or waits."""
    body, state = event.body, conversation.state
    if isinstance(body, Voice):
        human = state.floor.holder is Holder.HUMAN
        return body.held and (
            human
            or event.id
            in f"{state.notes.get(LISTENS)} {state.notes.get(UNHEARD)} {state.notes.get(closed.KEPT)}".split()
        )
    readable = not isinstance(body, Media) or body.readable
    return readable or conversation.state.floor.holder in ASKED


def _turns_later(tx: Session, found: Conversation) -> bool:
    """Whether what comes here waits: something of before does, or another program folds it."""
    return bool(found.behind) or not (found.consent is Consented.ERASING or tx.ours(found.who))


def _nothing(before: State, step: Step) -> bool:
    """Whether a step changed nothing at all (a reminder that came too late)."""
    return not step.facts and not step.effects and replace(step.state, version=before.version) == before


def _both(first: Folded, second: Folded) -> Folded:
    return Folded(
        second.conversation,
        (*first.lines, *second.lines),
        first.push or second.push,
        first.later or second.later,
        (*first.summons, *second.summons),
        desk=first.desk or second.desk,
        moved=first.moved or second.moved,
        counted=first.counted or second.counted,
        questions=first.questions + second.questions,
    )
