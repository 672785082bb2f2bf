"""What a person sends: taken in once, shown as words, refused kindly when nobody could read it."""

from __future__ import annotations

import asyncio
import json
import re
import time
from uuid import uuid4

import pytest

from bot.channels.base import Arrival
from bot.channels.web.parse import TEXT_MAX
from bot.channels.web.security import place_of
from flows.model import Media, Open, Speak, Tap, Text, Voice
from tests.bot.web.asking import Browser
from tests.bot.web.house import House

KEY = '"id": "0123456789abcdef"'


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def browser(house: House) -> Browser:
    browser = Browser(house)
    await browser.open()
    return browser


def bodies(house: House) -> list[object]:
    return [arrival.body for arrival in house.received]


# ---------------------------------------------------------------- what is taken in


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"text": "bonjour"}, Text("bonjour")),
        ({"text": " ٣ سنوات \n"}, Text(" ٣ سنوات \n")),
        ({"text": "a\0b\ud800c"}, Text("abc")),
        ({"text": "x" * TEXT_MAX}, Text("x" * TEXT_MAX)),
        ({"press": "1.abcdefghij.2"}, Tap("abcdefghij", "2")),
        ({"open": "ar"}, Open("ar")),
        ({"lang": "uk"}, Speak("uk")),
        ({"file": {"kind": "photo", "name": "C:\\moi\\photo.jpg"}}, Media("photo", "photo.jpg")),
        ({"file": {"kind": "file", "name": "../../etc/cv\u202efdp.exe"}}, Media("file", "cvfdp.exe")),
        ({"file": {"kind": "voice", "name": "a.ogg"}}, Voice()),
        ({"file": {"kind": "video", "name": "n" * 500}}, Media("video", "n" * 120)),
    ],
)
async def test_what_the_page_sends_becomes_an_event(
    house: House, browser: Browser, fields: dict[str, object], body: object
) -> None:
    content = json.dumps({"id": uuid4().hex, **fields}).encode()
    assert (await browser.post(content)).status_code == 200
    assert bodies(house) == [body]


async def test_the_browsers_language_is_a_first_guess(house: House) -> None:
    browser = Browser(house, lang="de-DE,ar-TN;q=0.8,fr;q=0.2")
    page = (await browser.open()).text
    assert '<html lang="ar" dir="rtl">' in page
    await browser.say(text="سلام")
    assert house.received[0].lang == "ar"


async def test_a_link_may_name_the_language_and_only_one_of_ours(house: House) -> None:
    browser = Browser(house)
    assert '<html lang="uk"' in (await browser.http.get("/?lang=uk")).text
    assert '<html lang="fr"' in (await browser.http.get('/?lang="><script>')).text


async def test_a_message_that_comes_twice_counts_once(house: House, browser: Browser) -> None:
    for _ in range(3):
        assert (await browser.say(id="the-very-same", text="bonjour")).status_code == 200
    assert bodies(house) == [Text("bonjour")]


async def test_nobody_can_use_up_the_message_of_somebody_else(house: House) -> None:
    for _ in range(2):
        browser = Browser(house)
        await browser.open()
        await browser.say(id="the-very-same", text="bonjour")
    assert len(house.received) == 2


async def test_two_pages_opened_at_once_are_greeted_once(house: House, browser: Browser) -> None:
    house.slow = 0.05
    await asyncio.gather(*(browser.say(open="fr") for _ in range(5)))
    assert bodies(house) == [Open("fr")]


async def test_the_answer_holds_what_came_after_the_line_already_seen(house: House, browser: Browser) -> None:
    first = await browser.say(open="fr")
    last = re.findall(r'id="l-(\w+)"', first.text)[-1]
    then = await browser.http.post(
        f"/say?after={last}", json={"id": "0123456789", "text": "oui"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert "oui" in then.text
    assert "Bonjour" not in then.text


# ---------------------------------------------------------------- what had to wait in a browser


async def test_what_waited_is_taken_where_it_was_written(house: House, browser: Browser) -> None:
    first = await browser.say(open="fr")
    seen = re.findall(r'id="l-(\w+)"', first.text)[-1]
    place = place_of(house.received[0].address)
    assert (await browser.say(late=place, seen=seen, text="un")).status_code == 200
    assert (await browser.say(late=place, seen="", text="deux")).status_code == 200
    assert bodies(house)[1:] == [Text("un"), Text("deux")]


async def test_what_waited_comes_into_nobody_elses_conversation(house: House, browser: Browser) -> None:
    first = await browser.say(open="fr")
    seen = re.findall(r'id="l-(\w+)"', first.text)[-1]
    place = place_of(house.received[0].address)
    for late, line in ((place_of("another"), seen), (place_of("another"), ""), (place, "m9999"), ("", ""), ([], seen)):
        answer = await browser.say(late=late, seen=line, text="un")
        assert (answer.status_code, answer.json()["error"]) == (410, "web.elsewhere")
    house.talks.clear()  # all was erased
    assert (await browser.say(late=place, seen=seen, text="un")).status_code == 410
    assert len(bodies(house)) == 1


async def test_the_mark_of_a_place_does_not_tell_its_secret(browser: Browser) -> None:
    page = (await browser.open()).text
    secret = browser.http.cookies["atout"]
    assert f'data-place="{place_of(secret)}"' in page
    assert secret not in page


# ---------------------------------------------------------------- what is shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</article></div><form action=//evil>",
        "javascript:alert(1)",
        "&lt;b&gt;",
        "{{7*7}} ${7*7} $lines",
    ],
)
async def test_markup_is_shown_as_the_words_it_is(house: House, browser: Browser, text: str) -> None:
    await browser.say(open="fr")
    shown = (await browser.say(text=text)).text + (await browser.open()).text
    house.push(house.received[0].address, text, by=text)
    shown += (await browser.open()).text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert shown.count(escaped) == 5
    assert "<script>" not in shown
    assert "<img src=x" not in shown


