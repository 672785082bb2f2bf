"""Lists of occupations as an operator imports them: whole packages of which one table, or the zip, is strange."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands.import_ import SOURCES
from bot.imports.errors import ImportFileError
from bot.imports.package import opened
from bot.imports.tables import quiet
from bot.store.shelf import replacing
from tests.bot.imports import little

SHEET = {
    "rome": {"code_rome": "D1209", "intitule": "Fleuriste"},
    "appellations": [{"libelle": "Fleuriste", "libelle_court": "Fleuriste"}],
    "competences": {"savoir_faire": {"enjeux": [{"items": [{"libelle": "Composer", "code_ogr": "101"}]}]}},
}
SHEETS = "unix_fiche_emploi_metier_v460.json"


def packages() -> tuple[tuple[str, Mapping[str, bytes]], ...]:
    return (
        ("rome", little.rome()),
        ("esco", little.esco()),
        ("rome", {SHEETS: json.dumps([SHEET]).encode()}),
    )


FILES: tuple[tuple[str, str, Mapping[str, bytes]], ...] = tuple(
    (kind, name, files) for kind, files in packages() for name in sorted(files)
)
SEEDS = tuple(bytes((n,)) + files[name] for n, (_, name, files) in enumerate(FILES))


def tables(data: bytes) -> None:
    """One table of a package holds these bytes: the first says which."""
    if not data:
        return
    kind, strange, files = FILES[data[0] % len(FILES)]
    with _room() as room:
        folder = room / "published"
        folder.mkdir()
        for name, whole in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data[1:] if name == strange else whole)
        _taken(kind, folder, room)


def zipped(data: bytes) -> None:
    """The zip is these bytes."""
    with _room() as room:
        path = room / "published.zip"
        path.write_bytes(data)
        for kind in SOURCES:
            _taken(kind, path, room)


def zips() -> tuple[bytes, ...]:
    out = []
    for _, files in packages():
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as pack:
            for name, data in files.items():
                pack.writestr(name, data)
        out.append(packed.getvalue())
    return tuple(out)


def _taken(kind: str, path: Path, room: Path) -> None:
    with suppress(ImportFileError), opened(path) as package:
        published = SOURCES[kind](package, quiet)
        source = published.source(1)
        with replacing(room, source) as shelf:
            published.put(shelf)


@contextmanager
def _room() -> Iterator[Path]:
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:  # noqa: S108 - memory, not disk
        yield Path(name)
