"""What a source is, folders, and bad input: a clear message with place and remedy, and the rest goes on."""

from __future__ import annotations

import doctest
import importlib
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morph.errors import DataError, OnebookError
from rules.sources.read import detect, read_source

SFM = "\\lx ev\n\\ge house\n\n\\lx su\n\\ge water\n"
FLEX = (
    '<?xml version="1.0"?><document><interlinear-text><phrase><words><word><item type="txt" lang="t">ev</item>'
    '<item type="gls" lang="en">house</item></word></words></phrase></interlinear-text></document>'
)
BLOCKS = "\\t ev\n\\g house\n\n\\t su\n\\g water\n"
CSV = "ID,Primary_Text,Analyzed_Word,Gloss,Translated_Text\n1,ev,ev,house,A house.\n"
MODULES = ("cldf", "files", "flextext", "interlinear", "languages", "markers", "merge", "senses", "sfm", "sigmorphon")


@pytest.mark.parametrize("name", [*MODULES, "markdown_inline", "toolbox", "tsv", "wordlist", "words"])
def test_doctests(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"rules.sources.{name}"))
    assert result.failed == 0


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.tex", "\\section{A}", "LaTeX"),
        ("part.txt", "\\chapter{A}\ntext", "LaTeX"),
        ("a.md", "text", "Markdown"),
        ("notes.txt", "# Nouns\n\ntext\n", "Markdown"),
        ("a.sfm", SFM, "Toolbox/MDF dictionary"),
        ("a.txt", SFM, "Toolbox/MDF dictionary"),
        ("dict.db", "\\_sh v3.0\n\n" + SFM, "Toolbox/MDF dictionary"),
        ("a.txt", "\\ref 1\n\\tx ev\n\\ge house\n", "Toolbox text"),
        ("tur-train-track1", BLOCKS, "SIGMORPHON blocks"),
        ("a.flextext", FLEX, "flextext"),
        ("a.xml", "<!-- <x> -->" + FLEX.split("?>")[1], "flextext"),
        ("a.csv", CSV, "table of examples"),
        ("a.tsv", CSV.replace(",", "\t"), "table of examples"),
        ("a.tsv", "id\ttur\teng\n1\tev\thouse\n", "table of pairs"),
        ("a.csv", "id,text,translation\n1,ev,house\n", "table of pairs"),
        ("a.txt", "Geldi.\tShe came.\n", "table of pairs"),
        ("x-metadata.json", '{"tables": []}', "CLDF metadata"),
    ],
)
def test_what_a_file_is(tmp_path: Path, name: str, text: str, form: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert detect(path).name == form


def test_role_decides_and_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("id\ttur\teng\n1\tev\thouse\n")
    assert read_source(path, role="parallel").kind == "parallel"
    with pytest.raises(DataError, match="not readable as dictionary") as error:
        read_source(path, role="dictionary")
    assert "table of pairs" in str(error.value) and "CLDF" in error.value.expected
    with pytest.raises(OnebookError, match="unknown role"):
        read_source(path, role="novel")


def test_what_cannot_be_told_is_said(tmp_path: Path) -> None:
    path = tmp_path / "song.txt"
    path.write_text("la la la\n")
    with pytest.raises(DataError, match="can't be told") as error:
        read_source(path)
    assert error.value.found == "la la la" and "LaTeX" in error.value.expected and "--as" in error.value.hint
    with pytest.raises(DataError, match="no such file"):
        read_source(tmp_path / "none")


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.sfm").write_text(SFM)
    (tmp_path / "b.flextext").write_text(FLEX)
    (tmp_path / "song.txt").write_text("la la la\n")
    (tmp_path / "README.md").write_text("# About\n")
    (tmp_path / ".hidden").write_text(SFM)
    result = read_source(tmp_path)
    assert result.kind == "dictionary" and len(result.entries) == 2 and len(result.examples) == 1
    assert [f.code for f in result.findings] == ["source.unreadable"] and "song.txt" in str(result.findings[0])
    assert len(read_source(tmp_path, role="texts").examples) == 1
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(DataError, match="nothing in the folder"):
        read_source(empty)


# --- bad input


@pytest.mark.parametrize("name", ["a.tex", "a.sfm", "a.flextext", "a.tsv", "a.csv", "a.md", "x-metadata.json", "a"])
def test_empty_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("")
    with pytest.raises(DataError, match="empty") as error:
        read_source(path)
    assert error.value.path.endswith(name) and error.value.hint


@pytest.mark.parametrize("name", ["a.tex", "a.sfm", "a.flextext", "a.tsv", "a.csv", "a.md", "x-metadata.json", "a"])
def test_binary_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    with pytest.raises(DataError) as error:
        read_source(path)
    assert error.value.path.endswith(name)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("a.sfm", SFM, SFM),
        ("a.tsv", "id\ttur\teng\n1\tev\thouse\n", "\n2\tsu\twater\n"),
        ("blocks", BLOCKS, "\n" + BLOCKS),
        ("a.csv", CSV, "\n2,su,su,water,Water.\n"),
        ("a.md", "# A\n\ntext\n", "\n\n# B\n"),
        ("a.txt", "\\ref 1\n\\tx ev\n\\ge house\n", "\n\\ref 2\n\\tx su\n\\ge water\n"),
    ],
)
def test_line_of_a_hundred_megabytes(tmp_path: Path, name: str, start: str, end: str) -> None:
    path = tmp_path / name
    with path.open("w", encoding="utf-8") as handle:
        handle.write(start)
        for _ in range(100):
            handle.write("x" * (1 << 20))
        handle.write(end)
    tracemalloc.start()
    began = time.monotonic()
    result = read_source(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    path.unlink()
    assert peak < 32 << 20 and time.monotonic() - began < 20
    long = [f for f in result.findings if f.code == "file.long-line"]
    assert [f.source.line for f in long] == [start.count("\n") + 1] and long[0].hint
    assert len(result.entries) + len(result.pairs) + len(result.examples) + len(result.sections) >= 2


def test_huge_xml_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.flextext"
    with path.open("wb") as handle:
        handle.write(FLEX.encode() + b" " * 70_000)
        handle.seek(100 << 20)
        handle.write(b" ")
    with pytest.raises(DataError, match="MB"):
        read_source(path)


def test_a_bad_source_in_a_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.sfm").write_text(SFM)
    (tmp_path / "b.flextext").write_text(FLEX[:40])
    (tmp_path / "c.tsv").write_bytes(b"\x00\x01\x02")
    result = read_source(tmp_path)
    assert len(result.entries) == 2
    assert sorted(f.source.path for f in result.findings) == ["b.flextext", "c.tsv"]


def test_addresses_in_a_folder_are_relative_to_it(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.sfm").write_text(SFM)
    result = read_source(tmp_path)
    assert sorted({e.sources[0].path for e in result.entries}) == ["one/a.sfm", "two/a.sfm"]


def test_a_book_beside_a_dictionary(tmp_path: Path) -> None:
    (tmp_path / "book" / "chapters").mkdir(parents=True)
    (tmp_path / "book" / "main.tex").write_text(
        "\\documentclass{book}\n\\begin{document}\n\\input{chapters/a}\n\\end{document}\n"
    )
    (tmp_path / "book" / "chapters" / "a.tex").write_text("\\chapter{Nouns}\nText.\n")
    assert [s.title for s in read_source(tmp_path).sections] == ["Nouns"]
    (tmp_path / "words.sfm").write_text(SFM)
    result = read_source(tmp_path)
    assert result.kind == "book" and len(result.entries) == 2
    assert [s.title for s in result.sections] == ["Nouns"]


def test_texts_beside_a_dictionary_go_with_its_examples(tmp_path: Path) -> None:
    (tmp_path / "a.sfm").write_text(SFM)
    (tmp_path / "b.flextext").write_text(FLEX)
    result = read_source(tmp_path, no_examples=True)
    assert result.examples == () and [f.code for f in result.findings] == ["source.examples-omitted"]
    assert len(read_source(tmp_path).examples) == 1


SEEDS = {"a.sfm": SFM, "b.flextext": FLEX, "blocks": BLOCKS, "c.csv": CSV, "d.tsv": CSV.replace(",", "\t"), "e.md": SFM}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_files_give_results_or_clear_errors(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(SEEDS)))
    content = SEEDS[name].encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        content = (
            content[:start]
            + data.draw(st.sampled_from([b"", b"\\", b"\t", b"\n", b"<", b"\xff", b'"']))
            + content[end:]
        )
    path = tmp_path_factory.mktemp("damaged") / name
    path.write_bytes(content)
    try:
        read_source(path)
    except OnebookError as error:
        assert error.message and error.hint or isinstance(error, DataError) and error.expected


def test_spaces_in_a_name_keep_the_address_whole(tmp_path: Path) -> None:
    from morph.model import Source

    path = tmp_path / "my words.sfm"
    path.write_text(SFM)
    source = read_source(path).entries[0].sources[0]
    assert Source.parse(str(source)) == source and source.path == "my%20words.sfm"
