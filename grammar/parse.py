"""Robust parsing of glossed sentences with the project's Lark grammar.

A sentence that the grammar covers gets its trees, best first; any other gets the fewest and best chunks that cover it,
under a root ``partial``. No sentence is an error.

>>> from morph.igt import glossed_word
>>> parser = Parser('''start: subj pred -> clause
... subj: N | N DEM
... pred: V
... N: "@noun"
... DEM: "PROX"
... V: "@verb"''')
>>> def igt(*glosses): return IGT("", "", tuple(glossed_word(g, g, g) for g in glosses))
>>> parser.parse(igt("dog", "PROX", "run")).best.bracketed()
'(clause (subj (N dog) (DEM PROX)) (pred (V run)))'
>>> parser.parse(igt("run", "PROX")).best.bracketed()
'(partial (pred (V run)) (x PROX))'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from grammar.chart import Bonus, Chart, ChartGrammar, Derivation, fill
from grammar.lark_io import Grammar, load_grammar
from grammar.tokens import UNKNOWN_CLASSES, Tokenizer, Unit, WordClasses
from grammar.tree import PARTIAL, UNPARSED, Node
from grammar.valency import object_wanted
from morph.model import IGT, UNKNOWN_GLOSS, Lexeme

MAX_UNITS = 48
"""Longer sentences are parsed in stretches of at most this many units, cut where a word has punctuation."""
_SIDE_BY_SIDE, _CONJUNCTION = "text", "CONJ"
_PHRASES = frozenset(("arg", "np", "nom", "possd", "subj", "obj", "obl", "poss"))
_OBJECT = "obj"
_OBJECT_OF_PROPERTY_COST = 3.0
_NO_PAUSE_COST = 1.0
_PAUSE_INSIDE_COST = 2.0
_CHUNK_COST = 25.0
_UNPARSED_COST = 40.0
_CLASS_COST = 1.5
_OTHER_CLASS_COST = 6.0
_OPEN = ("noun", "verb", "adj", "name")


@dataclass(frozen=True, slots=True)
class Parses:
    """The analysis of one sentence: ``trees`` best first (``()`` for no words at all), ``spanning`` whether they
    cover the sentence by the grammar, ``number`` how many spanning trees there are (the trees shown are the best of
    them), ``partials`` the chunks where none spans, ``units`` the leaves; ``relaxed`` where a tree was found only by
    taking nouns as verbs or the like."""

    trees: tuple[Node, ...]
    spanning: bool
    number: int
    partials: tuple[Node, ...]
    units: tuple[Unit, ...]
    relaxed: bool = False

    @property
    def best(self) -> Node:
        """The best tree; an empty ``partial`` for a sentence without words."""
        return self.trees[0] if self.trees else Node(PARTIAL, 0, 0)


class Parser:
    """A sentence grammar ready for use.

    ``lark_text`` is the text of ``syntax.lark``; ``lexemes`` give the word classes of stems whose analyses do not name
    one; ``learned`` (gloss → class) those that neither knows.
    """

    def __init__(
        self,
        lark_text: str,
        lexemes: Iterable[Lexeme] = (),
        *,
        learned: Mapping[str, str] | None = None,
        max_trees: int = 8,
        path: str = "syntax.lark",
    ) -> None:
        self.grammar = _load(lark_text, path)
        self.compiled = ChartGrammar.of(self.grammar)
        self._start = self.compiled.symbol(self.grammar.start)
        self._max_trees = max_trees
        self._tokenizer = Tokenizer(self.names_apart, WordClasses(lexemes, dict(learned or {})))

    def names_apart(self, descriptors: tuple[str, ...]) -> bool:
        """Whether a terminal of the grammar names a mark, which makes it a unit of its own."""
        return bool(self.grammar.terminals_of(descriptors))

    def units(self, igt: IGT) -> tuple[Unit, ...]:
        """The leaves that a sentence gives."""
        return self._tokenizer.units(igt)

    def parse(self, igt: IGT) -> Parses:
        """All that the grammar finds in one glossed sentence."""
        units = self.units(igt)
        if not units:
            return Parses((), False, 0, (), ())
        pauses = pauses_of(units, igt)
        stretches = list(_stretches(units, pauses))
        if len(stretches) == 1:
            return self._parse_stretch(units, pauses)
        parts = [
            self._parse_stretch(units[start:end], frozenset(p - start for p in pauses)) for start, end in stretches
        ]
        nodes = [
            _shift(node, start)
            for (start, _), part in zip(stretches, parts, strict=True)
            for node in (part.partials or part.trees[:1])
        ]
        root = Node(PARTIAL, 0, len(units), tuple(nodes), score=sum(node.score for node in nodes))
        return Parses((root,), False, 0, tuple(nodes), units)

    def bonus(self, units: Sequence[Unit], pauses: frozenset[int]) -> Bonus:
        """What no rule tells. Punctuation (``pauses`` as :func:`pauses_of` gives them): clauses side by side have a
        mark or a conjunction between them, and a phrase has none inside. Valency: words of property take no object.
        """
        conjunctions = frozenset(
            i for i, unit in enumerate(units) if self.compiled.ids.get(_CONJUNCTION, -1) in self.lexical(unit)
        )
        length = len(units)
        # Only property words ("the child is hot") take no object.
        object_cost = 0.0 if any(_may_act(unit) for unit in units) else _OBJECT_OF_PROPERTY_COST
        wanted = object_wanted(units)
        marks = frozenset(i for i, unit in enumerate(units) if self._marks_topic(unit))

        def bonus(name: str, i: int, j: int) -> float:
            if name == _SIDE_BY_SIDE:
                return 0.0 if j == length or j in pauses or j in conjunctions else -_NO_PAUSE_COST
            if name == _OBJECT and object_cost:
                return -object_cost
            if name == _OBJECT and j - 1 not in marks:  # once, not again for the phrase with its topic mark
                return wanted[min(j, length - 1)] - (_PAUSE_INSIDE_COST if any(i < p < j for p in pauses) else 0.0)
            if name in _PHRASES and any(i < pause < j for pause in pauses):
                return -_PAUSE_INSIDE_COST
            return 0.0

        return bonus

    def _marks_topic(self, unit: Unit) -> bool:
        return unit.bound and any(self.compiled.ids.get(name, -1) in self.lexical(unit) for name in ("TOP", "FOC"))

    def _parse_stretch(self, units: tuple[Unit, ...], pauses: frozenset[int]) -> Parses:
        bonus = self.bonus(units, pauses)
        chart = fill(self.compiled, [self.lexical(unit) for unit in units], bonus)
        eased = False
        if self._start not in chart.cells[0, len(units)]:
            # Glosses tell word classes badly: once more with nouns as verbs and verbs as nouns, at a cost.
            relaxed = fill(self.compiled, [self.lexical(unit, relaxed=True) for unit in units], bonus)
            eased = self._start in relaxed.cells[0, len(units)]
            chart = relaxed if eased else chart
        if self._start in chart.cells[0, len(units)]:
            derivations = chart.ranked(self._start, 0, len(units), self._max_trees)
            trees = tuple(self._tree(derivation, units) for derivation in derivations)
            return Parses(trees, True, chart.count(self._start, 0, len(units)), (), units, eased)
        chunks = self._cover(chart, units)
        root = Node(PARTIAL, 0, len(units), chunks, score=sum(chunk.score for chunk in chunks))
        return Parses((root,), False, 0, chunks, units)

    def lexical(self, unit: Unit, *, relaxed: bool = False) -> dict[int, float]:
        """The terminals of a unit: those that name its gloss, else those of its classes, the later ones at a cost.

        ``relaxed`` lets every stem of an open class be any other.
        """
        named = self.grammar.terminals_of(unit.descriptors if unit.bound else unit.descriptors[:1])
        found = {self.compiled.symbol(name): 0.0 for name in named}
        if not found and not unit.bound:
            cost = 0.0 if unit.gloss == UNKNOWN_GLOSS else _CLASS_COST  # of an unknown word no class comes first
            for rank, descriptor in enumerate(unit.descriptors[1:]):
                for name in self.grammar.terminals_of((descriptor,)):
                    found.setdefault(self.compiled.symbol(name), -cost * rank)
        if relaxed and not unit.bound and any(name in _OPEN for name in unit.classes):
            for word_class in _OPEN:
                for name in self.grammar.terminals_of((f"@{word_class}",)):
                    found.setdefault(self.compiled.symbol(name), -_OTHER_CLASS_COST)
        return found

    def _cover(self, chart: Chart, units: tuple[Unit, ...]) -> tuple[Node, ...]:
        """The cheapest row of chunks over all units: few chunks, probable ones, none left out."""
        names = self.compiled.names
        best: list[tuple[float, tuple[int, int, int] | None]] = [(0.0, None)]
        for j in range(1, chart.length + 1):
            options: list[tuple[float, tuple[int, int, int] | None]] = []
            options.append((best[j - 1][0] - _UNPARSED_COST, (-1, j - 1, j)))
            for i in range(j):
                for symbol, score in chart.best[i, j].items():
                    if names[symbol][0].islower() and " " not in names[symbol]:
                        options.append((best[i][0] - _CHUNK_COST + score, (symbol, i, j)))
            best.append(max(options, key=lambda option: option[0]))
        chunks: list[Node] = []
        step = best[-1][1]
        while step is not None:
            symbol, i, j = step
            if symbol < 0:
                chunks.append(Node(UNPARSED, i, j, unit=units[i]))
            else:
                chunks.append(self._tree(chart.ranked(symbol, i, j, 1)[0], units))
            step = best[i][1]
        return tuple(reversed(chunks))

    def _tree(self, derivation: Derivation, units: tuple[Unit, ...]) -> Node:
        nodes = self._nodes(derivation, units)
        if len(nodes) == 1:
            return nodes[0]
        return Node(self.compiled.names[derivation.symbol], derivation.start, derivation.end, tuple(nodes))

    def _nodes(self, derivation: Derivation, units: tuple[Unit, ...]) -> list[Node]:
        """The nodes that a derivation leaves: none of its own for prefixes, inline and collapsing rules."""
        start, end = derivation.start, derivation.end
        if not derivation.parts:
            name = self.compiled.names[derivation.symbol]
            return [Node(name, start, end, unit=units[start], score=derivation.score)]
        children = [node for part in derivation.parts for node in self._nodes(part, units)]
        rule = self.compiled.rules[derivation.rule] if derivation.rule >= 0 else None
        if rule is None or rule.inline or (rule.collapse and len(children) == 1):
            return children
        return [Node(rule.label, start, end, tuple(children), rule=str(rule), score=derivation.score)]


@lru_cache(maxsize=8)
def _load(text: str, path: str) -> Grammar:
    return load_grammar(text, path=path)


def _may_act(unit: Unit) -> bool:
    """Whether a unit is a verb other than one of property, whose gloss is an English adjective, or may well be one."""
    return unit.classes[:1] == ("verb",) or unit.classes == UNKNOWN_CLASSES


def pauses_of(units: Sequence[Unit], igt: IGT) -> frozenset[int]:
    """The places between units (2 = before the third) where the text has punctuation."""
    return frozenset(
        i
        for i in range(1, len(units))
        if units[i].word != units[i - 1].word
        and (
            units[i].word > units[i - 1].word + 1  # a sign stands between them
            or igt.words[units[i - 1].word].after.strip()
            or igt.words[units[i].word].before.strip()
        )
    )


def _stretches(units: Sequence[Unit], pauses: frozenset[int]) -> Iterable[tuple[int, int]]:
    """Cut a long sentence where it has punctuation, else where the room ends."""
    start = 0
    while len(units) - start > MAX_UNITS:
        ends = [pause for pause in pauses if start < pause <= start + MAX_UNITS]
        end = max(ends, default=start + MAX_UNITS)
        yield start, end
        start = end
    yield start, len(units)


def _shift(node: Node, by: int) -> Node:
    children = tuple(_shift(child, by) for child in node.children)
    return Node(node.label, node.start + by, node.end + by, children, node.unit, node.rule, node.score)
