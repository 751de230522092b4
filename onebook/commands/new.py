"""``onebook new``: an empty language project."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from morph.errors import OnebookError
from onebook.project.config import SETTINGS, Config
from onebook.project.project import Project

HELP = "Make an empty language project in DIR: plain tables that you can open in a spreadsheet and keep in git."
EXAMPLES = """
  onebook new kalamang --name Kalamang --iso kgv
  onebook new mylang --name "My Language" --iso xyz --meta-language spa
"""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", type=Path, metavar="DIR", help="where to make it")
    parser.add_argument("--name", required=True, help="name of the language")
    parser.add_argument("--iso", default="", help="ISO 639-3 code")
    parser.add_argument("--glottocode", default="", help="Glottolog code")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting (may be repeated)")
    parser.add_argument("--meta-language", default="eng", help="ISO 639-3 code of the glosses (default: eng)")


def run(args: argparse.Namespace) -> int:
    iso = args.iso.strip()
    if iso and not (len(iso) == 3 and iso.isascii() and iso.isalpha() and iso.islower()):
        raise OnebookError(f"'{iso}' is not an ISO 639-3 code", hint="three lower-case letters, as in --iso kgv")
    settings = tuple(_setting(item) for item in args.set)
    config = Config(args.name, iso, args.glottocode, args.meta_language, settings=settings)
    project = Project.create(args.directory, config)
    print(f"{project.root}: an empty project for {args.name}", file=sys.stderr)
    print(f"next: onebook add BOOK DICTIONARY ... --project {project.root}", file=sys.stderr)
    return 0


def _setting(item: str) -> tuple[str, str]:
    key, equals, value = item.partition("=")
    if key not in SETTINGS or not equals:
        lines = "; ".join(f"{name}: {text}" for name, (_, text) in SETTINGS.items())
        raise OnebookError(f"'{item}' is not a setting", hint=f"KEY=VALUE with one of {lines}")
    return key, value
