"""Which of the candidate rules the examples use: expectation maximization over their parse forests.

Every example is parsed with all candidates at once; the inside-outside algorithm (Lari & Young 1990) then shares one
count per example among its trees, by the weights so far, and the shares become the next weights. A last pass counts
each example's best tree only, so that a count is a number of places in the book that one can look up.

A free translation helps where the language marks neither subject nor object: English puts the subject before its
verb, so a phrase whose gloss comes after the verb's in the translation is a poor subject (:func:`role_hints`).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grammar.chart import PREFIX, TERMINAL, Bonus, Chart, ChartGrammar, Derivation, fill
from grammar.labels import is_person
from grammar.tokens import Unit

_SUBJECT_PRONOUNS = {"i", "he", "she", "we", "they"}
_OBJECT_PRONOUNS = {"me", "him", "us", "them"}
_COPULA = re.compile(r"\b(?:is|are|was|were|be|been|am|has|have|had|there)\b|\w['’](?:s|re|m)\b", re.IGNORECASE)
_HINT_COST = 3.0
_MAX_EDGES = 60000


@dataclass(frozen=True, slots=True)
class Forest:
    """All trees of one example, packed: ``nodes[i]`` lists the edges (rule, children) that make node *i*, children
    before parents, the root last; ``factors[i]`` is the probability of what no rule decides (terminals, hints)."""

    nodes: tuple[tuple[tuple[int, tuple[int, ...]], ...], ...]
    factors: tuple[float, ...]


def role_hints(units: Sequence[Unit], translation: str) -> tuple[int, ...]:
    """For each unit 1 where the translation makes it a subject, -1 an object, 0 where it does not tell.

    >>> glosses = [("dog", "noun"), ("bite", "verb"), ("fish", "noun")]
    >>> units = [Unit(i, gloss, gloss, (), (name,)) for i, (gloss, name) in enumerate(glosses)]
    >>> role_hints(units, "The dogs bite the fish.")
    (1, 0, -1)
    """
    words = re.findall(r"[a-z']+", translation.casefold())
    places: dict[str, int] = {}
    for place, word in enumerate(words):
        places.setdefault(_crude_stem(word), place)
    verbs = [
        places[_crude_stem(_head_word(unit))]
        for unit in units
        if unit.classes[:1] == ("verb",) and _crude_stem(_head_word(unit)) in places
    ]
    return tuple(_hint(unit, places, set(words), verbs) for unit in units)


def _hint(unit: Unit, places: dict[str, int], words: set[str], verbs: list[int]) -> int:
    if is_person(unit.gloss):
        subject, objective = words & _SUBJECT_PRONOUNS, words & _OBJECT_PRONOUNS
        return 1 if subject and not objective else -1 if objective and not subject else 0
    place = places.get(_crude_stem(_head_word(unit)))
    if place is None or not verbs or unit.classes[:1] not in (("noun",), ("name",)):
        return 0
    return 1 if place < min(verbs) else -1 if place > max(verbs) else 0


_PRONOUNS = {
    "1": frozenset(["i", "me", "my", "mine", "we", "us", "our", "ours", "i'm", "i've", "i'll", "we're", "let's"]),
    "2": frozenset(["you", "your", "yours", "you're"]),
    "3": frozenset(
        [
            "he",
            "him",
            "his",
            "she",
            "her",
            "hers",
            "it",
            "its",
            "they",
            "them",
            "their",
            "theirs",
            "he's",
            "she's",
            "it's",
            "they're",
        ]
    ),
}


def unsaid_pronouns(units: Sequence[Unit], translation: str) -> frozenset[int]:
    """The personal pronouns for which the translation has none: they take up a phrase ("the dog, it") or agree."""
    words = set(re.findall(r"[a-z']+", translation.casefold().replace("’", "'")))
    return frozenset(
        i
        for i, unit in enumerate(units)
        if words and not unit.bound and is_person(unit.gloss) and not words & _PRONOUNS.get(unit.gloss[:1], words)
    )


def _head_word(unit: Unit) -> str:
    return re.split(r"[._\s]", unit.gloss.casefold())[0]


def _crude_stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word.removesuffix("e") if len(word) > 3 else word


def translation_bonus(units: Sequence[Unit], translation: str, base: Bonus) -> Bonus:
    """Preferences over spans that a free translation gives, beside those of ``base``: a subject should not be what
    English makes an object, nor the reverse; without a form of "be" in it no noun phrase is the predicate, with one
    the sentence is no fragment; a pronoun that it leaves out is no argument by itself."""
    hints, unsaid = role_hints(units, translation), unsaid_pronouns(units, translation)
    copula = bool(_COPULA.search(translation))
    avoided = () if not translation else ("fragment",) if copula else ("nompred",)

    def bonus(name: str, i: int, j: int) -> float:
        cost = base(name, i, j)
        if name in avoided:
            cost -= _HINT_COST
        if name == "arg" and j == i + 1 and i in unsaid:
            cost -= _HINT_COST
        if name == "subj" and -1 in hints[i:j] or name == "obj" and 1 in hints[i:j]:
            cost -= _HINT_COST
        return cost

    return bonus


def pack(chart: Chart, start: int, bonus: Bonus) -> Forest | None:
    """The forest under the start symbol; None where nothing spans the example or its trees are too many."""
    if start not in chart.cells[0, chart.length] or sum(map(len, _all_edges(chart))) > _MAX_EDGES:
        return None
    numbers: dict[tuple[int, int, int], int] = {}
    nodes: list[tuple[tuple[int, tuple[int, ...]], ...]] = []
    factors: list[float] = []

    def visit(symbol: int, i: int, j: int) -> int:
        key = (symbol, i, j)
        if key in numbers:
            return numbers[key]
        made: list[tuple[int, tuple[int, ...]]] = []
        factor = bonus(chart.grammar.names[symbol], i, j)
        for edge in chart.cells[i, j][symbol]:
            if edge[0] == TERMINAL:
                factor += chart.lexical[i][symbol]
                made.append((TERMINAL, ()))
            elif len(edge) == 2:
                made.append((edge[0], (visit(edge[1], i, j),)))
            else:
                made.append((edge[0], (visit(edge[2], i, edge[1]), visit(edge[3], edge[1], j))))
        numbers[key] = len(nodes)
        nodes.append(tuple(made))
        factors.append(math.exp(factor))
        return numbers[key]

    visit(start, 0, chart.length)
    return Forest(tuple(nodes), tuple(factors))


def _all_edges(chart: Chart) -> list[list[tuple[int, ...]]]:
    return [edges for cell in chart.cells.values() for edges in cell.values()]


def expected_counts(forest: Forest, weights: Sequence[float]) -> dict[int, float]:
    """How often each rule is used in an example, on average over its trees under these probabilities."""
    inside = [0.0] * len(forest.nodes)
    for number, edges in enumerate(forest.nodes):
        total = 0.0
        for rule, children in edges:
            value = weights[rule] if rule >= 0 else 1.0
            for child in children:
                value *= inside[child]
            total += value
        inside[number] = total * forest.factors[number]
    counts: dict[int, float] = defaultdict(float)
    if inside[-1] <= 0.0:
        return counts
    outside = [0.0] * len(forest.nodes)
    outside[-1] = 1.0
    for number in range(len(forest.nodes) - 1, -1, -1):
        reach = outside[number] * forest.factors[number]
        if reach <= 0.0:
            continue
        for rule, children in forest.nodes[number]:
            share = reach * (weights[rule] if rule >= 0 else 1.0)
            for child in children:
                share *= inside[child]
            if rule >= 0:
                counts[rule] += share / inside[-1]
            for child in children:
                if inside[child] > 0.0:
                    outside[child] += share / inside[child]
    return counts


def reestimate(
    grammar: ChartGrammar,
    forests: Sequence[Forest],
    rounds: int,
    prior: Callable[[int], float] = lambda index: 0.1,
) -> None:
    """Fit the weights of a chart grammar to the forests, in place; ``prior(i)`` is added to the count of rule *i*."""
    for _ in range(rounds):
        weights = [math.exp(weight) for weight in grammar.weights]
        totals: Counter[int] = Counter()
        for forest in forests:
            totals.update(expected_counts(forest, weights))
        set_weights(grammar, lambda index, totals=totals: totals[index] + prior(index))  # type: ignore[misc]


def set_weights(grammar: ChartGrammar, count: Callable[[int], float]) -> None:
    """Make counts of rules into log-probabilities, in place."""
    sums: dict[str, float] = defaultdict(float)
    for index, rule in enumerate(grammar.rules):
        sums[rule.origin] += count(index)
    for index, rule in enumerate(grammar.rules):
        grammar.weights[index] = math.log(max(count(index), 1e-6) / max(sums[rule.origin], 1e-6))


def used_rules(derivation: Derivation) -> list[int]:
    """The rules of one tree, each as often as it is used."""
    own = [derivation.rule] if derivation.rule not in (PREFIX, TERMINAL) else []
    return own + [rule for part in derivation.parts for rule in used_rules(part)]


def adapt(
    grammar: ChartGrammar, start: str, samples: Sequence[tuple[list[dict[int, float]], Bonus]], rounds: int = 2
) -> int:
    """Add what further sentences show to the counts of a grammar file, in place; how many sentences had a tree.

    A sample is the terminals of a sentence's units and its :func:`translation_bonus`.
    """
    symbol = grammar.symbol(start)
    forests = [pack(fill(grammar, lexical, bonus), symbol, bonus) for lexical, bonus in samples if lexical]
    found = [forest for forest in forests if forest]
    reestimate(grammar, found, rounds, lambda index: grammar.rules[index].count)
    return len(found)
