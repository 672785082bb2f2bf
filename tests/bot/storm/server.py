"""`atout serve` as a process of its own, on one port and one folder, killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx2

from bot.settings import Settings

ROOT = Path(__file__).parents[3]


class Server:
    """The process; `killed` holds, for each kill, when it was and when the next one answered."""

    def __init__(self, home: Path, platform: Mapping[str, str]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.at = f"http://127.0.0.1:{port}"
        self.settings = Settings(data=home / "data", key_file=home / "master.key", dictionaries=home / "nowhere")
        self.killed: list[tuple[float, float]] = []
        self._environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")},
            **platform,
            "ATOUT_PORT": str(port),
            "ATOUT_DATA": str(self.settings.data),
            "ATOUT_KEY_FILE": str(self.settings.key_file),
            "ATOUT_DICTIONARIES": str(self.settings.dictionaries),
        }
        self._running: subprocess.Popen[bytes] | None = None
        self._up = asyncio.Lock()

    async def start(self) -> None:
        words = [sys.executable, "-c", "import sys; from bot.commands.serve import run; sys.exit(run(None))"]
        quiet = subprocess.DEVNULL
        self._running = subprocess.Popen(words, cwd=ROOT, env=self._environ, stdout=quiet, stderr=quiet)  # noqa: ASYNC220
        async with httpx2.AsyncClient() as client:
            for _ in range(600):
                try:
                    await client.get(f"{self.at}/health")
                except httpx2.TransportError:
                    await asyncio.sleep(0.1)
                else:
                    return
        raise TimeoutError

    async def up(self) -> None:
        """Wait while it is being started again."""
        async with self._up:
            pass

    async def strike(self) -> None:
        """Kill it and start it again."""
        async with self._up:
            now = asyncio.get_running_loop().time
            struck = now()
            self.kill()
            await self.start()
            self.killed.append((struck, now()))

    def kill(self) -> None:
        if self._running is not None:
            self._running.send_signal(signal.SIGKILL)
            self._running.wait()
