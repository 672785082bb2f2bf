"""What comes later: over a stream that resumes where it broke, or by asking now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx2
import pytest

from bot.channels.web.live import STREAMS_MAX
from tests.bot.web.asking import FROM_PAGE
from tests.bot.web.house import House
from tests.bot.web.serving import Served, served
from tests.patience import BUSY


@pytest.fixture
def http(server: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=server.at, timeout=BUSY) as client:
        client.get("/")
        client.post("/say", json={"id": "0123456789", "open": "fr"}, headers=FROM_PAGE)
        yield client


def events(response: httpx2.Response, count: int) -> list[tuple[str, str]]:
    """The first `count` events of a stream: id and data."""
    found: list[tuple[str, str]] = []
    key, data = "", []
    for line in response.iter_lines():
        if line.startswith("id: "):
            key = line[4:]
        elif line.startswith("data: "):
            data.append(line[6:])
        elif not line and key:
            found.append((key, "\n".join(data)))
            key, data = "", []
        if len(found) == count:
            break
    return found


def push(server: Served, house: House, text: str) -> None:
    address = house.received[0].address
    server.loop.call_soon_threadsafe(house.push, address, text)


def test_a_stream_says_what_is_there_and_then_what_comes(server: Served, house: House, http: httpx2.Client) -> None:
    with http.stream("GET", "/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        threading.Timer(0.3, push, (server, house, "Une\n\nnouvelle")).start()
        found = events(stream, 4)
    assert [key for key, _ in found] == ["m0001", "m0002", "m0003", "m0004"]
    assert "Une\n\nnouvelle" in found[-1][1]


def test_a_stream_resumes_where_it_broke(server: Served, house: House, http: httpx2.Client) -> None:
    push(server, house, "Pendant la coupure")
    with http.stream("GET", "/events?after=m0001", headers={"Last-Event-ID": "m0003"}) as stream:
        [(key, data)] = events(stream, 1)
    assert key == "m0004"
    assert "Pendant la coupure" in data


def test_asking_now_and_then_brings_the_same(server: Served, house: House, http: httpx2.Client) -> None:
    push(server, house, "Plus tard")
    while "Plus tard" not in http.get("/lines?after=m0003").text:  # it is pushed in a thread of its own
        time.sleep(0.02)
    assert http.get("/lines?after=m0004").text == ""


def test_too_many_tabs_are_told_to_ask_now_and_then(http: httpx2.Client) -> None:
    with ExitStack() as tabs:
        heard = [tabs.enter_context(http.stream("GET", "/events")).iter_raw() for _ in range(STREAMS_MAX)]
        assert all(next(one) for one in heard)
        assert http.get("/events").status_code == 204


@pytest.mark.parametrize("path", ["/events", "/lines"])
def test_a_stranger_hears_nothing(server: Served, http: httpx2.Client, path: str) -> None:
    del http
    assert httpx2.get(server.at + path).status_code == 204


def test_open_streams_do_not_hold_up_a_stop(house: House) -> None:
    with served(house, grace=3600) as running, httpx2.Client(base_url=running.at) as client:
        client.get("/")
        heard = client.send(client.build_request("GET", "/events"), stream=True).iter_raw()
        assert next(heard)
    assert running.ended
