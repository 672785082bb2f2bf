"""What a person wants off: a whole experience, one detail of it, one line beside them, or what was never printed.

A whole experience goes only when a short order names it and nothing else. A remark about a detail ("no exact months")
takes off that detail alone where it is held. Whatever is less sure is asked: nothing goes before a yes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows import acts, controls, reading
from flows.corrections import Order, ordered_off
from flows.live import MAIN, Slot, latest
from flows.lives import known_acts, stands, title_of
from flows.model import Ask, Frame, How, Kind, Phrase, Value
from flows.turn import Turn, choice

MENU: Final = "menu/take_off"
BESIDE: Final = ("extras", "languages", "training")  # lists of which an order names one, or all
SAYS: Final = 3  # letters: shorter words name nothing
SAME: Final = 5  # letters: words of a language with endings are alike from so many on
STORY: Final = 8  # words: a longer message that tells acts is a story
ORDERED: Final = 3  # words that name what goes: "the child care in Nantes"
TITLE: Final = 40  # characters of the person's own words that are shown as the name of a life


def taken_off(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Do what an order to take something off says, as far as it is sure; False when it is none."""
    order = ordered_off(folded, turn.words)
    if order is None or _tells(turn, text, folded, order):
        return False
    named = order.named
    if _one_line(turn, " ".join(named), text, how):
        return True
    detail = reading.has_any(folded, turn.words.edits.get("detail", ()))
    if detail:
        return _of_a_detail(turn, named, text, folded, how)
    items = _named(turn, " ".join(named), named) or _named(turn, text, reading.tokens(folded))
    if not items:
        return order.opens and _none_held(turn, " ".join(named))
    slot = turn.cur()
    alone = len(items) == 1 and not (slot and slot.question.free)
    sure = alone and order.plain and _whole(turn, items[0], named)
    if sure:
        off(turn, items[0], text, how)
    else:
        _ask(turn, items[-1])
    return True


def _one_line(turn: Turn, said: str, text: str, how: How) -> bool:
    """Take off a licence, a language or a diploma that an order names and nothing else, asked for already or not."""
    words, newest = turn.words, latest(turn.facts, turn.state.dossier)
    for qid, ways in zip(BESIDE, (words.licences, words.languages, words.studies), strict=True):
        fact = newest.get(f"cv/{qid}")
        if fact is None or not fact.value.said:
            continue
        whole = qid != "extras" and said in words.questions.get(qid, ())  # "licence" stands there for hours, too
        left = tuple(i for i in fact.value.ids if not (whole or said in ways.get(i.partition(":")[0], ())))
        if len(left) < len(fact.value.ids) and not (left and fact.value.text):
            turn.keep(fact.qid, replace(fact.value, ids=left) if left else Value(Kind.SKIPPED), text, how)
            turn.first("removed")
            turn.ask()
            return True
    return False


def _none_held(turn: Turn, said: str) -> bool:
    """Say that nothing goes, where languages, training or licences are ordered off and none are held."""
    slot, ways = turn.cur(), turn.words.questions
    name = next((name for name in BESIDE if said in ways.get(name, ())), "")
    if not name or (slot and slot.qid == f"cv/{name}"):
        return False
    turn.lead.append(Phrase("detail.kept"))
    turn.ask()
    return True


def off(turn: Turn, item: str, text: str, how: How) -> None:
    """Take a whole experience off; undone by telling it again."""
    turn.note(MENU)
    turn.keep(f"exp/{item}", Value(Kind.REMOVED), text, how)
    turn.first("removed")
    turn.ask()


def confirmed(turn: Turn, ask: Ask) -> None:
    """A yes to the question that is on screen takes off what it names; one to an older question takes off nothing."""
    item, here = turn.noted(MENU), turn.state.asked
    if item and here and here.id == ask.id and stands(turn.trace.live, item):
        off(turn, item, "", How.BUTTON)
        return
    turn.first("kept")
    turn.ask()


def _ask(turn: Turn, item: str) -> None:
    """Ask whether a whole experience is meant."""
    live = turn.trace.live
    said = live.text(f"exp/{item}/what")
    name = said if 0 < len(said) <= TITLE else title_of(turn.content, live, item, live.lang)
    turn.note(MENU, item)
    turn.ask_this(MENU, "ask.take_off", (choice("yes"), choice("no")), "any", {"title": name})


