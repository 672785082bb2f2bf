"""A practice in few words: a yes where one is asked for, a stop anywhere, "without", a language, what others said."""

from __future__ import annotations

import pytest

from flows.interview import rules
from flows.interview.document import build
from flows.interview.plan import PLACES
from flows.interview.rules import answer_of
from flows.model import Phrase, State
from locales import translator
from tests.flows.chat import Chat
from tests.flows.interview.test_practice import ANSWERS, CONTENT, LANGUAGES, OPEN, acts_of, begun, read

LAST = PLACES[-1]
JOB = {"fr": "agent de nettoyage", "en": "office cleaner", "ar": "عاملة نظافة", "uk": "прибиральниця"}
STOP = {"fr": "j'arrête", "en": "stop", "ar": "توقف", "uk": "стоп"}


def opened(lang: str) -> Chat:
    """Somebody who has agreed and opened a practice."""
    chat = Chat(content=CONTENT, label=translator(lang), state=State(lang=lang))
    for said in (".", OPEN[lang]):
        chat.send(said)
        if chat.cur == "charter/consent":
            chat.tap("agree")
    assert chat.cur == rules.OFFER
    return chat


def at_the_last(lang: str, *, everybody: bool = False) -> Chat:
    """Somebody at the practical question: of an occupation, or whether they have questions."""
    chat = begun(lang) if everybody else opened(lang)
    if not everybody:
        chat.tap("without")
        chat.send(JOB[lang])
        chat.tap("go")
    for _ in PLACES[1:]:
        chat.tap("skip")
    assert chat.cur == answer_of(LAST)
    return chat


@pytest.mark.parametrize(
    ("lang", "said", "told"),
    [
        ("fr", "oui", "yes"),
        ("fr", "👍", "yes"),
        ("fr", "oui bien sûr", "yes"),
        ("fr", "pas de problème", "yes"),
        ("fr", "non", "no"),
        ("en", "yes", "yes"),
        ("en", "not a problem", "yes"),
        ("en", "no sorry", "no"),
        ("ar", "نعم", "yes"),
        ("ar", "ان شاء الله", "yes"),
        ("ar", "ما في مشكلة", "yes"),
        ("ar", "لا", "no"),
        ("uk", "так", "yes"),
        ("uk", "без проблем", "yes"),
        ("uk", "ні", "no"),
    ],
)
def test_a_yes_or_a_no_is_an_answer_to_what_is_practical(lang: str, said: str, told: str) -> None:
    chat = at_the_last(lang)
    chat.send(said)
    assert chat.trace.live.text(answer_of(LAST))
    assert any(translator(lang)(phrase) in read(chat) for phrase in tips(told))
    chat.tap("why")
    assert "interview.rule.short.practical" in chat.said(2)


def tips(name: str) -> list[Phrase]:
    return [Phrase(f"interview.tip.{name}", {}, n) for n in (1, 2, 3)]


@pytest.mark.parametrize(("lang", "said"), [("fr", "oui"), ("fr", "non"), ("en", "yes"), ("ar", "لا"), ("uk", "так")])
def test_whether_there_are_questions_is_answered_with_one(lang: str, said: str) -> None:
    chat = at_the_last(lang, everybody=True)
    chat.send(said)
    assert any(translator(lang)(phrase) in read(chat) for phrase in tips("ask"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_thumb_stands_as_a_word_on_the_page(lang: str) -> None:
    chat = at_the_last(lang)
    chat.send("👍")
    answers = [one.answer for one in build(CONTENT, tuple(chat.facts)).answers]
    assert len(answers) == 1
    assert answers[0].isalpha()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_yes_to_what_asks_for_a_story_is_none(lang: str) -> None:
    chat = begun(lang)
    chat.send({"fr": "oui", "en": "yes", "ar": "نعم", "uk": "так"}[lang])
    assert chat.cur == answer_of(1)
    assert answer_of(1) not in chat.live()


# ---------------------------------------------------------------- stop


@pytest.mark.parametrize("lang", LANGUAGES)
def test_stop_at_the_end_ends_the_practice_and_offers_the_page_once(lang: str) -> None:
    chat = begun(lang)
    before = Chat(content=CONTENT, label=translator(lang), state=State(lang=lang))
    before.send(".")
    before.tap("agree")
    chat.send(ANSWERS[lang])
    chat.send(STOP[lang])
    assert chat.cur == "interview/add"
    chat.send(STOP[lang])
    assert chat.cur == rules.KEEP
    chat.send(STOP[lang])
    assert chat.cur == before.cur
    assert chat.said()[0] == "interview.enough"
    assert not chat.state.paused
    assert not acts_of(chat)
    assert [one.answer for one in build(CONTENT, tuple(chat.facts)).answers] == [ANSWERS[lang]]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("taps", [(), ("without",), ("without", "any")])
def test_stop_before_it_begins_leaves_it_for_another_day(lang: str, taps: tuple[str, ...]) -> None:
    chat = opened(lang)
    for name in taps:
        chat.tap(name)
    chat.send(STOP[lang])
    assert chat.said()[0] == "interview.another_day"
    assert not chat.cur.startswith("interview/")
    assert not chat.state.paused


def test_a_pause_is_still_one() -> None:
    chat = begun("fr")
    chat.send("pause")
    assert chat.state.paused
    chat.send("bonjour")
    assert chat.cur == answer_of(1)


# ---------------------------------------------------------------- without


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "sans"),
        ("fr", "Sans svp"),
        ("en", "without"),
        ("en", "no offer"),
        ("ar", "بدون"),
        ("ar", "بلا"),
        ("uk", "без"),
        ("uk", "без вакансії"),
    ],
)
def test_without_is_the_button_that_says_so(lang: str, said: str) -> None:
    chat = opened(lang)
    chat.send(said)
    assert chat.live()[rules.OFFER].ids == ("without",)
    assert "skipped" not in chat.said()


