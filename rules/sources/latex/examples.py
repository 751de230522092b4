r"""Interlinear examples: from the inside of an example environment to :class:`rules.items.Example` values.

The inside is read as a flat sequence in which groups and sublists are transparent, so that an example in braces, in a
footnote or in a box is read as any other. Dialects: gb4e and langsci-gb4e (``\ex``, ``\ea … \z``), cgloss
(``\gll … \gllll``), expex (``\begingl \gla … //``), linguex (``\ex.``, ``\exg.``) and covington (``\digloss``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.sources.latex import commands
from rules.sources.latex.context import Context
from rules.sources.latex.glossed import JUDGEMENT, Item, is_source, make_example
from rules.sources.latex.nodes import ENV, Node
from rules.sources.latex.pieces import (
    CLOSE_LIST,
    DIGLOSS,
    ITEMS,
    OPEN_LIST,
    OnNode,
    flatten,
    has_text,
    is_note,
    list_paragraphs,
    split_lines,
)  # fmt: skip
from rules.sources.latex.tokens import MACRO, PAR, TEXT

_EXPEX_LABEL = re.compile(r"<([\w:.\-]{1,60})>")
_LINES_OF = {"exg": 2, "ag": 2, "bg": 2, "cg": 2, "dg": 2, "eg": 2, "exig": 2, "exgg": 3}
_LINGUEX_ITEMS = frozenset("abcdefgh") | {"exg", "ag", "bg", "cg", "dg", "eg", "exi", "exig"}
_MARKS = commands.TRANSLATION_COMMANDS | commands.OPENING_COMMANDS | commands.CLOSING_COMMANDS | {"endgl", "glpreamble"}
EXPEX = 99


class ExampleReader:
    """Reads the inside of one example environment (or of ``\\ea … \\z``) into the context.

    ``on_block`` is called with each table that stands inside, ``on_note`` with each footnote.
    """

    def __init__(self, context: Context, on_block: OnNode, on_note: OnNode, linguex: bool = False) -> None:
        self.context = context
        self.on_block = on_block
        self.on_note = on_note
        self.linguex = linguex
        self.item = Item(0)

    def read(self, nodes: Sequence[Node]) -> None:
        """Read all examples in ``nodes``."""
        for node in flatten(nodes):
            self.node(node)
        self.finish()

    def node(self, node: Node) -> None:
        if node.kind == MACRO:
            self.macro(node)
        elif node.kind == PAR:
            self.paragraph_end(node)
        elif node.kind in (OPEN_LIST, CLOSE_LIST):
            self.close_lines()
            if node.kind == CLOSE_LIST and self.item.gloss_at:
                self.item.closed = True
        elif node.kind == ENV and node.text in commands.TABLE_ENVIRONMENTS:
            self.on_block(node)
        else:
            self.add(node)

    def paragraph_end(self, node: Node) -> None:
        item = self.item
        if item.in_lines and len(item.lines) < item.wanted:
            return
        if item.gloss_at and any(part.kind != TEXT or part.text.strip() for part in item.tail):
            item.closed = True
        elif not item.gloss_at:
            item.lead.append(node)

    def add(self, node: Node) -> None:
        item = self.item
        if item.fresh:
            item.fresh = False
            node = self.expex_label(node)
        if item.expex and not item.in_lines and node.kind == TEXT:
            node = Node(TEXT, node.text.replace("//", ""), node.at)
        if item.preambled:
            item.lead.append(node)
        elif item.in_lines:
            item.lines[-1].append(node)
        elif item.gloss_at and not item.closed:
            item.tail.append(node)
        elif item.gloss_at:
            if node.kind != TEXT or node.text.strip():
                self.new_item(node.at)
                self.item.lead.append(node)
        else:
            item.lead.append(node)

    def expex_label(self, node: Node) -> Node:
        """expex: ``\\ex<label>``, ``\\ex~``."""
        match = _EXPEX_LABEL.match(node.text) if node.kind == TEXT else None
        if match is None:
            return node
        self.item.label = match.group(1)
        return Node(TEXT, node.text[match.end() :], node.at)

    def macro(self, node: Node) -> None:
        name = node.text
        if name in commands.ITEM_COMMANDS or name in ITEMS or self.is_subitem(node):
            self.start(node)
            if name in _LINES_OF:
                self.gloss(node, _LINES_OF[name])
        elif name in DIGLOSS:
            self.digloss(node)
        elif (wanted := self.gloss_lines(name)) is not None:
            self.gloss(node, wanted)
        elif name in commands.EXPEX_LINES and self.item.expex:
            self.item.lines.append([])
            self.item.in_lines, self.item.preambled = True, False
        elif name in ("\\", "newline", "linebreak"):
            self.line_break(node)
        elif name in _MARKS:
            self.mark(node)
        elif name == "label":
            self.label(node)
        elif name in ("langinfo", "langinfoverb"):
            self.langinfo(node)
        elif is_note(name):
            if node.args:
                self.on_note(node)
        else:
            self.add(node)

    def gloss_lines(self, name: str) -> int | None:
        """How many lines a gloss command takes, None where it is none."""
        if commands.GLOSS_COMMAND.fullmatch(name):
            return len(name) - 1
        if name == "begingl":
            return EXPEX
        return _LINES_OF.get(name) if self.linguex else None

    def digloss(self, node: Node) -> None:
        """covington: ``\\digloss[…]{line}{line}{translation}``."""
        self.gloss(node, DIGLOSS[node.text])
        *lines, tail = node.args[1:]
        self.item.lines = [list(line or ()) for line in lines]
        self.item.tail = list(tail or ())
        self.item.in_lines, self.item.closed = False, True

    def mark(self, node: Node) -> None:
        """What opens or closes a list, or the gloss lines."""
        name = node.text
        self.close_lines()
        if name in commands.OPENING_COMMANDS:
            if not name.startswith(("xlist", "exbegin", "eal")):
                self.start(node)
        elif name in commands.CLOSING_COMMANDS:
            self.item.closed = self.item.closed or bool(self.item.gloss_at)
        else:
            self.more_lines()
            self.item.preambled = name == "glpreamble"
            self.item.closed = self.item.closed and bool(self.item.tail)

    def more_lines(self) -> None:
        """Lines between the gloss lines and the translation: further gloss lines, which the command did not count."""
        item = self.item
        if item.expex or not item.lines or item.closed:
            return
        lines = split_lines(item.tail)
        for line in lines:
            text = self.context.renderer.text(line)
            if text and not is_source(line, text):
                item.lines.append(line)
                item.tail = [node for node in item.tail if not any(node is part for part in line)]

    def is_subitem(self, node: Node) -> bool:
        return self.linguex and node.text in _LINGUEX_ITEMS and node.text != "exg" and not self.item.in_lines

    def close_lines(self) -> None:
        self.item.in_lines = False

    def line_break(self, node: Node) -> None:
        item = self.item
        if item.in_lines and not item.expex:
            if not has_text(item.lines[-1]):
                return
            if len(item.lines) >= item.wanted:
                item.in_lines = False
            else:
                item.lines.append([])
        elif not item.in_lines:
            self.add(node)

    def gloss(self, node: Node, wanted: int) -> None:
        self.context.counts["examples.seen"] += 1
        if self.item.gloss_at:
            self.new_item(node.at, keep=True)
        item = self.item
        item.gloss_at, item.wanted, item.expex = node.at, wanted, wanted == EXPEX
        item.in_lines = not item.expex
        item.lines = [] if item.expex else [[]]

    def start(self, node: Node) -> None:
        """A new item: ``\\ex``, ``\\exi{3}``, ``\\ex[*]{…}``."""
        self.finish()
        self.item = Item(node.at, fresh=True)
        for letter, arg in zip(commands.SPECS.get(node.text, ""), node.args, strict=False):
            if letter == "o" and arg:
                text = self.context.renderer.text(arg)
                if JUDGEMENT.match(text):
                    self.item.judgement = text
                elif text:
                    self.item.lead.extend(arg)

    def new_item(self, at: int, *, keep: bool = False) -> None:
        """The next example of the same item (a second ``\\gll``), or text after a finished one."""
        old = self.item
        self.finish()
        self.item = Item(at, label=old.label if keep else "", inherited=keep, language=old.language)

    def label(self, node: Node) -> None:
        label = self.context.renderer.text(node.args[0] or ()) if node.args else ""
        if not self.item.label or self.item.inherited:
            self.item.label, self.item.inherited = label, False

    def langinfo(self, node: Node) -> None:
        name, _, reference = (self.context.renderer.text(arg or ()) for arg in node.args)
        self.item.language = name
        self.item.preamble.extend(node.args[2] or ())
        del reference

    def finish(self) -> None:
        """Put the item into the context: an example, or paragraphs where it has no gloss lines."""
        item = self.item
        if item.emitted:
            return
        item.emitted = True
        if item.gloss_at:
            self.context.examples.append(make_example(item, self.context, self.on_note))
        else:
            list_paragraphs(item.lead, self.context, self.on_note)
