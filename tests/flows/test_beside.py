"""What is offered next to an act that is in no occupation of ours, and what a trade of one's own is called."""

from __future__ import annotations

import pytest

from bot import content
from flows.discovery.rules import offered
from flows.live import Live
from flows.lives import title_of
from flows.model import Fact, How, Kind, Value

CONTENT = content.load()


def live(**told: tuple[str, ...]) -> Live:
    facts = {
        qid: Fact(n, qid, Value(Kind.CHOICE, ids=ids), "", "m1", How.TEXT, 0, 1, "uk", 1)
        for n, (name, ids) in enumerate(told.items())
        for qid in [f"exp/e1/{name}"]
    }
    return Live(facts, ("e1",))


@pytest.mark.parametrize(
    ("told", "first"),
    [
        ("workshop.computers", ("workshop.software", "workshop.virus", "workshop.network")),
        ("beauty.nails", ("beauty.varnish", "beauty.feet", "beauty.tools")),
    ],
)
def test_what_goes_with_an_act_is_offered_first(told: str, first: tuple[str, ...]) -> None:
    shown = tuple(one.id for one in offered(CONTENT, live(told=(told,)), "e1"))
    assert shown[: len(first)] == first


@pytest.mark.parametrize(
    ("whom", "key"),
    [("own", "title.trade.own"), ("association", "title.trade.association"), ("", "title.act.farm.bees")],
)
def test_a_trade_of_ones_own_says_so(whom: str, key: str) -> None:
    title = title_of(CONTENT, live(told=("farm.bees", "farm.honey"), whom=(whom,) if whom else ()), "e1")
    assert title.key == key


def test_what_is_done_to_a_computer_is_its_repair() -> None:
    told = ("workshop.computers", "workshop.virus", "workshop.network")
    assert title_of(CONTENT, live(told=told), "e1").key == "title.act.workshop.computers"


@pytest.mark.parametrize(
    ("told", "key"),
    [
        (("kitchen.bread",), "title.act.kitchen.bread"),
        (("kitchen.knead", "kitchen.oven"), "title.act.kitchen.bread"),
        (("kitchen.cook", "kitchen.shape"), "title.act.kitchen.bread"),
        (("kitchen.oven",), "title.kitchen.company"),  # of pizza, it may be
        (("kitchen.bread", "kitchen.dishes"), "title.kitchen.company"),
        (("logistics.mount",), "title.act.logistics.mount"),
    ],
)
def test_a_bakery_is_no_kitchen_and_furniture_that_is_put_together_no_removal(told: tuple[str, ...], key: str) -> None:
    assert title_of(CONTENT, live(told=told, whom=("company",)), "e1").key == key
