"""Scores of all rules kept in ``.cache/`` between runs, so that looking at them another way costs nothing.

They hold as long as no table and no gold sentence changes; the file is signed with both and with the code that scores.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import morph.lookup
import rules.score
from morph import kept
from onebook import __version__
from onebook.project.project import Project
from rules.score import Case, RuleScore, Scored

NAME = "scores.bin"
_CODE = (rules.score, morph.lookup)


def kept_scores(project: Project, gold: Path | None, make: Callable[[], Scored]) -> Scored:
    """The scores of all rules: those of an earlier run where nothing has changed since, else made and kept."""
    path, signature = project.path(".cache") / NAME, _signature(project, gold)
    found = kept.read(path, signature, _restored)
    if found is None:
        found = make()
        # a folder that can't be written costs time at the next run, nothing else
        with contextlib.suppress(OSError):
            kept.write(path, signature, astuple(found))
    return found


def scores_on_record(project: Project, gold: Path | None) -> Scored | None:
    """The scores of an earlier run, if they still hold."""
    return kept.read(project.path(".cache") / NAME, _signature(project, gold), _restored)


def _signature(project: Project, gold: Path | None) -> bytes:
    digest = hashlib.sha256(f"scores {__version__} {sys.version_info[:2]} {project.fingerprint()}".encode())
    for module in _CODE:
        digest.update(Path(str(module.__file__)).read_bytes())
    digest.update(project.path("pairs.tsv").read_bytes() if project.path("pairs.tsv").exists() else b"")
    digest.update(gold.read_bytes() if gold is not None else b"")
    return digest.digest()


def _restored(plain: Any) -> Scored:
    tokens, right, rows = plain
    return Scored(tokens, right, tuple(_rule(row) for row in rows))


def _rule(row: Any) -> RuleScore:
    *cells, gained, lost = row
    shown = (tuple(Case(*case) for case in cases) for cases in (gained, lost))
    return RuleScore(*cells, *shown)
