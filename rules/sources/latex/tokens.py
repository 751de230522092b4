r"""From a file's text to tokens with addresses: the mouth of the LaTeX reader.

pylatexenc reads every control sequence, environment mark and comment; runs of plain text between them are taken
whole, which makes a book of two million characters a matter of a second. A token knows its file and line in one
integer (``at``), so that an address survives every macro expansion. Comments, ``verbatim`` and ``comment``
environments never become tokens.

>>> [token.text for token in tokenize(r"\gll ma {\glse} x % \gll y", 0)]
['gll', 'ma ', '{', 'glse', '}', ' x ']
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pylatexenc.latexwalker import LatexWalker, LatexWalkerEndOfStream, LatexWalkerParseError

TEXT, PAR, MACRO, BEGIN, END, OPEN, CLOSE = "text", "par", "macro", "begin", "end", "{", "}"
LBRACKET, RBRACKET, AMP, TILDE, MATH, PARAM, FILE_END = "[", "]", "&", "~", "$", "#", "eof"

_LINE_BITS = 24
_SPECIAL = re.compile(r"[\\{}%$&~#\[\]\n]")
_LINE_BREAK = re.compile(r"\n[ \t\r]*(?:\n\s*)?")
_COMMENT = re.compile(r"%[^\n]*(?:\n[ \t]*)?")
_PARAM = re.compile(r"#+(\d)")
_AT_NAME = re.compile(r"[A-Za-z@]+")
_SIMPLE = {"{": OPEN, "}": CLOSE, "&": AMP, "~": TILDE, "[": LBRACKET, "]": RBRACKET}
_RAW_ENVIRONMENTS = frozenset(
    {"comment", "verbatim", "verbatim*", "Verbatim", "lstlisting", "filecontents", "filecontents*", "minted"}
)


class Token(NamedTuple):
    """One token: ``kind``, ``text`` (characters, or the name of a macro or environment), where it stands, and
    whether white space after a macro name was swallowed (``spaced``)."""

    kind: str
    text: str
    at: int
    spaced: bool = False


def pack(file: int, line: int) -> int:
    """A file number and a 1-based line in one integer."""
    return (file << _LINE_BITS) | line


def unpack(at: int) -> tuple[int, int]:
    """The file number and the line of an ``at``."""
    return at >> _LINE_BITS, at & ((1 << _LINE_BITS) - 1)


class _Scanner:
    """The state of one pass over one file: position and line are moved forward together."""

    def __init__(self, text: str, file: int, at_letter: bool) -> None:
        self.text = text
        self.file = file
        self.at_letter = at_letter
        self.walker = LatexWalker(text, tolerant_parsing=True)
        self.position = 0
        self.line = 1
        self.tokens: list[Token] = []

    def advance(self, end: int) -> None:
        self.line += self.text.count("\n", self.position, end)
        self.position = end

    def emit(self, kind: str, text: str, spaced: bool = False) -> None:
        self.tokens.append(Token(kind, text, pack(self.file, self.line), spaced))

    def run(self) -> list[Token]:
        text = self.text
        length = len(text)
        while self.position < length:
            match = _SPECIAL.search(text, self.position)
            start = match.start() if match else length
            if start > self.position:
                self.emit(TEXT, text[self.position : start])
                self.advance(start)
            if match:
                self.special(match.group())
        return self.tokens

    def special(self, char: str) -> None:
        if char == "\n":
            self.line_break()
        elif char == "%":
            self.comment()
        elif char == "\\":
            self.control()
        elif char == "$":
            self.emit(MATH, "$")
            self.advance(self.position + 1)
        elif char == "#":
            match = _PARAM.match(self.text, self.position)
            self.emit(PARAM if match else TEXT, match.group() if match else "#")
            self.advance(match.end() if match else self.position + 1)
        else:
            self.emit(_SIMPLE[char], char)
            self.advance(self.position + 1)

    def line_break(self) -> None:
        match = _LINE_BREAK.match(self.text, self.position)
        assert match is not None
        blank = match.group().count("\n") > 1
        self.emit(PAR if blank else TEXT, "" if blank else " ")
        self.advance(match.end())

    def comment(self) -> None:
        match = _COMMENT.match(self.text, self.position)
        assert match is not None
        end = match.end()
        # A comment swallows its line end; a line with nothing else on it still ends a paragraph if a blank one follows.
        if self.text.startswith("\n", end) and self.text[end - 1] != "\n":
            self.advance(end)
            return
        self.advance(end)
        if self.text.startswith("\n", end):
            self.emit(PAR, "")
            self.advance(end + 1)

    def control(self) -> None:
        try:
            token = self.walker.get_token(self.position)
        except (LatexWalkerParseError, LatexWalkerEndOfStream, IndexError):
            self.emit(TEXT, "\\")
            self.advance(self.position + 1)
            return
        end = token.pos + token.len
        if token.tok == "macro":
            self.macro(token.arg, token.post_space, end)
        elif token.tok == "begin_environment" and token.arg in _RAW_ENVIRONMENTS:
            close = self.text.find(f"\\end{{{token.arg}}}", end)
            self.advance(len(self.text) if close < 0 else close + len(token.arg) + 6)
        elif token.tok in ("begin_environment", "end_environment"):
            self.emit(BEGIN if token.tok == "begin_environment" else END, token.arg.strip())
            self.advance(end)
        elif token.tok in ("mathmode_inline", "mathmode_display"):
            self.emit(MATH, "$")
            self.advance(end)
        else:
            self.emit(TEXT, self.text[self.position + 1 : end])
            self.advance(end)

    def macro(self, name: str, post_space: str, end: int) -> None:
        if name in ("verb", "verb*", "lstinline") and end < len(self.text):
            close = self.text.find(self.text[end], end + 1)
            if close > 0 and "\n" not in self.text[end:close]:
                self.emit(TEXT, self.text[end + 1 : close])
                self.advance(close + 1)
                return
        if name == "makeatletter":
            self.at_letter = True
        elif name == "makeatother":
            self.at_letter = False
        elif self.at_letter and (match := _AT_NAME.match(self.text, self.position + 1)):
            name, post_space, end = match.group(), "", match.end()
        self.emit(MACRO, name, spaced=bool(post_space))
        self.advance(end)


def tokenize(text: str, file: int, *, at_letter: bool = False) -> list[Token]:
    """The tokens of a file; ``file`` is its number, ``at_letter`` true for packages and classes (``@`` in names)."""
    return _Scanner(text, file, at_letter).run()