async def test_overrides_and_towers_of_marks_stay_out_of_the_page(browser: Browser) -> None:
    shown = (await browser.say(text="ab\u202ecd\u0007 Z" + "\u0351" * 50)).text
    assert "\u202e" not in shown
    assert "\u0007" not in shown
    assert "Z\u0351\u0351</p>" in shown


# ---------------------------------------------------------------- what nobody can read

HOSTILE = [
    b"",
    b"\0",
    b"\xff\xfe",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"{}",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]",
    b'"\\"' * 60_000,
    b'"' + b"\\" * 200_000,
    f'{{{KEY}, "text": NaN}}'.encode(),
    f'{{{KEY}, "text": Infinity}}'.encode(),
    f'{{{KEY}, "text": {"9" * 5000}}}'.encode(),
    f'{{{KEY}, "text": null}}'.encode(),
    f'{{{KEY}, "text": ["a"]}}'.encode(),
    f'{{{KEY}, "text": {{"a": "b"}}}}'.encode(),
    f'{{{KEY}, "text": ""}}'.encode(),
    f'{{{KEY}, "text": "\\u0000"}}'.encode(),
    f'{{{KEY}, "text": " \\n"}}'.encode(),
    f'{{{KEY}, "text": "a", "text": "b"}}'.encode(),
    f'{{{KEY}, "text": "a", "press": "1.a.0"}}'.encode(),
    f'{{{KEY}, "text": "a", "admin": true}}'.encode(),
    f'{{{KEY}, "press": "2.a.0"}}'.encode(),
    f'{{{KEY}, "press": "1.a"}}'.encode(),
    f'{{{KEY}, "press": "{"1.a." * 50}"}}'.encode(),
    f'{{{KEY}, "press": "1.é.0"}}'.encode(),
    f'{{{KEY}, "press": "\\u0000"}}'.encode(),
    f'{{{KEY}, "open": "xx"}}'.encode(),
    f'{{{KEY}, "lang": "../fr"}}'.encode(),
    f'{{{KEY}, "file": "a.zip"}}'.encode(),
    f'{{{KEY}, "file": {{"kind": "exe"}}}}'.encode(),
    f'{{{KEY}, "file": {{"kind": "photo", "name": 3}}}}'.encode(),
    f'{{{KEY}, "file": {{"kind": "photo", "bytes": "AAAA"}}}}'.encode(),
    b'{"text": "no id"}',
    b'{"id": 7, "text": "a"}',
    b'{"id": "short", "text": "a"}',
    b'{"id": "../../etc/passwd", "text": "a"}',
    f'{{"id": "{"a" * 65}", "text": "a"}}'.encode(),
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
async def test_what_nobody_can_read_gets_a_kind_line_and_changes_nothing(
    house: House, browser: Browser, content: bytes
) -> None:
    began = time.process_time()
    response = await browser.post(content)
    assert 400 <= response.status_code < 500
    assert time.process_time() - began < 2
    assert response.json()["say"]
    assert "Traceback" not in response.text
    assert house.received == []


@pytest.mark.parametrize("size", [TEXT_MAX + 1, 64 * 1024, 300 * 1024, 2 * 1024 * 1024])
async def test_a_text_too_long_is_said_with_its_limit(house: House, browser: Browser, size: int) -> None:
    response = await browser.say(text="é" * size)
    assert response.status_code == 413
    assert "8000" in response.json()["say"]
    assert house.received == []


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "text/xml", ""])
async def test_another_kind_of_body_is_refused(house: House, browser: Browser, kind: str) -> None:
    response = await browser.post(f'{{{KEY}, "text": "a"}}'.encode(), kind)
    assert response.status_code == 415
    assert house.received == []


# ---------------------------------------------------------------- documents


async def to_the_cv(browser: Browser) -> str:
    await browser.say(open="fr")
    for said in ("J'accepte", "je fais le ménage", "Oui", "1 3", "06 12 34 56 78"):
        last = await browser.say(text=said)
    return last.text


