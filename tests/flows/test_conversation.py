"""What a person notices: the way to the first CV, and what works at every step of it."""

from __future__ import annotations

import pytest

from flows.counsel import Claim, Release
from flows.lives import DOORS, known_acts
from flows.model import Attach, Edit, Kind, Media, Phrase, Tap, Text, Voice
from locales.translate import FSI, PDI, translator
from tests.flows.chat import EXPRESS, Chat, after


def test_the_first_cv_comes_after_twelve_messages() -> None:
    chat = after(*EXPRESS)
    assert [e.format for e in chat.effects if isinstance(e, Attach)] == ["png", "pdf"]
    assert len(EXPRESS) <= 12


def test_a_skill_is_named_after_the_third_message_with_the_persons_words() -> None:
    card = after(*EXPRESS[:3]).says[-1].parts[-1]
    assert card.args["proof"] == Phrase("proof.said", {"words": "je fais le menage chez une dame"})


def test_what_was_told_early_is_not_asked_again() -> None:
    story = "je fais le menage chez une dame depuis 3 ans, mon numero 06 39 98 10 01"
    chat = after("bonjour", "oui", story, "oui", "1")
    assert "exp/e1/when" in chat.live()
    assert "exp/e1/whom" in chat.live()
    assert chat.cur == "project/job"


@pytest.mark.parametrize(
    "said", ["mon mari faisait la cuisine pour nous tous", "je ne faisais pas le menage la bas", "elle fait le menage"]
)
def test_what_somebody_else_did_or_what_is_denied_proves_nothing(said: str) -> None:
    assert "exp/e1/told" not in after("bonjour", "oui", said).live()


@pytest.mark.parametrize("upto", range(3, len(EXPRESS)))
def test_back_then_keep_comes_back_where_she_was(upto: int) -> None:
    chat = after(*EXPRESS[:upto])
    here, live = chat.cur, chat.live()
    chat.send("retour")
    assert chat.cur != here
    chat.send("garder")
    assert (chat.cur, chat.live()) == (here, live)


def test_a_correction_changes_the_one_answer_that_holds_the_old_word() -> None:
    chat = after(*EXPRESS[:5], "2009", "pas 2009, 2019")
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.start
    assert span.start.year == 2019


def test_what_was_meant_replaces_the_time_told_before() -> None:
    chat = after(*EXPRESS[:5], "2 ans")
    here = chat.cur
    chat.send("je voulais dire 3 ans")
    span = chat.live()["exp/e1/when"].span
    assert span
    assert (span.months, chat.cur) == (36, here)


def test_what_was_meant_replaces_the_newest_answer_where_it_fits() -> None:
    chat = after(*EXPRESS[:8])
    here = chat.cur
    chat.send("je voulais dire Fatou Diop")
    assert (chat.live()["cv/name"].text, chat.cur) == ("Fatou Diop", here)


def test_an_old_button_answers_its_own_question_and_returns() -> None:
    chat = after(*EXPRESS[:4])
    old = chat.state.asked
    assert old is not None
    chat.send("1")
    chat.send("3 ans")
    here = chat.cur
    chat.send(Tap(old.id, "1"))
    assert chat.cur == here
    assert len(chat.live()["exp/e1/acts"].ids) == 2


@pytest.mark.parametrize("door", DOORS)
def test_every_kind_of_life_can_be_tapped_and_typed(door: str) -> None:
    tapped, typed = after("bonjour", "oui"), after("bonjour", "oui")
    if DOORS.index(door) >= 5:
        tapped.send("plus")
        typed.send("plus")
    assert tapped.state.asked
    tapped.send(Tap(tapped.state.asked.id, door))
    typed.send(f"door.{door}")
    assert tapped.live()["exp/e1/what"].ids == typed.live()["exp/e1/what"].ids == (door,)
    assert tapped.cur == typed.cur == "exp/e1/acts"


def test_a_forged_button_changes_nothing() -> None:
    chat = after(*EXPRESS[:4])
    live, here = chat.live(), chat.cur
    chat.send(Tap("notours", "0"))
    assert (chat.live(), chat.cur) == (live, here)


