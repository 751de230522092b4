"""``onebook rules score``: what every rule gains and costs on the gold examples, leaving one rule out at a time."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from morph.model import Language
from onebook.effects import sentences_of
from onebook.kept_scores import kept_scores, scores_on_record
from onebook.output import emit, say, warn
from onebook.project.codec import jsonable
from onebook.ruleset import find, rows_of, summary
from onebook.session import Session
from onebook.terminal import progress
from rules.compare import Sentence
from rules.score import Case, RuleScore, Scored, score


def register(actions: Any) -> None:
    scoring = actions.add_parser(
        "score",
        help="what every rule gains and costs on the gold examples",
        epilog="examples:\n  onebook rules score --worst 10\n  onebook rules score --status proposed\n"
        "  onebook rules score obj s1 --gold dev.txt\n\n"
        "Words are glossed by the rules alone, without the tables of seen words. A rule gains the words that are\n"
        "right with it and wrong without it, and costs those that are wrong with it and right without it; for a\n"
        "proposed rule: if it were accepted.",
    )
    scoring.add_argument("ids", nargs="*", metavar="ID", help="only these rules (default: all that touch a word)")
    scoring.add_argument("--kind", choices=("morpheme", "sound", "template", "lexeme"), help="only this kind")
    scoring.add_argument("--status", choices=("accepted", "proposed"), help="only rules in force, or only proposals")
    scoring.add_argument("--worst", type=int, metavar="N", help="the N that cost most beyond what they gain")
    scoring.add_argument("--best", type=int, metavar="N", help="the N that gain most (default: 30)")
    scoring.add_argument("--gold", type=Path, metavar="FILE", help="gold sentences as SIGMORPHON blocks")


def run(args: argparse.Namespace) -> int:
    session = Session.open(args.project)
    session.report_findings()
    scored = _scored(session, args)
    wanted = [rule for rule in scored.rules if _wanted(rule.kind, rule, args)]
    unknown = [rule_id for rule_id in args.ids if not any(rule_id in (r.id, f"{r.kind}:{r.id}") for r in wanted)]
    for rule_id in unknown:
        find(session.project, rule_id)
        warn(f"{rule_id} has no score: only accepted and proposed rules of words have one")
    shown = _ranked(wanted, args)
    if args.json:
        return emit({"tokens": scored.tokens, "right": scored.right, "rules": [_record(rule) for rule in shown]})
    _show(session, scored, wanted, shown)
    return 0


def _scored(session: Session, args: argparse.Namespace) -> Scored:
    """The scores, kept between runs; a few rules that are asked for by themselves are not worth keeping."""
    project = session.project
    is_whole = not (args.ids or args.kind or args.status)
    if not is_whole and (found := scores_on_record(project, args.gold)) is not None:
        return found
    sentences = _gold(args.gold) if args.gold else sentences_of(session)

    def make() -> Scored:
        return score(_all_rows(session), sentences, only=lambda kind, row: _wanted(kind, row, args), watch=_watched)

    return kept_scores(project, args.gold, make) if is_whole else make()


def _watched(jobs: Sequence[Any]) -> Iterable[Any]:
    return progress(jobs, "rules")


def _all_rows(session: Session) -> Language:
    """The language with its proposed rows beside the accepted ones."""
    project = session.project

    def rows(kind: str) -> tuple[Any, ...]:
        return tuple(row for row in rows_of(project, kind) if row.status != "rejected")

    return replace(
        session.language,
        lexemes=rows("lexeme"),
        morphemes=rows("morpheme"),
        sounds=rows("sound"),
        templates=rows("template"),
    )


def _gold(path: Path) -> list[Sentence]:
    from hybrid.evaluate.loading import read_glossed

    found = []
    for number, glossed in enumerate(read_glossed(path), 1):
        from morph.text import split_token

        words, gold = glossed.text.split(), glossed.gloss.split()
        if len(words) == len(gold):
            cores = tuple(split_token(word).core for word in words)
            found.append(Sentence(glossed.id or str(number), str(path), cores, tuple(gold)))
    return found


def _wanted(kind: str, row: Any, args: argparse.Namespace) -> bool:
    if args.ids:
        return row.id in args.ids or f"{kind}:{row.id}" in args.ids
    return (not args.kind or kind == args.kind) and (not args.status or row.status == args.status)


def _ranked(rules: Sequence[RuleScore], args: argparse.Namespace) -> list[RuleScore]:
    if args.ids:
        return list(rules)
    touching = [rule for rule in rules if rule.touched]
    if args.worst is not None:
        harmful = sorted((rule for rule in touching if rule.costs), key=lambda r: (r.net, r.id))
        return harmful[: args.worst]
    return sorted(touching, key=lambda r: (-r.net, r.id))[: args.best or 30]


def _record(rule: RuleScore) -> dict[str, Any]:
    return {**jsonable(rule), "net": rule.net}


def _show(session: Session, scored: Scored, wanted: Sequence[RuleScore], shown: Sequence[RuleScore]) -> None:
    share = 100 * scored.right / scored.tokens if scored.tokens else 0.0
    say(f"{scored.right:,} of {scored.tokens:,} gold words are right by the rules alone ({share:.1f} %)")
    texts = {(kind, row.id): summary(row) for kind in ("morpheme", "sound", "template", "lexeme")
             for row in rows_of(session.project, kind)}  # fmt: skip
    say(f"  {'rule':<16} {'gains':>6} {'costs':>6} {'net':>6} {'touches':>8} {'readings':>9}")
    for rule in shown:
        mark = "" if rule.status == "accepted" else f"  ({rule.status})"
        say(
            f"  {rule.id:<16} {rule.gains:>6} {rule.costs:>6} {rule.net:>+6} {rule.touched:>8} {rule.readings:>9}"
            f"  {texts.get((rule.kind, rule.id), '')}{mark}"
        )
        for sign, cases in (("+", rule.gained), ("−", rule.lost)):
            for case in cases[: 1 if len(shown) > 5 else 3]:
                say(f"      {sign} {_case(case)}")
    quiet = sum(not rule.touched for rule in wanted)
    say(f"{len(shown)} rules shown; {quiet:,} of {len(wanted):,} change no gold word")


def _case(case: Case) -> str:
    times = f" ×{case.tokens}" if case.tokens > 1 else ""
    return f"{case.word}{times}: {case.with_rule} with it, {case.without} without it; gold {case.gold}"
