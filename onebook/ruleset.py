"""All rules of a project in one list, whatever table they stand in: what ``onebook rules`` shows and edits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from morph.errors import OnebookError
from morph.model import Evidence, Lexeme, Morpheme, SoundRule, Template
from onebook.project import schemas
from onebook.project.config import format_templates, load_templates
from onebook.project.project import Project
from onebook.project.tables import Schema, write_table

TABLES: dict[str, tuple[str, Schema[Any]]] = {
    "morpheme": ("morphemes.tsv", schemas.MORPHEMES),
    "sound": ("sounds.tsv", schemas.SOUNDS),
    "lexeme": ("lexicon.tsv", schemas.LEXICON),
    "transfer": ("transfer.tsv", schemas.TRANSFER),
}
KINDS = (*TABLES, "template")


@dataclass(frozen=True, slots=True)
class RuleView:
    """A row of any table as ``onebook rules`` shows it; ``summary`` is one readable line."""

    kind: str
    id: str
    summary: str
    status: str
    origin: str
    source: str
    evidence: Evidence
    row: Any


def summary(row: Any) -> str:
    """One line a linguist reads: ``-un ‘3POSS’ suffix / C_`` or ``p → w / V+ _ V``."""
    if isinstance(row, Morpheme):
        environment = f" / {row.environment}" if row.environment else ""
        hosts = f" on {', '.join(row.attaches_to)}" if row.attaches_to else ""
        return f"{_bound(row)} ‘{row.gloss}’ {row.kind}{environment}{hosts}"
    if isinstance(row, SoundRule):
        context = f" / {row.before} _ {row.after}".replace("  ", " ").rstrip() if row.before or row.after else ""
        return f"{row.target or '∅'} → {row.output or '∅'}{context}{' (optional)' if row.optional else ''}"
    if isinstance(row, Lexeme):
        return f"{row.headword} ‘{row.gloss or '; '.join(row.senses)}’ {row.pos}".rstrip()
    if isinstance(row, Template):
        return f"{' '.join(row.pos) or 'any'}: {' '.join((*row.before, '●', *row.after))}"
    return f"{row.construction} → {row.english}"


def _bound(row: Morpheme) -> str:
    marks = {"prefix": "{}-", "proclitic": "{}=", "suffix": "-{}", "enclitic": "={}", "infix": "<{}>"}
    return marks.get(row.kind, "{}").format(row.form)


def rules(project: Project, kinds: tuple[str, ...] = KINDS) -> Iterator[RuleView]:
    """Every row of the tables of these kinds, in the order of the files."""
    for kind in kinds:
        if kind == "template":
            rows: list[Any] = list(load_templates(project.path("morphotactics.toml")))
        else:
            name, schema = TABLES[kind]
            rows = project.read(name, schema)
        for row in rows:
            evidence = getattr(row, "evidence", Evidence())
            yield RuleView(kind, row.id, summary(row), row.status, row.origin, row.source, evidence, row)


def find(project: Project, rule_id: str) -> RuleView:
    """The rule with this id; OnebookError naming the nearest ids where there is none."""
    import difflib

    found = list(rules(project))
    for view in found:
        if view.id == rule_id or f"{view.kind}:{view.id}" == rule_id:
            return view
    near = difflib.get_close_matches(rule_id, [view.id for view in found], n=3)
    raise OnebookError(f"no rule '{rule_id}'", hint=f"nearest: {', '.join(near)}" if near else "onebook rules list")


def set_status(project: Project, ids: list[str], status: str) -> list[RuleView]:
    """Accept or reject rules by id; the changed rows. Nothing is written when one id is wrong."""
    views = [find(project, rule_id) for rule_id in ids]
    for kind in {view.kind for view in views}:
        chosen = {view.id for view in views if view.kind == kind}
        if kind == "template":
            path = project.path("morphotactics.toml")
            templates = tuple(replace(t, status=status) if t.id in chosen else t for t in load_templates(path))
            from morph.files import write_atomic

            write_atomic(path, format_templates(templates))
            continue
        name, schema = TABLES[kind]
        rows = [replace(row, status=status) if row.id in chosen else row for row in project.read(name, schema)]
        write_table(project.path(name), rows, schema)
    return views
