"""What Meta says of a WhatsApp account when it is asked: whether the token, the number and the secret go together.

Two questions, which cost nothing and send nobody anything. What is found is a word, and a sentence about it for the
operator; the token, the secret and Meta's id of the number stay here.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx2

from bot.channels.whatsapp.client import DISPLAYED, Account, code, told
from bot.channels.whatsapp.errors import alarm, unwell
from bot.logs import note

SOON: Final = 15.0  # seconds for an answer
UNKNOWN: Final = 100  # Graph's code: there is no such object, or this token may not see it; or the proof is not right
FIELDS: Final = f"{DISPLAYED},verified_name"
PROOF: Final = "appsecret_proof"  # Graph API, securing requests: a wrong one is refused, asked for or not
SAID: Final[Mapping[str, str]] = {
    "network": "Meta cannot be reached; look at the network of this machine and at ATOUT_WHATSAPP_API",
    "server": "Meta is not well, or it is not Meta who answers at ATOUT_WHATSAPP_API; try later",
    "phone": "Meta knows no such number for this token; ATOUT_WHATSAPP_PHONE and _MORE take the phone number id that "
    "stands on Meta's page under WhatsApp, API Setup, not the number itself",
    "token not accepted or expired": "the token expired or is not accepted; make one of a system user that does not "
    "expire, set ATOUT_WHATSAPP_TOKEN (docs/operators.md)",
    "secret": "ATOUT_WHATSAPP_SECRET is not the secret of the application the token was made for, so nothing that Meta "
    "delivers is taken in; the app secret stands on Meta's page under Settings, Basic",
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. `trouble`: "" when all is well, a word of `SAID`, or why Meta refuses.

    `name` is the name people see, `link` what opens a chat, `date` the Date header of the answer, "" for none.
    """

    trouble: str = ""
    name: str = ""
    link: str = ""
    date: str = ""

    @property
    def said(self) -> str:
        """The trouble as a sentence, without its end."""
        return SAID.get(self.trouble, f"Meta refuses ({self.trouble}); look at the account there")


async def look(account: Account, secret: str) -> Look:
    """Ask for the number's public name, and whether the secret is that of the token's application."""
    url = f"{account.api.rstrip('/')}/{account.version}/{account.phone}"
    bearer = {"Authorization": f"Bearer {account.token}"}
    try:
        proof = {PROOF: hmac.new(secret.encode(), account.token.encode(), hashlib.sha256).hexdigest()}
        async with httpx2.AsyncClient(timeout=SOON, follow_redirects=False, headers=bearer) as http:
            answer = await http.get(url, params={"fields": FIELDS})
            proven = await http.get(url, params={"fields": FIELDS, **proof}) if answer.is_success else answer
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeEncodeError):
        return Look("network")
    date = str(answer.headers.get("Date", ""))
    if not answer.is_success:
        return Look(_refused(answer), date=date)
    about = told(answer)
    if not about:
        return Look("server", date=date)
    if code(proven) == UNKNOWN:
        return Look("secret", date=date)
    digits = "".join(char for char in str(about.get(DISPLAYED, "")) if char.isascii() and char.isdecimal())
    return Look(name=str(about.get("verified_name", "")), link=f"https://wa.me/{digits}" if digits else "", date=date)


def _refused(answer: httpx2.Response) -> str:
    """Return why a number is not shown to us."""
    status, number = answer.status_code, code(answer)
    if number == UNKNOWN:
        return "phone"
    return alarm(status, number) or ("server" if unwell(status, number) else f"error {number or status}")


async def introduce(account: Account, secret: str) -> None:
    """Say in the log under which name and number it answers, or why it does not."""
    found = await look(account, secret)
    if found.trouble:
        note(log, logging.WARNING, f"whatsapp: {found.said}")
    else:
        note(log, logging.INFO, "whatsapp answers", name=found.link or found.name, shown=found.name)
