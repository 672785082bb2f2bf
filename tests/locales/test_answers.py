"""Short answers, as people give them, become the line of the CV that they mean; what they deny is not on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import content
from flows import tidy
from flows.content import Parsed, Reading
from flows.cv import extras, reach
from flows.cv import rules as cv
from flows.hours import hours_in
from flows.live import Live
from flows.model import Choice, Fact, How, Kind, Value
from flows.project import rules as project
from flows.reading import command, fold, keeps
from flows.whom import rather_for
from locales import translator

CONTENT = content.load()
AT = 1_790_000_000_000
SAY = translator("fr")


def reading(text: str, lang: str = "fr", choices: tuple[Choice, ...] = ()) -> Reading:
    words = CONTENT.words[lang]
    return Reading(text, fold(text), AT, words, Live(), CONTENT, lang, "", "e1", choices)


def value(parsed: Parsed | None) -> Value:
    assert parsed
    assert parsed.value
    return parsed.value


LANGUAGES = {
    "arabe (langue maternelle) français B2": ("ar:mother", "fr:B2"),
    "français anglais, non pas anglais, espagnol": ("fr", "es"),
    "créole haïtien, français, un peu espagnol": ("ht", "fr", "es:little"),
    "je parle bien arabe et un peu français": ("ar:speak", "fr:little"),
    "français, baoulé, dioula un peu": ("fr", "bci", "dyu:little"),
    "arabe mais je l'écris pas": ("ar:speak",),
    "je ne parle que le français": ("fr:speak",),
    "le français, l'anglais pas très bien": ("fr", "en:little"),
    "anglais, je comprends mais je parle pas": ("en:understand",),
}


@pytest.mark.parametrize(("said", "kept"), LANGUAGES.items())
def test_each_language_has_the_level_that_was_said_of_it(said: str, kept: tuple[str, ...]) -> None:
    assert value(extras.read_languages(reading(said))).ids == kept


ASKED = {
    ("en", "can you also write that i speak swahili?"): ("sw",),
    ("en", "please write I speak Swahili"): ("sw",),
    ("fr", "vous pouvez écrire que je parle swahili ?"): ("sw",),
    ("fr", "écris aussi que je parle anglais"): ("en",),
    ("ar", "اكتب أني أتكلم الإنجليزية"): ("en",),
    ("uk", "напишіть, що я розмовляю англійською"): ("en",),
    ("en", "I speak and write Swahili"): ("sw:write",),
    ("en", "Swahili, written"): ("sw:write",),
    ("fr", "je sais écrire l'anglais"): ("en:write",),
    ("uk", "англійська, пишу"): ("en:write",),
}


@pytest.mark.parametrize(("lang", "said"), ASKED)
def test_who_asks_to_write_that_a_language_is_spoken_does_not_say_to_write_it(lang: str, said: str) -> None:
    ids = value(extras.read_languages(reading(said, lang))).ids
    wanted = ASKED[lang, said]
    assert "write" in "".join(wanted) or not any("write" in one for one in ids)
    assert [one.partition(":")[0] for one in ids] == [one.partition(":")[0] for one in wanted]
    assert "write" not in "".join(wanted) or ids == wanted


EXTRAS = {
    "Permis B, pas de voiture en ce moment": ("B",),
    "jai le B mais pas de gova": ("B",),
    "permis là j'ai pas encore eu": ("none",),
    "j'ai le bsr et un scooter": ("BSR",),
    "je passe le permis": ("code",),
    "non, pas de permis mais une voiture": ("car",),
}


@pytest.mark.parametrize(("said", "kept"), EXTRAS.items())
def test_only_what_one_has_is_kept_of_an_answer_that_says_both(said: str, kept: tuple[str, ...]) -> None:
    assert value(extras.read_extras(reading(said))).ids == kept


TOWNS = {
    "je reste à Cayenne": "Cayenne",
    "je préfère pas dire... Carquefou": "Carquefou",
    "maintenant je suis à Nantes, Bellevue": "Nantes",
    "44800": "44800",
    "44800 Saint-Herblain": "Saint-Herblain",
}


@pytest.mark.parametrize(("said", "town"), TOWNS.items())
def test_a_town_is_found_in_what_is_said_around_it(said: str, town: str) -> None:
    assert value(reach.read_town(reading(said))).text == town


PHONES = {
    "0639981020 ah non 0639981027": "06 39 98 10 27",
    "zéro six trente-neuf quatre-vingt-dix-huit dix vingt-six": "06 39 98 10 26",
    "zéro sept, trente neuf, quatre vingt dix huit, dix, soixante et onze": "07 39 98 10 71",
}


@pytest.mark.parametrize(("said", "number"), PHONES.items())
def test_a_number_put_right_or_said_in_words_is_the_one(said: str, number: str) -> None:
    assert value(reach.read_phone(reading(said))).text == number


def test_a_sound_of_who_looks_for_words_is_no_name_and_a_question_neither() -> None:
    assert value(reach.read_name(reading("euh Saïd"))).text == "Saïd"
    assert value(reach.read_town(reading("Vitry euh Vitry sur Seine"))).text == "Vitry sur Seine"
    assert reach.read_name(reading("je suis obligée ?")) is None


@pytest.mark.parametrize(
    "said",
    [
        "je voudrais parler avec une vraie personne s'il vous plaît",
        "bonjour, un conseiller svp",
        "parler à quelqu'un stp",
    ],
)
def test_who_asks_kindly_for_a_person_is_heard(said: str) -> None:
    assert command(fold(said), CONTENT.words["fr"]) == "human"


JOBS = {
    "employée de supermarché": "Employée de supermarché",
    "ouvrier agricole ou apiculteur salarié": "Ouvrier agricole",
    "technicien reparateur smartphone": "Réparateur de téléphones",
    "technicien de maintenance": "Technicien de maintenance",
    "cuisinière dans cantine des enfants, vous pensez ça peut aller ?": "Cuisinière",
}


@pytest.mark.parametrize(("said", "title"), JOBS.items())
def test_a_job_outside_the_catalog_is_printed_as_it_was_named(said: str, title: str) -> None:
    assert value(project.read(reading(said))).text == title


def told(**answers: Value) -> Live:
    """One life, with what was told of it."""
    live = Live(standing=("e1",))
    for name, answer in {"what": Value(Kind.TEXT, text="…"), **answers}.items():
        qid = f"exp/e1/{name}"
        live.facts[qid] = Fact(len(live.facts) + 1, qid, answer, "", "v1", How.TEXT, 0, 1, "fr")
    return live


CLEANED = {"told": Value(Kind.CHOICE, ids=("cleaning.floors",))}
ENGINEER = {"trade": Value(Kind.TEXT, text="Ingénieur")}
SAME = {
    "fr": ("pareil mais en journée", "la même chose", "oui, mon ancien métier", "rien d'autre, comme avant"),
    "en": ("the same", "yes, the same job", "what I did before"),
    "ar": ("نفس الشيء", "نفس العمل"),
    "uk": ("нічого іншого, те саме", "за фахом", "та сама робота"),
}
OTHER = {
    "fr": ("pas la même chose", "un travail où je peux aider en même temps", "au même endroit"),
    "en": ("not the same", "at the same time"),
    "ar": ("ليس نفس العمل", "في نفس الوقت"),
    "uk": ("не те саме", "в той самий час"),
}


@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang, ways in SAME.items() for said in ways])
def test_the_same_job_is_the_trade_that_was_told_or_else_the_first_near_what_was_done(lang: str, said: str) -> None:
    assert value(project.read(replace(reading(said, lang), live=told(**ENGINEER, **CLEANED)))).text == "Ingénieur"
    assert value(project.read(replace(reading(said, lang), live=told(**CLEANED)))).ids == ("K2205",)
    assert project.read(replace(reading(said, lang), live=told())) is None


@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang, ways in OTHER.items() for said in ways])
def test_what_is_not_the_same_job_is_none(lang: str, said: str) -> None:
    parsed = project.read(replace(reading(said, lang), live=told(**ENGINEER, **CLEANED)))
    assert parsed is None or parsed.value is None or parsed.value.kind is Kind.TEXT


def test_a_trade_is_offered_before_what_is_near_and_nothing_is_where_nothing_was_told() -> None:
    def offered(live: Live) -> list[str]:
        return [choice.id for choice in project.near(CONTENT, live, "")]

    assert offered(told(**ENGINEER)) == ["trade:Ingénieur", "other", "unknown"]
    assert offered(told(**ENGINEER, **CLEANED))[:2] == ["trade:Ingénieur", "K2205"]
    assert offered(told()) == ["other", "unknown"]
    assert project.chosen(CONTENT, told(), "", "trade:Ingénieur").text == "Ingénieur"


def test_a_trade_said_after_a_remark_is_the_job() -> None:
    assert value(project.read(reading("Vous êtes sérieux ? Je suis comptable, 15 ans."))).text == "Comptable"
    assert not value(project.read(reading("Du ménage. Avant je suis comptable."))).text


RATHER = {
    ("fr", "non c'est dans des bureaux"): "company",
    ("fr", "non, pour ma famille"): "family",
    ("fr", "non, c'était bénévole"): "association",
    ("en", "no it's in offices"): "company",
    ("ar", "لا، في مكاتب"): "company",
    ("uk", "ні, в офісах"): "company",
    ("fr", "non c'est ma mère"): "",
    ("fr", "non"): "",
    ("fr", "non, pas vraiment"): "",
    ("fr", "oui, dans des bureaux"): "",
    ("en", "no, my mother did it"): "",
    ("uk", "ні, це моя мама"): "",
    ("ar", "لا، أمي"): "",
}


@pytest.mark.parametrize(("lang", "said"), RATHER)
def test_a_no_that_says_for_whom_corrects_that(lang: str, said: str) -> None:
    assert rather_for(fold(said), CONTENT.words[lang]) == RATHER[lang, said]


def test_hours_of_the_clock_and_of_a_day_are_no_hours_of_a_week() -> None:
    assert [hours_in(fold(s)) for s in ("je pars à 5h", "8h par jour", "de 5h à 8h")] == ["", "", ""]
    assert [hours_in(fold(s)) for s in ("un contrat de 20h", "24 heures par semaine")] == ["20", "24"]


LINES = {
    "Je m'occupe de trente pianos dans le Gers depuis huit ans": ("S'occuper de trente pianos",),
    "jdemonte jtrouve la vis jremonte": ("Trouver la vis",),
    "jrecup les photos aussi quand le tel est mort": ("Récupérer les photos",),
    "je lustre pi je polis les cadres": ("Polir les cadres",),
    "jlui fait le ptit dej jlemmene": ("Faire le petit déjeuner",),
    "ponçage, enduit, peinture": ("Ponçage", "Enduit"),  # whether the last is that of walls is asked
    "je prends l'air, tout ça là": ("Prendre l'air",),
    "avec le grand il lit": (),
    "puis l'usine a fermé": (),
    "le linge et les chambres de l'étage": (),
    "bonjour, merci, ça va": (),
    "tirage des photos, contrôle des micros, mixage": ("Tirage des photos", "Contrôler des micros", "Mixage"),
    "bambara, soninké et français": (),
    "Avant, ouvrier, deux saisons : je récoltais le sel": ("Récolter le sel",),
}


@pytest.mark.parametrize(("said", "lines"), LINES.items())
def test_a_life_outside_the_catalog_is_tidied_or_not_shown(said: str, lines: tuple[str, ...]) -> None:
    assert tidy.lines(said, "fr", CONTENT) == lines


@pytest.mark.parametrize(
    ("said", "form"), [("On peut se tutoyer.", "tu"), ("Je préfère le vouvoiement", "vous"), ("pas de tutoiement", "")]
)
def test_the_form_of_address_is_named_by_its_verb_too(said: str, form: str) -> None:
    shown = cv.addresses(CONTENT, Live(), "")
    found = cv.read_address(reading(said, choices=shown))
    assert (found.value.ids[0] if found and found.value else "") == form


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("українська, російська, трохи польської", ("uk", "ru", "pl:little")),
        ("українська, трохи англійської", ("uk", "en:little")),
        ("трохи німецької", ("de:little",)),
        ("українська, трохи сілезької", ("uk",)),
    ],
)
def test_a_little_of_a_language_lowers_no_other(said: str, kept: tuple[str, ...]) -> None:
    assert value(extras.read_languages(reading(said, "uk"))).ids == kept


ALL_SAID = {
    "fr": ("non, c'est tout", "non merci, c'est tout", "rien d'autre"),
    "en": ("no that's all", "no thanks, that's it", "nothing else"),
    "ar": ("لا هذا كل شيء", "لا شكرا خلص", "لا شيء آخر"),
    "uk": ("ні, це все", "ні, дякую, це все", "більше нічого"),
}


@pytest.mark.parametrize("lang", ALL_SAID)
def test_that_is_all_keeps_what_was_shown(lang: str) -> None:
    assert {text: keeps(fold(text), CONTENT.words[lang]) for text in ALL_SAID[lang]} == dict.fromkeys(
        ALL_SAID[lang], "yes"
    )
