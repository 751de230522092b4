"""The restricted notation of environments and sound rules: parsed, checked, written back.

A pattern is a sequence of letters, classes, sets, boundaries and edges (see ``docs/architecture.md``):

>>> classes = (("V", "aeiou"), ("C", "ptkmn"))
>>> environment = parse_environment("V(C)_ | _#", classes)
>>> format_environment(environment)
'V(C)_ | _#'
>>> parse_pattern("[^pt]+a*", classes)
(Letter('[^pt]'), Boundary('+'), Star(Letter('a')))

There is nothing else: no back-reference, no counting, no look-around, so that every pattern compiles to a small
automaton and matching is linear in the length of the word. A backslash takes the next character literally.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from morph.errors import NotationError
from morph.letters import BOUNDARIES, EDGE, fold, split_letters, unmarked
from morph.model import SoundRule

Classes = Iterable[tuple[str, str]]

MAX_ITEMS = 64
MAX_DEPTH = 4
NULL = "∅"
_SPECIAL = set("[]()*+#_|/\\") | set(BOUNDARIES) | {NULL}


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """One letter: a literal, a class or a set. ``written`` is how the notation has it, ``options`` the letters it
    stands for, ``longer`` those of several characters (digraphs). In a class or a set (``loose``) a letter also stands
    for itself with diacritics (tone marks), except for the marked letters that some class lists (``apart``)."""

    written: str
    options: frozenset[str]
    negated: bool = False
    loose: bool = False
    longer: tuple[tuple[str, ...], ...] = ()
    ordered: tuple[str, ...] = field(default=(), compare=False)
    apart: frozenset[str] = frozenset()

    def matches(self, letter: str) -> bool:
        """Whether one letter (not a boundary, not an edge) is meant."""
        found = letter in self.options
        if not found and self.loose and letter not in self.apart:
            found = unmarked(letter) in self.options
        return found != self.negated

    @property
    def is_literal(self) -> bool:
        return len(self.options) == 1 and not self.negated and not self.loose and not self.longer

    def __repr__(self) -> str:
        return f"Letter({self.written!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Boundary:
    """A morpheme boundary: ``+`` any, else one of ``- = ~ < >``."""

    written: str

    @property
    def kinds(self) -> str:
        return BOUNDARIES if self.written == "+" else self.written

    def __repr__(self) -> str:
        return f"Boundary({self.written!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Edge:
    """The edge of the word, ``#``."""

    def __repr__(self) -> str:
        return "Edge()"


@dataclass(frozen=True, slots=True, repr=False)
class Optional:
    """``(x)``: once or not at all."""

    items: tuple[Item, ...]

    def __repr__(self) -> str:
        return f"Optional({', '.join(map(repr, self.items))})"


@dataclass(frozen=True, slots=True, repr=False)
class Star:
    """``x*``: any number of times."""

    items: tuple[Item, ...]

    def __repr__(self) -> str:
        return f"Star({', '.join(map(repr, self.items))})"


Item = Letter | Boundary | Edge | Optional | Star
Pattern = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Environment:
    """Where an allomorph stands: alternatives of a left and a right pattern; no alternative = elsewhere."""

    alternatives: tuple[tuple[Pattern, Pattern], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.alternatives)


@dataclass(frozen=True, slots=True)
class Change:
    """One mapping of a sound rule: the letters of ``target`` become those of ``output``."""

    target: Pattern
    output: Pattern


@dataclass(frozen=True, slots=True)
class Rule:
    """A sound rule in parts: parallel changes between alternative left and right contexts."""

    id: str
    changes: tuple[Change, ...]
    before: tuple[Pattern, ...]
    after: tuple[Pattern, ...]
    optional: bool = False
    source: str = ""


