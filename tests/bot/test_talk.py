"""`atout talk --jsonl` as a machine uses it: a process of its own, a line in, lines out until it waits."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.files.found import BYTES_MOST
from tests.bot import papers
from tests.patience import BUSY

ROOT = Path(__file__).parents[2]
RUN = """
import argparse, sys
from bot.commands import talk
parser = argparse.ArgumentParser()
talk.add_arguments(parser)
sys.exit(talk.run(parser.parse_args()))
"""
TOPICS = frozenset(re.findall(r"`([a-z_]+)`", (ROOT / "docs" / "talk.md").read_text(encoding="utf-8")))
Lines = list[dict[str, Any]]


class Talk:
    """A process that is spoken to line by line."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.first = self.read()

    def read(self) -> Lines:
        """What comes until it waits."""
        assert self.process.stdout is not None
        found: Lines = []
        for line in self.process.stdout:
            found.append(json.loads(line))
            if "idle" in found[-1]:
                break
        return found

    def raw(self, data: bytes) -> Lines:
        assert self.process.stdin is not None
        self.process.stdin.write(data + b"\n")
        self.process.stdin.flush()
        return self.read()

    def send(self, **line: object) -> Lines:
        return self.raw(json.dumps(line).encode())

    def burst(self, *lines: dict[str, object]) -> Lines:
        return self.raw(b"\n".join(json.dumps(line).encode() for line in lines))

    def says(self, *texts: str) -> Lines:
        return [self.send(text=text) for text in texts][-1]


def start(*options: str, **environ: str) -> subprocess.Popen[bytes]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")}
    known["ATOUT_DICTIONARIES"] = str(ROOT / "nowhere")  # whatever this machine has
    words = [sys.executable, "-c", RUN, "--jsonl", *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=ROOT, env={**known, **environ}, stdin=pipe, stdout=pipe, stderr=pipe)


@contextmanager
def talking(*options: str, **environ: str) -> Iterator[Talk]:
    process = start(*options, **environ)
    try:
        yield Talk(process)
        process.communicate(timeout=BUSY)
        assert process.returncode == 0
    finally:
        process.kill()
        process.wait()


def question(lines: Lines) -> dict[str, Any]:
    """The last bubble that asks something."""
    return next(line for line in reversed(lines) if line.get("question"))


def text(lines: Lines) -> str:
    return "\n".join(line.get("say", "") for line in lines)


EXPRESS = ("bonjour", "oui", "je fais le ménage chez une dame", "oui", "1 3 4", "3 ans", "1", "Amina")


def test_every_line_is_of_the_agreed_shape_to_the_pdf(tmp_path: Path) -> None:
    with talking("--db", str(tmp_path), "--lang", "fr") as talk:
        lines = [line for said in (*EXPRESS, "06 39 98 10 01", "Rezé", "oui") for line in talk.says(said)]
        bubbles = [line for line in lines if "say" in line]
        assert {tuple(line) for line in bubbles} == {("say", "id", "question", "topic", "buttons", "lang", "dir")}
        assert {line["topic"] for line in bubbles} <= TOPICS
        assert len({line["id"] for line in bubbles}) == len(bubbles)
        assert {tuple(button) for line in bubbles for button in line["buttons"]} == {("id", "label")}
        assert {(line["lang"], line["dir"]) for line in bubbles} == {("fr", "ltr")}
        files = [line for line in lines if "file" in line]
        assert [(line["name"], line["mime"]) for line in files] == [
            ("CV-Amina.png", "image/png"),
            ("CV-Amina.pdf", "application/pdf"),
        ]
        assert Path(files[1]["file"]).read_bytes().startswith(b"%PDF")
        assert question(lines)["topic"] == "recap"


def test_a_text_that_comes_at_once_after_another_is_read_with_it() -> None:
    with talking() as talk:
        talk.says("bonjour", "oui")
        lines = talk.burst({"text": "je fais le ménage", "next": True}, {"text": "chez une dame"})
        shown = question(lines)
        assert "je fais le ménage chez une dame" in shown["say"]
        assert shown["topic"] == "confirm_skill"
        assert question(talk.says("oui"))["topic"] == "tasks"


def test_it_says_when_it_waits_and_how_far_it_is() -> None:
    with talking() as talk:
        first = talk.first[-1]["progress"]
        before = talk.says("bonjour", "oui")[-1]["progress"]
        after = talk.says("je fais le ménage chez une dame", "oui", "1 3")[-1]["progress"]
    assert 0 == first["answered"] < before["answered"] < after["answered"]
    assert first["left"] > before["left"] > after["left"] > 0


