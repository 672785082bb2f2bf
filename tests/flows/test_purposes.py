"""Every use that needs a yes, with and without it: nothing runs without its own, and no is as good a door as yes."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import pytest

import flows
from flows import allowing, aloud, purposes
from flows.content import Host
from flows.model import Attach, Consult, Desk, Effect, Hints, Schedule, Summon, Tick, Under, Voice
from flows.visible import visible
from tests.flows.chat import EXPRESS, MINUTE, Chat, after

AWAY = "hearing.example.org"
BEGUN = EXPRESS[:4]


def at(*said: str, host: Host | None = None) -> Chat:
    chat = after(*said)
    chat.content = replace(chat.content, host=host or Host())
    return chat


def later(chat: Chat) -> tuple[Effect, ...]:
    return chat.send("plus tard")


def note(chat: Chat) -> tuple[Effect, ...]:
    return chat.event(Voice(held=True))


def reminds(effects: tuple[Effect, ...]) -> bool:
    return any(isinstance(effect, Schedule) and effect.job == "remind" for effect in effects)


def hears(effects: tuple[Effect, ...]) -> bool:
    return any(isinstance(effect, Consult) and effect.job == "voice" for effect in effects)


def speaks(effects: tuple[Effect, ...]) -> bool:
    return any(isinstance(effect, Attach) and effect.document == aloud.SPEECH for effect in effects)


def listen(chat: Chat) -> tuple[Effect, ...]:
    return chat.send("écouter")


def translates(chat: Chat) -> tuple[Effect, ...]:
    return chat.send("traduis")


def asks_a_model(effects: tuple[Effect, ...]) -> bool:
    return any(isinstance(effect, Consult) and effect.job == "model" for effect in effects)


ELSEWHERE = Host(hears=AWAY, speaks=AWAY, voices=frozenset({"fr"}), model=AWAY, helped=True)
USES: dict[str, tuple[str, Callable[[Chat], tuple[Effect, ...]], Callable[[tuple[Effect, ...]], bool]]] = {
    "a reminder": (purposes.REMIND, later, reminds),
    "a voice heard elsewhere": (purposes.HEARING, note, hears),
    "a voice that speaks elsewhere": (purposes.SPEAKING, listen, speaks),
    "a model elsewhere": (purposes.MODEL, translates, asks_a_model),
}


@pytest.mark.parametrize("use", USES)
def test_it_is_asked_the_first_time_and_done_after_a_yes_alone(use: str) -> None:
    name, do, done = USES[use]
    for answer, runs in (("agree", True), ("refuse", False)):
        chat = at(*BEGUN, host=ELSEWHERE)
        assert not done(do(chat)), "before it was asked"
        assert [c.id for c in chat.on_screen.choices] == ["agree", "refuse"]
        asked = chat.at
        assert done(chat.tap(answer)) is runs
        told = next(fact for fact in reversed(chat.facts) if fact.qid == purposes.FACT + name)
        assert (told.value.ids, told.lang, told.at) == ((answer, purposes.PURPOSES[name].text), "fr", asked + MINUTE)
        assert done(do(chat)) is runs, "asked once, remembered"


@pytest.mark.parametrize("use", USES)
def test_it_is_taken_back_and_given_again_in_my_data(use: str) -> None:
    name, do, done = USES[use]
    chat = at(*BEGUN, host=ELSEWHERE)
    do(chat)
    chat.tap("agree")
    here = chat.cur
    for answer, runs in (("refuse", False), ("agree", True)):
        chat.send("mes donnees")
        chat.tap("agreements")
        chat.tap(f"{allowing.ALLOW}:{name}")
        assert not done(chat.tap(answer)), "changing an answer does nothing else"
        assert chat.cur == here
        assert done(do(chat)) is runs


def test_a_reminder_that_was_due_is_not_said_to_who_took_it_back() -> None:
    chat = at(*BEGUN)
    later(chat)
    due = next(effect for effect in chat.tap("agree") if isinstance(effect, Schedule))
    chat.facts = [f for f in chat.facts if f.qid != "purpose/remind"]
    assert chat.event(Tick(due.job, due.key, chat.state.version)) == ()


def test_a_reminder_says_nothing_of_what_it_is_about() -> None:
    chat = at(*BEGUN)
    later(chat)
    chat.tap("agree")
    chat.event(Tick("remind", "k", chat.state.version), wait=20 * 3_600_000)
    assert [part.key for part in chat.says[-1].parts] == ["ask.remind"]
    chat.tap("continue")
    assert chat.on_screen.qid == chat.cur


def test_what_is_heard_on_this_machine_needs_no_other_yes() -> None:
    assert hears(note(at(*BEGUN)))


def test_a_note_waits_for_the_answer_and_is_heard_then() -> None:
    chat = at(*BEGUN, host=Host(hears=AWAY))
    for _ in range(2):
        note(chat)
    heard = [effect for effect in chat.tap("agree") if isinstance(effect, Consult)]
    assert len(heard) == len({effect.key for effect in heard}) == 2


def test_what_is_spoken_on_this_machine_needs_no_other_yes() -> None:
    assert speaks(listen(at(*BEGUN, host=Host(voices=frozenset({"fr"})))))


def test_who_cannot_read_may_agree_to_a_voice_before_anything_is_kept() -> None:
    chat = at("bonjour", host=ELSEWHERE)
    here = chat.cur
    listen(chat)
    assert chat.on_screen.qid.endswith(purposes.SPEAKING)
    assert speaks(chat.tap("agree"))
    assert chat.on_screen.qid == chat.cur == here


def test_who_has_everything_read_is_read_nothing_after_a_no() -> None:
    chat = at(*BEGUN, host=ELSEWHERE)
    assert not speaks(chat.send("toujours écouter"))
    assert speaks(chat.tap("agree"))
    assert speaks(chat.send("menu"))
    chat.send("mes donnees")
    chat.tap("agreements")
    chat.tap(f"{allowing.ALLOW}:{purposes.SPEAKING}")
    assert not speaks(chat.tap("refuse"))
    assert not speaks(chat.send("menu"))
    assert not speaks(chat.send("toujours écouter"))
    assert "aloud.refused" in [part.key for part in chat.says[-1].parts]


def test_one_bubble_is_read_once_a_voice_elsewhere_is_agreed_to() -> None:
    chat = at(*BEGUN, host=ELSEWHERE)
    chat.hint = lambda _body, _state: Hints(under=Under("7 8", "fr"))
    assert not speaks(listen(chat))
    chat.hint = lambda _body, _state: Hints()
    spoken = [one for one in chat.tap("agree") if isinstance(one, Attach)]
    assert [one.held for one in spoken] == ["7 8"]


def test_who_asks_who_reads_is_told_what_is_true_of_them() -> None:
    chat = at(*BEGUN, host=ELSEWHERE)
    assert "side.readers" in told(chat)
    listen(chat)
    chat.tap("agree")
    assert "side.readers.away" in told(chat)
    chat.hint = lambda _body, _state: Hints(desk=Desk(there=True))
    chat.send("une personne")
    chat.tap("agree")
    assert "side.readers.team" in told(chat)


def told(chat: Chat) -> list[str]:
    chat.send("qui lit ça ?")
    return [part.key for said in chat.says for part in said.parts]


def test_who_does_not_know_is_not_taken_at_their_word() -> None:
    chat = at(*BEGUN)
    later(chat)
    assert not reminds(chat.send("jsp"))
    assert purposes.answer(chat.facts, purposes.REMIND) == "refuse"
    assert chat.state.paused


def test_who_goes_on_instead_has_answered_nothing() -> None:
    chat = at(*BEGUN)
    later(chat)
    chat.send("menu")
    assert purposes.answer(chat.facts, purposes.REMIND) == ""
    assert reminds(later(chat)) is False
    assert chat.on_screen.qid.endswith(purposes.REMIND)


def test_no_counsellor_reads_what_was_refused() -> None:
    chat = at(*BEGUN)
    later(chat)
    chat.tap("refuse")
    assert not [f for f in visible(chat.content, chat.facts) if f.qid.startswith(purposes.FACT)]


def test_a_new_dossier_keeps_the_answers() -> None:
    chat = at(*BEGUN)
    later(chat)
    chat.tap("agree")
    chat.send("recommencer")
    chat.send("oui")
    assert reminds(later(chat))


def test_nobody_is_written_to_who_agreed_to_nothing() -> None:
    for said in (("bonjour",), ("bonjour", "je refuse")):
        chat = at(*said)
        assert not reminds(later(chat))
        assert not chat.on_screen.qid.startswith("menu/allow.")


def test_being_read_is_asked_with_its_version() -> None:
    chat = at(*BEGUN)
    chat.hint = lambda _body, _state: Hints(desk=Desk(there=True))
    assert not [e for e in chat.send("une personne") if isinstance(e, Summon)]
    assert [e for e in chat.tap("refuse") if isinstance(e, Summon)], "who refuses to be read is helped all the same"
    told = next(fact for fact in reversed(chat.facts) if fact.qid == "consent/desk")
    assert told.value.ids == ("refuse", "reading.1")


# ---------------------------------------------------------------- is that all of them?

OWN = {  # what goes on outside the conversation by an effect of the core, and the yes it rests on
    "remind": "purpose/remind",
    "voice": "charter/consent, and purpose/hearing where it is heard elsewhere",
    "file": "charter/consent: it is read in a process here",
    "spelling": "charter/consent: a dictionary here",
    "tip": "tip/daily, a question of its own",
    "retry": "the question that was asked: a paper that could not be drawn",
    "code": "asked for by a word: four words and a link",
    "looks": "asked for by a word: what was done at the desk",
    "mine": "asked for by a word: what is kept is counted",
    "take": "asked for by a word: what is kept, for the person alone",
    "document": "the question it answers",
}
JOBS = {  # as the code names them
    "slot.question.draws": "document", "DRAWN": "document", "FILE": "file", "VOICE": "voice", "SPELLING": "spelling",
    "JOB": "tip", "CODE": "code", "LOOKS": "looks", "SEE": "mine", "TAKE": "take",
}  # fmt: skip


def _jobs() -> set[str]:
    """What each effect of the core is called that has something done outside it, as the code names it."""
    found: set[str] = set()
    for module in pkgutil.walk_packages(flows.__path__, "flows."):
        tree = ast.parse(inspect.getsource(import_module(module.name)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Consult", "Schedule"}:
                first = node.args[0]
                named = first.value if isinstance(first, ast.Constant) else ast.unparse(first)
                found.add(JOBS.get(str(named), str(named)))
    return found


def test_every_use_of_the_core_rests_on_a_yes_that_is_named_here() -> None:
    assert _jobs() <= OWN.keys()
