"""Which model an operator chose, out of a few settings: none, Mistral, or a server with the same interface."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from typing import Final
from urllib.parse import urlsplit

from bot.model.base import Model
from bot.pages.address import LOOPBACK
from bot.secrets import secret
from bot.settings import PREFIX, SettingError, Settings

MISSING: Final = find_spec("mistralai") is None
NONE: Final = "none"
BRAND: Final = "mistral"
WEB: Final = ("http://", "https://")
NAME: Final = f"{PREFIX}MODEL"
PRICE_MOST: Final = 10_000


def model(settings: Settings) -> Model | None:
    """Return the model, None for none. Raises `SettingError`."""
    where = settings.model
    _ = price(settings)
    if where in {"", NONE}:
        return None
    brand, _, server = where.partition("+")
    address = where if where.startswith(WEB) else server
    if brand != BRAND and not where.startswith(WEB):
        raise SettingError(f"{NAME} takes none, mistral, or the address of a server with /v1/chat/completions")
    if MISSING:
        raise SettingError(f"{NAME} needs a package that is not here: .venv/bin/pip install mistralai")
    if address and not _host(address):
        raise SettingError(f"{NAME}: {address} is no address")
    here = _host(address) in LOOPBACK
    if address.startswith("http://") and not here and not settings.model_own:
        raise SettingError(f"{NAME}: words would go to {_host(address)} in clear; take https:// (or {NAME}_OWN=yes)")
    key = secret(f"{NAME}_KEY_FILE", settings.model_key_file)
    if brand == BRAND and not key:
        raise SettingError(f"{NAME}=mistral needs {NAME}_KEY_FILE")
    if where.startswith(WEB) and not settings.model_name:
        raise SettingError(f"{NAME}_NAME must say which model that server is asked for")
    from bot.model.mistral import Mistral  # noqa: PLC0415 - its client is loaded only where it is used

    own = bool(address) and (here or settings.model_own)
    return Mistral(settings.model_name, key, address, own=own)


def price(settings: Settings) -> Decimal:
    """Return what a million tokens cost, 0 where it is not said. Raises `SettingError`."""
    try:
        amount = Decimal(settings.model_price.replace(",", ".") or 0)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= PRICE_MOST:
        raise SettingError(f"{NAME}_PRICE takes an amount for a million tokens, such as 0.30")
    return amount


def outside(settings: Settings) -> str:
    """Return who is asked outside the operator's machine, as a person would call it; "" for nobody."""
    brand, _, server = settings.model.partition("+")
    address = settings.model if settings.model.startswith(WEB) else server
    if address:
        host = _host(address)
        return "" if host in LOOPBACK or settings.model_own else host
    return brand.capitalize() if brand == BRAND else ""


def _host(address: str) -> str:
    """Return the host of an address, as `LOOPBACK` writes it; "" for none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return f"[{host}]" if ":" in host else host
