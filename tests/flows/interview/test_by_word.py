"""A practice interview by its words: what is offered for the CV, what is no answer, and how it is left."""

from __future__ import annotations

import pytest

from flows.interview import rules
from flows.interview.document import build
from flows.interview.plan import PLACES
from flows.interview.rules import answer_of
from flows.model import State
from locales import translator
from tests.flows.chat import Chat
from tests.flows.interview.test_practice import ANSWERS, CONTENT, LANGUAGES, acts_of, begun, read, with_a_cv


@pytest.mark.parametrize(
    ("lang", "said", "never"),
    [
        ("fr", "jai donné au gardien avec un mot, c'était une montre", "security.guard"),
        ("fr", "je charge les camions avec un transpalette au quai numéro 3", "logistics.forklift"),
        ("fr", "J'ai appelé le gardien et j'ai noté l'heure.", "security.guard"),
        ("en", "I gave the watch to the security guard with a note", "security.guard"),
        ("en", "I load the lorries with a pallet truck at bay 3", "logistics.forklift"),
        ("ar", "أعطيت الساعة للحارس مع ورقة", "security.guard"),
        ("uk", "Я віддала годинник охоронцю і лишила записку", "security.guard"),
    ],
)
def test_no_act_of_others_is_offered_for_the_cv(lang: str, said: str, never: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert never not in chat.trace.live.ids("interview/found")


@pytest.mark.parametrize(
    ("lang", "said", "act"),
    [
        ("fr", "je charge les camions avec un transpalette au quai numéro 3", "logistics.load"),
        ("en", "I load the lorries with a pallet truck at bay 3", "logistics.load"),
        ("fr", "Le matin je fais le ménage dans 12 bureaux.", "cleaning.offices"),
    ],
)
def test_what_was_done_is_offered_and_a_yes_to_one_is_enough(lang: str, said: str, act: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert act in chat.trace.live.ids("interview/found")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bare_yes_to_several_acts_asks_which(lang: str) -> None:
    chat = begun(lang)
    chat.send(
        {
            "fr": "Le matin j'ai lavé les sols. Après j'ai coupé les légumes.",
            "en": "In the morning I mopped the floors. Then I chopped the vegetables.",
            "ar": "في الصباح غسلت الأرض. بعد ذلك قطعت الخضار.",
            "uk": "Зранку я мила підлогу. Потім я нарізала овочі.",
        }[lang]
    )
    assert len(chat.trace.live.ids("interview/found")) > 1
    chat.tap("enough")
    chat.send({"fr": "oui", "en": "yes", "ar": "نعم", "uk": "так"}[lang])
    assert "interview.which" in chat.said(2)
    assert chat.cur == "interview/add"
    assert not acts_of(chat)


@pytest.mark.parametrize("backs", [1, 2])
def test_the_same_button_after_a_look_back_goes_on(backs: int) -> None:
    chat = begun("fr")
    chat.send("je range")
    chat.tap("next")
    for _ in range(backs):
        chat.send("retour")
    chat.send("garder") if backs > 1 else None
    chat.tap("next")
    assert chat.cur == answer_of(2)


def test_what_leads_on_is_no_answer_to_look_at_or_change() -> None:
    chat = begun("fr")
    chat.send("Je ne jetais presque plus rien.")
    chat.tap("next")
    chat.send("retour")
    assert "back.was" not in chat.said(2)
    chat.send("retour")
    assert "presque plus rien.." not in read(chat, 2)
    chat.send("changer")
    assert chat.state.asked
    assert not [c.id for c in chat.state.asked.choices if c.id.endswith("/after")]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "la suivante"),
        ("en", "skip this one"),
        ("ar", "سؤال آخر"),
        ("en", "next question"),
        ("uk", "наступне запитання"),
    ],
)
def test_a_word_for_the_next_question_leaves_an_open_one(lang: str, said: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert chat.cur == answer_of(2)
    assert not chat.live()[answer_of(1)].text


@pytest.mark.parametrize("said", ["let's begin", "Let us begin", "let us beggin", "start"])
def test_a_label_or_nearly_one_is_its_button(said: str) -> None:
    chat = Chat(content=CONTENT, label=translator("en"), state=State(lang="en"))
    chat.send(".")
    chat.tap("agree")
    chat.send("interview")
    for name in ("without", "any"):
        chat.tap(name)
    chat.send(said)
    assert chat.cur == answer_of(1)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "practise the interview"),
        ("en", "I want to practise an interview"),
        ("fr", "refaire un entretien"),
        ("fr", "s'entraîner pour un entretien"),
        ("ar", "أريد أن أتدرب على المقابلة"),
        ("uk", "тренуватися до співбесіди"),
        ("fr", "jai un entretien demin"),
        ("en", "i got interview monday"),
        ("ar", "عندي انترفيو بكرا"),
        ("uk", "буде співбесіда"),
    ],
)
def test_a_practice_that_is_asked_for_opens_and_is_no_experience(lang: str, said: str) -> None:
    chat = Chat(content=CONTENT, label=translator(lang), state=State(lang=lang))
    chat.send(".")
    chat.tap("agree")
    chat.send(said)
    assert chat.cur == rules.OFFER
    assert chat.lives() == []


