r"""Tables: ``tabular`` and its kin by ``&``, ``tabbing`` by its tab commands, spans repeated over their cells.

>>> from rules.sources.latex.nodes import build
>>> from rules.sources.latex.render import Renderer
>>> from rules.sources.latex.tokens import tokenize
>>> (node,) = build(tokenize(r"\begin{tabular}{ll}a & b\\ \midrule \multicolumn{2}{c}{x}\\\end{tabular}", 0), print)
>>> grid = read_grid(node, Renderer())
>>> [["".join(span.text for span in cell) for cell in row] for row in grid.rows], grid.header
([['a', 'b'], ['x', 'x']], 1)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rules.items import Rich, plain
from rules.sources.latex import commands
from rules.sources.latex.nodes import ENV, GROUP, Node
from rules.sources.latex.render import Renderer
from rules.sources.latex.spans import rich
from rules.sources.latex.tokens import AMP, MACRO, PAR, TEXT

MAX_SPAN = 60
_MAX_HEADER = 4
_FULL = (1, 999)
_RUNNING = frozenset({"endfirsthead", "endhead", "endfoot", "endlastfoot"})
_ROW_ENDS = frozenset({"\\", "tabularnewline", "cr"})


@dataclass(slots=True)
class Grid:
    """Rows of cells with the address of each row; ``header`` counts the heading rows, ``ragged`` the rows (by
    address) that are longer than the widest declared or shorter than the others."""

    rows: list[list[Rich]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    header: int = 0
    ragged: list[tuple[int, int]] = field(default_factory=list)
    width: int = 0
    declared: int = 0


@dataclass(slots=True)
class _Cell:
    nodes: list[Node]
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class _Row:
    """A row; ``rules`` are the columns (first, last) of the lines drawn below it."""

    at: int
    cells: list[_Cell] = field(default_factory=list)
    rules: list[tuple[int, int]] = field(default_factory=list)


def read_grid(node: Node, renderer: Renderer) -> Grid:
    """The grid of a table environment."""
    styles: list[str] = []
    if node.text == "tabbing":
        rows = _tabbing_rows(node.children)
    else:
        rows = _ampersand_rows(node.children)
        styles = _column_styles(node)
    return _fill(rows, renderer, styles)


def _column_styles(node: Node) -> list[str]:
    r"""The style of each column where its type sets one (``>{\itshape}l``)."""
    spec = next((arg for arg in reversed(node.args) if arg), None)
    letters = commands.TABLE_ENVIRONMENTS.get(node.text, "")
    if spec is None or not letters.endswith("m"):
        return []
    styles: list[str] = []
    pending = ""
    for part in _repeat_columns(spec):
        if part.kind == GROUP:
            names = {child.text for child in part.children if child.kind == MACRO}
            if names & commands.FORM_STYLES:
                pending = "form"
            elif names & commands.LABEL_STYLES:
                pending = "label"
        elif part.kind == TEXT:
            for char in part.text:
                if char in "lcrXpmbPLRCQYJSZK":
                    styles.append(pending)
                    pending = ""
    return styles


def _repeat_columns(spec: Sequence[Node]) -> list[Node]:
    """``*{3}{l}`` written out."""
    done: list[Node] = []
    index = 0
    while index < len(spec):
        part = spec[index]
        if part.kind == TEXT and part.text.rstrip().endswith("*") and index + 2 < len(spec):
            count = "".join(child.text for child in spec[index + 1].children)
            done.append(Node(TEXT, part.text.rstrip()[:-1], part.at))
            if count.isdigit():
                done.extend(list(spec[index + 2].children) * min(int(count), MAX_SPAN))
            index += 3
        else:
            done.append(part)
            index += 1
    return done


class _RowReader:
    """Gathers the rows of a table with ``&``; the running heads and feet of a long table are kept once."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self.row = _Row(0)
        self.cell: list[Node] = []
        self.mark = 0
        self.headed = False

    def end_cell(self) -> None:
        self.row.cells.append(_span(self.cell))
        self.cell = []

    def end_row(self) -> None:
        self.end_cell()
        # A line break after a caption or a rule makes no row; an empty row with cells may carry a spanning cell.
        if len(self.row.cells) > 1 or _has_text(self.row.cells[0].nodes):
            self.rows.append(self.row)
        self.row = _Row(0)

    def rule(self, node: Node) -> None:
        if self.rows and not self.row.cells and not _has_text(self.cell):
            self.rows[-1].rules.append(_columns_of(node))
        self.cell = [part for part in self.cell if part.kind != TEXT or part.text.strip()]

    def running(self, name: str) -> None:
        """``\\endfirsthead`` and ``\\endhead`` end a head, ``\\endfoot`` and ``\\endlastfoot`` a foot."""
        if self.row.cells or _has_text(self.cell):
            self.end_row()
        if self.headed or "foot" in name:
            del self.rows[self.mark :]
        elif self.rows:
            self.headed = True
            self.rows[-1].rules.append(_FULL)
        self.mark = len(self.rows)

    def node(self, node: Node) -> None:
        if node.kind == AMP:
            self.end_cell()
        elif node.kind == MACRO and node.text in _ROW_ENDS:
            self.end_row()
        elif node.kind == MACRO and node.text in _RUNNING:
            self.running(node.text)
        elif node.kind == MACRO and commands.is_rule(node.text):
            self.rule(node)
        elif node.kind == MACRO and node.text in ("caption", "label"):
            return
        else:
            if not self.row.at and (node.kind != TEXT or node.text.strip()):
                self.row.at = node.at
            self.cell.append(node)


