"""``onebook rules``: inspect and edit the rules of a project. Each verb is a module ``rules_VERB`` beside this one."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

HELP = (
    "Inspect and edit the rules: morphemes, sound rules, lexemes, templates, transfer and sentence rules.\n"
    "A change is validated before it is written, tells which sentences it changes, and can be taken back."
)
EXAMPLES = """
  onebook rules list --kind sound --status proposed
  onebook rules show loc                       the rule, its passage, its examples
  onebook rules why sotara                     each step, from which rule, from which page
  onebook rules score --worst 10               which rules cost more than they gain
  onebook rules accept s7 s9
  onebook rules edit loc environment=N_        without fields: in $EDITOR
  onebook rules add lexeme headword=kiru pos=n gloss=stone
  onebook rules undo
  onebook rules check --select E,W3
  onebook rules diff HEAD~1                    which sentences changed since that commit
  onebook rules gaps story.txt                 what is missing, most frequent first
"""
# Modules by the verbs that they bring, in the order of the work.
MODULES = ("rules_inspect", "rules_why", "rules_score", "rules_edit", "rules_check", "rules_diff", "rules_gaps")


def register(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name in MODULES:
        module = importlib.import_module(f"onebook.commands.{name}")
        before = set(actions.choices)
        module.register(actions)
        for verb in actions.choices:
            if verb not in before:
                actions.choices[verb].set_defaults(module=name)
    for sub in actions.choices.values():
        sub.formatter_class = parser.formatter_class
        sub.add_argument("--json", action="store_true", help="JSON on stdout")
        sub.add_argument("--project", type=Path, metavar="DIR", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    return int(importlib.import_module(f"onebook.commands.{args.module}").run(args))
