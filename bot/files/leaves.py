"""The pages of a PDF: one drawn as a picture, or all copied without what acts. Runs in the reader's own process alone.

A copy holds what the pages show: letters, pictures, filled fields as they look, links to the web. What opens, runs,
is hidden in the file or says who made it is left behind, for only what is named here is carried over.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from typing import Final

import pypdf
import pypdfium2  # type: ignore[import-untyped]
from pypdf.annotations import Link
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, NameObject, RectangleObject

from bot.files import found, pictures
from bot.files.pdf import BAD

PAGES: Final = 30
EDGE: Final = pictures.EDGE  # dots of the longer side of a page
KEPT: Final = frozenset({"/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit", "/Group"})
LINKS: Final = ("https://", "http://", "mailto:", "tel:")  # what a link may open
LINKS_MOST: Final = 100  # of a page
LOCKED: Final = 4  # FPDF_ERR_PASSWORD, fpdfview.h


def ready() -> None:
    """Load all of the libraries: nothing can be opened later."""
    for module in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
        with suppress(ImportError):
            import_module(module.name)
    pypdfium2.PdfDocument.new().close()
    pictures.ready()


def page(data: bytes, number: int) -> tuple[bytes, int]:
    """Return a page as JPEG, counted from 1, and how many there are. Raises `UnreadableError`."""
    document = _opened(data)
    count = min(len(document), PAGES)
    if not 1 <= number <= count:
        raise found.UnreadableError(found.EMPTY)
    try:
        document.init_forms()
        leaf = document[number - 1]
        scale = EDGE / max(*leaf.get_size(), 1)
        return pictures.jpeg(leaf.render(scale=scale).to_pil()), count
    except MemoryError:
        raise found.UnreadableError(found.PACKED) from None
    except (pypdfium2.PdfiumError, *BAD):
        raise found.UnreadableError(found.BROKEN) from None


def clean(data: bytes) -> tuple[bytes, int]:
    """Return a copy of the pages, and how many there are. Raises `UnreadableError`."""
    document = _opened(data)
    if len(document) > PAGES:
        raise found.UnreadableError(found.HEAVY)
    try:
        links = [list(_links(leaf)) for leaf in pypdf.PdfReader(BytesIO(data)).pages] if len(document) else []
        flat = BytesIO()
        _flattened(document).save(flat)
        return _carried(flat, links), len(document)
    except (MemoryError, LimitReachedError):
        raise found.UnreadableError(found.PACKED) from None
    except (pypdfium2.PdfiumError, *BAD):
        raise found.UnreadableError(found.BROKEN) from None


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise found.UnreadableError(found.LOCKED if error.err_code == LOCKED else found.BROKEN) from None


def _flattened(document: pypdfium2.PdfDocument) -> pypdfium2.PdfDocument:
    """Return the pages in a document of their own, with what was written into fields as a part of them."""
    document.init_forms()
    for leaf in document:
        if document.formenv:
            leaf.flatten()
    copy = pypdfium2.PdfDocument.new()
    copy.import_pages(document)
    return copy


def _carried(flat: BytesIO, links: list[list[Link]]) -> bytes:
    writer = pypdf.PdfWriter()
    for leaf, several in zip(pypdf.PdfReader(flat).pages, links, strict=False):
        for key in [key for key in leaf if key not in KEPT and key != "/Parent"]:
            del leaf[NameObject(key)]
        there = writer.add_page(leaf)
        for link in several:
            writer.add_annotation(there, link)
    writer.metadata = None
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _links(leaf: pypdf.PageObject) -> Iterator[Link]:
    """Yield the links of a page that open an address, anew."""
    several = leaf.get("/Annots", ArrayObject()).get_object()
    for one in list(several)[:LINKS_MOST] if isinstance(several, list) else ():
        with suppress(*BAD):
            found_there = one.get_object()
            address = str(found_there["/A"].get_object()["/URI"])
            if address.casefold().startswith(LINKS):
                yield Link(rect=RectangleObject([float(edge) for edge in found_there["/Rect"]]), url=address)
