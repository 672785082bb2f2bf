"""A dossier comes back on another phone by four words or by a link, and rests while somebody else uses this one.

The words are drawn here and looked up by a keyed hash; the bubble that shows them is sealed like any other. They are
guessed at most a few times an hour, by anybody together. A dossier that has a code comes back by its code alone. Two
dossiers are never made one: where something was told already, four words open nothing, and a link asks which is meant.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

from bot import links
from bot.channels.base import Arrival
from bot.parts import Parts
from bot.store.base import Consented, Conversation, Session, Who
from bot.store.group import Seat
from flows import kept, workshop
from flows.discreet import OPENED as OPENS
from flows.kept import FOLLOWED, LINK
from flows.model import Floor, Frame, Holder, Leave, State, Text
from flows.reading import fold, tokens
from flows.turn import FOLLOW, FOLLOW_RESTS, LOCKED

WORDS = 4
SHORTEST, LONGEST = 4, 9  # letters of a word that can be copied by hand
ENOUGH = 512  # words to draw from: 36 bits with four
ARABIC = "\u0600"
GLUED, OWNED = ("و", "ال", "لل", "بال"), ("ها", "هم", "هن")  # "and", "the", and whose it is: no word of their own
HOUR = 60 * 60 * 1000  # ms
MINE, ALL = 5, 60  # guesses an hour in one conversation, and in all of them
ASKED_FOR = frozenset({Holder.WAITING, Holder.HUMAN})  # somebody of the desk is asked for, or speaks
ASKED, BACK, NONE = "code", "back", "alone"  # notes of a state: words are awaited; a dossier came back; none rests here
GONE = "gone"  # and: a link opens nothing any more
OPENED = "opened:"  # begins the note of an invitation that was opened here, which is whose; a hash of its word ends it
HASHED = 16  # characters of a hash: enough to tell apart what one person opened
CONSENT = "charter/"  # facts that are about keeping: who told no more has nothing to lose


Place = tuple[Conversation, bool]  # a conversation, and whether it is still to be written down
Delivery = tuple[str, str, str]  # a channel, an address on it, and what the platform calls what came


class TooFewWordsError(Exception):
    """A language has too few words for codes that cannot be guessed."""


def drawn(vocabulary: Sequence[str], number: int) -> str:
    """Return four words for a large random number. Raises `TooFewWordsError`."""
    words = _apart(vocabulary)
    if len(words) < ENOUGH:
        raise TooFewWordsError
    found: list[str] = []
    for _ in range(WORDS):
        number, place = divmod(number, len(words))
        found.append(words[place])
    return " ".join(found)


def _apart(vocabulary: Sequence[str]) -> list[str]:
    """Return the words that are copied without a doubt: whole, as they are spelled, one of those that begin alike."""
    fit = {w for w in vocabulary if SHORTEST <= len(w) <= LONGEST and w.isalpha() and fold(w).isalpha()}
    whole = (w for w in fit if not (w[0] > ARABIC and (w.startswith(GLUED) or w.endswith(OWNED))))
    found: dict[str, str] = {}
    for word in sorted(whole, key=lambda w: (len(w), w)):
        found.setdefault(fold(word)[:SHORTEST], word)
    return sorted(found.values())


class Returning:
    """Finds the dossier that four words open, and puts one aside."""

    def __init__(self, parts: Parts, forget: Callable[[Who], None]) -> None:
        self._parts = parts
        self._forget = forget
        self._tried: deque[tuple[int, str, Delivery]] = deque()

    def opened(self, tx: Session, arrival: Arrival, here: Conversation, *, new: bool) -> Place | None:
        """Return where these words lead, when they are the word of a link or four that open a dossier; else None."""
        text = arrival.body.text if isinstance(arrival.body, Text) else ""
        word = links.word_in(text)
        if links.for_many(word):
            return self._joined(tx, word, here), new
        if word:
            return self._by_link(tx, word, here, new=new)
        invitation = links.invitation_in(text)
        if invitation:
            return self._invited(tx, invitation, here), new
        found = self._by_code(tx, text, here, (arrival.channel, arrival.address, arrival.ext_id), new=new)
        return (found, False) if found is not None else None

    def _invited(self, tx: Session, word: str, here: Conversation) -> Conversation:
        """Return this conversation with a note of who invites; of a word that opens nothing any more, with that.

        Who follows a link again that they opened is where it led: the paper it is printed on stays with them.
        """
        again = here.state.notes.get(f"{OPENED}{_hashed(word)}", "")
        account = tx.accounts.get(again or tx.bonds.invited(word, self._parts.now()))
        if account is None or account.disabled:
            return _noted(here, kept.GONE[0], "1")
        if tx.bonds.between(here.who, account.id):
            return _noted(here, kept.SINCE[0], "1")
        if again:
            asks = f"{FOLLOW}{account.id}" in here.state.notes
            return _noted(here, FOLLOW_RESTS, "") if asks else _noted(here, kept.GONE[0], "1")
        tx.bonds.used(word)
        opened = _noted(_noted(here, FOLLOW_RESTS, ""), f"{OPENED}{_hashed(word)}", account.id)
        return _noted(opened, f"{FOLLOW}{account.id}", account.name)

    def _joined(self, tx: Session, word: str, here: Conversation) -> Conversation:
        """Return this conversation with a note of what became of the wish to take part in a workshop."""
        seat = tx.workshops.join(word, here.who, self._parts.now())
        asked = _noted(here, workshop.JOINS, seat.value)
        return _noted(asked, workshop.WORKSHOP, workshop.IN) if seat is Seat.TAKEN else asked

    def _by_link(self, tx: Session, word: str, here: Conversation, *, new: bool) -> Place:
        """Return the conversation a link leads to; this one, with a note, where it leads nowhere or needs a yes."""
        who = tx.linked(word, self._parts.now())
        if who is None:
            return _noted(here, GONE, "1"), new
        if not new and who != here.who and _told(tx, here):
            return _noted(here, LINK, word), new
        tx.used(word)
        if who == here.who:
            return here, new
        if not new:
            self._drop(tx, here)
        return self._moved(tx, who, here), False

    def _by_code(
        self, tx: Session, text: str, conversation: Conversation, delivery: Delivery, *, new: bool
    ) -> Conversation | None:
        """Return the conversation of the dossier that four words open; None when they open none."""
        said = tokens(fold(text))
        locked = bool(conversation.state.notes.get(LOCKED))
        awaited = new or locked or conversation.state.notes.get(ASKED)
        if not awaited or len(said) != WORDS or not self._may_try(conversation.id, delivery):
            return None
        who = tx.coded(" ".join(said))
        if locked and who == conversation.who:
            return _noted(conversation, OPENS, "1")
        if who is None or who == conversation.who:
            return None
        if not new and _told(tx, conversation):
            return None  # what was told here would be lost
        if not new:
            self._drop(tx, conversation)
        return self._moved(tx, who, conversation)

    def _drop(self, tx: Session, conversation: Conversation) -> None:
        """Forget who told nothing here."""
        tx.forget(conversation.who)
        self._forget(conversation.who)

    def _may_try(self, conversation: str, delivery: Delivery) -> bool:
        """Whether somebody may guess once more. What is folded again, since its batch was undone, is the same guess."""
        now = self._parts.now()
        while self._tried and not 0 <= now - self._tried[0][0] <= HOUR:
            self._tried.popleft()
        if any(one == delivery for *_, one in self._tried):
            return True
        mine = sum(one == conversation for _, one, _ in self._tried)
        if len(self._tried) >= ALL or mine >= MINE:
            return False
        self._tried.append((now, conversation, delivery))
        return True

    def _moved(self, tx: Session, who: Who, here: Conversation) -> Conversation:
        """Return a conversation of this person at this address: one that rests there, or a new one."""
        resting = tx.resting(here.channel, here.address)
        if resting is not None and resting.who == who:
            return tx.resume(resting, _back(resting.state))
        known = tx.newest(who)
        state = _back(known.state if known else here.state)
        ids = self._parts.ids
        moved = Conversation(ids() + ids(), who, here.channel, here.address, state, 0, 0, here.consent)
        joined = tx.join(moved, self._parts.now())
        if known is not None and known.state.floor.holder in ASKED_FOR:
            tx.cases.moved(known, joined)  # who was asked for is asked for here, and there no more
            self._bot_speaks(tx, known)
        return joined

    def _bot_speaks(self, tx: Session, conversation: Conversation) -> Conversation:
        """Take a request back without a word: nobody is spoken to here any more."""
        state = conversation.state
        floor = Floor(n=state.floor.n + 1, since=self._parts.now())
        return tx.save(conversation, replace(state, floor=floor), self._parts.now())

    def left(self, tx: Session, conversation: Conversation, left: Leave) -> Place:
        """Put a dossier aside; return the conversation that is spoken to now, and whether it is new.

        The one that rests at this address comes back, unless only its code may open it.
        """
        if left.link:
            return self._followed(tx, conversation, left.link)
        before = left.before
        resting = tx.resting(conversation.channel, conversation.address) if before else None
        if before and (resting is None or tx.has_code(resting.who)):
            return _noted(conversation, NONE, "1"), False
        if conversation.state.floor.holder in ASKED_FOR:
            conversation = self._bot_speaks(tx, conversation)
            tx.cases.put(conversation, self._parts.now(), ended=True)
        tx.rest(conversation)
        if resting is not None:
            return tx.resume(resting, _back(resting.state)), False
        ids = self._parts.ids
        state = State(lang=conversation.state.lang)
        fresh = Conversation(
            ids() + ids(),
            Who(self._parts.org, ids() + ids()),
            conversation.channel,
            conversation.address,
            state,
            0,
            0,
            Consented.OPEN,
        )
        return fresh, True

    def depart(self, tx: Session, conversation: Conversation) -> None:
        """Take a dossier off this address for good; who was asked for here is asked for no more."""
        if conversation.state.floor.holder in ASKED_FOR:
            conversation = self._bot_speaks(tx, conversation)
            tx.cases.put(conversation, self._parts.now(), ended=True)
        tx.cancel(conversation)
        tx.away(conversation)

    def _followed(self, tx: Session, conversation: Conversation, word: str) -> Place:
        """Put this dossier aside for the one of a link, if that still opens it."""
        who = tx.linked(word, self._parts.now())
        if who is None:
            return _noted(conversation, GONE, "1"), False
        tx.used(word)
        tx.rest(conversation)
        return self._moved(tx, who, conversation), False


def _told(tx: Session, conversation: Conversation) -> bool:
    """Whether anything was told here but whether it may be kept."""
    return any(not fact.qid.startswith(CONSENT) for fact in tx.facts(conversation.who))


def _hashed(word: str) -> str:
    """Return what tells a word again without being it; it was drawn, so nobody finds it from this."""
    return sha256(word.encode()).hexdigest()[:HASHED]


def _noted(conversation: Conversation, name: str, value: str) -> Conversation:
    state = conversation.state
    others = {one: note for one, note in state.notes.items() if one != name}
    return replace(conversation, state=replace(state, notes={**others, name: value} if value else others))


def _back(state: State) -> State:
    """Return the state of a dossier that came back: at its place, without what hung on the other screen."""
    notes = {
        name: note
        for name, note in state.notes.items()
        if name not in {ASKED, NONE, GONE, LINK, FOLLOWED, workshop.JOINS}
    }
    return replace(state, frames=(Frame("main"),), asked=None, said=None, joined=(), notes={**notes, BACK: "1"})
