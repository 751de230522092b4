r"""The tree of a book: groups, environments and commands with their arguments, each with its address.

Groups and environments are closed at what must end them, so that the tree of a file is whole however unbalanced its
braces are; every repair is reported. Nesting deeper than :data:`MAX_DEPTH` is flattened.

>>> from rules.sources.latex.tokens import tokenize
>>> tree = build(tokenize(r"\textit{ma}, \jambox*{[x]}", 0), lambda *_: None)
>>> [(node.kind, node.text, len(node.args)) for node in tree]
[('macro', 'textit', 1), ('text', ', ', 0), ('macro', 'jambox', 4)]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rules.sources.latex import commands
from rules.sources.latex.symbols import ACCENTS
from rules.sources.latex.tokens import (
    AMP,
    BEGIN,
    CLOSE,
    END,
    FILE_END,
    LBRACKET,
    MACRO,
    MATH,
    OPEN,
    PAR,
    RBRACKET,
    TEXT,
    TILDE,
    Token,
    unpack,
)  # fmt: skip

MAX_DEPTH = 60
MAX_CHAIN = 8
GROUP, ENV, FORMULA = "group", "env", "math"
BLOCK_COMMANDS = (
    commands.OPENING_COMMANDS | commands.CLOSING_COMMANDS | commands.ITEM_COMMANDS | frozenset(commands.SECTION_LEVELS)
    | {"item", "pex", "begingl", "exg", "digloss", "trigloss"} - frozenset({"paragraph", "subparagraph"})
)  # fmt: skip
Report = Callable[[str, str, int, str], None]


@dataclass(slots=True)
class Node:
    """A piece of the book.

    ``kind`` is ``text``, ``par``, ``macro``, ``group``, ``env``, ``math``, ``&``, ``~``, ``[`` or ``]``. ``args``
    are the arguments of a macro or environment in the order of its specification, None where an optional one is
    absent; ``children`` the inside of a group or environment. ``block`` says that an example, a table, a heading or a
    list item stands somewhere inside.
    """

    kind: str
    text: str
    at: int
    children: tuple[Node, ...] = ()
    args: tuple[tuple[Node, ...] | None, ...] = ()
    spaced: bool = False
    block: bool = False


@dataclass(slots=True)
class _Open:
    """A group or environment being read."""

    kind: str
    name: str
    at: int
    children: list[Node]
    short: bool = False


class _Builder:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.stack: list[_Open] = [_Open("root", "", 0, [])]
        self.flattened = 0

    def add(self, node: Node) -> None:
        self.stack[-1].children.append(node)

    def open(self, kind: str, name: str, at: int) -> None:
        before = self.stack[-1].children
        short = (
            kind == GROUP and bool(before) and before[-1].kind == MACRO and before[-1].text in commands.SHORT_COMMANDS
        )
        self.stack.append(_Open(kind, name, at, [], short))

    def paragraph_end(self, token: Token) -> None:
        """A blank line ends the arguments of commands that hold no paragraphs: their brace was forgotten."""
        while self.stack[-1].short:
            self._unclosed(self.stack[-1], "the end of the paragraph closes it")
            self.close_top()
        self.add(Node(PAR, "", token.at))

    def close_top(self) -> None:
        top = self.stack.pop()
        if len(self.stack) > MAX_DEPTH:
            self.stack[-1].children.extend(top.children)
            self.flattened += 1
            return
        tabbing = top.name == "tabbing" or any(entry.name == "tabbing" for entry in self.stack)
        children = top.children
        if top.kind == ENV:
            self.add(_environment(top.name, top.at, children, tabbing))
        else:
            attached = tuple(attach(children, tabbing))
            self.add(Node(GROUP, "", top.at, attached, block=_any_block(attached)))

    def brace(self, token: Token) -> None:
        """A closing brace: closes its group, and environments left open inside it where they have no end any more."""
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].kind == GROUP:
                for entry in self.stack[index + 1 :]:
                    self._unclosed(entry, f"the brace in line {token.at & 0xFFFFFF} closes it")
                while len(self.stack) > index:
                    self.close_top()
                return
        self.report(
            "latex.brace-stray", "a closing brace without an opening one was passed over", token.at, "remove the brace"
        )

    def end(self, token: Token) -> None:
        names = [entry.name if entry.kind == ENV else "" for entry in self.stack]
        if token.text not in names:
            self.report(
                "latex.end-stray",
                f"\\end{{{token.text}}} without its \\begin was passed over",
                token.at,
                "remove it, or add the missing \\begin",
            )
            return
        index = len(names) - 1 - names[::-1].index(token.text)
        for entry in self.stack[index + 1 :]:
            self._unclosed(entry, f"\\end{{{token.text}}} closes it")
        while len(self.stack) > index:
            self.close_top()

    def _unclosed(self, entry: _Open, ending: str) -> None:
        what = f"\\begin{{{entry.name}}}" if entry.kind == ENV else "the brace opened here"
        self.report("latex.unclosed", f"{what} is never closed: {ending}", entry.at, "close it where it should end")

    def heading(self) -> None:
        """A heading ends the examples, tables and lists that are still open (their \\end was forgotten)."""
        for index in range(1, len(self.stack)):
            if self.stack[index].name in commands.CLOSED_BY_HEADING:
                for entry in self.stack[index:]:
                    self._unclosed(entry, "the next heading closes it")
                while len(self.stack) > index:
                    self.close_top()
                return

    def run(self, tokens: Iterable[Token]) -> list[Node]:
        for token in tokens:
            kind = token.kind
            if kind == OPEN:
                self.open(GROUP, "", token.at)
            elif kind == CLOSE:
                self.brace(token)
            elif kind == BEGIN:
                self.open(ENV, token.text, token.at)
            elif kind == END:
                self.end(token)
            elif kind == PAR:
                self.paragraph_end(token)
            elif kind == FILE_END:
                self.file_end(unpack(token.at)[0])
            else:
                if kind == MACRO and token.text in commands.SECTION_LEVELS:
                    self.heading()
                self.add(Node(kind, token.text, token.at, spaced=token.spaced))
        self.file_end(None)
        if self.flattened:
            self.report("latex.nesting", f"{self.flattened} groups nested too deeply were flattened", 0, "")
        return attach(self.stack[0].children, False)

    def file_end(self, file: int | None) -> None:
        """Close what was opened in a file that ends (None: all that is open)."""
        while len(self.stack) > 1 and (file is None or unpack(self.stack[-1].at)[0] == file):
            if self.stack[-1].name != "document":
                self._unclosed(self.stack[-1], "the end of the file closes it")
            self.close_top()


def build(tokens: Iterable[Token], report: Report) -> list[Node]:
    """The tree of expanded tokens; ``report`` hears of every repair."""
    return _Builder(report).run(tokens)


def _any_block(nodes: Iterable[Node]) -> bool:
    return any(node.block for node in nodes)


def _environment(name: str, at: int, children: list[Node], tabbing: bool) -> Node:
    """An environment with its arguments taken from the front of its inside."""
    spec = commands.ENVIRONMENT_SPECS.get(name.rstrip("*"), commands.ENVIRONMENT_SPECS.get(name, ""))
    reader = _Attacher(children, tabbing)
    args = reader.take(spec, anywhere=True) if spec else ()
    inside = tuple(attach(children[reader.index :], tabbing))
    block = name in commands.EXAMPLE_ENVIRONMENTS or name in commands.TABLE_ENVIRONMENTS or _any_block(inside)
    return Node(ENV, name, at, inside, args, block=block)


def attach(children: list[Node], tabbing: bool, depth: int = 0) -> list[Node]:
    """Give the commands among ``children`` their arguments; ``depth`` counts commands inside one another."""
    return _Attacher(children, tabbing, depth).run()


class _Attacher:
    """One pass over sibling nodes; ``index`` is the next one to read."""

    def __init__(self, nodes: list[Node], tabbing: bool, depth: int = 0) -> None:
        self.nodes = list(nodes)
        self.tabbing = tabbing
        self.depth = depth
        self.index = 0

    def run(self) -> list[Node]:
        done: list[Node] = []
        while self.index < len(self.nodes):
            node = self.nodes[self.index]
            self.index += 1
            if node.kind == MACRO:
                node = self.macro(node)
            elif node.kind == MATH:
                node = self.formula(node)
            done.append(node)
        return done

    def formula(self, node: Node) -> Node:
        """A formula between dollars; two dollars at its start (a display) are ended by two."""
        start = self.index
        width = 1
        if start < len(self.nodes) and self.nodes[start].kind == MATH:
            start, width = start + 1, 2
        for end in range(start, min(len(self.nodes), start + 400)):
            other = self.nodes[end]
            if other.kind == MATH:
                inside = tuple(attach(self.nodes[start:end], self.tabbing))
                self.index = min(end + width, len(self.nodes))
                return Node(FORMULA, "", node.at, inside, block=_any_block(inside))
            if other.kind == PAR:
                break
        return Node(TEXT, "", node.at)

    def macro(self, node: Node) -> Node:
        name = node.text
        if name == "\\":
            self._after_line_break()
            return node
        if (self.tabbing and name in "=><+-'`") or self.depth > MAX_CHAIN:
            return node
        spec = "m" if name in ACCENTS and len(name) < 2 else commands.arguments(name)
        if spec is None and name in ACCENTS:
            spec = "m"
        block = name in BLOCK_COMMANDS or bool(commands.GLOSS_COMMAND.fullmatch(name))
        if commands.GLOSS_COMMAND.fullmatch(name) and not node.spaced:
            self._star()
        if not spec:
            return Node(MACRO, name, node.at, spaced=node.spaced, block=block)
        start = self.index
        args = self.take(spec)
        block = block or any(_any_block(arg) for arg in args if arg)
        return Node(MACRO, name, node.at, (), args, node.spaced and self.index == start, block)

    def _after_line_break(self) -> None:
        """``\\\\*[4pt]``: the star and a length right after a line break are no text."""
        if self.index < len(self.nodes):
            node = self.nodes[self.index]
            if node.kind == TEXT and node.text.startswith("*"):
                self.nodes[self.index] = Node(TEXT, node.text[1:], node.at)
                if not node.text[1:]:
                    self.index += 1
        end = self._bracket_end(self.index)
        if end is not None:
            inside = self.nodes[self.index + 1 : end]
            text = "".join(node.text for node in inside).strip()
            if text[:1].isdigit() or text[:1] in ("-", ".") or any(node.kind == MACRO for node in inside[:1]):
                self.index = end + 1

    def _bracket_end(self, start: int, limit: int = 300) -> int | None:
        if start >= len(self.nodes) or self.nodes[start].kind != LBRACKET:
            return None
        depth = 0
        for index in range(start, min(len(self.nodes), start + limit)):
            kind = self.nodes[index].kind
            depth += (kind == LBRACKET) - (kind == RBRACKET)
            if depth == 0:
                return index
            if kind == PAR:
                return None
        return None

    def _space(self, start: int) -> int:
        while start < len(self.nodes) and self.nodes[start].kind == TEXT and not self.nodes[start].text.strip():
            start += 1
        return start

    def take(self, spec: str, *, anywhere: bool = False) -> tuple[tuple[Node, ...] | None, ...]:
        """The arguments that ``spec`` asks for; a missing mandatory one is an empty tuple."""
        values: list[tuple[Node, ...] | None] = []
        for letter in spec:
            if letter == "s":
                values.append(self._star())
            elif letter == "d":
                values.append(self._parenthesis())
            elif letter == "o":
                values.append(self._optional())
            else:
                values.append(self._mandatory(anywhere))
        return tuple(values)

    def _star(self) -> tuple[Node, ...] | None:
        if self.index < len(self.nodes):
            node = self.nodes[self.index]
            if node.kind == TEXT and node.text.startswith("*"):
                self.nodes[self.index] = Node(TEXT, node.text[1:], node.at)
                return (Node(TEXT, "*", node.at),)
        return None

    def _parenthesis(self) -> tuple[Node, ...] | None:
        start = self._space(self.index)
        if start < len(self.nodes):
            node = self.nodes[start]
            close = node.text.find(")")
            if node.kind == TEXT and node.text.lstrip().startswith("(") and 0 < close < 20:
                self.nodes[start] = Node(TEXT, node.text[close + 1 :], node.at)
                self.index = start
                return (Node(TEXT, node.text[: close + 1].strip(), node.at),)
        return None

    def _optional(self) -> tuple[Node, ...] | None:
        start = self._space(self.index)
        end = self._bracket_end(start)
        if end is None:
            return None
        self.index = end + 1
        return tuple(attach(self.nodes[start + 1 : end], self.tabbing, self.depth + 1))

    def _mandatory(self, only_group: bool) -> tuple[Node, ...]:
        start = self._space(self.index)
        if start >= len(self.nodes):
            return ()
        node = self.nodes[start]
        if node.kind == GROUP:
            self.index = start + 1
            return node.children
        if only_group or node.kind in (PAR, AMP, ENV, FORMULA, MATH, LBRACKET, RBRACKET):
            return ()
        if node.kind == TEXT:
            stripped = node.text.lstrip()
            self.index = start
            self.nodes[start] = Node(TEXT, stripped[1:], node.at)
            return (Node(TEXT, stripped[:1], node.at),)
        if node.kind == MACRO and (node.text == "\\" or node.text in BLOCK_COMMANDS):
            return ()
        self.index = start + 1
        if node.kind == MACRO:
            self.depth += 1
            inner = self.macro(node)
            self.depth -= 1
            return (inner,)
        return (node,) if node.kind != TILDE else (Node(TEXT, " ", node.at),)
