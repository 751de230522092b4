"""``onebook rules check``: mistakes in the tables by code; exit status 1 where there are any."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from morph.errors import OnebookError
from morph.model import Finding
from onebook.checking import material_of
from onebook.output import emit, say
from onebook.project.codec import jsonable
from rules.check import Check, catalogue, selected
from rules.check import run as run_checks

SHOWN = 10


def register(actions: Any) -> None:
    checking = actions.add_parser(
        "check",
        help="mistakes in the tables by code; exit 1 where there are any",
        epilog="examples:\n  onebook rules check\n  onebook rules check --select E,W3 --ignore W304\n"
        "  onebook rules check --explain W302\n  onebook rules check --codes",
    )
    checking.add_argument("--select", type=_codes, default=[], metavar="CODES", help="only these, as E,W3,W601")
    checking.add_argument("--ignore", type=_codes, default=[], metavar="CODES", help="not these")
    checking.add_argument("--all", action="store_true", help=f"every finding (default: {SHOWN} of each code)")
    checking.add_argument("--explain", metavar="CODE", help="what a code means and what to do")
    checking.add_argument("--codes", action="store_true", help="the table of all codes")


def _codes(text: str) -> list[str]:
    codes = [code.strip().upper() for code in text.split(",") if code.strip()]
    for code in codes:
        if not any(known.startswith(code) for known in catalogue()):
            raise argparse.ArgumentTypeError(f"no code begins with {code}: onebook rules check --codes")
    return codes


def run(args: argparse.Namespace) -> int:
    if args.codes or args.explain:
        return _explain(args)
    material = material_of(Path.cwd(), args.project)
    checks = selected(args.select, args.ignore)
    found = list(run_checks(material, checks))
    if args.json:
        emit([jsonable(finding) for finding in found])
        return 1 if found else 0
    skipped = [item.code for item in checks if item.needs_language and material.language is None]
    _show(found, checks, everything=args.all)
    if skipped:
        say(f"{len(skipped)} checks were left out, because a file can't be read")
    return 1 if found else 0


def _show(found: Sequence[Finding], checks: Sequence[Check], *, everything: bool) -> None:
    told: Counter[str] = Counter()
    hints = {item.code: item.explanation for item in checks}
    for finding in found:
        told[finding.code] += 1
        if everything or told[finding.code] <= SHOWN:
            line = f":{finding.source.line}" if finding.source.line else ""
            say(f"{finding.source.path}{line}: {finding.code} {finding.message}")
    by_code = Counter(finding.code for finding in found)
    for code, count in sorted(by_code.items()):
        more = f" ({count - SHOWN} not shown: --all)" if count > SHOWN and not everything else ""
        say(f"{count:>6} × {code}{more}  {hints[code]}", wrap=16)
    errors = sum(count for code, count in by_code.items() if code.startswith("E"))
    say(f"{errors} errors, {len(found) - errors} warnings of {len(checks)} checks" if found else "nothing found")


def _explain(args: argparse.Namespace) -> int:
    items = catalogue()
    if args.explain:
        if args.explain.upper() not in items:
            raise OnebookError(f"there is no code {args.explain}", hint="onebook rules check --codes")
        items = {args.explain.upper(): items[args.explain.upper()]}
    if args.json:
        return emit([{"code": i.code, "message": i.message, "explanation": i.explanation} for i in items.values()])
    for item in items.values():
        say(f"{item.code}  {item.message}", style="bold")
        say(f"      {item.explanation}", wrap=6)
    return 0
