"""The neural part as a whole on an invented language: trained, stored, loaded, translating; the choice."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra 'neural'")
pytest.importorskip("transformers", reason="needs the extra 'neural'")

import torch

from hybrid.jackknife import Draft, Lesson, load, save
from hybrid.neural.adapt import Recipe
from hybrid.neural.store import ABOUT, FAST, exists, load_about, load_writer
from hybrid.neural.train import Outcome, train_neural
from morph.errors import DataError
from tests.hybrid.neural import tiny

NOUNS = ("child", "dog", "cat", "stone")


def lesson(i: int) -> Lesson:
    noun = NOUNS[i % 4]
    words = (("mto", noun), ("a", "PST"), ("enda", "go"), (f"x{i}", "?"))
    drafts = (Draft(f"The {noun} went x{i}."), Draft(f"A {noun} goes x{i}."))
    options = (frozenset({noun}), frozenset({"go"}))
    return Lesson(
        f"p{i}", f"mto a enda x{i}", f"The {noun} went.", words, drafts, (), "pair", i % 2, options, (f"x{i}",)
    )


LESSONS = [lesson(i) for i in range(30)]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    torch.set_num_threads(1)
    base = tiny.causal(tmp_path_factory.mktemp("base"))
    folder = tmp_path_factory.mktemp("project") / "neural"
    recipe = Recipe(rank=4, rate=2e-2, batch=8, epochs=1, aside=0.2)
    return folder, train_neural(LESSONS, folder, model=str(base), recipe=recipe)


def test_training_leaves_a_model_with_its_figures(trained: tuple[Path, Outcome]) -> None:
    folder, outcome = trained
    assert exists(folder)
    assert outcome.aside == 6
    assert outcome.scores["best possible"] >= outcome.scores["hybrid"] >= outcome.scores["rules"] > 0
    stored = load_about(folder)
    assert stored.about["sentences"] == 30
    assert stored.settings.choice.rank > 0
    assert not list(folder.glob(".*")), "nothing half-written is left"


def test_the_fast_engine_says_what_the_slow_one_says(trained: tuple[Path, Outcome]) -> None:
    pytest.importorskip("ctranslate2", reason="needs the extra 'neural'")
    folder, _ = trained
    assert (folder / FAST).is_dir()
    writer = load_writer(folder, threads=1)
    out = writer.write(["child PST go\n>", "an kula\n>"], 2)
    assert [len(one) for one in out] == [2, 2]
    assert out == writer.write(["child PST go\n>", "an kula\n>"], 2)
    assert writer.write([]) == []


def test_another_version_or_a_damaged_file_is_an_error_with_a_remedy(
    trained: tuple[Path, Outcome], tmp_path: Path
) -> None:
    (tmp_path / ABOUT).write_text('{"version": 0}')
    with pytest.raises(DataError, match="another version") as caught:
        load_about(tmp_path)
    assert "onebook train" in caught.value.hint
    (tmp_path / ABOUT).write_text("nonsense")
    with pytest.raises(DataError, match="not a description"):
        load_about(tmp_path)


def test_lessons_survive_writing_and_belong_to_a_key(tmp_path: Path) -> None:
    path = tmp_path / "lessons.jsonl"
    save(LESSONS, path, "one")
    assert load(path, "one") == LESSONS
    assert load(path, "other") is None
    path.write_text("nonsense\n")
    assert load(path, "one") is None
