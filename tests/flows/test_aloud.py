"""Reading aloud: once or always, in the languages that have a voice, never while somebody else speaks."""

from __future__ import annotations

from dataclasses import replace

from flows.aloud import SPEECH
from flows.content import Host
from flows.counsel import Claim
from flows.model import Attach, Body, Choice, Effect, Hints, Say, Schedule, Speak, Tap, Text, Tick, Under
from tests.flows.chat import Chat, after

UNDER = Under("b1 b2", "fr")


def _voiced(*said: str) -> Chat:
    chat = after("bonjour", "oui")
    chat.content = replace(chat.content, host=Host(voices=frozenset({"fr"})))
    for one in said:
        chat.send(one)
    return chat


def _under(chat: Chat, body: Body, under: Under = UNDER) -> tuple[Effect, ...]:
    """Do something that points at a bubble."""
    chat.hint, hint = lambda _body, _state: Hints(under=under), chat.hint
    said = chat.event(body)
    chat.hint = hint
    return said


def _spoken(effects: tuple[Effect, ...]) -> list[Attach]:
    return [one for one in effects if isinstance(one, Attach) and one.document == SPEECH]


def _keys(effects: tuple[Effect, ...]) -> list[str]:
    return [part.key for effect in effects if isinstance(effect, Say) for part in effect.parts]


def test_a_word_has_the_open_question_read_aloud_once() -> None:
    chat = _voiced()
    cur = chat.cur
    said = chat.send("écouter")
    assert chat.cur == cur
    assert isinstance(said[-1], Attach), "after the words, so that they can be read along"
    assert [one.said[0].key for one in _spoken(said)] == ["aloud.robot"], "it is said that it is a robot"
    assert "aloud.how" in _keys(said)
    assert _spoken(chat.send("je fais le ménage")) == []
    assert "aloud.how" not in _keys(chat.send("écouter")), "how to have it always is said once"


def test_always_lasts_until_it_is_ended() -> None:
    chat = _voiced()
    assert len(_spoken(chat.send("toujours écouter"))) == 1
    for said in ("je fais le ménage", "retour", "menu", "continuer"):
        assert len(_spoken(chat.send(said))) == 1, said
    assert _spoken(chat.send("sans voix")) == []
    assert _spoken(chat.send("menu")) == []


def test_it_is_for_one_language() -> None:
    chat = _voiced("toujours écouter")
    other = next(lang for lang in (*chat.content.languages, "en") if lang != "fr")
    chat.content = replace(chat.content, words={**chat.content.words, other: chat.content.words["fr"]})
    assert _spoken(chat.event(Speak(other))) == []
    assert len(_spoken(chat.event(Speak("fr")))) == 1


def test_where_there_is_no_voice_that_is_said() -> None:
    chat = after("bonjour", "oui")
    for word in ("écouter", "toujours écouter"):
        said = chat.send(word)
        assert "aloud.none" in _keys(said)
        assert _spoken(said) == []
    assert "listen" not in [choice.id for choice in _menu(chat)]
    assert "listen" in [choice.id for choice in _menu(_voiced())]


def _menu(chat: Chat) -> tuple[Choice, ...]:
    asks = [one.ask for one in chat.send("menu") if isinstance(one, Say) and one.ask]
    return tuple(asks[-1].choices)


def test_a_counsellor_is_not_read_aloud() -> None:
    chat = _voiced("toujours écouter", "une personne", "oui")
    assert _spoken(chat.event(Claim("anna", "Anna"))) == []
    assert _spoken(chat.send("bonjour")) == []


def test_the_bubble_that_is_pointed_at_is_read_and_nothing_moves() -> None:
    """By the word written under it, in any language we know, or by its button."""
    chat = _voiced()
    before, cur, asked = chat.state, chat.cur, chat.state.asked
    for body in (Text("Écouter !"), Tap("b1", "listen"), Text("écouter, merci")):
        said = _under(chat, body)
        assert [one.held for one in _spoken(said)] == ["b1 b2"]
        assert _keys(said) in ([], ["aloud.how"])
    assert (chat.cur, chat.state.asked, chat.state.frames) == (cur, asked, before.frames)
    assert [one.held for one in _spoken(chat.send("écouter"))] == [""], "alone it is for what is open"
    assert _spoken(_under(chat, Text("je fais le ménage"))) == [], "what is no word for it is read as ever"


def test_who_paused_has_paused_and_is_reminded_when_they_wanted() -> None:
    chat = _voiced()
    chat.send("plus tard")
    waits = [one for one in chat.send("oui") if isinstance(one, Schedule) and one.job == "remind"]
    said = _under(chat, Text("écouter"))
    again = [one for one in said if isinstance(one, Schedule)]
    assert [one.key for one in again] == [one.key for one in waits]
    assert 0 < again[0].after < waits[0].after
    assert chat.state.paused
    assert "resume" not in _keys(said)
    assert "ask.remind" in _keys(chat.event(Tick("remind", again[0].key, chat.state.version)))
    chat = _voiced("pause")
    assert not any(isinstance(one, Schedule) for one in _under(chat, Text("écouter")))
    assert chat.state.paused
    assert "resume" in _keys(chat.send("je fais le ménage"))


def test_a_counsellors_bubble_is_read_to_who_asks_for_it_and_she_goes_on_speaking() -> None:
    chat = _voiced("toujours écouter", "une personne", "oui")
    chat.event(Claim("anna", "Anna"))
    floor = chat.state.floor
    said = _under(chat, Text("écouter"))
    assert ([one.held for one in _spoken(said)], _keys(said)) == (["b1 b2"], [])
    assert chat.state.floor == floor


def test_a_bubble_in_a_language_without_a_voice_is_said_to_have_none() -> None:
    chat = _voiced()
    said = _under(chat, Text("écouter"), Under("b1", "ar"))
    assert (_keys(said), _spoken(said)) == (["aloud.none"], [])


def test_a_button_is_under_the_greeting_and_then_for_who_listens() -> None:
    chat = Chat(replace(after().content, host=Host(voices=frozenset({"fr"}))))
    assert all(_shows(chat.send("bonjour")))
    assert not any(_shows(chat.send("oui")))
    assert all(_shows(chat.send("écouter")))
    assert all(_shows(chat.send("je fais le ménage")))
    assert not any(_shows(chat.send("toujours écouter"))), "all of it is read"
    assert not any(_shows(chat.send("sans voix")))
    assert not any(_shows(chat.send("menu")))
    _under(chat, Tap("b1", "listen"))
    chat.send("une personne")
    assert all(_shows(chat.event(Claim("anna", "Anna")))), "hers too"


def _shows(effects: tuple[Effect, ...]) -> list[bool]:
    said = [effect.hear for effect in effects if isinstance(effect, Say)]
    assert said
    return said
