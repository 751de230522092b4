"""``onebook gloss``: text → interlinear glossed text."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from morph.errors import OnebookError
from onebook.formats import AROUND, FORMATS, TELLING, Options, dump
from onebook.inputs import read_lines
from onebook.session import Session

if TYPE_CHECKING:
    from morph.model import IGT, GlossedWord

HELP = (
    "Gloss text, one sentence a line, from FILE or standard input. Every word comes out: what nothing explains is\n"
    "guessed and marked so (°), or glossed '?'. The basis of each gloss and how sure it is stand in every format\n"
    "(in text and sigmorphon with --basis)."
)
EXAMPLES = """
  echo "Ma he bo" | onebook gloss
  onebook gloss story.txt --to tsv > story.tsv
  onebook gloss story.txt --trace              the three best analyses, and why
  onebook gloss story.txt --basis              what each gloss stands on, and how sure it is
  onebook gloss story.txt --min-confidence 0.8 leave what is less sure than that open
  onebook gloss story.txt --explain-unknown    why words have no analysis, and the entry or rule that mends each
  onebook gloss corpus.txt --to tsv --jobs 0   a large text, on all cores
  onebook gloss story.txt --to elan --out story.eaf
  onebook gloss --confirm story.tsv            read a corrected table back into confirmed.tsv
  onebook gloss dev.txt --from sigmorphon --to sigmorphon
