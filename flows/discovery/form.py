"""From any experience, paid or not, to named skills. The first one leads to the CV; others come after it."""

from __future__ import annotations

from flows.content import Each, Form, Parser, Predicate, Question, Report, no_report, plain
from flows.discovery import asked, guess, reports, rest, rules, tasks, telling
from flows.live import Live, first
from flows.model import Kind, Value

TOLD = (
    Question("exp/*/next", "note", "activity"),  # the other lives that were told in the same words
    Question("exp/*/beside", "note", "activity"),  # it was told beside another: it stands, and nothing is asked of it
    Question("exp/*/told", "note", "activity"),
    Question("exp/*/level", "note", "activity"),  # acts that were not all the person's own, as "<act>:<level>"
    Question("exp/*/place", "note", "activity"),  # the place of work, where the title names it
    Question("exp/*/counts", "note", "activity"),
    Question("exp/*/added", "note", "activity"),  # "add that ...", whenever it is said
    Question("exp/*/off", "note", "activity"),  # acts whose line was taken off the CV
    Question("exp/*/hours", "note", "activity"),
    Question("exp/*/often", "note", "activity"),  # on which days, told beside what was done
    Question("exp/*/tidy", "note", "activity"),
    Question("exp/*/trade", "note", "activity"),
    Question("exp/*/craft", "note", "activity"),
    Question("exp/*/guess", "note", "tasks"),  # acts that only a dictionary made out
    Question("exp/*/hint", "note", "tasks"),  # those of what else was done
)
EXPERIENCE = (
    Question(
        "exp/*/what",
        "text",
        "activity",
        say="ask.exp.what",
        parse=rules.read_what,
        when=asked.begins,
        choices=rules.doors,
        report=reports.report_what,
        free=True,
        insist=True,
        resort=Value(Kind.CHOICE, ids=(asked.UNSAID,)),
        may=asked.may_begin,
    ),
    *TOLD,
)
AFTER_WHAT = (
    Question(
        "exp/*/acts",
        "list",
        "tasks",
        say="ask.exp.acts",
        parse=tasks.read_acts,
        when=asked.acts_asked,
        choices=rules.offered,
        variant=asked.offered_to_all,
        several=True,
        free=True,
        may=asked.may_list,
        milestone=True,
    ),
    guess.question("sure", "guess"),
    guess.question("meant", "hint"),
    Question(
        "exp/*/core",
        "list",
        "tasks",
        say="ask.exp.core",
        parse=rules.read_core,
        when=asked.craft_told,
        choices=rules.core_offered,
        several=True,
        free=True,
    ),
    Question(
        "exp/*/last",
        "text",
        "tasks",
        say="ask.exp.last",
        parse=rules.read_words,
        when=asked.no_words,
        free=True,
        may=asked.may_tell,
    ),
)


def card(when: Predicate) -> Question:
    """The skill with its proof: before the acts when words told one, after them when only a door was tapped."""
    return Question(
        "exp/*/skill",
        "confirm",
        "confirm_skill",
        say="ask.exp.skill",
        parse=rules.read_card,
        when=when,
        choices=rules.card_choices,
        args=rules.card_arguments,
        choosing=rules.card_value,
        besides=rest.others,
        may=asked.may_card,
    )


REST = (
    Question("exp/*/others", "note", "tasks"),  # the acts that are confirmed together, as they were shown
    Question(
        "exp/*/rest",
        "confirm",
        "tasks",
        say="ask.exp.rest",
        parse=rest.read,
        when=asked.rest_asked,
        choices=rest.choices,
        args=rest.arguments,
        variant=rest.variant,
    ),
    Question(
        "exp/*/kept",
        "list",
        "tasks",
        say="ask.exp.kept",
        parse=rest.read_kept,
        when=asked.choosing,
        choices=rest.acts,
        several=True,
        may=asked.may_choose,
    ),
)


FRAME = (
    Question(
        "exp/*/when",
        "date",
        "when",
        say="ask.exp.when",
        parse=rules.read_when,
        when=asked.framed("when"),
        choices=rules.times_offered,
        report=reports.report_when,
        may=asked.may_begin,
    ),
    Question(
        "exp/*/whom",
        "choice",
        "for_whom",
        say="ask.exp.whom",
        parse=rules.read_whom,
        when=asked.framed("whom"),
        choices=rules.whoms,
        may=asked.may_begin,
    ),
)


def probe(
    name: str,
    topic: str,
    parse: Parser = rules.read_words,
    when: Predicate = asked.after_first,
    report: Report = no_report,
) -> Question:
    """A question about the first life, after the first CV (CONTENT.md 4)."""
    return Question(
        f"exp/*/{name}",
        "text",
        topic,
        say=f"ask.exp.{name}",
        parse=parse,
        when=when,
        may=asked.may_probe,
        report=report,
        free=True,
        variant=rules.among if when is asked.after_first else plain,
        args=rules.titled,
    )


PROBES = (
    probe("also", "more_tasks", tasks.read_more, report=reports.report_more),
    probe("proud", "proud", rules.read_praise),
    probe("not", "any", rules.read_not, asked.much_tapped),
)


def first_only(live: Live) -> tuple[str, ...]:
    """The first experience, or the one that has still to begin."""
    return (first(live.items()),)


def others(live: Live) -> tuple[str, ...]:
    """The experiences after the first, and the one that could begin."""
    return (*live.items()[1:], "")


def second_question(name: str, topic: str) -> Question:
    """The same question under the topic it has after the first CV."""
    return Question(
        f"exp/*/{name}",
        "text",
        topic,
        say="ask.exp.another",
        parse=rules.read_what,
        when=asked.begins,
        choices=rules.doors,
        variant=asked.first_told,
        report=reports.report_what,
        free=True,
        may=asked.may_add,
        milestone=True,
    )


def own(name: str, when: Predicate) -> Question:
    """A life outside the catalog: shown tidied, printed only after a yes, and only on a CV of its language."""
    return Question(
        f"exp/*/{name}",
        "confirm",
        "confirm_skill",
        say="ask.exp.own",
        parse=rules.read_own(name),
        when=when,
        choices=rules.card_choices,
        args=rules.own_arguments(name),
        shows=rules.own_away(name),
        choosing=rules.own_value(name),
        free=True,
        may=asked.may_own if name == "ours" else None,
    )


ONE = (
    *EXPERIENCE,
    card(asked.told_early),
    *REST,
    *AFTER_WHAT,
    card(asked.tapped_only),
    own("own", asked.own_early),
    *FRAME,
)
FORMS = (
    Form("discovery", 1, (Each(first_only, ONE),), at=20, hears=telling.told_elsewhere),
    Form(
        "discovery.more",
        1,
        (Each(others, (second_question("what", "more_activity"), *ONE[1:], own("ours", asked.own_late))),),
        at=60,
    ),
    Form("discovery.probes", 1, (Each(first_only, (*PROBES, own("ours", asked.own_late))),), at=70),
)
