"""`python -m tests.personas [ID ...]`: the figures of the invented people; of those named, the conversations too.

`python -m tests.personas --write` puts the figures on their page, docs/figures.md.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.personas.page import write
from tests.personas.replay import people, replay, table


async def main(wanted: list[str], *, publish: bool) -> None:
    persons, never = people()
    found = []
    for person in persons:
        if wanted and person["id"] not in wanted:
            continue
        with tempfile.TemporaryDirectory() as home:
            one = await replay(person, never, Path(home))
        found.append(one)
        if wanted:
            sys.stdout.write("\n".join([*one.log, "-----", one.text, ""]))
    sys.stdout.write(table(found) + "\n")
    for one in found:
        problems = [*one.missing, *map("never: {}".format, one.never), *map("keep out: {}".format, one.leaked)]
        problems += [*map("repeat: {}".format, one.repeats), *map("asked again: {}".format, one.again)]
        if problems:
            sys.stdout.write(f"{one.person['id']}: {'; '.join(problems)}\n")

    if publish:
        write(table(found))


WORDS = sys.argv[1:]
asyncio.run(main([word for word in WORDS if word != "--write"], publish="--write" in WORDS))
