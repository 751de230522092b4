"""Mends of words without analysis: tried on the project before they are shown, made when a person accepts them.

A mend (:class:`morph.gaps.Mend`) is one new entry or one changed cell. ``command_of`` writes it as the line of
``onebook rules`` that makes it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from morph.analyze import Analyzer
from morph.compile import compile_language
from morph.errors import OnebookError
from morph.gaps import Mend
from onebook.editing import Refused, cells_of, new_id, row_of, validate
from onebook.project.project import Project
from onebook.ruleset import rows_of
from onebook.session import Session

_TABLE = {"lexeme": "lexemes", "morpheme": "morphemes", "sound": "sounds", "template": "templates"}


@dataclass(frozen=True, slots=True)
class Option:
    """A mend that was tested: ``words`` that it gives an analysis and their ``tokens`` in the texts; the ``command``
    that makes it."""

    mend: Mend
    words: tuple[str, ...] = ()
    tokens: int = 0
    command: str = ""


class Tester:
    """Tries mends on a language that holds just the stems that are needed."""

    def __init__(self, session: Session, tokens: Mapping[str, int]) -> None:
        self.session = session
        self.tokens = tokens
        self.language = replace(session.language, seen=(), confirmed=())
        self.lexemes = {row.id: row for row in self.language.lexemes}
        self.waiting = {
            (kind, row.id): row for kind in _TABLE for row in rows_of(session.project, kind) if row.status == "proposed"
        }
        self._wide: Analyzer | None = None

    @property
    def wide(self) -> Analyzer:
        """The language with everything that is proposed accepted."""
        if self._wide is None:
            rows: dict[str, Any] = {}
            for kind, table in _TABLE.items():
                added = tuple(replace(r, status="accepted") for (k, _), r in self.waiting.items() if k == kind)
                rows[table] = (*getattr(self.language, table), *added)
            self._wide = Analyzer(compile_language(replace(self.language, **rows)))
        return self._wide

    def proposed(self, word: str) -> list[Mend]:
        """Proposed rows of which one alone gives the word an analysis."""
        if not self.waiting:
            return []
        found: dict[tuple[str, str], Mend] = {}
        for analysis in self.wide.analyze(word):
            used = [
                (kind, m.morpheme)
                for m in analysis.morphs
                for kind in ("lexeme", "morpheme")
                if (kind, m.morpheme) in self.waiting
            ]
            if not used:
                used = [key for key in self.waiting if key[0] in ("sound", "template")]
            if len(set(used)) == 1:
                kind, row_id = used[0]
                text = f"accepting the proposed {kind} {row_id}"
                mend = Mend("accept", kind, row_id, (("status", "accepted"),), text, analysis.segmented, analysis.gloss)
                found.setdefault((kind, row_id), mend)
        return list(found.values())

    def tested(self, mend: Mend, word: str) -> Option | None:
        """The mend with the words that it mends; None where it does not mend the one that it is for."""
        try:
            row = new_row(self.session.project, mend, {})
        except OnebookError:
            return None
        table = _TABLE[mend.kind]
        if mend.kind == "lexeme":
            language = replace(self.language, lexemes=(row,))
        else:
            rows = tuple(r for r in getattr(self.language, table) if r.id != row.id)
            stems = self._stems(mend)
            changed: dict[str, Any] = {table: (*rows, row), "lexemes": stems}
            if mend.kind == "sound":
                changed[table] = self._in_order(row)
            language = replace(self.language, **changed)
        analyzer = Analyzer(compile_language(language))
        if not analyzer.analyze(word):
            return None
        words = tuple(form for form in self.tokens if analyzer.analyze(form))
        return Option(mend, words, sum(self.tokens[form] for form in words), command_of(self.session.project, mend))

    def _stems(self, mend: Mend) -> tuple[Any, ...]:
        """The lexemes whose gloss stands in the reading that a mend leads to."""
        glosses = set(re.split(r"[-=~<>]", mend.gloss))
        return tuple(
            row
            for row in self.language.lexemes
            if row.gloss in glosses or any(shape.gloss in glosses for shape in row.forms)
        )

    def _in_order(self, row: Any) -> tuple[Any, ...]:
        order = [r.id for r in rows_of(self.session.project, "sound")]
        rows = [r for r in self.language.sounds if r.id != row.id] + [row]
        return tuple(sorted(rows, key=lambda r: order.index(r.id) if r.id in order else len(order)))


def new_row(project: Project, mend: Mend, cells: Mapping[str, str]) -> Any:
    """The row that a mend makes, with further cells from a person; Refused where it can't be used."""
    given = {**dict(mend.cells), **cells}
    if mend.action == "add":
        base = {"origin": "hand", "status": "accepted", "source": "hand:"}
        full = {**base, **given}
        full.setdefault("id", new_id(project, mend.kind, full))
        row = row_of(mend.kind, full)
        validate(project, mend.kind, row, new=True)
        return row
    old = old_row(project, mend)
    before = cells_of(mend.kind, old)
    if mend.kind == "lexeme" and "forms" in given and "forms" not in cells:
        given["forms"] = " ; ".join(filter(None, (before.get("forms", ""), given["forms"])))
    origin = {} if mend.action == "accept" else {"origin": "hand"}
    row = row_of(mend.kind, {**before, **origin, **given})
    validate(project, mend.kind, row, new=row.id != old.id)
    return row


def old_row(project: Project, mend: Mend) -> Any:
    """The row that a mend changes; None for a new one."""
    if mend.action == "add":
        return None
    for row in rows_of(project, mend.kind):
        if row.id == mend.id:
            return row
    raise OnebookError(f"{mend.kind} {mend.id} is no longer there", hint="list the gaps anew: onebook rules gaps")


def accepted_row(project: Project, option: Option, cells: Mapping[str, str]) -> Any:
    """The row of a mend that a person accepts; Refused where its gloss is still open."""
    row = new_row(project, option.mend, cells)
    if getattr(row, "gloss", "") == "?":
        word = dict(option.mend.cells).get("headword", "")
        raise Refused(f"nobody has said yet what '{word}' means", hint="add gloss=… (and pos=…) to the command")
    return row


# --- as a line to type -----------------------------------------------------------------------------------------------


def command_of(project: Project, mend: Mend) -> str:
    """The line that makes the mend; a gloss that nobody knows yet stands as ``?`` in it, and is refused so."""
    if mend.action == "accept":
        return shlex.join(["onebook", "rules", "accept", mend.id])
    if mend.action == "add":
        return " ".join(["onebook", "rules", "add", mend.kind, *(_cell(name, text) for name, text in mend.cells)])
    new = cells_of(mend.kind, new_row(project, mend, {}))
    cells = [_cell(name, new[name]) for name, _ in mend.cells]
    return " ".join(["onebook", "rules", "edit", shlex.quote(mend.id), *cells])


def _cell(name: str, text: str) -> str:
    return shlex.quote(f"{name}={text}")
