"""Words while a menu is on screen: its numbers, its labels, and what means one of them.

A menu that these words do not answer is left, and they go on to the open question. Only where it is not known yet whose
words they are is the menu shown again.
"""

from __future__ import annotations

from dataclasses import replace

from flows import (
    acts,
    advert,
    allowing,
    asking,
    care,
    controls,
    discreet,
    follow,
    helped,
    kept,
    mine,
    objections,
    proposed,
    purposes,
    readers,
    reading,
    removal,
    sent,
    spoken,
    tips,
    tongue,
    wanted,
)
from flows.controls import SPEAK, SPEAKS
from flows.ladder import woken
from flows.model import Ask
from flows.press import Hear, press
from flows.turn import ALLOW as SCREEN
from flows.turn import UNREAD, Turn

RIGHTS = "menu/rights"
CODE_WORDS = 4  # of what brings a dossier back
BEGUN = 3  # letters of what names a choice by its beginning
WHOSE = frozenset({"menu/not_me", "menu/link"})  # asks which dossier is meant
CLOSING = frozenset(
    {
        "menu/change",
        "menu/main",
        "menu/language",
        "menu/data",
        mine.MENU,
        "menu/restart",
        "menu/erase",
        "menu/code",
        "menu/not_me",
        "menu/link",
        "menu/workshop",
        "menu/papers",
        "menu/history",
        "menu/missing",
        "menu/learn",
        RIGHTS,
        allowing.MENU,
        discreet.MENU,
        discreet.SET,
        asking.READS,
        asking.WAITS,
        readers.MENU,
        removal.MENU,
        advert.MENU,
    }
)


def menu_answer(turn: Turn, text: str, folded: str, hear: Hear) -> bool:
    """A menu is on screen: its numbers and labels answer it, anything else goes on to the open question."""
    asked = turn.state.asked
    if not asked or not asked.qid.startswith("menu/"):
        return False
    if asked.qid == asking.CARE and not woken(turn):
        return _cared_for(turn, asked, text, folded, hear)
    return _put_right(turn, asked, text, hear) or _answered(turn, asked, text, folded, hear)


def _changes(turn: Turn, text: str, folded: str) -> bool:
    """Whether words say what should change: another time, or the name of an answer."""
    return objections.retimed(turn, text) or controls.change_named(turn, reading.name_in(folded, turn.words))


def _put_right(turn: Turn, asked: Ask, text: str, hear: Hear) -> bool:
    """Whether words put right what was heard, and is read back."""
    return asked.qid == spoken.SCREEN and spoken.put_right(turn, text, hear)


def _answered(turn: Turn, asked: Ask, text: str, folded: str, hear: Hear) -> bool:
    """Whether words answer a menu; if they do not, they leave it."""
    picked = _picked(turn, asked, text, folded)
    if picked:
        press(turn, asked, picked, hear)
    elif asked.qid == "menu/code" and len(reading.tokens(folded)) == CODE_WORDS:
        kept.no_code(turn)
    elif asked.qid == "menu/change" and _changes(turn, text, folded):
        return True
    elif asked.qid == sent.MENU and turn.noted(sent.FILE) and _picks_nothing(turn, folded):
        sent.chosen(turn, "other")
    elif asked.qid == follow.MENU and _picks_nothing(turn, folded):
        follow.rest(turn, aloud=True)
        turn.ask()
    elif asked.qid == asking.READS and asking.unsaid(turn, folded):
        return True
    elif asked.qid in CLOSING and _picks_nothing(turn, folded):
        turn.first("kept")
        turn.ask()
    elif asked.qid in CLOSING and reading.command(folded, turn.words) == "back":
        turn.note(kept.CODE)
        turn.ask()  # out of the menu, to where it was opened
    elif asked.qid in WHOSE and not reading.command(folded, turn.words):
        controls.again(turn, asked)  # whose words these are is not known yet: they are no answer of this dossier
    else:
        _out_of(turn, asked, folded)
        return False
    return True


def _cared_for(turn: Turn, asked: Ask, text: str, folded: str, hear: Hear) -> bool:
    """After words of danger: a choice, the choices once more, or words of somebody who goes on."""
    name = care.meant(turn, text, folded)
    if name == care.AGAIN:
        care.again(turn)
    elif name:
        press(turn, asked, name, hear)
    else:
        _out_of(turn, asked, folded)
    return bool(name)


def _begun(turn: Turn, asked: Ask, folded: str) -> str:
    """Return the one choice whose label begins with what was said ("see", for "See my data"); "" for none."""
    if reading.command(folded, turn.words) or reading.answer_word(folded, turn.words):
        return ""
    labelled = zip(asked.choices, asked.labels, strict=False)
    names = [one.id for one, label in labelled if reading.fold(label).startswith(f"{folded} ")]
    return names[0] if len(names) == 1 and len(folded) >= BEGUN else ""


