r"""Macro expansion: author macros replaced by what they print, files put where ``\input`` names them.

Expansion is bounded: a macro that grows past :data:`MAX_EXPANSION` tokens (``\def\a{\a\a}``) is cut off and reported,
and so is a chain of more than :data:`MAX_DEPTH` macros inside one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rules.sources.latex.commands import EXAMPLE_ENVIRONMENTS, TABLE_ENVIRONMENTS
from rules.sources.latex.definitions import DEFINING, Definition, Definitions, read_definition
from rules.sources.latex.leipzig import predeclared
from rules.sources.latex.stream import TokenStream
from rules.sources.latex.tokens import BEGIN, END, MACRO, PARAM, TEXT, Token

MAX_EXPANSION = 100_000
MAX_DEPTH = 200
_INPUT = frozenset(
    {"input", "include", "subfile", "includechapter", "includepaper", "import", "subimport", "InputIfFileExists"}
)
_OWN = EXAMPLE_ENVIRONMENTS | TABLE_ENVIRONMENTS.keys()
_ACRONYM_CALLS = frozenset({"gls", "Gls", "glspl", "ac", "acs", "acrshort", "glsxtrshort", "glstext"})
_PACKAGE = frozenset({"usepackage", "RequirePackage"})

Report = Callable[[str, str, int, str], None]
OpenFile = Callable[[str, int, bool], "list[Token] | None"]


def _no_file(name: str, at: int, package: bool) -> list[Token] | None:
    return None


class Expander:
    """Reads a token stream with the definitions of a book applied.

    ``opaque`` says which author macros are passed through as they are (by name and address: the fields of a word
    list, whose role is in their name); ``open_file`` gives the tokens of an input file; ``report`` takes code,
    message, address and remedy of what went wrong.
    """

    def __init__(
        self,
        definitions: Definitions,
        report: Report,
        open_file: OpenFile = _no_file,
        opaque: Callable[[str, int], bool] = lambda name, at: False,
    ) -> None:
        self.definitions = definitions
        self.report = report
        self.open_file = open_file
        self.opaque = opaque
        self.spent = 0
        self.cuts = 0
        self.outer = Token(TEXT, "", 0)
        self.open_environments: list[tuple[str, Definition]] = []

    def expand(self, tokens: list[Token]) -> Iterator[Token]:
        """The tokens with all author macros expanded."""
        stream = TokenStream(tokens)
        while (token := stream.next()) is not None:
            self.spent = self.spent + 1 if stream.expanded else 0
            if self.spent > MAX_EXPANSION or stream.depth > MAX_DEPTH:
                self._cut(stream)
                continue
            if token.kind == MACRO:
                yield from self._macro(token, stream)
            elif token.kind == BEGIN and token.text in self.definitions.environments and token.text not in _OWN:
                self._begin(token, stream)
            elif token.kind == END and self.open_environments and self.open_environments[-1][0] == token.text:
                stream.push(list(self.open_environments.pop()[1].end), macro=True)
            elif token.kind == PARAM:
                continue
            else:
                yield token

    def _cut(self, stream: TokenStream) -> None:
        self.report(
            "latex.macro-endless",
            f"the macro \\{self.outer.text} does not come to an end; its expansion was cut off",
            self.outer.at,
            "look for a definition that calls itself",
        )
        stream.drop_macros()
        self.definitions.macros.pop(self.outer.text, None)
        self.spent = 0

    def _macro(self, token: Token, stream: TokenStream) -> Iterator[Token]:
        name = token.text
        if name in DEFINING:
            read_definition(token, stream, self.definitions)
        elif self.opaque(name, token.at):
            yield token
        elif name in self.definitions.macros:
            if not stream.expanded:
                self.outer = token
            self._call(token, self.definitions.macros[name], stream)
        elif name in TABLE_ENVIRONMENTS or (name.startswith("end") and name[3:] in TABLE_ENVIRONMENTS):
            # \\tabular … \\endtabular, as the definitions of author environments write it
            yield Token(END, name[3:], token.at) if name.startswith("end") else Token(BEGIN, name, token.at)
        elif name in _INPUT:
            self._input(token, stream)
        elif name in _PACKAGE:
            self._packages(token, stream)
        elif name in _ACRONYM_CALLS:
            self._acronym(token, stream)
        elif name == "iffalse":
            self._skip_false(stream)
        elif (label := predeclared(name)) is not None:
            stream.push([*label_tokens(label, token.at), *self._space(token)])
        else:
            yield token

    @staticmethod
    def _space(token: Token) -> list[Token]:
        """Label commands end in ``\\xspace``: the white space after them is printed."""
        return [Token(TEXT, " ", token.at)] if token.spaced else []

    def _call(self, token: Token, macro: Definition, stream: TokenStream) -> None:
        values = self._values(macro, stream)
        body: list[Token] = []
        for part in macro.body:
            if part.kind == PARAM:
                self._parameter(part, values, body)
            else:
                body.append(part._replace(at=token.at))
            if len(body) > MAX_EXPANSION:
                self._cut(stream)
                return
        if token.spaced and not macro.parameters and any(part.text == "xspace" for part in macro.body[-2:]):
            body.append(Token(TEXT, " ", token.at))
        stream.push(body, macro=True)

    @staticmethod
    def _parameter(part: Token, values: list[list[Token]], body: list[Token]) -> None:
        if part.text.startswith("##"):
            body.append(part._replace(text=part.text[1:]))
            return
        index = int(part.text[-1]) - 1
        if 0 <= index < len(values):
            body.extend(values[index])

    @staticmethod
    def _values(macro: Definition, stream: TokenStream) -> list[list[Token]]:
        values: list[list[Token]] = []
        for letter, default in zip(macro.parameters, macro.defaults, strict=True):
            if letter == "s":
                values.append([Token(TEXT, "*", 0)] if stream.star() else [])
            elif letter == "o":
                given = stream.optional()
                values.append(given if given is not None else list(default or ()))
            else:
                values.append(stream.argument() or [])
        return values

    def _begin(self, token: Token, stream: TokenStream) -> None:
        definition = self.definitions.environments[token.text]
        self.open_environments.append((token.text, definition))
        self._call(token, definition, stream)

    def _input(self, token: Token, stream: TokenStream) -> None:
        folder = ""
        if token.text in ("import", "subimport"):
            folder = self.text(stream.argument() or []).strip().rstrip("/") + "/"
        argument = stream.argument() or []
        if len(argument) == 1 and argument[0].kind == TEXT and len(argument[0].text) == 1:
            argument += self._bare_name(stream)
        name = folder + self.text(argument).strip().strip('"')
        tokens = self.open_file(name, token.at, False) if name else None
        if tokens is not None:
            stream.push(tokens)

    @staticmethod
    def _bare_name(stream: TokenStream) -> list[Token]:
        """The rest of a file name in plain TeX's ``\\input name``."""
        token = stream.next()
        if token is None or token.kind != TEXT:
            stream.back([token] if token else [])
            return []
        name, _, rest = token.text.partition(" ")
        stream.back([token._replace(text=rest)] if rest else [])
        return [token._replace(text=name)]

    def _packages(self, token: Token, stream: TokenStream) -> None:
        stream.optional()
        for name in self.text(stream.argument() or []).split(","):
            tokens = self.open_file(name.strip(), token.at, True) if name.strip() else None
            if tokens is not None:
                stream.push(tokens)

    def text(self, tokens: list[Token]) -> str:
        """Tokens as plain characters, author macros in them expanded (names of files)."""
        inner = Expander(self.definitions, self.report, opaque=self.opaque)
        return "".join(part.text for part in inner.expand(list(tokens)) if part.kind in (TEXT, "~", "_"))

    def _acronym(self, token: Token, stream: TokenStream) -> None:
        r"""``\gls{pst}`` prints the short form that ``\newacronym`` gave the key."""
        stream.star()
        stream.optional()
        key = stream.argument() or []
        short = self.definitions.acronyms.get("".join(part.text for part in key).strip(), key)
        open_, close = Token("{", "{", token.at), Token("}", "}", token.at)
        stream.push([Token(MACRO, "textsc", token.at), open_, *(part._replace(at=token.at) for part in short), close])

    @staticmethod
    def _skip_false(stream: TokenStream) -> None:
        depth = 1
        while depth and (token := stream.next()) is not None:
            if token.kind == MACRO:
                if token.text == "fi":
                    depth -= 1
                elif token.text == "else" and depth == 1:
                    return
                elif token.text.startswith("if") and token.text not in ("iff",):
                    depth += 1


def label_tokens(label: str, at: int) -> list[Token]:
    """The tokens that print a gloss label."""
    return [Token(MACRO, "textsc", at), Token("{", "{", at), Token(TEXT, label, at), Token("}", "}", at)]
