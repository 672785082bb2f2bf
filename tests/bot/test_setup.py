"""`atout setup`, as an operator sits before it: a terminal, a process of its own, Telegram and Meta over HTTP."""

from __future__ import annotations

import asyncio
import os
import re
import select
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from locales import languages
from tests.bot.test_doctor import PATH, ROOT, RUN
from tests.doubles import graph as meta
from tests.doubles import telegram as tg
from tests.doubles.graph import graph
from tests.doubles.telegram import telegram

CONTACT = "Nadia, 01 39 98 10 02, l'accueil"
PATIENCE = 60  # seconds for a slow machine
INTERRUPT = "\x03"
SEATED = """
import fcntl, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever runs the tests may ignore it
sys.path.insert(0, {root!r})
"""


def environ(settings: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")} | dict(settings)


class Terminal:
    """A terminal with the program in it: waits for a question, types an answer."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self.master, self.process, self.said = master, process, ""

    async def answers(self, *pairs: tuple[str, str]) -> None:
        """Type each answer once its question is there, and Enter after it."""
        for question, answer in pairs:
            await self.asks(question)
            os.write(self.master, f"{answer}\n".encode())

    async def asks(self, question: str) -> None:
        """Wait for a question that is not there yet."""
        before = len(self.said)
        while question not in self.said[before:]:
            assert await self._more(), self.said

    async def interrupted(self) -> int:
        """Press Ctrl-C, as often as it takes; return the exit code.

        One that comes between the question and the wait for an answer is not seen before the next key (Python's
        readline: the signal finds nobody waiting).
        """
        while self.process.poll() is None:
            os.write(self.master, INTERRUPT.encode())
            with suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self.process.wait, 2)
        return await self.ends()

    async def ends(self) -> int:
        """Wait for the end; return the exit code."""
        while await self._more():
            pass
        return await asyncio.to_thread(self.process.wait, 60)

    async def _more(self) -> bool:
        try:
            data = await asyncio.to_thread(self._read)
        except OSError:  # the other side was closed
            return False
        self.said += data.decode()
        return bool(data)

    def _read(self) -> bytes:
        there, _, _ = select.select([self.master], [], [], PATIENCE)
        return os.read(self.master, 4096) if there else b""


@contextmanager
def seated(home: Path, **settings: str) -> Iterator[Terminal]:
    master, slave = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", SEATED.format(root=str(ROOT)) + RUN, "setup"],
        cwd=home, env=environ(settings), stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    try:
        yield Terminal(master, process)
    finally:
        process.kill()
        process.wait()
        os.close(master)


async def alone(home: Path, settings: Mapping[str, str], *words: str) -> tuple[int | None, str]:
    """Run it without a terminal; return how it ended and all it wrote."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", RUN, "setup", *words), cwd=ROOT, env=environ({"ATOUT_DATA": str(home), **settings}),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said = (await process.communicate())[0].decode()
    assert "Traceback" not in said
    assert tg.TOKEN not in said
    return process.returncode, said


def sourced(path: Path) -> Mapping[str, str]:
    """What a shell has in its environment after it read the file."""
    return started(path.parent, f". {path}")


def started(home: Path, command: str) -> Mapping[str, str]:
    """What it has after this command, typed in a folder."""
    words = ["sh", "-c", f"{command} && env -0"]
    run = subprocess.run(words, cwd=home, env={}, capture_output=True, text=True, check=True)
    pairs = [one.partition("=") for one in run.stdout.split("\0") if one.startswith("ATOUT_")]
    return {name: value for name, _, value in pairs if not name.endswith("_API")}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def left(home: Path) -> Sequence[str]:
    return sorted(path.name for path in home.iterdir())


