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


NO_OFFER = {"fr": "sans offre", "en": "no offer", "ar": "بدون عرض", "uk": "без вакансії"}


@pytest.mark.parametrize("lang", NO_OFFER)
def test_no_offer_said_once_more_begins_the_practice(lang: str) -> None:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    *first, jobs = SAID[lang]
    for one in (*map(str, first), jobs[0], NO_OFFER[lang]):
        chat.send(one)
    assert chat.cur == "interview/1/answer"


AT_LENGTH = {
    "fr": ("bonjour madame j'ai un entretien jeudi pour agent d'entretien dans un hôtel, pouvez-vous m'aider",
           "j'ai nettoyé un hôtel pendant 3 ans et j'ai un entretien jeudi"),
    "en": ("hi I have an interview Thursday for cleaner in a hotel can you help me",
           "I cleaned a hotel for 3 years and now I have an interview Thursday"),
    "ar": ("السلام عليكم عندي مقابلة يوم الخميس لعمل تنظيف في فندق هل يمكن أن تساعدني",
           "كنت أنظف فندقا ثلاث سنوات والآن عندي مقابلة يوم الخميس"),
    "uk": ("добрий день у мене співбесіда в четвер на прибиральницю в готель, чи можете допомогти",
           "я прибирала готель 3 роки і в мене співбесіда в четвер"),
}  # fmt: skip


@pytest.mark.parametrize("lang", AT_LENGTH)
@pytest.mark.parametrize("agreed", [True, False])
def test_an_interview_that_comes_is_no_work_and_opens_a_practice(lang: str, *, agreed: bool) -> None:
    comes, done = AT_LENGTH[lang]
    for said, opens in ((comes, True), (done, False)):
        chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
        hello, yes = map(str, SAID[lang][:2])
        for one in (hello, yes, said) if agreed else (said, yes):
            chat.send(one)
        told = chat.trace.live.ids("exp/e1/told")
        assert (chat.cur == "interview/offer", bool(told)) == (opens, not opens), said


ASKED = {
    "fr": ("c'est quoi une qualité ?", "ils vont regarder mon casier ?"),
    "en": ("what do they mean by strength?", "will they check my record?"),
    "ar": ("ما معنى نقطة قوة؟", "هل سيسألون عن عمري؟"),
    "uk": ("що таке сильна сторона?", "чи питатимуть про дітей?"),
}


@pytest.mark.parametrize("lang", ASKED)
def test_a_question_of_ones_own_in_a_practice_is_answered_and_is_no_answer(lang: str) -> None:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    *first, jobs = SAID[lang]
    for one in (*map(str, first), jobs[0], NO_OFFER[lang]):
        chat.send(one)
    for said, key in zip(ASKED[lang], ("interview.rephrase", "side.unknown"), strict=True):
        before = len(chat.says)
        chat.send(said)
        told = [part.key for say in chat.says[before:] for part in say.parts]
        assert any(one.startswith(key) for one in told), told
        assert chat.cur == "interview/1/answer"
        assert not chat.trace.live.said("interview/1/answer")
