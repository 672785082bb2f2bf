"""A dossier comes back on another phone by four words, and rests while somebody else uses this one.

The words are drawn here and looked up by a keyed hash; the bubble that shows them is sealed like any other. They are
guessed at most a few times an hour, by anybody together. A dossier that has a code comes back by its code alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.channels.base import Arrival
from bot.parts import Parts
from bot.store.base import Consented, Conversation, Session, Who
from flows.model import Frame, State, Text
from flows.reading import fold, tokens

WORDS = 4
SHORTEST, LONGEST = 4, 9  # letters of a word that can be copied by hand
ENOUGH = 512  # words to draw from: 36 bits with four
ARABIC = "\u0600"
GLUED, OWNED = ("و", "ال", "لل", "بال"), ("ها", "هم", "هن")  # "and", "the", and whose it is: no word of their own
HOUR = 60 * 60 * 1000  # ms
MINE, ALL = 5, 60  # guesses an hour in one conversation, and in all of them
ASKED, BACK, NONE = "code", "back", "alone"  # notes of a state: words are awaited; a dossier came back; none rests here
CONSENT = "charter/"  # facts that are about keeping: who told no more has nothing to lose


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
        self._tried: deque[tuple[int, str]] = deque()

    def by_code(self, tx: Session, arrival: Arrival, conversation: Conversation, *, new: bool) -> Conversation | None:
        """Return the conversation of the dossier that these words open; None when they open none."""
        text = arrival.body.text if isinstance(arrival.body, Text) else ""
        said = tokens(fold(text))
        awaited = new or conversation.state.notes.get(ASKED)
        if not awaited or len(said) != WORDS or not self._may_try(conversation.id):
            return None
        who = tx.coded(" ".join(said))
        if who is None or who == conversation.who:
            return None
        if not new and any(not fact.qid.startswith(CONSENT) for fact in tx.facts(conversation.who)):
            return None  # what was told here would be lost
        if not new:
            tx.forget(conversation.who)
            self._forget(conversation.who)
        return self._moved(tx, who, conversation)

    def _may_try(self, conversation: str) -> bool:
        now = self._parts.now()
        while self._tried and now - self._tried[0][0] > HOUR:
            self._tried.popleft()
        mine = sum(one == conversation for _, one in self._tried)
        if len(self._tried) >= ALL or mine >= MINE:
            return False
        self._tried.append((now, conversation))
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
        return tx.join(moved, self._parts.now())

    def left(self, tx: Session, conversation: Conversation, *, before: bool) -> tuple[Conversation, bool]:
        """Put a dossier aside; return the conversation that is spoken to now, and whether it is new.

        `before`: the one that rests at this address comes back, unless only its code may open it.
        """
        resting = tx.resting(conversation.channel, conversation.address) if before else None
        if before and (resting is None or tx.has_code(resting.who)):
            notes = {**conversation.state.notes, NONE: "1"}
            return replace(conversation, state=replace(conversation.state, notes=notes)), False
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


def _back(state: State) -> State:
    """Return the state of a dossier that came back: at its place, without what hung on the other screen."""
    notes = {name: note for name, note in state.notes.items() if name not in {ASKED, NONE}}
    return replace(state, frames=(Frame("main"),), asked=None, said=None, joined=(), notes={**notes, BACK: "1"})
