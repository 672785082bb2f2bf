"""The double is honest: a client this project did not write can work with it, and what it sends has the right form."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx
import pytest
from pywa import errors, handlers
from pywa.types.callback import Button, Section, SectionList, SectionRow
from pywa.types.templates import BodyText, QuickReplyButton, TemplateLanguage
from pywa_async.client import WhatsApp
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.doubles import graph_schema
from tests.doubles.graph import DAY, LINK, PHONE, SECRET, TOKEN, Graph, signed
from tests.doubles.graph_people import Person
from tests.doubles.wire import served

OGG = b"OggS and what follows"
PDF = b"%PDF-1.7 and what follows"
READERS = (
    handlers.MessageHandler,
    handlers.CallbackButtonHandler,
    handlers.CallbackSelectionHandler,
    handlers.MessageStatusHandler,
    handlers.PhoneNumberChangeHandler,
    handlers.EditedMessageHandler,
    handlers.DeletedMessageHandler,
)


@pytest.fixture
async def other(graph: Graph) -> AsyncIterator[WhatsApp]:
    async with httpx.AsyncClient() as session:
        yield client(graph, session)


def client(graph: Graph, session: httpx.AsyncClient, token: str = TOKEN) -> WhatsApp:
    """Return a client of pywa. It knows one address, Meta's: the session is told another afterwards."""
    made = WhatsApp(PHONE, token, session=session, server=None, app_secret=SECRET)
    session.base_url = httpx.URL(f"{graph.url}/v23.0")
    return made


@pytest.fixture
async def awa(graph: Graph) -> Person:
    """Somebody who has just written."""
    person = graph.person()
    await person.says("bonjour")
    return person


def buttons(*titles: str) -> list[Button]:
    return [Button(title, callback_data=f"1.{place}") for place, title in enumerate(titles)]


def rows(count: int, title: str = "Choix") -> SectionList:
    made = [SectionRow(f"{title} {place}", callback_data=f"2.{place}") for place in range(count)]
    return SectionList("Choisir", [Section("Métiers", made)])


async def test_another_client_sends_text_buttons_and_a_list(awa: Person, other: WhatsApp) -> None:
    sent = await other.send_message(awa.wa_id, "D'accord ?", buttons=buttons("Oui", "Non", "Plus"))
    await other.send_message(awa.user_id, "Quel métier ?", buttons=rows(10))
    await other.send_message(awa.user_id, "Merci.")
    assert [shown.text for shown in awa.shown] == ["D'accord ?", "Quel métier ?", "Merci."]
    assert [shown.kind for shown in awa.shown] == ["button", "list", "text"]
    assert sent.id == awa.shown[0].id
    assert awa.shown[0].labels == ["Oui", "Non", "Plus"]
    assert awa.shown[1].opener == "Choisir"
    assert awa.shown[1].sections == {"Métiers": [f"Choix {place}" for place in range(10)]}


async def test_the_double_refuses_what_the_documents_forbid(graph: Graph, awa: Person, other: WhatsApp) -> None:
    for case in (
        lambda: other.send_message(awa.wa_id, "x", buttons=buttons("a", "b", "c", "d")),
        lambda: other.send_message(awa.wa_id, "x", buttons=buttons("x" * 21)),
        lambda: other.send_message(awa.wa_id, "x", buttons=buttons("a", "a")),
        lambda: other.send_message(awa.wa_id, "x" * 1025, buttons=buttons("a")),
        lambda: other.send_message(awa.wa_id, "x", buttons=rows(11)),
        lambda: other.send_message(awa.wa_id, "x", buttons=rows(1, "x" * 23)),
        lambda: other.send_message(awa.wa_id, "x" * 4097, buttons=rows(1)),
        lambda: other.send_message(awa.wa_id, "x" * 4097),
    ):
        await refused(graph, case)
    assert awa.shown == []
    graph.wrong.clear()


async def refused(graph: Graph, case: Callable[[], Coroutine[Any, Any, object]]) -> None:
    before = len(graph.wrong)
    with pytest.raises(errors.InvalidParameter):
        await case()
    assert len(graph.wrong) > before


