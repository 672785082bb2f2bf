"""Each language understands the same things, in the ways people write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime

import pytest

from bot import content
from flows import tidy, times
from flows.joints import NAMED, Joints
from flows.reading import command, question_named
from flows.whom import for_whom
from flows.words import Words, fold
from locales import BrokenWords, languages, load_words
from tests.locales.conftest import Tree

CONTENT = content.load()
WORDS = CONTENT.words
MAY_BE_EMPTY = {
    "latin",
    "spellings",
    "articles",
    "duals",
    "ones",
    "verbs",
    "trades",
    "trade_endings",
}  # only some languages have articles or a dual
GROUPS = ("commands", "answers", "edits", "fractions", "units", "times", "rhythms", "people", "levels", "licences",
          "for_whom", "questions", "sides", "cues", "languages", "shares", "degrees", "danger")  # fmt: skip
BY_CAPITALS = {"given", "demonyms"}  # a name is known by its capital, and in letters without any by a list
INSIDE = ("languages", "levels", "licences", "people", "for_whom", "units", "rhythms", "sides")


@pytest.fixture(scope="module", params=languages())
def words(request: pytest.FixtureRequest) -> Words:
    return WORDS[request.param]


def test_every_language_has_every_section(words: Words) -> None:
    empty = {field.name for field in fields(Words) if not getattr(words, field.name)}
    assert empty <= MAY_BE_EMPTY


@pytest.mark.parametrize("group", GROUPS)
def test_every_language_knows_the_ids_of_the_source(words: Words, group: str) -> None:
    ways: Mapping[str, tuple[str, ...]] = getattr(words, group)
    assert ways.keys() - BY_CAPITALS == getattr(WORDS["fr"], group).keys() - BY_CAPITALS
    assert all(ways.values())


def test_every_language_knows_what_is_only_hoped(words: Words) -> None:
    assert all(words.hopes[name] for name in ("wish", "unreal", "trained", "if", "told"))


@pytest.mark.parametrize("group", ["numbers", "months", "seasons"])
def test_every_language_knows_the_numbers_of_the_source(words: Words, group: str) -> None:
    assert set(getattr(words, group).values()) >= set(getattr(WORDS["fr"], group).values())


def test_a_whole_message_has_one_meaning(words: Words) -> None:
    seen: dict[str, str] = {}
    for meaning, ways in [*words.commands.items(), *words.answers.items()]:
        for way in ways:
            assert seen.setdefault(way, meaning) == meaning, f"{way!r}: {seen[way]} or {meaning}"


@pytest.mark.parametrize(
    "group", ["languages", "levels", "licences", "people", "for_whom", "units", "rhythms", "sides"]
)
def test_a_word_inside_a_message_has_one_meaning(words: Words, group: str) -> None:
    ways: Mapping[str, tuple[str, ...]] = getattr(words, group)
    flat = [way for said in ways.values() for way in said]
    assert sorted(set(flat)) == sorted(flat)


def test_the_longest_way_comes_first(words: Words) -> None:
    assert list(words.negations) == sorted(words.negations, key=lambda way: (-len(way), way))


def test_universal_signs_are_understood_everywhere(words: Words) -> None:
    assert {"👍", "✅", "👌", "❤"} <= set(words.answers["yes"])
    assert {"?", "...", "🤷"} <= set(words.answers["unknown"])


SAID = {
    "fr": {
        "yes": [
            "oui ok",
            "oé",
            "nikel",
            "C bon",
            "oui pour tout",
            "oui c est bon",
            "parfait",
            "👍🏽",
            "ok oui",
            "D'accord !",
        ],
        "no": ["nn", "Non merci", "je refuse"],
        "unknown": ["jsp", "je sais plus", "jsai pa tro", "...", "nimporte", "comme vous voulez", "🤷‍♀️", "??"],
        "done": ["c tout", "cest tout", "non c tout", "non rien d'autre", "stop là"],
        "told": ["bah jlai dit", "je l'ai déjà dit"],
        "none": ["aucun des trois", "Rien de tout ça"],
        "back": ["Retour", "revenir en arrière"],
        "help": ["c'est quoi", "je comprends pas", "Aide"],
        "change": ["change", "Changer"],
        "human": ["Une personne", "parler à quelqu'un"],
        "data": ["mes données"],
        "erase": ["Effacer mes données"],
        "skip": ["Passer", "je passe"],
        "continue": ["continue", "on continue"],
    },
    "en": {
        "yes": ["yes sure", "Looks good", "ok now", "its correct", "Yes it's OK now", "👍", "i agree"],
        "no": ["no", "Nope", "no thanks", "I don't agree"],
        "unknown": ["idk", "i cant remember", "not sure", "up to you", "dunno", "..."],
        "done": ["no thats it", "that's all", "finished", "nothing else"],
        "told": ["i already told you", "i have said it"],
        "none": ["none of the three", "nothing"],
        "back": ["back", "go back"],
        "help": ["what does it mean", "i dont understand"],
        "human": ["a person", "can i talk to someone?"],
        "skip": ["skip", "rather not say"],
    },
    "ar": {
        "yes": ["نعم", "اي صح", "تمام", "تمام شكرا", "صح", "إيه", "أوكي", "أكيد", "طيّب", "أوافق", "👌"],
        "no": ["لا", "لأ", "لا شكراً", "مش موافق"],
        "unknown": ["ما بعرف", "لا أعرف", "مابعرف", "ماعرفش", "نسيت", "الله أعلم", "؟"],
        "done": ["هيك بس", "خلص", "لا هذا كل شيء", "صافي"],
        "told": ["قلتلك", "سبق وقلت", "كتبت"],
        "none": ["ولا واحد", "والو", "لا شيء"],
        "back": ["رجوع", "ارجع"],
        "help": ["ما فهمت", "مساعدة", "شو يعني؟"],
        "human": ["شخص", "ممكن احكي مع شخص يحكي عربي؟"],
        "change": ["تغيير"],
        "data": ["بياناتي"],
        "later": ["لاحقًا", "بعدين"],
        "stop": ["إيقاف", "stop"],
    },
    "uk": {
        "yes": ["так", "Ага", "добре", "так вірно", "Все вірно дякую!", "ок", "да"],
        "no": ["ні", "Ні дякую", "нет"],
        "unknown": ["не знаю", "не пам’ятаю", "не памʼятаю", "хз", "все одно"],
        "done": ["це все", "більше нічого", "готово"],
        "told": ["я вже написала", "я ж казав"],
        "none": ["нічого з цього", "жоден з трьох"],
        "back": ["назад", "Повернутися"],
        "help": ["не розумію", "що це означає?"],
        "human": ["людина", "хочу поговорити з людиною"],
        "continue": ["далі", "продовжити"],
        "data": ["мої дані"],
    },
}


@pytest.mark.parametrize(("lang", "meaning"), [(lang, meaning) for lang, said in SAID.items() for meaning in said])
def test_people_are_understood_as_they_write(lang: str, meaning: str) -> None:
    words = WORDS[lang]
    ways = {**words.commands, **words.answers}[meaning]
    assert [text for text in SAID[lang][meaning] if fold(text) not in ways] == []


FOLDED = [
    ("C’est TOUT !!", "c est tout"),
    ("Saint-Herblain", "saint herblain"),
    ("2009-2015", "2009-2015"),
    ("٢٠١٩", "2019"),
    ("أبو محمود", "ابو محمود"),
    ("مـــدرسةٌ", "مدرسه"),
    ("П'ять", "пять"),
    ("Їжа, йод", "їжа, йод"),
    ("ґанок", "ґанок"),
    ("oui 👍", "oui"),
    ("👍🏾👍🏾", "👍"),
    ("…", "..."),
    ("a\u202eb\u0000c", "abc"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_folding_forgets_only_what_does_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_a_broken_file_is_refused_by_name(tree: Tree) -> None:
    (tree.root / "fr").mkdir()
    page = tree.root / "fr" / "words.toml"
    for text, why in [
        ("x = [", "the whole file"),
        ("[answers]\n", "commands: missing"),
        ("[commands]\nback = 1", "lists of"),
    ]:
        page.write_text(text, encoding="utf-8")
        with pytest.raises(BrokenWords, match=why):
            load_words("fr", tree.root)


@pytest.mark.parametrize(
    ("lang", "said", "whom"),
    [
        ("ar", "عند سيدة", "home"), ("ar", "أنظف منزل سيدة كبيرة", "home"), ("ar", "أطبخ في مطعم", "company"),
        ("ar", "أعمل بالمطعم", "company"), ("ar", "أعتني بأمي", "family"), ("ar", "كان عندي محل", "own"),
        ("uk", "прибираю у літньої жінки", "home"), ("uk", "готую в ресторані", "company"),
        ("uk", "прибираю в однієї пані", "home"), ("uk", "доглядаю за мамою", "family"),
        ("uk", "волонтерю в церкві", "association"), ("uk", "допомагаю сусідці", "home"),
        ("fr", "ménage chez une vieille dame", "home"), ("fr", "je garde mes petits frères", "family"),
        ("en", "I clean for an old woman", "home"), ("en", "I looked after my mother", "family"),
    ],
)  # fmt: skip
def test_for_whom_is_heard_in_the_sentence_that_tells_it(lang: str, said: str, whom: str) -> None:
    assert for_whom(fold(said), WORDS[lang]) == whom


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "je fais aussi les rideaux pour un monsieur qui a un magasin"),
        ("fr", "le ménage chez une dame qui tient un hôtel"),
        ("en", "I also sew curtains for a man who has a shop"), ("en", "I clean for a lady who runs a restaurant"),
        ("ar", "أنظف عند سيدة عندها مطعم"), ("uk", "прибираю у жінки, яка має магазин"),
    ],
)  # fmt: skip
def test_a_place_that_tells_who_somebody_is_is_no_place_of_work(lang: str, said: str) -> None:
    assert for_whom(fold(said), WORDS[lang]) == ""


@pytest.mark.parametrize("said", ["je garde des enfants, je les conduis à l'école", "je nettoie le salon"])
def test_a_place_one_goes_to_is_not_for_whom(said: str) -> None:
    assert for_whom(fold(said), WORDS["fr"]) == ""


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "depuis septembre de l'année dernière"), ("en", "since September last year"),
        ("ar", "من أيلول السنة الماضية"), ("uk", "з вересня минулого року"),
    ],
)  # fmt: skip
def test_a_month_of_last_year_is_a_date(lang: str, said: str) -> None:
    span = times.read(said, WORDS[lang], int(datetime(2026, 11, 26, tzinfo=UTC).timestamp()) * 1000)
    assert span
    assert span.start
    assert (span.start.year, span.start.month, span.ongoing) == (2025, 9, True)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr", "changer ma ville"), ("en", "back to the town"), ("ar", "تغيير المدينة"), ("uk", "змінити місто")],
)
def test_a_question_is_named_in_everyday_words(lang: str, said: str) -> None:
    assert question_named(fold(said), WORDS[lang]) == "town"


def test_words_of_talk_are_not_offered_for_the_cv() -> None:
    assert tidy.lines("ну и налоговая конечно", "uk", CONTENT) == ()


@pytest.mark.parametrize(
    ("lang", "said"), [("uk", "тренувала собак. Хто це читає?"), ("fr", "j'ai entraîné des chiens. Qui lit ça ?")]
)
def test_a_question_is_not_offered_for_the_cv(lang: str, said: str) -> None:
    assert len(tidy.lines(said, lang, CONTENT)) == 1


def test_every_small_word_has_a_use(words: Words) -> None:
    used = {NAMED.get(field.name, field.name) for field in fields(Joints)}
    assert words.joints.keys() <= used
    assert all(words.joints.values())
    assert words.joints["link"]
    assert set(words.joints["but"]) <= set(words.joints["link"])


ERASED = {
    "fr": ("Effacez mes données", "supprimez tout", "je veux supprimer mon compte"),
    "en": ("I want to delete my data", "could you delete all my data please", "wipe all of it"),
    "ar": ("احذفوا بياناتي", "امسحوا كل شي", "أريد مسح حسابي"),
    "uk": ("видаліть усе", "зітріть усе", "видали мої дані", "видаліть мій акаунт"),
}


@pytest.mark.parametrize("lang", sorted(ERASED))
def test_to_erase_all_is_asked_in_each_form_of_the_verb(lang: str) -> None:
    words = load_words(lang)
    assert {said: command(fold(said), words) for said in ERASED[lang]} == dict.fromkeys(ERASED[lang], "erase")
