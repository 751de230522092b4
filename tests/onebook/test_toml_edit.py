"""A person's comments and spacing in the TOML files of a project survive every edit and every extraction."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from morph.model import Template
from onebook.editing import change
from onebook.project.config import Config, SourceEntry, load_config, load_templates, save_config, save_templates
from onebook.project.project import Project
from onebook.project.toml_edit import edited_templates

HAND = """\
# Word structure of an invented language.

# nouns first
[[template]]
id = "n"
pos = ["n"]      # names too?
before = []
after = [
  "number",      # before case
  "case",
]
source = "hand:me"

# verbs: see chapter 4
[[template]]
id = "v"
pos = ["v"]
after = ["tense", "person"]
"""


def in_file(tmp_path: Path, text: str = HAND) -> Path:
    path = tmp_path / "morphotactics.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_cell_edited_changes_one_line(tmp_path: Path) -> None:
    path = in_file(tmp_path)
    noun, verb = load_templates(path)
    save_templates(path, (noun, replace(verb, after=("mood", "tense", "person"))))
    old, new = HAND.splitlines(), path.read_text().splitlines()
    assert len(old) == len(new)
    assert [b for a, b in zip(old, new, strict=True) if a != b] == ['after = ["mood", "tense", "person"]']


def test_what_is_written_unchanged_stays_to_the_letter(tmp_path: Path) -> None:
    path = in_file(tmp_path)
    save_templates(path, load_templates(path))
    assert path.read_text() == HAND


def test_comments_go_with_the_template_below_them(tmp_path: Path) -> None:
    path = in_file(tmp_path)
    noun, verb = load_templates(path)
    save_templates(path, (verb, noun))
    text = path.read_text()
    assert text.index("# verbs: see chapter 4") < text.index('id = "v"') < text.index("# nouns first")
    save_templates(path, (noun,))
    assert "chapter 4" not in path.read_text() and "# before case" in path.read_text()
    assert path.read_text().startswith("# Word structure")


def test_added_and_taken_back_is_as_before(tmp_path: Path) -> None:
    path = in_file(tmp_path)
    rows = load_templates(path)
    save_templates(path, (rows[0], Template("adj", ("adj",), (), ("case",)), rows[1]))
    assert [t.id for t in load_templates(path)] == ["n", "adj", "v"] and "# names too?" in path.read_text()
    save_templates(path, rows)
    assert load_templates(path) == rows and path.read_text() == HAND


def test_templates_without_id_or_in_one_line_are_written_whole(tmp_path: Path) -> None:
    odd = 'template = [{id = "n", pos = ["n"], after = ["case"]}]\n'
    path = in_file(tmp_path, odd)
    (noun,) = load_templates(path)
    with pytest.raises(ValueError, match="table of its own"):
        edited_templates(odd, (replace(noun, after=()),))
    save_templates(path, (replace(noun, after=("number",)),))
    assert load_templates(path) == (replace(noun, after=("number",)),)


def test_the_command_keeps_comments(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "p", Config("Invented"))
    in_file(project.root)
    noun = load_templates(project.path("morphotactics.toml"))[0]
    change(project, "edit", [("template", noun, replace(noun, obligatory=("number",), origin="hand"))])
    text = project.path("morphotactics.toml").read_text()
    assert 'obligatory = ["number"]' in text and "# before case" in text and "# verbs: see chapter 4" in text


CONFIG = """\
# our project
[project]
name = "Invented"   # its own name

[settings]
max_analyses = 20   # plenty
"""


def test_settings_keep_comments_when_a_source_is_added(tmp_path: Path) -> None:
    path = tmp_path / "onebook.toml"
    path.write_text(CONFIG, encoding="utf-8")
    config = load_config(path)
    for number in (1, 2):
        entry = SourceEntry(f"book{number}", "book")
        config = replace(config, sources=(*config.sources, entry), classes=(("V", "aeiou" * number),))
        save_config(path, config)
        assert load_config(path) == config
    text = path.read_text()
    assert "# our project" in text and "# its own name" in text and "# plenty" in text
    assert [source["path"] for source in tomllib.loads(text)["sources"]] == ["book1", "book2"]
    path.write_text(text.replace('path = "book1"', 'path = "book1"  # second edition'), encoding="utf-8")
    save_config(path, replace(config, classes=(("V", "ae"),)))
    assert "# second edition" in path.read_text() and 'V = "ae"' in path.read_text()
    save_config(path, replace(config, sources=config.sources[1:]))
    assert [s.path for s in load_config(path).sources] == ["book2"]
