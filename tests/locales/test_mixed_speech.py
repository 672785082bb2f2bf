"""What people mix and leave out: letters of two alphabets, words of two languages, "and" without a subject."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import content
from bot.hints import Hinter
from flows import acts, clauses, tidy, times
from flows.content import Reading
from flows.cv import extras, reach, training
from flows.discovery import stories
from flows.hours import hours_in
from flows.live import Live
from flows.model import State, Text
from flows.project import titles
from flows.reading import fold
from tests.flows.chat import Chat

CONTENT = content.load()
AT = 1_790_000_000_000


def reading(lang: str, text: str, qid: str = "") -> Reading:
    return Reading(text, fold(text), AT, CONTENT.words[lang], Live(), CONTENT, lang, qid, "")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("charika mta3 naql", "شركة متاع نقل"),
        ("نحمل السلعة w nthabbet fel papiers", "نحمل السلعة و نثبت في أوراق"),
        ("chauffeur livreur", ""),
        ("خدمت ف Marjane عامين", ""),
    ],
)
def test_arabic_is_read_in_latin_letters_beside_its_own(said: str, written: str) -> None:
    assert Hinter(CONTENT, lambda _lang: ())(Text(said), State(lang="ar")).written == written


@pytest.mark.parametrize(
    ("said", "written"),
    [("rozdavala yizhu i vodu, zapysuvala", "роздавала їжу і воду, записувала"), ("my family and my city", "")],
)
def test_ukrainian_in_latin_letters_is_told_by_how_its_verbs_end(said: str, written: str) -> None:
    assert Hinter(CONTENT, lambda _lang: ())(Text(said), State(lang="uk")).written == written


@pytest.mark.parametrize(
    ("said", "mine"),
    [
        ("моя сестра готувала і прибирала", [False, False]),
        ("я готувала і прибирала", [True, True]),
        ("мама хворіла і доглядала її", [False, True]),
    ],
)
def test_a_verb_after_and_keeps_the_subject(said: str, mine: list[bool]) -> None:
    assert [clause.mine for clause in clauses.clauses(said, CONTENT.words["uk"])] == mine


@pytest.mark.parametrize(
    ("lang", "said", "act"),
    [
        ("ar", "كويس", ()),
        ("ar", "كنت سواق في الكويت", ("driving.drive",)),
        ("ar", "هنا بقالي سنة", ()),
        ("ar", "بعلّم الحيط بالخيط والميزان", ("building.measure",)),
        ("uk", "волонтерська організація", ("social.help",)),
        ("uk", "восени готую бджіл до зимівлі", ("farm.bees",)),
    ],
)
def test_a_word_that_only_begins_like_another_tells_nothing_of_it(lang: str, said: str, act: tuple[str, ...]) -> None:
    assert tuple(told.act for told in acts.told(said, lang, CONTENT)) == act


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ar", "صباعي اتقطع في الشغل بس ايدي شغالة زي الفل"),
        ("ar", "بقرا ليها القرآن كل يوم"),
        ("uk", "поранений був на фронті"),
        ("uk", "покажи що пише в резюме"),
    ],
)
def test_what_is_private_or_said_of_this_conversation_is_not_proposed(lang: str, said: str) -> None:
    assert tidy.lines(said, lang, CONTENT) == ()


def test_who_tells_what_is_private_is_thanked_and_agrees_to_nothing() -> None:
    chat = Chat(CONTENT, State(lang="uk"))
    for said in ("привіт", "так", "прибирала квартири"):
        chat.send(said)
    chat.send("поранений був")
    assert chat.cur == "exp/e1/skill"
    assert "private" in chat.said()


def test_years_said_in_russian_are_no_hours() -> None:
    assert hours_in(fold("торгувала 18 год")) == ""
    assert hours_in(fold("20 год на тиждень")) == "20"


def test_the_end_of_a_time_may_be_two_digits() -> None:
    span = times.read("с 2004 по 22-й", CONTENT.words["uk"], AT)
    assert span
    assert (span.start and span.start.year, span.end and span.end.year) == (2004, 2022)


@pytest.mark.parametrize(("lang", "said"), [("uk", "в с"), ("ar", "permis B w C")])
def test_licences_said_by_their_letters_are_each_kept(lang: str, said: str) -> None:
    parsed = extras.read_extras(reading(lang, said))
    assert parsed
    assert parsed.value
    assert parsed.value.ids == ("B", "C")


def test_a_little_is_said_of_the_language_after_it() -> None:
    parsed = extras.read_languages(reading("ar", "الدارجة و تشلحيت و شوية ديال الفرنسية"))
    assert parsed
    assert parsed.value
    assert parsed.value.ids == ("ar", "ber", "fr:little")


@pytest.mark.parametrize("said", ["دابا ساكنة فنانت", "هسع ساكنة في نانت"])
def test_a_town_is_found_behind_what_is_glued_to_it(said: str) -> None:
    parsed = reach.read_town(reading("ar", said, "cv/town"))
    assert parsed
    assert parsed.value
    assert parsed.value.text == "نانت"


def test_a_job_may_be_named_in_french() -> None:
    assert titles.named(reading("ar", "chauffeur livreur")) == ("N4105",)


def test_a_trade_learnt_after_school_is_no_subject_of_that_school() -> None:
    told = training.studies("9 кл, потім автослюсар", CONTENT.words["uk"], AT)
    assert [(study.kind, study.subject) for study in told] == [("college", ()), ("training", ("mechanics",))]


@pytest.mark.parametrize(
    ("lang", "said", "lives"),
    [
        ("uk", "працював слюсарем на заводі 15 років, потім охоронцем", 2),
        ("fr", "j'ai été maçon 10 ans, puis agent de sécurité", 2),
        ("uk", "3 роки прибирала офіси, потім готувала обід", 1),
        ("en", "I cleaned offices 3 years and then I drove a lorry", 2),
        ("en", "I cleaned offices 3 years and then I washed the dishes", 1),
        ("en", "I was working in a restaurant 3 years and then I drove a lorry", 2),
        ("en", "I worked in a restaurant for 3 years, then I washed the dishes", 1),
        ("fr", "j'ai travaillé 3 ans dans un restaurant puis j'ai conduit un camion", 2),
        ("ar", "اشتغلت بمعمل خمس سنين وبعدين سقت تكسي", 2),
        ("uk", "я була вчителькою в школі 10 років потім у Польщі збирала полуниці", 2),
    ],
)
def test_another_trade_after_a_time_is_another_life(lang: str, said: str, lives: int) -> None:
    assert len(stories.lives(replace(reading(lang, said, "exp/e1/what"), item="e1"))) == lives


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "from 2010 to 2014 I was a joiner and from 2015 to 2020 I painted houses"),
        ("en", "between 2010 and 2014 I cleaned offices from 2015 to 2020 I drove a bus"),
        ("fr", "de 2010 à 2014 caissière de 2015 à 2020 j'ai gardé des enfants"),
        ("ar", "من ٢٠١٠ ل ٢٠١٤ كنت نجار ومن ٢٠١٥ ل ٢٠٢٠ دهنت بيوت"),
        ("uk", "з 2010 по 2014 шив одяг з 2015 до 2020 водив фуру"),
    ],
)
def test_two_times_by_their_years_are_two_lives_without_a_comma(lang: str, said: str) -> None:
    parts = stories.lives(replace(reading(lang, said, "exp/e1/what"), item="e1"))
    spans = [times.read(part, CONTENT.words[lang], AT) for part in parts]
    years = [(one.start.year, one.end.year) for one in spans if one and one.start and one.end]
    assert years == [(2010, 2014), (2015, 2020)]
