"""The chooser of :mod:`morph.choose` for running text: the same scores, most of them kept from sentence to sentence.

What a word's candidates score by themselves is worked out once a form; what they score beside something in their
surroundings, once a form and thing; what two neighbours score together, once a pair of forms. All tables are bounded.
A sentence with a translation, whose hints are its own, goes the long way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import add

from morph.choice_features import (
    MAX_CANDIDATES,
    START,
    WINDOW,
    keys_of,
    own_features,
    stem_gloss,
    strange_beside,
    tag_sequence,
    varying,
)
from morph.choice_index import ChoiceIndex
from morph.choose import ContextChooser
from morph.igt import is_label
from morph.model import UNKNOWN_GLOSS, Analysis, GlossedWord, Morph

MAX_ROWS = 10_000
MAX_SCORES = 200_000
MAX_BLOCKS = 15_000
CHECK = 500
"""After so many sentences the scores kept are counted."""
MAX_ORDERS = 50
MAX_WORDS = 1000
_BESIDE = 2
_ALONE = 8.0
_AFTER_START, _BEFORE_END = f"after {START}", f"before {START}"

Vector = tuple[float, ...]
Block = tuple[Sequence[Vector], Sequence[Vector]]
"""The scores of two neighbours together: for each candidate of the left one, and for each of the right one."""
Look = tuple[str, str]
"""What a candidate shows to its neighbours: skeleton and stem."""
Members = dict[str, list[int]]
"""Keys of analyses with the numbers of the candidates that have them."""
Weights = Mapping[str, Mapping[str, float]]


def spread(size: int, *found: tuple[Mapping[str, float] | None, Members]) -> Vector | None:
    """The weights that candidates get for their keys, summed; None where that is nothing."""
    scores: list[float] | None = None
    for weights, members in found:
        if weights:
            common = weights.keys() & members.keys()
            if common:
                if scores is None:
                    scores = [0.0] * size
                # in order, so that sums come out the same every time
                for key in sorted(common) if len(common) > 1 else common:
                    weight = weights[key]
                    for number in members[key]:
                        scores[number] += weight
    return None if scores is None else tuple(scores)


class Vectors(dict[str, "Vector | None"]):
    """What the candidates of a row score beside a context, by its name; None where that is nothing. Made when asked
    for."""

    def __init__(self, size: int, contexts: Weights, near: Members, far: Members) -> None:
        super().__init__()
        self.size, self.contexts, self.near, self.far = size, contexts, near, far

    def __missing__(self, context: str) -> Vector | None:
        members = self.far if context.startswith("with ") else self.near
        found = self[context] = spread(self.size, (self.contexts.get(context), members))
        return found


class After(dict[str, "Vector | None"]):
    """What the candidates of a row score after a neighbour with a skeleton (``of_tags``) or a stem; None for
    nothing."""

    def __init__(self, looks: Sequence[Look], pairs: Weights, *, of_tags: bool) -> None:
        super().__init__()
        self.size, self.pairs, self.of_tags = len(looks), pairs, of_tags
        self.tags = _members((tags,) for tags, _ in looks)
        self.stems = _members((stem,) for _, stem in looks)
        self.firsts = _members((tags.partition("-")[0],) for tags, _ in looks)

    def __missing__(self, key: str) -> Vector | None:
        weights = self.pairs.get(key)
        if self.of_tags:
            last = self.pairs.get(key.rpartition("-")[2])
            found = spread(self.size, (weights, self.tags), (last, self.firsts), (last, self.stems))
        else:
            found = spread(self.size, (weights, self.stems), (weights, self.tags))
        self[key] = found
        return found


class Row:
    """The candidates of a form with all that doesn't change from sentence to sentence."""

    __slots__ = (
        "analyses", "size", "local", "glosses", "others", "looks", "zeros", "vectors", "far", "after_tags",
        "after_stem", "withs", "left", "right", "after", "before", "orders", "number", "basis",
        "besides",
    )  # fmt: skip

    def __init__(self, word: GlossedWord, index: ChoiceIndex, number: int) -> None:
        self.analyses = word.analyses
        self.number = number
        shown = word.analyses[:MAX_CANDIDATES] or (Analysis((Morph(word.form, UNKNOWN_GLOSS),), basis="unknown"),)
        self.size = len(shown)
        self.basis = shown[0].basis
        self.glosses = [analysis.gloss for analysis in shown]
        self.others: dict[str, list[int]] = {}
        self.looks: tuple[Look, ...] = tuple((tag_sequence(a), stem_gloss(a)) for a in shown)
        self.zeros: Vector = (0.0,) * self.size
        self.local: Vector = (0.0,)
        near: Members = {}
        if self.size > 1:
            self.local = tuple(
                sum(index.own(name) * value for name, value in row.items()) for row in own_features(word)
            )
            near = _members(varying([keys_of(a) for a in shown]))
        self.far = {key: members for key, members in near.items() if is_label(key)}
        self.vectors = Vectors(self.size, index.contexts, near, self.far)
        self.after_tags = After(self.looks, index.pairs, of_tags=True)
        self.after_stem = After(self.looks, index.pairs, of_tags=False)
        glosses = [m.gloss for m in word.analyses[0].morphs if m.gloss != UNKNOWN_GLOSS] if word.analyses else ()
        self.withs = tuple(f"with {gloss}" for gloss in glosses)
        self.besides = tuple(f"beside {gloss}" for gloss in glosses if not is_label(gloss))
        # as seen from the word on the other side
        self.left = tuple(f"near {gloss} left" for gloss in glosses)
        self.right = tuple(f"near {gloss} right" for gloss in glosses)
        form = word.form.casefold()
        self.after, self.before = f"after {form}", f"before {form}"
        self.orders: dict[tuple[int, ...], tuple[Analysis, ...]] = {}

    def ordered(self, order: tuple[int, ...]) -> tuple[Analysis, ...]:
        """All analyses with the candidates in this order; made once."""
        found = self.orders.get(order)
        if found is None:
            if len(self.orders) >= MAX_ORDERS:
                self.orders.clear()
            analyses = self.analyses
            found = self.orders[order] = (*(analyses[number] for number in order), *analyses[len(order) :])
        return found

    def rivals(self, gloss: str) -> list[int]:
        """The candidates with another gloss."""
        found = self.others.get(gloss)
        if found is None:
            found = self.others[gloss] = [number for number, own in enumerate(self.glosses) if own != gloss]
        return found

    def kept(self) -> int:
        """How many scores are kept."""
        return len(self.vectors) + len(self.after_tags) + len(self.after_stem)

    def forget(self) -> None:
        """Drop the scores kept."""
        for table in (self.vectors, self.after_tags, self.after_stem):
            table.clear()


