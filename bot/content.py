"""Finds forms, words, acts and triggers by listing their folders, and hands them to the core as one `Content`.

It reads files once, whoever asks again, and must not decide anything: a new flow, language or domain is found by
being there. The words of a language are read when they are first looked at, so that a start waits for none.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import Generic, TypeAlias, TypeVar

import flows
from flows import acts
from flows.acts import UNLESS
from flows.content import Act, Bank, Content, Domain, Everyday, Form, Host, Occupation, Trade
from flows.words import fold
from locales import direction, languages
from locales.catalogs import catalog
from locales.compiled import compiled
from locales.letters import load_letters
from locales.words import load_words

T = TypeVar("T")
Triggers: TypeAlias = tuple[tuple[str, ...], ...]

DOMAINS = Path(flows.__file__).parent / "domains"
LOCALES = Path(__file__).parent.parent / "locales"
OCCUPATIONS = LOCALES / "occupations"
BANKS = LOCALES / "interview"
TRADES = LOCALES / "trades.toml"
CODE = (Path(__file__), Path(acts.__file__))  # what reads them, beside the code of `locales`
NAMED = "ways"  # the file of triggers with the stems that many acts share


class Spoken(Mapping[str, T], Generic[T]):
    """What belongs to each language, or to each family of work, made when it is first looked at and kept."""

    def __init__(self, names: tuple[str, ...], make: Callable[[str], T]) -> None:
        self._names = names
        self._make = make
        self._made: dict[str, T] = {}
        self._one = Lock()

    def __getitem__(self, name: str) -> T:
        made = self._made.get(name)
        return self._first(name) if made is None else made

    def _first(self, name: str) -> T:
        if name not in self._names:
            raise KeyError(name)
        with self._one:  # who comes while it is made waits for it
            if name not in self._made:
                self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@cache
def load(offered: tuple[str, ...] = (), host: Host | None = None) -> Content:
    """Return the content of this installation; `offered` limits the languages (empty: all there are)."""
    codes = tuple(code for code in (offered or _french_first()) if code in languages())
    fields = domains()
    return Content(
        forms=forms(),
        words=Spoken(codes, load_words),
        domains=fields,
        occupations=occupations(),
        trades={name: trade for trade in trades().values() for name in trade.names},
        banks=banks(),
        triggers=Spoken(codes, partial(triggers, fields)),
        languages=codes,
        host=host or Host(),
        letters=tuple(table for code in languages() if (table := load_letters(code))),
    )


def read_all() -> None:
    """Read every language, so that what is kept of its files is there for who may write nothing beside them."""
    content = load()
    for code in content.languages:
        _ = content.words[code], content.triggers[code], catalog(code), direction(code)


def _french_first() -> tuple[str, ...]:
    return tuple(sorted(languages(), key=lambda code: (code != "fr", code)))


def forms() -> tuple[Form, ...]:
    """Return the forms of every flow: each `flows/<name>/form.py` says its own."""
    found: list[Form] = []
    for module in pkgutil.iter_modules(flows.__path__):
        if module.ispkg and (Path(flows.__path__[0]) / module.name / "form.py").exists():
            found += importlib.import_module(f"flows.{module.name}.form").FORMS
    return tuple(sorted(found, key=lambda form: (form.at is None, form.at or 0)))


def domains() -> Mapping[str, Domain]:
    """Return the fields of life, each from its own file."""
    files = sorted(DOMAINS.glob("*.toml"))
    return _compiled("domains", files, dict[str, Domain], lambda: {d.id: d for d in map(_domain, files)})


def _compiled(name: str, files: Sequence[Path], kind: type[T], read: Callable[[], T]) -> T:
    return compiled(LOCALES / name, [*files, *CODE], kind, read)


def _domain(path: Path) -> Domain:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    acts = tuple(
        Act(
            f"{raw['id']}.{act['id']}",
            tuple(act.get("occupations", ())),
            act.get("counts", ""),
            act.get("base", False),
            tuple(act.get("places", ())),
            tuple(f"{raw['id']}.{name}" for name in act.get("over", ())),
            act.get("titled", False),
            act.get("help", False),
            f"{raw['id']}.{act['part']}" if "part" in act else "",
            act.get("apart", False),
            tuple(f"{raw['id']}.{name}" for name in act.get("beside", ())),
            act.get("leans", False),
        )
        for act in raw["act"]
    )
    return Domain(raw["id"], tuple(raw["occupations"]), acts, raw["at"])


def occupations(folder: Path = OCCUPATIONS) -> Mapping[str, Occupation]:
    """Return the occupations we describe in our own words, each from its own file, by ROME code."""
    files = sorted(folder.glob("*.toml"))
    if folder != OCCUPATIONS:
        return _occupations(files)
    return _compiled("occupations", files, dict[str, Occupation], partial(_occupations, files))


def _occupations(files: Sequence[Path]) -> dict[str, Occupation]:
    return {o.code: o for o in map(_occupation, files)}


def _occupation(path: Path) -> Occupation:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    told = {lang: table for lang, table in raw.items() if isinstance(table, dict)}
    words = {
        lang: Everyday(*(tuple(table.get(part, ())) for part in ("names", "tools", "questions")))
        for lang, table in told.items()
    }
    lists = {part: tuple(raw.get(part, ())) for part in ("acts", "conditions", "requires", "near", "lighter", "asks")}
    return Occupation(raw["code"], raw["isco"], raw["domain"], words=words, **lists)


def banks(folder: Path = BANKS) -> Mapping[str, Bank]:
    """Return what interviews ask in each family of work, by family: read when somebody first practises."""
    return Spoken(tuple(sorted(path.stem for path in folder.glob("*.toml"))), partial(_bank, folder))


def _bank(folder: Path, family: str) -> Bank:
    raw = tomllib.loads((folder / f"{family}.toml").read_text(encoding="utf-8"))
    return Bank(family, tuple(raw["domains"]), {one["id"]: one["kind"] for one in raw["questions"]})


def trades(path: Path = TRADES) -> Mapping[str, Trade]:
    """Return what people call their trade, by id."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    lists = ("names", "acts", "jobs")
    return {name: Trade(name, *(tuple(one.get(of, ())) for of in lists)) for name, one in told.items()}


