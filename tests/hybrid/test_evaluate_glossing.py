"""Gloss scores against hand counts and against an independent scorer (the package ``glossing``)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hybrid.evaluate.counting import BOUNDARY, score_scale, split_morphemes
from hybrid.evaluate.glossing import Glossed, score_glosses
from hybrid.evaluate.loading import read_glossed
from morph.errors import DataError
from morph.igt import glossed_word
from morph.model import IGT

GOLD = ["DEF dog-PL run-PST", "1SG see-3SG=OBJ house", "go"]
PREDICTED = ["DEF dog run-PST", "1SG see-3SG=OBJ home extra", ""]


def scores(gold=GOLD, predicted=PREDICTED, **options):
    texts = ["the dogs ran", "I see house", "go"][: len(gold)]
    rows = [Glossed(t, g) for t, g in zip(texts, gold, strict=True)]
    return score_glosses(rows, [Glossed(t, p) for t, p in zip(texts, predicted, strict=True)], **options)


def test_words_are_counted_by_position() -> None:
    result = scores()
    # DEF, run-PST, 1SG, see-3SG=OBJ of 7 words
    assert (result.official.words.items.right, result.official.words.items.total) == (4, 7)
    assert result.official.words.macro == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)


def test_one_missing_morpheme_shifts_the_rest_of_the_sentence() -> None:
    result = scores()
    # sentence 1: DEF dog | PL→run, run→PST, PST missing; sentence 2: 1SG see 3SG OBJ right, house→home
    assert (result.official.morphemes.items.right, result.official.morphemes.items.total) == (2 + 4 + 0, 5 + 5 + 1)
    # within their words: dog right and PL missing, run and PST right
    assert (result.aligned_morphemes.right, result.aligned_morphemes.total) == (4 + 4 + 0, 11)


def test_excess_predictions_cost_nothing() -> None:
    result = score_scale(["go"], ["go up DOWN"], "official")
    assert result.words.value == result.morphemes.value == 1.0
    assert result.stems.predicted == 1 and result.grams.predicted == 0


def test_stems_and_grams_by_isupper() -> None:
    result = score_scale(["1SG go-PST.x 3"], ["1SG go-PST 3"], "official")
    # "PST.x" is not upper case, so a stem; "3" has no letters, so a stem as well
    assert (result.grams.correct, result.grams.predicted, result.grams.gold) == (1, 2, 1)
    assert (result.stems.correct, result.stems.predicted, result.stems.gold) == (2, 2, 3)
    assert result.grams.precision == 0.5 and result.grams.recall == 1.0
    assert result.grams.f1 == pytest.approx(2 / 3)


def test_unknown_is_never_right() -> None:
    assert score_scale(["[UNK] go"], ["[UNK] go"], "official").words.items.right == 1


def test_clitics_are_split_only_where_the_gold_has_them() -> None:
    assert score_scale(["fish-OBJ"], ["fish=OBJ"], "official").morphemes.value == 0.0
    assert score_scale(["fish=OBJ"], ["fish=OBJ"], "official").morphemes.items.total == 2


def test_punctuation_counts_on_the_official_scale_only() -> None:
    result = scores(["go , now ."], ["go , then ."])
    assert result.official.words.value == 0.75
    assert result.unpunctuated.words.value == 0.5
    assert result.aligned_morphemes.total == 2


def test_seen_and_unseen_words_and_repeated_sentences() -> None:
    result = scores(train=["The DOGS, ran!", "we see"])
    assert (result.seen.right, result.seen.total) == (3, 4)
    assert (result.unseen.right, result.unseen.total) == (1, 3)
    assert result.repeated_sentences == 1
    assert result.unseen_sentences[0].words.items.total == 4
    assert scores().seen is None and scores().unseen_sentences is None


def test_wrong_words_blame_the_rows_they_rest_on() -> None:
    text = "kitat kitko"
    gold = [Glossed(text, "top=LOC top=LOC")]
    igt = IGT("1", text, (glossed_word("kitat", "kit=at", "top=OBJ"), glossed_word("kitko", "kit=ko", "top=LOC")))
    predicted = Glossed.of(igt)
    predicted = Glossed(predicted.text, predicted.gloss, "1", predicted.bases, (("kit", "obj"), ("kit", "loc")))
    result = score_glosses(gold, [predicted])
    assert [(b.row, b.wrong, b.right) for b in result.blame] == [("obj", 1, 0), ("kit", 1, 1)]
    assert result.blame[0].examples == (("kitat", "top=LOC", "top=OBJ"),)
    assert [(b.basis, b.right, b.total) for b in result.bases] == [("table", 1, 2)]
    assert [c.count for c in result.confusions] == [1]


def test_worst_sentences_first_and_json() -> None:
    result = scores()
    assert [s.text for s in result.worst()] == ["go", "the dogs ran", "I see house"]
    data = json.loads(json.dumps(result.as_json()))
    assert data["official"]["words"]["value"] == pytest.approx(4 / 7)
    assert data["official"]["grams"]["f1"] == pytest.approx(result.official.grams.f1)


def test_unequal_texts_are_an_error() -> None:
    with pytest.raises(DataError, match="2 predicted sentences"):
        score_glosses([Glossed("a", "b")], [Glossed("a", "b")] * 2)


def test_blocks_are_read_and_a_file_without_glosses_is_not(tmp_path: Path) -> None:
    path = tmp_path / "gold.txt"
    path.write_text("\\t a b\n\\g A b-C\n\\l x\n\\t c\n\n\n\\t d\n\\g D", encoding="utf-8")
    assert [(g.text, g.gloss) for g in read_glossed(path)] == [("a b", "A b-C"), ("c", ""), ("d", "D")]
    path.write_text("no blocks here", encoding="utf-8")
    with pytest.raises(DataError, match="gold.txt"):
        read_glossed(path)


def independent():
    pytest.importorskip("regex", reason="glossing needs regex")
    return pytest.importorskip("glossing", reason="the independent scorer 'glossing' is not installed").evaluate_glosses


GLOSS_WORD = st.lists(st.sampled_from(["dog", "PL", "1SG", "run", "GEN"]), min_size=1, max_size=3).map("-".join)
LINE = st.lists(GLOSS_WORD | st.sampled_from([",", ".", "??", "a=B"]), min_size=1, max_size=6).map(" ".join)


@given(st.lists(st.tuples(LINE, LINE), min_size=1, max_size=5))
def test_punctuation_free_scale_is_that_of_the_independent_scorer(pairs: list[tuple[str, str]]) -> None:
    evaluate = independent()
    pairs = [("dog-PL run", "dog run"), *((g, p) for g, p in pairs if any(c.isalnum() or c == "?" for c in g))]
    gold, predicted = [g for g, _ in pairs], [p for _, p in pairs]
    theirs, ours = evaluate(predicted, gold), score_scale(gold, predicted, "punctuation-free")
    for level, mine in (("words", ours.words), ("morphemes", ours.morphemes)):
        assert mine.value == pytest.approx(theirs[level]["accuracy"]["micro"])
        assert mine.macro == pytest.approx(theirs[level]["accuracy"]["macro"])


@pytest.mark.parametrize("language", ["ddo", "git", "lez", "ntu", "nyb", "usp"])
def test_real_glosses_count_as_the_independent_scorer_counts(shared_data: Path, language: str) -> None:
    evaluate = independent()
    gold = [g.gloss for g in read_glossed(shared_data / "sigmorphon2023" / f"{language}-dev-track2-uncovered")]
    # a prediction with every kind of error: words dropped, morphemes changed, merged and doubled
    predicted = [" ".join(damage(i + j, w) for j, w in enumerate(line.split())) for i, line in enumerate(gold)]
    theirs, ours = evaluate(predicted, gold), score_scale(gold, predicted, "punctuation-free")
    assert ours.words.value == pytest.approx(theirs["words"]["accuracy"]["micro"])
    assert ours.morphemes.value == pytest.approx(theirs["morphemes"]["accuracy"]["micro"])
    assert ours.stems.f1 == pytest.approx(theirs["morphemes"]["classes"]["stem"]["f1"])
    boundaries = sum(split_morphemes(line, "punctuation-free").count(BOUNDARY) for line in gold)
    assert ours.grams.gold + boundaries == sum(
        item.isupper() for line in gold for item in split_morphemes(line, "punctuation-free")
    )


def damage(seed: int, word: str) -> str:
    changes = (word, word, word, "", f"{word}-X", word.replace("-", "."), word.lower(), word.partition("-")[0])
    return changes[seed % len(changes)]
