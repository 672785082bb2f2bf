"""A summary as a Word file: read again, held to the order of the schema, and turned where its language turns."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from docx import Document

from flows.documents import Summary
from renderers import summary_docx
from tests.renderers.readers import MARKS
from tests.renderers.summaries import ARABIC, ENGLISH, FRENCH, SUMMARIES, TITLES, translate
from tests.renderers.test_cv_docx import ORDER, W, paragraphs, part, turned


@cache
def written(lang: str) -> bytes:
    return summary_docx.render(SUMMARIES[lang], translate(lang))


@pytest.mark.parametrize("lang", SUMMARIES)
def test_each_line_is_read_again_with_its_date_below_it(lang: str) -> None:
    t = translate(lang)
    wanted = [("Title", TITLES[lang])]
    for one in SUMMARIES[lang].points:
        wanted += [("List Bullet", MARKS.sub("", t(one.phrase)))]
        wanted += [("List Continue", MARKS.sub("", t(one.day)))] if one.day else []
    assert [(p.style.name if p.style else "", p.text) for p in paragraphs(written(lang))] == wanted


@pytest.mark.parametrize("lang", SUMMARIES)
def test_a_page_turns_where_its_language_does(lang: str) -> None:
    sides = {turned(paragraph) for paragraph in paragraphs(written(lang))}
    assert sides == {lang == "ar"}
    assert (part(written(lang)).find(f".//{W}sectPr/{W}bidi") is not None) == (lang == "ar")


@pytest.mark.parametrize("lang", SUMMARIES)
def test_each_run_has_letters_of_one_direction_and_says_it(lang: str) -> None:
    for paragraph in paragraphs(written(lang)):
        for run in paragraph.runs:
            arabic = any("\u0600" <= char <= "\u06ff" and char.isalpha() for char in run.text)
            latin = any(char.isalpha() and char < "\u0600" for char in run.text)
            assert not (arabic and latin), run.text
            assert (run._r.find(f"{W}rPr/{W}rtl") is not None) >= arabic, run.text


def test_words_in_other_letters_are_turned_inside_a_line_and_only_they() -> None:
    line = paragraphs(written("fr"))[1]
    rtl = "".join(run.text for run in line.runs if run._r.find(f"{W}rPr/{W}rtl") is not None)
    assert "أريد موعدًا يوم" in rtl
    assert "Demande" not in rtl
    assert "je veux un rdv" in [run.text.strip(" «»12") for run in paragraphs(written("ar"))[1].runs][1]


@pytest.mark.parametrize("lang", SUMMARIES)
def test_children_stand_in_the_order_of_the_schema(lang: str) -> None:
    for tag, order in ORDER.items():
        for element in part(written(lang)).iter(f"{W}{tag}"):
            told = [child.tag.removeprefix(W) for child in element]
            assert set(told) <= set(order)
            assert told == sorted(told, key=order.index)


def test_what_was_written_stays_as_it_was_written() -> None:
    assert "<b>call me & come</b>" in paragraphs(written("en"))[1].text


def test_the_file_names_nobody_and_the_same_lines_give_the_same_bytes() -> None:
    core = Document(BytesIO(written("ar"))).core_properties
    assert (core.title, core.language, core.author) == (TITLES["ar"], "ar-SA", "")
    for told in (FRENCH, ENGLISH, ARABIC):
        assert summary_docx.render(told, translate(told.lang)) == written(told.lang)


def test_nothing_told_is_a_title() -> None:
    assert [p.text for p in paragraphs(summary_docx.render(Summary("fr"), translate("fr")))] == ["Résumé"]


LINKS = tuple(f"https://desk.example/desk/case/c1?line=m{n}&x=1#m{n}" for n in (1, 2, 3))


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_line_leads_to_its_newest_message_and_a_number_to_each(lang: str) -> None:
    several, one, *_ = SUMMARIES[lang].points
    told = Summary(lang, (replace(several, links=LINKS), replace(one, links=LINKS[:1])))
    data = summary_docx.render(told, translate(lang))
    linked = [[(link.text, link.url) for link in p.hyperlinks] for p in paragraphs(data)]
    first, second = (MARKS.sub("", translate(lang)(point.phrase)) for point in (several, one))
    assert [links for links in linked if links] == [
        [(first, LINKS[-1])],
        [(str(n), link) for n, link in enumerate(LINKS, 1)],
        [(second, LINKS[0])],
    ]
    for tag, order in ORDER.items():
        for element in part(data).iter(f"{W}{tag}"):
            told_tags = [child.tag.removeprefix(W) for child in element]
            assert told_tags == sorted(told_tags, key=order.index)
