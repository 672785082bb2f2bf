"""From what the core wants said to the bubble a person sees. It writes no sentence: the catalogs do.

The labels a person really saw are given back to be kept with the ask, so that an old button is read for ever.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.channels.base import BOT, VOICE, Attachment, Bubble, Button, payload, platform
from bot.parts import Parts
from flows.aloud import SPEECH
from flows.model import Ask, Attach, Facts, Phrase, Say, Translate, counted

LINK = re.compile(r"https?://\S+")  # nobody follows it by ear
TOGETHER = 1_000  # characters: WhatsApp takes 1 024 with buttons, and under a document
COMING, NOTED = ".making", "noted"  # what ends the keys that say that something is on its way, and what stands before
ADDRESS = "cv/address"  # the question whose answer is "tu" or "vous"
# What is done otherwise on a channel is said in words of its own there.
OWN_WORDS: Mapping[str, Mapping[str, str]] = {
    "aloud.how": {"whatsapp": "aloud.how.reply"},
    "cv.here": {"web": "cv.here.web"},
    "ask.erase": {"telegram": "ask.erase.chat"},
    "erased": {"telegram": "erased.chat"},
    "hidden": {"web": "hidden.web", "telegram": "hidden.telegram", "whatsapp": "hidden.whatsapp"},
    "shown": {"web": "shown.web"},
    "side.send": {"web": "side.send.web"},
}
MIMES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}


def address_form(facts: Facts) -> str:
    """Return the form of address the person chose last: "tu", else "vous"."""
    chosen = next((fact.value.ids for fact in reversed(facts) if fact.qid == ADDRESS), ())
    return "tu" if chosen == ("tu",) else "vous"


def say(parts: Parts, said: Say, lang: str, facts: Facts, channel: str = "") -> tuple[Bubble, Ask | None]:
    """Return the bubble, and the ask with its labels as they will be seen on this channel."""
    parts_said = tuple(_own_words(part, channel) for part in said.parts)
    translate = parts.translator(lang, address_form(facts))
    ask = replace(said.ask, labels=tuple(translate(c.label) for c in said.ask.choices)) if said.ask else None
    passing = ask is None and all(part.key.endswith(COMING) or part.key == NOTED for part in said.parts)
    bubble = Bubble(
        id=parts.ids(),
        text=_text(parts_said, ask, translate),
        lang=lang,
        dir=parts.direction(lang),
        buttons=_buttons(ask) if ask else (),
        several=bool(ask and ask.several),
        question=ask.qid if ask else "",
        ask=ask.id if ask else "",
        topic=said.topic,
        want=said.want,
        by=said.by or BOT,
        hear=said.hear and not passing,
        said=parts_said,
        passing=passing,
    )
    return bubble, ask


def attach(parts: Parts, attached: Attach, lang: str, facts: Facts) -> Bubble:
    """Return the bubble that holds a document, with what is said with it; its bytes are drawn when they are needed."""
    name = attached.name or parts.name(attached.document, attached.format, facts, lang)
    mime = MIMES.get(attached.format, "application/octet-stream")
    file = Attachment(attached.document, attached.format, name, mime, attached.upto, attached.held)
    text = _text(attached.said, None, parts.translator(lang, address_form(facts)))
    way, by = parts.direction(lang), attached.by or BOT
    return Bubble(id=parts.ids(), text=text, lang=lang, dir=way, by=by, file=file, said=attached.said)


def aloud(parts: Parts, attached: Attach, bubbles: Sequence[Bubble], about: tuple[str, str]) -> tuple[Bubble, ...]:
    """Return the bubble that is the voice of these, or of those that are held, in a language and on a channel.

    That it is a robot's is written under it, unless that were one more message to pay: there it is said when it begins.
    """
    lang, channel = about
    said = attached.held or " ".join(one.id for one in bubbles if one.by == BOT and one.text and not one.passing)
    if not said:
        return ()
    said_with = () if parts.bills(channel) else attached.said
    text = _text(said_with, None, parts.translator(lang, "vous"))
    file = _voiced(said)
    return (Bubble(parts.ids(), text, lang, parts.direction(lang), file=file, said=said_with),)


def voice(bubble: Bubble) -> Attachment:
    """Return the voice of a bubble, as a document."""
    return _voiced(bubble.id)


def _voiced(said: str) -> Attachment:
    return Attachment(SPEECH, "ogg", "Atout.ogg", VOICE, 0, said)


def spoken(bubble: Bubble) -> str:
    """Return what is read aloud of a bubble: its words without an address, and what can be picked, by number."""
    lines = LINK.sub("", bubble.text).split("\n")
    listed = () if bubble.several else bubble.buttons[: counted([one.id for one in bubble.buttons])]
    lines += [f"{number}, {button.label}." for number, button in enumerate(listed, start=1)]
    return "\n".join(line for line in lines if any(map(str.isalnum, line)))


def whole(bubbles: Sequence[Bubble]) -> tuple[Bubble, ...]:
    """Return the bubbles of a turn as few as they can be, for a channel on which each is paid for.

    What is said before a question is said with it, and a document stands above the words that follow it. Only words
    of the bot are joined, and only as many as stand under a document (`TOGETHER`). That something is on its way is
    shown by the app itself, as somebody who writes.
    """
    out: list[Bubble] = []
    for bubble in (one for one in bubbles if not one.passing):
        if out and _joins(out[-1], bubble):
            text = "\n\n".join(part for part in (out[-1].text, bubble.text) if part)
            out[-1] = replace(bubble, text=text, file=out[-1].file, said=(*out[-1].said, *bubble.said))
        else:
            out.append(bubble)
    return tuple(out)


def _joins(first: Bubble, second: Bubble) -> bool:
    """Whether two bubbles can be one: the second adds what the first has not."""
    ours = first.by == second.by == BOT and first.lang == second.lang
    alone = not first.buttons and second.file is None
    return ours and alone and len(first.text) + len(second.text) < TOGETHER


def _own_words(part: Phrase, channel: str) -> Phrase:
    """Return a phrase as it is said on this channel."""
    own = OWN_WORDS.get(part.key, {}).get(platform(channel))
    return replace(part, key=own) if own else part


def _text(said: Sequence[Phrase], ask: Ask | None, translate: Translate) -> str:
    lines = [translate(part) for part in said]
    if ask and ask.several:
        listed = ask.labels[: counted([choice.id for choice in ask.choices])]
        lines += [f"{number} {label}" for number, label in enumerate(listed, start=1)]
    return "\n".join(line for line in lines if line)


def _buttons(ask: Ask) -> tuple[Button, ...]:
    pairs = zip(ask.choices, ask.labels, strict=True)
    return tuple(
        Button(payload(ask.id, place), choice.id, label, choice.label) for place, (choice, label) in enumerate(pairs)
    )
