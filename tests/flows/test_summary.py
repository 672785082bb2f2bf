"""The summary a case opens with: at most ten lines, each from what may be seen, and nothing that was not said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given

from flows.asking import AGREED
from flows.asking import TOPIC as CHOSEN
from flows.documents import Point, Summary
from flows.model import Arg, Body, Effect, Floor, Frame, Holder, Kind, Phrase, State, Value
from flows.summary import MOST, NAMED, About, bubbles, summary
from flows.visible import visible
from locales import languages, translator
from tests.flows.chat import EXPRESS, FORMS, Chat, after
from tests.flows.moves import Life, Move, moves
from tests.flows.test_cv_document import CONTENT, years
from tests.flows.test_cv_document import Life as Told
from tests.flows.test_visible import only_what_may_be_seen, told, with_secret

TOPIC = Phrase("label.cv.training")
ASKED = About(topic=TOPIC, words="je voudrais parler à quelqu'un", source="v99", at=1_790_000_000_000)
DONE = State(frames=(Frame("main"),))


def of(life: Told, about: About = ASKED, state: State = DONE) -> Summary:
    return summary(CONTENT, tuple(life.facts), state, about)


def read(found: Summary, lang: str = "fr") -> dict[str, str]:
    """The lines as they are read, by what they are about."""
    say = translator(lang)
    return {point.id: say(point.phrase).replace("\u00a0", " ") for point in found.points}


def whole(*, first: bool = True) -> Told:
    """Somebody of whom everything is known, before or after the first CV."""
    life = Told().did("e1", "cleaning.floors", "cleaning.beds", span=years(2019), whom="company")
    life.keep("project/job", "K2205")
    life = life.go_on() if first else life
    life.keep("cv/phone", text="06 39 98 10 01").keep("cv/email", text="lina@example.org").keep("cv/town", text="Rezé")
    life.keep("cv/extras", "B", "evening").keep("cv/languages", "ar:mother", "fr:A2")
    life.keep(AGREED, "agree")
    return life.keep("cv/training", "cap:cooking:2008:").keep("cv/address", "tu")


# ---------------------------------------------------------------- what it says


def test_it_reads_from_what_is_asked_to_how_an_answer_can_be_sent() -> None:
    found = of(whole(), replace(ASKED, window_minutes=190))
    assert list(read(found).values()) == [
        "Demande : formation. Juste avant : « je voudrais parler à quelqu'un ».",
        "Premier CV fait. Question en cours : activités. Encore 13 questions. Pas encore sur le CV : nom.",
        "Expérience : Nettoyage en entreprise, depuis 2019, 2 activités.",
        "Métier cherché : propreté de locaux.",
        "Conditions : permis B et disponible le soir.",
        "Langues : arabe, langue maternelle ; français, échanges simples (A2). Études : CAP cuisine, 2008.",
        "Ville : Rezé. Contact donné : téléphone et e-mail.",
        "Accord pour garder les réponses : oui. Accord pour lire la conversation : oui.",
        "Langue de la conversation : français. Tutoiement choisi. WhatsApp : réponse possible encore 3 heures.",
    ]


def test_nothing_known_is_a_line_about_the_conversation() -> None:
    assert [*read(summary(CONTENT, (), State(), About()))] == ["stands", "chat"]


def test_a_line_leads_to_the_messages_it_rests_on_and_says_their_day() -> None:
    life = whole()
    point = next(one for one in of(life).points if one.id == "reach")
    facts = [fact for fact in life.facts if fact.qid in {"cv/town", "cv/phone", "cv/email"}]
    assert point.proof == tuple(fact.seq for fact in facts)
    assert point.sources == tuple(fact.source for fact in facts)
    assert point.day
    assert translator("fr")(point.day) == "21 septembre 2026"
    asked = of(life).points[0]
    assert (asked.sources, asked.proof) == (("v99",), ())


def test_the_topic_is_the_one_that_was_chosen_while_waiting() -> None:
    waits = State(floor=Floor(Holder.WAITING, 1))
    assert read(of(Told(), About(), waits))["asked"] == "Demande : parler à une personne."
    chosen = replace(waits, notes={CHOSEN: "topic_job"})
    assert read(of(Told(), About(), chosen))["asked"] == "Demande : un métier."


def test_without_a_topic_it_says_that_a_person_is_asked_for() -> None:
    assert read(of(Told(), About(source="v9")))["asked"] == "Demande : parler à une personne."
    assert "asked" not in read(of(Told(), About()))


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1440, "WhatsApp : réponse possible encore 24 heures."),
        (61, "WhatsApp : réponse possible encore 1 heure."),
        (59, "WhatsApp : réponse possible encore 59 minutes."),
        (0, "WhatsApp : réponse possible après un nouveau message."),
        (-5, "WhatsApp : réponse possible après un nouveau message."),
    ],
)
def test_the_time_left_on_whatsapp_is_never_more_than_there_is(minutes: int, said: str) -> None:
    assert read(of(Told(), About(window_minutes=minutes)))["chat"].endswith(said)


@pytest.mark.parametrize(
    ("answer", "said"), [("agree", "oui"), ("refuse", "non"), ("minor", "non")]
)  # fmt: skip
def test_what_was_agreed_is_said_as_it_was(answer: str, said: str) -> None:
    life = Told().keep("charter/consent", answer)
    assert read(of(life, About()))["agreements"] == f"Accord pour garder les réponses : {said}."
    life.keep(AGREED, "refuse")
    assert read(of(life, About()))["agreements"].endswith("Accord pour lire la conversation : non.")


def test_what_was_told_before_its_turn_is_in_it() -> None:
    assert read(of(Told().keep("cv/languages", "uk")))["languages"] == "Langues : ukrainien."


# ---------------------------------------------------------------- words of the person


def test_words_are_as_written_and_a_long_one_ends_at_a_word() -> None:
    said = "  " + "je  veux aider les gens " * 20
    line = read(of(Told(), About(words=said, source="v9")))["asked"]
    assert line.startswith("Demande : parler à une personne. Juste avant : « je veux aider les gens je veux")
    assert line.endswith("… ».")
    assert len(line) < 225


@pytest.mark.parametrize("lang", languages())
def test_words_in_other_letters_are_isolated_in_every_language(lang: str) -> None:
    line = translator(lang)(of(Told(), About(lang, words="أريد موعدًا 12", source="v9")).points[0].phrase)
    assert "\u2068أريد موعدًا 12\u2069" in line


def test_words_about_health_or_prison_stay_in_their_message() -> None:
    found = of(Told(), replace(ASKED, words="je sors de prison, je suis malade du cancer"))
    assert read(found)["asked"] == "Demande : formation."
    assert found.points[0].sources == ("v99",)
    life = Told().keep("cv/extras", text="pas le matin, j'ai une maladie")
    assert "terms" not in read(of(life))


def test_a_number_or_an_address_in_what_is_quoted_is_covered() -> None:
    said = "mon numéro : ٠٦ ٣٩ ٩٨ ١٠ ٠١ ou lina@example.org, depuis ٢٠١٩"
    line = read(of(Told(), About(words=said, source="v9")))["asked"]
    assert line.partition(". ")[2] == "Juste avant : « \u2068mon numéro : … ou …, depuis ٢٠١٩\u2069 »."
    assert read(of(Told(), About(words="06 39 98 10 01", source="v9")))["asked"].endswith("parler à une personne.")


def test_limits_in_words_of_ones_own_are_quoted() -> None:
    life = Told().keep("cv/extras", text="pas le mercredi, les enfants")
    assert read(of(life))["terms"] == "Conditions : « pas le mercredi, les enfants »."


def studied(text: str, *ids: str) -> str:
    """How an education is read, with words of the person's own in it."""
    life = Told().keep("cv/training", *ids)
    life.facts[-1] = replace(life.facts[-1], value=replace(life.facts[-1].value, text=text))
    return read(of(life))["languages"]


