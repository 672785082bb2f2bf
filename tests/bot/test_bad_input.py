"""Bad input in the real house, at every question and through the web: a kind answer, nothing changed, no trace shown.

What each door refuses by itself is in its own folder (test_talk, web, telegram); here is what comes through.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from bot.channels.web import app
from bot.house import House
from flows.care import LONG
from flows.model import Body, Contact, Media, Tap, Text, Voice
from tests.bot.web.asking import FROM_PAGE, HOME
from tests.bot.web.serving import site
from tests.promises.stops import Person, Stops, asked, begin

UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
TRACE = re.compile(r"Traceback|Error\b|File \"|\bNone\b|[{}]")
FORGED: dict[str, Body] = {
    "a zip that says it is a PDF": Media("file", "cv.pdf"),
    "a name that climbs": Media("file", "../../etc/passwd\0.pdf"),
    "an hour of silence": Voice("\0", 3600),
    "a note longer than any number that is kept": Voice("", 10**30),
    "a button nobody was shown": Tap("zzzzzzzzzz", "0"),
    "no button": Tap("", ""),
    "half a button": Tap("\ud800", "\0"),
}
CHOICES = ("999", "__class__", "-1", "\u0663", "0" * 200)  # of the question on screen, which has no such choice
SIGNS: dict[str, Body] = {  # no question can read an answer in them; three of them, and the way out is shown
    "NUL": Text("\0"),
    "overrides": Text("\u202e\u2066\u202d"),
    "64 kB of signs": Text("%" * 65_536),
}
MORE_SIGNS: dict[str, Body] = {
    "controls": Text("\x07\x1b\x01"),
    "half a letter": Text("\ud800"),
    "signs": Text("{} $$ % ~"),
}
SOMETHING = ("\u202egnp\u2066a\0b \x1b[31mred\x07 Z" + "\u0351" * 5000 + " <b>{name}</b> %s", "a" * 65_536)


@pytest.fixture(scope="module")
def stops(tmp_path_factory: pytest.TempPathFactory) -> Stops:
    return Stops(Path(tmp_path_factory.mktemp("stops")))


async def test_what_says_nothing_changes_nothing_at_any_question(stops: Stops) -> None:
    broken = []
    for stop in await stops.of("fr"):
        own = next(bubble.ask for bubble in reversed(stop.person.shown) if bubble.question)
        taps = {f"choice {choice[:9]}": Tap(own, choice) for choice in CHOICES}
        for bodies in ({**FORGED, **taps, **SIGNS}, MORE_SIGNS):
            async with stops.again(stop) as person:
                here = await person.place()
                for name, body in bodies.items():
                    new = await person.gets(body)
                    told = "\n".join(bubble.text for bubble in new)
                    broken += [f"{stop}: {name} shows {TRACE.findall(told)}"] * bool(TRACE.search(told))
                    broken += [f"{stop}: {name} asks {asked(new)}"] * (asked(new) != stop.asks)
                broken += [f"{stop}: something changed"] * (await person.place() != here)
    assert broken == []


async def test_what_says_something_is_kept_without_what_cannot_be_seen(stops: Stops) -> None:
    broken = []
    for stop in await stops.of("fr"):
        for said in SOMETHING:
            async with stops.again(stop) as person:
                here, new = await person.place(), await person.gets(Text(said))
                shown = "".join(bubble.text for bubble in new)
                kept = "".join(fact.raw + fact.value.text for fact in (await person.known())[1])
                broken += [f"{stop}: {said[:9]!r} is kept or shown"] * bool(UNSEEN.search(shown + kept))
                broken += [f"{stop}: {said[:9]!r} shows a tower"] * ("\u0351" * 4 in shown + kept)
                broken += [f"{stop}: {said[:9]!r} leads nowhere"] * (not asked(new))
                if len(said) > LONG and (await person.place() != here or "trop long" not in new[0].text.lower()):
                    broken.append(f"{stop}: 64 kB are an answer, or nobody says that they are not")
    assert broken == []


async def test_the_button_of_somebody_else_changes_nothing_for_either(stops: Stops) -> None:
    async with stops.again(await stops.at("fr", "exp/*/when")) as person:
        other = Person(person.life, person.clock, "fr", address="somebody else", ids=person.ids)
        await other.does({"text": "bonjour"}, {"press": "agree"})
        mine, theirs = await person.place(), await other.place()
        for bubble in [b for b in person.shown if b.buttons]:
            for place in range(len(bubble.buttons)):
                assert asked(await other.gets(Tap(bubble.ask, str(place)))) == "exp/e1/what"
        assert (await person.place(), await other.place()) == (mine, theirs)


async def test_a_card_of_nonsense_is_no_number(stops: Stops) -> None:
    async with stops.again(await stops.at("fr", "cv/phone")) as person:
        for phone in ("", "\0", "%" * 9000, "+" * 40, "\u202e12", "call me", "9" * 5000):
            assert asked(await person.gets(Contact("\x1b[2J", phone))) == "cv/phone", phone[:9]


# ---------------------------------------------------------------- through the web, to the real house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    person = begin(tmp_path / "home", "fr")
    yield person.life.house
    await person.life.end()


def browser(house: House) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app(house, site()), raise_app_exceptions=False)
    return httpx2.AsyncClient(transport=transport, base_url=HOME, headers={"Accept-Language": "fr"})


async def say(http: httpx2.AsyncClient, **fields: object) -> httpx2.Response:
    return await http.post("/say", json={"id": uuid4().hex, **fields}, headers=FROM_PAGE)


def buttons(page: str) -> list[str]:
    return re.findall(r'value="(1\.[^"]+)"', page)


async def test_the_page_takes_no_button_of_another_browser(house: House) -> None:
    async with browser(house) as ana, browser(house) as bo:
        for http in (ana, bo):
            await http.get("/")
            await say(http, open="fr")
        theirs, before = buttons((await bo.get("/")).text), (await bo.get("/")).text
        assert theirs
        for payload in (*theirs, "1.zzzzzzzzzz.0", "1.zzzzzzzzzz.999"):
            answer = await say(ana, press=payload)
            assert answer.status_code == 200
            assert "15 ans ou plus" in answer.text
            assert not TRACE.search(re.sub(r"<[^>]+>", "", answer.text))
        assert buttons((await bo.get("/")).text) == buttons(before)
        assert "Qu'avez-vous déjà fait" not in (await ana.get("/")).text


async def test_a_file_of_any_name_is_kindly_not_read_by_the_page(house: House) -> None:
    async with browser(house) as ana:
        await ana.get("/")
        await say(ana, open="fr")
        for name in ("cv.pdf", "cv.zip", "../../etc/passwd", "\u202efdp.exe", "a" * 5000, "<b>.pdf"):
            answer = await say(ana, file={"kind": "file", "name": name})
            assert answer.status_code == 200
            assert "15 ans ou plus" in answer.text
            assert "<b>" not in answer.text
            assert not UNSEEN.search(answer.text)
