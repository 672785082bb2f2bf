"""What a counsellor may see: the answers that count, and nothing private, denied, taken back or unknown."""

from __future__ import annotations

from dataclasses import replace

from flows.content import Content, Form, Question
from flows.live import known
from flows.lives import known_acts
from flows.model import Fact, How, Kind, Value
from flows.visible import counting, visible
from tests.flows.chat import EXPRESS, FORMS, Chat, after, content
from tests.flows.moves import deployed
from tests.flows.test_cv_document import CONTENT
from tests.flows.test_cv_document import Life as Told

SECRET = Question("cv/secret", "text", "any", say="ask.cv.secret", private=True)


def with_secret(*forms: Form) -> Content:
    """The forms, and a question whose answer is for the person alone."""
    return content((*forms, Form("secret", 1, (SECRET,), at=12)))


def told(chat: Chat, qid: str, value: Value, raw: str = "") -> Fact:
    """Keep a fact in a chat, as a later release or a button would."""
    fact = Fact(chat.facts[-1].seq + 1, qid, value, raw, f"v{chat.n}", How.TEXT, chat.at, 1, "fr", chat.state.dossier)
    chat.facts.append(fact)
    return fact


def ids(chat: Chat) -> list[str]:
    return [fact.qid for fact in visible(chat.content, tuple(chat.facts))]


def seen(life: Told) -> dict[str, Value]:
    return {fact.qid: fact.value for fact in visible(CONTENT, tuple(life.facts))}


# ---------------------------------------------------------------- one by one


def test_what_was_told_is_seen_in_the_order_it_was_told() -> None:
    chat = after(*EXPRESS)
    found = visible(chat.content, tuple(chat.facts))
    assert {"charter/consent", "exp/e1/what", "exp/e1/told", "exp/e1/when", "cv/name", "cv/town"} <= {*ids(chat)}
    assert [fact.seq for fact in found] == sorted(fact.seq for fact in found)


def test_a_private_answer_is_not_seen() -> None:
    chat = after(*EXPRESS)
    chat.content = with_secret(*FORMS)
    fact = told(chat, "cv/secret", Value(Kind.TEXT, text="je suis malade"), "je suis malade")
    assert fact in chat.trace.live.facts.values()
    assert "cv/secret" not in ids(chat)


def test_what_this_release_does_not_ask_is_not_seen() -> None:
    chat = after(*EXPRESS)
    told(chat, "cv/hobby", Value(Kind.TEXT, text="la pêche"))
    assert "cv/hobby" not in ids(chat)


def test_a_renamed_question_keeps_its_answer_in_sight() -> None:
    chat = after(*EXPRESS)
    before = {fact.seq for fact in visible(chat.content, tuple(chat.facts)) if fact.qid == "exp/e1/whom"}
    chat.content = deployed()
    assert before
    assert before <= {fact.seq for fact in visible(chat.content, tuple(chat.facts))}


def test_only_the_newest_answer_is_seen_and_none_that_was_removed() -> None:
    life = Told().did("e1", "cleaning.floors").keep("cv/town", text="Rezé").keep("cv/town", text="Nantes")
    assert seen(life)["cv/town"].text == "Nantes"
    assert len([fact for fact in visible(CONTENT, tuple(life.facts)) if fact.qid == "cv/town"]) == 1
    life.facts.append(replace(life.facts[-1], seq=len(life.facts) + 1, value=Value(Kind.REMOVED)))
    assert "cv/town" not in seen(life)


def test_nothing_of_an_experience_that_was_taken_off_is_seen() -> None:
    life = Told().did("e1", "cleaning.floors").did("e2", "kitchen.cook")
    assert {qid for qid in seen(life) if qid.startswith("exp/e2")}
    life.facts.append(replace(life.facts[-1], seq=len(life.facts) + 1, qid="exp/e2", value=Value(Kind.REMOVED)))
    assert {qid for qid in seen(life) if qid.startswith("exp/")} == {"exp/e1/what", "exp/e1/told", "exp/e1/skill"}


def test_what_was_denied_is_not_seen_and_its_act_nowhere() -> None:
    life = Told().did("e1", "cleaning.floors", "cleaning.beds").go_on()
    found = seen(life.keep("exp/e1/off", "cleaning.beds"))
    assert found["exp/e1/told"].ids == ("cleaning.floors",)
    assert "exp/e1/off" not in found
    refused = Told().keep("exp/e1/what", text="…").keep("exp/e1/told", "cleaning.beds")
    assert "exp/e1/told" in seen(refused)
    assert {*seen(refused.keep("exp/e1/skill", "no", "cleaning.beds"))} == {"charter/consent"}


