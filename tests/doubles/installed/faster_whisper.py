"""A package of our own in the place of faster-whisper, for a process that finds it where packages are installed.

Written from the source of faster-whisper 1.2.1: what `WhisperModel` and its `transcribe` take, and what a segment
holds. Where that package is installed, a test compares the two. It knows nothing of our code. What it hears and how it
fails is written in a file of the model's folder, once each, and it writes there what it was asked. A call that would
have the real one guess, or ask the network, is written down as wrong.
"""

from __future__ import annotations

import json
import os
import signal
import time
import wave
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any

NONE = Parameter.empty
MODEL = {
    "model_size_or_path": NONE, "device": "auto", "device_index": 0, "compute_type": "default", "cpu_threads": 0,
    "num_workers": 1, "download_root": None, "local_files_only": False, "files": None, "revision": None,
    "use_auth_token": None,
}  # fmt: skip
TRANSCRIBE = {
    "audio": NONE, "language": None, "task": "transcribe", "log_progress": False, "beam_size": 5, "best_of": 5,
    "patience": 1, "length_penalty": 1, "repetition_penalty": 1, "no_repeat_ngram_size": 0,
    "temperature": [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], "compression_ratio_threshold": 2.4, "log_prob_threshold": -1.0,
    "no_speech_threshold": 0.6, "condition_on_previous_text": True, "prompt_reset_on_temperature": 0.5,
    "initial_prompt": None, "prefix": None, "suppress_blank": True, "suppress_tokens": [-1],
    "without_timestamps": False, "max_initial_timestamp": 1.0, "word_timestamps": False,
    "prepend_punctuations": "\"'“¿([{-", "append_punctuations": "\"'.。,，!！?？:：”)]}、",
    "multilingual": False, "vad_filter": False, "vad_parameters": None, "max_new_tokens": None, "chunk_length": None,
    "clip_timestamps": "0", "hallucination_silence_threshold": None, "hotwords": None,
    "language_detection_threshold": 0.5, "language_detection_segments": 1,
}  # fmt: skip
LANGUAGES = frozenset({"fr", "en", "ar", "uk"})
NEEDED = ("model.bin", "config.json", "tokenizer.json")  # without the last one huggingface.co is asked for it
COMPUTES = frozenset({"default", "auto", "int8", "int8_float32", "int16", "float32"})  # what a processor can do
SCRIPT, ASKED = "script.json", "asked.jsonl"
LATER = 3600


@dataclass
class Segment:
    """A stretch of sound, and the words in it."""

    id: int
    seek: int
    start: float
    end: float
    text: str
    tokens: list[int]
    avg_logprob: float
    compression_ratio: float
    no_speech_prob: float
    words: list[Any] | None
    temperature: float | None


class WhisperModel:
    """A model in a folder."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - whatever is given is looked at
        told = _bound(MODEL, given, named)
        self._folder = Path(told["model_size_or_path"])
        script = json.loads((self._folder / SCRIPT).read_text("utf-8"))
        self._fault = script["faults"].pop(0) if script["faults"] else ""
        self._says = script["says"].pop(0) if script["says"] and not self._fault else []
        (self._folder / SCRIPT).write_text(json.dumps(script), "utf-8")
        checks = {
            "folder": self._folder.is_absolute() and all((self._folder / name).is_file() for name in NEEDED),
            "device": told["device"] in {"cpu", "auto"} and told["device_index"] == 0,
            "compute": told["compute_type"] in COMPUTES,
            "threads": type(told["cpu_threads"]) is int and told["num_workers"] == 1,
            "network": told["local_files_only"] is True and not (told["download_root"] or told["use_auth_token"]),
            "settings": not any(name.startswith("ATOUT_") for name in os.environ),
        }
        self._note(checks, event="begins", pid=os.getpid())
        if self._fault == "damaged":
            message = "File model.bin is incomplete: failed to read a buffer of size 1 at position 0"
            raise RuntimeError(message)

    def transcribe(self, *given: Any, **named: Any) -> tuple[Iterable[Segment], object]:  # noqa: ANN401 - as above
        """Return the segments, which are found while they are gone through, and what is known of the whole."""
        told = _bound(TRANSCRIBE, given, named)
        with wave.open(told["audio"]) as sound:
            seconds = sound.getnframes() / sound.getframerate()
        checks = {
            "language": told["language"] in LANGUAGES and told["task"] == "transcribe" and not told["multilingual"],
            "beam": type(told["beam_size"]) is int and told["beam_size"] > 0,
            "prompt": not (told["initial_prompt"] or told["prefix"] or told["hotwords"]),
        }
        self._note(checks, event="asked", lang=told["language"], seconds=seconds)
        if self._fault == "raises":
            message = "No position encodings are defined for positions >= 448"
            raise RuntimeError(message)
        return self._segments(seconds), object()

    def _segments(self, seconds: float) -> Iterator[Segment]:
        if self._fault:
            yield Segment(1, 0, 0.0, 1.0, " je", [], 0.0, 1.0, 0.0, None, 0.0)
            self._fail()
        for n, text in enumerate(self._says, 1):
            yield Segment(n, 0, 0.0, seconds, text, [], 0.0, 1.0, 0.0, None, 0.0)
        self._note({}, event="ends")

    def _fail(self) -> None:
        """Fail in the middle of it."""
        match self._fault:
            case "hangs":
                time.sleep(LATER)
            case "memory":
                raise MemoryError
            case "killed":  # as the system does when no memory is left
                os.kill(os.getpid(), signal.SIGKILL)
            case "half":
                os.write(1, b'heard\n"je fais')
                os._exit(1)
            case "ends":
                os._exit(0)
            case _:  # a library that tells how far it is
                os.write(1, b"Loading weights: 100%\n")

    def _note(self, checks: Mapping[str, bool], **what: Any) -> None:  # noqa: ANN401 - as it will be read
        wrong = [name for name, well in checks.items() if not well]
        with (self._folder / ASKED).open("a", encoding="utf-8") as file:
            file.write(json.dumps({**what, "wrong": wrong}) + "\n")


def _bound(published: Mapping[str, Any], given: tuple[Any, ...], named: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a call says by name, as Python does for the published signature. Raises `TypeError`."""
    kind = Parameter.POSITIONAL_OR_KEYWORD
    told = Signature([Parameter(name, kind, default=default) for name, default in published.items()])
    bound = told.bind(*given, **named)
    bound.apply_defaults()
    return dict(bound.arguments)
