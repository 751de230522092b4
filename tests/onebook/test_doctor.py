"""``onebook doctor``: what is wrong is found, with place and remedy; a sound project has nothing to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onebook import health
from onebook.health import machine_findings, packages

Run = Callable[..., tuple[int, str, str]]


def doctor(onebook: Run, *arguments: str) -> tuple[int, dict[str, Any]]:
    status, out, _ = onebook("doctor", "--json", *arguments)
    return status, json.loads(out)


def codes(report: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in report["findings"] if finding["severity"] != "note"}


def test_a_sound_project(miri: Path, onebook: Run) -> None:
    status, report = doctor(onebook)
    assert (status, codes(report)) == (0, set())
    assert report["project"]["name"] == "Miri"
    assert {name for name, *_ in report["project"]["settings"]} >= {"max_analyses"}


def test_without_a_project_only_the_machine_is_looked_at(
    tmp_path: Path, onebook: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, report = doctor(onebook)
    assert status == 0 and report["project"] is None


def test_rows_that_are_left_out_are_named_with_their_line(miri: Path, onebook: Run) -> None:
    with (miri / "morphemes.tsv").open("a", encoding="utf-8") as table:
        table.write("x\tka\tX\tsufix\t\t\t\thand:\thand\taccepted\t\t\n")
    status, report = doctor(onebook)
    assert status == 1
    found = [f for f in report["findings"] if "sufix" in f["message"]]
    assert found and found[0]["source"]["line"] == 6


def test_an_impossible_rule_is_a_finding(miri: Path, onebook: Run) -> None:
    with (miri / "sounds.tsv").open("a", encoding="utf-8") as table:
        table.write("s2\t[ab\tx\t\t\thand:\thand\taccepted\t\t\n")
    status, report = doctor(onebook)
    assert status == 1 and any("s2" in str(f["source"]) + f["message"] for f in report["findings"])


def test_a_lost_cache_says_how_to_read_the_source_again(miri: Path, onebook: Run) -> None:
    for path in (miri / ".cache" / "sources").iterdir():
        path.unlink()
    status, report = doctor(onebook)
    assert status == 1
    assert [f["hint"] for f in report["findings"] if f["code"] == "doctor.source-cache"] == [
        "read it again: onebook add grammar.md --as book"
    ]


def test_a_grammar_laid_beside_an_edited_one_waits_for_a_person(miri: Path, onebook: Run) -> None:
    (miri / "syntax.lark.new").write_text("start: N\n", encoding="utf-8")
    status, report = doctor(onebook)
    assert status == 1 and codes(report) == {"doctor.conflict"}


def test_a_broken_config_is_said_and_not_taken_for_no_project(miri: Path, onebook: Run) -> None:
    with (miri / "onebook.toml").open("a", encoding="utf-8") as config:
        config.write('\n[setings]\nx = "1"\n')
    status, _, err = onebook("doctor")
    assert status == 1 and "setings" in err


def test_the_compiled_form_is_up_to_date_until_a_table_changes(miri: Path, onebook: Run) -> None:
    onebook("gloss", "grammar.md")
    assert "up to date" in str(doctor(onebook)[1]["project"]["facts"])
    with (miri / "lexicon.tsv").open("a", encoding="utf-8") as table:
        table.write("rain\tmusa\tn\train\t\thand:\thand\taccepted\t\t\n")
    assert "older than the tables" in str(doctor(onebook)[1]["project"]["facts"])


def test_missing_packages_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = health.installed_version
    monkeypatch.setattr(health, "installed_version", lambda name: "" if name in ("lark", "spacy") else real(name))
    findings = {f.message.split()[0]: f for f in machine_findings(packages("onebook"))}
    assert findings["lark"].severity == "error" and findings["lark"].hint == "pip install 'onebook'"
    assert findings["spacy"].severity == "note" and findings["spacy"].hint == "pip install 'onebook[english]'"
