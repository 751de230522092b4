"""A few pages of an invented language, Tolu, for the tests of what a model is asked and what is made of its answers."""

from __future__ import annotations

from morph.model import Source
from rules.items import Abbreviation, Example, Paragraph, Rich, Section, SourceRead, Span, Table

FILE = "tolu.tex"


def at(line: int, label: str = "") -> Source:
    return Source("book", FILE, line, label)


def example(id_: str, line: int, section: str, segmented: str, gloss: str, translation: str) -> Example:
    surface = segmented.replace("-", "").replace("=", "")
    morphs = tuple(segmented.split())
    return Example(
        id_, surface, morphs, tuple(gloss.split()), translation, at(line), tuple(surface.split()), section=section
    )


def rich(text: str) -> Rich:
    """``*x*`` is a form."""
    return tuple(Span(part, "form" if i % 2 else "plain") for i, part in enumerate(text.split("*")) if part)


def prose(text: str, line: int, section: str) -> Paragraph:
    return Paragraph(rich(text), section, at(line))


SECTIONS = (
    Section("", "Acknowledgements", 0, "", "Acknowledgements", at(1)),
    Section("1", "History", 0, "", "History", at(10)),
    Section("2", "Nouns", 0, "", "Nouns", at(20)),
    Section("2.1", "Number", 1, "sec:num", "Nouns › Number", at(21)),
    Section("2.2", "Case", 1, "", "Nouns › Case", at(40)),
    Section("3", "Clauses", 0, "", "Clauses", at(60)),
    Section("3.1", "Conditionals", 1, "", "Clauses › Conditionals", at(61)),
)
PARAGRAPHS = (
    prose("My thanks go to everyone in the village who said *tolin* to me so often.", 2, "Acknowledgements"),
    prose("The island was settled long ago. " * 200, 11, "1"),
    prose("Nouns take number and case.", 20, "2"),
    prose("The plural suffix *-ru* is *-du* after *n*. It comes before case.", 22, "2.1"),
    prose("The locative enclitic *=ko* marks places; English has ‘in’ or ‘at’.", 41, "2.2"),
    prose("A condition is marked with *=ti* at the end of the first clause.", 62, "3.1"),
)
EXAMPLES = (
    example("tolu:25", 25, "2.1", "tolin-du mara-ru", "stone-PL woman-PL", "stones and women"),
    example("tolu:45", 45, "2.2", "mara kewi=ko sole", "woman house=LOC sit", "The woman sits in the house."),
    example("tolu:48", 48, "2.2", "mara-ru kewi-ru=ko sole", "woman-PL house-PL=LOC sit", "Women sit in houses."),
    example("tolu:65", 65, "3.1", "mara sole=ti do pane", "woman sit=COND 1SG go", "If the woman sits, I go."),
    example("tolu:67", 67, "3.1", "do pane=ti mara sole", "1SG go=COND woman sit", "If I go, the woman sits."),
)
TABLES = (
    Table(
        (tuple(map(rich, ("form", "label"))), tuple(map(rich, ("*-ru*", "PL")))), "Number", "tab:n", "2.1", 1, at(30)
    ),
)
ABBREVIATIONS = (
    Abbreviation("PL", "plural", at(5)),
    Abbreviation("LOC", "locative", at(6)),
    Abbreviation("COND", "conditional", at(7)),
)
BOOK = SourceRead("tolu", "book", SECTIONS, PARAGRAPHS, EXAMPLES, TABLES, ABBREVIATIONS)
