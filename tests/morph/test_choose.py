"""The chooser: Viterbi finds what enumeration finds, training learns context, the model reads back."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morph.choice_features import options_of
from morph.choose import VERSION, ChoiceModel, ContextChooser, Lattice, lattice, path_features
from morph.errors import DataError
from morph.learn_choice import Corpus, calibrate, fit, marginals, right_ones
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


Row = tuple[tuple[GlossedWord, ...], tuple[str, ...]]


def homonym_sentences() -> Sequence[Row]:
    """'ma' is a noun after 'to' and a verb after 'ki'."""
    rows: list[Row] = []
    for i in range(40):
        left, gold = (("to", "hand"), "hand") if i % 2 else (("ki", "2PL"), "eat")
        rows.append(((word(*left), word("ma", "eat", "hand")), (left[1], gold)))
    return rows


def train(rows: Sequence[Row], *, seed: int = 1, epochs: int = 4) -> ChoiceModel:
    corpus = Corpus()
    for words, glosses in rows:
        corpus.add(options_of(words), glosses)
    return fit(corpus, epochs=epochs, seed=seed)


def test_context_decides_between_homonyms() -> None:
    chooser = ContextChooser(train(homonym_sentences()))
    after_to = chooser.choose((word("to", "hand"), word("ma", "eat", "hand")))
    after_ki = chooser.choose((word("ki", "2PL"), word("ma", "eat", "hand")))
    assert (after_to[1].gloss, after_ki[1].gloss) == ("hand", "eat")
    assert after_to[1].confidence > 0.5


def test_explanation_names_the_context() -> None:
    chooser = ContextChooser(train(homonym_sentences()))
    reasons = dict(chooser.explain((word("to", "hand"), word("ma", "eat", "hand")), 1))
    assert any("to" in name or "hand" in name for name in reasons)


def test_a_word_without_analyses_comes_out_unknown() -> None:
    chosen = ContextChooser(train(homonym_sentences())).choose((GlossedWord("zu"), word("ma", "eat", "hand")))
    assert (chosen[0].gloss, chosen[0].analyses[0].basis) == ("?", "unknown")


def test_a_word_whose_gloss_is_open_has_no_confidence() -> None:
    model = train(homonym_sentences())
    model.calibration[""] = (1.0, 2.0, 0.0)
    opened, known = ContextChooser(model).choose((word("zu", "?"), word("to", "hand")))
    assert opened.confidence == 0.0
    assert known.confidence > 0.9


def test_words_without_a_rival_have_their_own_curve() -> None:
    model = train(homonym_sentences())
    model.calibration |= {"rule": (1.0, 0.0, 0.0), "rule alone": (0.0, -2.0, 0.0)}
    alone, contested = ContextChooser(model).choose((word("to", "hand"), word("ma", "eat", "hand")))
    assert alone.confidence < 0.2 < contested.confidence


def test_a_traced_choice_names_the_runner_up_and_its_reasons() -> None:
    chooser = ContextChooser(train(homonym_sentences()), trace=True)
    chosen = chooser.choose((word("to", "hand"), word("ma", "eat", "hand")))[1].analyses[0]
    assert {(step.before, step.after) for step in chosen.steps} == {("eat", "hand")}
    assert any("to" in step.rule or "hand" in step.rule for step in chosen.steps)


def test_agreement_reaches_over_words_between() -> None:
    """'y' agrees with a noun at a distance: 'girl' wants F, 'boy' wants M."""
    rows: list[Row] = []
    for i in range(40):
        noun, gold = ("kid", "F") if i % 2 else ("uzi", "M")
        gloss = "girl" if i % 2 else "boy"
        rows.append(((word(noun, gloss), word("pe", "and"), word("y", "F", "M")), (gloss, "and", gold)))
    chooser = ContextChooser(train(rows))
    chosen = [
        chooser.choose((word(*n), word("pe", "and"), word("y", "F", "M"))) for n in (("kid", "girl"), ("uzi", "boy"))
    ]
    assert [words[2].gloss for words in chosen] == ["F", "M"]


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


def test_a_model_with_other_features_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gloss.json"
    train(homonym_sentences()).save(path, about={})
    path.write_text(path.read_text("utf-8").replace(f'"features": {VERSION}', '"features": 1'), encoding="utf-8")
    with pytest.raises(DataError, match="another version"):
        ChoiceModel.load(path)


def test_path_features_score_like_the_lattice() -> None:
    """Explanation and choice come from the same numbers."""
    model = train(homonym_sentences())
    options = options_of((word("to", "hand"), word("ma", "eat", "hand")))
    table = lattice(model, options)
    for path in ([0, 0], [0, 1]):
        by_lattice = sum(table.local[i][c] for i, c in enumerate(path)) + table.pairs[1][0][path[1]]
        by_features = sum(v * model.weights.get(n, 0.0) for n, v in path_features(options, path).items())
        start = sum(v * model.weights.get(n, 0.0) for n, v in path_features(options[:1], [0]).items())
        assert by_features == pytest.approx(by_lattice + start)


def test_probabilities_of_a_lattice_are_those_of_enumeration() -> None:
    """Forward and backward passes against the sum over all paths."""
    local = [np.array([0.1, 0.7]), np.array([0.3]), np.array([0.0, 1.0, -1.0])]
    pairs = [np.array([[0.2, -0.1]]), np.array([[0.5], [-0.5]]), np.array([[0.0, 0.4, 0.9]])]
    paths = list(itertools.product(range(2), range(1), range(3)))
    scores = {
        path: float(
            np.exp(
                sum(local[i][c] for i, c in enumerate(path))
                + pairs[0][0, path[0]] + pairs[1][path[0], path[1]] + pairs[2][path[1], path[2]]
            )
        )
        for path in paths
    }  # fmt: skip
    single, double = marginals(list(local), list(pairs))
    total = sum(scores.values())
    assert single[0][1] == pytest.approx(sum(v for p, v in scores.items() if p[0] == 1) / total)
    assert single[2][2] == pytest.approx(sum(v for p, v in scores.items() if p[2] == 2) / total)
    assert double[1] is not None
    assert double[1][0, 0] == pytest.approx(sum(v for p, v in scores.items() if p[0] == 0) / total)


def test_no_gold_candidate_leaves_the_word_free() -> None:
    row = options_of((word("ma", "eat", "hand"),))[0]
    found = right_ones(row, "hand")
    assert found is not None and found.tolist() == [False, True]
    assert right_ones(row, "house-PL=LOC") is None


def test_a_word_without_candidates_of_use_does_not_stop_training() -> None:
    rows = [(words, (glosses[0], "nothing-LIKE-THIS")) for words, glosses in homonym_sentences()[:4]]
    assert isinstance(train(rows), ChoiceModel)


def test_calibration_is_monotone_and_near_the_truth() -> None:
    randomness = random.Random(5)
    judged = []
    for _ in range(3000):
        margin = randomness.uniform(0, 8)
        judged.append(("rule", margin, 0.0, randomness.random() < 1 - 0.5 * 2.718 ** (-margin)))
    model = ChoiceModel()
    calibrate(model, judged)
    low, high = model.confidence("rule", 0.2), model.confidence("rule", 6.0)
    assert low < high
    assert low == pytest.approx(0.59, abs=0.12)
    assert high > 0.93


@pytest.mark.parametrize(("share", "less"), [(-0.4, True), (0.4, False)])
def test_strange_words_beside_it_make_a_choice_less_sure_but_never_surer(share: float, *, less: bool) -> None:
    randomness = random.Random(7)
    judged = []
    for _ in range(3000):
        margin, strange = randomness.uniform(0, 4), randomness.random()
        judged.append(("rule", margin, strange, randomness.random() < 0.55 + share * strange + 0.02 * margin))
    model = ChoiceModel()
    calibrate(model, judged)
    plain, strange = model.confidence("rule", 2.0, 0.0), model.confidence("rule", 2.0, 0.9)
    assert (strange < plain - 0.2) if less else strange == plain
