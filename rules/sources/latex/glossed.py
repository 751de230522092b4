r"""From the pieces of one example to a :class:`rules.items.Example`: lines in their roles, translation, source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rules.items import Example
from rules.sources.latex import commands
from rules.sources.latex.context import Context
from rules.sources.latex.igt import Lines, arrange, bare, split_words
from rules.sources.latex.names import marked
from rules.sources.latex.nodes import GROUP, Node
from rules.sources.latex.pieces import OnNode, labels_in, notes_in, split_lines
from rules.sources.latex.spans import tex_quotes
from rules.sources.latex.tokens import MACRO, TEXT
from rules.sources.latex.translation import split_translation, strip_brackets

JUDGEMENT = re.compile(r"^(?:[*?#%✓]|\?\?|\*\?|\?\*|!|OK)+$")
_LEADING_JUDGEMENT = re.compile(r"^(\*{1,2}|\?{1,3}\*?|#|%|\(\*\))(?=\S)")
_REFERENCE_NAME = re.compile(
    r"corpus|source|(?:text|txt|ex|example|src|data|story)ref|reference|jambox|attrib|trailingcitation|rightcomment|src$",
    re.IGNORECASE,
)
_CITES = frozenset(name for name, spec in commands.SPECS.items() if spec == "oom" and not commands.KEPT[name])


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


def make_example(item: Item, context: Context, on_note: OnNode) -> Example:
    """The example of an item; why it is not aligned becomes a finding."""
    lines = _split_slashes(item) if item.expex else item.lines
    lines = [line for line in lines if line]
    while len(lines) > 2 and not any(split_words(context.renderer.with_mode("atomic").line(lines[-1]))):
        lines.pop()
    for note in notes_in([*item.lead, *(node for line in item.lines for node in line), *item.tail]):
        on_note(note)
    leading = replace(context.renderer, indices=False, upper=False).line(_last_line(item.lead))
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


def is_source(line: Sequence[Node], text: str) -> bool:
    """Whether a line is a source reference or begins a quoted translation rather than a gloss line."""
    return text[:1] in "([`‘“\"'" or any(_REFERENCE_NAME.search(node.text) for node in line if node.kind == MACRO)


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
    reader = replace(context.renderer, indices=False, upper=False)
    reference = strip_brackets(tex_quotes(reader.text(reference_nodes)))
    parts = split_translation(tex_quotes(reader.text(text_nodes)))
    if not parts.translation and after_fill and reference and not item.preamble:
        parts = split_translation(reference)
        reference = ""
    if reference and parts.reference:
        return parts.translation, reference, f"{parts.rest} ({parts.reference})".strip()
    return parts.translation, reference or parts.reference, parts.rest
