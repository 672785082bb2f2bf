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
from bot.commands._numbers import today
from bot.commands._weak import memory, rights
from bot.commands.doctor import room
from bot.settings import Settings
from bot.sim.first import ADDRESS, first_cv
from bot.store.keys import master_key
from bot.voice import whisper
from tests.bot.test_serve import serving
from tests.bot.voice.whispering import Model, installation
from tests.bot.whatsapp.conftest import at_home
from tests.doubles import chatting as chats
from tests.doubles import graph as meta
from tests.doubles import telegram as tg
from tests.doubles.graph import Graph, graph
from tests.doubles.hearing import KEY, hearing
from tests.doubles.smtp import PASSWORD, USER, Smtp, smtp
from tests.doubles.telegram import Telegram, telegram, telegrams

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
    ("checked", "why"),
    [("", "is not set: who is in danger is told 112"), ("2020-01-01", "over a year ago"), ("today", "checked on")],
)
async def test_it_says_whether_somebody_looked_at_the_numbers(tmp_path: Path, checked: str, why: str) -> None:
    day = today().isoformat() if checked == "today" else checked
    _, said = await ran(tmp_path, {"ATOUT_NUMBERS_CHECKED": day})
    line = next(one for one in said.splitlines() if "in danger" in one or "looked at the numbers" in one)
    assert why in line
    assert line.startswith("ok" if checked == "today" else "advice")


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
        ({"ATOUT_HEAR": "/nowhere"}, "ATOUT_HEAR takes none"),
        ({"ATOUT_HEAR": "mistral"}, "ATOUT_HEAR_KEY_FILE"),
        ({"ATOUT_CONTACT": f"Nadia {tg.TOKEN}"}, "ATOUT_CONTACT holds the token"),
        ({"ATOUT_COUNTRY": "France"}, "ATOUT_COUNTRY takes one of"),
        ({"ATOUT_NUMBERS_CHECKED": "2026-13-01"}, "ATOUT_NUMBERS_CHECKED takes a day"),
        ({"ATOUT_NUMBERS_CHECKED": "2999-01-01"}, "a day that is not yet"),
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


async def test_whoever_hears_is_given_a_second_of_silence(tmp_path: Path) -> None:
    key = tmp_path / "hearing.key"
    key.write_text(KEY, encoding="utf-8")
    key.chmod(0o600)
    async with hearing() as server:
        told = {"ATOUT_HEAR": server.at, "ATOUT_HEAR_KEY_FILE": str(key)}
        code, said = await ran(tmp_path, told)
        assert (code, wrong(said)) == (0, [])
        assert "Voice: notes are heard." in said
        assert [round(sent.seconds) for sent in server.sent] == [1]
        key.write_text("another", encoding="utf-8")
        code, said = await ran(tmp_path, told)
        assert code == 1
        assert "nobody heard a second of silence" in said
        assert KEY not in said


@pytest.mark.parametrize(
    ("gone", "faults", "says"),
    [
        ("", [], "Voice: notes are heard."),
        ("", ["damaged"], "nobody heard a second of silence"),
        ("model.bin", [], "ATOUT_HEAR: a model for faster-whisper has model.bin too"),
        ("tokenizer.json", [], "ATOUT_HEAR: a model for faster-whisper has tokenizer.json too"),
    ],
)
async def test_a_model_of_ones_own_is_given_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str, faults: list[str], says: str
) -> None:
    monkeypatch.setattr(sys, "executable", installation(tmp_path / "venv"))
    model = Model(tmp_path / "model")
    model.plans([], faults)
    if gone:
        (model.folder / gone).unlink()
    code, said = await ran(tmp_path, {"ATOUT_HEAR": str(model.folder)})
    assert (code, [says in line for line in wrong(said)]) == ((1, [True]) if gone or faults else (0, []))
    assert says in said
    assert [round(asked["seconds"]) for asked in model.seen("asked")] == ([] if gone or faults else [1])
    assert model.wrong == []


@pytest.mark.skipif(not whisper.MISSING, reason="faster-whisper is installed")
async def test_a_model_nobody_can_read_here_names_the_package(tmp_path: Path) -> None:
    code, said = await ran(tmp_path, {"ATOUT_HEAR": str(Model(tmp_path / "model").folder)})
    assert (code, ["faster-whisper" in line for line in wrong(said)]) == (1, [True])


async def test_a_token_that_was_revoked(tmp_path: Path) -> None:
    async with telegram() as bot:
        bot.token = "4242424242:the-new-one"
        code, said = await ran(tmp_path, with_telegram(bot))
        assert code == 1
        assert ["@BotFather" in line for line in wrong(said)] == [True]


