"""When each question about an experience is asked, and when it may still come (for the count of what is left)."""

from __future__ import annotations

from flows.content import Predicate
from flows.live import Live
from flows.lives import CHOOSE, NOT_MINE, at, candidates, known_acts, others, stands
from flows.model import Fact, How
from flows.proofs import wordy

FEW = 2  # acts told: the one of the card, and one that is a yes or a no
BESIDE = "beside"  # the note of a life that was told beside another, of which nothing is asked
INSIDE = "inside"  # where one was detained: what was done there is asked, and the place is never printed
UNSAID = "unsaid"  # a life of which nothing was said: acts are offered, no kind of life is printed
TOGETHER = 3  # acts shown for one yes
MOST = 5  # "another one?" at most 4 times after the first (CONTENT.md 4)


def position(live: Live, item: str) -> int:
    """Return which experience this is, the first one 0; one that is not there yet comes last."""
    items = live.items()
    return items.index(item) if item in items else len(items)


def begins(live: Live, item: str) -> bool:
    """Ask for an experience: the first always, another while the one before was told and there are not too many."""
    if not live.said("charter/consent") or "minor" in live.ids("charter/consent"):
        return False
    place = position(live, item)
    if place == 0:
        return True
    return (live.ids("cv/more") == ("go",) and _follows(live, item)) or _told_before(live, item)


def _follows(live: Live, item: str) -> bool:
    """Whether an experience may come after the one before, which was told; there are not too many."""
    place = position(live, item)
    before = [one for one in live.items()[:place] if not live.ids(at(one, BESIDE))]
    return 0 < place < MOST and stands(live, before[-1])


def _told_before(live: Live, item: str) -> bool:
    """Whether an experience came in the words of another: it counts, and is asked about after the first CV."""
    return any(item in live.ids(at(other, "next")) for other in live.items())


def asked_now(live: Live, item: str) -> bool:
    """Ask about an experience: the first one for the first CV, the others when the person goes on."""
    return stands(live, item) and _in_turn(live, item)


def _in_turn(live: Live, item: str) -> bool:
    if live.ids(at(item, BESIDE)):
        return False
    return live.standing[:1] == (item,) or live.ids("cv/more") == ("go",)


def opened(name: str) -> Predicate:
    """Whether a question of an item is asked now, or was answered on the way."""

    def predicate(live: Live, item: str) -> bool:
        return stands(live, item) and (_in_turn(live, item) or at(item, name) in live.ever)

    return predicate


def framed(name: str) -> Predicate:
    """The same for what is asked about a life (how long, for whom): nothing, where nothing is known of it."""
    open_now = opened(name)

    def predicate(live: Live, item: str) -> bool:
        return open_now(live, item) and not nothing_known(live, item)

    return predicate


def nothing_known(live: Live, item: str) -> bool:
    """Whether nobody knew what to say of a life, nor found it among the acts that were offered."""
    unsaid = live.ids(at(item, "what")) in {(UNSAID,), (INSIDE,)} and live.value(at(item, "acts")) is not None
    return unsaid and not known_acts(live, item) and not live.text(at(item, "tidy"))


def offered_to_all(live: Live, item: str) -> str:
    """Offer acts without saying that they are of a life, where none was named, or only a prison."""
    return {UNSAID: ".any", INSIDE: ".inside"}.get(" ".join(live.ids(at(item, "what"))), "")


def first_told(live: Live, item: str) -> str:
    """Ask for an experience without calling it another one, when nothing is known of those before."""
    before = live.items()[: position(live, item)]
    return ".first" if all(nothing_known(live, one) for one in before) else ""


_acts_opened, _core_opened, _rest_opened = opened("acts"), opened("core"), opened("rest")


def no_words(live: Live, item: str) -> bool:
    """Only taps so far, or words that gave nothing to print: one occasion is asked, in the person's own words."""
    inside = live.ids(at(item, "what")) == (INSIDE,) and nothing_known(live, item)
    if inside or not asked_now(live, item):
        return False
    fact = live.fact(at(item, "acts"))
    if only_trade(live, item):
        return not set(live.ids(at(item, "core"))) - {NOT_MINE}
    if fact is not None and live.text(at(item, "what")):
        return _nothing_told(live, item, fact)
    return fact is not None and bool(fact.value.ids) and (fact.how is How.BUTTON or not wordy(fact.raw))


def only_trade(live: Live, item: str) -> bool:
    """Whether nothing but a trade was told ("I keep bees") that no list fits: what was done is asked in words."""
    trade = live.value(at(item, "trade"))
    return trade is not None and bool(trade.text) and not trade.ids and not live.ids(at(item, "told"))


def craft_told(live: Live, item: str) -> bool:
    """Offer what an occupation outside our own is made of, once words named it."""
    return len(live.ids(at(item, "craft"))) > 1 and _core_opened(live, item)


def rest_asked(live: Live, item: str) -> bool:
    """Ask together for the other acts that were told, before acts are offered: who told several needs no list."""
    if not others(live, item) or not _rest_opened(live, item):
        return False
    return at(item, "acts") not in live.ever or at(item, "rest") in live.ever


