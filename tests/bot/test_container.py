"""The image and the containers, read as text: every setting reaches the program, and what is named is there.

No container is run here; `docker compose config` reads the same file.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from bot.settings import options

ROOT = Path(__file__).parents[2]
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
OF_THE_IMAGE = {"ATOUT_HOST", "ATOUT_PORT", "ATOUT_DATA", "ATOUT_KEY_FILE", "ATOUT_DICTIONARIES"}
OF_WORKERS = {"ATOUT_MEMORY"}


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found["services"]  # type: ignore[no-any-return]


def test_every_setting_reaches_the_program() -> None:
    there = services()
    for name, own in (("atout", set[str]()), ("worker", OF_WORKERS)):
        given = {one for one in there[name]["environment"] if one.startswith("ATOUT_")}
        assert given == set(options()) - OF_THE_IMAGE - OF_WORKERS | own, name
    assert not {one for one, value in there["atout"]["environment"].items() if value is not None}  # unset where it is


def test_a_password_of_the_database_may_hold_any_sign() -> None:
    worker, database = (services()[name]["environment"] for name in ("worker", "database"))
    assert worker["PGPASSWORD"] == database["POSTGRES_PASSWORD"]
    assert ":" not in worker["ATOUT_STORE"].partition("//")[2]
    assert worker["ATOUT_STORE"] == f"postgresql://{database['POSTGRES_USER']}@database/{database['POSTGRES_DB']}"


def test_what_is_copied_into_the_image_is_there() -> None:
    copied = [word for line in re.findall(r"^COPY (?!--from)(.*)$", IMAGE, re.MULTILINE) for word in line.split()[:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"atout", "bot", "flows", "locales", "renderers"} <= set(copied)


def test_ports_and_places_are_those_of_the_image() -> None:
    for one in (services()["atout"], services()["worker"]):
        assert all(port.endswith(":8000") and port.startswith("127.0.0.1:") for port in one["ports"])
        assert {"data:/data", "key:/key"} <= set(one["volumes"])
    for said in (
        "ATOUT_PORT=8000",
        "ATOUT_DATA=/data",
        "ATOUT_KEY_FILE=/key/master.key",
        "EXPOSE 8000",
        ":8000/health",
    ):
        assert said in IMAGE
    assert "memory:/memory" in services()["worker"]["volumes"]
    assert services()["worker"]["environment"]["ATOUT_MEMORY"] == "/memory"
