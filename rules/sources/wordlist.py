"""Word lists in tables (TSV, CSV): a headword and its meaning in each row, under a header that names the columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from morph.errors import DataError
from rules.items import Entry, Sense, SourceRead
from rules.sources.files import Tally, dict_rows, place
from rules.sources.languages import iso
from rules.sources.words import gloss_item

_COLUMNS = {
    "headword": "headword",
    "word": "headword",
    "form": "headword",
    "lemma": "headword",
    "lexeme": "headword",
    "entry": "headword",
    "gloss": "gloss",
    "short_gloss": "gloss",
    "definition": "definition",
    "meaning": "definition",
    "sense": "definition",
    "senses": "definition",
    "description": "definition",
    "translation": "definition",
    "english": "definition",
    "pos": "pos",
    "part_of_speech": "pos",
    "word_class": "pos",
    "category": "pos",
    "homonym": "homonym",
    "variant": "variants",
    "variants": "variants",
    "id": "id",
}


def _role(column: str) -> str:
    return _COLUMNS.get(re.sub(r"\W+", "_", column.strip().casefold()), "")


def is_word_list_header(cells: Iterable[str]) -> bool:
    """Whether a row names the columns of a word list.

    >>> is_word_list_header(["Word", "Part of speech", "Meaning"]), is_word_list_header(["id", "eng", "tur"])
    (True, False)
    """
    roles = {_role(cell) for cell in cells}
    return "headword" in roles and bool(roles & {"gloss", "definition"})


def read_word_list(path: Path, *, meta_language: str = "eng", delimiter: str = "\t") -> SourceRead:
    """Read a word list; several meanings in a cell are parted by semicolons that have a space after them."""
    tally = Tally()
    unused: set[str] = set()
    for line, row in dict_rows(path, delimiter, tally):
        tally.counts["entries.seen"] += 1
        cells = {_role(column): cell.strip() for column, cell in reversed(row.items()) if _role(column)}
        unused |= {column for column, cell in row.items() if cell.strip() and not _role(column)}
        source = place(path, line, cells.get("headword", ""), kind="dict")
        if not cells.get("headword"):
            tally.say("dictionary.no-headword", "row without a headword; left out", source, "fill the cell")
            continue
        tally.entries.append(_entry(cells, path, line, meta_language))
    if not tally.counts["entries.seen"]:
        raise DataError("the word list has no rows", path=str(path), hint="it needs a row for each word")
    tally.counts["entries.read"] = len(tally.entries)
    if unused:
        tally.say(
            "dictionary.column-unused",
            f"columns not used: {', '.join(sorted(unused))}",
            place(path, 1, kind="file"),
            f"known are {', '.join(sorted(_COLUMNS))}",
            "note",
        )
    return tally.finish(path, "dictionary")


def _entry(cells: dict[str, str], path: Path, line: int, meta_language: str) -> Entry:
    gloss, pos = gloss_item(cells.get("gloss", "")), cells.get("pos", "")
    definitions = _parts(cells.get("definition", "")) or ([cells["gloss"]] if gloss else [])
    senses = tuple(
        Sense(definition, gloss if number == 0 else "", pos, iso(meta_language))
        for number, definition in enumerate(definitions)
    )
    return Entry(
        id=cells.get("id") or f"{path.stem}-{line}",
        headword=cells["headword"],
        pos=pos,
        senses=senses,
        sources=(place(path, line, cells.get("id", ""), kind="dict"),),
        homonym=cells.get("homonym", ""),
        variants=tuple(_parts(cells.get("variants", ""))),
    )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s*;\s+", cell) if part.strip()]
