"""A life told anew as work of another kind keeps no task of the former one, and what is shown of it is true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import content
from flows.model import Edit, Phrase, State, Tap
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
TOLD = {
    "fr": ("bonjour", "oui", "je fais le ménage chez une dame", "oui", "1 3", "3 ans"),
    "en": ("hello", "yes", "i clean the house of an old lady", "yes", "1 3", "3 years"),
    "ar": ("مرحبا", "نعم", "أنظف منزل سيدة", "نعم", "1 3", "٣ سنوات"),
    "uk": ("добрий день", "так", "прибираю в однієї пані", "так", "1 3", "3 роки"),
}
YES = {"fr": "oui", "en": "yes", "ar": "نعم", "uk": "так"}
OTHER = {
    "fr": "je garde des enfants",
    "en": "i look after children",
    "ar": "أعتني بالأطفال",
    "uk": "доглядаю дітей",
}
ALIKE = {
    "fr": "je fais le ménage dans un bureau",
    "en": "i clean offices",
    "ar": "أنظف المكاتب",
    "uk": "прибираю в офісах",
}


def talk(lang: str) -> Chat:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    for one in TOLD[lang]:
        chat.send(one)
    return chat


@pytest.mark.parametrize("lang", TOLD)
def test_work_of_another_kind_keeps_no_task_and_no_yes_of_the_former(lang: str) -> None:
    chat = talk(lang)
    chat.send(Edit(chat.trace.live.facts["exp/e1/what"].source, OTHER[lang]))
    live = chat.trace.live
    assert [qid for qid in ("exp/e1/acts", "exp/e1/skill") if live.said(qid)] == []
    assert live.said("exp/e1/when")
    assert chat.cur == "exp/e1/skill"


@pytest.mark.parametrize("lang", TOLD)
def test_work_of_the_same_kind_keeps_them(lang: str) -> None:
    chat = talk(lang)
    chat.send(Edit(chat.trace.live.facts["exp/e1/what"].source, ALIKE[lang]))
    live = chat.trace.live
    assert live.ids("exp/e1/acts")
    assert live.said("exp/e1/skill")


@pytest.mark.parametrize("lang", TOLD)
def test_an_answer_by_number_is_shown_in_words_though_its_list_is_another_one(lang: str) -> None:
    chat = talk(lang)
    chat.send("1")
    for qid, family in (("exp/e1/acts", "act."), ("project/job", "job.")):
        old = next(ask for ask in chat.asks.values() if ask.qid == qid)
        fact = chat.trace.live.facts[qid]
        others = ("kitchen.cook",) if family == "act." else ("K1302",)
        assert fact.raw.strip("13 ") == ""
        chat.facts.append(replace(fact, seq=chat.facts[-1].seq + 1, value=replace(fact.value, ids=others)))
        chat.send(Tap(old.id, "change"))
        was = next(part for part in chat.says[-1].parts if part.key == "back.was")
        assert was.args["answer"] == (Phrase(f"{family}{others[0]}"),)


@pytest.mark.parametrize("lang", TOLD)
def test_the_agreement_is_not_of_the_cv(lang: str) -> None:
    chat = talk(lang)
    for one in ("1", "Lina", "0639981001", "Nantes", YES[lang]):
        chat.send(one)
    assert chat.trace.live.said("document/first")
    old = next(ask for ask in chat.asks.values() if ask.qid == "charter/consent")
    chat.send(Tap(old.id, "1"))
    assert chat.said()[0] == "changed"
