"""The known sentences most like a sentence: by the words and the pieces of words that they share.

Rare pieces count more than common ones (Spärck Jones 1972), and of the sentences with the most in common the one
with the longest common stretches comes first: for a language with few pairs, longest common substrings serve better
than vectors. The language of the sentences does not matter, so it serves both directions.

>>> memory = Memory([("mto a enda", "The child went."), ("an kula", "I eat."), ("mto a kula", "The child ate.")])
>>> [pair.target for pair in memory.nearest("mto enda", 2)]
['The child went.', 'The child ate.']
>>> memory.nearest("mto a enda", 1, leave_out="mto a enda")[0].target
'The child ate.'
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECE = 4
_FIRST = 12
_AGAIN = 0.4
"""What a piece that is shown already is worth."""
_SHORT = 40
"""Letters added to the length of a sentence when its gain is taken per letter."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A known sentence with its translation; ``likeness`` is between 0 and 1."""

    source: str
    target: str
    likeness: float


class Memory:
    """Sentence pairs, indexed by the pieces of their words."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = [(source, target) for source, target in pairs if source.strip() and target.strip()]
        self.plain = [plain(source) for source, _ in self.pairs]
        self.places: dict[str, list[int]] = defaultdict(list)
        for i, text in enumerate(self.plain):
            for piece in pieces(text):
                self.places[piece].append(i)
        self._rarity = {piece: math.log((len(self.pairs) + 1) / len(where)) for piece, where in self.places.items()}

    def nearest(self, text: str, count: int, *, leave_out: str = "") -> list[Neighbour]:
        """The ``count`` most alike pairs, best first; a pair whose sentence is ``leave_out`` is not one of them."""
        wanted, left_out = plain(text), plain(leave_out)
        scores: dict[int, float] = defaultdict(float)
        for piece in pieces(wanted):
            for place in self.places.get(piece, ()):
                scores[place] += self._rarity[piece]
        first = [i for i in sorted(scores, key=lambda i: (-scores[i], i)) if self.plain[i] != left_out]
        ranked = sorted(first[: _FIRST * count], key=lambda i: (-self._likeness(wanted, i), i))
        return [Neighbour(*self.pairs[i], self._likeness(wanted, i)) for i in ranked[:count]]

    def helpful(self, text: str, count: int, *, leave_out: str = "") -> list[Neighbour]:
        """``count`` pairs to translate a sentence by: the nearest, then those that have its words which the nearest
        leave open, the rare ones first and of two the shorter sentence."""
        wanted, left_out = plain(text), plain(leave_out)
        found = self.nearest(text, (count + 1) // 2, leave_out=leave_out)
        taken, shown = {plain(pair.source) for pair in found} | {left_out}, Counter[str]()
        for pair in found:
            shown.update(pieces(plain(pair.source)))
        asked = pieces(wanted) & self.places.keys()
        while len(found) < count:
            gains: dict[int, float] = defaultdict(float)
            for piece in sorted(asked):
                for place in self.places[piece]:
                    gains[place] += self._rarity[piece] * _AGAIN ** shown[piece]
            for place in list(gains):
                gains[place] /= _SHORT + len(self.plain[place])
            best = min(
                (place for place in gains if self.plain[place] not in taken),
                key=lambda place: (-gains[place], place), default=None,
            )  # fmt: skip
            if best is None:
                break
            taken.add(self.plain[best])
            shown.update(pieces(self.plain[best]))
            found.append(Neighbour(*self.pairs[best], self._likeness(wanted, best)))
        return found

    def _likeness(self, wanted: str, place: int) -> float:
        known = self.plain[place]
        matched = sum(
            block.size
            for block in SequenceMatcher(None, wanted, known, autojunk=False).get_matching_blocks()
            if block.size >= min(_PIECE, len(wanted))
        )
        return 2 * matched / (len(wanted) + len(known)) if wanted or known else 0.0


def plain(text: str) -> str:
    """Small letters, words apart by single spaces, nothing else."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def pieces(text: str) -> set[str]:
    """The words of a text and the stretches of four letters in them."""
    found = set()
    for word in text.split():
        marked = f" {word} "
        found.add(marked)
        found.update(marked[i : i + _PIECE] for i in range(len(marked) - _PIECE))
    return found
