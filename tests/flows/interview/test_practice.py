"""A practice interview, said word by word to the real core with the real words of each language."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from bot import content
from flows.cv.document import build as build_cv
from flows.interview import rules
from flows.interview.document import build
from flows.interview.plan import KINDS, PLACES
from flows.interview.rules import after_of, answer_of
from flows.interview.said import WORDINGS
from flows.model import Attach, How, Kind, Phrase, State, Voice
from flows.summary import About, summary
from flows.visible import visible
from locales import languages, translator
from tests.flows.chat import Chat
from tests.flows.interview.test_feedback import against, answers
from tests.flows.test_sent import read as read_file
from tests.flows.test_sent import sent

CONTENT = content.load()
LANGUAGES = languages()
OPEN = {"fr": "interview", "en": "interview", "ar": "مقابلة", "uk": "співбесіда"}
BEGINS = {
    "fr": "5 questions. Écrit ou vocal. Pas de note.",
    "en": "5 questions. Written or voice. No mark.",
    "ar": "5 أسئلة. كتابة أو صوت. بلا علامة.",
    "uk": "5 запитань. Письмово або голосом. Без оцінки.",
}
SAID = {  # a word for each choice, as people say it
    "fr": {"example": "un exemple", "rephrase": "je ne comprends pas", "next": "la suivante", "redo": "encore une fois",
           "why": "pourquoi vous dites ça ?", "enough": "ça suffit"},
    "en": {"example": "for example?", "rephrase": "what do you mean", "next": "next", "redo": "try again",
           "why": "why do you say this?", "enough": "that's enough"},
    "ar": {"example": "أعطني مثالا", "rephrase": "ما فهمت", "next": "التالي", "redo": "أعيد الجواب",
           "why": "لماذا تقول هذا؟", "enough": "يكفي"},
    "uk": {"example": "приклад", "rephrase": "не розумію", "next": "наступне питання", "redo": "ще раз",
           "why": "чому ви так кажете?", "enough": "досить"},
}  # fmt: skip
ANSWERS = {
    "fr": "Hier à la cantine j'ai coupé les légumes avec ma collègue, et tout était prêt à midi.",
    "en": "Yesterday at the canteen I cut the vegetables with my colleague, and all was ready at noon.",
    "ar": "أمس في المطعم قطعت الخضار مع زميلتي، وكان كل شيء جاهزا في الوقت.",
    "uk": "Учора в їдальні я нарізала овочі з колегою, і до обіду все було готово.",
}
OFFER = "Recrute agent d'entretien H/F à Rezé. Vous lavez les sols et les sanitaires, vous videz les poubelles."
KNOWS = (
    "bonjour", "oui", "je fais le ménage dans des bureaux, je lave les sols", "oui", "1", "3 ans", "ménage",
    "Lina", "06 39 98 10 01", "Rezé", "oui",
)  # fmt: skip


def begun(lang: str) -> Chat:
    """Somebody at the first question, for no job in particular."""
    return _begun(lang).copy()


@cache
def _begun(lang: str) -> Chat:
    chat = Chat(content=CONTENT, label=translator(lang), state=State(lang=lang))
    chat.send(".")
    chat.tap("agree")
    chat.send(OPEN[lang])
    for name in ("without", "any", "go"):
        chat.tap(name)
    assert chat.cur == answer_of(1)
    return chat


@cache
def _with_a_cv() -> Chat:
    chat = Chat(content=CONTENT, label=translator("fr"), state=State(lang="fr"))
    for said in KNOWS:
        chat.send(said)
    chat.send("interview")
    chat.send("sans offre")
    return chat


def with_a_cv() -> Chat:
    """Somebody who has a first CV as a cleaner, at the door of a practice."""
    return _with_a_cv().copy()


def read(chat: Chat, last: int = 1) -> str:
    """The last bubbles as they are read."""
    say = translator(chat.state.lang)
    return "\n".join(say(phrase) for bubble in chat.says[-last:] for phrase in bubble.parts)


def through(chat: Chat, text: str) -> None:
    """Answer all five with the same words."""
    for place in PLACES:
        assert chat.cur == answer_of(place)
        chat.send(text)
        assert chat.cur == after_of(place)
        chat.tap("next")


# ---------------------------------------------------------------- from the door to the page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_begins_with_what_it_is(lang: str) -> None:
    chat = Chat(content=CONTENT, label=translator(lang), state=State(lang=lang))
    chat.send(".")
    chat.tap("agree")
    chat.send(OPEN[lang])
    chat.tap("without")
    chat.tap("any")
    assert BEGINS[lang] in read(chat)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_five_answers_then_what_was_said_well_and_a_page(lang: str) -> None:
    chat = begun(lang)
    through(chat, ANSWERS[lang])
    if chat.cur == "interview/add":
        chat.tap("none")
    assert chat.cur == rules.KEEP
    chat.send({"fr": "oui", "en": "yes", "ar": "نعم", "uk": "так"}[lang])
    assert [f"{e.document}.{e.format}" for e in chat.effects if isinstance(e, Attach)] == [
        "interview.png",
        "interview.pdf",
    ]
    assert not chat.cur.startswith(("interview/", "document/interview"))
    page = build(CONTENT, tuple(chat.facts))
    assert [one.answer for one in page.answers] == [ANSWERS[lang]] * len(KINDS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_page_is_among_the_papers(lang: str) -> None:
    chat = begun(lang)
    chat.send(ANSWERS[lang])
    chat.tap("enough")
    if chat.cur == "interview/add":
        chat.tap("none")
    chat.tap("yes")
    chat.send({"fr": "mes papiers", "en": "my papers", "ar": "أوراقي", "uk": "мої документи"}[lang])
    assert chat.state.asked
    papers = [c for c in chat.state.asked.choices if c.id.startswith("paper:")]
    assert [c.label.key for c in papers] == ["choice.history.interview"]
    chat.tap(papers[0].id)
    assert [e.format for e in chat.effects if isinstance(e, Attach)] == ["png", "pdf"] * 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_bubbles_come_after_an_answer(lang: str) -> None:
    chat = begun(lang)
    before = len(chat.says)
    chat.send(ANSWERS[lang])
    assert [bubble.parts[-1].key for bubble in chat.says[before:]] == ["interview.quote", "ask.interview.after"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_of_two_hundred_answers_is_taken_and_nothing_said_of_it_is_banned(lang: str) -> None:
    """Who does not know is not pressed, and a yes to an open question is asked again: those have no feedback."""
    say, without = translator(lang), 0
    for answer in answers(lang):
        chat = begun(lang)
        before = len(chat.says)
        chat.send(str(answer["text"]))
        said = [p for bubble in chat.says[before:] for p in bubble.parts]
        ours = [_bare(p) for p in said]
        assert against(lang, [say(p) for p in ours]) == []
        without += chat.cur != after_of(1)
        assert chat.cur in {answer_of(1), after_of(1), answer_of(2)}
    assert without <= 2


def _bare(phrase: Phrase) -> Phrase:
    """The same without the person's own words."""
    return Phrase(phrase.key, {**phrase.args, "quote": ""}, phrase.wording) if "quote" in phrase.args else phrase


