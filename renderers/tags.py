"""The structure of a document: what is a heading, a list, a paragraph, and in which language.

A screen reader walks this tree instead of the page. Each element holds others or *marks*, the numbers of the stretches
of the page that it covers. The page is drawn by `renderers.page`; here is only the tree and how it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from renderers.file import File, Place, string


@dataclass(slots=True)
class Element:
    """A part of the document. `role` is a standard structure type: H1, P, L, LI, LBody, Span, ...

    `page` is the one its marks are on: no stretch of text goes over two.
    """

    role: str
    lang: str = ""
    page: int = 0
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


def write(file: File, root: Element, pages: Sequence[Place]) -> Place:
    """The place of the tree, which leads from elements to their pages and back."""
    tree = file.reserve()
    owners: list[dict[int, Place]] = [{} for _ in pages]
    top = _write(file, root, tree, pages, owners)
    marks = [" ".join(owned[mark] for mark in sorted(owned)) for owned in owners]
    lists = [file.put(f"[{mark}]") for mark in marks]
    parents = f"<< /Nums [{' '.join(f'{page} {place}' for page, place in enumerate(lists))}] >>"
    return file.put(
        f"<< /Type /StructTreeRoot /K [{top}] /ParentTree {parents} /ParentTreeNextKey {len(pages)} >>", tree
    )


def _write(
    file: File, element: Element, parent: Place, pages: Sequence[Place], owners: Sequence[dict[int, Place]]
) -> Place:
    """The place of one element, its children written; `owners` learns whose each mark is, page by page."""
    place = file.reserve()
    kids: list[str] = []
    for kid in element.kids:
        if isinstance(kid, int):
            owners[element.page][kid] = place
            kids.append(str(kid))
        else:
            kids.append(_write(file, kid, place, pages, owners))
    held = kids[0] if len(kids) == 1 else f"[{' '.join(kids)}]"
    shown = f" /Pg {pages[element.page]}" if any(isinstance(kid, int) for kid in element.kids) else ""
    lang = f" /Lang {string(element.lang)}" if element.lang else ""
    return file.put(f"<< /S /{element.role} /P {parent}{shown}{lang} /K {held} >>", place)
