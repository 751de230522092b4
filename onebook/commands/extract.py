"""``onebook extract``: propose rules from what was read, and merge them into the project's tables."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from morph.errors import OnebookError
from onebook.asking import PRICE, PRICE_HELP, ask, price
from onebook.project.codec import jsonable
from onebook.project.project import Applied, Project, example_igt
from onebook.terminal import console
from rules.extract.extract import Proposal
from rules.withhold import withhold

HELP = (
    "Propose lexicon, morphemes, sound rules, morphotactics and a sentence grammar from everything that was added.\n"
    "Every rule is replayed on the glossed examples; clear ones are accepted, the others wait for a person.\n"
    "A row that you edited is never overwritten: a conflict is shown instead.\n"
    "--requests writes the book in pieces as prompts for any large language model: one file a prompt, nothing is sent."
)
EXAMPLES = """
  onebook extract
  onebook extract --json > summary.json
  onebook extract --requests requests/        # prompts as files, for any chat window or batch service
"""

_SHOWN = 20


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="counts, findings and conflicts as JSON on stdout")
    parser.add_argument("--requests", type=Path, metavar="DIR", help="write the prompts for a language model to DIR")
    parser.add_argument(
        "--sections", action="append", default=[], metavar="N", help="ask about this section only (may be repeated)"
    )
    parser.add_argument(
        "--withhold", action="append", default=[], metavar="N", help="leave this section out of everything (for a test)"
    )
    parser.add_argument("--price", type=price, default=PRICE, metavar="IN,OUT", help=PRICE_HELP)


def run(args: argparse.Namespace) -> int:
    from rules.extract.extract import extract
    from rules.extract.syntax import induce_grammar

    project = Project.find(Path.cwd(), args.project)
    reads = project.source_reads()
    if not reads:
        raise OnebookError("nothing to extract from: no source was added", hint="onebook add BOOK")
    reads = [withhold(read, args.withhold) for read in reads]
    proposal = extract(reads, settings=dict(project.config.settings))
    igts = [example_igt(e) for e in project.examples() if e.aligned and not e.language and e.judgement != "*"]
    syntax, _ = induce_grammar(igts, proposal.lexemes, proposal.morphemes, proposal.abbreviations)
    applied = project.apply(
        lexemes=proposal.lexemes,
        morphemes=proposal.morphemes,
        sounds=proposal.sounds,
        templates=proposal.templates,
        classes=proposal.classes,
        abbreviations=proposal.abbreviations,
        syntax=syntax,
    )
    _show(proposal, applied, as_json=args.json)
    if args.requests:
        ask(project.config, reads, proposal, args)
    return 0


def _show(proposal: Proposal, applied: Applied, *, as_json: bool) -> None:
    if as_json:
        report = {
            "rows": dict(applied.rows),
            "counts": dict(proposal.counts),
            "findings": jsonable(proposal.findings),
            "conflicts": [[name, jsonable(conflict)] for name, conflict in applied.conflicts],
        }
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return
    out = console(stderr=False)
    for name, count in applied.rows:
        out.print(f"  {count:>7,}  {name}", highlight=False)
    for name, count in proposal.counts:
        out.print(f"  {count:>7,}  {name.replace('.', ' ')}", highlight=False)
    for finding in proposal.findings[:_SHOWN]:
        out.print(f"  {finding}", highlight=False, markup=False, soft_wrap=True)
    if len(proposal.findings) > _SHOWN:
        out.print(f"  … {len(proposal.findings) - _SHOWN} more findings: --json lists them", highlight=False)
    for name, conflict in applied.conflicts:
        fields = ", ".join(conflict.fields)
        out.print(f"  conflict in {name}, row {conflict.mine.id}: {fields}", style="yellow", highlight=False)
        for field in conflict.fields:
            yours, theirs = getattr(conflict.mine, field, ""), getattr(conflict.new, field, "")
            out.print(f"    yours: {yours}   extraction: {theirs}", highlight=False, markup=False)
