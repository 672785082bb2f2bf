"""A story is cut only where another life begins; tasks of one day stay together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import content
from flows import lives as life
from flows.content import Reading
from flows.discovery import stories
from flows.discovery.mine import time_of
from flows.live import Live
from flows.lives import known_acts, title_of
from flows.model import Phrase, State, Tap
from flows.reading import fold
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS
from tests.locales.test_buttons import content as whole

CONTENT = content.load()
AT = 1_790_000_000_000  # 2026
GO_ON = {"fr": ("oui", "continuer"), "en": ("yes", "go on"), "ar": ("نعم", "متابعة"), "uk": ("так", "продовжити")}


def lives(lang: str, text: str) -> int:
    return len(stories.lives(Reading(text, fold(text), AT, CONTENT.words[lang], Live(), CONTENT, lang, "e1", "e1")))


@pytest.mark.parametrize(
    ("lang", "text", "count"),
    [
        ("fr", "j'ai fait le ménage 3 ans chez une dame, et avant j'étais serveur de 2015 à 2018", 2),
        ("fr", "je fais le ménage et avant l'école je prépare les enfants", 1),
        ("fr", "je fais le ménage, avant je gardais des enfants", 2),
        ("en", "I clean and before school I get the children ready", 1),
        ("ar", "أنظف البيوت وقبل المدرسة أجهز الأطفال", 1),
        ("fr", "En 2019 j'ai fait le ménage dans un hôtel, en 2021 j'ai travaillé à l'entrepôt", 2),
        ("fr", "j'ai travaillé 2 ans en cuisine puis 3 ans caissière chez Leclerc", 2),
        ("fr", "je fais du ménage chez des gens depuis 2015. Avant j'étais couturière pendant 6 ans.", 2),
        ("fr", "j'ai fait 2 ans de ménage et 3 ans de cuisine à l'hôpital", 2),
        ("fr", "2 ans de ménage à l'hôpital, 3 ans de ménage dans une école", 2),
        ("fr", "ménage en 2019 à la mairie et en 2021 je nettoie une école", 2),
        ("fr", "je fais le ménage depuis 3 ans et je lave les vitres depuis 2 ans", 1),
        ("fr", "3 ans de ménage dans un hôtel, dont 1 an à laver les vitres", 1),
        ("fr", "je fais le ménage depuis 3 ans, je lave les vitres tous les 6 mois", 1),
        ("fr", "j'ai gardé un bébé de 6 mois pendant 2 ans et un enfant de 3 ans", 1),
        ("fr", "2 ans et 6 mois de ménage", 1),
        ("fr", "je fais le ménage et je m'occupe des enfants de ma soeur depuis 3 ans", 1),
        ("fr", "à la maison depuis 11 ans avec 3 enfants, je fais les repas, les devoirs, le linge", 1),
        ("fr", "j'aide ma mère, je fais ses courses et ses papiers, avant elle était autonome", 1),
        ("fr", "j'ai été magasinier en entreprise, et puis ma mère est malade, je l'aidais à se lever", 2),
        ("fr", "J'ai tenu une épicerie de 2005 à 2016. Ensuite à Paris 3 ans plongeur dans un restaurant.", 2),
        ("en", "I worked in a warehouse for 3 years, before that I was a waiter from 2015 to 2018", 2),
        (
            "en",
            "I lived with a family and took care of their 2 kids, cooking and cleaning, around 2016, a year and a half",
            1,
        ),
        ("en", "2 years cleaning in a hotel and 3 years cleaning offices", 2),
        ("en", "3 years of cleaning, of which 1 year washing windows", 1),
        ("ar", "سنتين تنظيف في فندق وثلاث سنوات تنظيف في مدرسة", 2),
        ("ar", "خمسة وعشرين سنة تنظيف", 1),
        ("ar", "سنة وستة أشهر تنظيف", 1),
        ("uk", "2 роки прибирала в лікарні і 3 роки прибирала в готелі", 2),
        ("uk", "прибираю 3 роки, з них 1 рік мию вікна", 1),
        ("en", "I was a nurse in Nigeria 2010-2016, then I cleaned hotels in London for two years", 2),
        ("fr", "au pays j'étais prof de maths 12 ans, ici je livre des repas à vélo", 2),
        ("fr", "avant j'étais aide-soignante à Kinshasa, maintenant je garde deux enfants chez une famille", 2),
        ("fr", "j'étais comptable au Maroc, diplôme non reconnu, ici je fais la plonge", 2),
        ("en", "10 years as a housewife, cooking cleaning, and volunteering at school fairs", 2),
        ("fr", "3 ans dans une famille, maintenant je fais le ménage et je cuisine", 1),
        ("ar", "كنت مدرسة رياضيات في سوريا عشر سنوات، والآن أطبخ للناس في البيت", 2),
        ("ar", "عملت سائق شاحنة خمس سنوات وبعدها في مطعم سنتين أغسل الصحون", 2),
        ("uk", "працювала бухгалтером 8 років, потім доглядала маму після інсульту", 2),
        ("uk", "я вчителька англійської, а тут прибираю готельні номери з 2022 року", 2),
        ("ar", "كنت أرعى أولاد جارتي أربع سنوات وأنظف المكاتب في المساء", 2),
        ("ar", "أنظف البيوت وأطبخ للعائلة وأهتم بالأولاد", 1),
        ("uk", "я доглядала дітей сусідки чотири роки, а ввечері прибираю офіси", 2),
        ("ar", "اشتغلت بالمستودع ٣ سنين، وقبلها كنت خياط من ٢٠٠٥ إلى ٢٠١٠", 2),
        ("uk", "Працювала на складі 3 роки, а до того шила одяг з 2010 по 2015", 2),
        ("fr", "j'étais maçon puis chauffeur", 2),
        ("fr", "5 ans d'usine, 2 ans de maçonnerie, 1 an de plonge et là je garde mes enfants", 4),
        ("fr", "le matin je fais le ménage dans une école et le soir je garde un monsieur âgé", 2),
        ("fr", "je fais le ménage le matin et livreur le soir", 2),
        ("fr", "le matin je prépare les enfants, le soir je fais à manger", 1),
        ("fr", "le matin je fais le pain, l'après-midi je sers les clients", 1),
        (
            "fr",
            "vendeuse 3 ans chez Zara, aide soignante 4 ans en ehpad, maintenant je suis au foyer avec mes enfants",
            3,
        ),
        ("fr", "2010-2013 caissière, 2013-2015 garde d'enfants, 2016 vendanges, 2018-2020 usine", 4),
        ("fr", "j'ai travaillé en Libye sur les chantiers, en Italie j'ai cueilli les tomates", 2),
        ("fr", "je fais le ménage à Nantes et à Rezé", 1),
        (
            "en",
            "I was a waiter for 2 years, then a driver for 3 years, then I worked in a warehouse and now I mind my son",
            4,
        ),
        ("en", "I was a nurse in Ghana, I was a carer in Italy, I cleaned hotels in Spain", 3),
        ("uk", "працювала продавцем 3 роки, потім прибиральницею 2 роки, потім доглядала дітей, а зараз шию", 4),
        ("ar", "كنت سائق 5 سنين، بعدها اشتغلت بالمطعم سنتين، بعدها حارس سنة، والآن أنظف المكاتب", 4),
    ],
)
def test_a_story_is_cut_only_where_another_life_begins(lang: str, text: str, count: int) -> None:
    assert lives(lang, text) == count


@pytest.mark.parametrize(
    ("lang", "hello", "agreed", "story"),
    [
        ("fr", "bonjour", "oui", "j'ai été coiffeuse 4 ans et maintenant je fais le ménage dans un hôtel depuis 2022"),
        ("en", "hello", "yes", "I was a hairdresser for 4 years and now I clean hotel rooms since 2022"),
        ("ar", "مرحبا", "نعم", "كنت حلاقة 4 سنوات، والآن أنظف غرف الفندق منذ 2022"),
        ("uk", "привіт", "так", "була перукаркою 4 роки, а тепер прибираю номери в готелі з 2022"),
    ],
)
def test_the_life_that_tells_an_act_comes_first(lang: str, hello: str, agreed: str, story: str) -> None:
    """A skill is named after the third message when it holds an act (CONTENT.md 4), in whatever order it was told."""
    chat = Chat(CONTENT, State(lang=lang))
    for said in (hello, agreed, story):
        chat.send(said)
    assert chat.cur == "exp/e1/skill"
    assert len([qid for qid in chat.live() if qid.endswith("/what")]) == 2


@pytest.mark.parametrize(
    ("lang", "told", "more"),
    [
        (
            "fr",
            ("bonjour", "oui", "je fais le ménage dans des bureaux depuis 2021"),
            "j'ai aussi cousu des robes chez une couturière pendant 2 ans",
        ),
        ("en", ("hello", "yes", "I clean offices since 2021"), "I also sewed dresses in a workshop for 2 years"),
        ("ar", ("مرحبا", "نعم", "أنظف المكاتب منذ 2021"), "وكنت أخيط فساتين في ورشة سنتين"),
        ("uk", ("привіт", "так", "прибираю офіси з 2021"), "ще я шила сукні в ательє 2 роки"),
    ],
)
def test_another_life_told_where_a_skill_is_asked_stands_beside_it(lang: str, told: tuple[str, ...], more: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for said in (*told, more):
        chat.send(said)
    live = chat.trace.live
    assert chat.cur == "exp/e1/skill"
    assert {name.split(".")[0] for name in live.ids("exp/e1/told")} == {"cleaning"}
    assert {name.split(".")[0] for name in live.ids("exp/e2/told")} == {"textile"}
    when = live.value("exp/e1/when")
    assert when
    assert when.span
    assert (when.span.start and when.span.start.year, when.span.months) == (2021, None)


def test_more_told_where_a_skill_is_asked_does_not_rename_the_life() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    for said in ("bonjour", "oui", "je fais le ménage dans des bureaux", "j'ai cousu des robes pour le quartier"):
        chat.send(said)
    assert title_of(CONTENT, chat.trace.live, "e1").key.startswith("title.cleaning.")


@pytest.mark.parametrize(
    ("lang", "job", "paid"),
    [
        ("fr", "peintre en bâtiment au noir", "c'était au noir"),
        ("en", "I was a maid, cash in hand", "it was cash in hand"),
        ("ar", "كنت طباخة بدون عقد", "كان بدون عقد"),
        ("uk", "була прибиральницею без оформлення", "це було без оформлення"),
    ],
)
def test_a_job_told_with_how_it_was_paid_is_a_job(lang: str, job: str, paid: str) -> None:
    chats = [Chat(content=CONTENT) for _ in range(2)]
    for chat, said in zip(chats, (job, paid), strict=True):
        chat.state = replace(chat.state, lang=lang)
        chat.send("ok")
        chat.send(Tap(chat.state.asked.id, "0") if chat.state.asked else "")
        chat.send(said)
        assert "side.undeclared" in {part.key for say in chat.says[-2:] for part in say.parts}
    assert [chat.cur for chat in chats] == ["exp/e1/skill", "exp/e1/what"]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fr", ("bonjour", "oui", "je coiffe à la maison")),
        ("en", ("hello", "yes", "I braid hair at home")),
        ("ar", ("مرحبا", "نعم", "أبيع الحلويات التي أصنعها في البيت على الفيسبوك")),
        ("uk", ("привіт", "так", "шию одяг вдома")),
    ],
)
def test_who_works_at_home_is_not_said_to_work_for_the_family(lang: str, told: tuple[str, ...]) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for said in told:
        chat.send(said)
    assert chat.trace.live.ids("exp/e1/told")
    assert chat.trace.live.ids("exp/e1/whom") == ()


def test_a_time_without_work_is_not_the_time_of_what_was_done_before() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    story = "j'ai pas eu de travail depuis 10 ans, avant je faisais les marchés avec mon mari"
    for said in ("bonjour", "oui", story):
        chat.send(said)
    assert chat.trace.live.ids("exp/e1/told")
    assert not chat.trace.live.said("exp/e1/when")


@pytest.mark.parametrize(
    ("lang", "text", "months"),
    [
        ("fr", "je fais les courses pour ma voisine de 80 ans", None),
        ("fr", "je m'occupe de mon fils de 15 ans", None),
        ("uk", "маю двох дітей 3 і 6 років", None),
        ("uk", "доглядала дітей 3 роки", 36),
        ("en", "I've been homeless 2 years, before that I was a roofer for 12 years", 144),
        ("ar", "كنت حارس، والآن عاطل عن العمل منذ سنتين", None),
        ("fr", "je suis au chômage depuis 4 ans, j'ai fait le ménage 2 ans", 24),
        ("fr", "je fais le ménage depuis 3 ans", 36),
    ],
)
def test_an_age_or_a_time_without_work_is_no_time_of_work(lang: str, text: str, months: int | None) -> None:
    words = CONTENT.words[lang]
    span = time_of(Reading(text, fold(text), AT, words, Live(), CONTENT, lang, "e1", "e1"))
    assert (span.start if span else None, span.months if span else None) == (None, months)


@pytest.mark.parametrize(
    ("lang", "text", "months"),
    [
        ("fr", "j'étais livreur 2 ans et demi", 30),
        ("fr", "jété livreur 2 an et dmi, de janv 22 a l'été 24", 30),
        ("fr", "j'ai été caissière un an et demi chez Leclerc", 18),
        ("fr", "j'ai fait le ménage pendant 2 ans et 3 mois", 27),
        ("fr", "je fais le ménage depuis 2 ans et demi et je garde des enfants", 30),
        ("fr", "j'ai été vendeuse un an et demi, avant je gardais des enfants", 18),
        ("en", "I was a waiter for two years and a half", 30),
        ("en", "I worked 2 years and 3 months in a kitchen", 27),
        ("en", "I cooked for a year and a half", 18),
        ("ar", "اشتغلت خياط سنتين ونص", 30),
        ("uk", "я працювала кухарем 2 роки і пів", 30),
        ("uk", "я працювала 2 роки і 3 місяці на кухні", 27),
    ],
)
def test_a_length_told_with_what_was_done_is_whole(lang: str, text: str, months: int) -> None:
    span = time_of(Reading(text, fold(text), AT, CONTENT.words[lang], Live(), CONTENT, lang, "e1", "e1"))
    assert span
    assert span.months == months


def test_a_year_put_right_in_the_same_message_is_the_one_that_counts() -> None:
    chat = Chat(CONTENT, State(lang="en"))
    for said in ("hello", "yes", "I deliver parcels with a van since 2019, sorry no, since 2020"):
        chat.send(said)
    when = chat.trace.live.value("exp/e1/when")
    assert when
    assert when.span
    assert when.span.start
    assert when.span.start.year == 2020


TILL = "la kermesse de l'école, je tenais la caisse 2 années de suite"


def test_another_life_told_where_people_praised_one_is_no_part_of_it() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    home = (
        "bonjour",
        "oui",
        "je suis à la maison",
        "les repas des enfants, le linge, les papiers",
        "oui",
        "tout garder",
    )
    for said in (*home, "11 ans", "ma famille", "je ne sais pas", "Nadia", "sans", "Nantes", "oui", "continuer"):
        chat.send(said)
    while chat.cur != "exp/e1/proud":
        chat.send("c'est tout" if chat.cur.endswith("/what") else "passer")
    questions = len(chat.coming)
    chat.send(TILL)
    live = chat.trace.live
    new = live.items()[-1]
    assert "office.fund" not in known_acts(live, "e1")
    assert known_acts(live, new) == ("office.fund",)
    assert title_of(CONTENT, live, "e1") == Phrase("title.door.home")
    fund = Phrase("title.at", {"title": Phrase("title.act.office.fund"), "place": Phrase("where.fair")})
    assert title_of(CONTENT, live, new) == fund
    assert not chat.cur.startswith(f"exp/{new}/")
    assert len(chat.coming) < questions


@pytest.mark.parametrize(
    ("lang", "hello", "agreed", "till"),
    [
        ("fr", "bonjour", "oui", TILL),
        ("en", "hello", "yes", "I held the cash box at the school fair for 2 years"),
    ],
)
def test_the_till_of_a_school_fair_is_kept_there(lang: str, hello: str, agreed: str, till: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for said in (hello, agreed, till):
        chat.send(said)
    place = Phrase("where.fair")
    assert title_of(CONTENT, chat.trace.live, "e1", lang) == Phrase(
        "title.at", {"title": Phrase("title.act.office.fund"), "place": place}
    )


def test_a_life_told_among_others_without_an_act_has_its_kind() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    story = "vendeuse 3 ans chez Zara, aide soignante 4 ans en ehpad, maintenant je suis au foyer avec mes enfants"
    for said in ("bonjour", "oui", story):
        chat.send(said)
    live = chat.trace.live
    assert [live.ids(f"exp/{item}/what") for item in live.items()] == [(), (), ("home",)]
    assert [life.skill(CONTENT, live, item, name).key for item in live.items() for name in known_acts(live, item)] == [
        "skill.shop.sell", "skill.care.help"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "greeting", "story"),
    [
        (
            "fr",
            ("bonjour", "oui"),
            "j'étais prof de maths, 12 ans dans une école, et ici je fais le ménage dans un hôtel",
        ),
        ("en", ("hello", "yes"), "I was a maths teacher, 12 years in a school in Kharkiv, and here I clean in a hotel"),
        ("ar", ("مرحبا", "نعم"), "كنت معلمة رياضيات، 12 سنة في مدرسة، وهنا أنظف في فندق منذ فبراير"),
        (
            "uk",
            ("привіт", "так"),
            "я вчителька математики, 12 років у школі в Харкові, а тут прибираю в готелі з лютого",
        ),
    ],
)
def test_how_long_and_where_are_told_of_the_life_they_follow(lang: str, greeting: tuple[str, ...], story: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for said in (*greeting, story):
        chat.send(said)
    live = chat.trace.live
    when = live.value("exp/e1/when")
    assert (when and when.span and when.span.months, len(live.items())) == (144, 2)
    assert "12" not in live.text("exp/e2/what")
    assert not live.text("exp/e1/what").endswith((",", "،"))


def test_what_is_done_in_two_lives_is_told_of_each() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    story = "le matin je fais le ménage dans une école et le soir je garde un monsieur âgé"
    acts = "je lave les sols, je vide les poubelles ; pour le monsieur je fais le repas et je l'aide à se coucher"
    for said in ("bonjour", "oui", story, "oui", acts):
        chat.send(said)
    live = chat.trace.live
    fields = [{name.split(".")[0] for name in known_acts(live, item)} for item in live.items()]
    assert fields == [{"cleaning"}, {"care"}]
    assert chat.cur == "exp/e1/when"


def at_the_job(lang: str) -> Chat:
    chat = Chat(CONTENT, State(lang=lang))
    for said in WAYS[lang]:
        if chat.cur == "project/job":
            break
        chat.send(said)
    return chat


@pytest.mark.parametrize(
    ("lang", "said", "act"),
    [
        ("fr", "je fais aussi à manger pour l'église", "kitchen.group"),
        ("fr", "j'ai gardé des enfants pendant 2 ans", "childcare.mind"),
        ("en", "I also cook for my church", "kitchen.group"),
        ("en", "I looked after kids for 2 years", "childcare.mind"),
        ("ar", "وأطبخ أيضا للكنيسة", "kitchen.group"),
        ("uk", "ще я готую на свята для церкви", "kitchen.group"),
        ("uk", "я доглядала дітей 2 роки", "childcare.mind"),
        ("fr", "ici je travaille la nuit, je fais la plonge", "kitchen.dishes"),
        ("en", "here I am working at night, I wash dishes", "kitchen.dishes"),
        ("ar", "هون بشتغل بمطعم، بغسل الصحون", "kitchen.dishes"),
        ("uk", "тут працюю в ресторані, мию посуд", "kitchen.dishes"),
    ],
)
def test_what_was_done_as_well_is_a_life_where_a_job_is_asked(lang: str, said: str, act: str) -> None:
    chat = at_the_job(lang)
    chat.send(said)
    assert chat.cur == "project/job"
    assert act in known_acts(chat.trace.live, "e2")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "je voudrais aussi faire de la cuisine"), ("fr", "vendeuse, aussi caissière"), ("fr", "cuisine aussi"),
        ("fr", "je fais le ménage depuis 3 ans"), ("fr", "garder des enfants ou aussi des personnes âgées"),
        ("en", "I want to cook too"), ("en", "cleaner as well"), ("ar", "طباخ أيضا"), ("uk", "хочу ще готувати"),
        ("uk", "прибиральниця або ще кухар"), ("fr", "maintenant je cherche à la plonge"), ("en", "now a cleaner"),
    ],
)  # fmt: skip
def test_work_that_is_looked_for_as_well_is_no_life(lang: str, said: str) -> None:
    chat = at_the_job(lang)
    chat.send(said)
    assert chat.trace.live.said("project/job")
    assert len(chat.trace.live.items()) == 1


def test_what_was_done_before_is_a_life_where_a_job_is_asked() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    before = "avant j'ai fait un peu de maçonnerie avec mon cousin, on montait des murs, 2 ans"
    for said in ("bonjour", "oui", "je fais le ménage dans des bureaux depuis 2019", "oui", "c'est tout", before):
        chat.send(said)
    live = chat.trace.live
    assert chat.cur == "project/job"
    assert known_acts(live, "e2") == ("building.walls",)
    when = live.value("exp/e2/when")
    assert when
    assert when.span
    assert when.span.months == 24
    chat.send("maçon ou plongeur")
    assert chat.live()["project/job"].text == "Maçon"
    assert chat.cur == "cv/name"


def test_a_trade_of_another_life_names_no_life_that_has_nothing_of_it() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    for said in ("bonjour", "oui", "je fais le ménage 3 ans", "oui", "c'est tout", "maçon"):
        chat.send(said)
    assert chat.cur == "exp/e1/whom"
    assert not chat.trace.live.text("exp/e1/trade")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("caissière", ""), ("maçon ou plongeur", ""), ("un truc calme", ""),
        ("vendeuse dans une boutique peut-être", ""), ("cariste ou magasinier peut être", ""),
        ("jsp tro, vente ou animation", ""), ("Vente ou magasin", ""), ("mécano", ""),
        ("Boulanger", "Boulanger"), ("anne boulanger", "Anne Boulanger"),
    ],
)  # fmt: skip
def test_a_trade_is_no_name_but_with_a_capital(said: str, name: str) -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    for one in ("bonjour", "oui", "je fais le ménage 3 ans", "oui", "c'est tout", "en entreprise", "ménage", said):
        chat.send(one)
    assert chat.trace.live.text("cv/name") == name


def test_who_does_not_know_and_guesses_tells_no_life() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    for one in ("bonjour", "oui", "je fais le ménage 3 ans", "oui", "c'est tout", "en entreprise", "ménage", "Ana"):
        chat.send(one)
    chat.send("je sais pas trop, cariste ou magasinier peut être")
    assert chat.trace.live.items() == ("e1",)


def test_who_does_not_know_which_work_is_told_that_it_is_an_answer() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    for one in ("bonjour", "oui", "je fais le ménage 3 ans", "oui", "c'est tout", "en entreprise"):
        chat.send(one)
    chat.send("je ne sais pas ce que je peux faire à mon âge")
    assert chat.said()[0] == "unknown.ok"


def test_a_length_that_is_put_right_later_is_the_new_one() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    for said in ("bonjour", "oui", "je fais le ménage 4 ans", "oui", "c'est tout", "4 ans non 3"):
        chat.send(said)
    when = chat.trace.live.value("exp/e1/when")
    assert when
    assert when.span
    assert when.span.months == 36


def test_who_is_a_nurse_and_says_where_tells_one_life() -> None:
    story = "Je suis infirmier diplomé dans mon pays, j'ai travaillé à l'hopital de Goma 9 ans, je soigne les malades"
    assert lives("fr", story) == 1


def test_what_is_told_where_the_town_is_asked_is_no_town() -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    for one in ("bonjour", "oui", "je fais le ménage 3 ans", "oui", "c'est tout", "en entreprise", "ménage", "Ana"):
        chat.send(one)
    chat.send("sans")
    assert chat.cur == "cv/town"
    chat.send("Non, je n'ai rien fait d'autre. Ah si, j'ai tricoté pour les enfants de la paroisse pendant 10 ans.")
    assert chat.cur == "cv/town"
    assert known_acts(chat.trace.live, "e2") == ("textile.knit",)


def test_a_baker_all_their_life_tells_one_life() -> None:
    assert lives("fr", "Boulanger toute ma vie. Apprenti à 14 ans et j'ai tenu ma boulangerie de 1985 à 2019.") == 1


@pytest.mark.parametrize(
    ("lang", "opening", "late"),
    [
        ("fr", ("bonjour", "oui", "j'ai gardé des enfants", "oui", "1", "jsp"), "depuis septembre dernier, le mardi"),
        (
            "en",
            ("hello", "yes", "I looked after children", "yes", "1", "idk"),
            "since September last year, every Tuesday",
        ),
        (
            "uk",
            ("добрий день", "так", "я доглядала дітей", "так", "1", "не знаю"),
            "з вересня минулого року, щовівторка",
        ),
        ("ar", ("مرحبا", "نعم", "كنت أعتني بالأطفال", "نعم", "1", "لا أعرف"), "منذ سنة 2019، كل يوم"),
    ],
)
def test_a_time_told_late_opens_no_life(lang: str, opening: tuple[str, ...], late: str) -> None:
    chat = Chat(whole(), State(lang=lang), label=translator(lang))
    for said in (*opening, "1", "1", "Lina", "0639981001", "Nantes", *GO_ON[lang]):
        chat.send(said)
    assert chat.cur.endswith("/what")
    chat.send(late)
    live = chat.trace.live
    assert [item for item in live.items() if life.stands(live, item)] == ["e1"]
    told = live.value("exp/e1/when")
    assert told
    assert told.span
    assert told.span.start
    assert chat.cur.endswith("/what")


@pytest.mark.parametrize(
    ("lang", "often"), [("fr", "tous les samedis matin"), ("en", "every saturday morning"), ("uk", "щосуботи вранці")]
)
def test_how_often_opens_no_life(lang: str, often: str) -> None:
    chat = Chat(whole(), State(lang=lang), label=translator(lang))
    for said in (*WAYS[lang], *GO_ON[lang]):
        chat.send(said)
    assert chat.cur.endswith("/what")
    chat.send(often)
    live = chat.trace.live
    assert [item for item in live.items() if life.stands(live, item)] == ["e1"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "j'étais institutrice et maintenant je garde mes petits-enfants"),
        ("en", "I was a maths teacher all my life and now I look after my grandkids"),
        ("ar", "كنت معلمة رياضيات والآن أعتني بأحفادي"),
        ("uk", "все життя в школі працювала вчителем, а зараз сиджу з онуками"),
    ],
)
def test_a_trade_of_before_and_who_is_minded_at_home_now_are_two_lives(lang: str, said: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for way in (*WAYS[lang][:2], said):
        chat.send(way)
    live = chat.trace.live
    whom = {item: live.ids(f"exp/{item}/whom") for item in live.items()}
    (home,) = [item for item, ids in whom.items() if ids == ("family",)]
    (other,) = set(whom) - {home}
    assert known_acts(live, home) == ("childcare.mind",)
    assert "childcare.mind" not in known_acts(live, other)


@pytest.mark.parametrize(
    ("lang", "said", "now"),
    [
        ("fr", "j'étais couturier à Alep de 2005 à 2015", "maintenant je livre des repas à vélo"),
        ("en", "I was a tailor in Aleppo from 2005 to 2015", "now I deliver meals by bike"),
        ("ar", "كنت أشتغل خياط في حلب من 2005 الى 2015", "بشتغل هلأ بالتوصيل على البسكليت"),
        ("uk", "я була швачкою з 2005 до 2015", "зараз розвожу їжу на велосипеді"),
    ],
)
def test_what_is_done_now_is_no_part_of_a_life_that_is_over(lang: str, said: str, now: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for way in (*WAYS[lang][:2], said, now):
        chat.send(way)
    live = chat.trace.live
    (begun,) = live.ids("exp/e1/next")
    fields = {item: {act.split(".")[0] for act in known_acts(live, item)} for item in ("e1", begun)}
    assert fields == {"e1": {"textile"}, begun: {"driving"}}