def test_a_subject_in_words_of_ones_own_is_quoted_where_it_stands() -> None:
    assert (
        studied("pêche à la ligne", "cap:*:2008:", "bac:::")
        == "Études : CAP « pêche à la ligne », 2008 ; Baccalauréat."
    )
    assert studied("malade d'un cancer", "training:*::") == "Études : Formation."
    words = Told().keep("cv/training", text="quatre ans d'école au village")
    assert read(of(words))["languages"] == "Études : « quatre ans d'école au village »."


def test_an_experience_of_no_field_is_called_by_the_words_it_was_told_in() -> None:
    life = Told()
    life.keep("exp/e1/what", text="je gardais des chèvres")
    life.facts[-1] = replace(life.facts[-1], raw="je gardais des chèvres")
    assert read(of(life))["life/e1"] == "Expérience : « je gardais des chèvres »."


def test_a_time_no_catalog_holds_is_quoted() -> None:
    span = replace(years(2019), said="quand il y avait du travail", start=None, ongoing=False)
    life = Told().did("e1", "cleaning.floors", span=span)
    assert "« quand il y avait du travail »" in read(of(life))["life/e1"]


# ---------------------------------------------------------------- room


def lives(many: int, life: Told) -> Told:
    acts = ("cleaning.floors", "kitchen.cook", "care.wash", "driving.deliver", "shop.till", "green.plant")
    for n in range(2, many + 1):
        life.did(f"e{n}", acts[n % len(acts)])
    return life


@pytest.mark.parametrize("many", [1, 2, 3, 4, 5, 9])
def test_lives_share_a_line_before_anything_is_left_out(many: int) -> None:
    found = of(lives(many, whole(first=False)), replace(ASKED, window_minutes=10))
    told = [point for point in found.points if point.id.startswith("life/")]
    assert len(found.points) <= MOST
    assert [item for point in told for item in point.id.removeprefix("life/").split("+")] == [
        f"e{n}" for n in range(1, min(many, NAMED) + 1)
    ]
    assert len(told) == min(many, 2)
    assert [p.id for p in found.points if p not in told] == [
        "asked", "stands", "job", "terms", "languages", "reach", "agreements", "chat"
    ]  # fmt: skip
    more = translator("fr")(told[-1].phrase).replace("\u00a0", " ")
    assert more.endswith(f"Et {many - NAMED} autres expériences.") == (many - NAMED > 1)
    assert more.endswith("Et 1 autre expérience.") == (many - NAMED == 1)


