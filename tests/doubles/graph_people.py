"""Somebody with WhatsApp in their hand, and what their app shows: the people of the Graph double.

It knows nothing of our code. What a person does leaves as an event in the form of the recorded webhooks.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.doubles.graph import Graph

ACCOUNT = "102290129340398"
DISPLAY = "15550783881"  # the number of the business, as people see it


@dataclass(slots=True)
class Shown:
    """A message of the bot as the app shows it."""

    id: str
    text: str = ""
    kind: str = "text"  # its type; of an interactive one, which: "button", "list", ...
    choices: list[dict[str, str]] = field(default_factory=list)  # buttons or rows: id, title, perhaps description
    sections: dict[str, list[str]] = field(default_factory=dict)  # of a list: the rows under each title
    opener: str = ""  # the words that open the list
    header: str = ""
    footer: str = ""
    file_kind: str = ""
    file_name: str = ""
    data: bytes = b""
    voice: bool = False
    answers: str = ""  # the message it quotes

    @property
    def labels(self) -> list[str]:
        """The words on the buttons, or on the rows of the list."""
        return [choice["title"] for choice in self.choices]

    def draw(self, content: Mapping[str, Any]) -> None:
        """Show an interactive message."""
        action = content["action"]
        self.text = (content.get("body") or {}).get("text", "")
        self.header = (content.get("header") or {}).get("text", "")
        self.footer = (content.get("footer") or {}).get("text", "")
        self.opener = action.get("button", "")
        self.choices = [button["reply"] for button in action.get("buttons", ())]
        for section in action.get("sections", ()):
            self.sections[section.get("title", "")] = [row["title"] for row in section["rows"]]
            self.choices += section["rows"]


class Person:
    """Somebody with the app in their hand: does things, sees things."""

    def __init__(self, graph: Graph, wa_id: str, name: str, country: str) -> None:
        self.graph, self.name, self.country = graph, name, country
        self.wa_id, self.user_id = wa_id, f"{country}.1{wa_id}"
        self.phone = graph.phones[0]  # the number they write to
        self.hidden = False  # has a username: the phone number is told no longer
        self.blocked = False
        self.links = False  # events say where a file is, beside its id
        self.last: int | None = None  # when they last wrote
        self.said: dict[str, None] = {}  # the ids of what they wrote, in order
        self.shown: list[Shown] = []
        self.read: list[str] = []
        self.typing: list[str] = []

    async def says(self, text: str, answers: Shown | None = None) -> str:
        """Write something, perhaps quoting a message."""
        quoted = {"context": self._context(answers)} if answers else {}
        return await self.sends("text", {"body": text}, **quoted)

    async def says_at_once(self, *texts: str) -> list[str]:
        """Write several messages that arrive as one event."""
        messages = [self.message("text", {"body": text}) for text in texts]
        await self._publish(*messages)
        return [message["id"] for message in messages]

    async def taps(self, label: str, shown: Shown | None = None) -> str:
        """Touch a button or a row: of this message, or of the last one that has it."""
        for message in [shown] if shown else reversed(self.shown):
            for choice in message.choices:
                if choice["title"] == label:
                    return await self._chooses(message, choice)
        raise AssertionError(f"no choice {label!r}; there are {[item.labels for item in self.shown]}")

    async def sends_payload(self, payload: str, title: str = "x", shown: Shown | None = None) -> str:
        """Touch a button with this payload, ours or not."""
        return await self._chooses(shown or Shown("wamid.old", kind="button"), {"id": payload, "title": title})

    async def sends_voice(self, data: bytes) -> str:
        """Send a voice note."""
        return await self.sends_file("audio", data, "audio/ogg; codecs=opus", voice=True)

    async def sends_photo(self, data: bytes, caption: str = "") -> str:
        """Send a photo."""
        return await self.sends_file("image", data, "image/jpeg", **({"caption": caption} if caption else {}))

    async def sends_document(self, name: str, data: bytes, caption: str = "") -> str:
        """Send a file."""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        more = {"filename": name} | ({"caption": caption} if caption else {})
        return await self.sends_file("document", data, kind, **more)

    async def sends_sticker(self, data: bytes = b"RIFFxxxxWEBP") -> str:
        """Send a sticker."""
        return await self.sends_file("sticker", data, "image/webp", animated=False)

    async def sends_file(self, what: str, data: bytes, kind: str, **more: object) -> str:
        """Send any file."""
        media = self.graph.store(data, kind)
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        link = {"url": self.graph.link(media)} if self.links else {}
        return await self.sends(what, {"mime_type": kind, "sha256": digest, "id": media, **link, **more})

    async def shares_place(self, latitude: float = 48.85, longitude: float = 2.35) -> str:
        """Send where they are."""
        return await self.sends("location", {"latitude": latitude, "longitude": longitude})

    async def shares_contact(self, *, own: bool = True) -> str:
        """Send their own card, or somebody else's."""
        number = self.wa_id if own else "33699999999"
        name = self.name if own else "Someone"
        phones = [{"phone": f"+{number}", "wa_id": number, "type": "CELL"}]
        return await self.sends("contacts", [{"name": {"first_name": name, "formatted_name": name}, "phones": phones}])

    async def reacts(self, message: str, emoji: str = "👍") -> str:
        """React to a message; with "" take the reaction back."""
        return await self.sends("reaction", {"message_id": message, "emoji": emoji})

    async def edits(self, message: str, text: str) -> str:
        """Change an earlier message."""
        changed = {"context": {"id": "M0"}, "type": "text", "text": {"body": text}}
        return await self.sends("edit", {"original_message_id": message, "message": changed})

    async def revokes(self, message: str) -> str:
        """Take an earlier message back."""
        return await self.sends("revoke", {"original_message_id": message})

    async def sends_unsupported(self, what: str = "poll") -> str:
        """Send something the API cannot tell."""
        error = {"code": 131051, "title": "Message type unknown", "message": "Message type unknown"}
        error |= {"error_data": {"details": "Message type is currently not supported."}}
        return await self.sends("unsupported", {"type": what}, errors=[error])

    async def changes_number(self, number: str) -> str:
        """Take another number: the old one, and its scoped id, reach nobody."""
        body = f"User {self.name} changed from {self.wa_id} to {number}"
        scoped = f"{self.country}.1{number}"
        content = {"body": body, "wa_id": number, "user_id": scoped, "type": "user_changed_number"}
        message = self.message("system", content)
        self.wa_id, self.user_id = number, scoped
        await self.graph.publish([], self.phone, messages=[message])
        return str(message["id"])

    async def sends(self, kind: str, content: object, **more: object) -> str:
        """Send a message of any kind; return its id."""
        message = self.message(kind, content, **more)
        await self._publish(message)
        return str(message["id"])

    async def sees(self, count: int = 1, seconds: float = 60) -> list[Shown]:
        """Wait until the bot has said at least so many things in all; return them."""
        await self.graph.until(lambda: len(self.shown) >= count, seconds)
        return self.shown

    def message(self, kind: str, content: object, **more: object) -> dict[str, Any]:
        """Return a message of this person, as an event holds it."""
        number = self.graph.id(self)
        who = {"from_user_id": self.user_id} | ({} if self.hidden else {"from": self.wa_id})
        when = {"id": number, "timestamp": str(self.graph.date)}
        return {**who, **when, "type": kind, kind: content, **more}

    def contact(self) -> dict[str, Any]:
        """Return who this is, as an event holds it."""
        who = {"profile": {"name": self.name}, "user_id": self.user_id}
        return who | ({} if self.hidden else {"wa_id": self.wa_id})

    def wrote(self, text: str) -> bytes:
        """Write something; return the event, which nobody has yet."""
        message = self.message("text", {"body": text})
        self._said(message)
        return self.graph.event([self.contact()], self.phone, messages=[message])

    async def _publish(self, *messages: Mapping[str, Any]) -> None:
        self._said(*messages)
        await self.graph.publish([self.contact()], self.phone, messages=messages)

    def _said(self, *messages: Mapping[str, Any]) -> None:
        self.last = self.graph.date
        self.said.update((message["id"], None) for message in messages)

    async def _chooses(self, shown: Shown, choice: Mapping[str, str]) -> str:
        context = self._context(shown)
        if shown.kind == "template":
            return await self.sends("button", {"payload": choice["id"], "text": choice["title"]}, context=context)
        kind = "list_reply" if shown.kind == "list" else "button_reply"
        return await self.sends("interactive", {"type": kind, kind: choice}, context=context)

    def _context(self, shown: Shown) -> dict[str, str]:
        return {"from": DISPLAY, "id": shown.id}