def triggers(fields: Mapping[str, Domain], code: str) -> Mapping[str, Triggers]:
    """Return a language's triggers, each a tuple of folded stems ("a|b": either), by act, the fields in their order."""
    paths = sorted((LOCALES / code / "triggers").glob("*.toml"))
    sources = [*paths, *DOMAINS.glob("*.toml")]
    return _compiled(f"{code}/triggers", sources, dict[str, Triggers], partial(_triggers, fields, paths))


def _triggers(fields: Mapping[str, Domain], paths: Sequence[Path]) -> dict[str, Triggers]:
    files = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}
    named = files.pop(NAMED, {})
    order = {domain.id: domain.at for domain in fields.values()}
    return {
        f"{domain}.{act}": tuple(places(spelled(way, named)) for way in ways)
        for domain, acts in sorted(files.items(), key=lambda file: order.get(file[0], 0))
        for act, ways in acts.items()
    }


def spelled(trigger: str, named: Mapping[str, object]) -> str:
    """Return a trigger with its named stems in full: "@wash" stands for all forms of a verb that many acts share."""
    return re.sub(r"@(\w+)", lambda found: str(named.get(found[1], found[0])), trigger)


def places(trigger: str) -> tuple[str, ...]:
    """Return the places of a trigger, folded: all of them must be said."""
    return tuple(map(_place, trigger.split()))


def _place(place: str) -> str:
    """Return one place of a trigger, a stem or several of which one is enough, folded."""
    unless = UNLESS if place.startswith(UNLESS) else ""
    return unless + "|".join(_stem(stem) for stem in place.removeprefix(UNLESS).split("|"))


def _stem(stem: str) -> str:
    return fold(stem.removesuffix("$")) + ("$" if stem.endswith("$") else "")
