"""An occupation nobody here describes: once a list is imported, who names it is offered what it is made of."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import content
from bot.commands.sim import begin
from bot.finding.crafts import Crafts
from bot.sim.chat import CHANNEL, Chat
from bot.store.imported import Imported
from tests.bot.imports.little import HEART, ROME, Operator, rome

BEGUN = ("bonjour", "oui")
SKILLS = "1 Entretenir les plantes\n2 Composer un bouquet"


@pytest.fixture
async def chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operator: Operator) -> AsyncIterator[Chat]:
    """Somebody whose operator imports while the program runs."""
    begun = begin(tmp_path / "home")
    operator.folder = tmp_path / "home" / "0"
    monkeypatch.setenv("ATOUT_DATA", str(operator.folder))
    operator.imports("rome", rome())
    yield begun
    await begun.life.end()


async def says(chat: Chat, *words: str) -> str:
    """Return what is said last, after these messages."""
    for text in words:
        await chat.send({"text": text})
    return chat.new[-1].text


async def cv(chat: Chat) -> str:
    """Go on to the CV and return its text."""
    await says(chat, "Marie Durand", "06 12 34 56 78", "Nantes", "oui")
    return chat.papers[-1].text


async def test_a_life_of_that_occupation_is_offered_its_skills(chat: Chat) -> None:
    assert SKILLS in await says(chat, *BEGUN, "j'étais fleuriste pendant 6 ans")
    assert [button.label for button in chat.new[-1].buttons][:3] == [
        "Entretenir les plantes", "Composer un bouquet", "Rien de tout ça",
    ]  # fmt: skip


async def test_only_what_she_said_yes_to_is_on_the_cv_and_its_proof_is_that_message(chat: Chat) -> None:
    await says(chat, *BEGUN, "j'étais fleuriste pendant 6 ans", "2", "en entreprise", "je ne sais pas")
    text = await cv(chat)
    assert "Fleuriste" in text
    assert "Composer un bouquet" in text
    assert "Entretenir les plantes" not in text
    known = await chat.life.house.peek(CHANNEL, chat.address)
    assert known
    yes = next(fact for fact in known[1] if fact.qid == "exp/e1/core")
    assert (yes.value.ids, yes.source) == (("101",), await message(chat, "2"))


async def message(chat: Chat, text: str) -> str:
    """Return the id of the line in which the person said this."""
    lines = await chat.life.house.transcript(CHANNEL, chat.address)
    return next(line.id for line in lines if line.bubble is None and line.text == text)


async def test_taps_pick_one_after_the_other(chat: Chat) -> None:
    await says(chat, *BEGUN, "j'étais fleuriste pendant 6 ans")
    await chat.send({"press": "Composer un bouquet"})
    assert "Entretenir les plantes" in chat.new[-1].text
    await chat.send({"press": chat.new[-1].buttons[-1].label if "menu" not in chat.new[-1].buttons[-1].id else "done"})
    known = await chat.life.house.peek(CHANNEL, chat.address)
    assert known
    assert [f.value.ids for f in known[1] if f.qid == "exp/e1/core"][-1] == ("101",)


@pytest.mark.parametrize("no", ["rien de tout ça", "non", "aucun"])
async def test_none_of_these_leads_to_her_own_words_and_prints_nothing(chat: Chat, no: str) -> None:
    said = await says(chat, *BEGUN, "j'étais fleuriste pendant 6 ans", no)
    assert "La dernière fois" in said
    await says(chat, "je ne sais pas", "en entreprise", "je ne sais pas")
    text = await cv(chat)
    assert "bouquet" not in text
    assert "plantes" not in text


async def test_a_job_looked_for_is_offered_what_it_asks_for(chat: Chat) -> None:
    await says(chat, *BEGUN, "je garde des enfants le samedi", "oui", "1", "chez une dame")
    assert "Fleuriste" in await says(chat, "je cherche un poste de fleuriste")
    said = await says(chat, "je ne sais pas")
    assert "Ce métier demande cela" in said
    assert SKILLS in said
    await says(chat, "1")
    text = await cv(chat)
    assert "Fleuriste" in text
    assert "Entretenir les plantes" in text
    assert "Composer un bouquet" not in text


async def test_it_is_not_asked_twice_of_one_occupation(chat: Chat) -> None:
    await says(chat, *BEGUN, "j'étais fleuriste pendant 6 ans", "1", "en entreprise")
    assert "Ce métier demande" not in await says(chat, "je cherche un poste de fleuriste")


async def test_what_was_kept_does_not_change_with_the_next_import(chat: Chat, operator: Operator) -> None:
    await says(chat, *BEGUN, "j'étais fleuriste pendant 6 ans")
    renamed = [[r[0], r[1], f"{r[2]} autrement", r[3]] for r in ROME["referentiel_competence"][1:]]
    operator.imports("rome", rome("461", referentiel_competence=[ROME["referentiel_competence"][0], *renamed]))
    await says(chat, "2", "en entreprise", "je ne sais pas")
    assert "autrement" not in await cv(chat)


async def test_a_restart_and_a_kill_ask_the_same_again(chat: Chat) -> None:
    await says(chat, *BEGUN)
    bubbles = await chat.send({"text": "j'étais fleuriste pendant 6 ans"}, kill="after")
    assert SKILLS in bubbles[-1].text
    await chat.life.restart()
    assert "bouquet" in (await says(chat, "2", "en entreprise", "je ne sais pas") and await cv(chat))


# ---------------------------------------------------------------- when it is named


@pytest.fixture(scope="module")
def crafts(tmp_path_factory: pytest.TempPathFactory) -> Crafts:
    """Three occupations that were imported, one of them ours."""
    from bot.imports.package import opened  # noqa: PLC0415 - the parts, without the screen
    from bot.imports.rome import Rome  # noqa: PLC0415 - the same
    from bot.store.shelf import replacing  # noqa: PLC0415 - the same
    from tests.bot.imports.little import zipped  # noqa: PLC0415 - the same

    folder = tmp_path_factory.mktemp("crafts")
    titles = {"L1407": "Second / Seconde", "K2205": "Agent / Agente de propreté", "B1401": "Relieur / Relieuse"}
    more = [[code, "9", code, title, "N", code] for code, title in titles.items()]
    rows = [*ROME["referentiel_code_rome"], *more]
    needs = [*ROME["coherence_item"], *([code, "101", HEART] for code in titles)]
    path = zipped(folder / "rome.zip", rome(referentiel_code_rome=rows, coherence_item=needs))
    with opened(path) as package:
        published = Rome(package, lambda *_: None)
        with replacing(folder, published.source(0)) as shelf:
            published.put(shelf)
    return Crafts(Imported(folder), content.load())


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("j'étais fleuriste", "Fleuriste"),
        ("Dans mon pays j'étais relieuse", "Relieuse"),
        ("j'ai travaillé comme relieur chez un artisan", "Relieur"),
        ("mon métier c'est relieur", "Relieur"),
        ("je cherche un poste de relieuse", "Relieuse"),
        ("relieur", "Relieur"),
        ("relieur 3 ans", ""),  # the clause might be anything
        ("mon frère était relieur", ""),
        ("je n'étais pas relieur", ""),
        ("je suis allé chez le relieur", ""),
        ("j'ai attendu une seconde", ""),
        ("une seconde, puis deux", ""),
        ("j'étais agent de propreté", ""),  # ours: our own words say it better
        ("bonjour", ""),
        ("merci beaucoup", ""),
        ("", ""),
    ],
)
def test_an_occupation_is_named_only_where_it_is_said_of_oneself(crafts: Crafts, said: str, title: str) -> None:
    assert [craft.title for craft in crafts(said, "fr")] == ([title] if title else [])
