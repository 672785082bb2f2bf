"""`atout model`: what the operator is told of calls and their cost, by month and day, beside a house that runs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot import cli
from bot.commands.model import NOTHING, UNPRICED, shown
from bot.loop import run
from bot.store.aside import model_days, model_spent
from bot.store.base import Session, Who
from bot.store.using import DAY, Spent, Summed
from tests.bot.little import START, Clock, open_store

MILLION = 1_000_000


async def test_uses_of_all_people_are_summed_by_day_and_purpose(tmp_path: Path) -> None:
    def uses(tx: Session) -> None:
        for person, at, purpose, spent in (
            ("rose", START, "facts", Spent(asked=1, tokens=40)),
            ("bo", START, "facts", Spent(asked=2, failed=1)),
            ("bo", START, "wording", Spent(held=1)),
            ("bo", START + DAY, "facts", Spent(asked=1, tokens=2)),
        ):
            tx.uses.note(Who(1, person), at, purpose, spent)

    data = tmp_path / "data"
    assert model_days(data, 0) == ()
    store = open_store(tmp_path, Clock())
    await run(store, uses)
    today = START // DAY
    assert model_days(data, 0) == [  # while the house has the folder open
        Summed(today + 1, "facts", Spent(asked=1, tokens=2)),
        Summed(today, "facts", Spent(asked=3, failed=1, tokens=40)),
        Summed(today, "wording", Spent(held=1)),
    ]
    assert model_spent(data, START + DAY) == Spent(asked=1, tokens=2)
    assert model_spent(data, 0) == Spent(asked=4, held=1, failed=1, tokens=42)
    await store.close()


def test_months_then_days_each_by_purpose_and_in_money() -> None:
    december = 20_788  # days since 1970: 2026-12-01
    found = [
        Summed(december, "facts", Spent(3, 0, 1, 2 * MILLION)),
        Summed(december - 1, "facts", Spent(1, 2, 0, MILLION)),
        Summed(december - 1, "wording", Spent(1)),
        Summed(december - 20, "facts", Spent(5)),
    ]
    lines = [line.split() for line in shown(found, Decimal("0.30"), december * DAY, days=7)]
    assert lines == [
        ["for", "calls", "unanswered", "held", "tokens", "cost"],
        ["2026-12", "all", "3", "1", "0", "2000000", "0.60"],
        ["facts", "3", "1", "0", "2000000", "0.60"],
        ["2026-11", "all", "7", "0", "2", "1000000", "0.30"],
        ["facts", "6", "0", "2", "1000000", "0.30"],
        ["wording", "1", "0", "0", "0", "0.00"],
        ["2026-12-01", "all", "3", "1", "0", "2000000", "0.60"],
        ["facts", "3", "1", "0", "2000000", "0.60"],
        ["2026-11-30", "all", "2", "0", "2", "1000000", "0.30"],
        ["facts", "1", "0", "2", "1000000", "0.30"],
        ["wording", "1", "0", "0", "0", "0.00"],
    ]
    unpriced = list(shown(found, Decimal(0), december * DAY))
    assert unpriced[-1] == UNPRICED
    assert {line.split()[-1] for line in unpriced[1:-1]} == {"-"}


def test_an_operator_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATOUT_DATA", str(tmp_path))
    assert cli.main(["model"]) == 0
    assert capsys.readouterr().out.strip() == NOTHING
    monkeypatch.setenv("ATOUT_MODEL_PRICE", "much")
    assert cli.main(["model", "--days", "3"]) == 2
    assert "ATOUT_MODEL_PRICE" in capsys.readouterr().err
    monkeypatch.delenv("ATOUT_MODEL_PRICE")
    (tmp_path / "atout.db").write_bytes(b"no database" * 100)
    assert cli.main(["model"]) == 1
