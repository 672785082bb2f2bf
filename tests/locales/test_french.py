"""What can be printed on a French CV is French: each word of it is in the dictionary."""

from __future__ import annotations

from locales.catalogs import catalog
from locales.translate import PLACEHOLDER
from tests.dictionary import unknown

PRINTED = ("skill.", "act.", "title.", "job.", "study.", "subject.", "training.", "level.", "rhythm.", "extra.",
           "line.", "time.", "month.", "season.", "cv.heading.")  # fmt: skip


def test_every_word_of_a_cv_is_in_the_dictionary() -> None:
    said = [(key, PLACEHOLDER.sub(" ", text)) for (key, _), texts in catalog("fr").items() for text in texts]
    printed = {family: [text for key, text in said if key.startswith(family)] for family in PRINTED}
    assert [family for family, texts in printed.items() if not texts] == []
    assert unknown("\n".join(text for texts in printed.values() for text in texts)) == []
