"""Names and towns in Latin letters, as the tables of the languages spell them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from flows import letters
from flows.letters import Letters
from locales import BrokenWords, languages
from locales.letters import load_letters

# The examples of the official table of Ukraine (resolution 55 of 2010), as its own page prints them.
UKRAINIAN = {
    "Алушта": "Alushta", "Андрій": "Andrii", "Борщагівка": "Borshchahivka", "Вінниця": "Vinnytsia",
    "Гадяч": "Hadiach", "Згурський": "Zghurskyi", "Ґалаґан": "Galagan", "Донецьк": "Donetsk", "Рівне": "Rivne",
    "Єнакієве": "Yenakiieve", "Наєнко": "Naienko", "Житомир": "Zhytomyr", "Закарпаття": "Zakarpattia",
    "Медвин": "Medvyn", "Іршава": "Irshava", "Їжакевич": "Yizhakevych", "Кадиївка": "Kadyivka",
    "Йосипівка": "Yosypivka", "Стрий": "Stryi", "Київ": "Kyiv", "Лебедин": "Lebedyn", "Миколаїв": "Mykolaiv",
    "Ніжин": "Nizhyn", "Одеса": "Odesa", "Полтава": "Poltava", "Ромни": "Romny", "Суми": "Sumy",
    "Тетерів": "Teteriv", "Ужгород": "Uzhhorod", "Фастів": "Fastiv", "Харків": "Kharkiv",
    "Біла Церква": "Bila Tserkva", "Чернівці": "Chernivtsi", "Шостка": "Shostka", "Гоща": "Hoshcha",
    "Юрій": "Yurii", "Крюківка": "Kriukivka", "Яготин": "Yahotyn", "Знам'янка": "Znamianka",
    "ОЛЕНА КОВАЛЬ": "Olena Koval", "Нечуй-Левицький": "Nechui-Levytskyi", "Соловьёв": "Solovev",
}  # fmt: skip
ARABIC = {
    "محمد": "Mohamed", "مُحَمَّد": "Mohamed", "فاطمة بن علي": "Fatima Ben Ali", "أحمد": "Ahmed", "احمد": "Ahmed",
    "عبد الرحمن الخطيب": "Abderrahman Al Khatib", "عبدالله": "Abdallah", "نور الدين": "Noureddine",
    "كريم": "Karim", "منصور درويش": "Mansour Darwich", "الحسن": "Al Hassan", "سعيدي": "Saidi", "وردة": "Warda",
    "Sara العمراني": "Sara Al Amrani",
}  # fmt: skip
TOWNS = {
    "نانت": "Nantes", "ستراسبورغ": "Strasbourg", "حلب": "Alep", "سان دوني": "Saint-Denis", "Ліон": "Lyon",
    "Сен-Дені": "Saint-Denis", "Рубе": "Roubaix", "Кривий Ріг": "Kryvyi Rih", "الدار البيضاء": "Casablanca",
}  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> Sequence[Letters]:
    return [table for code in languages() if (table := load_letters(code))]


@pytest.mark.parametrize(("typed", "latin"), [*UKRAINIAN.items(), *ARABIC.items()])
def test_a_name_is_spelled(tables: Sequence[Letters], typed: str, latin: str) -> None:
    assert letters.name(typed, tables) == latin


@pytest.mark.parametrize(("typed", "latin"), TOWNS.items())
def test_a_town_has_its_french_name(tables: Sequence[Letters], typed: str, latin: str) -> None:
    assert letters.town(typed, tables) == latin


@pytest.mark.parametrize("typed", ["জামাল", "사라", "Олена জামাল"])
def test_nothing_is_proposed_for_letters_of_no_table(tables: Sequence[Letters], typed: str) -> None:
    assert letters.name(typed, tables) == ""


def test_a_language_in_other_letters_has_a_table(tables: Sequence[Letters]) -> None:
    assert [code for code in languages() if load_letters(code)] == ["ar", "uk"]
    for table in tables:
        assert all(map(letters.is_latin, (*table.names.values(), *table.towns.values(), *table.letters.values())))


@pytest.mark.parametrize("text", ["Zoë Müller", "N'Diaye", "Nguyễn Thị", "Ilʼya", "O’Brien-Żółć 2"])
def test_latin_letters_are_known_with_their_marks(text: str) -> None:
    assert letters.is_latin(text)
    assert letters.name(text, ()) == text


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("[letters]\n'б' = 'b'\n[names]\nAnna = ['анна']\nHanna = ['Анна']\n", "two spellings"),
        ("[letters]\n'б' = 'b'\n[villages]\n", "villages"),
        ("[towns]\n", "no letters"),
        ("[letters\n", "letters.toml"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, page: str, why: str) -> None:
    (tmp_path / "uk").mkdir()
    (tmp_path / "uk" / "letters.toml").write_text(page, encoding="utf-8")
    with pytest.raises(BrokenWords, match=why):
        load_letters("uk", tmp_path)
