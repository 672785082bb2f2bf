"""The lock of ids, through the real command in a copy of the project: nothing leaves in silence, nothing comes back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.checks import lock

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "flows", "locales")
RUN = "import sys; from argparse import ArgumentParser; from bot.commands import check; p = ArgumentParser()"
RUN += "; check.add_arguments(p); sys.exit(check.run(p.parse_args()))"


class Copy:
    """A copy of the project that a test may change."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in PACKAGES:
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "content.lock", root)

    def change(self, file: str, old: str, new: str) -> None:
        """Change every place of a file that says `old`."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert old in text
        (self.root / file).write_text(text.replace(old, new), encoding="utf-8")

    def lines(self) -> Sequence[str]:
        """What the lock holds."""
        return (self.root / "content.lock").read_text(encoding="utf-8").splitlines()

    def atout_check(self, *words: str) -> list[str]:
        """What the command says."""
        environ = {**os.environ, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-c", RUN, *words]
        run = subprocess.run(command, cwd=self.root, env=environ, capture_output=True, text=True, check=False)
        assert run.stderr == ""
        assert run.returncode == int("problem" in run.stdout.splitlines()[-1])
        return run.stdout.splitlines()

    def wrong(self) -> list[str]:
        """What the command finds wrong with the ids."""
        return [line.removeprefix("content.lock: ") for line in self.atout_check("--only", "lock")[:-1]]

    def lock(self) -> list[str]:
        """Bring the lock up to date; what was added or marked."""
        return self.atout_check("--lock")[:-1]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "atout")


def test_the_lock_holds_every_id_there_is(copy: Copy) -> None:
    before = copy.lines()
    assert copy.wrong() == []
    assert copy.lock() == []
    assert copy.lines() == before


def test_the_lock_is_sorted_and_says_each_id_once() -> None:
    lines = [line for line in lock.LOCK.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    ids = [line.removesuffix(" gone") for line in lines]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    "line",
    [
        "question exp/*/what", "question charter/consent", "form discovery@1", "choice exp/*/what work",
        "choice exp/*/whom family", "choice charter/consent minor", "choice cv/more go", "button human", "button back",
        "menu restart", "topic cv_ready", "domain care", "act care.help", "job K1304", "word languages.uk",
    ],
)  # fmt: skip
def test_each_kind_of_id_is_found(line: str) -> None:
    assert line in lock.read()


def test_a_new_question_is_added_by_the_command_and_by_nothing_else(copy: Copy) -> None:
    before = copy.lines()
    copy.change(
        "flows/cv/form.py",
        '    Question("cv/email", ',
        '    Question("cv/van", "note", "van"),\n    Question("cv/email", ',
    )
    assert copy.wrong() == [f"{line}: new: run `atout check --lock`" for line in ("question cv/van", "topic van")]
    assert copy.lines() == before
    assert copy.lock() == ["question cv/van", "topic van"]
    assert sorted([*before, "question cv/van", "topic van"]) == sorted(copy.lines())
    assert copy.wrong() == []


def test_a_question_does_not_leave_in_silence(copy: Copy) -> None:
    silent = "left in silence: name it in `replaces` of a question, or in flows/retired.py"
    copy.change("flows/cv/form.py", '"cv/training"', '"cv/course"')
    assert copy.wrong() == ["question cv/course: new: run `atout check --lock`", f"question cv/training: {silent}"]
    copy.lock()
    assert copy.wrong() == [f"question cv/training: {silent}"]


def test_a_question_leaves_when_another_replaces_it_and_its_id_never_comes_back(copy: Copy) -> None:
    copy.change("flows/cv/form.py", 'Question("cv/training", ', 'Question("cv/course", replaces=("cv/training",), *')
    copy.change("flows/cv/form.py", '*"text", "education", ', 'kind="text", topic="education", ')
    assert copy.lock() == ["question cv/course", "question cv/training gone"]
    assert copy.wrong() == []
    copy.change("flows/cv/form.py", 'replaces=("cv/training",), ', "")
    copy.change("flows/cv/form.py", '"cv/email"', '"cv/training"')
    assert "question cv/training: used before, for something else: take another id" in copy.wrong()


def test_the_choices_of_a_question_leave_with_it(copy: Copy) -> None:
    copy.change("flows/discovery/form.py", '"exp/*/whom"', '"exp/*/who"')
    copy.change("flows/discovery/form.py", 'say="ask.exp.whom"', 'say="ask.exp.whom", replaces=("exp/*/whom",)')
    marked = [line for line in copy.lock() if line.endswith(" gone")]
    assert marked == [
        *(f"choice exp/*/whom {name} gone" for name in ("association", "company", "family", "home", "own")),
        "question exp/*/whom gone",
    ]
    assert copy.wrong() == []


def test_a_choice_or_an_act_leaves_when_it_is_retired(copy: Copy) -> None:
    copy.change("flows/lives.py", '"association", "family", "own")', '"association", "family")')
    copy.change("flows/domains/care.toml", 'id = "wash"', 'id = "bath"')
    assert [line.partition(":")[0] for line in copy.wrong()] == [
        "act care.bath",
        "act care.wash",
        "choice exp/*/whom own",
    ]
    retired = 'RETIRED: tuple[str, ...] = ("act care.wash", "choice exp/*/whom own")'
    copy.change("flows/retired.py", "RETIRED: tuple[str, ...] = ()", retired)
    assert copy.lock() == ["act care.bath", "act care.wash gone", "choice exp/*/whom own gone"]
    assert copy.wrong() == []


def test_what_is_retired_was_shipped_and_is_gone(copy: Copy) -> None:
    retired = 'RETIRED: tuple[str, ...] = ("act care.help", "act care.never")'
    copy.change("flows/retired.py", "RETIRED: tuple[str, ...] = ()", retired)
    assert copy.wrong() == [
        "act care.help: said to have left, and still there",
        "act care.never: said to have left, and never shipped",
    ]


def test_the_version_of_a_form_only_grows(copy: Copy) -> None:
    copy.change("flows/project/form.py", 'Form("project", 1,', 'Form("project", 2,')
    assert copy.lock() == ["form project@2"]
    assert copy.wrong() == []
    copy.change("flows/project/form.py", 'Form("project", 2,', 'Form("project", 1,')
    assert [line for line in copy.wrong() if re.match(r"form project@2: left in silence", line)]
