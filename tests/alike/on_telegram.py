"""The phone with Telegram: the real channel behind its address, the double of the Bot API behind the channel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from starlette.types import ASGIApp

from bot.app import House
from bot.channels.telegram import PATH
from bot.channels.telegram.build import LIMITS
from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.webhook import HEADER, secret, webhook
from bot.settings import Settings
from flows.model import Contact, Edit, Media, Open, Place, Tap, Text, Voice
from locales import translator
from tests.alike.compared import Entry, file
from tests.alike.phones import Phones
from tests.alike.screens import SECOND, Deed, Screen, Steady
from tests.doubles.telegram import TOKEN, Shown

FIRST = 7  # the number of the first person
STICKER = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9, "is_animated": False}
PHOTO = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 3}


class OnTelegram(Screen):
    """Somebody with Telegram in their hand."""

    name = "telegram"
    path = PATH
    limits = LIMITS

    def __init__(self, phones: Phones, home: Path, settings: Settings, lang: str) -> None:
        self.phones, self.api = phones, phones.telegram
        number = FIRST + len(self.api.chats)
        self.person, self.address = self.api.person(number, "Awa", lang), str(number)
        self._numbers: dict[str, int] = {}  # of the messages that were written, by their id on the page
        super().__init__(home, settings, phones.hooks)

    def _channel(self) -> TelegramChannel:
        return TelegramChannel(TOKEN, translator, self.api.url, Steady())

    def _webhook(self, channel: TelegramChannel, house: House) -> ASGIApp:
        return webhook(channel, house, TOKEN)

    async def _post(self, raw: bytes) -> None:
        assert await self.phones.post(PATH, raw, {HEADER: secret(TOKEN)}) == HTTPStatus.OK

    def _at(self, at: int) -> None:
        self.api.date = at // SECOND

    async def _done(self, deed: Deed) -> Sequence[bytes]:
        self._at(deed.at)
        number = self.api.next_message
        await self._acts(deed)
        updates, self.api.queue = self.api.queue, []
        if "message" in updates[0]:
            self._numbers[deed.number] = number
        return [json.dumps(update).encode() for update in updates]

    async def _acts(self, deed: Deed) -> None:
        person = self.person
        match deed.body:
            case Text(text):
                await person.says(text)
            case Open():
                await person.starts()
            case Tap():
                await self._touches(deed)
            case Edit(of, text):
                await person.edits(self._numbers.get(of, 0), text)
            case Voice():
                await person.sends(voice=VOICE)
            case Media("sticker", emoji=emoji):
                await person.sends(sticker={**STICKER, "is_video": False, "emoji": emoji})
            case Media("photo"):
                await person.sends(photo=[PHOTO])
            case Media("file", name):
                await self._sends(name, deed.data or b"")
            case Place():
                await person.sends(location={"latitude": 47.2184, "longitude": -1.5536})
            case Contact(name, phone):
                await person.sends(contact={"phone_number": phone, "first_name": name})
            case _:
                raise NotImplementedError(deed.body)

    async def _touches(self, deed: Deed) -> None:
        """Touch a button, or a key of the keyboard that stands where a number can be shared: it sends its label."""
        assert deed.touched is not None
        bubble, button = deed.touched
        shown: Shown = self.asked[bubble.ask]
        old = shown is not next(one for one in reversed(self.person.shown) if one.labels or one.keyboard)
        await self.person.taps(button.label, shown, old=old)

    async def _sends(self, name: str, data: bytes) -> None:
        number = f"D{len(self.api.files)}"
        self.api.files[f"documents/{number}"] = data
        about = {"file_id": number, "file_unique_id": number, "file_name": name, "file_size": len(data)}
        await self.person.sends(document=about)

    def _shown(self) -> Sequence[Shown]:
        return self.person.shown

    def _entries(self, shown: Shown) -> Sequence[Entry]:
        keys = [key["text"] for key in shown.keyboard if "request_contact" not in key]
        entries = []
        if shown.kind != "text":
            mime = "image/png" if shown.kind == "photo" else "application/pdf"
            entries.append(file(shown.file_name, shown.data, mime, LIMITS))
        if shown.text or keys or shown.labels:
            entries.append(Entry(shown.text, tuple(shown.labels or keys), shown=shown))
        return entries