async def test_the_picture_is_in_place_and_the_pdf_has_a_name(browser: Browser) -> None:
    page = await to_the_cv(browser)
    picture, pdf = re.search(r'img src="([^"]+)"', page), re.search(r'class="file" href="([^"]+)"', page)
    assert picture is not None
    assert pdf is not None
    assert "CV-Amina.pdf" in page
    image = await browser.http.get(picture[1])
    assert image.headers["content-type"] == "image/png"
    assert image.headers["content-disposition"].startswith("inline")
    document = await browser.http.get(pdf[1])
    assert document.headers["content-disposition"] == 'attachment; filename="CV-Amina.pdf"'
    assert document.headers["cache-control"] == "no-store"
    assert document.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("asked", "status", "part", "size"),
    [
        ("bytes=0-1", 206, slice(0, 2), "0-1"),
        ("bytes=5-", 206, slice(5, None), "5-"),
        ("bytes=-4", 206, slice(-4, None), ""),
        ("bytes=0-99999999", 206, slice(0, None), "0-"),
        ("bytes=99999999-", 416, slice(0, 0), "*/"),
        ("bytes=5-2", 200, slice(0, None), None),
        ("bytes=0-1,4-5", 200, slice(0, None), None),
        ("lines=1-2", 200, slice(0, None), None),
    ],
)
async def test_a_part_of_a_document_is_given_as_a_telephone_asks_for_sound(
    browser: Browser, asked: str, status: int, part: slice, size: str | None
) -> None:
    found = re.search(r'class="file" href="([^"]+)"', await to_the_cv(browser))
    assert found is not None
    whole = (await browser.http.get(found[1])).content
    answer = await browser.http.get(found[1], headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, whole[part])
    assert answer.headers["accept-ranges"] == "bytes"
    told = answer.headers.get("content-range")
    assert (told is None) if size is None else (told is not None and size in told and told.endswith(f"/{len(whole)}"))


async def test_the_document_of_somebody_else_is_not_there(house: House, browser: Browser) -> None:
    page = await to_the_cv(browser)
    found = re.search(r'class="file" href="([^"]+)"', page)
    assert found is not None
    other = Browser(house)
    await other.open()
    assert (await other.http.get(found[1])).status_code == 404
    other.http.cookies.clear()
    assert (await other.http.get(found[1])).status_code == 404


@pytest.mark.parametrize("line", ["m9999", "%00", "..%2f..%2fetc%2fpasswd", "a" * 300, "é"])
async def test_a_document_that_is_not_there_is_said(browser: Browser, line: str) -> None:
    response = await browser.http.get(f"/doc/{line}")
    assert response.status_code == 404
    assert "rien" in response.text


# ---------------------------------------------------------------- without any script


async def test_the_conversation_works_by_plain_forms(house: House, browser: Browser) -> None:
    page = (await browser.open()).text
    assert (await browser.form(id=key(page), open="fr")).headers["location"] == "/#text"
    page = (await browser.open()).text
    tap = re.findall(r'name="press" value="([^"]+)"', page)[0]
    await browser.form(id=key(page), press=tap, text="")
    page = (await browser.open()).text
    await browser.form(id=key(page), text="je fais le ménage chez une dame")
    page = (await browser.open()).text
    assert "Vos mots : « je fais le ménage chez une dame »" in page
    assert len(house.received) == 3


def key(page: str) -> str:
    found = re.search(r'name="id" value="([^"]+)"', page)
    assert found is not None
    return found[1][:64]


async def test_a_form_sent_twice_counts_once_and_a_changed_one_counts_again(house: House, browser: Browser) -> None:
    for text in ("oui", "oui", "non"):
        await browser.form(id="the-same-page", text=text)
    assert bodies(house) == [Text("oui"), Text("non")]


async def test_a_form_refused_keeps_what_was_typed(browser: Browser) -> None:
    typed = "<b>" + "mot " * 2500
    response = await browser.form(id="the-same-page", text=typed)
    assert response.status_code == 413
    assert "trop long" in response.text
    assert typed.replace("<b>", "&lt;b&gt;") in response.text


async def test_a_form_that_comes_too_soon_says_that_it_is_to_be_sent_again(house: House, browser: Browser) -> None:
    page = (await browser.open()).text
    house.busy = True
    told = await browser.form(id=key(page), text="<b>une histoire")
    assert told.status_code == 503
    assert "pas encore gardée" in told.text
    assert "J'essaie encore" not in told.text  # nothing on a page without scripts does
    assert "&lt;b&gt;une histoire" in told.text
    assert key(told.text) == key(page)  # saved all the same, it is a repeat


async def test_an_arrival_says_what_an_edit_would_point_to(house: House, browser: Browser) -> None:
    await browser.say(text="bonjour")
    arrival: Arrival = house.received[0]
    assert arrival.channel == "web"
    assert arrival.said_id == arrival.ext_id
    assert arrival.address not in arrival.ext_id
