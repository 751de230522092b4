"""``onebook export``: foma takes the lexc with its script and finds the same words; the JSON holds every row."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


def test_foma_finds_the_same_analyses(miri: Path, onebook: Run) -> None:
    if not shutil.which("foma") or not shutil.which("flookup"):
        pytest.skip("foma is not installed")
    status, out, err = onebook("export", "lexc", "--out", "fst/miri.lexc")
    assert (status, out) == (0, "") and "fst/miri.foma" in err
    subprocess.run(["foma", "-f", "fst/miri.foma"], check=True, capture_output=True, cwd=miri)
    done = subprocess.run(
        ["flookup", "fst/miri.fst"], input="kalolura\nmirari\nsotata\n", capture_output=True, text=True, cwd=miri
    )
    found = [line.split("\t")[1] for line in done.stdout.splitlines() if line]
    assert found == ["kalo<dog>-lu<PL>=ta<OBJ>", "mira<eat>-ri<PST>", "+?"]


def test_lexc_goes_to_standard_output(miri: Path, onebook: Run) -> None:
    status, out, _ = onebook("export", "lexc")
    assert status == 0 and out.startswith("!") and "LEXICON Root" in out
    assert not list(miri.glob("*.foma"))


def test_json_holds_every_row_whatever_its_status(miri: Path, onebook: Run) -> None:
    status, out, _ = onebook("export", "json")
    record = json.loads(out)
    assert status == 0 and record["name"] == "Miri" and record["classes"] == {"V": "aeiou"}
    assert {row["id"] for row in record["rules"]["morpheme"]} == {"obj", "pl", "pst", "q"}
    assert {row["status"] for row in record["rules"]["morpheme"]} == {"accepted", "proposed"}
    assert [row["target"] for row in record["rules"]["sound"]] == ["t"]
