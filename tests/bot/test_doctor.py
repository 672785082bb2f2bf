"""`atout doctor`, as an operator runs it: a process of its own, real files, Telegram and Meta over HTTP."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx2
import pytest

from bot.commands._costs import costs
from bot.commands.doctor import room
from bot.sim.first import ADDRESS, first_cv
from bot.store.keys import master_key
from tests.bot.test_serve import serving
from tests.bot.whatsapp.conftest import at_home
from tests.doubles import graph as meta
from tests.doubles import telegram as tg
from tests.doubles.graph import Graph, graph
from tests.doubles.smtp import PASSWORD, USER, Smtp, smtp
from tests.doubles.telegram import Telegram, telegram

ROOT = Path(__file__).parents[2]
RUN = "from atout import main; raise SystemExit(main())"
PATH = "a-path-that-is-a-secret"


async def ran(
    home: Path, settings: Mapping[str, str] | None = None, *words: str, most: int = resource.RLIM_INFINITY
) -> tuple[int | None, str]:
    """Run it; return how it ended and all it wrote. No secret is ever in it. `most`: bytes a file may have."""

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    known = {name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")}
    known |= {"ATOUT_DATA": str(home / "data"), "ATOUT_KEY_FILE": str(home / "master.key"), **(settings or {})}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", RUN, "doctor", *words), cwd=ROOT, env=known, preexec_fn=little,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said = (await process.communicate())[0].decode()
    assert "Traceback" not in said
    for secret in (tg.TOKEN, meta.TOKEN, meta.SECRET, meta.PHONE, PATH, "not-a-token"):
        assert secret not in said
    return process.returncode, said


def untouched(home: Path) -> bool:
    return not list(home.iterdir())


def with_telegram(api: Telegram) -> dict[str, str]:
    return {"ATOUT_TELEGRAM_TOKEN": tg.TOKEN, "ATOUT_TELEGRAM_API": api.url}


def with_whatsapp(api: Graph) -> dict[str, str]:
    return {
        "ATOUT_WHATSAPP_PHONE": meta.PHONE,
        "ATOUT_WHATSAPP_TOKEN": meta.TOKEN,
        "ATOUT_WHATSAPP_SECRET": meta.SECRET,
        "ATOUT_WHATSAPP_VERIFY": "a word",
        "ATOUT_WHATSAPP_API": api.url,
        "ATOUT_PUBLIC_URL": "https://cv.example.org",
    }


def wrong(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("wrong")]


@asynccontextmanager
async def another_program(api: Telegram) -> AsyncIterator[None]:
    """Somebody who polls with the same token, as every library does: thrown off, it comes back after a second."""

    async def poll() -> None:
        async with httpx2.AsyncClient(timeout=60) as http:
            while True:
                answer = await http.post(f"{api.url}/bot{tg.TOKEN}/getUpdates", json={"timeout": 30})
                await asyncio.sleep(1 if answer.status_code == 409 else 0)

    task = asyncio.create_task(poll())
    await api.until(lambda: bool(api.called("getUpdates")))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_all_is_well(tmp_path: Path) -> None:
    async with telegram() as bot, graph() as number:
        (tmp_path / "data").mkdir()
        master_key(tmp_path / "master.key")
        told = {"ATOUT_CONTACT": "Nadia, 01 39 98 10 02", "ATOUT_OPERATOR": "Ville de Rezé"}
        code, said = await ran(tmp_path, {**with_telegram(bot), **with_whatsapp(number), **told})
        assert (code, wrong(said)) == (0, [])
        assert "https://t.me/atout_bot" in said
        assert "https://cv.example.org" in said
        assert "ATOUT_CONTACT" not in said
        assert (bot.wrong, number.wrong) == ([], [])
        assert bot.confirmed == []


async def test_nobody_is_asked_where_nothing_is_set_up_and_nothing_is_made(tmp_path: Path) -> None:
    async with telegram() as bot, graph() as number:
        code, said = await ran(tmp_path, {"ATOUT_TELEGRAM_API": bot.url, "ATOUT_WHATSAPP_API": number.url})
        assert (code, wrong(said)) == (0, [])
        assert "ATOUT_CONTACT is not set" in said
        assert (bot.calls, number.calls) == ([], [])
        assert untouched(tmp_path)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"ATOUT_PORTS": "8000"}, "(ATOUT_PORT?)"),
        ({"ATOUT_LANGUAGES": "de"}, "ATOUT_LANGUAGES takes languages that are here"),
        ({"ATOUT_TELEGRAM_TOKEN": "not-a-token"}, "@BotFather"),
        ({"ATOUT_PUBLIC_URL": "http://cv.example.org"}, "https://"),
        ({"ATOUT_PUBLIC_URL": "https://cv.example.org:seven"}, "https://"),
        ({"ATOUT_KEY_FILE": "/proc/nowhere/master.key"}, "ATOUT_KEY_FILE to a place"),
        ({"ATOUT_KEY_FILE": "/dev/null/master.key"}, "ATOUT_KEY_FILE to a place"),
        ({"ATOUT_WHATSAPP_PHONE": "1"}, "ATOUT_WHATSAPP_SECRET"),
        ({"ATOUT_CONTACT": f"Nadia {tg.TOKEN}"}, "ATOUT_CONTACT holds the token"),
    ],
)
async def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, settings: dict[str, str], why: str) -> None:
    code, said = await ran(tmp_path, settings)
    assert code == 1
    assert [why in line for line in wrong(said)] == [True]


def with_mail(post: Smtp, **more: str) -> dict[str, str]:
    there = {"ATOUT_MAIL_SERVER": f"127.0.0.1:{post.port}", "ATOUT_MAIL_FROM": "atout@example.org"}
    return {**there, **{f"ATOUT_MAIL_{name.upper()}": value for name, value in more.items()}}


async def test_a_mail_server_is_asked_and_sent_nothing(tmp_path: Path) -> None:
    async with smtp(asks=True) as post:
        code, said = await ran(tmp_path, with_mail(post, user=USER, password=PASSWORD))
        assert (code, wrong(said)) == (0, [])
        assert "E-mail: the server 127.0.0.1 takes us" in said
        assert post.letters == []
        assert not any(text.startswith(("MAIL", "mail")) for text in post.said)
        assert PASSWORD not in said


@pytest.mark.parametrize(
    ("answer", "more", "why"),
    [
        (("", "421 4.3.2 busy"), {}, "answer 421"),
        (("", "drop"), {}, "cannot be reached"),
        (None, {"user": USER, "password": "wrong"}, "ATOUT_MAIL_PASSWORD"),
        (None, {"user": USER}, "ATOUT_MAIL_PASSWORD go together"),
        (None, {"from": "Atout <a@b.org>"}, "ATOUT_MAIL_FROM"),
        (None, {"server": "smtp.example.org:0"}, "ATOUT_MAIL_SERVER"),
    ],
)
async def test_a_mail_server_that_does_not_take_us(
    tmp_path: Path, answer: tuple[str, str] | None, more: dict[str, str], why: str
) -> None:
    async with smtp() as post:
        if answer:
            post.fail(*answer)
        code, said = await ran(tmp_path, with_mail(post, **more))
        assert code == 1
        assert [why in line for line in wrong(said)] == [True]
        assert PASSWORD not in said


async def test_a_push_service_on_this_machine_is_named(tmp_path: Path) -> None:
    told = {"ATOUT_PUSH_HOSTS": "localhost", "ATOUT_PUBLIC_URL": "https://cv.example.org"}
    code, said = await ran(tmp_path, told)
    assert code == 1
    assert [line for line in wrong(said) if "localhost of ATOUT_PUSH_HOSTS" in line]


async def test_a_token_that_was_revoked(tmp_path: Path) -> None:
    async with telegram() as bot:
        bot.token = "4242424242:the-new-one"
        code, said = await ran(tmp_path, with_telegram(bot))
        assert code == 1
        assert ["@BotFather" in line for line in wrong(said)] == [True]


async def test_a_token_that_another_program_uses(tmp_path: Path) -> None:
    async with telegram() as bot, another_program(bot):
        code, said = await ran(tmp_path, with_telegram(bot))
        assert code == 1
        assert ["another program" in line for line in wrong(said)] == [True]


async def test_messages_that_wait_are_left_there(tmp_path: Path) -> None:
    async with telegram() as bot:
        await bot.person(7).says("bonjour")
        code, _ = await ran(tmp_path, with_telegram(bot))
        assert code == 0
        assert len(bot.queue) == 1


async def test_the_program_that_runs_here_is_not_thrown_off(tmp_path: Path) -> None:
    async with telegram() as bot:
        with serving(tmp_path, **with_telegram(bot)):
            await bot.until(lambda: bool(bot.called("getUpdates")))
            code, said = await ran(tmp_path, with_telegram(bot))
            assert (code, wrong(said)) == (0, [])
            assert "Atout runs on this folder" in said
            assert {call.values["timeout"] for call in bot.called("getUpdates")} == {25}


async def test_a_webhook_of_another_server_is_taken_off_only_when_asked(tmp_path: Path) -> None:
    async with telegram() as bot:
        bot.webhook = f"https://other.example.org/{PATH}"
        code, said = await ran(tmp_path, with_telegram(bot))
        assert code == 1
        assert ["other.example.org" in line and "--take-webhook-off" in line for line in wrong(said)] == [True]
        assert bot.webhook
        code, said = await ran(tmp_path, with_telegram(bot), "--take-webhook-off")
        assert (code, wrong(said), bot.webhook) == (0, [], "")


async def test_a_webhook_of_our_own_is_well(tmp_path: Path) -> None:
    async with telegram() as bot:
        bot.webhook = "https://cv.example.org/hooks/telegram"
        ours = {"ATOUT_PUBLIC_URL": "https://cv.example.org", "ATOUT_TELEGRAM_WEBHOOK": "yes"}
        code, said = await ran(tmp_path, {**with_telegram(bot), **ours})
        assert (code, wrong(said)) == (0, [])
        assert not bot.called("getUpdates")


async def test_a_port_that_telegram_does_not_call(tmp_path: Path) -> None:
    async with telegram() as bot:
        ours = {"ATOUT_PUBLIC_URL": "https://cv.example.org:9000", "ATOUT_TELEGRAM_WEBHOOK": "yes"}
        code, said = await ran(tmp_path, {**with_telegram(bot), **ours})
        assert code == 1
        assert ["80, 88, 443 and 8443" in line for line in wrong(said)] == [True]


@pytest.mark.parametrize(("ahead", "way"), [(3600, "60 minutes behind Telegram"), (-3600, "60 minutes ahead of")])
async def test_a_clock_an_hour_off(tmp_path: Path, ahead: float, way: str) -> None:
    async with telegram() as bot:
        bot.ahead = ahead
        code, said = await ran(tmp_path, with_telegram(bot))
        assert code == 1
        assert [way in line for line in wrong(said)] == [True]


async def test_a_clock_an_hour_off_by_meta(tmp_path: Path) -> None:
    async with graph() as number:
        number.ahead = 3600
        code, said = await ran(tmp_path, with_whatsapp(number))
        assert code == 1
        assert ["60 minutes behind Meta" in line for line in wrong(said)] == [True]


async def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, where a folder is to be")
    code, said = await ran(tmp_path)
    assert code == 1
    assert [str(tmp_path / "data") in line for line in wrong(said)] == [True]


async def test_a_disk_that_takes_no_more(tmp_path: Path) -> None:
    code, said = await ran(tmp_path, most=1000)
    assert code == 1
    assert [str(tmp_path / "data") in line for line in wrong(said)] == [True]


def test_little_room_is_said() -> None:
    assert (room(199_000_000).how, room(201_000_000).how) == ("wrong", "ok")
    assert "199 MB" in room(199_000_000).text


async def test_a_key_that_others_may_read_and_one_that_is_lost(tmp_path: Path) -> None:
    master_key(tmp_path / "master.key")
    (tmp_path / "master.key").chmod(0o644)
    code, said = await ran(tmp_path)
    assert code == 1
    assert ["chmod 600" in line for line in wrong(said)] == [True]
    (tmp_path / "master.key").unlink()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "keys.db").touch()
    code, said = await ran(tmp_path)
    assert code == 1
    assert ["bring your copy back" in line for line in wrong(said)] == [True]


async def test_a_whatsapp_token_that_expired(tmp_path: Path) -> None:
    async with graph() as number:
        number.fail("phone", 190)
        code, said = await ran(tmp_path, with_whatsapp(number))
        assert code == 1
        assert ["ATOUT_WHATSAPP_TOKEN" in line for line in wrong(said)] == [True]


async def test_a_whatsapp_number_that_is_another(tmp_path: Path) -> None:
    async with graph() as number:
        code, said = await ran(tmp_path, {**with_whatsapp(number), "ATOUT_WHATSAPP_PHONE": "33600000007"})
        assert code == 1
        assert ["ATOUT_WHATSAPP_PHONE" in line for line in wrong(said)] == [True]
        assert "33600000007" not in said


async def test_meta_must_be_able_to_call(tmp_path: Path) -> None:
    async with graph() as number:
        code, said = await ran(tmp_path, {**with_whatsapp(number), "ATOUT_PUBLIC_URL": ""})
        assert code == 1
        assert ["ATOUT_PUBLIC_URL" in line for line in wrong(said)] == [True]


async def test_a_platform_that_cannot_be_reached(tmp_path: Path) -> None:
    async with telegram() as bot, graph() as number:
        gone = {**with_telegram(bot), **with_whatsapp(number)}
    code, said = await ran(tmp_path, gone)
    assert code == 1
    assert [line.split()[1] for line in wrong(said)] == ["Telegram", "WhatsApp:"]


@pytest.mark.parametrize("html", [False, True])
async def test_a_platform_that_is_not_well_refuses_nothing(tmp_path: Path, html: bool) -> None:  # noqa: FBT001 - a case
    async with telegram() as bot, graph() as number:
        bot.fail("getMe", 502, description="Bad Gateway", html=html)
        number.fail("phone", 0 if html else 2, html=html)
        code, said = await ran(tmp_path, {**with_telegram(bot), **with_whatsapp(number)})
        assert code == 1
        assert ["is not well" in line and "try later" in line for line in wrong(said)] == [True, True]
        assert "refuses" not in said


async def test_an_app_secret_of_another_application(tmp_path: Path) -> None:
    async with graph() as number:
        code, said = await ran(tmp_path, {**with_whatsapp(number), "ATOUT_WHATSAPP_SECRET": "canary-of-another"})
        assert code == 1
        assert ["ATOUT_WHATSAPP_SECRET" in line for line in wrong(said)] == [True]
        assert "canary" not in said


async def test_an_account_that_is_locked_is_not_the_tokens_fault(tmp_path: Path) -> None:
    async with graph() as number:
        number.fail("phone", 131031)
        code, said = await ran(tmp_path, with_whatsapp(number))
        assert code == 1
        assert ["account locked" in line for line in wrong(said)] == [True]


async def test_the_messages_of_a_first_cv_are_those_that_are_sent(tmp_path: Path) -> None:
    async with graph() as number, at_home(number, tmp_path) as house:
        number.person(ADDRESS).last = number.date
        await first_cv(house, "whatsapp")
        sent = len(number.called("messages"))
        assert number.wrong == []
    assert 10 < sent < 25
    told = {line.split()[0]: line for line in (await costs(0.5))[1:]}
    assert f" {sent} messages, {sent / 2:.2f} EUR" in told["whatsapp"]
    assert told["telegram"].endswith("0 EUR")
    assert told["web"].endswith("0 EUR")


async def test_without_a_price_it_says_where_to_look(tmp_path: Path) -> None:
    code, said = await ran(tmp_path, None, "--cost")
    assert code == 0
    assert "rate card" in said
    assert untouched(tmp_path)
