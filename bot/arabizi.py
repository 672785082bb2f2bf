"""What an Arabic message typed in Latin letters and digits says in its own letters ("3ande 7adane" is "عندي حضانة").

Only for reading: what was typed stays as typed in the conversation. Everyday words are in a table; other words are
found by their consonants among those we understand, since vowels are written as they are heard. A message counts as
Arabic when more than half of its words are found and one of them is no word of French or English. Where another
language is spoken more is asked: its own words count for nothing, and one word alone must hold what only Arabic writes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

WORD: Final = re.compile(r"(?<![\w.@+])[a-z2356789'][a-z2356789']*(?![\w@]|\.\w)", re.IGNORECASE)
MIXED: Final = re.compile(r"[a-z][2356789]|[2356789][a-z]|kh|dh")  # what French and English hardly write
LEVEL: Final = re.compile("[abc]2")  # "A2" is a level of a language
SURE, LONGEST = 2, 4  # words that tell it in another language, one where all are so few; letters of one without digits
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
BORROWED: Final = frozenset({"camion", "papier", "papiers", "chauffeur", "client", "cuisine", "livraison", "marche",
                             "bac", "clients", "vaisselle", "commandes", "commande", "caisse", "tables", "verres",
                             "devoirs", "servit", "italien", "italian", "talian", "kabyle", "talien"})  # fmt: skip


def likely(text: str, typed: Mapping[str, str], known: Collection[str]) -> bool:
    """Whether a message in a conversation of another language may be Arabic: by words of the table it has not itself.

    It is cheap, and says nothing of the other words: what reads all of them is made ready only where this holds.
    """
    words = said(text)
    own = [w for w in words if w in typed and w not in OTHERS | BORROWED and w not in known]
    telling = [w for w in own if len(w) >= LONGEST or MIXED.search(w)]
    few = len(words) <= SURE and any(MIXED.search(word) for word in words)
    return len(telling) >= SURE or (bool(telling) and few)


def said(text: str) -> Sequence[str]:
    """Return the words of a message that are written in Latin letters, as they may be looked for."""
    return [found[0].lower() for found in WORD.finditer(text) if not found[0].isdecimal()]


class Arabizi:
    """Knows everyday words as they are typed, and the words and stems of Arabic by their consonants."""

    def __init__(self, stems: Iterable[str], typed: Mapping[str, str]) -> None:
        self._typed = typed
        self._known: Mapping[str, str] = {heard(stem): stem for stem in sorted(stems, key=lambda s: (-len(s), s))}

    def __call__(self, text: str) -> str:
        """Return what a message says in Arabic letters, "" when it is not Arabic in Latin letters."""
        words = said(text)
        read = {word: self._read(word) for word in words}
        known = [w for w in words if read[w] and (len(words) == 1 or w not in OTHERS)]
        own = [w for w in known if w in self._typed or MIXED.search(w)]
        if not own or 2 * sum(bool(read[word]) for word in words) <= len(words):
            return ""
        return WORD.sub(lambda found: read.get(found[0].lower()) or found[0], text)

    def _read(self, word: str) -> str:
        """Return a word in Arabic letters: of the table, by its consonants, then letter by letter; "" for none."""
        if word in self._typed or LEVEL.fullmatch(word):
            return self._typed.get(word, "")
        fronts = ((front, own) for front, own in FRONTS if word.startswith(front) and len(word) > len(front) + 1)
        for front, own in (("", ""), *fronts):
            rest = word[len(front) :]
            if rest in self._typed and front:
                return own + self._typed[rest]
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
