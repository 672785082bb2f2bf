"""Which job a person looks for: three near what they did, their own words, or "I don't know"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from flows import acts as catalog
from flows import crafts
from flows.clauses import WISH, clauses, opening, wishes
from flows.content import Content, Parsed, Reading
from flows.live import Live
from flows.lives import at, job_shown, trade_named, trade_told
from flows.model import Choice, How, Kind, Phrase, Value
from flows.project import titles
from flows.project.law import law
from flows.project.ranking import JOB, known, ranked
from flows.reading import (
    LANGUAGES,
    answer_word,
    beside_bare,
    fold,
    has_any,
    longest_named,
    opens_unknown,
    pick,
    side,
    tokens,
)
from flows.then import only_trades, tells_done
from flows.words import Words

CHOSEN = "project/chosen"
HINT = "project/near"  # words near some jobs, which are offered: those jobs, and the words
NAME = "cv/name"  # asked behind the job
NEAR = 3
SEND = "send"  # the side of who wants to send the CV: "by email" wishes for no work in an office
OFFERED = 4  # jobs shown for words that name none
PRINTED = "fr"  # the language of the CV
TRADE = "trade:"  # opens the id of the trade told, which is offered
TRADE_WORDS = 2
LONG_TITLE, TITLE = 5, 45  # words and characters of a job that is printed as it was named
POST = re.compile(r"^.*?\b(?:poste|travail|emploi|boulot|place|job)\s+(?:de |d'|d’|comme |as an? )", re.IGNORECASE)
OPENING = 5  # words of an answer in which the trade is named
LONGEST = 60  # characters of a job in the person's own words


def ready(live: Live, _item: str) -> bool:
    """Ask it once an agreement or a refusal was given; a life is not needed for a wish."""
    return live.said("charter/consent") and "minor" not in live.ids("charter/consent")


def may_ready(live: Live, _item: str) -> bool:
    """It may be asked of everybody who may agree alone."""
    return "minor" not in live.ids("charter/consent")


def near(content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """The trade told and jobs from the acts told, best first, three in all; or those near the words that named none.

    Where neither was told nothing is near, and nothing is offered.
    """
    unknown = Choice("unknown", Phrase("button.unknown"))
    hinted = live.ids(HINT)
    if hinted:
        return titles.choices(hinted, Choice("none", Phrase("button.none")), unknown)
    trade = trade_told(live)
    same = (Choice(f"{TRADE}{trade}", trade_named(content, trade, live.lang)),) if trade else ()
    of_trade = titles.of_trade(content, trade) if trade else ()
    codes = [code for code in _did(content, live) if code not in of_trade][: NEAR - len(same)]
    return (*same, *titles.choices(codes, Choice("other", Phrase("button.other")), unknown))


def _did(content: Content, live: Live) -> tuple[str, ...]:
    """Return the jobs near the acts told, best first, then the others of their fields."""
    fields = list(dict.fromkeys(field for item in live.items() for field in _fields(live, item)))
    codes = dict.fromkeys(one.code for one in ranked(content, live) if _is_of(content, one.code, fields))
    for domain in fields:
        codes.update(dict.fromkeys(content.domains[domain].occupations if domain in content.domains else ()))
    return tuple(codes)


def _fields(live: Live, item: str) -> Iterator[str]:
    """Yield the fields of a life's acts; of one with a trade, those it opened with: who keeps books counts stock."""
    told, acts = live.ids(at(item, "told")), live.ids(at(item, "acts"))
    names = told if told and live.text(at(item, "trade")) else (*told, *acts)
    return (name.split(".")[0] for name in names if "." in name)


def _is_of(content: Content, code: str, fields: Collection[str]) -> bool:
    """Whether an occupation is of one of these fields."""
    one = content.occupations.get(code)
    of_field = one is not None and one.domain in fields
    return of_field or any(code in content.domains[field].occupations for field in fields if field in content.domains)


