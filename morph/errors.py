"""Errors that onebook raises, all with a place and a remedy.

A word without an analysis is *data* (glossed ``?``), never one of these. An error is raised only where going on
would lose or damage something; readers of whole sources collect :class:`morph.model.Finding` objects instead.
"""

from __future__ import annotations


class OnebookError(Exception):
    """Base of all errors; ``hint`` tells the user what to do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.hint}" if self.hint else self.message


class DataError(OnebookError):
    """A file, row or line that cannot be used, with its place.

    ``path`` and ``line`` (1-based, 0 where there is none) name the place; ``found`` is the offending text,
    ``expected`` what would have been right.
    """

    def __init__(
        self, message: str, *, path: str = "", line: int = 0, found: str = "", expected: str = "", hint: str = ""
    ) -> None:
        place = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        parts = [f"{place}{message}"]
        if found:
            parts.append(f"found {found!r}")
        if expected:
            parts.append(f"expected {expected}")
        super().__init__("; ".join(parts), hint=hint)
        self.path, self.line, self.found, self.expected = path, line, found, expected


class NotationError(DataError):
    """A sound rule or environment that the restricted notation (:mod:`morph.notation`) does not allow."""


class ConfigError(DataError):
    """``onebook.toml`` or ``morphotactics.toml`` with an unknown key or a value of the wrong kind."""


class MissingExtraError(OnebookError):
    """An optional part is not installed; the message names the extra that brings it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra '{extra}'", hint=f"pip install 'onebook[{extra}]'")
