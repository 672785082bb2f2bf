"""Words that ask for another language, or are written in one: it is spoken, or offered in that language itself.

Who tells that they speak or teach a language asks for nothing. What is said beside the wish is kept: it is read in the
language of the chat, then in the one that was asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows import acts, controls, reading, tongue
from flows.accept import accept, joined_ids, noted, read, understood
from flows.content import Parsed
from flows.controls import SPEAKS
from flows.live import Slot, known, latest
from flows.model import Choice, How, Kind, Phrase
from flows.spelling import tells
from flows.turn import CONSENT, UNREAD, Turn, agreed

OFFERED: Final = "offered"  # the note of the language that was offered
OWN_NAMES: Final = frozenset({"first_name", "place", "contact"})  # answers in letters of one's own
SPOKEN: Final = "cv/languages"  # those that one speaks
LANGUAGES: Final = "languages"  # the topic of the question about them: there a language is an answer


def asked_for(turn: Turn, text: str, _folded: str, how: How) -> bool:
    """Speak the language a message asks for, whatever else it says; offer one to who does not understand this one."""
    slot = turn.cur()
    if slot is not None and slot.question.topic == LANGUAGES:
        return False
    here = turn.state.lang
    wish = tongue.wished(text, here, turn.content)
    if wish is None or wish[0] == here or (not wish[0] and acts.told(text, here, turn.content)):
        return False  # "I don't speak it well, but I clean houses" is a story
    code, rest = wish
    code = code or tongue.other_language(text, turn.event, turn.state.lang, turn.content) or ""
    code = code or tongue.by_small_words(reading.fold(text), turn.content) or ""
    if code in {"", here}:
        controls.language(turn)
        return True
    before = _told(turn, slot, rest)
    turn.state = replace(turn.state, lang=code)
    controls.now_spoken(turn)
    parsed = before or _told(turn, slot, rest)
    if not (slot and parsed and accept(turn, slot, parsed, rest, how)):
        turn.ask()
    return True


def _told(turn: Turn, slot: Slot | None, text: str) -> Parsed | None:
    """Return what words answer in the language spoken now, where they surely do."""
    parsed = understood(turn, slot, read(turn, slot, text)) if slot and text else None
    value = parsed.value if parsed else None
    unsure = value is None or value.kind in {Kind.UNKNOWN, Kind.TEXT}
    return None if unsure and not tells(turn, parsed, text) else parsed


def written(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Words that are surely of another language, by their letters or as a whole sentence."""
    return _in_letters(turn, text, folded, how) or _in_a_sentence(turn, text)


def listed(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Keep languages that are all a message names, wherever it is said: they are those that one speaks."""
    slot, asked = turn.cur(), known(turn.content, SPOKEN)
    if (slot and (slot.question.topic == LANGUAGES or slot.question.pasted)) or not agreed(turn.trace.live):
        return False
    if asked is None or asked.parse is None or not tongue.only_named(folded, turn.words):
        return False
    parsed, had = asked.parse(read(turn, Slot(SPOKEN, asked), text)), latest(turn.facts, turn.state.dossier).get(SPOKEN)
    if parsed is None or parsed.value is None:
        return False
    turn.keep(SPOKEN, joined_ids(had.value, parsed.value) if had and had.value.said else parsed.value, text, how)
    turn.lead.append(noted(turn))
    turn.ask()
    return True


def _in_letters(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Read words in the letters of another language in that one; where a sentence answers nothing, it is offered in it.

    What was not read in it is not agreed to in it either: the agreement is asked for anew.
    """
    slot = turn.cur()
    if slot is not None and slot.question.topic in {*OWN_NAMES, LANGUAGES}:
        return False
    other, here = tongue.script(text, turn.content), turn.state.lang
    if other in {None, here, turn.noted(OFFERED)}:
        return False
    if not turn.trace.live.said(CONSENT):
        controls.speak(turn, other or here)
        return True
    turn.state = replace(turn.state, lang=other or here)
    parsed = _told(turn, slot, text)
    if not parsed and len(reading.tokens(folded)) < tongue.SENTENCE:
        turn.state = replace(turn.state, lang=here)
        return False
    if slot and parsed:
        controls.now_spoken(turn)
        if accept(turn, slot, parsed, text, how):
            return True
        turn.lead.pop()
    _offer(turn, other or here, here)
    return True


def _in_a_sentence(turn: Turn, text: str) -> bool:
    """A whole sentence in another language, in letters both have: that one is offered, and nothing is lost.

    It may look like an answer in the language that is spoken. It is read as one once a language is chosen.
    """
    slot, here = turn.cur(), turn.state.lang
    if (slot is not None and slot.question.topic == LANGUAGES) or turn.event.hints.written:
        return False
    other = tongue.of_sentence(text, here, turn.content)
    if other in {None, turn.noted(OFFERED)}:
        return False
    turn.note(UNREAD, text)
    turn.state = replace(turn.state, lang=other or here)
    _offer(turn, other or here, here)
    return True


def twice(turn: Turn, text: str, _folded: str, _how: How) -> bool:
    """Two messages in another language: offer it once, and keep the one chosen until she says so.

    One is enough where nobody had written a word before the greeting: its language was a guess.
    """
    here = turn.state.lang
    other = tongue.other_language(text, turn.event, here, turn.content)
    if not other or turn.noted(OFFERED):
        return False
    if turn.noted(tongue.OTHER) not in {other, tongue.ANY}:
        turn.note(tongue.OTHER, other)
        return False
    turn.state = replace(turn.state, lang=other)
    _offer(turn, other, here)
    return True


def _offer(turn: Turn, other: str, here: str) -> None:
    """Ask in a language whether to go on in it, or in the one that was spoken."""
    turn.note(OFFERED, other)
    turn.note(tongue.OTHER)
    language = {"language": Phrase(f"language.{other}")}
    turn.ask_this("menu/speak", "ask.speak", (_speak(other), _speak(here)), "language", language)


def _speak(code: str) -> Choice:
    return Choice(f"{SPEAKS}{code}", Phrase(f"language.{code}"))