def _members(rows: Iterable[Iterable[str]]) -> Members:
    members: Members = {}
    for number, keys in enumerate(rows):
        for key in keys:
            members.setdefault(key, []).append(number)
    return members


_FIRST: tuple[Look, ...] = ((START, START),)


class QuickChooser:
    """A :class:`morph.gloss.Chooser` over an index; ``careful`` makes the chooser for sentences with a translation."""

    def __init__(self, index: ChoiceIndex, careful: Callable[[], ContextChooser] | None = None) -> None:
        self.index = index
        self._make = careful
        self._careful: ContextChooser | None = None
        self._rows: dict[str, Row] = {}
        self._blocks: dict[tuple[int, int], Block | None] = {}
        self._count = 0
        self._sentences = 0

    def choose(self, words: Sequence[GlossedWord], translation: str = "") -> tuple[GlossedWord, ...]:
        """The same words with the best analysis first, chosen, and a calibrated confidence."""
        if translation and self._make is not None:
            if self._careful is None:
                self._careful = self._make()
            return self._careful.choose(words, translation)
        if len(words) > MAX_WORDS:  # a line that is no sentence, in pieces, so that memory stays bounded
            starts = range(0, len(words), MAX_WORDS)
            return tuple(word for at in starts for word in self.choose(words[at : at + MAX_WORDS]))
        if not words:
            return ()
        self._forget()
        rows = [self.row(word) for word in words]
        path, marginals = self.best(rows)
        strange = strange_beside([row.basis for row in rows])
        return tuple(map(self._chosen, words, rows, path, marginals, strange))

    def _chosen(
        self, word: GlossedWord, row: Row, index: int, marginal: Sequence[float], strange: float
    ) -> GlossedWord:
        margin, analyses = _ALONE, row.analyses
        rivals: list[int] = []
        if row.size > 1:
            order = sorted(range(row.size), key=[-score for score in marginal].__getitem__)
            if order[0] != index:
                order.remove(index)
                order.insert(0, index)
            analyses = row.ordered(tuple(order))
            rivals = row.rivals(row.glosses[index])
            if rivals:
                margin = marginal[index] - max([marginal[rival] for rival in rivals])
        elif not analyses:
            analyses = (Analysis((Morph(word.form, UNKNOWN_GLOSS),), basis="unknown"),)
        best = analyses[0]
        confidence = 0.0
        if all([m.gloss != UNKNOWN_GLOSS for m in best.morphs]):
            confidence = self.index.confidence(best.basis if rivals else f"{best.basis} alone", margin, strange)
        return GlossedWord(word.form, analyses, 0, word.before, word.after, confidence)

    # --- what is kept ----------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        """Keep the tables bounded, between two sentences."""
        self._sentences += 1
        if len(self._rows) >= MAX_ROWS:
            self._rows.clear()
        elif self._sentences % CHECK == 0 and sum(row.kept() for row in self._rows.values()) >= MAX_SCORES:
            for row in self._rows.values():
                row.forget()
        if len(self._blocks) >= MAX_BLOCKS:
            self._blocks.clear()

    def row(self, word: GlossedWord) -> Row:
        """The candidates of a word."""
        found = self._rows.get(word.form)
        if found is None or found.analyses is not word.analyses:
            self._count += 1
            found = self._rows[word.form] = Row(word, self.index, self._count)
        return found

    def block(self, left: Row | None, right: Row) -> Block | None:
        """What neighbours score together; None where that is nothing. No left one: the beginning of the sentence."""
        key = (0 if left is None else left.number, right.number)
        if key in self._blocks:
            return self._blocks[key]
        found = self._blocks[key] = _block(_FIRST if left is None else left.looks, right)
        return found

    # --- scoring ---------------------------------------------------------------------------------------------------

    def best(self, rows: Sequence[Row]) -> tuple[list[int], list[list[float]]]:
        """The best path through the candidates, and the score of the best path through each of them."""
        local = self.locals(rows)
        blocks: list[Block | None] = [self.block(None, rows[0]) if rows[0].size > 1 else None]
        blocks += [
            None if left.size == right.size == 1 else self.block(left, right)
            for left, right in zip(rows, rows[1:], strict=False)
        ]
        forward = _forward(local, blocks)
        backward = _backward(local, blocks)
        at = forward[-1].index(max(forward[-1]))
        path = [at]
        for scores, block in zip(forward[-2::-1], blocks[:0:-1], strict=True):
            if len(scores) == 1:
                at = 0
            else:
                reached = scores if block is None else list(map(add, scores, block[1][at]))
                at = reached.index(max(reached))
            path.append(at)
        path.reverse()
        return path, [list(map(add, f, b)) for f, b in zip(forward, backward, strict=True)]

    @staticmethod
    def locals(rows: Sequence[Row]) -> list[Sequence[float]]:
        """What each candidate scores by itself and by its surroundings, named as in :mod:`morph.choice_features`."""
        found: list[Sequence[float]] = []
        lefts, rights = [row.left for row in rows], [row.right for row in rows]
        withs, besides = [row.withs for row in rows], [row.besides for row in rows]
        last = len(rows) - 1
        for at, row in enumerate(rows):
            if row.size == 1:
                found.append(row.local)
                continue
            after = rows[at - 1].after if at else _AFTER_START
            before = rows[at + 1].before if at < last else _BEFORE_END
            begin, end = at + 1, at + 1 + _BESIDE
            first, final = max(0, at - WINDOW), begin + WINDOW
            stems = (*besides[first:at], *besides[begin:final])
            near = (*lefts[at - _BESIDE if at > _BESIDE else 0 : at], *rights[begin:end])
            far = (*withs[first:at], *withs[begin:final]) if row.far else ()
            # each name once, in order, so that sums come out the same every time
            contexts = dict.fromkeys(chain((after, before), *near, *stems, *far))
            scores = list(filter(None, map(row.vectors.__getitem__, contexts)))
            found.append(list(map(sum, zip(row.local, *scores, strict=True))) if scores else row.local)
        return found


