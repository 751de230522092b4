"""Three-way merge of an extraction into tables that people edit: a hand edit is never overwritten.

``base`` is what the last extraction wrote, ``mine`` what stands in the file now, ``new`` what the extraction says.
Rows are matched by id. Evidence counts and the order of rows are not edits.

>>> from morph.model import SoundRule
>>> base = [SoundRule("s1", "p", "w")]
>>> mine = [SoundRule("s1", "p", "v", origin="hand")]
>>> new = [SoundRule("s1", "p", "f"), SoundRule("s2", "t", "r")]
>>> merged, conflicts = merge_rows(base, mine, new)
>>> [(r.id, r.output) for r in merged], conflicts[0].fields
([('s1', 'v'), ('s2', 'r')], ('output',))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Generic, Protocol, TypeVar

from morph.model import Evidence


class Row(Protocol):
    """What a mergeable row has: a frozen dataclass with an id and its evidence."""

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Conflict(Generic[R]):
    """A row that both a person and the extraction changed; ``mine`` stays in the table."""

    mine: R
    new: R
    fields: tuple[str, ...]


_NOT_CONTENT = ("evidence", "origin", "source")


def changed_fields(one: R, other: R) -> tuple[str, ...]:
    """Names of the content fields in which two rows differ."""
    names = [item.name for item in fields(one) if item.name not in _NOT_CONTENT]  # type: ignore[arg-type]
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def merge_rows(base: Sequence[R], mine: Sequence[R], new: Sequence[R]) -> tuple[list[R], list[Conflict[R]]]:
    """The merged rows and the conflicts.

    A row that a person changed, added or deleted stays so; where the extraction now says something else about the
    same row than last time, that is a conflict to be shown. All other rows follow the extraction.
    """
    old, ours, theirs = ({row.id: row for row in rows} for rows in (base, mine, new))
    conflicts: list[Conflict[R]] = []
    kept: dict[str, R] = {}
    for key in [*theirs, *(key for key in ours if key not in theirs)]:
        row = _merge_row(old.get(key), ours.get(key), theirs.get(key), conflicts)
        if row is not None:
            kept[key] = row
    return _ordered(kept, list(old), list(ours), list(theirs)), conflicts


def _merge_row(base: R | None, mine: R | None, new: R | None, conflicts: list[Conflict[R]]) -> R | None:
    if mine is None:
        return None if base is not None else new
    edited = base is None or bool(changed_fields(base, mine)) or _by_hand(mine)
    if not edited:
        return new
    if new is None:
        return mine
    fresh = base is None or bool(changed_fields(base, new))
    differing = changed_fields(mine, new)
    if differing and fresh:
        conflicts.append(Conflict(mine, new, differing))
    evidence = getattr(new, "evidence", None)
    if isinstance(evidence, Evidence) and not differing:
        return replace(mine, evidence=evidence)  # type: ignore[type-var]
    return mine


def _by_hand(row: Row) -> bool:
    return getattr(row, "origin", "") == "hand"


def _ordered(kept: dict[str, R], base: list[str], mine: list[str], new: list[str]) -> list[R]:
    """The extraction's order, unless a person reordered the table; rows it lacks stand after their neighbour."""
    common = [key for key in mine if key in base]
    reordered = common != [key for key in base if key in set(common)]
    first, second = (mine, new) if reordered else (new, mine)
    order = [key for key in first if key in kept]
    placed = set(order)
    previous = ""
    for key in second:
        if key in kept and key not in placed:
            order.insert(order.index(previous) + 1 if previous in placed else 0, key)
            placed.add(key)
        if key in kept:
            previous = key
    return [kept[key] for key in order]
