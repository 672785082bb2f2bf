"""A file as it is read: real bytes in, its words or a reason out, and a process that can do nothing else."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from bot.files import found
from bot.files.reader import read
from tests.bot import papers
from tests.bot.papers import LINES
from tests.bot.web.chromium import NEEDED
from tests.patience import patient

ROOT = Path(__file__).parents[2]
WORDS = papers.PARAGRAPH.format
DEEP = "<w:p>" * 50_000
REASONS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PDF with a password": (papers.locked, found.LOCKED),
    "a PDF with a newer password": (lambda: papers.locked("AES-256"), found.LOCKED),
    "a PDF that swells": (papers.swelling, found.PICTURE),
    "a PDF of pictures": (papers.scanned, found.PICTURE),
    "half a PDF": (lambda: papers.pdf()[:600], found.BROKEN),
    "a PDF of nothing": (lambda: b"%PDF-1.7\n" + b"x" * 5000, found.BROKEN),
    "a photo": (papers.image, found.IMAGE),
    "a photo named otherwise": (lambda: papers.image("PNG"), found.IMAGE),
    "a photo of an iPhone": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 400, found.IMAGE),
    "a zip bomb": (papers.bomb, found.PACKED),
    "a zip that lies": (papers.liar, found.BROKEN),
    "a thousand parts and more": (lambda: papers.zipped(**{f"p{n}": b"" for n in range(1500)}), found.PACKED),
    "a zip of photos": (lambda: papers.zipped(a_jpg=papers.image()), found.STRANGE),
    "half a Word file": (lambda: papers.word()[:5000], found.BROKEN),
    "a Word file that is no XML": (lambda: papers.zipped(word__document_xml=b"<w:p>"), found.BROKEN),
    "XML with words of its own": (lambda: papers.xml(WORDS("&i;"), papers.LAUGHS), found.STRANGE),
    "XML that reads a file": (
        lambda: papers.xml(WORDS("&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'), found.STRANGE
    ),
    "a Word file of nothing": (lambda: papers.xml(WORDS("  ")), found.EMPTY),
    "Word before 2007": (lambda: papers.by_office("doc"), found.OLD_WORD),
    "a sheet of LibreOffice": (
        lambda: papers.open_text("x", kind="spreadsheet"), found.OPEN_TEXT
    ),
    "a LibreOffice text with a password": (
        lambda: papers.open_text("x", manifest="<manifest:encryption-data/>"), found.LOCKED
    ),
    "a LibreOffice text that swells": (lambda: papers.open_text(" " * 300 * 1024 * 1024), found.PACKED),
    "a Word file with a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), found.LOCKED
    ),
    "a program": (papers.program, found.PROGRAM),
    "a script": (lambda: b"#!/bin/sh\nrm -rf /\n", found.PROGRAM),
    "nothing": (lambda: b"", found.EMPTY),
    "blanks": (lambda: b" \n\t\0", found.EMPTY),
    "noise": (lambda: bytes(n * 7919 % 251 for n in range(5000)), found.STRANGE),
    "a page of the web": (lambda: b"<!DOCTYPE html><html><body>bonjour</body></html>", found.STRANGE),
    "rich text": (lambda: rb"{\rtf1\ansi bonjour}", found.STRANGE),
    "30 MB": (lambda: b"%PDF-1.7" + b"0" * 30_000_000, found.HEAVY),
}  # fmt: skip


async def said(data: bytes, lang: str = "fr") -> str:
    for _ in range(5):  # whoever reads has twelve seconds, which a busy machine may not give it
        answer = await read(data, lang)
        if answer is not None:
            break
    assert answer is not None
    assert answer.verdict == found.TEXT
    return answer.text


@pytest.mark.parametrize("what", REASONS)
async def test_what_cannot_be_read_has_a_reason_and_a_known_cost(what: str) -> None:
    make, reason = REASONS[what]
    data, begun = make(), time.monotonic()
    answer = await read(data, "fr")
    assert answer == found.Found(reason)
    assert time.monotonic() - begun < patient(12)


@pytest.mark.parametrize("make", [papers.pdf, papers.word, lambda: papers.by_office("docx"),
                                  lambda: papers.by_office("pdf"), lambda: papers.by_office("odt"),
                                  lambda: "\n".join(LINES).encode()])  # fmt: skip
async def test_each_kind_gives_its_lines_in_order(make: Callable[[], bytes]) -> None:
    text = await said(make())
    assert [line.strip() for line in text.splitlines() if line.strip()] == list(LINES)


@pytest.mark.parametrize(("lang", "words"), [
    ("fr", ("Laver les sols de 4 étages avec l’autolaveuse", "Agente d’entretien de 2019 à 2022")),
    ("ar", ("تنظيف المكاتب والمطابخ الجماعية", "الإصغاء إلى العملاء", "من 2019 إلى 2022")),
    ("uk", ("Доглядати за дитиною щодня, 2 роки",)),
])  # fmt: skip
async def test_our_own_cv_comes_back_in_the_order_it_is_read(lang: str, words: tuple[str, ...]) -> None:
    text = await said(papers.our_cv(lang), lang)
    assert [one for one in words if one not in text] == []


@pytest.mark.parametrize("to", ["docx", "odt"])
async def test_an_item_of_a_list_is_told_from_a_line(to: str) -> None:
    text = await said(papers.by_office(to, papers.LISTED, "html"))
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    assert lines == ["2019 - 2023 : Vendeuse", "Carrefour, Lyon", "• Encaissement", "• Mise en rayon"]


async def test_what_was_deleted_or_noted_beside_is_not_read() -> None:
    gone = "<text:tracked-changes><text:p>Effacé</text:p></text:tracked-changes>"
    note = "<text:p>Vendeuse<office:annotation><text:p>à revoir</text:p></office:annotation> à Lyon</text:p>"
    assert await said(papers.open_text(gone + note)) == "Vendeuse à Lyon"


async def test_no_line_of_two_columns_is_lost() -> None:
    text = await said(papers.two_columns())
    wanted = {f"{side} {n}" for side in ("gauche", "droite") for n in range(4)}
    assert {one for one in wanted if one not in text} == set()


PRINTED = {
    "fr": (
        """<div style='columns:2'><p style='letter-spacing:3px'>AWA DIOP</p><p style='text-align:justify'>2013 : garde
        d'enfants, sorties d'école et préparation efficace des goûters, aide aux devoirs, repas</p></div>""",
        ("garde d'enfants", "préparation efficace des goûters"),
    ),
    "ar": (
        "<html dir=rtl><p>عاملة نظافة في المكاتب</p><p>إعداد الوجبات والسلطات، 2020</p>",
        ("عاملة نظافة في المكاتب", "إعداد الوجبات والسلطات"),
    ),
}


@NEEDED
@pytest.mark.parametrize("lang", PRINTED)
async def test_what_a_browser_printed_is_read_in_words(lang: str) -> None:
    html, words = PRINTED[lang]
    page = await asyncio.to_thread(papers.printed, html)
    text = " ".join((await said(page, lang)).split())
    assert [one for one in words if one not in text] == []


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
async def test_a_pdf_only_its_owner_may_change_is_read(algorithm: str) -> None:
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(papers.pdf())), io.BytesIO()
    writer.encrypt("", "owner", algorithm=algorithm)
    writer.write(out)
    assert LINES[0] in await said(out.getvalue())


@pytest.mark.parametrize(("lang", "code", "text"), [
    ("fr", "cp1252", "Été 2015 : ménage, pâtisserie"), ("fr", "utf-16", "Été 2015 : ménage"),
    ("uk", "cp1251", "2015: прибирання офісів"), ("ar", "cp1256", "تنظيف المكاتب 2015"),
    ("fr", "utf-8-sig", "Été 2015 : ménage"),
])  # fmt: skip
async def test_plain_text_is_read_in_the_letters_of_its_time(lang: str, code: str, text: str) -> None:
    assert await said(text.encode(code), lang) == text


async def test_what_is_said_twice_for_older_readers_is_read_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = (
        f"<mc:AlternateContent {mc}><mc:Choice>{{0}}</mc:Choice><mc:Fallback>{{0}}</mc:Fallback></mc:AlternateContent>"
    )
    text = await said(papers.xml(twice.format(WORDS("Ménage de bureaux"))))
    assert text.split("\n").count("Ménage de bureaux") == 1


async def test_a_long_file_is_read_from_its_beginning() -> None:
    text = await said("\n".join(f"ligne {n}" for n in range(5000)).encode())
    assert text.startswith("ligne 0\nligne 1\n")
    assert len(text) == found.TEXT_MOST


async def test_xml_as_deep_as_it_likes_ends() -> None:
    answer = await read(papers.xml(DEEP), "fr")
    assert answer == found.Found(found.BROKEN)


def _inside(code: str) -> str:
    """What happens when a file could run this in its reader."""
    limits = "child.take_limits(child.MEMORY, child.CPU, child.WALL)\nchild.open_nothing_more()"
    run = f"from bot.files import child\n{limits}\n{code}\nprint('done')"
    pipe = subprocess.PIPE
    ended = subprocess.run([sys.executable, "-c", run], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, check=False)
    return "done" if b"done" in ended.stdout else ended.stderr.decode().rpartition("\n")[0].rpartition("\n")[2]


@pytest.mark.parametrize("code", [
    "open('/etc/hostname')", "open('/tmp/x', 'w')", "import socket; socket.socket()",
    "import os; os.pipe()", "x = bytearray(600 * 1024 * 1024)",
    "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
])  # fmt: skip
def test_the_reader_can_open_nothing_and_take_little(code: str) -> None:
    assert _inside("pass") == "done"
    assert _inside(code) != "done"


def test_the_reader_can_start_nothing() -> None:
    """Unless it runs as the system's administrator, who starts processes beyond any limit: not here, then."""
    nobody = "import os\nos.geteuid() or os.setuid(65534)"
    assert _inside(nobody) == "done"
    assert _inside(f"{nobody}\nos.fork()") != "done"


async def test_the_reader_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATOUT_TELEGRAM_TOKEN", "canary")
    monkeypatch.setattr(
        "bot.files.reader.sys.executable", "/usr/bin/env"
    )  # prints what it was given, whatever is asked
    answer = await read(b"", "fr")
    assert answer is None or "canary" not in answer.text + answer.verdict


async def test_a_reader_that_falls_or_talks_without_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for script in ("#!/bin/sh\nkill -9 $$\n", "#!/bin/sh\nexec yes\n", "#!/bin/sh\nexec sleep 60\n", "#!/bin/sh\n"):
        program = tmp_path / "reader"
        program.write_text(script)
        program.chmod(0o700)
        monkeypatch.setattr("bot.files.reader.sys.executable", str(program))
        monkeypatch.setattr("bot.files.reader.PATIENCE", 1.0)
        assert await read(b"x" * 1_000_000, "fr") is None
