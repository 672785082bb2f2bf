"""Words: read in one fixed order.

A menu on screen, a word that works everywhere, a number or a label, then the answer, a correction, a question of the
person's own, another language. What is not understood is never a guess: it is None, and the ladder answers (ladder.py).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection
from typing import TypeAlias

from flows import (
    acts,
    advert,
    controls,
    follow,
    levels,
    meanwhile,
    objections,
    opening,
    purposes,
    reading,
    speaking,
    tongue,
    wanted,
    wonders,
)
from flows.accept import (
    ADDRESS,
    ADDRESSES,
    accept,
    accept_ids,
    heard_beside,
    noted,
    on_screen,
    read,
    understood,
)
from flows.amend import (
    CARD,
    END,
    STORY,
    amended,
    corrected,
    elsewhere,
    late_time,
    names_job,
    only_a_time,
    rather,
    said_better,
    whose,
)
from flows.content import Parsed
from flows.corrections import ordered
from flows.finished import replaced, thanked, unwritten, wanting
from flows.ladder import missed, patience, woken
from flows.live import MAIN, Slot
from flows.menus import menu_answer
from flows.model import Ask, Frame, How, Kind, Phrase
from flows.renamed import told_again
from flows.spelling import tells, wait
from flows.turn import TOLD, WORDINGS, Turn, agreed, chosen
from flows.worries import answers_and_asks, beside

Reader: TypeAlias = "Callable[[Turn, str, str, How], bool]"
PRACTISED = "interview/"  # begins the questions whose choices have words of their own
ENOUGH, ENDED = "enough", frozenset({"enough", "next", "none", "no"})  # to end it, and the choices that do
PRACTICE = "practice"  # the side of who speaks of an interview
LINE = "cv/line/then"  # what to do with a line of the CV
NEARLY = 0.84  # of the letters of a label: a message that has so many is that label
WORD = 4  # letters: a shorter one is a word of several languages
ADDED = 20  # words of what is added in one sentence
EXAMPLE, REPHRASED = "example", "rephrase"  # what helps with a question of a practice
CALM = "calm"  # the note of the question at which a curse met a calm line
GOES, ONWARD = {"continue", "resume"}, frozenset({"go", "next"})  # words to go on, and the choices that do
ASKED_OF_ME = "rights"  # what an employer asked is told in it, and is no answer to us: "he asked about children"
ANNOYED = "complaint"  # the side of who is angry with the program
FED_UP = "long"  # the side of who finds it too long, or always the same
FEW = 8  # words of who thinks little of themselves, and tells nothing else
PIECES = re.compile(r"[,.;:!?،؛؟\n]+")
SHORT_ASIDE = 5  # words: "what is a skill", without the mark


def hear(turn: Turn, text: str, how: How) -> None:
    """Read words, in the fixed order."""
    text = ordered(text, turn.words)
    folded = reading.fold(text)
    if not folded:
        missed(turn, text)
        return
    wordless = not any(c.isalnum() for c in folded)
    if wordless and woken(turn) and reading.answer_word(folded, turn.words) in {None, "unknown"}:
        turn.ask()  # "?" after a silence asks where we were, it answers nothing
        return
    if _goes_on(turn, folded, text, how) or menu_answer(turn, text, folded, hear) or _control(turn, text, folded):
        return
    slot = turn.cur()
    asked = on_screen(turn, slot) if slot else None
    if meanwhile.heard(turn, text, folded) or thanked(turn, text, folded):
        return
    if asked and slot and _position(turn, slot, asked, folded, text, how):
        return
    for reader in _order(slot):
        if reader(turn, text, folded, how):
            return
    if not opening.told(turn, text):
        missed(turn, text)


def _order(slot: Slot | None) -> tuple[Reader, ...]:
    """Return what reads words there, first things first."""
    if slot and slot.question.pasted:
        return PRACTISED_ORDER if slot.qid.startswith(PRACTISED) else PASTED_ORDER
    if slot and slot.question.explains:
        return GAME_ORDER
    return FREE_ORDER if slot is None or slot.question.free else CLOSED_ORDER


def _goes_on(turn: Turn, folded: str, text: str, how: How) -> bool:
    """Where going on is a choice on screen, the word for it is that answer, and asks nothing again."""
    slot = turn.cur()
    asked = on_screen(turn, slot) if slot else None
    if not slot or not asked or woken(turn) or reading.command(folded, turn.words) not in GOES:
        return False
    onward = next((one.id for one in asked.choices if one.id in ONWARD), "")
    if onward:
        accept_ids(turn, slot, (onward,), text, how)
    return bool(onward)


def _control(turn: Turn, text: str, folded: str) -> bool:
    """Words that work everywhere, when they are the whole message."""
    code = tongue.language_named(folded, turn.content)
    if code:
        slot = turn.cur()
        if slot is None or slot.question.topic != "languages":
            controls.speak(turn, code)
            return True
    if _practises_in(turn, folded) or _translates(turn, folded) or _gives_up(turn, folded):
        return True
    named = reading.question_named(folded, turn.words)
    if (named and controls.change_named(turn, named)) or _addressed(turn, text, folded):
        return True
    ending = follow.named(turn, folded)
    if ending:
        follow.end(turn, ending)
        turn.ask()
        return True
    name = reading.command(folded, turn.words) or _in_another_language(turn, folded) or _called(turn, folded)
    name = name or _said_late(turn, folded)
    ends = name in GOES and woken(turn)  # a word to go on that ends a pause only ends it
    if name is None or (not ends and _is_answer(turn, name, folded)):
        return False
    if name == "erase" and turn.looks_at(turn.cur()) and " " not in folded:
        name = "remove"  # that answer, and not everything
    doors = (form for form in turn.content.forms if form.door == name)
    return controls.run(turn, name, [pair for form in doors for pair in form.opened(read(turn, END, folded))])


def _practises_in(turn: Turn, folded: str) -> bool:
    """A whole message that asks to practise in a language is obeyed, inside a practice and outside of it."""
    code = tongue.practised_in(folded, turn.content)
    slot = turn.cur()
    if not code or (code == turn.state.lang and slot and slot.door == PRACTISED.rstrip("/")):
        return False  # it is practised in that one: nothing is asked for
    controls.practise_in(turn, code)
    return True


def _translates(turn: Turn, folded: str) -> bool:
    """A whole message that asks to translate into a language is obeyed."""
    code = tongue.translated_in(folded, turn.content)
    if code:
        wanted.translate(turn, code)
    return bool(code)


def _gives_up(turn: Turn, folded: str) -> bool:
    """Leave a practice that has not begun, at a word to end it; where a choice ends it, that is chosen."""
    slot = turn.cur()
    said = reading.uncourted(folded, turn.words)
    if slot is None or not slot.qid.startswith(PRACTISED) or said not in turn.words.interview.get(ENOUGH, ()):
        return False
    if ENDED & {one.id for one in slot.question.choices(turn.content, turn.trace.live, slot.item)}:
        return False
    controls.leave(turn, Phrase("interview.another_day"))
    return True


def _addressed(turn: Turn, text: str, folded: str) -> bool:
    """A whole message that asks for the familiar form or the polite one is obeyed at any question."""
    slot, said = turn.cur(), reading.uncourted(folded, turn.words)
    named = next((one for one in ADDRESSES if said in turn.words.small.get(f"say_{one}", ())), "")
    if not named or not agreed(turn.trace.live) or (slot and slot.qid == ADDRESS):
        return False
    turn.keep(ADDRESS, chosen(named), text)
    turn.lead.append(noted(turn))
    turn.ask()
    return True


def _said_late(turn: Turn, folded: str) -> str | None:
    """Return what a word for a choice after an answer means at the next question: that one again, or to leave this."""
    slot = turn.cur()
    if slot is None or not slot.question.parting or slot.question.leads:
        return None
    said, ways = reading.uncourted(folded, turn.words), turn.words.interview
    if said in ways.get("redo", ()):
        return "back"
    return "skip" if said in ways.get("next", ()) else None


def _called(turn: Turn, folded: str) -> str | None:
    """Return the door that is asked for in other words than its own, once it can be opened; not in pasted words."""
    slot, live = turn.cur(), turn.trace.live
    if slot and slot.question.pasted:
        return None
    doors, said = (form for form in turn.content.forms if form.door and form.offered(live, "")), read(turn, END, folded)
    return next((form.door for form in doors if form.calls(said)), None)


def _in_another_language(turn: Turn, folded: str) -> str | None:
    """Return what a word that works everywhere says in a language we offer and do not speak now; it is no answer."""
    if len(folded) < WORD or reading.exactly(folded, turn.words):
        return None
    others = [turn.content.words[code] for code in turn.content.languages if code != turn.state.lang]
    if any(reading.unknown(folded, words) for words in others):
        return "unknown"
    found = (reading.command(folded, words) for words in others)
    return next((name for name in found if name in ANYWHERE), None)


def _is_answer(turn: Turn, name: str, folded: str) -> bool:
    """Whether a control word is an answer here: there is nothing to keep or take off, or a button says the same."""
    slot = turn.cur()
    asked = turn.state.asked or (on_screen(turn, slot) if slot else None)
    labels = dict(zip((c.id for c in asked.choices), map(reading.fold, asked.labels), strict=False)) if asked else {}
    if slot and slot.question.explains and name == "change" and folded in turn.words.small.get("fails", ()):
        return True  # "that is wrong", of a card
    if name == "remove":
        return not turn.looks_at(slot)
    if (
        slot
        and slot.qid.startswith(PRACTISED)
        and (_practised(turn, folded, labels) or _of_it(turn, slot, name, folded))
    ):
        return True
    if name == "erase" and slot and slot.question.id == LINE and " " not in folded:
        return True  # that line, and not everything
    if name == "keep":  # without an answer to keep it is a yes where there is one to say, and never a name
        return slot is not None and not turn.top.focus and "yes" in labels
    without = reading.WITHOUT in labels and reading.without(folded, turn.words)
    return name == "skip" and (without or folded in {label for one, label in labels.items() if one != name})


def _practised(turn: Turn, folded: str, offered: Collection[str]) -> bool:
    """Whether a choice of a practice on screen is called so: "an example", "once more", "finish"."""
    names = (*offered, *((ENOUGH,) if ENDED & {*offered} else ()))
    return any(folded in turn.words.interview.get(one, ()) for one in names)


def _opens_it(slot: Slot, name: str) -> bool:
    """Whether a word opens the practice that somebody is in: what was answered so far is not thrown away."""
    return slot.question.parting and name == PRACTISED.rstrip("/")


def _of_it(turn: Turn, slot: Slot, name: str, folded: str) -> bool:
    """Whether a word only speaks of the practice somebody is in: to open it, or to begin it."""
    return _opens_it(slot, name) or _begins_it(turn, slot, folded)


def _begins_it(turn: Turn, slot: Slot, folded: str) -> bool:
    """Whether a word begins the practice that has begun: no question is left for it."""
    return slot.question.parting and not slot.question.leads and folded in turn.words.interview.get("go", ())


def _position(turn: Turn, slot: Slot, asked: Ask, folded: str, text: str, how: How) -> bool:
    """A number, a label or a thumb answers the choices on screen."""
    if not asked.choices:
        return False
    if slot.question.several:
        picked = reading.pick_several(folded, asked.choices, asked.labels, turn.words)
        if not picked:
            return False
        bare = folded not in map(reading.fold, asked.labels)  # numbers are no words of the person
        accept_ids(turn, slot, picked, "" if picked == ("done",) else text, How.BUTTON if bare else how)
        return True
    one = reading.pick(folded, asked.choices, asked.labels, turn.words)
    one = one or (_nearly(folded, asked) if slot.qid.startswith(PRACTISED) else None)
    if one is None or _says_more(turn, slot, one, text):
        return False
    if controls.led(turn, one) or controls.pressed(turn, one):
        return True
    accept_ids(turn, slot, (one,), text, how)
    return True


def _nearly(folded: str, asked: Ask) -> str | None:
    """Return the choice on screen whose label a message nearly is: "let's begin" for "let us begin"."""
    labels = {reading.fold(label): one.id for one, label in zip(asked.choices, asked.labels, strict=False)}
    near = difflib.get_close_matches(folded, labels, 1, NEARLY) if len(folded) > WORD else []
    return labels[near[0]] if near else None


def _says_more(turn: Turn, slot: Slot, one: str, text: str) -> bool:
    """Whether a message says more than the yes or no it opens with: "yes, a bit"; of several acts "no, that is all".

    A no to a skill that says for whom it was corrects that; what asks before it agrees or refuses does neither.
    """
    if slot.question.kind != "confirm":
        about = one in purposes.ANSWERS and reading.asks(text, turn.words)
        lacks = one == "none" and reading.without(reading.fold(text), turn.words)  # "no offer" is no "no"
        return about or lacks or (one == purposes.REFUSE and reading.wavers(text, turn.words))
    folded = reading.fold(text)
    several = slot.question.topic == "tasks"
    of_it = slot.question.id == CARD and elsewhere(turn, slot.item, folded)
    if of_it or objections.more_than_yes(turn, text) or objections.says_when(turn, text):
        return True
    return bool(levels.told(folded, turn.words)) or (several and reading.finishes(folded, turn.words))


def _answer(turn: Turn, text: str, folded: str, how: How) -> bool:
    """The answer to the open question."""
    slot = turn.cur()
    if slot is None or slot.question.parse is None:
        return slot is None and _told_after_all(turn, text, how)
    if reading.unknown(folded, turn.words):
        tried = turn.state.misses.get(slot.qid, 0)
        if slot.question.insist and tried < WORDINGS and not turn.looks_at(slot):
            return False
        if not _helps(turn, slot):
            controls.unknown(turn)
        return True
    if reading.answer_word(folded, turn.words) == "told":
        controls.skip(turn)
        return True
    if _only_kind(slot, reading.polite(folded, turn.words)) or only_a_time(turn, slot, text):
        return False
    return _read(turn, slot, text, folded, how)


def _read(turn: Turn, slot: Slot, text: str, folded: str, how: How) -> bool:
    """Read words as the answer, now or once a dictionary was asked about them."""
    said = read(turn, slot, text)
    parsed = understood(turn, slot, said)
    if wait(turn, slot, parsed, text) or _told(turn, slot, parsed):
        return True
    parsed = parsed if slot.question.pasted else heard_beside(turn, slot, parsed, said)
    return accept(turn, slot, parsed, text, how) if parsed else _declined(turn, slot, text, folded)


def _told(turn: Turn, slot: Slot, parsed: Parsed | None) -> bool:
    """Whether words are those of a choice that tells something and answers nothing."""
    value = parsed.value if parsed else None
    if value and value.kind is Kind.UNKNOWN:
        return _helps(turn, slot)
    ids = value.ids if value and value.kind is Kind.CHOICE else ()
    if ids == (REPHRASED,) and turn.noted(TOLD) == f"{slot.qid} {REPHRASED}":
        return turn.tell(slot, EXAMPLE)  # not the same other words once more
    return len(ids) == 1 and turn.tell(slot, ids[0])


def _helps(turn: Turn, slot: Slot) -> bool:
    """Say once what helps who does not know, where a question has something that helps."""
    first = not turn.state.misses.get(slot.qid, 0) and not turn.looks_at(slot)
    seen = turn.noted(TOLD) == f"{slot.qid} {EXAMPLE}"
    if not first or not turn.tell(slot, REPHRASED if seen else "unknown"):
        return False
    turn.miss(slot.qid)
    return True


def _enough(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Leave a game at "that is all"."""
    ends = reading.answer_word(folded, turn.words) == "done"
    if ends:
        controls.leave_game(turn)
    return ends


