"""Sound decoded or encoded in a process that can do nothing else: bytes in by stdin, a line and bytes out by stdout.

Started by `bot/voice/decoder.py` as `python -m bot.voice.child hear` for the samples of a note, or `note` for a note of
samples. Its limits are those of `bot/files/child.py`: memory, time, nothing more to open once its library is there.
"""

from __future__ import annotations

import sys
from typing import Final

from bot.files import found
from bot.files.child import open_nothing_more, take_limits
from bot.voice.base import HEARD_MOST, RATE, SECONDS_MOST, SOUND

HEAR, NOTE = "hear", "note"  # what is asked for
MEMORY: Final = 768 * 1024 * 1024  # bytes of addresses; FFmpeg's libraries alone take a third of it
CPU: Final = 20  # seconds; ten minutes of Opus take one
WALL: Final = 30
WAV_MOST: Final = 2 * RATE * (SECONDS_MOST + 1)  # bytes of ten minutes


def main() -> None:
    """Decode or encode one sound."""
    take_limits(MEMORY, CPU, WALL)
    task = sys.argv[1]
    data = sys.stdin.buffer.read((HEARD_MOST if task == HEAR else WAV_MOST) + 1)
    try:
        head, said = _done(task, data)
    except found.UnreadableError as error:
        head, said = error.verdict, b""
    except MemoryError:
        head, said = found.HEAVY, b""
    except OSError:  # it wanted something from the disk
        head, said = found.BROKEN, b""
    sys.stdout.buffer.write(head.encode() + b"\n" + said)
    sys.stdout.buffer.flush()


def _done(task: str, data: bytes) -> tuple[str, bytes]:
    """Return a line of what came of it, and the bytes. Raises `UnreadableError`."""
    if len(data) > (HEARD_MOST if task == HEAR else WAV_MOST):
        raise found.UnreadableError(found.HEAVY)
    from bot.voice import sound  # noqa: PLC0415 - a library is loaded by the process that uses it

    sound.ready()
    open_nothing_more()
    if task == NOTE:
        return SOUND, sound.noted(data)
    wav, seconds = sound.decoded(data)
    return f"{SOUND} {seconds}", wav


if __name__ == "__main__":
    main()
