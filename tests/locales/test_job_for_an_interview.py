"""Who answers "is there an offer?" with a job practises for that job: it is not asked for again."""

from __future__ import annotations

import pytest

from bot import content
from flows.interview.rules import job as job_of
from flows.model import State
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
SAID = {
    "fr": ("bonjour", "oui", "entretien", ("femme de ménage", "cuisinier")),
    "en": ("hello", "yes", "interview", ("cleaner", "cook", "for a cleaner job")),
    "ar": ("مرحبا", "نعم", "مقابلة", ("عاملة نظافة", "طباخ")),
    "uk": ("добрий день", "так", "співбесіда", ("прибиральниця", "кухар")),
}
CASES = [(lang, job) for lang, (*_, jobs) in SAID.items() for job in jobs]


@pytest.mark.parametrize(("lang", "job"), CASES)
def test_a_job_in_place_of_an_offer_is_the_one_to_practise_for(lang: str, job: str) -> None:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    for one in SAID[lang][:3]:
        chat.send(str(one))
    assert chat.cur == "interview/offer"
    chat.send(job)
    assert chat.cur == "interview/go"
    assert job_of(chat.trace.live) in CONTENT.occupations
