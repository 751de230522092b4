"""Interlinear texts of Toolbox."""

from __future__ import annotations

from pathlib import Path

from morph.errors import OnebookError
from rules.items import SourceRead


def read_toolbox(path: Path, *, meta_language: str = "eng") -> SourceRead:
    """Read a Toolbox text."""
    raise OnebookError("Toolbox texts are not read yet", hint=f"{path} in {meta_language}")
