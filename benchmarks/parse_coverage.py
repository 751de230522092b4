"""How many of a book's own examples does the sentence grammar parse that is induced from its other examples?

    python benchmarks/parse_coverage.py BOOK_DIR... [--share 0.2] [--seed 1] [--words 10] [--dictionary DIR]...
                                        [--print 50] [--verdicts FILE]

A seeded share of the examples of up to ``--words`` words is held out, with every other example of the same text; the
whole extraction (lexicon, labels, grammar) runs on what is left. The held-out examples are parsed with their own
glosses, as ``onebook parse --from sigmorphon`` would, without looking at their translations.

A tree counts as *spanning* when all of this holds (a grammar that strings anything together does not pass):

- the grammar covers the whole sentence, with the word classes that lexicon and gloss give (no noun taken as a verb);
- there is a predicate, and every word stands under a clause, or is a conjunction, interjection or particle at its edge;
- two clauses side by side have a conjunction or punctuation between them; no phrase stands beside the clauses.

As a control the words of each sentence are shuffled: how many shuffled ones still have such a tree, and how often the
real order has the more probable tree. The last lines are the time for sentences of a hundred words. Deterministic by
its seed, but for the times.

``--print N`` shows N of the held-out parses for judging by hand; ``--verdicts FILE`` (columns ``source predicate
subject object``: ``+`` right, ``-`` wrong, ``.`` the sentence has none and the tree has none) counts what was judged.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from grammar.parse import Parser, Parses, pauses_of
from grammar.tree import Node
from morph.model import IGT
from rules.extract.extract import Proposal, extract
from rules.extract.syntax import induce_grammar
from rules.items import SourceRead
from rules.sources.read import read_source

_EDGE = ("CONJ", "INTJ", "PRT", "QP")
_LONG = 100


@dataclass(frozen=True)
class Split:
    """A parser from one part of a book's examples, and the other part."""

    parser: Parser
    heldout: tuple[IGT, ...]
    trained: int


@dataclass(frozen=True)
class Tried:
    """One held-out sentence with its parses."""

    igt: IGT
    parses: Parses
    seconds: float

    @property
    def spans(self) -> bool:
        """Whether its best tree counts."""
        return counts_as_spanning(self.igt, self.parses)


def counts_as_spanning(igt: IGT, parses: Parses) -> bool:
    """The test at the head of this file."""
    if not parses.spanning or parses.relaxed or parses.best.find("pred") is None:
        return False
    pauses = pauses_of(parses.units, igt)
    return _edges_hold(parses.best, pauses)


def _edges_hold(node: Node, pauses: frozenset[int]) -> bool:
    """Whether all that stands beside clauses may stand there."""
    if node.label not in ("start", "text"):
        return node.label in ("clause", "subcl") or (node.unit is not None and node.label in _EDGE)
    labels = [child.label for child in node.children if child.unit is None]
    if len(labels) == len(node.children) == 2 and node.children[1].start not in pauses and "subcl" not in labels:
        return False
    return all(_edges_hold(child, pauses) for child in node.children)


def split_of(read: SourceRead, others: Sequence[SourceRead], share: float, seed: int, words: int) -> Split:
    """Hold out a share of the examples and learn from the rest."""
    whole = extract([read, *others])
    igts = [igt for igt in whole.examples if igt.words and igt.meta_language == "eng"]
    short = sorted(
        (igt for igt in igts if len(igt.words) <= words and all(w.analysis for w in igt.words)), key=lambda i: i.id
    )
    random.Random(seed).shuffle(short)
    heldout = short[: round(share * len(short))]
    texts = {_text(igt) for igt in heldout}
    sources = {str(igt.source) for igt in igts if _text(igt) in texts}
    kept = tuple(example for example in read.examples if str(example.source) not in sources)
    proposal = extract([replace(read, examples=kept), *others])
    parser = Parser(_grammar(proposal), proposal.lexemes)
    return Split(parser, tuple(heldout), len(kept))


def _text(igt: IGT) -> str:
    return " ".join(f"{word.form}/{word.gloss}" for word in igt.words).casefold()


def _grammar(proposal: Proposal) -> str:
    return induce_grammar(proposal.examples, proposal.lexemes, proposal.morphemes, proposal.abbreviations)[0]


def tried(parser: Parser, igts: Iterable[IGT]) -> list[Tried]:
    """Parse, with the time that each took."""
    out = []
    for igt in igts:
        start = time.process_time()
        parses = parser.parse(igt)
        out.append(Tried(igt, parses, time.process_time() - start))
    return out


