"""`atout serve`, as an operator starts and stops it: a process of its own, real files, a real port."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from bot.commands.serve import _listening
from bot.settings import Settings
from tests.doubles.graph import PHONE, SECRET, graph
from tests.doubles.graph import TOKEN as BEARER
from tests.doubles.telegram import TOKEN, telegram
from tests.patience import patient

ROOT = Path(__file__).parents[2]
FROM_PAGE = {"Sec-Fetch-Site": "same-origin"}
PATIENCE = 180  # seconds for a slow machine to start


def command(home: Path, **settings: str) -> subprocess.Popen[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")}
    environ = {
        **known,
        "ATOUT_PORT": "0",
        "ATOUT_DATA": str(home / "data"),
        "ATOUT_KEY_FILE": str(home / "master.key"),
        "ATOUT_DICTIONARIES": str(home / "nowhere"),  # whatever this machine has
        **settings,
    }
    words = [sys.executable, "-c", "import sys; from bot.commands.serve import run; sys.exit(run(None))"]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=ROOT, env=environ, stdout=pipe, stderr=pipe, text=True)


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server that answers, and its address."""
    process = command(home, **settings)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, process.communicate(timeout=PATIENCE)[1]
        answering(found[0])
        yield process, found[0]
    finally:
        process.kill()
        process.wait()


def answering(at: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            assert httpx2.get(f"{at}/health").text == "ok"
        except httpx2.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server does not answer")


@contextmanager
def browser(at: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=at, headers={"Accept-Language": "fr"}) as http:
        http.get("/")
        yield http


def say(http: httpx2.Client, number: int, **fields: str) -> str:
    answer = http.post("/say", json={"id": f"message-{number}", **fields}, headers=FROM_PAGE)
    assert answer.status_code == 200, answer.text
    return answer.text


def press(page: str, word: str) -> str:
    found = re.findall(rf'value="([^"]+)" data-id="{word}"', page)
    assert found, page
    return str(found[-1])


def stopped(process: subprocess.Popen[str]) -> float:
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=PATIENCE) == 0
    return time.monotonic() - began


def logged(process: subprocess.Popen[str], what: str) -> str:
    """Wait until something is in the log; return all of it so far."""
    assert process.stderr is not None
    told = ""
    for line in iter(process.stderr.readline, ""):
        told += line
        if what in line:
            return told
    pytest.fail(told)


def test_a_conversation_begins_and_is_still_there_after_a_restart(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, at), browser(at) as http:
        page = say(http, 1, open="fr")
        assert "programme" in page
        page = say(http, 2, press=press(page, "agree"))
        say(http, 3, text="je fais le ménage chez une dame")
        cookies = dict(http.cookies)
        assert stopped(process) < patient(5)
    with serving(tmp_path) as (_, at), httpx2.Client(base_url=at, cookies=cookies) as http:
        page = http.get("/").text
        assert "je fais le ménage chez une dame" in page
        assert page.count('class="ask" open') == 1


def test_what_was_said_survives_a_kill(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, at), browser(at) as http:
        page = say(http, 1, open="fr")
        say(http, 2, press=press(page, "agree"))
        say(http, 3, text="je fais le ménage chez une dame")
        cookies = dict(http.cookies)
        process.kill()
        process.wait()
    with serving(tmp_path) as (_, at), httpx2.Client(base_url=at, cookies=cookies) as http:
        assert "je fais le ménage chez une dame" in http.get("/").text


def test_an_open_stream_does_not_hold_up_a_stop(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, at), browser(at) as http, http.stream("GET", "/events") as stream:
        assert next(stream.iter_lines())
        assert stopped(process) < patient(5)


def test_a_text_written_before_its_question_was_on_the_page_is_read_with_the_one_before(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, at), browser(at) as http:
        page = say(http, 1, open="fr")
        page = say(http, 2, press=press(page, "agree"))
        seen = re.findall(r'<article class="b bot[^"]*" id="l-([^"]+)"', page)[-1]
        say(http, 3, text="je fais le ménage", seen=seen)
        page = say(http, 4, text="chez une dame", seen=seen)
        assert "je fais le ménage chez une dame" in page
        for number, text in enumerate(("oui", "1 3", "3 ans", "1", "Amina"), 5):  # a machine: it says nothing of a page
            page = say(http, number, text=text)
        page = say(http, 10, text="06 39 98 10 01")
        assert "Amina 06" not in page


