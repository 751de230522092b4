"""Where a prefix meets a stem: how the first letters of stems come out after it, compared with the word's beginning.

After its first letters a stem mostly goes on as it would without the prefix. So a word with a prefix can be
looked up among the unprefixed stems once its first letters are put back to what they are at the beginning of a word:
after ``nak-``, with ``k`` dropped before a vowel, ``naetko`` is looked up as ``etko``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from morph.machine import Machine, Outcome

Symbols = tuple[str, ...]
DEPTH = 3
"""How many letters of a stem a prefix may change; stems changed further in are listed one by one."""
OPENING_DEPTH = 8
"""The same for copies and infixes at the beginning of a stem."""


class Joint(NamedTuple):
    """After the prefix certain beginnings add ``out`` where they add ``plain`` at the beginning of a word (the same
    text after either left out). ``begins`` are their numbers; None = all that there are."""

    out: str
    plain: str
    begins: frozenset[int] | None


class Joints:
    """Joints by the state in front of the stem; ``beginnings`` are the first symbols that stems can have."""

    def __init__(self, machine: Machine, beginnings: Sequence[Symbols]) -> None:
        self.machine = machine
        self.beginnings = beginnings
        self._under: dict[Symbols, list[int]] = {}
        self._longer: dict[Symbols, dict[Symbols, None]] = {}
        for number, symbols in enumerate(beginnings):
            for length in range(1, len(symbols) + 1):
                self._under.setdefault(symbols[:length], []).append(number)
                if length > 1:
                    self._longer.setdefault(symbols[: length - 1], {})[symbols[:length]] = None
        self._joints: dict[int, tuple[Joint, ...]] = {}
        self._missed: dict[int, frozenset[int]] = {}
        self._plain: dict[Symbols, list[Outcome]] = {}

    def of(self, state: int) -> tuple[Joint, ...]:
        """The joints after a prefix that led to ``state``."""
        found = self._joints.get(state)
        if found is None:
            found = self._joints[state] = self._find(state)
        return found

    def missed(self, state: int) -> frozenset[int]:
        """Numbers of the beginnings that the joints of a state do not cover."""
        self.of(state)
        return self._missed[state]

    def _find(self, state: int) -> tuple[Joint, ...]:
        grouped: dict[tuple[str, str], set[int]] = {}
        missed: set[int] = set()
        stack: list[Symbols] = [symbols for symbols in self._under if len(symbols) == 1]
        while stack:
            symbols = stack.pop()
            pairs = self._pairs(state, symbols)
            if pairs is None:
                missed.update(n for n in self._under[symbols] if self.beginnings[n] == symbols)
                stack.extend(self._longer.get(symbols, ()))
                continue
            for out, plain in pairs:
                grouped.setdefault(_shorter(out, plain), set()).update(self._under[symbols])
        self._missed[state] = frozenset(missed)
        everything = len(self.beginnings)
        return tuple(
            Joint(*pair, None if len(numbers) == everything else frozenset(numbers))
            for pair, numbers in grouped.items()
        )

    def _pairs(self, state: int, symbols: Symbols) -> list[tuple[str, str]] | None:
        """What comes out here and at the beginning of the word, where both lead to the same states; else None. A
        beginning that environments forbid here is paired with nothing."""
        plain = self._plain.get(symbols)
        if plain is None:
            plain = self._plain[symbols] = self.machine.read(self.machine.start, symbols)
        here = self.machine.read(state, symbols)
        if not here:
            return []
        back = {then: out for out, then in plain}
        if len(back) != len(plain) or {then for _, then in here} != back.keys():
            return None
        return [(out, back[then]) for out, then in here]


def _shorter(out: str, plain: str) -> tuple[str, str]:
    """Leave out what both end in."""
    same = 0
    while same < min(len(out), len(plain)) and out[-1 - same] == plain[-1 - same]:
        same += 1
    return out[: len(out) - same], plain[: len(plain) - same]
