"""A small invented book in several files: everything the reader makes of it, with addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from morph.errors import DataError
from rules.items import SourceRead, plain
from rules.sources.latex import read_latex_book

MINIBOOK = Path(__file__).parent / "data" / "latex" / "minibook"


@pytest.fixture(scope="module")
def book() -> SourceRead:
    return read_latex_book(MINIBOOK)


def test_counts_tell_what_was_seen_and_read(book: SourceRead) -> None:
    counts = dict(book.counts)
    assert counts["examples.seen"] == 5
    assert counts["examples.aligned"] == 4
    assert counts["examples.unaligned"] == 1
    assert counts["tables.seen"] == counts["tables.read"] == 2
    assert counts["entries"] == 17
    assert counts["files"] == 6


def test_example_keeps_label_section_and_reference(book: SourceRead) -> None:
    example = book.examples[0]
    assert example.morphs == ("ka=ta", "li=kin")
    assert example.glosses == ("dog=OBJ", "see=VOL")
    assert example.translation == "I want to see the dog."
    assert (example.label, example.section, example.reference) == ("ex:see", "1.1", "T 3:12")
    assert str(example.source) == "book:chapters/01nouns.tex:6 ex:see"


def test_judgement_and_surface_line(book: SourceRead) -> None:
    bad, surfaced = book.examples[1], book.examples[2]
    assert (bad.judgement, bad.label, bad.morphs) == ("*", "ex:bad", ("li", "ka=ta"))
    assert surfaced.surface == "Kata lina."
    assert surfaced.surface_words == ("Kata", "lina")
    assert surfaced.morphs == ("ka=ta", "li-na")
    assert surfaced.reference == "story_1:07"


def test_unaligned_example_stays_and_is_reported(book: SourceRead) -> None:
    (broken,) = (example for example in book.examples if not example.aligned)
    (finding,) = (finding for finding in book.findings if finding.code == "latex.example-unaligned")
    assert (broken.morphs, broken.glosses, broken.translation) == (("ka", "li"), ("dog",), "broken")
    assert finding.source.line == broken.source.line == 19
    assert "2 words" in finding.message and "gloss line 1" in finding.message


def test_meta_language_follows_babel(book: SourceRead) -> None:
    assert [example.meta_language for example in book.examples] == ["eng", "eng", "eng", "eng", "deu"]


def test_sections_are_counted_as_latex_counts(book: SourceRead) -> None:
    found = [(section.number, section.title, section.label) for section in book.sections]
    assert found[:5] == [
        ("", "Abbreviations", ""),
        ("1", "Nouns", "ch:nouns"),
        ("1.1", "Case", "sec:obj"),
        ("", "Forms", ""),
        ("2", "Sounds", ""),
    ]
    assert book.sections[2].path == "Nouns › Case"


def test_spans_of_a_paragraph_and_its_footnote(book: SourceRead) -> None:
    prose = next(paragraph for paragraph in book.paragraphs if "object clitic" in plain(paragraph.rich))
    styled = [(span.text, span.style) for span in prose.rich if span.style != "plain"]
    assert styled == [
        ("=ta", "form"), ("OBJ", "label"), ("ka", "form"), ("dog", "gloss"), ("ka", "phonetic"), ("ka", "phonemic"),
    ]  # fmt: skip
    note = next(paragraph for paragraph in book.paragraphs if paragraph.kind == "footnote")
    assert plain(note.rich) == "Cf. kaka ‘puppy’."


def test_boundary_marks_beside_italics_belong_to_the_form(tmp_path: Path) -> None:
    path = tmp_path / "a.tex"
    path.write_text(r"The prefix \textit{y}- and the clitic =\textit{ta} (-\emph{na}) follow \textit{ka}--\textit{li}.")
    (paragraph,) = read_latex_book(path).paragraphs
    assert [span.text for span in paragraph.rich if span.style == "form"] == ["y-", "=ta", "-na", "ka", "li"]


def test_rule_lines_survive_as_list_paragraphs(book: SourceRead) -> None:
    rules = [plain(paragraph.rich) for paragraph in book.paragraphs if paragraph.kind == "list"]
    assert "/p/ → [w] / V_V" in rules
    assert "/t/ → [r] / V_V" in rules


def test_table_with_spans_column_styles_and_header(book: SourceRead) -> None:
    table = next(table for table in book.tables if table.label == "tab:case")
    texts = [[plain(cell) for cell in row] for row in table.rows]
    assert texts == [
        ["label", "form", "form"],
        ["OBJ", "ka=ta", "‘dog’"],
        ["LOC", "ka=ko", "‘at the dog’"],
        ["LOC", "li=ko", "‘at sight’"],
    ]
    assert (table.caption, table.header) == ("Case forms", 1)
    assert table.rows[1][1][0].style == "form"
    assert table.rows[1][0][0].style == "label"
    assert [source.line for source in table.sources] == [29, 31, 32, 33]


def test_abbreviations_from_tabbing_and_newleipzig(book: SourceRead) -> None:
    assert [(item.label, item.meaning) for item in book.abbreviations] == [
        ("OBJ", "object marker"), ("1SG", "first person singular"), ("NEG_EXIST", "negative existential"),
        ("ANA", "anaphoric"),
    ]  # fmt: skip


def test_word_list_macros_become_entries(book: SourceRead) -> None:
    entries = {entry.headword: entry for entry in book.entries}
    assert entries["ka"].pos == "n"
    assert [sense.gloss for sense in entries["ka"].senses] == ["dog"]
    assert entries["=ta"].pos == "gramm"
    assert [(sense.gloss, sense.pos) for sense in entries["nu"].senses] == [("hold", "v"), ("hand", "n")]
    assert entries["li"].sources[0].path == "chapters/glossary.tex"


def test_unreached_and_missing_files_are_reported(book: SourceRead) -> None:
    unreached = [finding.source.path for finding in book.findings if finding.code == "latex.file-unreached"]
    assert unreached == ["chapters/glossary.tex"]
    missing = [finding for finding in book.findings if finding.code == "latex.input-missing"]
    assert [finding.source.line for finding in missing] == [12]
    assert "chapters/missing" in missing[0].message


def test_main_file_gives_the_same_as_its_folder(book: SourceRead) -> None:
    assert read_latex_book(MINIBOOK / "main.tex").examples == book.examples


def test_single_chapter_finds_the_macros_beside_it() -> None:
    read = read_latex_book(MINIBOOK / "chapters" / "01nouns.tex")
    assert len(read.examples) == 4
    assert read.examples[0].glosses == ("dog=OBJ", "see=VOL")
    assert str(read.examples[0].source).startswith("book:01nouns.tex:6")


def test_missing_path_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_latex_book(tmp_path / "none.tex")
    (tmp_path / "readme.txt").write_text("no book")
    with pytest.raises(DataError, match="no .tex file"):
        read_latex_book(tmp_path)


def test_an_older_copy_in_the_folder_is_left_out(tmp_path: Path) -> None:
    examples = "\n".join(rf"\ea \gll ka{n} li\\ dog{n} one\\ \glt `x{n}' \z" for n in "abcdefg")
    (tmp_path / "main.tex").write_text(
        f"\\documentclass{{book}}\\begin{{document}}\\section{{A}}\n{examples}\\end{{document}}"
    )
    (tmp_path / "old.tex").write_text(f"\\section{{Old}}\n{examples}\n\\ea \\gll mo\\\\ water\\\\ \\z")
    (tmp_path / "extra.tex").write_text("\\ea \\gll su\\\\ go\\\\ \\z")
    book = read_latex_book(tmp_path)
    assert [example.source.path for example in book.examples] == ["main.tex"] * 7 + ["extra.tex"]
    assert [finding.source.path for finding in book.findings if finding.code == "latex.file-copy"] == ["old.tex"]
    assert dict(book.counts)["examples.seen"] == 8