def test_the_master_key_is_told_once(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, _):
        stopped(process)
        assert process.stdout is not None
        assert str(tmp_path / "master.key") in process.stdout.read()
    with serving(tmp_path) as (process, _):
        stopped(process)
        assert process.stdout is not None
        assert "key" not in process.stdout.read()


def test_nothing_that_was_said_is_in_the_log(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, at), browser(at) as http:
        page = say(http, 1, open="fr")
        say(http, 2, press=press(page, "agree"))
        say(http, 3, text="xylophone canari")
        http.post("/say", content=b'{"text": "xylophone', headers=FROM_PAGE)
        http.get("/xylophone")
        secret = http.cookies["atout"]
        stopped(process)
        out, err = process.communicate()
        assert "xylophone" not in out + err
        assert secret not in out + err


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"ATOUT_PUBLIC_URL": "http://cv.example.org"}, "begins with https://"),
        ({"ATOUT_PUBLIC_URL": "https://[cv"}, "begins with https://"),
        ({"ATOUT_PORTS": "8000"}, "ATOUT_PORTS"),
        ({"ATOUT_LANGUAGES": "de"}, "ATOUT_LANGUAGES takes languages that are here"),
        ({"ATOUT_TELEGRAM_TOKEN": "not-a-token"}, "(numbers, a colon, letters): ask @BotFather"),
        ({"ATOUT_KEY_FILE": "/proc/nowhere/master.key"}, "set ATOUT_KEY_FILE to a place"),
        ({"ATOUT_KEY_FILE": "/dev/null/master.key"}, "set ATOUT_KEY_FILE to a place"),
        ({"ATOUT_HOST": "192.0.2.1"}, "192.0.2.1"),
        ({"ATOUT_WHATSAPP_PHONE": "1", "ATOUT_WHATSAPP_TOKEN": "not-a-token"}, "ATOUT_WHATSAPP_SECRET"),
    ],
)
def test_what_must_be_set_otherwise_is_said_without_a_trace(tmp_path: Path, settings: dict[str, str], why: str) -> None:
    process = command(tmp_path, **settings)
    err = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 2
    assert why in err
    assert "Traceback" not in err
    assert "not-a-token" not in err


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = command(tmp_path, ATOUT_PORT=port)
        err = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 2
    assert port in err


def test_two_servers_do_not_share_one_folder(tmp_path: Path) -> None:
    with serving(tmp_path):
        process = command(tmp_path)
        err = process.communicate(timeout=PATIENCE)[1]
        assert process.returncode == 2
        assert "InUseError" in err


def test_a_disk_that_fails_ends_it_with_a_word_to_the_operator(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, at), browser(at) as http:
        page = say(http, 1, open="fr")
        press_yes = press(page, "agree")
        full = (tmp_path / "data" / "atout.db-wal").stat().st_size + 1000
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (full, full))  # no file grows any more: an I/O error
        answer = http.post("/say", json={"id": "message-2", "press": press_yes}, headers=FROM_PAGE)
        assert answer.status_code >= 500  # not taken in: the page says it again
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert "DiskError" in err
        assert str(tmp_path / "data") in err
        assert "SQLITE_IOERR" in err
        assert "Traceback" not in out + err
    with serving(tmp_path):
        pass


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, where a folder is to be")
    process = command(tmp_path)
    err = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 1
    assert str(tmp_path / "data") in err
    assert "Traceback" not in err


async def test_with_a_token_it_also_answers_on_telegram(tmp_path: Path) -> None:
    async with telegram() as api:
        with serving(tmp_path, ATOUT_TELEGRAM_TOKEN=TOKEN, ATOUT_TELEGRAM_API=api.url) as (process, at):
            awa = api.person(7, lang="fr")
            await awa.starts()
            seen = await awa.sees(3)
            assert "programme" in seen[0].text
            answer = await asyncio.to_thread(httpx2.get, f"{at}/health")
            assert answer.text == "ok"
            assert await asyncio.to_thread(stopped, process) < patient(5)
            assert process.stderr is not None
            assert TOKEN not in process.stderr.read()


