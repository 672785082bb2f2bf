"""Words of danger: which sentences are an alarm, and what a conversation does when one is.

The sentences are data in `danger/`, written as people write.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from bot import content
from bot.hints import Hinter
from flows.counsel import Claim, Close, Relay, Release
from flows.cv.document import build
from flows.danger import CALM, NEED, NOW, PASSED, level, spoken
from flows.model import (
    Body,
    Consult,
    Desk,
    Edit,
    Effect,
    Hints,
    Media,
    Open,
    Phrase,
    Result,
    Say,
    Schedule,
    State,
    Summon,
    Text,
    Tick,
    Voice,
)
from flows.words import fold
from tests.flows.chat import Chat

CONTENT = content.load()
HINTS = Hinter(CONTENT, lambda _lang: ())
HERE = Path(__file__).parent
LANGS = ("fr", "en", "ar", "uk")
SAID = {lang: tomllib.loads((HERE / "danger" / f"{lang}.toml").read_text(encoding="utf-8")) for lang in LANGS}
LEAST = {NOW: 20, NEED: 20, CALM: 40}
ALARM = {
    "fr": "je veux mourir, je vais me tuer",
    "en": "i want to die",
    "ar": "بدي موت",
    "uk": "не хочу більше жити",
}
NEEDS = {"fr": "je dors dehors", "en": "im sleeping rough", "ar": "عم نام بالشارع", "uk": "сплю на вулиці"}
STORY = {
    "fr": "je fais le ménage chez une dame, mon mari me frappe",
    "en": "I clean houses for an old lady, my husband hits me",
    "ar": "أنظف البيت عند سيدة، زوجي يضربني",
    "uk": "прибираю в однієї пані, чоловік мене б'є",
}


def heard(text: str, lang: str) -> str:
    """The level of danger in a message of a conversation in a language."""
    written = HINTS(Text(text), State(lang=lang)).written
    return spoken((text, written), tuple(CONTENT.words.values()))[0]


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize("kind", LEAST)
@pytest.mark.parametrize("lang", LANGS)
def test_sentences_are_read_as_what_they_are(lang: str, kind: str) -> None:
    said = SAID[lang][kind]
    assert len(set(said)) >= LEAST[kind]
    wanted = "" if kind == CALM else kind
    assert {text: got for text in said if (got := heard(text, lang)) != wanted} == {}


@pytest.mark.parametrize("lang", LANGS)
def test_an_alarm_is_heard_in_a_conversation_of_any_language(lang: str) -> None:
    assert [heard(ALARM[lang], other) for other in LANGS] == [NOW] * len(LANGS)


@pytest.mark.parametrize("lang", LANGS)
def test_a_joke_beside_an_alarm_takes_nothing_from_it(lang: str) -> None:
    assert heard(f"{SAID[lang][CALM][0]}. {ALARM[lang]}", lang) == NOW


@pytest.mark.parametrize("lang", LANGS)
def test_capitals_stretched_letters_and_signs_change_nothing(lang: str) -> None:
    for text in SAID[lang][NOW]:
        assert heard(f"!! {text.upper()} !!!", lang) == NOW, text


@pytest.mark.parametrize("lang", LANGS)
def test_words_that_press_on_are_part_of_no_way(lang: str) -> None:
    ways = CONTENT.words[lang].danger
    for way in (way for kind in LEAST for way in ways[kind]):
        assert not [place for place in way.split() if set(place.split("|")) <= set(ways[PASSED])], way


@pytest.mark.parametrize("lang", LANGS)
def test_no_single_word_alarms_but_a_verb_that_holds_who_and_whom(lang: str) -> None:
    ways = CONTENT.words[lang].danger
    single = [way for way in (*ways[NOW], *ways[NEED]) if " " not in way]
    assert len(single) <= {"fr": 0, "en": 2, "ar": 10, "uk": 3}[lang], single


# ---------------------------------------------------------------- a conversation


def by_key(phrase: Phrase) -> str:
    return str(phrase.key)


def chat(lang: str, *said: Body | str, desk: Desk | None = None) -> Chat:
    """A conversation in a language, with a desk or without, in which these things were said."""

    def hint(body: Body, state: State) -> Hints:
        return replace(HINTS(body, state), desk=desk)

    talk = Chat(CONTENT, State(lang=lang), hint=hint, label=by_key)
    for one in said:
        talk.send(one)
    return talk


def begun(lang: str, *said: Body | str, desk: Desk | None = None) -> Chat:
    """The same, after the agreement."""
    talk = chat(lang, Open(lang), desk=desk)
    talk.tap("agree")
    for one in said:
        talk.send(one)
    return talk


def keys(effects: tuple[Effect, ...]) -> list[list[str]]:
    return [[part.key for part in effect.parts] for effect in effects if isinstance(effect, Say)]


CARE = {
    "a": [["danger.a.care"], ["danger.a.numbers", "danger.reads.nobody"], ["danger.misread", "ask.danger"]],
    "b": [["danger.b.care"], ["danger.b.numbers", "danger.reads.nobody"], ["danger.misread", "ask.danger"]],
}


@pytest.mark.parametrize("lang", LANGS)
def test_care_then_numbers_then_choices_and_the_place_is_kept(lang: str) -> None:
    for which, text in (("a", ALARM[lang]), ("b", NEEDS[lang])):
        talk = begun(lang)
        here, facts = talk.cur, list(talk.facts)
        assert keys(talk.send(text)) == CARE[which]
        assert talk.state.asked
        assert [c.id for c in talk.state.asked.choices] == ["human", "continue", "pause"]
        assert (talk.cur, talk.facts) == (here, facts)
        talk.tap("continue")
        assert talk.cur == here
        assert talk.state.asked.qid == here


@pytest.mark.parametrize("lang", LANGS)
def test_it_works_as_the_very_first_message_and_a_person_can_be_asked_for(lang: str) -> None:
    talk = chat("fr", ALARM[lang])
    assert talk.said(3)[0] == "danger.a.care"
    assert talk.state.lang == lang
    talk.tap("human")
    assert talk.said(2) == ["human.nobody", "danger.b.numbers", "ask.danger"]
    talk.tap("continue")
    assert "greet.who" in talk.said(3)


@pytest.mark.parametrize("lang", LANGS)
def test_acts_told_beside_it_are_kept_and_the_words_themselves_are_nowhere(lang: str) -> None:
    talk = begun(lang)
    assert keys(talk.send(STORY[lang])) == CARE["a"]
    assert talk.lives()
    assert len(build(CONTENT, talk.facts).experiences) == 1
    kept = " ".join(fold(f"{fact.raw} {fact.value.text}") for fact in talk.facts)
    assert not level(kept, CONTENT.words[lang])
    talk.tap("continue")
    assert talk.said()[-1] == "ask.exp.skill"
    assert talk.cur == "exp/e1/skill"


@pytest.mark.parametrize(
    ("told", "lives"),
    [
        (
            "Je fais le ménage depuis 3 ans et je repasse le linge. Il me frappe. Avant je gardais des enfants.",
            ["Je fais le ménage depuis 3 ans et je repasse le linge.", "Avant je gardais des enfants"],
        ),
        ("je fais le ménage chez une dame et la j'ai envie de me tuer", ["je fais le ménage chez une dame"]),
    ],
)
def test_what_is_kept_is_as_it_was_written_without_the_danger(told: str, lives: list[str]) -> None:
    assert begun("fr", told).lives() == lives


def test_an_alarm_over_several_clauses_is_kept_in_none_of_them() -> None:
    talk = begun("uk", "працюю без зарплати і не можу піти, готую і прибираю в домі")
    assert talk.lives() == ["готую і прибираю в домі"]


def test_a_file_sent_with_it_before_the_greeting_waits_for_the_agreement() -> None:
    talk = chat("fr", Media("file", "cv.pdf", caption=ALARM["fr"], held=True))
    talk.tap("continue")
    talk.tap("agree")
    assert [effect.job for effect in talk.effects if isinstance(effect, Consult)] == ["file"]


@pytest.mark.parametrize("before", [(), (Open("fr"),)])
def test_acts_told_before_the_agreement_are_read_once_they_may_be_kept(before: tuple[Body, ...]) -> None:
    talk = chat("fr", *before, STORY["fr"])
    assert talk.facts == []
    talk.tap("continue")
    talk.tap("agree")
    assert talk.lives()


def test_before_the_agreement_it_is_heard_and_the_agreement_asked_again_after() -> None:
    talk = chat("fr", Open("fr"))
    assert keys(talk.send(NEEDS["fr"])) == CARE["b"]
    talk.send("continuer")
    assert talk.cur == "charter/consent"


@pytest.mark.parametrize(
    "body",
    [
        Voice(transcript=ALARM["fr"]),
        Media("photo", caption=ALARM["fr"]),
        Media("file", "cv.pdf", caption=ALARM["fr"], held=True),
        Edit("v3", ALARM["fr"]),
    ],
)
def test_it_is_heard_in_a_voice_note_under_a_picture_and_in_an_edit(body: Body) -> None:
    talk = begun("fr", "je fais le ménage chez une dame")
    assert keys(talk.send(body))[:3] == CARE["a"]
    assert talk.lives() == ["je fais le ménage chez une dame"]


def test_a_file_that_came_with_it_is_not_lost() -> None:
    talk = begun("fr")
    effects = talk.event(Media("file", "cv.pdf", caption=ALARM["fr"], held=True))
    jobs = [effect for effect in effects if isinstance(effect, Consult)]
    assert keys(effects) == CARE["a"]
    assert len(jobs) == 1
    assert keys(talk.event(Result("file", jobs[0].key, ok=True, version=0, floor=0, qid="", text="ménage"))) == []
    talk.tap("continue")
    assert talk.said() == ["ask.file"]


def test_words_told_by_voice_beside_it_are_read_back_when_the_person_goes_on() -> None:
    talk = begun("fr", Voice(transcript=STORY["fr"]))
    assert talk.lives() == []
    talk.tap("continue")
    assert talk.says[-1].parts[-1].args["text"] == "je fais le ménage chez une dame"


def test_nothing_goes_on_by_itself() -> None:
    talk = begun("fr", "je fais le ménage chez une dame", ALARM["fr"])
    for job in ("remind", "retry"):
        assert talk.event(Tick(job, "1", talk.state.version)) == ()
    made = talk.event(Result("cv", "cv:1", ok=True, version=0, floor=0, qid=""))
    assert keys(made) == [["cv.here"]]  # what was asked for before comes, and no question after it


def test_later_brings_no_reminder() -> None:
    talk = begun("fr", ALARM["fr"])
    assert not [effect for effect in talk.send("plus tard") if isinstance(effect, Schedule)]


def test_words_that_choose_nothing_bring_the_choices_again_and_nobody_is_held_there() -> None:
    talk = begun("fr", "je fais le ménage chez une dame", ALARM["fr"])
    here, facts = talk.cur, list(talk.facts)
    for text in ("je sais plus quoi faire", "oui"):
        talk.send(text)
        assert talk.said() == ["ask.danger"]
    assert (talk.cur, talk.facts) == (here, facts)
    talk.send("euh bah voila")
    assert talk.said()[-1] != "ask.danger"


def test_an_answer_after_it_is_an_answer() -> None:
    talk = begun("fr", "je fais le ménage chez une dame", "oui", "1", ALARM["fr"])
    assert talk.cur == "exp/e1/when"
    talk.send("3 ans")
    assert talk.cur != "exp/e1/when"


def test_asking_again_for_help_is_no_way_on() -> None:
    talk = begun("fr", ALARM["fr"], "aide")
    assert talk.said() == ["ask.danger"]


# ---------------------------------------------------------------- who reads


@pytest.mark.parametrize(
    ("desk", "said"),
    [
        (None, ["danger.reads.nobody"]),
        (Desk(day="1", time="09:00"), ["danger.reads.nobody"]),
        (Desk(there=True), ["danger.reads.unknown"]),
    ],
)
def test_what_is_true_of_who_reads_is_said(desk: Desk | None, said: list[str]) -> None:
    assert keys(begun("fr", desk=desk).send(ALARM["fr"]))[1] == ["danger.a.numbers", *said]


def test_who_asks_for_a_person_then_is_marked_and_nobody_else_is() -> None:
    talk = begun("fr", ALARM["fr"], desk=Desk(there=True))
    assert not [effect for effect in talk.effects if isinstance(effect, Summon)]
    talk.tap("human")
    talk.tap("refuse")
    assert [effect.reason for effect in talk.effects if isinstance(effect, Summon)] == ["asked", "danger"]


def test_who_waits_is_marked_and_told_so() -> None:
    talk = begun("fr", "une personne", "oui", desk=Desk(day="1", time="09:00"))
    effects = talk.send(ALARM["fr"])
    assert Summon("danger") in effects
    assert keys(effects)[1] == ["danger.a.numbers", "danger.reads.nobody", "danger.reads.marked"]


def test_while_a_counsellor_speaks_the_case_is_marked_and_it_is_said_once() -> None:
    talk = begun("fr", "une personne", "oui", Claim("anna", name="Anna"), desk=Desk(there=True))
    effects = talk.send(ALARM["fr"])
    assert Summon("danger") in effects
    assert keys(effects) == [["danger.a.held"]]
    again = talk.send(NEEDS["fr"])
    assert Summon("danger") in again
    assert keys(again) == []
    talk.send(Relay("anna", "Je suis là."))
    talk.send(Release("anna"))
    assert talk.state.asked
    assert not talk.state.asked.qid.startswith("menu/danger")


def test_a_closed_conversation_hears_it_too() -> None:
    talk = begun("fr", Claim("anna", name="Anna"), Close("anna"), desk=Desk(there=True))
    assert keys(talk.send(ALARM["fr"]))[0] == ["danger.a.care"]


# ---------------------------------------------------------------- many words


def test_a_long_message_is_read_to_its_end() -> None:
    calm = ". ".join(text for lang in LANGS for text in SAID[lang][CALM]) * 4
    assert heard(calm, "fr") == ""
    assert heard(f"{calm}. {ALARM['fr']}", "fr") == NOW


@pytest.mark.parametrize("lang", LANGS)
def test_forty_alarms_and_forty_calm_sentences_a_language_are_tried(lang: str) -> None:
    alarms = {*SAID[lang][NOW], *SAID[lang][NEED]}
    assert len(alarms) >= 40
    assert len(set(SAID[lang][CALM])) >= 40
