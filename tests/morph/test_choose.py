"""The chooser: Viterbi finds what enumeration finds, training learns context, the model reads back."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morph.choose import (
    ChoiceModel,
    ContextChooser,
    Lattice,
    Training,
    calibrate,
    candidates,
    gold_index,
    lattice,
    path_features,
    train,
)
from morph.errors import DataError
from morph.model import Analysis, GlossedWord, Morph


def word(form: str, *glosses: str) -> GlossedWord:
    analyses = tuple(
        Analysis((Morph(form, gloss),), pos="v" if gloss.islower() else "", weight=-float(i))
        for i, gloss in enumerate(glosses)
    )
    return GlossedWord(form, analyses)


scores = st.floats(-5, 5).map(lambda x: round(x, 2))


@given(st.data())
def test_viterbi_equals_enumeration(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    local = [data.draw(st.lists(scores, min_size=n, max_size=n)) for n in sizes]
    pairs = []
    for i, n in enumerate(sizes):
        lefts = sizes[i - 1] if i else 1
        pairs.append([data.draw(st.lists(scores, min_size=n, max_size=n)) for _ in range(lefts)])
    path, marginals = Lattice(local, pairs).best()

    def score(choice: tuple[int, ...]) -> float:
        total = 0.0
        for i, c in enumerate(choice):
            total += local[i][c] + pairs[i][choice[i - 1] if i else 0][c]
        return total

    every = list(itertools.product(*(range(n) for n in sizes)))
    assert score(tuple(path)) == pytest.approx(max(map(score, every)))
    for i, row in enumerate(marginals):
        for c, value in enumerate(row):
            assert value == pytest.approx(max(score(choice) for choice in every if choice[i] == c))


def homonym_sentences() -> list[Training]:
    """'ma' is a noun after 'to' and a verb after 'ki'."""
    rows = []
    for i in range(40):
        left, gold = (("to", "hand"), "hand") if i % 2 else (("ki", "2PL"), "eat")
        rows.append(Training((word(*left), word("ma", "eat", "hand")), (left[1], gold)))
    return rows


def test_context_decides_between_homonyms() -> None:
    chooser = ContextChooser(train(homonym_sentences(), epochs=3))
    after_to = chooser.choose((word("to", "hand"), word("ma", "eat", "hand")))
    after_ki = chooser.choose((word("ki", "2PL"), word("ma", "eat", "hand")))
    assert (after_to[1].gloss, after_ki[1].gloss) == ("hand", "eat")
    assert after_to[1].confidence > 0.5


def test_explanation_names_the_context() -> None:
    chooser = ContextChooser(train(homonym_sentences(), epochs=3))
    reasons = dict(chooser.explain((word("to", "hand"), word("ma", "eat", "hand")), 1))
    assert any("to" in name or "hand" in name for name in reasons)


def test_training_is_deterministic(tmp_path: Path) -> None:
    first, second = train(homonym_sentences(), seed=3), train(homonym_sentences(), seed=3)
    assert first.weights == second.weights
    first.save(tmp_path / "gloss.json", about={"seed": "3"})
    loaded = ChoiceModel.load(tmp_path / "gloss.json")
    assert loaded.weights.keys() <= first.weights.keys()


def test_damaged_model_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "gloss.json").write_text('{"weights": 3}', encoding="utf-8")
    with pytest.raises(DataError, match="onebook train"):
        ChoiceModel.load(tmp_path / "gloss.json")


def test_path_features_score_like_the_lattice() -> None:
    """Explanation and choice come from the same numbers."""
    model = train(homonym_sentences(), epochs=2)
    words = (word("to", "hand"), word("ma", "eat", "hand"))
    options = [candidates(w) for w in words]
    table = lattice(model, words, options)
    for path in ([0, 0], [0, 1]):
        by_features = sum(v * model.weights.get(n, 0.0) for n, v in path_features(words, options, path).items())
        by_lattice = (
            sum(table.local[i][c] for i, c in enumerate(path)) + table.pairs[0][0][0] + table.pairs[1][0][path[1]]
        )
        assert by_features == pytest.approx(by_lattice)


def test_no_gold_candidate_leaves_the_word_free() -> None:
    row = candidates(word("ma", "eat", "hand"))
    assert gold_index(row, "hand") == 1
    assert gold_index(row, "house-PL=LOC") is None


def test_a_word_without_candidates_of_use_does_not_stop_training() -> None:
    rows = [replace(row, glosses=(row.glosses[0], "nothing-LIKE-THIS")) for row in homonym_sentences()[:4]]
    assert isinstance(train(rows), ChoiceModel)


def test_calibration_is_monotone_and_near_the_truth() -> None:
    randomness = random.Random(5)
    judged = []
    for _ in range(3000):
        margin = randomness.uniform(0, 8)
        judged.append(("rule", margin, randomness.random() < 1 - 0.5 * 2.718 ** (-margin)))
    model = ChoiceModel()
    calibrate(model, judged)
    low, high = model.confidence("rule", 0.2), model.confidence("rule", 6.0)
    assert low < high
    assert low == pytest.approx(0.59, abs=0.12)
    assert high > 0.93
