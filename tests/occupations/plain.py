"""Sentences of people about each occupation, by its everyday name and by an act, written before they were ever tried.

`python -m tests.occupations.plain [batch]` prints what each one gave and could not give. It asserts nothing.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from flows.content import Occupation
from tests.occupations.first import FRAMES, Named, content, play

HERE = Path(__file__).parent / "plain"


def sentences(batch: str, lang: str) -> Iterator[tuple[Occupation, Named]]:
    """What each sentence of a batch gave."""
    told = tomllib.loads((HERE / batch / f"{lang}.toml").read_text(encoding="utf-8"))
    for code, said in told.items():
        for sentence in said:
            yield content().occupations[code], play(lang, sentence)


def main() -> None:
    """Print a figure a language, and each sentence that named nothing, or something else."""
    for lang in FRAMES:
        gave = list(sentences(sys.argv[1] if len(sys.argv) > 1 else "one", lang))
        misses = [(one, named) for one, named in gave if not named.fits(one)]
        wrong = sum(bool(named.act) for _, named in misses)
        sys.stdout.write(f"{lang}: {len(gave) - len(misses)} of {len(gave)}, {wrong} of another field\n")
        for one, named in misses:
            sys.stdout.write(f"  {one.code} {named.sentence!r}: {named.messages} {named.act}\n")


if __name__ == "__main__":
    main()