async def test_telegram_from_nothing(tmp_path: Path) -> None:
    async with telegram() as bot:
        with seated(tmp_path, ATOUT_TELEGRAM_API=bot.url) as screen:
            await screen.answers(
                ("@BotFather", "not-a-token"), ("@BotFather (nothing", tg.TOKEN),
                ("Whom", CONTACT), ("Who answers", "Ville de Rezé"), ("Address", ""), ("WhatsApp?", "no"),
                ("look up", "yes"), ("such a mission", "yes"), ("File", ""),
            )  # fmt: skip
            assert await screen.ends() == 0
        start = re.search(r"Start with: (.+) && make run", screen.said)
        assert start
        assert started(tmp_path, start[1])["ATOUT_TELEGRAM_TOKEN"] == tg.TOKEN
        assert "Not working yet" not in screen.said
        assert "https://t.me/atout_bot" in screen.said
        assert "Meta bills each message" in screen.said
        assert tg.TOKEN not in screen.said
        assert "not-a-token" not in screen.said
        written = dict(sourced(tmp_path / "atout.env"))
        assert date.fromisoformat(written.pop("ATOUT_NUMBERS_CHECKED")) > date(2020, 1, 1)
        told = {"ATOUT_TELEGRAM_TOKEN": tg.TOKEN, "ATOUT_CONTACT": CONTACT, "ATOUT_OPERATOR": "Ville de Rezé"}
        assert written == {**told, "ATOUT_BASIS": "mission"}
        assert re.search(r"3114 .*\(suicide; 20", screen.said)
        assert re.search(r"39 28 .*not told", screen.said)
        assert mode(tmp_path / "atout.env") == 0o600
        assert {lang for what, lang in bot.profile if what == "Commands"} == {"", *languages()}
        assert bot.wrong == []


async def test_whatsapp_with_what_to_paste_into_metas_page(tmp_path: Path) -> None:
    async with graph() as number:
        with seated(tmp_path, ATOUT_WHATSAPP_API=number.url, ATOUT_CONTACT=CONTACT) as screen:
            await screen.answers(
                ("@BotFather", ""), ("Who answers", ""), ("Address", "http://cv.example.org"), ("Address", ""),
                ("WhatsApp?", "yes"), ("Phone", "33600000007"), ("system user", meta.TOKEN),
                ("App secret", meta.SECRET),
                ("Address", "https://cv.example.org"), ("Phone number id,", meta.PHONE),
                ("look up", "no"), ("such a mission", "no"), ("File", "meta.env"),
            )  # fmt: skip
            assert await screen.ends() == 0
        told = sourced(tmp_path / "meta.env")
        verify = told["ATOUT_WHATSAPP_VERIFY"]
        assert len(verify) > 20
        assert re.search(rf"https://cv\.example\.org/hooks/whatsapp\s+Verify token +{re.escape(verify)}", screen.said)
        assert told["ATOUT_WHATSAPP_TOKEN"] == meta.TOKEN
        assert told["ATOUT_WHATSAPP_PHONE"] == meta.PHONE
        assert meta.TOKEN not in screen.said
        assert meta.SECRET not in screen.said


async def test_a_token_where_words_for_people_belong_is_not_taken(tmp_path: Path) -> None:
    with seated(tmp_path) as screen:
        await screen.answers(
            ("@BotFather", ""), ("Whom", f"Nadia {tg.TOKEN}"), ("Who answers", ""), ("Address", ""), ("Whom", CONTACT),
            ("WhatsApp?", "no"), ("look up", "no"), ("such a mission", "no"), ("File", ""),
        )  # fmt: skip
        assert await screen.ends() == 0
    assert "ATOUT_TELEGRAM_TOKEN" in screen.said
    assert sourced(tmp_path / "atout.env") == {"ATOUT_CONTACT": CONTACT}


async def test_what_does_not_work_yet_is_written_and_said_at_the_end(tmp_path: Path) -> None:
    async with telegram() as bot:
        bot.webhook = f"https://other.example.org/{PATH}"
        with seated(tmp_path, ATOUT_TELEGRAM_API=bot.url, ATOUT_CONTACT=CONTACT, ATOUT_OPERATOR="Ville") as screen:
            await screen.answers(
                ("@BotFather", tg.TOKEN),
                ("Address", ""),
                ("WhatsApp?", "no"),
                ("look up", "no"),
                ("such a mission", "no"),
                ("File", ""),
            )
            assert await screen.ends() == 1
    assert "other.example.org" in screen.said.partition("Not working yet")[2]
    assert PATH not in screen.said
    assert sourced(tmp_path / "atout.env")["ATOUT_TELEGRAM_TOKEN"] == tg.TOKEN


