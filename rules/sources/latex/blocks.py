r"""The walk over a book's tree: headings, paragraphs, examples, tables, lists and word lists, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.items import Table, plain
from rules.sources.latex import commands
from rules.sources.latex.context import Context
from rules.sources.latex.examples import ExampleReader
from rules.sources.latex.lists import (
    abbreviation_lines,
    abbreviations_from_items,
    abbreviations_from_table,
    entries_from_table,
)
from rules.sources.latex.nodes import ENV, GROUP, Node
from rules.sources.latex.pieces import NOTES, labels_in, notes_in, split_lines
from rules.sources.latex.tables import Grid, is_layout, nested_tables, read_grid
from rules.sources.latex.tokens import AMP, FILE_END, MACRO, PAR, TEXT
from rules.sources.latex.wordlist import WordList

_FLOATS = frozenset({"table", "sidewaystable", "wraptable", "longtable", "xltabular", "supertabular", "subtable"})
_FIGURES = frozenset({"figure", "wrapfigure", "sidewaysfigure", "SCfigure", "subfigure"})
_LISTS = frozenset(
    {"itemize", "enumerate", "description", "acronym", "compactitem", "compactenum", "list", "basedescript"}
)
_MATTER = frozenset({"frontmatter", "mainmatter", "backmatter"})
_BARE_EXAMPLES = frozenset({"pex", "ex", "exg", "exi", "sn", "begingl", "digloss", "trigloss", "lb"})

_LANGUAGE_ENVIRONMENTS = frozenset({"otherlanguage", "otherlanguage*"})


class Walker:
    """Walks sibling nodes; ``buffer`` is the paragraph being gathered."""

    def __init__(self, context: Context, word_list: WordList) -> None:
        self.context = context
        self.word_list = word_list
        self.buffer: list[Node] = []
        self.kind = "prose"
        self.caption: list[Node] = []
        self.float_label = ""
        self.in_float = False
        self.after_heading = False

    def walk(self, nodes: Sequence[Node]) -> None:
        """Read sibling nodes into the context."""
        index = 0
        while index < len(nodes):
            try:
                index = self.node(nodes, index)
            except RecursionError:
                self.buffer = []
                message = "what stands here is nested too deeply and was passed over"
                self.context.report("latex.nesting", message, nodes[index].at, "flatten its groups")
                index += 1
        self.flush()

    def node(self, nodes: Sequence[Node], index: int) -> int:
        """Read one node (or the run of nodes that belongs to it); the index after it."""
        node = nodes[index]
        if node.kind in (PAR, FILE_END):
            self.flush()
        elif node.kind == MACRO:
            return self.macro(nodes, index)
        elif node.kind == ENV:
            self.environment(node)
        elif node.kind == GROUP and node.block:
            self.nested(node.children)
        else:
            if node.kind != TEXT or node.text.strip():
                self.after_heading = False
            self.buffer.append(node)
        return index + 1

    def nested(self, nodes: Sequence[Node]) -> None:
        """Blocks inside a group or box: text around them is gathered as usual."""
        index = 0
        while index < len(nodes):
            index = self.node(nodes, index)

    def flush(self) -> None:
        """End the paragraph."""
        nodes, self.buffer = self.buffer, []
        if not nodes:
            return
        lines = split_lines(nodes)
        if len(lines) > 1 and self.kind == "prose" and all(_is_short(line) for line in lines):
            for line in lines:
                self.context.paragraph(line, "list")
            abbreviation_lines(self.context, [self.context.rich(line) for line in lines], nodes[0].at)
        else:
            self.context.paragraph(nodes, self.kind)
        for note in notes_in(nodes):
            self.footnote(note)

    def footnote(self, note: Node) -> None:
        """A footnote: its paragraphs, examples and tables."""
        inner = Walker(self.context, self.word_list)
        inner.kind = "footnote"
        inner.walk(note.args[-1] or ())

    def macro(self, nodes: Sequence[Node], index: int) -> int:
        node = nodes[index]
        name = node.text
        if name in commands.OPENING_COMMANDS:
            return self.opened_example(nodes, index)
        if name in _BARE_EXAMPLES or commands.GLOSS_COMMAND.fullmatch(name):
            return self.bare_example(nodes, index)
        if self.word_list.reads(name):
            self.flush()
            return self.word_list.read(nodes, index, self.context)
        if not self.structure(node):
            if node.block and node.args and name not in NOTES:
                for arg in node.args:
                    self.nested(arg or ())
            elif name not in commands.CLOSING_COMMANDS:
                self.buffer.append(node)
        return index + 1

    def structure(self, node: Node) -> bool:
        """Take a heading, label, caption or another command that stands for itself; False where it is none."""
        name = node.text
        if name in commands.SECTION_LEVELS:
            self.heading(node)
        elif name == "label" and node.args:
            self.label(node)
        elif name == "appendix":
            self.flush()
            self.context.start_appendix()
        elif name in _MATTER:
            self.flush()
            self.context.front = name != "mainmatter"
        elif name in ("caption", "captionof") and node.args:
            self.take_caption(node)
        elif name == "selectlanguage" and node.args:
            self.context.switch(self.context.renderer.text(node.args[0] or ()))
        elif name in ("par", "endgraf", "item"):
            self.flush()
        else:
            return False
        return True

    def heading(self, node: Node) -> None:
        name = node.text
        level = commands.SECTION_LEVELS[name]
        title_nodes = node.args[-1] or ()
        if level >= 5:
            # Run-in headings carry no number and stand in the text.
            self.flush()
            self.context.paragraph(title_nodes, "prose", node.at)
            return
        self.flush()
        starred = len(node.args) > 2 and node.args[0] is not None
        title = self.context.renderer.text([part for part in title_nodes if part.text != "footnote"])
        self.context.heading(level, title, node.at, numbered=not starred and name not in commands.UNNUMBERED)
        self.context.counts["sections"] += 1
        self.after_heading = True
        for label in labels_in(title_nodes):
            self.context.label_section(label)
        for note in notes_in(title_nodes):
            self.footnote(note)

    def label(self, node: Node) -> None:
        label = self.context.renderer.text(node.args[0] or ())
        if self.after_heading:
            self.context.label_section(label)
        elif not self.float_label:
            self.float_label = label

    def take_caption(self, node: Node) -> None:
        self.caption = list(node.args[-1] or ())
        self.flush()
        self.context.paragraph(self.caption, "caption", node.at)
        for note in notes_in(self.caption):
            self.footnote(note)
        for label in labels_in(self.caption):
            self.float_label = label

    def environment(self, node: Node) -> None:
        name = node.text.rstrip("*")
        if node.text in commands.EXAMPLE_ENVIRONMENTS:
            self.flush()
            self.example(node.children)
        elif name in commands.TABLE_ENVIRONMENTS:
            if name == "array" and not node.block:
                self.buffer.append(node)
                return
            self.flush()
            self.table(node)
        elif name in _FLOATS or name in _FIGURES:
            self.float(node)
        elif name in _LISTS:
            self.flush()
            self.items(node)
        elif node.text in commands.DRAWINGS:
            return
        elif name in _LANGUAGE_ENVIRONMENTS:
            self.flush()
            before = self.context.switched
            self.context.switch(self.context.renderer.text((node.args[1] if len(node.args) > 1 else None) or ()))
            self.walk(node.children)
            self.context.switched = before
        else:
            self.nested(node.children)

    def example(self, nodes: Sequence[Node], *, linguex: bool = False) -> None:
        reader = ExampleReader(self.context, self.table, self.footnote, linguex)
        reader.read(nodes)

    def opened_example(self, nodes: Sequence[Node], index: int) -> int:
        """``\\ea … \\z``: up to the matching close, a heading or the end."""
        self.flush()
        depth, end = 0, index
        while end < len(nodes):
            node = nodes[end]
            if node.kind == MACRO and node.text in commands.OPENING_COMMANDS:
                depth += 1
            elif node.kind == MACRO and node.text in commands.CLOSING_COMMANDS:
                depth -= 2 if node.text in ("zl", "zllast") and depth > 1 else 1
                if depth <= 0:
                    break
            elif node.kind == FILE_END or (node.kind == MACRO and node.text in commands.SECTION_LEVELS):
                self.context.report(
                    "latex.unclosed",
                    f"\\{nodes[index].text} is never closed: the next heading or the end of the file closes it",
                    nodes[index].at,
                    "close it with \\z",
                )
                break
            end += 1
        self.example(nodes[index:end])
        return end

    def bare_example(self, nodes: Sequence[Node], index: int) -> int:
        """An example outside any environment: expex up to ``\\xe``, linguex and loose glosses up to a blank line."""
        self.flush()
        expex = self._expex_end(nodes, index)
        if expex is not None:
            self.example(nodes[index:expex], linguex=True)
            return expex + 1
        end = index
        while end < len(nodes) and nodes[end].kind != PAR:
            end += 1
        inside = list(nodes[index:end])
        if len(inside) > 1 and inside[1].kind == TEXT and inside[1].text.startswith("."):
            inside = [_undot(part) for part in inside]
        self.example(inside, linguex=True)
        return end

    @staticmethod
    def _expex_end(nodes: Sequence[Node], index: int) -> int | None:
        for end in range(index + 1, min(len(nodes), index + 3000)):
            node = nodes[end]
            if node.kind == MACRO and node.text == "xe":
                return end
            if node.kind == MACRO and node.text in ("ex", "pex") and node.text == nodes[index].text:
                return None
        return None

    def table(self, node: Node) -> None:
        """A table environment: the grid, its abbreviations or entries."""
        context = self.context
        context.counts["tables.seen"] += 1
        inner = nested_tables(node.children)
        label, caption = self.table_head(node)
        grid = read_grid(node, context.renderer)
        if is_layout(grid):
            context.note("latex.table-empty", "a table without words was passed over", node.at)
            return
        context.counts["tables.read"] += 1
        self.report_ragged(grid)
        table = Table(
            rows=tuple(tuple(row) for row in grid.rows),
            caption=caption,
            label=label,
            section=context.numbered,
            header=grid.header,
            source=context.source(node.at, label),
            sources=tuple(context.source(at or node.at) for at in grid.places),
        )
        context.tables.append(table)
        abbreviations_from_table(table, context)
        entries_from_table(table, context)
        for child in inner:
            self.table(child)
        self.examples_in_cells(node)
        for note in notes_in(node.children):
            self.footnote(note)

    def examples_in_cells(self, node: Node) -> None:
        """Examples that stand in the cells of a table."""
        cell: list[Node] = []
        for part in [*node.children, Node(AMP, "", node.at)]:
            if part.kind == AMP:
                for inside in _glossed(cell):
                    self.example(inside)
                cell = []
            elif part.kind != ENV or part.text not in commands.TABLE_ENVIRONMENTS:
                cell.append(part)

    def table_head(self, node: Node) -> tuple[str, str]:
        """Label and caption: the table's own (a long table), else those of the float around it."""
        own = next((part for part in node.children if part.text == "caption" and part.args), None)
        if own is not None:
            self.take_caption(own)
        label = next(labels_in(node.children), "") or self.float_label
        caption = plain(self.context.rich(self.caption))
        if not self.in_float:
            self.caption, self.float_label = [], ""
        return label, caption

    def report_ragged(self, grid: Grid) -> None:
        for at, width in grid.ragged[:5]:
            self.context.report(
                "latex.table-ragged",
                f"a table row has {width} cells, the table {grid.declared} columns",
                at,
                "check the & and \\\\ of the row",
            )

    def float(self, node: Node) -> None:
        self.flush()
        before = self.caption, self.float_label, self.in_float
        self.caption, self.float_label, self.in_float = [], next(_float_labels(node), ""), True
        self.caption = next(_captions(node), [])
        inside = [part for part in node.children]
        self.after_heading = False
        self.nested(inside)
        self.flush()
        self.caption, self.float_label, self.in_float = before

    def items(self, node: Node) -> None:
        """A list: each item is a paragraph; a list of labels and meanings is one of abbreviations."""
        items: list[tuple[list[Node], list[Node], int]] = []
        for part in node.children:
            if part.kind == MACRO and part.text in ("item", "acro") and part.args is not None:
                items.append((list(part.args[0] or ()) if part.args else [], [], part.at))
            elif items:
                items[-1][1].append(part)
        abbreviations_from_items(items, self.context)
        for label, content, at in items:
            before, self.kind = self.kind, "list" if self.kind == "prose" else self.kind
            if label:
                self.buffer.extend([*label, Node(TEXT, " ", at)])
            self.nested(content)
            self.flush()
            self.kind = before


