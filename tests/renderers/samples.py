"""Invented CVs in four languages, and a `Translate` that needs no catalog: a phrase's key is its own text.

Arguments are isolated as the real one does it, so a renderer meets the same characters here as in the program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flows.documents import PREUVES, Cv, Entry, Line
from flows.model import Phrase

FSI, PDI = "\u2068", "\u2069"

HEADINGS = {
    "fr": ("Ce que je sais faire", "Expériences", "Formation", "Langues", "En plus"),
    "en": ("What I can do", "Experience", "Training", "Languages", "Also"),
    "uk": ("Що я вмію", "Досвід", "Навчання", "Мови", "Додатково"),
    "ar": ("مهاراتي", "الخبرات", "الدراسة والتدريب", "اللغات", "معلومات أخرى"),
}
PARTS = ("skills", "experiences", "training", "languages", "extras")


def translate(lang: str) -> Callable[[Phrase], str]:
    """Headings in a language; every other phrase says its key, with its arguments isolated."""
    headings = dict(zip(PARTS, HEADINGS[lang], strict=True))

    def t(phrase: Phrase) -> str:
        if phrase.key.startswith("cv.heading."):
            return headings[phrase.key.rpartition(".")[2]]
        filled = phrase.key
        for name, value in phrase.args.items():
            filled = filled.replace(f"{{{name}}}", f"{FSI}{value}{PDI}" if isinstance(value, str) else str(value))
        return filled

    return t


def line(text: str, lang: str = "", **args: str | int) -> Line:
    """A line that says this."""
    return Line(Phrase(text, args), (1,), lang)


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(line(text) for text in texts)


def entry(title: str, when: str = "", where: str = "", *done: str) -> Entry:
    """An experience that says this."""
    return Entry(line(title), line(when) if when else None, line(where) if where else None, lines(*done))


FRENCH = Cv(
    lang="fr",
    name="Fatoumata Diallo-Lefèvre",
    title=line("Agente de propreté, temps partiel"),
    phone="06 12 34 56 78",
    email="fatoumata.diallo@exemple.fr",
    town="Saint-Étienne",
    skills=lines(
        "Nettoyer et désinfecter des bureaux, des sanitaires et des cuisines collectives",
        "Préparer des repas pour 60 personnes, le dimanche, pendant 3 ans",
        "S’occuper de 2 enfants, chaque jour, dont un bébé de 8 mois",
        "Recevoir les livraisons et ranger la réserve",
        "Tenir une caisse et rendre la monnaie",
    ),
    experiences=(
        entry(
            "Agente d’entretien",
            "de 2019 à 2022",
            "Clinique du Parc, Saint-Étienne",
            "Laver les sols de 4 étages avec l’autolaveuse",
            "Désinfecter les chambres après chaque départ",
            "Former 2 nouvelles collègues",
        ),
        entry(
            "Aide à un proche âgé, à domicile",
            "3 ans",
            "",
            "Aider à se lever, à se laver et à s’habiller",
            "Préparer les repas et suivre les rendez-vous",
        ),
        entry(
            "Bénévole en cuisine",
            "chaque dimanche",
            "Association du quartier",
            "Préparer des repas pour 60 personnes",
            "Respecter la chaîne du froid",
        ),
        entry("Vendeuse au marché", "vers 2014", "Conakry", "Tenir la caisse", "Conseiller les clients"),
    ),
    training=lines("Hygiène alimentaire (HACCP), 2 jours, 2021", "École jusqu’à la classe de 3e"),
    languages=lines(
        "Français : je comprends et je parle au travail (B1)", "Peul : langue maternelle", "Soussou : bien"
    ),
    extras=lines("Permis B", "Disponible dès 5 h, du lundi au samedi"),
)

SHORT = Cv(
    lang="fr",
    name="Zoë Müller",
    title=line("Auxiliaire de vie"),
    phone="+33 6 12 34 56 78",
    town="Nantes",
    skills=lines("Aider une personne âgée à se lever, à se laver et à s’habiller", "Préparer les repas, 7 jours sur 7"),
    experiences=(entry("Aide à un proche âgé, à domicile", "18 mois", "", "Suivre les rendez-vous médicaux"),),
)

ENGLISH = Cv(
    lang="en",
    name="Işık Yılmaz",
    title=line("Kitchen assistant"),
    phone="07700 900123",
    email="isik.yilmaz@example.org",
    town="Sheffield",
    skills=lines("Cook meals for 60 people, every Sunday, for 3 years", "Keep the kitchen clean and the office tidy"),
    experiences=(
        entry("Kitchen helper", "2018 to 2020", "School canteen", "Wash up for 200 pupils", "Check delivery notes"),
        entry("Caring for a parent at home", "4 years", "", "Give medicine on time", "Fill in forms"),
    ),
    training=lines("Food hygiene, level 2"),
    languages=lines("Turkish: first language", "English: I understand and speak at work"),
    extras=lines("Full driving licence"),
)

UKRAINIAN = Cv(
    lang="uk",
    name="Олена Ковальчук",
    title=line("Прибиральниця, неповний день"),
    phone="+33 7 98 76 54 32",
    email="olena.k@example.org",
    town="Ліон",
    skills=lines("Прибирати офіси та під’їзди", "Доглядати за дитиною щодня, 2 роки", "Шити й лагодити одяг"),
    experiences=(
        entry("Швачка", "з 2009 до 2016", "Фабрика «Воронін», Київ", "Шити піджаки на машині", "Перевіряти якість"),
        entry("Догляд за літньою людиною", "18 місяців", "", "Готувати їжу", "Об’єднувати записи про ліки"),
    ),
    training=lines("Професійно-технічне училище, швачка"),
    languages=lines("Українська: рідна мова", "Французька: розумію і говорю на роботі"),
    extras=lines("Водійські права, категорія B"),
)

ARABIC = Cv(
    lang="ar",
    name="محمد العربي",
    title=line("عامل نظافة، دوام جزئي"),
    phone="+33 6 12 34 56 78",
    email="m.alarabi@exemple.fr",
    town="مرسيليا",
    skills=(
        line("تنظيف المكاتب والمطابخ الجماعية"),
        line("إعداد الوجبات لـ{n} شخصًا كل يوم أحد، لمدة 3 سنوات", n="60"),
        line("الاعتناء بطفلين كل يوم، أحدهما رضيع"),
        line("الإصغاء إلى العملاء والرد على الأسئلة"),
    ),
    experiences=(
        entry(
            "عامل نظافة",
            "من 2019 إلى 2022",
            "مستشفى المدينة",
            "غسل أرضيات 4 طوابق",
            "تعقيم الغرف بعد كل خروج",
            "تدريب زميلين جديدين",
        ),
        Entry(
            line("مساعد في المطبخ"), line("18 شهرًا"), line("مطعم {place}", place="La Cantine"), lines("إعداد السلطات")
        ),
        entry("رعاية شخص مسن في المنزل", "3 سنوات", "", "المساعدة على النهوض واللباس", "متابعة المواعيد الطبية"),
    ),
    training=lines("النظافة الغذائية، يومان، 2021"),
    languages=lines("العربية: اللغة الأم", "الفرنسية: أفهم وأتكلم في العمل"),
    extras=lines("رخصة قيادة B"),
)

MIXED = Cv(
    lang="fr",
    name="محمد العربي",
    title=line("Cuisinier"),
    phone="06 98 76 54 32",
    email="m.alarabi@exemple.fr",
    town="Marseille",
    skills=lines("Préparer des repas pour 60 personnes", "Accueillir les clients"),
    experiences=(
        Entry(line("Cuisinier"), line("2 ans"), line("Restaurant {place}", place="دار السلام"), lines("Faire le pain")),
    ),
    languages=(line("Arabe : langue maternelle"), line("أفهم وأتكلم في العمل", lang="ar")),
)

PROOFS = replace(
    FRENCH,
    template=PREUVES,
    column=False,
    skills=(),
    blocks=(
        entry("Préparer des repas pour 60 personnes", "", "", "Bénévolat en cuisine, le dimanche, 3 ans : servir"),
        entry("Laver les sols", "", "", "Ménage en clinique, 3 ans : désinfecter, trier", "Ménage chez un particulier"),
        entry("Tenir une caisse et rendre la monnaie", "", "", "Vente au marché : conseiller les clients"),
        entry("Aider à se lever, à se laver et à s’habiller", "", "", "Aide à un proche âgé, à domicile, 3 ans"),
    ),
    experiences=(
        entry("Ménage en clinique", "3 ans"),
        entry("Bénévolat en cuisine", "3 ans", "", "8 h par semaine"),
        Entry(line("Trabajo en el mercado", "es"), line("18 mois")),
        entry("Aide à un proche âgé, à domicile"),
    ),
)

ARABIC_PROOFS = replace(
    ARABIC,
    template=PREUVES,
    column=False,
    skills=(),
    blocks=(
        Entry(line("الطبخ لـ{n} شخصًا", n="60"), lines=lines("الطبخ، أيام الأحد: التقشير والتقطيع")),
        entry("غسل الأرضيات", "", "", "التنظيف في بيوت الناس، 3 سنوات: ترتيب الأسرة"),
        entry("المساعدة في الاستحمام واللبس", "", "", "رعاية شخص قريب في البيت، سنتان"),
    ),
    experiences=(entry("التنظيف في بيوت الناس", "3 سنوات"), entry("الطبخ", "أيام الأحد")),
)

SAMPLES = {
    "proofs": PROOFS,
    "arabic proofs": ARABIC_PROOFS,
    "fr": FRENCH,
    "short": SHORT,
    "en": ENGLISH,
    "uk": UKRAINIAN,
    "ar": ARABIC,
    "mixed": MIXED,
}
