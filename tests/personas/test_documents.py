"""Every document in every form, of everybody: each line rests on messages, and the bytes say nothing but the lines.

The CV in its two layouts, without a name, for another occupation; the letter for an offer that was pasted; as PDF,
Word, text and JSON Resume, each read back as somebody who receives it would.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from docx import Document as Word

from bot.drawing import BUILDERS, DRAWN_AS, FORMATS, Drawing, _renderers
from bot.sim.chat import paper_text
from flows.documents import CLAIR, PREUVES, Cv, Interview, Letter, Line
from flows.model import Facts, Kind, Value
from locales import translator
from locales.catalogs import catalog
from tests.dictionary import unknown
from tests.personas.replay import matching
from tests.personas.test_personas import NAMES, NEVER, conversation
from tests.renderers.readers import words

SAY = translator("fr")
ALONE = frozenset(
    {"letter", "interview"}
)  # documents of one layout; a practice is the person's own, and claims nothing
FORMS = [(document, layout) for document in BUILDERS for layout in (CLAIR, PREUVES) if document not in ALONE]
EVERY = [*FORMS, ("letter", CLAIR)]
OF_THE_OFFER = ["employeur", "embauche@", "02 ?40 ?99"]
NAMES_OF = ("tongue.", "cv.language")  # lines that hold the name of a language, which a dictionary may not know


def known(name: str, layout: str) -> Facts:
    """The facts of a person, after whom this layout was chosen."""
    facts = conversation(name).known
    chosen = replace(facts[-1], seq=facts[-1].seq + 1, qid="cv/template", value=Value(Kind.CHOICE, ids=(layout,)))
    return (*facts, chosen)


def built(name: str, document: str, facts: Facts) -> Cv | Letter:
    found = conversation(name)
    assert found.content is not None
    drawn = BUILDERS[document](found.content, facts, facts[-1].dossier)
    assert not isinstance(drawn, Interview)
    return drawn


@cache
def documents(name: str) -> Mapping[tuple[str, str], Cv | Letter]:
    return {(document, layout): built(name, document, known(name, layout)) for document, layout in EVERY}


def lines(name: str) -> Iterator[tuple[tuple[str, str], Line]]:
    for form, document in documents(name).items():
        yield from ((form, line) for line in document.lines())


@cache
def texts(name: str) -> Mapping[tuple[str, str, str], str]:
    """What each file says, by document, layout and format."""
    content = conversation(name).content
    assert content is not None
    draw = Drawing(content, translator)
    files = [(d, layout, f) for d, layout in EVERY for f in FORMATS if f"{DRAWN_AS.get(d, d)}_{f}" in _renderers()]
    read: Mapping[str, Callable[[bytes], str]] = {
        "pdf": paper_text,
        "docx": word_text,
        "txt": bytes.decode,
        "json": json_text,
    }
    return {(d, layout, f): read[f](draw(d, f, known(name, layout), "fr")) for d, layout, f in files if f in read}


def word_text(data: bytes) -> str:
    document = Word(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def json_text(data: bytes) -> str:
    def said(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from () if key.startswith("$") or key == "meta" else said(inner)
        elif isinstance(value, list):
            yield from (text for inner in value for text in said(inner))
        else:
            yield str(value)

    return "\n".join(said(json.loads(data)))


@pytest.mark.parametrize("name", NAMES)
def test_each_line_of_each_document_rests_on_messages(name: str) -> None:
    found = conversation(name)
    by_seq = {fact.seq: fact for fact in found.known}
    for form, line in lines(name):
        assert line.proof, (form, SAY(line.phrase))
        assert [seq for seq in line.proof if by_seq[seq].source not in found.said] == [], (form, SAY(line.phrase))


@pytest.mark.parametrize("name", NAMES)
def test_without_its_messages_no_line_is_in_any_document(name: str) -> None:
    by_seq = {fact.seq: fact for fact in conversation(name).known}
    left: dict[tuple[str, str, frozenset[str]], set[tuple[object, ...]]] = {}
    for (document, layout), line in lines(name):
        gone = frozenset(by_seq[seq].source for seq in line.proof)
        if (document, layout, gone) not in left:
            facts = tuple(fact for fact in known(name, layout) if fact.source not in gone)
            again = built(name, document, facts).lines() if facts else ()
            left[document, layout, gone] = {(repr(other.phrase), other.proof) for other in again}
        assert (repr(line.phrase), line.proof) not in left[document, layout, gone], (document, SAY(line.phrase))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_says_nothing_but_its_lines_and_headings(name: str) -> None:
    for (document, layout, format_), text in texts(name).items():
        allowed = {word.casefold() for said in sayable(documents(name)[document, layout]) for word in words(said)}
        more = [
            word for word in words(text) if word.casefold() not in allowed and not (format_ == "json" and dated(word))
        ]
        assert more == [], (document, layout, format_)


def sayable(document: Cv | Letter) -> Iterator[str]:
    """What a document may say: its lines, who it is about, and the words of the catalog around them."""
    said = [translator(document.lang)(line.phrase) for line in document.lines()]
    yield from (form for text in said for form in (text, text.replace("'", "’")))
    yield from (document.name, document.phone, document.email, document.town)
    yield from headings("letter." if isinstance(document, Letter) else "cv.", document.lang)
    if isinstance(document, Letter):
        yield document.employer


@cache
def headings(prefix: str, lang: str) -> tuple[str, ...]:
    around = ("letter.greeting", "letter.close", "letter.to") if prefix == "letter." else (f"{prefix}heading",)
    said = [text for (key, _), many in catalog(lang).items() if key.startswith(around) for text in many]
    return tuple(form for text in said for form in (text, text.replace("'", "’")))


def dated(word: str) -> bool:
    """A date of JSON Resume, or a word its schema has for a level of nothing: 2016-01."""
    return bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", word))


@pytest.mark.parametrize("name", NAMES)
def test_no_file_says_what_was_not_said_or_is_private(name: str) -> None:
    found = conversation(name)
    never = [*found.person["never_said"], *found.person["keep_out"], *NEVER, *OF_THE_OFFER]
    said = {form: matching(never, without(text, titles(name, form[:2]))) for form, text in texts(name).items()}
    assert {form: ways for form, ways in said.items() if ways} == {}


def titles(name: str, form: tuple[str, str]) -> tuple[str, ...]:
    """The occupation that the second CV is for, which was picked among those the house proposed."""
    document = documents(name)[form]
    title = document.title if isinstance(document, Cv) and form[0] == "second" else None
    return (SAY(title.phrase), SAY(title.phrase).replace("'", "’")) if title else ()


def without(text: str, said: tuple[str, ...]) -> str:
    for one in said:
        text = text.replace(one, "")
    return text


@pytest.mark.parametrize("name", NAMES)
def test_words_of_ones_own_are_only_on_documents_of_their_language(name: str) -> None:
    for form, document in documents(name).items():
        own = [line for line in document.lines() if line.phrase.key == "line.own"]
        assert [SAY(line.phrase) for line in own if line.lang not in {"", document.lang}] == [], form


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_every_document_is_in_the_dictionary(name: str) -> None:
    french = (line for _, line in lines(name) if line.lang in {"", "fr"})
    said = {SAY(line.phrase) for line in french if not line.phrase.key.startswith(NAMES_OF)}
    assert unknown("\n".join(sorted(said))) == []