def _ampersand_rows(nodes: Sequence[Node]) -> list[_Row]:
    reader = _RowReader()
    for node in _open_groups(nodes):
        reader.node(node)
    if reader.row.cells or _has_text(reader.cell):
        reader.end_row()
    return reader.rows


def _columns_of(node: Node) -> tuple[int, int]:
    """The columns that a line covers: ``\\cmidrule(lr){2-4}``; all of them for a plain rule."""
    if node.text not in ("cline", "cmidrule") or not node.args:
        return _FULL
    match = re.search(r"(\d+)\s*-\s*(\d+)", "".join(part.text for part in node.args[-1] or ()))
    return (int(match.group(1)), int(match.group(2))) if match else (2, 2)


def _open_groups(nodes: Sequence[Node]) -> list[Node]:
    """Groups that hold row ends or column marks are opened (``{\\small … \\\\ …}`` around the rows)."""
    done: list[Node] = []
    for node in nodes:
        if node.kind == GROUP and any(
            child.kind == AMP or (child.kind == MACRO and child.text in _ROW_ENDS) for child in node.children
        ):
            done.extend(_open_groups(node.children))
        else:
            done.append(node)
    return done


def _has_text(nodes: Sequence[Node]) -> bool:
    return any(node.kind not in (TEXT, PAR) or node.text.strip() for node in nodes)


def _number(nodes: Sequence[Node] | None) -> int:
    text = "".join(node.text for node in nodes or ()).strip()
    return min(int(text), MAX_SPAN) if text.isdigit() and int(text) else 1


def _span(nodes: list[Node]) -> _Cell:
    """A cell, with the columns and rows that it spans."""
    columns = rows = 1
    inside = list(nodes)
    for _ in range(4):
        solid = [node for node in inside if node.kind not in (TEXT, PAR) or node.text.strip()]
        spans = [
            node for node in solid if node.kind == MACRO and node.text in ("multicolumn", "multirow") and node.args
        ]
        if len(solid) == 1 and solid[0].kind == GROUP:
            inside = list(solid[0].children)
        elif spans and len(solid) == 1:
            node = spans[0]
            if node.text == "multicolumn":
                columns, inside = _number(node.args[0]), list(node.args[2] or ())
            else:
                rows, inside = abs(_rows(node.args[1])), list(node.args[5] or ())
        else:
            break
    return _Cell(inside, columns, rows)


def _rows(nodes: Sequence[Node] | None) -> int:
    text = "".join(node.text for node in nodes or ()).strip().rstrip("*")
    return min(int(text.lstrip("-") or 1), MAX_SPAN) if text.lstrip("-").isdigit() else 1


