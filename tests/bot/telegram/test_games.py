"""Games on Telegram: five taps, a button of an older game, and a process that dies between a tap and its sentence."""

from __future__ import annotations

from pathlib import Path

from bot.app import House
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import at_home, meet
from tests.bot.telegram.test_kill import process
from tests.doubles.telegram import Telegram


async def test_five_taps_and_an_old_button_answers_nothing(tg: Telegram, tmp_path: Path) -> None:
    async with at_home(tg, tmp_path, HastyClock()) as house:
        await _played(tg, house)


async def _played(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    await chat.after(chat.person.says("jeu des droits"))
    first = chat.last
    assert first.labels == ["Oui", "Non", "Arrêter le jeu"]
    (second,) = await chat.after(chat.person.taps("Non", first))  # whatever is tapped is explained
    assert "la famille n'a pas de lien" in second.text
    for _ in range(4):
        await chat.after(chat.person.taps("Oui", chat.last))
    assert "C'est la fin du jeu." in chat.last.text
    await chat.after(chat.person.says("jeu des droits"))
    said = await chat.after(chat.person.taps("Oui", first, old=True))
    assert "la famille n'a pas de lien" in said[0].text
    assert said[-1].labels == ["Oui", "Non", "Arrêter le jeu"], "its first question is still the open one"
    assert all(times == 1 for times in tg.answered.values())  # each spinner was stopped


async def test_killed_between_a_tap_and_its_sentence_it_says_it_once(tg: Telegram, tmp_path: Path) -> None:
    awa = tg.person(7)
    async with process(tg, tmp_path):
        await awa.starts()
        (agreement,) = [shown for shown in await awa.sees(3) if shown.labels]
        await awa.taps(agreement.labels[0])
        await awa.sees(4)
        await awa.says("jeu des droits")
        card = (await awa.sees(6))[-1]
        tg.fail("sendMessage", 502, times=100)  # what answers the tap cannot leave
        asked = len(tg.called("sendMessage"))
        await awa.taps("Oui", card)
        await tg.until(lambda: len(tg.called("sendMessage")) > asked)
    assert len(awa.shown) == 6
    tg.faults.clear()
    async with process(tg, tmp_path):
        said = await awa.sees(7)
        assert "la famille n'a pas de lien" in said[-1].text
        await awa.taps("Non", said[-1])
        await awa.sees(8)
    texts = [shown.text for shown in awa.shown]
    assert len([text for text in texts if "la famille n'a pas de lien" in text]) == 1
