"""The desk of the real program, in a process of its own: who is let in by its command, and signs in over HTTP."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx2
import pyotp

from tests.bot.desk.office import FROM_PAGE, WORDS, hidden
from tests.bot.test_serve import ROOT


def invited(home: Path, name: str) -> str:
    """The path of the link that `atout desk invite` prints."""
    environ = {**os.environ, "ATOUT_DATA": f"{home}/data", "ATOUT_KEY_FILE": f"{home}/master.key"}
    program = [sys.executable, "-c", "from atout import main; raise SystemExit(main())"]
    words = [*program, "desk", "invite", "--name", name]
    printed = subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True, check=True).stdout
    found = re.search(r"/desk/\S+", printed)
    assert found, printed
    return found[0]


def joined(home: Path, at: str, name: str) -> httpx2.Client:
    """Somebody who was invited, chose a password and is signed in at this address."""
    http = httpx2.Client(base_url=at, headers={"Accept-Language": "fr", **FROM_PAGE})
    http.post(invited(home, name), data={"lang": "fr"})
    secret = hidden(http.get("/desk/password").text, "secret")
    fields = {"name": name, "password": WORDS, "secret": secret, "code": pyotp.TOTP(secret).now()}
    assert http.post("/desk/password", data=fields).status_code == 303
    return http
