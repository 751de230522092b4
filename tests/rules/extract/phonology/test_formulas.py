"""Rules and derivations as books state them, read from prose, lists and tables."""

from __future__ import annotations

import pytest

from morph.letters import letters
from morph.model import Source
from rules.extract.phonology.displays import DisplayError, DisplayReader, rule_cells
from rules.extract.phonology.formulas import read_formulas
from rules.extract.phonology.letters import learn_inventory
from rules.extract.phonology.orthography import Orthography, learn_orthography, spelt_pairs
from rules.items import Example, Paragraph, Rich, SourceRead, Span, Table

READER = DisplayReader(learn_inventory([letters("aeioupbtdkgcjmnwrsz")]), Orthography({"ŋ": "ng", "ɟ": "j", "j": "y"}))


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("/p/ → [w] / V_+V", ("p", "w", "V", "+V")),
        ("p -> b / N+_", ("p", "b", "N+", "")),
        ("/p, t, k/ → [b, d, g] / m__", ("p/t/k", "b/d/g", "m", "")),
        ("a > ∅ / _+V", ("a", "∅", "", "+V")),
        ("∅ → e / C+_C", ("∅", "e", "C+", "C")),
        ("s → z / {V,m}_V", ("s", "z", "V | m", "V")),
        ("t → d / [mn]_ (optional)", ("t", "d", "[mn]", "")),
        ("[+stop, -voiced] → [+voiced] / [+nasal]_", ("c/k/p/t", "j/g/b/d", "N", "")),
        ("k → ŋ / _#", ("k", "ng", "", "#")),
        ("/a/ ⇒ [e] / [ei]C*+C*_", ("a", "e", "[ei]C*+C*", "")),
    ],
)
def test_displays(text: str, cells: tuple[str, str, str, str]) -> None:
    assert [rule_cells(rule) for rule in READER.read(text)] == [cells]


@pytest.mark.parametrize(
    "text",
    [
        "N → V", "σ → (C)V(C)", "1st person > 2nd person > 3rd person", "→ [p̚] / _#", "the verb becomes a noun",
        "We write <a> for [a] / and so on",
    ],
)  # fmt: skip
def test_what_is_no_display(text: str) -> None:
    assert READER.read(text) == ()


@pytest.mark.parametrize("text", ["/d/ → [-voiced] / _]σ", "p → b / _STEM", "p, t → b / Q_", "SUBJ > OBJ / _"])
def test_what_the_notation_cannot_say(text: str) -> None:
    with pytest.raises(DisplayError):
        READER.read(text)


def test_optional_is_kept() -> None:
    assert READER.read("s → z / V_V (optional)")[0].optional


def rich(*parts: tuple[str, str]) -> Rich:
    return tuple(Span(text, style) for style, text in parts)  # type: ignore[arg-type]


def paragraph(line: int, *parts: tuple[str, str]) -> Paragraph:
    return Paragraph(rich(*parts), "2", Source("book", "b.tex", line), "list")


def read(paragraphs: tuple[Paragraph, ...] = (), tables: tuple[Table, ...] = ()) -> SourceRead:
    example = Example(
        "e1", "", ("nolap=ta", "mi-kesi"), ("house=LOC", "2SG-dog"), "", Source("book", "b.tex", 1)
    )  # fmt: skip
    return SourceRead("b.tex", "latex", paragraphs=paragraphs, tables=tables, examples=(example,))


def test_rules_with_one_context_become_one_row_and_keep_all_addresses() -> None:
    lines = tuple(paragraph(10 + i, ("plain", f"/{a}/ → [{b}] / _+V")) for i, (a, b) in enumerate(("pb", "td", "kg")))
    [rule] = read_formulas(read(lines)).rules
    assert (rule.target, rule.output, rule.after, rule.status) == ("p/t/k", "b/d/g", "+V", "proposed")
    assert rule.source == "book:b.tex:10 ; book:b.tex:11 ; book:b.tex:12"


def test_archiphonemes_become_the_letters_that_they_stand_for() -> None:
    lines = (
        paragraph(5, ("plain", "/A/ → [a] / [ao]C*+C*_")),
        paragraph(6, ("plain", "/A/ → [e] / [ei]C*+C*_")),
    )
    found = [(r.target, r.output) for r in read_formulas(read(lines)).rules]
    assert found == [("e", "a"), ("a", "e")]


def test_a_derivation_takes_separators_and_glosses_from_the_examples() -> None:
    line = paragraph(
        7, ("form", "kesi"), ("plain", " ‘"), ("gloss", "dog"), ("plain", "’ + "), ("form", "ta"), ("plain", " → "),
        ("form", "kesira"),
    )  # fmt: skip
    [word] = read_formulas(read((line,))).derivations
    assert (word.surface, word.segmented, word.gloss) == ("kesira", "kesi=ta", "dog=LOC")


def test_a_table_row_without_arrow_and_a_result_of_two_words() -> None:
    cells = (
        rich(("plain", "/"), ("phonemic", "noˈlap"), ("plain", "/ ‘"), ("gloss", "house"), ("plain", "’ + /"),
             ("phonemic", "ta"), ("plain", "/ ‘"), ("label", "LOC"), ("plain", "’")),
        rich(("plain", "["), ("phonetic", "mi noˈlabda"), ("plain", "] ‘"), ("gloss", "in your house"), ("plain", "’")),
    )  # fmt: skip
    table = Table((cells,), "", "", "2", 0, Source("book", "b.tex", 30), (Source("book", "b.tex", 31),))
    [word] = read_formulas(read(tables=(table,))).derivations
    assert (word.surface, word.segmented, word.gloss) == ("nolabda", "nolap=ta", "house=LOC")
    assert word.source == "book:b.tex:31"


def test_reduplication_as_a_summand() -> None:
    line = paragraph(
        8, ("plain", "/"), ("phonemic", "kesi"), ("plain", "/ ‘"), ("gloss", "dog"), ("plain", "’ + reduplication → ["),
        ("phonetic", "kesigesi"), ("plain", "]"),
    )  # fmt: skip
    [word] = read_formulas(read((line,))).derivations
    assert (word.segmented, word.gloss) == ("kesi~kesi", "dog~RED")


def test_what_is_not_understood_is_reported_with_its_place() -> None:
    [finding] = read_formulas(read((paragraph(9, ("plain", "/d/ → [t] / _]σ")),))).findings
    assert finding.code == "rule.not-understood" and str(finding.source) == "book:b.tex:9"


def test_orthography_from_mentions_and_pronunciations() -> None:
    lines = tuple(
        paragraph(i, ("form", spelt), ("plain", " ["), ("phonetic", said), ("plain", "] ‘"), ("gloss", "x"))
        for i, (spelt, said) in enumerate((("mang", "maŋ"), ("yala", "ˈja.la"), ("leng", "lɛŋ"), ("kate", "ˈka.tɛ")), 1)
    )
    spelling = learn_orthography(spelt_pairs(read(lines)))
    assert spelling.spell("ˈjɛ.taŋ") == "yetang"
