"""What the page of the promises knows of these tests: their names, and what one CV costs outside the machine, counted.

The program is installed without its tests, so this is written down beside the page and compared here. To write it anew:
`python -m tests.promises.page`.
"""

from __future__ import annotations

import ast
import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.promises import guarded
from tests.promises.test_07_private_by_default import TALK, lines

HERE: Final = Path(__file__).parent
WRITTEN: Final = HERE.parents[1] / "bot" / "channels" / "web" / "charter.toml"
NUMBERED: Final = re.compile(r"test_(\d\d)_\w+\.py")
HEAD: Final = "# Written by `python -m tests.promises.page`, from the tests of the promises; a test holds it to them.\n"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a whole conversation did, with the settings as they come."""

    papers: int  # CVs that came of it
    outbound: int  # attempts to leave the machine
    model: int  # questions to a language model

    def each(self, count: int) -> int:
        """Return how many that is for one CV, rounded up."""
        return -(-count // self.papers)


def counted(folder: Path) -> Counted:
    """Play a conversation up to its CVs in a process that is watched, and count."""
    log, home = folder / "log", folder / "home"
    process = guarded.start(log, TALK, "--jsonl", "--db", str(home), "--lang", "fr")
    out, _ = process.communicate("\n".join(map(json.dumps, lines("fr"))).encode(), timeout=120)
    told = [json.loads(line) for line in out.splitlines()]
    papers = sum(line.get("mime") == "application/pdf" for line in told)
    with sqlite3.connect(home / "atout.db") as db:
        (model,) = db.execute("SELECT coalesce(sum(asked), 0) FROM model_use").fetchone()
    return Counted(papers, len(guarded.outward(log)), model)


def made(found: Counted) -> str:
    """Return the page's data as it is written down."""
    figures = f"outbound = {found.each(found.outbound)}\nmodel = {found.each(found.model)}\n"
    return HEAD + figures + "".join(_promises())


def _promises() -> Iterator[str]:
    for path in sorted(HERE.glob("test_*.py")):
        numbered = NUMBERED.fullmatch(path.name)
        if numbered:
            module = ast.parse(path.read_text(encoding="utf-8"))
            says = " ".join((ast.get_docstring(module) or "").partition("\n\n")[0].split())
            tests = [one.name for one in module.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
            names = "".join(f"    {json.dumps(name)},\n" for name in tests if name.startswith("test_"))
            yield f"\n[[promise]]\nnumber = {int(numbered[1])}\nsays = {json.dumps(says)}\ntests = [\n{names}]\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        WRITTEN.write_text(made(counted(Path(folder))), encoding="utf-8")
