r"""From tree to text: styles, accents and symbols resolved, in two ways of reading.

Running text becomes runs of text in a style. A line of an interlinear example is read in *line mode*: white space
inside a group does not end a word there (it becomes :data:`JOINED`), an empty group or a tie is a word of its own.

>>> from rules.sources.latex.nodes import build
>>> from rules.sources.latex.tokens import tokenize
>>> tree = build(tokenize(r"\textit{ma} is \textsc{3sg}", 0), lambda *_: None)
>>> list(Renderer().runs(tree))
[('ma', 'form'), (' is ', 'plain'), ('3SG', 'label')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rules.sources.latex import commands
from rules.sources.latex.nodes import ENV, FORMULA, GROUP, Node
from rules.sources.latex.symbols import ACCENTS, accent, superscript, symbol, tipa
from rules.sources.latex.tokens import AMP, LBRACKET, MACRO, PAR, RBRACKET, TEXT, TILDE

JOINED, TIE, EMPTY = "\ue000", "\ue001", "\ue002"
Mode = Literal["text", "atomic", "split"]
Run = tuple[str, str]

_FORM_NAME = re.compile(r"vernac|italic|objlang|objectlang|lingform|foreign|native|itword|exword", re.IGNORECASE)
_LABEL_NAME = re.compile(r"smallcap|allcap|acronym|glosslabel|gramm?label|^gl(?:oss)?$", re.IGNORECASE)
_NOTES = frozenset({"footnote", "footnotetext", "endnote", "savefootnote", "marginpar", "sidenote", "LSPfootnote"})
_INDICES = frozenset({"textsubscript", "sub"})
_CITES = frozenset(
    name for name, spec in commands.SPECS.items() if spec == "oom" and commands.KEPT[name] == ()
) | {"cites", "parencites", "textcites"}  # fmt: skip
_MEASURE = re.compile(r"-?\d*\.?\d+\s*(?:pt|em|ex|cm|mm|in)?")
_SPACE = re.compile(r"\s+")


def style_of(name: str, bold: bool = False) -> str | None:
    """The style that a command gives its text: ``form``, ``label``, ``plain``, or None where it changes none."""
    if name in commands.FORM_STYLES or (bold and name in commands.BOLD_STYLES):
        return "form"
    if name in commands.LABEL_STYLES:
        return "label"
    if name in commands.UPRIGHT_STYLES:
        return "plain"
    return None


def style_of_unknown(name: str) -> str | None:
    """The style that the *name* of an undefined command suggests (``\\textstyleVernacularWords``)."""
    if _FORM_NAME.search(name):
        return "form"
    return "label" if _LABEL_NAME.search(name) else None


@dataclass(slots=True)
class Renderer:
    """How to read a tree; ``unknown`` collects the commands that nobody defined, with their first address.

    ``bold`` says that the book prints its object language in bold. ``upper`` prints small caps in capitals, as
    labels are written in glosses; ``indices`` keeps the small subscripts that only say what refers to what.
    """

    mode: Mode = "text"
    bold: bool = False
    upper: bool = True
    indices: bool = True
    unknown: dict[str, tuple[int, str]] = field(default_factory=dict)

    def with_mode(self, mode: Mode, upper: bool = True) -> Renderer:
        """The same renderer (and the same list of unknown commands) in another way of reading."""
        return replace(self, mode=mode, upper=upper)

    def text(self, nodes: Sequence[Node]) -> str:
        """All text, white space normalised."""
        return _SPACE.sub(" ", "".join(text for text, _ in self.runs(nodes))).strip()

    def line(self, nodes: Sequence[Node]) -> str:
        """A line of an example with :data:`JOINED`, :data:`TIE` and :data:`EMPTY` in it."""
        return "".join(text for text, _ in self.runs(nodes))

    def runs(self, nodes: Sequence[Node], style: str = "plain", inside: bool = False) -> Iterator[Run]:
        """Text with its style, in order; ``inside`` is true inside a group of a line."""
        index = 0
        while index < len(nodes):
            node = nodes[index]
            index += 1
            if node.kind != MACRO:
                yield from self.simple(node, style, inside)
                continue
            declared = style_of(node.text, self.bold) if not node.args else None
            if declared is not None:
                style = declared
                continue
            following = nodes[index] if index < len(nodes) else None
            known = self.known(node.text)
            if not known and following is not None and following.kind == GROUP:
                self.note(node, "its argument was kept")
                index = self.skip_measures(nodes, index)
                suggested = style_of_unknown(node.text) or style
                yield from self.runs(nodes[index].children, suggested, inside or self.mode == "atomic")
                index += 1
            else:
                yield from self.macro(node, style, inside, known)

    @staticmethod
    def skip_measures(nodes: Sequence[Node], index: int) -> int:
        r"""Arguments that are only numbers or lengths before another one (``\line{14}{text}``) are no text."""
        while index + 1 < len(nodes) and nodes[index + 1].kind == GROUP:
            inside = "".join(node.text for node in nodes[index].children)
            if not _MEASURE.fullmatch(inside.strip()):
                break
            index += 1
        return index

    def simple(self, node: Node, style: str, inside: bool) -> Iterator[Run]:
        """A node that is no command."""
        kind = node.kind
        if kind == TEXT:
            if node.text:
                yield self._leaf(node.text, style, inside)
        elif kind == GROUP:
            yield from self.group(node, style, inside)
        elif kind == FORMULA:
            yield from self.formula(node, style, inside)
        elif kind == ENV and node.text not in commands.DRAWINGS:
            yield from self.runs(node.children, style, inside)
        elif kind == TILDE:
            yield (TIE if self.mode != "text" else " ", style)
        elif kind in (LBRACKET, RBRACKET):
            yield kind, style
        elif kind in (PAR, AMP):
            yield " ", style

    def _leaf(self, text: str, style: str, inside: bool) -> Run:
        if style == "label" and self.upper:
            text = text.upper()
        if inside and self.mode != "text":
            text = _SPACE.sub(JOINED, text)
        return text, style

    def known(self, name: str) -> bool:
        """Whether the command has a meaning here."""
        return (
            name in ACCENTS
            or commands.arguments(name) is not None
            or symbol(name) is not None
            or commands.is_silent(name)
            or name in commands.CLOSING_COMMANDS
            or name in commands.OPENING_COMMANDS
            or name in commands.TRANSLATION_COMMANDS
            or name in _CITES
        )

    def note(self, node: Node, what: str) -> None:
        """Remember a command that nobody defined, and what was done with it."""
        self.unknown.setdefault(node.text, (node.at, what))

    def group(self, node: Node, style: str, inside: bool) -> Iterator[Run]:
        if self.mode == "text":
            yield from self.runs(node.children, style)
        elif not node.children:
            yield EMPTY, style
        else:
            # In split mode a group that only sets a font (``{\itshape …}``) does not hold its words together.
            loose = self.mode == "split" and style_of(node.children[0].text, True) is not None
            yield from self.runs(node.children, style, inside or not loose)

    def formula(self, node: Node, style: str, inside: bool) -> Iterator[Run]:
        text = "".join(part for part, _ in replace(self, mode="text").runs(node.children, "plain"))
        text = _SPACE.sub("", text)
        if text.startswith("^"):
            text = superscript(text[1:])
        elif text.startswith("_") and len(text) > 1 and self.mode != "text":
            text = ""
        text = text.replace("^", "") if self.mode == "text" else text.replace("^", "").replace("_", "")
        if text:
            yield text, style

    def macro(self, node: Node, style: str, inside: bool, known: bool) -> Iterator[Run]:
        name = node.text
        if name in _NOTES:
            return
        if node.args:
            yield from self.call(node, style, inside)
        elif name == "\\":
            yield " ", style
        elif (char := symbol(name)) is not None:
            yield self._leaf(char, style, inside) if not char.isspace() else (char, style)
        elif not known:
            self.note(node, "it left no text" if self.mode == "text" else "its name was kept as a label")
            if self.mode != "text":
                yield name.upper(), "label"

    def call(self, node: Node, style: str, inside: bool) -> Iterator[Run]:
        """A command with its arguments."""
        name = node.text
        protected = inside or self.mode == "atomic"
        if name in ACCENTS:
            base = "".join(text for text, _ in self.runs(node.args[0] or (), style, inside))
            yield accent(name, base) if base.strip() else "", style
        elif name == "textsuperscript" or name == "super":
            text = self.text(node.args[0] or ())
            yield superscript(text), style
        elif name in _INDICES and not (self.mode == "text" and self.indices):
            text = self.text(node.args[0] or ())
            if self.mode == "text" and not (len(text) < 4 and (text.islower() or text.isdigit())):
                yield text, style
                return
            if self.upper and len(text) > 2 and text.isalnum():
                yield "." + text, style
        elif name in _CITES:
            yield self.citation(node), "plain"
        elif name == "textipa":
            yield tipa(self.text(node.args[0] or ())), style
        elif name == "enquote":
            yield f"“{self.text(node.args[0] or ())}”", style
        else:
            new = style_of(name, self.bold) or style
            kept = commands.KEPT.get(name, tuple(range(len(node.args))))
            for number, index in enumerate(kept):
                if number:
                    yield " ", style
                yield from self.runs(node.args[index] or (), new, protected)

    def citation(self, node: Node) -> str:
        """A citation as its key, with the pages where they stand; in parentheses where the command sets them."""
        texts = [self.text(arg) for arg in node.args if arg]
        if not texts:
            return ""
        text = f"{texts[-1]}: {texts[-2]}" if len(texts) > 1 else texts[-1]
        return f"({text})" if node.text.startswith(("citep", "paren", "auto", "Citep", "Paren")) else text
