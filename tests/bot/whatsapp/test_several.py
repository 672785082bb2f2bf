"""Several numbers of one installation: Meta calls one address for all, each answers those who wrote to it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.bot.test_serve import PATIENCE, command, serving, stopped
from tests.doubles.graph import PHONE, SECRET, Graph, graph
from tests.doubles.graph import TOKEN as BEARER

SECOND, THIRD = "106540352242923", "106540352242924"


def settings(api: Graph, first: str = PHONE, more: str = SECOND) -> dict[str, str]:
    account = {"PHONE": first, "MORE": more, "TOKEN": BEARER, "SECRET": SECRET, "VERIFY": "canary", "API": api.url}
    return {f"ATOUT_WHATSAPP_{name}": value for name, value in account.items()}


async def test_each_number_answers_those_who_wrote_to_it(tmp_path: Path) -> None:
    async with graph() as api:
        api.phones += [SECOND, THIRD]
        awa, bo, other = (api.person(f"3360000000{number}") for number in (7, 8, 9))
        bo.phone, other.phone = SECOND, THIRD
        with serving(tmp_path, **settings(api)) as (_, at):
            api.webhook = f"{at}/hooks/whatsapp"
            for person in (awa, bo, other):
                await person.says("bonjour")
            for person in (awa, bo):
                assert "programme" in (await person.sees(1, PATIENCE))[0].text
            api.fail("messages", 131056, times=1)  # too many to one pair: no other waits for it
            await bo.taps("J'accepte")
            await awa.taps("J'accepte")
            assert "Merci" in (await awa.sees(2, PATIENCE))[1].text + (await bo.sees(2, PATIENCE))[1].text
            assert other.shown == []  # a number of somebody else's
        assert api.wrong == []


async def test_numbers_that_changed_places_do_not_start(tmp_path: Path) -> None:
    async with graph() as api:
        api.phones.append(SECOND)
        with serving(tmp_path, **settings(api)) as (process, _):
            await asyncio.to_thread(stopped, process)
        for first, more, why in (
            (SECOND, PHONE, "ATOUT_WHATSAPP_PHONE has to stay the one that"),
            (SECOND, "", "as a further one"),
            (PHONE, PHONE, "ATOUT_WHATSAPP_MORE takes each number once"),
            ("", SECOND, "the first is ATOUT_WHATSAPP_PHONE"),
        ):
            refused = command(tmp_path, **settings(api, first, more))
            err = (await asyncio.to_thread(refused.communicate, timeout=PATIENCE))[1]
            assert refused.returncode == 2
            assert why in err
