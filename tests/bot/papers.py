"""Files as people send them, made by the programs people have, and files that are traps. All of it real bytes."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pypdf
import pytest
from PIL import Image
from playwright.sync_api import sync_playwright
from reportlab.pdfgen.canvas import Canvas

from renderers import cv_pdf
from tests.bot.web.chromium import CHROMIUM, FLAGS
from tests.renderers import samples

LINES = ("Awa Diop", "awa@example.org", "2015 - 2019", "Ménage de bureaux, le soir", "Cuisine dans une cantine")
XML = '<?xml version="1.0"?>{dtd}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{body}</w:document>'
LISTED = "<p>2019 - 2023 : Vendeuse<br>Carrefour, Lyon</p><ul><li>Encaissement</li><li>Mise en rayon</li></ul>"
OPEN = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>{}</office:body>'
    "</office:document-content>"
)
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">{}]>'.format(
    "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(9))
)


def our_cv(lang: str) -> bytes:
    """A CV as we draw it."""
    cv = {"fr": samples.FRENCH, "ar": samples.ARABIC, "uk": samples.UKRAINIAN}[lang]
    return cv_pdf.render(cv, samples.translate(lang))


def pdf(lines: tuple[str, ...] = LINES) -> bytes:
    """A page with these lines."""
    out = io.BytesIO()
    page = Canvas(out)
    for n, line in enumerate(lines):
        page.drawString(50, 800 - 20 * n, line)
    page.save()
    return out.getvalue()


def two_columns() -> bytes:
    """A page written line by line across two columns."""
    out = io.BytesIO()
    page = Canvas(out)
    for n in range(4):
        page.drawString(50, 800 - 20 * n, f"gauche {n}")
        page.drawString(320, 800 - 20 * n, f"droite {n}")
    page.save()
    return out.getvalue()


def printed(html: str) -> bytes:
    """A page as Chromium prints it, where each letter may be placed by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.set_content(html)
        data = page.pdf()
        browser.close()
    return data


def swelling(size: int = 200_000_000) -> bytes:
    """A PDF whose page unfolds to so many bytes."""
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    page, stream = writer.add_blank_page(600, 800), pypdf.generic.DecodedStreamObject()
    stream.set_data(b"BT ET" + b" " * size)
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.write(out)
    return out.getvalue()


def locked(algorithm: str = "RC4-128") -> bytes:
    """The same page, behind a password."""
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(pdf())), io.BytesIO()
    writer.encrypt("secret", algorithm=algorithm)
    writer.write(out)
    return out.getvalue()


def scanned() -> bytes:
    """A page that is a picture."""
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PDF")
    return out.getvalue()


def image(kind: str = "JPEG") -> bytes:
    """A photo."""
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, kind)
    return out.getvalue()


def word(lines: tuple[str, ...] = LINES) -> bytes:
    """A Word file by python-docx: paragraphs, and the last two lines in a table."""
    document, out = docx.Document(), io.BytesIO()
    for line in lines[:-2]:
        document.add_paragraph(line)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = lines[-2:]
    document.save(out)
    return out.getvalue()


@cache
def by_office(to: str, words: str = "\n".join(LINES), kind: str = "txt") -> bytes:
    """These words, the lines without others, as LibreOffice saves them: docx, doc, odt, pdf."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("soffice is absent: install libreoffice-writer")
    with TemporaryDirectory() as folder:
        home = Path(folder)
        source = home / f"cv.{kind}"
        source.write_text(words, encoding="utf-8")
        run = [program, f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", to]
        run += ["--infilter=HTML (StarWriter)"] if kind == "html" else []
        subprocess.run([*run, "--outdir", str(home / "out"), str(source)], check=True, capture_output=True, timeout=120)
        return next((home / "out").iterdir()).read_bytes()


def zipped(**parts: bytes) -> bytes:
    """A zip of these parts; "__" in a name stands for "/" and "_" for "."."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in parts.items():
            pack.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def bomb(size: int = 300 * 1024 * 1024) -> bytes:
    """A Word file that unfolds to so many bytes."""
    return zipped(word__document_xml=b" " * size)


def liar() -> bytes:
    """A zip that says its part is small, when 300 MB are in it."""
    data, size = bomb(), (300 * 1024 * 1024).to_bytes(4, "little")
    return data.replace(size, (1000).to_bytes(4, "little"))


def xml(body: str, dtd: str = "") -> bytes:
    """A Word file with this XML in it."""
    return zipped(word__document_xml=XML.format(body=body, dtd=dtd).encode())


def open_text(body: str, manifest: str = "", kind: str = "text") -> bytes:
    """A LibreOffice file with this XML in it."""
    about = f"application/vnd.oasis.opendocument.{kind}".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("mimetype", about)
        pack.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        pack.writestr("content.xml", OPEN.format(body))
    return out.getvalue()


def program() -> bytes:
    """A program of Windows, as it begins."""
    return b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + b"\0" * 400 + b"PE\0\0" + b"\0" * 4000
