"""What ``claims/`` says of a rule: who claimed it, the words of the book that were quoted, the verdict and its reasons.

The tables are read as they are (``claims.tsv``, else ``facts.tsv``, which has no quotes); a row of them belongs to a
rule by the ids in its column ``rows``, or where it was found to say the ``same``. A missing folder is no claim.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from morph.files import read_text
from onebook.project.project import Project
from onebook.project.tables import split_list
from onebook.ruleset import RuleView

_FILES = ("claims.tsv", "facts.tsv")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A claim about a rule. ``verdict`` is a person's decision where there is one, else that of the verification."""

    id: str
    origin: str
    quote: str
    section: str
    verdict: str
    reasons: tuple[str, ...]
    decided: bool


def quotes_of(project: Project, view: RuleView) -> list[Quoted]:
    """The claims that became this rule, or that say the same."""
    found = []
    for cells in _rows(project):
        named = (*split_list(cells.get("rows", "")), *split_list(cells.get("same", "")))
        if any(name == view.id or name.endswith((f":{view.id}", f" {view.id}", f"/{view.id}")) for name in named):
            found.append(_quoted(cells))
    return found


def _rows(project: Project) -> Iterator[dict[str, str]]:
    for name in _FILES:
        path = project.path("claims") / name
        if path.exists():
            yield from csv.DictReader(io.StringIO(read_text(path)[0]), dialect="excel-tab")
            return


def _quoted(cells: dict[str, str]) -> Quoted:
    decision = cells.get("decision") or ""
    return Quoted(
        cells.get("id") or "",
        cells.get("origin") or "",
        cells.get("quote") or "",
        cells.get("section") or "",
        decision or cells.get("status") or "proposed",
        split_list(cells.get("reasons") or ""),
        bool(decision),
    )
