"""The log of the desk: what is done is a line of whoever did it, and a line that is touched in the file is named."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

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
        ("Anna", "take_back"), ("Anna", "export"), ("Anna", "export"), ("Anna", "read"), ("Lea", "look"),
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


def test_the_log_is_never_older_than_it_says(full: Full) -> None:
    lines = full.office.tell(lambda known: known.lines(0, 1000, reasons=False))
    times = [line.at for line in lines]
    assert times == sorted(times, reverse=True)
    assert max(times) <= now() + full.office.clock.ahead
