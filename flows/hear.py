"""Words: read in one fixed order, and the ladder when nothing was understood.

A menu on screen, a word that works everywhere, a number or a label, then the answer, a correction, a question of the
person's own, another language. What is not understood is never a guess: it is None, and the ladder answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from flows import (
    advert,
    asking,
    care,
    controls,
    follow,
    kept,
    levels,
    proposed,
    readers,
    reading,
    removal,
    sent,
    times,
    tongue,
)
from flows.accept import accept, accept_ids, heard_beside, on_screen, read, understood
from flows.amend import (
    END,
    STORY,
    UNTIMED,
    WHAT,
    amended,
    corrected,
    late_time,
    names_job,
    rather,
    said_better,
    whose,
)
from flows.clauses import clauses
from flows.contact import without_contact
from flows.live import MAIN, Slot
from flows.model import Ask, Choice, Frame, How, Kind, Phrase, counted
from flows.press import press
from flows.renamed import told_again
from flows.spelling import tells, wait
from flows.turn import WORDINGS, Turn, choice
from flows.worries import QUESTION_MARKS, answers_and_asks, beside

Reader: TypeAlias = "Callable[[Turn, str, str, How], bool]"
SPEAKS = "lang:"  # begins the choice of a language
CODE_WORDS = 4  # of what brings a dossier back
LINE = "cv/line/then"  # what to do with a line of the CV
WORD = 4  # letters: a shorter one is a word of several languages
ADDED = 20  # words of what is added in one sentence
WHICH = "which"  # a second yes to a list: one of it is meant; and the note of the question that got a yes
HEARTS = frozenset("❤♥💕💖💗💓💞💘💝💙💚💛💜🧡🤍🤎🖤😍🥰😘")  # kindness; a thumb up is a yes
SHORT_ASIDE = 5  # words: "what is a skill", without the mark


def hear(turn: Turn, text: str, how: How) -> None:
    """Read words, in the fixed order."""
    folded = reading.fold(text)
    if not folded:
        missed(turn, text)
        return
    wordless = not any(c.isalnum() for c in folded)
    if wordless and _woken(turn) and reading.answer_word(folded, turn.words) in {None, "unknown"}:
        turn.ask()  # "?" after a silence asks where we were, it answers nothing
        return
    if _goes_on(turn, folded, text, how) or _menu_answer(turn, text, folded) or _control(turn, folded):
        return
    slot = turn.cur()
    asked = on_screen(turn, slot) if slot else None
    if asked and slot and _position(turn, slot, asked, folded, text, how):
        return
    for reader in _order(slot):
        if reader(turn, text, folded, how):
            return
    missed(turn, text)


def _order(slot: Slot | None) -> tuple[Reader, ...]:
    """Return what reads words there, first things first."""
    if slot and slot.question.pasted:
        return PASTED_ORDER
    return FREE_ORDER if slot is None or slot.question.free else CLOSED_ORDER


def _goes_on(turn: Turn, folded: str, text: str, how: How) -> bool:
    """Where going on is a choice on screen, the word for it is that answer, and asks nothing again."""
    slot = turn.cur()
    asked = on_screen(turn, slot) if slot else None
    if not slot or not asked or _woken(turn) or reading.command(folded, turn.words) != "continue":
        return False
    if "go" not in {one.id for one in asked.choices}:
        return False
    accept_ids(turn, slot, ("go",), text, how)
    return True


def _menu_answer(turn: Turn, text: str, folded: str) -> bool:
    """A menu is on screen: its numbers and labels answer it, anything else goes on to the open question."""
    asked = turn.state.asked
    if not asked or not asked.qid.startswith("menu/"):
        return False
    if asked.qid == asking.CARE and not _woken(turn):
        return _cared_for(turn, asked, text, folded)
    picked = reading.pick(folded, asked.choices, asked.labels, turn.words)
    if asked.qid == "menu/heard" and reading.answer_word(folded, turn.words) == "no":
        picked = "again"  # what was heard is not what was said
    picked = picked or _meant(turn, asked, folded)
    if picked:
        press(turn, asked, picked, hear)
    elif asked.qid == "menu/code" and len(reading.tokens(folded)) == CODE_WORDS:
        kept.no_code(turn)
    elif asked.qid == "menu/change" and controls.change_named(turn, reading.name_in(folded, turn.words)):
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


def _cared_for(turn: Turn, asked: Ask, text: str, folded: str) -> bool:
    """After words of danger: a choice, the choices once more, or words of somebody who goes on."""
    name = care.meant(turn, text, folded)
    if name == care.AGAIN:
        care.again(turn)
    elif name:
        press(turn, asked, name, hear)
    else:
        _out_of(turn, asked, folded)
    return bool(name)


def _meant(turn: Turn, asked: Ask, folded: str) -> str:
    """Return the choice of a menu that a yes or a no stands for; "" for none."""
    if asked.qid in asking.MENUS:
        return asking.meant(turn, asked.qid, folded)
    if asked.qid == "menu/speak":
        return _goes_on_in(turn, asked, folded)
    read = {proposed.MENU: proposed.meant, follow.MENU: follow.meant}.get(asked.qid)
    return read(turn, asked, folded) if read else ""


def _goes_on_in(turn: Turn, asked: Ask, folded: str) -> str:
    """Return the language that was offered, where a yes takes it or words are written in it once more."""
    other = tongue.other_language(folded, turn.event, turn.state.lang, turn.content)
    takes = reading.answer_word(folded, turn.words) == "yes"
    offered = [one.id for one in asked.choices if one.id.startswith(SPEAKS)]
    return next((name for name in offered if takes or (other and name == f"{SPEAKS}{other}")), "")


def _out_of(turn: Turn, asked: Ask, folded: str) -> None:
    """Leave a menu that these words do not answer: they go on to the open question."""
    turn.note("heard")  # typed instead of said
    if asked.qid == sent.MENU:
        sent.rest(turn)
    if asked.qid == follow.MENU and not reading.command(folded, turn.words):
        follow.rest(turn, aloud=False)
    turn.note(kept.CODE)


def _picks_nothing(turn: Turn, folded: str) -> bool:
    """Whether a message picks nothing of a menu: not knowing, no, or skip."""
    word = reading.answer_word(folded, turn.words)
    return word in {"unknown", "no", "none"} or reading.command(folded, turn.words) == "skip"


def _control(turn: Turn, folded: str) -> bool:
    """Words that work everywhere, when they are the whole message."""
    code = tongue.language_named(folded, turn.content)
    if code:
        slot = turn.cur()
        if slot is None or slot.question.topic != "languages":
            controls.speak(turn, code)
            return True
    named = reading.question_named(folded, turn.words)
    if named and controls.change_named(turn, named):
        return True
    ending = follow.named(turn, folded)
    if ending:
        follow.end(turn, ending)
        turn.ask()
        return True
    name = reading.command(folded, turn.words) or _in_another_language(turn, folded) or _called(turn, folded)
    if name is None or _is_answer(turn, name, folded):
        return False
    if name == "erase" and turn.looks_at(turn.cur()) and " " not in folded:
        name = "remove"  # that answer, and not everything
    doors = (form for form in turn.content.forms if form.door == name)
    return controls.run(turn, name, [pair for form in doors for pair in form.opened(read(turn, END, folded))])


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
    slot, asked = turn.cur(), turn.state.asked
    labels = dict(zip((c.id for c in asked.choices), map(reading.fold, asked.labels), strict=False)) if asked else {}
    if name == "remove":
        return not turn.looks_at(slot)
    if name == "erase" and slot and slot.question.id == LINE and " " not in folded:
        return True  # that line, and not everything
    if name == "keep":  # without an answer to keep it is a yes where there is one to say, and never a name
        return slot is not None and not turn.top.focus and "yes" in labels
    return name == "skip" and folded in {label for one, label in labels.items() if one != name}


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
    if one is None or (slot.question.kind == "confirm" and _says_more(turn, slot, folded)):
        return False
    if controls.led(turn, one) or controls.pressed(turn, one):
        return True
    accept_ids(turn, slot, (one,), text, how)
    return True


def _says_more(turn: Turn, slot: Slot, folded: str) -> bool:
    """Whether a message says more than the yes or no it opens with: "yes, a bit"; of several acts "no, that is all"."""
    several = slot.question.topic == "tasks"
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
        controls.unknown(turn)
        return True
    if reading.answer_word(folded, turn.words) == "told":
        controls.skip(turn)
        return True
    if _only_kind(slot, reading.polite(folded, turn.words)) or _only_a_time(turn, slot, text):
        return False
    return _read(turn, slot, text, folded, how)


def _read(turn: Turn, slot: Slot, text: str, folded: str, how: How) -> bool:
    """Read words as the answer, now or once a dictionary was asked about them."""
    said = read(turn, slot, text)
    parsed = understood(turn, slot, said)
    if wait(turn, slot, parsed, text):
        return True
    parsed = parsed if slot.question.pasted else heard_beside(turn, slot, parsed, said)
    return accept(turn, slot, parsed, text, how) if parsed else _declined(turn, slot, folded)


def _only_a_time(turn: Turn, slot: Slot, text: str) -> bool:
    """Whether dates come where a job, a name or a town was asked: they are of the life told before."""
    return slot.question.topic in UNTIMED and times.only(without_contact(text), turn.words, turn.event.at)


def _declined(turn: Turn, slot: Slot, folded: str) -> bool:
    """A short denial ("I have no phone") leaves a question for a word or two: who says so is not pressed."""
    asks_for_words = slot.question.kind in {"text", "date"} and not slot.question.free
    if not asks_for_words or not slot.question.skip or not reading.declines(folded, turn.words):
        return False
    if turn.looks_at(slot):
        controls.remove(turn)  # "I have no phone any more"
    else:
        controls.skip(turn)
    return True


def _disputes(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A no to facts that are right or to be changed: the one it names is asked again, else which one it is."""
    slot = turn.cur()
    offered = {c.id for c in slot.question.choices(turn.content, turn.trace.live, slot.item)} if slot else set()
    if "change" not in offered or "no" in offered or not reading.denies(folded, turn.words):
        return False
    if not controls.change_named(turn, reading.name_in(folded, turn.words)):
        controls.change(turn)
    return True


