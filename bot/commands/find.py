"""Find the occupations a phrase is near to.

It prints the candidates, best first, each with its code, its title, its score and why; an empty list when nothing is
sure enough. Exit code 2 when the language is not known.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from bot.app import finder, hinter, load_content
from bot.settings import Settings
from flows.model import State, Text

UNKNOWN_LANGUAGE = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("phrase", help="in the first person, as somebody would say it")
    parser.add_argument("--lang", default="fr", help="the language of the phrase (fr)")
    parser.add_argument("--json", action="store_true", help="a list for programs")


def run(args: Namespace) -> int:
    """Print the candidates."""
    content = load_content(Settings())
    find = finder(content)
    if args.lang not in find.languages:
        print(f"No words of {args.lang}: one of {', '.join(find.languages)}.", file=sys.stderr)
        return UNKNOWN_LANGUAGE
    hints = hinter(content)(Text(args.phrase), State(lang=args.lang))
    found = find(hints.written or args.phrase, args.lang, hints.spelling)
    if args.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False))
        return 0
    for one in found:
        print(f"{one.code}  {one.title}  {one.score:.2f}  {', '.join(one.why)}")
    return 0
