"""Options are read once, wrong ones are named, secrets are not shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SettingError, bots, hours, options, phones, read
from locales import languages


def test_nothing_set_is_a_working_installation_on_this_machine_alone() -> None:
    found = read({})
    assert (found.host, found.port, found.languages, bool(found.telegram_token)) == ("127.0.0.1", 8000, (), False)
    assert found.data == Path.home() / ".local/share/atout"
    assert found.key_file == Path.home() / ".config/atout/master.key"


def test_options_are_read_by_their_kind() -> None:
    found = read(
        {
            "ATOUT_PORT": "9000",
            "ATOUT_NO_SANCTION": "Yes",
            "ATOUT_LANGUAGES": "ar, fr uk",
            "ATOUT_DATA": "~/somewhere",
            "ATOUT_TELEGRAM_TOKEN": "12:secret",
            "OTHER": "ignored",
        }
    )
    assert (found.port, found.no_sanction, found.languages) == (9000, True, ("ar", "fr", "uk"))
    assert found.data == Path.home() / "somewhere"
    assert found.telegram_token.value == "12:secret"


def test_a_stroke_after_the_public_address_is_nothing() -> None:
    assert read({"ATOUT_PUBLIC_URL": "https://cv.example.org/"}).public_url == "https://cv.example.org"


def test_a_secret_is_never_shown() -> None:
    found = read({"ATOUT_TELEGRAM_TOKEN": "12:canary", "ATOUT_WHATSAPP_SECRET": "canary"})
    assert "canary" not in f"{found} {found!r} {found.telegram_token} {found.telegram_token!r}"


@pytest.mark.parametrize(
    ("name", "value"),
    [("ATOUT_PORT", "high"), ("ATOUT_PORT", "70000"), ("ATOUT_PORT", "²"), ("ATOUT_NO_SANCTION", "perhaps")],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        read({name: value})


def test_a_misspelt_option_is_told_with_those_there_are() -> None:
    with pytest.raises(SettingError, match=r"^ATOUT_PROT is no setting \(ATOUT_PORT\?\)\. There are: .*ATOUT_DATA"):
        read({"ATOUT_PROT": "9000"})


def test_a_language_that_is_not_here_is_told_with_those_there_are() -> None:
    with pytest.raises(SettingError, match=rf"ATOUT_LANGUAGES .*{', '.join(languages())}.* not de, frr$"):
        read({"ATOUT_LANGUAGES": "de,fr,frr"})


@pytest.mark.parametrize("zone", ["Paris", "", "/etc/passwd", "../x", "Europe", "\0"])
def test_a_time_zone_that_is_none_is_named(zone: str) -> None:
    with pytest.raises(SettingError, match="ATOUT_TIMEZONE takes"):
        read({"ATOUT_TIMEZONE": zone})


def test_hours_are_read_and_wrong_ones_are_named() -> None:
    found = hours(read({"ATOUT_HOURS": "mon-fri 09:00-17:00", "ATOUT_TIMEZONE": "Indian/Reunion"}))
    assert (found.known, found.zone.key) == (True, "Indian/Reunion")
    with pytest.raises(SettingError, match='ATOUT_HOURS: "lundi" is neither a day'):
        read({"ATOUT_HOURS": "lundi 09:00-17:00"})


def test_every_option_says_what_it_is() -> None:
    assert all(about for _, about in options().values())
    assert options()["ATOUT_PORT"] == ("8000", "the port of the web chat")


def test_a_lease_leaves_time_to_read_and_answer() -> None:
    assert read({"ATOUT_LEASE": "45"}).lease == 45
    with pytest.raises(SettingError, match="ATOUT_LEASE takes minutes, 5 at least"):
        read({"ATOUT_LEASE": "1"})


@pytest.mark.parametrize(
    ("more", "why"), [("5:a,5:b", "takes each bot once"), ("4:b", "not that of ATOUT_TELEGRAM_TOKEN")]
)
def test_further_bots_are_each_another(more: str, why: str) -> None:
    with pytest.raises(SettingError, match=why):
        read({"ATOUT_TELEGRAM_TOKEN": "4:a", "ATOUT_TELEGRAM_MORE": more})
    with pytest.raises(SettingError, match="the first is ATOUT_TELEGRAM_TOKEN"):
        read({"ATOUT_TELEGRAM_MORE": more})
    assert bots(read({"ATOUT_TELEGRAM_TOKEN": "4:a", "ATOUT_TELEGRAM_MORE": "5:b, 6:c"})) == ["4:a", "5:b", "6:c"]


def test_further_numbers_are_each_another() -> None:
    with pytest.raises(SettingError, match="takes each number once"):
        read({"ATOUT_WHATSAPP_PHONE": "1", "ATOUT_WHATSAPP_MORE": "2,1"})
    with pytest.raises(SettingError, match="the first is ATOUT_WHATSAPP_PHONE"):
        read({"ATOUT_WHATSAPP_MORE": "2"})
    assert phones(read({"ATOUT_WHATSAPP_PHONE": "1", "ATOUT_WHATSAPP_MORE": "2, 3"})) == ["1", "2", "3"]