async def test_what_is_left_for_later_keeps_what_was_typed(tmp_path: Path) -> None:
    async with graph() as number:
        given = {"ATOUT_CONTACT": CONTACT, "ATOUT_OPERATOR": "Ville", "ATOUT_PUBLIC_URL": "https://cv.example.org"}
        with seated(tmp_path, ATOUT_WHATSAPP_API=number.url, **given) as screen:
            await screen.answers(
                ("@BotFather", ""), ("WhatsApp?", "yes"), ("Phone", meta.PHONE), ("system user", meta.TOKEN),
                ("App secret", "of-another-application"), ("App secret", ""), ("look up", "no"),
                ("such a mission", "no"), ("File", ""),
            )  # fmt: skip
            assert await screen.ends() == 1
    assert "ATOUT_WHATSAPP_SECRET" in screen.said.partition("Not working yet")[2]
    assert sourced(tmp_path / "atout.env")["ATOUT_WHATSAPP_SECRET"] == "of-another-application"


async def test_without_a_network_it_is_written_and_said_at_the_end(tmp_path: Path) -> None:
    async with telegram() as bot:
        given = {"ATOUT_TELEGRAM_TOKEN": tg.TOKEN, "ATOUT_TELEGRAM_API": bot.url}
    code, said = await alone(tmp_path, given, "--file", str(tmp_path / "atout.env"))
    assert code == 1
    assert "cannot be reached" in said.partition("Not working yet")[2]
    assert sourced(tmp_path / "atout.env")["ATOUT_TELEGRAM_TOKEN"] == tg.TOKEN


async def test_a_file_that_is_there_is_written_over_only_with_a_yes(tmp_path: Path) -> None:
    (tmp_path / "atout.env").write_text("mine")
    told = (
        ("@BotFather", ""),
        ("Who answers", ""),
        ("Address", ""),
        ("WhatsApp?", ""),
        ("look up", "no"),
        ("such a mission", "no"),
        ("File", ""),
    )
    with seated(tmp_path, ATOUT_CONTACT=CONTACT) as screen:
        await screen.answers(*told, ("Write over", ""), ("File", "other.env"))
        assert await screen.ends() == 0
    assert (tmp_path / "atout.env").read_text() == "mine"
    with seated(tmp_path, ATOUT_CONTACT=CONTACT) as screen:
        await screen.answers(*told, ("Write over", "yes"))
        assert await screen.ends() == 0
    assert sourced(tmp_path / "atout.env") == {"ATOUT_CONTACT": CONTACT}
    assert mode(tmp_path / "atout.env") == 0o600
    assert left(tmp_path) == ["atout.env", "other.env"]


async def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    with seated(tmp_path, ATOUT_CONTACT=CONTACT, ATOUT_OPERATOR="Ville") as screen:
        await screen.answers(("@BotFather", ""), ("Address", ""), ("WhatsApp?", "no"))
        await screen.answers(("look up", "no"), ("such a mission", "no"))
        await screen.asks("File")
        assert await screen.interrupted() == 130
    assert "Traceback" not in screen.said
    assert left(tmp_path) == []


async def test_without_a_terminal_and_without_settings_it_says_what_to_set(tmp_path: Path) -> None:
    code, said = await alone(tmp_path, {})
    assert code == 2
    assert "ATOUT_TELEGRAM_TOKEN" in said


async def test_without_a_terminal_the_environment_is_read(tmp_path: Path) -> None:
    async with telegram() as bot:
        given = {"ATOUT_TELEGRAM_TOKEN": tg.TOKEN, "ATOUT_TELEGRAM_API": bot.url}
        code, _ = await alone(tmp_path, given, "--file", str(tmp_path / "atout.env"))
        assert code == 0
        assert sourced(tmp_path / "atout.env")["ATOUT_TELEGRAM_TOKEN"] == tg.TOKEN
        assert bot.called("setMyCommands")
        code, said = await alone(tmp_path, given, "--file", str(tmp_path / "atout.env"))
        assert code == 1
        assert "not written over" in said
        bot.token = PATH
        code, said = await alone(tmp_path, given, "--file", str(tmp_path / "more.env"))
        assert code == 1
        assert "@BotFather" in said
        assert left(tmp_path) == ["atout.env"]
