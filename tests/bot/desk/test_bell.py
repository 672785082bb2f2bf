"""What an open page hears: what it wants, and whether there is anything to draw."""

from __future__ import annotations

from bot.desk.bell import Bell, Ring


def test_a_page_draws_for_what_changed_and_not_for_who_writes() -> None:
    bell = Bell()
    ear = bell.listen("anna", lambda ring: ring.conversation == "hers")
    assert ear.taken() == (False, True)  # it begins with a drawing
    bell.ring(Ring("another"))
    assert not ear.heard.is_set()
    bell.ring(Ring("hers", writes=True))
    assert ear.heard.is_set()
    assert ear.taken() == (True, False)
    bell.ring(Ring("hers", writes=True))
    bell.ring(Ring("hers"))
    assert ear.taken() == (True, True)
    assert not ear.heard.is_set()
    assert ear.taken() == (False, False)
