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
_ROW_ENDS = frozenset({"\\", "tabularnewline", "cr"})
_BOXES = frozenset({"footnotesize", "small", "parbox", "mbox", "makecell", "shortstack", "rotatebox", "thead"})


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
    at: int
    cells: list[_Cell] = field(default_factory=list)
    ruled: bool = False
    bold: bool = False


def read_grid(node: Node, renderer: Renderer) -> Grid:
    """The grid of a table environment."""
    styles: list[str] = []
    if node.text == "tabbing":
        rows = _tabbing_rows(node.children)
    else:
        rows = _ampersand_rows(node.children)
        styles = _column_styles(node)
    rows = _mark_rules(rows)
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


def _ampersand_rows(nodes: Sequence[Node]) -> list[_Row]:
    rows: list[_Row] = []
    row = _Row(0)
    cell: list[Node] = []

    def end_cell() -> None:
        row.cells.append(_span(cell))
        cell.clear()

    for node in _open_groups(nodes):
        if node.kind == AMP:
            end_cell()
        elif node.kind == MACRO and node.text in _ROW_ENDS:
            end_cell()
            rows.append(row)
            row = _Row(0)
        elif node.kind == MACRO and (commands.is_rule(node.text) or node.text in ("endhead", "endfirsthead")):
            if rows and not row.cells and not _has_text(cell):
                rows[-1].ruled = rows[-1].ruled or node.text not in ("cmidrule", "cline")
            cell[:] = [part for part in cell if part.kind != TEXT or part.text.strip()]
        else:
            if not row.at and (node.kind != TEXT or node.text.strip()):
                row.at = node.at
            cell.append(node)
    if row.cells or _has_text(cell):
        end_cell()
        rows.append(row)
    return rows


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


def _mark_rules(rows: list[_Row]) -> list[_Row]:
    return [row for row in rows if len(row.cells) > 1 or any(_has_text(cell.nodes) for cell in row.cells)]


def _fill(rows: list[_Row], renderer: Renderer, styles: list[str]) -> Grid:
    """Spread spanning cells over the grid."""
    grid = Grid(declared=len(styles))
    hanging: dict[int, tuple[int, Rich]] = {}
    for row in rows:
        filled: list[Rich] = []
        for cell in row.cells:
            text = _cell_text(cell, renderer, styles[len(filled)] if len(filled) < len(styles) else "")
            column = len(filled)
            if column in hanging and not text:
                text = hanging[column][1]
                hanging = _hang(hanging, column)
            if cell.rows > 1:
                for offset in range(cell.columns):
                    hanging[column + offset] = (cell.rows - 1, text)
            filled.extend([text] * cell.columns)
        grid.rows.append(filled)
        grid.places.append(row.at)
    _header(grid, rows, renderer)
    _ragged(grid, rows)
    return grid


def _hang(hanging: dict[int, tuple[int, Rich]], column: int) -> dict[int, tuple[int, Rich]]:
    left, text = hanging[column]
    rest = {key: value for key, value in hanging.items() if key != column}
    return rest | ({column: (left - 1, text)} if left > 1 else {})


def _cell_text(cell: _Cell, renderer: Renderer, style: str) -> Rich:
    return rich(renderer.runs(cell.nodes, style or "plain"))


def _header(grid: Grid, rows: list[_Row], renderer: Renderer) -> None:
    """The rows above the first inner rule line; without one, leading rows all in bold or small caps."""
    for index, row in enumerate(rows[:-1]):
        if row.ruled and index < 6:
            grid.header = index + 1
            return
    for row in rows[:2]:
        cells = [cell for cell in row.cells if _has_text(cell.nodes)]
        if not cells or not all(_is_heading(cell.nodes) for cell in cells) or len(rows) < 2:
            return
        grid.header += 1


def _is_heading(nodes: Sequence[Node]) -> bool:
    solid = [node for node in nodes if node.kind not in (TEXT, PAR) or node.text.strip()]
    first = solid[0] if solid else None
    while first is not None and first.kind == GROUP and first.children:
        first = first.children[0]
    return first is not None and first.kind == MACRO and first.text in commands.BOLD_STYLES


def _ragged(grid: Grid, rows: list[_Row]) -> None:
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


def is_empty(grid: Grid) -> bool:
    """Whether no cell has text."""
    return not any(plain(cell).strip() for row in grid.rows for cell in row)


_WORD = re.compile(r"\w")


def is_layout(grid: Grid) -> bool:
    """Whether the table holds no words at all (a figure's frame)."""
    return not any(_WORD.search(plain(cell)) for row in grid.rows for cell in row)
