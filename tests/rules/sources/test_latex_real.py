"""The LaTeX reader on the real books: counts that a whole reading must reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.items import SourceRead
from rules.sources.latex import read_latex_book


def _read(shared_data: Path, folder: str) -> SourceRead:
    path = shared_data / folder
    if not path.is_dir():
        pytest.skip(f"needs {path}")
    return read_latex_book(path)


@pytest.mark.parametrize(
    ("folder", "seen", "least"),
    [("kalamang/book", 1237, 0.98), ("books/mauwake", 2292, 0.95), ("books/komnzo", 1104, 0.95)],
)
def test_examples_are_found_and_aligned(shared_data: Path, folder: str, seen: int, least: float) -> None:
    read = _read(shared_data, folder)
    counts = dict(read.counts)
    assert counts["examples.seen"] == len(read.examples) == seen
    assert counts["examples.aligned"] >= least * seen
    unaligned = {str(example.source).split(" ")[0] for example in read.examples if not example.aligned}
    reported = {str(finding.source) for finding in read.findings if finding.code == "latex.example-unaligned"}
    assert unaligned == reported
