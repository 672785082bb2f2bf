"""The ladder: a page is pressed together step by step, opened up when nearly empty, and never cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.documents import Cv
from renderers import cv_pdf
from renderers.clair import Clair
from renderers.errors import TooLongError
from renderers.layout import AIRY, LADDER, Sheet, fitted, lay
from renderers.shaping import Shaper
from tests.renderers.samples import ARABIC, FRENCH, SHORT, entry, translate


def sheet(cv: Cv) -> Sheet | None:
    return fitted(Clair(cv.lang, translate(cv.lang), Shaper(cv.lang)).blocks(cv))


def full(count: int) -> Cv:
    """A CV with this many experiences."""
    jobs = (entry(f"Aide {n}", "2 ans", "Lyon", "Laver les sols", "Ranger") for n in range(1, count + 1))
    return replace(FRENCH, experiences=tuple(jobs))


def test_a_normal_cv_stands_on_the_first_rung() -> None:
    found = sheet(FRENCH)
    assert found is not None
    assert found.setting == LADDER[0]


def test_a_short_cv_is_opened_up_and_not_padded() -> None:
    found = sheet(SHORT)
    assert found is not None
    assert found.setting == AIRY
    assert found.fill < 0.55


def test_each_rung_takes_less_room_than_the_one_before() -> None:
    blocks = Clair("fr", translate("fr"), Shaper("fr")).blocks(full(8))
    fills = [lay(blocks, rung).fill for rung in LADDER]
    assert fills == sorted(fills, reverse=True)
    assert len(set(fills)) == len(LADDER)


def test_more_lines_climb_the_ladder_in_order() -> None:
    longer = (replace(FRENCH, extras=FRENCH.extras[:1] * count) for count in range(1, 40))
    rungs = [LADDER.index(found.setting) for found in map(sheet, longer) if found]
    assert sorted(set(rungs)) == list(range(len(LADDER)))
    assert rungs == sorted(rungs)


def test_nothing_is_ever_smaller_than_the_floor() -> None:
    assert min(rung.body for rung in LADDER) == 9
    assert min(rung.side for rung in LADDER) == pytest.approx(15 / 25.4 * 72)
    assert min(rung.bottom for rung in LADDER) == pytest.approx(12 / 25.4 * 72)


@pytest.mark.parametrize("cv", [full(14), replace(ARABIC, experiences=ARABIC.experiences * 5)])
def test_what_does_not_fit_is_named_oldest_first_and_without_it_the_rest_fits(cv: Cv) -> None:
    t = translate(cv.lang)
    with pytest.raises(TooLongError) as caught:
        cv_pdf.render(cv, t)
    dropped = caught.value.experiences
    count = len(cv.experiences)
    assert dropped == tuple(range(count - 1, count - 1 - len(dropped), -1))
    assert cv_pdf.fit(cv, t).overflow == dropped
    assert cv_pdf.render(replace(cv, experiences=cv.experiences[: count - len(dropped)]), t)
    with pytest.raises(TooLongError):
        cv_pdf.render(replace(cv, experiences=cv.experiences[: count - len(dropped) + 1]), t)


def test_when_no_experience_would_be_enough_all_are_named() -> None:
    cv = replace(full(2), skills=FRENCH.skills * 20)
    assert cv_pdf.fit(cv, translate("fr")).overflow == (1, 0)


@pytest.mark.parametrize("count", [0, 1, 5, 7])
def test_no_line_leaves_its_margins(count: int) -> None:
    found = sheet(full(count))
    assert found is not None
    setting = found.setting
    for laid in found.laid:
        size = setting.size(laid.block.size)
        assert laid.top < setting.top + setting.height
        assert all(line.width * size / 1000 <= setting.width for line in laid.lines)
