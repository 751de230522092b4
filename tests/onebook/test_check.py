"""Every check has one bad file: laid over a project without findings, it gives this code, with its line, and exit 1."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.check import catalogue

Run = Callable[..., tuple[int, str, str]]
BAD = Path(__file__).parent / "bad"


def test_every_code_has_a_bad_file() -> None:
    assert sorted(path.name for path in BAD.iterdir()) == list(catalogue())


@pytest.mark.parametrize("code", catalogue())
def test_bad_file(code: str, miri: Path, onebook: Run) -> None:
    assert onebook("rules", "check", "--select", code)[0] == 0, "the project is clean before"
    (file,) = (BAD / code).iterdir()
    shutil.copy(file, miri / file.name)
    status, out, _ = onebook("rules", "check", "--select", code, "--json")
    findings = json.loads(out)
    assert status == 1 and {finding["code"] for finding in findings} == {code}
    assert all(finding["source"]["path"] == file.name for finding in findings), findings
    assert all("{" not in finding["message"] for finding in findings)


@pytest.mark.parametrize("code", catalogue())
def test_a_message_says_what_to_do(code: str) -> None:
    item = catalogue()[code]
    assert item.explanation.endswith(".") and len(item.explanation) > 40


def test_all_mistakes_of_a_project_are_told_at_once(miri: Path, onebook: Run) -> None:
    for code in ("E101", "E105", "E106", "E801"):
        (file,) = (BAD / code).iterdir()
        shutil.copy(file, miri / file.name)
    status, out, _ = onebook("rules", "check")
    assert status == 1
    assert all(code in out for code in ("E101", "E105", "E106", "E801")) and "were left out" in out


def test_select_and_ignore(miri: Path, onebook: Run) -> None:
    shutil.copy(BAD / "W405" / "morphemes.tsv", miri / "morphemes.tsv")
    assert onebook("rules", "check", "--select", "W4", "--ignore", "W405,W408")[0] == 0
    assert onebook("rules", "check", "--select", "E,W405")[0] == 1
