"""Who comes in at the desk, by an invitation and afterwards; and who does not."""

from __future__ import annotations

import pytest

from bot.desk.invitation import LIVES
from bot.store.staff import ABSOLUTE, IDLE, Role
from tests.bot.desk.office import WORDS, Office, hidden, shown_codes

MINUTE = 60_000


# ---------------------------------------------------------------- invitations


def test_a_link_opened_by_a_robot_is_still_good(office: Office) -> None:
    link, http = office.invite(), office.browser()
    for _ in range(3):
        page = http.get(link)
        assert page.status_code == 200
        assert "Amina" not in page.text
    assert http.post(link, data={"lang": "ar"}).headers["location"] == "/desk/welcome"
    assert '<html lang="ar" dir="rtl">' in http.get("/desk/welcome").text


def test_a_link_lets_in_once(office: Office) -> None:
    link = office.invite()
    assert office.browser().post(link, data={"lang": "fr"}).status_code == 303
    again = office.browser()
    for answer in (again.get(link), again.post(link, data={"lang": "fr"})):
        assert answer.status_code == 410
        assert "Demandez-en un autre" in answer.text
    assert again.get("/desk/welcome").status_code == 303


def test_a_link_ends_after_three_days(office: Office) -> None:
    link = office.invite()
    office.clock.ahead = LIVES + MINUTE
    assert office.browser().post(link, data={"lang": "fr"}).status_code == 410


def test_before_there_is_something_to_sign_in_with_nothing_else_opens(office: Office) -> None:
    http = office.browser()
    http.post(office.invite(), data={"lang": "fr"})
    assert http.get("/desk").headers["location"] == "/desk/welcome"


# ---------------------------------------------------------------- a password and a code


def test_somebody_invited_chooses_a_password_and_comes_in_with_it(office: Office) -> None:
    amina = office.joined()
    assert "<h1>Amina</h1>" in amina.http.get("/desk/account").text
    amina.http.post("/desk/sign-out")
    assert amina.http.get("/desk/account").headers["location"] == "/desk/sign-in?next=/desk/account"
    assert amina.sign_in(next="/desk/codes").headers["location"] == "/desk/codes"
    assert amina.http.get("/desk/account").status_code == 200


@pytest.mark.parametrize(
    "password", ["court", "motdepasse1234", "Azertyuiop2026!", "passwordpassword", "aaaaaaaaaaaa", "Amina20262026"]
)
def test_a_password_that_is_guessed_first_is_refused(office: Office, password: str) -> None:
    http = office.browser()
    http.post(office.invite(), data={"lang": "fr"})
    page = http.get("/desk/password").text
    fields = {"name": "Amina", "password": password, "secret": hidden(page, "secret"), "code": "000000"}
    assert http.post("/desk/password", data=fields).status_code == 422


def test_a_code_works_once(office: Office) -> None:
    amina = office.joined()
    code = amina.later_code()
    assert amina.sign_in(office.browser(), code=code).status_code == 303
    assert amina.sign_in(office.browser(), code=code).status_code == 403


def test_a_wrong_password_and_a_name_nobody_has_are_answered_alike(office: Office) -> None:
    amina = office.joined()
    wrong = amina.sign_in(office.browser(), password="une autre phrase", code="000000")
    nobody = amina.sign_in(office.browser(), name="Amine", code="000000")
    assert wrong.status_code == nobody.status_code == 403
    assert wrong.text == nobody.text.replace('value="Amine"', 'value="Amina"')


def test_a_recovery_code_stands_for_the_telephone_once(office: Office) -> None:
    amina = office.joined()
    codes = shown_codes(amina.http.post("/desk/codes").text)
    assert len(set(codes)) == 8
    assert amina.sign_in(office.browser(), code=codes[0].upper()).status_code == 303
    assert amina.sign_in(office.browser(), code=codes[0]).status_code == 403
    assert amina.sign_in(office.browser(), code=codes[1], password="pas celui-ci").status_code == 403


# ---------------------------------------------------------------- sessions


