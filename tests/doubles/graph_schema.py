"""What the WhatsApp Cloud API allows: the judge of every message a test sends, and of every webhook the double makes.

It knows nothing of our code. Meta's published schema is data beside the repository (see `wire.platforms`); without it
the rules below still hold, and less is checked. They are written by hand because the schema predates them or does not
say. Lengths are counted in characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from tests.doubles.wire import platforms

FILE = "whatsapp-cloud-api-v23.0.messages.json"
ENVELOPE = "biz_opaque_callback_data context messaging_product recipient recipient_identity_key_hash recipient_type to"
MEDIA = {
    "audio": {"id", "link", "voice"},
    "document": {"id", "link", "caption", "filename"},
    "image": {"id", "link", "caption"},
    "sticker": {"id", "link"},
    "video": {"id", "link", "caption"},
}
SUBTYPES = {"catalog", "flow", "quick_reply", "url"}
READ = {"messaging_product", "status", "message_id", "typing_indicator"}
SCOPED = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]+")  # a business-scoped user id
PHONE = re.compile(r"\d{5,20}")
# Where the file is stricter than Meta's own examples in it: what is really needed. `published` takes out more: a list
# may have a body of 4096, and the parts of a template come in capitals or not.
LOOSER = {"BaseMessageProperties": ["messaging_product", "type"], "LanguageObject": ["code"]}
# Beyond the recorded webhooks: the business-scoped ids, where the pages of 2026 place them, an edit of words, and the
# address of a file, recorded for a picture alone.
NEWER = {"from_user_id", "recipient_user_id", "system.user_id", "edit.message.text.body"}
NEWER |= {f"{kind}.url" for kind in MEDIA}

Values = Mapping[str, Any]


def message(values: Values) -> Iterator[str]:
    """Yield what is wrong with a message to send; nothing when all is well."""
    kind = values.get("type", "text")
    if values.get("messaging_product") != "whatsapp":
        yield "messaging_product: not whatsapp"
    yield from _addressed(values)
    yield from _unknown("", values, {*ENVELOPE.split(), "type", kind})
    content = values.get(kind)
    if not isinstance(content, Mapping):
        yield f"{kind}: missing"
        return
    yield from _published(kind, values)
    if kind == "text":
        yield from _unknown("text", content, {"body", "preview_url"})
        yield from _length("text.body", content.get("body"), 4096)
    elif kind == "interactive":
        yield from _interactive(content)
    elif kind == "template":
        yield from _template(content)
    elif kind in MEDIA:
        yield from _media(kind, content)


def read(values: Values) -> Iterator[str]:
    """Yield what is wrong with a receipt, with or without the sign of writing."""
    if values.get("messaging_product") != "whatsapp":
        yield "messaging_product: not whatsapp"
    if values.get("status") != "read":
        yield "status: not read"
    if not isinstance(values.get("message_id"), str):
        yield "message_id: missing"
    if values.get("typing_indicator", {"type": "text"}) != {"type": "text"}:
        yield "typing_indicator: not of type text"
    yield from _unknown("", values, READ)


def webhook(body: Values) -> Iterator[str]:
    """Yield what is wrong with a webhook: its envelope, and keys no recorded one has."""
    for kind, content in contents(body):
        if not re.fullmatch(r"\d{10}", str(content.get("timestamp", "1000000000"))):
            yield f"{kind}.timestamp: no seconds"
        for path in _paths(content) - NEWER:
            if shapes() and path not in _recorded(kind):
                yield f"{kind}.{path}: no recorded webhook has it"


def contents(body: Values) -> Iterator[tuple[str, Values]]:
    """Yield the messages, statuses and other news of a webhook, each with its kind.

    Raises KeyError where the envelope is not WhatsApp's.
    """
    if body["object"] != "whatsapp_business_account":
        raise KeyError("object")
    for change in (change for entry in body["entry"] for change in entry["changes"]):
        value = change["value"]
        if value["messaging_product"] != "whatsapp" or not value["metadata"]["phone_number_id"]:
            raise KeyError("value")
        yield from (("contact", contact) for contact in value.get("contacts", ()))
        if change["field"] == "messages":
            yield from ((item["type"], item) for item in value.get("messages", ()))
            yield from ((item["status"], item) for item in value.get("statuses", ()))
        else:
            yield from ((change["field"], item) for item in value[change["field"]])


@cache
def shapes() -> dict[str, dict[str, Any]]:
    """Return the recorded webhooks by file and case; empty when there is no shared folder."""
    folder = platforms()
    files = sorted((folder / "whatsapp_webhooks").glob("*.json")) if folder else []
    cases = ((file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in files)
    return {f"{stem}.{case}": body for stem, bodies in cases for case, body in bodies.items()}


@cache
def published() -> dict[str, Any]:
    """Return Meta's schema, open where it was closed and looser where it contradicts Meta's own examples."""
    folder = platforms()
    if folder is None or not (folder / FILE).is_file():
        return {}
    data: dict[str, Any] = _opened(json.loads((folder / FILE).read_text(encoding="utf-8")))
    parts = data["components"]["schemas"]
    for name, required in LOOSER.items():
        parts[name]["required"] = required
    del parts["BodyObject"]["properties"]["text"]["maxLength"]
    for name in ("type", "sub_type", "index"):
        del parts["TemplateComponent"]["properties"][name]
    return data


# ------------------------------------------------------------ the parts of a message


def _addressed(values: Values) -> Iterator[str]:
    to, recipient = values.get("to"), values.get("recipient")
    if (to is None) == (recipient is None):
        yield "exactly one of to and recipient is needed"
    if to is not None and not PHONE.fullmatch(str(to)):
        yield "to: not a phone number"
    if recipient is not None and not SCOPED.fullmatch(str(recipient)):
        yield "recipient: not a business-scoped user id"


def _interactive(content: Values) -> Iterator[str]:
    kind, action = content.get("type"), content.get("action") or {}
    yield from _unknown("interactive", content, {"type", "header", "body", "footer", "action"})
    yield from _length("interactive.body", (content.get("body") or {}).get("text"), 4096 if kind == "list" else 1024)
    if "footer" in content:
        yield from _length("interactive.footer", content["footer"].get("text"), 60)
    if "header" in content:
        yield from _header(content["header"], kind)
    if kind == "button":
        yield from _buttons(action.get("buttons") or ())
    elif kind == "list":
        yield from _list(action)


def _header(header: Values, kind: object) -> Iterator[str]:
    of = header.get("type")
    if of == "text":
        yield from _length("header.text", header.get("text"), 60)
    elif kind == "list":
        yield "header: a list has a header of text alone"
    elif of in MEDIA:
        yield from _media(str(of), header.get(of) or {})


def _buttons(buttons: Sequence[Values]) -> Iterator[str]:
    replies = [button.get("reply") or {} for button in buttons]
    if not 1 <= len(replies) <= 3:
        yield f"buttons: {len(replies)} are not 1-3"
    for reply in replies:
        yield from _unknown("reply", reply, {"id", "title"})
        yield from _length("reply.title", reply.get("title"), 20)
        yield from _length("reply.id", reply.get("id"), 256)
    yield from _alike("reply.title", [reply.get("title") for reply in replies])
    yield from _alike("reply.id", [reply.get("id") for reply in replies])


def _list(action: Values) -> Iterator[str]:
    sections = action.get("sections") or ()
    rows = [row for section in sections for row in section.get("rows") or ()]
    yield from _unknown("action", action, {"button", "sections"})
    yield from _length("action.button", action.get("button"), 20)
    if not 1 <= len(sections) <= 10 or not all(section.get("rows") for section in sections):
        yield "sections: not 1-10 with rows"
    if len(rows) > 10:
        yield f"rows: {len(rows)} are more than 10"
    for section in sections:
        if len(sections) > 1 or "title" in section:
            yield from _length("section.title", section.get("title"), 24)
    for row in rows:
        yield from _unknown("row", row, {"id", "title", "description"})
        yield from _length("row.title", row.get("title"), 24)
        yield from _length("row.id", row.get("id"), 200)
        if "description" in row:
            yield from _length("row.description", row["description"], 72)
    yield from _alike("row.id", [row.get("id") for row in rows])


def _template(content: Values) -> Iterator[str]:
    yield from _length("template.name", content.get("name"), 512)
    for part in content.get("components") or ():
        kind, sub = str(part.get("type")).lower(), str(part.get("sub_type")).lower()
        if kind not in {"header", "body", "button"}:
            yield f"template: no part is called {kind}"
        if kind == "button" and (sub not in SUBTYPES or not re.fullmatch(r"\d", str(part.get("index")))):
            yield "template: a button without its kind and place"


def _media(kind: str, content: Values) -> Iterator[str]:
    yield from _unknown(kind, content, MEDIA[kind])
    if ("id" in content) == ("link" in content):
        yield f"{kind}: exactly one of id and link is needed"
    if "caption" in content:
        yield from _length(f"{kind}.caption", content["caption"], 1024)


def _length(path: str, value: object, most: int) -> Iterator[str]:
    size = len(value) if isinstance(value, str) and value.strip() else 0
    if not 1 <= size <= most:
        yield f"{path}: {size} is not 1-{most} characters"


def _alike(path: str, values: Sequence[object]) -> Iterator[str]:
    if len(set(values)) != len(values):
        yield f"{path}: two are alike"


def _unknown(path: str, values: Values, known: set[str]) -> Iterator[str]:
    yield from (f"{path}.{name}: unknown field" for name in values if name not in known)


# ------------------------------------------------------------ the published files


def _published(kind: str, values: Values) -> Iterator[str]:
    parts = published().get("components", {}).get("schemas", {})
    name = f"{kind.capitalize()}Message"
    if not parts:
        return
    if name not in parts:
        yield f"type: {kind} is none of the schema's"
    elif kind != "interactive" or values[kind].get("type") in {"button", "list"}:  # it is older than the others
        error = best_match(_validator(name).iter_errors(values))
        if error is not None:
            yield f"{error.json_path}: {error.message}"


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": published()["components"]},
    )


def _opened(node: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(node, dict):
        closed = node.get("additionalProperties") is False
        return {key: _opened(value) for key, value in node.items() if not (closed and key == "additionalProperties")}
    return [_opened(item) for item in node] if isinstance(node, list) else node


@cache
def _recorded(kind: str) -> frozenset[str]:
    found = (content for body in shapes().values() for of, content in contents(body) if of == kind)
    return frozenset(path for content in found for path in _paths(content))


def _paths(node: object, path: str = "") -> set[str]:
    """Return the ways to all that is in it, such as `text.body`; the place in a list does not count."""
    if isinstance(node, list):
        return {found for item in node for found in _paths(item, path)}
    if not isinstance(node, Mapping):
        return {path}
    return {found for key, value in node.items() for found in _paths(value, f"{path}.{key}" if path else key)}
