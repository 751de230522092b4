"""Stems: the shapes in which a lexeme can be the host of affixes, with everything that happens inside it.

Alternants of a stem and fused forms (``went`` for ``go.PST``) are spelt out as underlying shapes; for infixes and
reduplication here is how to find the place and the copy (:mod:`morph.inside` applies them).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from morph.automaton import holds
from morph.errors import NotationError
from morph.letters import EDGE, letters
from morph.machine import Condition
from morph.model import Lexeme
from morph.notation import Classes, Environment, Item, Letter, Optional, Pattern, Star, parse_pattern

NULLS = frozenset({"∅", "Ø"})
FULL = "full"


@dataclass(frozen=True, slots=True)
class Shape:
    """An underlying shape of a lexeme; ``fused`` where it carries a gloss of its own (``went``: ``go.PST``)."""

    lexeme: int
    symbols: tuple[str, ...]
    form: str
    gloss: str
    condition: Condition
    fused: bool = False


def alternants(
    lexeme: Lexeme, environments: Mapping[str, int], casing: Mapping[int, str] | None
) -> Iterator[tuple[str, tuple[str, ...], str, Condition, bool]]:
    """The forms of a lexeme: form, letters, gloss, condition, whether fused. ``environments`` numbers the cells."""
    conditioned = tuple(sorted({environments[f.environment] for f in lexeme.forms if f.environment and not f.gloss}))
    seen: set[tuple[tuple[str, ...], str, int]] = set()
    for form, environment, gloss in (
        (lexeme.headword, "", ""),
        *((f.form, f.environment, f.gloss) for f in lexeme.forms),
    ):
        form = form.strip()
        symbols = () if form in NULLS else letters(form, casing)
        if not form or (not symbols and form not in NULLS):
            continue
        own = environments[environment] if environment else -1
        others = () if own >= 0 or gloss else conditioned
        key = (symbols, gloss, own)
        if key not in seen:
            seen.add(key)
            yield form, symbols, gloss, Condition(own, others), bool(gloss)


def is_bound(headword: str) -> bool:
    """Whether a headword is an affix or a clitic, by the separator at its edge."""
    bare = headword.strip()
    return len(bare) > 1 and (bare[0] in "-=~" or bare[-1] in "-=~")


def infixed(symbols: Sequence[str], environment: Environment, vowels: Letter | None) -> int | None:
    """Where an infix goes: the leftmost place in the stem where its environment holds; without an environment
    before the first vowel, or after the first letter where no class ``V`` is declared. None where it can't stand."""
    if not environment:
        if vowels is None:
            return 1 if len(symbols) > 1 else None
        return next((i for i, s in enumerate(symbols) if vowels.matches(s)), None)
    for at in range(len(symbols) + 1):
        if holds(environment, (EDGE, *symbols[:at]), (*symbols[at:], EDGE)):
            return at
    return None


@dataclass(frozen=True, slots=True)
class Copy:
    """A reduplication: which part is copied, on which side, and the fixed letters around the copy of a whole."""

    before: bool
    pattern: Pattern = ()
    full: bool = False
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()

    def of(self, symbols: Sequence[str]) -> tuple[str, ...] | None:
        """The copy; None where the stem does not have the part that is copied."""
        if self.full:
            return (*self.opening, *symbols, *self.closing) if symbols else None
        if all(isinstance(item, Letter) and not item.is_literal and not item.longer for item in self.pattern):
            return self._plain(tuple(symbols))
        if self.before:
            return next(_copies(self.pattern, tuple(symbols)), (None, ()))[0]
        found = next(_copies(_mirror(self.pattern), tuple(reversed(symbols))), (None, ()))[0]
        return None if found is None else tuple(reversed(found))

    def _plain(self, symbols: tuple[str, ...]) -> tuple[str, ...] | None:
        """The same for a pattern of classes only, without search."""
        size = len(self.pattern)
        part = symbols[:size] if self.before else symbols[max(0, len(symbols) - size) :]
        if len(part) < size:
            return None
        for item, symbol in zip(self.pattern, part, strict=True):
            if not (isinstance(item, Letter) and item.matches(symbol)):
                return None
        return part


def parse_copy(form: str, classes: Classes) -> Copy:
    """The form of a reduplication: ``CV~`` (copied before the stem), ``~CVC`` (after it), ``~full``; a linker stands
    between tildes or beside the copy (``~a~full``, ``CVn~``). NotationError for anything else."""
    first, tilde, _ = form.partition("~")
    if not tilde:
        raise NotationError("a reduplication without '~'", found=form, expected="like CV~, ~CVC, ~full")
    before = bool(first.strip())
    text = form.replace("~", "").strip()
    head, keyword, tail = text.partition(FULL)
    if keyword:
        return Copy(before, (), True, letters(head), letters(tail))
    pattern = parse_pattern(text, classes)
    if all(isinstance(item, Letter) and item.is_literal for item in pattern):
        # A copy of one word written out: it is a copy only where the stem has these letters.
        pattern = tuple(replace(item, longer=(item.ordered,)) for item in pattern if isinstance(item, Letter))
    if not pattern:
        raise NotationError("a reduplication that copies nothing", found=form, expected="like CV~, ~CVC, ~full")
    if any(not isinstance(item, Letter | Optional | Star) for item in pattern):
        raise NotationError("a boundary or edge in a reduplication", found=form, expected="classes and letters")
    return Copy(before, pattern)


def _mirror(items: Pattern) -> Pattern:
    turned: list[Item] = []
    for item in reversed(items):
        turned.append(type(item)(_mirror(item.items)) if isinstance(item, Optional | Star) else item)
    return tuple(turned)


def _copies(items: Pattern, symbols: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Ways to copy along a pattern, longest first: the copy and what of the stem is left. Literal letters are fixed
    (they stand in the copy whatever the stem has); classes and sets copy."""
    if not items:
        yield (), symbols
        return
    item, rest = items[0], items[1:]
    if isinstance(item, Optional | Star):
        again: Pattern = (item,) if isinstance(item, Star) else ()
        for copied, left in _copies(item.items, symbols):
            if len(left) < len(symbols):
                yield from ((copied + more, last) for more, last in _copies(again + rest, left))
        yield from _copies(rest, symbols)
    elif isinstance(item, Letter) and item.is_literal:
        yield from ((item.ordered + more, last) for more, last in _copies(rest, symbols))
    elif isinstance(item, Letter):
        for option in ((symbols[0],) if symbols and item.matches(symbols[0]) else (), *item.longer):
            if option and symbols[: len(option)] == option:
                yield from ((option + more, last) for more, last in _copies(rest, symbols[len(option) :]))
