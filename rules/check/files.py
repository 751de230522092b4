"""Checks of the files themselves: columns, cells, ids, files that can't be read."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from morph.model import Source
from rules.check import Hit, check, hit
from rules.check.material import Material

_CODES = {"M101": "onebook.toml", "M102": "sounds.tsv"}


@check("E101", needs_language=False)
def missing_column(material: Material) -> Iterator[Hit]:
    """column '{column}' is missing

    The table can't be read without it. Add the column; its cells may be empty."""
    for table in material.tables.values():
        for column in table.required if table.header else ():
            if column not in table.header:
                yield hit(Source("file", table.name, 1), column=column)


@check("E102", needs_language=False)
def unknown_column(material: Material) -> Iterator[Hit]:
    """column '{column}' is none of this table's{near}

    A misspelt column would be lost. Rename it, or delete it."""
    for table in material.tables.values():
        known = (*table.required, *table.optional)
        for column in table.header:
            if column not in known:
                near = difflib.get_close_matches(column, known, n=1)
                yield hit(
                    Source("file", table.name, 1), column=column, near=f": did you mean '{near[0]}'?" if near else ""
                )


@check("E103", needs_language=False)
def too_many_cells(material: Material) -> Iterator[Hit]:
    """row has {cells} cells, the header {columns}

    A tab too many, or a cell with a tab in it. Remove the tab, or put the cell in double quotes."""
    for table in material.tables.values():
        for line, row in table.rows:
            if any(cell.strip() for cell in row[len(table.header) :]):
                yield hit(Source("file", table.name, line), cells=len(row), columns=len(table.header))


@check("E104", needs_language=False)
def unreadable_row(material: Material) -> Iterator[Hit]:
    """{message}

    The row can't be used and is left out. Correct the cell."""
    for table in material.tables.values():
        for line, message in table.unreadable:
            yield hit(Source("file", table.name, line), message=message)


@check("E105", needs_language=False)
def same_id(material: Material) -> Iterator[Hit]:
    """id '{id}' stands in line {first} already

    Commands name rules by their id, and a later extraction merges by it. Give each row an id of its own."""
    for table in material.tables.values():
        if "id" not in table.header or "gloss" in table.required and "segmented" in table.required:
            continue
        at, seen = table.header.index("id"), dict[str, int]()
        for line, row in table.rows:
            key = row[at].strip() if len(row) > at else ""
            if key and key in seen:
                yield hit(Source("file", table.name, line), id=key, first=seen[key])
            seen.setdefault(key, line)


@check("E106", needs_language=False)
def broken_file(material: Material) -> Iterator[Hit]:
    """the file can't be read: {message}

    Nothing works before it is mended. Checks that need the rules were left out."""
    for name, line, message in material.broken:
        yield hit(Source("file", name, line), message=message)


@check("W107", needs_language=False)
def pending_conflict(material: Material) -> Iterator[Hit]:
    """a later extraction has laid another version beside your edited file

    Compare the two, take over what you want, and delete the file that ends in .new."""
    for name in material.pending:
        yield hit(Source("file", name))


def _compiling(material: Material, *codes: str) -> Iterator[tuple[Source, str]]:
    """What the compiler says under these codes, placed at the row where it can be told."""
    for finding in material.compiled.findings:
        if finding.code in codes:
            words = finding.message.replace(":", " ").split()
            rows = [(t, w) for t in material.tables for w in words if (t, w) in material.lines]
            place = material.place(*rows[0]) if rows else Source("file", _CODES.get(finding.code, finding.source.path))
            yield place, finding.message


@check("E201")
def bad_sound_rule(material: Material) -> Iterator[Hit]:
    """{message}

    The rule is left out. The notation is in docs/architecture.md; a capital letter must be a class of onebook.toml."""
    for place, message in _compiling(material, "M102"):
        yield hit(place, message=message)


@check("E202")
def bad_environment(material: Material) -> Iterator[Hit]:
    """{message}

    The row is left out. An environment is written left_right, as V_ or [mn]_V."""
    for place, message in _compiling(material, "M103"):
        yield hit(place, message=message)


@check("E203")
def bad_class(material: Material) -> Iterator[Hit]:
    """sound class: {message}

    Whatever names the class is left out. Write its letters: V = "aeiou"."""
    for place, message in _compiling(material, "M101"):
        yield hit(place, message=message)


@check("E204")
def bad_form(material: Material) -> Iterator[Hit]:
    """{message}

    The row is left out. A circumfix is written ge…t, a copy as CV~, a zero morph as ∅."""
    for place, message in _compiling(material, "M104", "M105", "M106"):
        yield hit(place, message=message)
