"""By default, a day of use opens no connection but to the messaging platform: seen on the wire, in every process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ALONE = ("unshare", "--map-root-user", "--net")
OURSELVES = ("127.0.0.1", "::1")


def alone() -> str:
    """Why nobody can have a network of their own here, "" where they can."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        return "unshare or ip is missing: install util-linux and iproute2"
    tried = subprocess.run([*ALONE, "ip", "link", "set", "lo", "up"], capture_output=True, text=True, check=False)
    return f"no network of one's own: {tried.stderr.strip()}" if tried.returncode else ""


needs_a_network = pytest.mark.skipif(bool(alone()), reason=alone() or "-")


def lived(what: str) -> dict[str, Any]:
    environ = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    words = [*ALONE, sys.executable, "-m", "tests.network.day", what]
    run = subprocess.run(
        words, cwd=ROOT, env={**environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-3000:]
    told: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return told


@needs_a_network
def test_a_day_of_use_goes_nowhere_but_to_the_platform(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    told = lived(str(tmp_path))
    record_property("packets read", told["packets"])
    assert [name for name, done in told["did"].items() if not done] == []
    assert len(told["did"]) == 8
    assert told["packets"] > 1000
    elsewhere = [
        one for one in told["seen"] if not (one[0] == "tcp" and one[1] in OURSELVES and one[2] in told["ours"])
    ]
    assert elsewhere == []


@needs_a_network
def test_who_tries_to_leave_is_seen_on_the_wire(tmp_path: Path) -> None:
    del tmp_path
    seen = [tuple(one) for one in lived("out")["seen"]]
    assert ("tcp", "93.184.215.14", 443) in seen
    assert ("tcp", "9.9.9.9", 80) in seen
    assert any(port == 53 for _, _, port in seen)
