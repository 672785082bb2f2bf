"""The log of the desk as a lead and an operator read it: all of it in words, to an operator no reason and no way in."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot import desk
from bot.commands import desk as command
from bot.store.staff import Accounts, Role
from locales.catalogs import catalog, languages
from tests.bot.desk.office import Office

LOGGERS = frozenset({"log", "_log", "_move", "known"})
FILES = sorted((*Path(desk.__file__).parent.glob("*.py"), Path(command.__file__)))


def written() -> set[str]:
    """What is written into the log anywhere: the constants among the arguments of what writes there."""
    calls = [
        node
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOGGERS
    ]
    told = [one for call in calls for arg in call.args for one in ast.walk(arg) if isinstance(one, ast.Constant)]
    return {str(one.value) for one in told if isinstance(one.value, str) and one.value}


def test_each_line_that_is_written_has_words_in_each_language() -> None:
    keys = {"desk.log." + re.sub(r"[ -]", "_", what) for what in written()}
    assert len(keys) > 15
    assert [(lang, key) for lang in languages() for key in sorted(keys) if (key, "1") not in catalog(lang)] == []


def test_a_lead_reads_who_did_what(office: Office) -> None:
    lead, amina = office.joined(Role.LEAD, "Léa"), office.joined()
    lead.http.post("/desk/staff/disable", data={"account": ids(office)["Amina"]})
    page = lead.http.get("/desk/log").text
    assert re.search(r"<b>compte fermé</b><br><bdi>Amina</bdi><br>\s*Léa<", page)
    assert f'<code dir="ltr">{office.tell(lambda known: known.head())}</code>' in page
    assert "mot de passe choisi" in page
    assert amina.http.get("/desk/log").status_code == 303


def test_an_operator_sees_that_a_case_was_read_and_neither_why_nor_a_way_in(office: Office) -> None:
    lead, operator = office.joined(Role.LEAD, "Léa"), office.joined(Role.OPERATOR, "Omar")
    case, lea = "k3x9m2p7q4w8z1b5n6c0", ids(office)["Léa"]
    office.tell(lambda known: known.log(office.clock(), lea, "look", conversation=case))
    for person, way_in in ((lead, True), (operator, False)):
        page = person.http.get("/desk/log").text
        assert "lecture avec raison écrite" in page
        assert "Personne N6C0" in page  # as the queue calls it
        assert (case in page) is way_in


def test_the_lines_come_by_fifty(office: Office) -> None:
    operator = office.joined(Role.OPERATOR, "Omar")

    def fill(known: Accounts) -> None:
        for _ in range(120):
            known.log(office.clock(), "", "invited")

    office.tell(fill)
    path, seen = "/desk/log", 0
    for _ in range(3):
        page = operator.http.get(path).text
        seen += page.count("<time>")
        older = re.search(r'href="(/desk/log\?before=\d+)"', page)
        path = older[1] if older else ""
    assert (seen > 120, path) == (True, "")


@pytest.mark.parametrize("before", ["-1", "x", "9" * 40, "١٢", "1;DROP TABLE desk_log"])
def test_a_number_that_is_none_shows_the_last_lines(office: Office, before: str) -> None:
    operator = office.joined(Role.OPERATOR, "Omar")
    answer = operator.http.get("/desk/log", params={"before": before})
    assert answer.status_code == 200
    assert "Omar" in answer.text


def ids(office: Office) -> dict[str, str]:
    return {one.name: one.id for one in office.tell(lambda known: known.all())}
