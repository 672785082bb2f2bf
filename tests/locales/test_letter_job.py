"""The sentence of a letter that names the job: "as a dressmaker", or the work in a sentence of its own."""

from __future__ import annotations

import pytest

from flows.letter.document import build
from flows.model import State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content


@pytest.mark.parametrize(
    ("job", "said"),
    [
        ("couturier", "Je souhaite travailler comme couturier dans votre équipe."),
        ("couturière", "Je souhaite travailler comme couturière dans votre équipe."),
        ("ouvrier agricole", "Je souhaite travailler comme ouvrier agricole dans votre équipe."),
        ("comptable", "Je souhaite rejoindre votre équipe. Le métier que je cherche : comptable."),
        ("ménage", "Je souhaite rejoindre votre équipe. Le métier que je cherche : propreté de locaux."),
    ],
)
def test_a_letter_says_who_looks_for_work_or_which_work(job: str, said: str) -> None:
    chat = Chat(content(), State(lang="fr"), label=translator("fr"))
    for one in (*WAYS["fr"][:6], job, *WAYS["fr"][7:]):
        chat.send(one)
    first = next(iter(build(content(), tuple(chat.facts)).lines()))
    assert translator("fr")(first.phrase).replace("\N{NO-BREAK SPACE}", " ") == said