def _block(lefts: Sequence[Look], right: Row) -> Block | None:
    of_tags, of_stem = right.after_tags, right.after_stem
    rows: list[Vector] = []
    something = False
    for tags, stem in lefts:
        one, other = of_tags[tags], of_stem[stem]
        if one is None and other is None:
            rows.append(right.zeros)
            continue
        something = True
        rows.append(tuple(map(add, one, other)) if one and other else one or other or right.zeros)
    return (rows, tuple(zip(*rows, strict=True))) if something else None


class LazyChooser:
    """A chooser that is made when the first sentence comes."""

    def __init__(self, make: Callable[[], QuickChooser]) -> None:
        self._make = make
        self._chooser: QuickChooser | None = None

    def choose(self, words: Sequence[GlossedWord], translation: str = "") -> tuple[GlossedWord, ...]:
        """See :meth:`QuickChooser.choose`."""
        if self._chooser is None:
            self._chooser = self._make()
        return self._chooser.choose(words, translation)


def _forward(local: Sequence[Sequence[float]], blocks: Sequence[Block | None]) -> list[list[float]]:
    """The score of the best path up to each candidate."""
    block = blocks[0]
    last = list(local[0]) if block is None else list(map(add, local[0], block[0][0]))
    rows = [last]
    for own, block in zip(local[1:], blocks[1:], strict=True):
        if block is None:
            top = max(last)
            last = [top + score for score in own]
        elif len(last) == 1:
            top = last[0]
            last = [top + pair + score for pair, score in zip(block[0][0], own, strict=True)]
        else:
            last = [max(map(add, last, column)) + score for column, score in zip(block[1], own, strict=True)]
        rows.append(last)
    return rows


def _backward(local: Sequence[Sequence[float]], blocks: Sequence[Block | None]) -> list[list[float]]:
    """The score of the best path after each candidate."""
    last = [0.0] * len(local[-1])
    rows = [last]
    for at in range(len(local) - 2, -1, -1):
        ahead = list(map(add, last, local[at + 1]))
        block = blocks[at + 1]
        if block is None:
            last = [max(ahead)] * len(local[at])
        elif len(ahead) == 1:
            top = ahead[0]
            last = [pair + top for pair in block[1][0]]
        else:
            last = [max(map(add, pairs, ahead)) for pairs in block[0]]
        rows.append(last)
    rows.reverse()
    return rows
