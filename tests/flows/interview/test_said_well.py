"""What was said well, at the end of a practice: three things at most, in the person's own words."""

from __future__ import annotations

from flows.interview.plan import PLACES
from tests.flows.interview.test_practice import begun


def test_three_things_said_well_are_the_persons_own_words() -> None:
    chat = begun("fr")
    said = [f"Hier au marché j'ai porté {n} caisses de pommes, et le patron était content." for n in PLACES]
    for text in said:
        chat.send(text)
        chat.tap("next")
    quotes = [str(p.args["quote"]) for s in chat.says for p in s.parts if p.key == "interview.well.line"]
    assert len(quotes) == 3
    assert all(any(quote in text for text in said) for quote in quotes)


def test_what_is_said_again_does_not_take_the_place_of_another() -> None:
    chat = begun("fr")
    same = "Hier à la cantine j'ai coupé les légumes avec ma collègue, et tout était prêt."
    for text in (*[same] * 4, "J'ai porté 20 caisses au marché."):
        chat.send(text)
        chat.tap("next")
    quotes = [str(p.args["quote"]) for s in chat.says for p in s.parts if p.key == "interview.well.line"]
    assert len(quotes) == 2
    assert "caisses" in quotes[1]