async def test_what_fits_exactly_is_taken(awa: Person, other: WhatsApp) -> None:
    await other.send_message(awa.wa_id, "x" * 1024, buttons=buttons("x" * 20))
    await other.send_message(awa.wa_id, "x" * 4096, buttons=rows(10, "x" * 22))
    await other.send_message(awa.wa_id, "x" * 4096)
    assert len(awa.shown) == 3


async def test_a_wrong_token_and_a_closed_window(graph: Graph, awa: Person, other: WhatsApp) -> None:
    async with httpx.AsyncClient() as session:
        with pytest.raises(errors.ExpiredAccessToken):
            await client(graph, session, "revoked").send_message(awa.wa_id, "x")
    graph.date += DAY
    await other.send_message(awa.wa_id, "still open")
    graph.date += 1
    with pytest.raises(errors.ReEngagementMessage):
        await other.send_message(awa.wa_id, "x")
    with pytest.raises(errors.MessageUndeliverable):
        await other.send_message("33600000008", "x")
    assert [shown.text for shown in awa.shown] == ["still open"]


async def test_a_document_goes_with_its_choices_in_one_message(awa: Person, other: WhatsApp) -> None:
    await other.send_document(awa.user_id, PDF, filename="CV.pdf", caption="Voici", mime_type="application/pdf")
    await other.send_document(awa.user_id, PDF, filename="CV.pdf", caption="Voici", buttons=buttons("Changer"))
    for shown in awa.shown:
        assert (shown.text, shown.file_kind, shown.file_name, shown.data) == ("Voici", "document", "CV.pdf", PDF)
    assert [shown.labels for shown in awa.shown] == [[], ["Changer"]]


async def test_a_list_has_no_document(graph: Graph, awa: Person) -> None:
    header = {"type": "document", "document": {"id": graph.store(PDF, "application/pdf", "out")}}
    section = {"rows": [{"id": "1", "title": "Oui"}]}
    action = {"button": "Choisir", "sections": [section]}
    content = {"type": "list", "header": header, "body": {"text": "x"}, "action": action}
    body = {"messaging_product": "whatsapp", "to": awa.wa_id, "type": "interactive", "interactive": content}
    assert list(graph_schema.message(body)) == ["header: a list has a header of text alone"]


async def test_another_client_sends_voice_and_says_it_has_read(awa: Person, other: WhatsApp) -> None:
    await other.send_voice(awa.user_id, OGG, mime_type="audio/ogg")
    assert (awa.shown[0].file_kind, awa.shown[0].voice, awa.shown[0].data) == ("audio", True, OGG)
    (written,) = awa.said
    assert await other.mark_message_as_read(written)
    assert (awa.read, awa.typing) == ([written], [])
    assert await other.indicate_typing(written)
    assert awa.typing == [written]
    with pytest.raises(errors.InvalidParameter):
        await other.mark_message_as_read("wamid.of-nobody")


async def test_files_go_up_and_down(graph: Graph, awa: Person, other: WhatsApp) -> None:
    uploaded = await other.upload_media(PDF, mime_type="application/pdf", filename="CV.pdf")
    assert graph.media[uploaded.id].data == PDF
    await awa.sends_voice(OGG)
    number = json.loads(graph.events[-1])["entry"][0]["changes"][0]["value"]["messages"][0]["audio"]["id"]
    found = await other.get_media_url(number)
    assert (found.mime_type, found.file_size) == ("audio/ogg; codecs=opus", len(OGG))
    assert await other.get_media_bytes(found.url) == OGG
    async with httpx.AsyncClient() as stranger:
        assert (await stranger.get(found.url)).status_code == 401
    graph.date += LINK + 1
    with pytest.raises(httpx.HTTPStatusError, match="404"):
        await other.get_media_bytes(found.url)
    assert await other.get_media_bytes((await other.get_media_url(number)).url) == OGG
    assert await other.delete_media(number)
    with pytest.raises(errors.WhatsAppError):
        await other.get_media_url(number)
    graph.date += 31 * DAY
    with pytest.raises(errors.WhatsAppError):
        await other.get_media_url(uploaded.id)