def test_three_misunderstandings_then_skip_or_a_person_then_the_way_goes_on() -> None:
    chat = after(*EXPRESS[:5])
    said = []
    for word in ("zzz", "yyy", "xxx"):
        chat.send(word)
        said.append([p.key for p in chat.says[-1].parts])
    assert said == [["miss.1", "ask.exp.when"], ["miss.2", "ask.exp.when"], ["miss.3", "ask.exp.when"]]
    assert chat.state.asked
    assert [c.id for c in chat.state.asked.choices] == ["skip", "human"]
    chat.send("www")
    assert chat.cur != "exp/e1/when"


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("way", ["tapped", "numbered"])
def test_each_kind_of_life_on_screen_opens_an_experience(place: int, way: str) -> None:
    chat = after("bonjour", "oui")
    assert chat.state.asked
    door = chat.state.asked.choices[place].id
    chat.send(Tap(chat.state.asked.id, door) if way == "tapped" else str(place + 1))
    assert chat.live()["exp/e1/what"].ids == (door,)
    assert chat.cur == "exp/e1/acts"


def test_i_do_not_know_is_an_answer() -> None:
    assert after(*EXPRESS[:5], "je ne sais pas").live()["exp/e1/when"].kind is Kind.UNKNOWN


def test_a_voice_note_is_read_back_and_is_an_answer_after_a_yes() -> None:
    chat = after(*EXPRESS[:5])
    chat.send(Voice("trois ans"))
    assert "exp/e1/when" not in chat.live()
    chat.send("oui")
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.months == 36


def test_an_edited_message_changes_the_answer_it_gave() -> None:
    chat = after(*EXPRESS[:5], "8 ans")
    when = next(f for f in chat.facts if f.qid == "exp/e1/when")
    here = chat.cur
    chat.send(Edit(when.source, "18 ans"))
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.months == 18 * 12
    assert chat.cur == here


def test_a_human_holds_the_floor_and_gives_it_back_at_the_same_place() -> None:
    chat = after(*EXPRESS[:5])
    here, live, said = chat.cur, chat.live(), len(chat.says)
    chat.event(Claim("anna", "Anna"))
    assert chat.said() == ["floor.claimed"]
    chat.send("3 ans")
    assert len(chat.says) == said + 1
    chat.event(Release("anna"))
    assert (chat.cur, chat.live()) == (here, live)
    assert len(chat.says) == said + 2


def test_an_experience_is_taken_off_by_its_own_words() -> None:
    chat = after(*EXPRESS, "oui", "je fais la cuisine au garage", "oui", "1", "enleve le garage")
    assert "exp/e2/what" not in chat.live()
    assert "exp/e1/what" in chat.live()


