"""How people ask for their CV in another form, once they have one, and what only sounds like it."""

from __future__ import annotations

from functools import cache

import pytest

from bot.content import load
from flows.content import Content, Reading
from flows.forms import rules
from flows.live import Live
from flows.reading import command, fold

ASKED = {
    "fr": {
        "word": (
            "je voudrais le cv en word svp",
            "je peux avoir le cv en word ?",
            "cv en word",
            "en word",
            "version word",
        ),
        "tongue:en": (
            "je veux mon cv en anglais",
            "le cv en anglais",
            "traduis mon cv en anglais",
            "mon cv en anglais",
        ),
        "tongue:ar": ("le cv en arabe s'il vous plaît",),
        "tongue": ("traduire mon cv",),
        "nameless": ("je veux un cv anonyme", "enlever mon nom du cv", "cv sans mon nom"),
        "picture": ("le cv en image",),
        "": ("autres formats", "un autre modèle", "changer le modèle"),
    },
    "en": {
        "word": ("can I have the cv in word", "can i have it in word?", "a word version please"),
        "tongue:fr": ("I want my cv in french", "my CV in French please"),
        "tongue": ("translate my cv",),
        "nameless": ("an anonymous cv please", "take my name off the cv"),
        "picture": ("the cv as a picture",),
        "": ("other formats", "a different layout"),
    },
    "ar": {
        "word": ("أريد ملف وورد", "السيرة الذاتية في وورد"),
        "tongue:ar": ("أريد السيرة بالعربية", "سيرتي بالعربية", "السيرة الذاتية بالعربية"),
        "tongue:en": ("السيرة بالإنجليزية من فضلك", "بدي السيرة بالإنجليزي"),
        "tongue": ("ترجمة السيرة",),
        "nameless": ("سيرة بدون اسمي",),
        "": ("صيغ أخرى",),
    },
    "uk": {
        "word": ("можна у ворді?", "мені потрібне резюме у word", "резюме у ворді"),
        "tongue:uk": ("хочу резюме українською", "моє резюме українською"),
        "tongue:en": ("резюме англійською будь ласка",),
        "tongue": ("перекладіть резюме",),
        "nameless": ("анонімне резюме", "резюме без імені"),
        "": ("інші формати", "інший шаблон"),
    },
}
OTHER = {
    "fr": (
        "ajouter une langue au cv",
        "ajouter des expériences au cv",
        "je parle anglais",
        "je peux mettre une photo sur le cv ?",
        "je n'ai pas de cv en anglais",
        "je sais utiliser word",
        "mon cv est faux",
        "je traduis pour ma mère à l'hôpital",
        "j'ai appris word et excel dans une formation de trois mois l'an dernier, mettez cela sur le cv",
    ),
    "en": ("add my experience to the cv", "I speak english", "I can use word", "can I put a photo on the cv"),
    "ar": ("أتكلم العربية", "إضافة خبرة إلى السيرة", "أعرف وورد"),
    "uk": ("додати досвід до резюме", "я говорю українською", "я знаю ворд"),
}


@cache
def content() -> Content:
    return load()


def read(text: str, lang: str) -> Reading:
    one = content()
    return Reading(text, fold(text), 0, one.words[lang], Live(), one, lang)


def opens(text: str, lang: str) -> bool:
    """Whether these words open the door, once it can be opened."""
    said = read(text, lang)
    return command(said.folded, said.words) == "forms" or rules.called(said)


@pytest.mark.parametrize("lang", ASKED)
def test_another_form_is_asked_for_in_many_words(lang: str) -> None:
    heard = {}
    for wanted, texts in ASKED[lang].items():
        for text in texts:
            told = dict(rules.opened(read(text, lang)))
            named = [value.ids[0] for value in told.values()]
            heard[text] = (opens(text, lang), ":".join(named), wanted)
    assert {text: found for text, found in heard.items() if not found[0] or found[1] != found[2]} == {}


@pytest.mark.parametrize("lang", OTHER)
def test_what_only_sounds_like_it_opens_nothing(lang: str) -> None:
    assert [text for text in OTHER[lang] if opens(text, lang)] == []
