"""A PostgreSQL server of the tests' own: Debian's programs, an empty folder, a socket in it and no port."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import psycopg

USER = "postgres"  # it does not run as root
PATIENCE = 60.0  # seconds to start
DURABLE = ("-c", "fsync=on")
QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off")  # where no power is cut
SMALL = ("-c", "shared_buffers=64MB", "-c", "max_connections=40", "-c", "listen_addresses=")


def programs() -> Path | None:
    """Return the folder of the newest programs of this system; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if found:
        return found[-1]
    where = shutil.which("postgres")
    return Path(where).parent if where else None


@dataclass
class Server:
    """One that runs, or is stopped for a while."""

    folder: Path
    options: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    known: dict[Path, str] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)  # of its environment

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [*_as_user(), str(_programs() / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            environ = {**os.environ, **self.more}
            self.process = subprocess.Popen([*command, *SMALL, *self.options], env=environ, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: at once and in order, or with SIGQUIT as a crash does."""
        if self.process is not None:
            os.kill(self.pid, how)
            self.process.wait()
            self.process = None

    def reload(self) -> None:
        """Have it read its files of settings again, and wait until it did."""
        before, until = self._read_at(), time.monotonic() + PATIENCE
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute("SELECT pg_reload_conf()")
        while self._read_at() == before and time.monotonic() < until:
            time.sleep(0.05)

    def _read_at(self) -> object:
        """Return when who comes now finds them read."""
        with psycopg.connect(self.url("postgres")) as db:
            return db.execute("SELECT pg_conf_load_time()").fetchone()

    @property
    def pid(self) -> int:
        """The process that runs all others; who started it as another user waits for it."""
        return int((self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql:///{name}?host={self.folder}&user={USER}"

    def database(self, folder: Path) -> str:
        """Return the address of the database that stands for a folder; it is made when it is first asked for."""
        if folder not in self.known:
            name = "t" + sha256(str(folder).encode()).hexdigest()[:12]
            with psycopg.connect(self.url("postgres"), autocommit=True) as db:
                db.execute(f"CREATE DATABASE {name} TEMPLATE template0")
            self.known[folder] = self.url(name)
        return self.known[folder]


@contextmanager
def postgres(*options: str, made_with: Sequence[str] = ()) -> Iterator[Server]:
    """Make one, start it, and stop it at the end; nothing of it is left."""
    folder = Path(tempfile.mkdtemp(prefix="atout-pg-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, *pwd.getpwnam(USER)[2:4])
        made = [*_as_user(), str(_programs() / "initdb"), "-D", str(folder / "data"), "-U", USER, "-A", "trust"]
        made += ["-E", "UTF8", "--no-locale", "--no-sync", *made_with]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        server = Server(folder, options or QUICK)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = programs()
    if found is None:
        msg = "PostgreSQL is not installed (as root, tools/system.sh installs it)"
        raise FileNotFoundError(msg)
    return found


def _as_user() -> list[str]:
    """Return what runs a program as another user than root; `su` alone leaves root without /usr/sbin in its path."""
    found = shutil.which("runuser") or "/usr/sbin/runuser"
    return [found, "-u", USER, "--"] if os.geteuid() == 0 else []
