"""Changing rules: cells are checked before anything is written, rows are patched in place, the journal keeps both.

>>> parse_fields(["gloss=OBJ", "environment=V_"], "morpheme")
{'gloss': 'OBJ', 'environment': 'V_'}
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from morph.compile import compile_language
from morph.errors import ConfigError, OnebookError
from morph.files import read_text, write_atomic
from morph.model import STATUSES, Language, Template
from onebook import journal
from onebook.journal import Change, Entry
from onebook.project.config import load_templates, save_templates
from onebook.project.patch import patched, place_of
from onebook.project.project import Project
from onebook.project.tables import split_list
from onebook.ruleset import TABLES, RuleView, rows_of

EDITABLE = (*TABLES, "template")
_TEMPLATE_COLUMNS = ("id", "pos", "before", "after", "obligatory", "source", "origin", "status")
_TEMPLATE_LISTS = ("pos", "before", "after", "obligatory")
Cells = dict[str, str]


class Refused(OnebookError):
    """A change that was not made because a cell is wrong."""


def columns(kind: str) -> tuple[str, ...]:
    """The columns of the rows of a kind."""
    return _TEMPLATE_COLUMNS if kind == "template" else TABLES[kind][1].columns


def cells_of(kind: str, row: Any) -> Cells:
    """A row as cells."""
    if kind == "template":
        data = asdict(row)
        return {c: " ; ".join(data[c]) if c in _TEMPLATE_LISTS else data[c] for c in _TEMPLATE_COLUMNS}
    return {column: text for column, text in TABLES[kind][1].encode(row).items() if text or column}


def row_of(kind: str, cells: Mapping[str, str]) -> Any:
    """Cells as a row; Refused where a cell can't be read."""
    full = {column: cells.get(column, "").strip() for column in columns(kind)}
    if kind == "template":
        lists = {c: split_list(full[c]) for c in _TEMPLATE_LISTS}
        status = full["status"] or "accepted"
        if status not in STATUSES:
            raise Refused(f"status {status!r} is none of {', '.join(STATUSES)}")
        return Template(full["id"], **lists, source=full["source"], origin=full["origin"] or "hand", status=status)
    try:
        return TABLES[kind][1].decode(full)
    except ValueError as error:
        raise Refused(f"{kind}: {error}", hint="nothing was written; correct the cell") from error


