"""Grammar books in Markdown."""

from __future__ import annotations

from pathlib import Path

from morph.errors import OnebookError
from rules.items import SourceRead


def read_markdown(path: Path, *, meta_language: str = "eng") -> SourceRead:
    """Read a Markdown book."""
    raise OnebookError("Markdown is not read yet", hint=f"{path} in {meta_language}")
