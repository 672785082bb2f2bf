"""How somebody lives or is, is no work: who is out of work, deaf, 58, shy or hard-working is heard, and asked on."""

from __future__ import annotations

import pytest

from tests.flows.chat import Chat
from tests.locales.talking import chat

PRIVATE = {
    "en": (
        "I've been on benefits for ten years",
        "I lost my job",
        "I was homeless",
        "I am a refugee",
        "no papers yet",
        "I'm autistic",
        "I am deaf",
        "I use a wheelchair",
        "I am in a wheelchair",
        "I am 58",
        "58 years old",
    ),
    "fr": (
        "je suis au chômage depuis dix ans",
        "j'ai perdu mon travail",
        "j'étais à la rue",
        "je suis réfugiée",
        "je suis autiste",
        "je suis sourde",
        "je suis en fauteuil roulant",
        "j'ai 58 ans",
    ),
    "ar": (
        "أنا عاطل عن العمل",
        "خسرت شغلي",
        "كنت بالشارع",
        "أنا لاجئة",
        "أنا صماء",
        "معي سكري",
        "أنا على كرسي متحرك",
        "عمري 58 سنة",
    ),
    "uk": (
        "я безробітна",
        "втратила роботу",
        "я біженка",
        "у мене тимчасовий захист",
        "я глуха",
        "у мене діабет",
        "я на візку",
        "мені 58 років",
    ),
}
LATER = {
    "en": (
        "I am a student",
        "I am retired",
        "I need money",
        "I came here two years ago",
        "I speak four languages",
        "I left school at 14",
        "I have no degree",
        "I like animals",
    ),
    "fr": (
        "je suis étudiant",
        "je suis à la retraite",
        "j'ai besoin d'argent",
        "je suis arrivée il y a deux ans",
        "je parle quatre langues",
        "j'ai arrêté l'école en 3e",
        "j'ai pas le bac",
    ),
    "ar": ("أنا متقاعد", "محتاج فلوس", "ما عندي شهادة"),
    "uk": ("я студент", "я на пенсії", "потрібні гроші", "приїхала рік тому", "маю права", "люблю тварин"),
}
PARENT = {
    "en": ("I have three children", "I am a single mum", "I never worked because of my children"),
    "fr": ("j'ai trois enfants", "je suis maman solo", "je travaille pas à cause de mes enfants"),
    "ar": ("عندي ثلاثة أولاد",),
    "uk": ("у мене троє дітей",),
}
TRAIT = {
    "en": ("I am a hard worker", "I am punctual and honest", "I'm good with my hands"),
    "fr": ("je suis sérieuse et ponctuelle", "je suis manuel", "j'aime le contact"),
    "ar": ("أنا مجتهدة", "صبور ومنظم"),
    "uk": ("я відповідальна", "я роботящий"),
}
DOUBT = {
    "en": ("I am shy", "my English is bad", "sorry for my English"),
    "fr": ("je suis timide", "mon français est mauvais", "je fais des fautes"),
    "ar": ("أنا خجولة", "لغتي ضعيفة", "ما بحكي فرنسي", "ما حدا بيوظفني"),
    "uk": ("я сором'язлива", "не знаю мови", "погано пишу"),
}
HELD = {  # what is told of a diploma
    ("en", "I have a degree in chemistry from Damascus"): "university:sciences::",
    ("en", "I passed my A levels in 2004"): "secondary::2004:",
    ("fr", "j'ai un master de chimie"): "master:sciences::",
    ("fr", "j'ai fait des ménages et j'ai un BTS compta 2012"): "bts:accounting:2012:",
    ("ar", "عندي بكالوريا"): "bac:::",
    ("uk", "маю вищу освіту"): "university:::",
}
NOT_HELD = {
    "en": ("my son has a degree", "I have a job at the university", "I have no degree", "I have a course tomorrow"),
    "fr": ("j'ai pas le bac", "j'ai la fac le lundi", "je donnais des cours pour le bac"),
    "ar": ("ابني معه بكالوريوس", "ما عندي بكالوريا"),
    "uk": ("син має диплом",),
}
MORE = {
    "en": (
        "I lost my job at the factory",
        "unemployed, before I was a mason",
        "retired teacher",
        "I pushed a lady in a wheelchair",
        "I am a patient carer",
        "I drive a bus, I am 58",
    ),
    "fr": (
        "j'ai été licencié de l'usine",
        "je suis étudiant et je travaille le soir dans un bar",
        "je donnais des cours pour le bac",
        "j'aidais un patient à domicile",
        "j'ai un CAP cuisine",
    ),
    "ar": ("عاطل عن العمل، كنت نجار",),
    "uk": ("безробітна, раніше прибирала в готелі",),
}


