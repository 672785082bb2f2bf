"""A counsellor on WhatsApp: whose words these are, how far they came, and who reads and writes in the meantime."""

from __future__ import annotations

from bot.app import House, now
from bot.channels.base import Reached
from bot.files.found import DRAWN
from bot.sim import desk
from tests.bot import papers
from tests.bot.desk.listening import Listening, opened_by
from tests.bot.whatsapp.conftest import Chat
from tests.doubles.graph import Graph


async def taken_over(chat: Chat) -> Listening:
    """The person asked for somebody, and Amina is there."""
    await desk.act(chat.house, "Amina comes", now())
    await chat.says("bonjour", "oui", "je fais le ménage chez une dame", "je veux parler à quelqu'un", "oui")
    await desk.act(chat.house, "Amina claims", now())
    await chat.house.settle()
    return await opened_by(chat.house, "Amina", "whatsapp", chat.person.user_id)


async def test_her_words_stand_under_her_name_and_each_tick_of_them_is_told(
    house: House, chat: Chat, graph: Graph
) -> None:
    page = await taken_over(chat)
    graph.receipts = ()
    await desk.act(house, "Amina says Je suis là *pour vous*.", now())
    assert page.rang()
    assert await page.last() == ("Amina", "Je suis là *pour vous*.", Reached.UNKNOWN)
    (said,) = await chat.after(house.settle())
    assert said.text == "Amina\u00a0:\nJe suis là *pour vous*."
    assert page.rang()
    assert (await page.last())[2] is Reached.TAKEN
    ticks = []
    for status in ("read", "delivered"):
        await graph.status(said.id, status)
        ticks.append((page.rang(), (await page.last())[2]))
    assert ticks == [(True, Reached.READ), (False, Reached.READ)]


async def test_nothing_is_read_and_nobody_writes_until_she_does(chat: Chat, graph: Graph) -> None:
    page = await taken_over(chat)
    await chat.says("vous êtes là ?")
    assert (await page.last())[:2] == ("person", "vous êtes là ?")
    told, written = list(chat.person.typing), list(chat.person.said)[-1]
    assert written not in chat.person.read
    await page.types()
    await graph.until(lambda: written in chat.person.read)
    assert chat.person.typing == [*told, written]


async def test_a_photo_is_fetched_when_she_looks_and_her_file_comes_as_one(
    house: House, chat: Chat, graph: Graph
) -> None:
    page = await taken_over(chat)
    assert await chat.after(chat.person.sends_photo(papers.image())) == [], "she can see it: nothing is said of it"
    line = (await page.lines())[-1]
    assert (line.by, line.look) == ("person", "photo")
    for _ in range(3):
        seen = await house.office.papers.page(page.account, page.ident, line.id, 1)
        assert (seen.verdict, seen.data[:3]) == (DRAWN, b"\xff\xd8\xff")
    graph.media.clear()
    seen = await house.office.papers.page(page.account, page.ident, line.id, 1)
    assert seen.verdict == DRAWN, "the platform forgets it after some days, and it is looked at all the same"
    n = (await house.office.peek(page.account, page.ident)).case.n
    for name, data in (("Convocation.pdf", papers.pdf()), ("plan.png", papers.image("PNG"))):
        await house.office.papers.give(page.account, page.ident, n, (name, data), ("Pour lundi.", name))
        await house.settle()
    paper, picture = chat.person.shown[-2:]
    assert (paper.kind, paper.text, picture.kind) == ("document", "Amina\u00a0:\nPour lundi.", "image")
    assert paper.data.startswith(b"%PDF-")
    assert picture.data.startswith(b"\xff\xd8\xff")
