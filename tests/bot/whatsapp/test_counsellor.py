"""A counsellor on WhatsApp: whose words these are, how far they came, and who reads and writes in the meantime."""

from __future__ import annotations

from bot.app import House, now
from bot.channels.base import Reached
from bot.news import Added, Ticked
from bot.sim import desk
from bot.store.base import Conversation
from tests.bot.whatsapp.conftest import Chat
from tests.doubles.graph import Graph


async def taken_over(chat: Chat) -> Conversation:
    """The person asked for somebody, and Amina is there."""
    await desk.act(chat.house, "Amina comes", now())
    await chat.says("bonjour", "oui", "je fais le ménage chez une dame", "je veux parler à quelqu'un", "oui")
    await desk.act(chat.house, "Amina claims", now())
    await chat.house.settle()
    found = await chat.house.run(lambda tx: tx.find("whatsapp", chat.person.user_id))
    assert found is not None
    return found


async def test_her_words_stand_under_her_name_and_each_tick_of_them_is_told(
    house: House, chat: Chat, graph: Graph
) -> None:
    found = await taken_over(chat)
    graph.receipts = ()
    follower = house.follow(found.who, found.id)
    (said,) = await chat.after(desk.act(house, "Amina says Je suis là *pour vous*.", now()))
    assert said.text == "Amina\u00a0:\nJe suis là *pour vous*."
    for status in ("read", "delivered"):
        await graph.status(said.id, status)
    added = await anext(follower)
    assert isinstance(added, Added)
    assert (added.line.by, added.reached) == ("Amina", Reached.UNKNOWN)
    ticks = [await anext(follower), await anext(follower)]
    assert ticks == [Ticked(added.line.id, Reached.TAKEN), Ticked(added.line.id, Reached.READ)]


async def test_nothing_is_read_and_nobody_writes_until_she_does(house: House, chat: Chat, graph: Graph) -> None:
    found = await taken_over(chat)
    await chat.says("vous êtes là ?")
    told, written = list(chat.person.typing), list(chat.person.said)[-1]
    assert written not in chat.person.read
    await house.typing(found.who, found.id)
    await graph.until(lambda: written in chat.person.read)
    assert chat.person.typing == [*told, written]
