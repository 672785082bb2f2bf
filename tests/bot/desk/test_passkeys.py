"""Passkeys, in a real browser with an authenticator that is made of software; and what is forged."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from bot.desk.challenges import LIVES, MOST, Challenges
from bot.store.staff import Role
from tests.bot.desk.office import Office
from tests.bot.web.chromium import NEEDED, axe

pytestmark = NEEDED
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def device(chromium: Browser, office: Office, **changes: object) -> Iterator[tuple[Page, CDPSession, str]]:
    """A browser with an authenticator in it."""
    context = chromium.new_context(base_url=office.at, locale="fr")
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **changes}})
    yield page, cdp, str(made["authenticatorId"])
    context.close()


def enrolled(page: Page, office: Office, role: Role = Role.COUNSELLOR) -> None:
    """Come in by a link and make a passkey."""
    page.goto(office.invite(role))
    page.click("button[value=fr]")
    page.click("[data-passkey] button")
    page.wait_for_url("**/desk/codes")


def test_somebody_invited_makes_a_passkey_and_comes_in_with_it(chromium: Browser, office: Office) -> None:
    with device(chromium, office) as (page, cdp, authenticator):
        enrolled(page, office)
        kept = cdp.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
        assert [one["isResidentCredential"] for one in kept] == [True]
        page.goto("/desk/account")
        assert axe(page) == []
        page.click("header form button")
        page.goto("/desk/account")
        page.wait_for_url("**/sign-in?next=/desk/account")
        assert axe(page) == []
        page.click("[data-passkey] button")
        page.wait_for_url("**/desk/account")
        expect(page.locator("h1")).to_have_text("Amina")


def test_a_passkey_opens_an_account_whose_password_is_being_guessed(chromium: Browser, office: Office) -> None:
    with device(chromium, office) as (page, _, _):
        enrolled(page, office)
        for _ in range(60):
            office.browser().post("/desk/sign-in", data={"name": "Amina", "password": "x", "code": "1"})
        page.click("header form button")
        page.goto("/desk/sign-in")
        page.click("[data-passkey] button")
        page.wait_for_url("**/desk/queue")


def test_a_device_that_does_not_check_who_holds_it_is_not_enough(chromium: Browser, office: Office) -> None:
    with device(chromium, office, isUserVerified=False) as (page, _, _):
        page.goto(office.invite())
        page.click("button[value=fr]")
        page.click("[data-passkey] button")
        expect(page.locator("[data-passkey] [role=alert]")).to_be_visible()
        assert office.tell(lambda known: known.all()[0].joined) is False


def test_a_passkey_of_an_account_that_ended_opens_nothing(chromium: Browser, office: Office) -> None:
    with device(chromium, office) as (page, _, _):
        enrolled(page, office)
        ident = office.tell(lambda known: known.all()[0].id)
        office.tell(lambda known: known.disable(ident))
        page.goto("/desk/sign-in")
        page.click("[data-passkey] button")
        expect(page.locator("[data-passkey] [role=alert]")).to_contain_text("n'a pas marché")


def test_what_a_server_in_front_answers_is_told_in_words_of_ours(chromium: Browser, office: Office) -> None:
    with device(chromium, office) as (page, _, _):
        page.route("**/desk/passkey/ask", lambda route: route.fulfill(status=502, body="<html>Bad Gateway"))
        page.goto("/desk/sign-in")
        page.click("[data-passkey] button")
        expect(page.locator("[data-passkey] [role=alert]")).to_contain_text("n'a pas marché")


def test_the_last_way_in_is_not_taken_away(chromium: Browser, office: Office) -> None:
    with device(chromium, office) as (page, _, _):
        enrolled(page, office)
        page.goto("/desk/account")
        assert page.locator("button[name=passkey]").count() == 0
        with device(chromium, office) as (other, _, _):
            held = next(one for one in page.context.cookies() if one["name"] == "atout-desk")
            other.context.add_cookies([{"name": "atout-desk", "value": held["value"], "url": office.at}])
            other.goto("/desk/account")
            other.click("[data-passkey] button")
            other.wait_for_url("**/desk/codes")
            page.reload()
        expect(page.locator("button[name=passkey]")).to_have_count(2)
        page.locator("button[name=passkey]").first.click()
        expect(page.locator("button[name=passkey]")).to_have_count(0)


def test_where_the_address_is_a_number_no_passkey_is_offered(chromium: Browser, office: Office) -> None:
    with device(chromium, office) as (page, _, _):
        page.goto(office.at.replace("localhost", "127.0.0.1") + "/desk/sign-in")
        assert page.locator("[data-passkey]").count() == 0


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"rawId": "AAAA", "response": {}},
        {"rawId": 5, "response": {"clientDataJSON": "e30"}},
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {"clientDataJSON": "eyJjaGFsbGVuZ2UiOiAiQUFBQSJ9"},
        },
        {"response": [[[[]]]]},
    ],
)
def test_what_no_passkey_signed_is_refused(office: Office, said: dict[str, object]) -> None:
    http = office.browser(Accept="application/json")
    assert http.post("/desk/passkey/ask", json={}).status_code == 200
    answer = http.post("/desk/passkey/sign-in", json=said)
    assert answer.status_code == 403
    assert answer.json()["error"] == "desk.passkey.failed"
    assert "atout-desk" not in http.cookies


def test_a_challenge_is_answered_once_by_whom_it_was_given_to_within_five_minutes() -> None:
    time = 0
    known = Challenges(lambda: time)
    mine = known.give("amina")
    said = {"response": {"clientDataJSON": signed(mine)}}
    assert known.take(said, "lea") is None
    mine = known.give("amina")
    said = {"response": {"clientDataJSON": signed(mine)}}
    assert known.take(said, "amina") == mine
    assert known.take(said, "amina") is None
    late = known.give()
    time = LIVES
    assert known.take({"response": {"clientDataJSON": signed(late)}}) is None
    first = known.give()
    for _ in range(MOST):
        known.give()
    assert known.take({"response": {"clientDataJSON": signed(first)}}) is None


def signed(challenge: bytes) -> str:
    return encoded(json.dumps({"challenge": encoded(challenge)}).encode())


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
