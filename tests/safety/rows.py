"""Each line of the table: what is tried, what is asked for, and the tests that count it.

A test tells a count by pytest's own `record_property`; what several tell under one name is added up, but for `most`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Row:
    """One of them. `least` of the count named first is asked for; no test may fail."""

    name: str
    what: str
    tests: tuple[str, ...]
    counts: tuple[str, ...] = ()  # names of counts, in the order told
    least: int = 0
    environ: Mapping[str, str] = field(
        default_factory=dict[str, str]
    )  # what makes its tests longer than `make test` does

    def lacks(self, cases: int, failed: int, counted: Mapping[str, int]) -> str:
        """Return what is missing, "" for nothing."""
        if failed or not cases:
            return f"{failed} of {cases} tests failed" if cases else "no test ran"
        if missing := [name for name in self.counts if name not in counted]:
            return f"nobody counted {', '.join(missing)}"
        short = self.least and counted[self.counts[0]] < self.least
        return f"{counted[self.counts[0]]} {self.counts[0]}, {self.least} are asked for" if short else ""


MOST: Final = frozenset({"MB at the most", "ms of work at the most"})  # of these the greatest counts
ROWS: Final = (
    Row(
        "hostile input",
        "words and files, at each door at which they come in: kept, answered, and in no document do they act",
        (
            "tests/hostile/test_inputs.py",
            "tests/hostile/test_documents.py",
            "tests/hostile/test_sent.py",
            "tests/hostile/test_given.py",
            "tests/hostile/test_imported.py",
        ),
        ("texts", "fields filled in", "files", "documents read back"),
        300,
    ),
    Row(
        "doors",
        "every HTTP door, as nobody, a lead and an operator: no fault, no trace, the same head on every answer",
        ("tests/hostile/test_doors.py",),
        ("requests", "bodies without end"),
        300,
    ),
    Row(
        "forged deliveries",
        "not signed, signed by another, altered, or not to be read: none is taken in",
        ("tests/bot/whatsapp/test_webhook.py", "tests/bot/telegram/test_webhook.py", "tests/bot/desk/test_forged.py"),
    ),
    Row(
        "killed",
        "the process ends around each write, request and receipt, and is started again: nothing lost, nothing twice",
        ("tests/bot/test_crash.py",),
        ("kills",),
        300,
    ),
    Row(
        "delivered several times",
        "each message up to four times, in any order, to a process that is killed: answered, and once",
        ("tests/bot/test_storm.py",),
        ("deliveries", "messages"),
        10_000,
        {"STORM": "2500"},
    ),
    Row(
        "a disk that is full, or fails",
        "whole conversations, with a CV and the desk: who is not heard is told, it heals, nothing lost or twice",
        (
            "tests/bot/test_disk.py",
            "tests/bot/test_serve.py::test_a_disk_that_fails_ends_it_with_a_word_to_the_operator",
        ),
        ("points",),
        100,
    ),
    Row(
        "clocks",
        "400 days ahead, a day behind, never set, summer time: no reminder twice or lost, no login, link or code kept",
        ("tests/bot/test_clocks.py",),
        ("jumps", "reminders"),
        50,
    ),
    Row(
        "what is not theirs",
        "every page of the desk, each role, each case, forged ids: nobody reads a word that is not theirs",
        ("tests/bot/desk/test_matrix.py",),
        ("pages read",),
        300,
    ),
    Row(
        "erased",
        "a whole conversation in each language, one by voice, file and counsellor: its words in no byte of a file",
        ("tests/bot/test_gone.py", "tests/bot/test_erased.py", "tests/bot/test_copies.py"),
        ("words looked for",),
        200,
    ),
    Row(
        "asked of a model",
        "whole requests, kept by the double: no name, number, address, id, or word that is not allowed; "
        "none with a broken filter",
        (
            "tests/bot/model/test_mixtures.py",
            "tests/bot/model/test_requests.py",
            "tests/bot/model/test_captured.py",
            "tests/bot/model/test_conversation.py::test_a_filter_whose_dictionary_cannot_be_read_sends_nothing_and_changes_nothing",
        ),
        ("messages", "requests"),
        2_000,
    ),
    Row(
        "orders to a model",
        "in answers, offers, documents and names of files, to a double that obeys: nothing changes without a yes",
        ("tests/bot/model/test_injections.py",),
        ("orders",),
        100,
    ),
    Row(
        "a model that fails",
        "429, 500, half an answer, another form, silence, a refusal, lies: the conversation is the same",
        ("tests/bot/model/test_conversation.py", "tests/bot/model/test_job.py"),
    ),
    Row(
        "on the wire",
        "a day of use by default: no packet but to the messaging platform and the program itself",
        ("tests/network",),
        ("packets read",),
        1000,
    ),
    Row(
        "sounds and files",
        "of ten minutes and more, broken, of another kind, that bomb: read in a process with limits, which ends alone",
        ("tests/bot/voice/test_sound.py", "tests/bot/test_files.py"),
        ("MB at the most", "ms of work at the most"),
    ),
    Row(
        "strange bytes kept",
        "what once broke a parser, and beginnings of all that is read",
        ("tests/fuzz",),
    ),
)  # fmt: skip
