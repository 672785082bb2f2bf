"""What Meta says of a WhatsApp account when it is asked: whether the token and the number go together.

One question, which costs nothing and sends nobody anything. What is found are words; `atout doctor` and `atout setup`
make sentences of them. The token and the number stay here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import httpx2

from bot.channels.whatsapp.client import Account, code, told
from bot.channels.whatsapp.errors import alarm

SOON: Final = 15.0  # seconds for an answer
UNKNOWN: Final = 100  # Graph's code: there is no such object, or this token may not see it
FIELDS: Final = "display_phone_number,verified_name"


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. `trouble`: "" when all is well, "network", "phone", or why Meta refuses.

    `name` is the name people see, `date` the Date header of the answer, "" for none.
    """

    trouble: str = ""
    name: str = ""
    date: str = ""


async def look(account: Account) -> Look:
    """Ask for the number's public name."""
    url = f"{account.api.rstrip('/')}/{account.version}/{account.phone}"
    bearer = {"Authorization": f"Bearer {account.token}"}
    try:
        async with httpx2.AsyncClient(timeout=SOON, follow_redirects=False) as http:
            answer = await http.get(url, params={"fields": FIELDS}, headers=bearer)
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeEncodeError):
        return Look("network")
    date = str(answer.headers.get("Date", ""))
    if answer.is_success:
        return Look(name=str(told(answer).get("verified_name", "")), date=date)
    why = "phone" if code(answer) == UNKNOWN else alarm(answer.status_code, code(answer))
    return Look(why or f"error {code(answer) or answer.status_code}", date=date)
