"""Which English word goes with which stem or label: IBM model 1 over a project's sentence pairs.

The model (Brown et al. 1993) starts from what the glosses and the dictionary say: an English word that a stem's gloss
or senses name is many times likelier than others. So few sentences suffice, and the sentences correct the dictionary.

>>> pairs = [Pair(("bal|dog", "IAM"), (("dog",), ("bark",))), Pair(("bal|dog",), (("dog",),))]
>>> links = align(pairs, {"bal|dog": {"dog"}})
>>> links[0]
(0, 1)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_BOOST = 30.0
_NULL = ""
_NULL_SHARE = 0.15
_ROUNDS = 6
_GRAMMATICAL = frozenset(("be", "the", "do"))
"""English words that go with nothing unless a gloss names them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence as keys of its stems and labels, and its translation as the possible lemmas of each word."""

    keys: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]


def align(pairs: Sequence[Pair], named: Mapping[str, set[str]]) -> list[tuple[int | None, ...]]:
    """For each word of each translation the index of the key it goes with, None where it goes with nothing.

    ``named`` gives the lemmas that a key's gloss and senses name.
    """
    table = _estimate(pairs, named)
    return [tuple(_best(pair, i, table, named) for i in range(len(pair.words))) for pair in pairs]


def _lemma(word: tuple[str, ...], keys: Sequence[str], named: Mapping[str, set[str]]) -> str:
    """The lemma by which a word counts: one that a key of the sentence names, else the first."""
    return next((lemma for lemma in word for key in keys if lemma in named.get(key, ())), word[0])


def _estimate(pairs: Sequence[Pair], named: Mapping[str, set[str]]) -> dict[tuple[str, str], float]:
    sentences = [(pair.keys, [_lemma(word, pair.keys, named) for word in pair.words]) for pair in pairs]
    table: dict[tuple[str, str], float] = {}
    for keys, lemmas in sentences:
        for lemma in lemmas:
            for key in keys:
                table[key, lemma] = _BOOST if lemma in named.get(key, ()) else 1.0
            table[_NULL, lemma] = 1.0
    _normalize(table)
    for _ in range(_ROUNDS):
        counts: dict[tuple[str, str], float] = defaultdict(float)
        for keys, lemmas in sentences:
            for lemma in lemmas:
                shares = _shares(_open_keys(keys, lemma, named), lemma, table)
                total = sum(shares.values())
                for key, share in shares.items():
                    counts[key, lemma] += share / total
        for key, lemma in counts:  # what the dictionary says stays likelier than chance company
            counts[key, lemma] += 0.5 if lemma in named.get(key, ()) else 0.01
        table = dict(counts)
        _normalize(table)
    return table


def _open_keys(keys: Sequence[str], lemma: str, named: Mapping[str, set[str]]) -> Sequence[str]:
    """The keys that a word may go with."""
    return [key for key in keys if lemma in named.get(key, ())] if lemma in _GRAMMATICAL else keys


def _shares(keys: Sequence[str], lemma: str, table: Mapping[tuple[str, str], float]) -> dict[str, float]:
    share = (1.0 - _NULL_SHARE) / max(len(keys), 1)
    shares = {key: share * table.get((key, lemma), 1e-9) for key in keys}
    shares[_NULL] = _NULL_SHARE * table.get((_NULL, lemma), 1e-9)
    return shares


def _normalize(table: dict[tuple[str, str], float]) -> None:
    totals: dict[str, float] = defaultdict(float)
    for (key, _), value in table.items():
        totals[key] += value
    for key, lemma in table:
        table[key, lemma] /= totals[key]


def _best(pair: Pair, place: int, table: Mapping[tuple[str, str], float], named: Mapping[str, set[str]]) -> int | None:
    lemma = _lemma(pair.words[place], pair.keys, named)
    shares = _shares(_open_keys(pair.keys, lemma, named), lemma, table)
    best = max(shares, key=lambda key: (shares[key], key))
    if best == _NULL:
        return None
    # Of several equal keys the one whose place in the sentence is nearest to the word's.
    wanted = place / max(len(pair.words) - 1, 1) * max(len(pair.keys) - 1, 1)
    return min((i for i, key in enumerate(pair.keys) if key == best), key=lambda i: abs(i - wanted))
