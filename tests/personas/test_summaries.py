"""The summary of everybody: at most ten lines, each from messages of theirs, and nothing that is for them alone."""

from __future__ import annotations

import re
from functools import cache

import pytest

from flows.documents import Summary
from flows.model import Phrase
from flows.summary import MOST, About, bubbles, summary
from flows.visible import visible
from locales import languages, translator
from tests.personas.replay import matching
from tests.personas.test_personas import NAMES, NEVER, conversation

TOPIC = Phrase("summary.topic_job")
QUOTED = re.compile("«[^»]*»")
BUBBLE = 1_000  # characters: what WhatsApp takes under a document
READ_IN_A_MINUTE = 1_300  # characters: some 220 words


@cache
def told(name: str, lang: str = "fr") -> Summary:
    found = conversation(name)
    assert found.content is not None
    return summary(found.content, found.known, found.state, About(lang, TOPIC, window_minutes=90))


def lines(name: str, lang: str = "fr") -> list[str]:
    say = translator(lang)
    return [say(point.phrase) for point in told(name, lang).points]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_short_and_rests_on_messages_of_the_person(name: str) -> None:
    found = conversation(name)
    assert 3 < len(told(name).points) <= MOST
    assert sum(map(len, lines(name))) <= READ_IN_A_MINUTE
    for point in told(name).points:
        assert [source for source in point.sources if source not in found.said] == [], point.id
        assert point.sources or point.id in {"asked", "stands", "chat"}


@pytest.mark.parametrize("name", NAMES)
def test_it_says_nothing_that_was_not_said_or_is_private(name: str) -> None:
    person = conversation(name).person
    said = "\n".join(line for point, line in zip(told(name).points, lines(name), strict=True) if point.id != "chat")
    assert matching([*person["never_said"], *NEVER], said) == []
    assert matching(person["keep_out"], QUOTED.sub("", said)) == []  # of their own words a CV prints nothing


@pytest.mark.parametrize("name", NAMES)
def test_no_number_and_no_address_is_in_it_nor_among_what_may_be_seen(name: str) -> None:
    found = conversation(name)
    assert found.content is not None
    seen = visible(found.content, found.known)
    reached = {f.value.text for f in found.known if f.qid in {"cv/phone", "cv/email"} and f.value.text}
    for text in reached:
        assert text not in "\n".join(lines(name))
        assert [fact.qid for fact in seen if text in fact.value.text] == []


@pytest.mark.parametrize("name", NAMES)
def test_everybody_reads_the_same_in_their_own_language(name: str) -> None:
    lang = conversation(name).person["lang"]
    say, shown = translator(lang), bubbles(told(name, lang))
    assert len(shown) <= 3
    assert all(len("\n".join(map(say, part))) < BUBBLE for part in shown)
    assert [point.id for point in told(name, lang).points] == [point.id for point in told(name).points]


@pytest.mark.parametrize("lang", languages())
def test_a_counsellor_of_any_language_reads_all_of_them(lang: str) -> None:
    for name in NAMES:
        assert [line for line in lines(name, lang) if "{" in line or not line.strip()] == [], name
