"""No consequence: refusals are for the person alone; the data model cannot tell anyone else.

What others could ever see is tried: the CV that is sent on, the logs of the operator, the columns of the store that
are in clear, and what is left once somebody who refused has gone. What a counsellor sees is tried at the desk
(tests/flows/test_visible.py, tests/bot/desk).
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
from pathlib import Path

import pytest

from bot.sim.script import read, said
from tests.promises.stops import FIRST, JOURNEYS, LANGS, Person, Stops, asked, begin, turned

LONG = 40  # messages: more than there are questions
# Columns in clear: ids, times, how a delivery went; `consent` is the agreement to keep, and is needed to erase.
CLEAR = """id org person conversation channel message line seq n version floor_n failures touched at due part tries
doubts status outcome direction kind forget_at heard warned until consent holder error position reached
slot sender word"""  # of several programs: a hash of the person's id, a number, letters drawn by lot
# Of a case: when it was asked for and by whom it is held; `urgent`: danger is not read last; who did what, when.
CASES = "owner asked since signed heard urgent ended mark account what chain"
# Of the staff and of nobody else.
STAFF = """silenced rests begins ends seen account role lang login count
used away disabled joined device totp_step slot waited chain what"""
# Of the programs that share the rows: their numbers, and a keyed hash that says which keys belong to them.
PROGRAMS = "worker proof"
# How often a model was asked, found by a keyed hash of the person alone.
USES = "day purpose asked held failed tokens"
COLUMNS = "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'"


async def whole(home: Path, lang: str, answer: str) -> Person:
    """Hold the whole conversation after this answer to the agreement."""
    person = begin(home, lang)
    for step in read((JOURNEYS / f"direct_{lang}.txt").read_text(encoding="utf-8")).steps:
        if not step.looks:
            here = asked(person.new) == FIRST
            await person.send({"press": answer} if here else said(step, person.said))
    return person


async def paper(person: Person) -> bytes:
    """The last PDF, as it would be sent on."""
    for shown in reversed(await person.life.house.transcript("terminal", person.address)):
        if shown.bubble is not None and shown.bubble.file is not None and shown.bubble.file.format == "pdf":
            found = await person.life.house.document("terminal", person.address, shown.id)
            assert found is not None
            return found[1]
    raise AssertionError("no CV came")


@pytest.mark.parametrize("lang", LANGS)
async def test_who_refuses_is_asked_the_same_and_has_the_same_cv(
    tmp_path: Path, lang: str, written: io.StringIO
) -> None:
    agreed = await whole(tmp_path / "agreed", lang, "agree")
    lines = written.getvalue()
    written.truncate(written.seek(0))
    refused = await whole(tmp_path / "refused", lang, "refuse")
    assert [b.question for b in refused.shown] == [b.question for b in agreed.shown]
    assert await paper(refused) == await paper(agreed)
    assert [json.loads(line)["what"] for line in written.getvalue().splitlines()] == [
        json.loads(line)["what"] for line in lines.splitlines()
    ]
    await agreed.life.end()
    await refused.life.restart()
    assert await refused.life.house.peek("terminal", refused.address) is None, "a refusal is kept after the person"
    await refused.life.end()


@pytest.mark.parametrize("lang", LANGS)
async def test_a_cv_does_not_tell_a_refusal_from_not_knowing(stops: Stops, lang: str) -> None:
    papers = []
    for name in ("skip", "unknown"):
        words = turned(lang, name)
        async with stops.again(await stops.at(lang, "exp/*/acts")) as person:
            while person.messages < LONG and await person.open() != "cv/more":
                named = await person.open() in {"cv/name", "cv/facts"}
                ready = "Lina" if await person.open() == "cv/name" else next(turned(lang, "yes"))
                await person.send({"text": ready if named else next(words)})
            papers.append(await paper(person))
    assert papers[0] == papers[1]


async def test_what_is_in_clear_in_the_store_can_hold_no_answer(stops: Stops) -> None:
    stop = await stops.at("fr", "menu/end")
    with sqlite3.connect(stop.image / "atout.db") as db:
        columns = {(table, column) for table, column in db.execute(COLUMNS) if not table.startswith("sqlite_")}
    assert len(columns) > 50
    about = {table for table, column in columns if column == "person"}
    for tables, clear in ((about, CASES), ({table for table, _ in columns} - about, f"{STAFF} {USES} {PROGRAMS}")):
        told = {c for table, c in columns if table in tables and not re.search(r"_(enc|hash)$|^hash$", c)}
        known = {*CLEAR.split(), *clear.split()}
        assert told <= known, f"{told - known} is in clear: can it hold an answer?"