def parse_fields(fields: Sequence[str], kind: str) -> Cells:
    """``column=value`` arguments; Refused for another shape or an unknown column."""
    cells = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals:
            raise Refused(f"{field!r} is not of the shape column=value", hint=f"columns: {' '.join(columns(kind))}")
        if name not in columns(kind):
            near = difflib.get_close_matches(name, columns(kind), n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"columns: {' '.join(columns(kind))}"
            raise Refused(f"a {kind} has no column '{name}'", hint=hint)
        cells[name] = value
    return cells


def snippet(kind: str, rows: Sequence[Mapping[str, str]], note: str = "") -> str:
    """Rows as a small table for an editor; lines that begin with ``#`` are remarks."""
    out = io.StringIO()
    for line in note.splitlines():
        out.write(f"# {line}\n")
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    writer.writerow(columns(kind))
    writer.writerows([row.get(column, "") for column in columns(kind)] for row in rows)
    return out.getvalue()


def read_snippet(kind: str, text: str) -> list[Cells]:
    """Inverse of :func:`snippet`."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    records = list(csv.reader(lines, dialect="excel-tab"))
    if not records:
        return []
    header = [cell.strip() for cell in records[0]]
    for name in header:
        if name not in columns(kind):
            raise Refused(f"a {kind} has no column '{name}'", hint=f"columns: {' '.join(columns(kind))}")
    rows = []
    for record in records[1:]:
        if len(record) > len(header) and any(record[len(header) :]):
            text = f"row has {len(record)} cells, the header {len(header)}"
            raise Refused(text, hint="cells are parted by tabs, not by spaces")
        rows.append({name: record[i].strip() if i < len(record) else "" for i, name in enumerate(header)})
    return rows


def validate(project: Project, kind: str, row: Any, *, new: bool) -> None:
    """Refused where a row could not be used: its id is taken or empty, or it does not compile."""
    if not row.id:
        raise Refused("column 'id' is empty", hint="nothing was written; give the row an id")
    others = rows_of(project, kind)
    if new and any(other.id == row.id for other in others):
        raise Refused(f"id '{row.id}' stands in the table already", hint="give another id, or use: onebook rules edit")
    if kind == "transfer":
        return
    rows = {"lexeme": "lexemes", "morpheme": "morphemes", "sound": "sounds", "template": "templates"}
    from dataclasses import replace

    alone = Language("", classes=project.config.classes, **{rows[kind]: (replace(row, status="accepted"),)})  # type: ignore[arg-type]
    findings = compile_language(alone).findings
    if findings:
        hint = findings[0].hint.removesuffix("; it is left out for now")
        raise Refused(findings[0].message, hint=f"nothing was written; {hint}")
    if kind == "template":
        missing = [slot for slot in row.obligatory if slot.rstrip("*+") not in _slots(row)]
        if missing:
            raise Refused(f"obligatory slot '{missing[0]}' is not in the template", hint="nothing was written")


def _slots(row: Template) -> set[str]:
    return {slot.rstrip("*+") for slot in (*row.before, *row.after)}


def new_id(project: Project, kind: str, cells: Mapping[str, str], others: Iterable[str] = ()) -> str:
    """An id for a new row: the gloss or headword, made one word, with a number where it is taken
    (``others`` are ids of rows that are added together with it)."""
    base = cells.get("headword") or cells.get("gloss") or cells.get("construction") or kind
    base = re.sub(r"[^\w]+", "_", base.casefold()).strip("_") or kind
    taken = {row.id for row in rows_of(project, kind)} | set(others)
    number = 2
    name = base
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


# --- writing --------------------------------------------------------------------------------------------------------


def change(project: Project, what: str, edits: Sequence[tuple[str, Any, Any]]) -> Entry:
    """Write edits ``(kind, old row or None, new row or None)`` and keep them in the journal."""
    changes = [_change(project, kind, old, new) for kind, old, new in edits]
    write(project, changes)
    return journal.record(project, what, changes)


def _change(project: Project, kind: str, old: Any, new: Any) -> Change:
    before = cells_of(kind, old) if old is not None else None
    after = cells_of(kind, new) if new is not None else None
    key = old.id if old is not None else new.id
    if kind == "template":
        ids = [row.id for row in rows_of(project, kind)]
        place = ids.index(key) if key in ids else len(ids)
    else:
        path = project.path(TABLES[kind][0])
        place = place_of(read_text(path)[0], key) if path.exists() else 0
    return Change(kind, key, before, after, place)


def write(project: Project, changes: Sequence[Change]) -> None:
    """Put the ``after`` of every change into its table."""
    for kind in dict.fromkeys(c.kind for c in changes):
        rows = {c.id: c.after for c in changes if c.kind == kind}
        places = {c.id: c.place for c in changes if c.kind == kind}
        if kind == "template":
            _write_templates(project, rows, places)
            continue
        name, schema = TABLES[kind]
        path = project.path(name)
        text = read_text(path)[0] if path.exists() else ""
        start = "\t".join(schema.required) + "\n"
        write_atomic(path, patched(text if text.strip() else start, schema.columns, rows, places))


def _write_templates(project: Project, rows: Mapping[str, Cells | None], places: Mapping[str, int]) -> None:
    path = project.path("morphotactics.toml")
    old = load_templates(path)
    kept: list[Template] = []
    for row in old:
        cells = rows.get(row.id)
        if row.id not in rows:
            kept.append(row)
        elif cells is not None:
            kept.append(row_of("template", cells))
    present = {row.id for row in old}
    for key, cells in rows.items():
        if key not in present and cells is not None:
            kept.insert(places.get(key, len(kept)), row_of("template", cells))
    save_templates(path, tuple(kept))


def undo(project: Project, number: int = 0) -> Entry:
    """Take back the last change that still stands, or the one with this number; Refused where a row was changed
    since."""
    standing = [entry for entry in journal.entries(project) if not entry.undone]
    chosen = [entry for entry in standing if entry.number == number] if number else standing[-1:]
    if not chosen:
        hint = "onebook rules undo --list"
        raise OnebookError(f"no change {number} to take back" if number else "no change to take back", hint=hint)
    entry = chosen[0]
    for item in entry.changes:
        now = next((row for row in rows_of(project, item.kind) if row.id == _id_now(item)), None)
        cells = cells_of(item.kind, now) if now is not None else None
        if _content(cells) != _content(item.after):
            raise Refused(
                f"{item.kind} {item.id} was changed again after change {entry.number}",
                hint="take back the later changes first (onebook rules undo), or edit the row",
            )
    write(project, [Change(c.kind, _id_now(c), c.after, None, c.place) for c in entry.changes if _renamed(c)])
    back = [Change(c.kind, c.id, c.after, c.before, c.place) for c in reversed(entry.changes)]
    write(project, back)
    journal.mark_undone(project, entry)
    return entry


def _renamed(item: Change) -> bool:
    return item.after is not None and item.after["id"] != item.id


def _id_now(item: Change) -> str:
    return str(item.after["id"]) if item.after is not None else item.id


def _content(cells: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if cells is None else {name: text for name, text in cells.items() if text}


def checked_rows(project: Project, view: RuleView, cells: Mapping[str, str]) -> Any:
    """The row of a rule with some cells changed, checked; its origin becomes ``hand``."""
    if view.kind not in EDITABLE:
        raise Refused(
            f"{view.id} stands in syntax.lark", hint=f"edit the file by hand, line {getattr(view.row, 'line', 0)}"
        )
    old = cells_of(view.kind, view.row)
    new = {**old, **cells}
    if "origin" not in cells:
        new["origin"] = "hand"
    row = row_of(view.kind, new)
    try:
        validate(project, view.kind, row, new=row.id != view.id)
    except ConfigError as error:
        raise Refused(str(error)) from error
    return row
