"""``onebook rules diff``: which rules and which sentences differ between two states of a project."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from morph.errors import OnebookError
from onebook.effects import effect_of, sentences_of, show_effect, text_sentences
from onebook.output import emit, say
from onebook.project.codec import jsonable
from onebook.project.project import Project
from onebook.states import RowChange, opened, row_changes

SHOWN = 40


def register(actions: Any) -> None:
    diff = actions.add_parser(
        "diff",
        help="which rules and sentences differ between two states: folders, or revisions in git",
        epilog="examples:\n  onebook rules diff                     the last commit and what stands here now\n"
        "  onebook rules diff HEAD~3              that revision and what stands here now\n"
        "  onebook rules diff v1 v2 --text story.txt\n  onebook rules diff ../before ../after\n\n"
        "Sentences are glossed by the rules alone: what is stored of seen words would hide every change.",
    )
    diff.add_argument("states", nargs="*", metavar="STATE", help="up to two: a folder or a revision (default: HEAD)")
    diff.add_argument("--text", type=Path, metavar="FILE", help="sentences, one a line (default: the project's own)")
    diff.add_argument("--rules-only", action="store_true", help="only the rules that differ")
    diff.add_argument("--all", action="store_true", help=f"all sentences (default: the first {SHOWN})")


def run(args: argparse.Namespace) -> int:
    states = list(args.states)
    if len(states) > 2:
        raise OnebookError("diff compares two states", hint="onebook rules diff OLD NEW")
    with opened(states, _here(args)) as (old, new):
        rows = row_changes(old.project, new.project)
        effect = None
        if not args.rules_only:
            texts = text_sentences(args.text) if args.text else sentences_of(new)
            effect = effect_of(old, new, texts)
    if args.json:
        return emit({"rules": [jsonable(row) for row in rows], "effect": jsonable(effect) if effect else None})
    for row in rows[: None if args.all else SHOWN]:
        say(_told(row))
    if len(rows) > SHOWN and not args.all:
        say(f"  … {len(rows) - SHOWN} more rules: --all")
    say("1 rule differs" if len(rows) == 1 else f"{len(rows)} rules differ")
    if effect is not None:
        for line in show_effect(effect, len(effect.changed) if args.all else SHOWN):
            say(line)
    return 0


def _here(args: argparse.Namespace) -> Project | None:
    """The project in which the command is called; two folders can be compared from anywhere."""
    try:
        return Project.find(Path.cwd(), args.project)
    except OnebookError:
        if args.project is not None or not args.states:
            raise
        return None


def _told(row: RowChange) -> str:
    if row.before is None:
        return f"+ {row.kind} {row.id}   {row.summary}"
    if row.after is None:
        return f"− {row.kind} {row.id}   {row.summary}"
    cells = "; ".join(f"{name} {old or '∅'} → {new or '∅'}" for name, old, new in row.cells)
    return f"~ {row.kind} {row.id}: {cells}   {row.summary}"
