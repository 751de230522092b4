"""What an evaluation is given: sentence pairs in TSV, glossed text in SIGMORPHON blocks, lines of plain text.

A TSV of pairs has a header with an ``id`` column and one column for each language, named by its code.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from hybrid.evaluate.glossing import Glossed
from morph.errors import DataError


@dataclass(frozen=True, slots=True)
class TestPair:
    """A sentence to translate (``source``) with its reference."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    id: str
    source: str
    reference: str


def read_pairs(path: Path, source: str, target: str) -> list[TestPair]:
    """Read test pairs: a TSV with the columns ``source`` and ``target`` (language codes), or MTOB's JSON.

    MTOB's JSON is a list of objects with ``original`` and ``ground_truth``; an entry that lacks one of them (its
    canary) is not a sentence and is left out.
    """
    if path.suffix == ".json":
        return mtob_pairs(path.read_text("utf-8-sig"), str(path))
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        columns = reader.fieldnames or []
        for column in (source, target):
            if column not in columns:
                raise DataError(
                    "the table lacks a language",
                    path=str(path), line=1, found=" ".join(columns), expected=f"a column {column!r}",
                    hint="name the columns id, then one language code each, separated by tabs",
                )  # fmt: skip
        return [
            TestPair(row.get("id") or str(i), (row[source] or "").strip(), (row[target] or "").strip())
            for i, row in enumerate(reader, 1)
        ]


def mtob_pairs(text: str, place: str) -> list[TestPair]:
    """The sentences of one of MTOB's JSON files, given its text; ``place`` is named in errors."""
    try:
        items = json.loads(text)
    except ValueError as error:
        raise DataError("not a JSON file", path=place, found=str(error)) from error
    keys = ("original", "ground_truth")
    chosen = [item for item in items if isinstance(item, dict) and all(isinstance(item.get(k), str) for k in keys)]
    if not chosen:
        raise DataError("no test sentence in the file", path=place, expected="objects with " + " and ".join(keys))
    return [TestPair(str(i), item[keys[0]].strip(), item[keys[1]].strip()) for i, item in enumerate(chosen, 1)]


def read_glossed(path: Path) -> list[Glossed]:
    r"""Read the ``\t`` and ``\g`` lines of SIGMORPHON blocks; a block ends at an empty line or the next ``\t``.

    A block without ``\g`` is kept with an empty gloss line: it counts as nothing right.
    """
    blocks: list[dict[str, str]] = []
    fresh = True
    for line in path.read_text("utf-8-sig").splitlines():
        marker, text = line[:2], line[2:].strip()
        if not line.strip():
            fresh = True
        elif fresh or (marker == "\\t" and "t" in blocks[-1]):
            blocks.append({marker[1:]: text})
            fresh = False
        else:
            blocks[-1][marker[1:]] = text
    if not any("g" in block for block in blocks):
        raise DataError("no glossed sentence in the file", path=str(path), expected="blocks with \\t and \\g lines")
    return [Glossed(block.get("t", ""), block.get("g", ""), str(i)) for i, block in enumerate(blocks, 1)]
