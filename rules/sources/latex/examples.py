r"""Interlinear examples: from the inside of an example environment to :class:`rules.items.Example` values.

The inside is read as a flat sequence in which groups and sublists are transparent, so that an example in braces, in a
footnote or in a box is read as any other. Dialects: gb4e and langsci-gb4e (``\ex``, ``\ea … \z``), cgloss
(``\gll … \gllll``), expex (``\begingl \gla … //``), linguex (``\ex.``, ``\exg.``) and covington (``\digloss``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rules.items import Example
from rules.sources.latex import commands
from rules.sources.latex.context import Context
from rules.sources.latex.igt import Lines, arrange, bare, split_words
from rules.sources.latex.names import marked
from rules.sources.latex.nodes import ENV, GROUP, Node
from rules.sources.latex.spans import tex_quotes
from rules.sources.latex.tokens import MACRO, PAR, TEXT
from rules.sources.latex.translation import split_translation, strip_brackets

NOTES = frozenset({"footnote", "footnotetext", "endnote", "savefootnote", "LSPfootnote", "footnotemark"})
JUDGEMENT = re.compile(r"^(?:[*?#%✓]|\?\?|\*\?|\?\*|!|OK)+$")
_LEADING_JUDGEMENT = re.compile(r"^(\*{1,2}|\?{1,3}\*?|#|%|\(\*\))(?=\S)")
_EXPEX_LABEL = re.compile(r"<([\w:.\-]{1,60})>")
_REFERENCE_NAME = re.compile(
    r"corpus|source|textref|reference|jambox|srcref|attrib|trailingcitation|rightcomment", re.IGNORECASE
)
_CITES = frozenset(name for name, spec in commands.SPECS.items() if spec == "oom" and not commands.KEPT[name])
_LINES_OF = {"exg": 2, "ag": 2, "bg": 2, "cg": 2, "dg": 2, "eg": 2, "exig": 2, "exgg": 3}
_LINGUEX_ITEMS = frozenset("abcdefgh") | {"exg", "ag", "bg", "cg", "dg", "eg", "exi", "exig"}
_ITEMS = frozenset({"item", "pex", "lb", "lba"})
_MARKS = commands.TRANSLATION_COMMANDS | commands.OPENING_COMMANDS | commands.CLOSING_COMMANDS | {"endgl", "glpreamble"}
EXPEX = 99
_LONG = 250
_DIGLOSS = {"digloss": 2, "trigloss": 3}
_OWN_ARGUMENTS = (
    commands.ITEM_COMMANDS
    | commands.OPENING_COMMANDS
    | _ITEMS
    | {"begingl", "digloss", "trigloss", *commands.EXPEX_LINES}
)
OPEN_LIST, CLOSE_LIST = "open", "close"


@dataclass(slots=True)
class Item:
    """One example being read."""

    at: int
    lead: list[Node] = field(default_factory=list)
    judgement: str = ""
    label: str = ""
    gloss_at: int = 0
    wanted: int = 0
    lines: list[list[Node]] = field(default_factory=list)
    tail: list[Node] = field(default_factory=list)
    preamble: list[Node] = field(default_factory=list)
    closed: bool = False
    language: str = ""
    inherited: bool = False
    fresh: bool = False
    preambled: bool = False
    in_lines: bool = False
    expex: bool = False
    emitted: bool = False


def flatten(nodes: Sequence[Node], depth: int = 0) -> Iterator[Node]:
    """The inside of an example as one sequence: groups and boxes with examples in them are opened.

    Sublists leave marks (nodes of the kinds ``open`` and ``close``), so that text after a sublist is not taken for a
    translation.
    """
    for node in nodes:
        if node.kind == GROUP and (node.block or _has_gloss_part(node)):
            yield from flatten(node.children, depth + 1)
        elif node.kind == ENV and node.text in commands.TABLE_ENVIRONMENTS:
            yield node
        elif node.kind == ENV and (node.block or node.text in commands.EXAMPLE_ENVIRONMENTS):
            yield Node(OPEN_LIST, node.text, node.at)
            yield from flatten(node.children, depth + 1)
            yield Node(CLOSE_LIST, node.text, node.at)
        elif node.kind == MACRO and _holds_block(node) and not _is_note(node.text):
            for arg in node.args:
                if arg and any(part.block for part in arg):
                    yield from flatten(arg, depth + 1)
        else:
            yield node


def _holds_block(node: Node) -> bool:
    """Whether an example stands in an argument (a box); the mark of an item (``\\ex[*]``) is no box."""
    return node.text not in _OWN_ARGUMENTS and any(part.block for arg in node.args for part in arg or ())


def _is_source(line: Sequence[Node], text: str) -> bool:
    """Whether a line is a source reference or begins a quoted translation rather than a gloss line."""
    return text[:1] in "([`‘“\"'" or any(_REFERENCE_NAME.search(node.text) for node in line if node.kind == MACRO)


def _has_text(nodes: Sequence[Node]) -> bool:
    return any(node.kind != TEXT or node.text.strip() for node in nodes)


def _has_gloss_part(node: Node) -> bool:
    return any(child.kind == MACRO and child.text in commands.TRANSLATION_COMMANDS for child in node.children)


def _is_note(name: str) -> bool:
    return name in NOTES


class ExampleReader:
    """Reads the inside of one example environment (or of ``\\ea … \\z``) into the context.

    ``block`` is called with a table or another block that stands inside; ``note`` with each footnote.
    """

    def __init__(self, context: Context, on_block, on_note, linguex: bool = False) -> None:  # type: ignore[no-untyped-def]
        self.context = context
        self.on_block = on_block
        self.on_note = on_note
        self.linguex = linguex
        self.item = Item(0)
        self.pending: list[int] = []

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
        if name in commands.ITEM_COMMANDS or name in _ITEMS or self.is_subitem(node):
            self.start(node)
            if name in _LINES_OF:
                self.gloss(node, _LINES_OF[name])
        elif name in _DIGLOSS:
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
        elif _is_note(name):
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
        self.gloss(node, _DIGLOSS[node.text])
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
            if text and not _is_source(line, text):
                item.lines.append(line)
                item.tail = [node for node in item.tail if not any(node is part for part in line)]

    def is_subitem(self, node: Node) -> bool:
        return self.linguex and node.text in _LINGUEX_ITEMS and node.text not in ("exg",) and not self.item.in_lines

    def close_lines(self) -> None:
        self.item.in_lines = False

    def line_break(self, node: Node) -> None:
        item = self.item
        if item.in_lines and not item.expex:
            if not _has_text(item.lines[-1]):
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


def list_paragraphs(nodes: Sequence[Node], context: Context, on_note) -> None:  # type: ignore[no-untyped-def]
    """Displayed text without a gloss: one paragraph for each line (long ones are prose in a list left open)."""
    for line in split_lines(nodes):
        context.paragraph(line, "list" if sum(len(node.text) for node in line) < _LONG else "prose")
    for note in notes_in(nodes):
        on_note(note)


def notes_in(nodes: Sequence[Node]) -> Iterator[Node]:
    """The footnotes inside nodes, outermost ones only."""
    for node in nodes:
        if node.kind == MACRO and _is_note(node.text) and node.args:
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


def make_example(item: Item, context: Context, on_note) -> Example:  # type: ignore[no-untyped-def]
    """The example of an item; why it is not aligned becomes a finding."""
    lines = _split_slashes(item) if item.expex else item.lines
    lines = [line for line in lines if line]
    while len(lines) > 2 and not any(split_words(context.renderer.with_mode("atomic").line(lines[-1]))):
        lines.pop()
    for note in notes_in([*item.lead, *(node for line in item.lines for node in line), *item.tail]):
        on_note(note)
    leading = context.renderer.with_mode("text", upper=False).line(_last_line(item.lead))
    text, reference, rest = tail_parts(item, context)
    arranged = best_arrangement(lines, leading, text, context)
    if rest:
        context.paragraph([Node(TEXT, rest, item.gloss_at)], "list")
    _lead_paragraphs(item, arranged, leading, context)
    label = item.label or next(labels_in([*item.lead, *item.tail]), "")
    judgement, arranged = take_judgement(item, arranged, context)
    if arranged.problem:
        context.counts["examples.unaligned"] += 1
        context.report("latex.example-unaligned", arranged.problem, item.gloss_at, "mend the lines in the book")
    else:
        context.counts["examples.aligned"] += 1
    return Example(
        id=context.example_id(item.gloss_at),
        surface=arranged.surface,
        morphs=arranged.morphs,
        glosses=arranged.glosses,
        translation=text,
        source=context.source(item.gloss_at, label),
        surface_words=arranged.surface_words,
        label=label,
        section=context.numbered,
        reference=reference or _lead_reference(item, context),
        judgement=judgement,
        meta_language=context.switched or context.meta_language,
        language=object_language(item, reference, context),
        aligned=not arranged.problem,
    )


def object_language(item: Item, reference: str, context: Context) -> str:
    """The language of an example that the book marks as one of another language, empty for the book's own."""
    lead = context.renderer.text(item.lead)
    name = item.language or marked(lead, context.names) or marked(reference, context.names)
    own = {context.language.casefold(), *context.own_names}
    return "" if name.casefold() in own else name


