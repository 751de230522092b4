"""Paradigms of frequent lexemes, generated from the rules; forms that the glossed sentences attest are marked."""

from __future__ import annotations

from typing import Any

from morph.model import Lexeme
from morph.paradigm import Paradigm, paradigm
from onebook.report.material import Material
from onebook.report.page import Section, section
from onebook.show import form


def paradigms(material: Material) -> Section | None:
    """The paradigm of the most frequent lexeme of each part of speech that inflects most."""
    made = [(lexeme, paradigm(lexeme, material.session.compiled)) for lexeme in _frequent(material)]
    made = [(lexeme, table) for lexeme, table in made if len(table.cells) > 2]
    made.sort(key=lambda item: -len(item[1].cells))
    attested = {word.form.casefold() for igt in material.examples for word in igt.words if word.form}
    rows = [_row(lexeme, table, attested) for lexeme, table in made[: material.limits.paradigms]]
    return section("paradigms", "Paradigms", paradigms=rows) if rows else None


def _frequent(material: Material) -> list[Lexeme]:
    """For each part of speech the lexeme whose stem is most frequent in the glossed sentences."""
    best: dict[str, tuple[int, Lexeme]] = {}
    for view in material.of_kind("lexeme", "accepted"):
        count = material.stem_counts[f"{view.row.headword} {view.row.gloss}"]
        if view.row.pos and count > best.get(view.row.pos, (0, view.row))[0]:
            best[view.row.pos] = (count, view.row)
    return [lexeme for _, lexeme in best.values()]


def _row(lexeme: Lexeme, table: Paradigm, attested: set[str]) -> dict[str, Any]:
    tables = [
        {
            "title": part.title,
            "columns": part.columns,
            "rows": [(label, [_cell(forms, attested) for forms in cells]) for label, cells in part.rows],
        }
        for part in table.tables
    ]
    return {"headword": lexeme.headword, "gloss": lexeme.gloss, "pos": lexeme.pos, "tables": tables,
            "listed": table.listed}  # fmt: skip


def _cell(forms: tuple[str, ...], attested: set[str]) -> tuple[str, bool]:
    return form(forms), bool(forms) and forms[0].casefold() in attested
