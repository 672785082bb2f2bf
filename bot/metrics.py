"""Counts what the shell tells, and tells it in the words of Prometheus. Loaded only where ATOUT_METRICS is set.

The theory. A label is a channel, an outcome, a status or the id of a question: never a word, an address or an id of a
person. What is counted by question could still show one person to somebody who looks often enough: one more "not
understood" between two looks is one person at that minute. So those counts are told in steps of ten, rounded down, and
not at all below ten: nobody can see fewer than ten happen (docs/decisions/metrics.md). All counts are of this process,
since it began. Gauges about the store are read when somebody looks, in one piece of work.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector
from prometheus_client import Counter as Count
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from bot.ready import Pulse
from bot.watching import Questions, Watch

CELL: Final = 10  # a count by question is told in such steps, and never below
OTHER: Final = "other"  # a question that is none of ours any more
PIECES: Final = (1, 2, 4, 8, 16, 32, 64)  # of work in a commit, 64 at most (bot/store/writer.py)
SECONDS: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
LONG: Final = (0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60)
LOST: Final = ("refused", "given up")  # outcomes of a delivery that nobody will see
ALWAYS: Final = ("web", "job")  # what is folded whatever channels there are
STATUSES: Final = ("due", "sending", "unsure", "closed")
TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"


class _ByQuestion(Collector):
    """Counts by question, told in steps."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = frozenset(known)
        self._lock = threading.Lock()
        self._counts = {name: Counter[str]() for name in ("reached", "answered", "missed")}

    def add(self, questions: Questions) -> None:
        """Count."""
        with self._lock:
            for name, count in self._counts.items():
                count.update(qid if qid in self._known else OTHER for qid in getattr(questions, name))

    def collect(self) -> Iterator[Metric]:
        """Yield what may be told."""
        said = {
            "reached": "Questions that became the open one, in steps of ten.",
            "answered": "Open questions that were answered, in steps of ten.",
            "missed": "Answers that were not understood, in steps of ten.",
        }
        for name, text in said.items():
            family = CounterMetricFamily(f"atout_question_{name}", text, labels=("question",))
            with self._lock:
                told = {qid: count // CELL * CELL for qid, count in sorted(self._counts[name].items())}
            for qid, count in told.items():
                if count:
                    family.add_metric((qid,), count)
            yield family


class Metrics(Watch):
    """Counts."""

    def __init__(self, questions: Collection[str], channels: Collection[str]) -> None:
        """Count by these questions, and by no other. `channels`: those to which bubbles are pushed."""
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._questions = _ByQuestion(questions)
        registry.register(self._questions)
        self._pieces = Histogram(
            "atout_commit_pieces", "Pieces of work in a commit.", buckets=PIECES, registry=registry
        )
        self._seconds = Histogram(
            "atout_commit_seconds", "How long a commit took, most of it the disk.", buckets=SECONDS, registry=registry
        )
        self._folded = Count("atout_events_folded", "Events folded and saved.", ("channel",), registry=registry)
        self._unfolded = Count(
            "atout_events_failed", "Events that broke and were kept.", ("channel",), registry=registry
        )
        self._delivered = Count(
            "atout_deliveries", "Tries to deliver a bubble.", ("channel", "outcome"), registry=registry
        )
        self._asked = Histogram(
            "atout_outside_seconds",
            "Requests to a model or ears.",
            ("whom", "outcome"),
            buckets=LONG,
            registry=registry,
        )
        self._begin(channels)

    def _begin(self, channels: Collection[str]) -> None:
        """Tell of none yet what somebody is woken for: a count that begins with one has not risen, to Prometheus."""
        for name in (*ALWAYS, *channels):
            self._unfolded.labels(name)
        for name in channels:
            for outcome in LOST:
                self._delivered.labels(name, outcome)

    @contextmanager
    def committing(self, pieces: int) -> Iterator[None]:
        """Measure a commit; one that fails is not counted."""
        began = perf_counter()
        yield
        self._seconds.observe(perf_counter() - began)
        self._pieces.observe(pieces)

    def folded(self, channel: str, questions: Questions) -> None:
        """Count an event and its questions."""
        self._folded.labels(channel).inc()
        self._questions.add(questions)

    def unfolded(self, channel: str) -> None:
        """Count an event that broke."""
        self._unfolded.labels(channel).inc()

    def delivered(self, channel: str, outcome: str) -> None:
        """Count a delivery."""
        self._delivered.labels(channel, outcome).inc()

    @contextmanager
    def asking(self, whom: str) -> Iterator[None]:
        """Measure a request."""
        began, outcome = perf_counter(), "failed"
        try:
            yield
            outcome = "answered"
        finally:
            self._asked.labels(whom, outcome).observe(perf_counter() - began)

    def told(self, pulse: Pulse) -> bytes:
        """Return all of it, with what waits now."""
        now = CollectorRegistry()
        now.register(_Now(pulse))
        return generate_latest(self.registry) + generate_latest(now)


class _Now(Collector):
    """What waits now."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse

    def collect(self) -> Iterator[Metric]:
        """Yield gauges; those of the store only when it answered."""
        pulse, waits = self._pulse, self._pulse.waits
        yield _gauge("atout_ready", "1 when /ready says so.", int(not pulse.reason))
        yield _gauge("atout_writer_waiting", "Pieces of work that wait for the writer.", pulse.waiting)
        yield _gauge("atout_writer_oldest_seconds", "How long the oldest of them waits.", pulse.oldest / 1000)
        if waits is None:
            return
        family = GaugeMetricFamily("atout_outbox_waiting", "Bubbles that are not delivered.", labels=("status",))
        for status in STATUSES:
            family.add_metric((status,), waits.bubbles.get(status, 0))
        yield family
        yield _gauge(
            "atout_outbox_lag_seconds",
            "How long the bubble waits that was decided first, but for closed ones.",
            waits.lag / 1000,
        )
        yield _gauge("atout_jobs_waiting", "Jobs that wait, reminders of other days among them.", waits.jobs)
        yield _gauge("atout_jobs_lag_seconds", "How long the job waits that is due longest.", waits.jobs_lag / 1000)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)
