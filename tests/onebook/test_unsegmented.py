"""A project from texts that are glossed but not segmented (track 1 of the shared task)."""

from __future__ import annotations

from pathlib import Path

import pytest

from onebook.cli import main
from onebook.project.project import Project

STEMS = {"kamo": "house", "tise": "dog", "pulan": "river", "weri": "woman", "sotu": "stone"}
SUFFIXES = {"": "", "lik": "-PL", "dan": "-ABL", "likdan": "-PL-ABL"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    blocks = [
        f"\\t {stem}{suffix} ne\n\\g {gloss}{label} see\n\\l seen\n"
        for stem, gloss in STEMS.items()
        for suffix, label in SUFFIXES.items()
    ]
    source = tmp_path / "story.txt"
    source.write_text("\n".join(blocks), encoding="utf-8")
    folder = str(tmp_path / "p")
    assert main(["new", folder, "--name", "Toy"]) == 0
    assert main(["add", str(source), "--as", "texts", "--project", folder]) == 0
    assert main(["extract", "--project", folder]) == 0
    return Project.find(tmp_path, Path(folder))


def test_the_proposed_cuts_stand_in_the_table_and_count_as_seen(project: Project) -> None:
    cuts = {word.analysis.segmented for igt in project.seen() for word in igt.words if word.analysis}
    assert {"kamo-lik", "kamo-dan", "kamo-lik-dan", "sotu-lik-dan", "pulan"} <= cuts
    [table] = project.path("texts").glob("*.tsv")
    assert "kamo-lik-dan" in table.read_text(encoding="utf-8")


def test_a_cut_that_was_edited_stays(project: Project) -> None:
    [table] = project.path("texts").glob("*.tsv")
    edited = table.read_text(encoding="utf-8").replace("weri-lik-dan", "we-rilik-dan")
    table.write_text(edited, encoding="utf-8")
    assert main(["extract", "--project", str(project.root)]) == 0
    assert "we-rilik-dan" in table.read_text(encoding="utf-8")
