"""Choosing what each node of a plan becomes: said or not, with which stems, in which template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import cast

from hybrid.from_english.learn import SAID, Transfer, fitting, template_features, word_type
from hybrid.from_english.observe import Template
from hybrid.from_english.plan import Node, Plan
from hybrid.from_english.render import Choice
from hybrid.from_english.tree import features
from morph.model import Lexeme, Morph

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "NUM", "PROPN"})
PRIOR_COUNT = 2.0
CONTENT_FLOOR = 0.25


@dataclass(frozen=True, slots=True)
class Option:
    """A way to say a node: stem keys, where they come from and how probable that is."""

    stems: tuple[str, ...]
    origin: str
    probability: float


def is_said(transfer: Transfer, plan: Plan, node: Node, options: Sequence[Option]) -> bool:
    """Whether a node gets words of its own; a content word is left out only on good evidence."""
    if node.is_name or node.pos == "NUM":
        return True
    share = transfer.saying.probability(features(plan, node), SAID)
    if node.pos in CONTENT:
        seen = sum(transfer.phrases.get(word_type(node), {}).values())
        return share > (CONTENT_FLOOR if seen or options else 0.02)
    return share > 0.5 and bool(options)


def options(transfer: Transfer, node: Node, count: int = 6) -> list[Option]:
    """Ways to say a node, the most probable first: seen in sentences, in the lexicon, or both."""
    name = word_type(node)
    seen: Counter[tuple[str, ...]] = transfer.phrases.get(name, Counter())
    total = sum(seen.values())
    lexemes = fitting(node, transfer.index)
    fits = {stem: fit for stem, (fit, _) in lexemes.items()}
    for stem, fit in transfer.prior.get(name, {}).items():
        if stem in transfer.cores:
            fits.setdefault(stem, fit)
    weight = {stem: fit * (0.3 + log(1 + transfer.frequency[stem])) for stem, fit in fits.items()}
    mass = sum(w**2 for w in weight.values()) or 1.0
    scores: dict[tuple[str, ...], float] = {stems: float(n) for stems, n in seen.items()}
    for stem, value in weight.items():
        scores[stem,] = scores.get((stem,), 0.0) + PRIOR_COUNT * value**2 / mass
    if node.is_name:
        folded = node.text.casefold()
        scores[folded,] = scores.get((folded,), 0.0) + (0.5 if total else 1.0)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:count]
    norm = sum(scores.values()) or 1.0
    return [Option(stems, _origin(node, stems, lexemes), value / norm) for stems, value in ranked]


def _origin(node: Node, stems: tuple[str, ...], lexemes: Mapping[str, tuple[float, Lexeme]]) -> str:
    """Where a way to say a node comes from: a name copied, a row of the lexicon, or the sentence pairs."""
    if node.is_name and stems == (node.text.casefold(),):
        return "name"
    return f"lexicon:{lexemes[stems[0]][1].id}" if stems[0] in lexemes else "pairs"


def choose(transfer: Transfer, plan: Plan) -> dict[int, Choice]:
    """The best choice for each node that is said."""
    chosen = {}
    for node in plan.nodes:
        ways = options(transfer, node)
        if is_said(transfer, plan, node, ways):
            chosen[node.index] = _choice(transfer, plan, node, ways)
    return chosen


def _choice(transfer: Transfer, plan: Plan, node: Node, ways: Sequence[Option]) -> Choice:
    way = ways[0] if ways else Option((node.text,), "number" if node.pos == "NUM" else "unknown", 0.0)
    template, probability = transfer.templates.best(template_features(plan, node, way.stems[-1]), 1)[0]
    cores = tuple(_core(transfer, node, stem, way.origin) for stem in way.stems)
    return Choice(cores, cast(Template, template), way.origin, way.probability * probability)


def _core(transfer: Transfer, node: Node, stem: str, origin: str) -> tuple[Morph, ...]:
    if origin in ("name", "unknown", "number"):
        return (Morph(node.text, node.text),)
    return transfer.cores.get(stem) or (Morph(stem, node.lemma),)