def diplomas(talk: Chat) -> list[str]:
    return [one for fact in talk.facts if fact.qid == "cv/training" for one in fact.value.ids]


def every(said: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(lang, one) for lang, all_ in said.items() for one in all_]


@pytest.mark.parametrize(("lang", "said"), every(PRIVATE))
def test_what_no_employer_needs_is_said_to_stay_off_the_cv(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert (talk.said()[0], talk.cur, talk.live().get("exp/e1/what")) == ("private", "exp/e1/what", None)


@pytest.mark.parametrize(("lang", "said"), every(LATER))
def test_what_is_no_work_yet_is_asked_behind(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert (talk.said()[0], talk.cur, talk.live().get("exp/e1/what")) == ("hoped", "exp/e1/what", None)


@pytest.mark.parametrize(("lang", "said"), every(PARENT))
def test_who_has_children_is_asked_what_a_home_asks_for(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert talk.cur == "exp/e1/acts"
    assert talk.live()["exp/e1/what"].ids == ("home",)


@pytest.mark.parametrize(("lang", "said"), every(MORE))
def test_work_that_is_told_with_it_is_work(lang: str, said: str) -> None:
    assert "exp/e1/what" in chat(lang, said).live()


@pytest.mark.parametrize(("lang", "said"), every(TRAIT))
def test_how_somebody_is_shows_in_what_they_do(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert (talk.said()[0], talk.cur, talk.live().get("exp/e1/what")) == ("trait", "exp/e1/what", None)


@pytest.mark.parametrize(("lang", "said"), every(DOUBT))
def test_who_thinks_little_of_how_they_speak_or_are_is_met_with_warmth(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert (talk.said()[0], talk.cur, talk.live().get("exp/e1/what")) == ("doubt", "exp/e1/what", None)


@pytest.mark.parametrize(("lang", "said"), HELD)
def test_a_diploma_is_kept_whenever_it_is_told(lang: str, said: str) -> None:
    assert diplomas(chat(lang, said)) == [HELD[lang, said]]


@pytest.mark.parametrize(("lang", "said"), every(NOT_HELD))
def test_what_is_no_diploma_of_theirs_is_not_kept(lang: str, said: str) -> None:
    assert diplomas(chat(lang, said)) == []


@pytest.mark.parametrize(
    "said",
    [
        "my husband died last year, I ran the farm accounts for 27 years",
        "I lost my husband in March. On our farm I did the wages and the VAT for 27 years",
    ],
)
def test_work_that_is_told_beside_a_loss_is_work(said: str) -> None:
    assert "exp/e1/what" in chat("en", said).live()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "j'ai un bac pro compta"),
        ("fr", "j'ai un CAP cuisine"),
        ("en", "I have a certificate in sewing"),
        ("ar", "في مطعم، عندي شهادة طبخ من ٢٠١٨"),
    ],
)
def test_a_diploma_is_no_work_that_was_done_and_what_it_is_for_is_asked(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert talk.cur == "exp/e1/acts"
    assert "exp/e1/told" not in talk.live()