@pytest.mark.parametrize(("lang", "said"), [("fr", "sans"), ("en", "without"), ("ar", "بدون"), ("uk", "без")])
def test_without_passes_a_question_that_has_no_such_button(lang: str, said: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert chat.cur == answer_of(2)


# ---------------------------------------------------------------- in another language


@pytest.mark.parametrize(
    ("lang", "said", "then"),
    [
        ("fr", "je veux m'entraîner en anglais", "en"),
        ("fr", "entretien en arabe", "ar"),
        ("en", "practise in French please", "fr"),
        ("en", "I want to practice in Ukrainian", "uk"),
        ("ar", "أريد أن أتدرب بالإنجليزية", "en"),
        ("ar", "تدريب على المقابلة باللغة الفرنسية", "fr"),
        ("uk", "хочу тренуватися французькою", "fr"),
        ("uk", "співбесіда англійською мовою", "en"),
    ],
)
def test_a_practice_goes_on_or_opens_in_the_language_asked_for(lang: str, said: str, then: str) -> None:
    chat = begun(lang)
    plan = chat.trace.live.ids(rules.PLAN)
    chat.send(said)
    assert (chat.state.lang, chat.cur) == (then, answer_of(1))
    assert chat.trace.live.ids(rules.PLAN) == plan
    assert chat.said()[0] == "language.changed"
    outside = Chat(content=CONTENT, label=translator(lang), state=State(lang=lang))
    outside.send(".")
    outside.tap("agree")
    outside.send(said)
    assert (outside.state.lang, outside.cur) == (then, rules.OFFER)
    assert outside.lives() == []


def test_a_practice_asked_for_with_the_greeting_opens_in_that_language() -> None:
    chat = Chat(content=CONTENT, label=translator("fr"), state=State(lang="fr"))
    chat.send("je veux m'entraîner en anglais")
    chat.tap("agree")
    assert (chat.state.lang, chat.cur) == ("en", rules.OFFER)


# ---------------------------------------------------------------- what others said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "le client m'a dit « espèce de connard », je suis restée calme"),
        ("fr", "il m'a dit connard"),
        ("fr", "il m'a dit t'es nulle"),
        ("en", "he told me to fuck off"),
        ("ar", "قال لي الزبون تبا لك"),
        ("uk", "клієнт сказав мені сука"),
    ],
)
def test_hard_words_that_others_said_are_a_story(lang: str, said: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert "interview.calm" not in chat.said()
    assert chat.live()[answer_of(1)].text == said


@pytest.mark.parametrize(("lang", "said"), [("fr", "connard"), ("en", "fuck off"), ("ar", "تبا لك"), ("uk", "сука")])
def test_hard_words_to_us_meet_a_calm_line(lang: str, said: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert "interview.calm" in chat.said()


@pytest.mark.parametrize(
    ("lang", "said", "quote", "never"),
    [
        ("fr", "Un client m'a traité de connard. J'ai appelé le chef.", "J'ai appelé le chef", "connard"),
        ("en", "A customer told me to fuck off. I called the manager.", "I called the manager", "fuck"),
        ("ar", "قال لي الزبون تبا لك. ناديت المسؤولة.", "ناديت المسؤولة", "تبا"),
        ("uk", "Клієнт сказав мені сука. Я покликала керівницю.", "покликала керівницю", "сука"),
    ],
)
def test_what_was_done_is_quoted_and_no_hard_word(lang: str, said: str, quote: str, never: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert quote in read(chat, 2)
    assert never not in read(chat, 2)


# ---------------------------------------------------------------- once is enough


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_practice_is_stands_once_where_the_job_is_asked_again(lang: str) -> None:
    chat = opened(lang)
    chat.tap("without")
    chat.send(JOB[lang])
    assert "ask.interview.go.for" in chat.said()
    chat.tap("job")
    chat.tap("any")
    assert chat.said()[-1] == "ask.interview.go.again"
    chat.tap("go")
    chat.send(STOP[lang])
    assert not chat.cur.startswith("interview/")
    chat.send(OPEN[lang])
    for name in ("without", "any"):
        if chat.cur != rules.GO:
            chat.tap(name)
    assert chat.said()[-1] in {"ask.interview.go", "ask.interview.go.for"}


# ---------------------------------------------------------------- few words at each step


@pytest.mark.parametrize(
    ("lang", "said", "code"),
    [
        ("fr", "ménage", "K2205"),
        ("fr", "lé ménage", "K2205"),
        ("fr", "agent de propreté", "K2205"),
        ("fr", "cuisine", "G1602"),
        ("en", "cleaning", "K2205"),
        ("ar", "تنظيف", "K2205"),
        ("uk", "прибирання", "K2205"),
        ("fr", "usine", ""),
    ],
)
def test_a_part_of_its_name_names_an_occupation(lang: str, said: str, code: str) -> None:
    chat = opened(lang)
    chat.tap("without")
    chat.send(said)
    assert chat.cur == rules.GO
    found = rules.job(chat.trace.live)
    assert (found and CONTENT.occupations[found].domain) == (code and CONTENT.occupations[code].domain)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_helps_is_not_the_same_twice(lang: str) -> None:
    chat = begun(lang)
    chat.tap("example")
    chat.send({"fr": "jsp", "en": "idk", "ar": "ما بعرف", "uk": "хз"}[lang])
    assert "interview.rephrase.me" in chat.said(2)
    chat.send({"fr": "pas compris", "en": "i don't get it", "ar": "ما فهمت", "uk": "не поняв"}[lang])
    assert "interview.example" in chat.said(2)
    assert chat.cur == answer_of(1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_second_yes_leaves_the_question_and_speaks_of_no_list(lang: str) -> None:
    chat = begun(lang)
    for _ in range(2):
        chat.send({"fr": "oui", "en": "ok", "ar": "نعم", "uk": "так"}[lang])
        assert "yes.which" not in chat.said()
    assert chat.cur == answer_of(2)


def test_a_look_back_to_the_beginning_keeps_questions_and_answers() -> None:
    chat = begun("fr")
    chat.send(ANSWERS["fr"])
    chat.tap("next")
    plan = chat.trace.live.ids(rules.PLAN)
    for _ in range(3):
        chat.send("retour")
    assert chat.cur == rules.GO
    chat.tap("go")
    assert chat.cur == answer_of(2)
    assert chat.trace.live.ids(rules.PLAN) == plan
    assert chat.live()[answer_of(1)].text == ANSWERS["fr"]
    for _ in range(3):
        chat.send("retour")
    chat.send("caissier")
    chat.tap("go")
    assert chat.trace.live.ids(rules.PLAN) != plan
    assert chat.cur == answer_of(1), "those answers were to other questions"


@pytest.mark.parametrize(("lang", "said"), [("fr", "jeux"), ("en", "games"), ("ar", "ألعاب"), ("uk", "ігри")])
def test_games_are_found_by_their_name(lang: str, said: str) -> None:
    chat = Chat(content=CONTENT, label=translator(lang), state=State(lang=lang))
    chat.send(".")
    chat.tap("agree")
    chat.send(said)
    assert chat.state.asked
    assert chat.state.asked.qid == "menu/learn"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ok_to_what_helped_leaves_nothing_out(lang: str) -> None:
    chat = begun(lang)
    chat.send({"fr": "jsp", "en": "idk", "ar": "ما بعرف", "uk": "хз"}[lang])
    chat.send({"fr": "ok", "en": "ok", "ar": "اوكي", "uk": "ок"}[lang])
    assert chat.cur == answer_of(1)
    chat.send("👍")
    assert chat.cur == answer_of(2)


def test_a_practice_that_a_game_came_between_is_gone_on_with() -> None:
    chat = begun("fr")
    chat.send(ANSWERS["fr"])
    chat.tap("next")
    for said in ("vrai ou faux", "vrai", "stop", "entretien"):
        chat.send(said)
    assert chat.cur == answer_of(2)
    assert chat.live()[answer_of(1)].text == ANSWERS["fr"]
    chat.send("stop")
    while chat.cur.startswith("interview/"):
        chat.send("stop")
    chat.send("entretien")
    assert chat.cur == rules.OFFER


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_ends_it_instead_of_saying_an_answer_again_keeps_that_answer(lang: str) -> None:
    chat = begun(lang)
    chat.send(ANSWERS[lang])
    chat.tap("redo")
    before = len(chat.says)
    chat.send(STOP[lang])
    assert "interview.well" in [p.key for bubble in chat.says[before:] for p in bubble.parts]
    assert "interview.enough" in [p.key for bubble in chat.says[before:] for p in bubble.parts]
    assert [one.answer for one in build(CONTENT, tuple(chat.facts)).answers] == [ANSWERS[lang]]


@pytest.mark.parametrize("said", ["m'en fiche", "je m'en fous"])
@pytest.mark.parametrize("after", [True, False])
def test_who_does_not_care_twice_leaves_the_question(said: str, after: bool) -> None:  # noqa: FBT001
    chat = begun("fr")
    if after:
        chat.send("je range")
    for _ in range(4):
        if chat.cur == answer_of(2):
            break
        chat.send(said)
    assert chat.cur == answer_of(2)
