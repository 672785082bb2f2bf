"""The structure of a document: what is a heading, a list, a paragraph, and in which language.

A screen reader walks this tree instead of the page. Each element holds others or *marks*, the numbers of the stretches of
the page that it covers. The page itself is drawn by `renderers.page`; here is only the tree and how it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFDictionary, PDFDocument, PDFName, PDFString


@dataclass(slots=True)
class Element:
    """A part of the document. `role` is a standard structure type: H1, P, L, LI, LBody, Span, ..."""

    role: str
    lang: str = ""
    kids: list[Element | int] = field(default_factory=list)

    def add(self, role: str, lang: str = "") -> Element:
        """A new part at the end of this one."""
        kid = Element(role, lang)
        self.kids.append(kid)
        return kid

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


def write(document: PDFDocument, root: Element, page: Any) -> Any:  # noqa: ANN401 - ReportLab is untyped
    """A reference to the tree, which leads from elements to the page and back."""
    tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    reference = document.Reference(tree)
    owners: dict[int, Any] = {}
    tree["K"] = PDFArrayCompact([_element(document, root, reference, page, owners)])
    parents = PDFArrayCompact([owners[mark] for mark in sorted(owners)])
    tree["ParentTree"] = PDFDictionary({"Nums": PDFArrayCompact([0, document.Reference(parents)])})
    tree["ParentTreeNextKey"] = 1
    return reference


def _element(document: PDFDocument, element: Element, parent: Any, page: Any, owners: dict[int, Any]) -> Any:  # noqa: ANN401
    """A reference to one element, its children written; `owners` learns whose each mark is."""
    keys = PDFDictionary({"S": PDFName(element.role), "P": parent, "Pg": page})
    if element.lang:
        keys["Lang"] = PDFString(element.lang)
    reference = document.Reference(keys)
    kids: list[Any] = []
    for kid in element.kids:
        if isinstance(kid, int):
            owners[kid] = reference
            kids.append(kid)
        else:
            kids.append(_element(document, kid, reference, page, owners))
    keys["K"] = PDFArrayCompact(kids)
    return reference
