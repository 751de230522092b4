"""The LaTeX reader on the real books: what a whole reading must reach."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from rules.items import SourceRead, plain
from rules.sources.latex import read_latex_book

BOOKS = [("kalamang/book", 1237, 0.98), ("books/mauwake", 2292, 0.95), ("books/komnzo", 1104, 0.95)]


@cache
def _read(path: Path) -> tuple[SourceRead, float]:
    start = time.process_time()
    read = read_latex_book(path)
    return read, time.process_time() - start


@pytest.fixture
def read(shared_data: Path) -> Callable[[str], SourceRead]:
    def read_book(folder: str) -> SourceRead:
        if not (shared_data / folder).is_dir():
            pytest.skip(f"needs {shared_data / folder}")
        return _read(shared_data / folder)[0]

    return read_book


@pytest.mark.parametrize(("folder", "seen", "least"), BOOKS)
def test_examples_are_found_and_aligned(
    read: Callable[[str], SourceRead], folder: str, seen: int, least: float
) -> None:
    book = read(folder)
    counts = dict(book.counts)
    assert counts["examples.seen"] == len(book.examples) == seen
    assert counts["examples.aligned"] >= least * seen
    unaligned = {str(example.source).split(" ")[0] for example in book.examples if not example.aligned}
    reported = {str(finding.source) for finding in book.findings if finding.code == "latex.example-unaligned"}
    assert unaligned == reported


@pytest.mark.parametrize("folder", [folder for folder, _, _ in BOOKS])
def test_no_gloss_is_damaged(read: Callable[[str], SourceRead], folder: str) -> None:
    for example in read(folder).examples:
        for word in (*example.glosses, *example.morphs):
            assert word and not re.search(r"[\\{}$](?!\w*/)|\s", word.replace("\\", "", 1)), (example.id, word)
        if example.aligned:
            assert len(example.morphs) == len(example.glosses)
            damaged = [gloss for gloss in example.glosses if gloss[-1] == "=" and len(gloss) > 1]
            assert not damaged, (example.id, damaged)


@pytest.mark.parametrize("folder", [folder for folder, _, _ in BOOKS])
def test_addresses_point_at_the_gloss_command(
    read: Callable[[str], SourceRead], shared_data: Path, folder: str
) -> None:
    for example in read(folder).examples:
        text = (shared_data / folder / example.source.path).read_text(encoding="utf-8")
        assert "\\gl" in text.split("\n")[example.source.line - 1], example.id


def test_kalamang_in_full(read: Callable[[str], SourceRead], shared_data: Path) -> None:
    book = read("kalamang/book")
    examples = book.examples
    assert sum(bool(example.reference) for example in examples) >= 1000
    assert sum(bool(example.label) for example in examples) >= 930
    assert all(example.section for example in examples)
    indonesian = {example.source.path for example in examples if example.meta_language == "ind"}
    assert indonesian == {"chapters/IndonesianSummary.tex"}
    assert sum(example.meta_language == "ind" for example in examples) == 8
    assert len(book.entries) == 2769
    assert len([table for table in book.tables if table.label]) >= 75
    assert {"IAM", "VOL", "NFIN", "OBJQNT"} <= {item.label for item in book.abbreviations}
    assert any(plain(p.rich) == "/p/ → [w]/[V]+_[V] or [V]_+[V]" for p in book.paragraphs if p.kind == "list")
    assert _read(shared_data / "kalamang/book")[1] < 10