def test_with_room_each_life_has_its_line() -> None:
    found = of(lives(4, Told().did("e1", "cleaning.beds")))
    assert [point.id for point in found.points if point.id.startswith("life/")] == [f"life/e{n}" for n in range(1, 5)]


# ---------------------------------------------------------------- for the person


@pytest.mark.parametrize("lang", languages())
def test_the_person_reads_the_same_lines_in_a_few_bubbles(lang: str) -> None:
    told_ = of(lives(9, whole(first=False)), replace(ASKED, lang=lang, window_minutes=190))
    shown = bubbles(told_)
    assert len(shown) == 3
    assert [phrase for part in shown for phrase in part if not phrase.key.startswith("summary.shown.")] == [
        point.phrase for point in told_.points
    ]
    say = translator(lang)
    assert all(len("\n".join(map(say, part))) < 900 for part in shown)


def test_a_bubble_with_nothing_in_it_is_not_said() -> None:
    shown = bubbles(summary(CONTENT, (), State(), About()))
    assert [[phrase.key for phrase in part][:1] for part in shown] == [["summary.shown.intro"], ["summary.chat"]]


@pytest.mark.parametrize("lang", languages())
def test_each_language_says_all_of_it(lang: str) -> None:
    about = About(lang, TOPIC, "salut", "v9", 1_790_000_000_000, window_minutes=10)
    found = read(of(lives(9, whole(first=False).keep("letter/start", "now")), about), lang)
    assert len(found) == MOST
    assert [text for text in found.values() if "{" in text or not text.endswith(".")] == []


# ---------------------------------------------------------------- of every life

WORDS = ("appelez 06 39 98 10 01", "je veux parler à quelqu'un", "\u202e<b>", "zz " * 300, "je sors de prison")


class Watched(Life):
    """A life of which the summary, and what may be seen, are looked at after everything that happens."""

    def event(self, body: Body, *, wait: int = 60_000, follows: bool = False) -> tuple[Effect, ...]:
        effects = super().event(body, wait=wait, follows=follows)
        only_what_may_be_seen(self)
        holds(self)
        return effects


def about_of(chat: Chat) -> About:
    """Something else each time."""
    n, source = chat.n, f"v{chat.n}" if chat.n % 3 else ""
    topic = TOPIC if n % 2 else None
    return About(("fr", "en")[n % 2], topic, WORDS[n % 5], source, chat.at, (None, 90)[n % 2])


def holds(chat: Chat) -> None:
    """What is true of every summary."""
    about, facts = about_of(chat), tuple(chat.facts)
    found = summary(chat.content, facts, chat.state, about)
    seen = {fact.seq: fact for fact in visible(chat.content, facts, chat.state.dossier)}
    assert len(found.points) <= MOST
    assert len({point.id for point in found.points}) == len(found.points)
    for point in found.points:
        _rests_on_what_is_seen(point, about, {seq: fact.source for seq, fact in seen.items()})
        assert not [text for text in strings(point.phrase) if "39 98" in text or "example.org" in text], point
    assert found == summary(chat.content, facts, chat.state, about)
    assert [phrase for part in bubbles(found) for phrase in part if not phrase.key.startswith("summary.shown.")] == [
        point.phrase for point in found.points
    ]


def _rests_on_what_is_seen(point: Point, about: About, sources: dict[int, str]) -> None:
    assert {*point.proof} <= sources.keys(), point
    if point.id == "asked":
        assert point.sources == ((about.source,) if about.source else ())
    else:
        assert {*point.sources} == {sources[seq] for seq in point.proof}, point
        assert bool(point.proof) == bool(point.day), point
        assert point.proof or point.id in {"stands", "chat", "agreements"}, point


def strings(arg: Arg) -> Iterator[str]:
    """The words of the person a phrase holds."""
    if isinstance(arg, str):
        yield arg
    elif isinstance(arg, tuple):
        yield from (text for one in arg for text in strings(one))
    elif isinstance(arg, Phrase):
        yield from (text for one in arg.args.values() for text in strings(one))


@given(moves(16))
def test_it_holds_at_every_step_of_every_life(life: list[Move]) -> None:
    chat = Watched(with_secret(*FORMS))
    for said in EXPRESS[: 2 + len(life) % len(EXPRESS)]:
        chat.send(said)
    chat.play(life)


def test_nothing_private_is_in_it_while_it_is_asked_nor_once_it_is_told() -> None:
    chat = after("bonjour", "oui")
    chat.content = with_secret(*FORMS)
    asked = summary(chat.content, tuple(chat.facts), chat.state, About())
    assert chat.cur == "cv/secret"
    assert "label.cv.secret" not in repr(asked)
    told(chat, "cv/secret", Value(Kind.TEXT, text="je suis malade"), "je suis malade")
    after_it = summary(chat.content, tuple(chat.facts), chat.state, About())
    assert "malade" not in repr(after_it)