async def test_each_bot_and_each_number_is_asked_for_and_stays_what_it_was(tmp_path: Path) -> None:
    more = "5252525252:canary-of-a-second-token-in-no-log-either"
    async with telegrams(tg.TOKEN, more) as (first, _), graph() as api:
        settings = {**with_telegram(first), **with_whatsapp(api), "ATOUT_TELEGRAM_MORE": more}
        code, said = await ran(tmp_path, settings)
        assert [f"t.me/{name}\n" in said for name in ("atout_bot", "atout_5252525252_bot")] == [True, True]
        code, said = await ran(tmp_path, {**settings, "ATOUT_WHATSAPP_MORE": "106540352242999"})
        assert [("ATOUT_WHATSAPP_PHONE" in line) for line in wrong(said)] == [True]
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / "first.txt").write_text("telegram 5252525252\n")
        code, said = await ran(tmp_path, settings)
        assert code == 1
        assert ["ATOUT_TELEGRAM_TOKEN has to stay" in line for line in wrong(said)] == [True]


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
    (tmp_path / "data" / "keys.db").touch(mode=0o600)
    code, said = await ran(tmp_path)
    assert code == 1
    assert ["bring your copy back" in line for line in wrong(said)] == [True]


async def test_files_that_others_may_read_are_named_with_what_to_do(tmp_path: Path) -> None:
    data, key = tmp_path / "data", tmp_path / "speak.key"
    data.mkdir()
    data.chmod(0o755)
    for path in (data / "keys.db", data / "erased.log", key):
        path.write_text("a key" if path == key else "")  # what is no file of keys is damaged
        path.chmod(0o640)
    code, said = await ran(tmp_path, {"ATOUT_SPEAK_KEY_FILE": str(key)})
    assert code == 1
    assert f"chmod 700 {data}" in said
    for path in (data / "keys.db", data / "erased.log", key):
        assert any(f"chmod 600 {path}" in line for line in wrong(said))
    for path in (data, data / "keys.db", data / "erased.log", key):
        path.chmod(0o700 if path == data else 0o600)
    master_key(tmp_path / "master.key")
    code, said = await ran(tmp_path, {"ATOUT_SPEAK_KEY_FILE": str(key)})
    assert (code, "chmod" in said) == (0, False)


def test_a_file_of_settings_that_others_may_read_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "atout.env"
    assert list(rights(Settings(), file)) == []
    file.touch(mode=0o600)
    assert list(rights(Settings(), file)) == []
    file.chmod(0o604)
    assert [(one.how, f"chmod 600 {file}" in one.text) for one in rights(Settings(), file)] == [("wrong", True)]


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"ATOUT_HOST": "0.0.0.0"}, "listens on 0.0.0.0, without TLS"),  # noqa: S104 - what it warns of
        ({"ATOUT_PUBLIC_URL": "https://cv.example.org"}, "ATOUT_PROXY is not set"),
        ({"ATOUT_KEY_FILE": "{home}/data/master.key"}, "beside what it protects"),
    ],
)
async def test_what_is_weak_is_advised_against(tmp_path: Path, settings: dict[str, str], why: str) -> None:
    code, said = await ran(tmp_path)
    assert (code, why in said) == (0, False)
    code, said = await ran(tmp_path, {name: text.format(home=tmp_path) for name, text in settings.items()})
    assert code == 0
    assert [line.startswith("advice") for line in said.splitlines() if why in line] == [True]


def test_memory_that_may_be_written_to_a_disk_is_told(tmp_path: Path) -> None:
    swaps = tmp_path / "swaps"
    head = "Filename Type Size Used Priority\n"
    swaps.write_text(head + "/dev/zram0 partition 1 0 100\n")
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, before[1]))
    assert list(memory(swaps)) == []
    swaps.write_text(head + "/dev/sda2 partition 1 0 -2\n")
    assert ["/dev/sda2" in one.text for one in memory(swaps)] == [True]
    resource.setrlimit(resource.RLIMIT_CORE, before)
    if before[1]:
        resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
        assert any("LimitCORE=0" in one.text for one in memory(swaps))
        resource.setrlimit(resource.RLIMIT_CORE, before)


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


async def test_a_model_is_given_a_sentence_of_nobody(tmp_path: Path) -> None:
    key = tmp_path / "model.key"
    key.write_text(chats.KEY, encoding="utf-8")
    key.chmod(0o600)
    async with chats.chatting() as server:
        told = {"ATOUT_MODEL": server.at, "ATOUT_MODEL_NAME": "small", "ATOUT_MODEL_KEY_FILE": str(key)}
        code, said = await ran(tmp_path, told)
        assert (code, wrong(said)) == (0, [])
        assert "Model: it answers; it is your own." in said
        assert "Model: 0 calls in 30 days, 0 without an answer, 0 held back by our filter; 0 tokens." in said
        assert [b"je fais le m" in body for body in server.bodies] == [True]
        server.faults = ["401"]
        code, said = await ran(tmp_path, told)
        assert code == 1
        assert ["ATOUT_MODEL_KEY_FILE" in line for line in wrong(said)] == [True]
        assert chats.KEY not in said
