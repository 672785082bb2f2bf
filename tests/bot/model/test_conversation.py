"""Whatever becomes of a model, the conversation is the one without it: nothing stalls, comes twice, or is made up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model.base import PATIENCE
from bot.model.mistral import Mistral
from bot.spelling.worker import Mender
from bot.store.aside import model_spent
from tests.bot.model.people import LANGUAGES, PLACES
from tests.bot.model.talking import SAID, talk
from tests.doubles.chatting import KEY, Chatting, chatting, lying
from tests.doubles.chatting import words as data
from tests.personas.replay import FOLDER

FAULTS = (
    "429",
    "500",
    "half",
    "401",
    "noise",
    "wrong",
    "refusal",
    "prose",
    "more",
    "length",
    "none",
    "flood",
    "redirect",
)
SOON = 0.5  # seconds: long enough for a server of this machine, and a hanging one is not waited for


def _nothing(_lang: str, _word: str, _near: object) -> str:
    return ""


@pytest.fixture
async def words() -> AsyncIterator[Mender]:
    missing = [lang for lang in LANGUAGES if lang not in PLACES]
    if missing:
        pytest.skip(f"no dictionary for {', '.join(missing)}: tools/system.sh")
    mender = Mender(PLACES, _nothing)
    yield mender
    await mender.stop()


@pytest.fixture
async def server() -> AsyncIterator[Chatting]:
    async with chatting() as made:
        yield made
        assert made.wrong == []


def model(server: Chatting, patience: float = 30.0) -> Mistral:
    return Mistral("small", KEY, server.at, own=True, patience=patience)


async def held(home: Path, lang: str, server: Chatting, words: Mender, patience: float = 30.0) -> None:
    """The same conversation without a model and with this one: the same is said, and the same is kept."""
    alone = await talk(home / "alone", lang, SAID[lang][:-1], None, None)
    beside = await talk(home / "beside", lang, SAID[lang][:-1], model(server, patience), words)
    assert server.asked > 0
    assert beside.bubbles == alone.bubbles
    assert beside.facts == alone.facts
    assert (beside.well, beside.of_a_model) == (True, [])


@pytest.mark.parametrize("fault", FAULTS)
async def test_one_that_fails_changes_nothing(tmp_path: Path, fault: str, server: Chatting, words: Mender) -> None:
    server.faults = [fault] * 99
    await held(tmp_path, "fr", server, words)


@pytest.mark.parametrize("lang", SAID)
async def test_one_that_breaks_changes_nothing_in_any_language(
    tmp_path: Path, lang: str, server: Chatting, words: Mender
) -> None:
    server.faults = ["500", "half", "wrong"] * 33
    await held(tmp_path, lang, server, words)


@pytest.mark.parametrize("lie", ["quote", "number", "address", "field", "mark"])
async def test_one_that_lies_in_the_right_form_changes_nothing(
    tmp_path: Path, lie: str, server: Chatting, words: Mender
) -> None:
    server.thinks = lying(lie)
    await held(tmp_path, "fr", server, words)


async def test_one_that_hangs_is_not_waited_for(tmp_path: Path, server: Chatting, words: Mender) -> None:
    assert server.hangs > PATIENCE
    server.faults = ["hang"] * 99
    await held(tmp_path, "fr", server, words, SOON)


@pytest.mark.parametrize("broken", ["no words", "not there", "of another kind"])
async def test_a_filter_whose_dictionary_cannot_be_read_sends_nothing_and_changes_nothing(
    tmp_path: Path, broken: str, server: Chatting
) -> None:
    for name in ("fr.aff", "fr.dic") if broken != "not there" else ():
        (tmp_path / name).write_bytes(b"" if broken == "no words" else b"\x00\xff\n" * 99)
    words = Mender({"fr": tmp_path / "fr"}, _nothing)
    try:
        alone = await talk(tmp_path / "alone", "fr", SAID["fr"][:-1], None, None)
        beside = await talk(tmp_path / "beside", "fr", SAID["fr"][:-1], model(server), words)
    finally:
        await words.stop()
    assert server.requests == []
    assert beside.bubbles == alone.bubbles
    assert beside.facts == alone.facts
    assert (beside.well, beside.of_a_model) == (True, [])
    assert model_spent(tmp_path / "beside" / FOLDER, 0).held > 0, "a model was to be asked"


@pytest.mark.parametrize("lang", SAID)
async def test_who_asks_for_it_is_told_once_that_it_cannot_be_had(
    tmp_path: Path, lang: str, server: Chatting, words: Mender
) -> None:
    server.faults = ["500"] * 99
    talked = await talk(tmp_path, lang, SAID[lang], model(server), words)
    assert (talked.well, talked.of_a_model) == (True, [])
    alone = await talk(tmp_path / "alone", lang, SAID[lang], None, None)
    assert alone.well


async def test_what_it_found_is_kept_after_a_yes_and_not_after_a_no(
    tmp_path: Path, server: Chatting, words: Mender
) -> None:
    def finds(asked: dict[str, object]) -> object:
        text = str(data(asked)["text"])
        return {"found": [{"field": "what", "quote": text, "text": "je lavais et je repassais le linge"}]}

    server.thinks = finds
    for answer, keeps in (("oui", True), ("non", False)):
        said = (SAID["fr"][0], "je ne vois pas trop", answer)
        talked = await talk(tmp_path / answer, "fr", said, model(server), words)
        assert "Écrit avec l'IA" in " ".join(talked.bubbles[-2])
        assert bool(talked.of_a_model) is keeps
        assert talked.well
        assert all(fact.raw == SAID["fr"][0] for fact in talked.of_a_model)