class _Reader:
    """Recursive descent over one cell."""

    def __init__(self, text: str, classes: Classes, allow_edges: bool = True) -> None:
        self.text = unicodedata.normalize("NFC", text)
        self.symbols = [s for s in split_letters(self.text)]
        self.at = 0
        self.classes = dict(classes)
        self.apart = marked_letters(tuple(self.classes.items()))
        self.allow_edges = allow_edges
        self.count = 0

    def fail(self, message: str, expected: str = "", hint: str = "") -> NotationError:
        return NotationError(message, found=self.text, expected=expected, hint=hint)

    def peek(self) -> str:
        return self.symbols[self.at] if self.at < len(self.symbols) else ""

    def items(self, closing: str = "", depth: int = 0) -> Pattern:
        if depth > MAX_DEPTH:
            raise self.fail(f"brackets nested deeper than {MAX_DEPTH}")
        found: list[Item] = []
        while self.peek() and self.peek() != closing:
            item = self.item(depth)
            if item is None:
                continue
            if self.peek() == "*":
                self.at += 1
                inner = item.items if isinstance(item, Optional) else (item,)
                if not inner:
                    raise self.fail("a star after nothing")
                item = Star(inner)
            found.append(item)
            self.count += 1
            if self.count > MAX_ITEMS:
                raise self.fail(f"pattern with more than {MAX_ITEMS} parts", hint="split the rule in two")
        if closing and self.peek() != closing:
            raise self.fail(f"missing {closing!r}", expected=f"a closing {closing!r}")
        return tuple(found)

    def item(self, depth: int) -> Item | None:
        symbol = self.peek()
        self.at += 1
        if symbol == "(":
            inner = self.items(")", depth + 1)
            self.at += 1
            return Optional(inner)
        if symbol == "[":
            return self.letter_set()
        if symbol == "\\":
            return self.literal()
        if symbol == "+" or symbol in BOUNDARIES:
            return Boundary(symbol)
        if symbol == EDGE:
            if not self.allow_edges:
                raise self.fail(
                    "'#' can't be changed", expected="letters, classes or boundaries", hint="put # into the context"
                )
            return Edge()
        if symbol.isspace() or symbol == NULL:
            return None
        if symbol in _SPECIAL:
            raise self.fail(f"{symbol!r} has no meaning here", expected="letters, classes, [sets], (x), x*, + - = ~ #")
        return self.letter(symbol)

    def literal(self) -> Letter:
        symbol = self.peek()
        if not symbol:
            raise self.fail("a backslash at the end")
        self.at += 1
        folded = split_letters(fold(symbol))
        return Letter("\\" + symbol, frozenset(folded), ordered=folded)

    def letter(self, symbol: str) -> Letter:
        if symbol in self.classes:
            return class_letter(symbol, self.classes[symbol], self.apart)
        folded = fold(symbol)
        if folded != symbol and unmarked(symbol) == symbol and symbol.isupper():
            known = ", ".join(sorted(self.classes)) or "none"
            raise self.fail(
                f"class {symbol!r} is not declared",
                expected=f"one of the classes: {known}",
                hint=f'add {symbol} = "…" to [classes] in onebook.toml, or write the letter in lower case',
            )
        return Letter(symbol, frozenset((folded,)), ordered=(folded,))

    def letter_set(self) -> Letter:
        start = self.at
        negated = self.peek() == "^"
        self.at += negated
        options: list[str] = []
        longer: list[tuple[str, ...]] = []
        while self.peek() != "]":
            if not self.peek() or self.peek() in "[(*":
                raise self.fail("a set that is not closed", expected="[letters] with a closing ']'")
            symbol = self.peek()
            self.at += 1
            if symbol.isspace():
                continue
            one = self.literal() if symbol == "\\" else self.letter(symbol)
            options += one.ordered
            longer += one.longer
        written = "[" + "".join(self.symbols[start : self.at]) + "]"
        self.at += 1
        if not options and not longer:
            raise self.fail("an empty set", expected="at least one letter between the brackets")
        if negated and longer:
            raise self.fail("a negated set with letters of several characters", expected="single letters after ^")
        return Letter(written, frozenset(options), negated, True, tuple(longer), tuple(options), self.apart)


