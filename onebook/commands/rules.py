"""``onebook rules``: inspect and edit the rules of a project."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from morph.model import IGT, STATUSES
from onebook.project.codec import jsonable
from onebook.project.project import Project
from onebook.ruleset import KINDS, RuleView, find, rules, set_status
from onebook.terminal import console

HELP = "Inspect and edit the rules: morphemes, sound rules, lexemes, templates, transfer rules."
EXAMPLES = """
  onebook rules list --kind sound
  onebook rules list --kind morpheme --status proposed
  onebook rules show loc
  onebook rules accept s7 s9
"""


def register(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="rules in one line each")
    listing.add_argument("--kind", choices=KINDS, help="only this kind")
    listing.add_argument("--status", choices=STATUSES, help="only with this status")
    listing.add_argument("--origin", help="only from here: reader, hand, llm:…")
    listing.add_argument("--best", type=int, metavar="N", help="the N best attested, best first")
    listing.add_argument("--source", help="only where the address holds this text")
    listing.add_argument("--json", action="store_true", help="JSON on stdout")
    show = actions.add_parser("show", help="one rule with its address, evidence and examples")
    show.add_argument("id", metavar="ID")
    show.add_argument("--examples", type=int, default=5, help="how many examples (default: 5)")
    show.add_argument("--json", action="store_true", help="JSON on stdout")
    for action in ("accept", "reject"):
        change = actions.add_parser(action, help=f"{action} rules by id")
        change.add_argument("ids", nargs="+", metavar="ID")
    for sub in actions.choices.values():
        sub.add_argument("--project", type=Path, metavar="DIR", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    project = Project.find(Path.cwd(), args.project)
    if args.action == "list":
        return _list(project, args)
    if args.action == "show":
        return _show(project, args)
    for view in set_status(project, args.ids, f"{args.action}ed"):
        print(f"{view.kind} {view.id}: {view.status} → {args.action}ed   {view.summary}")
    return 0


def _list(project: Project, args: argparse.Namespace) -> int:
    found = [view for view in rules(project, (args.kind,) if args.kind else KINDS) if _wanted(view, args)]
    if args.best is not None:
        found = sorted(found, key=lambda v: v.evidence.contradicted - v.evidence.attested)[: args.best]
    if args.json:
        print(json.dumps([jsonable(view) for view in found], ensure_ascii=False, indent=1))
        return 0
    out = console(stderr=False)
    for view in found:
        counts = f"{view.evidence.attested}✓ {view.evidence.contradicted}✗"
        out.print(
            f"{view.id:<14} {view.status:<9} {counts:>9}  {view.summary}   {_places(view.source)}",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    out.print(f"{len(found)} rules", highlight=False)
    return 0


def _places(source: str) -> str:
    """The first address of a rule, and how many more it has (``rules show`` lists them)."""
    first, *more = source.split(" ; ")
    return f"{first} +{len(more)}" if more else first


def _wanted(view: RuleView, args: argparse.Namespace) -> bool:
    return (
        (not args.status or view.status == args.status)
        and (not args.origin or view.origin == args.origin)
        and (not args.source or args.source in view.source)
    )


def _show(project: Project, args: argparse.Namespace) -> int:
    view = find(project, args.id)
    examples = _examples(project, view, args.examples)
    if args.json:
        record = {**jsonable(view), "examples": [jsonable(example) for example in examples]}
        print(json.dumps(record, ensure_ascii=False, indent=1))
        return 0
    out = console(stderr=False)
    out.print(f"{view.kind} {view.id}: {view.summary}", style="bold", highlight=False, markup=False)
    out.print(f"  {view.status}, origin {view.origin}, from {view.source}", highlight=False, markup=False)
    out.print(f"  attested {view.evidence.attested}, contradicted {view.evidence.contradicted}", highlight=False)
    for igt in examples:
        out.print(f"  {igt.source}", style="dim", highlight=False, markup=False)
        out.print(f"    {' '.join(w.segmented for w in igt.words)}", highlight=False, markup=False)
        out.print(f"    {' '.join(w.gloss for w in igt.words)}", highlight=False, markup=False)
        out.print(f"    ‘{igt.translation}’", highlight=False, markup=False)
    return 0


def _examples(project: Project, view: RuleView, limit: int) -> list[IGT]:
    """Examples in which the morph of this rule stands, by form and gloss."""
    form = getattr(view.row, "form", getattr(view.row, "headword", None))
    gloss = getattr(view.row, "gloss", None)
    found = []
    for igt in project.seen():
        morphs = (m for word in igt.words if word.analysis for m in word.analysis.morphs)
        if form and any(m.form.casefold() == form.casefold() and m.gloss == gloss for m in morphs):
            found.append(igt)
            if len(found) >= limit:
                break
    return found
