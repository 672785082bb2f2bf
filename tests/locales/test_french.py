"""What can be printed on a French CV is French: each word of it is in the dictionary."""

from __future__ import annotations

import pytest

from locales.catalogs import catalog
from locales.translate import PLACEHOLDER
from tests.dictionary import unknown

PRINTED = ("skill.", "act.", "title.", "job.", "study.", "subject.", "training.", "level.", "rhythm.", "extra.",
           "line.", "time.", "month.", "season.", "cv.heading.")  # fmt: skip


@pytest.mark.parametrize("family", PRINTED)
def test_every_word_of_a_cv_is_in_the_dictionary(family: str) -> None:
    texts = [
        PLACEHOLDER.sub(" ", t) for (key, _), texts in catalog("fr").items() if key.startswith(family) for t in texts
    ]
    assert texts
    assert unknown("\n".join(texts)) == []
