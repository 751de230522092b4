"""How much of a grammar book the LaTeX reader reads, and how fast.

    python benchmarks/read_books.py BOOK_FOLDER [BOOK_FOLDER ...] [--unaligned] [--show N] [--seed 1]

prints one row per book: gloss commands seen, word-aligned, morph-aligned (the separators of form and gloss agree in
every word), with translation, label, section, source reference; tables, sections, abbreviations, entries; CPU
seconds. ``--unaligned`` lists every example that could not be aligned, ``--show N`` prints N random examples. Nothing
is random but that choice (``--seed``).
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from pathlib import Path

from rules.items import Example, SourceRead
from rules.sources.latex import read_latex_book

COLUMNS = (
    "book", "files", "seen", "aligned", "%", "morphs", "transl", "label", "section", "ref", "tables", "heads", "abbr",
    "entries", "finds", "cpu s",
)  # fmt: skip


def morph_aligned(example: Example) -> bool:
    """Whether form and gloss have the same separators in every word."""
    pattern = re.compile(r"[-=~<>]")
    return example.aligned and all(
        pattern.findall(morph) == pattern.findall(gloss)
        for morph, gloss in zip(example.morphs, example.glosses, strict=True)
    )


def row(name: str, read: SourceRead, seconds: float) -> list[str]:
    """The figures of one book."""
    counts = dict(read.counts)
    examples = read.examples
    seen = counts.get("examples.seen", 0)
    aligned = counts.get("examples.aligned", 0)
    figures = [
        counts["files"], seen, aligned, f"{100 * aligned / seen:.1f}" if seen else "-",
        sum(map(morph_aligned, examples)), sum(bool(e.translation) for e in examples),
        sum(bool(e.label) for e in examples), sum(bool(e.section) for e in examples),
        sum(bool(e.reference) for e in examples), f"{counts.get('tables.read', 0)}/{counts.get('tables.seen', 0)}",
        counts["sections"], counts["abbreviations"], counts["entries"], len(read.findings), f"{seconds:.1f}",
    ]  # fmt: skip
    return [name, *map(str, figures)]


def show(example: Example) -> None:
    """Print one example with its address."""
    print(f"\n{example.source}  section {example.section}  {example.reference}  {example.judgement}")
    for line in (example.surface, " ".join(example.morphs), " ".join(example.glosses), f"‘{example.translation}’"):
        if line.strip("‘’"):
            print("   ", line)


def main(arguments: list[str] | None = None) -> int:
    """Read the books and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("books", nargs="+", type=Path, metavar="BOOK_FOLDER")
    parser.add_argument("--unaligned", action="store_true", help="list the examples that could not be aligned")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N random examples of each book")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    rows, reads = [list(COLUMNS)], []
    for book in given.books:
        start = time.process_time()
        read = read_latex_book(book)
        name = "/".join(book.resolve().parts[-2:])
        rows.append(row(name, read, time.process_time() - start))
        reads.append(read)
    widths = [max(len(line[column]) for line in rows) for column in range(len(COLUMNS))]
    for line in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))
    for read in reads:
        if given.unaligned:
            print(*(finding for finding in read.findings if finding.code == "latex.example-unaligned"), sep="\n")
        for example in random.Random(given.seed).sample(read.examples, min(given.show, len(read.examples))):
            show(example)
    return 0


if __name__ == "__main__":
    sys.exit(main())
