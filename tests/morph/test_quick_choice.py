"""The quick chooser: what it chooses and how sure it is must be what the plain chooser says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from morph import quick_choice
from morph.choice_features import options_of
from morph.choice_index import ChoiceIndex, open_index
from morph.choose import ChoiceModel, ContextChooser, lattice, path_features
from morph.errors import DataError
from morph.igt import split_word
from morph.model import Analysis, GlossedWord
from morph.quick_choice import QuickChooser

LINES = [
    ("ma", "hand"), ("ma", "eat"), ("ma-ko", "hand-LOC"), ("to", "1SG"), ("to=ra", "house=OBJ"), ("ki-to", "2P-go.PST"),
    ("ba", "after"), ("ba=ta", "3SG=NFIN"), ("du", "?"), ("du-ra", "?-PL"), ("du", "PL"), ("na-t", "go-"),
]  # fmt: skip
BASES = ("confirmed", "table", "rule", "guess", "unknown")


def words(dice: random.Random) -> tuple[GlossedWord, ...]:
    """A sentence of words with none to six candidates."""
    found = []
    for _ in range(dice.randint(1, 14)):
        lines = dice.sample(LINES, dice.choice((0, 1, 1, 2, 3, 6)))
        ranked = sorted(lines, key=lambda line: line[1])
        analyses = tuple(
            Analysis(split_word(*line), dice.choice(("v", "n", "adv after x", "")), "", dice.choice(BASES), -float(i))
            for i, line in enumerate(ranked)
        )
        found.append(GlossedWord(dice.choice(("Mato", "ma", "kira", "du's", "X")), analyses))
    return tuple(found)


def model(dice: random.Random, sentences: list[tuple[GlossedWord, ...]]) -> ChoiceModel:
    """Random weights for the features that some paths through the sentences have, so that all sorts occur."""
    names: dict[str, float] = {}
    for sentence in sentences:
        options = options_of(sentence)
        for _ in range(6):
            names |= path_features(options, [dice.randrange(len(row)) for row in options])
    weights = {name: round(dice.uniform(-1, 1), 4) for name in names if dice.random() < 0.7}
    return ChoiceModel(weights, {"": (0.7, -0.1, -0.4), "guess": (1.2, 0.4, 0.0)})


@pytest.mark.parametrize("seed", range(12))
def test_it_scores_and_chooses_as_the_plain_chooser(seed: int) -> None:
    dice = random.Random(seed)
    sentences = [words(dice) for _ in range(30)]
    weights = model(dice, sentences)
    plain, quick = ContextChooser(weights), QuickChooser(ChoiceIndex.of(weights.weights, weights.calibration))
    for sentence in sentences:
        options = options_of(sentence)
        path, marginals = lattice(weights, options).best()
        rows = [quick.row(word) for word in sentence]
        own_path, own = quick.best(rows)
        for row, other, candidates in zip(own, marginals, options, strict=True):
            # what all candidates of a word share is in one score and not in the other
            shift = row[0] - other[0]
            assert [score - shift for score in row] == pytest.approx(other)
            assert len(row) == len(candidates)
        assert own_path == path
        expected = plain.choose(sentence)
        for word, same in zip(quick.choose(sentence), expected, strict=True):
            assert word.confidence == pytest.approx(same.confidence)
            assert (word.form, word.chosen, word.analyses) == (same.form, same.chosen, same.analyses)


def test_what_is_kept_is_bounded_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(5)
    sentences = [words(dice) for _ in range(40)]
    weights = model(dice, sentences)
    index = ChoiceIndex.of(weights.weights, weights.calibration)
    expected = [QuickChooser(index).choose(sentence) for sentence in sentences]
    for name in ("MAX_ROWS", "MAX_SCORES", "MAX_BLOCKS", "MAX_ORDERS", "CHECK"):
        monkeypatch.setattr(quick_choice, name, 3)
    small = QuickChooser(index)
    assert [small.choose(sentence) for sentence in sentences * 2] == expected * 2


def test_a_translation_goes_the_long_way() -> None:
    sentence = words(random.Random(1))
    weights = ChoiceModel({"table": 1.0})
    asked: list[str] = []

    def careful() -> ContextChooser:
        asked.append("made")
        return ContextChooser(weights)

    quick = QuickChooser(ChoiceIndex.of(weights.weights, {}), careful)
    quick.choose(sentence)
    assert not asked
    assert quick.choose(sentence, "the house") == ContextChooser(weights).choose(sentence)
    assert asked == ["made"]


def test_the_index_is_kept_beside_the_model(tmp_path: Path) -> None:
    path, cache = tmp_path / "gloss.json", tmp_path / "cache" / "gloss.bin"
    weights = ChoiceModel({"hand after to": 1.5, "after PL: OBJ": 0.5, "table": 2.0}, {"": (1.0, 0.5, -0.5)})
    weights.save(path, about={})
    made = open_index(path, cache)
    assert cache.exists() and open_index(path, cache) == made
    assert made.own("hand after to") == 1.5 and made.pairs["PL"] == {"OBJ": 0.5}
    weights.weights["table"] = 3.0
    weights.save(path, about={})
    assert open_index(path, cache).own("table") == 3.0
    cache.write_bytes(cache.read_bytes()[:-1])
    assert open_index(path, cache).own("table") == 3.0
    path.write_text("{}", "utf-8")
    with pytest.raises(DataError):
        open_index(path, cache)