# ---------------------------------------------------------------- on the way


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_is_said_in_words_and_the_question_comes_again(lang: str) -> None:
    for name, key in (("example", "interview.example"), ("rephrase", "interview.rephrase.me")):
        chat = begun(lang)
        chat.send(SAID[lang][name])
        assert key in chat.said(2)
        assert chat.cur == answer_of(1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_after_an_answer_each_choice_can_be_said(lang: str) -> None:
    for name, then in (("next", answer_of(2)), ("redo", answer_of(1)), ("why", after_of(1)), ("example", after_of(1))):
        chat = begun(lang)
        chat.send(ANSWERS[lang])
        chat.send(SAID[lang][name])
        assert chat.cur == then, name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_says_the_rule(lang: str) -> None:
    chat = begun(lang)
    chat.send(ANSWERS[lang])
    chat.send(SAID[lang]["why"])
    assert any(key.startswith("interview.rule.") for key in chat.said(2))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_ends_at_any_question(lang: str) -> None:
    chat = begun(lang)
    chat.send(SAID[lang]["enough"])
    assert not chat.cur.startswith("interview/")
    chat = begun(lang)
    chat.send(ANSWERS[lang])
    chat.send(SAID[lang]["next"])
    chat.send(SAID[lang]["enough"])
    assert chat.cur in {"interview/add", rules.KEEP}


def test_a_longer_answer_after_the_tip_is_that_answer_again() -> None:
    chat = begun("fr")
    chat.send("je range")
    before = len(chat.says)
    chat.send(ANSWERS["fr"])
    assert chat.cur == after_of(1)
    assert chat.live()[answer_of(1)].text == ANSWERS["fr"]
    fact = chat.trace.live.fact(answer_of(1))
    assert fact
    assert (fact.raw, fact.how) == (ANSWERS["fr"], How.TEXT)
    assert [bubble.parts[-1].key for bubble in chat.says[before:]] == ["interview.quote", "ask.interview.after"]


def test_a_question_can_be_left() -> None:
    chat = begun("fr")
    chat.send("passer")
    assert chat.cur == answer_of(2)


@pytest.mark.parametrize("said", ["je ne sais pas", "je sais pas quoi dire à celle-là"])
def test_who_does_not_know_reads_an_example_once_and_then_may_leave(said: str) -> None:
    chat = begun("fr")
    chat.send(said)
    assert "interview.example" in chat.said(2)
    assert chat.cur == answer_of(1)
    chat.send(said)
    assert chat.cur == answer_of(2)


def test_heavy_words_are_met_with_warmth_and_are_no_answer() -> None:
    chat = begun("fr")
    chat.send("je suis nulle à ça")
    assert chat.said()[0] == "doubt"
    assert chat.cur == answer_of(1)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "je suis moche et trop vieille"),
        ("en", "I'm not good at anything"),
        ("ar", "أنا قبيحة وكبيرة في السن"),
        ("uk", "я застара"),
    ],
)
def test_who_thinks_little_of_themselves_is_met_with_warmth(lang: str, said: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert chat.said()[0] == "doubt"
    assert chat.cur == answer_of(1)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr", "j'm'en fous"), ("fr", "putain c'est nul"), ("en", "fuck you"), ("ar", "كل خرا"), ("uk", "блядь")],
)
def test_who_is_fed_up_reads_one_calm_line_and_the_ways_out(lang: str, said: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert "interview.calm" in chat.said()
    assert chat.cur == answer_of(1)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "j'ai jamais fait ça"),
        ("en", "I've never done that"),
        ("ar", "لم أفعل هذا من قبل"),
        ("uk", "я ніколи цього не робила"),
    ],
)
def test_what_was_never_done_is_asked_as_what_one_would_do(lang: str, said: str) -> None:
    chat = begun(lang)
    chat.send(said)
    tip = chat.says[-1].parts[-1].args["tip"]
    assert isinstance(tip, Phrase)
    assert tip.key == "interview.tip.undone"


