"""From what the core wants said to the bubble a person sees. It writes no sentence: the catalogs do.

The labels a person really saw are given back to be kept with the ask, so that an old button is read for ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.channels.base import BOT, Attachment, Bubble, Button, payload
from bot.parts import Parts
from flows.model import Ask, Attach, Facts, Phrase, Say, Translate, counted

TOGETHER = 1_000  # characters: WhatsApp takes 1 024 with buttons, and under a document
COMING, NOTED = ".making", "noted"  # what ends the keys that say that something is on its way, and what stands before
ADDRESS = "cv/address"  # the question whose answer is "tu" or "vous"
# What is done otherwise on a channel is said in words of its own there.
OWN_WORDS: Mapping[str, Mapping[str, str]] = {
    "cv.here": {"web": "cv.here.web"},
    "ask.erase": {"telegram": "ask.erase.chat"},
    "erased": {"telegram": "erased.chat"},
}
MIMES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
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
        said=parts_said,
        passing=ask is None and all(part.key.endswith(COMING) or part.key == NOTED for part in said.parts),
    )
    return bubble, ask


def attach(parts: Parts, attached: Attach, lang: str, facts: Facts) -> Bubble:
    """Return the bubble that holds a document; its bytes are drawn when they are needed."""
    name = parts.name(attached.document, attached.format, facts, lang)
    mime = MIMES.get(attached.format, "application/octet-stream")
    file = Attachment(attached.document, attached.format, name, mime, attached.upto)
    return Bubble(id=parts.ids(), text="", lang=lang, dir=parts.direction(lang), file=file)


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
    own = OWN_WORDS.get(part.key, {}).get(channel)
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
