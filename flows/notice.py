"""The notice: who answers, why and by what right, what is kept, who sees it, where it goes, what a person may ask.

Said in the chat by its word, a section a bubble, and shown on a page of the web chat by the same phrases. All of it is
filled from the settings, so that it can say nothing that this installation does not do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from flows.content import Host
from flows.model import Phrase
from flows.turn import Turn

AUTHORITIES: Final[Mapping[str, str]] = {"FR": "CNIL, cnil.fr"}  # who hears complaints, by country
INSIDE: Final = frozenset({"Mistral"})  # of the Union by their own word (docs/operators/model.md)
SECTIONS: Final = ("who", "why", "kept", "seen", "outside", "rights", "free")


def sections(host: Host) -> Mapping[str, tuple[Phrase, ...]]:
    """Return what each section says here, in the order of `SECTIONS`."""
    told = (_who, _why, _kept, _seen, _outside, _rights, _free)
    return {name: tuple(part(host)) for name, part in zip(SECTIONS, told, strict=True)}


def said(turn: Turn) -> None:
    """Say all of it, and go on where somebody was."""
    host = turn.content.host
    for phrases in sections(host).values():
        turn.say(*phrases)
    if host.page:
        turn.say(Phrase("notice.page", {"link": host.page}))
    turn.ask()


def _who(host: Host) -> Iterator[Phrase]:
    yield Phrase("notice.who", {"operator": host.operator}) if host.operator else Phrase("notice.who.none")
    yield Phrase("notice.reach", {"contact": host.contact}) if host.contact else Phrase("notice.reach.none")


def _why(host: Host) -> Iterator[Phrase]:
    yield Phrase("notice.why")
    yield Phrase("notice.basis.mission") if host.basis == "mission" else Phrase("notice.basis.consent")


def _kept(host: Host) -> Iterator[Phrase]:
    yield Phrase("notice.kept")
    yield Phrase("keeping.until", {"n": host.months})
    yield Phrase("notice.refused")


def _seen(host: Host) -> Iterator[Phrase]:
    yield Phrase("notice.team")
    if host.hears:
        yield Phrase("notice.hears", {"where": host.hears})
    if host.speaks:
        yield Phrase("notice.speaks", {"where": host.speaks})
    if host.model:
        yield Phrase("notice.model", {"where": host.model})
    for name in host.channels:
        yield Phrase("notice.carried", {"channel": name})
    if not (_helpers(host) or host.channels):
        yield Phrase("notice.only")


def _outside(host: Host) -> Iterator[Phrase]:
    """Whether it leaves the Union, for each who gets something; where that is not known, it is not guessed."""
    if INSIDE.issuperset(_helpers(host)):
        yield Phrase("notice.inside")
    for name in host.channels:
        yield Phrase("notice.outside", {"channel": name})
    for where in _helpers(host):
        yield Phrase("notice.union" if where in INSIDE else "notice.unknown", {"where": where})


def _helpers(host: Host) -> tuple[str, ...]:
    """Who hears, reads aloud or helps outside the operator's machine, each once."""
    return tuple(dict.fromkeys(name for name in (host.hears, host.speaks, host.model) if name))


def _rights(_host: Host) -> Iterator[Phrase]:
    yield Phrase("notice.rights")
    yield Phrase("notice.take")


def _free(host: Host) -> Iterator[Phrase]:
    yield Phrase("notice.decides")
    yield Phrase("notice.free")
    authority = AUTHORITIES.get(host.country, "")
    yield Phrase("notice.authority", {"authority": authority}) if authority else Phrase("notice.authority.other")
