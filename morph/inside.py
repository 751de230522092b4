"""What happens inside a stem: reduplication and infixes, worked out for one stem at a time.

A lexicon times its reduplications would be many times as large as the lexicon, so they are not listed: a copy before
the stem and an infix are found from the heads (first letters) that stems have, a copy after it from the stem itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from morph.automaton import holds
from morph.letters import EDGE, split_letters, surface
from morph.notation import Environment, class_letter, marked_letters, parse_environment
from morph.paths import bare, bound_letters
from morph.stems import Copy, infixed, parse_copy

if TYPE_CHECKING:
    from morph.compiled import Compiled

Symbols = tuple[str, ...]
Inner = tuple[int, str, int]
"""A morph inside a stem: its number, its form as shown, -1 a copy before, 0 an infix, 1 a copy after."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A beginning that infix or copy give to a stem: the symbols read up to where the stem's own letters go on,
    how many of its letters are among them, and the morphs."""

    symbols: Symbols
    own: Symbols
    copy: Symbols
    inner: tuple[Inner, ...]


class Inside:
    """The infixes and reduplications of a language. ``before``, ``after`` and ``infixes`` are their row numbers."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._cells = {
            i: parse_environment(m.environment, compiled.classes) if m.environment else Environment()
            for i, m in enumerate(compiled.morphemes)
            if m.kind in ("infix", "reduplication")
        }
        rows = compiled.morphemes
        self.copies: dict[int, Copy] = {
            i: parse_copy(rows[i].form, compiled.classes) for i in self._cells if rows[i].kind == "reduplication"
        }
        self.infixes = [i for i in self._cells if rows[i].kind == "infix"]
        self.before = [i for i, copy in self.copies.items() if copy.before and not copy.full]
        self.after = [i for i, copy in self.copies.items() if copy.full or not copy.before]
        self._infix = {i: bound_letters(rows[i].form, compiled.casing) for i in self.infixes}
        vowels = dict(compiled.classes).get("V")
        self._vowels = class_letter("V", vowels, marked_letters(tuple(compiled.classes))) if vowels else None
        self._pos = {i: frozenset(p.casefold() for p in rows[i].attaches_to) for i in self._cells}
        self.copy = lru_cache(maxsize=200_000)(self._copy)
        self.infix_at = lru_cache(maxsize=200_000)(self._infix_at)

    def attaches(self, morph: int, pos: str) -> bool:
        """Whether a morph may go into a stem of a part of speech (casefolded; empty = not known)."""
        return not self._pos[morph] or not pos or pos in self._pos[morph]

    def _copy(self, morph: int, symbols: Symbols) -> Symbols | None:
        """What of a stem is copied; None where the stem lacks that part or the environment does not hold."""
        copy = self.copies[morph]
        copied = copy.of(symbols)
        left, right = ((), symbols) if copy.before else (symbols, ())
        if not copied or not holds(self._cells[morph], (EDGE, *left), (*right, EDGE)):
            return None
        return copied

    def _infix_at(self, morph: int, symbols: Symbols) -> int | None:
        """Where an infix goes into a stem (or a copy joined to it by ``~``)."""
        return infixed(symbols, self._cells[morph], self._vowels) if symbols else None

    # --- building ------------------------------------------------------------------------------------------------

    def build(self, symbols: Symbols, morphs: Iterable[int]) -> tuple[Symbols, Symbols, Symbols] | None:
        """A stem with these morphs inside: symbols before the stem's own, the stem's (an infix among them), symbols
        after; None where one of them can't be there. An infix goes together with a copy before the stem only."""
        lead: Symbols = ()
        tail: Symbols = ()
        infix: int | None = None
        for morph in morphs:
            if morph in self._infix:
                if infix is not None:
                    return None
                infix = morph
                continue
            copied = self.copy(morph, symbols)
            if not copied or lead or tail:
                return None
            if self.copies[morph].before:
                lead = (*copied, "~")
            else:
                tail = ("~", *copied)
        if infix is not None:
            at = self.infix_at(infix, (*lead, *symbols))
            if at is None or tail:
                return None
            put = ("<", *self._infix[infix], ">")
            if at < len(lead):
                lead = (*lead[:at], *put, *lead[at:])
            else:
                at -= len(lead)
                symbols = (*symbols[:at], *put, *symbols[at:])
        return lead, symbols, tail

    def shown(self, symbols: Symbols, form: str) -> str:
        """The form of a copy as the segmented line has it: that of the stem where all of it is copied."""
        return form if symbols == tuple(split_letters(form.casefold())) else surface("".join(symbols))

    # --- heads, for looking up -----------------------------------------------------------------------------------

    def heads(self) -> dict[int, tuple[str, ...]]:
        """For each copy before the stem: the copies that stems of the lexicon have; for each infix: what stems have
        before it. Strings of symbols, sorted."""
        found: dict[int, set[str]] = {morph: set() for morph in (*self.before, *self.infixes)}
        stems, lexemes = self.compiled.stems, self.compiled.lexemes
        for number, text in enumerate(stems.symbols):
            if not text or " " in text:
                continue
            symbols = split_letters(text)
            pos = lexemes.pos[stems.lexeme[number]].casefold()
            for morph, heads in found.items():
                if not self.attaches(morph, pos):
                    continue
                if morph in self.copies:
                    heads.add("".join(self._copy(morph, symbols) or ()))
                else:
                    at = self._infix_at(morph, symbols)
                    if at is not None:
                        heads.add("".join(symbols[:at]) or EDGE)
        return {morph: tuple(sorted(heads - {""})) for morph, heads in found.items()}

    def openings(self) -> list[Opening]:
        """Every beginning that the heads of the lexicon give, with infixes inside copies too."""
        found = []
        rows = self.compiled.morphemes
        for morph, heads in self.compiled.heads.items():
            for head in heads:
                symbols = () if head == EDGE else split_letters(head)
                if morph in self.copies:
                    inner: Inner = (morph, surface(head), -1)
                    found.append(Opening((*symbols, "~"), (), symbols, (inner,)))
                    found += self._infixed_copies(symbols, inner)
                else:
                    put = ("<", *self._infix[morph], ">")
                    found.append(Opening((*symbols, *put), symbols, (), ((morph, bare(rows[morph].form), 0),)))
        return found

    def _infixed_copies(self, copy: Symbols, inner: Inner) -> list[Opening]:
        found = []
        for infix in self.infixes:
            for at in self._places(infix, copy):
                symbols = (*copy[:at], "<", *self._infix[infix], ">", *copy[at:], "~")
                morphs = ((infix, bare(self.compiled.morphemes[infix].form), 0), inner)
                found.append(Opening(symbols, (), copy, morphs))
        return found

    def _places(self, infix: int, copy: Symbols) -> list[int]:
        """Where an infix may go into a copy, as far as can be told before the stem is known."""
        if not self._cells[infix]:
            at = infixed((*copy, "~"), self._cells[infix], self._vowels)
            return [] if at is None or at > len(copy) else [at]
        lefts = Environment(tuple((left, ()) for left, _ in self._cells[infix].alternatives))
        return [at for at in range(len(copy) + 1) if holds(lefts, (EDGE, *copy[:at]), ())]

    def fits(self, opening: Opening, symbols: Symbols, pos: str) -> bool:
        """Whether a stem really begins in this way: it copies just that, the infix goes just there."""
        if not all(self.attaches(morph, pos) for morph, _, _ in opening.inner):
            return False
        built = self.build(symbols, [morph for morph, _, _ in opening.inner])
        if built is None:
            return False
        lead, own, _ = built
        return (*lead, *own)[: len(opening.symbols)] == opening.symbols and len(lead) == (
            len(opening.symbols) if opening.copy else 0
        )
