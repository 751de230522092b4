"""Are generated paradigms right? First generated forms against a list of forms.

    python benchmarks/paradigms.py PROJECT FORMS.tsv [--words N]

FORMS.tsv has the columns ``lexeme labels form``: a headword, the labels of its bound morphemes in order joined by
``-`` (of the project), the right form. ``examples/turkish/heldout/paradigms.tsv`` lists 1,106 forms of ten nouns and
six verbs, none of them read by a build. Printed: how many first forms are right, by the last label and in all; forms
for which the project lacks a morpheme count as wrong. Deterministic.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from morph.compile import compile_language
from morph.generate import Generator
from onebook.project.project import Project


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("forms", type=Path)
    parser.add_argument("--words", type=int, default=0, help="print that many wrong forms")
    args = parser.parse_args(arguments)
    language = Project.find(Path.cwd(), args.project).language()
    generator = Generator(compile_language(language))
    lexemes = {row.headword: row.id for row in reversed(language.lexemes)}
    labels = {row.gloss: row.base_id for row in reversed(language.morphemes) if row.status == "accepted"}
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    with args.forms.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for row in rows:
        wanted = [labels.get(label, "?") for label in row["labels"].split("-")]
        made = generator.realise(lexemes.get(row["lexeme"], "?"), wanted)
        last = row["labels"].rpartition("-")[2]
        total[last] += 1
        right[last] += made[:1] == (row["form"],)
        if made[:1] != (row["form"],) and args.words:
            args.words -= 1
            print(f"  {row['lexeme']} {row['labels']}: {' '.join(made[:3]) or '–'}, not {row['form']}")
    for label, count in total.items():
        print(f"{label:10} {right[label]:5} of {count:5}")
    print(f"{'all':10} {right.total():5} of {total.total():5}  {100 * right.total() / total.total():.1f} %")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
