"""What a person is shown of a document: its picture and its file, of one drawing."""

from __future__ import annotations

from bot.channels.base import Attachment
from bot.documents import Documents
from bot.drawing import picture
from bot.store.base import Who
from flows.model import Facts
from renderers import cv_png
from tests.bot.test_drawing import told
from tests.flows.test_cv_document import DRAW

WHO = Who(1, "somebody")


async def test_the_picture_is_of_the_very_file_that_follows_and_drawn_with_it() -> None:
    drawn: list[str] = []

    def draw(document: str, format: str, facts: Facts, lang: str) -> bytes:  # noqa: A002 - its name in `Draw`
        drawn.append(format)
        return DRAW(document, format, facts, lang)

    facts = tuple(told("fr", "clair").facts)
    documents = Documents(draw, picture=picture)
    seen, file = [
        await documents.draw(WHO, Attachment("cv", form, "", "", len(facts)), facts, "fr") for form in ("png", "pdf")
    ]
    assert seen == cv_png.picture(file) == DRAW("cv", "png", facts, "fr")
    assert drawn == ["pdf"]
