"""Training: honest folds, a model that helps, new rows at once, too little to learn from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from morph.choose import ContextChooser
from morph.errors import OnebookError
from morph.model import Lexeme, Source
from rules.items import Example, SourceRead
from rules.train import Trained, fold_glosser, folds, language_of, learn_choice, text_key, without, without_rules

STEMS = {"kat": "dog", "bat": "hen", "lut": "cow", "min": "cat", "sor": "pig"}


def examples() -> list[Example]:
    """'ra' is 'the' before a plural and 'this' before a singular."""
    rows = []
    for number, (stem, gloss) in enumerate(STEMS.items()):
        for other, meaning in STEMS.items():
            plural = (number + len(other)) % 2 == 0
            noun = (f"{stem}i", f"{stem}-i", f"{gloss}-PL") if plural else (stem, stem, gloss)
            rows.append(
                (("ra", "ra", "the" if plural else "this"), noun, (f"{other}an", f"{other}-an", f"{meaning}-PST"))
            )
    return [
        Example(
            f"t-{n}", " ".join(w[0] for w in row), tuple(w[1] for w in row), tuple(w[2] for w in row), "",
            Source("text", "t", n), tuple(w[0] for w in row),
        )
        for n, row in enumerate(rows, 1)
    ]  # fmt: skip


READ = SourceRead("t", "texts", examples=tuple(examples()))


@pytest.fixture(scope="module")
def trained() -> Trained:
    return learn_choice([READ], count=3, epochs=4)


def test_folds_part_the_distinct_texts() -> None:
    parts = folds(READ.examples, 4, 1)
    assert set().union(*parts) == {text_key(e) for e in READ.examples}
    assert sum(map(len, parts)) == len(set().union(*parts))
    left = without([READ], parts[0])[0].examples
    assert not {text_key(e) for e in left} & parts[0]


def test_training_is_deterministic(trained: Trained) -> None:
    assert learn_choice([READ], count=3, epochs=4).text.weights == trained.text.weights


def test_the_trained_chooser_glosses_in_context(trained: Trained) -> None:
    glosser = fold_glosser(language_of(without_rules([READ])))
    glosser.chooser = ContextChooser(trained.text, glosser.hints)
    igt = glosser.line("ra sori")
    assert igt.words[1].gloss == "pig-PL"
    assert 0.0 < igt.words[1].confidence <= 1.0


def test_a_new_entry_works_without_training_again(trained: Trained) -> None:
    language = language_of(without_rules([READ]))
    entry = Lexeme("new", "wisk", "n", "horse")
    before = fold_glosser(language)
    after = fold_glosser(replace(language, lexemes=(*language.lexemes, entry)))
    for glosser, expected in ((before, False), (after, True)):
        glosser.chooser = ContextChooser(trained.text, glosser.hints)
        glosser.segment_chooser = ContextChooser(trained.segmented, glosser.hints)
        assert (glosser.line("ra wiski").words[1].gloss == "horse-PL") is expected
        assert (glosser.segmented_line("ra wiski", "ra wisk-i").words[1].gloss == "horse-PL") is expected


def test_too_few_sentences_are_said() -> None:
    with pytest.raises(OnebookError, match="too few"):
        learn_choice([replace(READ, examples=READ.examples[:3])])
