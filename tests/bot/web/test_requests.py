"""Who may speak to the page, how much, how often; and that every answer is dressed the same."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import desk, pages
from bot.channels import web
from bot.channels.web import Site, app
from bot.pages.address import PublicUrlError
from bot.pages.assets import ICON
from flows.model import Translate
from tests.bot.web.asking import FROM_PAGE, HOME, Browser
from tests.bot.web.house import House
from tests.bot.web.serving import site

HERE = Path(web.__file__).parent
PUBLIC = "https://cv.example.org"
DOORS = tuple(re.sub(r"{\w+}", "m1", route.path) for route in app(House(), site()).routes)
EVERYWHERE = (*DOORS, "/nothing", "/../etc/passwd")


@pytest.fixture
def house() -> House:
    return House()


# ---------------------------------------------------------------- the cookie


async def test_a_browser_gets_a_secret_no_script_can_read(house: House) -> None:
    cookie = (await Browser(house).open()).headers["set-cookie"]
    secret = cookie.partition("=")[2].partition(";")[0]
    assert cookie.startswith("atout=")
    assert len(secret) == 43
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # plain http on this machine alone


async def test_behind_tls_the_cookie_is_bound_to_the_host(house: House) -> None:
    browser = Browser(house, site(public=PUBLIC), PUBLIC)
    response = await browser.open()
    assert response.headers["set-cookie"].startswith("__Host-atout=")
    assert "Secure" in response.headers["set-cookie"]
    assert response.headers["strict-transport-security"]


async def test_a_secret_of_another_shape_is_replaced(house: House) -> None:
    browser = Browser(house)
    browser.http.cookies.set("atout", "mine")
    assert "atout=mine" not in (await browser.open()).headers["set-cookie"]


async def test_the_secret_is_kept_when_the_page_is_opened_again(house: House) -> None:
    browser = Browser(house)
    first, again = await browser.open(), await browser.open()
    assert first.headers["set-cookie"] == again.headers["set-cookie"]


async def test_without_a_cookie_nothing_is_taken_in_and_it_is_said(house: House) -> None:
    response = await Browser(house).say(text="bonjour")
    assert response.status_code == 403
    assert "cookie" in response.json()["say"]
    assert house.received == []


@pytest.mark.parametrize("url", ["http://cv.example.org", "ftp://cv.example.org", "cv.example.org", "https://"])
def test_a_public_address_without_tls_is_refused_at_the_start(house: House, url: str) -> None:
    with pytest.raises(PublicUrlError):
        app(house, site(public=url))


# ---------------------------------------------------------------- the headers


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "HEAD"])
async def test_every_answer_is_dressed(house: House, path: str, method: str) -> None:
    response = await Browser(house).http.request(method, path, headers=FROM_PAGE)
    assert response.status_code < 500
    assert response.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["cache-control"] == "no-store"


async def test_a_fault_of_ours_is_dressed_too_and_shows_no_trace(house: House) -> None:
    browser = Browser(house)
    await browser.open()
    house.talks = None  # type: ignore[assignment]
    response = await browser.open()
    assert response.status_code == 500
    assert response.headers["content-security-policy"]
    assert "Traceback" not in response.text
    assert "TypeError" not in response.text
    assert "Vos réponses sont gardées" in response.text


async def test_style_and_script_are_kept_for_ever_under_a_name_of_their_content(house: House) -> None:
    page = (await Browser(house).open()).text
    path = page.partition('src="')[2].partition('"')[0]
    response = await Browser(house).http.get(path)
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-type"].startswith("text/javascript")


async def test_the_blank_page_is_the_same_for_everybody_and_gives_no_cookie(house: House) -> None:
    browser = Browser(house)
    alone = await browser.http.get("/blank?lang=ar")
    assert "set-cookie" not in alone.headers
    assert '<html lang="ar" dir="rtl">' in alone.text
    await browser.open()
    await browser.say(text="mon secret")
    assert (await browser.http.get("/blank?lang=ar")).text == alone.text
    assert '<html lang="fr"' in (await browser.http.get('/blank?lang="><script>')).text


async def test_the_worker_keeps_files_that_are_there(house: House) -> None:
    browser = Browser(house)
    worker = await browser.http.get("/worker.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-store"  # the browser must see a new one
    files = re.findall(r'"(/static/[^"]+)"', worker.text)
    assert len(files) == 6
    for path in files:
        assert (await browser.http.get(path)).status_code == 200
    assert "$" not in worker.text


def test_a_start_reads_no_words(house: House) -> None:
    def read(lang: str) -> Translate:
        raise AssertionError(lang)

    chat = app(house, replace(site(), translator=read))
    with pytest.raises(AssertionError):  # they are read once it is on its way
        chat.settle()


async def test_the_whole_page_weighs_under_60_kilobytes(house: House) -> None:
    browser = Browser(house)
    page = await browser.open()
    files = sum(
        (HERE / name).stat().st_size
        for name in ("chat.css", "chat.js", "signs.js", "voice.js", "aloud.js", "worker.js")
    )
    assert len(page.content) + files + ICON.stat().st_size < 60_000


# ---------------------------------------------------------------- where it comes from


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8000",
        "evil.example:127.0.0.1",
        "",
        "[::2]",
        "10.0.0.1",
        "user@127.0.0.1",
        "cv.example.org",
    ],
)
async def test_another_host_is_refused(house: House, host: str) -> None:
    response = await Browser(house).http.get("/", headers={"Host": host})
    assert response.status_code == 421
    assert "set-cookie" not in response.headers
    assert "adresse" in response.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:9999", "LOCALHOST", "[::1]:8000"])
async def test_this_machines_own_names_are_served(house: House, host: str) -> None:
    assert (await Browser(house).http.get("/", headers={"Host": host})).status_code == 200


async def test_two_hosts_at_once_are_refused(house: House) -> None:
    headers = [("Host", "127.0.0.1"), ("Host", "127.0.0.1")]
    assert (await Browser(house).http.get("/", headers=headers)).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "http://127.0.0.1:8000.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": HOME},
        {"Referer": HOME},
    ],
)
async def test_a_write_from_elsewhere_is_refused(house: House, headers: dict[str, str]) -> None:
    browser = Browser(house)
    await browser.open()
    response = await browser.say(headers, text="bonjour")
    assert response.status_code == 403
    assert response.json()["say"]
    assert house.received == []


@pytest.mark.parametrize("headers", [{"Origin": HOME}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}])
async def test_a_write_from_our_page_is_taken(house: House, headers: dict[str, str]) -> None:
    browser = Browser(house)
    await browser.open()
    assert (await browser.say(headers, text="bonjour")).status_code == 200


@pytest.mark.parametrize("path", ["/lines", "/events", "/doc/m1"])
async def test_another_page_cannot_read_the_conversation(house: House, path: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert (await Browser(house).http.get(path, headers=headers)).status_code == 403


async def test_a_link_on_another_site_opens_the_page(house: House) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert (await Browser(house).http.get("/", headers=headers)).status_code == 200


def test_no_decision_reads_an_address_put_together_from_headers() -> None:
    rooms = (HERE, Path(pages.__file__).parent, Path(desk.__file__).parent)
    trees = [ast.parse(path.read_text("utf-8")) for room in rooms for path in room.glob("*.py")]
    names = {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not names & {"url", "base_url", "url_for"}


# ---------------------------------------------------------------- how often


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def limited(clock: Clock) -> Site:
    return site(clock=clock, messages_a_minute=20, chats_a_minute=5)


async def test_the_twentyfirst_message_of_a_minute_waits_and_is_not_lost(house: House) -> None:
    clock = Clock()
    browser = Browser(house, limited(clock))
    await browser.open()
    for n in range(20):
        assert (await browser.say(text=f"{n}")).status_code == 200
    late: dict[str, Any] = {"id": "the-same-message", "text": "21"}
    told = await browser.say(**late)
    assert told.status_code == 429
    assert "Rien n'est perdu" in told.json()["say"]
    form = await browser.form(id="a-plain-form", text="21")
    assert (form.status_code, "pas encore gardée" in form.text) == (429, True)  # no script sends it later
    clock.now += float(told.headers["retry-after"])
    assert (await browser.say(**late)).status_code == 200
    assert len(house.received) == 21


async def test_five_conversations_a_minute_begin_at_one_address(house: House) -> None:
    clock = Clock()
    browser = Browser(house, limited(clock))
    told = []
    for _ in range(6):
        browser.http.cookies.clear()
        await browser.open()
        told.append((await browser.say(open="fr")).status_code)
    assert told == [200] * 5 + [429]
    clock.now += 61
    assert (await browser.say(open="fr")).status_code == 200


async def test_opening_the_page_counts_for_nothing(house: House) -> None:
    browser = Browser(house, limited(Clock()))
    assert {(await browser.open()).status_code for _ in range(30)} == {200}


async def test_a_full_house_asks_to_come_again(house: House) -> None:
    browser = Browser(house)
    await browser.open()
    house.busy = True
    response = await browser.say(text="bonjour")
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert "gardé" in response.json()["say"]
