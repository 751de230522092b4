"""Adapting a model to sentences: LoRA (or all of a small model), resumable, stopped when it no longer helps.

A slice of the sentences is kept aside to judge by; the state with the lowest loss on it is kept. Every minute the
state is written to a checkpoint; a run that was killed goes on from there. Deterministic under a seed on one machine.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from hybrid.neural.base import Base
from hybrid.neural.batches import Sample, batches, loss, sample
from hybrid.neural.ranks import joined
from morph.errors import OnebookError

Report = Callable[[str], None]
Examples = Sequence[Sequence[tuple[str, str]]]
"""Each sentence's (prompt, English) in one or more wordings; every epoch takes one of them."""

_GIB = 2**30


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to adapt. ``rank`` 0 trains all of the model; ``minutes`` bounds the whole (0: no bound), ``aside`` is the
    share kept to judge by, ``patience`` how many judgements without gain are endured; there are ``judged`` of them in
    an epoch."""

    rank: int = 16
    scale: float = 2.0
    rate: float = 6e-4
    batch: int = 8
    epochs: int = 4
    warmup: float = 0.06
    dropout: float = 0.05
    minutes: float = 0.0
    aside: float = 0.05
    patience: int = 3
    judged: int = 2
    seed: int = 1


@dataclass
class _Run:
    """Where a training stands."""

    step: int = 0
    seconds: float = 0.0
    best: float = float("inf")
    waited: int = 0
    losses: list[tuple[int, float]] = field(default_factory=list)
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Adapted:
    """What came of it: the loss on the slice (per token, in nats) step by step, the steps, the seconds; ``state``: the
    trained matrices (:func:`hybrid.neural.lora.state`), until they are merged."""

    losses: tuple[tuple[int, float], ...]
    best: float
    steps: int
    seconds: float
    sentences: int
    state: Mapping[str, Any] = field(default_factory=dict)


def adapt_model(
    base: Base,
    examples: Examples,
    recipe: Recipe = Recipe(),  # noqa: B008
    *,
    aside: Sequence[int] | None = None,
    checkpoint: Path | None = None,
    start: Mapping[str, Any] | None = None,
    report: Report = lambda message: None,
) -> Adapted:
    """Adapt ``base`` in place and merge the adaptation into it; OnebookError where the memory does not suffice.

    ``aside`` are the indices of the examples to judge by (default: :func:`kept_aside`), ``start`` the matrices of an
    adaptation of the same rank to begin with.
    """
    from hybrid.neural import lora

    made = train_adapter(base, examples, recipe, aside=aside, checkpoint=checkpoint, start=start, report=report)
    lora.merge(base.model)
    base.model.eval()
    return replace(made, state={})


def merge_adapter(base: Base, recipe: Recipe, state: Mapping[str, Any]) -> None:
    """Add an adaptation, trained elsewhere with this recipe, to the model's own matrices."""
    from hybrid.neural import lora

    _trained(base.model, recipe)
    _put(base.model, recipe, state)
    lora.merge(base.model)
    base.model.eval()


def train_adapter(
    base: Base,
    examples: Examples,
    recipe: Recipe = Recipe(),  # noqa: B008
    *,
    aside: Sequence[int] | None = None,
    checkpoint: Path | None = None,
    start: Mapping[str, Any] | None = None,
    report: Report = lambda message: None,
) -> Adapted:
    """Like :func:`adapt_model`, but leave the adaptation beside the model's own matrices and return it too."""
    import torch

    if len(examples) < 10:
        raise OnebookError(f"{len(examples)} sentences are too few to adapt a model", hint="add pairs or glossed texts")
    check_memory(base.model, recipe)
    torch.manual_seed(recipe.seed)
    trained = _trained(base.model, recipe)
    if start:
        _put(base.model, recipe, start)
    _plain_attention(base)
    aside = kept_aside(len(examples), recipe) if aside is None else aside
    trainer = _Trainer(base, examples, recipe, trained, aside, checkpoint, start, report)
    trainer.run()
    _put(base.model, recipe, trainer.best_state)
    if checkpoint and trainer.ranks.first:
        checkpoint.unlink(missing_ok=True)
    run = trainer.at
    return Adapted(tuple(run.losses), run.best, run.step, run.seconds, len(examples), trainer.best_state)


