"""Who may let whom in, what each sees of the others, and one's own account."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.commands import doctor
from bot.desk.app import DeskApp, UnlistedError, found
from bot.desk.roles import ALLOWED, BEFORE, Action
from bot.desk.web import Page
from bot.settings import Settings
from bot.store.staff import Role
from tests.bot.desk.office import Office

OPEN = {
    "/desk/sign-in",
    "/desk/recover",
    "/desk/invitation/{secret}",
    "/desk/passkey/ask",
    "/desk/passkey/sign-in",
    "/desk/worker.js",
    "/desk/counter/{secret}",  # opens a counter once, and no page of the desk
}


def link_in(page: str) -> str:
    match = re.search(r"http://localhost:\d+(/desk/invitation/[\w-]+)", page)
    assert match, page
    return match[1]


def ids(office: Office) -> dict[str, str]:
    return {one.name: one.id for one in office.tell(lambda known: known.all())}


# ---------------------------------------------------------------- every page has a role


def test_each_page_says_what_it_does_and_each_action_who_may() -> None:
    pages, gates = found()
    assert {gate.path for gate in gates} == OPEN
    assert [page.path for page in pages if page.action not in ALLOWED] == []
    assert set(ALLOWED) == set(Action)
    assert len({page.path for page in pages}) == len(pages)


def test_a_page_without_a_line_in_the_table_does_not_start(office: Office) -> None:
    with pytest.raises(UnlistedError):
        _ = DeskApp(office.app._desk, lambda: ([Page("/desk/new", "new")], ())).routes  # type: ignore[arg-type]


def test_each_route_opens_to_the_roles_of_its_action_and_to_nobody_else(office: Office) -> None:
    people = {role: office.joined(role, role.value) for role in Role}
    nobody = office.browser()
    for page in found()[0]:
        for method in [name for name, handler in (("GET", page.get), ("POST", page.post)) if handler]:
            assert nobody.request(method, page.path).status_code in {303, 401}, page.path
            for role, person in people.items():
                if page.action in BEFORE and method == "POST":
                    continue  # they would sign the person out
                with person.http.stream(method, page.path) as answer:  # some never end
                    status = answer.status_code
                assert (status == 403) == (role not in ALLOWED[page.action]), (page.path, method, role, status)


@pytest.mark.parametrize(
    "path", ["/desk/nothing", "/desk/static/none.css", "/desk/account/language/", "/desk/templates/base.html"]
)
def test_what_is_not_there_is_said_kindly_and_dressed(office: Office, path: str) -> None:
    answer = office.browser().get(path)
    assert answer.status_code == 404
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"


# ---------------------------------------------------------------- inviting


def test_a_lead_lets_a_counsellor_in_from_a_page(office: Office) -> None:
    lead = office.joined(Role.LEAD, "Léa")
    page = lead.http.post("/desk/staff/invite", data={"name": "Amina"})
    newcomer = office.browser()
    assert newcomer.post(link_in(page.text), data={"lang": "uk"}).status_code == 303
    assert [one.role for one in office.tell(lambda known: known.all())] == [Role.LEAD, Role.COUNSELLOR]
    assert link_in(page.text) not in lead.http.get("/desk/staff").text


@pytest.mark.parametrize("role", [Role.LEAD, Role.OPERATOR, "nobody"])
def test_a_lead_lets_in_nobody_but_counsellors(office: Office, role: str) -> None:
    lead = office.joined(Role.LEAD, "Léa")
    assert lead.http.post("/desk/staff/invite", data={"name": "X", "role": role}).status_code == 403
    assert set(ids(office)) == {"Léa"}


def test_a_lead_ends_a_counsellor_and_nobody_else(office: Office) -> None:
    lead, amina, _ = office.joined(Role.LEAD, "Léa"), office.joined(), office.joined(Role.OPERATOR, "Omar")
    assert lead.http.post("/desk/staff/disable", data={"account": ids(office)["Omar"]}).status_code == 403
    assert lead.http.post("/desk/staff/disable", data={"account": ids(office)["Léa"]}).status_code == 404
    assert lead.http.post("/desk/staff/disable", data={"account": "nobody"}).status_code == 404
    assert lead.http.post("/desk/staff/disable", data={"account": ids(office)["Amina"]}).status_code == 303
    assert amina.http.get("/desk/account").status_code == 303


def test_who_is_let_in_again_begins_anew(office: Office) -> None:
    lead, amina = office.joined(Role.LEAD, "Léa"), office.joined()
    link = link_in(lead.http.post("/desk/staff/invite", data={"account": ids(office)["Amina"]}).text)
    assert amina.http.get("/desk/account").status_code == 200  # nothing ends before the link is used
    again = office.browser()
    assert again.post(link, data={"lang": "fr"}).status_code == 303
    assert amina.http.get("/desk/account").status_code == 303
    assert amina.sign_in().status_code == 403
    assert again.get("/desk").headers["location"] == "/desk/welcome"


# ---------------------------------------------------------------- one's own account


def test_somebody_sees_where_they_are_signed_in_and_ends_it(office: Office) -> None:
    amina = office.joined()
    phone = office.browser(**{"User-Agent": "Mozilla/5.0 (Android 15; Mobile; rv:133.0) Firefox/133.0"})
    assert amina.sign_in(phone).status_code == 303
    page = amina.http.get("/desk/account").text
    assert "Firefox, Android" in page
    session = re.search(r'name="session" value="(\w+)"', page)
    assert session
    amina.http.post("/desk/account/sessions", data={"session": session[1]})
    assert phone.get("/desk/account").status_code == 303
    assert amina.http.get("/desk/account").status_code == 200


def test_all_others_end_at_once(office: Office) -> None:
    amina, phone = office.joined(), office.browser()
    amina.sign_in(phone)
    amina.http.post("/desk/account/sessions", data={"all": "1"})
    assert phone.get("/desk/account").status_code == 303
    assert amina.http.get("/desk/account").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(office: Office) -> None:
    amina, omar = office.joined(), office.joined(Role.OPERATOR, "Omar")
    ident = ids(office)["Amina"]
    session = office.tell(lambda known: known.sessions(ident, office.clock()))[0].id
    omar.http.post("/desk/account/sessions", data={"session": session})
    assert amina.http.get("/desk/account").status_code == 200


def test_what_one_signs_in_with_is_changed_by_who_signed_in_just_now(office: Office) -> None:
    amina = office.joined()
    office.clock.ahead += 11 * 60_000
    assert amina.http.get("/desk/password").headers["location"] == "/desk/sign-in?again=1&next=/desk/password"
    assert amina.http.post("/desk/codes").status_code == 303
    assert amina.http.post("/desk/passkey/make", json={}).status_code == 403
    assert amina.sign_in(next="/desk/password").headers["location"] == "/desk/password"
    assert amina.http.get("/desk/password").status_code == 200


def test_a_name_somebody_has_is_not_given_twice(office: Office) -> None:
    office.joined()
    with pytest.raises(AssertionError, match="est pris"):
        office.joined(name=" AMINA ")


def test_the_language_one_chose_stays(office: Office) -> None:
    amina = office.joined()
    amina.http.post("/desk/account/language", data={"lang": "ar"})
    assert 'dir="rtl"' in amina.http.get("/desk/account").text
    assert amina.http.post("/desk/account/language", data={"lang": "xx"}).status_code == 400


def test_where_nobody_leads_the_page_of_the_team_and_the_doctor_say_so(office: Office) -> None:
    settings, said = Settings(data=office.folder), "Il manque un compte de responsable"
    assert list(doctor.staff(settings)) == []  # nobody works here yet
    omar = office.joined(Role.OPERATOR, "Omar")
    office.invite(Role.LEAD, "Léa")  # and did not come yet
    assert said in unescape(omar.http.get("/desk/staff").text)
    (found,) = doctor.staff(settings)
    assert (found.how, "no counsellor is on duty" in found.text) == ("advice", True)
    office.joined(Role.LEAD, "Nour")
    assert said not in unescape(omar.http.get("/desk/staff").text)
    assert list(doctor.staff(settings)) == []
    nour = next(one.id for one in office.tell(lambda known: known.all()) if one.name == "Nour")
    assert omar.http.post("/desk/staff/disable", data={"account": nour}).status_code == 303
    assert said in unescape(omar.http.get("/desk/staff").text)


@pytest.mark.parametrize("name", ["bot", "Person", " BOT "])
def test_nobody_is_called_what_a_line_of_the_bot_is_called(office: Office, name: str) -> None:
    lea = office.joined(Role.LEAD, "Léa")
    answer = lea.http.post("/desk/staff/invite", data={"name": name, "role": "counsellor"})
    assert answer.status_code == 422
    assert [one.name for one in office.tell(lambda known: known.all())] == ["Léa"]
