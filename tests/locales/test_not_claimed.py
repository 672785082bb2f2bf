"""What is told and must not be claimed: a licence no employer may count on, a loss, whom one lives with, a guess."""

from __future__ import annotations

import pytest

from bot import content
from flows import acts, levels
from flows.content import Reading
from flows.cv import extras, reach
from flows.discovery.mine import place_of, trade_of
from flows.discovery.rules import read_what
from flows.live import Live
from flows.lives import title_of
from flows.model import State
from flows.reading import command, fold
from flows.whom import for_whom
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
SAY = translator("fr")


def reading(lang: str, text: str) -> Reading:
    return Reading(text, fold(text), 0, CONTENT.words[lang], Live(), CONTENT, lang)


LICENCES = {
    ("ar", "معايا رخصة مصرية بس لسه مبدلتهاش"): ("none",),
    ("ar", "عندي بيرمي مغربي ما بدلتوش"): ("none",),
    ("ar", "معي شهادة سواقة من سوريا"): ("none",),
    ("ar", "أملك رخصة قيادة جزائرية غير محولة"): ("none",),
    ("ar", "معي شهادة سواقة سورية وبدلتها"): ("B",),
    ("ar", "عندي رخصة قيادة فرنسية"): ("B",),
    ("ar", "عندي بيرمي ديال الموطور برك"): ("A",),
    ("ar", "معي رخصة موتوسيكل"): ("A",),
    ("ar", "رخصة قيادة دراجة نارية"): ("A",),
    ("ar", "عندي رخصة سكوتر فقط"): ("AM",),
    ("ar", "عندي بيرمي وموطور"): ("B",),
    ("fr", "permis de moto seulement"): ("A",),
    ("fr", "j'ai le permis pour la moto"): ("A",),
    ("fr", "permis algérien"): ("none",),
    ("fr", "j'ai mon permis marocain, pas encore échangé"): ("none",),
    ("fr", "permis algérien échangé"): ("B",),
    ("fr", "permis b et moto"): ("B",),
    ("en", "I have a licence for a motorbike"): ("A",),
    ("en", "a Syrian driving licence"): ("none",),
    ("en", "Moroccan licence, haven't exchanged it yet"): ("none",),
    ("en", "full licence and a car"): ("B", "car"),
    ("uk", "права на скутер"): ("AM",),
    ("uk", "права є, але ще не обміняла"): ("none",),
    ("uk", "є права і машина"): ("B", "car"),
}


@pytest.mark.parametrize(("told", "kept"), LICENCES.items())
def test_a_licence_is_the_one_that_was_told_and_that_counts_here(told: tuple[str, str], kept: tuple[str, ...]) -> None:
    parsed = extras.read_extras(reading(*told))
    assert parsed
    assert parsed.value
    assert parsed.value.ids == kept


LOSSES = [
    ("ar", "بيتنا انهدم"),
    ("ar", "زوجي مات"),
    ("ar", "الدار ديالنا طاحت"),
    ("ar", "جوزي اتوفى السنة اللي فاتت"),
    ("fr", "mon mari est mort"),
    ("fr", "notre maison a été détruite"),
    ("en", "our house was destroyed"),
    ("en", "my husband died"),
    ("uk", "мій чоловік загинув"),
    ("uk", "наш дім зруйновано"),
]


@pytest.mark.parametrize(("lang", "said"), LOSSES)
def test_a_loss_is_neither_work_nor_a_name(lang: str, said: str) -> None:
    assert read_what(reading(lang, said)) is None
    assert reach.read_name(reading(lang, said)) is None


@pytest.mark.parametrize(
    ("lang", "said", "act"),
    [
        ("ar", "كنت خياطة، وبعدين بيتنا انهدم", "textile.sew"),
        ("fr", "je faisais de la couture, puis notre maison a été détruite", "textile.sew"),
        ("en", "I sewed clothes, then our house was destroyed", "textile.garments"),
        ("uk", "я шила одяг, потім наш дім зруйновано", "textile.garments"),
    ],
)
def test_what_was_done_before_a_loss_is_heard(lang: str, said: str, act: str) -> None:
    parsed = read_what(reading(lang, said))
    assert parsed
    assert act in [one.act for one in acts.told(said, lang, CONTENT)]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ar", "ساكن مع صاحبي"),
        ("ar", "الحكومة ماعطاتنيش الوراق وكنعيش مع صاحبي"),
        ("fr", "j'habite avec mon frère"),
        ("en", "I live with my brother"),
        ("uk", "живу з братом"),
    ],
)
def test_whom_one_lives_with_says_nothing_of_the_work(lang: str, said: str) -> None:
    assert levels.told(fold(said), CONTENT.words[lang]) == ""


