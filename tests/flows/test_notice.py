"""The notice says what this installation does, and nothing else, in every language; it touches no answer."""

from __future__ import annotations

import pytest

from bot import content
from bot.app import load_content
from bot.settings import SettingError, read
from flows import notice
from flows.content import Content, Host
from flows.model import Open, Say, State
from flows.reading import command
from flows.words import fold
from locales import languages, translator
from tests.flows.chat import Chat
from tests.flows.test_danger import HINTS

FULL = Host(
    operator="Ville d'Exemple",
    contact="Accueil, 01 99 00 12 34",
    hears="hearing.example.org",
    speaks="Mistral",
    model="Mistral",
    basis="mission",
    months=3,
    channels=("Telegram", "WhatsApp"),
    page="https://cv.example.org/notice",
)
LETTERS = 420  # of a section: it is asked for, and each of its sentences is short


@pytest.fixture(scope="module")
def known() -> Content:
    return content.load(host=FULL)


def begun(known: Content) -> Chat:
    talk = Chat(known, State(lang="fr"), hint=HINTS)
    talk.send(Open("fr"))
    return talk


def said(talk: Chat, text: str = "notice") -> list[str]:
    say = translator("fr")
    return [" ".join(map(say, effect.parts)) for effect in talk.send(text) if isinstance(effect, Say)]


def quoted(text: str) -> list[str]:
    for sign in "«»“”":
        text = text.replace(sign, "|")
    return [part.strip("\u00a0 ") for part in text.split("|")[1::2]]


def test_it_is_said_by_its_word_before_anything_is_agreed_to_and_the_question_stays(known: Content) -> None:
    talk = begun(known)
    here, facts = talk.cur, list(talk.facts)
    told = said(talk)
    assert len(told) == len(notice.SECTIONS) + 2  # the address of the page, and the question
    assert told[0].startswith("Ville d'Exemple")
    assert "01 99 00 12 34" in told[0]
    assert FULL.page in told[-2]
    assert (talk.cur, list(talk.facts)) == (here, facts)


def test_it_is_said_later_too_and_the_place_is_kept(known: Content) -> None:
    talk = begun(known)
    talk.tap("agree")
    here, facts = talk.cur, list(talk.facts)
    assert len(said(talk)) == len(notice.SECTIONS) + 2
    assert (talk.cur, list(talk.facts)) == (here, facts)


@pytest.mark.parametrize("lang", languages())
def test_the_first_agreement_names_the_word(known: Content, lang: str) -> None:
    talk = Chat(known, State(lang=lang), hint=HINTS)
    asked = next(one for one in talk.send(Open(lang)) if isinstance(one, Say) and one.ask)
    named = {command(fold(word), known.words[lang]) for word in quoted(translator(lang)(asked.parts[-1]))}
    assert named == {"erase", "notice"}


@pytest.mark.parametrize("lang", languages())
def test_every_word_it_promises_works(known: Content, lang: str) -> None:
    told = [translator(lang)(phrase) for part in notice.sections(FULL).values() for phrase in part]
    named = {command(fold(word), known.words[lang]) for text in told for word in quoted(text)}
    assert {"agreements", "data", "take_data", "change", "stop", "history"} <= named


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("host", [Host(), FULL], ids=["nothing set", "everything set"])
def test_every_bubble_is_short(host: Host, lang: str) -> None:
    say = translator(lang)
    sizes = {name: len(" ".join(map(say, part))) for name, part in notice.sections(host).items()}
    assert {name: size for name, size in sizes.items() if size > LETTERS} == {}


def keys(host: Host) -> dict[str, set[str]]:
    return {name: {phrase.key for phrase in part} for name, part in notice.sections(host).items()}


def test_nothing_is_said_of_what_is_not_set() -> None:
    alone = keys(Host())
    assert alone["who"] == {"notice.who.none", "notice.reach.none"}
    assert alone["seen"] == {"notice.team", "notice.only"}
    assert alone["outside"] == {"notice.inside"}
    assert "notice.basis.consent" in alone["why"]


def test_each_who_gets_something_is_named_with_where_that_is() -> None:
    told = notice.sections(FULL)
    assert {phrase.args["where"] for phrase in told["seen"] if "where" in phrase.args} == {FULL.hears, "Mistral"}
    where = {phrase.args["where"]: phrase.key for phrase in told["outside"] if "where" in phrase.args}
    assert where == {FULL.hears: "notice.unknown", "Mistral": "notice.union"}
    assert "notice.inside" not in keys(FULL)["outside"]
    for section in ("seen", "outside"):
        assert [p.args["channel"] for p in told[section] if "channel" in p.args] == ["Telegram", "WhatsApp"]


def test_the_words_follow_the_ground_the_time_and_the_country() -> None:
    assert "notice.basis.mission" in keys(FULL)["why"]
    assert "3 mois" in " ".join(map(translator("fr"), notice.sections(FULL)["kept"])).replace("\u00a0", " ")
    assert "notice.authority" in keys(Host())["free"]
    assert "notice.authority.other" in keys(Host(country="GB"))["free"]


def test_it_is_filled_from_the_settings() -> None:
    told = {
        "ATOUT_TELEGRAM_TOKEN": "1:a",
        "ATOUT_PUBLIC_URL": "https://cv.example.org/",
        "ATOUT_SPEAK": "https://voice.example.org",
        "ATOUT_SPEAK_LANGUAGES": "fr",
        "ATOUT_BASIS": "mission",
    }
    host = load_content(read(told)).host
    assert (host.channels, host.page) == (("Telegram",), "https://cv.example.org/notice")
    assert (host.speaks, host.basis, host.country) == ("voice.example.org", "mission", "FR")
    alone = load_content(read({"ATOUT_SPEAK": "https://voice.example.org"})).host
    assert (alone.channels, alone.page, alone.speaks) == ((), "", "")
    with pytest.raises(SettingError, match="ATOUT_BASIS"):
        read({"ATOUT_BASIS": "because"})