def read(reading: Reading) -> Parsed | None:
    """Read a job: one of those offered, one our words know, or the person's own words."""
    picked = pick(reading.folded, reading.choices, (), reading.words)
    if picked and picked not in {"other", "unknown"}:
        return Parsed(chosen(reading.content, reading.live, reading.item, picked))
    if picked == "other" or not any(c.isalpha() for c in reading.text) or tells_done(reading):
        return None
    left = _without_refused(reading)
    return _wanted(left) if left else Parsed(Value(Kind.TEXT, text=own_words(reading)))


def _wanted(reading: Reading) -> Parsed | None:
    """Read the job that is looked for."""
    codes, named = _job(reading)
    bare = bool(answer_word(reading.folded, reading.words)) or _same(reading)
    unsure = opens_unknown(reading.folded, reading.words) and not (named or titles.named(reading))
    if unsure or (bare and not (codes or named or _hinted(reading))):
        return None  # "I don't know at my age", "yes", "the same" alone; "no, rather in a hotel" is near some jobs
    unclear = catalog.unclear(reading.text, reading.lang, reading.content, reading.hints.spelling)
    if named or (codes and not unclear and not _torn(reading, codes)):
        return Parsed(Value(Kind.CHOICE, ids=codes, text=named))
    hint = near_words(reading, codes)
    if hint and reading.live.value(HINT) is None:
        return Parsed(None, ((HINT, hint),))
    return Parsed(Value(Kind.CHOICE, ids=codes) if codes else Value(Kind.TEXT, text=own_words(reading)))


def _without_refused(reading: Reading) -> Reading | None:
    """Return an answer without work that is wanted no more: "sick of cleaning". None where no other is told."""
    ways = reading.words.cues.get("no_more", ())
    if not has_any(reading.folded, ways):
        return reading
    every = clauses(reading.text, reading.words)
    left = ", ".join(c.text for c in every if not has_any(" ".join(c.folded), ways))
    return replace(reading, text=left, folded=fold(left)) if left else None


def _job(reading: Reading) -> tuple[tuple[str, ...], str]:
    """Return the jobs of the catalog an answer names, and the job as it would be printed."""
    codes, named = jobs_in(reading), printed_title(reading)
    if not named and (not codes or not jobs_in(reading, near=False)):
        named = long_title(reading)
        codes = () if named else codes
    if not named and not titles.named(reading):
        named = _own_trade(reading)
    if not (codes or named) and _same(reading):
        named = trade_told(reading.live)
        codes = titles.of_name(reading.content, named) if named else _did(reading.content, reading.live)[:1]
    return codes, named


def _own_trade(reading: Reading) -> str:
    """Return the trade that an answer says the person has: "are you serious? I am an accountant".

    Where another clause names work, it is that which is looked for.
    """
    told = [c for c in clauses(reading.text, reading.words) if c.mine and not c.denied]
    for one in told:
        rest = ", ".join(c.text for c in told if c is not one)
        if {*reading.words.first}.isdisjoint(one.folded) or catalog.named(rest, reading.lang, reading.content):
            continue
        if trade := _trade(replace(reading, folded=" ".join(one.folded))):
            return trade
    return ""


def _same(reading: Reading) -> bool:
    """Whether the words ask for the work that was told: "the same as now", and no "not the same"."""
    ways = reading.words.cues.get("same_job", ())
    time = tuple(way for way in reading.words.times.get("same", ()) if way not in ways)
    told = (" ".join(c.folded) for c in clauses(reading.text, reading.words) if c.mine and not c.denied)
    return any(has_any(said, ways) and not has_any(said, time) for said in told)


def _torn(reading: Reading, codes: tuple[str, ...]) -> bool:
    """Whether a job is named beside words that are near another field: "the canteen or something with kids"."""
    known = {*codes, *_beside(reading.content, codes)}
    halves = [replace(reading, text=half, folded=half) for half in _or(reading.words).split(reading.folded)]
    unnamed = len(halves) > 1 and not all(jobs_in(half) for half in halves)
    return unnamed and any(code not in known for code in _hinted(reading))


def own_words(reading: Reading) -> str:
    """Return an answer as it is kept when no occupation is near to it."""
    return reading.text[:LONGEST].strip(" .!?")


