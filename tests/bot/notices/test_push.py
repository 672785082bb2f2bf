"""Web push to the staff: the example of RFC 8291, a service that checks, and addresses that must not be believed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import now
from bot.notices.base import GoneError, Kind, LaterError, Notice, RejectedError
from bot.notices.push import AddressError, Pusher, browser, is_public, known
from bot.notices.sealed import coded, decoded, fresh, padded, public, sealed
from tests.doubles.push import HOST, PushService, push_service

NOTICE = Notice(Kind.WAITS, "fr", "https://cv.example.org/desk")
PUBLIC = "93.184.215.14"
CONTACT = "mailto:atout@example.org"


class Rerouted(httpx2.AsyncHTTPTransport):
    """A line to the service on this machine, whatever address is called; it notes which."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._there = httpx2.URL(url)
        self.called: list[str] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        assert request.url.scheme == "https"
        self.called.append(f"{request.url.host} as {request.extensions['sni_hostname']}")
        request.url = request.url.copy_with(scheme="http", host=self._there.host, port=self._there.port)
        return await super().handle_async_request(request)


@dataclass
class Line:
    """The service, what sends to it, and the line between."""

    service: PushService
    pusher: Pusher
    line: Rerouted
    key: bytes

    def kept(self) -> tuple[str, PushService]:
        return json.dumps(self.service.browser().subscription), self.service


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with push_service() as service:
        yield made(service)


def made(service: PushService, addresses: Sequence[str] = (PUBLIC,), more: Sequence[str] = ()) -> Line:
    key, wire = fresh(), Rerouted(service.url)

    async def resolve(host: str) -> Sequence[str]:
        assert host
        return addresses

    async def signing() -> bytes:
        return key

    http = httpx2.AsyncClient(transport=wire)
    return Line(service, Pusher(signing, CONTACT, now, more, resolve, http), wire, key)


# ---------------------------------------------------------------- the bytes


def test_the_example_of_rfc_8291() -> None:
    found = sealed(
        b"When I grow up, I want to be a watermelon",
        decoded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        decoded("BTBZMqHH6r4Tts7J_aSIgg"),
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
        private=decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
    )
    assert coded(found) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@given(st.binary(max_size=80))
def test_a_browser_reads_what_was_sealed_for_it(said: bytes) -> None:
    reader = PushService().browser()
    body = said.replace(b"\0", b"") + b"."
    assert reader.opens(sealed(body, reader.point, reader.auth)) == body


def test_all_notices_are_as_long() -> None:
    said = [json.dumps({"kind": kind.value, "lang": lang}).encode() for kind in Kind for lang in ("fr", "uk")]
    assert len({len(padded(one)) for one in said}) == 1


# ---------------------------------------------------------------- what the service sees


async def test_a_browser_is_told_a_kind_and_a_language_and_no_more(line: Line) -> None:
    reader = line.service.browser()
    reader.signer = coded(public(line.key))
    assert await line.pusher.public() == reader.signer
    await line.pusher.notify(json.dumps(reader.subscription), NOTICE)
    assert list(reader.waiting.values()) == [{"kind": "waits", "lang": "fr"}]
    assert line.line.called == [f"{PUBLIC} as {HOST}"]
    assert "cookie" not in line.service.requests[0].headers


async def test_a_service_of_the_newer_internet_is_reached() -> None:
    async with push_service() as service:
        line = made(service, ["2606:2800:21f:cb07::1"])
        await line.pusher.notify(line.kept()[0], NOTICE)
        assert line.line.called == [f"2606:2800:21f:cb07::1 as {HOST}"]


async def test_several_that_wait_become_one(line: Line) -> None:
    reader = line.service.browser()
    for kind in (Kind.WAITS, Kind.RETURNED):
        await line.pusher.notify(json.dumps(reader.subscription), Notice(kind, "ar"))
    assert list(reader.waiting.values()) == [{"kind": "returned", "lang": "ar"}]


async def test_a_browser_takes_nothing_signed_by_another(line: Line) -> None:
    reader = line.service.browser()
    reader.signer = coded(public(fresh()))
    with pytest.raises(RejectedError, match="403"):
        await line.pusher.notify(json.dumps(reader.subscription), NOTICE)
    assert reader.waiting == {}


@pytest.mark.parametrize(
    ("status", "after", "kind", "seconds"),
    [
        (400, "", RejectedError, 0),
        (401, "", RejectedError, 0),
        (404, "", GoneError, 0),
        (410, "", GoneError, 0),
        (413, "", RejectedError, 0),
        (301, "", RejectedError, 0),
        (429, "120", LaterError, 120),
        (429, "Wed, 21 Oct 2026 07:28:00 GMT", LaterError, 0),
        (429, "9" * 5000, LaterError, 0),
        (429, "999999", LaterError, 86_400),
        (500, "", LaterError, 0),
        (503, "5", LaterError, 5),
    ],
)
async def test_what_each_answer_means(line: Line, status: int, after: str, kind: type[Exception], seconds: int) -> None:
    line.service.fail(status, after)
    subscription, _ = line.kept()
    with pytest.raises(kind) as raised:
        await line.pusher.notify(subscription, NOTICE)
    assert getattr(raised.value, "after", 0) == seconds
    assert raised.value.__context__ is None
    assert HOST not in f"{raised.value!r}"


