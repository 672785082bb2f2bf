"""What hinders workers from beginning: it is said once, and the program ends as one alone does."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import fleeting
from bot.store.server import Postgres, migrate
from tests.bot.test_postgres import atout
from tests.bot.test_serve import PATIENCE, serving
from tests.servers import postgres


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (as root, tools/system.sh installs it)")
    with postgres.postgres() as running:
        yield running


@pytest.mark.parametrize("trouble", ["away", "password", "newer"])
def test_what_hinders_all_of_them_ends_them_as_it_ends_one(
    server: postgres.Server, tmp_path: Path, trouble: str
) -> None:
    url = server.database(tmp_path)
    if trouble == "away":
        url = "postgresql://amina:canari@127.0.0.1:1/coach"
    elif trouble == "newer":
        with closing(Postgres(url)) as db:
            migrate(db)
            db.run("UPDATE schema_version SET version = version + 1", {})
    elif trouble == "password":
        url = url.replace(f"user={postgres.USER}", "user=nobody")
    began = time.monotonic()
    code, said = atout(tmp_path, url, "serve", "--workers", "3", ATOUT_PORT="0")
    assert (code, said.count("StoreError")) == (1, 1), said
    assert "answers on" not in said
    assert time.monotonic() - began < PATIENCE


def test_a_copy_of_the_folder_is_refused_beside_the_folder(server: postgres.Server, tmp_path: Path) -> None:
    """Who agreed at the one could not be read at the other, and who erased everything there would live on here."""
    url = server.database(tmp_path)
    with serving(tmp_path / "a", ATOUT_STORE=url):
        shutil.copytree(tmp_path / "a", tmp_path / "b")
        for words in (("serve",), ("serve", "--workers", "2")):
            code, said = atout(tmp_path / "b", url, *words, ATOUT_PORT="0")
            assert (code, said.count("StoreError: other programs that use this database")) == (1, 1), said
        with serving(tmp_path / "a", ATOUT_STORE=url):  # another of the same folder is not
            pass
    with serving(tmp_path / "b", ATOUT_STORE=url):  # nor is the copy alone
        pass


@pytest.mark.parametrize(
    "words", [("backup", "--new-key"), ("backup", "copies"), ("restore", "x", "--key", "y"), ("upgrade", "copies")]
)
def test_what_knows_the_file_alone_says_where_the_other_copies_are_told_of(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, said = atout(tmp_path, "postgresql://127.0.0.1:1/coach", *words)
    assert (code, "docs/operators/postgresql.md says what to do" in said, "AGE-SECRET" in said) == (2, True, False)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_keys_of_who_did_not_agree_are_put_on_no_disk(tmp_path: Path, workers: str) -> None:
    url, folder = "postgresql://127.0.0.1:1/coach", Path(__file__).parent / "memory"
    for words in (("serve", "--workers", workers), ("doctor",)):
        code, said = atout(tmp_path, url, *words, ATOUT_MEMORY=str(folder), ATOUT_PORT="0")
        assert code in {1, 2}
        assert f"ATOUT_MEMORY takes a folder in memory (tmpfs), and {folder} is on a disk" in said
        assert "Traceback" not in said
    assert not folder.exists()


def test_what_is_in_memory_is_told_by_where_it_is_mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    monkeypatch.setattr(fleeting, "MOUNTS", mounts)
    lines = (
        "/dev/vda / ext4 rw 0 0",
        "tmpfs /run tmpfs rw 0 0",
        "/dev/vdb /run/disk xfs rw 0 0",
        "tmpfs /a\\040b tmpfs rw 0 0",
    )
    mounts.write_text("\n".join(lines), encoding="ascii")
    there = ("/run", "/run/atout/deep", "/run/disk/atout", "/running", "/a b/atout", "/")
    assert [fleeting.in_memory(Path(one)) for one in there] == [True, True, False, False, True, False]
    mounts.unlink()
    assert not fleeting.in_memory(Path("/run"))  # nobody knows
