"""Whether the web chat answers at the address people type: asked from this machine, through the web server in front."""

from __future__ import annotations

import ssl
from http import HTTPStatus
from typing import Final

import httpx2

from bot.commands._found import WRONG, Found
from bot.pages.address import PublicUrlError, origin
from bot.settings import Settings

SOON: Final = 5.0  # seconds for an answer
PAGE: Final = "docs/operators/machine.md"
RENAMED: Final = (
    f"the web server in front gives this program another Host than people typed: it has to pass it on as it came, "
    f"with its port ({PAGE})"
)
ADVICE: Final = (
    "start the program, and look at the web server in front, its certificate and the name. Where this machine alone "
    "cannot reach its own address, nothing is wrong"
)


async def on_public(settings: Settings) -> list[Found]:
    """Return what answers there; nothing where there is no such address, or it cannot be one."""
    try:
        address = origin(settings.public_url)
    except PublicUrlError:  # said already
        return []
    if not address:
        return []
    try:
        async with httpx2.AsyncClient(timeout=SOON, verify=ssl.create_default_context()) as http:
            answer = await http.get(f"{address}/health")
    except (httpx2.HTTPError, OSError) as error:
        return [Found("advice", f"{address} does not answer from here ({type(error).__name__}): {ADVICE}.")]
    if answer.status_code == HTTPStatus.MISDIRECTED_REQUEST:
        return [Found(WRONG, f"{address} leads here, and is refused: {RENAMED}.")]
    if (answer.status_code, answer.text) != (HTTPStatus.OK, "ok"):
        return [Found("advice", f"At {address} something else answers ({answer.status_code}): {ADVICE}.")]
    return [Found("ok", f"The web chat answers at {address}.")]
