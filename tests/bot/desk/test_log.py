"""The log of the desk: what is done is a line of whoever did it, and a line that is touched in the file is named."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import now
from bot.commands.doctor import desk
from bot.settings import Settings
from bot.store.base import Session
from flows.model import Text
from tests.bot.desk.full import BEGUN, Full

REASON = "elle l'a demandé au guichet"
SWAP = ";".join(f"UPDATE desk_log SET id = {b} WHERE id = {a}" for a, b in ((7, -1), (8, 7), (-1, 8)))  # noqa: S608
FIELDS = "org, person, conversation, at, account, what, detail_enc, chain"
INSERT = f"INSERT INTO desk_log ({FIELDS}) SELECT {FIELDS} FROM desk_log WHERE id = 7"  # noqa: S608 - our own words
CHANGES = {
    "changed": ("UPDATE desk_log SET account = 'somebody' WHERE id = 7", [7]),
    "moved in time": ("UPDATE desk_log SET at = at - 1 WHERE id = 7", [7]),
    "of another person": ("UPDATE desk_log SET person = 'p' WHERE id = 7", [7]),
    "of another case": ("UPDATE desk_log SET conversation = NULL, what = 'signed in' WHERE id = 9", None),
    "reworded": ("UPDATE desk_log SET detail_enc = zeroblob(29) WHERE id = 7", [7]),
    "deleted": ("DELETE FROM desk_log WHERE id = 7", [7]),
    "deleted in a row": ("DELETE FROM desk_log WHERE id BETWEEN 7 AND 9", [7]),
    "first deleted": ("DELETE FROM desk_log WHERE id = 1", [1]),
    "last deleted": ("DELETE FROM desk_log WHERE id = (SELECT max(id) FROM desk_log)", None),
    "all deleted": ("DELETE FROM desk_log", [1]),
    "swapped": (SWAP, [7, 8]),
    "inserted": (INSERT, None),
    "chain copied": ("UPDATE desk_log SET chain = (SELECT chain FROM desk_log WHERE id = 6) WHERE id = 7", [7]),
    "chain emptied": ("UPDATE desk_log SET chain = x'' WHERE id = 7", [7]),
}  # fmt: skip


def copied(full: Full, there: Path) -> Settings:
    """The files as they are, where they can be written into."""
    shutil.copytree(full.office.folder, there / "data", ignore=shutil.ignore_patterns("*.lock"))
    shutil.copy(full.office.folder.parent / "master.key", there / "master.key")
    return Settings(data=there / "data", key_file=there / "master.key")


@pytest.mark.parametrize("how", CHANGES)
def test_a_line_that_is_touched_is_named(full: Full, tmp_path: Path, how: str) -> None:
    settings = copied(full, tmp_path)
    assert [one.how for one in desk(settings)] == ["ok"]
    script, lines = CHANGES[how]
    with closing(sqlite3.connect(settings.data / "atout.db")) as db:
        last = int(db.execute("SELECT max(id) FROM desk_log").fetchone()[0])
        db.executescript(script)
    found = next(iter(desk(settings)))
    assert found.how != "ok"
    told = list(map(int, re.findall(r"\d+", found.text.partition(" at line ")[2].partition(":")[0])))
    wanted = lines or {"last deleted": [last], "inserted": [last + 1], "of another case": [9]}[how]
    assert told[: len(wanted)] == wanted


def test_all_that_is_done_in_a_case_is_a_line_of_who_did_it(full: Full) -> None:
    full.says("told", *BEGUN, Text("une personne"), Text("oui"))
    path = full.takes("Anna", "told")
    anna, bilal, lea = (full.staff[name].http for name in ("Anna", "Bilal", "Lea"))
    ids = {one.name: one.id for one in full.office.tell(lambda known: known.all())}
    n = full.floor("told")
    line = re.search(r'<option value="([^"]+:[\d,]+)"', anna.get(path).text)
    assert line
    assert anna.post(f"{path}/note", data={"text": "une note"}).status_code == 303
    assert anna.post(f"{path}/suggest", data={"n": n, "qid": "cv/name", "text": "Awa"}).status_code == 303
    assert anna.post(f"{path}/aside", data={"line": line[1]}).status_code == 303
    assert anna.post(f"{path}/aside", data={"line": line[1], "back": "yes"}).status_code == 303
    assert anna.get(f"{path}/summary?format=txt").status_code == 200
    assert anna.get(f"{path}/cv").status_code in {200, 409}
    assert path in anna.post("/desk/search", data={"q": "menage"}).text
    assert lea.post(f"{path}/read", data={"reason": REASON}).status_code == 200
    assert anna.post(f"{path}/transfer", data={"n": n, "to": ids["Bilal"]}).status_code == 303
    assert bilal.get(path).status_code == 200
    assert lea.post(f"{path}/reassign", data={"to": ids["Anna"]}).status_code == 303
    assert anna.post(f"{path}/give-back", data={"n": full.floor("told")}).status_code == 303
    assert anna.post(f"{path}/claim").status_code == 303
    assert anna.post(f"{path}/close", data={"n": full.floor("told")}).status_code == 303

    def work(tx: Session) -> list[tuple[str, str, str]]:
        who = full.conversation_in(tx, "told").who
        return [(line.account, line.what, line.detail) for line in tx.accounts.logged(who)]

    lines = full.did(full.office.house.run(work))
    names = {ident: name for name, ident in ids.items()}
    assert [(names[account], what) for account, what, _ in lines] == [
        ("Anna", "claim"), ("Anna", "read"), ("Anna", "note"), ("Anna", "suggest"), ("Anna", "set_aside"),
        ("Anna", "take_back"), ("Anna", "summary"), ("Anna", "cv"), ("Anna", "read"), ("Lea", "look"),
        ("Anna", "transfer"), ("Bilal", "read"), ("Lea", "transfer"), ("Anna", "release"),
        ("Anna", "claim"), ("Anna", "close"),
    ]  # fmt: skip
    assert [detail for _, what, detail in lines if what == "look"] == [REASON]


def test_what_is_refused_is_no_line_of_the_person(full: Full) -> None:
    def count(tx: Session) -> int:
        return sum(len(tx.accounts.logged(full.conversation_in(tx, one).who)) for one in ("agreed", "refused", "back"))

    before = full.did(full.office.house.run(count))
    for name in ("Bilal", "Omar", "Dora", "Nobody"):
        for address in ("agreed", "refused", "back"):
            full.staff[name].http.get(f"/desk/case/{full.cases[address]}")
            full.staff[name].http.post(f"/desk/case/{full.cases[address]}/read", data={"reason": REASON})
    assert full.did(full.office.house.run(count)) == before


def test_the_person_is_told_by_name_who_did_what(full: Full) -> None:
    full.says("asks", *BEGUN, Text("une personne"), Text("oui"))
    path = full.takes("Anna", "asks")
    full.staff["Anna"].http.get(path)
    full.staff["Anna"].http.post(f"{path}/note", data={"text": "une note"})
    full.staff["Anna"].http.post(f"{path}/give-back", data={"n": full.floor("asks")})
    full.says("asks", Text("que voit ma conseillère"))
    lines = full.did(full.office.house.transcript("web", "asks"))
    told = "\n".join(line.bubble.text for line in lines if line.bubble)
    assert "a écrit une note" in told
    assert "une note\n" not in told


def told(full: Full, address: str, *bodies: object) -> str:
    """What somebody is answered to the last of these."""
    before = len(full.did(full.office.house.transcript("web", address)))
    full.says(address, *bodies)
    lines = full.did(full.office.house.transcript("web", address))[before:]
    return re.sub("[\u2068\u2069]", "", "\n".join(line.bubble.text for line in lines if line.bubble))


def test_the_person_reads_the_hour_the_written_reason_and_every_line(full: Full) -> None:
    full.says("every", *BEGUN, Text("une personne"), Text("oui"))
    path, began = full.takes("Anna", "every"), full.office.clock()
    anna, lea = full.staff["Anna"].http, full.staff["Lea"].http
    assert lea.post(f"{path}/read", data={"reason": f"  {REASON} |\n encore  "}).status_code == 200
    for number in range(12):
        assert anna.post(f"{path}/note", data={"text": f"{number}"}).status_code == 303
        assert anna.get(path).status_code == anna.get(path).status_code == 200
    anna.post(f"{path}/give-back", data={"n": full.floor("every")})
    pages = [told(full, "every", Text("qui me lit")), told(full, "every", Text("plus ancien"))]
    pages.append(told(full, "every", Text("plus ancien")))
    lines = [line for page in pages for line in page.split("\n") if re.match(r"\d+ \w+, \d\d:\d\d", line)]
    assert [len(re.findall(r", \d\d:\d\d", page)) for page in pages] == [10, 10, 7]
    assert sum("a lu le dossier" in line for line in lines) == 12  # a page that is read twice in a row is one line
    assert "a pris la demande" in pages[2]
    assert re.search(rf"Lea a lu. Raison écrite\s: «\s{REASON} \| encore\s»", pages[2])
    paris = datetime.fromtimestamp(began / 1000, ZoneInfo("Europe/Paris"))
    assert any(f", {minute:%H:%M}" in pages[2] for minute in (paris, paris + timedelta(minutes=1)))
    assert full.question("every") == "menu/seen"
    last = full.conversation("every").state.asked
    assert last is not None
    assert not any(one.id.startswith("looks:") for one in last.choices)


def test_a_cv_that_is_opened_and_a_summary_that_is_copied_are_two_lines(full: Full) -> None:
    full.says("copied", *BEGUN, Text("une personne"), Text("oui"))
    path, anna = full.takes("Anna", "copied"), full.staff["Anna"].http
    assert anna.get(f"{path}/cv").status_code == 200
    anna.post(f"{path}/give-back", data={"n": full.floor("copied")})
    said = told(full, "copied", Text("qui me lit"))
    assert ("a ouvert le CV." in said, "a copié le résumé" in said) == (True, False)
    anna.post(f"{path}/claim")
    assert anna.get(f"{path}/summary?format=docx").status_code == 200
    anna.post(f"{path}/give-back", data={"n": full.floor("copied")})
    assert "a copié le résumé." in told(full, "copied", Text("qui me lit"))
    page = full.staff["Lea"].http.get("/desk/log").text
    assert ("CV ouvert" in page, "résumé copié" in page) == (True, True)


def test_a_cv_that_is_not_to_be_seen_is_not_said_to_be_opened(full: Full) -> None:
    full.says("unseen", *BEGUN, Text("une personne"), Text("non"))
    path, anna = full.takes("Anna", "unseen"), full.staff["Anna"].http
    assert anna.get(f"{path}/cv").status_code == 409
    anna.post(f"{path}/give-back", data={"n": full.floor("unseen")})
    assert "CV" not in told(full, "unseen", Text("qui me lit")).partition("Ce qui a été fait")[2]


def test_the_log_is_never_older_than_it_says(full: Full) -> None:
    lines = full.office.tell(lambda known: known.lines(0, 1000, reasons=False))
    times = [line.at for line in lines]
    assert times == sorted(times, reverse=True)
    assert max(times) <= now() + full.office.clock.ahead
