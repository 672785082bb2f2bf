"""Every packet of a network of one's own, seen on the wire: whoever sends it, in whatever language it is written.

An audit hook sees what Python does in one process. Here the kernel shows what left any of them: the network has one
interface, which leads nowhere, and everything in the world is behind it. So an attempt to go out is a packet like any
other, a question to a name server too. Meant to run under `unshare --net`.
"""

from __future__ import annotations

import socket
import struct
import subprocess
import threading
from dataclasses import dataclass, field
from typing import Final

ALL: Final = 0x0003  # ETH_P_ALL
V4, V6 = 0x0800, 0x86DD
TCP, UDP, ICMP6 = 6, 17, 58
SYN, ACK = 0x02, 0x10
OPEN = (
    ("ip", "link", "set", "lo", "up"),
    ("ip", "route", "add", "local", "default", "dev", "lo"),
    ("ip", "-6", "route", "add", "local", "default", "dev", "lo"),
)


@dataclass
class Capture:
    """What was seen: the kind of packet, where to, and to which port."""

    seen: set[tuple[str, str, int]] = field(default_factory=set)
    packets: int = 0

    def start(self) -> None:
        """Make the network, and look at it from now on."""
        for command in OPEN:
            subprocess.run(command, check=True)
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL))
        wire.bind(("lo", ALL))
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024 * 1024)
        threading.Thread(target=self._look, args=(wire,), daemon=True).start()

    def _look(self, wire: socket.socket) -> None:
        while True:
            frame = wire.recv(256)
            self.packets += 1
            found = read(frame)
            if found is not None:
                self.seen.add(found)


def read(frame: bytes) -> tuple[str, str, int] | None:
    """Return what a frame begins: a connection, or a packet of another kind; None for what goes on or answers."""
    kind = struct.unpack_from("!H", frame, 12)[0]
    if kind == V4:
        header, to = (frame[14] & 15) * 4, socket.inet_ntop(socket.AF_INET, frame[30:34])
        protocol, at = frame[23], 14 + header
    elif kind == V6:
        protocol, to, at = frame[20], socket.inet_ntop(socket.AF_INET6, frame[38:54]), 54
    else:
        return f"frame {kind:04x}", "", 0
    if protocol == TCP:
        return ("tcp", to, struct.unpack_from("!H", frame, at + 2)[0]) if frame[at + 13] & (SYN | ACK) == SYN else None
    if protocol == UDP:
        return "udp", to, struct.unpack_from("!H", frame, at + 2)[0]
    return None if protocol == ICMP6 and to.startswith("ff02:") else (f"protocol {protocol}", to, 0)
