"""``onebook gloss --jobs``: the same output as without it, in every format."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from onebook.formats import FORMATS

Run = Callable[..., tuple[int, str, str]]
WORDS = ["Miri", "tamak", "kol", "solin", "zuqqa", "lam,", "nasi"]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    dice = random.Random(4)
    path = tmp_path / "story.txt"
    lines = [" ".join(dice.choices(WORDS, k=dice.randint(1, 6))) for _ in range(450)]
    path.write_text("\n".join(["", *lines[:200], "", *lines[200:]]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_several_processes_write_what_one_writes(miri: Path, onebook: Run, story: Path, form: str) -> None:
    out = story.with_name("out")
    more = ("--out", str(out)) if form == "cldf" else ()
    alone = onebook("gloss", str(story), "--to", form, "--project", str(miri), *more)
    if more:
        alone = (alone[0], (out / "examples.csv").read_text("utf-8"), "")
    shared = onebook("gloss", str(story), "--to", form, "--jobs", "2", "--project", str(miri), *more)
    if more:
        shared = (shared[0], (out / "examples.csv").read_text("utf-8"), "")
    assert shared == alone
    assert alone[0] == 0 and len(alone[1].splitlines()) > 400


def test_an_unreadable_line_is_said_after_the_output_before_it(miri: Path, onebook: Run, story: Path) -> None:
    story.write_bytes(b"miri\n" * 250 + b"\xff\xfe\n")
    alone = onebook("gloss", str(story), "--to", "tsv", "--project", str(miri))
    shared = onebook("gloss", str(story), "--to", "tsv", "--jobs", "2", "--project", str(miri))
    assert shared[0] == alone[0] == 1
    assert shared[1] == alone[1] and len(alone[1].splitlines()) == 251
    assert "251" in shared[2]


def test_a_wrong_number_of_processes_is_refused(miri: Path, onebook: Run) -> None:
    status, out, err = onebook("gloss", "--jobs", "many", "--project", str(miri))
    assert status == 2 and not out and "many is not a number of processes" in err