def chosen(content: Content, live: Live, _item: str, said: str) -> Value:
    """Return the job chosen; of none of those near the words, the words themselves, which no document prints."""
    if said.startswith(TRADE):
        trade = said.removeprefix(TRADE)
        return Value(Kind.CHOICE, ids=titles.of_name(content, trade), text=trade)
    if said != "none":
        return Value(Kind.CHOICE, ids=(said,))
    near = live.value(HINT)
    return Value(Kind.TEXT, text=near.text) if near and near.text else Value(Kind.UNKNOWN)


def near_words(reading: Reading, named: tuple[str, ...] = ()) -> Value | None:
    """Return the jobs that words are near to, those named first; None for none."""
    told = tuple(dict.fromkeys((*named, *_hinted(reading))))
    jobs = tuple(dict.fromkeys((*told, *_beside(reading.content, told))))[:OFFERED]
    return Value(Kind.CHOICE, ids=jobs, text=own_words(reading)) if jobs else None


def told_jobs(reading: Reading) -> tuple[str, ...]:
    """Return the occupations an idea names, then those its words are near to."""
    told = (*jobs_in(reading, near=False), *_hinted(reading), *jobs_in(reading))
    return tuple(dict.fromkeys(told))


def _hinted(reading: Reading) -> tuple[str, ...]:
    """Return the occupations worked out of the words before, as far as they have a name here."""
    return tuple(code for code in reading.hints.occupations if code in known(reading.content))


