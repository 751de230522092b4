"""Slots: the places of an English sentence from left to right, each with its alternatives; and the search over them.

The search is a beam over the slots: an alternative costs what the dictionary, the project's counts and the model of
English say of it. It is deterministic; ties go to the alternative that stands first.

>>> slots = [Slot.word("the"), Slot((Alternative(("dog",), -0.1), Alternative(("hound",), -2.5)))]
>>> [found.words for found in search(slots, NgramModel(), Weights())]
[('the', 'dog'), ('the', 'hound')]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hybrid.into_english.lm import END, START, Context, NgramModel, model_words

BEAM = 24


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each judgement counts: the model of English, the alternatives' own weights, each word said."""

    model: float = 0.33
    own: float = 1.0
    word: float = 1.75
    tree: float = 1.0


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that may fill a slot, with their log-weight, origin, and the indices of the source words they render."""

    words: tuple[str, ...]
    weight: float = 0.0
    origin: str = "rule"
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """Alternatives for one place in the sentence."""

    alternatives: tuple[Alternative, ...]

    @classmethod
    def word(cls, text: str, origin: str = "rule", sources: tuple[int, ...] = ()) -> Slot:
        """A slot with one filling."""
        return cls((Alternative(tuple(text.split()), 0.0, origin, sources),))

    @classmethod
    def choice(cls, *options: tuple[str, float], origin: str = "rule", sources: tuple[int, ...] = ()) -> Slot:
        """A slot with several fillings, each with its log-weight."""
        return cls(tuple(Alternative(tuple(text.split()), weight, origin, sources) for text, weight in options))


@dataclass(frozen=True, slots=True)
class Found:
    """The best filling of all slots."""

    words: tuple[str, ...]
    chosen: tuple[Alternative, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _State:
    score: float
    context: Context
    order: tuple[int, ...]


def search(slots: Sequence[Slot], model: NgramModel, weights: Weights, count: int = 4) -> list[Found]:
    """The best ways to fill the slots, at most ``count``, best first."""
    states = [_State(0.0, (START, START), ())]
    for slot in slots:
        best: dict[Context, _State] = {}
        prepared = [
            (alternative, tuple(model_words(alternative.words, model.lower))) for alternative in slot.alternatives
        ]
        for state in states:
            for number, (alternative, tokens) in enumerate(prepared):
                score = state.score + weights.own * alternative.weight + weights.word * len(tokens)
                context = state.context
                for token in tokens:
                    score += weights.model * model.logprob(token, context)
                    context = (context[1], token)
                known = best.get(context)
                if known is None or score > known.score:
                    best[context] = _State(score, context, (*state.order, number))
        states = sorted(best.values(), key=lambda state: (-state.score, state.order))[:BEAM]
    finished = [(state.score + weights.model * model.logprob(END, state.context), state.order) for state in states]
    finished.sort(key=lambda item: (-item[0], item[1]))
    return [_found(slots, score, order) for score, order in finished[:count]]


def _found(slots: Sequence[Slot], score: float, order: tuple[int, ...]) -> Found:
    chosen = tuple(slot.alternatives[number] for slot, number in zip(slots, order, strict=True))
    return Found(tuple(word for alternative in chosen for word in alternative.words), chosen, score)
