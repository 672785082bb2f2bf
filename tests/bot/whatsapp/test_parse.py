"""Every recorded shape of a webhook means exactly one thing of ours; what is not known is "unsupported"."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from bot.channels.base import Arrival
from bot.channels.whatsapp import parse
from flows.model import Contact, Edit, Media, Place, Reach, Tap, Text, Unsupported, Voice
from tests.doubles.wire import platforms

PHONE = "1122334455667"
SCOPED = "US.13491208655302741918"
FOLDER = (platforms() or Path("nowhere")) / "whatsapp_webhooks"
needs_shapes = pytest.mark.skipif(not FOLDER.is_dir(), reason="the recorded webhooks are not beside the project")
MEANT = {  # file, case -> what came of it, and whose words
    ("message", "text"): [Text("Body Text")],
    ("message", "image"): [Media("photo", held=True)],
    ("message", "media_with_url"): [Media("photo", held=True)],
    ("message", "video"): [Media("video", caption="caption")],
    ("message", "document"): [Media("file", "filename.pdf", held=True, caption="caption")],
    ("message", "audio"): [Media("file")],
    ("message", "voice"): [Voice()],
    ("message", "static_sticker"): [Media("sticker")],
    ("message", "reaction"): [Media("sticker", emoji="😮")],
    ("message", "unreaction_empty"): [],
    ("message", "current_location"): [Place()],
    ("message", "chosen_location"): [Place("Facebook HQ")],
    ("message", "contacts"): [Contact("Chandler Bing", "+1 555-555-5555", own=True)],
    ("message", "order"): [Unsupported("order")],
    ("message", "unsupported"): [Unsupported("unsupported")],
    ("message", "unsupported_with_type"): [Unsupported("pool")],
    ("message", "interactive_message_with_err"): [Unsupported("button")],
    ("callback_button", "button"): [Unsupported("button")],  # none of our payloads
    ("callback_button", "quick_reply"): [Text("title")],
    ("message_status", "sent"): [],
    ("message_status", "failed"): [],
    ("system", "phone_number_change"): [Reach(ok=False)],
    ("system", "identity_change"): [],
    ("deleted_message", "revoke"): [],
}


def shapes() -> dict[tuple[str, str], dict[str, object]]:
    files = sorted(FOLDER.glob("*.json")) if FOLDER.is_dir() else ()
    told = ((file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in files)
    return {(name, case): body for name, cases in told for case, body in cases.items()}


def read(body: object, phone: str = PHONE) -> tuple[Arrival, ...]:
    return parse.arrivals(parse.read(json.dumps(body).encode()), phone)


@needs_shapes
@pytest.mark.parametrize(("name", "case"), MEANT)
def test_a_recorded_event_means_this(name: str, case: str) -> None:
    body = shapes()[name, case]
    value = body["entry"][0]["changes"][0]["value"]  # type: ignore[index]
    found = read(body, value["metadata"]["phone_number_id"])
    assert [arrival.body for arrival in found] == MEANT[name, case]


@needs_shapes
def test_a_voice_note_can_be_fetched_and_music_is_none() -> None:
    voice, audio = shapes()["message", "voice"], shapes()["message", "audio"]
    (note,), (music,) = (
        read(body, body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"])  # type: ignore[index]
        for body in (voice, audio)
    )
    assert note.upload is not None
    assert note.upload.ref
    assert music.upload is None


@needs_shapes
def test_none_of_them_is_a_failure_and_people_are_known_by_their_id_for_this_business() -> None:
    assert len(shapes()) > 35
    for (name, case), body in shapes().items():
        value = body["entry"][0]["changes"][0]["value"]  # type: ignore[index]
        for arrival in read(body, value.get("metadata", {}).get("phone_number_id", "")):
            assert arrival.address == SCOPED or name in {"system", "edited_message"}, case


def message(**said: object) -> dict[str, object]:
    value = {
        "metadata": {"phone_number_id": PHONE},
        "contacts": [{"wa_id": "33600000007", "user_id": "FR.1"}, {"wa_id": "33600000008"}],
        "messages": [{"from": "33600000007", "id": "wamid.A", "timestamp": "1", **said}],
    }
    return {"object": parse.OBJECT, "entry": [{"changes": [{"field": "messages", "value": value}]}]}


def test_a_tap_of_ours_is_a_tap() -> None:
    reply = {"type": "list_reply", "list_reply": {"id": "1.abcdefghij.3", "title": "Oui"}}
    (found,) = read(message(type="interactive", interactive=reply))
    assert (found.body, found.address) == (Tap("abcdefghij", "3"), "FR.1")


def test_a_reply_names_the_message_it_is_written_under() -> None:
    quoted = {"from": "15550783881", "id": "wamid.Z"}
    (under,) = read(message(type="text", text={"body": "écouter"}, context=quoted))
    (alone,) = read(message(type="text", text={"body": "écouter"}, context={"forwarded": True}))
    assert (under.body, under.replies, alone.replies) == (Text("écouter"), "wamid.Z", "")


def test_an_edit_says_which_message() -> None:
    edit = {"original_message_id": "wamid.Z", "message": {"type": "text", "text": {"body": "chez une dame"}}}
    (found,) = read(message(type="edit", edit=edit))
    assert found.body == Edit("wamid.Z", "chez une dame")


def test_without_an_id_for_this_business_it_is_the_number() -> None:
    (found,) = read(message(**{"from": "33600000008"}, type="text", text={"body": "x"}))
    assert found.address == "33600000008"


def test_who_hides_their_number_is_known_all_the_same() -> None:
    (found,) = read(message(**{"from": "", "from_user_id": "FR.9"}, type="text", text={"body": "x"}))
    assert found.address == "FR.9"


def test_somebody_it_cannot_be_sent_to_is_unreachable() -> None:
    status = {"id": "wamid.B", "status": "failed", "recipient_id": "33600000007", "errors": [{"code": 131026}]}
    value = {"metadata": {"phone_number_id": PHONE}, "statuses": [status, {**status, "errors": [{"code": 131053}]}]}
    body = {"object": parse.OBJECT, "entry": [{"changes": [{"field": "messages", "value": value}]}]}
    assert [arrival.body for arrival in read(body)] == [Reach(ok=False)]


@needs_shapes
def test_damaged_shapes_are_no_failure() -> None:
    chance = random.Random(7)

    def damaged(value: object) -> object:
        if chance.random() < 0.08:
            return chance.choice((None, 3, "", "x", [], {}, True, [None], {"id": {}}))
        if isinstance(value, dict):
            return {key: damaged(inner) for key, inner in value.items()}
        return [damaged(inner) for inner in value] if isinstance(value, list) else value

    for body in [*shapes().values()] * 40:
        harmed = damaged(body)
        if isinstance(harmed, dict):
            assert all(arrival.address for arrival in parse.arrivals(harmed, PHONE))