def _picked(turn: Turn, asked: Ask, text: str, folded: str) -> str:
    """Return the choice of a menu that words name or mean, "" for none; a no that only opens a question is none."""
    picked = reading.pick(folded, asked.choices, asked.labels, turn.words)
    if asked.qid == "menu/heard" and reading.answer_word(folded, turn.words) == "no":
        picked = "again"  # what was heard is not what was said
    if asked.qid == RIGHTS and reading.answer_word(folded, turn.words) == "yes":
        picked = "game_rights"  # what it asks is whether to play
    if asked.qid in asking.MENUS and asking.dropped(turn, folded):
        picked = "withdraw"  # and no refusal to be read, after which somebody is asked for
    picked = picked or _meant(turn, asked, folded) or _begun(turn, asked, folded) or _writes_on(turn, asked, text)
    return "" if picked == purposes.REFUSE and reading.wavers(text, turn.words) else picked


def _meant(turn: Turn, asked: Ask, folded: str) -> str:
    """Return the choice of a menu that a yes or a no stands for; "" for none."""
    if asked.qid in asking.MENUS:
        return asking.meant(turn, asked.qid, folded)
    if asked.qid.startswith(SCREEN):
        return allowing.meant(turn, asked, folded)
    if asked.qid == SPEAK:
        return _goes_on_in(turn, asked, folded)
    readers_of = {
        proposed.MENU: proposed.meant,
        helped.MENU: helped.meant,
        wanted.MENU: wanted.meant,
        follow.MENU: follow.meant,
        tips.SCREEN: tips.meant,
        mine.MENU: mine.meant,
    }
    read = readers_of.get(asked.qid)
    return read(turn, asked, folded) if read else ""


def _goes_on_in(turn: Turn, asked: Ask, folded: str) -> str:
    """Return the language that was offered, where a yes takes it or words are written in it once more."""
    other = tongue.other_language(folded, turn.event, turn.state.lang, turn.content)
    offered = [one.id for one in asked.choices if one.id.startswith(SPEAKS)]
    spoken = (turn.content.words[name.removeprefix(SPEAKS)] for name in offered)
    takes = any(reading.answer_word(folded, words) == "yes" for words in spoken)
    named = tongue.language_named(folded, turn.content) or other
    return next((name for name in offered if takes or name == f"{SPEAKS}{named}"), "")


def _writes_on(turn: Turn, asked: Ask, text: str) -> str:
    """Return the language of who writes on instead of choosing one: what was unread is read together with this."""
    folded, unread = reading.fold(text), turn.noted(UNREAD)
    codes = [one.id.removeprefix(SPEAKS) for one in asked.choices] if asked.qid == SPEAK else []
    of = {code: turn.content.words[code] for code in codes if code in turn.content.words}
    if not unread or not of or any(reading.command(folded, words) for words in of.values()):
        return ""
    told = (code for code in of if acts.told(text, code, turn.content))
    here = tongue.by_small_words(folded, turn.content)
    turn.note(UNREAD, f"{unread}\n{text}")
    return f"{SPEAKS}{here if here in of else next(told, next(iter(of)))}"


def _out_of(turn: Turn, asked: Ask, folded: str) -> None:
    """Leave a menu that these words do not answer: they go on to the open question."""
    if asked.qid == SPEAK:
        _stays(turn, asked, folded)
    turn.note(UNREAD)
    turn.note("heard")  # typed instead of said
    turn.note(allowing.WANTED)
    if asked.qid == sent.MENU:
        sent.rest(turn)
    if asked.qid == follow.MENU and not reading.command(folded, turn.words):
        follow.rest(turn, aloud=False)
    turn.note(kept.CODE)


def _stays(turn: Turn, asked: Ask, folded: str) -> None:
    """Speak again what was spoken, where these words are surely not of the language that was offered."""
    here, spoken = turn.state.lang, asked.choices[-1].id.removeprefix(SPEAKS)
    known = turn.content.words.get(spoken)
    in_others = here in tongue.WRITTEN and tongue.script(folded, turn.content) != here
    if known and (in_others or (reading.command(folded, known) and not reading.command(folded, turn.words))):
        turn.state = replace(turn.state, lang=spoken)
        controls.now_spoken(turn)


def _picks_nothing(turn: Turn, folded: str) -> bool:
    """Whether a message picks nothing of a menu: not knowing, no, or skip."""
    word = reading.answer_word(folded, turn.words)
    return word in {"unknown", "no", "none"} or reading.command(folded, turn.words) == "skip"
