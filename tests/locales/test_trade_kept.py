"""Who tells a trade is offered work of its kind, and keeps the sector it was followed in."""

from __future__ import annotations

import pytest

from bot import content
from flows.content import Reading
from flows.live import Live
from flows.lives import title_of
from flows.model import Phrase, State
from flows.project import rules
from flows.reading import fold
from tests.flows.chat import Chat

CONTENT = content.load()
ACCOUNTANTS = {
    "fr": ("bonjour", "oui", "chef comptable dans une entreprise de négoce, de 2007 à 2022", "oui", "paie, stocks"),
    "en": ("hello", "yes", "chief accountant in a wholesale company, 2007 to 2022", "yes", "payroll, stock keeping"),
    "uk": (
        "привіт", "так", "головний бухгалтер на підприємстві, торгівля будматеріалами, з 2007 по 2022", "так",
        "зарплата, склад",
    ),
}  # fmt: skip


@pytest.mark.parametrize("lang", ACCOUNTANTS)
def test_who_keeps_books_is_offered_no_work_in_a_warehouse_and_keeps_the_sector(lang: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for said in ACCOUNTANTS[lang]:
        chat.send(said)
    assert chat.cur == "project/job"
    assert "logistics.stock" in chat.trace.live.ids("exp/e1/acts")
    offered = [one.id for one in chat.on_screen.choices]
    assert offered[0] == "trade:Comptable"
    assert not {*offered} & {*CONTENT.domains["logistics"].occupations}
    title = title_of(CONTENT, chat.trace.live, "e1")
    assert (title.key, title.args["place"]) == ("title.at", Phrase("where.trade"))


@pytest.mark.parametrize("said", ["je vends dans le commerce", "vendeuse dans le commerce", "je fais du commerce"])
def test_who_sells_is_in_trade_without_a_word_of_it(said: str) -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    for one in ("bonjour", "oui", said):
        chat.send(one)
    assert title_of(CONTENT, chat.trace.live, "e1").key != "title.at"


@pytest.mark.parametrize(
    ("said", "job"),
    [("assistante comptable", "Aide-comptable"), ("secrétaire médicale ou assistante dentaire", "Secrétaire médicale")],
)
def test_a_job_of_two_words_is_not_cut_to_one(said: str, job: str) -> None:
    reading = Reading(said, fold(said), 0, CONTENT.words["fr"], Live(), CONTENT, "fr", "", "")
    parsed = rules.read(reading)
    assert parsed
    assert parsed.value
    assert parsed.value.text == job