def _declined(turn: Turn, slot: Slot, text: str, folded: str) -> bool:
    """A short denial ("I have no phone") leaves a question for a word or two: who says so is not pressed."""
    asks_for_words = slot.question.kind in {"text", "date"} and not slot.question.free
    if not asks_for_words or not slot.question.skip or not reading.declines(folded, turn.words):
        return False
    if not _only_denies(turn, text):
        return False  # "no, stay on cleaning", "I did not say skip"
    if turn.looks_at(slot):
        controls.remove(turn)  # "I have no phone any more"
    else:
        controls.skip(turn)
    return True


def _only_denies(turn: Turn, text: str) -> bool:
    """Whether a denial says nothing else: it names no work, and is not of what was said or understood."""
    pieces = [reading.fold(piece) for piece in PIECES.split(text) if piece.strip()]
    misheard = turn.words.cues.get("misheard", ())
    spoken_of = any(reading.has_any(one, misheard) or reading.command(one, turn.words) == "repeat" for one in pieces)
    denied = acts.denied(text, turn.state.lang, turn.content, turn.event.hints.spelling)
    return not (spoken_of or denied or names_job(turn, text))


def _objects(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A yes to what was understood, with a "but" or with more behind it: that is read, or asked for."""
    return objections.objected(turn, text, how, BEHIND_YES)


def _more(turn: Turn, text: str, folded: str, how: How) -> bool:
    """What stands behind a yes, if it is no yes again: "exactly" also ends "not exactly"."""
    return reading.yes_or_no(folded, turn.words) != "yes" and _answer(turn, text, folded, how)


def _disputes(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A no to facts that are right or to be changed: the one it names is asked again, else which one it is."""
    slot = turn.cur()
    if slot is None or not objections.changeable(turn, slot) or not reading.denies(folded, turn.words):
        return False
    if not controls.change_named(turn, reading.name_in(folded, turn.words)):
        controls.change(turn)
    return True


def _instead(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Words that answer what is shown for a yes another way: another project, another reason for a letter."""
    slot = turn.cur()
    about = turn.trace.slot(slot.question.about(turn.trace.live)) if slot else None
    kind = reading.answer_word(folded, turn.words) or reading.polite(folded, turn.words)
    if about is None or about.item or kind or woken(turn):
        return False
    parsed = understood(turn, about, read(turn, about, text))
    if parsed is None:
        return False
    turn.push(Frame(MAIN, "change", about.qid))
    if not accept(turn, about, parsed, text, how):
        turn.pop()
        return False
    return True


def _no_paste(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Where a text may be pasted, a choice that is said in words is no question of the person's own."""
    slot = turn.cur()
    parsed = understood(turn, slot, read(turn, slot, text)) if slot else None
    chosen = parsed is not None and parsed.value is not None and parsed.value.kind is Kind.CHOICE
    return chosen and _answer(turn, text, folded, how)


def _adds(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Where somebody else's words are pasted, a short message that opens with "add that" is the person's own."""
    said = reading.tokens(folded)
    opens = any(word in said[:2] for word in turn.words.edits.get("add", ()))
    return opens and len(said) <= ADDED and amended(turn, text, folded, how)


def _told_after_all(turn: Turn, text: str, how: How) -> bool:
    """A story that comes when nothing is asked any more is kept too."""
    parsed = heard_beside(turn, END, None, read(turn, END, text))
    return parsed is not None and accept(turn, END, parsed, text, how)


def _only_kind(slot: Slot, kind: str) -> bool:
    """Whether kind words are nothing of what was asked: a name, a town, a job are told in words of their own."""
    asks_for_words = slot.question.kind == "text" and not (slot.question.nods and kind == "yes")
    asks_for_a_choice = slot.question.kind in {"list", "choice"}  # where a yes may be one
    return bool(kind) and (asks_for_words or (asks_for_a_choice and kind != "yes"))


def _polite(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A greeting or thanks is answered in kind, once a question, and the question comes in other words.

    Thanks for a question that only makes a finished CV better say that it may rest.
    """
    kind, slot = reading.polite(folded, turn.words), turn.cur()
    if kind not in {"hello", "thanks"} or slot is None or woken(turn):
        return False
    if turn.noted("polite") == slot.qid:
        return False
    turn.note("polite", slot.qid)
    turn.miss(slot.qid)  # so that who stays polite is not asked for ever
    turn.first(f"polite.{kind}")
    if kind == "thanks" and slot.question.skip and not patience(turn, slot):
        controls.skip(turn)
    else:
        turn.ask()
    return True


def _belittles(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A few heavy words about oneself are no answer of an interview: "I am no good at this"."""
    return len(reading.tokens(folded)) <= FEW and not _theirs(turn, folded) and _doubt(turn, text, folded, how)


def _curses(turn: Turn, _text: str, folded: str, _how: How) -> bool:
    """A few words of somebody who is fed up are no answer of an interview: one calm line, and the ways out."""
    fed_up = reading.has_any(folded, turn.words.interview.get("curse", ()))
    if not fed_up or len(reading.tokens(folded)) > FEW or _theirs(turn, folded):
        return False
    slot = turn.cur()
    said = slot is not None and turn.noted(CALM) == slot.qid
    if said and reading.unknown(folded, turn.words):
        return False  # "I couldn't care less", once more: the question is left
    turn.note(CALM, slot.qid if slot else "")
    turn.first("interview.calm")
    turn.ask()
    return True


def _theirs(turn: Turn, folded: str) -> bool:
    """Whether hard words are what others said, told in an answer: "the customer called me useless"."""
    return reading.has_any(folded, turn.words.interview.get("theirs", ()))


def _of_the_practice(turn: Turn, text: str, folded: str, how: How) -> bool:
    """What is said of a practice inside it is no answer: how it went, that one comes, that it may begin."""
    slot, said = turn.cur(), reading.uncourted(folded, turn.words)
    if slot is None or not slot.question.parting:
        return False
    door = reading.command(folded, turn.words) or ""
    comes = len(reading.tokens(folded)) <= FEW and reading.side(folded, turn.words) == PRACTICE
    comes = comes or _opens_it(slot, door)
    marks, begun = (said in turn.words.interview.get(one, ()) for one in ("mark", "go"))
    if comes or marks:
        turn.first("interview.no_mark" if marks else "interview.under_way")
    if comes or marks or begun:
        turn.ask()  # who says "let's begin" has begun
    return comes or marks or begun


def _aside(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A question of the person's own: a short answer, then the open question again."""
    name = reading.side(folded, turn.words)
    if name is None:
        return False
    turn.lead.append(wonders.known(turn, name))
    turn.offers = name == ANNOYED
    left = len(turn.coming) if name == "duration" else 0
    if left:
        turn.lead.append(Phrase("left", {"n": left}))
    slot = turn.cur()
    story = STORY * (2 if name == ASKED_OF_ME else 1)
    told = len(reading.tokens(folded)) > story
    if slot and slot.question.free and (told or (name != ASKED_OF_ME and _answers_too(turn, slot, text))):
        return False  # a story that also asks something: answered, and read as an answer
    turn.ask()
    return True


def _answers_too(turn: Turn, slot: Slot, text: str) -> bool:
    """Whether a remark tells what was asked as well: "a mason, off the books"."""
    angry = reading.side(reading.fold(text), turn.words) == ANNOYED  # "this is rubbish" empties no bins
    if angry or text.rstrip().endswith(reading.QUESTION_MARKS):
        text = beside(turn, text)
    return bool(text) and tells(turn, understood(turn, slot, read(turn, slot, text)), text)


def _asks(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A short question is no answer to a question: nobody agrees to a skill by asking what a skill is."""
    most = STORY if reading.side(folded, turn.words) == FED_UP else SHORT_ASIDE
    asked = text.rstrip().endswith(reading.QUESTION_MARKS) or len(reading.tokens(folded)) <= most
    agreed = None if reading.wavers(text, turn.words) else reading.yes_or_no(folded, turn.words)
    return asked and agreed is None and not reading.without(folded, turn.words) and _aside(turn, text, folded, how)


def _doubt(turn: Turn, text: str, folded: str, _how: How) -> bool:
    """Heavy words about oneself: warmth, and the question in other words; never kept as an answer."""
    if not reading.heavy(folded, turn.words) or names_job(turn, text):
        return False
    missed(turn, text)
    return True


ANYWHERE = frozenset({
    "back", "keep", "remove", "change", "pause", "restart", "human", "data", "menu", "skip", "help", "stop",
})  # fmt: skip
BEHIND_YES = (_asks, amended, replaced, told_again, whose, rather, corrected, said_better, _aside, _more)
CLOSED_ORDER = (
    advert.pasted, speaking.asked_for, speaking.written, _objects, amended, replaced, told_again, whose, rather,
    speaking.listed, wanting, objections.redated, corrected, _doubt, said_better, answers_and_asks, _asks,
    wonders.wonders, _answer, unwritten, _disputes, _instead, _aside, late_time, _polite, speaking.twice,
)  # fmt: skip
# In a game "that is wrong" puts no earlier answer right.
GAME_ORDER = (_enough, _answer, _asks, _aside, _polite, speaking.twice)
PASTED_ORDER = (_adds, _no_paste, _asks, _answer, _polite, speaking.twice)
PRACTISED_ORDER = (_belittles, _curses, _of_the_practice, *PASTED_ORDER)
FREE_ORDER = (
    advert.pasted, speaking.asked_for, speaking.written, amended, replaced, told_again, whose, rather, corrected,
    speaking.listed, wanting, objections.redated, _doubt, said_better, answers_and_asks, _aside, wonders.wonders,
    _answer, unwritten, late_time, _polite, speaking.twice,
)  # fmt: skip
