"""The best sentence: what each node suggests, weighed against how the words sound together.

Hill climbing from each node's own best choice: one node at a time is changed to another of its candidates while that
raises the score of the whole sentence. Deterministic, and a few hundred renderings a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hybrid.from_english.choose import Candidate, candidates
from hybrid.from_english.consensus import consensus
from hybrid.from_english.learn import Transfer
from hybrid.from_english.plan import Plan
from hybrid.from_english.render import Choice, Piece, Renderer
from hybrid.from_english.sequence import NAME

SEQUENCE_WEIGHT = 0.15
LENGTH_BONUS = 0.5
ROUNDS = 3
POOL = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A whole sentence with its score."""

    choices: Mapping[int, Choice]
    pieces: tuple[Piece, ...]
    score: float


def search(transfer: Transfer, renderer: Renderer, plan: Plan) -> Found:
    """The best choices for all nodes together."""
    return search_all(transfer, renderer, plan)[0]


def search_all(transfer: Transfer, renderer: Renderer, plan: Plan) -> list[Found]:
    """The best sentences, at most :data:`POOL`, all different, the best first."""
    ways = {node.index: candidates(transfer, plan, node) for node in plan.nodes}
    picked = {index: 0 for index in ways}
    best = _build(transfer, renderer, plan, ways, picked)
    tried = [best]
    for _ in range(ROUNDS):
        before = best.score
        for index, found in ways.items():
            for place in range(len(found)):
                if place == picked[index]:
                    continue
                trial = _build(transfer, renderer, plan, ways, {**picked, index: place})
                tried.append(trial)
                if trial.score > best.score + 1e-9:
                    best, picked = trial, {**picked, index: place}
        if best.score <= before:
            break
    return _agreed(renderer, tried)


def _agreed(renderer: Renderer, tried: Sequence[Found]) -> list[Found]:
    """The best sentences tried: first the one that the others agree with most, then the others by their score."""
    pool: dict[str, Found] = {}
    for found in sorted(tried, key=lambda found: -found.score):
        pool.setdefault(" ".join(renderer.write(found.pieces)), found)
        if len(pool) == POOL:
            break
    texts = list(pool)
    first = texts[consensus([(text, pool[text].score) for text in texts])]
    return [pool[first], *(found for text, found in pool.items() if text != first)]


def _build(
    transfer: Transfer,
    renderer: Renderer,
    plan: Plan,
    ways: Mapping[int, Sequence[Candidate]],
    picked: Mapping[int, int],
) -> Found:
    chosen = {index: ways[index][place] for index, place in picked.items()}
    choices = {index: c.choice for index, c in chosen.items() if c.choice is not None}
    pieces = renderer.pieces(plan, choices)
    tokens = sequence_tokens(pieces)
    local = sum(candidate.score for candidate in chosen.values())
    sound = SEQUENCE_WEIGHT * transfer.sequence.cohesion(tokens) + LENGTH_BONUS * len(tokens)
    return Found(choices, tuple(pieces), local + sound)


def sequence_tokens(pieces: Sequence[Piece]) -> list[str]:
    """The sentence as the sequence model counts it; names and unknown words are one kind of token."""
    return [
        NAME if i == 0 and piece.origin in ("name", "unknown", "number") else token
        for piece in pieces
        for i, token in enumerate(piece.tokens)
    ]
