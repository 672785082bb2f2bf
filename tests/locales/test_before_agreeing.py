"""What is asked before the agreement is answered, and neither agrees nor refuses; the agreement is asked again."""

from __future__ import annotations

import pytest

from flows.model import State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content

ASKED = {
    "fr": {
        "kept": ("vous gardez quoi ?", "vous gardez combien de temps", "d'accord pour quoi", "je peux effacer après ?"),
        "price": ("c'est payant ?",),
        "readers": ("qui lit ça", "mes données vont où"),
        "sanction": ("et si je refuse", "si je dis non il se passe quoi"),
        "what": ("c'est quoi ce truc", "c koi", "c'est quoi", "vous faites quoi"),
    },
    "en": {
        "kept": ("what do you keep", "how long do you keep it", "agree to what?", "can I delete it after"),
        "price": ("is it free",),
        "what": ("what is this", "what can you do", "what is this app"),
        "readers": ("who reads this", "where does my data go", "will the job centre see it"),
        "sanction": ("what if i refuse", "what happens if i say no"),
    },
    "ar": {
        "kept": (
            "شنو كتحفظو؟",
            "ماذا تحفظون",
            "كم مدة تحتفظون",
            "موافق على ماذا",
            "على ماذا أوافق",
            "هل أستطيع الحذف لاحقا",
        ),
        "price": ("مجاني؟",),
        "what": ("شو هاد", "ما هذا التطبيق"),
        "readers": ("من يقرأ هذا", "أين تذهب بياناتي"),
        "sanction": ("ماذا لو رفضت", "هل هذا إجباري"),
    },
    "uk": {
        "kept": ("що ви зберігаєте", "як довго зберігаєте", "згода на що", "чи можна потім видалити"),
        "price": ("скільки коштує",),
        "what": ("що це таке", "що це за програма"),
        "readers": ("хто це читає", "куди йдуть мої дані"),
        "sanction": ("що буде якщо ні", "це обов'язково"),
    },
}
CASES = [(lang, side, said) for lang, sides in ASKED.items() for side, ways in sides.items() for said in ways]


@pytest.mark.parametrize(("lang", "side", "said"), CASES)
def test_a_question_before_the_agreement_is_answered_and_agrees_to_nothing(lang: str, side: str, said: str) -> None:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    chat.send(WAYS[lang][0])
    chat.send(said)
    keys = [part.key for part in chat.says[-1].parts]
    known = {f"side.{side}", "seen.nobody" if side == "readers" else ""}
    assert (bool(known & {*keys[:1]}), keys[-1]) == (True, "ask.charter.consent")
    assert not chat.trace.live.ids("charter/consent")


def test_who_refused_is_told_that_it_is_erased_and_not_that_it_is_kept() -> None:
    chat = Chat(content(), State(lang="fr"), label=translator("fr"))
    for one in ("bonjour", "je refuse", "vous gardez combien de temps ?"):
        chat.send(one)
    assert chat.says[-1].parts[0].key == "consent.refuse"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "oui, c'est gratuit ?"),
        ("fr", "ok d'accord"),
        ("en", "yes, is it free?"),
        ("ar", "نعم، هل هو مجاني؟"),
        ("uk", "так, це безкоштовно?"),
    ],
)
def test_a_yes_with_a_question_behind_it_agrees(lang: str, said: str) -> None:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    chat.send(WAYS[lang][0])
    chat.send(said)
    assert chat.trace.live.ids("charter/consent") == ("agree",)
