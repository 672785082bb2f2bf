"""How each answer of the desk is dressed, whom it answers at all, and what its cookie is bound to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader

from tests.bot.desk.office import Office, opened

PUBLIC = "https://cv.example.org"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE")
PATHS = ("/desk", "/desk/sign-in", "/desk/staff", "/desk/nothing", "/desk/static/x.css", "/desk/%00")
THERE = {"Host": "cv.example.org"}


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Office]:
    """A desk that people find at a public address, behind a web server with TLS."""
    with opened(tmp_path, public=PUBLIC) as running:
        yield running


def test_every_answer_is_dressed(office: Office) -> None:
    http = office.browser()
    for method, path in product(METHODS, PATHS):
        answer = http.request(method, path)
        assert answer.status_code < 500, (method, path)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1@evil.example"])
def test_another_host_is_not_answered(office: Office, host: str) -> None:
    answer = office.browser(Host=host).get("/desk/sign-in")
    assert answer.status_code in {400, 421}
    assert "password" not in answer.text


def test_behind_tls_the_cookie_is_bound_to_the_host(outside: Office) -> None:
    http = outside.browser(**THERE)
    answer = http.post(outside.invite(), data={"lang": "fr"})
    parts = set(answer.headers["set-cookie"].split("; "))
    assert answer.headers["set-cookie"].startswith("__Host-atout-desk=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= parts
    assert not [part for part in parts if part.lower().startswith(("max-age", "expires", "domain"))]
    assert answer.headers["strict-transport-security"]


def test_behind_tls_a_secret_under_the_plain_name_opens_nothing(outside: Office) -> None:
    answer = outside.browser(**THERE).post(outside.invite(), data={"lang": "fr"})
    secret = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    plain, bound = f"atout-desk={secret}", f"__Host-atout-desk={secret}"
    assert outside.browser(**THERE, Cookie=plain).get("/desk/welcome").status_code == 303
    assert outside.browser(**THERE, Cookie=bound).get("/desk/welcome").status_code == 200


def test_behind_tls_a_form_comes_from_the_public_address_and_no_other(outside: Office) -> None:
    link = outside.invite()
    for origin, status in (("http://cv.example.org", 403), ("https://evil.example", 403), (PUBLIC, 303)):
        http = outside.browser(**THERE, Origin=origin)
        del http.headers["Sec-Fetch-Site"]
        assert http.post(link, data={"lang": "fr"}).status_code == status


def test_a_passkey_is_asked_for_the_name_of_the_host(outside: Office) -> None:
    asked = {"Accept": "application/json"}
    there = outside.browser(**THERE, **asked).post("/desk/passkey/ask", json={}).json()
    assert (there["rpId"], there["userVerification"]) == ("cv.example.org", "required")
    assert outside.browser(**asked).post("/desk/passkey/ask", json={}).json()["rpId"] == "localhost"
    number = outside.browser(Host="127.0.0.1:8000", **asked).post("/desk/passkey/ask", json={})
    assert number.json()["error"] == "desk.passkey.no_name"


def test_no_page_waits_for_a_template_once_the_server_settled(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    person = office.joined()
    office.app.settle()
    monkeypatch.delattr(FileSystemLoader, "get_source")  # nothing is read from the disk any more
    for path in ("/desk/queue", "/desk/replies", "/desk/counts", "/desk/search", "/desk/guide"):
        assert person.http.get(path).status_code == 200
