"""A line of the transcript as HTML. Pure; every word that enters is escaped here.

The page and its script show the same HTML: the script only puts it in place. An answered question keeps its
buttons behind "change", because an old button always works.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from html import escape

from bot.channels.base import BOT, VOICE, Attachment, Bubble, Button, Shown
from flows.model import counted

Word = Callable[[str], str]  # a key of the catalog in the language of the page

ROW_MAX = 3  # up to three short choices stand side by side, "no" as large as "yes"
ROW_LABEL = {1: 30, 2: 12, 3: 8}  # the longest label that fits in such a row at 320 px
PENCIL = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 20l1-5L16 4l4 4L9 19z"/></svg>'
FACE = '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="8" r="4"/><path d="M4 21q2-6 8-6t8 6"/></svg>'
MARKS_MAX = 2  # combining marks kept on a letter: more would climb over the neighbours
CUT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")  # controls; overrides that turn words round
UNSAFE_NAME = re.compile(r"[^A-Za-z0-9._-]+")
ADDRESS = re.compile(r"^https://[A-Za-z0-9./?=#_-]+$", re.MULTILINE)  # a line of ours that is nothing else
FILE = "file"  # what a question wants that a file may answer
APPS = {"telegram": "Telegram", "whatsapp": "WhatsApp"}  # their own names, in every language
PAPER = 2.8  # 200 dots an inch: what office printers make of a page
OPEN = "open"  # in the address of a document that is to be looked at, and printed, in the browser itself
PDF = "application/pdf"
MIMES = frozenset({PDF, "image/png", "image/jpeg", VOICE})  # what a browser may show


def lines(shown: Sequence[Shown], word: Word, *, counter: bool = False) -> str:
    """These lines, oldest first; only the question still open shows its choices."""
    last = _open_question(shown)
    return "".join(line(one, word, unfolded=one.id == last, counter=counter) for one in shown)


def line(shown: Shown, word: Word, *, unfolded: bool = True, counter: bool = False) -> str:
    """One line. `counter`: on the office's computer, where nothing is saved and no other site is opened."""
    bubble = shown.bubble
    if bubble is None:
        who, text = f'<span class="sr">{escape(word("web.you"))}: </span>', visible(shown.text, marks_max=MARKS_MAX)
        return f'<article class="b me" id="{_id(shown)}">{who}<p dir="auto">{escape(text)}</p></article>\n'
    inside = f"{_by(bubble, word)}{_said(shown, bubble, word, counter=counter)}"
    inside += _at_counter(shown, bubble, word) if counter else _file(shown, bubble, word)
    inside += _question(shown, bubble, word, unfolded=unfolded)
    marks = {"want": bubble.want, "topic": bubble.topic}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in marks.items() if value)
    kinds = "b bot" + (" human" if bubble.by != BOT else "") + (" q" if bubble.buttons else "")
    return (
        f'<article class="{kinds}" id="{_id(shown)}" lang="{escape(bubble.lang)}" dir="{escape(bubble.dir)}" '
        f'tabindex="-1"{data}>{inside}</article>\n'
    )


def _by(bubble: Bubble, word: Word) -> str:
    """Who speaks: the bot for ears alone, a counsellor for eyes too."""
    if bubble.by == BOT:
        return f'<span class="sr">{escape(word("web.bot"))}: </span>'
    return f'<span class="by">{FACE}<bdi>{escape(visible(bubble.by))}</bdi><span class="sr">: </span></span>'


def visible(text: str, marks_max: int = 0) -> str:
    """The text without what would break the page around it: controls, overrides, towers of marks."""
    text = CUT.sub("", text)
    if not marks_max or text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= marks_max:
            kept.append(letter)
    return "".join(kept)


def doors(found: Sequence[tuple[str, str]]) -> str:
    """The apps in which a link can be followed instead; the script puts its word in (`go.js`)."""
    return "".join(f'<a class="share" data-to="{escape(at)}">{escape(APPS.get(name, name))}</a>' for name, at in found)


def printed(shown: Shown) -> bool:
    """Whether this line holds a document that can be printed."""
    return shown.bubble is not None and shown.bubble.file is not None and ours(shown.bubble.file)


def ours(file: Attachment) -> bool:
    """Whether it is a PDF that we drew: no other is opened here."""
    return file.mime == PDF and not file.held


def picture(pdf: bytes) -> bytes:
    """A document as a picture, fine enough for paper."""
    from renderers import cv_png  # noqa: PLC0415 - what draws it is loaded only where it is wanted

    return cv_png.picture(pdf, PAPER)


def file_name(attachment: Attachment) -> str:
    """The name a browser saves a document under, in ASCII."""
    plain = unicodedata.normalize("NFKD", attachment.name).encode("ascii", "ignore").decode()
    return UNSAFE_NAME.sub("-", plain).strip("-.") or f"CV.{attachment.format}"


def _open_question(shown: Sequence[Shown]) -> str:
    for one in reversed(shown):
        if one.bubble is None:
            return ""
        if one.bubble.buttons:
            return one.id
    return ""


def _id(shown: Shown) -> str:
    return f"l-{escape(shown.id)}"


def _said(shown: Shown, bubble: Bubble, word: Word, *, counter: bool) -> str:
    if not bubble.text:
        return ""
    text = escape(visible(_without_list(bubble)))
    way = "" if bubble.by == BOT else ' dir="auto"'  # a counsellor may write in another language
    said = ADDRESS.sub(_named if counter else _linked, text)
    return f'<p id="t-{escape(shown.id)}"{way}>{said}</p>{_squares(text, word)}'


