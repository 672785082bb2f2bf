"""The experiences of a life, as facts tell them: which stand, which acts they show, what each is called.

The discovery flow fills these facts and the CV reads them; they meet here, and neither knows the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows import acts as catalog
from flows import tongue
from flows.content import Content
from flows.levels import leveled
from flows.live import Live
from flows.model import Arg, Fact, Kind, Phrase, Value
from flows.reading import fold

DOORS = ("work", "home", "help", "club", "odd", "school", "guard", "road", "workshop", "hobby")
VOLUNTEERED = "association"  # for whom
EMPLOYED = "company"  # for whom
OWN = "line.own"  # a title in words of its own: a trade
FREELY = "title.trade.association"  # a title that says that it was done in an association
ON_ONES_OWN = "title.trade.own"  # one that says it was on one's own account
WHOM = ("home", "company", "association", "family", "own")
NOT_MINE = "none"
CHOOSE = "choose"  # not all of the acts that were told
FRENCH = "fr"  # the language of a document when no other was asked for, and of the trades
MANY = 10  # children who are counted as people
NAMES = 3  # words of a line that names who one was
LONGEST = 60  # characters of a job in the person's own words
MIXED = 4  # fields: a life of so many is named by the door that was tapped


def at(item: str, name: str) -> str:
    """Return the id of a question of an item."""
    return f"exp/{item}/{name}"


def stands(live: Live, item: str) -> bool:
    """Whether an experience was really told (not "no, that is all")."""
    fact = live.facts.get(f"exp/{item}/what")  # asked for each question of a life, each time the way is walked
    return fact is not None and fact.value.said and fact.value.ids != (NOT_MINE,)


def known_acts(live: Live, item: str) -> tuple[str, ...]:
    """Return the acts of an item, told or tapped, in the order they came, without those taken back."""
    names = [
        *candidates(live, item),
        *live.ids(at(item, "added")),
        *live.ids(at(item, "also")),
        *live.ids(at(item, "sure")),
        *live.ids(at(item, "meant")),
        *live.ids(at(item, "proud")),
    ]
    gone = {*live.ids(at(item, "not")), *live.ids(at(item, "off")), *_refused(live, item)}
    skill = live.ids(at(item, "skill"))
    if skill[:1] == ("no",):
        gone.update(skill[1:])
    return tuple(dict.fromkeys(n for n in names if "." in n and n not in gone))


def others(live: Live, item: str) -> tuple[str, ...]:
    """Return the acts that are confirmed together, after the one of the card; what is told anew is no longer there."""
    named = live.ids(at(item, "others"))
    told = candidates(live, item) if named else ()
    return tuple([name for name in named if name in told])


def _refused(live: Live, item: str) -> tuple[str, ...]:
    """Return those of them that the person did not keep."""
    said, kept = live.ids(at(item, "rest"))[:1], live.value(at(item, "kept"))
    if said == ("no",):
        return others(live, item)
    if said != (CHOOSE,) or kept is None or not kept.said:
        return ()
    return tuple(name for name in others(live, item) if name not in kept.ids)


def candidates(live: Live, item: str) -> tuple[str, ...]:
    """Return the acts a card could be made of: those told in words first, for they carry their proof."""
    names = [*live.ids(at(item, "told")), *live.ids(at(item, "last")), *live.ids(at(item, "acts"))]
    return tuple(dict.fromkeys(n for n in names if "." in n))


def best(content: Content, live: Live, item: str) -> str:
    """Return the act the card names: the first one told, a general one only where nothing sharper was."""
    names = catalog.without_base(content, candidates(live, item))
    return names[0] if names else ""


def skill(content: Content, live: Live, item: str, name: str) -> Phrase:
    """Return a skill's name: verb and object, with a number, a place or a level only if one was said."""
    return leveled(_skill(content, live, item, name), level(live, item, name))


def _skill(content: Content, live: Live, item: str, name: str) -> Phrase:
    match said_with(content, live, item, name):
        case "n":
            return Phrase(f"skill.{name}.n", {"n": _count(content, live, item, name)})
        case "place":
            return Phrase(f"skill.{name}.{_whom(live, item)}")
        case _:
            return Phrase(f"skill.{name}")


def level(live: Live, item: str, name: str) -> str:
    """Return how far an act was the person's own, "" for all of it."""
    told = (one.rpartition(":") for one in live.ids(at(item, "level")))
    return next((how for act, _, how in told if act == name), "")


