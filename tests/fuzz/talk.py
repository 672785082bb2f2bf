"""What a person says, read as an answer to each question, as a time, a number or an address, and as a whole talk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from bot import content
from bot.channels.base import Arrival
from bot.door import clean
from flows import acts, clauses, danger, spans, tidy
from flows import offers as reading_offers
from flows import times as reading_times
from flows.contact import contact_in, covered, email, phone, phone_asked, spelled
from flows.content import Content, Each, Parsed, Question, Reading
from flows.hours import hours_in
from flows.live import Live
from flows.model import Body, Tap, Text
from flows.reading import fold, heavy, pick, pick_several, sentences
from tests.flows.chat import Chat

AT = 1_790_000_000_000
LANGUAGES = ("fr", "en", "ar", "uk")
MOST = 4_000  # letters: what is longer is refused before anything is read in it


@cache
def known() -> Content:
    return content.load()


@cache
def questions() -> tuple[Question, ...]:
    """Every question that reads words."""
    found = (one for form in known().forms for part in form.questions for one in _of(part))
    return tuple(one for one in found if one.parse is not None)


def _of(part: Question | Each) -> tuple[Question, ...]:
    return part.questions if isinstance(part, Each) else (part,)


def said(data: bytes) -> str:
    """The words as they come in from a door."""
    body = clean(Arrival("web", "a", "a", Text(data.decode("utf-8", "replace"))))[0].body
    return body.text[:MOST].strip() if isinstance(body, Text) else ""


def reading(data: bytes, qid: str = "") -> Reading:
    text, lang = said(data[2:]), LANGUAGES[data[0] % len(LANGUAGES)]
    one = known()
    item = "e1" if "*" in qid else ""
    return Reading(text, fold(text), AT, one.words[lang], Live(), one, lang, item, "e2", qid=qid.replace("*", "e1"))


def answers(data: bytes) -> None:
    """The words as an answer to one question."""
    if len(data) < 3:
        return
    question = questions()[data[1] % len(questions())]
    one = reading(data, question.id)
    found = question.parse(one) if question.parse else None
    assert found is None or isinstance(found, Parsed)
    for form in known().forms:
        form.hears(one)
        form.calls(one)
        form.opened(one)


def times(data: bytes) -> None:
    """Moments, lengths, hours, telephones, addresses."""
    if len(data) < 3:
        return
    one = reading(data)
    span = reading_times.read(one.text, one.words, AT)
    if span is not None:
        spans.phrase(span)
        assert spans.joined(span, span) is not None
    reading_times.corrects(one.text, one.words)
    reading_times.since(one.text, one.words)
    hours_in(one.folded)
    for look in (phone, phone_asked, email, contact_in, covered):
        look(one.text)
    spelled(one.folded.split(), _numbers(one))


def _numbers(one: Reading) -> Mapping[str, int]:
    return one.words.numbers


def offers(data: bytes) -> None:
    """An offer that was pasted, and all that is looked for in words."""
    if len(data) < 3:
        return
    one = reading(data)
    reading_offers.read(one)
    reading_offers.mentioned(one, one.lang)
    reading_offers.jobs_in(one)
    clauses.clauses(one.text, one.words)
    tidy.lines(one.text, one.lang, one.content)
    acts.told(one.text, one.lang, one.content)
    acts.counts(one.text, one.words)
    danger.spoken((one.text,), tuple(one.content.words.values()))
    heavy(one.folded, one.words)
    sentences(one.text)
    pick(one.folded, (), (), one.words)
    pick_several(one.folded, (), (), one.words)


def talk(data: bytes) -> None:
    """A whole talk, a line a message; a line of signs alone taps a button."""
    chat = Chat(known())
    for body in _bodies(data, chat):
        chat.send(body)
        assert chat.says or chat.effects


def _bodies(data: bytes, chat: Chat) -> Iterator[Body]:
    for line in said(data).split("\n")[:12]:
        if line.startswith("#") and chat.state.asked:
            yield Tap(chat.state.asked.id, str(len(line) - 1))
        elif line.strip():
            yield Text(line)
