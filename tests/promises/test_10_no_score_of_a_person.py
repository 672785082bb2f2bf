"""No score of a person: never language, accent, confidence, speed or personality."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import bot.store.base
import flows.content
import flows.documents
import flows.model
from bot.sim.script import read, said
from locales.catalogs import catalog
from tests.promises.stops import JOURNEYS, LANGS, Line, begin, ways

ROOT = Path(__file__).parents[2]
# Words that judge a person, as nobody here may ever be judged. A level of a language or of a school is told by the
# person, and is named in the keys below.
JUDGING: Mapping[str, str] = {
    "fr": r"\bscores?\b|\bpoints?\b|\bclassements?|\bétoiles?\b|\bmoyenne\b|\bfaibles?\b|\bniveau|\bnotation|\bbravo"
    r"|\bbadge|\brang\b|\béchou|\bgagn[eé]|\baccent\b|\bconfiance|\bpersonnalité|\blent|\bplus vite|%|/ ?(10|20|100)\b",
    "en": r"\bscor|\bpoints?\b|\branks?\b|\branking|\bstars?\b|\baverage\b|\bweak|\blevel|\bgrade[sd]?\b|\bwell done"
    r"|\bbadge|\bfail|\baccent\b|\bconfiden|\bpersonality|\bslow|\bfaster|%|/ ?(10|20|100)\b",
    "ar": r"نقاط|تقييم|درجة|مستوى|ضعيف|نجوم|أحسنت|لهجت|الثقة|شخصيت|بطيء|أسرع|٪|%",
    "uk": r"\bбал(и|ів|а)?\b|\bоцінк|\bрейтинг|\bслабк|\bзір(ка|ок)\b|\bрівень|\bрівня|\bмолодець|\bакцент"
    r"|\bвпевнен|\bособистіст|\bповільн|\bшвидше|%",
}
HERS = ("study.", "level.", "cv.language.level")
# Name a mark to say that there is none: before a practice, on the page of the promises. The last one enlarges text.
NONE = ("ask.interview.go", "web.charter.10", "web.charter.fair.says", "web.charter.ethics.says", "web.access.tested.2")
NAMES = re.compile(r"score|rating|grade|ranking|accent|confiden|speed|personality|fluen|emotion|mood", re.IGNORECASE)


@pytest.mark.parametrize("lang", LANGS)
def test_no_string_judges(lang: str) -> None:
    judging = re.compile(JUDGING[lang], re.IGNORECASE)
    texts = [(key, text) for (key, _), found in catalog(lang).items() for text in found]
    assert len(texts) > 500
    assert [(key, text) for key, text in texts if judging.search(text) and not key.startswith((*HERS, *NONE))] == []


def test_the_words_looked_for_are_found_where_they_are() -> None:
    """What is allowed holds some of them: the look does see."""
    for lang in LANGS:
        own = [text for (key, _), found in catalog(lang).items() if key.startswith(HERS) for text in found]
        assert any(re.search(JUDGING[lang], text, re.IGNORECASE) for text in own), lang


def test_nothing_that_is_kept_could_hold_a_score() -> None:
    ids = [line.split()[:3] for line in (ROOT / "content.lock").read_text(encoding="utf-8").splitlines()]
    names = [*kept(), *(" ".join(line[1:]) for line in ids if line and line[0] in {"question", "kind", "topic"})]
    for path in sorted((ROOT / "bot" / "store" / "migrations").glob("*.sql")):
        names += re.findall(r"^\s+(\w+) (?:INTEGER|TEXT|BLOB|REAL)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(names) > 100
    assert [name for name in names if NAMES.search(name)] == []


def kept() -> Iterator[str]:
    """The fields of everything that is kept, asked or printed."""
    for module in (flows.model, flows.content, flows.documents, bot.store.base):
        for made in vars(module).values():
            if isinstance(made, type) and is_dataclass(made):
                yield from (field.name for field in fields(made))


async def cv(home: Path, lang: str, way: str) -> str:
    """The CV of somebody who says the same things this way."""
    person = begin(home / way, lang)
    for step in read((JOURNEYS / f"direct_{lang}.txt").read_text(encoding="utf-8")).steps:
        if step.looks:
            continue
        line = said(step, person.said)
        for sent in as_said(way, lang, line) if person.messages > 1 else (line,):
            await person.send(sent)
    await person.life.end()
    return person.papers[-1].text


def as_said(way: str, lang: str, line: Line) -> tuple[Line, ...]:
    """The same thing said slowly, after a misunderstanding and a call for help, or by voice."""
    match way:
        case "slowly":
            return {"wait": "PT3H"}, {"text": "%%%"}, {"text": ways(lang, "help")[0]}, line
        case "by voice" if "text" in line:
            return {"voice": "note.ogg", "transcript": line["text"]}, {"press": "yes"}
        case _:
            return (line,)


@pytest.mark.parametrize("lang", LANGS)
async def test_slow_unsure_misunderstood_or_spoken_the_cv_is_the_same(tmp_path: Path, lang: str) -> None:
    plain = await cv(tmp_path, lang, "plainly")
    for way in ("slowly", "by voice"):
        assert await cv(tmp_path, lang, way) == plain, way
