"""``onebook extract``: propose rules from what was read, and merge them into the project's tables."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from morph.errors import OnebookError
from onebook.asking import (
    USES,
    Outcome,
    ask_model,
    joined,
    only,
    origin,
    read_responses,
    report,
    requests_for,
    take_claims,
    write_out,
)
from onebook.conflicts import conflict_lines
from onebook.pricing import PRICE, PRICE_HELP, price
from onebook.project.codec import jsonable
from onebook.project.project import Applied, Project, example_igt
from onebook.terminal import console
from rules.extract.extract import Proposal
from rules.llm.claims import Verdict
from rules.llm.rows import Taken
from rules.withhold import withhold

HELP = (
    "Propose lexicon, morphemes, sound rules, morphotactics and a sentence grammar from everything that was added.\n"
    "Every rule is replayed on the glossed examples; clear ones are accepted, the others wait for a person.\n"
    "A row that you edited is never overwritten: a conflict is shown instead.\n"
    "--requests writes the book in pieces as prompts for any language model: one file a prompt, nothing is sent.\n"
    "--responses reads the answers. Every claim is checked against the book and replayed on its examples; claims/\n"
    "keeps them all with their verdicts, the accepted ones become rows with the model as their origin.\n"
    "--llm asks a model itself: a stopped run goes on where it was, a repeated one costs nothing."
)
EXAMPLES = """
  onebook extract
  onebook extract --json > summary.json
  onebook extract --requests requests/        # prompts as files, for any chat window or batch service
  onebook extract --responses answers/ --as MODEL
  onebook extract --llm qwen3:8b --base-url http://127.0.0.1:11434/v1     # the key, if any, from ONEBOOK_API_KEY
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
    parser.add_argument("--responses", type=Path, metavar="DIR", help="read answers (NNN-HASH.json or .txt)")
    parser.add_argument(
        "--as", dest="model", default="unknown", metavar="MODEL", help="the model that gave the answers"
    )
    parser.add_argument("--claims", type=Path, metavar="FILE", help="take in a table of claims (claims/facts.tsv)")
    parser.add_argument(
        "--use", choices=USES, default="both", help="rows of the reader, of the model, or both (for comparing them)"
    )
    parser.add_argument(
        "--llm", metavar="MODEL", help="ask this model (of a server, or local:NAME); answers are kept in .cache/"
    )
    parser.add_argument("--base-url", default="", metavar="URL", help="an OpenAI-compatible server of your own")
    parser.add_argument("--jobs", type=int, default=4, metavar="N", help="requests at a time (default: 4)")
    parser.add_argument("--dry-run", action="store_true", help="say what --llm would send and cost, send nothing")
    parser.add_argument("--yes", action="store_true", help="send without asking")
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
    asked, answers = None, None
    if args.requests or args.responses or args.llm:
        asked = requests_for(project.config, reads, proposal, args.sections)
        if args.requests:
            write_out(args.requests, asked, project.config, args.price)
        if args.responses:
            answers = read_responses(args.responses, asked, origin(args.model))
        if args.llm:
            answers = joined(answers, ask_model(project, asked, args))
    if args.use == "reader":
        outcome = Outcome(Taken(proposal, (), syntax, (), ()))
    else:
        outcome = take_claims(project, reads, proposal, syntax, answers.claims if answers else (), args.claims)
        outcome = replace(outcome, taken=only(outcome.taken, args.use))
    if answers:
        outcome = replace(outcome, findings=(*answers.findings, *outcome.findings))
    taken = outcome.taken.proposal
    applied = project.apply(
        lexemes=taken.lexemes,
        morphemes=taken.morphemes,
        sounds=taken.sounds,
        templates=taken.templates,
        classes=taken.classes,
        abbreviations=taken.abbreviations,
        syntax=outcome.taken.syntax,
        transfer=outcome.transfer,
        segmented=proposal.segmented,
    )
    _show(proposal, applied, outcome, as_json=args.json)
    if not args.json:
        print("next: onebook rules list --status proposed (they wait for you), onebook gloss FILE", file=sys.stderr)
    return 1 if any(finding.code == "L112" for finding in outcome.findings) else 0


def _show(proposal: Proposal, applied: Applied, outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        summary = {
            "rows": dict(applied.rows),
            "counts": dict(proposal.counts),
            "findings": jsonable((*proposal.findings, *outcome.findings)),
            "claims": [_claim(verdict) for verdict in outcome.taken.verdicts],
            "conflicts": [[name, jsonable(conflict)] for name, conflict in applied.conflicts],
        }
        print(json.dumps(summary, ensure_ascii=False, indent=1))
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
    for line in report(outcome):
        out.print(line, highlight=False, markup=False, soft_wrap=True)
    for name, conflict in applied.conflicts:
        for line in conflict_lines(name, conflict):
            out.print(f"  {line}", style="yellow", highlight=False, markup=False, soft_wrap=True)
    if applied.conflicts:
        out.print(
            "  what you wrote stays; to take the extraction's: onebook rules edit ID COLUMN=VALUE", highlight=False
        )


def _claim(verdict: Verdict) -> dict[str, object]:
    return {
        "id": verdict.claim.id,
        "type": verdict.claim.type,
        "status": verdict.status,
        "content": dict(verdict.claim.fields),
        "reasons": list(verdict.reasons),
        "source": verdict.source,
    }