def _tabbing_rows(nodes: Sequence[Node]) -> list[_Row]:
    rows: list[_Row] = []
    row = _Row(0)
    cell: list[Node] = []
    for node in [*_open_groups(nodes), Node(MACRO, "\\", 0)]:
        if node.kind == MACRO and node.text in (">", "="):
            row.cells.append(_Cell(cell))
            cell = []
        elif node.kind == MACRO and node.text == "kill":
            row, cell = _Row(0), []
        elif node.kind == MACRO and node.text in _ROW_ENDS:
            row.cells.append(_Cell(cell))
            if any(_has_text(part.nodes) for part in row.cells):
                rows.append(row)
            row, cell = _Row(0), []
        elif node.kind == MACRO and node.text in ("<", "+", "-", "'", "`"):
            continue
        else:
            if not row.at and (node.kind != TEXT or node.text.strip()):
                row.at = node.at
            cell.append(node)
    return rows


def _fill(rows: list[_Row], renderer: Renderer, styles: list[str]) -> Grid:
    """Spread spanning cells over the grid."""
    grid = Grid(declared=len(styles))
    hanging: dict[int, tuple[int, Rich]] = {}
    for row in rows:
        filled: list[Rich] = []
        for cell in row.cells:
            text = _cell_text(cell, renderer, styles[len(filled)] if len(filled) < len(styles) else "")
            for _ in range(cell.columns):
                column = len(filled)
                shown = text
                if column in hanging and not text:
                    shown = hanging[column][1]
                    hanging = _hang(hanging, column)
                elif cell.rows > 1:
                    hanging[column] = (cell.rows - 1, text)
                filled.append(shown)
        grid.rows.append(filled)
        grid.places.append(row.at)
    _ragged(grid)
    _header(grid, rows)
    _drop_empty(grid)
    return grid


def _drop_empty(grid: Grid) -> None:
    """Rows without any text (vertical space) away."""
    kept = [index for index, row in enumerate(grid.rows) if any(plain(cell).strip() for cell in row)]
    grid.header = sum(1 for index in kept if index < grid.header)
    grid.rows = [grid.rows[index] for index in kept]
    grid.places = [grid.places[index] for index in kept]


def _hang(hanging: dict[int, tuple[int, Rich]], column: int) -> dict[int, tuple[int, Rich]]:
    left, text = hanging[column]
    rest = {key: value for key, value in hanging.items() if key != column}
    return rest | ({column: (left - 1, text)} if left > 1 else {})


def _cell_text(cell: _Cell, renderer: Renderer, style: str) -> Rich:
    return rich(renderer.runs(cell.nodes, style or "plain"))


def _header(grid: Grid, rows: list[_Row]) -> None:
    """The rows above the first inner line across the table; without one, leading rows all in bold."""
    for index, row in enumerate(rows[: min(_MAX_HEADER, len(rows) - 1)]):
        if any(first <= 1 and last >= grid.width for first, last in row.rules):
            grid.header = index + 1
            return
    for row in rows[: min(2, len(rows) - 1)]:
        cells = [cell for cell in row.cells if _has_text(cell.nodes)]
        if not cells or not all(_is_heading(cell.nodes) for cell in cells):
            return
        grid.header += 1


def _is_heading(nodes: Sequence[Node]) -> bool:
    solid = [node for node in nodes if node.kind not in (TEXT, PAR) or node.text.strip()]
    first = solid[0] if solid else None
    while first is not None and first.kind == GROUP and first.children:
        first = first.children[0]
    return first is not None and first.kind == MACRO and first.text in commands.BOLD_STYLES


def _ragged(grid: Grid) -> None:
    grid.width = max((len(row) for row in grid.rows), default=0)
    if grid.declared:
        grid.ragged = [
            (at, len(row)) for at, row in zip(grid.places, grid.rows, strict=True) if len(row) > grid.declared
        ]
    for row in grid.rows:
        row.extend([()] * (grid.width - len(row)))


def nested_tables(nodes: Sequence[Node]) -> list[Node]:
    """The table environments inside nodes, outermost ones only."""
    found: list[Node] = []
    for node in nodes:
        if node.kind == ENV and node.text.rstrip("*") in commands.TABLE_ENVIRONMENTS:
            found.append(node)
        elif node.block:
            found.extend(nested_tables(node.children))
            for arg in node.args:
                found.extend(nested_tables(arg or ()))
    return found


_WORD = re.compile(r"\w")


def is_layout(grid: Grid) -> bool:
    """Whether the table holds no words at all (a figure's frame)."""
    return not any(_WORD.search(plain(cell)) for row in grid.rows for cell in row)
