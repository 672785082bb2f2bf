"""Who asks for another language, or writes in one, is spoken to in it; who tells that they speak one asks nothing."""

from __future__ import annotations

import pytest

from flows.model import Kind, State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content


def told(lang: str, *said: str) -> Chat:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for one in said:
        chat.send(one)
    return chat


ASKED = [
    ("fr", "I don't understand French, can we speak English please?", "en"),
    ("fr", "Hello. Can you write in English?", "en"),
    ("fr", "I don't understand French", "en"),
    ("fr", "I don't speak French, English please", "en"),
    ("fr", "Я погано розумію французьку, можна українською?", "uk"),
    ("fr", "Поясніть українською будь ласка, я погано розумію французьку", "uk"),
    ("fr", "ما بفهم فرنسي، ممكن عربي؟", "ar"),
    ("fr", "je comprends mal le français, on peut parler arabe ?", "ar"),
    ("en", "je ne comprends pas l'anglais, on peut continuer en français ?", "fr"),
    ("en", "не розумію англійську, давайте українською", "uk"),
    ("ar", "je comprends pas l'arabe, parlez français svp", "fr"),
    ("uk", "I do not understand Ukrainian, can we speak English?", "en"),
]


@pytest.mark.parametrize(("lang", "said", "then"), ASKED)
def test_a_language_that_is_asked_for_with_words_around_it_is_spoken(lang: str, said: str, then: str) -> None:
    chat = told(lang, *WAYS[lang][:2])
    here, live = chat.cur, chat.live()
    chat.send(said)
    assert (chat.state.lang, chat.cur, chat.live()) == (then, here, live)
    assert "language.changed" in chat.said()


@pytest.mark.parametrize(("lang", "said", "then"), ASKED[:9])
def test_it_is_spoken_where_a_job_is_asked_for_too(lang: str, said: str, then: str) -> None:
    chat = told(lang, *WAYS[lang][:6])
    assert chat.cur == "project/job"
    chat.send(said)
    assert (chat.state.lang, chat.cur) == (then, "project/job")
    assert "project/job" not in chat.live()


NOT_ASKED = [
    ("fr", "je parle un peu anglais"),
    ("fr", "j'ai traduit de l'ukrainien"),
    ("fr", "je sais cuisiner, parler anglais"),
    ("fr", "je traduis pour des gens qui ne comprennent pas le français"),
    ("fr", "j'ai enseigné le français aux enfants"),
    ("en", "I taught French"),
    ("en", "I speak French, English and Arabic with the customers"),
    ("ar", "أطبخ، أكتب عربي"),
    ("uk", "я викладала англійську мову"),
]


@pytest.mark.parametrize(("lang", "said"), NOT_ASKED)
def test_who_tells_that_they_speak_or_taught_one_asks_for_nothing(lang: str, said: str) -> None:
    chat = told(lang, *WAYS[lang][:2], said)
    assert chat.state.lang == lang
    assert (chat.state.asked and chat.state.asked.qid) not in {"menu/speak", "menu/language"}


def test_what_is_told_beside_the_wish_is_kept() -> None:
    for rest in ("je fais le ménage chez une dame. can we speak English?", "I clean houses. Can we speak English?"):
        chat = told("fr", *WAYS["fr"][:2], rest)
        assert (chat.state.lang, chat.cur) == ("en", "exp/e1/skill")
        assert chat.live()["exp/e1/what"].kind is Kind.TEXT


def test_who_does_not_speak_it_well_and_tells_what_they_do_is_read() -> None:
    chat = told("fr", *WAYS["fr"][:2], "je parle pas bien français mais je fais le ménage")
    assert (chat.state.lang, chat.cur) == ("fr", "exp/e1/skill")


def test_who_understands_little_of_the_only_language_they_write_chooses_one() -> None:
    chat = told("fr", *WAYS["fr"][:2], "je comprends pas bien le français")
    assert chat.on_screen.qid == "menu/language"


@pytest.mark.parametrize(("said", "then"), [("я прибираю в однієї пані", "uk"), ("أنظف منزل سيدة كبيرة", "ar")])
def test_a_story_in_other_letters_is_read_in_its_language(said: str, then: str) -> None:
    chat = told("fr", *WAYS["fr"][:2], said)
    assert (chat.state.lang, chat.cur) == (then, "exp/e1/skill")


def test_what_is_not_understood_in_other_letters_is_offered_in_that_language_once() -> None:
    chat = told("fr", *WAYS["fr"][:2], "я хочу знайти гарну роботу")
    assert [one.id for one in chat.on_screen.choices] == ["lang:uk", "lang:fr"]
    assert chat.state.lang == "uk"
    assert "exp/e1/what" not in chat.live()
    chat.tap("lang:fr")
    assert (chat.state.lang, chat.cur) == ("fr", "exp/e1/what")
    chat.send("я хочу знайти гарну роботу")
    assert chat.state.lang == "fr"


