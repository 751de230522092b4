"""What the reader, a language model's answers, and both together make of a book: one row of figures for each.

    python benchmarks/second_book.py BOOK WORK [--responses DIR | --claims FILE] [--use reader,llm,both]
                                     [--tables LABEL,…] [--share 0.15] [--seed 1] [--folds 4] [--reuse]
                                     [--measures rows,gloss,parse,into,from,affixes]

The book's own examples are split as :mod:`heldout_examples` does; what is left is built in WORK/USE by ``onebook
extract --use USE`` and ``onebook train``. ``--responses`` are answers to requests made from what is left (``onebook
extract --requests`` in WORK/reader), ``--claims`` a table of facts. Then, on the examples held out:

- *rows*: accepted rows of each table (of the sentence grammar: alternatives), and how many have the model's name;
- *gloss*: words whose gloss is the book's, and how many have it among their candidates;
- *parse*: sentences of up to 10 words spanned by the grammar, as :mod:`parse_coverage` counts, with the gold glosses;
- *into*, *from*: MTOB chrF of the rules into English and out of it, examples with a translation, input unsegmented;
- *affixes*: rows of the book's own affix tables with a right gloss, as :mod:`inventory` counts (``--tables``).

``--reuse`` scores projects that stand in WORK. Deterministic by its seed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from heldout_examples import build, held_out, is_gold, percent, text_of, unsegmented
from inventory import Gold, gold_rows, score
from parse_coverage import counts_as_spanning

from hybrid.evaluate.translation import score_translations
from onebook.project.project import example_igt
from onebook.ruleset import rules
from onebook.session import Session
from onebook.translators import make_translator
from rules.items import Example
from rules.sources.read import read_source

MEASURES = ("rows", "gloss", "parse", "into", "from", "affixes")
WORDS = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("book", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--responses", type=Path)
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--use", default="reader,llm,both")
    parser.add_argument("--tables", default="")
    parser.add_argument("--share", type=float, default=0.15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, default=4, help="folds of onebook train; 0 leaves training out")
    parser.add_argument("--reuse", action="store_true")
    parser.add_argument("--measures", default=",".join(MEASURES))
    args = parser.parse_args()
    read = read_source(args.book, role="book")
    held = held_out(read.examples, args.share, args.seed)
    kept = replace(read, examples=tuple(e for e in read.examples if text_of(e) not in held))
    test = [e for e in read.examples if text_of(e) in held and is_gold(e)]
    gold = gold_rows(read, args.tables.split(","))[0] if args.tables else []
    print(f"{args.book.name}: {len(test)} examples held out, seed {args.seed}", flush=True)
    for use in args.use.split(","):
        project = args.work / use
        if not args.reuse:
            shutil.rmtree(project, ignore_errors=True)
            build(project, kept, args.book, args.folds, [*claims_of(args, use), "--use", use])
        for line in measured(project, test, gold, args.measures.split(",")):
            print(f"{use:<8}{line}", flush=True)
    return 0


def claims_of(args: argparse.Namespace, use: str) -> list[str]:
    """The claims as arguments of ``onebook extract``."""
    if use == "reader":
        return []
    if args.responses:
        return ["--responses", str(args.responses), "--as", "frontier"]
    return ["--claims", str(args.claims)] if args.claims else []


def measured(project: Path, test: Sequence[Example], gold: Sequence[Gold], measures: Sequence[str]) -> list[str]:
    """The figures of a project, a line each."""
    session = Session.open(project)
    lines = []
    if "rows" in measures:
        lines.append(row_counts(session))
    if "gloss" in measures:
        lines.append(glossing(session, test))
    if "parse" in measures:
        lines.append(coverage(session, test))
    for name in ("into", "from"):
        if name in measures:
            lines.append(translation(session, test, into=name == "into"))
    if "affixes" in measures and gold:
        found = score(gold, session.language.morphemes)
        missing = ", ".join(row.form for row, good in zip(gold, found, strict=True) if not good)
        lines.append(f"affixes {sum(found)} of {len(found)}; missing {missing or 'none'}")
    return lines


def row_counts(session: Session) -> str:
    """Accepted rows by table, and those with a model among their origins."""
    accepted = [view for view in rules(session.project) if view.status == "accepted"]
    everything = Counter(view.kind for view in accepted)
    named = Counter(view.kind for view in accepted if "llm:" in f"{view.origin} {view.source}")
    return "rows    " + ", ".join(f"{kind} {number} ({named[kind]})" for kind, number in everything.items())


def glossing(session: Session, test: Sequence[Example]) -> str:
    glosser = session.glosser()
    right: list[bool] = []
    reach: list[bool] = []
    for example in test:
        words = list(glosser.line(" ".join(unsegmented(example))).words)
        for i, gloss in enumerate(example.glosses):
            word = words[i] if i < len(words) else None
            right.append(word is not None and word.gloss == gloss)
            reach.append(word is not None and any(a.gloss == gloss for a in word.analyses))
    return f"gloss   {percent(right)} of {len(right)} words; gold among the candidates {percent(reach)}"


def coverage(session: Session, test: Sequence[Example]) -> str:
    igts = [example_igt(example) for example in test]
    short = [igt for igt in igts if igt.words and len(igt.words) <= WORDS and all(word.analysis for word in igt.words)]
    parser = session.parser()
    spans = [counts_as_spanning(igt, parser.parse(igt)) for igt in short]
    return f"parse   {percent(spans)} of {len(spans)} sentences"


def translation(session: Session, test: Sequence[Example], *, into: bool) -> str:
    """The rules' scores; each text once."""
    meta, own = session.project.config.meta_language, session.project.config.iso or session.project.config.name
    pairs = {text_of(e): (" ".join(unsegmented(e)), e.translation) for e in test if e.translation}
    sources, references = zip(*(pair if into else pair[::-1] for pair in pairs.values()), strict=True)
    translator = make_translator(session, "rules", own if into else meta, meta if into else own)
    found = score_translations([t.text for t in translator.translate(sources)], references)
    mtob = found.systems[0]
    bounds = f" [{mtob.interval.low:.1f}, {mtob.interval.high:.1f}]" if mtob.interval else ""
    return f"{'into' if into else 'from'}    MTOB chrF {mtob.score:.1f}{bounds} of {len(pairs)} sentences"


if __name__ == "__main__":
    sys.exit(main())
