# ruff: noqa: E501 (a line of LaTeX is read more easily whole)
"""Broken, hostile and strange input: each gives a finding with its place, and the rest is read. Never an exception."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.items import SourceRead
from rules.sources.latex import read_latex_book

HEAD = "\\documentclass{book}\n\\begin{document}\n\\chapter{A}\n"
GOOD = "\n\n\\ea \\gll ka li\\\\ dog one\\\\ \\glt `x' \\z\n"
Read = Callable[..., SourceRead]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_files(body: str | bytes, **files: str | bytes) -> SourceRead:
        folder = tmp_path / "book"
        folder.mkdir(exist_ok=True)
        head = HEAD.encode()
        (folder / "main.tex").write_bytes(head + (body if isinstance(body, bytes) else body.encode()))
        for name, text in files.items():
            (folder / f"{name}.tex").write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_latex_book(folder / "main.tex")

    return read_files


def codes(book: SourceRead) -> list[str]:
    return [finding.code for finding in book.findings]


def has_good_example(book: SourceRead) -> bool:
    return any(example.morphs == ("ka", "li") and example.aligned for example in book.examples)


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("Text \\textit{never closed\n\nNext paragraph.", "latex.unclosed", 4),
        ("\n\\begin{exe}\\ex {\\gll mo\\\\ water\\\\ \\glt `x'\n\\end{exe}", "latex.unclosed", 5),
        ("Text }} here", "latex.brace-stray", 4),
        ("\\end{xlist} text", "latex.end-stray", 4),
        ("\\begin{exe}\\ex \\gll mo\\\\ water\\\\ \\glt `x'\n\\section{Next}", "latex.unclosed", 4),
        ("\\ea \\gll mo\\\\ water\\\\ \\glt `x'\n\\section{Next}", "latex.unclosed", 4),
        ("\\begin{tabular}{ll} a & b\n\\section{Next}", "latex.unclosed", 4),
        ("\\begin{tabular}{ll} a & b\\\\\n a & b & c\\\\ d\\\\ \\end{tabular}", "latex.table-ragged", 5),
        ("\\ea \\gll mo su\\\\ water\\\\ \\glt `x' \\z", "latex.example-unaligned", 4),
        ("\\ea \\gll mo su \\glt `x' \\z", "latex.example-unaligned", 4),
        ("\\ea \\gll \\z", "latex.example-unaligned", 4),
        ("\\input{../../secret}", "latex.input-outside", 4),
        ("\\input{/etc/hostname}", "latex.input-outside", 4),
        ("\\input{nothing}", "latex.input-missing", 4),
        ("\\def\\a{\\a\\a} \\a", "latex.macro-endless", 4),
        ("\\def\\b{x\\b} \\b", "latex.macro-endless", 4),
        ("\\newcommand{\\c}[1]{#1#1}" + "\\c{" * 40 + "x" + "}" * 40, "latex.macro-endless", 4),
        ("\\newcommand\\d{\\d} \\d", "latex.macro-endless", 4),
        ("{" * 3000 + "x" + "}" * 3000, "latex.nesting", 0),
        ("\\textit{" * 2000, "latex.unclosed", 4),
        ("\\begin{exe}\\ex " * 500, "latex.unclosed", 4),
    ],
)
def test_broken_book(read: Read, body: str, code: str, line: int) -> None:
    book = read(body + GOOD)
    assert (code, line) in [(finding.code, finding.source.line) for finding in book.findings]
    assert has_good_example(book)


@pytest.mark.parametrize(
    "body",
    ["\\item[" * 3000, "\\footnote" * 3000, "$" * 3001, "\\textit" * 3000, "[" * 5000, "\\frac" * 999, "\\'" * 999,
     "`a" * 3000, "'" * 3000, "/a " * 3000, "\\begin{tabular", "\\begin", "\\", "\\newcommand", "\\def\\x", "#1", "\x00\x01",
     "\\begin{tabular}{*{99999999}{l}} \\multicolumn{99999999}{c}{x} & \\multirow{99999999}{*}{y}\\\\ \\end{tabular}",
     "\\newcommand" * 500, "\\let\\a\\b\\let\\b\\a \\a", "\\verb|", "\\begin{verbatim}x\\end{verbatim}", "\\char\"0259"],
)  # fmt: skip
def test_strange_input_never_raises(read: Read, body: str) -> None:
    assert has_good_example(read(body + GOOD))


def test_cyclic_input(read: Read) -> None:
    book = read("\\input{a}" + GOOD, a="\\input{b} in a", b="\\input{a} \\input{b} \\input{main} in b")
    cycles = [str(finding.source) for finding in book.findings if finding.code == "latex.input-cycle"]
    assert cycles == ["book:b.tex:1"] * 3
    assert has_good_example(book)


def test_input_through_a_link_out_of_the_folder_is_refused(read: Read, tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("\\ea \\gll secret\\\\ secret\\\\ \\z")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "link.tex").symlink_to(tmp_path / "secret.tex")
    book = read("\\input{link}" + GOOD)
    assert "latex.input-outside" in codes(book)
    assert all("secret" not in example.morphs for example in book.examples)


def test_other_encoding_is_read_and_reported(read: Read) -> None:
    book = read("\\ea \\gll ké\\\\ dog\\\\ \\z".encode("latin-1") + GOOD.encode())
    assert book.examples[0].morphs == ("ké",)
    (finding,) = (finding for finding in book.findings if finding.code == "latex.encoding")
    assert finding.source.line == 4 and "UTF-8" in finding.message and finding.hint


def test_utf16_and_nfd(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "wide.tex"
    path.write_bytes((HEAD + GOOD).encode("utf-16"))
    assert has_good_example(read_latex_book(path))
    book = read("\\ea \\gll ke\u0301\\\\ dog\\\\ \\z")
    assert book.examples[0].morphs == ("k\u00e9",)


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.tex"
    path.write_text("")
    book = read_latex_book(path)
    assert (codes(book), book.examples) == (["latex.file-empty"], ())


def test_line_of_a_hundred_megabytes(read: Read) -> None:
    start = time.process_time()
    book = read("\n" + "x" * 100_000_000 + "\n" + GOOD)
    assert time.process_time() - start < 10
    (finding,) = (finding for finding in book.findings if finding.code == "latex.line-too-long")
    assert finding.source.line == 5 and "100,000,000" in finding.message
    assert has_good_example(book)


def test_large_file_is_cut_off(read: Read) -> None:
    book = read(GOOD + ("% " + "x" * 998 + "\n") * 13_000)
    assert "latex.file-too-large" in codes(book)
    assert has_good_example(book)


def test_many_findings_of_a_kind_are_counted(read: Read) -> None:
    book = read("}" * 5000 + GOOD)
    assert codes(book).count("latex.brace-stray") == 301
    assert book.findings[-1].message == "4700 more of this kind"


def test_folder_without_main_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.tex").write_text(GOOD)
    book = read_latex_book(tmp_path)
    assert len(book.examples) == 2
    assert "latex.file-unreached" not in codes(book)


PIECES = ("\\gll ", "\\ea ", "\\z ", "\\ex ", "{", "}", "\\\\", "\\glt ", "a ", "\\begin{exe}", "\\end{exe}", "\n\n", "&", "$",
          "\\begin{tabular}{ll}", "\\end{tabular}", "[", "]", "\\textit", "\\footnote", "~", "%", "#1", "\\def\\a", "\\a ",
          "\\section{x}", "\\item", "\\multicolumn{2}", "\\label{x}", "`x'", "//", "\\begingl ", "\\gla ", "\\ex. ", "\\a. ",
          "\\begin{tabbing}", "\\=", "\\>", "\\kill", "\\newcommand{\\b}[2]", "\\input{main}", "\\iffalse ", "\\fi ", "_", "^")  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_order_of_commands_is_read(tmp_path: Path, pieces: list[str]) -> None:
    path = tmp_path / "any.tex"
    path.write_text("".join(pieces))
    book = read_latex_book(path)
    for example in book.examples:
        assert not example.aligned or len(example.morphs) == len(example.glosses) > 0
    counts = dict(book.counts)
    assert counts.get("examples.aligned", 0) + counts.get("examples.unaligned", 0) == len(book.examples)
