"""``onebook rules gaps``: what is missing, the most frequent first, ready to accept."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from morph.errors import OnebookError
from onebook import gaps, mending
from onebook.editing import parse_fields
from onebook.effects import sentences_of, text_sentences
from onebook.gap_text import headline, lines_of
from onebook.output import emit, say
from onebook.project.codec import jsonable
from onebook.project.project import Project
from onebook.session import Session
from onebook.terminal import progress


def register(actions: Any) -> None:
    listing = actions.add_parser(
        "gaps",
        help="words without analysis, most frequent first, with what would mend each",
        epilog="examples:\n  onebook rules gaps                          the project's own texts and sentence pairs\n"
        "  onebook rules gaps story.txt other.txt --top 50\n  onebook rules gaps --accept 1\n"
        "  onebook rules gaps --accept 3b gloss=stone pos=n\n\n"
        "Every mend that is shown was tested: with it the word has an analysis.",
    )
    listing.add_argument("files", nargs="*", metavar="FILE", help="texts, one sentence a line (with --accept: cells)")
    listing.add_argument("--top", type=int, default=20, metavar="N", help="how many words (default: 20)")
    listing.add_argument("--accept", metavar="N", help="make the mend N (or Nb, Nc) of the last list")
    listing.add_argument("--quick", action="store_true", help="with --accept: don't tell which sentences change")


def run(args: argparse.Namespace) -> int:
    project = Project.find(Path.cwd(), args.project)
    if args.accept:
        return _accept(project, args)
    session = Session(project)
    session.report_findings()
    sentences = [s for file in args.files for s in text_sentences(Path(file))] if args.files else sentences_of(session)
    found = gaps.find_gaps(session, sentences, limit=args.top, watch=lambda jobs: progress(jobs, "words"))
    gaps.keep(project, found)
    total, tokens, words = gaps.counts(session, sentences)
    if args.json:
        summary = {"tokens": total, "without_analysis": tokens, "different": words}
        return emit({**summary, "gaps": [jsonable(gap) for gap in found]})
    say(headline(total, tokens, words))
    for gap in found:
        for line in lines_of(gap):
            say(line)
    if found:
        say("accept a mend: onebook rules gaps --accept N [gloss=… pos=…], another one: --accept Nb")
    return 0


def _accept(project: Project, args: argparse.Namespace) -> int:
    from onebook.commands.rules_edit import make

    gap, option = gaps.kept(project, args.accept)
    wrong = [word for word in args.files if "=" not in word]
    if wrong:
        raise OnebookError(
            f"{wrong[0]!r} is not of the shape column=value", hint="onebook rules gaps --accept 3 gloss=…"
        )
    mend = option.mend
    row = mending.accepted_row(project, option, parse_fields(args.files, mend.kind))
    what = " ".join(["gaps", "--accept", args.accept, *args.files])
    return make(project, args, f"{what}  ({gap.gap.word})", [(mend.kind, mending.old_row(project, mend), row)])
