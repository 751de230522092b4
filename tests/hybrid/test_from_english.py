"""From English into an invented language: what is learned, what is generated, what is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("spacy", reason="needs the extra 'english'")

from hybrid.from_english import english as english_module
from hybrid.from_english.english import analyze_english
from hybrid.from_english.translator import FromEnglish
from morph.errors import MissingExtraError
from tests.hybrid import toy


@pytest.fixture(scope="module")
def glossed() -> FromEnglish:
    return FromEnglish.learn(toy.language(), [], toy.Morphology())


@pytest.fixture(scope="module")
def paired() -> FromEnglish:
    return FromEnglish.learn(toy.language(()), toy.pairs(), toy.Morphology())


NEW = (
    ("The bird sees the fish.", "Luso oruat mire."),
    ("The child finds the tree.", "Nera yakat gona."),
    ("The cat is in the boat.", "Sitak tombako."),
    ("The mother does not carry the stone.", "Wena padiat sulanin."),
    ("I want to eat the bird.", "An lusoat tafokin."),
    ("The big cat sees the dog.", "Sitak temu baliat mire."),
    ("Kiba carries the bird.", "Kiba lusoat sula."),
)


@pytest.mark.parametrize(("source", "expected"), NEW)
def test_new_sentences_from_glossed_examples(glossed: FromEnglish, source: str, expected: str) -> None:
    assert glossed.translate([source])[0].text == expected


@pytest.mark.parametrize(("source", "expected"), NEW[:4])
def test_new_sentences_from_plain_pairs(paired: FromEnglish, source: str, expected: str) -> None:
    assert paired.translate([source])[0].text == expected


def test_possessors_plurals_and_sound_rules(glossed: FromEnglish) -> None:
    assert glossed.translate(["My cat eats the fish."])[0].text == "Sitakna oruat tafo."
    assert glossed.translate(["The cats see the boat."])[0].text == "Sitaka tombaat mire."


def test_the_clitic_of_a_phrase_stands_on_its_last_word(glossed: FromEnglish) -> None:
    assert glossed.translate(["The child sees the big bird."])[0].tokens == ("nera", "luso", "temuat", "mire")


def test_words_that_only_the_lexicon_knows(glossed: FromEnglish) -> None:
    translation = glossed.translate(["The dog sees the canoe."])[0]
    assert translation.text == "Bali dolikat mire."
    assert translation.origins[1].startswith("lexicon:")


def test_phrases_that_the_lexicon_has_as_one_word(glossed: FromEnglish) -> None:
    assert glossed.translate(["The child eats the sea urchin."])[0].text == "Nera haruat tafo."


def test_unknown_words_are_carried_over_and_marked(glossed: FromEnglish) -> None:
    translation = glossed.translate(["The dog sees the quagga."])[0]
    assert translation.unknown and translation.unknown[0].startswith("quagga")
    place = translation.origins.index("unknown")
    assert translation.confidences[place] == 0.0


def test_names_keep_their_capital_also_inside(glossed: FromEnglish) -> None:
    translation = glossed.translate(["The dog finds Maria."])[0]
    assert translation.text == "Bali Mariaat gona."
    assert translation.origins[1] == "name"


def test_blank_lines_order_and_determinism(glossed: FromEnglish) -> None:
    lines = ["", "The dog sees the cat.", "  ", "I see the bird."]
    once, again = glossed.translate(lines), glossed.translate(lines)
    assert [t.text for t in once] == ["", "Bali sitakat mire.", "", "An lusoat mire."]
    assert once == again


def test_punctuation_as_in_the_source(glossed: FromEnglish) -> None:
    lines = ["The dog sees the cat!", "the dog sees the cat", "I see the bird, the dog sees the cat."]
    texts = [translation.text for translation in glossed.translate(lines)]
    assert texts == ["Bali sitakat mire!", "bali sitakat mire", "An lusoat mire, bali sitakat mire."]


def test_odd_input_is_translated_somehow(glossed: FromEnglish) -> None:
    for line in ("?!", "...", "a", "“The dog” (sees) [it] – 3,000 €", "the " * 200, "狗 看见 猫", "\t x \u0000"):
        assert len(glossed.translate([line])) == 1


def test_without_any_sentence_lexicon_and_labels_are_enough() -> None:
    empty = FromEnglish.learn(toy.language(()), [], toy.Morphology())
    translation = empty.translate(["The dog sees the quagga."])[0]
    assert translation.unknown == ("quaggaat",)
    assert set(translation.tokens) == {"bali", "mire", "quaggaat"}


def test_what_was_learned_is_kept_until_something_changes(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "from-english.npz"
    lines = [source for source, _ in NEW]
    fresh = FromEnglish.learn(toy.language(), [], toy.Morphology(), cache=cache, key="1")
    written = cache.stat().st_mtime_ns
    kept = FromEnglish.learn(toy.language(), [], toy.Morphology(), cache=cache, key="1")
    assert kept.translate(lines) == fresh.translate(lines)
    assert cache.stat().st_mtime_ns == written
    FromEnglish.learn(toy.language(), toy.pairs()[:3], toy.Morphology(), cache=cache, key="1")
    assert cache.stat().st_mtime_ns != written
    cache.write_bytes(b"damaged")
    again = FromEnglish.learn(toy.language(), [], toy.Morphology(), cache=cache, key="1")
    assert again.translate(lines) == fresh.translate(lines)
    assert list(cache.parent.iterdir()) == [cache]


def test_a_row_of_the_transfer_table_takes_effect_without_any_example() -> None:
    silent = [pair for pair in toy.SENTENCES if "=ko" not in pair[1]]
    source = ["The dog eats the fish on the stone."]
    told = FromEnglish.learn(toy.language(silent), [], toy.Morphology(), rows=[("LOC", "on")]).translate(source)[0]
    assert "padiko" in told.tokens
    by_meaning = FromEnglish.learn(toy.language(silent), [], toy.Morphology(), abbreviations=[("LOC", "locative")])
    assert "padiko" in by_meaning.translate(["The dog eats the fish in the stone."])[0].tokens


def test_without_the_model_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    english_module._model.cache_clear()
    monkeypatch.setattr(english_module, "MODEL", "no_such_model")
    try:
        with pytest.raises(MissingExtraError, match="english"):
            analyze_english(["Hello."])
    finally:
        english_module._model.cache_clear()
