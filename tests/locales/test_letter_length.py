"""The longest letter there can be: 150 words (CONTENT.md 7), in each language."""

from __future__ import annotations

import pytest

from flows.letter.rules import REASON, SPOKEN
from locales import languages
from locales.catalogs import catalog

MOST = 150
BLOCKS = ("letter.job", "letter.seen", "letter.life.time", "letter.can", "letter.start", "letter.phone")
AROUND = ("letter.to", "letter.greeting", "letter.close")
NAMES = 4 + 6 + 4  # words of a person, an employer and the person again
TIME = 6


@pytest.mark.parametrize("lang", languages())
def test_the_longest_letter_has_150_words(lang: str) -> None:
    said = {key: texts for (key, _), texts in catalog(lang).items()}

    def longest(*begin: str) -> list[int]:
        return sorted(
            (len(t.split()) for key, texts in said.items() if key.startswith(begin) for t in texts), reverse=True
        )

    ours = sum(longest(part)[0] for part in (*BLOCKS, *AROUND))
    filled = sum(longest("skill.")[:SPOKEN]) + longest("title.")[0] + longest("job.")[0] + TIME + NAMES
    assert ours + filled + REASON // 4 <= MOST
