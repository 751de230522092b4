"""``onebook export``: the rules in other formats."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from morph.files import write_atomic
from onebook.project.codec import jsonable
from onebook.ruleset import rules
from onebook.session import Session

HELP = (
    "Write the rules in another format. lexc: stems, affixes and their order for foma and HFST; with --out also the\n"
    "foma script that adds environments and sound rules and saves the transducer. json: every row of the tables."
)
EXAMPLES = """
  onebook export lexc > kalamang.lexc
  onebook export lexc --out fst/kalamang.lexc      writes fst/kalamang.foma too: foma -f fst/kalamang.foma
  onebook export json --out rules.json
"""
FORMATS = ("lexc", "json")


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("format", choices=FORMATS, metavar="FORMAT", help=" or ".join(FORMATS))
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file to write (default: standard output)")


def run(args: argparse.Namespace) -> int:
    session = Session.open(args.project)
    session.report_findings()
    text = _lexc(session, args.out) if args.format == "lexc" else _json(session)
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


def _json(session: Session) -> str:
    config = session.project.config
    tables: dict[str, list[Any]] = {}
    for view in rules(session.project):
        tables.setdefault(view.kind, []).append(jsonable(view.row))
    record = {"name": config.name, "iso": config.iso, "glottocode": config.glottocode, "classes": dict(config.classes)}
    return json.dumps({**record, "rules": tables}, ensure_ascii=False, indent=1) + "\n"
