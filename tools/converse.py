"""Holds the first conversation through the web door, as a browser without script would, and downloads the CV.

usage: converse.py ADDRESS FILE. Needs nothing but Python. It plays one person who answers eleven times; it must not
know more of the program than what a page shows: buttons by their stable word, and the link of the document.
"""

from __future__ import annotations

import re
import sys
import time
import uuid
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

# What is said, or [the stable word of the button that is pressed].
EXPRESS = (
    "bonjour",
    ["agree", "yes"],
    "je fais le ménage chez une dame",
    ["yes"],
    "1 3 4",
    "3 ans",
    "1",
    "Amina Diallo",
    "06 39 98 10 01",
    "Rezé",
    ["yes"],
)
PATIENCE = 60  # seconds for a page to answer, for a document to be drawn
BUTTON = re.compile(r'<button form="tap" name="press" value="([^"]+)" data-id="([^"]+)"')
LINK = re.compile(r'<a class="file" href="([^"]+)"')
BUBBLE = re.compile(r'<p id="t-[^"]*">(.*?)</p>', re.DOTALL)


class LostError(RuntimeError):
    """The conversation did not go the way it should."""


def main(address: str, target: Path) -> None:
    """Converse, and write the document to `target`."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = arrive(browser, address)
    for answer in EXPRESS:
        field = {"text": answer} if isinstance(answer, str) else {"press": pressed(page, answer)}
        print(f"> {answer if isinstance(answer, str) else answer[-1:]}")
        page = say(browser, address, field, page)
    document = fetch(browser, address + link(browser, address))
    if not document.startswith(b"%PDF"):
        raise LostError("what came is no PDF")
    target.write_bytes(document)
    print(f"{target.name}: {len(document)} bytes, after {len(EXPRESS)} messages")


def arrive(browser: OpenerDirector, address: str) -> str:
    """The page, once the server answers."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return fetch(browser, address + "/").decode()
        except HTTPError:
            raise
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def say(browser: OpenerDirector, address: str, field: dict[str, str], before: str) -> str:
    """Send one form; the page that follows, and its new bubbles printed."""
    body = urlencode({"id": uuid.uuid4().hex, **field}).encode()
    page = fetch(browser, Request(f"{address}/say", body, {"Origin": address})).decode()  # noqa: S310 - our own address
    known = len(BUBBLE.findall(before))
    for text in BUBBLE.findall(page)[known:]:
        print("  " + unescape(text).replace("\n", "\n  "))
    return page


def pressed(page: str, words: list[str]) -> str:
    """The payload of the latest button with one of these stable words."""
    found = [payload for payload, name in BUTTON.findall(page) if name in words]
    if not found:
        raise LostError(f"no button called {words}")
    return unescape(found[-1])


def link(browser: OpenerDirector, address: str) -> str:
    """Where the document is, once it has been drawn."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = LINK.findall(fetch(browser, address + "/").decode())
        if found:
            return unescape(found[-1])
        time.sleep(0.5)
    raise LostError("no document came")


def fetch(browser: OpenerDirector, what: str | Request) -> bytes:
    """The body of an answer."""
    with browser.open(what, timeout=PATIENCE) as answer:
        body: bytes = answer.read()
    return body


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