def said_with(content: Content, live: Live, item: str, name: str) -> str:
    """Return what the name of a skill is said with: "n" a number, "place" for whom, or "" nothing."""
    act = catalog.act(content, name)
    if _count(content, live, item, name):
        return "n"
    return "place" if act and _whom(live, item) in act.places else ""


def _count(content: Content, live: Live, item: str, name: str) -> int:
    act = catalog.act(content, name)
    told = (c.partition(":") for c in live.ids(at(item, "counts")))
    known = {kind: int(n) for kind, _, n in told} if act else {}
    counted = known.get(act.counts, 0) if act else 0
    many = known.get("children", 0) if act and act.counts == "people" else 0
    return counted or (many if many >= MANY else 0)  # who cooks for 200 children cooks for 200 people


def _whom(live: Live, item: str) -> str:
    return (live.ids(at(item, "whom")) or ("",))[0]


def trade_kept(content: Content, trade: str) -> Value:
    """Return what a fact holds of a trade: its name as it is printed, and the acts that are offered of it."""
    known = content.trades.get(trade)
    return Value(Kind.TEXT, ids=known.acts if known else (), text=trade)


def trade_named(content: Content, trade: str, lang: str) -> Phrase:
    """Return a trade in a language: in French of the gender it was said in, elsewhere by the name of its field.

    One of no list of ours is in the words it was said in, in every language.
    """
    known = content.trades.get(trade)
    return Phrase(f"trade.{known.id}") if known and lang != FRENCH else Phrase(OWN, {"text": trade})


def trade_told(live: Live) -> str:
    """Return the trade that was told last of all lives, as it is printed; "" for none."""
    told = (live.text(at(item, "trade")) for item in reversed(live.items()) if stands(live, item))
    return next(filter(None, told), "")


def job_shown(content: Content, live: Live, fact: Fact) -> Arg:
    """Return a job that words named, as it is said back: a trade by its name, another one as the person wrote it."""
    named, told = fact.value.text, {live.text(at(item, "trade")) for item in live.items()}
    if named in content.trades or named in told:
        return trade_named(content, named, live.lang)
    return (fact.raw[:LONGEST] if fact.lang != FRENCH else "") or named  # the title on the CV is French


def traded(content: Content, live: Live, item: str, lang: str = FRENCH) -> Phrase | None:
    """Return the trade that names an experience in a language; None for none.

    That of an imported list is in French alone: elsewhere acts name the experience, where there are any.
    """
    name = live.text(at(item, "trade"))
    foreign = lang != FRENCH and name not in content.trades
    return None if not name or (foreign and known_acts(live, item)) else trade_named(content, name, lang)


def _volunteered(live: Live, item: str) -> bool:
    """Whether it was done in an association: a title says so, that nobody takes it for a job."""
    return live.ids(at(item, "whom")) == (VOLUNTEERED,)


def title_of(content: Content, live: Live, item: str, lang: str = FRENCH) -> Phrase:
    """Return the title of an experience in a document of a language: its field, and for whom or where it was."""
    title, place = _title(content, live, item, lang), _placed(live, item)
    inner = title.args.get("text") if place and title.key == FREELY else None
    title = inner if isinstance(inner, Phrase) else title  # "keeping the till, at the school fair"
    field, _, name = title.key.removeprefix("title.").partition(".")
    named = title.key.startswith(("title.act.", "trade.")) or (title.key == OWN and lang == FRENCH)
    known = field in content.domains or named
    if not place or name.endswith(f".{place}") or not known:
        return title
    bare = Phrase(f"title.{field}.none") if field in content.domains else title  # "Cleaning, in a hotel"
    return Phrase("title.at", {"title": bare, "place": Phrase(f"where.{place}")})


def without_place(title: Phrase) -> Phrase:
    """Return a title without the place of work it names."""
    inner = title.args.get("title") if title.key == "title.at" else None
    return inner if isinstance(inner, Phrase) else title


def _placed(live: Live, item: str) -> str:
    """Return the place of work a title names, "" for none."""
    place = live.ids(at(item, "place"))
    return place[0] if place and live.ids(at(item, "whom")) in {(EMPLOYED,), (VOLUNTEERED,)} else ""


