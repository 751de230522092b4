"""The tiny Swahili grammar of the tests is sound: prefixes contract as the book says, and a reader loses nothing."""

from __future__ import annotations

import re
from pathlib import Path

from rules.items import Example, SourceRead
from rules.sources.latex import read_latex_book

BOOK = Path(__file__).resolve().parents[1] / "data" / "swahili" / "main.tex"
GLIDES = {"ki": "ch", "vi": "vy", "u": "w", "m": "mw", "li": "l", "zi": "z", "wa": "w", "ya": "y"}


def realise(morphs: str, glosses: str) -> str:
    """The spelling of a segmented word: noun and pronominal prefixes, and the object marker m-, before a vowel."""
    parts, labels, done = morphs.split("-"), glosses.split("-"), ""
    for index, (part, label) in enumerate(zip(parts, labels, strict=True)):
        before_vowel = index + 1 < len(parts) and parts[index + 1][0] in "aeiou"
        contracts = label[:2] in ("NC", "PC") or label == "OM1"
        done += GLIDES.get(part, part) if before_vowel and contracts else part
    return done


def spelled(examples: tuple[Example, ...]) -> list[Example]:
    return [example for example in examples if example.surface]


def read() -> SourceRead:
    return read_latex_book(BOOK)


def test_everything_is_read() -> None:
    source = read()
    text = BOOK.read_text(encoding="utf-8")
    assert len(source.examples) == len(re.findall(r"\\glll? ", text)) >= 60
    assert all(example.aligned and example.translation for example in source.examples)
    assert len(spelled(source.examples)) == text.count("\\glll ")
    assert len(source.entries) >= 120
    assert len(source.tables) == 3


def test_labels_of_the_leipzig_package_are_expanded() -> None:
    for example in read().examples:
        for gloss in example.glosses:
            assert "\\" not in gloss and "{" not in gloss, f"{example.source}: {gloss}"
    assert any("SM.1SG-PST-OM8" in gloss for example in read().examples for gloss in example.glosses)


def test_prefixes_contract_as_the_book_says() -> None:
    for example in spelled(read().examples):
        words = [re.sub(r"[^\w']", "", word).lower() for word in example.surface.split()]
        expected = [realise(m, g).lower() for m, g in zip(example.morphs, example.glosses, strict=True)]
        assert words == expected, f"{example.source}: {example.surface}"
