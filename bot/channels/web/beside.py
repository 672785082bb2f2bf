"""The pages beside the chat: the notice, the promises with their tests, and how far all can use it. Pure once loaded.

They are the same for everybody: they set no cookie and ask for no script. Every word comes from the catalogs and every
fact from the settings or from `charter.toml`, which is made from the tests (the program is installed without them).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Final, TypeAlias

from bot.channels.web.site import Site
from flows import notice
from flows.content import Host
from flows.model import Arg, Phrase, Translate

HERE: Final = Path(__file__).parent
NAMES: Final[Mapping[str, str]] = {  # each page by its path, with the key of its link
    "notice": "web.beside.notice",
    "charte": "web.beside.charter",
    "accessibilite": "web.beside.access",
}
COMMITMENTS: Final = ("purpose", "human", "fair", "choice", "clear", "safe", "planet")  # France Travail, in its order
WARNINGS: Final = ("data", "climate", "critical", "ethics")
PROVED: Final[Mapping[str, tuple[int, ...]]] = {  # by which promises' tests each answer to them is tried
    "purpose": (4, 10), "human": (4, 6), "fair": (3, 10), "choice": (1, 8), "clear": (2, 4), "safe": (7, 9),
    "planet": (7,), "data": (7,), "climate": (7,), "critical": (4,), "ethics": (8, 10),
}  # fmt: skip
TESTED, UNTESTED = range(1, 6), range(1, 5)
STATED: Final = "28/11/2026"  # the day of the statement: another one whenever it says another thing
MADE, TRIED, GRID = "HTML, CSS, SVG, JavaScript", "Chromium, axe-core", "docs/accessibility.md"
LAW: Final = "FR"  # the country whose law the statement answers
Part: TypeAlias = tuple[str, str, Sequence[str]]  # how deep a heading is and its words, "" for none; then HTML
NONE: Final = ("", "")


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: its number, what its tests say they try, and their names."""

    number: int
    says: str
    tests: Sequence[str]


@dataclass(frozen=True, slots=True)
class Charter:
    """What the tests know: the promises, and what one CV costs outside the machine."""

    promises: Sequence[Promise]
    outbound: int
    model: int


def charter(file: Path = HERE / "charter.toml") -> Charter:
    """What the tests wrote down (`tests/promises/page.py`)."""
    raw = tomllib.loads(file.read_text("utf-8"))
    promises = [Promise(one["number"], one["says"], one["tests"]) for one in raw["promise"]]
    return Charter(promises, raw["outbound"], raw["model"])


class Beside:
    """Fills the pages in a language."""

    def __init__(self, site: Site, css: str, icon: str) -> None:
        self._site, self._where = site, {"css": css, "icon": icon}
        self._page = Template((HERE / "beside.html").read_text("utf-8"))
        self._charter = charter()

    def page(self, name: str, lang: str) -> str:
        """One of `NAMES`, in this language."""
        say = self._site.translator(lang)
        made = {"notice": _notice, "charte": self._promises, "accessibilite": _access}[name]
        title = {"notice": "notice", "charte": "charter", "accessibilite": "access"}[name]
        words = {"bot": "web.bot", "home": "web.home", "pages": "web.beside.pages", "languages": "web.beside.languages"}
        return self._page.substitute(
            {slot: escape(say(Phrase(key))) for slot, key in words.items()},
            lang=escape(lang),
            dir=escape(self._site.direction(lang)),
            title=escape(say(Phrase(f"web.{title}.title"))),
            body="".join(_part(*part) for part in made(say, self._site.host)),
            links=links(say, lang, name),
            spoken="".join(self._language(name, code) for code in self._site.languages if code != lang),
            **self._where,
        )

    def _language(self, name: str, code: str) -> str:
        own = escape(self._site.translator(code)(Phrase("web.name")))
        about = f'lang="{escape(code)}" hreflang="{escape(code)}" dir="{escape(self._site.direction(code))}"'
        return f'<a href="/{name}?lang={escape(code)}" {about}>{own}</a>'

    def _promises(self, say: Translate, host: Host) -> Iterator[Part]:
        yield *NONE, [_line(say, "web.charter.intro")]
        proved = [self._promise(say, number) for number in sorted({one.number for one in self._charter.promises})]
        yield *NONE, [f'<ol class="promises">{"".join(proved)}</ol>']
        yield "h2", say(Phrase("web.charter.france")), [_line(say, "web.charter.france.says")]
        for name in COMMITMENTS:
            yield "h3", say(Phrase(f"web.charter.{name}")), [*self._answer(say, host, name), _proofs(say, name)]
        yield "h2", say(Phrase("web.charter.warnings")), []
        for name in WARNINGS:
            answer = [_line(say, f"web.charter.{name}.says"), _proofs(say, name)]
            yield "h3", say(Phrase(f"web.charter.{name}")), answer

    def _answer(self, say: Translate, host: Host, name: str) -> Sequence[str]:
        """What is answered to a commitment; to that for the climate, what the tests counted."""
        if name != "planet":
            return [_line(say, f"web.charter.{name}.says")]
        counted: dict[str, Arg] = {"outbound": str(self._charter.outbound), "model": str(self._charter.model)}
        here = "web.charter.planet.helped" if host.helped else "web.charter.planet.none"
        return [_line(say, "web.charter.planet.says", counted), _line(say, here)]

    def _promise(self, say: Translate, number: int) -> str:
        told = [one for one in self._charter.promises if one.number == number]
        proofs = "".join(f"<p>{escape(one.says)}</p><ul>{''.join(map(_test, one.tests))}</ul>" for one in told)
        label = escape(say(Phrase("web.charter.tests")))
        tests = f'<details><summary>{label}</summary><div lang="en" dir="ltr">{proofs}</div></details>'
        return f'<li id="promise{number}">{_line(say, f"web.charter.{number}")}{tests}</li>'


