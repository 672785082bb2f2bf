"""A Redis server of our own: a free port, an empty folder, stopped at the end."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

PROGRAM = "redis-server"
PATIENCE = 10.0  # seconds to start


def missing() -> bool:
    """Whether there is none on this system."""
    return shutil.which(PROGRAM) is None


@contextmanager
def redis_server(fsync: str) -> Iterator[int]:
    """Start one that appends each write to a file, and return its port. `fsync` is Redis's word: always, everysec."""
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="atout-") as folder,
        subprocess.Popen(command(port, folder, fsync), stdout=subprocess.DEVNULL) as process,
    ):
        try:
            wait(port)
            yield port
        finally:
            process.terminate()


def command(port: int, folder: str, fsync: str) -> list[str]:
    """Return the command that starts one on what is in this folder."""
    kept = ("--appendonly", "yes", "--appendfsync", fsync, "--save", "")
    return [PROGRAM, "--bind", "127.0.0.1", "--port", str(port), "--dir", folder, *kept]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def wait(port: int) -> None:
    """Wait until it listens. Raises `ConnectionRefusedError`."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
