"""Running an adapted model: prompts in, English with its probability out.

Two engines with one face. CTranslate2 runs a causal model with 8-bit weights, several times as fast as PyTorch on a
CPU; it is what ``onebook train`` leaves. PyTorch runs any other model that a folder holds.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from morph.errors import DataError, MissingExtraError

_LONGEST_PROMPT = 320
_LONGEST = 96
_BATCH = 32
_SCORED_TOKENS = 2048


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote, with the mean log-probability of its tokens."""

    text: str
    score: float


class Writer(Protocol):
    """Continues prompts: the best ``count`` continuations of each, best first. Judges continuations of others: the mean
    log-probability of the tokens of each, its end included."""

    def write(self, prompts: Sequence[str], count: int = 1) -> list[list[Written]]: ...

    def score(self, prompts: Sequence[str], texts: Sequence[Sequence[str]]) -> list[list[float]]: ...


class FastWriter:
    """A causal model in CTranslate2's form, from its folder (with ``tokenizer.json``)."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        if importlib.util.find_spec("ctranslate2") is None:
            raise MissingExtraError("translating with the neural model", "neural")
        os.environ.setdefault("CT2_VERBOSE", "-2")
        import ctranslate2
        from tokenizers import Tokenizer

        try:
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self.generator = ctranslate2.Generator(str(folder), device="cpu", intra_threads=threads)
            self.end = json.loads((folder / "config.json").read_text(encoding="utf-8"))["eos_token"]
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise DataError("the neural model can't be loaded", path=str(folder), hint="onebook train") from error

    def write(self, prompts: Sequence[str], count: int = 1) -> list[list[Written]]:
        if not prompts:
            return []
        tokens = [encoding.tokens[-_LONGEST_PROMPT:] for encoding in self.tokenizer.encode_batch(list(prompts))]
        results = self.generator.generate_batch(
            tokens,
            max_batch_size=_BATCH,
            max_length=_LONGEST,
            beam_size=count,
            num_hypotheses=count,
            return_scores=True,
            include_prompt_in_result=False,
        )
        return [
            [
                Written(self.tokenizer.decode(ids).strip(), float(score))
                for ids, score in zip(result.sequences_ids, result.scores, strict=True)
            ]
            for result in results
        ]

    def score(self, prompts: Sequence[str], texts: Sequence[Sequence[str]]) -> list[list[float]]:
        flat = [(prompt, text) for prompt, some in zip(prompts, texts, strict=True) for text in some]
        before = [encoding.tokens[-_LONGEST_PROMPT:] for encoding in self.tokenizer.encode_batch([p for p, _ in flat])]
        after = [encoding.tokens for encoding in self.tokenizer.encode_batch([f" {text}" for _, text in flat])]
        rows = [[*one, *two[:_LONGEST], self.end] for one, two in zip(before, after, strict=True)]
        scored = self.generator.score_batch(rows, max_batch_size=_SCORED_TOKENS, batch_type="tokens") if rows else []
        means = iter(
            sum(item.log_probs[len(one) - 1 :]) / max(1, len(item.log_probs) - len(one) + 1)
            for item, one in zip(scored, before, strict=True)
        )
        return [[float(next(means)) for _ in some] for some in texts]


class TorchWriter:
    """Any causal or seq2seq model with its tokenizer, in PyTorch."""

    def __init__(self, model: Any, tokenizer: Any, seq2seq: bool) -> None:
        self.model, self.tokenizer, self.seq2seq = model, tokenizer, seq2seq
        self.pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id

    @classmethod
    def load(cls, folder: Path) -> TorchWriter:
        from hybrid.neural.base import load_base

        base = load_base(str(folder))
        return cls(base.model, base.tokenizer, base.seq2seq)

    def write(self, prompts: Sequence[str], count: int = 1) -> list[list[Written]]:
        out: list[list[Written]] = [[] for _ in prompts]
        order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]))
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            for place, written in zip(places, self._batch([prompts[i] for i in places], count), strict=True):
                out[place] = written
        return out

    def score(self, prompts: Sequence[str], texts: Sequence[Sequence[str]]) -> list[list[float]]:
        import torch

        from hybrid.neural.batches import log_probabilities, sample

        flat = [
            sample(self.tokenizer, self.seq2seq, prompt, text)
            for prompt, some in zip(prompts, texts, strict=True)
            for text in some
        ]
        means: list[float] = []
        with torch.inference_mode():
            for start in range(0, len(flat), _BATCH):
                means += log_probabilities(self.model, self.seq2seq, flat[start : start + _BATCH], self.pad)
        ordered = iter(means)
        return [[next(ordered) for _ in some] for some in texts]

    def _batch(self, prompts: Sequence[str], count: int) -> list[list[Written]]:
        import torch

        rows = [self.tokenizer(text, add_special_tokens=self.seq2seq).input_ids[-_LONGEST_PROMPT:] for text in prompts]
        width = max(map(len, rows))
        ids = torch.tensor([[self.pad] * (width - len(row)) + row for row in rows])
        mask = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in rows])
        with torch.inference_mode():
            made = self.model.generate(
                input_ids=ids,
                attention_mask=mask,
                max_new_tokens=_LONGEST,
                num_beams=count,
                num_return_sequences=count,
                do_sample=False,
                pad_token_id=self.pad,
                output_scores=True,
                return_dict_in_generate=True,
            )
        sequences = made.sequences if self.seq2seq else made.sequences[:, width:]
        texts = [self.tokenizer.decode(sequence, skip_special_tokens=True).strip() for sequence in sequences]
        written = [Written(text, score) for text, score in zip(texts, self._scores(made, sequences), strict=True)]
        return [written[i : i + count] for i in range(0, len(written), count)]

    def _scores(self, made: Any, sequences: Any) -> list[float]:
        """The mean log-probability of the tokens of each sequence, its end token included."""
        if getattr(made, "sequences_scores", None) is not None:
            return [float(score) for score in made.sequences_scores]
        logs = self.model.compute_transition_scores(made.sequences, made.scores, normalize_logits=True)
        scores = []
        for sequence, row in zip(sequences[:, -logs.shape[1] :], logs, strict=True):
            ends = (sequence == self.tokenizer.eos_token_id).nonzero()
            kept = row[: int(ends[0]) + 1] if len(ends) else row
            scores.append(float(kept.mean()) if len(kept) else 0.0)
        return scores


def convert(folder: Path, out: Path) -> None:
    """Make CTranslate2's form (8-bit weights) of the causal model in ``folder``."""
    import shutil

    from ctranslate2.converters import TransformersConverter

    TransformersConverter(str(folder)).convert(str(out), quantization="int8", force=True)
    shutil.copy(folder / "tokenizer.json", out / "tokenizer.json")
    # a tokenizer over bytes has no unknown token, and CTranslate2 does not load a model without one
    config = json.loads((out / "config.json").read_text(encoding="utf-8"))
    config.update({key: config["eos_token"] for key in ("bos_token", "unk_token") if config.get(key) is None})
    (out / "config.json").write_text(json.dumps(config), encoding="utf-8")