def _proofs(say: Translate, name: str) -> str:
    """Links to the promises under which the tests of an answer stand."""
    told = ((n, escape(say(Phrase("web.charter.see", {"n": str(n)})))) for n in PROVED[name])
    found = "".join(f'<a href="#promise{n}">{label}</a>' for n, label in told)
    return f'<p class="foot proofs">{found}</p>'


def links(say: Translate, lang: str, here: str = "") -> str:
    """The links to the pages, without the one that is open."""
    found = ((name, escape(say(Phrase(key)))) for name, key in NAMES.items() if name != here)
    return "".join(f'<a href="/{name}?lang={escape(lang)}">{label}</a>' for name, label in found)


def _notice(say: Translate, host: Host) -> Iterator[Part]:
    for name, phrases in notice.sections(host).items():
        yield "h2", say(Phrase(f"web.notice.{name}")), [_paragraph(say(phrase)) for phrase in phrases]


def _access(say: Translate, host: Host) -> Iterator[Part]:
    """An honest statement: who has not been audited says so, and says what the law calls that."""
    lawful = host.country == LAW
    state = [_line(say, "web.access.state"), *([_line(say, "web.access.state.law")] if lawful else [])]
    promise = [_line(say, "web.access.promise", {"operator": host.operator})] if lawful and host.operator else []
    yield *NONE, [*state, *promise, _line(say, "web.access.about", {"date": STATED})]
    yield "h2", say(Phrase("web.access.tested")), [_list(say, "web.access.tested", TESTED)]
    yield "h2", say(Phrase("web.access.untested")), [_list(say, "web.access.untested", UNTESTED)]
    tools = _line(say, "web.access.tools", {"made": MADE, "tried": TRIED})
    contact = {"contact": host.contact}
    reach = _line(say, "web.access.reach", contact) if host.contact else _line(say, "web.access.reach.none")
    yield *NONE, [_line(say, "web.access.grid", {"grid": GRID}), tools, reach]
    if lawful:
        yield *NONE, [_line(say, "web.access.rights")]


def _part(level: str, heading: str, said: Sequence[str]) -> str:
    return (f"<{level}>{escape(heading)}</{level}>\n" if level else "") + "".join(f"{one}\n" for one in said)


def _line(say: Translate, key: str, args: Mapping[str, Arg] | None = None) -> str:
    return _paragraph(say(Phrase(key, args or {})))


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _list(say: Translate, key: str, numbers: Iterable[int]) -> str:
    items = (escape(say(Phrase(f"{key}.{n}"))) for n in numbers)
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _test(name: str) -> str:
    """A test by its name, which is a sentence."""
    return f"<li>{escape(name.removeprefix('test_').replace('_', ' '))}</li>"
