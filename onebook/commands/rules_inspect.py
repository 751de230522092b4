"""``onebook rules list`` and ``show``: what there is, and one rule with all that speaks for it and against it."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from morph.model import STATUSES
from onebook.marking import marked
from onebook.occurrences import Occurrence, occurrences
from onebook.output import emit, say
from onebook.passages import Passages, addresses
from onebook.project.codec import jsonable
from onebook.project.project import Project
from onebook.quotes import quotes_of
from onebook.ruleset import KINDS, RuleView, find, rules
from onebook.session import Session

_EVIDENCE = re.compile(r"none|against|clean|\d+")


def register(actions: Any) -> None:
    listing = actions.add_parser(
        "list",
        help="rules in one line each",
        epilog="examples:\n  onebook rules list --kind morpheme --origin llm --status proposed\n"
        "  onebook rules list --section 9.2\n  onebook rules list --evidence against",
    )
    listing.add_argument("--kind", choices=KINDS, action="append", help="only this kind (may stand several times)")
    listing.add_argument("--status", choices=STATUSES, help="only with this status")
    listing.add_argument("--origin", help="only from here: reader, hand, llm (any model) or llm:MODEL")
    listing.add_argument("--section", metavar="S", help="only from this section: its number or words of its title")
    listing.add_argument(
        "--evidence", type=_evidence, metavar="E",
        help="none, against (more against than for), clean (for, never against), or N (for, N or more)",
    )  # fmt: skip
    listing.add_argument("--find", metavar="TEXT", help="only where form, gloss or id holds this text")
    listing.add_argument("--source", help="only where the address holds this text")
    listing.add_argument("--best", type=int, metavar="N", help="the N best attested, best first")
    show = actions.add_parser("show", help="one rule with its passage of the book, evidence and examples")
    show.add_argument("ids", nargs="+", metavar="ID")
    show.add_argument("--examples", type=int, default=3, metavar="N", help="how many examples (default: 3)")


def _evidence(text: str) -> str:
    if not _EVIDENCE.fullmatch(text):
        raise argparse.ArgumentTypeError("say none, against, clean or a number")
    return text


def run(args: argparse.Namespace) -> int:
    project = Project.find(Path.cwd(), args.project)
    return _list(project, args) if args.action == "list" else _show(project, args)


def _list(project: Project, args: argparse.Namespace) -> int:
    passages = Passages(project)
    found = [view for view in rules(project, args.kind or KINDS) if _wanted(view, args, passages)]
    if args.best is not None:
        found = sorted(found, key=lambda v: v.evidence.contradicted - v.evidence.attested)[: args.best]
    if args.json:
        return emit([jsonable(view) for view in found])
    for view in found:
        counts = f"{view.evidence.attested}✓ {view.evidence.contradicted}✗"
        say(f"{view.id:<14} {view.status:<9} {counts:>9}  {view.summary}   {_places(view.source)}".rstrip())
    say(f"{len(found)} rules")
    return 0


def _places(source: str) -> str:
    """The first address of a rule, and how many more it has (``rules show`` lists them)."""
    first, *more = source.split(" ; ")
    return f"{first} +{len(more)}" if more else first


def _wanted(view: RuleView, args: argparse.Namespace, passages: Passages) -> bool:
    row = view.row
    words = (view.id, *(str(getattr(row, n, "")) for n in ("form", "headword", "gloss", "construction", "body")))
    return (
        (not args.status or view.status == args.status)
        and (not args.origin or _from(view.origin, args.origin))
        and (not args.source or args.source in view.source)
        and (not args.find or any(args.find.casefold() in word.casefold() for word in words))
        and (not args.evidence or _evident(view, args.evidence))
        and (not args.section or passages.in_section(view.source, args.section))
    )


def _from(origin: str, wanted: str) -> bool:
    """Whether one of the origins of a rule is the wanted one, or a model where ``llm`` is wanted."""
    return any(part == wanted or part.startswith(f"{wanted}:") for part in re.split(r"\s*[;+,]\s*", origin))


def _evident(view: RuleView, wanted: str) -> bool:
    good, bad = view.evidence.attested, view.evidence.contradicted
    if wanted.isdigit():
        return good >= int(wanted)
    return {"none": not good and not bad, "against": bad > good, "clean": good > 0 and not bad}[wanted]


def _show(project: Project, args: argparse.Namespace) -> int:
    session = Session(project)
    passages = Passages(project)
    records = []
    for number, rule_id in enumerate(args.ids):
        view = find(project, rule_id)
        found = list(occurrences(session, view))
        if args.json:
            records.append(_record(project, view, passages, found, args.examples))
            continue
        if number:
            say("")
        _show_one(view, passages, found, args.examples)
        _show_claims(project, view)
    return emit(records if len(records) > 1 else records[0]) if args.json else 0


def _show_one(view: RuleView, passages: Passages, found: list[Occurrence], limit: int) -> None:
    say(f"{view.kind} {view.id}: {view.summary}", style="bold")
    say(f"  {view.status}, origin {view.origin}; {view.evidence.attested} for, {view.evidence.contradicted} against")
    _show_row(view)
    quoted = passages.passages(view.source)
    for address in addresses(view.source) if not quoted else ():
        say(f"  from {address}")
    for passage in quoted[:3]:
        say(f"  {passage.kind} at {passage.address}{f', section {passage.section}' if passage.section else ''}:")
        say(f"    {passage.text}", wrap=4)
    if len(quoted) > 3:
        places = "1 more place" if len(quoted) == 4 else f"{len(quoted) - 3} more places"
        say(f"  {places}: {' ; '.join(p.address for p in quoted[3:])}", wrap=4)
    if not found:
        if view.kind in ("morpheme", "lexeme", "sound"):
            say("  no example has it")
        return
    count = f"{len(found)} {'example' if len(found) == 1 else 'examples'}"
    say(f"  in {count}{', the first:' if len(found) > limit else ':'}")
    for item in found[:limit]:
        say(f"    {item.igt.source or item.igt.id}", style="dim")
        for line in marked(item.igt, item.marks):
            say(f"      {line}")
        if item.igt.translation:
            say(f"      ‘{item.igt.translation}’")


def _show_row(view: RuleView) -> None:
    """The cells that the summary does not show."""
    if view.kind == "syntax":
        say(f"  line {view.row.line} of syntax.lark")
    slot = getattr(view.row, "slot", "")
    if slot:
        say(f"  slot {slot} of morphotactics.toml")
    obligatory = getattr(view.row, "obligatory", ())
    if obligatory:
        say(f"  obligatory: {' '.join(obligatory)}")


def _show_claims(project: Project, view: RuleView) -> None:
    """What an extraction by a language model said about the rule, word for word, with the verdict on it."""
    for claim in quotes_of(project, view):
        who = " by a person" if claim.decided else ""
        quote = f": “{claim.quote}”" if claim.quote else ""
        section = f", section {claim.section}" if claim.section else ""
        say(f"  claim {claim.id} of {claim.origin}{section}, {claim.verdict}{who}{quote}", wrap=4)
        for reason in claim.reasons:
            say(f"    {reason}", wrap=6)


def _record(
    project: Project, view: RuleView, passages: Passages, found: list[Occurrence], limit: int
) -> dict[str, Any]:
    return {
        **jsonable(view),
        "passages": [jsonable(passage) for passage in passages.passages(view.source)],
        "claims": [jsonable(claim) for claim in quotes_of(project, view)],
        "occurrences": len(found),
        "examples": [{**jsonable(item.igt), "marks": jsonable(item.marks)} for item in found[:limit]],
    }
