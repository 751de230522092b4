"""Every change that a command makes to the rules, kept in ``.journal/`` so that it can be taken back.

One file a change, numbered: what was done, and the cells of each row before and after. A change can be undone while
the rows are still what it made of them; a row that was edited since is a conflict that is named, and nothing is
written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from morph.errors import DataError
from morph.files import write_atomic
from onebook.project.project import Project

FOLDER = ".journal"
Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One row of one kind: its cells before and after (None: not there), and how many rows stood before it."""

    kind: str
    id: str
    before: Cells | None
    after: Cells | None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: its number, when it ran, what was typed, what it changed, whether it was taken back."""

    number: int
    when: str
    what: str
    changes: tuple[Change, ...]
    undone: bool = False


def entries(project: Project) -> list[Entry]:
    """All entries, oldest first; DataError where a file is damaged."""
    return [_load(path) for path in sorted(project.path(FOLDER).glob("[0-9]*.json"))]


def record(project: Project, what: str, changes: Sequence[Change]) -> Entry:
    """Keep a change that was just made."""
    folder = project.path(FOLDER)
    folder.mkdir(exist_ok=True)
    number = max((int(path.stem) for path in folder.glob("[0-9]*.json") if path.stem.isdigit()), default=0) + 1
    entry = Entry(number, datetime.now().isoformat(timespec="seconds"), what, tuple(changes))
    _save(project, entry)
    if not (folder / ".gitignore").exists():
        # git has a history of its own; the journal is for this copy of the project
        write_atomic(folder / ".gitignore", "*\n")
    return entry


def mark_undone(project: Project, entry: Entry) -> None:
    """Say that an entry was taken back."""
    _save(project, replace(entry, undone=True))


def _save(project: Project, entry: Entry) -> None:
    data = {
        "number": entry.number,
        "when": entry.when,
        "what": entry.what,
        "undone": entry.undone,
        "changes": [
            {"kind": c.kind, "id": c.id, "before": c.before, "after": c.after, "place": c.place} for c in entry.changes
        ],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    write_atomic(project.path(FOLDER) / f"{entry.number:04}.json", text)


def _load(path: Path) -> Entry:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        changes = tuple(Change(c["kind"], c["id"], c["before"], c["after"], c["place"]) for c in data["changes"])
        return Entry(int(data["number"]), data["when"], data["what"], changes, bool(data["undone"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DataError("not an entry of the journal", path=str(path), hint="delete the file") from error