def _trained(model: Any, recipe: Recipe) -> list[Any]:
    """The parameters to train: those of new small matrices, or all."""
    from hybrid.neural import lora

    if recipe.rank:
        return lora.adapt(model, recipe.rank, recipe.scale, recipe.dropout)
    for parameter in model.parameters():
        parameter.requires_grad = True
    return list(model.parameters())


def _state(model: Any, recipe: Recipe) -> dict[str, Any]:
    """What is trained, copied."""
    from hybrid.neural import lora

    if recipe.rank:
        return lora.state(model)
    return {name: value.detach().clone() for name, value in model.named_parameters()}


def _put(model: Any, recipe: Recipe, state: Mapping[str, Any]) -> None:
    from hybrid.neural import lora

    if recipe.rank:
        lora.restore(model, state)
    else:
        model.load_state_dict(state, strict=False)


def _plain_attention(base: Base) -> None:
    """Attention as a few products: on a CPU, for short sentences, it is learned from faster than the fused kind."""
    if not base.seq2seq and hasattr(base.model, "set_attn_implementation"):
        base.model.set_attn_implementation("eager")


def kept_aside(count: int, recipe: Recipe, best: Sequence[int] = ()) -> list[int]:
    """The indices of the sentences that judge the training and are not learned from.

    They are drawn from ``best``, sentences like those that will be translated, where these are enough: at most a
    quarter of them is taken.
    """
    wanted = max(2, round(recipe.aside * count))
    order = sorted(best) if len(best) >= 4 * wanted else list(range(count))
    random.Random(recipe.seed).shuffle(order)
    return sorted(order[:wanted])