def _lead_reference(item: Item, context: Context) -> str:
    """The source in a line that names the language of an example: ``Dutch (Broekhuis 2013: 5)``."""
    lead = context.renderer.text(item.lead)
    match = re.search(r"[(\[](.+)[)\]]\s*[.:]?$", lead)
    return match.group(1).strip() if match and marked(lead, context.names) else ""


def _lead_paragraphs(item: Item, arranged: Lines, leading: str, context: Context) -> None:
    """Text above the gloss lines that is neither the surface line nor a mark: the context of an utterance."""
    lines = split_lines(item.lead)
    taken = arranged.surface and bare(split_words(leading)) == bare(arranged.surface.split())
    if lines and (taken or object_language(item, "", context) or JUDGEMENT.match(context.renderer.text(lines[-1]))):
        lines.pop()
    for line in lines:
        context.paragraph(line, "list")


def split_lines(nodes: Sequence[Node]) -> list[list[Node]]:
    """Nodes cut at their line breaks (``\\\\``) and blank lines; lines without text are left out."""
    lines: list[list[Node]] = [[]]
    for node in nodes:
        if node.kind == PAR or (node.kind == MACRO and node.text in ("\\", "newline")):
            lines.append([])
        else:
            lines[-1].append(node)
    return [line for line in lines if any(node.kind != TEXT or node.text.strip() for node in line)]