async def test_an_event_may_say_where_its_file_is(graph: Graph, awa: Person, other: WhatsApp) -> None:
    awa.links = True
    await awa.sends_voice(OGG)
    (update,) = await read(other, graph.events[-1:])
    assert await other.get_media_bytes(update.audio.url) == OGG
    assert list(graph_schema.webhook(json.loads(graph.events[-1]))) == []


async def test_files_of_other_kinds_stay_out(graph: Graph, awa: Person, other: WhatsApp) -> None:
    with pytest.raises(errors.WhatsAppError, match="one of the known types"):
        await other.upload_media(b"{}", mime_type="application/json", filename="resume.json")
    paper = graph.store(PDF, "application/pdf", "out")
    for error, kind, number in (
        (errors.MediaUploadError, "image", paper),
        (errors.MediaUploadError, "audio", paper),
        (errors.WhatsAppError, "document", "999"),
    ):
        with pytest.raises(error):
            await other.api.send_message(PHONE, awa.wa_id, None, "individual", kind, {"id": number})
    assert awa.shown == []


async def test_the_number_introduces_itself(other: WhatsApp) -> None:
    number = await other.get_business_phone_number()
    assert (number.id, number.verified_name, number.display_phone_number) == (PHONE, "Atout", "+15550783881")


async def test_an_approved_template_reaches_somebody_silent(graph: Graph, awa: Person, other: WhatsApp) -> None:
    graph.approve("reminder", "fr", "Bonjour {{1}}, on continue ?", "Oui", "Stop")
    graph.date += 3 * DAY
    french = TemplateLanguage.FRENCH
    filled = BodyText("Bonjour {{1}}", "x").params("Awa")  # type: ignore[arg-type]  # declared without its self
    params = [filled, QuickReplyButton(text="Oui").params(callback_data="3.1", index=0)]
    await other.send_template(awa.user_id, "reminder", french, params)
    assert (awa.shown[0].text, awa.shown[0].labels) == ("Bonjour Awa, on continue ?", ["Oui", "Stop"])
    for error, lang in ((errors.TemplateParamCountMismatch, "fr"), (errors.TemplateNotExists, "ar")):
        bare = {"name": "reminder", "language": {"code": lang}}
        with pytest.raises(error):
            await other.api.send_message(PHONE, awa.wa_id, None, "individual", "template", bare)
    await awa.taps("Oui")
    (tap,) = await read(other, graph.events[-1:])
    assert (tap.data, tap.title, tap.is_quick_reply) == ("3.1", "Oui", True)
    await other.send_message(awa.user_id, "open again")


# ------------------------------------------------------------ what people do


async def read(other: WhatsApp, events: list[bytes]) -> list[Any]:
    """Return what the other client makes of these events; one it cannot read is missing."""
    found: list[Any] = []
    other._handlers.clear()
    for reader in READERS:
        other.add_handlers(reader(lambda _, update: found.append(update)))
    for event in events:
        assert await other.webhook_update_validator(event, signed(event)) is None
        assert await other.webhook_update_handler(event) == ("ok", 200)
    return found


async def everything(graph: Graph, person: Person, other: WhatsApp) -> None:
    """Do each thing a person can do."""
    written = await person.says("je fais le ménage / la cuisine 🙂")
    await other.send_message(person.user_id, "D'accord ?", buttons=buttons("Oui"))
    await other.send_message(person.user_id, "Lequel ?", buttons=rows(2))
    await person.says("oui", answers=person.shown[0])
    await person.taps("Oui")
    await person.taps("Choix 1")
    await person.sends_payload("no/button:of-ours")
    await person.sends_voice(OGG)
    await person.sends_photo(b"JFIF")
    await person.sends_document("cv.pdf", PDF, "mon CV")
    await person.sends_sticker()
    await person.shares_place()
    await person.shares_contact()
    await person.shares_contact(own=False)
    await person.reacts(written)
    await person.sends_unsupported()
    await person.edits(written, "autre chose")
    await person.revokes(written)
    for status in ("sent", "delivered", "read", "played", "failed"):
        await graph.status(person.shown[0].id, status)
    await person.changes_number("33600000009")