def test_redo_said_too_late_goes_back() -> None:
    chat = begun("fr")
    chat.send("je range")
    chat.tap("next")
    chat.send("je refais")
    assert chat.cur == after_of(1)


def test_what_an_employer_may_not_ask_is_answered_and_is_no_answer() -> None:
    chat = begun("fr")
    chat.send("si ils demandent si je veux des enfants je dis quoi ??")
    assert chat.says[-1].parts[0].key == "side.rights"
    assert chat.cur == answer_of(1)


def test_why_is_heard_however_it_is_spelt() -> None:
    chat = begun("fr")
    chat.send("je range")
    chat.send("pk tu di sa la")
    assert "interview.rule.short" in chat.said(2)
    assert chat.live()[answer_of(1)].text == "je range"


def test_not_knowing_after_an_answer_goes_on() -> None:
    chat = begun("fr")
    chat.send("je range")
    chat.send("bof")
    assert chat.cur == answer_of(2)


def test_a_question_after_an_answer_is_not_that_answer_again() -> None:
    chat = begun("fr")
    chat.send("je range")
    chat.send("et si je dis non à toutes ?")
    assert chat.live()[answer_of(1)].text == "je range"


@pytest.mark.parametrize("first", ["je veux m'entraîner à l'entretien", "entretien"])
def test_who_comes_for_it_practises_once_what_is_said_may_be_kept(first: str) -> None:
    chat = Chat(content=CONTENT, label=translator("fr"), state=State(lang="fr"))
    chat.send(first)
    chat.send("oui")
    assert chat.cur == rules.OFFER


@pytest.mark.parametrize(
    "said", ["j'ai un entretien lundi", "j'ai un entretien jeudi pour un poste de commis de cuisine"]
)
def test_an_interview_that_comes_opens_it(said: str) -> None:
    chat = Chat(content=CONTENT, label=translator("fr"), state=State(lang="fr"))
    for text in ("bonjour", "oui", said):
        chat.send(text)
    assert chat.cur == rules.OFFER
    assert rules.job(chat.trace.live) == ("G1602" if "commis" in said else "")


