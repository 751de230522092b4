r"""Author macros: what ``\newcommand``, ``\def``, ``\NewDocumentCommand``, ``\newleipzig`` and their kin define.

>>> from rules.sources.latex.tokens import tokenize
>>> book = Definitions()
>>> scan(tokenize(r"\newcommand{\glkin}[1]{\textsc{vol#1}} \newleipzig{Iam}{alr}{iamitive}", 0), book)
>>> sorted(book.macros), [token.text for token in book.macros["Iam"].body]
(['Iam', 'glkin'], ['textsc', '{', 'alr', '}'])
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rules.sources.latex.commands import arguments, is_protected
from rules.sources.latex.stream import TokenStream
from rules.sources.latex.tokens import CLOSE, FILE_END, MACRO, OPEN, PAR, PARAM, TEXT, Token

_NEWCOMMAND = frozenset(
    {"newcommand", "renewcommand", "providecommand", "DeclareRobustCommand", "newrobustcmd", "renewrobustcmd",
     "providerobustcmd", "DeclareMathOperator", "newcommandx", "renewcommandx"}
)  # fmt: skip
_DOCUMENT = frozenset(
    {"NewDocumentCommand", "RenewDocumentCommand", "ProvideDocumentCommand", "DeclareDocumentCommand",
     "NewExpandableDocumentCommand", "DeclareExpandableDocumentCommand"}
)  # fmt: skip
_DEF = frozenset({"def", "gdef", "edef", "xdef"})
_ENVIRONMENT = frozenset({"newenvironment", "renewenvironment", "provideenvironment"})
_DOCUMENT_ENVIRONMENT = frozenset({"NewDocumentEnvironment", "RenewDocumentEnvironment", "DeclareDocumentEnvironment"})
_LEIPZIG = frozenset({"newleipzig", "renewleipzig"})
_ACRONYM = frozenset({"newacronym", "acro", "acrodef", "newacro", "nomenclature"})
_IGNORED = {
    "newtheorem": "momo", "newcolumntype": "mom", "newtoggle": "m", "newif": "m", "newcounter": "mo", "newlength": "m",
    "DeclareMathAlphabet": "mmmmm", "DeclareOption": "mm", "newbibmacro": "momm", "renewbibmacro": "momm",
    "DeclareFieldFormat": "omm", "DeclareCiteCommand": "ommmm", "defbibheading": "mom", "DeclareUnicodeCharacter": "mm",
    "newfontfamily": "momo", "newunicodechar": "mm", "DeclareBibliographyCategory": "m", "titleformat": "mommmmo",
    "newsavebox": "m", "setkomafont": "mm", "addtokomafont": "mm", "DeclareNewFootnote": "om", "tikzset": "m",
    "pgfplotsset": "m", "sisetup": "m", "hyphenation": "m", "AtBeginDocument": "m", "AtEndDocument": "m",
    "lstset": "m", "captionsetup": "om", "SetLabelAlign": "mm", "setlist": "om", "forestset": "m", "robustify": "m",
    "apptocmd": "mmmm", "pretocmd": "mmmm", "patchcmd": "ommmmm", "preto": "mm", "appto": "mm", "xpretocmd": "mmmm",
    "addto": "mm", "newindex": "ommm", "makeindex": "o", "defineshorthand": "mm", "useshorthands": "m",
}  # fmt: skip
DEFINING = (
    _NEWCOMMAND
    | _DOCUMENT
    | _DOCUMENT_ENVIRONMENT
    | _DEF
    | _ENVIRONMENT
    | _LEIPZIG
    | _ACRONYM
    | {"let"}
    | frozenset(_IGNORED)
)
MAX_BODY = 20_000


@dataclass(frozen=True, slots=True)
class Definition:
    """One author macro: its parameters in the letters ``m``, ``o`` and ``s``, the default of each optional one
    (None: absent), and the replacement text with its :data:`~rules.sources.latex.tokens.PARAM` tokens."""

    name: str
    parameters: str
    defaults: tuple[tuple[Token, ...] | None, ...]
    body: tuple[Token, ...]
    end: tuple[Token, ...] = ()
    at: int = 0


@dataclass(slots=True)
class Definitions:
    """All that a book defines: macros, environments, and label abbreviations (label, meaning, address)."""

    macros: dict[str, Definition] = field(default_factory=dict)
    environments: dict[str, Definition] = field(default_factory=dict)
    abbreviations: list[tuple[list[Token], list[Token], int]] = field(default_factory=list)
    acronyms: dict[str, list[Token]] = field(default_factory=dict)


def scan(tokens: list[Token], into: Definitions) -> None:
    """Collect the definitions of a file without reading its text; definitions that exist stay."""
    if not any(token.kind == MACRO and token.text in DEFINING for token in tokens):
        return
    stream = TokenStream(tokens)
    found = Definitions()
    while (token := stream.next()) is not None:
        if token.kind == MACRO and token.text in DEFINING:
            read_definition(token, stream, found)
    for name, macro in found.macros.items():
        into.macros.setdefault(name, macro)
    into.acronyms.update(found.acronyms)
    for name, environment in found.environments.items():
        into.environments.setdefault(name, environment)


def read_definition(token: Token, stream: TokenStream, into: Definitions) -> None:
    """Take the rest of a definition off the stream and store it (unless its name is protected)."""
    name = token.text
    if name in _NEWCOMMAND:
        _newcommand(stream, into, token.at, provide=name.startswith("provide"))
    elif name in _DOCUMENT:
        _document_command(stream, into, token.at)
    elif name in _DOCUMENT_ENVIRONMENT:
        _document_environment(stream, into, token.at)
    elif name in _DEF:
        _def(stream, into, token.at)
    elif name == "let":
        _let(stream, into, token.at)
    elif name in _ENVIRONMENT:
        _environment(stream, into, token.at)
    elif name in _LEIPZIG:
        _leipzig(stream, into, token.at)
    elif name in _ACRONYM:
        _acronym(stream, into, token.at, named=name == "newacronym")
    else:
        stream.star()
        for letter in _IGNORED[name]:
            stream.argument() if letter == "m" else stream.optional()


def _store(into: Definitions, definition: Definition) -> None:
    if len(definition.body) <= MAX_BODY and not is_protected(definition.name, definition.parameters.count("m")):
        into.macros[definition.name] = definition


def _name(tokens: list[Token] | None) -> str:
    """The name of the macro that a definition names, empty where it names none."""
    for token in tokens or ():
        if token.kind == MACRO:
            return token.text
    return ""


def _count(tokens: list[Token] | None) -> int:
    text = "".join(token.text for token in tokens or ()).strip()
    return int(text) if text.isdigit() and len(text) == 1 else 0


def _newcommand(stream: TokenStream, into: Definitions, at: int, *, provide: bool) -> None:
    stream.star()
    name = _name(stream.argument())
    count = _count(stream.optional())
    default = stream.optional()
    body = stream.argument()
    if not name or body is None or (provide and (name in into.macros or arguments(name) is not None)):
        return
    letters = "m" * count
    defaults: list[tuple[Token, ...] | None] = [None] * count
    if default is not None and count:
        letters = "o" + letters[1:]
        defaults[0] = tuple(default)
    _store(into, Definition(name, letters, tuple(defaults), tuple(body), at=at))


def _document_command(stream: TokenStream, into: Definitions, at: int) -> None:
    name = _name(stream.argument())
    spec = stream.argument() or []
    body = stream.argument()
    if not name or body is None:
        return
    letters, defaults = _xparse(spec)
    _store(into, Definition(name, letters, defaults, tuple(body), at=at))


def _document_environment(stream: TokenStream, into: Definitions, at: int) -> None:
    name = "".join(token.text for token in stream.argument() or ()).strip()
    spec = stream.argument() or []
    begin, end = stream.argument(), stream.argument()
    if name and begin is not None and end is not None:
        letters, defaults = _xparse(spec)
        into.environments[name] = Definition(name, letters, defaults, tuple(begin), tuple(end), at)


def _xparse(spec: list[Token]) -> tuple[str, tuple[tuple[Token, ...] | None, ...]]:
    """The parameters of an xparse specification: their letters and defaults."""
    letters = ""
    defaults: list[tuple[Token, ...] | None] = []
    inner = TokenStream(spec)
    while (letter := inner.argument()) is not None:
        char = "".join(token.text for token in letter)
        if char in ("m", "r", "v"):
            letters, defaults = letters + "m", [*defaults, None]
        elif char == "s":
            letters, defaults = letters + "s", [*defaults, None]
        elif char in ("o", "O"):
            value = inner.argument() if char == "O" else None
            letters, defaults = letters + "o", [*defaults, tuple(value or ())]
    return letters, tuple(defaults)


def _def(stream: TokenStream, into: Definitions, at: int) -> None:
    head = stream.next()
    if head is None or head.kind != MACRO:
        if head is not None:
            stream.back([head])
        return
    count, plain = 0, True
    taken: list[Token] = []
    while (token := stream.next()) is not None and token.kind != OPEN:
        taken.append(token)
        if token.kind == PARAM:
            count += 1
        elif token.kind != TEXT or token.text.strip():
            plain = False
        if token.kind in (CLOSE, PAR, FILE_END) or len(taken) > 30:
            break
    if token is None or token.kind != OPEN:
        stream.back(taken)
        return
    stream.back([token])
    body = stream.argument()
    # A \def with delimiters between its parameters is left alone: its calls keep their text as an unknown macro's do.
    if body is not None and (plain or not count):
        _store(into, Definition(head.text, "m" * count, (None,) * count, tuple(body), at=at))


def _let(stream: TokenStream, into: Definitions, at: int) -> None:
    new = stream.next()
    stream.skip_space()
    old = stream.next()
    if old is not None and old.kind == TEXT and old.text.lstrip().startswith("="):
        rest = old.text.lstrip()[1:].lstrip()
        old = old._replace(text=rest[:1]) if rest else stream.next()
        if len(rest) > 1:
            stream.back([old._replace(text=rest[1:])] if old else [])
    if new is None or old is None or new.kind != MACRO:
        return
    known = into.macros.get(old.text) if old.kind == MACRO else None
    if known is not None:
        _store(into, Definition(new.text, known.parameters, known.defaults, known.body, at=at))
    elif old.text != new.text and arguments(new.text) is None:
        _store(into, Definition(new.text, "", (), (old,), at=at))


def _environment(stream: TokenStream, into: Definitions, at: int) -> None:
    stream.star()
    name = "".join(token.text for token in stream.argument() or ()).strip()
    count = _count(stream.optional())
    default = stream.optional()
    begin, end = stream.argument(), stream.argument()
    if not name or begin is None or end is None:
        return
    letters = "m" * count
    defaults: list[tuple[Token, ...] | None] = [None] * count
    if default is not None and count:
        letters, defaults[0] = "o" + letters[1:], tuple(default)
    into.environments[name] = Definition(name, letters, tuple(defaults), tuple(begin), tuple(end), at)


def _leipzig(stream: TokenStream, into: Definitions, at: int) -> None:
    """``\\newleipzig{Name}{short}{long}``: the command ``\\Name`` prints ``short`` in small caps."""
    stream.optional()
    name, short, long = stream.argument(), stream.argument(), stream.argument()
    if not name or short is None:
        return
    word = "".join(token.text for token in name).strip()
    if not word:
        return
    open_, close = Token(OPEN, "{", at), Token(CLOSE, "}", at)
    body = (Token(MACRO, "textsc", at), open_, *short, close)
    into.macros[word[:1].upper() + word[1:]] = Definition(word, "", (), body, at=at)
    into.abbreviations.append((list(body), list(long or ()), at))


def _acronym(stream: TokenStream, into: Definitions, at: int, *, named: bool) -> None:
    """``\\newacronym[…]{key}{short}{long}`` (``named``) and ``\\acro{key}[short]{long}``."""
    stream.optional()
    key = stream.argument()
    short = stream.argument() if named else stream.optional()
    long = stream.argument()
    if key and long is not None:
        into.acronyms["".join(token.text for token in key).strip()] = list(short or key)
        into.abbreviations.append((list(short or key), long, at))
