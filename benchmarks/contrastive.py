"""Is what a project writes nearer to the right translation than to one that is wrong in one point?

    python benchmarks/contrastive.py PROJECT [--pairs examples/turkish/contrastive.tsv] [--system rules] [--show]

Each line of the pairs has a sentence, a right translation and one with a single fault: polarity, person, number, who
did what, a content word, a name. The sentence is translated; the pair is *kept* when the output's chrF against the
right translation is higher than against the wrong one (MTOB's metric), *tied* when they are equal, else *missed*.
A system that ignored the sentence would be nearer to either equally often. Deterministic.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

from sacrebleu.metrics.chrf import CHRF

from onebook.session import Session
from onebook.translators import make_translator

PAIRS = Path(__file__).parents[1] / "examples" / "turkish" / "contrastive.tsv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--system", default="rules")
    parser.add_argument("--show", action="store_true", help="print what was not kept")
    args = parser.parse_args()
    with args.pairs.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    session, metric = Session.open(args.project), CHRF()
    counts: Counter[tuple[str, str, str]] = Counter()
    for direction in sorted({row["direction"] for row in rows}):
        mine = [row for row in rows if row["direction"] == direction]
        source, _, target = direction.partition("-")
        outputs = make_translator(session, args.system, source, target).translate([row["source"] for row in mine])
        for row, output in zip(mine, outputs, strict=True):
            right, wrong = (metric.sentence_score(output.text, [row[column]]).score for column in ("right", "wrong"))
            verdict = "kept" if right > wrong else "tied" if right == wrong else "missed"
            counts[direction, row["kind"], verdict] += 1
            if args.show and verdict != "kept":
                print(f"{verdict}\t{row['id']}\t{row['kind']}\t{row['source']}\t{output.text}")
    show(counts)


def show(counts: Counter[tuple[str, str, str]]) -> None:
    """A line for each direction and kind, then one for the direction."""
    for direction in sorted({key[0] for key in counts}):
        kinds = sorted({kind for own, kind, _ in counts if own == direction})
        for kind in [*kinds, "all"]:
            kept, tied, missed = (
                sum(
                    number
                    for (own, its_kind, its_verdict), number in counts.items()
                    if own == direction and kind in (its_kind, "all") and its_verdict == verdict
                )
                for verdict in ("kept", "tied", "missed")
            )
            print(f"{direction}\t{kind}\tkept {kept} of {kept + tied + missed}, tied {tied}, missed {missed}")


if __name__ == "__main__":
    main()
