"""A question of the person's own, a fear and a protest are no answers: the open question comes again."""

from __future__ import annotations

import pytest

from flows.model import State
from flows.reading import command, fold
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content


def told(lang: str, *said: str) -> Chat:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for one in said:
        chat.send(one)
    return chat


FIRST = [
    ("fr", "france travail va le savoir ?", "side.readers"),
    ("fr", "ça va être transmis à france travail ?", "side.readers"),
    ("fr", "vous allez le dire à france travail ?", "side.readers"),
    ("fr", "mes réponses vont où ?", "side.readers"),
    ("fr", "rien de spécial, la vie, ça compte ?", "side.counts"),
    ("fr", "c'est quoi un cv ?", "side.cv"),
    ("fr", "je peux parler au lieu d'écrire ?", "side.speech"),
    ("fr", "quand est-ce que je reçois l'argent ?", "side.unknown"),
    ("fr", "je suis malade", "private"),
    ("fr", "j'ai 58 ans c'est trop tard pour moi", "doubt"),
    ("fr", "pourquoi vous me demandez ça ?", "why.exp.what"),
    ("en", "will you tell the job centre?", "side.readers"),
    ("en", "what is a CV?", "side.cv"),
    ("en", "can I send a voice note?", "side.speech"),
    ("en", "where is my money from last week?", "side.unknown"),
    ("en", "I am sick", "private"),
    ("en", "it's too late for me", "doubt"),
    ("ar", "هل ستخبرون مكتب العمل؟", "side.readers"),
    ("ar", "ما هي السيرة الذاتية؟", "side.cv"),
    ("ar", "رسالة صوتية ممكن؟", "side.speech"),
    ("ar", "أنا مريضة", "private"),
    ("uk", "ви передасте це в центр зайнятості?", "side.readers"),
    ("uk", "що таке резюме?", "side.cv"),
    ("uk", "можна голосом замість писати?", "side.speech"),
    ("uk", "я хвора", "private"),
    ("uk", "вже пізно для мене", "doubt"),
]


@pytest.mark.parametrize(("lang", "said", "key"), FIRST)
def test_what_is_asked_or_feared_at_the_first_question_is_no_life(lang: str, said: str, key: str) -> None:
    chat = told(lang, *WAYS[lang][:2])
    chat.send(said)
    assert chat.says[-1].parts[0].key == key
    assert chat.cur == "exp/e1/what"
    assert "exp/e1/what" not in chat.live()


ANSWERS = [
    ("fr", "je fais le ménage, ça compte ?"),
    ("fr", "je m'occupe de mon mari malade"),
    ("fr", "je gardais ma grand-mère malade, c'est du travail ?"),
    ("en", "I clean houses, does that count?"),
    ("en", "I look after my sick mother"),
    ("ar", "أنظف البيوت، هل يحسب؟"),
    ("uk", "я прибираю в людей, це рахується?"),
]


@pytest.mark.parametrize(("lang", "said"), ANSWERS)
def test_what_tells_an_act_is_an_answer_whatever_it_ends_in(lang: str, said: str) -> None:
    chat = told(lang, *WAYS[lang][:2], said)
    assert chat.cur != "exp/e1/what"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "pourquoi vous demandez ?"),
        ("en", "why do you ask me?"),
        ("ar", "ليش بتسألوا؟"),
        ("uk", "навіщо ви це питаєте?"),
    ],
)
def test_why_a_job_is_asked_is_no_job(lang: str, said: str) -> None:
    chat = told(lang, *WAYS[lang][:6], said)
    assert chat.cur == "project/job"
    assert chat.says[-1].parts[0].key == "why.project.job"


NAMED = [
    ("fr", "Sylvie. pourquoi vous demandez ça ?", "Sylvie"),
    ("en", "Mercy. wait, why do u need my name?", "Mercy"),
    ("ar", "فاطمة. ليش بتسأل؟", "فاطمة"),
    ("uk", "Олена. Навіщо вам моє ім'я?", "Олена"),
]


@pytest.mark.parametrize(("lang", "said", "name"), NAMED)
def test_a_name_with_a_question_is_kept_and_the_question_answered(lang: str, said: str, name: str) -> None:
    chat = told(lang, *WAYS[lang][:7], said)
    assert chat.live()["cv/name"].text == name
    assert chat.says[-1].parts[0].key == "why.cv.name"


def test_why_a_name_is_needed_is_no_name() -> None:
    chat = told("fr", *WAYS["fr"][:7], "pourquoi mon nom ?")
    assert (chat.cur, chat.says[-1].parts[0].key) == ("cv/name", "why.cv.name")


@pytest.mark.parametrize(
    ("said", "upto", "qid"), [("3 ans ?", 5, "exp/e1/when"), ("en entreprise ?", 6, "exp/e1/whom")]
)
def test_a_plain_answer_of_who_is_not_sure_counts(said: str, upto: int, qid: str) -> None:
    chat = told("fr", *WAYS["fr"][:2], "je fais le ménage", *WAYS["fr"][3:upto], said)
    assert qid in chat.live()


