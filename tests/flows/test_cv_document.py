"""What stands on a CV, in which order, and on what it rests."""

from __future__ import annotations

from bot.content import load
from flows.content import Content
from flows.cv.document import build
from flows.documents import Cv
from flows.model import Fact, How, Kind, Moment, Span, Value
from locales import translator
from tests.flows.chat import START

CONTENT: Content = load()
SAY = translator("fr")


class Life:
    """Facts, one after the other, as a conversation leaves them."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.keep("charter/consent", "agree")

    def keep(self, qid: str, *ids: str, text: str = "", span: Span | None = None) -> Life:
        kind = Kind.TIME if span else Kind.TEXT if text else Kind.CHOICE
        seq = len(self.facts) + 1
        value = Value(kind, text=text, ids=ids, span=span)
        self.facts.append(Fact(seq, qid, value, "", f"v{seq}", How.TEXT, START, 1, "fr"))
        return self

    def did(self, item: str, *acts: str, span: Span | None = None, whom: str = "", counts: str = "") -> Life:
        """An experience: its acts, the first one confirmed."""
        self.keep(f"exp/{item}/what", text="…").keep(f"exp/{item}/told", *acts)
        if acts:
            self.keep(f"exp/{item}/skill", "yes", acts[0])
        if counts:
            self.keep(f"exp/{item}/counts", counts)
        if whom:
            self.keep(f"exp/{item}/whom", whom)
        if span:
            self.keep(f"exp/{item}/when", span=span)
        return self

    def go_on(self) -> Life:
        """The first CV was delivered, and more was told."""
        for qid, ids in (("project/job", "K2205"), ("cv/facts", "yes"), ("cv/more", "go")):
            self.keep(qid, ids)
        return self.keep("document/first", text="9")

    @property
    def cv(self) -> Cv:
        return build(CONTENT, tuple(self.facts))


def years(start: int, end: int = 0) -> Span:
    return Span("", Moment(start), Moment(end) if end else None, ongoing=not end)


def skills(cv: Cv) -> list[str]:
    return [SAY(line.phrase) for line in cv.skills]


def titles(cv: Cv) -> list[str]:
    return [SAY(entry.title.phrase) for entry in cv.experiences]


def below(cv: Cv, place: int = 0) -> list[str]:
    return [SAY(line.phrase).replace("\u00a0", " ") for line in cv.experiences[place].lines]


MANY = ("floors", "toilets", "beds", "laundry", "windows", "offices", "hotel", "order", "products", "waste", "lock")


def test_three_to_six_skills_come_first_and_an_experience_keeps_its_own() -> None:
    cv = Life().did("e1", *(f"cleaning.{a}" for a in MANY[:6])).cv
    assert len(skills(cv)) == 4
    assert below(cv) == ["Laver les vitres", "Nettoyer des bureaux"]


def test_nothing_told_is_left_out_of_a_long_experience() -> None:
    cv = Life().did("e1", *(f"cleaning.{a}" for a in MANY), "kitchen.cut", "kitchen.dishes").cv
    assert len(skills(cv)) == 6
    printed = "\n".join([*skills(cv), *below(cv)]).lower()
    assert len(below(cv)) == 5
    assert below(cv)[4] == "Aussi : fermer les locaux, éplucher, couper et faire la plonge"
    assert all(len(line) <= 90 for line in below(cv))
    for act in (
        "sols",
        "sanitaires",
        "lits",
        "linge",
        "vitres",
        "bureaux",
        "chambres",
        "pièces",
        "produit",
        "poubelles",
    ):
        assert act in printed


def test_the_first_skill_says_its_place_and_its_time() -> None:
    cv = Life().did("e1", "cleaning.clean", span=Span("3 ans", months=36), whom="home").cv
    assert skills(cv) == ["Faire le ménage chez un particulier, pendant 3 ans"]
    days = Life().did("e1", "kitchen.cook", span=Span("", rhythm=("sunday",)), counts="people:60").cv
    assert skills(days) == ["Cuisiner pour 60 personnes, le dimanche"]
    dated = Life().did("e1", "cleaning.clean", span=years(2019, 2021)).cv
    assert skills(dated) == ["Faire le ménage"]


def test_a_sharper_act_makes_the_wider_one_needless() -> None:
    cv = Life().did("e1", "driving.deliver", "driving.bike", "driving.sign").cv
    assert skills(cv) == ["Livrer à vélo", "Faire signer la livraison"]


def test_the_same_act_of_two_lives_comes_first_only_once() -> None:
    life = Life().did("e1", "kitchen.cook", whom="home").go_on().did("e2", "kitchen.cook", "kitchen.snacks", whom="own")
    assert [text for text in skills(life.cv) if text.startswith("Cuisiner")] == ["Cuisiner chez un particulier"]


def test_dated_experiences_come_newest_first_and_in_a_column_without_a_gap() -> None:
    life = Life().did("e1", "kitchen.cut", span=years(2009, 2015)).go_on().did("e2", "shop.till", span=years(2016))
    assert titles(life.cv) == ["Vente", "Cuisine"]
    assert life.cv.column


def test_a_gap_or_a_life_without_dates_has_no_column_of_dates() -> None:
    gap = Life().did("e1", "kitchen.cut", span=years(2009, 2011)).go_on().did("e2", "shop.till", span=years(2019))
    assert not gap.cv.column
    told = Life().did("e1", "kitchen.cut", span=Span("", months=24)).go_on().did("e2", "shop.till", span=years(2019))
    assert titles(told.cv) == ["Cuisine", "Vente"]
    assert not told.cv.column


def test_a_skill_rests_on_the_message_that_told_it_and_not_on_a_later_one() -> None:
    life = Life().did("e1", "driving.bike")
    told = next(f.seq for f in life.facts if f.qid == "exp/e1/told")
    life.keep("exp/e1/told", "driving.bike", "driving.sign")
    proofs = {SAY(line.phrase): line.proof for line in life.cv.skills}
    assert proofs == {"Livrer à vélo": (told,), "Faire signer la livraison": (len(life.facts),)}
