"""Several acts told at once: the first is confirmed alone, the others together, all of them or some; never twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.content import Act, Domain
from flows.cv.document import build
from flows.levels import act_of
from flows.model import Phrase, Tap
from tests.flows.chat import Chat, content

REST = "exp/e1/rest"
TRIGGERS = {
    "fr": {
        "cleaning.clean": (("menage",),),
        "cleaning.a0": (("sol$",), ("sols$",)),
        "cleaning.a1": (("vitre",),),
        "cleaning.a2": (("drap",),),
        "cleaning.a3": (("poubelle",),),
        "textile.iron": (("repass",),),
    }
}
TOLD = "je lave les sols, les vitres, les draps et je repasse chez une dame"


@pytest.fixture
def chat() -> Chat:
    whole = content()
    domains = {**whole.domains, "textile": Domain("textile", (), (Act("textile.iron"),))}
    chat = Chat(replace(whole, domains=domains, triggers=TRIGGERS))
    for text in ("bonjour", "oui"):
        chat.send(text)
    return chat


def tap(chat: Chat, name: str) -> None:
    asked = chat.state.asked
    assert asked
    chat.send(Tap(asked.id, str([c.id for c in asked.choices].index(name))))


def printed(chat: Chat) -> set[str]:
    """The acts on the CV."""
    lines = (line.phrase for line in build(chat.content, chat.facts).lines())
    inner = (p.args["skill"] if p.key in {"line.during", "line.rhythm"} else p for p in lines)
    return {act_of(p) for p in inner if isinstance(p, Phrase) and act_of(p)}


def choices(chat: Chat) -> list[str]:
    assert chat.state.asked
    return [c.id for c in chat.state.asked.choices]


def told(chat: Chat, *said: str) -> Chat:
    for text in said or (TOLD, "oui"):
        chat.send(text)
    return chat


def test_the_first_is_confirmed_alone_and_three_others_together(chat: Chat) -> None:
    told(chat, TOLD)
    assert chat.cur == "exp/e1/skill"
    chat.send("oui")
    assert chat.cur == REST
    assert choices(chat) == ["yes", "choose"]
    args = chat.says[-1].parts[-1].args
    assert [act_of(p) for p in args.values() if isinstance(p, Phrase)] == ["cleaning.a1", "cleaning.a2", "textile.iron"]


@pytest.mark.parametrize("said", ["oui", "tout", "ok", "1"])
def test_all_are_kept_and_no_list_of_acts_comes_after_them(chat: Chat, said: str) -> None:
    told(chat, TOLD, "oui", said)
    assert chat.cur == "exp/e1/when"
    assert printed(chat) == {"cleaning.a0", "cleaning.a1", "cleaning.a2", "textile.iron"}


def test_by_taps_only_what_is_chosen_stays(chat: Chat) -> None:
    told(chat)
    tap(chat, "choose")
    assert choices(chat)[:3] == ["cleaning.a1", "cleaning.a2", "textile.iron"]
    tap(chat, "cleaning.a2")
    tap(chat, "done")
    assert chat.cur == "exp/e1/when"
    assert printed(chat) == {"cleaning.a0", "cleaning.a2"}


@pytest.mark.parametrize("said", ["1 et 3", "pas les draps", "les vitres, je repasse"])
def test_which_ones_can_be_said_at_once(chat: Chat, said: str) -> None:
    told(chat, TOLD, "oui", said)
    assert chat.cur == "exp/e1/when"
    assert printed(chat) == {"cleaning.a0", "cleaning.a1", "textile.iron"}


def test_a_no_asks_which_ones_and_none_of_them_takes_all_off(chat: Chat) -> None:
    told(chat, TOLD, "oui", "non")
    assert chat.cur == "exp/e1/kept"
    chat.send("rien")
    assert chat.cur == "exp/e1/when"
    assert printed(chat) == {"cleaning.a0"}


def test_one_other_is_a_yes_or_a_no(chat: Chat) -> None:
    told(chat, "je lave les sols et les vitres", "oui")
    assert choices(chat) == ["yes", "no"]
    chat.send("non")
    assert printed(chat) == {"cleaning.a0"}
    assert chat.cur == "exp/e1/when"


def test_who_does_not_know_or_leaves_it_keeps_what_was_told(chat: Chat) -> None:
    for said in ("je ne sais pas", "passer"):
        other = told(chat.copy(), TOLD, "oui", said)
        assert other.cur == "exp/e1/when"
        assert "cleaning.a2" in printed(other)


def test_what_else_is_told_there_is_kept_and_takes_nothing_back(chat: Chat) -> None:
    told(chat, TOLD, "oui", "et aussi je sortais toutes les poubelles de l'immeuble le soir")
    assert printed(chat) >= {"cleaning.a1", "cleaning.a2", "textile.iron", "cleaning.a3"}
    assert chat.cur == "exp/e1/when"


def test_one_act_is_followed_by_the_list_of_acts_as_before(chat: Chat) -> None:
    told(chat, "je lave les sols", "oui")
    assert chat.cur == "exp/e1/acts"


def test_of_two_acts_of_one_kind_the_sharper_is_named_and_the_general_one_not_asked(chat: Chat) -> None:
    told(chat, "je fais le ménage, je lave les sols")
    name = chat.says[-1].parts[-1].args["skill"]
    assert isinstance(name, Phrase)
    assert act_of(name) == "cleaning.a0"
    chat.send("oui")
    assert chat.cur == "exp/e1/acts"
    assert printed(chat) == {"cleaning.a0"}


def test_a_no_to_the_sharper_one_leaves_the_general_one(chat: Chat) -> None:
    told(chat, "je fais le ménage, je lave les sols", "non")
    assert printed(chat) == {"cleaning.clean"}


def test_back_pause_a_person_and_a_restart_work_inside(chat: Chat) -> None:
    told(chat)
    chat.send("pause")
    chat.send("continuer")
    assert chat.cur == REST
    chat.send("une personne")
    chat.send("continuer")
    assert chat.cur == REST
    chat.send("oui")
    chat.send("retour")
    assert chat.state.asked
    assert chat.state.asked.qid == REST
    tap(chat, "choose")
    chat.send("1")
    assert printed(chat) == {"cleaning.a0", "cleaning.a1"}


def test_a_life_told_anew_forgets_what_was_shown_of_the_old_words(chat: Chat) -> None:
    told(chat, TOLD, "oui", "1 et 3", "changer")
    asked = chat.state.asked
    assert asked
    tap(chat, next(c.id for c in asked.choices if c.id.endswith("/what")))
    chat.send("je sors les poubelles")
    assert printed(chat) == {"cleaning.a3"}


@pytest.mark.parametrize("said", ["non, c'est tout", "c'est tout", "non merci, c'est tout"])
def test_that_is_all_takes_nothing_back(chat: Chat, said: str) -> None:
    told(chat, "je lave les sols et les vitres chez une dame", "oui", said)
    assert printed(chat) == {"cleaning.a0", "cleaning.a1"}
