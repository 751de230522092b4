"""Which rules a wrong gloss rests on: the rows of the project ranked by the wrong words they took part in.

>>> words = [(("obj",), False, ("kitat", "top=LOC", "top=OBJ")), (("obj",), True, ("a", "b", "b"))]
>>> blame_morphemes(words)[0]
Blame(row='obj', wrong=1, right=1, examples=(('kitat', 'top=LOC', 'top=OBJ'),))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

Confused = tuple[str, str, str]

EXAMPLES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Blame:
    """A row (lexeme or morpheme id) with the wrong and the right words whose analysis rests on it.

    ``examples`` are wrong words as (word, gold gloss, predicted gloss), at most five.
    """

    row: str
    wrong: int
    right: int
    examples: tuple[Confused, ...] = ()


@dataclass(frozen=True, slots=True)
class BasisScore:
    """How often words of one basis (confirmed, table, rule, guess, unknown) were glossed right."""

    basis: str
    right: int
    total: int

    @property
    def value(self) -> float:
        return self.right / self.total if self.total else 0.0


def blame_morphemes(words: Iterable[tuple[tuple[str, ...], bool, Confused]]) -> tuple[Blame, ...]:
    """Rank rows by the wrong words they took part in, then by their share of wrong words."""
    wrong: dict[str, list[Confused]] = defaultdict(list)
    right: dict[str, int] = defaultdict(int)
    for rows, is_right, confused in words:
        for row in dict.fromkeys(rows):
            if is_right:
                right[row] += 1
            else:
                wrong[row].append(confused)
    blames = [
        Blame(row, len(found), right[row], tuple(dict.fromkeys(found))[:EXAMPLES_SHOWN]) for row, found in wrong.items()
    ]
    return tuple(sorted(blames, key=lambda b: (-b.wrong, b.right, b.row)))


def score_bases(words: Iterable[tuple[str, bool]]) -> tuple[BasisScore, ...]:
    """Accuracy by basis; empty where the prediction doesn't tell its bases."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for basis, is_right in words:
        counts[basis][0] += is_right
        counts[basis][1] += 1
    return tuple(BasisScore(basis, *counts[basis]) for basis in sorted(counts) if basis)