def test_a_name_in_letters_of_ones_own_changes_no_language() -> None:
    chat = told("fr", *WAYS["fr"][:7], "فاطمة بنت محمد")
    assert (chat.state.lang, chat.cur) == ("fr", "cv/phone")


@pytest.mark.parametrize(
    ("then", "lang"), [("1 3", "fr"), ("👩‍👩‍👧‍👦", "fr"), ("je lave les sols", "fr"), ("oui", "ar"), ("نعم", "ar")]
)
def test_a_language_that_was_offered_is_spoken_once_it_is_taken(then: str, lang: str) -> None:
    chat = told("fr", "je fais le ménage chez une dame", "oui", "شكرا جزيلا لكم يا أصدقاء")
    assert chat.says[-1].parts[0].key == "ask.speak"
    chat.send(then)
    assert chat.state.lang == lang


STORY = "I worked in a kitchen for two years and I cleaned the floors"
SENTENCES = [
    ("fr", STORY, "en"),
    ("fr", "I don't have any job now but I want to work", "en"),
    ("fr", "yes I agree with that and I want my CV", "en"),
    ("en", "j'ai travaillé dans une cuisine et je lavais les sols", "fr"),
]


@pytest.mark.parametrize(("lang", "said", "other"), SENTENCES)
def test_a_whole_sentence_in_another_language_is_answered_with_an_offer_to_speak_it(
    lang: str, said: str, other: str
) -> None:
    chat = told(lang, *WAYS[lang][:2], said)
    assert [one.id for one in chat.on_screen.choices] == [f"lang:{other}", f"lang:{lang}"]
    assert chat.state.lang == other


def test_nothing_is_lost_of_a_sentence_whose_language_is_offered() -> None:
    for then in ("1", "yes", "English"):
        chat = told("fr", *WAYS["fr"][:2], STORY, then)
        assert (chat.state.lang, chat.cur) == ("en", "exp/e1/skill")
        assert chat.live()["exp/e1/what"].text == STORY
    chat.send("I cooked meals for the children every day")
    assert chat.on_screen.qid != "menu/speak"


def test_who_writes_on_in_the_language_that_is_offered_has_taken_it() -> None:
    chat = told("fr", *WAYS["fr"][:2], "I have no papers but I did many things", STORY)
    assert (chat.state.lang, chat.cur) == ("en", "exp/e1/skill")


@pytest.mark.parametrize("then", ["français", "2", "je lave les sols dans un hôtel"])
def test_who_stays_with_the_language_spoken_is_not_asked_again(then: str) -> None:
    chat = told("fr", *WAYS["fr"][:2], STORY, then)
    assert chat.state.lang == "fr"
    chat.send("it was in the kitchen of my mother and of my aunt")
    assert chat.on_screen.qid != "menu/speak"


@pytest.mark.parametrize("then", ["menu", "passer", "une personne"])
def test_a_word_that_works_everywhere_leaves_the_offer(then: str) -> None:
    chat = told("fr", *WAYS["fr"][:2], STORY, then)
    assert chat.on_screen.qid != "menu/speak"


@pytest.mark.parametrize(
    "said",
    ["je travaille au Best Western comme team leader", "je fais du baby sitting et du dog sitting chez des gens",
     "jai fait the voice of the month", "i m'a dit de venir et i m'a payé"],
)  # fmt: skip
def test_a_few_words_of_another_language_offer_nothing(said: str) -> None:
    assert told("fr", *WAYS["fr"][:2], said).state.lang == "fr"


@pytest.mark.parametrize(("said", "then"), [("نعم", "ar"), ("так", "uk"), ("موافقة", "ar"), ("згодна", "uk")])
def test_nobody_agrees_in_a_language_to_what_was_asked_in_another(said: str, then: str) -> None:
    chat = told("fr", WAYS["fr"][0], said)
    assert (chat.state.lang, chat.cur) == (then, "charter/consent")
    assert chat.says[-1].parts[-1].wording == 1  # in full: how long, how to erase it, where to read more


@pytest.mark.parametrize(("said", "then"), [("نعم", "ar"), ("так", "uk"), ("لا", "ar")])
def test_a_word_that_answers_is_answered_in_its_language(said: str, then: str) -> None:
    chat = told("fr", *WAYS["fr"][:2], "je fais le ménage chez une dame")
    assert chat.cur == "exp/e1/skill"
    chat.send(said)
    assert chat.state.lang == then
    assert chat.cur != "exp/e1/skill"


def test_a_word_that_answers_nothing_changes_no_language() -> None:
    chat = told("fr", *WAYS["fr"][:2], "يوسف")
    assert (chat.state.lang, chat.cur) == ("fr", "exp/e1/what")
