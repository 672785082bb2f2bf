"""The link that lets somebody in for the first time: opened as often as one likes, used once, by a press.

Programs that look at links before people do open them with GET, which changes nothing and shows no name. The press
chooses the language too. An account that was invited again begins anew: what it signed in with before has ended.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot.desk.sessions import begin, give
from bot.desk.web import ROOT, Gate, Visitor
from bot.store.base import Session
from bot.store.staff import Account

PATH: Final = f"{ROOT}/invitation"
LIVES: Final = 72 * 60 * 60 * 1000  # milliseconds


async def opened(visitor: Visitor) -> Response:
    """Show the languages to begin in, or that the link has ended."""
    secret, now = visitor.request.path_params["secret"], visitor.desk.now()
    account = await visitor.run(lambda tx: tx.accounts.invited(secret, now))
    return visitor.page("invitation.html") if account else _ended(visitor)


async def used(visitor: Visitor) -> Response:
    """Use the link, and lead to choosing what to sign in with."""
    secret, now = visitor.request.path_params["secret"], visitor.desk.now()
    wanted = (await visitor.fields()).get("lang", "")
    lang = wanted if wanted in visitor.desk.languages else visitor.lang

    def work(tx: Session) -> str:
        account: Account | None = tx.accounts.accept(secret, now)
        if account is None:
            return ""
        tx.accounts.speak(account.id, lang)
        tx.accounts.log(now, account.id, "invitation used")
        return begin(visitor, tx, account.id)

    begun = await visitor.run(work)
    return give(visitor, visitor.go(f"{ROOT}/welcome"), begun) if begun else _ended(visitor)


def _ended(visitor: Visitor) -> Response:
    return visitor.page("notice.html", HTTPStatus.GONE, said=visitor.say("desk.invitation.ended"))


GATES: Final = (Gate(f"{PATH}/{{secret}}", opened, used),)