def test_a_new_secret_at_each_sign_in(office: Office) -> None:
    amina = office.joined()
    before = amina.http.cookies["atout-desk"]
    assert amina.sign_in().status_code == 303
    assert amina.http.cookies["atout-desk"] != before
    old = office.browser(Cookie=f"atout-desk={before}")
    assert old.get("/desk/account").status_code == 303


def test_a_secret_nobody_was_given_opens_nothing(office: Office) -> None:
    office.joined()
    for forged in ("A" * 43, "", "x", "../../etc/passwd", "%00" * 20):
        assert (
            office.browser(Cookie=f"atout-desk={forged}").get("/desk/account").headers["location"]
            == "/desk/sign-in?next=/desk/account"
        )


def test_half_an_hour_of_silence_ends_a_session(office: Office) -> None:
    amina = office.joined()
    office.clock.ahead += IDLE - MINUTE
    assert amina.http.get("/desk/account").status_code == 200
    office.clock.ahead += IDLE - MINUTE
    assert amina.http.get("/desk/account").status_code == 200
    office.clock.ahead += IDLE + MINUTE
    assert amina.http.get("/desk/account").status_code == 303


def test_a_page_left_open_keeps_nobody_signed_in(office: Office) -> None:
    amina = office.joined()
    for _ in range(4):
        office.clock.ahead += IDLE // 3
        with amina.http.stream("GET", "/desk/queue/events", headers={"Accept": "text/event-stream"}) as answer:
            status = answer.status_code
    assert status != 200
    assert amina.http.get("/desk/account").status_code == 303


def test_ten_hours_end_a_session_that_is_used(office: Office) -> None:
    amina = office.joined()
    for _ in range(ABSOLUTE // (IDLE - MINUTE)):
        assert amina.http.get("/desk/account").status_code == 200
        office.clock.ahead += IDLE - MINUTE
    office.clock.ahead += IDLE - MINUTE
    assert amina.http.get("/desk/account").status_code == 303


def test_two_tabs_are_one_session(office: Office) -> None:
    amina = office.joined()
    tab = office.browser(Cookie=f"atout-desk={amina.http.cookies['atout-desk']}")
    assert tab.get("/desk/account").status_code == 200
    amina.http.post("/desk/sign-out")
    answer = tab.post("/desk/codes")
    assert answer.status_code == 401
    assert "Rien n&#39;a été fait" in answer.text


def test_an_account_that_is_ended_is_out_at_once(office: Office) -> None:
    amina = office.joined()
    assert amina.http.get("/desk/account").status_code == 200
    ident = office.tell(lambda known: known.all()[0].id)
    assert office.tell(lambda known: known.disable(ident))
    assert amina.http.get("/desk/account").status_code == 303
    assert amina.sign_in().status_code == 403


# ---------------------------------------------------------------- forged forms


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
    ],
)
def test_a_form_of_another_page_is_refused(office: Office, headers: dict[str, str]) -> None:
    amina = office.joined()
    assert amina.http.post("/desk/sign-out", headers=headers).status_code == 403
    assert amina.http.get("/desk/account").status_code == 200


def test_a_form_that_does_not_say_where_it_comes_from_is_refused(office: Office) -> None:
    amina = office.joined()
    del amina.http.headers["Sec-Fetch-Site"]
    assert amina.http.post("/desk/sign-out").status_code == 403
    assert amina.http.get("/desk/account").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/desk/../../x", "/desk/sign-in?x", "javascript:1"]
)
def test_signing_in_leads_nowhere_else(office: Office, elsewhere: str) -> None:
    assert office.joined().sign_in(next=elsewhere).headers["location"] == "/desk"


def test_what_somebody_wrote_is_text_on_every_page(office: Office) -> None:
    name = "<script>alert(1)</script>"
    person = office.joined(Role.LEAD, name)
    assert person.sign_in(office.browser(), password="faux", code="1").text.count("&lt;script&gt;") == 1
    page = person.http.get("/desk/account").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_form_of_200_kb_is_refused(office: Office) -> None:
    answer = office.joined().http.post("/desk/sign-in", data={"name": "x" * 200_000})
    assert answer.status_code == 413
    assert WORDS not in answer.text
