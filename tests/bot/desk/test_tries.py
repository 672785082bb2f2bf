"""How often a sign-in may fail: who guesses somebody's name keeps them out of nothing, and guesses little."""

from __future__ import annotations

import httpx2

from bot.store.staff import Role
from tests.bot.desk.office import FROM_PAGE, Office, Person


def wrong(office: Office, person: Person, times: int, **headers: str) -> int:
    status = 0
    for _ in range(times):
        status = person.sign_in(office.browser(**headers), password="faux", code="000000").status_code
    return status


def test_five_wrong_tries_close_a_name_to_that_place_and_nobody_else(office: Office) -> None:
    amina, omar = office.joined(), office.joined(Role.OPERATOR, "Omar")
    assert wrong(office, amina, 5) == 403
    assert wrong(office, amina, 1) == 429
    assert amina.sign_in(office.browser()).status_code == 429  # the right one, too
    assert amina.sign_in(elsewhere(office, 2)).status_code == 303
    assert amina.sign_in().status_code == 303  # her own browser, in that very place
    assert amina.http.get("/desk/account").status_code == 200
    assert omar.sign_in(office.browser()).status_code == 303
    office.clock.ahead += 16 * 60_000
    assert amina.sign_in(office.browser()).status_code == 303


def test_a_name_nobody_has_closes_like_any_other(office: Office) -> None:
    ghost = Person(office, "personne", office.browser(), "A" * 32)
    assert wrong(office, ghost, 5) == 403
    assert wrong(office, ghost, 1) == 429


def test_fifty_wrong_tries_close_a_place(office: Office) -> None:
    amina = office.joined()
    for number in range(50):
        assert wrong(office, Person(office, f"n{number}", amina.http, "A" * 32), 1) == 403
    assert wrong(office, Person(office, "n51", amina.http, "A" * 32), 1) == 429
    assert amina.http.get("/desk/account").status_code == 200


def elsewhere(office: Office, place: int) -> httpx2.Client:
    """A browser at another address."""
    transport = httpx2.HTTPTransport(local_address=f"127.0.7.{place}")
    at, headers = office.at.replace("localhost", "127.0.0.1"), {"Accept-Language": "fr", **FROM_PAGE}
    return httpx2.Client(base_url=at, headers=headers, transport=transport)


def test_guesses_from_everywhere_are_bounded_and_never_meet_a_browser_that_is_known(office: Office) -> None:
    amina = office.joined()
    several = [elsewhere(office, place) for place in range(1, 9) for _ in range(5)]
    answers = [amina.sign_in(one, password="faux", code="000000").status_code for one in several]
    assert answers == [403] * 30 + [429] * 10
    assert amina.sign_in(elsewhere(office, 99)).status_code == 429  # a browser nobody knows waits
    amina.http.post("/desk/sign-out")
    assert amina.sign_in().status_code == 303  # the one she signed in with does not
    office.clock.ahead += 61 * 60_000
    assert amina.sign_in(elsewhere(office, 99)).status_code == 303


def test_a_browser_that_is_known_has_five_tries_of_its_own(office: Office) -> None:
    amina = office.joined()
    answers = [amina.sign_in(password="faux", code="000000").status_code for _ in range(7)]
    assert answers == [403] * 5 + [429] * 2
    assert amina.sign_in(office.browser()).status_code == 303  # and they are counted for nobody else


def test_a_mark_is_good_for_its_name_and_for_no_other(office: Office) -> None:
    amina, omar = office.joined(), office.joined(Role.OPERATOR, "Omar")
    mark = amina.http.cookies["atout-known"]
    other = office.browser(Cookie=f"atout-known={mark}")
    assert [omar.sign_in(other, password="faux", code="0").status_code for _ in range(6)] == [403] * 5 + [429]
    last = "0" if mark[-1] != "0" else "1"
    for forged in (mark[:-1] + last, "A" * 43 + "0" * 32, "A" * 75, "%C3%A9", ".".join([mark] * 9)):
        guess = office.browser(Cookie=f"atout-known={forged}")
        assert omar.sign_in(guess, password="faux", code="0").status_code == 429


def test_a_computer_two_share_is_known_to_both(office: Office) -> None:
    amina, omar = office.joined(), office.joined(Role.OPERATOR, "Omar")
    assert omar.sign_in(amina.http).status_code == 303
    assert [wrong(office, one, 6) for one in (amina, omar)] == [429, 429]
    assert [one.sign_in(amina.http).status_code for one in (amina, omar)] == [303, 303]


def test_who_comes_in_each_time_is_never_counted_out(office: Office) -> None:
    amina = office.joined()
    assert [amina.sign_in().status_code for _ in range(8)] == [303] * 8
