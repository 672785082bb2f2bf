"""The phone with WhatsApp: the real channel behind its address, the double of the Cloud API behind the channel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.types import ASGIApp

from bot.app import House
from bot.channels.whatsapp.build import LIMITS
from bot.channels.whatsapp.client import Account, WhatsAppChannel
from bot.channels.whatsapp.webhook import PATH, Secrets, webhook
from bot.settings import Settings
from flows.model import Contact, Edit, Media, Open, Phrase, Place, Tap, Text, Voice, counted
from flows.words import fold
from locales import translator
from tests.alike.compared import Entry, answers, file
from tests.alike.lines import HELLO
from tests.alike.phones import Phones
from tests.alike.screens import SECOND, Deed, Screen, Steady
from tests.doubles.graph import PHONE, SECRET, TOKEN
from tests.doubles.graph_people import Shown

HOUR = 60 * 60  # seconds
FIRST = 33_600_000_007  # the number of the first person


class OnWhatsApp(Screen):
    """Somebody with WhatsApp in their hand, which tells no language of the app. `told`: it tells their number."""

    name = "whatsapp"
    path = PATH
    limits = LIMITS

    def __init__(self, phones: Phones, home: Path, settings: Settings, *, told: bool) -> None:
        self.meta = phones.graph
        self.person = self.meta.person(f"{FIRST + len(self.meta.people)}")
        self.person.hidden = not told  # behind a username, as on the page, where nobody knows it either
        self.address = self.person.user_id
        self._numbers: dict[str, str] = {}  # of the messages that were written, by their id on the page
        self.meta.held, self.meta.webhook = [], phones.url + PATH
        super().__init__(home, settings, phones.hooks)

    def _channel(self) -> WhatsAppChannel:
        return WhatsAppChannel(Account(PHONE, TOKEN, self.meta.url, "v25.0"), translator, Steady())

    def _webhook(self, channel: WhatsAppChannel, house: House) -> ASGIApp:
        return webhook([channel], house, Secrets(SECRET, "a word agreed upon"))

    async def _post(self, raw: bytes) -> None:
        assert await self.meta.deliver(raw) == [200]

    def _at(self, at: int) -> None:
        self.meta.date = at // SECOND

    async def _done(self, deed: Deed) -> Sequence[bytes]:
        self._at(deed.at)
        self._numbers[deed.number] = await self._acts(deed)
        raws, self.meta.held = self.meta.held or [], []
        return raws

    async def _acts(self, deed: Deed) -> str:
        person, body = self.person, deed.body
        match body:
            case Text(text):
                done = person.says(text)
            case Open(lang):
                done = person.says(HELLO[lang])
            case Tap():
                done = self._touches(deed)
            case Edit(of, text):
                done = person.edits(self._numbers.get(of, of), text)
            case Voice():
                done = person.sends_voice(b"OggS")
            case Media("sticker", emoji=emoji):  # a sticker comes without its emoji; a reaction is one
                done = person.reacts(person.shown[-1].id, emoji)
            case Media("photo"):
                done = person.sends_photo(b"\xff\xd8\xff")
            case Media("file", name):
                done = person.sends_document(name, deed.data or b"")
            case Place():
                done = person.shares_place(47.2184, -1.5536)
            case Contact(name, phone):
                card = {"name": {"first_name": name, "formatted_name": name}, "phones": [{"phone": phone}]}
                done = person.sends("contacts", [card])
            case _:
                raise NotImplementedError(body)
        return await done

    async def _touches(self, deed: Deed) -> str:
        """Touch a button or a row; where neither has room for the choices, write what stands in the text."""
        assert deed.touched is not None
        bubble, button = deed.touched
        shown: Shown = self.asked[bubble.ask]
        if shown.choices:
            return await self.person.taps(button.label, shown)
        self.wrote = True
        place = bubble.buttons.index(button)
        answers = counted([one.id for one in bubble.buttons])
        return await self.person.says(str(place + 1) if place < answers else button.label)

    def _shown(self) -> Sequence[Shown]:
        return self.person.shown

    def _entries(self, shown: Shown) -> Sequence[Entry]:
        entries = []
        if shown.file_kind:
            mime = "image/png" if shown.file_kind == "image" else "application/pdf"
            entries.append(file(shown.file_name, shown.data, mime, LIMITS))
        if shown.text or shown.choices:
            text = _less(shown.text)
            own = [one["title"] for one in shown.choices if answers(one["id"])]
            self._work_everywhere([one["title"] for one in shown.choices if not answers(one["id"])])
            entries.append(Entry(text, tuple(own), shown=shown))
        return entries

    def _work_everywhere(self, added: Sequence[str]) -> None:
        """Check that the choices the channel adds say words that are understood under every question."""
        known = {way for words in self.life.content.words.values() for ways in words.commands.values() for way in ways}
        assert {fold(label) for label in added} <= known


def _less(text: str) -> str:
    """Return words of a summary without how long this app takes an answer, which the page has not to say."""
    hours = Phrase("summary.window.hours", {"n": (LIMITS.window or 0) // HOUR})
    for lang in HELLO:
        text = text.replace(f" {translator(lang, 'vous')(hours)}", "")
    return text
