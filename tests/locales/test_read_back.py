"""What is read back before the first CV is put right in a sentence: "no, I was a teacher until 2022"."""

from __future__ import annotations

import pytest

from flows.model import Moment, Span
from tests.flows.chat import Chat
from tests.locales.talking import chat

TWO = {
    "fr": "j'étais professeure de maths pendant 15 ans et maintenant je fais le ménage dans un hôtel depuis 2021",
    "en": "I was a teacher for 15 years and now I clean in a hotel since 2021",
    "ar": "كنت معلمة رياضيات 15 سنة والآن أنظف في فندق منذ 2021",
    "uk": "Я була вчителькою математики 15 років, а тут прибираю в готелі з 2021",
}
ANSWERS = {"cv/name": "Lina", "cv/phone": "0639981001", "cv/town": "Lyon"}


def read_back(lang: str) -> Chat:
    """Return the conversation where all that was told is read back."""
    talk = chat(lang, TWO[lang])
    for _ in range(30):
        if talk.cur == "cv/facts":
            break
        if talk.cur in ANSWERS:
            talk.send(ANSWERS[talk.cur])
            continue
        offered = [one.id for one in talk.on_screen.choices]
        talk.tap(next(one for one in ("yes", "done", "unknown", "skip") if one in offered))
    assert talk.cur == "cv/facts"
    return talk


def times(talk: Chat) -> list[Span]:
    """Return when each of the two lives was."""
    return [span for item in ("e1", "e2") if (span := talk.live()[f"exp/{item}/when"].span)]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "non, j'étais prof jusqu'en 2020"),
        ("fr", "professeure jusqu'en 2020"),
        ("en", "that's not right, I was a teacher until 2020"),
        ("en", "I was a teacher until 2020"),
        ("ar", "لا، كنت معلمة حتى 2020"),
        ("uk", "ні, не так, я вчителька була до 2020"),
        ("uk", "вчителькою була до 2020"),
    ],
)
def test_the_end_of_a_life_that_is_named_is_put_right(lang: str, said: str) -> None:
    talk = read_back(lang)
    talk.send(said)
    taught, cleaned = times(talk)
    assert (taught.start, taught.end, taught.months) == (None, Moment(2020), 180)
    assert (cleaned.start, cleaned.ongoing, talk.cur) == (Moment(2021), True, "cv/facts")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "non, le ménage depuis 2022"),
        ("en", "no, since 2022"),
        ("en", "no, the cleaning is since 2022"),
        ("ar", "لا، الفندق منذ 2022"),
        ("uk", "ні, готель з 2022"),
    ],
)
def test_a_time_that_goes_on_is_put_right_where_it_is_told_of(lang: str, said: str) -> None:
    talk = read_back(lang)
    talk.send(said)
    taught, cleaned = times(talk)
    assert (taught.start, taught.end, taught.months) == (None, None, 180)
    assert (cleaned.start, cleaned.ongoing) == (Moment(2022), True)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "je suis arrivée en France en 2019"),
        ("en", "I came to France in 2019"),
        ("en", "my daughter was born in 2019"),
        ("ar", "وصلت إلى فرنسا في 2019"),
        ("uk", "приїхала до Франції в 2019"),
    ],
)
def test_another_time_than_that_of_work_changes_none(lang: str, said: str) -> None:
    talk = read_back(lang)
    before = {qid: value for qid, value in talk.live().items() if qid.endswith("/when")}
    talk.send(said)
    assert {qid: value for qid, value in talk.live().items() if qid.endswith("/when")} == before


@pytest.mark.parametrize(
    ("lang", "said", "name"),
    [
        ("fr", "change mon nom Kadiatou Diop", "Kadiatou Diop"),
        ("en", "change my name Mary Jones", "Mary Jones"),
        ("ar", "غير الاسم فاطمة", "فاطمة"),
        ("uk", "змініть ім'я Олена Коваль", "Олена Коваль"),
    ],
)
def test_change_with_the_new_answer_behind_it_changes_it(lang: str, said: str, name: str) -> None:
    talk = read_back(lang)
    talk.send(said)
    assert (talk.trace.live.text("cv/name"), talk.cur) == (name, "cv/facts")


WANTING = {
    "fr": ("il manque mon nom de famille", "cv/name"),
    "en": ("add my phone number", "cv/phone"),
    "ar": ("أضف الهاتف", "cv/phone"),
    "uk": ("додайте телефон", "cv/phone"),
}


@pytest.mark.parametrize("lang", WANTING)
def test_what_is_said_to_be_missing_on_the_cv_is_asked(lang: str) -> None:
    talk = read_back(lang)
    talk.tap("yes")
    said, asked = WANTING[lang]
    talk.send(said)
    assert talk.cur == asked
