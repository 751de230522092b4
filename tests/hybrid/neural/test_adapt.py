"""Adapting models: any kind by path, LoRA, resuming, memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra 'neural'")
pytest.importorskip("transformers", reason="needs the extra 'neural'")

import torch

from hybrid.neural import adapt, lora
from hybrid.neural.adapt import Recipe, adapt_model, kept_aside
from hybrid.neural.base import load_base
from hybrid.neural.batches import batches, loss, sample
from hybrid.neural.writer import FastWriter, TorchWriter, convert
from morph.errors import OnebookError
from tests.hybrid.neural import tiny

EXAMPLES = [[(f"child PST go {i % 3}\n>", "The child went home.")] for i in range(24)]
QUICK = Recipe(rank=4, rate=2e-2, batch=4, epochs=3, aside=0.1, patience=99)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """More threads only get in each other's way with models this small."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def causal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.causal(tmp_path_factory.mktemp("causal"))


@pytest.fixture(scope="module")
def seq2seq(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.seq2seq(tmp_path_factory.mktemp("seq2seq"))


@pytest.mark.parametrize("kind", ["causal", "seq2seq", "byt5", "compact"])
def test_any_model_by_path_learns_and_writes(kind: str, tmp_path: Path) -> None:
    base = load_base(str(getattr(tiny, kind)(tmp_path)), dtype="float32")
    assert base.seq2seq == (kind != "causal")
    adapted = adapt_model(base, EXAMPLES, QUICK)
    assert adapted.losses[-1][1] < adapted.losses[0][1]
    assert adapted.best == min(value for _, value in adapted.losses)
    assert not any(isinstance(module, lora.Lora) for module in base.model.modules())
    writer = TorchWriter(base.model, base.tokenizer, base.seq2seq)
    out = writer.write(["child PST go 1\n>", "mto a enda\n>"], 2)
    assert [len(one) for one in out] == [2, 2]
    assert out[0][0].score >= out[0][1].score
    assert out == writer.write(["child PST go 1\n>", "mto a enda\n>"], 2)
    likely, unlikely = writer.score(["child PST go 1\n>"], [["The child went home.", "samaki kula"]])[0]
    assert likely > unlikely


def test_the_loss_is_that_of_the_whole_model(causal: Path) -> None:
    base = load_base(str(causal), dtype="float32")
    items = [sample(base.tokenizer, False, "mto a\n>", "The child."), sample(base.tokenizer, False, "an\n>", "I eat.")]
    summed, count = loss(base.model, False, items, base.tokenizer.pad_token_id)
    alone = 0.0
    for item in items:
        ids = torch.tensor([[*item.prompt, *item.target]])
        labels = torch.tensor([[-100] * len(item.prompt) + list(item.target)])
        alone += float(base.model(input_ids=ids, labels=labels).loss) * len(item.target)
    assert count == sum(len(item.target) for item in items)
    assert float(summed) == pytest.approx(alone, rel=1e-3)


def test_merging_changes_nothing_that_is_said(causal: Path) -> None:
    base = load_base(str(causal), dtype="float32")
    trained = lora.adapt(base.model, rank=2)
    for parameter in trained:
        torch.nn.init.normal_(parameter, std=0.1)
    ids = torch.tensor([[5, 6, 7]])
    before = base.model(input_ids=ids).logits
    lora.merge(base.model)
    assert torch.allclose(before, base.model(input_ids=ids).logits, atol=1e-4)


def test_both_engines_judge_a_text_alike(causal: Path, tmp_path: Path) -> None:
    pytest.importorskip("ctranslate2", reason="needs the extra 'neural'")
    base = load_base(str(causal), dtype="float32")
    convert(causal, tmp_path / "fast")
    prompts, texts = ["child PST go\n>", "an kula\n>"], [["The child went home.", "I eat the fish."], ["dog"]]
    slow = TorchWriter(base.model, base.tokenizer, False).score(prompts, texts)
    fast = FastWriter(tmp_path / "fast", 1).score(prompts, texts)
    assert [len(one) for one in fast] == [2, 1]
    for one, other in zip(slow, fast, strict=True):
        assert one == pytest.approx(other, rel=0.02)


class Killed(Exception):
    pass


def test_a_killed_training_goes_on_and_ends_the_same(
    causal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = adapt_model(load_base(str(causal), dtype="float32"), EXAMPLES, QUICK)
    checkpoint = tmp_path / "checkpoint.pt"
    step = adapt._Trainer._step

    def dying(self: adapt._Trainer) -> None:
        if self.at.step == 7:
            self._save()
            raise Killed
        step(self)

    monkeypatch.setattr(adapt._Trainer, "_step", dying)
    with pytest.raises(Killed):
        adapt_model(load_base(str(causal), dtype="float32"), EXAMPLES, QUICK, checkpoint=checkpoint)
    monkeypatch.setattr(adapt._Trainer, "_step", step)
    said: list[str] = []
    resumed = adapt_model(
        load_base(str(causal), dtype="float32"), EXAMPLES, QUICK, checkpoint=checkpoint, report=said.append
    )
    assert said[0] == f"going on from step 7 of {whole.steps}"
    assert [step for step, _ in resumed.losses] == [step for step, _ in whole.losses]
    assert [value for _, value in resumed.losses] == pytest.approx([value for _, value in whole.losses], rel=1e-4)
    assert not checkpoint.exists()


def test_a_checkpoint_of_something_else_is_not_used(causal: Path, tmp_path: Path) -> None:
    checkpoint = tmp_path / "checkpoint.pt"
    checkpoint.write_bytes(b"no checkpoint")
    said: list[str] = []
    recipe = Recipe(rank=2, batch=8, epochs=1, aside=0.1)
    adapt_model(load_base(str(causal), dtype="float32"), EXAMPLES, recipe, checkpoint=checkpoint, report=said.append)
    assert "starting anew" in said[0]


def test_too_little_memory_says_how_much_is_needed(causal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapt, "free_memory", lambda: 2**27)
    with pytest.raises(OnebookError, match=r"needs about \d+\.\d GiB of memory.*0\.1 are free") as caught:
        adapt_model(load_base(str(causal), dtype="float32"), EXAMPLES, QUICK)
    assert "smaller batches" in caught.value.hint


def test_too_few_sentences() -> None:
    with pytest.raises(OnebookError, match="3 sentences are too few"):
        adapt_model(None, EXAMPLES[:3], QUICK)  # type: ignore[arg-type]


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(OnebookError, match=r"no config\.json"):
        load_base(str(tmp_path))


def test_batches_hold_each_sentence_once_and_like_lengths_together(causal: Path) -> None:
    base = load_base(str(causal), dtype="float32")
    items = [sample(base.tokenizer, False, "mto " * (i % 9), "a") for i in range(40)]
    made = batches(items, 8, 3)
    assert sorted(i for batch in made for i in batch) == list(range(40))
    spread = [max(items[i].length for i in b) - min(items[i].length for i in b) for b in made]
    assert max(spread) < max(item.length for item in items) / 2
    assert made == batches(items, 8, 3) != batches(items, 8, 4)


def test_the_slice_kept_aside_depends_on_the_seed_alone() -> None:
    assert kept_aside(100, QUICK) == kept_aside(100, QUICK)
    assert len(kept_aside(100, QUICK)) == 10
    assert kept_aside(100, QUICK) != kept_aside(100, Recipe(seed=2, aside=0.1))