BAD = [
    b"nope", b"[]", b"{}", b'"text"', b"{", b'{"text": 1}', b'{"text": null}', b'{"press": "zz"}',
    b'{"press_old": "zz"}', b'{"wait": "20h"}', b'{"wait": "PT"}', b'{"location": [1]}', b'{"location": [NaN, 1]}',
    b'{"contact": "0639981001"}', b'{"id": [], "text": "a"}', b"\xff\xfe", b'{"text": "\xff"}', b"[" * 50_000,
    b'{"text": "' + b"a" * 300_000 + b'"}',
]  # fmt: skip


def test_a_line_that_cannot_be_used_changes_nothing_and_it_goes_on() -> None:
    with talking() as talk:
        before = talk.says("bonjour")[-1]
        answers = [talk.raw(line) for line in BAD]
        assert [sorted(answer[0]) for answer in answers] == [["error"]] * len(BAD)
        assert [answer[1:] for answer in answers] == [[before]] * len(BAD)
        assert question(talk.says("oui"))["topic"] == "activity"


def test_an_error_never_repeats_what_was_said() -> None:
    with talking() as talk:
        talk.says("bonjour")
        assert "0639981001" not in json.dumps(talk.send(press="0639981001"))


STRANGE = ["\x00", "\u202e\u2066", "a\x00b", "x" * 64_000, "\ud800", "{{}}", "%s", "{n}", "<b>"]


def test_strange_letters_are_answered_kindly() -> None:
    with talking() as talk:
        talk.says("bonjour")
        for said in STRANGE:
            lines = talk.says(said)
            assert question(lines)["topic"] == "consent"
            assert not any("error" in line for line in lines)


def test_the_output_is_utf8_whatever_the_locale() -> None:
    with talking("--lang", "uk", PYTHONIOENCODING="latin-1", LC_ALL="C") as talk:
        assert "Я програма" in text(talk.says("Добрий день"))


def test_a_repeated_id_is_a_duplicate() -> None:
    with talking() as talk:
        talk.says("bonjour", "oui")
        first = talk.send(text="je fais le ménage", id="a7")
        again = talk.send(text="je fais le ménage", id="a7")
    assert question(first)["topic"] == "confirm_skill"
    assert again == first[-1:]


def test_a_button_is_pressed_by_its_id_or_its_exact_label() -> None:
    with talking() as talk:
        asked = question(talk.says("bonjour"))
        assert [button["id"] for button in asked["buttons"]][:2] == ["agree", "refuse"]
        assert question(talk.send(press=asked["buttons"][0]["label"]))["topic"] == "activity"
        asked = question(talk.says("je fais le ménage"))
        assert {"yes", "change", "no"} == {button["id"] for button in asked["buttons"]}
        assert question(talk.send(press="yes"))["topic"] == "tasks"


def test_a_plain_yes_presses_the_agreement() -> None:
    with talking() as talk:
        talk.says("bonjour")
        assert question(talk.send(press="yes"))["topic"] == "activity"


def test_what_works_everywhere_can_always_be_pressed() -> None:
    with talking() as talk:
        talk.says("bonjour", "oui", "je fais le ménage", "oui")
        for name in ("back", "change", "human", "menu", "data", "pause"):
            lines = talk.send(press=name)
            assert not any("error" in line for line in lines)
            assert text(lines)


def test_an_old_button_re_answers_its_question_and_returns() -> None:
    with talking() as talk:
        here = question(talk.says("bonjour", "oui", "je fais le ménage", "oui", "1 3", "3 ans"))
        old = talk.send(press_old="when")
        assert "3 ans" in text(old)
        assert question(old)["topic"] == "when"
        assert question(talk.says("5 ans"))["topic"] == here["topic"]
        by_id = talk.send(press_old=question(old)["question"])
        assert "5 ans" in text(by_id)


def test_an_edited_message_changes_its_answer() -> None:
    with talking() as talk:
        talk.says("bonjour", "oui", "je fais le ménage", "oui", "1 3")
        here = question(talk.send(text="8 ans", id="m8"))
        edited = talk.send(edit="m8", text="18 ans")
        assert question(edited)["topic"] == here["topic"]
        assert "18 ans" in text(talk.send(press_old="when"))


