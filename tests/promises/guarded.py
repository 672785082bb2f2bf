"""A process of ours that writes down each attempt to leave the machine. Run with `-c`, before what it watches.

Python itself tells (audit hooks): no library can reach the network, start a program or write a file unseen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURSELVES = ("'127.0.0.1'", "'::1'")  # as an address is written down, whole
HOOK = """
import os, sys
LOG = os.open(os.environ["GUARD"], os.O_WRONLY | os.O_APPEND)
NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
           "socket.gethostbyname", "socket.gethostbyaddr", "subprocess.Popen", "os.posix_spawn", "os.system", "os.exec")
WRITES = os.O_WRONLY | os.O_RDWR

def watch(event, args, json=__import__("json")):
    if event in NETWORK:
        told = [event, repr([a for a in args if not hasattr(a, "fileno")])]
    elif event == "open" and isinstance(args[0], (str, bytes)) and isinstance(args[2], int) and args[2] & WRITES:
        told = [event, os.path.abspath(os.fsdecode(args[0]))]
    else:
        return
    os.write(LOG, (json.dumps(told) + chr(10)).encode())

sys.addaudithook(watch)
"""


def start(log: Path, code: str, *arguments: str, **environ: str) -> subprocess.Popen[bytes]:
    """Start Python with the guard and then this code."""
    log.touch()
    known = {name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")}
    env = {**known, "PYTHONDONTWRITEBYTECODE": "1", "GUARD": str(log), "ATOUT_DICTIONARIES": "/nowhere", **environ}
    pipe = subprocess.PIPE
    words = [sys.executable, "-c", HOOK + code, *arguments]
    return subprocess.Popen(words, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, stderr=pipe)


def attempts(log: Path) -> Sequence[tuple[str, str]]:
    """What the process tried, in order: the name of the event, and with what."""
    return [(event, what) for event, what in map(json.loads, log.read_text(encoding="utf-8").splitlines())]


def outward(log: Path) -> list[tuple[str, str]]:
    """What was no file and not this machine."""
    return [(e, w) for e, w in attempts(log) if e != "open" and not any(here in w for here in OURSELVES)]


def written(log: Path, home: Path) -> list[str]:
    """The files that were written outside this folder and the temporary ones."""
    own = (str(home), "/tmp", "/dev/")  # noqa: S108 - where the program may write by design
    return [what for event, what in attempts(log) if event == "open" and not what.startswith(own)]
