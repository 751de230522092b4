"""A conflict between a person's row and the extraction's, in the words of the table that the row stands in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onebook.editing import cells_of
from onebook.project.merge import Conflict
from onebook.ruleset import TABLES

_KINDS = {**{name: kind for kind, (name, _) in TABLES.items()}, "morphotactics.toml": "template"}
_APART = ("origin", "source", "for", "against")


def conflict_lines(name: str, conflict: Conflict[Any]) -> Iterator[str]:
    """What stands in the table, and what the extraction says, column by column."""
    kind = _KINDS.get(name)
    if kind is None:
        beside = f": the extraction's is in {conflict.new.id}" if conflict.new.id != conflict.mine.id else ""
        yield f"conflict in {name}{'' if conflict.mine.id == name else f', {conflict.mine.id}'}: you edited it{beside}"
        return
    mine, new = cells_of(kind, conflict.mine), cells_of(kind, conflict.new)
    differing = [c for c in mine if mine[c] != new.get(c, "") and c not in _APART]
    yield f"conflict in {name}, row {conflict.mine.id}: {', '.join(differing)}"
    for column in differing:
        yield f"  {column}: yours {mine[column] or '∅'}   extraction {new.get(column, '') or '∅'}"
