"""Read a corrected ``--to tsv`` file back: what a person looked at wins over everything from then on.

A row counts as confirmed when its gloss has no ``?``; rows with unequal numbers of morphs in segmentation and gloss
are reported with their line and left out.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from morph.errors import DataError
from morph.files import read_text
from morph.igt import split_word
from onebook.project import schemas
from onebook.project.project import Project
from onebook.project.schemas import Confirmed
from onebook.project.tables import write_table

_NEEDED = ("word", "segmented", "gloss")


def confirm(project: Project, path: Path) -> int:
    """Merge the analyses of ``path`` into ``confirmed.tsv``; 1 where a row could not be used."""
    text, _ = read_text(path)
    rows = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or any(column not in rows[0] for column in _NEEDED):
        raise DataError(
            "not a table that 'onebook gloss --to tsv' wrote",
            path=str(path),
            line=1,
            found="\t".join(rows[0]) if rows else "an empty file",
            expected="columns " + ", ".join(_NEEDED),
        )
    kept, bad = _rows(rows, path)
    old = project.read("confirmed.tsv", schemas.CONFIRMED)
    merged = {(row.word, row.segmented, row.gloss): row for row in [*old, *kept]}
    write_table(project.path("confirmed.tsv"), merged.values(), schemas.CONFIRMED)
    print(f"{len(merged) - len(old)} analyses confirmed, {len(merged)} in all, {bad} rows left out", file=sys.stderr)
    return 1 if bad else 0


def _rows(rows: list[list[str]], path: Path) -> tuple[list[Confirmed], int]:
    header, kept, bad = rows[0], [], 0
    for line, row in enumerate(rows[1:], 2):
        cells = dict(zip(header, row, strict=False))
        word, segmented, gloss = (cells.get(column, "").strip() for column in _NEEDED)
        if not word or not gloss or "?" in gloss:
            continue
        try:
            split_word(segmented, gloss)
        except ValueError as error:
            print(f"{path}:{line}: {error} → make the two lines agree", file=sys.stderr)
            bad += 1
            continue
        kept.append(Confirmed(word, segmented, gloss, cells.get("pos", ""), f"hand:{path.name}:{line}"))
    return kept, bad