def _has_gloss(nodes: Sequence[Node]) -> bool:
    """Whether a gloss command stands somewhere in nodes (tables inside them not looked at)."""
    for node in nodes:
        if node.kind == MACRO and (commands.GLOSS_COMMAND.fullmatch(node.text) or node.text == "begingl"):
            return True
        if node.kind == ENV and node.text in commands.TABLE_ENVIRONMENTS:
            continue
        if node.block and any(_has_gloss(inside) for inside in (node.children, *node.args) if inside):
            return True
    return False


def _glossed(cell: list[Node]) -> list[list[Node]]:
    """The examples in a table cell: boxes that hold one, or all from a gloss command on."""
    for index, node in enumerate(cell):
        if node.kind == MACRO and commands.GLOSS_COMMAND.fullmatch(node.text):
            return [cell[index:]]
    return [[node] for node in cell if node.block and _has_gloss([node])]


def _is_short(nodes: Sequence[Node]) -> bool:
    """Whether a line is a displayed one rather than prose broken by hand."""
    return sum(len(node.text) for node in nodes) < 160


def _undot(node: Node) -> Node:
    """linguex item commands end in a dot (``\\ex.``, ``\\a.``)."""
    if node.kind == TEXT and node.text.startswith("."):
        return Node(TEXT, node.text[1:], node.at)
    return node


def _captions(node: Node) -> Iterator[list[Node]]:
    for part in node.children:
        if part.kind == MACRO and part.text == "caption" and part.args:
            yield list(part.args[-1] or ())
        else:
            yield from _captions(part)


def _float_labels(node: Node) -> Iterator[str]:
    for part in node.children:
        if part.kind == MACRO and part.text == "label" and part.args:
            yield "".join(child.text for child in part.args[0] or ())
        elif part.kind == MACRO and part.text == "caption" and part.args:
            yield from labels_in(part.args[-1] or ())
        elif part.kind in (GROUP, ENV) and part.text not in commands.EXAMPLE_ENVIRONMENTS:
            yield from _float_labels(part)
