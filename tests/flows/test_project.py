"""The project: occupations from a person's own acts, what stands before them, and nothing about the person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.content import Act, Content, Domain, Occupation
from flows.live import Live
from flows.model import Fact, How, Kind, Phrase, Tap, Value
from flows.project.ranking import proposed, ranked
from tests.flows.chat import DOMAINS, Chat, content

CLEANING = Domain(
    "cleaning",
    ("K2205", "G1501"),
    (Act("cleaning.clean", base=True), *(Act(f"cleaning.{a}") for a in ("floors", "beds", "lock", "toilets"))),
)
CARE = Domain(
    "care",
    ("K1302", "K1304"),
    (Act("care.help", base=True), *(Act(f"care.{a}") for a in ("wash", "meals", "appointments", "company"))),
)
GATE = Domain("security", ("K2503",), (Act("security.gate"), Act("security.rounds")))
CLEANER = Occupation("K2205", "9112", "cleaning", ("cleaning.floors", "cleaning.toilets", "cleaning.lock"), ("early",))
ROOMS = Occupation("G1501", "9112", "cleaning", ("cleaning.beds", "cleaning.toilets", "cleaning.floors"), ("standing",))
CARER = Occupation("K1302", "5322", "care", ("care.wash", "care.meals", "care.company"), ("alone",), ("vaccines",))
GUARD = Occupation("K2503", "5414", "security", ("security.gate", "security.rounds", "cleaning.lock"), (), ("cnaps",))
ONES = {one.code: one for one in (CLEANER, ROOMS, CARER, GUARD)}
FIELDS = {domain.id: domain for domain in (CLEANING, CARE, GATE)}
WORLD = Content(forms=(), words={}, domains=FIELDS, occupations=ONES)


def told(*lives: tuple[tuple[str, ...], tuple[str, ...]], **more: str) -> Live:
    """Lives, each with the acts told in words and those tapped, and what else is known of the person."""
    live = Live(standing=tuple(f"e{n}" for n in range(1, len(lives) + 1)))

    def keep(qid: str, value: Value, how: How) -> None:
        live.facts[qid] = Fact(len(live.facts) + 1, qid, value, "", "v1", how, 0, 1, "fr")

    for item, (words, taps) in zip(live.standing, lives, strict=True):
        keep(f"exp/{item}/told", Value(Kind.CHOICE, ids=words), How.TEXT)
        keep(f"exp/{item}/acts", Value(Kind.CHOICE, ids=taps), How.BUTTON)
    for qid, text in more.items():
        keep(qid.replace("_", "/"), Value(Kind.TEXT, text=text), How.TEXT)
    return live


def codes(live: Live) -> list[str]:
    return [one.code for one in proposed(WORLD, live)]


# Ten lives, ranked by hand before the program saw them.
LIVES: tuple[tuple[str, Live, list[str]], ...] = (
    ("who washed floors", told((("cleaning.floors",), ())), ["K2205", "G1501"]),
    ("who made beds", told((("cleaning.beds",), ())), ["G1501"]),
    ("who cleaned, and says no more", told((("cleaning.clean",), ())), ["K2205", "G1501"]),
    ("who cleaned toilets and made beds", told((("cleaning.toilets", "cleaning.beds"), ())), ["G1501", "K2205"]),
    ("who washed a grandmother", told((("care.wash", "care.company"), ())), ["K1302"]),
    ("who stood at a gate", told((("security.gate", "security.rounds"), ())), ["K2503"]),
    ("who told of beds and tapped floors", told((("cleaning.beds",), ("cleaning.floors",))), ["G1501", "K2205"]),
    ("who told of floors and tapped beds", told((("cleaning.floors",), ("cleaning.beds",))), ["G1501", "K2205"]),
    ("who cared, then cleaned twice",
     told((("care.meals",), ()), (("cleaning.floors",), ()), (("cleaning.floors", "cleaning.lock"), ())),
     ["K2205", "G1501", "K1302"]),
    ("who did nothing we know", told(((), ())), []),
)  # fmt: skip


@pytest.mark.parametrize(("_who", "live", "wanted"), LIVES, ids=[who for who, _, _ in LIVES])
def test_the_jobs_are_those_of_what_was_done(_who: str, live: Live, wanted: list[str]) -> None:
    assert codes(live) == wanted


def test_every_job_rests_on_an_act_of_the_persons_own() -> None:
    live = told((("cleaning.floors", "care.wash"), ("security.gate",)))
    mine = {"cleaning.floors", "care.wash", "security.gate"}
    assert proposed(WORLD, live)
    assert all(one.acts and {own.act for own in one.acts} <= mine for one in ranked(WORLD, live))


def test_what_is_told_counts_more_than_what_is_tapped() -> None:
    in_words, by_tap = told((("cleaning.floors",), ())), told(((), ("cleaning.floors",)))
    assert ranked(WORLD, in_words)[0].score > ranked(WORLD, by_tap)[0].score


def test_a_second_life_adds_to_the_first() -> None:
    once, twice = told((("care.wash",), ())), told((("care.wash",), ()), (("care.wash",), ()))
    assert ranked(WORLD, twice)[0].score > ranked(WORLD, once)[0].score
    assert len(ranked(WORLD, twice)[0].acts) == 1


def test_the_job_that_was_wished_for_is_one_of_them_where_an_act_speaks_for_it() -> None:
    cleaned = ("cleaning.floors", "cleaning.beds", "cleaning.toilets")
    live = told((cleaned, ("care.company",)), (cleaned, ()))
    assert codes(live) == ["G1501", "K2205"]
    for wish, wanted in (("K1302", ["G1501", "K2205", "K1302"]), ("K2503", ["G1501", "K2205"])):
        live.facts["project/job"] = Fact(
            9, "project/job", Value(Kind.CHOICE, ids=(wish,)), "", "v", How.TEXT, 0, 1, "fr"
        )
        assert codes(live) == wanted


def test_what_was_not_done_after_all_speaks_for_nothing() -> None:
    live = told((("cleaning.floors",), ("security.gate",)))
    live.facts["exp/e1/not"] = replace(live.facts["exp/e1/acts"], qid="exp/e1/not")
    assert "K2503" not in [one.code for one in ranked(WORLD, live)]


NAMES = (
    "Amina", "Jean", "Olena", "Mamadou", "Chantal", "Фатіма", "محمد", "Li Wei", "Priya", "Mehmet", "Rosa", "Tariq",
    "Yvette", "Abebe", "Ioana", "José", "Fatoumata", "Kevin", "Nguyen", "Bogdan",
)  # fmt: skip
TOWNS = ("Rezé", "Neuilly-sur-Seine", "Saint-Denis", "Mayotte")
LIVED = ((("cleaning.toilets", "care.wash"), ("security.gate",)), (("cleaning.beds",), ()))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("town", TOWNS)
def test_a_name_or_a_town_changes_nothing(name: str, town: str) -> None:
    assert ranked(WORLD, told(*LIVED, cv_name=name, cv_town=town)) == ranked(WORLD, told(*LIVED))


@pytest.mark.parametrize("qid", ["cv/title", "cv/languages", "cv/training", "cv/extras", "cv/address", "exp/e1/when"])
def test_nothing_else_of_the_person_changes_anything(qid: str) -> None:
    live = told(*LIVED)
    for said in ("f", "m", "ar:little", "school", "B", "1961"):
        live.facts[qid] = Fact(9, qid, Value(Kind.CHOICE, ids=(said,)), said, "v9", How.TEXT, 0, 1, "fr")
        assert ranked(WORLD, live) == ranked(WORLD, told(*LIVED))


# ---------------------------------------------------------------- before the first CV


def chat() -> Chat:
    """A person who told of cleaning, in a world where the second job asks for a card."""
    known = content()
    ones = {
        "K2205": Occupation("K2205", "9112", "cleaning", ("cleaning.a0",), ("early", "standing")),
        "G1501": Occupation("G1501", "9112", "cleaning", ("cleaning.a2",), ("standing",), ("licence_b", "cnaps")),
    }
    talk = Chat(replace(known, domains=DOMAINS, occupations=ones))
    for text in ("bonjour", "oui", "je fais le menage chez une dame", "oui", "1 3", "3 ans"):
        talk.send(text)
    assert talk.cur == "project/job"
    return talk


def said(talk: Chat) -> list[str]:
    return [part.key for part in talk.says[-1].parts]


def test_what_the_law_asks_is_said_with_the_receipt_and_before_the_next_question() -> None:
    talk = chat()
    before = len(talk.says)
    talk.send("job.G1501")
    assert said(talk) == ["noted.job", "law.cnaps", "ask.cv.name"]
    assert len(talk.says) == before + 1


def test_a_job_that_asks_for_nothing_says_nothing_of_the_law() -> None:
    talk = chat()
    talk.send("job.K2205")
    assert said(talk) == ["noted.job", "ask.cv.name"]


def test_a_job_that_is_changed_says_what_the_law_asks_too() -> None:
    talk = chat()
    talk.send("job.K2205")
    talk.send("retour")
    talk.send("job.G1501")
    assert "law.cnaps" in said(talk)


def test_a_licence_that_is_there_is_not_asked_for() -> None:
    talk = chat()
    ones = {"G1501": replace(talk.content.occupations["G1501"], requires=("licence_b",))}
    talk.content = replace(talk.content, occupations=ones)
    for text in ("job.K2205", "Lina", "06 39 98 10 01", "Rezé", "oui", "continuer"):
        talk.send(text)
    while talk.cur != "cv/extras":
        talk.send("passer")
    talk.send("choice.extra.B")
    talk.send("c est tout")
    old = next(ask for ask in talk.asks.values() if ask.qid == "project/job")
    talk.send(Tap(old.id, "G1501"))
    assert "changed.made" in said(talk)
    assert "law.licence_b" not in said(talk)


# ---------------------------------------------------------------- behind the door


def ideas(*said: str) -> Chat:
    """The same person after the first CV, with the door open; then what is said there."""
    talk = chat()
    for text in ("job.K2205", "Lina", "06 39 98 10 01", "Rezé", "oui", "plus tard", "mon projet", *said):
        talk.send(text)
    return talk


def bubbles(talk: Chat, since: int) -> list[list[str]]:
    return [[part.key for part in say.parts] for say in talk.says[since:]]


def labels(talk: Chat) -> list[str]:
    return [one.label.key for one in talk.state.asked.choices] if talk.state.asked else []


def test_before_the_first_cv_the_door_is_closed() -> None:
    talk = chat()
    talk.send("mon projet")
    assert said(talk)[0] == "aside.closed"
    assert talk.cur == "project/job"


def test_each_job_comes_with_its_reasons_and_with_what_blocks() -> None:
    talk = ideas()
    cards = [say.parts for say in talk.says if "project.card" in [part.key for part in say.parts]]
    assert [[part.key for part in parts if part.key != "resume"] for parts in cards] == [
        ["project.card", "project.work"],
        ["project.card", "law.cnaps"],
    ]
    reasons = [part.args["acts"] for parts in cards for part in parts if part.key == "project.card"]
    told = {"skill.cleaning.clean", "skill.cleaning.a0", "skill.cleaning.a1", "skill.cleaning.a2"}
    assert all(
        isinstance(acts, tuple) and {one.key for one in acts if isinstance(one, Phrase)} <= told for acts in reasons
    )
    assert labels(talk)[:5] == ["job.K2205", "job.G1501", "button.why", "button.idea", "button.none2"]


WHY = ["project.because", "project.because", "ask.project.chosen"]


@pytest.mark.parametrize("way", ["pourquoi", "button.why"])
def test_why_says_where_each_job_comes_from_and_asks_again(way: str) -> None:
    talk = ideas()
    before = len(talk.says)
    talk.send(way)
    told = bubbles(talk, before)
    assert [one[0] for one in told] == WHY
    assert all("project.tapped" in one for one in told[:2])  # these acts were picked from a list
    assert talk.cur == "project/chosen"


def test_why_quotes_the_persons_own_words() -> None:
    talk = Chat(chat().content)
    for text in ("bonjour", "oui", "je lave le sol chez une dame", "oui", "c est tout", "3 ans", "job.K2205", "passer"):
        talk.send(text)
    for text in ("passer", "passer", "oui", "mon projet", "pourquoi"):
        talk.send(text)
    proofs = [part.args for say in talk.says for part in say.parts if part.key == "project.proof"]
    assert proofs == [{"act": (Phrase("skill.cleaning.a0"),), "words": "je lave le sol chez une dame"}]


def test_why_by_a_button_answers_nothing() -> None:
    talk = ideas()
    asked = talk.state.asked
    assert asked
    talk.send(Tap(asked.id, "why"))
    assert "project/chosen" not in talk.live()
    assert talk.cur == "project/chosen"


def test_what_is_chosen_is_kept_and_the_next_action_is_dated() -> None:
    talk = ideas("job.K2205")
    assert talk.live()["project/chosen"].ids == ("K2205",)
    now = talk.says[-1].parts[-1]
    assert now.key == "ask.project.now"
    step = now.args["step"]
    assert isinstance(step, Phrase)
    assert step.key == "step.send"
    assert step.args["town"] == "Rezé"
    assert step.args["place"] == Phrase("place.K2205")
    assert step.args["date"] == Phrase(
        "date.day", {"day": "28", "month": Phrase("month.of.9")}
    )  # a week after the door was opened
    talk.send("oui")
    assert talk.cur != "project/now"


def test_two_may_be_chosen_and_none_is_an_answer() -> None:
    assert ideas("1 et 2").live()["project/chosen"].ids == ("K2205", "G1501")
    talk = ideas("button.none2")
    assert "noted.project.none" in said(talk)
    assert talk.cur == "cv/more"


def test_not_knowing_leaves_no_project() -> None:
    talk = ideas("je ne sais pas")
    assert talk.cur == "cv/more"


def test_another_idea_is_offered_and_never_chosen_silently() -> None:
    talk = ideas("button.idea", "la cuisine")
    assert "project/chosen" not in talk.live()
    assert labels(talk)[:3] == ["job.G1602", "button.none", "button.unknown"]
    talk.send("job.G1602")
    assert talk.live()["project/chosen"].ids == ("G1602",)


def test_none_of_those_near_an_idea_keeps_its_words() -> None:
    talk = ideas("la cuisine", "button.none")
    assert talk.live()["project/chosen"].text == "la cuisine"
    assert talk.says[-1].parts[-1].args["job"] == "la cuisine"
    assert talk.says[-1].parts[-1].args["step"] == Phrase("step.none")


def test_an_idea_we_know_nothing_of_is_kept_in_its_words() -> None:
    talk = ideas("berger dans la montagne")
    assert talk.live()["project/chosen"].text == "berger dans la montagne"


def test_a_licence_that_was_said_to_be_missing_comes_before_sending_the_cv() -> None:
    talk = chat()
    ones = {**talk.content.occupations, "K2205": replace(talk.content.occupations["K2205"], requires=("licence_b",))}
    talk.content = replace(talk.content, occupations=ones)
    for text in ("job.K2205", "Lina", "06 39 98 10 01", "Rezé", "oui", "continuer"):
        talk.send(text)
    while talk.cur != "cv/extras":
        talk.send("passer")
    talk.send("non")
    for text in ("mon projet", "job.K2205"):
        talk.send(text)
    assert talk.says[-1].parts[-1].args["step"] == Phrase("step.licence_b")


def test_no_phone_comes_before_sending_the_cv() -> None:
    talk = chat()
    for text in ("job.K2205", "Lina", "passer", "Rezé", "oui", "mon projet", "job.K2205"):
        talk.send(text)
    assert talk.says[-1].parts[-1].args["step"] == Phrase("step.phone")


def test_the_door_opened_again_shows_the_project_with_a_new_date() -> None:
    talk = ideas("job.K2205", "oui")
    talk.send("mon projet", wait=30 * 24 * 60 * 60 * 1000)
    assert talk.cur == "project/now"
    step = talk.says[-1].parts[-1].args["step"]
    assert isinstance(step, Phrase)
    assert step.args["date"] == Phrase("date.day", {"day": "28", "month": Phrase("month.of.10")})


def test_a_project_is_changed_like_any_other_answer() -> None:
    talk = ideas("job.K2205", "button.change", "job.G1501")
    assert talk.live()["project/chosen"].ids == ("G1501",)
    assert "changed" in {part.key for say in talk.says[-2:] for part in say.parts}


def test_back_walks_out_through_the_door() -> None:
    talk = ideas("retour")
    assert talk.cur == "cv/more"


def test_who_told_nothing_we_know_is_asked_for_an_idea() -> None:
    talk = Chat()
    for text in ("bonjour", "oui", "je garde des abeilles"):
        talk.send(text)
    while talk.cur != "cv/more":
        talk.send("oui" if talk.cur == "cv/facts" else "passer")
    talk.send("mon projet")
    assert "project.nothing" in {part.key for say in talk.says for part in say.parts}
    assert talk.cur == "project/chosen"


def test_once_an_idea_is_answered_the_jobs_of_the_persons_own_acts_come_back() -> None:
    talk = ideas("la cuisine", "job.G1602", "button.change")
    assert labels(talk)[:2] == ["job.K2205", "job.G1501"]


def test_an_idea_told_while_the_project_is_looked_at_is_offered_first() -> None:
    talk = ideas("job.K2205", "button.change", "la cuisine")
    assert talk.live()["project/chosen"].ids == ("K2205",)
    assert labels(talk)[0] == "job.G1602"


def test_an_old_button_of_an_idea_is_still_that_job() -> None:
    talk = ideas("la cuisine")
    old = talk.state.asked
    assert old
    talk.send("button.none")
    talk.send(Tap(old.id, "G1602"))
    assert talk.live()["project/chosen"].ids == ("G1602",)


def test_what_else_the_law_asks_and_how_the_work_is_come_with_the_choice() -> None:
    talk = ideas()
    before = len(talk.says)
    talk.send("job.G1501")
    assert bubbles(talk, before) == [["noted", "law.licence_b", "project.work"], ["ask.project.now"]]


def test_of_an_idea_everything_is_said_for_it_had_no_card() -> None:
    talk = ideas("la cuisine")
    ones = {**talk.content.occupations, "G1602": Occupation("G1602", "9412", "kitchen", (), ("heat",), ("hygiene",))}
    talk.content = replace(talk.content, occupations=ones)
    before = len(talk.says)
    talk.send("job.G1602")
    assert bubbles(talk, before) == [["noted", "law.hygiene", "project.work"], ["ask.project.now"]]


def test_of_two_each_is_named_with_what_is_said_of_it() -> None:
    talk = ideas()
    before = len(talk.says)
    talk.send("1 et 2")
    assert bubbles(talk, before)[0] == ["noted", "project.of", "law.licence_b", "project.work"]


def open_job(*said: str) -> Chat:
    """A person who did not know which job the CV is for, then opened the door; then what is said there."""
    talk = chat()
    for text in ("je ne sais pas", "Lina", "06 39 98 10 01", "Rezé", "oui", "mon projet", *said):
        talk.send(text)
    return talk


def test_a_cv_without_a_job_has_the_one_that_is_chosen_and_says_so() -> None:
    talk = open_job()
    before = len(talk.says)
    talk.send("job.G1501")
    assert talk.live()["project/job"].ids == ("G1501",)
    assert bubbles(talk, before)[0] == ["project.on_cv", "law.licence_b", "project.work"]
    talk.send("button.change")
    talk.send("job.K2205")
    assert talk.live()["project/job"].ids == ("K2205",)


def test_a_job_that_was_told_for_the_cv_stays_there() -> None:
    assert ideas("job.G1501").live()["project/job"].ids == ("K2205",)


def test_no_project_puts_no_job_on_the_cv() -> None:
    for said_there in ("button.none2", "berger dans la montagne"):
        assert not open_job(said_there).live()["project/job"].said


def test_another_idea_said_while_the_project_is_looked_at_takes_its_place() -> None:
    talk = ideas()
    talk.send("1")
    assert talk.cur == "project/now"
    talk.send("elever des chevaux")
    assert talk.trace.live.text("project/chosen") == "elever des chevaux"
    assert talk.cur == "project/now"


@pytest.mark.parametrize("said", ["salut", "merci beaucoup"])
def test_a_kind_word_and_one_that_wakes_up_are_no_other_idea(said: str) -> None:
    talk = ideas()
    for text in ("1", "pause", said):
        talk.send(text)
    assert talk.trace.live.ids("project/chosen") == ("K2205",)
    assert talk.cur == "project/now"
