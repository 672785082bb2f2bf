"""Dictionaries of Hunspell that are real and very small, so that they are there on every machine; and their process."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from tests.patience import BUSY

WORDS = {
    "fr": ("enfant", "école", "jardin", "peindre", "vitre"),
    "en": ("bicycle", "painted", "prepared", "repair", "repaired"),
    "uk": ("комплектував", "прасувала", "працювала", "школа"),
}
TELLS = {  # sentences that tell no act without a dictionary, and what they tell with one
    "fr": ("je gardé dé zenfan aprè lécol", "childcare.mind"),
    "en": ("i repared cars in a garrage", "workshop.cars"),
    "uk": ("компликтував замовленя на складу", "logistics.pick"),
}


def small(folder: Path) -> Path:
    """Write a dictionary for each language and return where they are."""
    folder.mkdir(exist_ok=True)
    for lang, words in WORDS.items():
        (folder / f"{lang}.aff").write_text("SET UTF-8\nTRY aeiou\n", encoding="utf-8")
        (folder / f"{lang}.dic").write_text("\n".join((str(len(words)), *words, "")), encoding="utf-8")
    return folder


def workers(parent: int = 0) -> Iterator[int]:
    """The processes of dictionaries that this one, or another, has started."""
    for place in Path("/proc").iterdir():
        try:
            command = (place / "cmdline").read_bytes()
            about = (place / "stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        mine = about.rpartition(")")[2].split()[1:2] == [str(parent or os.getpid())]
        if mine and b"bot.spelling.child" in command:
            yield int(place.name)


def worker(parent: int = 0) -> int:
    """The one there is, as soon as it is there."""
    until = time.monotonic() + BUSY
    while time.monotonic() < until:
        for found in workers(parent):
            return found
        time.sleep(0.02)
    raise AssertionError
