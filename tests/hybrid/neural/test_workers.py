"""Processes that train together come to what one comes to; an adapter as a file is where a training starts from."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra 'neural'")
pytest.importorskip("transformers", reason="needs the extra 'neural'")

import torch

from hybrid.neural.adapt import Recipe, merge_adapter, train_adapter
from hybrid.neural.adapter import SHIPPED, Adapter, load_adapter, save_adapter, starting_point
from hybrid.neural.base import load_base
from hybrid.neural.workers import Job, train_in_processes
from morph.errors import DataError, OnebookError
from tests.hybrid.neural import tiny

EXAMPLES = [[(f"child PST go {i % 3}\n>", "The child went home.")] for i in range(24)]
RECIPE = Recipe(rank=4, rate=2e-2, batch=4, epochs=1, dropout=0.0, patience=99)


@pytest.fixture(scope="module")
def causal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.causal(tmp_path_factory.mktemp("causal"))


def test_two_processes_learn_what_one_learns(causal: Path, tmp_path: Path) -> None:
    said: list[str] = []
    together = train_in_processes(Job(str(causal), EXAMPLES, [1, 5], RECIPE), tmp_path / "work", 2, said.append)
    alone = train_adapter(load_base(str(causal)), EXAMPLES, RECIPE, aside=[1, 5])
    assert [step for step, _ in together.losses] == [step for step, _ in alone.losses]
    values = [value for _, value in together.losses]
    assert values == pytest.approx([value for _, value in alone.losses], rel=0.05)
    assert values[-1] < values[0]
    assert said and said[0].startswith("step ")
    assert not list((tmp_path / "work").iterdir()), "no work file is left"


def test_a_process_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(OnebookError, match=r"no model in .*config\.json"):
        train_in_processes(Job(str(tmp_path / "none"), EXAMPLES, [1, 5], RECIPE), tmp_path / "work", 1)


def test_an_adapter_survives_writing_and_is_where_a_training_starts(causal: Path, tmp_path: Path) -> None:
    first = train_adapter(load_base(str(causal)), EXAMPLES, RECIPE, aside=[1, 5])
    path = tmp_path / "adapter.safetensors"
    save_adapter(path, Adapter(first.state, RECIPE.rank, RECIPE.scale, "tiny", {"books": [1, 2]}))
    loaded = load_adapter(path)
    assert (loaded.rank, loaded.scale, loaded.about) == (RECIPE.rank, RECIPE.scale, {"books": [1, 2]})
    assert all(torch.allclose(loaded.state[name], value, atol=1e-3) for name, value in first.state.items())
    second = train_adapter(load_base(str(causal)), EXAMPLES, RECIPE, aside=[1, 5], start=loaded.state)
    assert second.losses[0][1] < first.losses[0][1]
    base = load_base(str(causal), dtype="float32")
    merge_adapter(base, RECIPE, loaded.state)


def test_a_small_model_is_trained_as_a_whole(causal: Path) -> None:
    whole = Recipe(rank=0, rate=5e-3, batch=4, epochs=2, patience=99)
    made = train_adapter(load_base(str(causal), dtype="float32"), EXAMPLES, whole, aside=[1, 5])
    assert made.losses[-1][1] < made.losses[0][1]


def test_where_to_start(tmp_path: Path) -> None:
    assert starting_point("scratch", "smollm2", "smollm2") is None
    assert starting_point("shipped", "a-folder", "smollm2") is None
    with pytest.raises(OnebookError, match="no adapter nowhere"):
        starting_point("nowhere", "smollm2", "smollm2")
    (tmp_path / "x.safetensors").write_bytes(b"nonsense")
    with pytest.raises(DataError, match="not an adapter"):
        load_adapter(tmp_path / "x.safetensors")


def test_what_is_carried_is_small_and_tells_what_it_was_made_from() -> None:
    assert SHIPPED.stat().st_size < 60e6
    carried = load_adapter(SHIPPED)
    assert carried.base.startswith("SmolLM2-135M")
    assert len(carried.state) == 2 * 7 * 30, "two matrices for each of seven layers in each of thirty blocks"
    assert all(torch.isfinite(matrix).all() for matrix in carried.state.values())
    books, held_out = set(carried.about["books"]), {*carried.about["test"], carried.about["judge"]}
    assert books and not books & held_out
    card = " ".join((SHIPPED.parent / "README.md").read_text(encoding="utf-8").split())
    assert all(f"{book} (" in card for book in books), "the card lists each book"
    assert starting_point("shipped", "smollm2", "smollm2") == SHIPPED