LATE = (*EXPRESS, "oui", "c'est tout", "rien", "rien", "B", "anglais", "non", "1", "1")
STORIES = {
    "told": EXPRESS,
    "tapped": ("bonjour", "oui", "1", "1 2", "je lave le sol", "oui", "3 ans", "1", "1", "Lina", "non", "Rezé", "oui"),
    "nothing fits": ("bonjour", "oui", "je repare des velos", "1", "oui", "3 ans", *EXPRESS[6:]),
    "own words": ("bonjour", "oui", "je repare des velos", "je change les roues", "oui", "3 ans", *EXPRESS[6:]),
    "after the first": LATE,
    "another one": (
        *EXPRESS,
        "oui",
        "je fais la cuisine",
        "oui",
        "1",
        "2 ans",
        "1",
        "c'est tout",
        "rien",
        "rien",
        "non",
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_progress_is_never_below_what_is_then_asked_and_rises_only_when_that_is_said(name: str) -> None:
    chat = Chat()
    told: list[tuple[int, str, int, bool]] = [(len(chat.coming), chat.cur, 0, False)]
    for text in STORIES[name]:
        chat.send(text)
        parts = [p.key for say in chat.says[-1:] for p in say.parts]
        documents = sum(f.qid.startswith("document/") for f in chat.facts)
        told.append((len(chat.coming), chat.cur, documents, "left.item" in parts))
    for place, (left, here, documents, said) in enumerate(told):
        until = [i for i, row in enumerate(told) if i > place and (row[2] > documents or row[3])]
        then = {row[1] for row in told[place : min(until, default=len(told))] if row[1]} - {"document/first"}
        assert left >= len(then), (here, left, then)
        if place and documents == told[place - 1][2]:
            assert left <= told[place - 1][0] or said, (told[place - 1], here, left)


def test_what_comes_after_the_first_cv_is_announced_with_its_own_number() -> None:
    chat = after(*EXPRESS)
    announced, asked = chat.says[-1].parts[-1].args["n"], list[str]()
    assert announced == len(chat.coming) - 1
    for text in ("oui", "je fais la cuisine", "oui", "1 2", "2 ans", "1", *["jsp"] * 12):
        chat.send(text)
        asked += [chat.cur] if chat.cur not in {*asked, ""} else []
    assert chat.cur == ""
    assert isinstance(announced, int)
    assert len(asked) <= announced


def test_a_next_experience_says_how_many_questions_it_brings() -> None:
    chat = after(*EXPRESS, "oui", "je fais la cuisine")
    said = {p.key: p.args for p in chat.says[-1].parts}
    assert said["left.item"]["n"] == len([q for q in chat.coming if q.startswith("exp/e2/")])


def test_a_photo_is_thanked_and_the_question_comes_again_in_other_words() -> None:
    chat = after(*EXPRESS[:5])
    before = chat.says[-1].parts[-1]
    chat.send(Media("photo"))
    assert chat.says[-1].parts[0].key == "got.photo"
    assert chat.says[-1].parts[-1] != before


# ---------------------------------------------------------------- what is on screen, and what is typed


def test_a_number_never_opens_the_menu() -> None:
    chat = after(*EXPRESS[:7])
    assert [c.id for c in chat.state.asked.choices] == ["skip", "menu"]  # type: ignore[union-attr]
    chat.send("1")
    assert chat.cur == "cv/name"
    assert chat.state.asked is not None
    assert chat.state.asked.qid == "cv/name"


def test_the_numbers_typed_are_those_of_the_choices_and_not_of_the_row_under_them() -> None:
    chat = after("bonjour", "oui", "je fais le menage chez une dame", "oui")
    asked = chat.state.asked
    assert asked is not None
    ids = [c.id for c in asked.choices]
    chat.send("1 7")  # five acts, then "more": there is no 7
    assert "exp/e1/acts" not in chat.live()
    chat.send("2")
    assert chat.live()["exp/e1/acts"].ids == (ids[1],)


@pytest.mark.parametrize("said", ["c'est tout", "C EST TOUT", "non"])
def test_that_is_all_keeps_what_was_tapped(said: str) -> None:
    chat = after("bonjour", "oui", "je fais le menage chez une dame", "oui")
    tapped = []
    for place in ("0", "1"):
        asked = chat.state.asked
        assert asked is not None
        tapped.append(asked.choices[int(place)].id)
        chat.send(Tap(asked.id, place))
    chat.send(said)
    assert chat.live()["exp/e1/acts"].ids == tuple(tapped)
    assert chat.cur == "exp/e1/when"


def test_numbers_typed_after_taps_are_added_to_them() -> None:
    chat = after("bonjour", "oui", "je fais le menage chez une dame", "oui")
    first = chat.state.asked
    assert first is not None
    chat.send(Tap(first.id, "0"))
    others = chat.state.asked
    assert others is not None
    chat.send("2")
    assert chat.live()["exp/e1/acts"].ids == (first.choices[0].id, others.choices[1].id)


def test_that_is_all_after_the_numbers_changes_nothing_in_them() -> None:
    chat = after("bonjour", "oui", "je fais le menage chez une dame", "oui", "oui, 1 et 3, c'est tout")
    assert len(chat.live()["exp/e1/acts"].ids) == 2


def test_every_question_of_the_way_can_be_left_by_a_button() -> None:
    chat = Chat()
    for said in EXPRESS[:-1]:
        chat.send(said)
        asked, slot = chat.state.asked, chat.trace.slot(chat.cur)
        if asked and slot and slot.question.skip and slot.question.kind != "confirm":
            assert {"skip", "unknown", "done"} & {c.id for c in asked.choices}, chat.cur


# ---------------------------------------------------------------- kind words


KIND = ("merci", "bonjour", "salut", "merci beaucoup", "bonjour merci", "oui", "ok", "👍", "non", "1", "❤")


@pytest.mark.parametrize("said", KIND)
@pytest.mark.parametrize("question", [5, 6, 7, 8, 9])
def test_kind_words_and_bare_numbers_are_no_answer_in_words(question: int, said: str) -> None:
    chat = after(*EXPRESS[:question])
    here = chat.cur
    before = chat.says[-1].parts[-1]
    chat.send(said)
    value = chat.live().get(here)
    assert value is None or value.kind is not Kind.TEXT, value
    if value is None:
        assert chat.cur == here
        assert chat.says[-1].parts[-1] != before, "asked again in the same words"


def test_thanks_are_answered_and_the_question_comes_in_other_words() -> None:
    chat = after(*EXPRESS[:9], "merci")
    assert [p.key for p in chat.says[-1].parts] == ["polite.thanks", "ask.cv.town"]
    assert chat.says[-1].parts[-1].wording == 2


def test_who_stays_polite_is_not_asked_for_ever() -> None:
    chat = after(*EXPRESS[:9], "merci", "bonjour", "merci", "bonjour")
    assert chat.cur == "cv/facts"


def test_a_yes_before_a_town_or_a_name_is_not_part_of_it() -> None:
    chat = after(*EXPRESS[:7], "ok Lina", EXPRESS[8], "oui, Nantes")
    assert (chat.live()["cv/name"].text, chat.live()["cv/town"].text) == ("Lina", "Nantes")


@pytest.mark.parametrize("said", ["Rezé sur le 44", "Rezé, 44400", "Rezé 44"])
def test_a_town_is_printed_without_the_number_beside_it(said: str) -> None:
    assert after(*EXPRESS[:9], said).live()["cv/town"].text == "Rezé"


@pytest.mark.parametrize("said", ["non pas de nom", "non merci", "pas question non"])
def test_a_refusal_is_no_name_and_no_town(said: str) -> None:
    for upto, qid in ((7, "cv/name"), (9, "cv/town")):
        given = after(*EXPRESS[:upto], said).live().get(qid)
        assert given is None or given.kind is Kind.SKIPPED


def test_thanks_for_the_offer_to_go_on_mean_that_it_is_good_as_it_is() -> None:
    chat = after(*EXPRESS, "merci")
    assert chat.live()["cv/more"].ids == ("no",)
    assert chat.cur == ""


# ---------------------------------------------------------------- told on the way


def test_an_act_told_while_for_whom_is_asked_is_kept() -> None:
    chat = after("bonjour", "oui", "je fais le menage", "oui", "1", "3 ans", "je lave le sol et je cuisine")
    assert {"cleaning.a0", "kitchen.cook"} <= set(chat.live()["exp/e1/told"].ids)


def test_a_time_told_while_for_whom_is_asked_is_kept_and_it_is_asked_again() -> None:
    chat = after("bonjour", "oui", "je fais le menage", "oui", "1", "je ne sais pas", "pendant 3 ans")
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.months == 36
    assert chat.cur == "exp/e1/whom"


def test_an_act_told_while_a_time_is_asked_is_kept_and_no_misunderstanding() -> None:
    chat = after("bonjour", "oui", "je fais le menage", "oui", "1", "je cuisine aussi")
    assert "kitchen.cook" in chat.live()["exp/e1/told"].ids
    assert chat.cur == "exp/e1/when"
    assert chat.says[-1].parts[0].key == "noted"


def test_what_follows_the_yes_to_a_skill_is_kept() -> None:
    chat = after("bonjour", "oui", "je fais le menage", "oui, je cuisine aussi, depuis 3 ans")
    assert chat.live()["exp/e1/skill"].ids[0] == "yes"
    assert "kitchen.cook" in chat.live()["exp/e1/told"].ids
    assert "exp/e1/when" in chat.live()


@pytest.mark.parametrize("later", [1, 2, 3])
def test_dates_told_after_a_duration_complete_it(later: int) -> None:
    chat = after(
        "bonjour", "oui", "je fais le menage chez une dame depuis 12 ans", *EXPRESS[3:5], *EXPRESS[6:8][:later]
    )
    chat.send("2001-2013")
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.start
    assert span.end
    assert (span.start.year, span.end.year, span.months) == (2001, 2013, 144)


def test_an_end_told_after_a_start_completes_it() -> None:
    chat = after("bonjour", "oui", "je fais le menage chez une dame", "oui", "1", "2001", "1", "2001-2013")
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.end
    assert span.end.year == 2013


def test_years_of_something_else_are_not_added_to_dates() -> None:
    chat = after("bonjour", "oui", "je fais le menage chez une dame depuis 2009", "oui", "je garde un enfant de 3 ans")
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.months is None


def test_one_year_of_a_story_is_not_the_year_it_began() -> None:
    chat = after("bonjour", "oui", "je fais le menage chez une dame depuis 12 ans", "oui")
    chat.send("je lave le sol, en 2015 un prix")
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.start is None


def test_a_name_and_a_town_told_in_the_story_are_not_asked_again() -> None:
    story = "je m'appelle lina ben et j'habite à Saint Nazaire, je fais le menage chez une dame depuis 3 ans"
    chat = after("bonjour", "oui", story, "oui", "1", "1")
    assert (chat.live()["cv/name"].text, chat.live()["cv/town"].text) == ("Lina", "Saint Nazaire")
    assert chat.cur == "cv/phone"


@pytest.mark.parametrize("said", ["j'habite à côté de la gare", "j'habite chez ma mère", "j'habite à la campagne"])
def test_a_place_that_is_no_town_is_not_taken_for_one(said: str) -> None:
    assert "cv/town" not in after("bonjour", "oui", f"je fais le menage, {said}").live()


# ---------------------------------------------------------------- by word, to a question


@pytest.mark.parametrize("said", ["changer ma ville", "retour à la ville"])
def test_a_question_named_after_change_or_back_is_asked_again(said: str) -> None:
    chat = after(*EXPRESS[:-1], said)
    assert chat.state.asked is not None
    assert chat.state.asked.qid == "cv/town"
    chat.send("Nantes")
    assert chat.live()["cv/town"].text == "Nantes"
    assert chat.cur == "cv/facts"


def test_change_is_an_answer_when_it_names_no_question() -> None:
    assert after("bonjour", "oui", "changer les draps de toute la famille").cur == "exp/e1/acts"


def test_to_leave_a_question_after_taps_keeps_what_was_tapped() -> None:
    chat = after("bonjour", "oui", "je fais le menage chez une dame", "oui")
    asked = chat.state.asked
    assert asked is not None
    chat.send(Tap(asked.id, "0"))
    chat.send("passer")
    assert chat.live()["exp/e1/acts"].ids == (asked.choices[0].id,)
    assert chat.cur == "exp/e1/when"


def test_a_number_to_call_is_no_experience() -> None:
    chat = after("bonjour", "oui", "06 39 98 10 01")
    assert chat.cur == "exp/e1/what"
    assert chat.live()["cv/told_phone"].text == "06 39 98 10 01"


# ---------------------------------------------------------------- what was not done


def test_what_was_not_done_is_asked_last_of_acts_that_were_tapped_and_is_taken_off() -> None:
    chat = after(*EXPRESS[:4], "tout", *EXPRESS[5:], "oui", "c'est tout", "rien", "rien")
    assert chat.cur == "exp/e1/not"
    before = known_acts(chat.trace.live, "e1")
    chat.send("je ne lave pas les sol")
    assert set(before) - set(known_acts(chat.trace.live, "e1")) == {"cleaning.a0"}


def test_what_was_done_after_all_is_not_taken_off() -> None:
    chat = after(*EXPRESS[:4], "tout", *EXPRESS[5:], "oui", "c'est tout", "rien", "rien", "je fais aussi la cuisine")
    assert "kitchen.cook" in known_acts(chat.trace.live, "e1")


def test_who_told_it_in_words_is_not_asked_what_was_not_done() -> None:
    chat = after(*EXPRESS[:4], "je lave le sol", *EXPRESS[5:], "oui", "c'est tout", "rien", "rien")
    assert chat.cur == "cv/extras"


@pytest.mark.parametrize("said", ["Continuer", "on continue", "oui"])
def test_going_on_after_the_first_cv_can_be_typed(said: str) -> None:
    assert after(*EXPRESS, said).live()["cv/more"].ids == ("go",)


def test_that_is_all_agrees_with_the_three_facts() -> None:
    assert after(*EXPRESS[:-1], "c'est tout").live()["cv/facts"].ids == ("yes",)


def test_a_number_to_call_stays_apart_from_the_name_beside_it() -> None:
    asked = after(*EXPRESS[:-1]).says[-1].parts[-1]
    assert translator("ar")(asked).count(f"{FSI}06 39 98 10 01{PDI}") == 1


def test_a_no_to_what_was_heard_answers_nothing() -> None:
    chat = after(*EXPRESS, "oui", "non", "jsp", "jsp", "jsp")
    here, live = chat.cur, chat.live()
    chat.send(Voice("le menage"))
    chat.send("non")
    assert (chat.cur, chat.live()) == (here, live)
    assert chat.says[-1].parts[0].key == "heard.again"


# ---------------------------------------------------------------- two messages that were one


def test_words_that_follow_at_once_are_read_with_those_before() -> None:
    chat = after("bonjour", "oui", "je fais le menage")
    asked, before = chat.state.asked, len(chat.facts)
    chat.event(Text("chez une dame depuis 3 ans"), wait=0, follows=True)
    live = chat.trace.live
    assert live.text("exp/e1/what") == "je fais le menage chez une dame depuis 3 ans"
    assert live.ids("exp/e1/whom") == ("home",)
    assert live.said("exp/e1/when")
    assert all(f.supersedes for f in chat.facts[before:] if f.qid == "exp/e1/what")
    shown = chat.says[-1]
    assert shown.parts[0].args["text"] == "je fais le menage chez une dame depuis 3 ans"
    assert chat.state.asked is not None
    assert asked is not None
    assert (chat.state.asked.qid, chat.state.asked.wording) == (asked.qid, asked.wording + 1)


def test_three_messages_are_read_as_one() -> None:
    chat = after(*EXPRESS[:6], "1", "Lina")
    chat.event(Text("Marie"), wait=0, follows=True)
    chat.event(Text("Diallo"), wait=0, follows=True)
    assert chat.trace.live.text("cv/name") == "Lina Marie Diallo"
    assert chat.cur == "cv/phone"


def test_numbers_that_follow_pick_more() -> None:
    chat = after(*EXPRESS[:4], "1")
    one = chat.trace.live.ids("exp/e1/acts")
    chat.event(Text("et 3"), wait=0, follows=True)
    assert len(chat.trace.live.ids("exp/e1/acts")) == len(one) + 1


def test_what_only_the_first_message_meant_does_not_stay() -> None:
    chat = after("bonjour", "oui", "je fais la cuisine")
    chat.event(Text("pas. je fais le menage"), wait=0, follows=True)
    alone = after("bonjour", "oui", "je fais la cuisine pas. je fais le menage")
    assert chat.live() == alone.live()


@pytest.mark.parametrize("said", ["retour", "menu", "une personne", "anglais", "passer"])
def test_a_word_that_works_everywhere_is_never_added(said: str) -> None:
    chat, other = after(*EXPRESS[:6], "1", "Lina"), after(*EXPRESS[:6], "1", "Lina")
    chat.event(Text(said), follows=True)
    other.event(Text(said))
    assert (chat.live(), chat.cur, chat.state.lang) == (other.live(), other.cur, other.state.lang)


@pytest.mark.parametrize("before", ["menu", "zzz zzz zzz zzz zzz zzz zzz", "?", "passer"])
def test_after_what_answered_nothing_words_are_read_by_themselves(before: str) -> None:
    chat, other = after(*EXPRESS[:7], before), after(*EXPRESS[:7], before)
    chat.event(Text("Lina"), follows=True)
    other.event(Text("Lina"))
    assert (chat.live(), chat.cur) == (other.live(), other.cur)


def test_after_a_picture_words_are_read_by_themselves() -> None:
    chat = after(*EXPRESS[:7], "Lina")
    chat.event(Media("photo"))
    chat.event(Text("06 39 98 10 01"), follows=True)
    assert chat.trace.live.text("cv/name") == "Lina"
    assert chat.trace.live.said("cv/phone")


def test_what_adds_nothing_to_a_yes_is_read_by_itself() -> None:
    chat = after("bonjour", "oui")
    chat.event(Text("je fais le menage chez une dame"), follows=True)
    assert chat.trace.live.ids("charter/consent") == ("agree",)
    assert chat.trace.live.text("exp/e1/what") == "je fais le menage chez une dame"


def test_who_answers_at_once_what_they_have_read_is_not_taken_for_a_burst() -> None:
    chat = after(*EXPRESS[:6], "1", "Lina")
    chat.event(Text("06 39 98 10 01"), wait=1)
    assert chat.trace.live.text("cv/name") == "Lina"
    assert chat.trace.live.said("cv/phone")


@pytest.mark.parametrize("upto", range(2, len(EXPRESS)))
def test_why_is_answered_for_each_question_in_its_own_words(upto: int) -> None:
    chat = after(*EXPRESS[:upto])
    here = chat.cur
    chat.send("pourquoi")
    named = here.replace("exp/e1", "exp").replace("/", ".")
    assert chat.says[-1].parts[0].key == f"why.{named}"
    assert chat.cur == here
    chat.send("pourquoi")
    assert chat.says[-1].parts[0].key == "why.any"
