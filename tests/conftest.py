"""What holds for every test: how hard Hypothesis looks, and that nothing is skipped where it counts.

With CI=true Hypothesis looks forty times harder, and always in the same places: a commit that was green here is green
there. Elsewhere each run looks where none did before; what it finds becomes an example.

With CI=true a skip is a failure: there every tool is installed, so a skipped test is a promise nobody checked.

Elsewhere a run of everything takes a part of what is slow, and a few cases of each test that drives browsers and
servers, others each time (tests/slow.py); a part that is named (`make test T=tests/bot/web`) is run whole.
"""

from __future__ import annotations

import io
import logging
import os
import secrets
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final, TypeVar

import httpx2
import pytest
from hypothesis import HealthCheck, settings

from bot import logs
from bot.store.fleeting import place
from bot.store.sqlite import LOCK
from tests.patience import BUSY
from tests.slow import drawn, named

STRICT = os.environ.get("CI") == "true"
ROOT: Final = Path(__file__).parent
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}

for _waits in ("connect", "read", "write", "pool"):  # where a test says nothing else; httpx gives five
    setattr((httpx2.Client.__init__.__kwdefaults__ or {})["timeout"], _waits, BUSY)

settings.register_profile("local", settings(max_examples=25, **PATIENT))  # type: ignore[arg-type]
settings.register_profile("ci", settings(max_examples=1_000, derandomize=True, **PATIENT))  # type: ignore[arg-type]
settings.load_profile("ci" if STRICT else "local")


@pytest.fixture(scope="session", autouse=True)
def _memory_is_left_empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Take away what programs that a test killed left in the machine's memory."""
    yield
    for lock in tmp_path_factory.getbasetemp().rglob(LOCK):
        folder = place(lock.parent)
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged while a test runs."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    stream = io.StringIO()
    logs.start(stream=stream)
    yield stream
    root.handlers[:], root.level = before


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave most of what is slow where everything is run and nobody counts on all of it."""
    whole = [Path(one).resolve() for one in config.args] == [ROOT] and not config.option.keyword
    if STRICT or not whole:
        return
    run = getattr(config, "workerinput", {}).get("testrunuid", "")  # the same in all processes of a run
    kept = drawn([item.nodeid for item in items], named(), run or secrets.token_hex())
    left = [item for item in items if item.nodeid not in kept]
    items[:] = [item for item in items if item.nodeid in kept]
    config.hook.pytest_deselected(items=left)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test into a failure where nothing may be skipped."""
    report = yield
    return _counted(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole file into a failure where nothing may be skipped."""
    report = yield
    return _counted(report)


def _counted(report: Report) -> Report:
    """The report, failed if it was a skip (not an expected failure) and skips count."""
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        where = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"with CI=true a skip is a failure: {where}"
    return report
