"""Training examples as numbers: prompt and English as tokens, in batches of like length."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

IGNORED = -100
_LONGEST = 192
_STEP = 16
"""Widths are multiples of this: each new shape of a matrix costs the library a kernel made anew."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The tokens of a prompt and of what should follow it (with its end token)."""

    prompt: tuple[int, ...]
    target: tuple[int, ...]

    @property
    def length(self) -> int:
        return len(self.prompt) + len(self.target)


def sample(tokenizer: Any, seq2seq: bool, prompt: str, english: str) -> Sample:
    """Tokenize one example; a prompt that is too long loses its beginning, an English that is too long its end."""
    before = tokenizer(prompt, add_special_tokens=seq2seq).input_ids[-_LONGEST:]
    after = tokenizer(english if seq2seq else f" {english}", add_special_tokens=False).input_ids[:_LONGEST]
    return Sample(tuple(before), (*after, tokenizer.eos_token_id))


def batches(samples: Sequence[Sample], size: int, seed: int) -> list[list[int]]:
    """The indices of the samples in batches of at most ``size`` of like length, shuffled under ``seed``."""
    rng = random.Random(seed)
    order = sorted(range(len(samples)), key=lambda i: (samples[i].length + rng.random() * 4, i))
    made = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(made)
    return made


def loss(model: Any, seq2seq: bool, samples: Sequence[Sample], pad: int) -> tuple[Any, int]:
    """The summed cross-entropy of the targets of one batch, and how many tokens they have."""
    losses = _losses(model, seq2seq, samples, pad)
    return losses.sum(), len(losses)


def log_probabilities(model: Any, seq2seq: bool, samples: Sequence[Sample], pad: int) -> list[float]:
    """The mean log-probability of the tokens of each target."""
    losses = _losses(model, seq2seq, samples, pad).split([len(item.target) for item in samples])
    return [-float(one.mean()) for one in losses]


def _losses(model: Any, seq2seq: bool, samples: Sequence[Sample], pad: int) -> Any:
    """The cross-entropy of each token of the targets, in order.

    A causal model's output layer, which is a quarter of a small model, is applied only where a target token is due.
    """
    import torch
    from torch.nn import functional

    if seq2seq:
        ids, mask = padded([s.prompt for s in samples], pad)
        labels, _ = padded([s.target for s in samples], IGNORED)
        logits = model(input_ids=ids, attention_mask=mask, labels=labels).logits
        kept = labels != IGNORED
        return functional.cross_entropy(logits[kept].float(), labels[kept], reduction="none")
    ids, mask = padded([(*s.prompt, *s.target) for s in samples], pad)
    due = torch.zeros_like(mask, dtype=torch.bool)
    for row, item in enumerate(samples):
        due[row, len(item.prompt) - 1 : item.length - 1] = True
    hidden = model.base_model(input_ids=ids, attention_mask=mask, use_cache=False).last_hidden_state[due]
    targets = ids.roll(-1, 1)[due]
    count = len(targets)
    hidden = functional.pad(hidden, (0, 0, 0, -count % _STEP))
    logits = model.get_output_embeddings()(hidden)[:count]
    return functional.cross_entropy(logits.float(), targets, reduction="none")


def padded(rows: Sequence[Sequence[int]], pad: int) -> tuple[Any, Any]:
    """Rows of tokens as one matrix, filled up at the right, with the mask of what is real."""
    import torch

    width = -(-max(map(len, rows)) // _STEP) * _STEP
    ids = torch.full((len(rows), width), pad, dtype=torch.long)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    return ids, mask
