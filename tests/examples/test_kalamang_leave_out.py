"""Leaving one glossed text out of the open setting leaves every sentence of it out, wherever it is repeated."""

from __future__ import annotations

import csv
import runpy
from pathlib import Path

import pytest

LEAVE_OUT = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "leave_out.py"))
words_of = LEAVE_OUT["words_of"]


@pytest.mark.parametrize("text", ["kasuari", "yardakdak", "keluer"])
def test_no_sentence_of_the_text_is_left(shared_data: Path, tmp_path: Path, text: str) -> None:
    data = shared_data / "kalamang"
    copy = tmp_path / "data"
    LEAVE_OUT["without_text"](data, copy, text)
    with (data / "multicast" / "utterances.csv").open(encoding="utf-8", newline="") as handle:
        held = {words_of(row["Primary_Text"]) for row in csv.DictReader(handle) if row["Text_ID"] == text}
    held = {words for words in held if len(words) >= 3}
    with (copy / "multicast" / "utterances.csv").open(encoding="utf-8", newline="") as handle:
        left = list(csv.DictReader(handle))
    assert left and all(row["Text_ID"] != text for row in left)
    with (copy / "dictionary" / "cldf" / "examples.csv").open(encoding="utf-8", newline="") as handle:
        sentences = [row["Primary_Text"] for row in csv.DictReader(handle)]
    for name in ("extended.tsv", "train-400.tsv"):
        sentences += [line.split("\t")[1] for line in (copy / "parallel" / name).read_text("utf-8").splitlines()]
    for line in (copy / "dictionary" / "raw" / "db.sfm").read_text("utf-8").splitlines():
        sentences += [line.partition(" ")[2]] if line.startswith("\\xv") else []
    assert len(sentences) > 4_000
    assert not held & {words_of(sentence) for sentence in sentences}
