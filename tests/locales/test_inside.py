"""Who was in prison is told that no CV says so, and is asked what they did there, as anybody else is."""

from __future__ import annotations

import pytest

from tests.locales.talking import chat

INSIDE = {
    "en": ("nothing, I was in prison 4 years", "I was in jail", "I just got out of prison, I have nothing"),
    "fr": ("j'étais en prison 4 ans", "rien, je sors de prison", "j'étais détenu"),
    "ar": ("كنت في السجن خمس سنين", "كنت محبوس سنتين"),
    "uk": ("я сидів у тюрмі 4 роки", "нічого, був у в'язниці"),
}
ANOTHER = {
    "en": "my husband is in prison",
    "fr": "mon mari est en prison",
    "ar": "زوجي في السجن",
    "uk": "чоловік у тюрмі",
}
GUARDS = {
    "en": "I was a prison officer",
    "fr": "je suis surveillant de prison",
    "ar": "كنت حارس سجن",
    "uk": "працював наглядачем",
}


@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang in INSIDE for said in INSIDE[lang]])
def test_what_was_done_there_is_asked_and_how_long_one_was_there_is_no_time_of_work(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert talk.said() == ["private", "ask.exp.acts.inside"]
    assert "exp/e1/when" not in talk.live()


@pytest.mark.parametrize("lang", INSIDE)
def test_who_did_none_of_it_is_asked_no_more_about_it(lang: str) -> None:
    talk = chat(lang, INSIDE[lang][0])
    talk.tap("done")
    assert talk.cur == "project/job"


@pytest.mark.parametrize("lang", ANOTHER)
def test_one_of_theirs_is_not_the_person(lang: str) -> None:
    assert chat(lang, ANOTHER[lang]).cur == "exp/e1/what"


@pytest.mark.parametrize("lang", GUARDS)
def test_who_works_there_is_not_taken_for_who_was_held_there(lang: str) -> None:
    assert "private" not in chat(lang, GUARDS[lang]).said()