def choosing(live: Live, item: str) -> bool:
    """Ask which of the other acts stay, when not all of them do."""
    return live.ids(at(item, "rest"))[:1] == (CHOOSE,) and rest_asked(live, item)


def acts_asked(live: Live, item: str) -> bool:
    """Offer acts to tap, unless several were told or no field of the catalog is near what was told."""
    if not _acts_opened(live, item) or only_trade(live, item):
        return False
    return at(item, "acts") in live.ever or not rest_asked(live, item)


def _nothing_told(live: Live, item: str, acts: Fact) -> bool:
    """Whether neither an act nor a line of one's own is known of a life once its acts were asked for."""
    if any("." in name for name in (*live.ids(at(item, "told")), *acts.value.ids, *live.ids(at(item, "added")))):
        return False
    tidied = [fact.seq for fact in live.log if fact.qid == at(item, "tidy") and fact.dossier == live.dossier]
    return not tidied or not (min(tidied) < acts.seq or at(item, "own") in live.ever)


def told_early(live: Live, item: str) -> bool:
    """Show the skill card at once: words told an act."""
    return bool(live.ids(at(item, "told"))) and asked_now(live, item)


def tapped_only(live: Live, item: str) -> bool:
    """Show the skill card after the acts: only a door was tapped before."""
    return not live.ids(at(item, "told")) and asked_now(live, item) and bool(candidates(live, item))


def after_first(live: Live, item: str) -> bool:
    """Ask this after the first CV only, about a life that was told."""
    return stands(live, item) and live.ids("cv/more") == ("go",) and not nothing_known(live, item)


def much_tapped(live: Live, item: str) -> bool:
    """Ask what was not done, last and once: only of acts that were tapped, which is where too much is claimed."""
    fact = live.fact(at(item, "acts"))
    tapped = fact is not None and fact.how is How.BUTTON and len(fact.value.ids) > 1
    return tapped and after_first(live, item)


def _ahead(live: Live) -> bool:
    """Whether the questions after the first CV may still come: they are offered, or the person goes on."""
    return live.said("document/first") and (live.value("cv/more") is None or live.ids("cv/more") == ("go",))


def may_probe(live: Live, item: str) -> bool:
    """A question about the first life may come after the first CV."""
    return _ahead(live) and stands(live, item) and not nothing_known(live, item)


def may_add(live: Live, item: str) -> bool:
    """One more experience may come after the first CV."""
    return _ahead(live) and _follows(live, item)


def may_begin(live: Live, item: str) -> bool:
    """What an experience will ask, while it has still to begin, or waits for the first CV."""
    if (position(live, item) and not _ahead(live)) or live.ids(at(item, BESIDE)):
        return False
    told = live.value(at(item, "what"))
    if told and nothing_known(live, item):
        return False
    return stands(live, item) if told else not position(live, item) or may_add(live, item)


def may_list(live: Live, item: str) -> bool:
    """Acts may still be offered."""
    return may_begin(live, item) and not rest_asked(live, item)


def may_choose(live: Live, item: str) -> bool:
    """Which of the other acts stay may still be asked, while several were told and none of it was settled."""
    several = len(live.ids(at(item, "told"))) > FEW
    return several and may_begin(live, item) and live.value(at(item, "rest")) is None


def may_card(live: Live, item: str) -> bool:
    """A card may still come, until the acts are known; a life outside the catalog is shown another way."""
    begun = stands(live, item) and not (live.ids(at(item, "acts")) or live.ids(at(item, BESIDE)))
    return (may_begin(live, item) if live.value(at(item, "what")) is None else begun) and not own_early(live, item)


def may_tell(live: Live, item: str) -> bool:
    """One occasion may still be asked: a door was tapped or nothing is known yet, and the acts are still to come."""
    known = bool(live.text(at(item, "what"))) and bool(candidates(live, item) or live.text(at(item, "tidy")))
    return may_begin(live, item) and not known and live.value(at(item, "acts")) is None


def may_own(live: Live, item: str) -> bool:
    """What is told after the first CV may still have to be shown tidied."""
    first = position(live, item) == 0
    return first and may_probe(live, item) and not all(live.value(at(item, name)) for name in ("also", "proud"))


def own_early(live: Live, item: str) -> bool:
    """Show the tidied words before the first CV: the catalog says nothing of this life."""
    if not own_left(live, item, "own") or not asked_now(live, item) or candidates(live, item):
        return False
    return position(live, item) > 0 or not live.said("document/first") or at(item, "own") in live.ever


def own_late(live: Live, item: str) -> bool:
    """Show what else was told, tidied, after the first CV."""
    return bool(own_left(live, item, "ours")) and after_first(live, item)


def own_left(live: Live, item: str, name: str) -> tuple[str, ...]:
    """Return the tidied lines that were not approved or refused under the other question."""
    tidy = live.text(at(item, "tidy"))
    if not tidy:
        return ()
    other = live.value(at(item, "own")) if name == "ours" else None
    gone = set(other.text.split("\n")) | set(other.ids[1:]) if other else set()
    return tuple(t for t in tidy.split("\n") if t and t not in gone)
