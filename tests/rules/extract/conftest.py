"""An invented language, small but whole: examples, an affix table, a dictionary, prose."""

from __future__ import annotations

import pytest

from morph.model import Source
from rules.items import Abbreviation, Entry, Example, Paragraph, Sense, SourceRead, Span, Table

SENTENCES = (
    ("mi kona-ti buru=ko", "1SG see-PST house=LOC", "I saw it in the house."),
    ("tala-na=ko su pano-ti", "boat-1SG.POSS=LOC 3SG sit-PST", "He sat in my boat."),
    ("su buru-na=lo kona", "3SG house-1SG.POSS=OBJ see", "He sees my house."),
    ("Mara tala=lo tovu-ti", "Mara boat=OBJ buy-PST", "Mara bought a boat."),
    ("mi Mara=lo kona-ti=ma", "1SG Mara=OBJ see-PST=Q", "Did I see Mara?"),
    ("ke-pano su", "IMP-sit 3SG", "Sit, you!"),
    ("tala-na=lo tovu=ma", "boat-1SG.POSS=OBJ buy=Q", "Buy my boat?"),
    ("su venta buru=ko", "3SG go.PST house=LOC", "He went home."),
    ("su ne buru=ko", "3SG go house=LOC", "He goes home."),
    ("tala-tala", "boat~RED", "boats"),
)  # fmt: skip


def example(number: int, morphs: str, glosses: str, translation: str = "", **more: object) -> Example:
    source = Source("book", "g.tex", number)
    return Example(f"g{number}", "", tuple(morphs.split()), tuple(glosses.split()), translation, source, **more)  # type: ignore[arg-type]


def row(*cells: str) -> tuple[tuple[Span, ...], ...]:
    return tuple((Span(cell),) for cell in cells)


@pytest.fixture(scope="session")
def invented() -> list[SourceRead]:
    """A book and a dictionary of the invented language."""
    examples = tuple(example(i, *sentence) for i, sentence in enumerate(SENTENCES, 1))
    rows = (
        row("form", "variants", "function"),
        row("-ti", "-di", "past tense"),
        row("=ko", "=nggo", "locative"),
        row("-ve", "", "`all'"),
    )
    table = Table(rows, "Affixes and clitics", "tab:affixes", "2", 1, Source("book", "g.tex", 40))
    prose = (
        Span("The reciprocal prefix "),
        Span("nau-", "form"),
        Span(" ("),
        Span("RECP", "label"),
        Span(") is rare."),
    )
    book = SourceRead(
        "g.tex", "book", examples=examples, tables=(table,),
        paragraphs=(Paragraph(prose, "2", Source("book", "g.tex", 50)),),
        abbreviations=(Abbreviation("LOC", "locative", Source("book", "g.tex", 2)),),
    )  # fmt: skip

    def entry(id_: str, headword: str, pos: str, definition: str, **more: object) -> Entry:
        return Entry(id_, headword, pos, (Sense(definition),), (Source("dict", id_),), **more)  # type: ignore[arg-type]

    entries = (
        entry("d1", "kona", "Transitive verb", "to see, to look", variants=("kuna",)),
        entry("d2", "tala", "Noun", "a boat", relations=(("loan", "ind"),)),
        entry("d3", "ne", "Verb", "to go"),
        entry("d4", "=lo", "Grammatical marker", "[object]"),
        entry("d5", "Ø", "Ditransitive verb", "to give"),
        entry("d6", "dun-", "Kinship noun", "opposite-sex sibling"),
        entry("d7", "tala ora", "Noun", "big boat"),
        entry("d8", "tala", "Verb", "to float"),
    )
    return [book, SourceRead("dict", "dictionary", entries=entries)]