async def test_who_unsubscribed_is_gone_and_a_stranger_too(line: Line) -> None:
    reader = line.service.browser()
    reader.gone = True
    stranger = {**reader.subscription, "endpoint": f"https://{HOST}/wpush/v2/nobody"}
    for one in (reader.subscription, stranger):
        with pytest.raises(GoneError):
            await line.pusher.notify(json.dumps(one), NOTICE)


async def test_too_big_for_a_service_is_refused(line: Line) -> None:
    line.service.most = 10
    with pytest.raises(RejectedError, match="413"):
        await line.pusher.notify(line.kept()[0], NOTICE)


async def test_nobody_listens_there() -> None:
    async with push_service() as service:
        line = made(service)
    with pytest.raises(LaterError, match="network"):
        await line.pusher.notify(line.kept()[0], NOTICE)


# ---------------------------------------------------------------- addresses that must not be believed

GOOD = PushService().browser().subscription
ELSEWHERE = (
    *("http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com.evil.example/x"),
    *("https://evil.example/fcm.googleapis.com", "https://fcm.googleapis.com@evil.example/x", "https://127.0.0.1/x"),
    *("https://u:p@fcm.googleapis.com/x", "https://[::1]/x", "https://localhost/x", "https://notify.windows.com/x"),
    *("https://evilnotify.windows.com/x", "https://fcm.googleapis.com\\@evil.example/x", "file:///etc/passwd", ""),
    *("https://fcm.googleapis.com/x y", "https://fcm.googleapis.com/\r\nHost: a", "https://fcm.googleapis.com:99999/x"),
    *("//fcm.googleapis.com/x", "https://FCM.googleapis.com\u3002evil.example/x", "https://169.254.169.254/latest"),
    *("https://fcm.googleapis.com/" + "x" * 3000, "https://fcm.googleapis.com/x#y", "gopher://fcm.googleapis.com/x"),
)


@pytest.mark.parametrize("endpoint", ELSEWHERE)
async def test_an_address_elsewhere_is_refused_and_never_called(line: Line, endpoint: str) -> None:
    with pytest.raises(AddressError):
        browser({**GOOD, "endpoint": endpoint})
    with pytest.raises(GoneError):
        await line.pusher.notify(json.dumps({**GOOD, "endpoint": endpoint}), NOTICE)
    assert (line.line.called, line.service.requests) == ([], [])


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:APA91b",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYA",
        "https://web.push.apple.com/QOXp",
    ],
)
def test_the_services_browsers_use_are_known(endpoint: str) -> None:
    assert known(endpoint)
    found = browser({**GOOD, "endpoint": endpoint})
    assert browser(json.loads(found.kept)) == found


def test_the_operator_may_name_another() -> None:
    assert not known("https://push.ville.example/x")
    assert known("https://push.ville.example/x", ["push.ville.example"])


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),  # noqa: S104 - an address to refuse
        *("::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "224.0.0.1", "255.255.255.255"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378::1", "ff02::1", "not an address", ""),
    ],
)
async def test_a_host_that_is_not_on_the_public_internet_is_not_called(address: str) -> None:
    assert not is_public(address)
    async with push_service() as service:
        for addresses in ([address], [PUBLIC, address], []):
            line = made(service, addresses)
            with pytest.raises(RejectedError, match="not a public address"):
                await line.pusher.notify(line.kept()[0], NOTICE)
            assert line.line.called == []


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07::1", "::ffff:93.184.215.14"])
def test_a_public_address_is_one(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "said",
    [
        None, [], "x", 1, {}, {"endpoint": 1, "keys": {}}, {**GOOD, "keys": None}, {**GOOD, "keys": {}},
        {**GOOD, "keys": {**GOOD["keys"], "auth": "AAAA"}}, {**GOOD, "keys": {**GOOD["keys"], "auth": "é" * 22}},
        {**GOOD, "keys": {**GOOD["keys"], "p256dh": coded(b"\x04" + bytes(64))}},
        {**GOOD, "keys": {**GOOD["keys"], "p256dh": coded(bytes(65))}},
        {**GOOD, "keys": {**GOOD["keys"], "p256dh": {"a": 1}}},
    ],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(said: object) -> None:
    with pytest.raises(AddressError):
        browser(said)


@given(
    st.text(max_size=60) | st.builds(lambda end: json.dumps({**GOOD, "endpoint": f"https://{HOST}/{end}"}), st.text())
)
def test_whatever_is_named_is_a_browser_or_refused(kept: str) -> None:
    try:
        found = browser(json.loads(kept))
    except ValueError:
        return
    assert httpx2.URL(found.endpoint).host == HOST
