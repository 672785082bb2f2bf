"""Notices carried out: through real doubles, over stops and starts, with everything that may go wrong."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import closing

import pytest

from bot.loop import run
from bot.notices.base import Notice, Notifier, Ours, freely
from bot.notices.hours import Hours, parse
from bot.notices.mail import Mailer, Server
from bot.notices.rules import APART, Quiet, Way
from bot.notices.sender import LONGEST_REST, REFUSED_REST, Sender, Words, rest
from bot.store.base import Session
from bot.store.staff import Account, Password, Role
from locales.translate import translator
from tests.bot.desk.town import MINUTE, Town
from tests.bot.notices.test_hours import PARIS
from tests.bot.notices.test_push import Line, made
from tests.doubles.push import push_service
from tests.doubles.smtp import Smtp, smtp

LINK = "https://cv.example.org/desk"
ALWAYS = parse("", PARIS)


@pytest.fixture
async def post() -> AsyncIterator[Smtp]:
    async with smtp() as double:
        yield double


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with push_service() as service:
        yield made(service)


def mailer(post: Smtp) -> Mailer:
    return Mailer(Server("127.0.0.1", post.port, "atout@example.org"), translator)


def sender(town: Town, *notifiers: Notifier, hours: Hours = ALWAYS) -> Sender:
    by: Mapping[str, Notifier] = {one.name: one for one in notifiers}
    return Sender(town.store, by, hours, town.clock, Words("fr", LINK))


async def hires(town: Town, name: str, role: Role = Role.COUNSELLOR, **ways: str) -> Account:
    """Somebody on duty, who can sign in and named these ways."""
    account = await town.hires(name, role, here=False)

    def work(tx: Session) -> None:
        tx.accounts.set_password(Password(account.id, name, "hash", "totp"))
        for kind, to in ways.items():
            assert tx.notices.add(account.id, Way(f"{name}-{kind}", kind, to), town.clock())

    await run(town.store, work)
    return account


def heard(post: Smtp) -> list[tuple[str, str]]:
    return [(letter.to[0], str(letter.read["Subject"])) for letter in post.letters]


WAITS = "Une personne attend."
NOBODY = "Une personne attend, et personne n'est de service."


async def asks(town: Town, address: str = "awa") -> None:
    person = town.person(address=address)
    await person.begins()
    await person.asks()


async def test_who_is_on_duty_is_told_once_over_a_stop_and_a_start(town: Town, post: Smtp) -> None:
    await hires(town, "Amina", mail="amina@ville.example")
    await hires(town, "Chloe", Role.LEAD, mail="chloe@ville.example")
    await hires(town, "Otto", Role.OPERATOR, mail="otto@ville.example")
    first = sender(town, mailer(post))
    await first.rounds.settle()
    assert heard(post) == []
    await asks(town)
    await first.rounds.settle()
    assert sorted(heard(post)) == [("amina@ville.example", WAITS), ("chloe@ville.example", WAITS)]
    await first.stop()
    await town.again()
    again = sender(town, mailer(post))
    town.clock.at += 10 * MINUTE
    await again.rounds.settle()
    assert len(post.letters) == 2
    assert LINK in post.letters[0].read.get_content()
    assert "awa" not in post.letters[0].raw.decode().lower()


async def test_several_who_ask_together_are_one_notice(town: Town, post: Smtp) -> None:
    await hires(town, "Amina", mail="amina@ville.example")
    telling = sender(town, mailer(post))
    for address in ("awa", "binta", "chen"):
        await asks(town, address)
        await telling.rounds.settle()
        town.clock.at += MINUTE
    assert len(post.letters) == 1
    town.clock.at += APART
    await telling.rounds.settle()
    assert len(post.letters) == 2  # one for the two who asked meanwhile
    town.clock.at += APART
    await telling.rounds.settle()
    assert len(post.letters) == 2


async def test_what_somebody_took_meanwhile_is_not_told(town: Town, post: Smtp) -> None:
    amina = await hires(town, "Amina", mail="amina@ville.example")
    telling = sender(town, mailer(post))
    post.fail("MAIL", "451 4.3.0 later")
    await asks(town)
    await telling.rounds.settle()
    case = (await run(town.store, lambda tx: tx.cases.waiting(9)))[0]
    await town.house.office.claim(amina, case.id)
    town.clock.at += 10 * MINUTE
    await telling.rounds.settle()
    assert post.letters == []


async def test_with_nobody_on_duty_the_lead_is_told_once(town: Town, post: Smtp) -> None:
    await hires(town, "Amina", mail="amina@ville.example")
    await hires(town, "Chloe", Role.LEAD, mail="chloe@ville.example")
    closed = sender(town, mailer(post), hours=parse("tue 09:00-10:00", PARIS))
    await asks(town)
    for _ in range(3):
        await closed.rounds.settle()
        town.clock.at += 20 * MINUTE
    assert heard(post) == [("chloe@ville.example", NOBODY)]


async def test_quiet_hours_and_silence_hold_for_what_is_tried_again(town: Town, post: Smtp) -> None:
    amina = await hires(town, "Amina", mail="amina@ville.example")
    telling = sender(town, mailer(post))
    post.fail("MAIL", "451 4.3.0 later")
    await asks(town)
    await telling.rounds.settle()
    noon = Quiet(0, 24 * 60 - 1)
    await run(town.store, lambda tx: tx.notices.set_quiet(amina.id, noon))
    town.clock.at += 20 * MINUTE
    await telling.rounds.settle()
    assert post.letters == []
    await run(town.store, lambda tx: tx.notices.set_quiet(amina.id, None))
    await run(town.store, lambda tx: tx.notices.silence(amina.id, "Amina-mail", silenced=True))
    await telling.rounds.settle()
    assert post.letters == []
    await run(town.store, lambda tx: tx.notices.silence(amina.id, "Amina-mail", silenced=False))
    await telling.rounds.settle()
    assert heard(post) == [("amina@ville.example", WAITS)]


async def test_a_server_that_is_away_is_tried_again_more_and_more_seldom(town: Town, post: Smtp) -> None:
    await hires(town, "Amina", mail="amina@ville.example")
    telling = sender(town, mailer(post))
    post.fail("", "421 4.3.2 going down", times=4)
    await asks(town)
    tried = []
    for _ in range(5):
        before = len(post.faults)
        await telling.rounds.settle()
        tried.append(before - len(post.faults))
        town.clock.at += rest(len(tried) - 1) - 1
        await telling.rounds.settle()
        assert before - len(post.faults) == tried[-1]  # not a moment too early
        town.clock.at += 1
    assert tried == [1, 1, 1, 1, 0]
    assert heard(post) == [("amina@ville.example", WAITS)]
    assert rest(0) < rest(1) < rest(20) == LONGEST_REST


async def test_a_way_that_does_not_work_gives_its_place_to_the_next(town: Town, post: Smtp, line: Line) -> None:
    reader = line.service.browser()
    reader.gone = True
    amina = await hires(town, "Amina", push=json.dumps(reader.subscription), mail="amina@ville.example")
    await asks(town)
    await sender(town, mailer(post), line.pusher).rounds.settle()
    assert heard(post) == [("amina@ville.example", WAITS)]
    left = await run(town.store, lambda tx: tx.notices.ways(amina.id))
    assert [way.kind for way in left] == ["mail"]  # the browser is gone for good


async def test_all_browsers_of_somebody_are_told_and_one_is_enough(town: Town, post: Smtp, line: Line) -> None:
    readers = [line.service.browser() for _ in range(3)]
    readers[0].gone = True
    amina = await hires(town, "Amina", mail="amina@ville.example")

    def work(tx: Session) -> None:
        for n, reader in enumerate(readers):
            tx.notices.add(amina.id, Way(f"browser {n}", "push", json.dumps(reader.subscription)), town.clock())

    await run(town.store, work)
    await asks(town)
    await sender(town, mailer(post), line.pusher).rounds.settle()
    assert [list(one.waiting.values()) for one in readers[1:]] == [[{"kind": "waits", "lang": "fr"}]] * 2
    assert post.letters == []


async def test_a_refusal_is_left_alone_for_an_hour(town: Town, post: Smtp, written: io.StringIO) -> None:
    await hires(town, "Amina", mail="amina@ville.example")
    telling = sender(town, mailer(post))
    post.fail("RCPT", "550 5.7.1 policy")
    await asks(town)
    await telling.rounds.settle()
    town.clock.at += REFUSED_REST - 1
    await telling.rounds.settle()
    assert post.letters == []
    town.clock.at += 1
    await telling.rounds.settle()
    assert len(post.letters) == 1
    said = written.getvalue()
    assert '"why": "recipient 550"' in said
    assert "ville.example" not in said
    assert "Amina" not in said


async def test_a_crash_while_it_is_sent_forgets_nobody(town: Town, post: Smtp) -> None:
    await hires(town, "Amina", mail="amina@ville.example")
    await asks(town)
    killed = sender(town, mailer(post))
    assert await killed._begin() == 1  # it is on its way, and the program ends
    for task in killed.rounds.under_way:
        task.cancel()
    await sender(town, mailer(post)).rounds.settle()
    assert len(post.letters) == 1


FULL = "CREATE TRIGGER full BEFORE INSERT ON notice BEGIN SELECT RAISE(ABORT, 'full'); END"


async def test_what_was_not_written_down_is_looked_at_again(town: Town, post: Smtp) -> None:
    await hires(town, "Amina", mail="amina@ville.example")
    await asks(town)
    telling = sender(town, mailer(post))
    with closing(sqlite3.connect(town.folder / "data" / "atout.db", isolation_level=None)) as beside:
        beside.execute(FULL)
        with pytest.raises(sqlite3.IntegrityError):
            await telling.rounds.settle()
        assert post.letters == []  # nothing leaves that was not written down
        beside.execute("DROP TRIGGER full")
    await telling.rounds.settle()
    assert len(post.letters) == 1


class Broken:
    """A way of ours with a fault in it."""

    name = "mail"

    async def notify(self, to: str, notice: Notice, ours: Ours = freely) -> None:
        raise ZeroDivisionError(to, notice, ours)


async def test_a_fault_of_ours_ends_nothing(town: Town, post: Smtp, written: io.StringIO) -> None:
    await hires(town, "Amina", mail="amina@ville.example")
    await asks(town)
    broken = sender(town, Broken())
    await broken.rounds.settle()
    town.clock.at += LONGEST_REST
    await sender(town, mailer(post)).rounds.settle()
    assert len(post.letters) == 1
    assert "ZeroDivisionError" in written.getvalue()
    assert "ville.example" not in written.getvalue()


async def test_who_ended_is_not_told_and_their_addresses_are_forgotten(town: Town, post: Smtp) -> None:
    amina = await hires(town, "Amina", mail="amina@ville.example")
    await run(town.store, lambda tx: tx.accounts.disable(amina.id))
    await asks(town)
    await sender(town, mailer(post)).rounds.settle()
    assert post.letters == []
    await run(town.store, lambda tx: tx.tidy(town.clock()))
    assert await run(town.store, lambda tx: tx.notices.ways(amina.id)) == []


async def test_addresses_are_nowhere_in_clear(town: Town, post: Smtp) -> None:
    await hires(town, "Amina", mail="canary@ville.example")
    await asks(town)
    await sender(town, mailer(post)).rounds.settle()
    assert post.letters
    files = [path.read_bytes() for path in (town.folder / "data").iterdir() if path.is_file()]
    assert not any(b"canary" in data for data in files)


async def test_an_account_has_few_ways_and_each_once(town: Town) -> None:
    amina = await hires(town, "Amina")

    def work(tx: Session) -> list[bool]:
        return [tx.notices.add(amina.id, Way(f"w{n}", "mail", f"a{n % 12}@ville.example"), n) for n in range(24)]

    kept = await run(town.store, work)
    assert kept == [True] * 10 + [False] * 2 + [True] * 10 + [False] * 2
    assert len(await run(town.store, lambda tx: tx.notices.ways(amina.id))) == 10


async def test_the_key_of_web_push_is_made_once(town: Town) -> None:
    keys = [await run(town.store, lambda tx: tx.notices.key(b"1" * 32))]
    keys.append(await run(town.store, lambda tx: tx.notices.key(b"2" * 32)))
    await town.again()
    keys.append(await run(town.store, lambda tx: tx.notices.key(b"3" * 32)))
    assert keys == [b"1" * 32] * 3