def _beside(content: Content, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the jobs of the fields that some jobs come first in, from each field in turn."""
    fields = (d.occupations for code in codes for d in content.domains.values() if code in d.occupations[:NEAR])
    return tuple(dict.fromkeys(code for row in zip_longest(*fields) for code in row if code))


def heard(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return the job that is wished for while something else is asked: it is kept, and not asked again."""
    wish = wishes(reading.text, reading.words) or _late(reading)
    if not wish or reading.qid in {JOB, CHOSEN} or side(reading.folded, reading.words) == SEND:
        return ()
    wish = POST.sub("", wish)
    told = replace(reading, text=wish, folded=fold(wish))
    codes, named = jobs_in(told), printed_title(told)
    if codes or named:
        return ((JOB, Value(Kind.CHOICE, ids=codes, text=named)),)
    hint, had = near_words(told), reading.live.value(JOB)
    if hint is None or (had and had.said):
        return ()
    anew = ((JOB, Value(Kind.REMOVED)),) if had else ()  # who did not know it is asked again, with what is near
    return ((HINT, hint), *anew)


def _late(reading: Reading) -> str:
    """Return the trade alone that is said at the question behind that of the job, which was not answered; else ""."""
    had = reading.live.value(JOB)
    behind = reading.qid == NAME and had is not None and not had.said
    alone = behind and (only_trades(reading.text, reading.words) or titles.only_named(reading))
    return reading.text if alone else ""


def printed_title(reading: Reading) -> str:
    """Return the job as the CV would print it, "" when the catalog says it better: other languages have few words."""
    trade, craft = _trade(reading), crafts.named(reading)
    if reading.lang == PRINTED:
        return own_title(reading) or trade or (craft.title if craft else "")
    return trade or ("" if jobs_in(reading) else own_title(reading) or (craft.title if craft else ""))


def _trade(reading: Reading) -> str:
    """Return the trade the answer opens with ("a shop assistant in a bicycle shop"), its spelling mended."""
    words = tokens(reading.folded)
    hope, size = opening(words, reading.words) if words else ("", 0)
    start = size if hope == WISH else 0  # "I would like to work as"
    said = (reading.hints.spelling.get(t, t) for t in words[start : start + OPENING])
    first, *others = _or(reading.words).split(" ".join(said))  # of two, the first one
    ways = reading.words.trades
    trade = longest_named(beside_bare(first), ways) or longest_named(beside_bare(" ".join(others)), ways)
    return "" if trade and titles.says_more(reading, ways[trade]) else trade


@lru_cache(maxsize=LANGUAGES)
def _or(words: Words) -> re.Pattern[str]:
    """Return what stands between two jobs or two fields."""
    ways = "|".join(map(re.escape, words.small.get("or", ())))
    return re.compile(rf" (?:{ways}) " if ways else r"(?!)")


def own_title(reading: Reading) -> str:
    """Return the job as the person names it, when it is one or two words that name a trade; "" otherwise."""
    first = _or(reading.words).split(re.split(r"[,;/.!?،]", reading.text.strip())[0])[0].split()
    skip = {*reading.words.corrections, *reading.words.first, *reading.words.small.get("round_title", ())}
    said = [w for w in first if fold(w) not in skip]
    endings = reading.words.trade_endings
    fit = 1 <= len(said) <= TRADE_WORDS and all(fold(w).endswith(endings) for w in said)
    title = " ".join(said)
    known = (name for name, ways in reading.words.trades.items() if fold(title) in ways)
    return next(known, title.capitalize()) if endings and fit and said else ""  # "coifeuse" as it is spelled


def long_title(reading: Reading) -> str:
    """Return a job of some words that opens with a trade ("ouvrier agricole"), as the person names it; "" for none."""
    first = _or(reading.words).split(re.split(r"[,;/.!?()،]", reading.text.strip())[0])[0].split()
    before = reading.words.small.get("before_title", ())
    skip = {*reading.words.corrections, *reading.words.first, *reading.words.articles, *before}
    while first and fold(first[0]) in skip:
        first = first[1:]
    said = tokens(fold(" ".join(first)))
    plain = not {*said} & {
        *reading.words.negations,
        *reading.words.first,
        *reading.words.kin,
        *reading.words.possessives,
    }
    heads = reading.words.trade_endings
    fit = TRADE_WORDS <= len(first) <= LONG_TITLE and bool(heads) and fold(first[0]).endswith(heads)
    known = {fold(w): w.lower() for name in reading.words.trades for w in name.split()}  # with their accents
    title = " ".join(known.get(fold(w), w) for w in first)
    return title[:1].upper() + title[1:] if fit and plain and len(title) <= TITLE else ""


def jobs_in(reading: Reading, *, near: bool = True) -> tuple[str, ...]:
    """Return the occupations the words name, or tell acts of; `near`: of their field, if an act has none."""
    codes = dict.fromkeys(titles.named(reading))
    known_fields = {reading.content.occupations[code].domain for code in codes}
    for name in catalog.named(reading.text, reading.lang, reading.content, reading.hints.spelling):
        found = catalog.act(reading.content, name)
        field = name.split(".")[0]
        domain = reading.content.domains.get(field) if near and field not in known_fields else None
        near_it = (*(found.occupations if found else ()), *(domain.occupations if domain else ()))
        codes.update(dict.fromkeys(near_it[:1]))
    return tuple(codes)[:NEAR]


def report_near(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say that jobs near the words come."""
    return Phrase("near.jobs") if live.ids(HINT) else None


def warns(content: Content, live: Live, _item: str) -> Phrase | None:
    """Say what the law asks for the job, before any hope is raised; not what it asks of one that is only near."""
    fact = live.fact(JOB)
    codes = [code for code in live.ids(JOB) if fact and code not in live.ids(CHOSEN)]
    words = fact.raw if fact and fact.how is not How.BUTTON else ""  # a label says which one is meant
    told = (law(content, live, c, titles.alike(content, words, fact.lang, c)) for c in codes if fact)
    return next((said for said in told if said), None)


def report(content: Content, live: Live, _item: str) -> Phrase | None:
    """Say the job back, or that none is printed when none was found in the words."""
    ids = live.ids(JOB)
    value = live.value(JOB)
    if ids and value and not value.text:
        return Phrase("noted.job", {"job": tuple(Phrase(f"job.{code}") for code in ids)})
    if value is None or not value.text:
        return None
    if value.kind is Kind.TEXT:
        return Phrase("noted.open")
    fact = live.fact(JOB)
    return Phrase("noted.job", {"job": job_shown(content, live, fact)}) if fact else None