def _split_slashes(item: Item) -> list[list[Node]]:
    """expex ends its lines with ``//``."""
    lines = []
    for line in item.lines:
        kept: list[Node] = []
        for node in line:
            if node.kind == TEXT and "//" in node.text:
                head, _, rest = node.text.partition("//")
                kept.append(Node(TEXT, head, node.at))
                item.tail.append(Node(TEXT, rest, node.at)) if rest.strip() else None
                break
            kept.append(node)
        lines.append(kept)
    return lines


def _last_line(nodes: Sequence[Node]) -> list[Node]:
    """The last line with text above the gloss lines."""
    lines = split_lines(nodes)
    return lines[-1] if lines else []


def best_arrangement(lines: list[list[Node]], leading: str, translation: str, context: Context) -> Lines:
    """Align with font commands holding their words together, as gb4e has it, and else with each word of its own."""
    first: Lines | None = None
    if not lines:
        return Lines(problem="the gloss command has no lines")
    if len(lines) == 1:
        return Lines(problem="only one gloss line was found: its line break (\\\\) is missing")
    for mode in ("atomic", "split"):
        reader = context.renderer.with_mode(mode)
        lower = context.renderer.with_mode(mode, upper=False)
        result = arrange(
            [reader.line(line) for line in lines], [lower.line(line) for line in lines], leading, translation
        )
        if not result.problem:
            return result
        first = first or result
    assert first is not None
    return first


def take_judgement(item: Item, lines: Lines, context: Context) -> tuple[str, Lines]:
    """The judgement mark of an example, away from its first word."""
    judgement = item.judgement
    lead = context.renderer.text(item.lead)
    if not judgement and JUDGEMENT.match(lead):
        judgement = lead
    changed = []
    for words in ((lines.surface,), lines.surface_words, lines.morphs, lines.glosses):
        match = _LEADING_JUDGEMENT.match(words[0]) if words else None
        if match:
            judgement = judgement or match.group(1)
            words = (words[0][match.end() :], *words[1:])
        changed.append(tuple(words))
    surface, surface_words, morphs, glosses = changed
    return judgement, Lines(surface[0], surface_words, morphs, glosses, lines.problem)


def tail_parts(item: Item, context: Context) -> tuple[str, str, str]:
    """Translation, source reference and rest of what follows the gloss lines."""
    text_nodes: list[Node] = []
    reference_nodes: list[Node] = list(item.preamble)
    after_fill = False
    cited = False
    for node in item.tail:
        if node.kind == GROUP and cited:
            reference_nodes.extend([node, Node(TEXT, " ", node.at)])
            continue
        cited = False
        if node.kind == MACRO and node.text in ("hfill", "hfil"):
            after_fill = True
        elif node.kind == MACRO and _REFERENCE_NAME.search(node.text):
            reference_nodes.extend(part for arg in node.args[-1:] for part in arg or ())
            cited = not node.args
        elif node.kind == GROUP and any(child.kind == MACRO and child.text == "hfill" for child in node.children):
            reference_nodes.extend(node.children)
        elif after_fill or (node.kind == MACRO and node.text in _CITES):
            reference_nodes.append(node)
        else:
            text_nodes.append(node)
    reader = replace(context.renderer, indices=False)
    reference = strip_brackets(tex_quotes(reader.text(reference_nodes)))
    parts = split_translation(tex_quotes(reader.text(text_nodes)))
    if not parts.translation and after_fill and reference and not item.preamble:
        parts = split_translation(reference)
        reference = ""
    if reference and parts.reference:
        return parts.translation, reference, f"{parts.rest} ({parts.reference})".strip()
    return parts.translation, reference or parts.reference, parts.rest