"""
_SUFFIXES = {".flextext": "flextext", ".eaf": "elan", ".conllu": "conllu"}
INPUTS = ("text", "sigmorphon", "flextext", "elan", "toolbox", "cldf", "conllu")


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="text to gloss (default: standard input)")
    parser.add_argument(
        "--from", dest="source", choices=INPUTS, help="form of the input (default: by the name of FILE, else text)"
    )
    parser.add_argument("--to", dest="target", choices=FORMATS, default="text", help="form of the output")
    parser.add_argument("--all", dest="all_analyses", action="store_true", help="all analyses of each word")
    parser.add_argument(
        "--trace", action="store_true",
        help="the three best analyses, each with the rules that led to it and what decided in context",
    )  # fmt: skip
    parser.add_argument(
        "--basis", action="store_true",
        help="basis and confidence of every word, in a line of its own (text, sigmorphon)",
    )  # fmt: skip
    parser.add_argument(
        "--explain-unknown", action="store_true",
        help="after the text: words that are guessed or unknown, most frequent first, with what would mend each",
    )  # fmt: skip
    parser.add_argument("--top", type=_count, default=20, metavar="N", help="how many words to explain (default 20)")
    parser.add_argument(
        "--min-confidence", type=_share, default=0.0, metavar="X",
        help="leave words of which the choice is less sure than X (0 to 1) open: glossed '?'",
    )  # fmt: skip
    parser.add_argument(
        "--jobs", type=_count, default=1, metavar="N",
        help="processes that share the work; 0 for one on each core (default 1). The output is the same",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="PATH", help="write to this file (cldf: to this folder)")
    parser.add_argument("--confirm", type=Path, metavar="TSV", help="take a corrected --to tsv file as confirmed")
    parser.add_argument("--width", type=int, default=0, help="width of the text (default: the terminal's)")
    parser.add_argument("--colour", choices=("auto", "always", "never"), default="auto", help="colour in text output")


def run(args: argparse.Namespace) -> int:
    args.source = args.source or _SUFFIXES.get(args.file.suffix.casefold() if args.file else "", "text")
    session = Session.open(args.project)
    if args.confirm:
        from onebook.confirm import confirm

        return confirm(session.project, args.confirm)
    if args.min_confidence > 0 and not (session.project.path("models") / "gloss.json").exists():
        raise OnebookError("no confidence without a trained chooser", hint="train it: onebook train")
    session.report_findings()
    args.meta_language = session.project.config.meta_language
    options = _options(args, session)
    work = _Work(args, session, options)
    if args.explain_unknown:
        pieces = _explained(args, work, options)
    elif args.jobs == 1:
        pieces = dump(args.target, map(work.sentence, _inputs(args)), options)
    else:
        pieces = _shared(args, work, options)
    return _write(pieces, args)


def _write(pieces: Iterator[str], args: argparse.Namespace) -> int:
    """The output on standard output, or in a file that is there only when it is whole."""
    if args.out is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return 0
    if args.target == "cldf":
        for _ in pieces:
            pass
    else:
        from morph.files import write_atomic

        args.out.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(args.out, "".join(pieces))
    print(f"onebook: wrote {args.out}", file=sys.stderr)
    return 0


Sentence = tuple[int, str, str, str]
"""Number, text, segmentation, translation."""


class _Work:
    """Glosses sentences as the arguments say."""

    def __init__(self, args: argparse.Namespace, session: Session, options: Options) -> None:
        self.session, self.options = session, options
        self.target, self.least, self.trace = args.target, args.min_confidence, args.trace
        self.plain = args.source == "text"
        self.glosser = session.glosser(trace=args.trace)

    def sentence(self, item: Sentence) -> IGT:
        """One sentence, glossed."""
        number, text, segmented, translation = item
        # interlinear input: the text is glossed anew, a given segmentation is kept, given glosses are ignored
        if segmented and len(segmented.split()) == len(text.split()):
            igt = self.glosser.segmented_line(text, segmented, id=str(number), translation=translation)
        else:
            igt = self.glosser.line(text, id=str(number), translation=translation)
        if not self.plain:
            igt = replace(igt, text=text)
        if self.least > 0:
            igt = left_open(igt, self.least)
        return self.session.traced(igt) if self.trace else igt

    def igts(self, items: list[Sentence]) -> list[IGT]:
        """Several sentences."""
        return list(map(self.sentence, items))

    def written(self, items: list[Sentence]) -> str:
        """Several sentences in the output format, without what stands around all of them."""
        before, after = AROUND[self.target]
        pieces = list(dump(self.target, map(self.sentence, items), self.options))
        return "".join(pieces[before : len(pieces) - after])


def _shared(args: argparse.Namespace, work: _Work, options: Options) -> Iterator[str]:
    """The output, the sentences shared out among processes."""
    from onebook.parallel import cores, in_order

    jobs = args.jobs or cores()
    work.sentence((0, "…x", "", ""))  # what is made on demand is made before the processes part, so that they share it
    if args.target not in AROUND:
        pieces = in_order(work.igts, _inputs(args), jobs)
        yield from dump(args.target, (igt for piece in pieces for igt in piece), options)
        return
    before, _ = AROUND[args.target]
    around = list(dump(args.target, (), options))
    yield from around[:before]
    yield from in_order(work.written, _inputs(args), jobs)
    yield from around[before:]


def _explained(args: argparse.Namespace, work: _Work, options: Options) -> Iterator[str]:
    """The output, and after it the stories of its words without analysis: in the output where its format has a place
    for them, else as text on standard error."""
    from onebook.gap_text import story_lines
    from onebook.gaps import Story, Unexplained
    from onebook.parallel import cores, in_order
    from onebook.terminal import progress

    seen = Unexplained()

    def story() -> Story:
        return seen.story(work.session, limit=args.top, watch=lambda words: progress(words, "words"))

    if args.jobs == 1:
        igts: Iterator[IGT] = map(work.sentence, _inputs(args))
    else:
        work.sentence((0, "…x", "", ""))
        igts = (igt for piece in in_order(work.igts, _inputs(args), args.jobs or cores()) for igt in piece)
    if args.target in TELLING:
        yield from dump(args.target, seen.watch(igts), replace(options, story=story))
        return
    yield from dump(args.target, seen.watch(igts), options)
    for line in story_lines(story()):
        print(line, file=sys.stderr)


def _inputs(args: argparse.Namespace) -> Iterator[Sentence]:
    if args.source == "text":
        lines = (line for line in read_lines(args.file) if line.strip())
        yield from ((number, line, "", "") for number, line in enumerate(lines, 1))
        return
    from onebook.inputs import read_interlinear

    for number, sentence in enumerate(read_interlinear(args.file, args.source, args.meta_language), 1):
        yield (number, *sentence)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes")
    return int(text)


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
    return Options(
        config.name,
        config.iso,
        args.all_analyses,
        args.trace,
        width,
        colour,
        basis=args.basis,
        out=args.out,
        meta_language=config.meta_language,
    )
