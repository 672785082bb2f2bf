"""Games of five taps: a sentence after each whatever was answered, left by one word, and nothing of it on any paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from flows.games import OWN, TAPS, Game
from flows.literacy.form import GAME as AI
from flows.model import Consult, Phrase, State, Tap
from flows.rights.form import ANSWER, REFUSE
from flows.rights.form import GAME as RIGHTS
from flows.summary import About, at_the_desk
from flows.visible import visible
from tests.flows.chat import EXPRESS, Chat, after

WORDS = {"ai": "vrai ou faux", "rights": "jeu des droits"}
BANKS = pytest.mark.parametrize("game", [AI, RIGHTS], ids=lambda game: game.name)


def _cards(chat: Chat, game: Game) -> Sequence[str]:
    return chat.trace.live.ids(f"game/{game.name}/plan")


def _why(chat: Chat) -> str:
    """The explanation in the last bubble, also inside of what says that the game is over."""
    inner = [part.args.get("why", part) for part in chat.says[-1].parts]
    return next(one.key for one in inner if isinstance(one, Phrase) and one.key.endswith(".why"))


def _said(chat: Chat) -> list[str]:
    return [part.key for part in chat.says[-1].parts]


@BANKS
def test_a_game_is_five_cards_of_both_kinds_and_two_in_a_row_share_none(game: Game) -> None:
    chat = after("bonjour", "oui")
    games = []
    for _ in range(2 * len(game.cards) // TAPS):
        chat.send(WORDS[game.name])
        games.append(_cards(chat, game))
        assert {game.right(card) for card in games[-1]} >= set(game.taps)
        for _ in range(TAPS):
            chat.send("1")
        if chat.cur == "tip/offer":
            chat.send("non")
    assert all(set(one).isdisjoint(other) for one, other in pairwise(games))
    assert {card for one in games for card in one} == game.cards.keys()
    assert len(game.cards) >= 20


@BANKS
def test_each_tap_is_explained_in_the_same_bubble_and_after_five_the_way_goes_on(game: Game) -> None:
    chat = after("bonjour", "oui")
    here = chat.cur
    chat.send(WORDS[game.name])
    for card in _cards(chat, game):
        assert chat.state.asked
        assert [c.id.partition(":")[2] for c in chat.state.asked.choices[:-1]] == [card, card]
        chat.tap(chat.state.asked.choices[0].id)
        assert _why(chat) == f"game.{game.name}.{card}.why"
        assert len([effect for effect in chat.says if effect.parts == chat.says[-1].parts]) == 1
    assert "game.last" in _said(chat)
    assert chat.cur in {here, "tip/offer"}


@pytest.mark.parametrize(
    "said", ["vrai", "c'est vrai", "faux", "pas vrai", "oui", "non", "je ne sais pas", "1", "passer"]
)
def test_whatever_is_answered_is_explained(said: str) -> None:
    chat = after("bonjour", "oui", WORDS["ai"])
    first = _cards(chat, AI)[0]
    chat.send(said)
    assert _why(chat) == f"game.ai.{first}.why"
    assert chat.cur == "game/ai/2"


@BANKS
def test_what_a_game_is_is_said_once_a_game(game: Game) -> None:
    chat = after("bonjour", "oui", WORDS[game.name])
    for said in ("menu", "continuer", "menu", "langue", "continuer"):
        chat.send(said)
    chat.send(WORDS[game.name])
    assert chat.cur == f"game/{game.name}/1"
    keys = [part.key for bubble in chat.says for part in bubble.parts]
    assert keys.count(f"game.{game.name}.intro") == 1
    for _ in range(TAPS):
        chat.send("1")
    chat.send(WORDS[game.name])
    assert chat.says[-2].parts[0].key == f"game.{game.name}.intro"


@pytest.mark.parametrize("said", ["oui", "👍", "1"])
def test_a_yes_to_a_game_of_rights_begins_it(said: str) -> None:
    chat = after("bonjour", "oui", "mes droits", "autrement")
    assert _said(chat) == ["ask.rights"]
    chat.send(said)
    assert chat.cur == "game/rights/1"
    no = after("bonjour", "oui", "mes droits", "non")
    assert not no.cur.startswith("game/")


def test_what_an_employer_may_ask_and_what_not_is_in_each_game_of_rights() -> None:
    assert {*RIGHTS.cards.values()} == {REFUSE, ANSWER}
    chat = after("bonjour", "oui", WORDS["rights"])
    assert [say.parts[0].key for say in chat.says[-2:]] == ["game.rights.intro", "ask.game.rights"]
    chat.send("oui")
    assert chat.trace.live.ids("game/rights/1") == ("may:children",)


def test_an_opinion_is_asked_as_one() -> None:
    chat = after("bonjour", "oui", WORDS["ai"])
    while AI.right(_cards(chat, AI)[int(chat.cur[-1]) - 1]) != OWN:
        chat.send("vrai")
    assert _said(chat)[-1] == "ask.game.ai.own"
    assert chat.state.asked
    assert [c.id.partition(":")[0] for c in chat.state.asked.choices] == ["agree", "differ", "quit"]


def test_a_game_that_was_left_is_gone_on_with() -> None:
    chat = after("bonjour", "oui", WORDS["ai"], "vrai", "faux", "stop")
    cards = _cards(chat, AI)
    chat.send(WORDS["ai"])
    assert (_cards(chat, AI), chat.cur) == (cards, "game/ai/3")


@pytest.mark.parametrize("word", ["stop", "arreter le jeu", "c'est tout"])
def test_one_word_leaves_a_game_and_pauses_nothing(word: str) -> None:
    chat = after("bonjour", "oui", WORDS["ai"], "vrai", word)
    assert (chat.cur, chat.state.paused, chat.state.frames[-1].kind) == ("exp/e1/what", False, "main")
    chat.send("stop")
    assert chat.state.paused


def test_a_button_of_an_older_game_is_explained_again_and_answers_nothing() -> None:
    chat = after("bonjour", "oui", WORDS["ai"])
    old, card = chat.state.asked, _cards(chat, AI)[0]
    for said in ("1", "1", "1", "1", "1", "non", WORDS["ai"]):
        chat.send(said)
    assert old
    before = chat.live()
    chat.send(Tap(old.id, "0"))
    assert f"game.ai.{card}.why" in chat.said(2)
    assert (chat.live(), chat.cur) == (before, "game/ai/1")


def test_the_same_button_twice_says_so_and_the_game_goes_on() -> None:
    chat = after("bonjour", "oui", WORDS["ai"])
    old = chat.state.asked
    assert old
    chat.send(Tap(old.id, "0"))
    chat.send(Tap(old.id, "1"))
    assert (_why(chat), chat.cur) == (f"game.ai.{_cards(chat, AI)[0]}.why", "game/ai/2")


def test_before_the_agreement_there_is_no_game() -> None:
    chat = after("bonjour", WORDS["ai"])
    assert _said(chat)[0] == "aside.agree"
    assert not chat.facts


def test_a_game_is_no_fact_of_the_cv_and_no_counsellor_reads_it() -> None:
    plain = after(*EXPRESS, "continuer")
    chat = plain.copy()
    for said in (WORDS["ai"], "vrai", "faux", "vrai", "oui", "vrai", "non", WORDS["rights"], "oui", "stop"):
        chat.send(said)
    assert (chat.cur, chat.coming) == (plain.cur, plain.coming)
    assert visible(chat.content, tuple(chat.facts)) == visible(plain.content, tuple(plain.facts))
    assert at_the_desk(chat.content, tuple(chat.facts), State(), About()) == at_the_desk(
        plain.content, tuple(plain.facts), State(), About()
    )
    for one in (chat, plain):
        one.send("mes donnees")
    assert chat.says[-1].parts[0].args == plain.says[-1].parts[0].args  # how many answers serve the CV
    drawn = [effect for effect in chat.effects[len(plain.effects) :] if isinstance(effect, Consult)]
    assert drawn == []  # no paper is stale for it


def test_back_and_change_outside_a_game_do_not_lead_into_it() -> None:
    chat = after(*EXPRESS, "continuer", WORDS["ai"], "vrai", "stop")
    chat.send("changer")
    assert chat.state.asked
    assert not [c.id for c in chat.state.asked.choices if "game/" in c.id]
    chat.send("continuer")
    chat.send("retour")
    assert not chat.cur.startswith("game/")
    chat.send("garder")


def test_back_in_a_game_shows_the_card_before() -> None:
    chat = after("bonjour", "oui", WORDS["ai"], "vrai", "retour")
    assert chat.cur == "game/ai/1"
    chat.send("faux")
    assert (_why(chat), chat.cur) == (f"game.ai.{_cards(chat, AI)[0]}.why", "game/ai/2")


@pytest.mark.parametrize(
    "said", ["il m'a demandé si je veux des enfants, il a le droit ?", "on a le droit de demander mon age ?"]
)
def test_what_an_employer_asked_gets_the_answer_of_rights_and_is_no_answer_to_us(said: str) -> None:
    for chat in (after("bonjour", "oui"), after("bonjour", "oui", "je fais le menage chez une dame")):
        before, here = chat.live(), chat.cur
        chat.send(said)
        assert _said(chat)[0] == "side.rights"
        assert (chat.live(), chat.cur) == (before, here)


@pytest.mark.parametrize(
    "said", ["le recruteur a demandé ma nationalité", "il m'a demandé ma religion", "le droit de ne pas répondre ?"]
)
def test_what_is_no_business_of_theirs_is_no_experience(said: str) -> None:
    chat = after("bonjour", "oui")
    chat.send(said)
    assert _said(chat)[0] == "side.rights"
    assert chat.cur == "exp/e1/what"


@pytest.mark.parametrize(("said", "here"), [("oui", "game/rights/1"), ("👍", "game/rights/1"), ("non", "exp/e1/what")])
def test_a_yes_to_the_game_of_rights_begins_it(said: str, here: str) -> None:
    chat = after("bonjour", "oui", "mes droits", said)
    assert chat.cur == here


def test_one_row_of_the_menu_leads_to_games_tips_and_rights() -> None:
    chat = after("bonjour", "oui", "menu")
    assert chat.state.asked
    assert [c.id for c in chat.state.asked.choices].count("learn") == 1
    chat.tap("learn")
    assert [c.id for c in chat.state.asked.choices] == ["game_ai", "tips", "rights", "game_rights", "continue"]
    chat.tap("rights")
    assert chat.said(2)[0] == "side.rights"
    chat.tap("continue")
    assert chat.cur == "exp/e1/what"