async def test_with_an_account_it_also_answers_on_whatsapp(tmp_path: Path) -> None:
    async with graph() as api:
        account = {"PHONE": PHONE, "TOKEN": BEARER, "SECRET": SECRET, "VERIFY": "canary", "API": api.url}
        settings = {f"ATOUT_WHATSAPP_{name}": value for name, value in account.items()}
        with serving(tmp_path, **settings) as (process, at):
            api.webhook = f"{at}/hooks/whatsapp"
            assert (await api.challenge("canary"))[0] == 200
            begun = await asyncio.wait_for(asyncio.to_thread(logged, process, "whatsapp answers"), PATIENCE)
            awa = api.person()
            await awa.says("bonjour")
            (greeting,) = await awa.sees(1, PATIENCE)
            assert "programme" in greeting.text
            assert len(greeting.labels) == 3
            assert await api.deliver(b"{}", signature="sha256=00") == [401]
            answer = await asyncio.to_thread(httpx2.get, f"{at}/health")
            assert answer.text == "ok"
            assert await asyncio.to_thread(stopped, process) < patient(5)
            assert process.stderr is not None
            told = begun + process.stderr.read()
            assert "https://wa.me/15550783881" in begun
            assert told.count("ATOUT_WHATSAPP_SECRET") == 1  # one delivery was not signed
            assert not [secret for secret in (BEARER, SECRET, "canary", awa.wa_id, awa.user_id) if secret in told]
        assert api.wrong == []


async def test_a_look_at_the_number_holds_up_nothing(tmp_path: Path) -> None:
    async with graph() as api:
        api.fail("phone", slow=20.0)
        account = {"PHONE": PHONE, "TOKEN": BEARER, "SECRET": "another", "VERIFY": "canary", "API": api.url}
        with serving(tmp_path, **{f"ATOUT_WHATSAPP_{name}": value for name, value in account.items()}) as (process, at):
            await api.until(lambda: bool(api.called("phone")), PATIENCE)
            api.webhook = f"{at}/hooks/whatsapp"
            await api.person().says("bonjour")
            assert api.answers == [401]
            await asyncio.wait_for(asyncio.to_thread(logged, process, "ATOUT_WHATSAPP_SECRET"), PATIENCE)
            assert await asyncio.to_thread(stopped, process) < patient(5)


async def test_without_an_account_there_is_no_such_address(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, at):
        answer = await asyncio.to_thread(httpx2.post, f"{at}/hooks/whatsapp", content=b"{}")
        assert answer.status_code in {403, 404}


def outgoing(home: Path) -> list[str]:
    """Where each bubble of this installation stands, oldest first."""
    db = sqlite3.connect(home / "data" / "atout.db")
    found = [str(status) for (status,) in db.execute("SELECT status FROM outbox ORDER BY id")]
    db.close()
    return found


async def test_a_stop_waits_for_the_receipt_of_what_is_being_sent(tmp_path: Path) -> None:
    async with telegram() as api:
        token = {"ATOUT_TELEGRAM_TOKEN": TOKEN, "ATOUT_TELEGRAM_API": api.url}
        awa = api.person(7, lang="fr")
        with serving(tmp_path, **token) as (process, _):
            await awa.starts()
            await awa.taps((await awa.sees(3, PATIENCE))[-1].labels[0])
            await awa.sees(4)
            api.fail("sendMessage", slow=1.0)
            await awa.says("menu")
            await awa.sees(5)  # it has arrived; its receipt is on the way
            assert await asyncio.to_thread(stopped, process) < patient(5)
            assert set(outgoing(tmp_path)) == {"sent"}  # no doubt: the next start sends none of it again


async def test_a_receipt_that_does_not_come_holds_up_no_stop(tmp_path: Path) -> None:
    async with telegram() as api:
        with serving(tmp_path, ATOUT_TELEGRAM_TOKEN=TOKEN, ATOUT_TELEGRAM_API=api.url) as (process, _):
            api.fail("sendMessage", slow=20.0)
            await api.person(7, lang="fr").starts()
            await api.person(7).sees(1, PATIENCE)
            assert await asyncio.to_thread(stopped, process) < patient(5)
            assert outgoing(tmp_path)[0] == "sending"  # nobody can say: sent again once, later


def test_an_answer_in_two_pieces_is_not_held_back() -> None:
    """A line taken over from the listening socket sends at once; else each answer waits 40 ms for the other side."""
    with _listening(Settings(port=0)) as door, socket.create_connection(door.getsockname()):
        line, _ = door.accept()
        with line:
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_what_speaks_with_telegram_is_loaded_only_where_there_is_a_bot(tmp_path: Path) -> None:
    """It takes three seconds and 150 MB, of a page that starts within one and holds 80."""
    with serving(tmp_path) as (process, _):
        loaded = Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8")
        assert "pydantic_core" not in loaded
        assert "uvloop" in loaded  # what is loaded can be told so
