"""Which version this is, under which licences, and which public lists were imported.

One screen, for the operator and for whoever asks where the words come from. The lists ask to be named: here they are.
Which dictionaries are there is said too.
"""

from __future__ import annotations

import platform
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import locales
from bot.content import OCCUPATIONS
from bot.settings import SettingError, from_environment
from bot.spelling.worker import dictionaries
from bot.store.imported import ENGINE, Imported, Source
from renderers.fonts import notices

REFUSED = 2
NONE = "no list of occupations was imported: `atout import --help` says how"


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing to ask for."""
    del parser


def run(args: Namespace) -> int:
    """Print it."""
    del args
    try:
        settings = from_environment()
    except SettingError as error:
        print(f"atout about: {error}", file=sys.stderr)
        return REFUSED
    with closing(Imported(settings.data)) as imported:
        print("\n".join((*lines(imported.sources()), *spelling(settings.dictionaries))))
    return 0


def lines(sources: tuple[Source, ...]) -> Iterator[str]:
    """Yield what is printed."""
    yield "Atout, a job coach in the messaging app a person already has"
    yield from program()
    yield f"  Python {platform.python_version()}, {ENGINE}"
    yield "Fonts in its documents"
    for font in notices():
        yield f"  {font.family} {font.version}: {font.copyright}, SIL Open Font License 1.1"
    yield "Occupations"
    yield f"  {len(list(OCCUPATIONS.glob('*.toml')))} described here, in words of our own"
    for source in sources:
        yield from said(source)
    if not sources:
        yield f"  {NONE}"


def spelling(folder: Path) -> Iterator[str]:
    """Yield which dictionaries are asked about misspelt words, and which languages have none."""
    found = dictionaries(folder, locales.languages())
    there = ", ".join(f"{lang} {place.name}.dic" for lang, place in found.items())
    none = ", ".join(lang for lang in locales.languages() if lang not in found)
    yield f"Dictionaries in {folder}: {there or 'none'}{f'; none for {none}' if there and none else ''}"


def program() -> Iterator[str]:
    """Yield which version is installed, and the licence it states."""
    try:
        installed = metadata("atout")
    except PackageNotFoundError:
        yield "  version: not installed, run from a folder"
        return
    yield f"  version: {installed['Version']}"
    yield f"  licence: {' '.join(installed.get_all('License-Expression') or ['none stated in this version'])}"


def said(source: Source) -> Iterator[str]:
    """Yield what must be said of an imported list, and what shows which file it was."""
    yield f"  {source.attribution}"
    yield f"    {source.licence}"
    yield f"    {source.occupations} occupations, {source.skills} skills, version {source.version}"
    day = datetime.fromtimestamp(source.at / 1000, UTC)
    yield f"    from {source.file}, imported {day:%Y-%m-%d}, sha256 {source.sha256[:12]}"
