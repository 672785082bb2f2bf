"""How many misspelt sentences are understood without a dictionary and with one, and how long that takes.

usage: python -m tools.bench.spelling [FOLDER]. The dictionaries are those of a folder, the system's if none is named.
The sentences are those of tests/locales/misspelt, where `second` was written later. One is understood when the act or
the field that was meant is among the acts it tells. A dictionary is asked as in a conversation: only about sentences
that tell no act, by the same process, with the same patience. The figures stand in docs/decisions/spelling.md.
"""

from __future__ import annotations

import asyncio
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bot import content
from bot.app import hinter
from bot.spelling.worker import Mender, dictionaries
from flows import acts
from flows.memory import forget
from flows.model import State, Text
from flows.words import fold
from tools.bench.figure import ROOT

SENTENCES = ROOT / "tests" / "locales" / "misspelt"
SYSTEM = "/usr/share/hunspell"


async def measure(folder: Path) -> None:
    """Print a line a set of sentences, and each sentence that a dictionary changed."""
    known = content.load()
    places = dictionaries(folder, known.languages)
    hint = hinter(known, None, places)
    mender = Mender(places, hint.mended)
    for path in sorted(SENTENCES.rglob("*.toml")):
        lang, found, without, took = path.stem, [], 0, []
        await mender.mend(("qqqqq",), lang)  # it is loaded
        for wanted, text in sentences(path):
            hints = hint(Text(text), State(lang=lang))
            before = [one.act for one in acts.told(text, lang, known, hints.spelling)]
            began = time.perf_counter()
            mended = {} if before else await mender.mend(hints.strange, lang)
            took += [] if before or not hints.strange else [time.perf_counter() - began]
            spelling = {**hints.spelling, **{fold(word): near for word, near in mended.items()}}
            after = [one.act for one in acts.told(text, lang, known, spelling)]
            forget()
            without += told(before, wanted)
            found.append(told(after, wanted))
            if after != before:
                print(f"  {lang}: {text} | {wanted} | {', '.join(after)} | {mended}")
        name = path.relative_to(SENTENCES)
        slow = sorted(took) or [0.0]
        print(f"{name}: {without} without, {sum(found)} with, of {len(found)}; asked {len(took)} times,", end=" ")
        print(f"{slow[len(slow) // 2]:.2f} s in the middle, {slow[-1]:.2f} s at most", flush=True)
    await mender.stop()


def sentences(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the act or the field that is meant, and the sentence."""
    for wanted, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for text in texts:
            yield wanted, text


def told(found: list[str], wanted: str) -> bool:
    """Whether the act, or one of the field, is among these."""
    return any(act == wanted or act.startswith(f"{wanted}.") for act in found)


if __name__ == "__main__":
    asyncio.run(measure(Path(sys.argv[1] if sys.argv[1:] else SYSTEM)))
