"""Single rows changed in a table while everything else stays as it is: column order, other rows, rows that can't be
read. A change of one rule is one line in ``git diff``.

>>> patched("id\\tout\\tin\\n1\\ta\\tb\\nx\\n", ("id", "in", "out"), {"1": {"id": "1", "in": "b", "out": "c"}})
'id\\tout\\tin\\n1\\tc\\tb\\nx\\n'
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

Cells = Mapping[str, str]


def patched(text: str, columns: Sequence[str], rows: Mapping[str, Cells | None], places: Mapping[str, int] = {}) -> str:
    """The table with these rows (by id) in place of the old ones; None deletes a row, an id that is not there is
    added at its place (a number of rows before it) or at the end. A column that a new row needs is added."""
    records = list(csv.reader(io.StringIO(text), dialect="excel-tab")) if text.strip() else []
    header = [cell.strip() for cell in records[0]] if records else list(columns)
    body = records[1:]
    needed = [c for c in columns if c not in header and any(row and row.get(c) for row in rows.values())]
    # Cells are appended only where a column is new; other rows stay as they were written.
    body = [[*row, *[""] * (len(header) - len(row)), *[""] * len(needed)] if needed and row else row for row in body]
    header += needed
    id_at = header.index("id")
    out: list[list[str]] = []
    done: set[str] = set()
    for row in body:
        key = row[id_at].strip() if len(row) > id_at else ""
        if key not in rows or key in done:
            out.append(row)
            continue
        done.add(key)
        new = rows[key]
        if new is not None:
            out.append(_record(header, new))
    for key, cells in rows.items():
        if key not in done and cells is not None:
            out.insert(places.get(key, len(out)), _record(header, cells))
    buffer = io.StringIO()
    csv.writer(buffer, dialect="excel-tab", lineterminator="\n").writerows([header, *out])
    return buffer.getvalue()


def _record(header: Sequence[str], cells: Cells) -> list[str]:
    return [cells.get(column, "") for column in header]


def place_of(text: str, row_id: str) -> int:
    """How many rows stand before the row with this id; the number of all rows where there is none."""
    records = list(csv.reader(io.StringIO(text), dialect="excel-tab"))
    if not records:
        return 0
    id_at = [cell.strip() for cell in records[0]].index("id")
    for number, row in enumerate(records[1:]):
        if len(row) > id_at and row[id_at].strip() == row_id:
            return number
    return len(records) - 1
