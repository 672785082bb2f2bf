"""What is kept of the files of the program says the same as the files, and is never trusted where it is not whole."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import msgspec
import pytest

from bot import content as contents
from flows.words import Words
from locales import catalogs, compiled, grammar, languages
from locales.words import load_words

ROOT = Path(__file__).parents[2]
READ: dict[str, tuple[str, ...]] = {"soup": ("pot", "spoon")}
KIND = dict[str, tuple[str, ...]]


class Kitchen:
    """One source, what reads it, and what is kept of it."""

    def __init__(self, room: Path) -> None:
        self.source, self.name, self.times = room / "soup.toml", room / "soup", 0
        self.source.write_text("pot", encoding="utf-8")

    def asks(self) -> dict[str, tuple[str, ...]]:
        return compiled.compiled(self.name, [self.source], KIND, self._reads)

    def _reads(self) -> dict[str, tuple[str, ...]]:
        self.times += 1
        return READ

    @property
    def kept(self) -> list[Path]:
        return [path for path in self.name.parent.rglob("*") if path.is_file() and path != self.source]


@pytest.fixture
def kitchen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kitchen:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return Kitchen(tmp_path)


def test_it_is_read_once(kitchen: Kitchen) -> None:
    assert [kitchen.asks() for _ in range(3)] == [READ] * 3
    assert kitchen.times == 1
    assert len(kitchen.kept) == 1


def test_another_source_is_read(kitchen: Kitchen) -> None:
    kitchen.asks()
    kitchen.source.write_text("pan", encoding="utf-8")
    kitchen.asks()
    assert kitchen.times == 2


def test_other_code_reads_again(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    kitchen.asks()
    monkeypatch.setattr(compiled, "CODE", (*compiled.CODE, kitchen.source))
    compiled._reader.cache_clear()
    try:
        kitchen.asks()
    finally:
        compiled._reader.cache_clear()
    assert kitchen.times == 2


@pytest.mark.parametrize("at", [0, 5, 31, 32, 40, -1])
def test_what_was_altered_is_read_from_its_source_and_mended(kitchen: Kitchen, at: int) -> None:
    kitchen.asks()
    [file] = kitchen.kept
    whole = file.read_bytes()
    broken = bytearray(whole)
    broken[at] ^= 1
    file.write_bytes(broken)
    assert kitchen.asks() == READ
    assert kitchen.times == 2
    assert file.read_bytes() == whole


def test_what_was_cut_short_is_read_from_its_source(kitchen: Kitchen) -> None:
    kitchen.asks()
    [file] = kitchen.kept
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert kitchen.asks() == READ
    assert kitchen.times == 1 + len(whole)


@pytest.mark.parametrize("thing", [{"soup": ["pot", 1]}, ["soup"], "soup", None, {"soup": "pot"}])
def test_a_thing_of_another_kind_is_read_from_its_source(kitchen: Kitchen, thing: object) -> None:
    compiled.compiled(kitchen.name, [kitchen.source], object, lambda: thing)
    assert kitchen.asks() == READ
    assert kitchen.times == 1


def test_what_ends_too_early_inside_is_read_from_its_source(kitchen: Kitchen) -> None:
    half = msgspec.Raw(msgspec.msgpack.encode(READ)[:-2])
    compiled.compiled(kitchen.name, [kitchen.source], object, lambda: half)
    assert kitchen.asks() == READ
    assert kitchen.times == 1


def test_where_nothing_can_be_written_it_is_read_each_time(kitchen: Kitchen) -> None:
    (kitchen.name.parent / "__pycache__").write_text("no folder", encoding="utf-8")
    assert [kitchen.asks(), kitchen.asks()] == [READ, READ]
    assert kitchen.times == 2


def test_nothing_is_written_where_python_is_told_to_write_nothing(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [kitchen.asks(), kitchen.asks()] == [READ, READ]
    assert kitchen.kept == []


def test_it_goes_where_python_keeps_what_it_compiles(
    kitchen: Kitchen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setattr(sys, "pycache_prefix", str(elsewhere))
    kitchen.asks()
    assert [path for path in kitchen.kept if not path.is_relative_to(elsewhere)] == []
    assert len(kitchen.kept) == 1


def test_the_content_is_the_same_from_its_files_and_from_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    from_files = _everything()
    kept = {path.name.partition(".")[0] for path in tmp_path.rglob("*.kept")}
    grammars = {f"grammar-{lang}" for lang in languages()}
    assert kept == {"words", "catalog", "triggers", "occupations", "domains", *grammars}
    monkeypatch.setattr("locales.words.read_words", _never)
    monkeypatch.setattr("locales.catalogs.read_entries", _never)
    monkeypatch.setattr("locales.grammar._read", _never)
    monkeypatch.setattr(contents, "_occupation", _never)
    monkeypatch.setattr(contents, "_domain", _never)
    monkeypatch.setattr(contents, "_triggers", _never)
    assert _everything() == from_files


def test_who_may_write_nothing_finds_all_of_it_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    environ = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)} | {"PYTHONDONTWRITEBYTECODE": ""}
    told = "from bot import content; content.read_all()"
    subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=environ, check=True)
    made = {path: path.stat().st_ino for path in tmp_path.rglob("*.kept")}
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    _everything()
    assert {path: path.stat().st_ino for path in tmp_path.rglob("*.kept")} == made
    assert len(made) == 4 * len(languages()) + 2


def _never(*_args: object) -> None:
    raise AssertionError("it is kept")


def _everything() -> str:
    """Return all of it as text, which tells the order and the types as well."""
    catalogs._catalog.cache_clear()
    grammar._told.cache_clear()
    domains = contents.domains()
    found: list[object] = [domains, contents.occupations()]
    for lang in languages():
        found += [contents.triggers(domains, lang), catalogs.catalog(lang), _told(load_words(lang))]
        found += [grammar._told(lang)]
    return repr(found)


def _told(words: Words) -> dict[str, object]:
    return {field.name: getattr(words, field.name) for field in fields(Words)}
