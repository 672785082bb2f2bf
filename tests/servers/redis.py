"""A Redis server of the tests' own: Debian's program, an empty folder, a socket in it, an ACL user; TLS on a port."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.servers.tls import certified

PROGRAM = "redis-server"
PATIENCE = 60.0  # seconds to start
ONCE = Retry(NoBackoff(), 0)
CERTIFICATE = "certificate.pem"
USER, PASSWORD = "coach", "canary-of-a-password"
SETTINGS = f"""
port 0
save ""
user root on nopass ~* &* +@all
user default off
user {USER} on >{PASSWORD} ~atout:* &atout +@all -@dangerous
"""


@dataclass
class Server:
    """One that runs, or is stopped for a while."""

    folder: Path
    port: int = 0  # of TLS; 0: the socket alone
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address, with the user that the program is given."""
        return f"unix://{USER}:{PASSWORD}@{self.folder}/redis.sock"

    def trusted(self, certificate: Path | None = None) -> str:
        """Return the address with TLS, and with the certificate that is trusted: its own, or another one."""
        trusts = certificate or self.folder / CERTIFICATE
        return f"rediss://{USER}:{PASSWORD}@127.0.0.1:{self.port}/0?ssl_ca_certs={trusts}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        (self.folder / "redis.conf").write_text(SETTINGS + (self._with_tls() if self.port else ""), encoding="ascii")
        line = ("--unixsocket", str(self.folder / "redis.sock"), "--dir", str(self.folder))
        self.process = subprocess.Popen([PROGRAM, str(self.folder / "redis.conf"), *line], stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.root().ping()
            except redis.ConnectionError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return

    def _with_tls(self) -> str:
        private, certificate = certified("redis.example")
        (self.folder / "key.pem").write_bytes(private)
        (self.folder / CERTIFICATE).write_bytes(certificate)
        files = f"tls-key-file {self.folder}/key.pem\ntls-cert-file {self.folder}/{CERTIFICATE}\n"
        return f"tls-port {self.port}\nbind 127.0.0.1\n{files}tls-auth-clients no\n"

    def stop(self) -> None:
        """Kill it: all that was in it is gone."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def root(self) -> redis.Redis:
        """Return a client that may do anything."""
        return redis.Redis(unix_socket_path=f"{self.folder}/redis.sock", username="root", password="any", retry=ONCE)


def there() -> bool:
    """Whether the program is on this system."""
    return shutil.which(PROGRAM) is not None


@contextmanager
def server(*, tls: bool = False) -> Iterator[Server]:
    """Make one, start it, and stop it at the end; nothing of it is left."""
    folder = Path(tempfile.mkdtemp(prefix="atout-redis-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        made = Server(folder, free.getsockname()[1] if tls else 0)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)
