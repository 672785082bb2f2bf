"""A process killed between saving and confirming loses nothing, and says nothing a third time."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.voice.espeak import PROGRAM
from tests.doubles.telegram import TOKEN, Telegram

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@asynccontextmanager
async def process(tg: Telegram, folder: Path, *spoken: str) -> AsyncIterator[None]:
    """Run the house as a process until the block ends; then kill it without a word. `spoken`: what is read aloud."""
    before = len(tg.called("getUpdates"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = await asyncio.create_subprocess_exec(
        sys.executable, str(HERE / "serving.py"), tg.url, TOKEN, str(folder), *spoken, env=environment
    )
    try:
        await tg.until(lambda: len(tg.called("getUpdates")) > before, 60)
        yield
    finally:
        running.kill()
        await running.wait()


async def test_a_killed_process_loses_nothing_and_repeats_little(tg: Telegram, tmp_path: Path) -> None:
    awa = tg.person(7)
    async with process(tg, tmp_path):
        await awa.starts()
        (agreement,) = [shown for shown in await awa.sees(3) if shown.labels]
        await awa.taps(agreement.labels[0])
        await awa.sees(4)
        await tg.until(lambda: not tg.queue)
        tg.fail("getUpdates", 502, times=100)  # what it saves now it cannot confirm
        await awa.says("menu")
        await awa.sees(5)
        asked = len(tg.called("getUpdates"))
        await tg.until(lambda: len(tg.called("getUpdates")) > asked)
    assert len(tg.queue) == 1
    tg.faults.clear()
    async with process(tg, tmp_path):
        await tg.until(lambda: not tg.queue)  # it comes again, is known, and is confirmed
        seen = len(awa.shown)
        await awa.says("retour")
        await awa.sees(seen + 1)
    times = Counter(shown.text for shown in awa.shown)
    assert len(times) >= 6
    assert len(awa.shown) - len(times) <= 1  # the one that was on its way


@pytest.mark.skipif(not shutil.which(PROGRAM), reason=f"no {PROGRAM} on this machine")
async def test_who_asked_to_hear_a_bubble_hears_it_after_the_crash_and_once(tg: Telegram, tmp_path: Path) -> None:
    awa = tg.person(7)
    async with process(tg, tmp_path, "fr"):
        await awa.starts()
        *_, agreement = await awa.sees(3)
        await awa.taps(agreement.labels[0])
        await awa.sees(4)
        await tg.until(lambda: not tg.queue)
        tg.fail("getUpdates", 502, times=100)
        tg.fail("sendVoice", 502, times=100)
        await awa.says("écouter", awa.shown[0])
        await tg.until(lambda: bool(tg.called("sendVoice")), 60)
    tg.faults.clear()
    async with process(tg, tmp_path, "fr"):
        await tg.until(lambda: not tg.queue)
        await tg.until(lambda: any(shown.kind == "voice" for shown in awa.shown), 60)
        await awa.says("menu")
        await awa.sees(len(awa.shown) + 1)
    assert [shown.kind for shown in awa.shown].count("voice") == 1
