"""What an Arabic message typed in Latin letters and digits says in its own letters ("3ande 7adane" is "عندي حضانة").

Only for reading: what was typed stays as typed in the conversation. Everyday words are in a table; other words are
found by their consonants among those we understand, since vowels are written as they are heard. A message counts as
Arabic when more than half of its words are found and one of them is no word of French or English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

WORD: Final = re.compile(r"(?<![\w.@+])[a-z2356789'][a-z2356789']*(?![\w@]|\.\w)", re.IGNORECASE)
MIXED: Final = re.compile(r"[a-z][2356789]|[2356789][a-z]|kh|dh")  # what French and English hardly write
ARABIC: Final = re.compile("[\u0600-\u06ff]")
LEVEL: Final = re.compile("[abc]2")  # "A2" is a level of a language
SHORTEST, PLAIN = 3, 5  # consonants by which a word is looked for: one like that, and one like any other
# In this order: longer writings of a sound first.
SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"kh|5|x", "خ"), (r"gh|3'|8", "غ"), (r"sh|ch", "ش"), (r"th", "ت"), (r"dh", "د"), (r"7", "ح"), (r"3", "ع"),
        (r"9|q", "ق"), (r"6", "ط"), (r"2|'", ""), (r"b|p", "ب"), (r"t", "ت"), (r"j|g", "ج"), (r"d", "د"), (r"r", "ر"),
        (r"z", "ز"), (r"s", "س"), (r"f|v", "ف"), (r"k|c", "ك"), (r"l", "ل"), (r"m", "م"), (r"n", "ن"), (r"h", "ه"),
    )
)  # fmt: skip
VOWELS: Final = re.compile(r"[aeiouyw]")
LONG: Final = ((re.compile(r"ou|oo|u|w"), "و"), (re.compile(r"ee|i|y|e$"), "ي"), (re.compile(r"aa|a"), "ا"))
ALIKE: Final = str.maketrans("طصضهقج", "تسدحكك", "اويىةءؤئأإآ")  # heard alike, or not written; "ع" stays
FRONTS: Final = (("bil", "بال"), ("bel", "بال"), ("fil", "فال"), ("fel", "فال"), ("wel", "وال"), ("el", "ال"),
                 ("al", "ال"), ("il", "ال"), ("kan", "كن"), ("ka", "ك"), ("be", "ب"), ("bi", "ب"), ("ba", "ب"),
                 ("b", "ب"), ("w", "و"), ("f", "ف"), ("l", "ل"), ("n", "ن"))  # fmt: skip
OTHERS: Final = frozenset({"la", "ma", "bas", "men", "fi", "li", "ou", "u", "w", "f", "eh", "mo", "kan", "ken", "sou",
                           "ana", "fe", "bi", "sah", "safe", "hek", "ey", "mish", "kol", "min"})  # fmt: skip
TABLE: Final = {
    latin: arabic
    for arabic, ways in {
        "نعم": "na3am naam n3am", "اي": "eh ee ey", "ايوا": "aywa aiwa ayoua iwa", "ايه": "ih iyeh eyh",
        "واه": "wah", "واخا": "wakha wa5a waxa", "موافق": "mwef2 mwafe2 mwafeq mouwafi9 mwafe9 mouafek",
        "موافقة": "mwef2a mwef2e mwaf2a mouwafi9a mwaf9a", "تمام": "tamam tamem tmam", "صح": "sa7 sah s7",
        "صحيح": "sa7i7 sahih s7i7", "مزيان": "mezyan mzyan mezian mzian", "باهي": "behi bahi",
        "اكيد": "akid akeed", "لا": "la la2 laa lala", "ما": "ma", "مش": "mish mesh mech moch", "مو": "mo mou",
        "بعرف": "ba3ref b3ref ba3rif ba3raf", "اعرف": "a3ref a3rif", "نعرف": "na3ref n3ref na3raf",
        "عارف": "3aref 3arif", "عارفة": "3arfa 3arfe", "معرفش": "ma3rafch ma3rafsh m3rfch",
        "معرفتش": "ma3raftch ma3reftch", "بس": "bas bass", "هيك": "hek heik", "خلاص": "khalas 5alas khlas khalass",
        "صافي": "safi safe", "شكرا": "chokran shukran choukran shokran", "يسلمو": "yislamo yeslamo yslmo",
        "تخطي": "takhatti t5atti", "مرحبا": "mar7aba marhaba mer7ba", "سلام": "salam slm salem",
        "اهلا": "ahla ahlan ahlein", "انا": "ana", "كنت": "kont kent kunt knt", "كان": "kan ken",
        "كانت": "kanet kant", "عندي": "3andi 3ande 3endi 3ndi", "مع": "ma3 m3a ma3a", "في": "fi fe f",
        "من": "men min mn", "على": "3ala 3la 3al", "و": "w wa ou u", "اللي": "elli lli li", "ديال": "dyal dial",
        "بتاع": "bta3 beta3", "بعدين": "ba3den ba3dein b3den", "هو": "houwe howa houwa", "هي": "heye hiya hiyya",
        "عم": "3am", "كل": "kol koul kel", "نهار": "nhar", "يوم": "yom youm", "سنة": "sne sana sene senne 3am",
        "سنين": "snin sneen snine senin", "سنوات": "sanawat", "عامين": "3amayn 3amin",
        "سنتين": "sentayn sentein snatin santen", "شهر": "chhar shahr chahr", "شهور": "chhour shhour",
        "اشهر": "ashhor", "شهرين": "shahrein chahrayn", "خدمت": "khdemt khdamt 5demt", "كنخدم": "kankhdem kan5dem",
        "نخدم": "nekhdem nkhdem", "شغل": "sho8el sho8l shoghol chghol shoghl",
        "اشتغلت": "shteghalt shtghalt eshtaghalt chteghelt shta8alt", "شركة": "cherka sherke charika shrke",
        "اختي": "e5te ekhti okhti o5ti khti", "امي": "ommi omi emme 2emme immi", "زوجي": "zawji jawzi jozi",
        "ولاد": "wled wlad wlayd", "اولاد": "awled awlad", "دراري": "drari", "اطفال": "atfal", "جيران": "jiran",
        "حماتي": "7mati 7amati", "تنظيف": "tandif tanDif tanzif", "طبخ": "tabkh tab5",
        "مطبخ": "matbakh mat5a matba5", "مطعم": "mat3am mat3em", "اكل": "akel akl",
        "مدرسة": "madrase madrasa mdrasa", "حضانة": "7adane 7adana hadana", "درس": "dars ders",
        "دروس": "drous dros", "سوق": "sou9 so2 souk souq", "محل": "ma7al mahal ma7all", "دير": "dir",
        "بالي": "beli bali", "عليهم": "3layon 3lihom", "علمهم": "3alemon", "بعمل": "b3mel ba3mel",
        "بيت": "beit bet bayt", "دار": "dar", "عائلة": "3aile 3a2ila 3ayla", "عربي": "3arabe 3arabi 3arbi",
        "فرنساوي": "fransewe fransawi", "فرنسي": "faransi fransi frensi fronsi",
        "انجليزي": "inglize ingleze englizi nglizi", "شوي": "shway shwai shwaye chway",
        "شوية": "chwiya chwaya shwayya", "منيح": "mni7 mnih", "كويس": "kwayes kways", "رخصة": "ro5sa rokhsa",
        "معي": "ma3e ma3i m3i", "بكالوريا": "bac bacaloria", "بيوت": "byout biout byut lbiout lbyout",
        "باخد": "bekhod b5od bakhod ba5od", "باخدهم": "bekhedon b5odon", "ب": "bil bel",
        "تلاتة": "tlata tleta tlete", "خمس": "khams 5ams khamse", "سبع": "sab3 sab3a",
        "عشر": "3acher 3achra 3ashra", "اربع": "arba3 arb3a", "شخص": "chakhs shakhs", "ناس": "nas ness",
        "بنات": "bnat", "مريض": "mrid marid", "عجوز": "3ajouz 3ajuz", "خياطة": "khyata khiyata 5yata",
        "حلاق": "7alla9 7ella2", "سواق": "sawwa9 sawa9 sawwe2", "توصيل": "tawsil tawsel", "زبون": "zboun zbon",
        "زبائن": "zbayen", "سيارة": "sayara siyara sayyara",
        "نهز": "nhez nhezz",
        "سلعة": "sel3a sl3a",
        "نفرغ": "nfergha nferegh nfaragh",
        "نسوق": "nsou9 nsoug nsouk",
        "نعمر": "n3amer n3ammer",
        "شوفور": "chauffeur chofor",
        "كاميو": "camion kamyou",
        "مارشي": "marche marchi",
        "مليح": "mli7 mlih",
        "مانعرف": "manaaref mane3ref man3ref",
        "ماعلاباليش": "ma3labalich",
        "قبايلي": "kabyle 9bayli",
        "نخيط": "nkhayet n5ayet",
        "نطيب": "ntayeb ntayyeb",
        "ننقي": "nna99i nne99i",
    }.items()
    for latin in ways.lower().split()
}  # fmt: skip


class Arabizi:
    """Knows the words and stems of Arabic by their consonants."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._known: Mapping[str, str] = {heard(stem): stem for stem in sorted(stems, key=len)}

    def __call__(self, text: str) -> str:
        """Return what a message says in Arabic letters, "" when it is not Arabic in Latin letters."""
        if ARABIC.search(text):
            return ""
        said = [found[0].lower() for found in WORD.finditer(text) if not found[0].isdecimal()]
        read = {word: self._read(word) for word in said}
        own = [w for w in said if read[w] and (len(said) == 1 or w not in OTHERS) and (w in TABLE or MIXED.search(w))]
        if not own or 2 * sum(bool(read[word]) for word in said) <= len(said):
            return ""
        return WORD.sub(lambda found: read.get(found[0].lower()) or found[0], text)

    def _read(self, word: str) -> str:
        """Return a word in Arabic letters: of the table, by its consonants, then letter by letter; "" for none."""
        if word in TABLE or LEVEL.fullmatch(word):
            return TABLE.get(word, "")
        fronts = ((front, own) for front, own in FRONTS if word.startswith(front) and len(word) > len(front) + 1)
        for front, own in (("", ""), *fronts):
            rest = word[len(front) :]
            if rest in TABLE and front:
                return own + TABLE[rest]
            if found := self._near(consonants(rest), SHORTEST if MIXED.search(word) else PLAIN):
                return own + found
        return letters(word) if MIXED.search(word) else ""

    def _near(self, sound: str, shortest: int) -> str:
        """Return what we know that begins as this sound, the longest first."""
        ends = range(len(sound), shortest - 1, -1)
        return next((self._known[sound[:end]] for end in ends if sound[:end] in self._known), "")


def heard(arabic: str) -> str:
    """Return the consonants of an Arabic word, those that are heard alike as one."""
    return re.sub(r"(.)\1+", r"\1", arabic.translate(ALIKE))


def consonants(latin: str) -> str:
    """Return the consonants of a word in Latin letters, as those of an Arabic word."""
    for pattern, sound in SOUNDS:
        latin = pattern.sub(sound, latin)
    return heard(VOWELS.sub("", latin))


def letters(latin: str) -> str:
    """Return a word letter by letter, its long vowels written."""
    for pattern, sound in (*SOUNDS, *LONG):
        latin = pattern.sub(sound, latin)
    return VOWELS.sub("", latin)
