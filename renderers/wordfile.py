"""A Word file of ours: its page, its styles, its paragraphs, and what it says of itself. What stands in it is others'.

Right to left is said three times, because each program listens to another one: of the section, of the paragraph and of
each run, with the sizes and the weight of complex scripts beside the plain ones. Children stand in the order of the
schema (ECMA-376, part 1, 17.3.1.26 and 17.3.2.28), since strict readers refuse any other. The file says its title and
its language; it has no author, no program and no time, so the same words give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr  # both only write # nosec B406
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from renderers import bidi, outline
from renderers.words import clean, direct

FONT = "Arial"  # on every machine, with Latin, Cyrillic and Arabic letters; others are found by the reader
ACCENT, INK, GREY = "12355B", "1F1F1F", "555555"
LOCALES = {"fr": "fr-FR", "en": "en-GB", "uk": "uk-UA", "ar": "ar-SA"}
RTL_LOCALE = "ar-SA"
RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="2" w:color="{ACCENT}"/></w:pBdr>'
# The styles, by their names in the template of python-docx: what is between their paragraphs, then their letters.
STYLES = {
    "Normal": ('<w:spacing w:before="0" w:after="30" w:line="259" w:lineRule="auto"/>', INK, 20, False),
    "Title": ('<w:keepNext/><w:spacing w:before="0" w:after="40"/>', ACCENT, 44, True),
    "Subtitle": ('<w:keepNext/><w:spacing w:before="120" w:after="0"/>', INK, 25, True),
    "Heading 1": (f'<w:keepNext/>{RULE}<w:spacing w:before="200" w:after="80"/>', ACCENT, 23, True),
    "Heading 2": ('<w:keepNext/><w:spacing w:before="100" w:after="20"/>', INK, 20, True),
}
OUTLINE = {"Heading 1": '<w:outlineLvl w:val="0"/>', "Heading 2": '<w:outlineLvl w:val="1"/>'}
LARGER = 2  # half points that letters of complex scripts are larger, for they are drawn small
TWIPS_A4 = (11906, 16838)  # twentieths of a point
SIDE, TOP, BOTTOM = 1020, 907, 850  # 18, 16 and 15 mm
UNUSED = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml", "webSettings")
CORE = "docProps/core.xml"
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say

Span = tuple[str, bool]  # words, and whether they stand back


def written(paragraphs: Iterable[str], title: str, lang: str) -> bytes:
    """Return the file that holds these paragraphs. Every alphabet is taken: the reader's program finds the letters."""
    word = Document()
    _template(word, lang)
    for one in paragraphs:
        element = parse_xml(one)
        for link in element.iter(qn("w:hyperlink")):
            link.set(qn("r:id"), word.part.relate_to(link.get(qn("r:id")), RT.HYPERLINK, is_external=True))
        word.element.body.insert_element_before(element, "w:sectPr")
    out = BytesIO()
    word.save(out)
    return _timeless(out.getvalue(), _core(title, lang))


def paragraph(style: str, spans: list[Span], lang: str, *, rtl: bool, link: str = "") -> list[str]:
    """A paragraph in XML; none without words. It begins where the document does (`rtl`), whatever its own direction.

    With an address (`link`) all of it leads there.
    """
    ready = [(clean(words), back) for words, back in spans]
    text = "".join(words for words, _ in ready)
    if not direct(text):
        return []
    turned = bool(bidi.base_of(text, rtl=outline.is_rtl(lang)))
    side = '<w:jc w:val="right"/>' if turned != rtl else ""  # turned round with the paragraph (17.3.1.13)
    look = f'<w:pStyle w:val="{style}"/><w:bidi w:val="{int(turned)}"/>{side}'
    cut = _runs(ready, bidi.levels(text, int(turned)))
    runs = _link("".join(_run(*run, lang, leads=bool(link)) for run in cut), link)
    return [f"<w:p {nsdecls('w')}><w:pPr>{look}</w:pPr>{runs}</w:p>"]


def numbers(style: str, addresses: Iterable[str], lang: str, *, rtl: bool) -> str:
    """A paragraph of numbers, 1 and on, each of which leads to an address."""
    look = f'<w:pStyle w:val="{style}"/><w:bidi w:val="{int(rtl)}"/>'
    apart = _run("  ", rtl=rtl, back=True, lang=lang)
    told = [_link(_run(str(n), rtl=False, back=True, lang=lang, leads=True), one) for n, one in enumerate(addresses, 1)]
    return f"<w:p {nsdecls('w')}><w:pPr>{look}</w:pPr>{apart.join(told)}</w:p>"


