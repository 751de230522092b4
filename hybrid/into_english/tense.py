"""In which tense and aspect a verb is told: from its labels, and from how the translations tell such verbs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from grammar.tokens import Unit
from hybrid.into_english.lexical import key_of
from hybrid.into_english.verbs import PAST_PATTERNS
from hybrid.into_english.words import Words

_PRIOR = {"present": 2.0, "past": 2.0, "progressive": 1.0, "perfect": 0.5}
# Patterns that need no label: others ("want to", "must") say something that a label or a word has to mean.
_PLAIN = frozenset(("present", "past", "progressive", "past progressive", "perfect", "imperative"))
_OF_ADJECTIVES = frozenset(("present", "past", "perfect", "will"))
_BASE_WEIGHT, _LABEL_WEIGHT, _VERB_WEIGHT = 6.0, 10.0, 4.0
_MEANING_WEIGHT, _TRUST = 12.0, 25.0


def patterns(words: Words, verb: Unit, marks: Iterable[Unit], *, past: bool) -> dict[str, float]:
    """The patterns (``past``, ``progressive``, ``want to`` …) for a verb with their log-weights, those told in the
    other tense left out. ``marks`` are the labels of mood, aspect and negation in its clause."""
    labels = tuple(sorted({mark.gloss for mark in marks}))
    weights = _counted(words, verb, labels)
    for label in labels:
        _favour(words, label, weights)
    if not any(is_command(words, label) for label in labels):
        weights["imperative"] = weights.get("imperative", 0.0) * 0.1
    if verb.classes[:1] == ("adj",):
        weights = {name: weight for name, weight in weights.items() if name in _OF_ADJECTIVES}
    total = sum(weights.values())
    kept = {n: math.log(w / total) for n, w in weights.items() if w > 0 and (n in PAST_PATTERNS) == past}
    return kept or {"past" if past else "present": 0.0}


def is_command(words: Words, label: str) -> bool:
    """Whether a label makes a command or forbids."""
    options = words.transfer.of_label(label).options
    return "imperative" in options or "prohibitive" in options


def _counted(words: Words, verb: Unit, labels: tuple[str, ...]) -> dict[str, float]:
    """What the translations say: of all verbs, of each label, of these labels together, of this verb."""
    tenses = words.learned.tenses
    weights = dict(_PRIOR)

    def add(counts: Counter[str], scale: float, only: Iterable[str] | None = None) -> None:
        for pattern, count in counts.items():
            if only is None or pattern in only:
                weights[pattern] = weights.get(pattern, 0.0) + scale * count

    plain = tenses.get((), Counter())
    add(plain, _BASE_WEIGHT / max(plain.total(), 1), _PLAIN)
    for label in labels:
        counts = tenses.get((label,), Counter())
        add(counts, _LABEL_WEIGHT / (counts.total() + 3))
    if labels:
        add(tenses.get(labels, Counter()), 1.0)
    own = words.learned.verb_tenses.get(key_of(verb), Counter())
    add(own, _VERB_WEIGHT / (own.total() + 2), _PLAIN)
    return weights


def _favour(words: Words, label: str, weights: dict[str, float]) -> None:
    """Lift the patterns that a label means, and the less so the more the translations have to say about it."""
    rendering = words.transfer.of_label(label)
    if rendering.kind not in ("mood", "verb"):
        return
    trust = _TRUST / (_TRUST + words.learned.tenses.get((label,), Counter()).total())
    for pattern in weights:
        if pattern not in rendering.options:
            weights[pattern] *= 1.0 - 0.97 * trust
    for i, pattern in enumerate(rendering.options):
        weights[pattern] = weights.get(pattern, 0.0) + _MEANING_WEIGHT * 0.5**i * trust
