"""A project as the checks see it: also one whose tables can't all be read, so that every mistake is told at once."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from morph.errors import OnebookError
from morph.files import read_text
from morph.model import Language
from onebook.effects import sentences_of
from onebook.project import schemas
from onebook.project.config import Config, load_templates
from onebook.project.project import CONFIG_NAME, Project
from onebook.project.tables import Schema
from onebook.session import Session
from rules.check.material import Material, RawTable

_SCHEMAS: tuple[Schema[Any], ...] = (
    schemas.LEXICON,
    schemas.MORPHEMES,
    schemas.SOUNDS,
    schemas.TRANSFER,
    schemas.EXAMPLES,
    schemas.PAIRS,
    schemas.CONFIRMED,
    schemas.ABBREVIATIONS,
)


def material_of(start: Path, explicit: Path | None = None) -> Material:
    """All that checks look at; OnebookError only where there is no project at all."""
    broken: list[tuple[str, int, str]] = []
    try:
        project = Project.find(start, explicit)
    except OnebookError as error:
        root = _root(start, explicit)
        if root is None:
            raise
        project = Project(root, Config("?"))
        broken.append((CONFIG_NAME, getattr(error, "line", 0) or 0, error.message))
    tables = {schema.name: _raw(project.path(schema.name), schema) for schema in _SCHEMAS}
    try:
        load_templates(project.path("morphotactics.toml"))
    except OnebookError as error:
        broken.append(("morphotactics.toml", getattr(error, "line", 0) or 0, error.message))
    syntax = project.path("syntax.lark")
    material = Material(
        tables,
        broken,
        syntax=read_text(syntax)[0] if syntax.exists() else "",
        pending=[path.name for path in sorted(project.root.glob("*.new"))],
    )
    if not broken and all(_readable(table) for table in tables.values()):
        _with_language(material, project)
    return material


def _root(start: Path, explicit: Path | None) -> Path | None:
    folders = [explicit] if explicit else [start, *start.resolve().parents]
    return next((folder for folder in folders if (folder / CONFIG_NAME).is_file()), None)


def _readable(table: RawTable) -> bool:
    known = {*table.required, *table.optional}
    return not table.header or (set(table.required) <= set(table.header) <= known)


def _with_language(material: Material, project: Project) -> None:
    session = Session(project)
    language: Language = session.language
    material.language = language
    material.sentences = sentences_of(session)
    material.declared = [
        (row.label, row.meaning, str(row.source)) for row in project.read("abbreviations.tsv", schemas.ABBREVIATIONS)
    ]


def _raw(path: Path, schema: Schema[Any]) -> RawTable:
    """A table row by row; cells that can't be read are noted, never raised."""
    if not path.exists():
        return RawTable(schema.name, schema.required, schema.optional, (), ())
    reader = csv.reader(io.StringIO(read_text(path)[0]), dialect="excel-tab")
    rows: list[tuple[int, tuple[str, ...]]] = []
    line = 1
    for record in reader:
        if any(cell.strip() for cell in record):
            rows.append((line, tuple(record)))
        line = reader.line_num + 1
    header = tuple(cell.strip() for cell in rows[0][1]) if rows else ()
    table = RawTable(schema.name, schema.required, schema.optional, header, tuple(rows[1:]))
    unreadable = tuple(_unreadable(table, schema)) if header and _readable(table) else ()
    return RawTable(schema.name, schema.required, schema.optional, header, tuple(rows[1:]), unreadable)


def _unreadable(table: RawTable, schema: Schema[Any]) -> list[tuple[int, str]]:
    found = []
    for line, row in table.rows:
        if any(cell.strip() for cell in row[len(table.header) :]):
            continue
        cells = {column: (row[i].strip() if i < len(row) else "") for i, column in enumerate(table.header)}
        try:
            schema.decode(cells)
        except ValueError as error:
            found.append((line, str(error)))
    return found