def _link(runs: str, link: str) -> str:
    """Runs that lead to an address, which `written` puts where Word looks for it; its end is beside it (17.16.22)."""
    address, _, end = link.partition("#")
    led = f"<w:hyperlink {nsdecls('r')} r:id={quoteattr(address)} w:anchor={quoteattr(end)}>{runs}</w:hyperlink>"
    return led if link else runs


def _runs(spans: Iterable[Span], levels: list[int]) -> Iterator[tuple[str, bool, bool]]:
    """The words cut where their direction or their look changes: words, right to left or not, standing back or not."""
    looks = [(char, back) for words, back in spans for char in words]
    marked = [(char, bool(level % 2), back) for (char, back), level in zip(looks, levels, strict=True)]
    for (rtl, back), group in groupby(marked, key=lambda one: one[1:]):
        words = direct("".join(char for char, _, _ in group))
        if words:
            yield words, rtl, back


def _run(words: str, rtl: bool, back: bool, lang: str, *, leads: bool = False) -> str:  # noqa: FBT001 - a run as it was cut
    """A run in XML, the children of its look in the order of the schema."""
    look = f'<w:b w:val="0"/><w:bCs w:val="0"/><w:color w:val="{GREY}"/>' if back else ""
    look += '<w:u w:val="single"/>' if leads else ""
    spoken = f'<w:rtl/><w:lang w:bidi="{_locale(lang, rtl=True)}"/>' if rtl else f'<w:lang w:val="{_locale(lang)}"/>'
    return f'<w:r><w:rPr>{look}{spoken}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _locale(lang: str, *, rtl: bool = False) -> str:
    """The language of a run as Word names it. Letters of another direction are not in the language of the document."""
    if rtl != outline.is_rtl(lang) or not lang:
        return RTL_LOCALE if rtl else LOCALES["fr"]
    return LOCALES.get(lang, lang)


# ------------------------------------------------------------------ the file around it


def _template(word: Word, lang: str) -> None:
    """Makes the page A4, gives the styles their looks, and drops what an empty Word file carries along."""
    for style, (paragraph, colour, size, bold) in STYLES.items():
        element = word.styles[style].element
        for child in [child for child in element if child.tag.endswith(("}pPr", "}rPr"))]:
            element.remove(child)
        weight = "<w:b/><w:bCs/>" if bold else "<w:b w:val='0'/><w:bCs w:val='0'/>"
        fonts = f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
        sizes = f'<w:sz w:val="{size}"/><w:szCs w:val="{size + LARGER}"/>'
        letters = f'{fonts}{weight}<w:color w:val="{colour}"/>{sizes}'
        spoken = f'<w:lang w:val="{_locale(lang)}" w:bidi="{RTL_LOCALE}"/>'
        element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{paragraph}{OUTLINE.get(style, '')}</w:pPr>"))
        element.append(parse_xml(f"<w:rPr {nsdecls('w')}>{letters}{spoken}</w:rPr>"))
    body = word.element.body
    body.remove(body[-1])
    body.append(parse_xml(_section(rtl=outline.is_rtl(lang))))
    for holder in (word.part.package, word.part):
        for name in [name for name, rel in holder.rels.items() if rel.reltype.endswith(UNUSED)]:
            del holder.rels[name]


def _section(*, rtl: bool) -> str:
    """The page: A4, its margins, and its direction."""
    size = '<w:pgSz w:w="{}" w:h="{}"/>'.format(*TWIPS_A4)
    around = f'w:top="{TOP}" w:right="{SIDE}" w:bottom="{BOTTOM}" w:left="{SIDE}"'
    margins = f'<w:pgMar {around} w:header="400" w:footer="400" w:gutter="0"/>'
    return f"<w:sectPr {nsdecls('w')}>{size}{margins}{'<w:bidi/>' if rtl else ''}</w:sectPr>"


def _core(title: str, lang: str) -> bytes:
    """What the file says of itself."""
    spaces = 'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    spoken = _locale(lang, rtl=outline.is_rtl(lang))
    said = f"<dc:title>{escape(direct(title))}</dc:title><dc:language>{spoken}</dc:language>"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}\n<cp:coreProperties {spaces}>{said}</cp:coreProperties>".encode()


def _timeless(data: bytes, core: bytes) -> bytes:
    """The same file with times that do not change and what it says of itself."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            info = ZipInfo(name, NO_TIME)
            info.compress_type, info.create_system = ZIP_DEFLATED, 3
            new.writestr(info, core if name == CORE else old.read(name))
    return out.getvalue()
