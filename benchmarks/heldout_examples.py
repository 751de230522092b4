"""Gloss examples of a grammar book that were taken out before its project was built.

usage: python benchmarks/heldout_examples.py BOOK [--share 0.15] [--seed 1] [--work DIR] [--errors]

The distinct texts of the book's own aligned examples are shuffled under the seed and a share of them, with every
example of the same text, leaves the book before ``extract`` and ``train`` (both as a user would call them). The
input is the first line without ``-`` and ``=``; a word counts where its whole gloss is that of the book. Beside it the
table of seen words: each word form with the gloss that it has most often in what is left of the book.
``--with-translation`` hands the translation lines over as well, as ``gloss --from sigmorphon`` does.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from sigmorphon import calibration_error

from morph.model import GlossedWord
from onebook.project.config import SourceEntry
from onebook.project.project import Project
from onebook.session import Session
from rules.items import Example, SourceRead
from rules.sources.read import read_source


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("book", type=Path)
    parser.add_argument("--share", type=float, default=0.15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, default=4, help="folds of onebook train")
    parser.add_argument("--work", type=Path, help="keep the project here")
    parser.add_argument("--reuse", action="store_true", help="the project in --work is built already")
    parser.add_argument("--with-translation", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list the wrong words: got, book, basis, in reach or not")
    args = parser.parse_args()
    read = read_source(args.book, role="book")
    held = held_out(read.examples, args.share, args.seed)
    kept = replace(read, examples=tuple(e for e in read.examples if text_of(e) not in held))
    test = [e for e in read.examples if text_of(e) in held and is_gold(e)]
    with tempfile.TemporaryDirectory() as folder:
        project = args.work or Path(folder) / "project"
        if not args.reuse:
            build(project, kept, args.book, args.folds)
        report(project, test, kept.examples, with_translation=args.with_translation, errors=args.errors)
    return 0


def text_of(example: Example) -> str:
    """What makes two examples the same text."""
    return " ".join(unsegmented(example)).casefold()


def unsegmented(example: Example) -> tuple[str, ...]:
    """The words of the first line without ``-`` and ``=``."""
    words = example.surface_words or example.morphs
    return tuple(word.replace("-", "").replace("=", "") for word in words)


def is_gold(example: Example) -> bool:
    """Whether an example can be glossed and scored: the book's language, grammatical, aligned word by word."""
    return example.aligned and not example.language and example.judgement != "*" and bool(example.morphs)


def held_out(examples: Iterable[Example], share: float, seed: int) -> frozenset[str]:
    """The texts to take out."""
    texts = sorted({text_of(example) for example in examples if is_gold(example)})
    random.Random(seed).shuffle(texts)
    return frozenset(texts[: round(share * len(texts))])


def build(project: Path, read: SourceRead, book: Path, folds: int, extract: Sequence[str] = ()) -> None:
    """``onebook new``, ``add`` (of what is left of the book), ``extract`` (with more arguments), ``train`` (unless
    ``folds`` is 0)."""
    command = Path(sys.executable).parent / "onebook"
    subprocess.run([command, "new", project, "--name", book.name], check=True, stdout=subprocess.DEVNULL)
    Project.find(project, project).keep_source(read, SourceEntry(str(book.resolve()), "book"))
    for step in (["extract", *extract], ["train", "--folds", str(folds)])[: 2 if folds else 1]:
        subprocess.run([command, *step, "--project", project], check=True, stdout=subprocess.DEVNULL)


def report(
    project: Path, test: Sequence[Example], train: Sequence[Example], *, with_translation: bool, errors: bool
) -> None:
    table = seen_table(train)
    glosser = Session.open(project).glosser()
    judged: list[tuple[GlossedWord, str]] = []
    by_table = seen = 0
    for example in test:
        words = unsegmented(example)
        translation = example.translation if with_translation else ""
        glossed = [word for word in glosser.line(" ".join(words), translation=translation).words]
        if len(glossed) != len(words):
            print(f"{example.source}: {len(glossed)} words for {len(words)}", file=sys.stderr)
        glossed += [GlossedWord("")] * (len(words) - len(glossed))
        judged += zip(glossed, example.glosses, strict=False)
        by_table += sum(table.get(key(w)) == g for w, g in zip(words, example.glosses, strict=True))
        seen += sum(key(w) in table for w in words)
    right = [word.gloss == gloss for word, gloss in judged]
    known = [word.gloss == gloss for word, gloss in judged if key(word.form) in table]
    new = [word.gloss == gloss for word, gloss in judged if key(word.form) not in table]
    reach = [any(a.gloss == gloss for a in word.analyses) for word, gloss in judged]
    error = calibration_error([(word.confidence, word.gloss == gloss) for word, gloss in judged])
    print(
        f"{len(test)} examples, {len(judged)} words: {percent(right)} right; the table of seen words "
        f"{100 * by_table / len(judged):.1f}; seen {percent(known)} ({len(known)}), "
        f"unseen {percent(new)} ({len(new)}); gold among the candidates {percent(reach)}; ECE {error:.3f}"
    )
    if errors:
        list_errors(judged)


def key(word: str) -> str:
    return word.strip(".,;:!?…\"“”‘’'()[]").casefold()


def seen_table(examples: Iterable[Example]) -> dict[str, str]:
    """Each word form with its most frequent gloss."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for example in filter(is_gold, examples):
        for word, gloss in zip(unsegmented(example), example.glosses, strict=False):
            counts[key(word)][gloss] += 1
    return {word: glosses.most_common(1)[0][0] for word, glosses in counts.items()}


def percent(found: Sequence[bool]) -> str:
    return f"{100 * sum(found) / max(1, len(found)):.1f}"


def list_errors(judged: Iterable[tuple[GlossedWord, str]]) -> None:
    wrong: Counter[tuple[str, ...]] = Counter()
    for word, gloss in judged:
        if word.gloss != gloss:
            basis = word.analysis.basis if word.analysis else "none"
            reach = "in reach" if any(a.gloss == gloss for a in word.analyses) else "-"
            wrong[word.form, gloss, word.gloss, word.segmented, basis, reach] += 1
    for row, count in wrong.most_common():
        print(count, *row, sep="\t")


if __name__ == "__main__":
    sys.exit(main())
