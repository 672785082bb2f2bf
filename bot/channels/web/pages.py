"""The page and the small notices, filled from templates. Pure once loaded; every word is escaped here.

Templates hold no word for a person: all come from the catalogs, in the language of the page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from string import Template

from bot.channels.base import Shown, Writing
from bot.channels.web.beside import links
from bot.channels.web.build import Word, lines, visible
from bot.channels.web.site import Site
from bot.pages.assets import HASH, ICON, Asset, asset
from flows.model import Phrase

HERE = Path(__file__).parent
STATIC = (HERE / "chat.css", HERE / "chat.js", HERE / "signs.js", HERE / "voice.js", HERE / "aloud.js", ICON)
APART = (HERE / "counter.js", HERE / "go.js")  # of pages no worker keeps
WORDS = {
    "title": "web.title",
    "about": "web.about",
    "offline": "web.offline",
    "stay": "web.stay",
    "unsent": "web.unsent",
    "drop": "web.drop",
    "long": "web.too_long",
    "heavy": "web.heavy",
    "again": "web.file_again",
    "you": "web.you",
    "skip": "web.skip",
    "bot": "web.bot",
    "language": "web.language",
    "name": "web.name",
    "chat": "web.chat",
    "below": "web.below",
    "attach": "web.attach",
    "placeholder": "web.placeholder",
    "send": "web.send",
    "refresh": "web.refresh",
    "home": "web.home",
    "record": "web.record",
    "recording": "web.recording",
    "voiced": "web.voiced",
    "unvoice": "web.unvoice",
    "denied": "web.denied",
    "voicenote": "web.voicenote",
    "pages": "web.beside.pages",
    "first": "web.beside.first",
}

SPEAKER = (
    '<svg viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M5 10v4h3l4 4V6l-4 4zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/></svg>'
)
QUIET = {"ask": "web.counter.quiet", "left": "web.counter.left", "stay": "web.counter.stay", "end": "web.counter.end"}
SHEETS = {
    "counter": {
        **QUIET,
        "here": "web.counter.here",
        "phone": "web.counter.phone",
        "print": "web.counter.print",
    },
    "print": {**QUIET, "here": "web.counter.here", "print": "web.counter.print", "none": "web.counter.none"},
    "ended": {"ended": "web.counter.ended", "desk": "web.counter.desk"},
    "go": {
        "go": "web.go",
        "press": "web.go.press",
        "new": "web.go.new",
        "begin": "web.go.begin",
        "script": "web.go.script",
    },
}


@dataclass(frozen=True, slots=True)
class Around:
    """What a page holds besides the conversation; `key` is the id of what is said next, `place` "" where nobody is."""

    key: str = ""
    place: str = ""
    notice: str = ""
    draft: str = ""
    counter: bool = False  # on the office's computer


def assets() -> dict[str, Asset]:
    """The scripts, the style and the icon, read once."""
    return {file.name: asset(file, "/static/") for file in (*STATIC, *APART)}


class Pages:
    """Fills the templates in a language."""

    def __init__(self, site: Site, files: dict[str, Asset]) -> None:
        self._site = site
        self._page = Template((HERE / "page.html").read_text("utf-8"))
        self._mic = Template((HERE / "mic.html").read_text("utf-8"))
        self._notice = Template((HERE / "notice.html").read_text("utf-8"))
        self._again = Template((HERE / "again.html").read_text("utf-8"))
        self._sheets = {name: Template((HERE / f"{name}.html").read_text("utf-8")) for name in SHEETS}
        self._at = {name: asset.path for name, asset in files.items()}

    def word(self, lang: str) -> Word:
        """The words of the page in this language."""
        translate = self._site.translator(lang)
        return lambda key: translate(Phrase(key))

    def writing(self, who: Writing) -> str:
        """The line that says who writes now, as text."""
        name = " ".join(visible(who.by).split())
        return self._site.translator(who.lang)(Phrase("web.writing", {"name": name}))

    def chat(self, lang: str, shown: Sequence[Shown], around: Around) -> str:
        """The whole page: the conversation so far and the place to answer."""
        word = self.word(lang)
        return self._page.substitute(
            self._common(lang, word),
            css=self._at["chat.css"],
            js=self._at["chat.js"],
            signs=self._at["signs.js"],
            icon=self._at[ICON.name],
            links=links(self._site.translator(lang), lang),
            languages="".join(self._language(code, lang) for code in self._site.languages),
            lines=lines(shown, word, counter=around.counter),
            **self._counter(lang, around),
            **self._speaking(self._common(lang, word)),
            **self._aloud(word),
            blank="" if around.place else f'<p class="blank">{escape(word("web.blank"))}</p>\n',
            start=_start(lang, word) if around.place and not shown else "",
            want=' inputmode="tel"' if _wants_phone(shown) else "",
            key=escape(around.key),
            place=escape(around.place),
            notice=escape(word(around.notice)) if around.notice else "",
            draft=escape(around.draft),
        )

    def _counter(self, lang: str, around: Around) -> dict[str, str]:
        """What stands on the page at the counter, and nowhere else."""
        if not around.counter:
            return {"counting": "", "marked": "", "counter": ""}
        script = f'<script defer src="{self._at["counter.js"]}"></script>\n'
        bar = self.sheet("counter", lang, key=escape(around.key))
        return {"counting": script, "marked": " data-counter", "counter": bar}

    def _speaking(self, words: dict[str, str]) -> dict[str, str]:
        """What records a voice note, where somebody hears it, and nowhere else."""
        if not self._site.hears:
            return {"speaking": "", "mic": ""}
        script = f'<script defer src="{self._at["voice.js"]}"></script>\n'
        return {"speaking": script, "mic": self._mic.substitute(words)}

    def _aloud(self, word: Word) -> dict[str, str]:
        """What reads aloud, where there is a voice for a language."""
        if not self._site.voices:
            return {"hearing": "", "hear": ""}
        about = f'data-voices="{escape(" ".join(self._site.voices))}" data-failed="{escape(word("aloud.failed"))}"'
        about += f' data-refused="{escape(word("aloud.refused"))}"' if self._site.host.speaks else ""
        button = f'<button type="button" class="hear" aria-pressed="false" aria-label="{escape(word("web.hear"))}">'
        return {
            "hearing": f'<script defer src="{self._at["aloud.js"]}"></script>\n',
            "hear": f'<template id="hear" {about}>{button}{SPEAKER}</button></template>\n',
        }

    def sheet(self, name: str, lang: str, **values: str) -> str:
        """A page beside the conversation, or a part of one, with these values as they are."""
        word = self.word(lang)
        found = {slot: escape(word(key)) for slot, key in SHEETS[name].items()}
        where = {"css": self._at["chat.css"], "icon": self._at[ICON.name]}
        where |= {"counting": self._at["counter.js"], "going": self._at["go.js"]}
        return self._sheets[name].substitute(self._common(lang, word), **where, **found, **values)

    def blank(self, lang: str) -> str:
        """The page without a conversation, the same for everybody."""
        return self.chat(lang, (), Around())

    @cached_property
    def worker(self) -> str:
        """The worker of the page: what it keeps goes under a name that changes with it.

        It needs the words of every language, and a start waits for none of them.
        """
        blanks = "".join(self.blank(lang) for lang in self._site.languages)
        kept = hashlib.sha256(blanks.encode()).hexdigest()[:HASH]
        files = json.dumps(sorted(self._at[file.name] for file in STATIC))
        return Template((HERE / "worker.js").read_text("utf-8")).substitute(kept=kept, files=files)

    def paper(self, lang: str, line: str) -> str:
        """The picture of a document, on the page that is printed."""
        return f'<img id="paper" src="/paper/{escape(line)}" alt="{escape(self.word(lang)("web.picture"))}">'

    def notice(self, lang: str, key: str) -> str:
        """A small page with one sentence and the way back."""
        word = self.word(lang)
        where = {"css": self._at["chat.css"], "icon": self._at[ICON.name]}
        return self._notice.substitute(self._common(lang, word), say=escape(word(key)), **where)

    def again(self, lang: str, key: str, fields: Mapping[str, object]) -> str:
        """A small page with one sentence and what a plain form sent, to be sent again as it was."""
        word = self.word(lang)
        where = {"css": self._at["chat.css"], "icon": self._at[ICON.name], "send": escape(word("web.send"))}
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">\n'
            for name, value in fields.items()
            if name != "text"
        )
        text = escape(str(fields.get("text", "")))
        name = escape(word("web.placeholder"))
        box = f'<textarea name="text" rows="6" aria-label="{name}" dir="auto">\n{text}</textarea>'
        box = f'<div class="field">{box}</div>\n' if text else ""
        return self._again.substitute(self._common(lang, word) | where, say=escape(word(key)), fields=hidden + box)

    def _common(self, lang: str, word: Word) -> dict[str, str]:
        found = {slot: escape(word(key)) for slot, key in WORDS.items()}
        return {**found, "lang": escape(lang), "dir": escape(self._site.direction(lang))}

    def _language(self, code: str, current: str) -> str:
        chosen = ' aria-current="true"' if code == current else ""
        name = escape(self.word(code)("web.name"))
        way = escape(self._site.direction(code))
        return f'<button form="tap" name="lang" value="{code}" lang="{code}" dir="{way}"{chosen}>{name}</button>'


def _start(lang: str, word: Word) -> str:
    label = escape(word("web.start"))
    return f'<button class="start" form="tap" name="open" value="{escape(lang)}">{label}</button>\n'


def _wants_phone(shown: Sequence[Shown]) -> bool:
    return bool(shown and shown[-1].bubble and shown[-1].bubble.want == "contact")
