"""What a model proposes in a conversation: shown once and marked, a fact after a yes alone, and never needed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows import aided, purposes
from flows.aided import FACTS, JOB, Aid, Found
from flows.content import Host
from flows.counsel import Claim
from flows.helped import MENU
from flows.model import Consult, Edit, Effect, Facts, Hints, How, Kind, Phrase, Result, Say, Tap, Text, Value, Voice
from flows.proposing import LATE
from tests.flows.chat import EXPRESS, Chat, after

ELSEWHERE = "model.example.org"
OWN = Host(helped=True)
AWAY = Host(helped=True, model=ELSEWHERE)
STORY = "je mettais les petits au dodo le soir tard"


def at(*said: str, host: Host = OWN) -> Chat:
    chat = after(*said)
    chat.content = replace(chat.content, host=host)
    return chat


def asked(effects: tuple[Effect, ...]) -> list[Consult]:
    return [effect for effect in effects if isinstance(effect, Consult) and effect.job == JOB]


def comes(
    chat: Chat, key: str, *found: Found, ok: bool = True, qid: str = FACTS, wait: int = 1_000
) -> tuple[Effect, ...]:
    text = aided.written(Aid(FACTS, found)) if ok else ""
    return chat.event(Result(JOB, key, ok, 0, chat.state.floor.n, qid, text), wait=wait)


def told(chat: Chat) -> Facts:
    return tuple(fact for fact in chat.facts if fact.how is How.MODEL)


def unread(host: Host = OWN) -> tuple[Chat, str]:
    """A first story that told nothing, and the message that a model reads."""
    chat = at("bonjour", "oui", host=host)
    (consult,) = asked(chat.event(Text(STORY)))
    assert (consult.qid, consult.key) == (FACTS, f"v{chat.n}")
    return chat, consult.key


COOKED = Found("what", "je mettais les petits au dodo", "je fais la cuisine")
NAPS = Found("what", "je mettais les petits au dodo", "je fais le menage")
SINCE = Found("when", "depuis longtemps", "depuis 2019")


def test_a_story_nobody_understood_is_read_shown_marked_and_kept_after_a_yes() -> None:
    chat, key = unread()
    assert comes(chat, key, NAPS) == (), "nothing is said by itself"
    effects = chat.send("je ne vois pas")
    assert chat.on_screen.qid == MENU
    said = [part.key for effect in effects if isinstance(effect, Say) for part in effect.parts]
    assert said[-3:] == ["helped.mark", "helped.fact", "ask.helped"]
    assert [c.label.key for c in chat.on_screen.choices] == ["button.yes", "button.no"]
    assert told(chat) == ()
    chat.send("oui")
    (acts,) = told(chat)
    assert (acts.qid, acts.value.ids) == ("exp/e1/told", ("cleaning.clean",))
    assert (acts.raw, acts.source) == (NAPS.quote, key)
    assert chat.cur == "exp/e1/skill", "the way goes on, and asks for a yes to the skill as ever"


@pytest.mark.parametrize("said", ["non c'est bien tout ça", "oui c'est tout à fait ça"])
def test_a_yes_or_a_no_with_a_few_words_is_asked_of_nobody(said: str) -> None:
    chat = at("bonjour", "oui")
    assert asked(chat.event(Text(said))) == []


@pytest.mark.parametrize("no", ["non", "jsp", "rien"])
def test_a_no_keeps_nothing_and_it_does_not_come_again(no: str) -> None:
    chat, key = unread()
    comes(chat, key, NAPS)
    chat.send("zzz")
    chat.send(no)
    assert told(chat) == ()
    assert "helped.left" in chat.said()
    chat.send("zzz")
    assert chat.on_screen.qid != MENU


@pytest.mark.parametrize(
    "word", ["retour", "changer", "menu", "aide", "je fais la cuisine", "mes donnees", "une personne"]
)
def test_whoever_says_something_else_has_left_it_and_its_button_still_works(word: str) -> None:
    chat, key = unread()
    comes(chat, key, NAPS)
    chat.send("zzz")
    card = chat.on_screen
    chat.send(word)
    assert chat.on_screen.qid != MENU
    chat.send("continuer")
    assert chat.on_screen.qid != MENU
    chat.asks[card.id] = card
    chat.send(Tap(card.id, "0"))
    assert told(chat)


@pytest.mark.parametrize(
    "lie",
    [
        Found("what", "je mettais les petits au dodo", "je fais le menage depuis 12 ans"),
        Found("when", "le soir tard", "depuis 2009"),
        Found("what", "je mettais les petits", "je dirige un hopital"),
        Found("study", "les petits", "une grande ecole"),
        Found("languages", "les petits", "zzz"),
    ],
)
def test_a_number_that_nobody_said_and_what_no_question_reads_is_dropped(lie: Found) -> None:
    chat, key = unread()
    comes(chat, key, lie)
    chat.send("zzz")
    assert chat.on_screen.qid != MENU
    assert told(chat) == ()


def test_what_was_answered_meanwhile_is_not_asked_again() -> None:
    chat, key = unread()
    comes(
        chat, key, Found("when", "le soir tard", "il y a longtemps"), NAPS, Found("whom", "les petits", "chez une dame")
    )
    chat.send("1")  # acts
    for _ in range(3):
        if chat.on_screen.qid == MENU:
            assert "exp/e1/told" not in chat.on_screen.choices[0].id
            break
        chat.send("c est tout")


def test_several_are_one_card_and_can_be_taken_one_by_one() -> None:
    chat, key = unread()
    comes(chat, key, NAPS, Found("whom", "les petits", "chez une dame"))
    chat.send("zzz")
    assert [c.label.key for c in chat.on_screen.choices] == ["button.yes", "button.no", "button.helped_each"]
    chat.tap(chat.on_screen.choices[2].id)
    assert len(chat.on_screen.choices) == 2
    chat.send("non")
    assert chat.on_screen.qid == MENU
    chat.send("oui")
    assert [fact.value.ids for fact in told(chat)] == [("home",)]


def test_late_refused_broken_or_of_another_message_is_nothing() -> None:
    for way in ("late", "key", "broken", "refused", "noise", "restart"):
        chat, key = unread()
        if way == "refused":
            chat.facts.append(
                replace(chat.facts[0], qid=purposes.FACT + purposes.MODEL, value=Value(Kind.CHOICE, ids=("refuse",)))
            )
        if way == "restart":
            chat.send("recommencer")
            chat.send("oui")
        before = chat.state
        effects = comes(
            chat, "v1" if way == "key" else key, NAPS, ok=way != "broken", wait=LATE + 1 if way == "late" else 1_000
        )
        assert effects == ()
        if way == "noise":
            continue
        assert replace(chat.state, version=before.version) == before, way
        chat.send("zzz")
        assert chat.on_screen.qid != MENU


def test_nothing_comes_while_somebody_speaks_after_danger_or_in_a_pause() -> None:
    for way in (Text("pause"), Text("plus tard"), Claim("anna", "anna")):
        chat, key = unread()
        chat.event(way)
        if chat.on_screen.qid == "menu/allow.remind":
            chat.tap("agree")
        before = chat.state
        assert comes(chat, key, NAPS) == ()
        assert replace(chat.state, version=before.version) == before, "a reminder that waits is not put off by it"


def test_nothing_is_asked_of_who_did_not_agree_and_they_are_asked_once_after_the_first_paper() -> None:
    chat = at(*EXPRESS[:2], host=AWAY)
    for said in EXPRESS[2:]:
        assert not asked(chat.event(Text(said)))
        assert chat.on_screen.qid != "menu/allow.model"
    chat = at(*EXPRESS, host=AWAY)
    assert chat.trace.live.said("document/first")
    assert chat.on_screen.qid == "cv/more"
    chat.send("oui")
    assert chat.on_screen.qid == "menu/allow.model"
    here = chat.cur
    chat.tap("agree")
    assert chat.on_screen.qid == here == chat.cur
    (consult,) = asked(chat.event(Text("je mettais les petits au dodo et le soir je restais tard")))
    assert consult.qid == FACTS


def test_who_passes_the_question_by_is_not_asked_again_by_itself() -> None:
    chat = at(*EXPRESS, host=AWAY)
    chat.send("oui")
    assert chat.on_screen.qid == "menu/allow.model"
    chat.send("je fais la cuisine")
    for said in ("non", "passer", "passer"):
        chat.send(said)
        assert chat.on_screen.qid != "menu/allow.model"
    assert not asked(tuple(chat.effects))


def test_the_line_says_that_a_model_proposed_it_and_from_which_words() -> None:
    chat, key = unread()
    comes(chat, key, NAPS)
    answers = {"exp/e1/skill": "oui", "exp/e1/acts": "c est tout", "exp/e1/when": "3 ans", "exp/e1/whom": "1",
               "project/job": "1", "cv/name": "Lina", "cv/phone": "06 39 98 10 01", "cv/town": "Rezé",
               "cv/facts": "oui"}  # fmt: skip
    chat.send("zzz")
    chat.send("oui")
    while not chat.trace.live.said("document/first"):
        chat.send(answers.pop(chat.cur))
    chat.send("pourquoi cette ligne")
    effects = chat.send("1")
    says = [part for effect in effects if isinstance(effect, Say) for part in effect.parts]
    line = next(part for part in says if part.key.startswith("line.from"))
    assert (line.key, line.args["words"]) == ("line.from.model", NAPS.quote)


# ---------------------------------------------------------------- asked for


def lined(host: Host = OWN) -> Chat:
    """Somebody with a line of their own on the CV."""
    chat = after("bonjour", "oui", STORY)
    said = {
        "exp/e1/acts": "c est tout", "exp/e1/last": "passer", "exp/e1/own": "oui", "exp/e1/when": "3 ans",
        "exp/e1/whom": "1", "project/job": "cuisine", "cv/name": "Lina", "cv/phone": "06 39 98 10 01",
        "cv/town": "Rezé", "cv/facts": "oui",
    }  # fmt: skip
    while not chat.trace.live.said("document/first"):
        chat.send(said.pop(chat.cur))
    chat.content = replace(chat.content, host=host)
    return chat


def answers(chat: Chat, consult: Consult, aid: Aid | None) -> list[str]:
    text = aided.written(aid) if aid else ""
    effects = chat.event(Result(JOB, consult.key, aid is not None, 0, 0, consult.qid, text), wait=1_000)
    return [part.key for effect in effects if isinstance(effect, Say) for part in effect.parts]


BETTER = Aid("wording", text="Coucher les petits le soir")


def test_a_line_is_said_more_clearly_when_it_is_asked_for_and_kept_after_a_yes() -> None:
    chat = lined()
    before = chat.on_screen
    (consult,) = asked(chat.event(Text("améliore")))
    assert consult.qid == "wording:exp/e1/own"
    assert chat.said() == ["helped.asking"]
    assert chat.on_screen == before, "nothing waits for it"
    assert answers(chat, consult, BETTER) == ["helped.mark", "helped.line", "ask.reworded"]
    chat.send("oui")
    assert chat.trace.live.text("exp/e1/own") == chat.trace.live.text("exp/e1/tidy") == BETTER.text
    assert {(fact.raw, fact.source) for fact in told(chat)} == {(STORY, "v3")}
    assert chat.on_screen.qid == before.qid


@pytest.mark.parametrize("word", ["non", "jsp", "retour", "pause", "une personne", "recommencer", "changer"])
def test_who_does_not_say_yes_keeps_the_line(word: str) -> None:
    chat = lined()
    (consult,) = asked(chat.event(Text("améliore")))
    answers(chat, consult, BETTER)
    chat.send(word)
    assert told(chat) == ()
    chat.send("continuer")
    assert chat.on_screen.qid != "menu/reworded"


@pytest.mark.parametrize(
    "lie",
    ["Coucher 12 petits", "Faire la cuisine pour les petits", "Mettais les petits au dodo le soir tard", "x " * 99],
)
def test_a_line_with_a_number_or_an_act_that_is_new_is_not_shown(lie: str) -> None:
    chat = lined()
    (consult,) = asked(chat.event(Text("améliore")))
    said = answers(chat, consult, Aid("wording", text=lie))
    assert said[0] == "helped.not_now"
    assert chat.on_screen.qid == chat.cur


def test_a_model_that_does_not_answer_is_said_once_and_nothing_when_the_person_went_on() -> None:
    chat = lined()
    (consult,) = asked(chat.event(Text("améliore")))
    assert answers(chat, consult, None)[0] == "helped.not_now"
    assert answers(chat, consult, None) == []
    (consult,) = asked(chat.event(Text("améliore")))
    chat.send("oui")
    assert answers(chat, consult, None) == []
    assert answers(chat, consult, BETTER) == []


def test_a_line_that_comes_after_the_person_went_on_is_shown_before_the_next_question() -> None:
    chat = lined()
    (consult,) = asked(chat.event(Text("améliore")))
    chat.send("oui")
    assert answers(chat, consult, BETTER) == []
    chat.send("passer")
    assert chat.on_screen.qid == "menu/reworded"


def test_a_story_written_anew_on_several_lines_while_a_model_is_asked_is_left_as_it_is() -> None:
    chat = after("bonjour", "oui", STORY, "c est tout")
    while chat.cur != "exp/e1/own":
        chat.send("passer")
    chat.content = replace(chat.content, host=OWN)
    (consult,) = asked(chat.event(Text("améliore")))
    chat.event(Edit("v3", "je couchais les petits\nle soir tard"))
    answers(chat, consult, BETTER)
    chat.send("passer")
    assert chat.on_screen.qid == chat.cur == "exp/e1/when", "the way goes on"


def test_words_are_translated_and_only_shown() -> None:
    chat = lined()
    facts = len(chat.facts)
    (consult,) = asked(chat.event(Text("traduis")))
    assert (consult.qid, consult.key) == ("translation:en", "v3")
    assert answers(chat, consult, Aid("translation", text="I put the little ones to bed"))[:2] == [
        "helped.mark",
        "helped.translated",
    ]
    assert len(chat.facts) == facts


def test_it_is_asked_first_whether_a_model_may_and_then_done() -> None:
    chat = lined(AWAY)
    assert not asked(chat.event(Text("améliore")))
    assert chat.on_screen.qid == "menu/allow.model"
    (consult,) = asked(chat.tap("agree"))
    assert consult.qid == "wording:exp/e1/own"
    for host, key in ((AWAY, "helped.refused"), (Host(), "helped.none")):
        chat = lined(host)
        chat.event(Text("améliore"))
        if host.helped:
            chat.tap("refuse")
            chat.event(Text("améliore"))
        assert key in chat.said()
        assert chat.on_screen.qid == chat.cur


def test_how_often_it_was_asked_is_said_under_the_agreements() -> None:
    chat = lined(AWAY)
    chat.send("mes donnees")
    (consult,) = asked(chat.event(chat_tap(chat, "agreements")))
    assert consult.qid == aided.USES
    assert answers(chat, consult, Aid("uses", text="3")) == ["helped.uses"]
    assert answers(chat, consult, Aid("uses", text="3")) == []


def chat_tap(chat: Chat, name: str) -> Tap:
    return Tap(chat.on_screen.id, str([c.id for c in chat.on_screen.choices].index(name)))


def practice() -> tuple[Chat, Consult]:
    chat = at(*EXPRESS)
    chat.send("un entretien")
    for _ in range(4):
        if chat.cur == "interview/1/answer":
            break
        chat.send({"interview/offer": "1", "interview/job": "1", "interview/go": "1"}[chat.cur])
    (consult,) = asked(chat.event(Text("je fais le menage chez une dame et je range la salle")))
    return chat, consult


def test_an_answer_of_a_practice_is_looked_at_beside_ours() -> None:
    chat, consult = practice()
    assert consult.qid == "feedback:interview/1/answer"
    assert chat.cur == "interview/1/after"
    before = chat.on_screen
    one = Found("missing", "je range la salle", "vous pouvez dire quand c était")
    assert answers(chat, consult, Aid("feedback", (one,))) == ["helped.mark", "helped.beside"]
    assert chat.on_screen == before
    assert answers(chat, consult, Aid("feedback", (one,))) == []


@pytest.mark.parametrize("text", ["cela vaut 12", "on dit quoi ?", "mot " * 40])
def test_a_mark_a_question_or_a_speech_about_an_answer_is_not_said(text: str) -> None:
    chat, consult = practice()
    assert answers(chat, consult, Aid("feedback", (Found("action", "je range", text),))) == []
    chat, consult = practice()
    chat.send("la suivante")
    assert answers(chat, consult, Aid("feedback", (Found("action", "je range", "bien vu"),))) == []


def test_after_words_of_danger_nothing_of_it_is_said() -> None:
    chat, key = unread()
    chat.state = replace(chat.state, notes={**chat.state.notes, "danger": "b"})
    assert comes(chat, key, NAPS) == ()
    chat.state = replace(chat.state, notes={n: v for n, v in chat.state.notes.items() if n != "danger"})
    chat.send("zzz")
    assert chat.on_screen.qid != MENU


def test_a_misspelt_word_is_read_in_it_as_in_any_message_also_at_the_yes() -> None:
    chat, key = unread()
    chat.hint = lambda body, _state: Hints(spelling={"menaje": "menage"} if isinstance(body, Result) else {})
    comes(chat, key, Found("what", "je mettais les petits", "je fais le menaje"))
    chat.send("zzz")
    chat.send("oui")
    assert [fact.value.ids for fact in told(chat)] == [("cleaning.clean",)]


def test_before_the_first_paper_only_what_would_be_asked_for_it_is_shown() -> None:
    chat, key = unread()
    comes(chat, key, Found("languages", "les petits", "francais"))
    chat.send("zzz")
    assert chat.on_screen.qid != MENU
    comes(chat, key, NAPS)
    said = {
        "exp/e1/acts": "c est tout", "exp/e1/last": "passer", "exp/e1/own": "oui", "exp/e1/when": "3 ans",
        "exp/e1/whom": "1", "project/job": "cuisine", "cv/name": "Lina", "cv/phone": "06 39 98 10 01",
        "cv/town": "Rezé", "cv/facts": "oui",
    }  # fmt: skip
    while not chat.trace.live.said("document/first"):
        assert chat.on_screen.qid != MENU
        chat.send(said.pop(chat.cur))
    chat.send("oui")
    assert chat.on_screen.qid == MENU
    chat.send("oui")
    assert [(fact.qid, fact.value.ids) for fact in told(chat)] == [("cv/languages", ("fr",))]


def test_acts_that_one_message_tells_are_one_thing_on_the_card() -> None:
    chat, key = unread()
    comes(chat, key, COOKED, NAPS, NAPS)
    chat.send("zzz")
    shown = [phrase for phrase in chat.says[-1].parts if phrase.key == "helped.fact"]
    assert [phrase.args["value"] for phrase in shown] == [(Phrase("act.kitchen.cook"), Phrase("act.cleaning.clean"))]
    assert shown[0].args["words"] == f"{COOKED.quote} … {NAPS.quote}"
    chat.send("oui")
    assert [set(fact.value.ids) for fact in told(chat) if fact.qid == "exp/e1/told"] == [
        {"kitchen.cook", "cleaning.clean"}
    ]


WEEK = "deux heures par semaine"
HOURS = Found("hours", f"au dodo {WEEK}", "2 heures par semaine")


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (HOURS, ["2"]),
        (replace(HOURS, quote="je mettais les petits au dodo"), []),
        (replace(HOURS, text="beaucoup d heures par semaine"), []),
    ],
)
def test_hours_of_a_week_are_read_where_the_persons_words_say_them(one: Found, kept: list[str]) -> None:
    chat = at(*EXPRESS)
    for said in ("oui", "je gardais des enfants", "passer"):
        chat.send(said)
    (consult,) = asked(chat.event(Text(f"je mettais les petits {HOURS.quote[:7]} {WEEK}")))
    comes(chat, consult.key, one)
    chat.send("passer")
    assert (chat.on_screen.qid == MENU) is bool(kept)
    chat.send("oui")
    assert [fact.value.text for fact in told(chat) if fact.qid == "exp/e2/hours"] == kept


def heard(*notes: str) -> tuple[Chat, str, list[Consult]]:
    """Voice notes that are read back, the event of the last one's words, and what is asked once they are confirmed."""
    chat = at(*EXPRESS, "oui")
    own = []
    for _ in notes:
        chat.event(Voice(seconds=3, held=True), wait=1_000)
        own.append(f"v{chat.n}")
    for of, said in zip(own, notes, strict=True):
        assert asked(chat.event(Voice(said, 3, of=of), wait=1_000)) == [], "nothing is asked before the yes"
    words = f"v{chat.n}"
    return chat, words, asked(chat.tap("yes"))


def test_what_was_heard_is_read_once_it_was_confirmed() -> None:
    said = "je fais le menage chez une dame et je mettais les petits au dodo"
    chat, words, (consult,) = heard(said)
    assert (consult.qid, consult.key) == (FACTS, words)
    assert comes(chat, consult.key, Found("what", "je mettais les petits au dodo", "je fais la cuisine")) == ()
    chat.send("passer")
    assert chat.on_screen.qid == MENU
    chat.send("oui")
    assert [(fact.how, fact.source) for fact in told(chat)] == [(How.MODEL, consult.key)]


def test_of_notes_that_were_read_back_as_one_no_model_is_asked() -> None:
    *_, consults = heard("je fais le menage chez une dame", "et je mettais les petits au dodo le soir")
    assert consults == []
