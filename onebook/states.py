"""Two states of a project side by side: folders, revisions in git, what stands in the working tree now."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from morph.errors import OnebookError
from onebook.editing import EDITABLE, cells_of
from onebook.project.project import CONFIG_NAME, Project
from onebook.ruleset import rows_of, summary
from onebook.session import Session

_NOT_CONTENT = ("for", "against", "source", "origin")
_TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class RowChange:
    """A rule that differs: its cells in both states (None: it is not there), and what the newer one says. ``cells``
    lists the columns that differ with both values; evidence, origin and address are no difference."""

    kind: str
    id: str
    summary: str
    before: dict[str, str] | None
    after: dict[str, str] | None
    cells: tuple[tuple[str, str, str], ...] = ()


def row_changes(old: Project, new: Project) -> list[RowChange]:
    """The rules that differ, kind by kind in the order of the tables."""
    found = []
    for kind in EDITABLE:
        before, after = ({row.id: row for row in rows_of(project, kind)} for project in (old, new))
        for key in [*after, *(key for key in before if key not in after)]:
            change = _row_change(kind, key, before.get(key), after.get(key))
            if change is not None:
                found.append(change)
    return found


def _row_change(kind: str, key: str, before: Any, after: Any) -> RowChange | None:
    first = cells_of(kind, before) if before is not None else None
    second = cells_of(kind, after) if after is not None else None
    if first is not None and second is not None:
        names = [name for name in dict.fromkeys((*first, *second)) if name not in _NOT_CONTENT]
        cells = tuple(
            (name, first.get(name, ""), second.get(name, ""))
            for name in names
            if first.get(name, "") != second.get(name, "")
        )
        return RowChange(kind, key, summary(after), first, second, cells) if cells else None
    return RowChange(kind, key, summary(after if after is not None else before), first, second)


@contextmanager
def opened(states: Sequence[str], here: Project | None) -> Iterator[tuple[Session, Session]]:
    """The two states: folders as they are, revisions unpacked into a folder that is removed afterwards. With fewer
    than two states the newer one is ``here``; without any the older one is its last commit."""
    with tempfile.TemporaryDirectory() as scratch:
        names = list(states) or ["HEAD"]
        folders = [_folder(name, here, Path(scratch) / str(number)) for number, name in enumerate(names)]
        if len(folders) == 1:
            if here is None:
                raise OnebookError("the second state is missing", hint="onebook rules diff OLD NEW")
            folders.append(here.root)
        old, new = (Session(Project.find(folder, folder)) for folder in folders)
        yield old, new


def _folder(name: str, here: Project | None, scratch: Path) -> Path:
    path = Path(name)
    if path.is_dir():
        if not (path / CONFIG_NAME).is_file():
            raise OnebookError(f"{name} is no language project", hint=f"it has no {CONFIG_NAME}")
        return path
    if here is None:
        here = Project.find(Path.cwd())
    return _revision(name, here.root, scratch)


def _revision(name: str, root: Path, scratch: Path) -> Path:
    """The project as it was in a revision, unpacked; what git does not know (trained models) is not in it."""
    prefix = _git(root, "rev-parse", "--show-prefix").decode().strip()
    commit = _git(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}", what=name).decode().strip()
    top = Path(_git(root, "rev-parse", "--show-toplevel").decode().strip())
    tree = f"{commit}:{prefix.rstrip('/')}" if prefix else commit
    data = _git(top, "archive", "--format=tar", tree, what=name)
    scratch.mkdir()
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        archive.extractall(scratch, filter="data")
    if not (scratch / CONFIG_NAME).is_file():
        raise OnebookError(f"{name} has no language project in {prefix or '.'}", hint="git log -- onebook.toml")
    return scratch


def _git(root: Path, *arguments: str, what: str = "") -> bytes:
    git = shutil.which("git")
    if git is None:
        raise OnebookError("git is not installed", hint="compare two folders: onebook rules diff OLD NEW")
    done = subprocess.run([git, "-C", str(root), *arguments], capture_output=True, timeout=_TIMEOUT, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        text = f"no folder and no revision '{what}'" if what else f"{root} is not in git"
        raise OnebookError(f"{text} ({said[0] if said else 'git failed'})", hint="onebook rules diff OLD NEW")
    return done.stdout
