"""An open page of a case: what rang for it, and its lines as its counsellor reads them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.base import Reached
from bot.desk.bell import Ear
from bot.desk.reading import Read, Reader
from bot.house import House
from bot.store.base import Session
from bot.store.staff import Account
from locales.translate import translator


@dataclass
class Listening:
    """What a counsellor has open."""

    house: House
    account: Account
    ident: str
    ear: Ear

    async def lines(self) -> list[Read]:
        """The lines of the case, as they are drawn."""
        found = await self.house.office.peek(self.account, self.ident)
        return Reader("fr", translator("fr"), found.state.lang).read(found.lines)

    async def last(self) -> tuple[str, str, Reached]:
        """Who said the last line, what, and how far it came."""
        line = (await self.lines())[-1]
        return line.by, line.text, line.reached

    async def types(self) -> None:
        """Type, as the page says it while it goes on."""
        case = (await self.house.office.peek(self.account, self.ident)).case
        await self.house.typing(case.who, case.id)

    def rang(self) -> bool:
        """Whether there is something to draw since this was last asked."""
        return self.ear.taken()[1]

    def writes(self) -> bool:
        """Whether the person wrote since this was last asked."""
        return self.ear.taken()[0]


async def listening(house: House, account: Account, ident: str) -> Listening:
    """Open the page of a case, and draw it once."""
    ear = house.office.bell.listen(account.id, lambda ring: ring.conversation == ident)
    ear.taken()
    return Listening(house, account, ident, ear)


async def opened_by(house: House, name: str, channel: str, address: str) -> Listening:
    """Open the page of the case of this address, by the name of who holds it."""

    def work(tx: Session) -> tuple[Account, str]:
        found = tx.find(channel, address)
        assert found is not None
        return next(one for one in tx.accounts.all() if one.name == name), found.id

    return await listening(house, *await house.run(work))
