"""Ways to say a node of the plan: with which stems, in which template, or not at all, each with its probability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from hybrid.from_english.learn import SAID, Transfer, fitting, template_features, word_type
from hybrid.from_english.plan import Node, Plan
from hybrid.from_english.render import Choice
from hybrid.from_english.templates import best_templates
from hybrid.from_english.tree import features
from morph.model import Lexeme, Morph

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "NUM", "PROPN"})
PRIOR_COUNT = 2.0
SUPPORT = 0.25
NAME_COUNT = 1.0
CONTENT_FLOOR = 0.5
WORDS, TEMPLATES = 5, 5
WORD_WEIGHT, TEMPLATE_WEIGHT, SAID_WEIGHT = 1.0, 0.7, 1.0
TINY = 1e-4


@dataclass(frozen=True, slots=True)
class Option:
    """A way to say a node: stem keys, where they come from and how probable that is."""

    stems: tuple[str, ...]
    origin: str
    probability: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A choice for a node (None: it is left out) with the log-score that the node alone gives it."""

    choice: Choice | None
    score: float


def candidates(transfer: Transfer, plan: Plan, node: Node) -> list[Candidate]:
    """All choices for a node worth a try, the best first."""
    ways = options(transfer, plan, node)
    said = _said(transfer, plan, node, bool(ways))
    found = [Candidate(None, SAID_WEIGHT * log(max(1.0 - said, TINY)))] if said < 1.0 else []
    if said > 0.0:
        unknown = Option((node.text,), "number" if node.pos == "NUM" else "unknown", 1.0)
        for way in ways or [unknown]:
            base = SAID_WEIGHT * log(max(said, TINY)) + WORD_WEIGHT * log(max(way.probability, TINY))
            found_features = template_features(plan, node, way.stems[-1])
            for template, chance in best_templates(transfer.templates, transfer.slots, found_features, TEMPLATES):
                cores = tuple(_core(transfer, node, stem, way.origin) for stem in way.stems)
                confidence = 0.0 if way is unknown else way.probability * chance
                choice = Choice(way.stems, cores, template, way.origin, confidence)
                found.append(Candidate(choice, base + TEMPLATE_WEIGHT * log(max(chance, TINY))))
    return sorted(found, key=lambda candidate: -candidate.score)


def _said(transfer: Transfer, plan: Plan, node: Node, has_options: bool) -> float:
    """The probability that a node gets words of its own; a content word is left out only on good evidence."""
    if node.is_name or node.pos == "NUM":
        return 1.0
    share = transfer.saying.probability(features(plan, node), SAID)
    if node.pos not in CONTENT:
        return share if has_options else 0.0
    if not has_options:
        # never seen: it must be carried over; often seen and never said: the language does without it
        return share if transfer.english[word_type(node)] > 1 else 1.0
    return share + (1 - share) * CONTENT_FLOOR


def options(transfer: Transfer, plan: Plan, node: Node) -> list[Option]:
    """Ways to say a node, the most probable first: seen in sentences, in the lexicon, or both."""
    name = word_type(node)
    seen: Counter[tuple[str, ...]] = transfer.phrases.get(name, Counter())
    lexemes = fitting(node, transfer.index)
    fits = {stem: fit for stem, (fit, _) in lexemes.items()}
    for stem, fit in transfer.prior.get(name, {}).items():
        if stem in transfer.cores:
            fits.setdefault(stem, fit)
    borne_out = transfer.support.get(name, {})
    weight = {stem: fit * (0.3 + log(1 + transfer.frequency[stem])) for stem, fit in fits.items()}
    mass = sum(w**2 for w in weight.values()) or 1.0
    weight = {stem: value * borne_out.get(stem, 1.0) ** SUPPORT for stem, value in weight.items()}
    scores: dict[tuple[str, ...], float] = {stems: float(n) for stems, n in seen.items()}
    for stem, value in weight.items():
        scores[stem,] = scores.get((stem,), 0.0) + PRIOR_COUNT * value**2 / mass
    if node.is_name:
        folded = node.text.casefold()
        scores[folded,] = scores.get((folded,), 0.0) + NAME_COUNT
    for stems in scores:
        scores[stems] *= transfer.context.lift(plan, node, stems)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:WORDS]
    norm = sum(scores.values()) or 1.0
    return [Option(stems, _origin(node, stems, lexemes), value / norm) for stems, value in ranked]


def _origin(node: Node, stems: tuple[str, ...], lexemes: Mapping[str, tuple[float, Lexeme]]) -> str:
    """Where a way to say a node comes from: a name copied, a row of the lexicon, or the sentence pairs."""
    if node.is_name and stems == (node.text.casefold(),):
        return "name"
    return f"lexicon:{lexemes[stems[0]][1].id}" if stems[0] in lexemes else "pairs"


def _core(transfer: Transfer, node: Node, stem: str, origin: str) -> tuple[Morph, ...]:
    if origin in ("name", "unknown", "number"):
        return (Morph(node.text, node.text),)
    return transfer.cores.get(stem) or (Morph(stem, node.lemma),)
