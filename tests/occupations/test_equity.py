"""The same story gives the same skills, jobs and order, whoever tells it, wherever they live, however they spell."""

from __future__ import annotations

from functools import cache

import pytest

from bot.app import hinter
from bot.hints import Hinter
from flows.cv.document import build
from locales.translate import translator
from tests.flows.chat import Chat
from tests.occupations.first import content, first_cv

NAMES = (
    "Amina Diallo", "Mohamed Benali", "Jean-Pierre Lefèvre", "Chantal Martin", "Fatoumata Traoré", "Kevin Petit",
    "Olena Shevchenko", "Mykola Bondar", "Yasmine Haddad", "Abdoulaye Ndiaye", "Wei Zhang", "Thi Ánh Nguyễn",
    "José da Silva", "María Fernández", "Ahmet Yılmaz", "Aïcha", "Tesfaye", "Gülşen", "Dominique", "Ndeye Fatou Sow",
)  # fmt: skip
TOWNS = ("Rezé", "Bobigny", "Neuilly-sur-Seine", "Mamoudzou", "Vaulx-en-Velin")
STORY = {
    "fr": "je gardais des enfants et je faisais le ménage, je livrais aussi des colis",
    "en": "I looked after children and cleaned houses, I delivered parcels too",
    "ar": "كنت أعتني بالأطفال وأنظف البيوت، وكنت أوصل الطرود أيضا",
    "uk": "я доглядала дітей і прибирала в домах, ще розвозила посилки",
}
SPELT = (
    "je gardai dé enfan et je fesé le menage, je livrai ossi des coli",
    "JE GARDAIS DES ENFANTS ET JE FAISAIS LE MENAGE JE LIVRAIS AUSSI DES COLIS",
    "je gardais des enfent et je faisait le ménaje, je livrais aussi des collis",
)


@cache
def hints() -> Hinter:
    return hinter(content())


def told(lang: str, story: str, name: str, town: str) -> tuple[list[str], list[str]]:
    """The claims of the CV in their order, and the jobs offered in theirs."""
    chat = Chat(content=content(), label=translator(lang), hint=hints())
    chat = first_cv(lang, story, {"cv/name": name, "cv/town": town}, chat)
    offered = next(say.ask.choices for say in chat.says if say.ask and say.ask.qid == "project/job")
    cv = build(content(), tuple(chat.facts))
    return [repr(line.phrase) for line in cv.lines()], [choice.id for choice in offered]


@pytest.mark.parametrize("lang", STORY)
def test_names_and_towns_change_nothing(lang: str) -> None:
    first = told(lang, STORY[lang], NAMES[0], TOWNS[0])
    assert first[0]
    assert first[1]
    others = [told(lang, STORY[lang], name, TOWNS[n % len(TOWNS)]) for n, name in enumerate(NAMES)]
    assert [other for other in others if other != first] == []


@pytest.mark.parametrize("story", SPELT)
def test_spelling_changes_nothing(story: str) -> None:
    assert told("fr", story, NAMES[0], TOWNS[0]) == told("fr", STORY["fr"], NAMES[0], TOWNS[0])
