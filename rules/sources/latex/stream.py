r"""A stack of token lists to read from: files, and the replacement texts of macros pushed on top of them.

Reading an argument works across the ends of replacement texts, as in TeX. Brackets and groups are looked for only
so far (:data:`MAX_ARGUMENT` tokens), so that one unclosed brace cannot take the rest of a book.
"""

from __future__ import annotations

from collections.abc import Iterable

from rules.sources.latex.tokens import (
    BEGIN,
    CLOSE,
    END,
    FILE_END,
    LBRACKET,
    OPEN,
    PAR,
    RBRACKET,
    TEXT,
    Token,
)

MAX_ARGUMENT = 200_000
MAX_OPTIONAL = 3_000


class TokenStream:
    """A stack of frames; ``depth`` counts the macro frames on it, ``expanded`` says whether the last token taken
    came from one."""

    def __init__(self, tokens: Iterable[Token] = ()) -> None:
        self._frames: list[list[Token]] = []
        self._macro: list[bool] = []
        self.depth = 0
        self.expanded = False
        self.push(list(tokens))

    def push(self, tokens: list[Token], *, macro: bool = False) -> None:
        """Read ``tokens`` next; ``macro`` marks the replacement text of a macro."""
        if tokens:
            self._frames.append(tokens[::-1])
            self._macro.append(macro)
            self.depth += macro

    def next(self) -> Token | None:
        """Take the next token, None at the very end."""
        while self._frames:
            frame = self._frames[-1]
            if frame:
                token = frame.pop()
                self.expanded = self._macro[-1]
                if not frame:
                    self._drop()
                return token
            self._drop()
        return None

    def _drop(self) -> None:
        self._frames.pop()
        self.depth -= self._macro.pop()

    def back(self, tokens: Iterable[Token]) -> None:
        """Put tokens back, first one first."""
        reverse = list(tokens)[::-1]
        if not reverse:
            return
        if self._frames:
            self._frames[-1].extend(reverse)
        else:
            self.push(reverse[::-1])

    def drop_macros(self) -> None:
        """Forget all replacement texts that are being read (an endless expansion is cut off here)."""
        while self._macro and self._macro[-1]:
            self._drop()

    def skip_space(self) -> list[Token]:
        """Take white space (never a paragraph end) and return it."""
        taken = []
        while (token := self.next()) is not None:
            if token.kind != TEXT or token.text.strip():
                self.back([token])
                break
            taken.append(token)
        return taken

    def argument(self) -> list[Token] | None:
        """A mandatory argument: the inside of a group, one command, or one character; None where there is none."""
        space = self.skip_space()
        token = self.next()
        if token is None:
            return None
        if token.kind == OPEN:
            inside = self._until(CLOSE, MAX_ARGUMENT)
            if inside is not None:
                return inside
        elif token.kind == TEXT:
            stripped = token.text.lstrip()
            if len(stripped) > 1:
                self.back([token._replace(text=stripped[1:])])
            return [token._replace(text=stripped[0])]
        elif token.kind not in (CLOSE, PAR, FILE_END, BEGIN, END):
            return [token]
        self.back([*space, token])
        return None

    def optional(self) -> list[Token] | None:
        """An argument in brackets, None where the next token is no bracket."""
        space = self.skip_space()
        token = self.next()
        if token is not None and token.kind == LBRACKET:
            inside = self._until(RBRACKET, MAX_OPTIONAL)
            if inside is not None:
                return inside
        self.back([*space, *([token] if token else [])])
        return None

    def star(self) -> bool:
        """Take a star directly after a command name."""
        token = self.next()
        if token is None:
            return False
        if token.kind == TEXT and token.text.startswith("*"):
            if len(token.text) > 1:
                self.back([token._replace(text=token.text[1:])])
            return True
        self.back([token])
        return False

    def _until(self, close: str, limit: int) -> list[Token] | None:
        """The tokens up to the matching ``close``; everything goes back where it does not come."""
        taken: list[Token] = []
        depth = 0
        while (token := self.next()) is not None and len(taken) < limit:
            if depth == 0 and token.kind == close:
                return taken
            taken.append(token)
            if token.kind == OPEN:
                depth += 1
            elif token.kind == CLOSE:
                depth -= 1
                if depth < 0:
                    break
            elif token.kind == FILE_END or (token.kind == PAR and close == RBRACKET):
                break
        else:
            if token is not None:
                taken.append(token)
        self.back(taken)
        return None
