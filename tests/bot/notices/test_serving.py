"""The real program: a counsellor names how they are told, a person asks, and the phone rings once."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx2
import pyotp

from bot.notices.base import SAYS, Kind
from locales.translate import translator
from tests.bot.desk.office import FROM_PAGE, WORDS, hidden
from tests.bot.test_serve import ROOT, browser, logged, press, say, serving, stopped
from tests.doubles.smtp import PASSWORD, USER, Smtp, smtp
from tests.doubles.telegram import TOKEN, Telegram, telegram
from tests.patience import BUSY, patient

NAME = "Amina-Canary"
CHAT = 770_077_077
MAILBOX = "canary@ville.example"
SENTENCE = translator("fr")(SAYS[Kind.WAITS])


def signed_in(home: Path, at: str) -> httpx2.Client:
    """A counsellor who was invited by the command and chose a password."""
    environ = {**os.environ, "ATOUT_DATA": f"{home}/data", "ATOUT_KEY_FILE": f"{home}/master.key"}
    run = "from atout import main; raise SystemExit(main())"
    words = [sys.executable, "-c", run, "desk", "invite", "--name", NAME]
    printed = subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True, check=True).stdout
    link = re.search(r"/desk/\S+", printed)
    assert link, printed
    http = httpx2.Client(base_url=at, headers={"Accept-Language": "fr", **FROM_PAGE})
    http.post(link[0], data={"lang": "fr"})
    secret = hidden(http.get("/desk/password").text, "secret")
    fields = {"name": NAME, "password": WORDS, "secret": secret, "code": pyotp.TOTP(secret).now()}
    assert http.post("/desk/password", data=fields).status_code == 303
    assert http.post("/desk/ways/quiet", data={"do": "none"}).status_code == 303  # a test runs at any hour
    return http


def asks(at: str) -> None:
    """Somebody asks for a person."""
    with browser(at) as http:
        page = say(http, 1, open="fr")
        say(http, 2, press=press(page, "agree"))
        say(http, 3, text="je fais le ménage chez une dame")
        say(http, 4, text="je veux parler à quelqu'un")
        say(http, 5, text="oui")


def by_mail(home: Path, post: Smtp) -> str:
    """Tell by e-mail, in the real program; return its log up to where somebody was told."""
    settings = {"ATOUT_MAIL_SERVER": f"127.0.0.1:{post.port}", "ATOUT_MAIL_FROM": "atout@example.org"}
    settings |= {"ATOUT_MAIL_USER": USER, "ATOUT_MAIL_PASSWORD": PASSWORD}
    with serving(home, **settings) as (process, at):
        with closing(signed_in(home, at)) as http:
            assert http.post("/desk/ways/mail", data={"address": MAILBOX}).status_code == 303
        asks(at)
        log = logged(process, '"told"')
        assert stopped(process) < patient(5)
    return log


async def test_by_e_mail_and_no_log_tells_whom(tmp_path: Path) -> None:
    async with smtp(asks=True) as post:
        log = await asyncio.to_thread(by_mail, tmp_path, post)
        assert [(one.to, str(one.read["Subject"])) for one in post.letters] == [([MAILBOX], SENTENCE)]
    assert not any(word in log for word in ("anary", PASSWORD, "ville.example"))


def by_telegram(home: Path, tg: Telegram, loop: asyncio.AbstractEventLoop) -> str:
    """Link a chat, and tell it."""
    settings = {"ATOUT_TELEGRAM_TOKEN": TOKEN, "ATOUT_TELEGRAM_API": tg.url}
    with serving(home, **settings) as (process, at):
        with closing(signed_in(home, at)) as http:
            page = http.post("/desk/ways/telegram").text
            word = re.search(r"\?start=(desk-\w+)", page)
            assert word, page
            phone = tg.person(CHAT, NAME)
            asyncio.run_coroutine_threadsafe(phone.starts(word[1]), loop).result(BUSY)
            asyncio.run_coroutine_threadsafe(phone.sees(1), loop).result(BUSY)
            assert ">Telegram" in http.get("/desk/ways").text
        asks(at)
        log = logged(process, '"told"')
        assert stopped(process) < patient(5)
    return log


async def test_by_telegram_in_a_chat_that_named_itself(tmp_path: Path) -> None:
    async with telegram() as tg:
        log = await asyncio.to_thread(by_telegram, tmp_path, tg, asyncio.get_running_loop())
        shown = tg.person(CHAT).shown
        assert [one.text for one in shown][1:] == [SENTENCE]
        assert shown[-1].links == {}  # this machine has no address outside
        assert tg.wrong == []
    assert not any(word in log for word in ("anary", str(CHAT), TOKEN))
