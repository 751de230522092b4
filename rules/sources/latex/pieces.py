r"""Pieces of an example environment: opened to one sequence, cut into lines, searched for notes and labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rules.sources.latex import commands
from rules.sources.latex.context import Context
from rules.sources.latex.nodes import ENV, GROUP, Node
from rules.sources.latex.tokens import MACRO, PAR, TEXT

NOTES = frozenset({"footnote", "footnotetext", "endnote", "savefootnote", "LSPfootnote", "footnotemark"})
ITEMS = frozenset({"item", "pex", "lb", "lba"})
DIGLOSS = {"digloss": 2, "trigloss": 3}
OPEN_LIST, CLOSE_LIST = "open", "close"
_LONG = 250
_OWN_ARGUMENTS = (
    commands.ITEM_COMMANDS | commands.OPENING_COMMANDS | ITEMS | {"begingl", *DIGLOSS, *commands.EXPEX_LINES}
)
OnNode = Callable[[Node], None]


def flatten(nodes: Sequence[Node], depth: int = 0) -> Iterator[Node]:
    """The inside of an example as one sequence: groups and boxes with examples in them are opened.

    Sublists leave marks (nodes of the kinds ``open`` and ``close``), so that text after a sublist is not taken for a
    translation.
    """
    for node in nodes:
        if node.kind == GROUP and (node.block or has_gloss_part(node)):
            yield from flatten(node.children, depth + 1)
        elif node.kind == ENV and node.text in commands.TABLE_ENVIRONMENTS:
            yield node
        elif node.kind == ENV and (node.block or node.text in commands.EXAMPLE_ENVIRONMENTS):
            yield Node(OPEN_LIST, node.text, node.at)
            yield from flatten(node.children, depth + 1)
            yield Node(CLOSE_LIST, node.text, node.at)
        elif node.kind == MACRO and _holds_block(node) and not is_note(node.text):
            for arg in node.args:
                if arg and any(part.block for part in arg):
                    yield from flatten(arg, depth + 1)
        else:
            yield node


def _holds_block(node: Node) -> bool:
    """Whether an example stands in an argument (a box); the mark of an item (``\\ex[*]``) is no box."""
    return node.text not in _OWN_ARGUMENTS and any(part.block for arg in node.args for part in arg or ())


def has_gloss_part(node: Node) -> bool:
    """Whether a group holds the translation of an example."""
    return any(child.kind == MACRO and child.text in commands.TRANSLATION_COMMANDS for child in node.children)


def is_note(name: str) -> bool:
    """Whether a command is a footnote."""
    return name in NOTES


def has_text(nodes: Sequence[Node]) -> bool:
    """Whether anything but white space stands in nodes."""
    return any(node.kind != TEXT or node.text.strip() for node in nodes)


def split_lines(nodes: Sequence[Node]) -> list[list[Node]]:
    """Nodes cut at their line breaks (``\\\\``) and blank lines; lines without text are left out."""
    lines: list[list[Node]] = [[]]
    for node in nodes:
        if node.kind == PAR or (node.kind == MACRO and node.text in ("\\", "newline")):
            lines.append([])
        else:
            lines[-1].append(node)
    return [line for line in lines if any(node.kind != TEXT or node.text.strip() for node in line)]


def list_paragraphs(nodes: Sequence[Node], context: Context, on_note: OnNode) -> None:
    """Displayed text without a gloss: one paragraph for each line (long ones are prose in a list left open)."""
    for line in split_lines(nodes):
        context.paragraph(line, "list" if sum(len(node.text) for node in line) < _LONG else "prose")
    for note in notes_in(nodes):
        on_note(note)


def notes_in(nodes: Sequence[Node]) -> Iterator[Node]:
    """The footnotes inside nodes, outermost ones only."""
    for node in nodes:
        if node.kind == MACRO and is_note(node.text) and node.args:
            yield node
        else:
            yield from notes_in(node.children)
            for arg in node.args:
                yield from notes_in(arg or ())


def labels_in(nodes: Sequence[Node]) -> Iterator[str]:
    """The names of the labels inside nodes."""
    for node in nodes:
        if node.kind == MACRO and node.text == "label" and node.args:
            yield "".join(part.text for part in node.args[0] or ())
        for arg in (node.children, *node.args):
            yield from labels_in(arg or ())
