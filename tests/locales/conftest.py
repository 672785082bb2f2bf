"""Small trees of catalogs, written where a test may write."""

from __future__ import annotations

from pathlib import Path

import pytest

PLURALS = {"fr": 3, "en": 2, "ar": 6, "uk": 4}


class Tree:
    """A folder of languages being written by a test."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, lang: str, text: str, name: str = "common") -> None:
        """Write a catalog with the header its language needs."""
        folder = self.root / lang
        folder.mkdir(exist_ok=True)
        plurals = f"nplurals={PLURALS[lang]}; plural=0;"
        header = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plurals}\\n"\n\n'
        (folder / f"{name}.po").write_text(header + text, encoding="utf-8")
        (folder / "words.toml").touch()

    def say(self, lang: str, *entries: tuple[str, str, str | tuple[str, ...]], name: str = "common") -> None:
        """Write entries given as (key, context, text or plural texts)."""
        self.write(lang, "\n".join(_entry(*entry) for entry in entries), name)

    def words(self, lang: str, text: str) -> None:
        """Write the words a language understands."""
        (self.root / lang / "words.toml").write_text(text, encoding="utf-8")

    def style(self, lang: str) -> None:
        """Give a language the words it avoids."""
        (self.root / lang).mkdir(exist_ok=True)
        lists = 'banned = ["valoris-", "valide"]\nfeedback = ["accent"]\n'
        (self.root / lang / "style.toml").write_text(lists, encoding="utf-8")

    def triggers(self, lang: str, text: str, name: str = "care") -> None:
        """Write the triggers of a language for the acts of a field."""
        folder = self.root / lang / "triggers"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def _entry(key: str, context: str, said: str | tuple[str, ...]) -> str:
    head = f'msgctxt "{context}"\nmsgid "{key}"\n'
    if isinstance(said, str):
        return f'{head}msgstr "{said}"\n'
    lines = "".join(f'msgstr[{i}] "{text}"\n' for i, text in enumerate(said))
    return f'{head}msgid_plural "{key}"\n{lines}'


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)
