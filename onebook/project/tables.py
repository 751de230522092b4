"""Tab-separated tables of a language project: columns checked, rows in stable order, editable in a spreadsheet.

The dialect is the one spreadsheets write (``csv`` module, ``excel-tab``): UTF-8, one header line, a cell with a tab,
quote or line break in double quotes. Lists inside a cell are separated by `` ; ``.

>>> split_list("n ; v")
('n', 'v')
>>> format_forms(parse_forms("kie {_C} ; went =go.PST"))
'kie {_C} ; went =go.PST'
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from morph.errors import DataError
from morph.files import read_text, write_atomic
from morph.model import Allomorph, Finding, Source

T = TypeVar("T")
LIST_SEPARATOR = " ; "


@dataclass(frozen=True, slots=True)
class Schema(Generic[T]):
    """One kind of table: its columns, and how a row becomes a value and back.

    ``required`` columns must stand in the header, ``optional`` ones may; any other column is an error.
    ``decode`` takes a dict of cells and raises ValueError with a message on a bad one.
    """

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    decode: Callable[[dict[str, str]], T]
    encode: Callable[[T], dict[str, str]]

    @property
    def columns(self) -> tuple[str, ...]:
        return self.required + self.optional


def split_list(cell: str) -> tuple[str, ...]:
    """Items of a list cell, blanks dropped."""
    return tuple(item.strip() for item in re.split(r"\s*;\s+|\s+;\s*", cell.strip()) if item.strip())


def join_list(items: Iterable[str]) -> str:
    return LIST_SEPARATOR.join(items)


_FORM = re.compile(r"(?P<form>[^{=]*?)\s*(?:\{(?P<env>[^}]*)\})?\s*(?:=(?P<gloss>.+))?")


def parse_forms(cell: str) -> tuple[Allomorph, ...]:
    """``form {environment} =fused.gloss`` items of a ``forms`` cell; ValueError on another shape."""
    forms = []
    for item in split_list(cell):
        match = _FORM.fullmatch(item)
        if not match or not match["form"]:
            raise ValueError(f"form {item!r} is not of the shape 'form {{environment}} =gloss'")
        forms.append(Allomorph(match["form"], match["env"] or "", match["gloss"] or ""))
    return tuple(forms)


def format_forms(forms: Sequence[Allomorph]) -> str:
    """Inverse of :func:`parse_forms`."""
    items = []
    for form in forms:
        environment = f" {{{form.environment}}}" if form.environment else ""
        items.append(f"{form.form}{environment}{f' ={form.gloss}' if form.gloss else ''}")
    return join_list(items)


def _check_header(path: Path, header: list[str], schema: Schema[T]) -> None:
    for column in header:
        if column not in schema.columns:
            near = difflib.get_close_matches(column, schema.columns, n=1)
            raise DataError(
                f"unknown column in {schema.name}",
                path=str(path),
                line=1,
                found=column,
                expected=" ".join(schema.columns),
                hint=f"did you mean '{near[0]}'?" if near else "rename or delete the column",
            )
    for column in schema.required:
        if column not in header:
            raise DataError(
                f"missing column in {schema.name}",
                path=str(path),
                line=1,
                found=" ".join(header),
                expected=column,
                hint=f"add the column '{column}'",
            )
    repeated = {column for column in header if header.count(column) > 1}
    if repeated:
        raise DataError("column stands twice", path=str(path), line=1, found=", ".join(sorted(repeated)))


def _records(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), dialect="excel-tab")
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(str(error), path=str(path), line=line, hint="save the table as UTF-8 TSV") from error
        if any(cell.strip() for cell in row):
            yield line, row


def read_table(path: Path, schema: Schema[T]) -> tuple[list[T], list[Finding]]:
    """Read a table; a row that cannot be used becomes a Finding, a wrong header is a DataError.

    A missing or empty file is an empty table.
    """
    if not path.exists():
        return [], []
    text, findings = read_text(path)
    records = _records(path, text)
    first = next(records, None)
    if first is None:
        return [], findings
    header = [cell.strip() for cell in first[1]]
    _check_header(path, header, schema)
    values: list[T] = []
    for line, row in records:
        place = Source("file", path.name, line)
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            findings.append(
                Finding(
                    "P101",
                    f"row has {len(row)} cells, the header {len(header)}",
                    place,
                    "remove the extra tab, or put the cell in double quotes",
                )
            )
            continue
        cells = {column: (row[i].strip() if i < len(row) else "") for i, column in enumerate(header)}
        try:
            values.append(schema.decode(cells))
        except ValueError as error:
            findings.append(Finding("P102", f"{error}", place, "mend the row; it was left out"))
    return values, findings


def format_table(values: Iterable[T], schema: Schema[T]) -> str:
    """The table as text; optional columns that are empty in every row are left out."""
    rows = [schema.encode(value) for value in values]
    columns = [c for c in schema.columns if c in schema.required or any(row.get(c) for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(column, "") for column in columns])
    return out.getvalue()


def write_table(path: Path, values: Iterable[T], schema: Schema[T]) -> None:
    """Write beside, then rename: the file is never half-written."""
    write_atomic(path, format_table(values, schema))
