"""Accounts of the counsellor's desk: invite somebody, list them, end an account or its sessions.

It works while `atout serve` runs and when it does not. The link it prints lets one person in once, within 72 hours; it
is kept nowhere, so print another when it is lost. Exit code 1 when there is no such account, 2 when something must be
set otherwise first.
"""

from __future__ import annotations

import secrets
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bot.app import fresh_id, now
from bot.desk.invitation import LIVES, PATH
from bot.pages.address import PublicUrlError, origin
from bot.settings import SettingError, from_environment
from bot.store.aside import accounts
from bot.store.base import StoreError
from bot.store.keys import KeyFileError
from bot.store.staff import Account, Accounts, Role, public_name
from bot.store.turning import current_key

FAILED: Final = 1
REFUSED: Final = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    invite = what.add_parser("invite", help="print a link that lets somebody in once")
    invite.add_argument("--role", choices=[role.value for role in Role], default=Role.COUNSELLOR.value)
    invite.add_argument("--name", help="who it is, as colleagues and people read it")
    invite.add_argument("--account", metavar="ID", help="again, for an account there is: it begins anew")
    what.add_parser("list", help="every account")
    for name, about in (("disable", "end an account and its sessions"), ("end-sessions", "sign an account out")):
        what.add_parser(name, help=about).add_argument("account", metavar="ID", help="as `atout desk list` shows it")


def run(args: Namespace) -> int:
    """Do it, and say what was done."""
    try:
        settings = from_environment()
        key, new = current_key(settings.key_file, settings.data)
        at = origin(settings.public_url) or f"http://localhost:{settings.port}"  # a passkey needs a name
        if new:
            print(f"The master key was made: {settings.key_file}. Keep a copy of it elsewhere.")
        with accounts(settings.data, key, settings.store.value) as known:
            return WHAT[args.what](known, args, at)
    except (SettingError, PublicUrlError, KeyFileError, StoreError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return REFUSED


def _invite(known: Accounts, args: Namespace, at: str) -> int:
    name = public_name(args.name or "")
    if not args.account and not name:
        print("Say who it is: --name NAME", file=sys.stderr)
        return REFUSED
    account = known.get(args.account) if args.account else Account(fresh_id(), Role(args.role), name, "", now())
    if account is None or account.disabled:
        return _nobody(args.account)
    if not args.account:
        known.create(account)
    secret, until = secrets.token_urlsafe(32), now() + LIVES
    known.invite(account.id, secret, until)
    known.log(now(), "", "invited", detail=account.id)
    print(f"{at}{PATH}/{secret}")
    print(f"For {account.name} ({account.role}), once, until {_date(until)}. Give it to them alone.")
    return 0


def _list(known: Accounts, _args: Namespace, _at: str) -> int:
    for one in known.all():
        until = known.open_until(one.id)
        invited = f"invited until {_date(until)}" if until > now() else "never came"
        how = "disabled" if one.disabled else "active" if one.joined else invited
        print(f"{one.id}  {one.role:<10}  {how:<30}  {one.name}")
    return 0


def _disable(known: Accounts, args: Namespace, _at: str) -> int:
    if not known.disable(args.account):
        return _nobody(args.account)
    known.log(now(), "", "disabled", detail=args.account)
    print("Disabled. It is signed out everywhere.")
    return 0


def _end_sessions(known: Accounts, args: Namespace, _at: str) -> int:
    if known.get(args.account) is None:
        return _nobody(args.account)
    ended = known.end_all(args.account)
    known.log(now(), "", "sessions ended", detail=args.account)
    print(f"Signed out: {ended}")
    return 0


def _nobody(ident: str) -> int:
    print(f"There is no active account {ident}: see `atout desk list`.", file=sys.stderr)
    return FAILED


def _date(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")


WHAT: Final[dict[str, Callable[[Accounts, Namespace, str], int]]] = {
    "invite": _invite,
    "list": _list,
    "disable": _disable,
    "end-sessions": _end_sessions,
}