class _Trainer:
    def __init__(
        self,
        base: Base,
        examples: Examples,
        recipe: Recipe,
        trained: list[Any],
        aside: Sequence[int],
        checkpoint: Path | None,
        start: Mapping[str, Any] | None,
        report: Report,
    ) -> None:
        import torch

        self.base, self.recipe, self.report, self.checkpoint = base, recipe, report, checkpoint
        self.trained, self.ranks = trained, joined()
        if not self.ranks.first:
            self.report = lambda message: None
        self.wordings = [[sample(base.tokenizer, base.seq2seq, *wording) for wording in item] for item in examples]
        self.judges = [self.wordings[i][0] for i in aside]
        self.learned = [i for i in range(len(examples)) if i not in set(aside)]
        self.optimizer = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.0, betas=(0.9, 0.98))
        pad = base.tokenizer.pad_token_id
        self.pad = pad if pad is not None else base.tokenizer.eos_token_id
        self.per_epoch = -(-len(self.learned) // recipe.batch)
        self.total = self.per_epoch * recipe.epochs
        self.key = _key(base, recipe, aside, examples, start)
        self.at = _Run()
        self.best_state: dict[str, Any] = {}

    def run(self) -> None:
        self._resume()
        saved = time.monotonic()
        every = max(1, self.per_epoch // self.recipe.judged)
        while self.at.step < self.total and not self.at.stopped:
            started = time.monotonic()
            self._step()
            if self.at.step % every == 0 or self.at.step == self.total:
                self._judge()
            self.at.seconds = self.ranks.agreed(self.at.seconds + time.monotonic() - started)
            if self.recipe.minutes and self.at.seconds > 60 * self.recipe.minutes:
                self.report(f"the time is up after {self.at.step} of {self.total} steps")
                self.at.stopped = True
            if time.monotonic() - saved > 60:
                self._save()
                saved = time.monotonic()
        if not self.best_state or self.at.losses[-1][0] != self.at.step:
            self._judge()

    def _epoch(self, epoch: int) -> list[list[Sample]]:
        rng = random.Random(self.recipe.seed * 1000 + epoch)
        samples = []
        for i in self.learned:
            wordings = self.wordings[i]
            samples.append(wordings[0] if rng.random() < 0.5 else rng.choice(wordings))
        return [[samples[i] for i in batch] for batch in batches(samples, self.recipe.batch, rng.randrange(2**30))]

    def _step(self) -> None:
        import torch

        epoch, place = divmod(self.at.step, self.per_epoch)
        if place == 0 or not hasattr(self, "_current"):
            self._current = self._epoch(epoch)
        self.base.model.train()
        for group in self.optimizer.param_groups:
            group["lr"] = self.recipe.rate * self._schedule()
        mine = self.ranks.share(self._current[place])
        summed, count = loss(self.base.model, self.base.seq2seq, mine, self.pad)
        (tokens,) = self.ranks.total(count)
        (summed / max(1, tokens)).backward()
        self.ranks.sum_gradients(self.trained)
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.at.step += 1

    def _schedule(self) -> float:
        """The share of the learning rate: a linear rise, then a linear fall (in time, where the time is bounded)."""
        done = self.at.step / self.total
        if self.recipe.minutes:
            done = max(done, self.at.seconds / (60 * self.recipe.minutes))
        return min(1.0, (done + 1e-3) / self.recipe.warmup, max(0.05, 1.0 - done))

    def _judge(self) -> None:
        import torch

        self.base.model.eval()
        total, tokens = 0.0, 0.0
        with torch.inference_mode():
            for batch in batches(self.judges, 16, 0):
                samples = self.ranks.share([self.judges[i] for i in batch])
                summed, count = loss(self.base.model, self.base.seq2seq, samples, self.pad)
                total, tokens = total + float(summed), tokens + count
        total, tokens = self.ranks.total(total, tokens)
        value = total / max(1, tokens)
        self.at.losses.append((self.at.step, value))
        if value < self.at.best:
            self.at.best, self.at.waited, self.best_state = value, 0, _state(self.base.model, self.recipe)
        else:
            self.at.waited += 1
            self.at.stopped = self.at.waited >= self.recipe.patience
        left = self.at.seconds / max(1, self.at.step) * (self.total - self.at.step)
        self.report(
            f"step {self.at.step} of {self.total}: loss {value:.3f} on the slice kept aside (best {self.at.best:.3f}), "
            f"at most {left / 60:.0f} min to go"
        )

    def _save(self) -> None:
        """Write beside, then rename: a killed run finds the last whole checkpoint."""
        import torch

        if not self.checkpoint or not self.ranks.first:
            return
        self.checkpoint.parent.mkdir(parents=True, exist_ok=True)
        part = self.checkpoint.with_name(f".{self.checkpoint.name}.{os.getpid()}.part")
        content = {
            "key": self.key,
            "run": asdict(self.at),
            "now": _state(self.base.model, self.recipe),
            "best": self.best_state,
            "optimizer": self.optimizer.state_dict(),
            "random": torch.get_rng_state(),
        }
        torch.save(content, part)
        os.replace(part, self.checkpoint)

    def _resume(self) -> None:
        import torch

        if not self.checkpoint or not self.checkpoint.exists():
            return
        try:
            content = torch.load(self.checkpoint, weights_only=True)
            if content["key"] != self.key:
                self.report("the checkpoint is of another training: starting anew")
                return
            _put(self.base.model, self.recipe, content["now"])
            self.optimizer.load_state_dict(content["optimizer"])
            torch.set_rng_state(content["random"])
            run = content["run"]
            run["losses"] = [tuple(item) for item in run["losses"]]
            self.at, self.best_state = _Run(**run), content["best"]
        except (OSError, KeyError, TypeError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
            self.report(f"the checkpoint can't be read ({type(error).__name__}): starting anew")
            return
        self.report(f"going on from step {self.at.step} of {self.total}")


def _key(base: Base, recipe: Recipe, aside: Sequence[int], examples: Examples, start: Mapping[str, Any] | None) -> str:
    """What a checkpoint belongs to: the model, the recipe, the sentences, what it started from."""
    begun = [(name, float(value.float().norm())) for name, value in start.items()] if start else []
    text = repr((base.name, recipe, list(aside), [list(item) for item in examples], *begun))
    return hashlib.sha256(text.encode()).hexdigest()


def needed_memory(model: Any, recipe: Recipe) -> int:
    """Bytes that the training takes beside the loaded model, roughly: activations of a batch, logits, optimizer."""
    config = model.config
    layers = getattr(config, "num_hidden_layers", 12)
    width = getattr(config, "hidden_size", getattr(config, "d_model", 512))
    tokens = recipe.batch * 160
    activations = tokens * width * layers * 40 * 4
    logits = recipe.batch * 60 * getattr(config, "vocab_size", 32000) * 4 * 3
    return activations + logits + _GIB // 2


def free_memory() -> int | None:
    """Bytes that can be had on this machine, None where that is not known."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return None


def check_memory(model: Any, recipe: Recipe) -> None:
    """OnebookError where the training would not fit."""
    need, free = needed_memory(model, recipe), free_memory()
    if free is not None and need > free:
        raise OnebookError(
            f"adapting needs about {need / _GIB:.1f} GiB of memory beside the model, {free / _GIB:.1f} are free",
            hint="close other programs, or train with smaller batches",
        )
