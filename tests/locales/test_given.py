"""What is said beside a name, a number or a town is none of it, and a number with digits missing is asked again."""

from __future__ import annotations

import pytest

from flows.contact import cut_short
from flows.cv import reach
from flows.model import Kind, State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_answers import reading, value
from tests.locales.test_buttons import WAYS, content

NAMES = [
    ("fr", "je n'ai pas compris. Sylvie", "Sylvie"),
    ("fr", "Sylvie. Bonne journée", "Sylvie"),
    ("fr", "moi Fatou", "Fatou"),
    ("fr", "moi c'est Fatou", "Fatou"),
    ("fr", "je m'appelle Fatou mais on m'appelle Fifi", "Fatou"),
    ("fr", "Fatou Diallo 06 39 98 10 44", "Fatou Diallo"),
    ("fr", "Fatou, 06 39 98 10 44, Nantes", "Fatou"),
    ("fr", "Lina, 34 ans", "Lina"),
    ("fr", "Jeanne et Marie", "Jeanne et Marie"),
    ("fr", "G Martin", "G Martin"),
    ("fr", "Jean-Pierre N'Diaye", "Jean-Pierre N'Diaye"),
    ("en", "I didn't understand. Mercy", "Mercy"),
    ("en", "Grace but everybody calls me Gigi", "Grace"),
    ("en", "Don Pa Mensah", None),
    ("en", "Mensah Don", "Mensah Don"),
    ("ar", "لم أفهم. فاطمة", "فاطمة"),
    ("uk", "Я не зрозуміла. Олена", "Олена"),
    ("uk", "мене звати Олена, але всі кличуть Льоля", "Олена"),
    ("fr", "marie de la cruz", "Marie de la Cruz"),
    ("fr", "le goff", "Le Goff"),
    ("fr", "rose dimanche", "Rose Dimanche"),
    ("fr", "jean a dupont", "Jean A Dupont"),
    ("fr", "paul boucher", "Paul Boucher"),
    ("fr", "Amina Ben Salah", "Amina Ben Salah"),
    ("fr", "mamadou bah", "Mamadou Bah"),
    ("fr", "BAH Mamadou", "BAH Mamadou"),
    ("fr", "Ben Ali", "Ben Ali"),
    ("fr", "bah Mamadou", "Mamadou"),
    ("fr", "Ben, Amina", "Amina"),
    ("fr", "euh ben amina", "Amina"),
    ("en", "april day", "April Day"),
    ("en", "may", "May"),
    ("ar", "محمد علي", "محمد علي"),
    ("ar", "خالد منصور", "خالد منصور"),
    ("uk", "олена вовк", "Олена Вовк"),
    ("fr", "Leclerc", "Leclerc"),
    ("en", "charity", "Charity"),
    ("uk", "надія", "Надія"),
    ("fr", "Fatima Benali ma fille c'est Nour", "Fatima Benali"),
    ("fr", "Nadia, mon mari c'est Ali", "Nadia"),
    ("fr", "je m'appelle Karim et mon fils Adam", "Karim"),
    ("en", "Mary and my husband is John", "Mary"),
    ("ar", "اسمي خالد وزوجتي سلمى", "خالد"),
    ("uk", "мене звати Оля і мій син Іван", "Оля"),
]


@pytest.mark.parametrize(("lang", "said", "name"), NAMES)
def test_a_name_is_found_beside_what_is_talk(lang: str, said: str, name: str | None) -> None:
    parsed = reach.read_name(reading(said, lang))
    assert (value(parsed).text if parsed else None) == name


TALK = [
    ("fr", "moi"),
    ("fr", "c'est moi"),
    ("fr", "je n'ai pas compris"),
    ("fr", "j'ai compris"),
    ("fr", "ma soeur"),
    ("fr", "il"),
    ("en", "me"),
    ("en", "I forgot"),
    ("en", "my sister"),
    ("en", "I do not understand"),
    ("ar", "لم أفهم"),
    ("ar", "أنا"),
    ("uk", "я не зрозуміла"),
    ("uk", "моя сестра"),
    ("fr", "chez leclerc"),
    ("fr", "chez Leclerc à Rezé"),
    ("fr", "aide à domicile en association"),
    ("fr", "avec des enfants"),
    ("fr", "en cdi"),
    ("fr", "tous les jours"),
    ("fr", "tt les samedi"),
    ("fr", "le matin"),
    ("fr", "depuis longtemps"),
    ("fr", "le ménage et la cuisine"),
    ("en", "at a school"),
    ("en", "in the mornings"),
    ("en", "for a family"),
    ("en", "every saturday"),
    ("en", "cleaning and cooking"),
    ("ar", "عند عائلة"),
    ("ar", "من زمان"),
    ("ar", "كل يوم"),
    ("uk", "у школі"),
    ("uk", "для однієї родини"),
    ("uk", "щовівторка вранці"),
    ("uk", "кожен день"),
    ("fr", "boulangerie"),
    ("fr", "à l'hôpital"),
    ("fr", "Restaurant"),
    ("fr", "usine"),
    ("en", "warehouse"),
    ("en", "bakery"),
    ("en", "Hospital"),
    ("ar", "مطعم"),
    ("ar", "في مستشفى"),
    ("uk", "лікарня"),
    ("uk", "завод"),
]


