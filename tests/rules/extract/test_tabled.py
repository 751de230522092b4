"""What tables say of surface forms and environments."""

from __future__ import annotations

import doctest

from morph.igt import split_word
from morph.model import Lexeme, Source
from rules.extract import tabled
from rules.extract.inventory import Group
from rules.extract.labels import LabelBook
from rules.extract.rows import Named
from rules.extract.tokens import Word
from rules.items import Span, Table

AT = Source("book", "a.tex", 5)


def row(*cells: str) -> tuple[tuple[Span, ...], ...]:
    return tuple((Span(cell.strip("*"), "form" if cell.startswith("*") else "plain"),) for cell in cells)


def group(gloss: str, form: str) -> Group:
    return Group(gloss, "suffix", (form,), ((form, AT),))


NAMED = Named.of([group("DAT", "ke"), group("PST", "ti"), group("1SG", "m"), group("2SG", "n")])
LABELS = LabelBook.of([], {"DAT": 2, "PST": 2, "FUT": 1, "1SG": 2, "2SG": 2})
WORDS = (Word("lomatim", "loma-ti-m", "go-PST-1SG", split_word("loma-ti-m", "go-PST-1SG"), AT, 0, 0),)


def test_doctests() -> None:
    assert doctest.testmod(tabled).failed == 0


def test_a_column_headed_by_a_word_shows_its_forms() -> None:
    table = Table((row("", "*moka", "*tuli"), row("dative", "*mokaka", "*tulike"), row("PL", "*mokalu", "*tulilu")),
                  "", "", "", 1, AT)  # fmt: skip
    lexemes = (Lexeme("m", "moka", "n", "house"), Lexeme("t", "tuli", "n", "dog"))
    found = tabled.table_words([table], LABELS, NAMED, lexemes, ())
    assert [(w.surface, w.segmented, w.gloss) for w in found] == [
        ("mokaka", "moka-ke", "house-DAT"),
        ("tulike", "tuli-ke", "dog-DAT"),
    ]


def test_headings_on_both_sides_make_words_of_two_suffixes_in_attested_order() -> None:
    table = Table((row("", "PST", "FUT"), row("1SG", "*lomatim", "*lomasom"), row("2SG", "*lomatin", "*lomason")),
                  "loma", "", "", 1, AT)  # fmt: skip
    found = tabled.table_words([table], LABELS, NAMED, (Lexeme("l", "loma", "v", "go"),), WORDS)
    assert [w.segmented for w in found] == ["loma-ti-m"]


def test_forms_under_several_headings() -> None:
    table = Table((row("", "after consonant", "after vowel", "after 3SG.POSS", "otherwise"),
                   row("GEN", "-in", "-nin", "-nin", ""), row("LOC", "-de", "-de", "-nde", ""),
                   row("ABL", "-ti", "-ni", "", "-ni")), "", "", "", 1, AT)  # fmt: skip
    found = tabled.stated_environments([table], {"3SG.POSS": ("-i", "-si")})
    assert found == {
        ("GEN", "in"): "C_",
        ("GEN", "nin"): "V_ | -i_ | -si_",
        ("LOC", "nde"): "-i_ | -si_",
        ("ABL", "ti"): "C_",
    }