def _instead(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Words that answer what is shown for a yes another way: another project, another reason for a letter."""
    slot = turn.cur()
    about = turn.trace.slot(slot.question.about(turn.trace.live)) if slot else None
    kind = reading.answer_word(folded, turn.words) or reading.polite(folded, turn.words)
    if about is None or about.item or kind or _woken(turn):
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
    asks_for_words = slot.question.kind == "text"
    asks_for_a_choice = slot.question.kind in {"list", "choice"}  # where a yes may be one
    return bool(kind) and (asks_for_words or (asks_for_a_choice and kind != "yes"))


def _polite(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A greeting or thanks is answered in kind, once a question, and the question comes in other words.

    Thanks for a question that only makes a finished CV better say that it may rest.
    """
    kind, slot = reading.polite(folded, turn.words), turn.cur()
    if kind not in {"hello", "thanks"} or slot is None or _woken(turn):
        return False
    if turn.noted("polite") == slot.qid:
        return False
    turn.note("polite", slot.qid)
    turn.miss(slot.qid)  # so that who stays polite is not asked for ever
    turn.first(f"polite.{kind}")
    if kind == "thanks" and slot.question.skip and not _patience(turn, slot):
        controls.skip(turn)
    else:
        turn.ask()
    return True


def _aside(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A question of the person's own: a short answer, then the open question again."""
    name = reading.side(folded, turn.words)
    if name is None:
        return False
    turn.first(f"side.{name}")
    left = len(turn.coming) if name == "duration" else 0
    if left:
        turn.lead.append(Phrase("left", {"n": left}))
    slot = turn.cur()
    if slot and slot.question.free and (len(reading.tokens(folded)) > STORY or _answers_too(turn, slot, text)):
        return False  # a story that also asks something: answered, and read as an answer
    turn.ask()
    return True


def _answers_too(turn: Turn, slot: Slot, text: str) -> bool:
    """Whether a remark tells what was asked as well: "a mason, off the books"."""
    if text.rstrip().endswith(QUESTION_MARKS):
        text = beside(turn, text)
    return bool(text) and tells(turn, understood(turn, slot, read(turn, slot, text)), text)


def _asks(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A short question is no answer to a question: nobody agrees to a skill by asking what a skill is."""
    asked = text.rstrip().endswith(QUESTION_MARKS) or len(reading.tokens(folded)) <= SHORT_ASIDE
    agreed = reading.yes_or_no(folded, turn.words)
    return asked and agreed is None and _aside(turn, text, folded, how)


def _language_of(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Two messages in another language: offer it once, and keep the one chosen until she says so.

    One is enough where nobody had written a word before the greeting: its language was a guess.
    """
    other = tongue.other_language(text, turn.event, turn.state.lang, turn.content)
    if not other or turn.noted("offered"):
        return False
    if turn.noted(tongue.OTHER) not in {other, tongue.ANY}:
        turn.note(tongue.OTHER, other)
        return False
    turn.note("offered", other)
    turn.note(tongue.OTHER)
    turn.ask_this(
        "menu/speak",
        "ask.speak",
        (_speak(other), choice("continue")),
        "language",
        {"language": Phrase(f"language.{other}")},
    )
    return True


def _speak(code: str) -> Choice:
    return Choice(f"{SPEAKS}{code}", Phrase(f"language.{code}"))


def _doubt(turn: Turn, text: str, folded: str, _how: How) -> bool:
    """Heavy words about oneself: warmth, and the question in other words; never kept as an answer."""
    if not reading.heavy(folded, turn.words) or names_job(turn, text):
        return False
    missed(turn, text)
    return True


def _just_agrees(turn: Turn, text: str) -> bool:
    """Whether a person only says yes or no to a question that wants something else: do not press."""
    return reading.answer_word(reading.fold(text), turn.words) in {"yes", "no"}


def _wording(key: str, count: int) -> int:
    """Return in which words it is said: not in the same as the time before."""
    return (count - 1) % WORDINGS + 1 if key in {"polite.yes", "yes.which"} else 1


def _which(turn: Turn, slot: Slot, text: str) -> str:
    """Return what a yes to a question that wants something else is: said again to a list, one of it; a heart is kind.

    After an answer that was none, a yes leaves the question, as before: nobody is pressed.
    """
    yes = reading.answer_word(reading.fold(text), turn.words) == "yes"
    offered = slot.question.choices(turn.content, turn.trace.live, slot.item)
    listed = counted([c.id for c in offered]) > 1 and slot.question.id != WHAT  # to "another one?" it may be only kind
    if yes and listed and HEARTS & set(text):
        return "kind"
    again = turn.noted(WHICH) == slot.qid or turn.state.misses.get(slot.qid, 0) == 1
    turn.note(WHICH, slot.qid if yes else "")
    return WHICH if yes and listed and again else ""


def _patience(turn: Turn, slot: Slot) -> int:
    """Return how often such a question is said again: once; after the first document, where nothing is listed, never.

    "Another one?" lists kinds of life: there a yes means that there is one.
    """
    offered = slot.question.choices(turn.content, turn.trace.live, slot.item)
    late = any(qid.startswith("document/") for qid in turn.trace.live.facts)
    return 0 if late and not counted([c.id for c in offered]) else 1


def _woken(turn: Turn) -> bool:
    """Whether this message ends a pause or a silence."""
    return any(said.key in {"resume", "resume.refused"} for said in turn.lead)


def missed(turn: Turn, text: str) -> None:
    """The ladder: other words, simpler words with choices, skip or a person; then the question is left behind."""
    slot = turn.cur()
    if slot is None or slot.question.kind == "document":
        heavy = reading.heavy(reading.fold(text), turn.words)
        turn.first("doubt" if heavy else "end.unclear" if slot is None else "cv.wait")
        if slot is None:
            turn.ask()
        return
    if _woken(turn):
        turn.ask()  # a word to wake up is not an answer that failed
        return
    count = turn.miss(slot.qid)
    if _unsure(turn, slot, text) or (count > 1 and _as_years(turn, slot, text)):
        return
    agrees = slot.question.skip and slot.question.kind != "confirm" and _just_agrees(turn, text)
    which = agrees and _which(turn, slot, text)
    if agrees and not which and count > _patience(turn, slot) and not slot.question.insist:
        controls.skip(turn)
        return
    if count > WORDINGS and slot.question.resort:
        controls.unknown(turn)
        return
    if count > WORDINGS and slot.question.skip:
        controls.skip(turn)
        return
    rung = "person" if count >= WORDINGS and not slot.question.skip else min(count, WORDINGS)
    kind = "polite.yes" if which or (agrees and count == 1) else f"miss.{rung}"
    key = "yes.which" if which == WHICH and count > 1 else kind
    turn.lead.append(_kindly(turn, slot, text, count) or Phrase(key, {}, _wording(key, count)))
    turn.ask()


def _unsure(turn: Turn, slot: Slot, text: str) -> bool:
    """A few words more than "I don't know" say the same, where not knowing is an answer."""
    told = slot.question.skip and not slot.question.insist and reading.unsure(reading.fold(text), turn.words)
    if told:
        controls.unknown(turn)
    return told


def _as_years(turn: Turn, slot: Slot, text: str) -> bool:
    """A number alone, once "3 years" was given as an example: so many years, said back as that."""
    if slot.question.kind != "date":
        return False
    year = turn.words.units["year"][-1]
    number = reading.number(reading.fold(text), turn.words)
    said = read(turn, slot, f"{number} {year}")
    parsed = understood(turn, slot, said) if number and number <= times.LONGEST else None
    return parsed is not None and accept(turn, slot, parsed, text, How.TEXT)


def _kindly(turn: Turn, slot: Slot, text: str, count: int) -> Phrase | None:
    """Return kind words for who thinks little of themselves, tells what no employer needs, or only hopes so far."""
    folded = reading.fold(text)
    if reading.heavy(folded, turn.words):
        return Phrase("doubt", {}, min(count, WORDINGS))
    if reading.private(folded, turn.words):
        return Phrase("private", {}, min(count, WORDINGS))
    hoped = any(c.hope and c.mine for c in clauses(text, turn.words))
    return Phrase("hoped") if hoped and slot.question.id == WHAT and count == 1 else None


ANYWHERE = frozenset({
    "back", "keep", "remove", "change", "pause", "restart", "human", "data", "menu", "skip", "help", "stop",
})  # fmt: skip
WHOSE = frozenset({"menu/not_me", "menu/link"})  # asks which dossier is meant
CLOSING = frozenset(
    {
        "menu/change",
        "menu/main",
        "menu/language",
        "menu/data",
        "menu/restart",
        "menu/erase",
        "menu/code",
        "menu/not_me",
        "menu/link",
        "menu/workshop",
        "menu/papers",
        "menu/history",
        "menu/missing",
        asking.READS,
        asking.WAITS,
        readers.MENU,
        removal.MENU,
        advert.MENU,
    }
)
CLOSED_ORDER = (
    advert.pasted, amended, told_again, whose, rather, corrected, _doubt, said_better, answers_and_asks, _asks,
    _answer, _disputes, _instead, _aside, late_time, _polite, _language_of,
)  # fmt: skip
PASTED_ORDER = (_adds, _no_paste, _asks, _answer, _polite, _language_of)
FREE_ORDER = (
    advert.pasted, amended, told_again, whose, rather, corrected, _doubt, said_better, answers_and_asks, _aside,
    _answer, late_time,
    _polite, _language_of,
)  # fmt: skip