@lru_cache(maxsize=256)
def marked_letters(classes: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """The letters with diacritics that classes list: they are letters of their own in this language."""
    listed = {letter for _, members in classes for item in class_letters(members) for letter in item}
    return frozenset(letter for letter in listed if unmarked(letter) != letter)


def class_letters(members: str) -> tuple[tuple[str, ...], ...]:
    """The letters of a class: single letters, or items of any length where it has spaces (``"p t ng"``)."""
    items = members.split() if " " in members.strip() else list(split_letters(unicodedata.normalize("NFC", members)))
    return tuple(split_letters(fold(item)) for item in items if item.strip())


@lru_cache(maxsize=1024)
def class_letter(name: str, members: str, apart: frozenset[str] = frozenset()) -> Letter:
    """A class as a part of a pattern."""
    items = class_letters(members)
    single = tuple(item[0] for item in items if len(item) == 1)
    longer = tuple(item for item in items if len(item) > 1)
    if not items:
        raise NotationError(f"class {name!r} has no letters", found=members, expected="at least one letter")
    return Letter(name, frozenset(single), False, True, longer, single, apart)


def parse_pattern(text: str, classes: Classes = ()) -> Pattern:
    """One side of a context. NotationError where it is not in the notation."""
    reader = _Reader(text, classes)
    items = reader.items()
    return items


def parse_environment(text: str, classes: Classes = ()) -> Environment:
    """An ``environment`` cell: ``left_right`` alternatives separated by ``|``; empty means elsewhere."""
    if not text.strip():
        return Environment()
    alternatives = []
    for part in _split(text, "|"):
        sides = _split(part, "_")
        if len(sides) != 2:
            raise NotationError(
                "an environment needs exactly one '_' for the place of the morph",
                found=text,
                expected="like 'V_' or '_#'",
            )
        left, right = (parse_pattern(side, classes) for side in sides)
        alternatives.append((left, right))
    return Environment(tuple(alternatives))


def parse_rule(rule: SoundRule, classes: Classes = ()) -> Rule:
    """The four cells of a sound rule. NotationError says which cell is wrong and why; the caller adds the place."""
    classes = tuple(classes)
    targets = [_side(part, classes, "in") for part in _split(rule.target, "/")]
    outputs = [_side(part, classes, "out") for part in _split(rule.output, "/")]
    if len(outputs) == 1 and len(targets) > 1:
        outputs *= len(targets)
    if len(targets) != len(outputs):
        raise NotationError(
            f"{len(targets)} items in 'in' and {len(outputs)} in 'out'",
            found=f"{rule.target} → {rule.output}",
            expected="lists of the same length, or one item in 'out'",
        )
    changes = tuple(c for t, o in zip(targets, outputs, strict=True) for c in _changes(t, o, rule))
    before, after = (_contexts(cell, classes) for cell in (rule.before, rule.after))
    if all(not c.target and not c.output for c in changes):
        raise NotationError("a rule from nothing to nothing", found=rule.id, hint="fill 'in' or 'out'")
    return Rule(rule.id, changes, before, after, rule.optional, rule.source)


def _side(text: str, classes: Classes, cell: str) -> Pattern:
    items = _Reader(text.replace("Ø", NULL), classes, allow_edges=False).items()
    for item in items:
        if isinstance(item, Star) or (isinstance(item, Optional) and cell == "out"):
            raise NotationError(f"{cell!r} can't repeat or leave open", found=text, expected="letters, classes, sets")
    return items


def _contexts(text: str, classes: Classes) -> tuple[Pattern, ...]:
    if not text.strip():
        return ()
    found = tuple(parse_pattern(part.replace("_", " "), classes) for part in _split(text, "|"))
    return () if any(not pattern for pattern in found) else found


def _changes(target: Pattern, output: Pattern, rule: SoundRule) -> list[Change]:
    """One change per mapped letter where two sets map in parallel, else one; optional parts spelt out."""
    flat = [Change(items, output) for items in _spell_out(target)]
    return [single for change in flat for single in _parallel(change, rule)]


def _spell_out(items: Pattern) -> list[Pattern]:
    expanded: list[Pattern] = [()]
    for item in items:
        if isinstance(item, Optional):
            expanded = [e + tail for e in expanded for tail in (*_spell_out(item.items), ())]
        else:
            expanded = [(*e, item) for e in expanded]
        if len(expanded) > 16:
            raise NotationError("too many optional parts in 'in'", found=format_pattern(items), hint="split the rule")
    return sorted(dict.fromkeys(expanded), key=len, reverse=True)


def _parallel(change: Change, rule: SoundRule) -> list[Change]:
    """Sets and classes of 'out': a class of 'in' is copied, another one of the same size is mapped letter by letter."""
    open_sets = [i for i in change.output if isinstance(i, Letter) and not i.is_literal]
    if any(i.negated for i in open_sets):
        raise NotationError(f"rule {rule.id}: a negated set in 'out'", found=rule.output, expected="letters")
    copied = [i.written for i in change.target if isinstance(i, Letter)]
    mapped = []
    for item in open_sets:
        if item.written in copied:
            copied.remove(item.written)
        else:
            mapped.append(item)
    if not mapped:
        return [change]
    sources = [i for i in change.target if isinstance(i, Letter) and not i.is_literal and i.written in copied]
    if len(mapped) != 1 or len(sources) != 1 or len(mapped[0].ordered) != len(sources[0].ordered):
        raise NotationError(
            f"rule {rule.id}: {mapped[0].written} in 'out' has no counterpart in 'in'",
            found=f"{rule.target} → {rule.output}",
            expected="a class that 'in' has too, or two sets of the same size",
        )
    return [
        _replaced(change, sources[0], s, mapped[0], t)
        for s, t in zip(sources[0].ordered, mapped[0].ordered, strict=True)
    ]


def _replaced(change: Change, source: Letter, one: str, target: Letter, other: str) -> Change:
    def swap(items: Pattern, old: Letter, new: str) -> Pattern:
        letter = Letter(new, frozenset((new,)), ordered=(new,))
        return tuple(letter if item is old else item for item in items)

    return Change(swap(change.target, source, one), swap(change.output, target, other))


def _split(text: str, separator: str) -> list[str]:
    """Split at a separator outside sets and not after a backslash."""
    parts, current, depth, escaped = [], "", 0, False
    for char in text:
        if char == separator and not depth and not escaped:
            parts.append(current)
            current = ""
            continue
        depth += (char == "[") - (char == "]" and depth > 0) if not escaped else 0
        escaped = char == "\\" and not escaped
        current += char
    return [*parts, current]


def format_pattern(items: Pattern) -> str:
    """Inverse of :func:`parse_pattern` up to spaces."""
    write: Callable[[Item], str] = _format_item
    return "".join(write(item) for item in items)


def _format_item(item: Item) -> str:
    if isinstance(item, Letter | Boundary):
        return item.written
    if isinstance(item, Edge):
        return EDGE
    inner = format_pattern(item.items)
    if isinstance(item, Optional):
        return f"({inner})"
    single = len(item.items) == 1 and isinstance(item.items[0], Letter | Boundary | Edge)
    return f"{inner}*" if single else f"({inner})*"


def format_environment(environment: Environment) -> str:
    """Inverse of :func:`parse_environment`."""
    return " | ".join(f"{format_pattern(left)}_{format_pattern(right)}" for left, right in environment.alternatives)
