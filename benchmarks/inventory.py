"""How much of a book's own affix tables does the extraction find, with and without the file that holds the tables?

    python benchmarks/inventory.py BOOK_DIR TABLE_LABEL... [--dictionary DIR] [--pairs FILE] [--list]
    python benchmarks/inventory.py BOOK_DIR TABLE_LABEL... --project DIR...

The tables named by their labels are the gold: each row is a bound form with what it means. A row counts as found when
the extraction proposes (status accepted) that form, bound on the same side, with a right gloss. Right is the label in
the row itself; else a gloss that the book's examples give this form and that shares a word of meaning with the row;
else, where none does, the form's most frequent gloss in the examples; else a label of the abbreviation list (or the
Leipzig list) that means what the row says, or the row's quoted gloss.

The second figure is measured on a copy of the book without the file that holds the tables. With ``--project`` the
rows of built projects are counted instead, for instance of one made with ``onebook extract --withhold SECTION``.
Deterministic, no seed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from morph.igt import is_label, split_line
from morph.model import Morpheme
from onebook.session import Session
from rules.extract.attested import side
from rules.extract.drafts import short_gloss
from rules.extract.extract import extract
from rules.extract.labels import LabelBook, count_glosses, normalize_label
from rules.extract.tables import claims_of_table
from rules.extract.tokens import clean, normal
from rules.items import SourceRead, Table
from rules.sources.read import read_source

Attested = dict[tuple[str, str], Counter[str]]


@dataclass(frozen=True)
class Gold:
    """A row of an affix table: the form, its side of the word, and the glosses that are right for it."""

    form: str
    side: str
    description: str
    right: frozenset[str]


def gold_rows(read: SourceRead, labels: Sequence[str]) -> tuple[list[Gold], set[str]]:
    """The gold rows of the named tables, and the files that hold them."""
    tables = [table for table in read.tables if table.label in labels]
    book = LabelBook.of(
        ((a.label, a.meaning) for a in read.abbreviations), count_glosses(g for e in read.examples for g in e.glosses)
    )
    attested = attested_glosses(read)
    rows = [row for table in tables for row in _rows(table, book, attested)]
    return rows, {table.source.path for table in tables}


def _rows(table: Table, book: LabelBook, attested: Attested) -> list[Gold]:
    rows = []
    for claim in claims_of_table(table):
        if claim.descriptions:
            form, place = normal(claim.form), side(claim.kind)
            right = right_glosses(form, place, claim.descriptions[0], claim.context, book, attested)
            rows.append(Gold(form, place, claim.descriptions[0], right))
    return rows


def right_glosses(
    form: str, place: str, meaning: str, context: Sequence[str], book: LabelBook, attested: Attested
) -> frozenset[str]:
    """The glosses that count as right for a row (see the head of this file), for comparison in upper case."""
    seen = attested[form, place]
    quoted = [part.strip() for part in re.split(r"[;,]", meaning.strip("‘’'`"))]
    if is_label(meaning):
        extended = {gloss for gloss in seen if book.fit(meaning, gloss, context) > 0.9}
        return frozenset({normalize_label(meaning), *map(normalize_label, extended)})
    fitting = {gloss for gloss in seen if book.fit(meaning, gloss, context) > 0.3 or gloss in quoted}
    if not fitting and seen:
        fitting = {seen.most_common(1)[0][0]}
    if not fitting:
        known = [label for label in (*book.uses, *book.meanings) if book.fit(meaning, label, context) >= 0.6]
        fitting = {*known, *(short_gloss(part) for part in quoted)}
    return frozenset(map(normalize_label, fitting))


def attested_glosses(read: SourceRead) -> Attested:
    """The glosses of each form that stands after or before something, straight from the two lines of the examples."""
    found: Attested = defaultdict(Counter)
    for example in read.examples:
        for morphs, glosses in zip(example.morphs, example.glosses, strict=False):
            left, right = split_line(clean(morphs)), split_line(clean(glosses))
            if len(left) != len(right):
                continue
            for i, (form, gloss) in enumerate(zip(left, right, strict=True)):
                bare = normal(form.strip("-=~<>"))
                if i > 0:
                    found[bare, "after"][gloss.strip("-=~<>")] += 1
                if i + 1 < len(left):
                    found[bare, "before"][gloss.strip("-=~<>")] += 1
    return found


def score(rows: Sequence[Gold], morphemes: Sequence[Morpheme]) -> list[bool]:
    """For each gold row whether an accepted row of the extraction has its form with a right gloss."""
    found = {(normal(m.form), side(m.kind), normalize_label(m.gloss)) for m in morphemes if m.status == "accepted"}
    return [any((row.form, row.side, gloss) in found for gloss in row.right) for row in rows]


def without(book: Path, files: set[str], target: Path) -> Path:
    """A copy of a book without some files."""
    copy = target / "book"
    shutil.copytree(book, copy)
    for name in files:
        hits = [path for path in copy.rglob(Path(name).name) if str(path).endswith(name)]
        for path in hits:
            path.chmod(0o644)
            path.unlink()
    return copy


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("book", type=Path)
    parser.add_argument("labels", nargs="+")
    parser.add_argument("--dictionary", type=Path, action="append", default=[])
    parser.add_argument("--pairs", type=Path, action="append", default=[])
    parser.add_argument("--project", type=Path, action="append", default=[])
    parser.add_argument("--list", action="store_true", help="every row with its verdicts")
    args = parser.parse_args()
    others = [read_source(path, role="dictionary", no_examples=True) for path in args.dictionary]
    others += [read_source(path, role="parallel") for path in args.pairs]
    whole = read_source(args.book, role="book")
    rows, files = gold_rows(whole, args.labels)
    if not rows:
        print(f"no affix rows in tables labelled {', '.join(args.labels)}", file=sys.stderr)
        return 1
    for project in args.project:
        found = score(rows, Session.open(project).language.morphemes)
        missing = ", ".join(row.form for row, good in zip(rows, found, strict=True) if not good)
        print(f"{project}: {sum(found)} of {len(rows)} rows, {sum(found) / len(rows):.1%}; missing {missing or 'none'}")
    if args.project:
        return 0
    started = time.perf_counter()
    full = extract([whole, *others])
    seconds = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        part = extract([read_source(without(args.book, files, Path(folder)), role="book"), *others])
    with_tables, without_tables = score(rows, full.morphemes), score(rows, part.morphemes)
    if args.list:
        for row, first, second in zip(rows, with_tables, without_tables, strict=True):
            marks = f"{'yes' if first else 'NO':4}{'yes' if second else 'NO':4}"
            print(f"{marks}{row.side:7}{row.form:14}{row.description:32}{' '.join(sorted(row.right))}")
    print(f"whole book: {sum(with_tables)} of {len(rows)} rows, {sum(with_tables) / len(rows):.1%} ({seconds:.1f} s)")
    names = ", ".join(sorted(files))
    print(f"without {names}: {sum(without_tables)} of {len(rows)}, {sum(without_tables) / len(rows):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
