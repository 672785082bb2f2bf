"""How long a test waits for what should be soon: longer where other programs want the processors."""

from __future__ import annotations

import os

BUSY = 60.0  # seconds a program of ours may take to answer a test: the machine may be busy


def patient(seconds: float) -> float:
    """So many seconds on a machine with nothing else to do, and more for each program that waits for a processor."""
    return seconds * (1 + os.getloadavg()[0] / (os.cpu_count() or 1))
