"""What stands on a CV, in which order, and on what it rests."""

from __future__ import annotations

from bot.content import load
from bot.drawing import Drawing
from bot.parts import DrawError
from flows.content import Content
from flows.cv import fit
from flows.cv.document import build
from flows.documents import Cv
from flows.engine import step
from flows.live import trace
from flows.model import Body, Consult, Event, Fact, How, Kind, Moment, Result, Say, Span, State, Text, Value
from locales import translator
from tests.flows.chat import START

CONTENT: Content = load()
SAY = translator("fr")
DRAW = Drawing(CONTENT, translator)


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
    assert below(cv)[4] == "Aussi : ouvrir ou fermer, laver, éplucher, couper et faire la plonge"
    assert all(len(line) <= 90 for line in below(cv))
    for act in (
        "sols",
        "sanitaires",
        "lits",
        "linge",
        "vitres",
        "bureaux",
        "chambres",
        "plan",
        "produit",
        "déchets",
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


def test_the_same_words_of_two_lives_are_said_once_with_both_proofs() -> None:
    cv = Life().did("e1", "shop.till").go_on().did("e2", "kitchen.cut", "shop.till").cv
    assert skills(cv) == ["Encaisser et rendre la monnaie", "Laver, éplucher ou couper des aliments"]
    assert len(cv.skills[0].proof) == 2
    assert [entry.lines for entry in cv.experiences] == [(), ()]


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


def five() -> Life:
    """A life of five long experiences, with all that can be told beside them."""
    life = Life().did("e1", *(f"cleaning.{a}" for a in MANY), span=Span("", months=36), whom="home")
    life.keep("cv/template", "clair")
    life.keep("cv/name", text="Maria Fernanda dos Santos Silva de Oliveira Nascimento").keep("cv/phone", text="06")
    life.go_on()
    life.did("e2", *(f"kitchen.{a}" for a in ("cut", "dishes", "serve", "tidy", "amounts", "cold", "bread")))
    life.did("e3", *(f"childcare.{a}" for a in ("bath", "school", "homework", "play", "calm", "day", "safety")))
    life.did("e4", *(f"shop.{a}" for a in ("till", "shelf", "price", "market", "count", "window", "sorting")))
    life.did("e5", *(f"care.{a}" for a in ("wash", "meals", "outings", "errands", "company", "lift", "comfort")))
    life.keep("cv/languages", *(f"{code}:B1" for code in ("fr", "en", "ar", "pt", "es", "uk")))
    life.keep("cv/training", "cap:cooking:2008:", "training:firstaid:2020:", "lycee:::undone")
    return life.keep("cv/extras", "B", "car", "full", "early", "weekend")


def proposed(life: Life) -> str:
    """The experience that the person is asked about; "" for none."""
    return next((s.item for s in trace(CONTENT, tuple(life.facts)).open if s.qid.endswith("/fit")), "")


def settled(life: Life) -> Life:
    """The same life with every other question left unanswered on purpose, up to a document."""
    while (slot := trace(CONTENT, tuple(life.facts)).open[0]).question.kind != "document":
        seq = len(life.facts) + 1
        life.facts.append(Fact(seq, slot.qid, Value(Kind.UNKNOWN), "", f"v{seq}", How.BUTTON, START, 1, "fr"))
    return life


def too_many(life: Life) -> str:
    """What the drawing says of it; "" when it fits."""
    try:
        DRAW("cv", "pdf", tuple(life.facts), "fr")
    except DrawError as error:
        return error.reason
    return ""


def test_a_life_that_is_too_long_is_asked_about_oldest_first_and_nothing_goes_in_silence() -> None:
    life = five()
    whole = len(life.cv.experiences)
    assert too_many(life) == "long:1"
    life.keep("cv/long", "1")
    assert (proposed(life), len(life.cv.experiences)) == ("e5", whole)
    life.keep("exp/e5/fit", "no")
    assert proposed(life) == "e4"
    life.keep("exp/e4/fit", "yes")
    assert titles(life.cv) == [t for t in titles(five().cv) if t != "Vente"]
    assert proposed(life) == ""
    assert too_many(life) == ""
    assert fit.report(CONTENT, trace(CONTENT, tuple(life.facts)).live, "") is None


def test_what_nobody_agreed_to_leave_out_is_said_by_name() -> None:
    life = five().keep("cv/long", "1")
    for item in ("e5", "e4", "e3", "e2"):
        life.keep(f"exp/{item}/fit", "no")
    assert too_many(life) == ""
    said = fit.report(CONTENT, trace(CONTENT, tuple(life.facts)).live, "")
    assert said is not None
    assert "Aide à la personne" in SAY(said)
    assert "Tout reste gardé" in SAY(said)


def test_a_full_page_is_asked_about_in_the_chat() -> None:
    life = settled(five())
    assert too_many(life) == "long:1"
    full = Result("cv", "k", ok=False, version=1, floor=0, text="long:1")
    out = step(CONTENT, State(notes={"greeted": "1"}), tuple(life.facts), Event("r1", START, full))
    assert [(f.qid, f.value.ids) for f in out.facts] == [("cv/long", ("1",))]
    say = next(effect for effect in out.effects if isinstance(effect, Say))
    text = " ".join(SAY(part) for part in say.parts)
    assert "La page est pleine" in text
    assert "Aide à la personne" in text
    assert say.ask is not None
    assert {choice.id for choice in say.ask.choices} >= {"yes", "no"}


def shown(facts: list[Fact], *said: str) -> list[str]:
    """What is heard after these words, where whoever draws is the real one; the facts grow."""
    state, heard = State(notes={"greeted": "1"}), list[str]()
    events: list[Body] = [Text(text) for text in said]
    while events:
        seq = len(facts) + 1
        out = step(CONTENT, state, tuple(facts), Event(f"w{seq}-{len(heard)}", START, events.pop(0)))
        state, facts[len(facts) :] = out.state, list(out.facts)
        heard += [" ".join(SAY(part) for part in e.parts) for e in out.effects if isinstance(e, Say)]
        for work in (e for e in out.effects if isinstance(e, Consult)):
            upto = work.key.split(":")[1]
            try:
                DRAW("cv", "pdf", tuple(facts), "fr")
                back = Result("cv", work.key, ok=True, version=1, floor=0, qid=work.qid, text=upto)
            except DrawError as error:
                back = Result("cv", work.key, ok=False, version=1, floor=0, qid=work.qid, text=error.reason)
            events.insert(0, back)
    return heard


def test_who_wants_to_see_a_full_page_is_asked_and_then_sees_it() -> None:
    heard = shown(five().facts, "voir mon cv", "non", "oui")
    asked = [text for text in heard if "Sans « " in text.replace("\u00a0", " ")]
    assert ["Aide à la personne" in text for text in asked] == [True, False]
    assert "Voici le CV à jour" in " ".join(heard[heard.index(asked[-1]) :])


def test_who_keeps_everything_on_a_full_page_sees_what_fits_and_is_told_the_rest() -> None:
    heard = shown(five().facts, "voir mon cv", "non", "non", "non", "passer")
    here = next(text for text in heard if "Voici le CV à jour" in text)
    assert "Aide à la personne" in here
    assert "Tout reste gardé" in here


def test_taps_of_several_fields_keep_the_name_of_their_door() -> None:
    life = Life().keep("exp/e1/what", "home")
    assert titles(life.keep("exp/e1/acts", "childcare.bath", "cleaning.floors").cv) == ["Gestion du foyer"]
    assert titles(life.keep("exp/e1/acts", "childcare.bath", "childcare.play", "cleaning.floors").cv) == [
        "Garde d'enfants"
    ]
