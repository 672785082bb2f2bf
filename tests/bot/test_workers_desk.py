"""The desk where several workers share the work: it is at one of them, and whoever is asked passes it on."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import httpx2
import pyotp

from tests.bot.desk.office import WORDS, hidden
from tests.bot.test_postgres import atout
from tests.bot.test_serve import FROM_PAGE
from tests.bot.test_workers import Page, town
from tests.servers import postgres


def test_the_desk_is_at_one_worker_and_reached_through_all(server: postgres.Server, tmp_path: Path) -> None:
    url = server.database(tmp_path)
    code, said = atout(tmp_path, url, "desk", "invite", "--name", "Amina", "--role", "lead")
    assert code == 0, said
    link = said.rpartition("http://localhost:8000")[2].split()[0]
    with town(tmp_path, url) as running:
        running.shared_by(3)
        desk = Page(running.at)
        assert desk.posts(link, lang="fr").status_code == 303
        secret = hidden(desk.gets("/desk/password").text, "secret")
        now = pyotp.TOTP(secret).now()
        assert desk.posts("/desk/password", name="Amina", password=WORDS, secret=secret, code=now).status_code == 303
        assert desk.posts("/desk/practice/begin", lang="fr").status_code == 303  # a room in the memory of one worker
        assert desk.posts("/desk/practice/claim").status_code == 303
        for _ in range(12):  # each on a line of its own: whichever worker takes it
            assert desk.gets("/desk/practice/case").status_code == 200
        first, worker = running.first()
        os.kill(first, signal.SIGSTOP)
        with ThreadPoolExecutor() as pool:  # a form that is at the first as it dies
            head, words = {**FROM_PAGE, "Accept-Language": "fr"}, {"text.fr": "ce que j'ai écrit"}
            asked = pool.submit(lambda: httpx2.post(f"{running.at}/desk/replies", data=words, headers=head, timeout=60))
            time.sleep(4.0)  # it was handed over by now; in one second more the first is taken for dead
            os.kill(first, signal.SIGKILL)
            answer = asked.result()
        assert (answer.status_code, "ce que j'ai écrit" in unescape(answer.text)) == (503, True)
        running.gone(worker)
        assert desk.gets("/desk/practice").status_code == 200  # at another one, and still signed in
