"""Private by default: nothing leaves the machine, no word reaches a log, nothing lies readable on the disk."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import httpx2
import pytest

from bot.sim.script import read, said
from tests.patience import BUSY
from tests.promises import guarded
from tests.promises.stops import JOURNEYS

TALK = """
import argparse
from bot.commands import talk
parser = argparse.ArgumentParser()
talk.add_arguments(parser)
sys.exit(talk.run(parser.parse_args()))
"""
SERVE = "from bot.commands.serve import run; sys.exit(run(None))"
CANARY = "Zanzibarine"  # a name nobody else has: it gets as far as the CV
PHONE = "06 39 98 77 66"
FROM_PAGE = {"Sec-Fetch-Site": "same-origin"}


def lines(lang: str) -> list[dict[str, object]]:
    """A whole conversation, with a number nobody else has."""
    steps = read((JOURNEYS / f"direct_{lang}.txt").read_text(encoding="utf-8")).steps
    found = [{**said(step, {})} for step in steps if not step.looks]
    return [{"text": PHONE} if str(line.get("text", "")).startswith(("06", "٠٦")) else line for line in found]


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_whole_conversation_stays_on_this_machine(tmp_path: Path, lang: str) -> None:
    log, home = tmp_path / "log", tmp_path / "home"
    process = guarded.start(log, TALK, "--jsonl", "--db", str(home), "--lang", lang)
    named = [
        *lines(lang),
        {"press_old": "cv/name"},
        {"text": CANARY},
        {"text": f"%%% {CANARY} %%%"},
        {"press": "show_cv"},
    ]
    out, errors = process.communicate("\n".join(map(json.dumps, named)).encode(), timeout=BUSY)
    assert process.returncode == 0
    told = [json.loads(line) for line in out.splitlines()]
    assert sum(line.get("mime") == "application/pdf" for line in told) >= 3, "there was no CV: nothing was tried"
    assert f"CV-{CANARY}.pdf" in {line.get("name") for line in told}, "the word was not kept: nothing was tried"
    assert guarded.outward(log) == []
    assert guarded.written(log, tmp_path) == []
    assert errors == b""
    kept = [path for path in home.rglob("*") if path.is_file() and path.suffix not in {".pdf", ".png"}]
    assert len(kept) > 2
    for word in (CANARY, PHONE, PHONE.replace(" ", "")):
        assert [path.name for path in kept if word.encode() in path.read_bytes()] == []


def test_the_web_chat_listens_to_this_machine_only_and_logs_no_word(tmp_path: Path) -> None:
    log, home = tmp_path / "log", tmp_path / "home"
    environ = {"ATOUT_PORT": "0", "ATOUT_DATA": str(home / "data"), "ATOUT_KEY_FILE": str(home / "master.key")}
    process = guarded.start(log, SERVE, **environ)
    try:
        assert process.stdout is not None
        found = re.search(rb"http://\S+", process.stdout.readline())
        assert found
        _converse(found[0].decode())
    finally:
        process.terminate()
        out, errors = process.communicate(timeout=BUSY)
    binds = [what for event, what in guarded.attempts(log) if event == "socket.bind"]
    assert binds
    assert guarded.outward(log) == []
    assert guarded.written(log, tmp_path) == []
    assert CANARY.encode() not in out + errors
    assert PHONE.encode() not in out + errors


def _converse(at: str) -> None:
    with httpx2.Client(base_url=at, headers=FROM_PAGE) as browser:
        for _ in range(100):
            try:
                browser.get("/")
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        for number, text in enumerate(("bonjour", "oui", f"je garde des enfants avec {CANARY}", PHONE)):
            answer = browser.post("/say", json={"id": f"{number:032x}", "text": text})
            assert answer.status_code < 400, answer.text
        assert CANARY in browser.get("/").text, "the word was not heard: nothing was tried"


def test_the_guard_sees_who_tries_to_leave(tmp_path: Path) -> None:
    code = """
import socket, subprocess
for try_it in (lambda: socket.create_connection(("192.0.2.1", 9), 0.01), lambda: subprocess.run(["true"])):
    try: try_it()
    except OSError: pass
open("/nowhere/stray", "w")
"""
    process = guarded.start(tmp_path / "log", code)
    process.communicate(timeout=BUSY)
    tried = [event for event, _ in guarded.outward(tmp_path / "log")]
    assert {"socket.connect", "subprocess.Popen"} <= set(tried)
    assert guarded.written(tmp_path / "log", tmp_path) == ["/nowhere/stray"]
