"""Files that go from one to the other at the desk: looked at as pictures, handed over as copies, or refused kindly."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from collections.abc import Callable
from html import unescape
from urllib.parse import urlencode

import pytest
from PIL import Image

from bot.channels.base import Arrival, Upload
from bot.desk.papers import called
from bot.store.base import Session
from flows.model import Media, Phrase, Text
from locales.translate import translator
from tests.bot import papers
from tests.bot.desk.full import BEGUN, Full
from tests.bot.test_drawn import trap

HELD = (*BEGUN, Text("une personne"), Text("oui"))
JSON = {"Accept": "application/json", "Content-Type": "application/octet-stream"}
LOOK = re.compile(r'<img class="look" src="data:image/jpeg;base64,([^"]+)"')


def _sends(full: Full, address: str, body: Media, data: bytes) -> str:
    """Somebody sends a file; return its line."""
    full.office.clock.ahead += 1000
    arrival = Arrival("web", address, f"{address}{full.office.clock()}", body, lang="fr", upload=Upload(data))
    full.did(full.office.house.receive([arrival]))
    full.did(full.office.house.settle())
    return full.last(address)


def _gives(full: Full, path: str, data: bytes, fields: dict[str, str], **headers: str) -> tuple[int, dict[str, str]]:
    """Anna hands a file over; return the answer."""
    answer = full.staff["Anna"].http.post(
        f"{path}/give", content=data, headers={**JSON, "Said": urlencode(fields), **headers}
    )
    return answer.status_code, answer.json()


def _held(full: Full, address: str) -> str:
    full.says(address, *HELD)
    return full.takes("Anna", address)


def _shown(full: Full, address: str) -> list[tuple[str, str, str]]:
    """What the person was shown as files: by whom, the words, the name."""

    def work(tx: Session) -> list[tuple[str, str, str]]:
        found = full.conversation_in(tx, address)
        bubbles = [line.bubble for line in tx.lines(found.who, found.id, "") if line.bubble]
        return [(one.by, one.text, one.file.name) for one in bubbles if one.file and one.file.held]

    return full.did(full.office.house.run(work))


def _fields(full: Full, address: str, **more: str) -> dict[str, str]:
    return {
        "n": full.floor(address),
        "key": f"k{full.office.clock()}",
        "text": "",
        "name": "Convocation été.pdf",
        **more,
    }


@pytest.mark.parametrize(("body", "make", "pages"), [
    (Media("photo", held=True), papers.image, 1),
    (Media("file", "lettre.pdf", held=True), papers.pdf, 1),
    (Media("file", "scan.jpg", held=True), papers.image, 1),
])  # fmt: skip
def test_what_was_sent_is_looked_at_as_a_picture_as_often_as_wanted(
    full: Full, body: Media, make: Callable[[], bytes], pages: int
) -> None:
    address, anna = f"looks {body}", full.staff["Anna"].http
    path = _held(full, address)
    line = _sends(full, address, body, make())
    talk = unescape(anna.get(path).text)
    assert f'href="/desk/case/{full.cases[address]}/look/{line}"' in talk
    for _ in range(4):
        seen = anna.get(f"{path}/look/{line}")
        found = LOOK.search(seen.text)
        assert found is not None
        assert seen.text.count("?page=") == (pages if pages > 1 else 0)
    assert "no-store" in seen.headers["cache-control"]
    who = full.conversation(address).who
    said = [one.what for one in full.office.tell(lambda known: known.logged(who))]
    assert said.count("read") >= 4, "each look is a line of the log"


def test_nobody_else_looks_and_nothing_from_before_the_request_is_seen(full: Full) -> None:
    address = "looked at by others"
    full.says(address, *BEGUN)
    early = _sends(full, address, Media("photo", held=True), papers.image())
    full.office.clock.ahead += 60_000
    full.says(address, Text("une personne"), Text("non"))
    path = full.takes("Anna", address)
    line = _sends(full, address, Media("photo", held=True), papers.image())
    assert full.staff["Anna"].http.get(f"{path}/look/{early}").status_code == 409
    assert LOOK.search(full.staff["Anna"].http.get(f"{path}/look/{line}").text)
    for name in ("Bilal", "Lea", "Omar", "Nobody"):
        assert "data:image" not in full.staff[name].http.get(f"{path}/look/{line}").text


def test_a_photo_is_kept_only_where_somebody_is_asked_for(full: Full) -> None:
    address, say = "sends early", translator("fr")
    full.says(address, *BEGUN)

    def kept(line: str) -> bool:
        found = full.conversation(address)
        return full.did(full.office.house.run(lambda tx: tx.held(found.who, line))) is not None

    assert not kept(_sends(full, address, Media("photo", held=True), papers.image()))
    full.says(address, Text("une personne"), Text("oui"))
    assert kept(_sends(full, address, Media("photo", held=True), papers.image()))

    def work(tx: Session) -> str:
        found = full.conversation_in(tx, address)
        return "\n".join(line.bubble.text for line in tx.lines(found.who, found.id, "") if line.bubble)

    assert say(Phrase("got.photo.waits")) in full.did(full.office.house.run(work))


def test_a_copy_is_handed_over_once_under_her_name_and_told_to_the_person(full: Full) -> None:
    address, say = "is given", translator("fr")
    path = _held(full, address)
    fields = _fields(full, address, text="Votre convocation, pour lundi.")
    for _ in range(2):  # pressed twice
        status, told = _gives(full, path, trap(), fields)
        assert (status, list(told)) == (200, ["key"])
    assert _shown(full, address) == [("Anna", "Votre convocation, pour lundi.", "Convocation été.pdf")]
    found = full.conversation(address)

    def work(tx: Session) -> list[bytes]:
        lines = [line.bubble for line in tx.lines(found.who, found.id, "") if line.bubble and line.bubble.file]
        return [tx.cases.paper(found.who, one.file.held) or b"" for one in lines if one.file and one.file.held]

    (kept,) = full.did(full.office.house.run(work))
    assert kept.startswith(b"%PDF-")
    assert b"/JavaScript" not in kept
    line = re.findall(r"/look/(\w+)", full.staff["Anna"].http.get(path).text)[-1]
    assert LOOK.search(full.staff["Anna"].http.get(f"{path}/look/{line}").text), "she can look at what she gave"
    status, _ = _gives(full, path, papers.image("PNG"), _fields(full, address, name="../../carte d'accès.png.exe"))
    assert status == 200
    assert _shown(full, address)[-1] == ("Anna", say(Phrase("floor.given")), "carte d'accès.png.jpg")
    full.says(address, Text("que voit mon conseiller ?"))

    def said(tx: Session) -> str:
        return "\n".join(line.bubble.text for line in tx.lines(found.who, found.id, "") if line.bubble)

    assert say(Phrase("seen.what.file", {"name": "Anna"})).rstrip(".") in full.did(full.office.house.run(said))


@pytest.mark.parametrize("lang", ["fr", "en", "ar", "uk"])
@pytest.mark.parametrize(("make", "why"), [
    (papers.locked, "file_locked"), (lambda: papers.pdf()[:600], "file_broken"), (papers.word, "file_kind"),
    (papers.program, "file_kind"), (lambda: b"", "file_kind"),
    (lambda: b"\xff\xd8\xff" + bytes(6_000_000), "file_heavy"),
])  # fmt: skip
def test_what_cannot_be_handed_over_is_said_and_nothing_is_sent(
    full: Full, make: Callable[[], bytes], why: str, lang: str
) -> None:
    address = f"is not given {why} {lang} {make}"
    path = _held(full, address)
    answer = full.staff["Anna"].http.post(
        f"{path}/give?lang={lang}", content=make(), headers={**JSON, "Said": urlencode(_fields(full, address))}
    )
    assert answer.status_code == 409
    assert answer.json()["say"] == translator(lang)(Phrase(f"desk.error.{why}"))
    assert _shown(full, address) == []


def test_who_lost_the_floor_hands_nothing_over(full: Full) -> None:
    address = "is given late"
    path = _held(full, address)
    fields = _fields(full, address)
    assert _gives(full, path, papers.pdf(), {**fields, "n": "1"})[1]["error"] == "desk.error.lost"
    assert full.staff["Anna"].http.post(f"{path}/give-back", data={"n": fields["n"]}).status_code == 303
    assert _gives(full, path, papers.pdf(), fields)[0] == 409
    other = full.staff["Bilal"].http.post(
        f"{path}/give", content=papers.pdf(), headers={**JSON, "Said": urlencode(fields)}
    )
    assert other.status_code == 409
    assert _shown(full, address) == []


def test_a_forged_form_a_long_word_and_another_site_are_refused(full: Full) -> None:
    address = "is given by others"
    path, anna = _held(full, address), full.staff["Anna"].http
    fields = _fields(full, address)
    assert anna.post(f"{path}/give", data=fields).status_code == 415
    assert _gives(full, path, papers.pdf(), {**fields, "text": "x" * 1001})[1]["error"] == "desk.error.long"
    for site in ("cross-site", "same-site", "none"):
        assert _gives(full, path, papers.pdf(), fields, **{"Sec-Fetch-Site": site})[0] == 403
    assert full.staff["Nobody"].http.post(f"{path}/give", content=b"x", headers=JSON).status_code == 401
    assert _shown(full, address) == []


def test_files_go_with_the_person(full: Full) -> None:
    address = "goes"
    path = _held(full, address)
    line = _sends(full, address, Media("photo", held=True), papers.image())
    assert _gives(full, path, papers.pdf(), _fields(full, address))[0] == 200
    found = full.conversation(address)
    full.did(full.office.house.run(lambda tx: tx.forget(found.who)))
    at = full.office.house.run
    assert full.did(at(lambda tx: tx.held(found.who, line))) is None


@pytest.mark.parametrize(("name", "seen"), [
    ("Convocation.pdf", "Convocation.pdf"), ("C:\\Users\\x\\lettre.PDF", "lettre.pdf"),
    ("../../etc/passwd", "passwd.pdf"), ("دعوة.pdf", "دعوة.pdf"), ('a"b\r\nX: 1<script>.pdf', "a b X 1 script.pdf"),
    ("", "document.pdf"), ("...", "document.pdf"),
    ("x" * 200 + ".pdf", "x" * 60 + ".pdf"), ("\u202egpj.exe", "gpj.pdf"),
])  # fmt: skip
def test_a_file_is_called_by_a_name_that_does_nothing(name: str, seen: str) -> None:
    assert called(name, "pdf") == seen


def test_a_picture_that_is_drawn_is_one(full: Full) -> None:
    """What a browser gets is a JPEG of ours, whatever the file was."""
    address = "is drawn"
    path = _held(full, address)
    line = _sends(full, address, Media("file", "x.pdf", held=True), trap())
    found = LOOK.search(full.staff["Anna"].http.get(f"{path}/look/{line}").text)
    assert found is not None
    assert Image.open(io.BytesIO(b64decode(found[1]))).format == "JPEG"
