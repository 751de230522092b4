r"""SIGMORPHON blocks: read whole, written so that every line has one item per word."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morph.errors import DataError
from morph.model import Source
from rules.items import Example
from rules.sources.sigmorphon import parse_blocks, read_sigmorphon

TRACK2 = """\\t Evde oturuyor.
\\m ev-de otur-uyor
\\p N-C V-T
\\g house-LOC sit-PROG
\\l She sits at home.

\\t Geldi .
\\m gel-di .
\\g come-PST .
\\l She came.
"""


def read(tmp_path: Path, text: str) -> list[Example]:
    path = tmp_path / "tur-dev-track2"
    path.write_text(text, encoding="utf-8")
    return list(read_sigmorphon(path).examples)


def test_track_2(tmp_path: Path) -> None:
    first, second = read(tmp_path, TRACK2)
    assert first.morphs == ("ev-de", "otur-uyor") and first.glosses == ("house-LOC", "sit-PROG")
    assert first.surface == "Evde oturuyor." and first.surface_words == ("Evde", "oturuyor.")
    assert first.pos == ("N-C", "V-T") and first.translation == "She sits at home." and first.aligned
    assert second.morphs == ("gel-di", ".") and second.source.line == 7


def test_track_1_and_covered(tmp_path: Path) -> None:
    plain, covered = read(tmp_path, "\\t Evde oturuyor.\n\\g house-LOC sit-PROG\n\n\\t Geldi.\n\\g\n\\l She came.\n")
    assert plain.morphs == ("Evde", "oturuyor.") and plain.aligned
    assert covered.glosses == () and not covered.aligned and covered.translation == "She came."


def test_blocks_without_blank_line_and_lines_that_go_on() -> None:
    blocks, left = parse_blocks("\\t a b\n\\g x\ny\n\\t c\n\\g z\nstray\n\nlost\n")
    assert [block for _, block in blocks] == [{"t": "a b", "g": "x y"}, {"t": "c", "g": "z stray"}]
    assert left == [(8, "lost")]


def test_words_and_glosses_that_differ_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\\t a b c\n\\g x y\n")
    result = read_sigmorphon(path)
    assert [finding.code for finding in result.findings] == ["example.misaligned"]
    assert result.findings[0].source.line == 1
    assert not result.examples[0].aligned and result.examples[0].glosses == ("x", "y")


def test_no_block_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no block"):
        read(tmp_path, "just text\n")


WORD = st.from_regex(r"[a-zğşıʔ]{1,4}(?:[-=~][a-z]{1,3}){0,2}", fullmatch=True)
WORDS = st.lists(st.tuples(WORD, WORD, WORD), min_size=1, max_size=6)


@settings(max_examples=100)
@given(sentences=st.lists(st.tuples(WORDS, st.sampled_from(["", "It goes.", "‘A’ b"])), min_size=1, max_size=4))
def test_every_block_is_read_as_it_stands(
    tmp_path_factory: pytest.TempPathFactory, sentences: list[tuple[list[tuple[str, str, str]], str]]
) -> None:
    examples = [
        Example(
            f"s-{i}",
            " ".join(surface for surface, _, _ in words),
            tuple(form for _, form, _ in words),
            tuple(gloss for _, _, gloss in words),
            translation,
            Source("text"),
        )
        for i, (words, translation) in enumerate(sentences)
    ]
    path = tmp_path_factory.mktemp("blocks") / "a"
    columns = [zip(("t", "m", "g"), zip(*words, strict=True), strict=True) for words, _ in sentences]
    blocks = [
        "".join(f"\\{marker} {' '.join(items)}\n" for marker, items in lines) + f"\\l {example.translation}\n\n"
        for lines, example in zip(columns, examples, strict=True)
    ]
    path.write_text("".join(blocks), encoding="utf-8")
    got = read_sigmorphon(path).examples
    assert [(e.surface, e.morphs, e.glosses, e.translation) for e in got] == [
        (e.surface, e.morphs, e.glosses, e.translation) for e in examples
    ]


def test_shared_task_files_are_read_whole(shared_data: Path) -> None:
    files = sorted((shared_data / "sigmorphon2023").glob("*-uncovered"))
    assert len(files) == 24
    for path in files:
        text = path.read_text("utf-8")
        result = read_sigmorphon(path)
        assert len(result.examples) == text.count("\\t "), path.name
        assert all(example.aligned for example in result.examples), path.name
        assert not result.findings, path.name
