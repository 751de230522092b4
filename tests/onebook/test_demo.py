"""The demonstration runs as a person runs it, in less than three minutes, and the README shows what it prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 180
"""Seconds that the demonstration may take on two free cores."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, float]:
    """What the demonstration prints, its folder, and the seconds of processor time that it took."""
    pytest.importorskip("spacy", reason="the demonstration translates, which needs the extra 'english'")
    out = tmp_path_factory.mktemp("demo")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    before = os.times()
    done = subprocess.run(
        [str(ROOT / "examples" / "turkish" / "demo"), str(out)],
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        cwd=out,
        capture_output=True,
        text=True,
        timeout=10 * LIMIT,
    )
    after = os.times()
    assert done.returncode == 0, done.stdout + done.stderr
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return done.stdout, out, spent


def test_it_takes_less_than_three_minutes(demo: tuple[str, Path, float]) -> None:
    assert demo[2] < LIMIT


def test_every_section_has_something_to_show(demo: tuple[str, Path, float]) -> None:
    sections = re.split(r"^\d\. .+\n─+$", demo[0], flags=re.MULTILINE)
    assert len(sections) == 9
    assert all(len(section.split()) > 5 for section in sections[1:])


def test_rules_texts_translations_and_scores_are_shown(demo: tuple[str, Path, float]) -> None:
    text = demo[0]
    assert len(re.findall(r"^\w+ +accepted +\d+✓ \d+✗", text, re.MULTILINE)) >= 12
    assert re.search(r"^\(1\) \S+ ", text, re.MULTILINE)
    assert text.count("  onebook    ") == text.count("  reference  ") == 10
    assert len(re.findall(r"^chrF +\d+\.\d \[\d+\.\d, \d+\.\d\]", text, re.MULTILINE)) == 2
    assert re.search(r"words \d+\.\d  morphemes \d+\.\d", text)


def test_the_report_lies_where_it_says(demo: tuple[str, Path, float]) -> None:
    place = re.search(r"file://(\S+)", demo[0])
    assert place
    html = Path(place[1]).read_text(encoding="utf-8")
    assert html.rstrip().endswith("</html>") and "<script" not in html
    for anchor in ("glance", "sounds", "affixes", "paradigms", "text", "trees", "translations", "glossing", "errors"):
        assert f'id="{anchor}"' in html


def test_nothing_was_written_outside_the_folder(demo: tuple[str, Path, float]) -> None:
    assert {path.name for path in demo[1].iterdir()} == {"turkish", "turkish.html"}


def test_the_readme_shows_what_it_prints(demo: tuple[str, Path, float]) -> None:
    script = ROOT / "docs" / "readme_excerpt.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], input=demo[0], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
