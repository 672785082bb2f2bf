"""A person and the real house, over WhatsApp: from the first word to a CV they can forward, one message a turn."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from bot.archive import restored
from flows.model import Phrase
from locales import translator
from tests.bot import papers
from tests.bot.whatsapp.conftest import Ahead, Chat, at_home
from tests.doubles.graph import Graph
from tests.doubles.graph_people import Shown

TOLD = {
    "fr": ("bonjour", "oui", "je fais le ménage chez une dame", "oui", "1 3 4", "3 ans", "1"),
    "en": ("hello", "yes", "I clean the house of an old lady", "yes", "1 3 4", "3 years", "1"),
    "ar": ("مرحبا", "نعم", "أنظف بيت سيدة مسنة", "نعم", "1 3 4", "3 سنوات", "1"),
    "uk": ("привіт", "так", "прибираю у старшої жінки", "так", "1 3 4", "3 роки", "1"),
}
DAY = 24 * 60 * 60


async def to_the_cv(chat: Chat, lang: str) -> list[Shown]:
    """Tell a life and answer until a document comes; return what came with it."""
    await chat.says(*TOLD[lang])
    for text in ("Awa Diallo", "06 39 98 10 01", "Nantes", *TOLD[lang][1:2] * 2):
        said = await chat.says(text)
        if any(shown.file_name for shown in said):
            return said
    raise AssertionError([shown.text for shown in chat.person.shown])


@pytest.mark.parametrize("lang", TOLD)
async def test_from_the_first_word_to_a_cv_in_the_chat(chat: Chat, lang: str) -> None:
    said = await to_the_cv(chat, lang)
    document = next(shown for shown in said if shown.file_name.endswith(".pdf"))
    assert document.data.startswith(b"%PDF-")
    assert "Awa" in document.file_name
    assert len(document.labels) == 3  # what to do with it, in the same message
    assert document.text


async def test_a_turn_is_one_message(chat: Chat) -> None:
    greeting = await chat.says("bonjour")
    assert len(greeting) == 1
    assert greeting[0].labels == ["J'accepte", "Je refuse", "Moins de 15 ans"]
    for text in TOLD["fr"][1:]:
        assert len(await chat.says(text)) == 1


async def test_what_is_the_same_under_every_question_stands_at_the_same_place(chat: Chat) -> None:
    (doors,) = await chat.says("bonjour", "oui")
    say = translator("fr")
    assert list(doors.sections) == [say(Phrase("whatsapp.answers")), say(Phrase("whatsapp.also"))]
    assert doors.sections[say(Phrase("whatsapp.also"))][-1] == say(Phrase("button.menu"))
    (tasks,) = await chat.says("je fais le ménage chez une dame", "oui")
    assert tasks.sections[say(Phrase("whatsapp.also"))][-1] == say(Phrase("button.menu"))


async def test_the_menu_is_the_last_button_where_there_is_room(chat: Chat) -> None:
    await chat.says("bonjour", "oui", "je fais le ménage et la cuisine chez une dame", "oui")
    menu = translator("fr")(Phrase("button.menu"))
    assert chat.last.labels == ["Oui", "Non", menu]
    said = await chat.after(chat.person.taps(menu))
    assert "Retour" in said[-1].labels
    assert "Une personne" in said[-1].labels


async def test_two_messages_of_one_delivery_are_read_as_one(chat: Chat) -> None:
    await chat.says("bonjour", "oui")
    said = await chat.after(chat.person.says_at_once("je fais le ménage", "chez une dame"))
    assert "je fais le ménage chez une dame" in said[-1].text


@pytest.mark.parametrize(("later", "added"), [(1, True), (2, False)])
async def test_what_was_written_before_the_second_in_which_the_question_came_is_added(
    graph: Graph,
    chat: Chat,
    later: int,
    added: bool,  # noqa: FBT001 - a case, not an argument
) -> None:
    await chat.says(*TOLD["fr"])
    written, graph.date = graph.date, graph.date + 2
    await chat.says("Amina")
    graph.date = written + later
    (said,) = await chat.says("Diallo" if added else "06 39 98 10 01")
    assert ("Amina Diallo" in said.text) is added


async def test_a_tap_on_a_row_or_a_button_answers(chat: Chat) -> None:
    await chat.after(chat.person.says("bonjour"))
    (doors,) = await chat.after(chat.person.taps("J'accepte"))
    said = await chat.after(chat.person.taps(doors.labels[1]))
    assert said
    assert said[-1].labels


async def test_an_old_button_still_answers(chat: Chat) -> None:
    (greeting,) = await chat.says("bonjour")
    await chat.says("oui", "je fais le ménage chez une dame")
    said = await chat.after(chat.person.taps("J'accepte", greeting))
    assert said[-1].labels


@pytest.mark.parametrize("payload", ["1.zzzzzzzzzz.0", "9.a.b", "' OR 1=1 --", "1.zzzzzzzzzz.999999"])
async def test_a_forged_button_gets_a_kind_answer(chat: Chat, payload: str) -> None:
    (greeting,) = await chat.says("bonjour")
    said = await chat.after(chat.person.sends_payload(payload))
    assert said[-1].labels == greeting.labels


async def test_deliveries_that_come_again_and_in_any_order_are_answered_once(graph: Graph, chat: Chat) -> None:
    await chat.says(*TOLD["fr"][:2])
    graph.held = []
    await chat.person.says("je fais le ménage chez une dame")
    said = await chat.after(graph.release(3, random.Random(1)))
    assert len(said) == 1
    assert set(graph.answers) == {200}


async def test_who_wrote_a_day_ago_gets_what_waits_once_they_write(graph: Graph, chat: Chat) -> None:
    await chat.says(*TOLD["fr"][:2])
    graph.held = []
    await chat.person.says("je fais le ménage chez une dame")
    chat.person.last = graph.date - DAY - 60  # the platform has it so, whatever came since
    assert await chat.after(graph.release()) == []
    graph.held = None
    said = await chat.says("oui")
    assert "ménage" in said[0].text.lower() or "nettoyer" in said[0].text.lower()  # nothing was lost, in its order
    assert len(said) >= 2


@pytest.mark.parametrize(("code", "times"), [(131053, 3), (131000, 3), (131051, 1), (131026, 1)])
async def test_what_was_taken_and_not_delivered_goes_again_twice_at_most(
    graph: Graph, chat: Chat, ahead: Ahead, code: int, times: int
) -> None:
    await chat.says(*TOLD["fr"][:2])
    for _ in range(4):
        await graph.status(chat.last.id, "failed", code)
        ahead.ms += 5_000
        await chat.house.settle()
    assert [shown.text for shown in chat.person.shown].count(chat.last.text) == times


async def test_it_shows_that_it_read_and_writes(chat: Chat, graph: Graph) -> None:
    await chat.says("bonjour")
    await graph.until(lambda: bool(chat.person.typing))
    assert chat.person.read == list(chat.person.said)


async def test_an_old_cv_gives_its_lines_and_only_the_platform_is_asked_for_it(graph: Graph, chat: Chat) -> None:
    chat.person.links = True  # the event says where the file is, too: that is not followed
    await chat.says("bonjour", "oui", "mon ancien CV")
    paper = papers.pdf(("Awa Diop", "2015", "Ménage au château", "Cuisine dans une cantine"))
    said = await chat.after(chat.person.sends_document("ancien.pdf", paper))
    assert "Ménage au château" in said[-1].text
    assert len(graph.called("media")) + len(graph.called("download")) == 2


@pytest.mark.parametrize("what", ["photo", "sticker", "place", "voice", "poll", "reaction"])
async def test_whatever_else_is_sent_gets_a_kind_answer_and_loses_nothing(chat: Chat, what: str) -> None:
    await chat.says(*TOLD["fr"][:3])
    person = chat.person
    act = {
        "photo": person.sends_photo(b"\xff\xd8\xff"),
        "sticker": person.sends_sticker(),
        "place": person.shares_place(),
        "voice": person.sends_voice(b"OggS"),
        "poll": person.sends_unsupported(),
        "reaction": person.reacts(chat.last.id, "👍"),
    }
    said = await chat.after(act.pop(what))
    for other in act.values():
        other.close()
    assert said
    assert said[-1].labels


async def test_a_thumb_on_an_older_message_is_no_yes_to_what_is_asked_now(chat: Chat) -> None:
    await chat.says(*TOLD["fr"][:3])
    old, mine = chat.last.id, list(chat.person.said)[-1]
    for message in (old, mine):
        (asked,) = await chat.says("mes données", "effacer")
        assert asked.labels == ["Oui", "Non", "Menu"]
        (again,) = await chat.after(chat.person.reacts(message, "👍"))
        assert again.labels == ["Oui", "Changer", "Non"]  # nothing is erased, and the way goes on where it was
    (asked,) = await chat.says("mes données", "effacer")
    (done,) = await chat.after(chat.person.reacts(asked.id, "👍"))
    assert "effacé" in done.text


async def test_after_a_kill_the_answer_still_comes(graph: Graph, tmp_path: Path) -> None:
    async with at_home(graph, tmp_path / "one") as house:
        chat = Chat(graph.person(), house)
        await chat.says("bonjour")
        graph.fail("messages", 131057, times=50)  # Meta is at work on it
        await chat.says("oui")
        seen = len(chat.person.shown)
    graph.faults.clear()
    await asyncio.sleep(0)
    async with at_home(graph, tmp_path / "one") as house:
        assert await house.peek("whatsapp", chat.person.user_id) is not None
        assert len(chat.person.shown) == seen


async def test_the_number_somebody_writes_from_is_proposed_and_printed_only_after_a_yes(chat: Chat) -> None:
    (asked,) = await chat.says(*TOLD["fr"], "Awa Diallo")
    national = "06 00 00 00 07"
    assert national in asked.text
    assert asked.labels == ["Oui", "Un autre", "Sans"]
    assert national in (await chat.says("oui", "Nantes"))[-1].text  # read over before it is printed


@pytest.mark.parametrize(("answers", "on", "off"), [
    (("Un autre", "07 00 00 00 01"), "07 00 00 00 01", "06 00 00 00 07"), (("Sans",), "Awa", "06 00 00 00 07"),
])  # fmt: skip
async def test_another_number_or_none_is_as_easily_said(
    chat: Chat, answers: tuple[str, ...], on: str, off: str
) -> None:
    await chat.says(*TOLD["fr"], "Awa Diallo")
    (read_over,) = await chat.says(*answers, "Nantes")
    assert on in read_over.text
    assert off not in read_over.text


async def test_who_shows_no_number_is_asked_for_one(chat: Chat) -> None:
    chat.person.hidden = True
    (asked,) = await chat.says(*TOLD["fr"], "Awa Diallo")
    assert "06 00" not in asked.text
    assert "Oui" not in asked.labels


async def test_who_takes_their_data_along_has_it_in_two_files_for_there_is_no_zip_here(chat: Chat) -> None:
    await chat.says(*TOLD["fr"][:4])
    said = await chat.says("emporter mes données")
    files = [shown for shown in said if shown.file_name]
    assert [shown.file_name for shown in files] == ["Mes-donnees.pdf", "Mes-donnees.json"]
    assert files[0].data.startswith(b"%PDF-")
    assert restored(files[1].data)
    assert any("en deux fichiers" in shown.text for shown in said)