def _linked(found: re.Match[str]) -> str:
    """Return an address that can be tapped, shown as short as it is known: "t.me/atout_bot"."""
    return f'<a href="{found[0]}" target="_blank" rel="noopener noreferrer" dir="ltr">{_short(found[0])}</a>'


def _named(found: re.Match[str]) -> str:
    """Return an address that is photographed and not tapped."""
    return f'<bdi dir="ltr">{_short(found[0])}</bdi>'


def _short(address: str) -> str:
    return re.split("[?#]", address.removeprefix("https://"))[0]


def _squares(text: str, word: Word) -> str:
    """Return each address as a square for a phone's camera, which who sits at a computer is shown (`chat.css`)."""
    addresses = ADDRESS.findall(text)
    if not addresses:
        return ""
    from renderers import qr  # noqa: PLC0415 - what draws it is loaded only where it is wanted

    squares = "".join(f'<li>{qr.render(one)}<bdi dir="ltr">{_short(one)}</bdi></li>' for one in addresses)
    return f'<div class="qr"><small>{escape(word("web.qr"))}</small><ul>{squares}</ul></div>'


def _without_list(bubble: Bubble) -> str:
    """The text without the numbered list that ends it: here the buttons carry the numbers themselves."""
    lines = bubble.text.split("\n")
    listed = {f"{number} {button.label}" for number, button in enumerate(bubble.buttons, 1)}
    while len(lines) > 1 and lines[-1] in listed:
        lines.pop()
    return "\n".join(lines)


def _at_counter(shown: Shown, bubble: Bubble, word: Word) -> str:
    """A document on the office's computer: looked at and printed on a page of ours, never saved."""
    if bubble.file is None:
        return ""
    if bubble.file.mime.startswith("image/"):
        picture = f'<img src="/doc/{escape(shown.id)}" alt="{escape(word("web.picture"))}">'
        return f'<span class="pic">{picture}</span>'
    if ours(bubble.file):
        return f'<a class="share" href="/print/{escape(shown.id)}">{escape(word("web.counter.print"))}</a>'
    if bubble.file.voice:
        return f'<audio class="voice" controls preload="none" src="/doc/{escape(shown.id)}"></audio>'
    return f"<p>{escape(word('web.counter.phone_only'))}</p>"


def _file(shown: Shown, bubble: Bubble, word: Word) -> str:
    if bubble.file is None:
        return ""
    at, name = f"/doc/{escape(shown.id)}", escape(file_name(bubble.file))
    if bubble.file.mime.startswith("image/"):
        return f'<a class="pic" href="{at}"><img src="{at}" alt="{escape(word("web.picture"))}"></a>'
    if bubble.file.voice:
        return f'<audio class="voice" controls preload="none" src="{at}"></audio>'
    kind = escape(bubble.file.format.upper())
    # A browser shares no Word file and no zip, and shows none: these are saved, and that is all.
    shared = f'<button type="button" class="share" hidden>{escape(word("web.share"))}</button>'
    opened = f'<a class="share" href="{at}?{OPEN}" target="_blank">{escape(word("web.open"))}</a>'
    return (
        f'<a class="file" href="{at}" download="{name}"><span class="kind" aria-hidden="true">{kind}</span>'
        f"<span><bdi>{name}</bdi><small>{escape(word('web.save'))}</small></span></a>"
        f"{shared + opened if bubble.file.mime == PDF else ''}"
    )


def _question(shown: Shown, bubble: Bubble, word: Word, *, unfolded: bool) -> str:
    if not bubble.buttons:
        return ""
    split = counted([one.id for one in bubble.buttons]) or len(bubble.buttons)
    numbered = bubble.several or split > ROW_MAX
    choices = [_button(one, n, numbered=numbered) for n, one in enumerate(bubble.buttons[:split], 1)]
    fixed = [_button(one, n, numbered=False) for n, one in enumerate(bubble.buttons[split:], split + 1)]
    longest = max(len(one.label) for one in bubble.buttons[:split])
    shape = "stack" if numbered or longest > ROW_LABEL[split] else "row"
    several = " data-several" if bubble.several else ""
    named = f' aria-labelledby="t-{escape(shown.id)}"' if bubble.text else ""
    if bubble.several and not any(one.id == "done" for one in bubble.buttons):
        fixed.append(f'<button type="button" data-id="done" hidden>{escape(word("web.done"))}</button>')
    pick = (
        f'<button type="button" class="pick" hidden>{escape(word("web.pick"))}</button>' if bubble.want == FILE else ""
    )
    below = f'<div class="row fixed">{"".join(fixed)}</div>' if fixed else ""
    return (
        f'<details class="ask"{" open" if unfolded else ""}><summary>{PENCIL}{escape(word("web.change"))}</summary>'
        f'<div role="group"{named}{several}>{pick}<div class="{shape}">{"".join(choices)}</div>{below}</div></details>'
    )


def _button(button: Button, number: int, *, numbered: bool) -> str:
    digit = f'<span class="n">{number}</span>' if numbered else ""
    return (
        f'<button form="tap" name="press" value="{escape(button.payload)}" data-id="{escape(button.id)}" '
        f'data-n="{number}">{digit}<span>{escape(visible(button.label))}</span></button>'
    )
