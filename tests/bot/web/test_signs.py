"""Small signs beside the conversation: what came and what was seen, that the person writes, that a counsellor does.

Each is asked for as the page asks, and then as a person meets it, in a real Chromium.
"""

from __future__ import annotations

import httpx2
import pytest

from bot.channels.base import Reached
from bot.channels.web.app import SIGNS_A_MINUTE
from bot.channels.web.parse import TICKS_MAX
from tests.bot.web.asking import FROM_PAGE, HOME, Browser
from tests.bot.web.house import House
from tests.bot.web.serving import site

READ, DELIVERED = Reached.READ, Reached.DELIVERED


@pytest.fixture
def browser(house: House) -> Browser:
    return Browser(house)


async def tells(browser: Browser, **fields: object) -> httpx2.Response:
    return await browser.http.post("/seen", json=fields, headers=FROM_PAGE)


# ---------------------------------------------------------------- at the door


async def test_what_came_and_what_was_seen_is_handed_on_and_is_nothing_that_was_said(
    house: House, browser: Browser
) -> None:
    await browser.open()
    await browser.say(open="fr")
    before = len(house.received)
    answer = await tells(browser, delivered=["m0001", "m0002"], read=["m0003"])
    assert (answer.status_code, answer.content) == (204, b"")
    assert [(one.bubble, one.reached, one.whole) for _, one in house.reports] == [
        ("m0001", DELIVERED, True),
        ("m0002", DELIVERED, True),
        ("m0003", READ, True),
    ]
    assert {address for address, _ in house.reports} == {house.received[0].address}
    assert len(house.received) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"played": ["m0001"]},
        {"read": "m0001"},
        {"read": [1]},
        {"read": ["je dors dehors"]},
        {"read": ["m" * 65]},
        {"read": ["m0001"] * (TICKS_MAX + 1)},
        {"read": [["m0001"]]},
        {"text": "bonjour"},
    ],
)
async def test_a_sign_holds_no_words_and_not_much_else(
    house: House, browser: Browser, fields: dict[str, object]
) -> None:
    await browser.open()
    assert (await tells(browser, **fields)).status_code == 400
    assert house.reports == []


async def test_a_sign_is_small_and_comes_from_the_page(house: House, browser: Browser) -> None:
    await browser.open()
    for path in ("/seen", "/typing"):
        assert (await browser.http.post(path, json={}, headers={"Origin": "https://evil.example"})).status_code == 403
        assert (await browser.http.get(path)).status_code == 405
    kinds = ({"Content-Type": "text/plain"}, 415), ({"Content-Type": "application/json"}, 413)
    for kind, status in kinds:
        body = b'{"read": [' + b" " * 9000 + b"]}"
        assert (await browser.http.post("/seen", content=body, headers={**FROM_PAGE, **kind})).status_code == status
    assert (house.reports, house.writing) == ([], [])


async def test_a_stranger_tells_nothing(house: House, browser: Browser) -> None:
    assert (await tells(browser, read=["m0001"])).status_code == 204
    assert (await browser.http.post("/typing", headers=FROM_PAGE)).status_code == 204
    assert (house.reports, house.writing) == ([], [])


async def test_too_many_signs_are_told_to_come_again_and_take_no_room_from_what_is_said(
    house: House, browser: Browser
) -> None:
    browser = Browser(house, site(clock=lambda: 0.0))
    await browser.open()
    answers = [await tells(browser, read=["m0001"]) for _ in range(SIGNS_A_MINUTE + 1)]
    assert [one.status_code for one in answers[-2:]] == [204, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert (await browser.http.post("/typing", headers=FROM_PAGE)).status_code == 204
    assert house.writing == []
    assert (await browser.say(open="fr")).status_code == 200


async def test_who_is_writing_is_handed_on_without_a_word(house: House, browser: Browser) -> None:
    await browser.open()
    await browser.say(open="fr")
    answer = await browser.http.post("/typing", content=b"je dors dehors", headers=FROM_PAGE)
    assert answer.status_code == 204
    assert house.writing == [house.received[0].address]
    assert len(house.received) == 1


async def test_the_name_of_a_counsellor_is_never_markup(house: House, browser: Browser) -> None:
    await browser.open()
    await browser.say(open="fr")
    house.push(house.received[0].address, "Bonjour", by="<b>Eve</b>")
    shown = (await browser.http.get(f"{HOME}/")).text
    assert "<b>Eve" not in shown
    assert "&lt;b&gt;Eve&lt;/b&gt;" in shown
