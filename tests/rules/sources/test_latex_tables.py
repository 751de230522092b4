# ruff: noqa: E501 (a line of LaTeX is read more easily whole)
"""Tables, abbreviation lists and word lists in their many forms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rules.items import SourceRead, Table, plain
from rules.sources.latex import read_latex_book

Read = Callable[[str], SourceRead]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_text(text: str) -> SourceRead:
        path = tmp_path / "chapter.tex"
        path.write_text(text)
        return read_latex_book(path)

    return read_text


def texts(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    "written",
    [
        r"\begin{tabular}{ll}\toprule a & b\\\midrule c & d\\\bottomrule\end{tabular}",
        r"\begin{tabular}[t]{@{}l|p{3cm}@{}}\hline a & b\tabularnewline\hline c & d\\\hline\end{tabular}",
        r"\begin{tabularx}{\textwidth}{lX}\lsptoprule a & b\\\midrule c & d\\\lspbottomrule\end{tabularx}",
        r"\begin{tabulary}{\textwidth}{LL}\mytoprule a & b\\\mymidrule c & d\\\end{tabulary}",
        r"\begin{longtable}{ll}\caption{T}\\\lsptoprule a & b\\\midrule\endfirsthead \midrule a & b\\\midrule\endhead \midrule\endfoot c & d\\\end{longtable}",
        r"\begin{tabular}{ll}\textbf{a} & \textbf{b}\\ c & d\\ & \\\end{tabular}",
        r"\begin{table}\caption{T}\fittable{\begin{tabular}{ll}a & b\\\cmidrule(lr){1-2} c & d\\\tablevspace\end{tabular}}\end{table}",
        r"\begin{table}\caption{T}\resizebox{\textwidth}{!}{\begin{tabular}{ll}a & b\\\cline{1-2} c & d\end{tabular}}\end{table}",
        r"\newenvironment{mytable}{\tabular{ll}\toprule}{\bottomrule\endtabular}\begin{mytable}a & b\\\midrule c & d\\\end{mytable}",
        r"\begin{tabular}{*{2}{l}}{\small a & b\\\midrule c & d\\}\end{tabular}",
    ],
)
def test_the_same_table_in_many_environments(read: Read, written: str) -> None:
    (table,) = read(written).tables
    assert texts(table) == [["a", "b"], ["c", "d"]]
    assert table.header == 1
    assert table.caption == ("T" if "caption" in written else "")


def test_spans_are_repeated(read: Read) -> None:
    (table,) = read(
        r"\begin{tabular}{lll}\multirow{2}{*}{\textit{ka}} & \multicolumn{2}{c}{\textsc{obj}}\\ & x & \\"
        r"\multicolumn{2}{l}{\multirow{2}{*}{w}} & 1\\ \multicolumn{2}{l}{} & 2\\\end{tabular}"
    ).tables
    assert texts(table) == [["ka", "OBJ", "OBJ"], ["ka", "x", ""], ["w", "w", "1"], ["w", "w", "2"]]
    assert table.rows[1][0][0].style == "form"
    assert table.rows[0][2][0].style == "label"


def test_tabbing(read: Read) -> None:
    (table,) = read(
        "\\begin{tabbing}\n\\hspace*{2cm}\\=\\hspace*{2cm}\\=\\kill\nka \\> \\textit{dog} \\> [ka]\\\\\n \\> b\\'e\n\\end{tabbing}"
    ).tables
    assert texts(table)[0] == ["ka", "dog", "[ka]"]
    assert [span.style for span in table.rows[0][1]] == ["form"]


def test_ragged_row_is_padded_and_reported(read: Read) -> None:
    book = read("\\begin{tabular}{ll}\na & b\\\\\nc\\\\\nd & e & f\\\\\n\\end{tabular}")
    assert texts(book.tables[0]) == [["a", "b", ""], ["c", "", ""], ["d", "e", "f"]]
    (finding,) = (finding for finding in book.findings if finding.code == "latex.table-ragged")
    assert (finding.source.line, finding.message) == (4, "a table row has 3 cells, the table 2 columns")


def test_table_inside_an_example_and_examples_inside_a_table(read: Read) -> None:
    book = read(r"\ea\label{x} \begin{tabular}{ll} /ka/ & `dog'\\ /li/ & `one'\end{tabular}\z")
    assert texts(book.tables[0]) == [["/ka/", "‘dog’"], ["/li/", "‘one’"]]
    assert book.tables[0].rows[0][0][1].style == "phonemic"
    book = read(r"\begin{tabular}{ll} a & \parbox{3cm}{\gll ka li\\ dog one\\ \glt `x'}\\ b & c\\\end{tabular}")
    assert book.examples[0].morphs == ("ka", "li")


def test_each_table_keeps_its_own_caption_and_label(read: Read) -> None:
    book = read(
        r"\begin{table}\caption{One}\label{t:1}\begin{tabular}{l}a\end{tabular}\end{table}"
        r"\begin{longtable}{l}\caption{Two}\label{t:2}\\ b\end{longtable}\begin{tabular}{l}c\end{tabular}"
    )
    assert [(table.caption, table.label) for table in book.tables] == [("One", "t:1"), ("Two", "t:2"), ("", "")]


@pytest.mark.parametrize(
    "written",
    [
        r"\begin{tabbing} long \= \kill \textsc{abl} \> ablative\\ \textsc{loc} \> locative (\S\ref{a}, \S\ref{b})\end{tabbing}",
        r"\begin{tabular}{ll}\textsc{abl} & ablative\\ \textsc{loc} & locative\\\end{tabular}",
        r"\begin{tabular}{llll}\textsc{abl} & ablative & \textsc{loc} & locative\\\end{tabular}",
        r"\begin{longtable}{lll}\textsc{abl} & = & ablative\\ \textsc{loc} & = & locative\\\end{longtable}",
        r"\begin{description}\item[\textsc{abl}] ablative \item[\textsc{loc}] locative\end{description}",
        r"\begin{itemize}\item \textsc{abl}: ablative \item \textsc{loc} = locative\end{itemize}",
        r"\begin{acronym}\acro{ABL}{ablative}\acro{LOC}{locative}\end{acronym}",
        r"\nomenclature{ABL}{ablative}\newacronym{loc}{LOC}{locative}\printnomenclature",
        r"\begin{multicols}{2}\textsc{abl} ablative\\ \textsc{loc} locative\end{multicols}",
    ],
)
def test_abbreviation_lists(read: Read, written: str) -> None:
    book = read(r"\chapter*{List of abbreviations}" + written)
    assert {(item.label, item.meaning) for item in book.abbreviations} == {("ABL", "ablative"), ("LOC", "locative")}


def test_paradigm_is_no_abbreviation_list(read: Read) -> None:
    book = read(r"\section{Pronouns}\begin{tabular}{ll}\textsc{1sg} & an\\ \textsc{2sg} & ka\\\end{tabular}")
    assert book.abbreviations == ()


WORDS = [("ka", "n", "dog"), ("li", "v", "see")] + [
    (f"mo{letter}", "n", f"fish {letter}") for letter in "abcdefghijklmnopq"
]


def _macro_list(pattern: str) -> str:
    return "\n".join(pattern.format(*word) for word in WORDS)


@pytest.mark.parametrize(
    "written",
    [
        _macro_list(r"\newentry\headword{{{0}}}%" "\n" r"\pos{{{1}}}%" "\n" r"\glosses{{{2}}}%"),
        _macro_list(r"\lx{{{0}}} \ps{{{1}}} \ge{{{2}}}"),
        r"\newcommand{\entry}[3]{\textbf{#1} (#2) #3\\}" + _macro_list(r"\entry{{{0}}}{{{1}}}{{{2}}}"),
        r"\section{Word list}\begin{itemize}" + _macro_list(r"\item \textit{{{0}}} ({1}) `{2}'") + r"\end{itemize}",
        r"\section{Vocabulary}\begin{longtable}{lll}\toprule Form & POS & Gloss\\\midrule\endhead "
        + _macro_list(r"{0} & {1} & {2}\\") + r"\end{longtable}",
        r"\section{Glossary}\begin{tabular}{lll}" + _macro_list(r"\textit{{{0}}} & {1} & `{2}'\\") + r"\end{tabular}",
    ],
)  # fmt: skip
def test_word_lists(read: Read, written: str) -> None:
    book = read(written)
    assert [(entry.headword, entry.pos, entry.senses[0].gloss) for entry in book.entries] == WORDS
    assert all(entry.sources[0].path == "chapter.tex" and entry.sources[0].line for entry in book.entries)


def test_a_macro_named_like_a_field_is_expanded_in_running_text(read: Read) -> None:
    book = read(
        r"\newcommand{\gloss}[1]{`#1'}\newcommand{\lex}[1]{\textit{#1}} The word \lex{ka} \gloss{dog} is short."
    )
    assert book.entries == ()
    assert plain(book.paragraphs[0].rich) == "The word ka ‘dog’ is short."
    assert [span.style for span in book.paragraphs[0].rich if span.style != "plain"] == ["form", "gloss"]


def test_language_of_a_chapter_is_told_by_its_prose(read: Read) -> None:
    german = (
        "Die Sprache hat viele Wörter und der Satz ist nicht lang. Das Wort wird von den Sprechern mit dem Verb " * 3
    )
    book = read("\\chapter{Zusammenfassung}\n" + german + r"\ea \gll ka li\\ Hund sehen\\ \glt `Hund sehen' \z")
    assert book.examples[0].meta_language == "deu"
    book = read(r"\chapter{Uvod} \ea \gll ka li\\ dog see\\ \glt `to see the dog' \z")
    assert book.examples[0].meta_language == "eng"
    assert read_latex_book(Path(book.path), meta_language="spa").examples[0].meta_language == "spa"