async def test_another_client_reads_all_that_people_do(graph: Graph, other: WhatsApp) -> None:
    await everything(graph, graph.person(), other)
    found = await read(other, graph.events)
    assert len(found) == len(graph.events) == 22
    said = [update for update in found if type(update).__name__ == "Message"]
    kinds = "text text audio image document sticker location contacts contacts reaction unsupported".split()  # noqa: SIM905
    assert [update.type.value for update in said] == kinds
    assert said[0].text == "je fais le ménage / la cuisine 🙂"
    assert (said[0].from_user.bsuid, said[0].from_user.wa_id) == ("FR.133600000007", "33600000007")
    assert said[1].reply_to_message.id == graph.people[0].shown[0].id
    assert (said[4].document.filename, said[4].caption) == ("cv.pdf", "mon CV")
    tap, choice, strange = found[2:5]
    assert strange.data == "no/button:of-ours"
    assert (tap.data, tap.title, choice.data, choice.title) == ("1.0", "Oui", "2.1", "Choix 1")
    assert [update.status.value for update in found[-6:-1]] == ["sent", "delivered", "read", "played", "failed"]
    assert isinstance(found[-2].error, errors.MessageUndeliverable)
    assert (found[-1].old_wa_id, found[-1].new_wa_id) == ("33600000007", "33600000009")


async def test_another_client_reads_somebody_who_hides_the_number(graph: Graph, other: WhatsApp) -> None:
    noor = graph.person("33600000008", "Noor")
    noor.hidden = True
    await noor.says("salut")
    (update,) = await read(other, graph.events)
    assert (update.from_user.bsuid, update.from_user.wa_id) == ("FR.133600000008", None)
    assert (await other.send_message(noor.user_id, "bonjour")).id == noor.shown[0].id
    assert b'33600000008",' not in graph.events[0].replace(b"FR.133600000008", b"")


async def test_a_changed_number_leaves_nobody_behind(graph: Graph, awa: Person, other: WhatsApp) -> None:
    before = (awa.wa_id, awa.user_id)
    await awa.changes_number("33600000009")
    for address in before:
        with pytest.raises(errors.MessageUndeliverable):
            await other.send_message(address, "x")


def need_shapes() -> None:
    if not (graph_schema.shapes() and graph_schema.published()):
        pytest.skip("the files of the WhatsApp Cloud API are not beside this repository (set ATOUT_SHARED)")


async def test_what_the_double_delivers_has_the_recorded_form(graph: Graph, other: WhatsApp) -> None:
    need_shapes()
    await everything(graph, graph.person(), other)
    for event in graph.events:
        assert list(graph_schema.webhook(json.loads(event))) == []
    kept = json.loads(graph.events[0])
    kept["entry"][0]["changes"][0]["value"]["messages"][0]["wings"] = 2
    assert list(graph_schema.webhook(kept)) == ["text.wings: no recorded webhook has it"]


def test_every_recorded_webhook_is_read() -> None:
    need_shapes()
    bodies = graph_schema.shapes()
    assert len(bodies) >= 40
    for name, body in bodies.items():
        assert list(graph_schema.webhook(body)) == [], name
        assert any(kind != "contact" for kind, _ in graph_schema.contents(body)), name


# ------------------------------------------------------------ how events arrive


class House:
    """Whoever gets the webhooks: keeps what came, answers as told."""

    def __init__(self) -> None:
        self.came: list[tuple[bytes, str | None]] = []
        self.answers: list[int] = []

    async def hook(self, request: Request) -> Response:
        if request.method == "GET":
            right = request.query_params["hub.verify_token"] == "right"
            return PlainTextResponse(request.query_params["hub.challenge"] if right else "", 200 if right else 403)
        self.came.append((await request.body(), request.headers.get("x-hub-signature-256")))
        return Response(status_code=self.answers.pop(0) if self.answers else 200)


@pytest.fixture
async def house(graph: Graph) -> AsyncIterator[House]:
    made = House()
    async with served([Route("/hook", made.hook, methods=["GET", "POST"])]) as url:
        graph.webhook, graph.pause = f"{url}/hook", 0
        yield made


