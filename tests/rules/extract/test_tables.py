"""Affix tables, paradigms, headings and prose, read by content."""

from __future__ import annotations

from morph.model import Source
from rules.extract.labels import LabelBook
from rules.extract.mentions import claims_of_prose
from rules.extract.paradigms import table_paradigm
from rules.extract.tables import claims_of_table
from rules.items import Paragraph, Rich, Section, SourceRead, Span, Table

SOURCE = Source("book", "a.tex", 1)


def cell(text: str) -> Rich:
    """``*x*`` is an italic form, ``^X^`` a label, anything else plain."""
    spans = []
    for part in text.split("|"):
        style = {"*": "form", "^": "label"}.get(part[:1], "plain")
        spans.append(Span(part.strip("*^"), style))  # type: ignore[arg-type]
    return tuple(spans)


def table(*rows: tuple[str, ...], caption: str = "", header: int = 1) -> Table:
    return Table(tuple(tuple(map(cell, row)) for row in rows), caption, "tab:x", "1", header, SOURCE)


def test_columns_are_told_by_content() -> None:
    claims = claims_of_table(
        table(
            ("", "gloss", "form", "attaches to", "also", "reference"),
            ("1", "locative", "*=ko*", "NP", "*=nggo*|, |*=o*", "§6.2"),
            ("2", "past", "*-ti*", "verbs", "", "§7"),
        )
    )
    assert [(c.form, c.kind, c.alternants, c.hosts) for c in claims] == [
        ("ko", "enclitic", ("nggo", "o"), ("n",)),
        ("ti", "suffix", (), ("v",)),
    ]
    assert claims[0].descriptions[0] == "locative"


def test_a_label_column_comes_first_and_object_language_is_no_meaning() -> None:
    claims = claims_of_table(
        table(
            ("form", "use", "label", "example"),
            ("*-ti*", "past events", "^PST^", "*kona-ti*"),
            ("*-na*", "mine", "^POSS^", "*tala-na*"),
        )
    )
    assert claims[0].descriptions[:2] == ("PST", "past events")
    assert not any("kona" in text for text in claims[0].descriptions)


def test_several_labels_in_one_cell_are_several_claims() -> None:
    claims = claims_of_table(table(("form", "function"), ("*-un*", "^3POSS^|, |^1PL.POSS^"), ("*-ti*", "^PST^")))
    assert [(c.form, c.descriptions[0]) for c in claims] == [("un", "3POSS"), ("un", "1PL.POSS"), ("ti", "PST")]


def test_an_empty_form_cell_goes_on_with_the_form_above() -> None:
    claims = claims_of_table(
        table(("form", "function"), ("*=ki*", "instrumental"), ("", "benefactive"), ("*=ko*", "locative"))
    )
    assert [(c.form, c.descriptions[0]) for c in claims][:2] == [("ki", "instrumental"), ("ki", "benefactive")]


def test_tables_without_bound_forms_or_with_ragged_rows() -> None:
    assert claims_of_table(table(("word", "gloss"), ("tala", "boat"))) == []
    assert claims_of_table(table(("form", "gloss"), ("*-ti*",), ("*-na*", "my", "more"), ()))


def test_headings_and_prose() -> None:
    heading = Section("6.2", "Locative =ko `LOC'", 1, "", "", SOURCE)
    rich = (Span("the "), Span("past suffix "), Span("-ti", "form"), Span(" ("), Span("PST", "label"), Span(")."))
    read = SourceRead("a", "book", sections=(heading,), paragraphs=(Paragraph(rich, "1", SOURCE),))
    claims = claims_of_prose(read)
    assert [(c.form, c.via) for c in claims] == [("ko", "section"), ("ti", "mention")]
    assert claims[1].descriptions[0] == "PST"


LABELS = LabelBook.of([], {"PST": 1, "1SG": 1, "PL": 2})


def test_word_paradigm_with_two_headings() -> None:
    found = table_paradigm(
        table(("", "past", "present"), ("1 singular", "*konati*", "*kona*"), ("2 singular", "*konatu*", "*konu*")),
        LABELS,
    )
    assert found is not None
    assert [(c.features, c.form) for c in found.cells][0] == (("1SG", "PST"), "konati")


def test_a_table_without_features_is_no_paradigm() -> None:
    assert table_paradigm(table(("river", "stone"), ("*tala*", "*kona*"), ("*su*", "*ne*")), LABELS) is None
