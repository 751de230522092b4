"""``onebook report``: the project as one HTML file that a person enjoys reading."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from onebook.session import Session

HELP = (
    "Write one self-contained HTML file about the project: what was read and what could not be, the rules with their\n"
    "evidence, affixes by position, paradigms, a glossed text, trees, translations, scores with intervals, errors."
)
EXAMPLES = """
  onebook report kalamang.html
  onebook report kalamang.html --text story.txt
  onebook report kalamang.html --heldout heldout/
"""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT.html", help="the file to write")
    parser.add_argument("--text", type=Path, metavar="FILE", help="a text to gloss and show, one sentence a line")
    parser.add_argument(
        "--heldout",
        type=Path,
        metavar="DIR",
        help="sentences to score: *.txt with \\t and \\g lines, pairs in SOURCE-TARGET.tsv",
    )


def run(args: argparse.Namespace) -> int:
    from onebook.report.build import write_report

    session = Session.open(args.project)
    session.report_findings()
    write_report(session, args.out, text=args.text, heldout=args.heldout)
    print(f"onebook: wrote {args.out}", file=sys.stderr)
    return 0
