"""The baselines: word by word, nearest neighbour."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics import CHRF

from hybrid.baselines import NearestNeighbour, WordByWord, character_ngrams, similarity, word_by_word
from hybrid.from_english.lexical import LexicalIndex
from morph.igt import glossed_word
from morph.model import IGT, GlossedWord, Lexeme


def test_word_by_word_keeps_order_and_unknown_words() -> None:
    words = (glossed_word("balat", "bal=at", "dog=OBJ"), GlossedWord("xyz"), glossed_word("a", "a", "go_up"))
    made = word_by_word(IGT("1", "", words))
    assert made.text == "dog xyz go up" and made.unknown == ("xyz",)
    assert word_by_word(IGT("1", "", (glossed_word("blun", "bl-un", "?-3POSS"),))).text == "bl"
    assert word_by_word(IGT("1", "", ())).text == ""


def test_word_by_word_out_of_english_looks_inflected_words_up() -> None:
    lexemes = [Lexeme("1", "bal", "n", "dog"), Lexeme("2", "kiem", "v", "to run")]
    made = WordByWord(LexicalIndex.of(lexemes)).translate(["Lani's dogs run.", ""])
    assert [translation.text for translation in made] == ["Lani's bal kiem", ""]
    assert made[0].unknown == ("Lani's",)


def test_nearest_neighbour() -> None:
    neighbour = NearestNeighbour([("bal kiem", "The dog runs."), ("tumun min", "The child sleeps."), ("", "x")])
    made = neighbour.translate(["balat kiemo", "", "tumun"])
    assert [translation.text for translation in made] == ["The dog runs.", "", "The child sleeps."]
    assert set(made[0].origins) == {"neighbour"}
    assert made[0].unrendered == ("balat", "kiemo"), "words that the neighbour does not have in this form"
    assert NearestNeighbour([]).translate(["bal"])[0].text == ""


@given(st.text("abc ", min_size=7, max_size=20), st.text("abc ", min_size=7, max_size=20))
def test_similarity_agrees_with_sacrebleu(one: str, other: str) -> None:
    """With beta 1 sacreBLEU's chrF is the F-score of averaged precision and recall, ours the average F: close."""
    if len(one.replace(" ", "")) < 6 or len(other.replace(" ", "")) < 6:
        return
    theirs = CHRF(word_order=0, beta=1).sentence_score(one, [other]).score / 100
    assert abs(similarity(character_ngrams(one), character_ngrams(other)) - theirs) < 0.12