def _title(content: Content, live: Live, item: str, lang: str) -> Phrase:
    trade = traded(content, live, item, lang)
    if trade:
        return Phrase(FREELY, {"text": trade}) if _volunteered(live, item) else trade
    names = [n for n in known_acts(live, item) if "." in n]
    whom = (live.ids(at(item, "whom")) or ("none",))[0]
    whom = whom if whom in WHOM else "none"
    door = (live.ids(at(item, "what")) or ("",))[0]
    domains = [n.split(".")[0] for n in names]
    told = [n.split(".")[0] for i in live.items() for n in known_acts(live, i)]
    found = sorted(dict.fromkeys(domains), key=lambda d: _weight(d, domains, told), reverse=True)
    even = len(found) > 1 and _weight(found[0], domains, told) == _weight(found[1], domains, told)
    sure, told_first = live.ids(at(item, "skill")), live.ids(at(item, "told"))
    if (even or _is_even(content, names)) and sure[:1] == ("yes",) and sure[-1] in told_first:
        field = sure[-1].split(".")[0]
        called = whom in {VOLUNTEERED, "none"}
        return _of_field(content, field, names, whom) if called else Phrase(f"title.{field}.{whom}")
    if even and not told_first and live.text(at(item, "tidy")):  # what was told first is of no field we know
        return Phrase("title.none")
    here = [domains.count(field) for field in found]
    if door in DOORS and (not found or here[0] in here[1:] or len(found) >= MIXED):  # none is more told than another
        return Phrase(f"title.door.{door}")
    return _of_field(content, found[0], names, whom) if found else _of_own(content, live, item, lang)


def _is_even(content: Content, names: Sequence[str]) -> bool:
    """Whether no field has more acts than another, where "to sew" beside "to sew clothes" counts for nothing."""
    fields = [name.split(".")[0] for name in catalog.without_base(content, tuple(names))]
    most = sorted((fields.count(field) for field in {*fields}), reverse=True)
    return len(most) > 1 and most[0] == most[1]


def _of_field(content: Content, field: str, names: list[str], whom: str) -> Phrase:
    """Return the title of what was done in one field: of one act, where it has its own, or for whom it was."""
    alone = _titled(content, [n for n in names if n.split(".")[0] == field])
    if alone and whom in {VOLUNTEERED, "own"}:
        return Phrase(FREELY if whom == VOLUNTEERED else ON_ONES_OWN, {"text": Phrase(f"title.act.{alone}")})
    return Phrase(f"title.act.{alone}" if alone else f"title.{field}.{whom}")


def approved(content: Content, live: Live, question: str, lang: str) -> tuple[str, ...]:
    """Return the approved lines of one's own words that are in the language of a document: it prints no others."""
    fact = live.fact(question)
    if fact is None or fact.value.kind is not Kind.TEXT:
        return ()
    lines = fact.value.text.split("\n")
    return tuple(line for line in lines if line.strip() and tongue.of_line(line, fact.lang, content) == lang)


def _of_own(content: Content, live: Live, item: str, lang: str) -> Phrase:
    """Return the title of a life outside the catalog: who they were, where a line names it."""
    named = _named(content, live, item, lang)
    return Phrase("line.own", {"text": named}) if named else Phrase("title.none")


def _named(content: Content, live: Live, item: str, lang: str) -> str:
    """Return the line in the person's own words that names who they were ("School caretaker"); "" for none."""
    endings = content.words[lang].trade_endings if lang in content.words else ()
    short = (line for line in approved(content, live, at(item, "own"), lang) if len(line.split()) <= NAMES)
    return next((line for line in short if endings and fold(line.split()[-1]).endswith(endings)), "")


def _titled(content: Content, names: list[str]) -> str:
    """Return the one act beside the general ones that gives its own title; "" for none."""
    known = [act for name in names if (act := catalog.act(content, name)) and not act.base]
    whole = {act.part or act.id for act in known if not act.leans}
    sharp = whole | {act.part if act.part in whole else act.id for act in known}
    alone = catalog.act(content, sharp.pop()) if len(sharp) == 1 else None
    return alone.id if alone and alone.titled else ""


def _weight(field: str, here: list[str], everywhere: list[str]) -> tuple[int, int]:
    """Return how much a field is told in an experience, and in the whole life."""
    return here.count(field), everywhere.count(field)


def titled_by(content: Content, live: Live, item: str, lang: str = FRENCH) -> tuple[str, ...]:
    """Return the questions a title rests on: the trade named, or what was told and for whom."""
    if _placed(live, item):
        named = traded(content, live, item, lang)
        return ("what", "trade", "whom", "place") if named else ("what", "whom", "place")
    if traded(content, live, item, lang):
        return ("trade", "whom") if _volunteered(live, item) else ("trade",)
    if live.said(at(item, "own")) and not known_acts(live, item):
        return ("what", "own")
    return ("what", "whom") if _whom(live, item) in WHOM else ("what",)
