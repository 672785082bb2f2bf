"""Plays a journey and says, line by line, what was done, what came, and which expectation did not hold.

It decides nothing about conversations: it only compares. A journey goes on after an expectation that failed, so that
one run shows all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.channels.base import Bubble
from bot.sim.chat import Chat, LineError
from bot.sim.deploys import deployed
from bot.sim.script import Script, ScriptError, Step, said, shown

Write = Callable[[str], None]


@dataclass(slots=True)
class Played:
    """How a journey went."""

    chat: Chat
    lang: str
    failures: list[str] = field(default_factory=list)

    def check(self, step: Step, reason: str, write: Write) -> None:
        """Note why a line did not hold; "" when it did."""
        if reason:
            self.failures.append(f"line {step.number}: {step.mark} {step.rest}: {reason}")
            write(f"   ! line {step.number}: {reason}")


async def play(script: Script, chat: Chat, write: Write) -> Played:
    """Play a journey in the language of the chat. Raises `ScriptError`."""
    played = Played(chat, chat.lang)
    kill = ""
    for step in script.steps:
        if not step.holds_in(chat.lang):
            continue
        if step.looks:
            played.check(step, _looks(step, chat), write)
        elif step.word == "kill":
            kill = step.rest or "after"
            write(f"!kill {kill} the commit of the next message")
        elif step.mark == "!":
            await _house(step, chat, write)
        else:
            played.check(step, await _person(step, chat, write, kill), write)
            kill = ""
    return played


async def _person(step: Step, chat: Chat, write: Write, kill: str) -> str:
    """Do what the person does; return why it could not be done, "" when it could."""
    line = said(step, chat.said)
    write(f"{shown(line)}")
    try:
        _tell(chat, await chat.send(line, kill), write)
    except LineError as error:
        return str(error)
    return ""


async def _house(step: Step, chat: Chat, write: Write) -> None:
    write(f"!{step.word} {step.rest}".rstrip())
    match step.word:
        case "restart":
            await chat.life.restart()
        case "desk":
            await chat.life.desk(step.rest, chat.clock.at)
            _tell(chat, await chat.looks(), write)
        case "deploy":
            await chat.life.restart(deployed(chat.life.content))
        case _:
            _tell(chat, await chat.again(), write)


def _tell(chat: Chat, bubbles: list[Bubble], write: Write) -> None:
    for bubble in bubbles:
        write("   " + (f"= {bubble.file.name}" if bubble.file else bubble.text.replace("\n", "\n   ")))
        if bubble.file and bubble.file.format == "pdf":
            write("   | " + chat.papers[-1].text.replace("\n", "\n   | "))
        if bubble.buttons:
            write("   " + " ".join(f"[{button.label}]" for button in bubble.buttons))


# ---------------------------------------------------------------- expectations


def _looks(step: Step, chat: Chat) -> str:
    """Return why an expectation does not hold; "" when it does."""
    if step.mark == "?":
        return "" if chat.topic == step.rest else f"the question is on {chat.topic}"
    if step.mark == "<":
        return _said(step.rest, chat)
    word, _, rest = step.rest.partition(" ")
    if word not in PAPERS:
        raise ScriptError(f"line {step.number}: = {', '.join(PAPERS)}")
    return PAPERS[word](chat, rest)


def _said(wanted: str, chat: Chat) -> str:
    seen = [*(b.text for b in chat.new), *(button.label for b in chat.new for button in b.buttons)]
    text = _flat("\n".join(seen))
    if wanted == "nothing":
        return "something was said" if chat.new else ""
    if wanted.startswith("! "):
        return "it was said" if wanted[2:] in text else ""
    return "" if wanted in text else "it was not said"


def _pdf(chat: Chat, most: str) -> str:
    """A PDF came just now, after at most so many messages."""
    if not any(bubble.file and bubble.file.format == "pdf" for bubble in chat.new):
        return "no PDF came"
    return _messages(chat, most) if most else ""


def _messages(chat: Chat, most: str) -> str:
    return f"{chat.messages} messages" if chat.messages > int(most) else ""


def _minutes(chat: Chat, most: str) -> str:
    return f"{chat.minutes:.1f} minutes" if chat.minutes > float(most) else ""


def _on(chat: Chat, wanted: str) -> str:
    """The newest PDF holds these words."""
    return "" if chat.papers and wanted in _flat(chat.papers[-1].text) else "it is not on the CV"


def _off(chat: Chat, wanted: str) -> str:
    return "it is on the CV" if chat.papers and wanted in _flat(chat.papers[-1].text) else ""


def _flat(text: str) -> str:
    return " ".join(text.split())


PAPERS: Final[Mapping[str, Callable[[Chat, str], str]]] = {
    "pdf": _pdf, "messages": _messages, "minutes": _minutes, "on": _on, "off": _off,
}  # fmt: skip