AFTER = [
    ("c'est encore long ?", "side.duration"),
    ("pff vous posez toujours la même question", "side.long"),
    ("c'est quoi la suite après ça ?", "side.unknown"),
]


@pytest.mark.parametrize(("said", "key"), AFTER)
@pytest.mark.parametrize("upto", [4, 6, 7])
def test_what_is_asked_or_protested_later_is_kept_nowhere(said: str, key: str, upto: int) -> None:
    chat = told("fr", *WAYS["fr"][:upto])
    here, live = chat.cur, chat.live()
    chat.send(said)
    assert chat.says[-1].parts[0].key == key
    assert (chat.cur, chat.live()) == (here, live)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "je veux voir mon cv maintenant"),
        ("fr", "je veux voir le nouveau cv"),
        ("en", "i want to see my cv now"),
        ("uk", "хочу побачити резюме зараз"),
        ("ar", "بدي شوف السيفي هلق"),
    ],
)
def test_the_cv_is_shown_at_once(lang: str, said: str) -> None:
    assert command(fold(said), content().words[lang]) == "show_cv"
    assert command(fold("plus maintenant"), content().words["fr"]) is None


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "ah bon c est une competence ca ?"), ("en", "really, that's a skill?"),
        ("ar", "هذه مهارة؟"), ("uk", "хіба це навичка?"),
    ],
)  # fmt: skip
def test_who_wonders_that_it_is_a_skill_is_told_that_it_counts(lang: str, said: str) -> None:
    chat = told(lang, *WAYS[lang][:3], said)
    assert "side.counts" in chat.said()
    assert chat.cur == "exp/e1/skill"


def test_who_wonders_and_says_yes_goes_on() -> None:
    chat = told("fr", *WAYS["fr"][:3], "ah bon c est une competence ca ? ok alors oui")
    assert "side.counts" in chat.said()
    assert chat.cur == "exp/e1/acts"


def test_who_asks_for_tu_with_the_greeting_is_spoken_to_so_once_they_agreed() -> None:
    for hello, then in (
        ("coucou tu peux me tutoyer", "what"),
        ("salut on peut se tutoyer, je fais le ménage", "skill"),
    ):
        chat = told("fr", hello)
        assert chat.cur == "charter/consent"
        chat.send("ok")
        assert [fact.value.ids for fact in chat.facts if fact.qid == "cv/address"] == [("tu",)]
        assert chat.cur == f"exp/e1/{then}"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "vous mangez quoi le dimanche ?"),
        ("en", "what do you eat on Sundays?"),
        ("ar", "ماذا تأكلون يوم الأحد؟"),
        ("uk", "що ви їсте в неділю?"),
    ],
)
def test_a_question_that_names_a_day_accepts_no_skill(lang: str, said: str) -> None:
    chat = told(lang, *WAYS[lang][:3])
    assert chat.cur == "exp/e1/skill"
    chat.send(said)
    assert chat.cur == "exp/e1/skill"
    assert "exp/e1/skill" not in chat.live()


OF_US = {
    "fr": ("je garde des enfants", "tu peux écrire une lettre", "vous pouvez nettoyer ma maison"),
    "en": ("I look after children", "can you write me a cover letter", "can you clean my house"),
    "ar": ("أعتني بالأطفال", "ممكن تكتبلي رسالة", "هل يمكنك تنظيف بيتي"),
    "uk": ("доглядаю дітей", "можете написати мені листа", "чи можете прибрати мій дім"),
}


@pytest.mark.parametrize("lang", OF_US)
def test_what_is_asked_of_the_program_is_nothing_the_person_did(lang: str) -> None:
    talk = told(lang, *WAYS[lang][:2])
    story, *asked = OF_US[lang]
    talk.send(story)
    for said in asked:
        here, facts = talk.cur, len(talk.facts)
        talk.send(said)
        assert (talk.cur, len(talk.facts)) == (here, facts), said


WRITTEN = {
    "fr": ("vous pouvez noter 3 ans", "tu peux ajouter que j'ai le permis B"),
    "en": ("can you put 3 years", "can you add that I have a driving licence"),
    "ar": ("بتقدر تسجل 3 سنوات", "هل يمكنك أن تكتب أني عندي رخصة سواقة"),
    "uk": ("можете записати 3 роки", "чи можете написати що я маю водійські права"),
}


@pytest.mark.parametrize("lang", WRITTEN)
def test_what_the_program_is_asked_to_write_down_is_kept(lang: str) -> None:
    talk = told(lang, *WAYS[lang][:2], OF_US[lang][0], *WRITTEN[lang])
    span = talk.live()["exp/e1/when"].span
    assert span is not None
    assert span.months == 36
    assert [fact.value.ids for fact in talk.facts if fact.qid == "cv/extras"] == [("B",)]
