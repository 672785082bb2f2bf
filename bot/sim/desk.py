"""What a counsellor does in a journey: come, claim, say, propose, give back, close. It goes through the real office.

A line is "!desk NAME WHAT WORDS": "!desk Anna comes", "!desk Anna claims", "!desk Anna says Bonjour", "!desk Anna
proposes cv/town Nantes", "!desk Anna opens" (the page of the case), "!desk Anna notes WORDS", "!desk Anna returns",
"!desk Anna closes", "!desk Anna hands Bilal", "!desk Anna invites" (the word of her invitation is "with-anna" and as
many zeros as it needs), "!desk Anna writes" (to the first of her people).
"""

from __future__ import annotations

from typing import Final

from bot.house import House
from bot.links import INVITES
from bot.store.base import Session
from bot.store.desk import Case
from bot.store.following import Invitation
from bot.store.staff import Account, Role
from flows.model import Holder

VIEWS: Final = ("waiting", "mine", "sleeping")


class DeskLineError(ValueError):
    """A line about the desk that cannot be done; the message says why."""


async def act(house: House, line: str, now: int) -> None:
    """Do what the line says. Raises `DeskLineError`, and `DeskError` where the office refuses."""
    name, _, rest = line.partition(" ")
    what, _, words = rest.partition(" ")
    if what == "comes":
        await house.run(lambda tx: _come(tx, name, now))
        return
    account = await house.run(lambda tx: _named(tx, name))
    if what == "invites":
        await house.run(lambda tx: _invite(tx, account, now))
        return
    if what == "writes":
        ((known, *_), _) = await house.office.people(account)
        await house.office.write(account, known.bond.id)
        return
    case = await _case(house, account, claims=what == "claims")
    office = house.office
    match what:
        case "claims":
            await office.claim(account, case.id)
        case "says":
            await office.say(account, case.id, case.n, words, f"{name} {now} {words}")
        case "proposes":
            qid, _, text = words.partition(" ")
            await office.suggest(account, case.id, case.n, qid, text)
        case "opens":
            await office.open(account, case.id)
        case "notes":
            await office.note(account, case.id, words)
        case "returns":
            await office.give_back(account, case.id, case.n)
        case "closes":
            await office.close(account, case.id, case.n)
        case "hands":
            other = await house.run(lambda tx: _named(tx, words))
            await office.transfer(account, case.id, case.n, other.id)
        case _:
            raise DeskLineError(f"nobody at the desk does this: {what}")


def _come(tx: Session, name: str, now: int) -> None:
    """Somebody of the team is here: for the first time, or again."""
    known = next((one for one in tx.accounts.all() if one.name == name), None)
    account = known or Account(f"desk{name.lower()}"[:10], Role.COUNSELLOR, name, "fr", now)
    if known is None:
        tx.accounts.create(account)
    tx.accounts.away(account.id, away=False)
    tx.accounts.begin(f"{name} {now}", account.id, now, "")


def _invite(tx: Session, account: Account, now: int) -> None:
    """Somebody of the team invites a person, by a word that a journey can say."""
    word = f"with-{account.name.lower():0<20}"
    tx.bonds.invite(account.id, Invitation(f"{now}", now, now + INVITES), word)


def _named(tx: Session, name: str) -> Account:
    found = next((one for one in tx.accounts.all() if one.name == name), None)
    if found is None:
        raise DeskLineError(f"{name} did not come")
    return found


async def _case(house: House, account: Account, *, claims: bool) -> Case:
    """Return the case that is meant: the one that waits, or the one this account holds."""
    for view in VIEWS:
        for row in (await house.office.queue(account, view)).rows:
            if claims or row.case.holder is Holder.HUMAN:
                return row.case
    raise DeskLineError("nobody waits" if claims else f"{account.name} holds no case")
