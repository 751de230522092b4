"""``onebook gloss``: text → interlinear glossed text."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from morph.errors import OnebookError
from onebook.formats import FORMATS, Options, dump
from onebook.inputs import read_lines
from onebook.session import Session

if TYPE_CHECKING:
    from morph.gloss import Glosser
    from morph.model import IGT, GlossedWord

HELP = (
    "Gloss text, one sentence a line, from FILE or standard input. Every word comes out: what nothing explains is\n"
    "guessed and marked so, or glossed '?'. The basis of each gloss is in every format."
)
EXAMPLES = """
  echo "Ma he bo" | onebook gloss
  onebook gloss story.txt --to tsv > story.tsv
  onebook gloss story.txt --all --trace        every analysis, with the rules that led to it
  onebook gloss story.txt --min-confidence 0.8 leave what is less sure than that open
  onebook gloss --confirm story.tsv            read a corrected table back into confirmed.tsv
  onebook gloss dev.txt --from sigmorphon --to sigmorphon
"""
INPUTS = ("text", "sigmorphon", "flextext")


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="text to gloss (default: standard input)")
    parser.add_argument("--from", dest="source", choices=INPUTS, default="text", help="form of the input")
    parser.add_argument("--to", dest="target", choices=FORMATS, default="text", help="form of the output")
    parser.add_argument("--all", dest="all_analyses", action="store_true", help="all analyses of each word")
    parser.add_argument("--trace", action="store_true", help="the steps that led to each gloss, and what decided")
    parser.add_argument(
        "--min-confidence", type=_share, default=0.0, metavar="X",
        help="leave words of which the choice is less sure than X (0 to 1) open: glossed '?'",
    )  # fmt: skip
    parser.add_argument("--confirm", type=Path, metavar="TSV", help="take a corrected --to tsv file as confirmed")
    parser.add_argument("--width", type=int, default=0, help="width of the text (default: the terminal's)")
    parser.add_argument("--colour", choices=("auto", "always", "never"), default="auto", help="colour in text output")


def run(args: argparse.Namespace) -> int:
    session = Session.open(args.project)
    if args.confirm:
        from onebook.confirm import confirm

        return confirm(session.project, args.confirm)
    if args.min_confidence > 0 and not (session.project.path("models") / "gloss.json").exists():
        raise OnebookError("no confidence without a trained chooser", hint="train it: onebook train")
    session.report_findings()
    options = _options(args, session)
    igts = _glossed(args, session.glosser(trace=args.trace))
    if args.min_confidence > 0:
        igts = (left_open(igt, args.min_confidence) for igt in igts)
    if args.trace:
        igts = (session.traced(igt) for igt in igts)
    for piece in dump(args.target, igts, options):
        sys.stdout.write(piece)
    return 0


def _share(text: str) -> float:
    value = float(text)
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def left_open(igt: IGT, least: float) -> IGT:
    """The sentence with the words below a confidence left for the linguist; their analyses stay as suggestions.

    Only a trained chooser gives confidences; punctuation and confirmed words are never opened.
    """
    return replace(igt, words=tuple(_opened(word, least) for word in igt.words))


def _opened(word: GlossedWord, least: float) -> GlossedWord:
    analysis = word.analysis
    sure = analysis is None or analysis.basis == "confirmed" or analysis.pos == "punct"
    return word if sure or word.confidence >= least else replace(word, chosen=None)


def _options(args: argparse.Namespace, session: Session) -> Options:
    import shutil

    config = session.project.config
    colour = args.colour == "always" or (args.colour == "auto" and sys.stdout.isatty())
    width = args.width or shutil.get_terminal_size((100, 24)).columns
    return Options(config.name, config.iso, args.all_analyses, args.trace, width, colour)


def _glossed(args: argparse.Namespace, glosser: Glosser) -> Iterator[IGT]:
    if args.source == "text":
        number = 0
        for line in read_lines(args.file):
            if line.strip():
                number += 1
                yield glosser.line(line, id=str(number))
        return
    yield from _from_examples(args, glosser)


def _from_examples(args: argparse.Namespace, glosser: Glosser) -> Iterator[IGT]:
    """Interlinear input: the text is glossed anew, a given segmentation is kept, given glosses are ignored."""
    from onebook.inputs import read_interlinear

    for number, (text, segmented, translation) in enumerate(read_interlinear(args.file, args.source), 1):
        if segmented and len(segmented.split()) == len(text.split()):
            igt = glosser.segmented_line(text, segmented, id=str(number), translation=translation)
        else:
            igt = glosser.line(text, id=str(number), translation=translation)
        yield replace(igt, text=text)
