"""What the papers an operator hands in are filled with: figures from the code that keeps them, the rest from settings.

A paper is Markdown with slots, `{{months}}`, and parts that stand only where something is set up, between
`<!-- si telegram -->` and `<!-- fin -->`. No figure is written in a paper itself: one that changes in the code would
make it say something untrue. What a machine cannot know stays in square brackets, for the operator's hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.fold import ERASE_AFTER, REFUSED_KEPT
from bot.model import chosen as models
from bot.settings import Settings
from bot.store import backup, chain, ledger, notices, session, using
from bot.voice import chosen as voices

PAPERS: Final = Path(__file__).parents[2] / "docs" / "operators" / "rgpd"
SECOND: Final = 1000  # ms
HOUR: Final = 60 * 60 * SECOND
DAY: Final = 24 * HOUR
SLOT: Final = re.compile(r"\{\{(\w+)\}\}")
PART: Final = re.compile(r"^<!-- si (pas )?(\w+) -->\n(.*?)^<!-- fin -->\n", re.MULTILINE | re.DOTALL)
BLANK: Final = re.compile(r"\[à compléter[^\]]*\]")
TELEGRAM, META = Settings().telegram_api, Settings().whatsapp_api


class PaperError(Exception):
    """A paper has a slot nobody fills."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A paper as it is handed in, and how many places are left for the operator's hand."""

    name: str
    text: str
    blanks: int


def filled(settings: Settings, today: date, folder: Path = PAPERS) -> tuple[Filled, ...]:
    """Return the papers, by their names. Raises `PaperError`."""
    slots, flags = values(settings, today), parts(settings)
    return tuple(_fill(path, slots, flags) for path in sorted(folder.glob("*.md")))


def _fill(path: Path, slots: Mapping[str, str], flags: Mapping[str, bool]) -> Filled:
    def part(match: re.Match[str]) -> str:
        no, name, inside = match.groups()
        if name not in flags:
            raise PaperError(f"{path.name}: nobody knows whether there is {name}")
        return inside if flags[name] is not bool(no) else ""

    def slot(match: re.Match[str]) -> str:
        if match[1] not in slots:
            raise PaperError(f"{path.name}: nobody fills {match[1]}")
        return slots[match[1]]

    text = SLOT.sub(slot, PART.sub(part, path.read_text(encoding="utf-8")))
    return Filled(path.name, text, len(BLANK.findall(text)))


def parts(settings: Settings) -> Mapping[str, bool]:
    """Return what is set up here."""
    hears, speaks, helps = _heard(settings), _spoken(settings), models.outside(settings)
    keys = (settings.hear_key_file, settings.speak_key_file, settings.model_key_file)
    return {
        "mission": settings.basis == "mission",
        "telegram": bool(settings.telegram_token),
        "whatsapp": bool(settings.whatsapp_phone),
        "entend_dehors": bool(hears),
        "entend_ici": settings.hear not in {"", voices.NONE} and not hears,
        "parle_dehors": bool(speaks),
        "modele": _helped(settings),
        "modele_dehors": bool(helps),
        "modele_ici": _helped(settings) and not helps,
        "courriel": bool(settings.mail_server),
        "notification": settings.public_url.startswith("https:"),
        "cles_dehors": any(keys),
    }


def values(settings: Settings, today: date) -> Mapping[str, str]:
    """Return what each slot is filled with."""
    return {**_who(settings, today), **_kept(settings), **_elsewhere(settings)}


def _who(settings: Settings, today: date) -> Mapping[str, str]:
    return {
        "jour": f"{today:%d/%m/%Y}",
        "responsable": _cell(settings.operator) or "[à compléter : ATOUT_OPERATOR]",
        "contact": _cell(settings.contact) or "[à compléter : ATOUT_CONTACT]",
        "adresse": settings.public_url or "cette machine seule",
        "dossier": str(settings.data),
        "age": str(settings.age),
    }


def _kept(settings: Settings) -> Mapping[str, str]:
    """Return for how long what is kept, by the figures of the code that keeps it."""
    return {
        "mois": str(settings.keep_months),
        "preavis": "un mois" if settings.keep_months > 1 else "une semaine",
        "sans_reponse": _hours(session.SILENCE),
        "refus": _hours(REFUSED_KEPT),
        "effacement": str(ERASE_AFTER // SECOND),
        "fichier": _hours(session.UPLOAD_KEPT),
        "envoi": str(session.OUTBOX_KEPT // DAY),
        "recu": str(session.INBOX_KEPT // DAY),
        "poste": _hours(session.POSTED_KEPT),
        "journal": str(chain.KEPT // DAY),
        "avis": str(notices.KEPT // DAY),
        "liste": str(ledger.KEPT // DAY),
        "usages": str(using.KEPT),
        "copies_mots": str(backup.KEPT["words"].days),
        "copies_cles": str(backup.KEPT["keys"].days),
    }


def _elsewhere(settings: Settings) -> Mapping[str, str]:
    """Return the names of who gets something, outside this machine."""
    return {
        "entend": _heard(settings),
        "parle": _spoken(settings),
        "modele": models.outside(settings),
        "modele_adresse": _cell(settings.model),
        "budget": str(settings.model_budget),
        "courriel": _cell(settings.mail_server),
        "telegram_api": "" if settings.telegram_api == TELEGRAM else f", par {_host(settings.telegram_api)}",
        "whatsapp_api": "" if settings.whatsapp_api == META else f", par {_host(settings.whatsapp_api)}",
    }


def _helped(settings: Settings) -> bool:
    return settings.model not in {"", models.NONE}


def _heard(settings: Settings) -> str:
    return voices.outside(settings.hear)


def _spoken(settings: Settings) -> str:
    return voices.outside(settings.speak) if settings.speak_languages else ""


def _host(address: str) -> str:
    return urlsplit(address).hostname or address


def _hours(ms: int) -> str:
    return f"{ms // HOUR} heures"


def _cell(text: str) -> str:
    """Return a setting as it may stand in a cell of a table."""
    return " ".join(text.split()).replace("|", "/")