async def test_events_are_signed_and_come_again_until_taken(graph: Graph, house: House, other: WhatsApp) -> None:
    house.answers, graph.retries = [500, 403], 5
    await graph.person().says("é @ / 🙂")
    assert graph.answers == [200]
    assert len(house.came) == 3
    assert len(set(house.came)) == 1
    raw, signature = house.came[0]
    assert await other.webhook_update_validator(raw, signature) is None
    assert await other.webhook_update_validator(raw + b" ", signature) == ("Forbidden", 403)
    assert json.dumps(json.loads(raw), ensure_ascii=False).encode() != raw


async def test_events_may_be_held_repeated_shuffled_forged(graph: Graph, house: House, other: WhatsApp) -> None:
    awa = graph.person()
    graph.held = []
    for number in range(9):
        await awa.says(str(number))
    held = list(graph.held)
    assert house.came == []
    assert await graph.release(3, random.Random(1)) == [200] * 27
    came = [raw for raw, _ in house.came]
    assert sorted(came) == sorted(held * 3) != came
    await graph.deliver(held[0], signature=None)
    await graph.deliver(held[0], signature="sha256=00")
    for _, signature in house.came[-2:]:
        assert await other.webhook_update_validator(held[0], signature) is not None


async def test_several_messages_may_come_as_one_event(graph: Graph) -> None:
    await graph.person().says_at_once("un", "deux")
    (event,) = graph.events
    kinds = [kind for kind, _ in graph_schema.contents(json.loads(event))]
    assert kinds == ["contact", "text", "text"]


async def test_statuses_follow_in_the_order_told(graph: Graph, house: House, awa: Person, other: WhatsApp) -> None:
    graph.receipts = ("read", "sent", "delivered")
    await other.send_message(awa.wa_id, "x")
    await graph.until(lambda: len(house.came) == 4)
    statuses = await read(other, [raw for raw, _ in house.came[1:]])
    assert [update.status.value for update in statuses] == [*graph.receipts]


async def test_a_message_may_be_accepted_and_fail_later(graph: Graph, awa: Person, other: WhatsApp) -> None:
    graph.fails_late = True
    graph.date += DAY + 1
    sent = await other.send_message(awa.wa_id, "x")
    await graph.until(lambda: len(graph.events) == 2)
    (update,) = await read(other, graph.events[-1:])
    assert (update.id, update.status.value) == (sent.id, "failed")
    assert isinstance(update.error, errors.ReEngagementMessage)
    assert awa.shown == []


async def test_the_address_of_the_webhook_is_proved(graph: Graph, house: House) -> None:
    assert house.came == []
    assert await graph.challenge("right") == (200, "1158201444")
    assert (await graph.challenge("wrong"))[0] == 403


# ------------------------------------------------------------ what goes wrong


async def test_faults_strike_before_or_after_the_work(graph: Graph, awa: Person, other: WhatsApp) -> None:
    graph.fail("messages", 130429)
    graph.fail("messages", 131056, status=429)
    for error in (errors.RateLimitHit, errors.TooManyMessages):
        with pytest.raises(error):
            await other.send_message(awa.wa_id, "x")
    graph.fail("messages", html=True)
    with pytest.raises(errors.WhatsAppError, match="Bad Gateway"):
        await other.send_message(awa.wa_id, "x")
    graph.fail("messages")
    with pytest.raises(httpx.TransportError):
        await other.send_message(awa.wa_id, "x")
    assert awa.shown == []
    graph.fail("messages", done=True)
    with pytest.raises(httpx.TransportError):
        await other.send_message(awa.wa_id, "twice?")
    assert [shown.text for shown in awa.shown] == ["twice?"]
    graph.fail("messages", slow=0.2)
    sending = asyncio.create_task(other.send_message(awa.wa_id, "slow"))
    await awa.sees(2)
    assert not sending.done()
    assert (await sending).id == awa.shown[1].id
    await awa.says("je te bloque")
    awa.blocked = True
    with pytest.raises(errors.MessageUndeliverable):
        await other.send_message(awa.wa_id, "x")
