"""Words nobody knows: they wait for a dictionary where an act is asked for, and nowhere else; nothing is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import example, given

from flows.counsel import Claim, Release
from flows.floor import bot_speaks
from flows.lives import known_acts
from flows.model import Body, Consult, Edit, Effect, Hints, Result, State, Text
from tests.flows.chat import EXPRESS, Chat, after
from tests.flows.moves import Move, moves
from tests.flows.test_properties import Watched

STRANGE = "je gardais des zzmenaje"
KNOWN = "menage"


def hint(body: Body, state: State) -> Hints:
    """What is known where a dictionary is: each word with zz in it is strange, and it may know what it means."""
    if isinstance(body, Result) and body.job == "spelling" and state.waits:
        return Hints(spelling=dict(line.split("=") for line in body.text.splitlines()))
    text = body.text if isinstance(body, Text) else ""
    return Hints(strange=tuple(re.findall(r"zz\w+", text)))


def begun(*said: str) -> Chat:
    return replace(after("bonjour", "oui", *said), hint=hint)


def waiting(chat: Chat, text: str = STRANGE) -> Consult:
    """Write it; what is asked of the dictionary. Nothing is said."""
    before = len(chat.says)
    (asked,) = chat.event(Text(text))
    assert isinstance(asked, Consult)
    assert (asked.job, len(chat.says)) == ("spelling", before)
    return asked


def answer(chat: Chat, asked: Consult, text: str = f"zzmenaje={KNOWN}") -> None:
    chat.event(Result("spelling", asked.key, ok=True, version=0, floor=chat.state.floor.n, qid=asked.qid, text=text))


def acts(chat: Chat) -> tuple[str, ...]:
    return chat.trace.live.ids("exp/e1/told")


def test_what_a_dictionary_knows_is_read_as_if_it_had_been_written_so_and_asked_for_a_yes() -> None:
    chat, right = begun(), after("bonjour", "oui", "je gardais des menage")
    asked = waiting(chat)
    answer(chat, asked)
    assert acts(chat) == acts(right) == ("cleaning.clean",)
    assert (chat.cur, chat.said()) == ("exp/e1/skill", right.said())
    fact = chat.trace.live.fact("exp/e1/what")
    assert fact
    assert (fact.raw, fact.source) == (STRANGE, asked.key)


@pytest.mark.parametrize("text", [STRANGE, "zzmenaje", "je suis zznul"])
def test_what_it_does_not_know_is_read_as_without_one(text: str) -> None:
    chat, without = begun(), after("bonjour", "oui", text)
    answer(chat, waiting(chat, text), "")
    assert chat.said() == without.said()
    assert (chat.cur, chat.lives(), chat.state.misses) == (without.cur, without.lives(), without.state.misses)


@pytest.mark.parametrize("said", [("je fais le zzmenaje et la cuisine",), ("retour",), ("menu",), ("je ne sais pas",)])
def test_what_is_understood_waits_for_nothing(said: tuple[str, ...]) -> None:
    chat = begun()
    assert not any(isinstance(effect, Consult) for text in said for effect in chat.event(Text(text)))


@pytest.mark.parametrize("before", [EXPRESS[2:7], EXPRESS[2:9]])
def test_a_name_a_town_or_a_time_waits_for_nothing(before: tuple[str, ...]) -> None:
    chat = begun(*before)
    assert not any(isinstance(effect, Consult) and effect.job == "spelling" for effect in chat.event(Text("zzLina")))


@pytest.mark.parametrize(("said", "kept"), [("oui", True), ("non", False)])
def test_a_task_it_makes_out_counts_after_a_yes(said: str, *, kept: bool) -> None:
    chat = begun("je fais le menage", "oui")
    answer(chat, waiting(chat, "je lave le sol et je fais la zzcuizin"), "zzcuizin=cuisine")
    assert (chat.cur, known_acts(chat.trace.live, "e1")) == ("exp/e1/sure", ("cleaning.clean", "cleaning.a0"))
    chat.send(said)
    assert chat.cur != "exp/e1/sure"
    assert ("kitchen.cook" in known_acts(chat.trace.live, "e1")) is kept


def test_a_task_that_nobody_knows_alone_is_asked_for_a_yes_as_well() -> None:
    chat = begun("je fais le menage", "oui")
    answer(chat, waiting(chat, "zzcuizin"), "zzcuizin=cuisine")
    assert chat.cur == "exp/e1/sure"


def test_nothing_waits_before_the_agreement() -> None:
    chat = replace(after("bonjour"), hint=hint)
    assert not any(isinstance(effect, Consult) for effect in chat.event(Text(STRANGE)))


def test_a_second_text_is_read_together_with_the_one_that_waits() -> None:
    chat = begun()
    asked = waiting(chat)
    chat.event(Text("je fais la cuisine"))
    assert "together" in chat.said()
    assert acts(chat) == ("kitchen.cook",)
    answer(chat, asked)
    assert set(acts(chat)) == {"kitchen.cook", "cleaning.clean"}
    assert "together" in chat.said()
    assert chat.lives() == [f"{STRANGE} je fais la cuisine"]


def test_a_second_one_that_nobody_knows_waits_with_it() -> None:
    chat = begun()
    first, second = waiting(chat), waiting(chat, "et aussi la zzcuizin")
    answer(chat, first)
    assert chat.lives() == []
    answer(chat, second, f"zzmenaje={KNOWN}\nzzcuizin=cuisine")
    assert set(acts(chat)) == {"kitchen.cook", "cleaning.clean"}


@pytest.mark.parametrize("said", [("retour", "garder"), ("pause", "reprendre"), ("aide",), ("changer", "retour")])
def test_one_goes_and_comes_back_at_what_it_made_out(said: tuple[str, ...]) -> None:
    chat = begun("je fais le menage", "oui")
    answer(chat, waiting(chat, "zzcuizin"), "zzcuizin=cuisine")
    for word in said:
        chat.send(word)
    assert chat.cur == "exp/e1/sure"
    chat.send("oui")
    assert "kitchen.cook" in known_acts(chat.trace.live, "e1")


def test_not_knowing_leaves_what_it_made_out() -> None:
    chat = begun("je fais le menage", "oui")
    answer(chat, waiting(chat, "zzcuizin"), "zzcuizin=cuisine")
    chat.send("je ne sais pas")
    assert chat.cur != "exp/e1/sure"
    assert "kitchen.cook" not in known_acts(chat.trace.live, "e1")


@pytest.mark.parametrize("said", ["menu", "aide", "une personne", "mes donnees", "👍", "merci"])
def test_a_word_that_works_everywhere_works_meanwhile_and_nothing_is_lost(said: str) -> None:
    chat = begun()
    asked = waiting(chat)
    before = len(chat.says)
    chat.send(said)
    assert len(chat.says) > before
    answer(chat, asked)
    assert acts(chat) == ("cleaning.clean",)


def test_what_it_does_not_know_is_not_answered_twice() -> None:
    chat = begun()
    asked = waiting(chat, "zzmenaje")
    chat.send("aide")
    before = len(chat.says)
    answer(chat, asked, "")
    assert (len(chat.says), chat.state.waits) == (before, None)


def test_who_started_again_is_not_answered_about_before() -> None:
    chat = begun()
    asked = waiting(chat)
    chat.send("recommencer")
    chat.tap("yes")
    answer(chat, asked)
    assert chat.lives() == []


def test_a_pause_is_a_pause_and_it_is_read_after_it() -> None:
    chat = begun()
    asked = waiting(chat)
    chat.send("pause")
    before = len(chat.says)
    answer(chat, asked)
    assert len(chat.says) == before
    chat.send("bonjour")
    assert acts(chat) == ("cleaning.clean",)


def test_it_says_nothing_while_somebody_else_speaks() -> None:
    chat = begun()
    asked = waiting(chat)
    chat.event(Claim("nadia"))
    before = len(chat.says)
    answer(chat, asked)
    assert len(chat.says) == before
    chat.event(Release("nadia"))
    assert acts(chat) == ("cleaning.clean",)


def test_words_that_were_edited_meanwhile_are_not_read_as_they_were() -> None:
    chat = begun()
    asked = waiting(chat)
    chat.event(Edit(asked.key, "rien du tout"))
    answer(chat, asked)
    assert chat.lives() == []


def test_a_result_that_comes_twice_or_too_late_is_nothing() -> None:
    chat = begun()
    asked = waiting(chat)
    answer(chat, asked)
    facts, says = list(chat.facts), len(chat.says)
    answer(chat, asked)
    assert (chat.facts, len(chat.says)) == (facts, says)


# ---------------------------------------------------------------- in every life


@dataclass
class Waiting(Watched):
    """A life in which most words are strange, and what a dictionary says of them comes at once, later or never."""

    owed: list[Consult] = field(default_factory=list)
    asked: int = 0

    def event(self, body: Body, *, wait: int = 60_000, follows: bool = False) -> tuple[Effect, ...]:
        effects = super().event(body, wait=wait, follows=follows)
        asked = [one for one in effects if isinstance(one, Consult) and one.job == "spelling"]
        self.asked += len(asked)
        self.owed += asked
        if self.owed and not asked and self.n % 3 == 0:
            self.pay()
        return effects

    def send(self, body: Body | str, *, wait: int = 60_000) -> tuple[Effect, ...]:
        effects = self.event(Text(body) if isinstance(body, str) else body, wait=wait)
        for effect in effects:
            if isinstance(effect, Consult) and effect.job != "spelling":
                self.event(Result(effect.job, effect.key, ok=True, version=0, floor=0, qid=effect.qid))
        return effects

    def pay(self) -> None:
        while self.owed:
            answer(self, self.owed.pop(self.n % len(self.owed)), "zzz=menage\nlong=cuisine" if self.n % 2 else "")


def strange(body: Body, state: State) -> Hints:
    if isinstance(body, Result):
        return hint(body, state)
    text = body.text if isinstance(body, Text) else ""
    return Hints(strange=tuple(word for word in re.findall(r"\w+", text) if word not in {"menage", "cuisine"}))


@given(moves(16))
@example([("say", 0, 0), ("tap", 2, 0), ("burst", 1, 0), ("tap", 0, 0), ("human", 0, 0)])
@example([*[("say", 0, 0)] * 3, ("say", 318, 0), ("tap", 0, 0), ("burst", 3, 1), ("tap", 0, 0), ("burst", 248, 1)])
def test_nothing_is_left_waiting_and_no_place_is_lost_in_any_life(life: list[Move]) -> None:
    told = after("bonjour", "oui")
    chat = Waiting(state=told.state, facts=[*told.facts], asks={**told.asks}, says=[*told.says], n=told.n, at=told.at)
    chat.hint = strange
    chat.play(life)
    chat.pay()
    if bot_speaks(chat.state.floor) and not chat.state.paused:
        assert chat.state.waits is None
    chat.send("aide")


def test_it_really_waits_in_such_a_life() -> None:
    chat = Waiting(hint=strange)
    for text in ("bonjour", "oui", "zzz un deux trois"):
        chat.send(text)
    assert chat.asked == 1
    chat.pay()
    assert chat.state.waits is None