@pytest.mark.parametrize(("lang", "said"), TALK)
def test_talk_is_no_name(lang: str, said: str) -> None:
    assert reach.read_name(reading(said, lang)) is None


TOWNS = [
    ("fr", "j'habite nulle part", None),
    ("fr", "chez ma soeur", None),
    ("fr", "chez moi", None),
    ("fr", "chez ma soeur à Rezé pour l'instant", "Rezé"),
    ("fr", "chez des amis à la Roche-sur-Yon", "la Roche-sur-Yon"),
    ("fr", "Rezé chez ma soeur", "Rezé"),
    ("fr", "12 rue des Lilas 44000 Nantes", "Nantes"),
    ("fr", "12 rue des Lilas, Nantes", "Nantes"),
    ("fr", "12 rue des Lilas", None),
    ("fr", "Nantes 44000", "Nantes"),
    ("fr", "44800 Saint-Herblain", "Saint-Herblain"),
    ("fr", "Rue", "Rue"),
    ("fr", "ma ville c'est Rezé", "Rezé"),
    ("fr", "Rezé en ce moment", "Rezé"),
    ("en", "at my sister's in Leeds for now", "Leeds"),
    ("en", "12 Lilac Road, Leeds", "Leeds"),
    ("en", "nowhere", None),
    ("en", "my town is Leeds", "Leeds"),
    ("ar", "عند اختي في نانت حاليا", "نانت"),
    ("ar", "شارع الزهور، نانت", "نانت"),
    ("uk", "у сестри в Нанті поки що", "Нанті"),
    ("uk", "вулиця Шевченка 12, Нант", "Нант"),
    ("uk", "ніде", None),
]


@pytest.mark.parametrize(("lang", "said", "town"), TOWNS)
def test_a_town_is_neither_a_street_nor_with_whom_one_lives(lang: str, said: str, town: str | None) -> None:
    parsed = reach.read_town(reading(said, lang))
    assert (value(parsed).text if parsed else None) == town


@pytest.mark.parametrize(
    ("number", "country", "short"),
    [
        ("06399810", "FR", True),
        ("063998104", "FR", True),
        ("06 39 98 10 44", "FR", False),
        ("07911123456", "FR", False),
        ("98123456", "FR", False),
        ("+216 98 123 456", "FR", False),
        ("03123456", "LB", False),
    ],
)
def test_a_french_number_with_digits_missing_is_none(number: str, country: str, *, short: bool) -> None:
    assert cut_short(number, country) is short


def test_a_number_with_digits_missing_is_asked_again() -> None:
    chat = Chat(content(), State(lang="fr"), label=translator("fr"))
    for said in (*WAYS["fr"][:8], "06 39 98 10"):
        chat.send(said)
    assert chat.cur == "cv/phone"
    chat.send("06 39 98 10 44")
    assert chat.live()["cv/phone"].text == "06 39 98 10 44"


def test_a_name_is_put_right_while_something_else_is_asked() -> None:
    chat = Chat(content(), State(lang="fr"), label=translator("fr"))
    for said in (*WAYS["fr"][:9], "Nantes. attendez, mon prénom c'est Léna"):
        chat.send(said)
    assert (chat.live()["cv/name"].text, chat.live()["cv/town"].text) == ("Léna", "Nantes")


NOT_LEFT = [
    ("fr", "non reste sur ménage"),
    ("fr", "je n'ai pas dit passer. Sylvie"),
    ("en", "no, stay on cleaning"),
    ("en", "I did not say skip"),
    ("ar", "ما قلت تخطي"),
    ("uk", "я не казала пропустити"),
]


@pytest.mark.parametrize(("lang", "said"), NOT_LEFT)
def test_a_denial_of_something_else_leaves_no_question(lang: str, said: str) -> None:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for before in WAYS[lang][:8]:
        chat.send(before)
    chat.send(said)
    assert chat.cur == "cv/phone"
    assert "cv/phone" not in chat.live()


def test_who_has_none_is_not_pressed() -> None:
    chat = Chat(content(), State(lang="fr"), label=translator("fr"))
    for said in (*WAYS["fr"][:8], "j'ai pas de téléphone. désolé"):
        chat.send(said)
    assert chat.live()["cv/phone"].kind in {Kind.SKIPPED, Kind.CHOICE}
