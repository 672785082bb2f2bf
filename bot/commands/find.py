"""Find the occupations a phrase is near to.

It prints the candidates, best first, each with its code, its title, its score and why; an empty list when nothing is
sure enough. Exit code 2 when the language or a setting is not known.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing
from dataclasses import asdict

from bot.app import finder, hinter, load_content
from bot.settings import SettingError, Settings, from_environment
from bot.store.imported import Imported
from flows.model import State, Text

UNKNOWN = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("phrase", help="in the first person, as somebody would say it")
    parser.add_argument("--lang", default="fr", help="the language of the phrase (fr)")
    parser.add_argument("--json", action="store_true", help="a list for programs")


def run(args: Namespace) -> int:
    """Print the candidates."""
    try:
        settings = from_environment()
    except SettingError as error:
        print(error, file=sys.stderr)
        return UNKNOWN
    with closing(Imported(settings.data.expanduser())) as imported:
        return _run(args, settings, imported)


def _run(args: Namespace, settings: Settings, imported: Imported) -> int:
    content = load_content(settings)
    find = finder(content, imported)
    if args.lang not in find.languages:
        print(f"No words of {args.lang}: one of {', '.join(find.languages)}.", file=sys.stderr)
        return UNKNOWN
    hints = hinter(content, imported)(Text(args.phrase), State(lang=args.lang))
    found = find(hints.written or args.phrase, args.lang, hints.spelling)
    if args.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False))
        return 0
    for one in found:
        print(f"{one.code}  {one.title}  {one.score:.2f}  {', '.join(one.why)}")
    return 0
