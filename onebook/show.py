"""Views for the terminal that more than one command needs."""

from __future__ import annotations

import sys

from morph.model import Lexeme
from morph.paradigm import Paradigm, Table
from onebook.terminal import console

NO_FORM = "–"
_WIDE = 400


def show_paradigm(lexeme: Lexeme, paradigm: Paradigm) -> None:
    """Print the paradigm of a lexeme: one table for each choice on the third slot, then the forms its entry lists."""
    # Into a file or a pipe a table is as wide as it needs; in a terminal its forms are folded, never cut.
    out = console(stderr=False, width=None if sys.stdout.isatty() else _WIDE)
    gloss = lexeme.gloss or "; ".join(lexeme.senses)
    out.print(f"{lexeme.headword} ‘{gloss}’ {lexeme.pos}".rstrip(), style="bold", highlight=False, markup=False)
    for table in paradigm.tables:
        out.print(_table(table))
    for label, form in paradigm.listed:
        out.print(f"  {label}  {form}", highlight=False, markup=False)
    if not paradigm.tables:
        out.print("  no affix is known to attach to it", highlight=False)


def _table(table: Table):  # type: ignore[no-untyped-def]  # rich is imported late, so that commands start fast
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(title=table.title or None, title_justify="left", title_style="dim", box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column("", style="cyan", no_wrap=True)
    for label in table.columns:
        grid.add_column(Text(label), header_style="cyan", overflow="fold")
    for label, cells in table.rows:
        grid.add_row(Text(label), *(Text(form(forms)) for forms in cells))
    return grid


def form(forms: tuple[str, ...]) -> str:
    """The best form of a cell; the others are in the JSON.

    >>> form(("kalota", "kalora")), form(())
    ('kalota', '–')
    """
    return forms[0] if forms else NO_FORM