def test_a_no_to_what_was_proposed_is_not_seen_but_one_to_keeping_is() -> None:
    life = Told().did("e1", "cleaning.floors").go_on().keep("cv/extras", "none").keep("project/chosen", "none")
    assert not {"cv/extras", "project/chosen"} & seen(life).keys()
    assert seen(Told().keep("charter/consent", "refuse"))["charter/consent"].ids == ("refuse",)


def test_i_do_not_know_is_not_seen() -> None:
    chat = after(*EXPRESS[:5], "jsp")
    assert chat.facts[-1].value.kind is Kind.UNKNOWN
    assert chat.facts[-1].qid not in ids(chat)


def test_a_number_and_an_address_are_there_and_not_seen() -> None:
    chat = after(*EXPRESS)
    found = {fact.qid: fact for fact in visible(chat.content, tuple(chat.facts))}
    assert chat.trace.live.text("cv/phone")
    assert (found["cv/phone"].value.text, found["cv/phone"].raw) == ("", "")
    assert found["cv/phone"].value.said


def test_a_number_told_beside_something_else_is_covered() -> None:
    life = Told().did("e1", "cleaning.floors").keep("former/text", text="Lina, 06 39 98 10 01, ménage depuis 2019")
    assert seen(life)["former/text"].text == "Lina, …, ménage depuis 2019"


def test_who_began_again_is_seen_as_they_began_again() -> None:
    chat = after(*EXPRESS, "recommencer", "oui")
    assert ids(chat) == ["charter/consent"]
    assert "cv/name" in [f.qid for f in visible(chat.content, tuple(chat.facts), dossier=1)]


def test_an_agreement_no_form_asks_for_is_seen_and_outlives_a_new_dossier() -> None:
    chat = after(*EXPRESS)
    told(chat, "consent/desk", Value(Kind.CHOICE, ids=("refuse",)))
    assert "consent/desk" in ids(chat)
    chat.send("recommencer")
    chat.send("oui")
    assert {*ids(chat)} == {"charter/consent", "consent/desk"}


def test_nothing_told_nothing_seen() -> None:
    assert visible(content(), ()) == ()


# ---------------------------------------------------------------- before its turn


def test_what_was_told_before_its_question_came_is_seen() -> None:
    life = Told().did("e1", "cleaning.floors").keep("cv/languages", "ar:mother")
    assert "cv/languages" in seen(life)


def test_without_an_agreement_nothing_is_seen_that_was_told_before_it() -> None:
    life = Told().keep("cv/languages", "ar:mother").keep("charter/consent", "minor")
    assert {*seen(life)} == {"charter/consent"}


def test_an_answer_that_stopped_to_count_is_not_one_told_early() -> None:
    life = Told().did("e1", "cleaning.floors", "cleaning.beds").keep("exp/e1/others", "cleaning.beds")
    life.keep("exp/e1/rest", "choose").keep("exp/e1/kept", "cleaning.beds")
    assert "exp/e1/kept" in seen(life)
    assert "exp/e1/kept" not in seen(life.keep("exp/e1/rest", "yes"))


# ---------------------------------------------------------------- of every life (played in test_summary.py)


def only_what_may_be_seen(chat: Chat) -> None:
    facts = tuple(chat.facts)
    found = visible(chat.content, facts, chat.state.dossier)
    newest = {fact.qid: fact.seq for fact in facts if fact.dossier == chat.state.dossier}
    live = counting(chat.content, chat.trace)
    for fact in found:
        question = known(chat.content, fact.qid)
        renamed = any(fact.qid.endswith(old.rpartition("*")[2]) for old in ("exp/*/whom",))
        if fact.qid.startswith("consent/"):
            continue
        assert renamed or (question is not None and not question.private), fact.qid
        assert fact.seq == newest[fact.qid], fact.qid
        assert fact.value.said, fact.qid
        assert fact.qid not in {"cv/phone", "cv/email", "cv/told_phone"} or not fact.value.text
        acts = [one for one in fact.value.ids if one in {"cleaning.clean", "kitchen.cook"}]
        stand = known_acts(live, fact.qid.split("/")[1]) if fact.qid.startswith("exp/") else acts
        assert [act for act in acts if act not in stand] == [], fact
