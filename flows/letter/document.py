"""From facts to the letter: four short blocks, each sentence a phrase of the catalogs and the facts it rests on.

The job and where it was seen; what was done and what one can do; why there, only if it was said; when one can begin
and how to be reached. A sentence without a fact behind it is not written (CONTENT.md 7).
"""

from __future__ import annotations

from collections.abc import Iterator

from flows import claims, spans
from flows import lives as life
from flows.content import Content
from flows.documents import Letter, Line
from flows.letter import rules
from flows.live import Live, trace
from flows.model import Fact, Facts, Kind, Phrase
from flows.words import fold

FRENCH, EMPLOYER = "fr", "letter/employer"


def build(content: Content, facts: Facts, dossier: int = 1, lang: str = FRENCH) -> Letter:
    """Return the letter of the facts as they are."""
    live = trace(content, facts, dossier).live
    said = rules.spoken(content, live)
    blocks = (
        (*_job(content, live, lang), *_seen(live)),
        (*_life(content, facts, live, said[:1]), *_can(content, facts, live, said)),
        (*_why(content, live, lang),),
        (*_start(live), *_reach(live)),
    )
    return Letter(
        lang=lang,
        name=claims.printed(live, "cv/name"),
        phone=live.text("cv/phone"),
        email=live.text("cv/email"),
        town=claims.printed(live, "cv/town"),
        employer=live.text(EMPLOYER),
        blocks=tuple(block for block in blocks if block),
    )


def _job(content: Content, live: Live, lang: str) -> Iterator[Line]:
    """The job the letter is for: in the form the person chose for the CV, else the activity; or a trade as named."""
    code, sought, chosen = rules.job_of(live), live.fact("project/job"), live.fact(rules.JOB)
    proof = _proofs(live.fact(rules.OFFER), chosen, sought)
    own = sought.value.text if sought and code in sought.value.ids and not live.ids(rules.JOB) else ""
    if own and sought and (lang == FRENCH or own in content.trades):  # it says more than the occupation near to it
        yield Line(_of_trade(content, own, lang), (sought.seq,))
    elif code:
        form = (live.ids("cv/title") or ("n",))[0]
        key = "letter.job" if form == "n" else "letter.job.as"  # the work itself, or who does it
        yield Line(Phrase(key, {"job": Phrase(f"job.{code}.{form}")}), proof)
    elif sought and sought.value.kind is Kind.CHOICE and sought.value.text and not live.ids(rules.JOB):
        yield Line(_of_trade(content, sought.value.text, lang), (sought.seq,))
    elif rules.has_offer(live, "") or live.said(EMPLOYER):
        yield Line(Phrase("letter.offer"), _proofs(live.fact(rules.OFFER), live.fact(EMPLOYER)))


def _of_trade(content: Content, trade: str, lang: str) -> Phrase:
    """Return that somebody looks for a trade: as who they are ("as a dressmaker"), or the work ("nursing")."""
    known, head = content.trades.get(trade), fold("".join(trade.split(maxsplit=1)[:1]))
    several = known is not None and len(known.names) > 1
    person = trade != known.names[0] if known and several else head.endswith(content.words[FRENCH].trade_endings)
    key = "letter.job.as" if person and lang == FRENCH else "letter.job"
    return Phrase(key, {"job": life.trade_named(content, trade, lang)})


def _seen(live: Live) -> Iterator[Line]:
    fact = live.fact("letter/seen")
    if fact and fact.value.said:
        yield Line(Phrase(f"letter.seen.{fact.value.ids[0]}"), (fact.seq,))


def _life(content: Content, facts: Facts, live: Live, said: tuple[str, ...]) -> Iterator[Line]:
    """The experience that fits best, with its time if one was told."""
    item = rules.shown_by(content, live, said[0]) if said else next(iter(live.items()), "")
    if not item or not life.stands(live, item):
        return
    title, when = life.title_of(content, live, item), live.fact(life.at(item, "when"))
    proof = _proofs(*(live.fact(life.at(item, q)) for q in life.titled_by(content, live, item)))
    time = spans.phrase(when.value.span) if when and when.value.span else None
    if time and when:
        yield Line(Phrase("letter.life.time", {"title": title, "time": time}), (*proof, when.seq))
    else:
        yield Line(Phrase("letter.life", {"title": title}), proof or claims.proof(content, facts, live, item, said[0]))


def _can(content: Content, facts: Facts, live: Live, said: tuple[str, ...]) -> Iterator[Line]:
    """What one can do: the acts chosen, each as the CV names it."""
    shown = [(act, item) for act in said if (item := rules.shown_by(content, live, act))]
    if shown:
        skills = tuple(life.skill(content, live, item, act) for act, item in shown)
        proof = (seq for act, item in shown for seq in claims.proof(content, facts, live, item, act))
        yield Line(Phrase("letter.can", {"skills": skills}), tuple(dict.fromkeys(proof)))


def _why(content: Content, live: Live, lang: str) -> Iterator[Line]:
    fact, own = live.fact(rules.WHY), live.fact(rules.OWN)
    if fact and fact.value.kind is Kind.CHOICE:
        yield Line(Phrase(f"letter.why.{fact.value.ids[0]}"), (fact.seq,))
    elif fact and own:
        for text in life.approved(content, live, rules.OWN, lang):
            yield Line(Phrase("line.own", {"text": text}), (fact.seq, own.seq), lang)


def _start(live: Live) -> Iterator[Line]:
    fact = live.fact("letter/start")
    if fact and fact.value.said:
        yield Line(Phrase(f"letter.start.{fact.value.ids[0]}"), (fact.seq,))


def _reach(live: Live) -> Iterator[Line]:
    for qid, name in (("cv/phone", "phone"), ("cv/email", "email")):
        fact = live.fact(qid)
        if fact and live.text(qid):
            yield Line(Phrase(f"letter.{name}", {name: live.text(qid)}), (fact.seq,))
            return


def _proofs(*found: Fact | None) -> tuple[int, ...]:
    return tuple(fact.seq for fact in found if fact and fact.value.said)
