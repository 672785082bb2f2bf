"""How one is told: the ways somebody names on their page, what is refused there, and the worker of a browser."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from bot.app import now
from bot.links import staff_word_in
from bot.loop import run
from bot.notices.base import SAYS, Kind
from bot.notices.offered import Offered
from bot.notices.push import Pusher
from bot.notices.rules import NIGHT, Quiet, Way
from bot.notices.sealed import fresh
from bot.store.base import Session
from locales.translate import translator
from tests.bot.desk.office import LANGUAGES, Office, Person
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.doubles.push import PushService
from tests.patience import BUSY

T = TypeVar("T")

SIZES: tuple[ViewportSize, ...] = ({"width": 360, "height": 740}, {"width": 1440, "height": 900})
SHOTS = os.environ.get("ATOUT_SHOTS", "")
KEY = fresh()


async def key() -> bytes:
    return KEY


async def opens(word: str) -> str:
    """What Telegram makes of a word."""
    return f"https://t.me/atout_bot?start={word}"


@pytest.fixture
def telling(office: Office) -> Office:
    """An office that tells by all three ways."""
    office.app._desk.offered = Offered(opens, Pusher(key, "", now), mail=True, zone="Europe/Paris")
    return office


def kept(office: Office, work: Callable[[Session], T]) -> T:
    """What the store says, asked from the loop it belongs to."""
    return asyncio.run_coroutine_threadsafe(run(office.house._store, work), office.loop).result(BUSY)


def ident(office: Office, name: str) -> str:
    return next(one.id for one in office.tell(lambda known: known.all()) if one.name == name)


def ways(office: Office, person: Person) -> list[tuple[str, str, bool]]:
    account = ident(office, person.name)
    return [(way.kind, way.to, way.silenced) for way in kept(office, lambda tx: tx.notices.ways(account))]


def way_in(page: str) -> str:
    match = re.search(r'name="way" value="([^"]+)"', page)
    assert match, page
    return match[1]


def test_an_address_is_added_silenced_used_again_and_removed(telling: Office) -> None:
    amina = telling.joined()
    assert amina.http.post("/desk/ways/mail", data={"address": " amina@ville.example "}).status_code == 303
    page = amina.http.get("/desk/ways").text
    assert "amina@ville.example" in page
    for what, found in (("silence", True), ("use", False)):
        amina.http.post("/desk/ways", data={"way": way_in(page), "do": what})
        assert ways(telling, amina) == [("mail", "amina@ville.example", found)]
    amina.http.post("/desk/ways", data={"way": way_in(page), "do": "drop"})
    assert ways(telling, amina) == []


def test_nobody_changes_the_ways_of_another(telling: Office) -> None:
    amina, bilal = telling.joined(), telling.joined(name="Bilal")
    amina.http.post("/desk/ways/mail", data={"address": "amina@ville.example"})
    way = way_in(amina.http.get("/desk/ways").text)
    for what in ("silence", "drop", "use", "nonsense", ""):
        assert bilal.http.post("/desk/ways", data={"way": way, "do": what}).status_code == 303
    assert ways(telling, amina) == [("mail", "amina@ville.example", False)]
    assert "amina@ville.example" not in bilal.http.get("/desk/ways").text


@pytest.mark.parametrize("address", ["", "amina", "a@b.org\r\nBcc: c@d.org", "<script>@b.org", "a" * 300 + "@b.org"])
def test_what_is_no_address_is_refused(telling: Office, address: str) -> None:
    amina = telling.joined()
    answer = amina.http.post("/desk/ways/mail", data={"address": address})
    assert answer.status_code == 400
    assert "<script>@" not in answer.text
    assert ways(telling, amina) == []


def test_a_browser_is_kept_only_at_a_service_we_know(telling: Office) -> None:
    amina, reader = telling.joined(), PushService().browser()
    headers = {"Accept": "application/json"}
    for endpoint in ("http://localhost:8000/x", "https://169.254.169.254/x", "https://evil.example/x"):
        said = {**reader.subscription, "endpoint": endpoint}
        answer = amina.http.post("/desk/ways/push", json=said, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (400, "desk.ways.wrong_push")
    junks: tuple[object, ...] = ([], "x", {"endpoint": 1}, {})
    for junk in junks:
        assert amina.http.post("/desk/ways/push", json=junk, headers=headers).status_code == 400
    assert ways(telling, amina) == []
    assert amina.http.post("/desk/ways/push", json=reader.subscription, headers=headers).json() == {"go": "/desk/ways"}
    [(kind, to, _)] = ways(telling, amina)
    assert (kind, json.loads(to)["endpoint"]) == ("push", reader.endpoint)
    assert reader.endpoint not in amina.http.get("/desk/ways").text


def test_ten_ways_are_the_most(telling: Office) -> None:
    amina = telling.joined()
    found = [amina.http.post("/desk/ways/mail", data={"address": f"a{n}@b.org"}).status_code for n in range(11)]
    assert found == [303] * 10 + [409]


def test_a_link_to_telegram_is_shown_once_and_is_of_one_use(telling: Office) -> None:
    amina = telling.joined()
    page = amina.http.post("/desk/ways/telegram").text
    match = re.search(r"https://t\.me/atout_bot\?start=([\w-]+)", page)
    assert match
    word = match[1]
    assert staff_word_in(word) == word
    assert word not in amina.http.get("/desk/ways").text
    account = kept(telling, lambda tx: tx.notices.link(word, Way("w", "telegram", "77"), telling.clock()))
    assert account == ident(telling, "Amina")
    assert kept(telling, lambda tx: tx.notices.link(word, Way("v", "telegram", "66"), telling.clock())) == ""
    assert ways(telling, amina) == [("telegram", "77", False)]


def test_quiet_hours_are_ones_own(telling: Office) -> None:
    amina = telling.joined()
    account = ident(telling, "Amina")

    def quiet() -> Quiet | None:
        return kept(telling, lambda tx: tx.notices.quiet(account))

    assert quiet() == NIGHT
    assert amina.http.post("/desk/ways/quiet", data={"from": "18:30", "to": "09:05"}).status_code == 303
    assert quiet() == Quiet(18 * 60 + 30, 9 * 60 + 5)
    for wrong in ("", "24:00", "9h", "09:60", "٠٩:٠٠"):
        assert amina.http.post("/desk/ways/quiet", data={"from": wrong, "to": "09:00"}).status_code == 400
    assert quiet() == Quiet(18 * 60 + 30, 9 * 60 + 5)
    amina.http.post("/desk/ways/quiet", data={"do": "none"})
    assert quiet() is None


def test_without_a_way_nothing_is_offered_or_taken(office: Office) -> None:
    amina, reader = office.joined(), PushService().browser()
    page = amina.http.get("/desk/ways").text
    assert "data-push" not in page
    assert 'name="address"' not in page
    assert "/ways/telegram" not in page
    assert amina.http.post("/desk/ways/mail", data={"address": "a@b.org"}).status_code == 400
    assert amina.http.post("/desk/ways/push", json=reader.subscription).status_code == 400
    assert amina.http.post("/desk/ways/telegram").status_code == 503


def test_the_worker_holds_every_sentence_and_nobody_has_to_be_signed_in(office: Office) -> None:
    answer = office.browser().get("/desk/worker.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    words = json.loads(re.search(r"WORDS = (\{.*?\}), DESK", answer.text)[1])  # type: ignore[index] # it is there
    assert list(words) == list(LANGUAGES)
    assert words["ar"]["nobody"] == translator("ar")(SAYS[Kind.NOBODY])
    assert words["ar"]["dir"] == "rtl"
    assert "$" not in answer.text


# ---------------------------------------------------------------- in a browser


def signed_in(chromium: Browser, office: Office, **options: Any) -> BrowserContext:  # noqa: ANN401 - the browser's own
    """A browser in which somebody is signed in."""
    person = office.joined()
    person.http.post("/desk/ways/mail", data={"address": "amina@ville.example"})
    context = chromium.new_context(locale="fr", permissions=["notifications"], **options)
    cookies = [{"name": name, "value": value, "url": office.at} for name, value in person.http.cookies.items()]
    context.add_cookies(cookies)  # type: ignore[arg-type] # as it asks for
    return context


@NEEDED
@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_page_fits_and_is_open_to_everybody(telling: Office, chromium: Browser, lang: str, look: str) -> None:
    context = signed_in(chromium, telling, color_scheme=look)
    page = context.new_page()
    for size in SIZES:
        page.set_viewport_size(size)
        page.goto(f"{telling.at}/desk/ways?lang={lang}")
        assert (sideways(page), axe(page)) == (0, [])
        expect(page.locator("[data-push] button")).to_be_visible()
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/ways-{lang}-{look}-{size['width']}.png", full_page=True)
    context.close()


@NEEDED
def test_a_browser_shows_the_sentence_and_opens_the_queue(telling: Office, chromium: Browser) -> None:
    context = signed_in(chromium, telling)
    page = context.new_page()
    page.goto(f"{telling.at}/desk/ways")
    page.evaluate("navigator.serviceWorker.register('/desk/worker.js', { scope: '/desk/' })")
    for kind, lang, reads in ((Kind.NOBODY, "ar", "ar"), (Kind.WAITS, "de", "fr"), (Kind.RETURNED, "uk", "uk")):
        title = translator(reads)(SAYS[kind])
        shown = told(page, telling, json.dumps({"kind": kind.value, "lang": lang}), title)
        assert shown == [{"title": title, "body": "", "tag": "waiting"}]  # one stands for all
    assert told(page, telling, "nonsense", translator("fr")(SAYS[Kind.WAITS]))
    context.close()


def told(page: Page, office: Office, said: str, title: str) -> list[dict[str, str]]:
    """What the browser shows once a push service delivered this, as soon as it shows this title."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []

    def registered(event: dict[str, Any]) -> None:
        found.extend(one["registrationId"] for one in event["registrations"] if not one["isDeleted"])

    session.on("ServiceWorker.workerRegistrationUpdated", registered)
    session.send("ServiceWorker.enable")
    page.evaluate(ACTIVE)
    while not found:
        page.wait_for_timeout(20)  # the browser tells of its workers by and by
    session.send("ServiceWorker.deliverPushMessage", {"origin": office.at, "registrationId": found[-1], "data": said})
    shown: list[dict[str, str]] = page.evaluate(SHOWN, title)
    session.detach()
    return shown


ACTIVE = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  while (active.state !== "activated") await new Promise((then) => setTimeout(then, 20));
}"""
SHOWN = """async (wanted) => {
  const worker = await navigator.serviceWorker.ready;
  for (let tries = 0; tries < 200; tries++) {
    const all = await worker.getNotifications();
    if (all.some((one) => one.title === wanted)) return all.map(({ title, body, tag }) => ({ title, body, tag }));
    await new Promise((then) => setTimeout(then, 50));
  }
  return [];
}"""
