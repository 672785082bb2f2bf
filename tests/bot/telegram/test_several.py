"""Several bots of one installation: each has people, an address and a pace of its own, and stays what it was."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx2

from tests.bot.test_serve import PATIENCE, command, serving, stopped
from tests.doubles.telegram import TOKEN, Telegram, telegrams
from tests.patience import patient

SECOND = "5252525252:canary-of-a-second-token-in-no-log-either"
THIRD = "6262626262:canary-of-a-third-token-in-no-log-either-"
HOST = "https://cv.example.org"


def settings(api: Telegram, first: str = TOKEN, more: str = SECOND, **others: str) -> dict[str, str]:
    return {"ATOUT_TELEGRAM_TOKEN": first, "ATOUT_TELEGRAM_MORE": more, "ATOUT_TELEGRAM_API": api.url, **others}


async def test_each_bot_speaks_to_those_who_wrote_to_it(tmp_path: Path) -> None:
    async with telegrams(TOKEN, SECOND, THIRD) as (one, two, three):
        awa, same, bo = one.person(7, lang="fr"), two.person(7, lang="fr"), three.person(8, lang="fr")
        more = settings(one, TOKEN, f"{SECOND}, {THIRD}")
        with serving(tmp_path, **more) as (process, _):
            await awa.starts()
            await bo.starts()
            await awa.sees(3, PATIENCE)
            await bo.sees(3, PATIENCE)
            await same.says("bonjour")
            await same.sees(3, PATIENCE)
            await same.says("oui")
            assert "Merci" in (await same.sees(4))[3].text
            assert await asyncio.to_thread(stopped, process) < patient(5)
        with serving(tmp_path, **more) as (process, _):
            await same.says("je fais le ménage chez une dame")
            assert "ménage" in (await same.sees(5, PATIENCE))[4].text
            await asyncio.to_thread(stopped, process)
            assert process.stderr is not None
            told = process.stderr.read()
        assert [len(person.shown) for person in (awa, bo)] == [3, 3]  # nothing of what was said to another
        assert not any(token.partition(":")[2] in told for token in (TOKEN, SECOND, THIRD))
        assert one.wrong == two.wrong == three.wrong == []


async def test_a_bot_that_has_to_wait_holds_up_no_other(tmp_path: Path) -> None:
    async with telegrams(TOKEN, SECOND) as (one, two):
        awa, bo = one.person(7, lang="fr"), two.person(8, lang="fr")
        with serving(tmp_path, **settings(one)):
            two.fail("sendMessage", 429, description="Too Many Requests", retry_after=60)
            await bo.starts()
            await two.until(lambda: bool(two.called("sendMessage")), PATIENCE)
            await awa.starts()
            await awa.sees(3, PATIENCE)
            await awa.says("oui")
            await awa.sees(4, PATIENCE)
            assert bo.shown == []


async def test_each_is_called_at_an_address_of_its_own(tmp_path: Path) -> None:
    async with telegrams(TOKEN, SECOND) as (one, two):
        more = {"ATOUT_TELEGRAM_WEBHOOK": "yes", "ATOUT_PUBLIC_URL": HOST}
        with serving(tmp_path, **settings(one, **more)) as (_, at):
            one.hosts[HOST] = two.hosts[HOST] = at
            awa, bo = one.person(7, lang="fr"), two.person(8, lang="fr")
            await one.until(lambda: one.webhook == f"{HOST}/hooks/telegram", PATIENCE)
            await two.until(lambda: two.webhook == f"{HOST}/hooks/telegram/5252525252", PATIENCE)
            await awa.starts()
            await bo.starts()
            await awa.sees(3, PATIENCE)
            await bo.sees(3, PATIENCE)
            async with httpx2.AsyncClient(base_url=at) as http:  # the secret of one opens no other
                for path, of in (("", two), ("/5252525252", one)):
                    headers = {"x-telegram-bot-api-secret-token": of.secret}
                    assert (await http.post(f"/hooks/telegram{path}", json={}, headers=headers)).status_code == 401


async def test_what_would_speak_to_the_people_of_another_bot_does_not_start(tmp_path: Path) -> None:
    async with telegrams(TOKEN, SECOND) as (one, _):
        with serving(tmp_path, **settings(one)) as (process, _):
            await asyncio.to_thread(stopped, process)
        for first, more, why in (
            (SECOND, TOKEN, "ATOUT_TELEGRAM_TOKEN has to stay the one that"),
            (THIRD, f"{TOKEN},{SECOND}", "ATOUT_TELEGRAM_TOKEN has to stay the one that"),
            (SECOND, THIRD, "as a further one"),
            (TOKEN, "not-a-token", "ask @BotFather"),
        ):
            refused = command(tmp_path, **settings(one, first, more))
            err = (await asyncio.to_thread(refused.communicate, timeout=PATIENCE))[1]
            assert refused.returncode == 2
            assert why in err
            assert not any(word in err for word in ("canary", "not-a-token", "Traceback"))


async def test_a_first_bot_that_is_gone_may_be_replaced(tmp_path: Path) -> None:
    async with telegrams(THIRD, SECOND) as (three, two):
        with serving(tmp_path, **settings(three, TOKEN)) as (process, _):
            await asyncio.to_thread(stopped, process)
        with serving(tmp_path, **settings(three, THIRD)) as (process, _):
            awa, bo = three.person(7, lang="fr"), two.person(8, lang="fr")
            await awa.starts()
            await bo.starts()
            await awa.sees(3, PATIENCE)
            await bo.sees(3, PATIENCE)