@pytest.mark.parametrize(("lang", "said"), [("ar", "مع صاحبي"), ("fr", "avec mon frère"), ("en", "with my brother")])
def test_with_whom_it_was_done_still_does(lang: str, said: str) -> None:
    assert levels.told(fold(said), CONTENT.words[lang]) == "shared"


@pytest.mark.parametrize("said", ["كنت لحام", "لحّام", "اشتغلت لحام خمس سنين"])
def test_a_word_of_two_trades_is_asked_about_and_not_guessed(said: str) -> None:
    chat = Chat(CONTENT, State(lang="ar"))
    for text in ("مرحبا", "نعم", said):
        chat.send(text)
    assert chat.cur == "exp/e1/acts"
    offered = [choice.id for choice in chat.state.asked.choices] if chat.state.asked else []
    assert offered[:2] == ["industry.weld", "shop.butcher"]


def test_a_job_of_two_trades_is_asked_about_too() -> None:
    chat = Chat(CONTENT, State(lang="ar"))
    for text in ("مرحبا", "نعم", "كنت نجار من 2005 ل 2010", "نعم"):
        chat.send(text)
    for _ in range(9):
        if chat.cur != "project/job":
            chat.send("لا أعرف")
    chat.send("بدي اشتغل لحام")
    assert chat.cur == "project/job"


@pytest.mark.parametrize(("said", "act"), [("لحام حديد", "industry.weld"), ("لحام وبقطع لحم", "shop.butcher")])
def test_more_words_say_which_trade_it_was(said: str, act: str) -> None:
    assert act in [one.act for one in acts.told(said, "ar", CONTENT)]


@pytest.mark.parametrize("said", ["رحت للطبيب", "أرافق الجيران إلى الطبيب", "أترجم لجيراني عند الطبيب"])
def test_the_doctor_one_goes_to_is_no_trade_of_ones_own(said: str) -> None:
    assert trade_of(reading("ar", said)) == ""


@pytest.mark.parametrize("said", ["اللي بعده", "دوز", "السؤال اللي بعدو", "فوت", "عديها", "لي موراه"])
def test_the_next_one_is_asked_for_in_each_dialect(said: str) -> None:
    assert command(fold(said), CONTENT.words["ar"]) == "skip"


WHOM = {
    "شغلي لحالي بالبيت، والزباين من الحارة": "own",
    "خدام لراسي، أوطو أونطروبرونور": "own",
    "أترجم عند الطبيب وفي البلدية متطوعًا": "association",
    "بالبيت": "family",
    "ربيت أولادي الخمسة لحالي": "family",
    "ربيت أولادي لحالي بالبيت": "family",
    "متطوعة في مستشفى": "association",
}


@pytest.mark.parametrize(("said", "whom"), WHOM.items())
def test_a_house_and_a_place_say_less_than_on_whose_account_it_was(said: str, whom: str) -> None:
    assert for_whom(fold(said), CONTENT.words["ar"]) == whom


PLACES = {
    ("fr", "je faisais le ménage dans un hôtel"): "hotel",
    ("en", "I was a cook in a school"): "school",
    ("ar", "كنت فرد أمن في مول"): "mall",
    ("ar", "اشتغلت بالمستشفى"): "hospital",
    ("uk", "прибирала в готелі"): "hotel",
    ("fr", "je livrais des repas à l'hôpital"): "",
    ("fr", "j'accompagnais ma mère à l'hôpital"): "",
    ("fr", "je cuisinais dans un restaurant puis dans un hôtel"): "",
    ("fr", "je logeais dans un hôtel et je faisais la plonge"): "",
    ("fr", "bénévole dans un hôpital"): "",
    ("en", "I took my mother to the hospital"): "",
    ("en", "I deliver to a restaurant"): "",
    ("ar", "كنت أوصل الطلبات من المطعم"): "",
    ("ar", "رحت مع أمي للمستشفى وكنت أهتم بها"): "",
    ("ar", "سكنا في فندق وكنت أساعد الناس"): "",
    ("uk", "возила маму в лікарню"): "",
}


@pytest.mark.parametrize(("told", "place"), PLACES.items())
def test_a_title_names_the_place_one_worked_in_and_no_other(told: tuple[str, str], place: str) -> None:
    assert place_of(reading(*told)) == place


def test_the_place_asked_for_is_in_the_title() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    for text in ("bonjour", "oui", "je faisais le ménage pendant 2 ans", "oui", "je lavais les sols", "un hôtel"):
        chat.send(text)
    assert SAY(title_of(CONTENT, chat.trace.live, "e1")) == "Ménage et nettoyage, dans un hôtel"
