"""``onebook add``: read sources, say what was read and list every item that could not be."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from morph.errors import OnebookError
from morph.model import Finding
from onebook.project.codec import jsonable
from onebook.project.config import SourceEntry
from onebook.project.project import Project
from onebook.terminal import console, progress
from rules.items import SourceRead

HELP = (
    "Read grammar books (LaTeX, Markdown), dictionaries (CLDF, Toolbox/MDF), texts (flextext, CLDF, SIGMORPHON) and\n"
    "sentence pairs (TSV) into the project. Says what was read, and lists every item that was not, with its place."
)
EXAMPLES = """
  onebook add ~/books/grammar-of-kalamang
  onebook add dictionary/cldf --as dictionary --no-examples
  onebook add texts/*.flextext --as texts
  onebook add pairs.tsv --as parallel
"""
ROLES = ("book", "dictionary", "texts", "parallel")
_SHOWN = 20


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE", help="files or folders")
    parser.add_argument("--as", dest="role", choices=ROLES, help="what it is (default: told by its content)")
    parser.add_argument("--meta-language", default=None, help="ISO code of glosses and translations")
    parser.add_argument(
        "--language", default="", help="read only examples of this language, where a source has several"
    )
    parser.add_argument("--no-examples", action="store_true", help="leave a dictionary's example sentences out")
    parser.add_argument("--strict", action="store_true", help="exit 1 when anything was skipped")
    parser.add_argument(
        "--all-findings", action="store_true", help=f"list all findings, not the first {_SHOWN} of a kind"
    )
    parser.add_argument("--json", action="store_true", help="counts and findings as JSON on stdout")


def run(args: argparse.Namespace) -> int:
    from rules.sources.read import read_source

    project = Project.find(Path.cwd(), args.project)
    failed, skipped, reports = False, False, []
    for source in progress(args.sources, "reading"):
        try:
            read = read_source(
                source,
                role=args.role,
                meta_language=args.meta_language or project.config.meta_language,
                no_examples=args.no_examples,
                language=args.language,
            )
        except OnebookError as error:
            place = "" if str(source) in str(error) else f"{source}: "
            print(f"onebook add: {place}{error}", file=sys.stderr)
            reports.append({"source": str(source), "error": str(error)})
            failed = True
            continue
        entry = SourceEntry(
            os.path.abspath(source), read.kind, args.meta_language or "eng", args.language, args.no_examples
        )
        project.keep_source(read, entry)
        skipped = skipped or any(finding.severity != "note" for finding in read.findings)
        reports.append({"source": str(source), "kind": read.kind, **jsonable(_summary(read))})
        if not args.json:
            _show(source, read, all_findings=args.all_findings)
    if args.json:
        print(json.dumps(reports, ensure_ascii=False, indent=1))
    elif not failed:
        print("next: onebook extract", file=sys.stderr)
    return 1 if failed or (args.strict and skipped) else 0


def _summary(read: SourceRead) -> dict[str, object]:
    return {"counts": dict(read.counts), "findings": read.findings}


def _show(source: Path, read: SourceRead, *, all_findings: bool) -> None:
    out = console(stderr=False)
    out.print(f"[bold]{source}[/bold] read as {read.kind}", highlight=False)
    for name, count in read.counts:
        out.print(f"  {count:>7,}  {name.replace('.', ' ')}", highlight=False)
    groups: dict[str, list[Finding]] = {}
    for finding in read.findings:
        groups.setdefault(finding.code, []).append(finding)
    for code, findings in sorted(groups.items()):
        out.print(f"  [yellow]{code}[/yellow] {len(findings)} ×", highlight=False)
        for finding in findings if all_findings else findings[:_SHOWN]:
            out.print(f"    {finding.source}  {finding.message}", highlight=False, markup=False, soft_wrap=True)
            if finding.hint and len(findings) == 1:
                out.print(f"      → {finding.hint}", highlight=False, markup=False, soft_wrap=True)
        if len(findings) > _SHOWN and not all_findings:
            out.print(f"    … {len(findings) - _SHOWN} more: --all-findings lists them", highlight=False)