@pytest.mark.parametrize("said", ["agent d'entretien pour la mairie", "je suis agente d'entretien lundi et jeudi"])
def test_who_keeps_places_clean_has_no_interview(said: str) -> None:
    chat = Chat(content=CONTENT, label=translator("fr"), state=State(lang="fr"))
    for text in ("bonjour", "oui", said):
        chat.send(text)
    assert not chat.cur.startswith("interview/")


def test_back_changes_an_answer_and_the_way_goes_on() -> None:
    chat = begun("fr")
    chat.send("je range")
    chat.tap("next")
    chat.send("retour")
    assert chat.cur == after_of(1)
    chat.send("retour")
    assert chat.cur == answer_of(1)
    chat.send("garder")
    chat.send("garder")
    assert chat.cur == answer_of(2)


def test_a_pause_comes_back_to_the_same_question() -> None:
    chat = begun("fr")
    chat.send("pause")
    chat.send("bonjour")
    assert chat.cur == answer_of(1)


def test_a_person_can_be_asked_for_inside_it() -> None:
    chat = begun("fr")
    chat.send("une personne")
    assert chat.said()[0].startswith("human")
    assert chat.cur == answer_of(1)


def test_to_begin_again_asks_before() -> None:
    chat = begun("fr")
    chat.send("recommencer")
    assert chat.state.asked
    assert chat.state.asked.qid == "menu/restart"


def test_an_answer_by_voice_is_an_answer() -> None:
    chat = begun("fr")
    chat.send(Voice(ANSWERS["fr"], 8))
    chat.tap("yes")
    assert chat.cur == after_of(1)
    fact = chat.trace.live.fact(answer_of(1))
    assert fact
    assert fact.how is How.VOICE


def test_numbers_and_thumbs_work() -> None:
    chat = begun("fr")
    chat.send("1")
    assert chat.cur == answer_of(1)
    assert "interview.example" in chat.said(2)
    chat.send(ANSWERS["fr"])
    chat.send("👍")
    assert chat.cur == answer_of(2)


def test_the_next_practice_asks_five_others() -> None:
    chat = begun("fr")
    first = chat.trace.live.ids(rules.PLAN)
    chat.send("ça suffit")
    chat.send("interview")
    for name in ("without", "any", "go"):
        if chat.state.asked and name in {c.id for c in chat.state.asked.choices}:
            chat.tap(name)
    second = chat.trace.live.ids(rules.PLAN)
    assert chat.cur == answer_of(1)
    assert not {*first} & {*second}


# ---------------------------------------------------------------- for which job


def test_the_job_that_was_chosen_is_practised_and_another_may_be() -> None:
    chat = with_a_cv()
    assert chat.cur == rules.GO
    assert rules.job(chat.trace.live) == "K2205"
    chat.send("commis de cuisine")
    assert rules.job(chat.trace.live) == "G1602"
    chat.tap("go")
    assert chat.trace.live.ids(rules.PLAN)[1].startswith("G1602.")


def test_another_job_can_be_chosen_by_a_tap() -> None:
    chat = with_a_cv()
    chat.tap("job")
    assert chat.cur == rules.JOB
    chat.send("commis de cuisine")
    assert (chat.cur, rules.job(chat.trace.live)) == (rules.GO, "G1602")
    chat.send("je répare des fuites chez des gens et je fais la cuisine aussi")
    assert (chat.cur, rules.job(chat.trace.live)) == (rules.GO, "G1602")


def test_an_offer_is_asked_about() -> None:
    chat = with_a_cv()
    chat.send("retour")
    chat.send(OFFER)
    chat.tap("go")
    acts = [one for one in chat.trace.live.ids(rules.PLAN) if one.startswith("act:")]
    assert len(acts) == 1


def test_a_file_is_read_where_an_offer_is_asked_for() -> None:
    chat = with_a_cv()
    chat.send("interview")
    assert chat.cur == rules.OFFER
    read_file(chat, sent(chat), OFFER)
    assert chat.cur == rules.GO
    assert chat.trace.live.text(rules.OFFER) == OFFER


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_nobody_asked_for_may_be_for_an_interview(lang: str) -> None:
    chat = Chat(content=CONTENT, label=translator(lang), state=State(lang=lang))
    chat.send(".")
    chat.tap("agree")
    read_file(chat, sent(chat), OFFER)
    assert chat.state.asked
    assert "interview" in {c.id for c in chat.state.asked.choices}
    chat.tap("interview")
    assert chat.trace.live.text(rules.OFFER) == OFFER
    assert chat.cur in {rules.JOB, rules.GO}


