"""The ways a word can go on: from a state, every bound morph that may come next with what it adds to the surface.

Both directions use these ways: the analyzer keeps those whose surface the word begins with, the generator those of
the morphemes it was asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from morph.letters import letters
from morph.machine import Condition, Outcome
from morph.stems import NULLS
from morph.tactics import After, Before, Tactics

if TYPE_CHECKING:
    from morph.compiled import Compiled

Symbols = tuple[str, ...]
BEFORE_KINDS = frozenset({"prefix", "proclitic", "circumfix"})
AFTER_KINDS = frozenset({"suffix", "enclitic", "circumfix"})
ELLIPSIS = "…"
RELAXED_MORPHS = 3
"""Most bound morphs on either side of a stem in a guess that breaks morphotactics."""


def halves(form: str) -> tuple[str, str]:
    """The two parts of a circumfix: ``ge…t`` (three dots or spaced hyphens will do)."""
    text = form.replace("...", ELLIPSIS).replace("_", ELLIPSIS)
    first, found, second = text.partition(ELLIPSIS)
    if not found:
        first, _, second = text.strip("-=").partition("-")
    return bare(first), bare(second)


def bare(form: str) -> str:
    """A bound form without the separators around it."""
    return form.strip().strip("-=~<>").strip()


def bound_letters(form: str, casing: dict[int, str] | None = None) -> Symbols:
    """The letters of a bound form; none for a zero morph."""
    text = bare(form)
    return () if text in NULLS else letters(text, casing)


class Paths:
    """Ways on, by state; everything is computed once. ``relaxed`` ways ignore environments, templates and parts of
    speech: they are guesses."""

    def __init__(self, compiled: Compiled, *, relaxed: bool = False) -> None:
        self.compiled = compiled
        self.machine = compiled.machine
        self.tactics = Tactics((), RELAXED_MORPHS) if relaxed else compiled.tactics
        self.bound = tuple(replace(b, pos=frozenset()) for b in compiled.bound) if relaxed else compiled.bound
        self.conditions = (Condition(),) * len(compiled.conditions) if relaxed else compiled.condition
        morphemes = compiled.morphemes
        self.prefixes = [i for i, m in enumerate(morphemes) if m.kind in BEFORE_KINDS]
        self.suffixes = [i for i, m in enumerate(morphemes) if m.kind in AFTER_KINDS]
        self.forms: list[tuple[str, str]] = []
        for m in morphemes:
            self.forms.append(halves(m.form) if m.kind == "circumfix" else (bare(m.form), bare(m.form)))
        casing = compiled.casing
        self._letters = [tuple(bound_letters(half, casing) for half in pair) for pair in self.forms]
        self._before: dict[Before, list[tuple[int, Before]]] = {}
        self._after: dict[After, list[tuple[int, After]]] = {}
        self._attached: dict[tuple[int, int, bool], list[Outcome]] = {} if relaxed else compiled.attached
        self._shared: dict[tuple[object, ...], list[Outcome]] = {} if compiled.shared is None else compiled.shared

    def attach(self, state: int, morph: int, before: bool) -> list[Outcome]:
        """Surface and state when bound morph number ``morph`` is read in ``state``."""
        key = (state, morph, before)
        found = self._attached.get(key)
        if found is None:
            row, condition = self.compiled.morphemes[morph], self.conditions[morph]
            symbols = self._letters[morph][0 if before else 1]
            what = (state, before, row.separator, symbols, condition.own, condition.others)
            found = self._shared.get(what)
            if found is None:
                opening, closing = ("", row.separator) if before else (row.separator, "")
                found = self.machine.attach(state, opening, symbols, condition, closing)
                if self.compiled.shared is not None:
                    self._shared[what] = found
            self._attached[key] = found
        return found

    def before(self, state: int, tactic: Before) -> list[tuple[str, int, int, Before]]:
        """Bound morphs before the stem: surface, morph number, state, morphotactic state."""
        follow = self._before.get(tactic)
        if follow is None:
            ways = ((m, self.tactics.prefix(tactic, self.bound[m])) for m in self.prefixes)
            follow = self._before[tactic] = [(m, then) for m, then in ways if then is not None]
        return [(out, m, end, then) for m, then in follow for out, end in self.attach(state, m, True)]

    def after(self, state: int, tactic: After) -> list[tuple[str, int, int, After]]:
        """Bound morphs after the stem."""
        follow = self._after.get(tactic)
        if follow is None:
            ways = ((m, self.tactics.suffix(tactic, self.bound[m])) for m in self.suffixes)
            follow = self._after[tactic] = [(m, then) for m, then in ways if then is not None]
        return [(out, m, end, then) for m, then in follow for out, end in self.attach(state, m, False)]

    def endings(self, state: int, tactic: After) -> tuple[str, ...]:
        """What is given out if the word ends here; nothing where it may not."""
        return self.machine.finish(state) if self.tactics.complete(tactic) else ()
