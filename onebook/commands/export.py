"""``onebook export``: the rules in other formats."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from morph.errors import OnebookError
from morph.files import write_atomic
from onebook.project.codec import jsonable
from onebook.ruleset import rules
from onebook.session import Session

HELP = (
    "Write the rules in another format. lexc: stems, affixes and their order for foma and HFST; with --out also the\n"
    "foma script that adds environments and sound rules and saves the transducer. json: every row of the tables.\n"
    "lift: lexemes, affixes and clitics as a dictionary for FLEx and other programs. cldf: the same as a data set in\n"
    "the folder --out; --examples puts the project's glossed examples into it."
)
EXAMPLES = """
  onebook export lexc > kalamang.lexc
  onebook export lexc --out fst/kalamang.lexc      writes fst/kalamang.foma too: foma -f fst/kalamang.foma
  onebook export json --out rules.json
  onebook export lift --out kalamang.lift          a dictionary that FLEx imports
  onebook export cldf --out cldf --examples
"""
FORMATS = ("lexc", "json", "lift", "cldf")


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS[:-1]) + " or " + FORMATS[-1]
    )
    parser.add_argument(
        "--out", type=Path, metavar="PATH", help="file to write, cldf: folder (default: standard output)"
    )
    parser.add_argument("--examples", action="store_true", help="cldf: with the glossed examples of the sources")


def run(args: argparse.Namespace) -> int:
    session = Session.open(args.project)
    session.report_findings()
    if args.format == "cldf":
        return _cldf(session, args)
    text = {"lexc": _lexc, "json": _json, "lift": _lift}[args.format](session, args.out)
    if args.out is None:
        sys.stdout.write(text)
        return 0
    args.out.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(args.out, text)
    print(f"onebook: wrote {args.out}", file=sys.stderr)
    return 0


def _lexc(session: Session, out: Path | None) -> str:
    from morph.lexc import export, script

    if out is not None:
        foma = out.with_suffix(".foma")
        out.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(foma, script(session.compiled, str(out), str(out.with_suffix(".fst"))))
        print(f"onebook: wrote {foma}", file=sys.stderr)
    return export(session.compiled)


def _cldf(session: Session, args: argparse.Namespace) -> int:
    from onebook.cldf_dictionary import write

    if args.out is None or args.out.is_file():
        raise OnebookError("a CLDF data set is a folder", hint="name it: onebook export cldf --out FOLDER")
    examples = [e for e in session.project.examples() if e.aligned and not e.language] if args.examples else []
    config = session.project.config
    entries = write(args.out, session.language, examples, meta_language=config.meta_language)
    print(f"onebook: wrote {args.out}: {entries:,} entries, {len(examples):,} examples", file=sys.stderr)
    return 0


def _lift(session: Session, out: Path | None) -> str:
    from onebook import __version__
    from onebook.lift import lift

    meta_language = session.project.config.meta_language
    return lift(session.language, meta_language=meta_language, producer=f"onebook {__version__}")


def _json(session: Session, out: Path | None) -> str:
    config = session.project.config
    tables: dict[str, list[Any]] = {}
    for view in rules(session.project):
        tables.setdefault(view.kind, []).append(jsonable(view.row))
    record = {"name": config.name, "iso": config.iso, "glottocode": config.glottocode, "classes": dict(config.classes)}
    return json.dumps({**record, "rules": tables}, ensure_ascii=False, indent=1) + "\n"