def test_a_job_that_is_none_of_ours_has_what_everybody_is_asked() -> None:
    chat = Chat(content=CONTENT, label=translator("fr"), state=State(lang="fr"))
    for said in ("bonjour", "oui", "interview", "sans offre", "astronaute"):
        chat.send(said)
    assert "interview.any" in chat.said()
    chat.tap("go")
    assert all(one.startswith("common.") for one in chat.trace.live.ids(rules.PLAN))


# ---------------------------------------------------------------- what is done with it


def test_no_answer_of_a_practice_is_on_the_cv_or_read_at_the_desk() -> None:
    chat = with_a_cv()
    before = build_cv(CONTENT, tuple(chat.facts)).lines()
    chat.tap("go")
    through(chat, "Hier à l'école j'ai vidé 20 poubelles avec mon chariot, et la directrice était contente.")
    assert build_cv(CONTENT, tuple(chat.facts)).lines() == before
    assert not [fact for fact in visible(CONTENT, tuple(chat.facts)) if "interview" in fact.qid]
    seen = summary(CONTENT, tuple(chat.facts), chat.state, About())
    say = translator("fr")
    assert not [point for point in seen.points if "poubelles" in say(point.phrase)]
    assert sum(fact.qid.startswith("interview/") and "chariot" in fact.raw for fact in chat.facts) == len(PLACES)


def test_a_new_act_goes_on_the_cv_only_when_it_is_chosen() -> None:
    told = "Hier à l'école j'ai vidé 20 poubelles avec mon chariot, et la directrice était contente."
    chat = with_a_cv()
    chat.tap("go")
    through(chat, told)
    assert chat.cur == "interview/add"
    offered = chat.trace.live.ids("interview/found")
    before = acts_of(chat)
    refused = chat.copy()
    refused.tap("none")
    assert acts_of(refused) == before
    chat.send("1")
    assert chat.cur == rules.KEEP
    assert acts_of(chat) - before == {offered[0]}
    added = next(fact for fact in chat.facts if fact.qid.endswith("/added"))
    assert (added.raw, added.how) == (told, How.TEXT)
    assert any(fact.qid == answer_of(1) and fact.source == added.source for fact in chat.facts)


def test_a_new_act_of_a_field_of_its_own_begins_an_experience() -> None:
    chat = with_a_cv()
    chat.tap("go")
    through(chat, ANSWERS["fr"])
    assert chat.cur == "interview/add"
    lives = chat.lives()
    chat.send("1")
    assert chat.lives() == [*lives, ANSWERS["fr"]]


def acts_of(chat: Chat) -> set[str]:
    return {
        act
        for qid, value in chat.live().items()
        if qid.startswith("exp/") and qid.rpartition("/")[2] in {"told", "added", "acts"}
        for act in value.ids
        if "." in act
    }


def test_who_says_tu_reads_tu() -> None:
    say = translator("fr", "tu")
    keys = [("interview.tip.me", n) for n in range(1, WORDINGS + 1)] + [("interview.well", 1)]
    texts = [say(Phrase(key, {}, n)) for key, n in keys]
    assert not [text for text in texts if "vous" in text.lower() or "votre" in text.lower()]


def test_an_answer_that_was_taken_back_stays_in_what_was_told() -> None:
    chat = begun("fr")
    chat.send("je range")
    chat.tap("redo")
    assert chat.live().get(answer_of(1)) is None or chat.live()[answer_of(1)].kind is Kind.REMOVED
    assert any(fact.value.text == "je range" for fact in chat.facts)


# ---------------------------------------------------------------- what is far from work


FAR = tomllib.loads((Path(__file__).parent / "beside.toml").read_text(encoding="utf-8"))
LINKS = {"fr": "travail", "en": "work|job", "ar": "عمل", "uk": "робот"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_speaks_of_a_cat_is_asked_for_the_work_and_not_praised(lang: str) -> None:
    """Of the cat in each language, then of all the rest there is nothing to be shown as said well."""
    chat = begun(lang)
    chat.send(ANSWERS[lang])
    chat.tap("next")
    chat.send(f"{FAR[lang][0]['text']} {FAR[lang][0]['text']}")
    assert not any(part.key == "interview.quote" for bubble in chat.says[-2:] for part in bubble.parts)
    assert re.search(LINKS[lang], read(chat))
    chat.tap("why")
    assert re.search(LINKS[lang], read(chat, last=2))
    chat.tap("enough")
    assert FAR[lang][0]["text"] not in read(chat, last=2)
