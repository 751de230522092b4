"""``onebook inflect``: the paradigm of a lexeme, generated from the rules."""

from __future__ import annotations

import argparse
import json

from morph.errors import OnebookError
from morph.model import Lexeme
from onebook.project.codec import jsonable
from onebook.session import Session

HELP = "Generate the paradigm of a lexeme, named by headword, id or gloss. Every form comes from the rules."
EXAMPLES = """
  onebook inflect kewe
  onebook inflect house --slots case
  onebook inflect kewe --json
"""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lexeme", metavar="LEXEME", help="headword, lexeme id or gloss")
    parser.add_argument("--slots", default="", help="only these slots, separated by commas")
    parser.add_argument("--json", action="store_true", help="JSON on stdout")


def lookup(lexemes: tuple[Lexeme, ...], name: str) -> list[Lexeme]:
    """Lexemes named ``name``: by id, else by headword, else by gloss; OnebookError with near ones where none is."""
    import difflib

    key = name.casefold()
    for attribute in ("id", "headword", "gloss"):
        found = [row for row in lexemes if getattr(row, attribute).casefold() == key]
        if found:
            return found
    near = difflib.get_close_matches(name, [row.headword for row in lexemes], n=3)
    hint = f"nearest headwords: {', '.join(near)}" if near else "onebook rules list --kind lexeme"
    raise OnebookError(f"no lexeme '{name}'", hint=hint)


def run(args: argparse.Namespace) -> int:
    from morph.paradigm import paradigm

    session = Session.open(args.project)
    found = lookup(session.project.language().lexemes, args.lexeme)
    slots = tuple(slot.strip() for slot in args.slots.split(",") if slot.strip())
    tables = [(lexeme, paradigm(lexeme, session.compiled, slots=slots)) for lexeme in found]
    if args.json:
        print(json.dumps([jsonable(table) for _, table in tables], ensure_ascii=False, indent=1))
        return 0
    from onebook.show import show_paradigm

    for lexeme, table in tables:
        show_paradigm(lexeme, table)
    return 0
