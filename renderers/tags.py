"""The structure of a document: what is a heading, a list, a paragraph, and in which language.

A screen reader walks this tree instead of the page. Each element holds others or *marks*, the numbers of the stretches
of the page that it covers. The page is drawn by `renderers.page`; here is only the tree and how it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from renderers.file import File, Place, string


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


def write(file: File, root: Element, page: Place) -> Place:
    """The place of the tree, which leads from elements to the page and back."""
    tree = file.reserve()
    owners: dict[int, Place] = {}
    top = _write(file, root, tree, page, owners)
    marks = " ".join(owners[mark] for mark in sorted(owners))
    parents = f"<< /Nums [0 {file.put(f'[{marks}]')}] >>"
    return file.put(f"<< /Type /StructTreeRoot /K [{top}] /ParentTree {parents} /ParentTreeNextKey 1 >>", tree)


def _write(file: File, element: Element, parent: Place, page: Place, owners: dict[int, Place]) -> Place:
    """The place of one element, its children written; `owners` learns whose each mark is."""
    place = file.reserve()
    kids: list[str] = []
    for kid in element.kids:
        if isinstance(kid, int):
            owners[kid] = place
            kids.append(str(kid))
        else:
            kids.append(_write(file, kid, place, page, owners))
    held = kids[0] if len(kids) == 1 else f"[{' '.join(kids)}]"
    shown = f" /Pg {page}" if any(isinstance(kid, int) for kid in element.kids) else ""
    lang = f" /Lang {string(element.lang)}" if element.lang else ""
    return file.put(f"<< /S /{element.role} /P {parent}{shown}{lang} /K {held} >>", place)