def shuffled(igt: IGT, seed: int) -> IGT:
    """The same words in a random other order; punctuation stays at its places."""
    order = list(range(len(igt.words)))
    random.Random(f"{seed} {igt.id}").shuffle(order)
    words = tuple(
        replace(igt.words[i], before=here.before, after=here.after) for i, here in zip(order, igt.words, strict=True)
    )
    return replace(igt, words=words)


def report(name: str, split: Split, seed: int) -> list[Tried]:
    """Print the figures of one book."""
    found = tried(split.parser, split.heldout)
    spans = [t for t in found if t.spans]
    number = [t.parses.number for t in found if t.parses.spanning]
    print(f"{name}: {len(found)} examples held out, grammar from {split.trained}")
    print(f"  spanning with predicate   {len(spans)} of {len(found)} = {100 * len(spans) / len(found):.1f} %")
    whole = sum(t.parses.spanning and not t.parses.relaxed for t in found)
    relaxed = sum(t.parses.relaxed for t in found)
    print(f"  any tree of the grammar   {whole} ({100 * whole / len(found):.1f} %); with word classes eased {relaxed}")
    for low, high in ((1, 3), (4, 6), (7, 10)):
        part = [t for t in found if low <= len(t.igt.words) <= high]
        if part:
            print(f"    {low}–{high} words: {sum(t.spans for t in part)} of {len(part)}")
    print(f"  trees per sentence        median {median(number):g}, 90 % at most {_quantile(number, 0.9):g}")
    seconds = [t.seconds for t in found]
    print(f"  time per sentence         mean {1000 * sum(seconds) / len(seconds):.0f} ms, worst {max(seconds):.2f} s")
    _control(split, found, seed)
    _long(split, found)
    return found


def _control(split: Split, found: Sequence[Tried], seed: int) -> None:
    several = [t for t in found if t.spans and len(t.igt.words) >= 3]
    mixed = tried(split.parser, [shuffled(t.igt, seed) for t in several])
    still = sum(t.spans for t in mixed)
    better = sum(not m.spans or t.parses.best.score > m.parses.best.score for t, m in zip(several, mixed, strict=True))
    if several:
        print(f"  control, words shuffled   {still} of {len(several)} still span; real order better {better}")


def _long(split: Split, found: Sequence[Tried]) -> None:
    """Sentences of a hundred words, made of held-out ones without punctuation between them."""
    words = [replace(word, before="", after="") for t in found for word in t.igt.words]
    long = [IGT(str(i), "", tuple(words[i : i + _LONG])) for i in range(0, min(len(words) - _LONG, 500), _LONG)]
    times = [t.seconds for t in tried(split.parser, long)]
    if times:
        print(f"  {_LONG} words without a pause  worst {max(times):.2f} s of {len(times)}")


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def show(found: Sequence[Tried], number: int, seed: int) -> None:
    """Print a seeded sample for judging."""
    sample = sorted(random.Random(seed).sample(list(found), min(number, len(found))), key=lambda t: str(t.igt.source))
    for t in sample:
        print(f"\n{t.igt.source}  {'spans' if t.spans else 'partial' if not t.parses.spanning else 'weak'}")
        print("  " + " ".join(f"{word.analysis.segmented if word.analysis else word.form}" for word in t.igt.words))
        print("  " + " ".join(word.gloss for word in t.igt.words))
        print(f"  {t.igt.translation}")
        print(f"  {t.parses.best.bracketed()}")


def judged(path: Path) -> None:
    """Print what the verdicts say."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"][1:]
    for i, name in enumerate(("predicate", "subject", "object"), 1):
        counts = Counter(row[i] for row in rows)
        there = counts["+"] + counts["-"]
        print(f"{name}: right {counts['+']} of {there}; rightly none {counts['.']}")
    print(f"all three right: {sum('-' not in row[1:4] for row in rows)} of {len(rows)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("books", nargs="*", type=Path)
    parser.add_argument("--dictionary", type=Path, action="append", default=[], help="entries beside the book's")
    parser.add_argument("--share", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", type=int, default=10)
    parser.add_argument("--print", type=int, default=0, dest="shown")
    parser.add_argument("--verdicts", type=Path)
    args = parser.parse_args()
    others = [replace(read_source(path, role="dictionary", no_examples=True), examples=()) for path in args.dictionary]
    for book in args.books:
        split = split_of(read_source(book, role="book"), others, args.share, args.seed, args.words)
        show(report(book.name, split, args.seed), args.shown, args.seed)
    if args.verdicts:
        judged(args.verdicts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