def test_a_voice_note_is_read_back_and_counts_after_a_yes() -> None:
    with talking() as talk:
        talk.says("bonjour", "oui", "je fais le ménage", "oui", "1 3")
        heard = talk.send(voice="note.ogg", transcript="3 ans")
        assert "3 ans" in text(heard)
        assert "yes" in {button["id"] for button in question(heard)["buttons"]}
        assert question(talk.send(press="yes"))["topic"] not in {"when", "confirm_facts"}


def test_a_voice_note_nobody_heard_is_told() -> None:
    with talking() as talk:
        talk.says("bonjour", "oui")
        assert question(talk.send(voice="note.ogg"))["topic"] == "activity"


ANYTHING: list[dict[str, object]] = [
    {"photo": "a.jpg"}, {"file": "a.pdf"}, {"sticker": "😀"}, {"location": [47.2, -1.5]}, {"sticker": ""},
    {"contact": {"name": "B", "phone": "0639981007"}},
]  # fmt: skip


def test_whatever_arrives_is_answered_and_the_question_stays() -> None:
    with talking() as talk:
        talk.says("bonjour", "oui")
        for line in ANYTHING:
            assert question(talk.send(**line))["topic"] == "activity"


def test_a_wait_moves_the_clock_and_the_reminder_comes_once() -> None:
    with talking() as talk:
        talk.says("bonjour", "oui", "je fais le ménage", "plus tard", "oui")
        assert text(talk.send(wait="PT19H")) == ""
        assert question(talk.send(wait="PT2H"))["question"] == "menu/remind"
        assert text(talk.send(wait="P3D")) == ""


def test_lines_that_follow_at_once_are_answered_together() -> None:
    with talking() as talk:
        talk.says("bonjour")
        lines = talk.burst({"text": "oui", "next": True}, {"text": "je fais le ménage"})
        assert [line["question"] for line in lines if line.get("question")] == ["exp/e1/what", "exp/e1/skill"]
        assert sum("idle" in line for line in lines) == 1


def test_a_last_line_that_announces_another_is_answered_too() -> None:
    process = start()
    out, _ = process.communicate(json.dumps({"text": "bonjour", "next": True}).encode() + b"\n", timeout=BUSY)
    lines = [json.loads(line) for line in out.splitlines()]
    assert question(lines)["topic"] == "consent"
    assert "idle" in lines[-1]


def test_the_language_can_be_chosen_outside_the_conversation() -> None:
    with talking() as talk:
        talk.says("bonjour")
        asked = question(talk.send(lang="ar"))
        assert (asked["lang"], asked["dir"], asked["topic"]) == ("ar", "rtl", "consent")


def test_a_language_that_is_not_spoken_is_said_and_another_is_spoken() -> None:
    process = start("--lang", "xx")
    out, error = process.communicate(json.dumps({"text": "?"}).encode() + b"\n", timeout=BUSY)
    assert b"xx is not spoken here: it begins in fr" in error
    assert question([json.loads(line) for line in out.splitlines()])["lang"] == "fr"


def test_a_folder_keeps_the_conversation_of_each_person(tmp_path: Path) -> None:
    with talking("--db", str(tmp_path), "--person", "ana") as talk:
        talk.says("bonjour", "oui", "je fais le ménage", "oui")
    with talking("--db", str(tmp_path), "--person", "bo") as talk:
        assert question(talk.says("bonjour"))["topic"] == "consent"
    with talking("--db", str(tmp_path), "--person", "ana") as talk:
        assert talk.first[-1]["progress"]["answered"] > 0
        assert "je fais le ménage" in text(talk.send(press_old="activity"))


def test_a_folder_in_use_is_said_and_not_touched(tmp_path: Path) -> None:
    with talking("--db", str(tmp_path)):
        second = start("--db", str(tmp_path))
        _, error = second.communicate(timeout=BUSY)
        assert second.returncode == 2
        assert b"another atout" in error
        assert b"Traceback" not in error


def test_a_file_at_a_path_is_read_and_one_that_is_nowhere_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").write_bytes(papers.our_cv("fr"))
    (tmp_path / "gros.pdf").write_bytes(b"%PDF-" + b"0" * BYTES_MOST)
    with talking() as talk:
        talk.says("bonjour", "oui", "mon ancien CV")
        assert "10 Mo" in text(talk.send(file=str(tmp_path / "gros.pdf")))
        assert question(talk.send(file="nowhere.pdf"))["question"] == "former/text"
        lines = talk.send(file=str(tmp_path / "cv.pdf"))
        assert question(lines)["question"] == "former/one"
        assert "Agente" in question(lines)["say"]
