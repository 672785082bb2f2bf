"""What may happen once happens once, however many ask for it at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bot.desk.office import Office, shown_codes

TIMES = 20


def together(office: Office, path: str, fields: dict[str, str]) -> list[int]:
    """Send a form from many browsers at the same time; how each was answered."""
    browsers = [office.browser() for _ in range(TIMES)]
    with ThreadPoolExecutor(TIMES) as pool:
        return [answer.status_code for answer in pool.map(lambda http: http.post(path, data=fields), browsers)]


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many tries as one likes: another test is about those."""
    monkeypatch.setattr("bot.desk.tries.A_NAME_HERE", 10_000)


def test_one_link_lets_one_browser_in(office: Office) -> None:
    answers = together(office, office.invite(), {"lang": "fr"})
    assert sorted(answers) == [303] + [410] * (TIMES - 1)


@pytest.mark.usefixtures("unlimited")
def test_one_code_lets_one_browser_in(office: Office) -> None:
    amina = office.joined()
    fields = {"name": "Amina", "password": "quatre mots sans lien", "code": amina.later_code()}
    assert sorted(together(office, "/desk/sign-in", fields)) == [303] + [403] * (TIMES - 1)


@pytest.mark.usefixtures("unlimited")
def test_one_recovery_code_lets_one_browser_in(office: Office) -> None:
    code = shown_codes(office.joined().http.post("/desk/codes").text)[0]
    fields = {"name": "Amina", "password": "quatre mots sans lien", "code": code}
    assert sorted(together(office, "/desk/sign-in", fields)) == [303] + [403] * (TIMES - 1)


def test_many_tries_at_the_same_time_are_no_way_round(office: Office) -> None:
    office.joined()
    answers = together(office, "/desk/sign-in", {"name": "Amina", "password": "faux", "code": "000000"})
    assert sorted(answers) == [403] * 5 + [429] * (TIMES - 5)
