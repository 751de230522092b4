"""Whether a rest can be read at all: cut into pieces that bound morphs add after stems, whatever their order.

Most rests that look-up meets are dead ends (``…`` of a longer stem after a shorter one); one answer for a rest,
whatever the state, spares looking at it from every state.

>>> rests = Rests(("lar", "da", "n"), ("",))
>>> rests.possible("ları"), rests.possible("larda"), rests.possible("")
(False, True, True)
"""

from __future__ import annotations

from collections.abc import Iterable

MAX_KEPT = 100_000


class Rests:
    """``outs`` are what morphs after a stem add to the surface, ``ends`` what the end of a word adds."""

    def __init__(self, outs: Iterable[str], ends: Iterable[str]) -> None:
        self._outs = frozenset(out for out in outs if out)
        self._ends = frozenset(ends)
        self._lengths = sorted({len(out) for out in self._outs})
        self._kept: dict[str, bool] = {}

    def possible(self, rest: str) -> bool:
        """Whether some morphs could account for ``rest``; False is certain."""
        found = self._kept.get(rest)
        if found is None:
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            found = self._kept[rest] = rest in self._ends or self._cut(rest)
        return found

    def _cut(self, rest: str) -> bool:
        size, outs = len(rest), self._outs
        for length in self._lengths:
            if length > size:
                return False
            if rest[:length] in outs and self.possible(rest[length:]):
                return True
        return False
