"""A table of figures that a command writes on their page, between two marks; nobody types them."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "figures.md"


def put(name: str, table: str, page: Path = PAGE) -> None:
    """Put a table where its marks are. Raises `ValueError` where there are none."""
    block = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end of {name} -->)", re.DOTALL)
    text = page.read_text(encoding="utf-8")
    if not block.search(text):
        raise ValueError(f"{page.name} has no marks for {name}")
    page.write_text(block.sub(lambda _: f"\n{table.strip()}\n\n", text), encoding="utf-8")


def found(name: str, page: Path = PAGE) -> str:
    """Return what stands between the marks, "" for nothing."""
    block = re.search(rf"<!-- {name} -->\n(.*?)<!-- end of {name} -->", page.read_text(encoding="utf-8"), re.DOTALL)
    return block[1].strip() if block else ""