def _tells(turn: Turn, text: str, folded: str, order: Order) -> bool:
    """Whether a message tells what was done, long or before the verb: it is a story, whatever verbs are in it."""
    long = len(reading.tokens(folded)) > STORY
    slot = turn.cur()
    free = slot is None or slot.question.free
    return ((long and free) or not order.opens) and bool(
        acts.told(text, turn.state.lang, turn.content, turn.event.hints.spelling)
    )


def by_words(turn: Turn, said: list[str], items: list[str]) -> list[str]:
    """Return those of some experiences whose own words are among those said."""
    return [i for i in items if _shared(said, _story(turn, i))]


def _named(turn: Turn, text: str, said: list[str]) -> list[str]:
    """Return the experiences that words name: by words of their own, else by the acts they are about; oldest first."""
    live = turn.trace.live
    items = [i for i in live.items() if stands(live, i)]
    named = by_words(turn, said, items)
    if named:
        return named
    fields = {name.split(".")[0] for name in acts.named(text, turn.state.lang, turn.content, turn.event.hints.spelling)}
    return [i for i in items if fields & {name.split(".")[0] for name in known_acts(live, i)}]


def _whole(turn: Turn, item: str, said: list[str]) -> bool:
    """Whether words name an experience and nothing else."""
    fields = {n.split(".")[0] for n in known_acts(turn.trace.live, item)}
    named = acts.named(" ".join(said), turn.state.lang, turn.content, turn.event.hints.spelling)
    by_acts = bool(named) and {n.split(".")[0] for n in named} <= fields
    own = [w for w in said if len(w) > SAYS]
    return 0 < len(said) <= ORDERED and bool(own) and (by_acts or len(_shared(own, _story(turn, item))) == len(own))


def _shared(said: list[str], story: list[str]) -> list[str]:
    """Return the words that a story holds, whatever their endings."""
    bare = [(w, reading.bare(w)) for w in said if len(w) > SAYS]
    return [w for w, b in bare if any(s in {w, b} or (len(b) >= SAME and b[:SAME] == s[:SAME]) for s in story)]


def _story(turn: Turn, item: str) -> list[str]:
    facts = (f for f in turn.trace.live.facts.values() if f.qid.startswith(f"exp/{item}/"))
    return reading.tokens(reading.beside_bare(reading.fold(" ".join(f.value.text or f.raw for f in facts))))


# ---------------------------------------------------------------- details


def _of_a_detail(turn: Turn, named: list[str], text: str, folded: str, how: How) -> bool:
    """Take off a detail that is held and clearly named; else say that nothing goes, and nothing more is printed."""
    slot, name = turn.cur(), reading.name_in(folded, turn.words)
    if not any(stands(turn.trace.live, i) for i in turn.trace.live.items()):
        return False
    if slot and (slot.qid.rpartition("/")[2] == name or slot.question.kind == "date" or slot.question.pasted):
        return False  # it is what is asked: not to print it is an answer there
    if _is_mail(turn, folded):
        turn.keep("cv/email", Value(Kind.REMOVED), text, how)
        turn.first("removed")
        turn.ask()
        return True
    held = _held(turn, name, named, folded)
    if held is not None:
        turn.push(Frame(MAIN, "change", held.qid))
        controls.remove(turn)
        return True
    turn.lead.append(Phrase("detail.kept"))
    turn.ask()
    return True


def _is_mail(turn: Turn, folded: str) -> bool:
    """Whether an e-mail address that is held is what should go."""
    return bool(turn.trace.live.text("cv/email")) and reading.has_any(folded, turn.words.edits.get("mail", ()))


def _held(turn: Turn, name: str, named: list[str], folded: str) -> Slot | None:
    """Return the one answer that a message names in so many words ("remove the dates of the child care")."""
    ways = {part for way in turn.words.questions.get(name, ()) for part in way.split()}
    live = turn.trace.live
    rest = [w for w in named if w not in ways]
    items = [i for i in live.items() if rest and len(_shared(rest, _story(turn, i))) == len(rest)]
    slots = [s for s in turn.trace.answered() if s.qid.rpartition("/")[2] == name]
    slots = [s for s in slots if s.item in items] if rest else slots
    mine = name in {"phone", "town", "when", "name"} and not reading.has_any(folded, turn.words.edits.get("exact", ()))
    sure = len(slots) == 1 and choice("remove") in turn.beside(slots[0], ())
    return slots[0] if mine and sure else None