@pytest.mark.parametrize(
    ("lang", "said", "key"),
    [
        ("fr", "quelle est ma note ?", "interview.no_mark"),
        ("fr", "c'était bien ?", "interview.no_mark"),
        ("en", "was that good?", "interview.no_mark"),
        ("ar", "ما علامتي؟", "interview.no_mark"),
        ("uk", "яка моя оцінка?", "interview.no_mark"),
        ("fr", "j'ai un entretien demain", "interview.under_way"),
        ("en", "I have an interview tomorrow", "interview.under_way"),
    ],
)
def test_what_is_asked_of_the_practice_is_told_and_is_no_answer(lang: str, said: str, key: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert key in chat.said()
    assert chat.cur == answer_of(1)
    chat.send(ANSWERS[lang])
    chat.send(said)
    assert key in chat.said()
    assert chat.live()[answer_of(1)].text == ANSWERS[lang]


@pytest.mark.parametrize(
    ("lang", "said", "then"),
    [
        ("fr", "je voudrais parler en arabe", "ar"),
        ("ar", "je veux parler français maintenant", "fr"),
        ("ar", "تكلم بالفرنسية", "fr"),
        ("uk", "говорити французькою", "fr"),
        ("en", "I would like to speak Ukrainian please", "uk"),
    ],
)
def test_another_language_is_spoken_where_it_is_asked_for(lang: str, said: str, then: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert chat.state.lang == then
    assert chat.cur == answer_of(1)
    assert answer_of(1) not in chat.live()


@pytest.mark.parametrize(("lang", "said"), [("fr", "stop"), ("en", "I want to stop"), ("ar", "توقف"), ("uk", "стоп")])
def test_stop_ends_it_with_what_was_said_so_far(lang: str, said: str) -> None:
    chat = begun(lang)
    chat.send(ANSWERS[lang])
    before = len(chat.says)
    chat.send(said)
    assert "interview.well" in [p.key for bubble in chat.says[before:] for p in bubble.parts]
    nothing = begun(lang)
    nothing.send(said)
    assert nothing.said()[0] == "interview.closed"


def test_five_questions_that_are_left_end_with_a_last_word() -> None:
    chat = begun("fr")
    for _ in PLACES:
        chat.send("passer")
        assert "skipped" not in chat.said()
    assert chat.said()[0] == "interview.well.none"
    assert not chat.cur.startswith("interview/")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_other_words_of_a_question_ask_the_same(lang: str) -> None:
    chat = begun(lang)
    chat.tap("enough")
    chat.send({"fr": "entretien", "en": "interview", "ar": "مقابلة", "uk": "співбесіда"}[lang])
    for name in ("without", "any", "go"):
        if chat.state.asked and name in {c.id for c in chat.state.asked.choices}:
            chat.tap(name)
    assert chat.trace.live.ids(rules.PLAN)[0] == "common.trade"
    chat.tap("rephrase")
    assert "interview.rephrase.trade" in chat.said(2)


def test_the_page_holds_each_answer_whole_and_nothing_of_what_was_left() -> None:
    chat = begun("fr")
    chat.send("je range")
    chat.tap("next")
    chat.send("passer")
    chat.send(ANSWERS["fr"])
    chat.tap("enough")
    page = build(CONTENT, tuple(chat.facts))
    assert [one.answer for one in page.answers] == ["je range", ANSWERS["fr"]]
    assert all(one.short for one in page.answers)


CASHIER = "Nous recherchons un agent de caisse H/F à Nantes. Vous encaissez les clients et vous rendez la monnaie."


@pytest.mark.parametrize("back", [True, False])
def test_an_offer_for_another_job_is_the_one_that_is_practised(back: bool) -> None:  # noqa: FBT001
    chat = with_a_cv()
    if back:
        chat.send("retour")
    chat.send(CASHIER)
    assert chat.cur == rules.GO
    assert chat.trace.live.text(rules.OFFER) == CASHIER
    assert rules.job(chat.trace.live) == "D1505"


def test_an_offer_counts_for_more_than_the_job_named_before() -> None:
    chat = Chat(content=CONTENT, label=translator("fr"), state=State(lang="fr"))
    for said in ("bonjour", "oui", "j'ai un entretien jeudi pour un poste de commis de cuisine", CASHIER):
        chat.send(said)
    assert rules.job(chat.trace.live) == "D1505"


def test_a_bare_link_is_no_offer_and_its_text_is_asked_for() -> None:
    chat = with_a_cv()
    chat.send("retour")
    chat.send("https://candidat.francetravail.fr/offres/recherche/detail/185XYZ")
    assert "interview.link" in chat.said(2)
    assert chat.cur == rules.OFFER


@pytest.mark.parametrize("said", ["tutoie moi", "tu peux me tutoyer", "on peut se tutoyer ?", "passe au tu stp"])
def test_the_familiar_form_is_used_wherever_it_is_asked_for(said: str) -> None:
    chat = begun("fr")
    chat.send(said)
    assert [fact.value.ids for fact in chat.facts if fact.qid == "cv/address"] == [("tu",)]
    assert chat.cur == answer_of(1)
    first = Chat(content=CONTENT, label=translator("fr"), state=State(lang="fr"))
    for text in ("bonjour", "oui", said):
        first.send(text)
    assert first.lives() == []
    assert any(fact.qid == "cv/address" and fact.value.ids == ("tu",) for fact in first.facts)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "let's begin"), ("fr", "on démarre"), ("ar", "هيا نبدأ"), ("uk", "почнемо")]
)
def test_to_begin_is_no_answer_once_it_has_begun(lang: str, said: str) -> None:
    chat = begun(lang)
    chat.send(said)
    assert chat.cur == answer_of(1)
    assert answer_of(1) not in chat.live()
