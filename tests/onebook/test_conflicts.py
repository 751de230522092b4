"""Conflicts are shown in the cells of the table, not in the program's own terms."""

from __future__ import annotations

from morph.model import Allomorph, Lexeme, SoundRule, Template
from onebook.conflicts import conflict_lines
from onebook.project.merge import Conflict
from onebook.project.project import _TextRow


def test_cells_of_a_table_are_shown() -> None:
    mine = Lexeme("k", "kalo", "n", "dog", forms=(Allomorph("kal", "_V"),), origin="hand")
    new = Lexeme("k", "kalo", "n", "hound", forms=(Allomorph("kal", "_C"),), source="book:a.md:4")
    assert list(conflict_lines("lexicon.tsv", Conflict(mine, new, ("gloss", "forms")))) == [
        "conflict in lexicon.tsv, row k: gloss, forms",
        "  gloss: yours dog   extraction hound",
        "  forms: yours kal {_V}   extraction kal {_C}",
    ]


def test_columns_have_the_names_that_a_person_edits() -> None:
    lines = list(conflict_lines("sounds.tsv", Conflict(SoundRule("s", "p", "v"), SoundRule("s", "p", ""), ("output",))))
    assert lines[1] == "  out: yours v   extraction ∅"
    one, two = Template("n", ("n",), (), ("num", "case")), Template("n", ("n",), (), ("case",))
    assert list(conflict_lines("morphotactics.toml", Conflict(one, two, ("after",))))[1] == (
        "  after: yours num ; case   extraction case"
    )


def test_a_text_says_where_the_other_one_is() -> None:
    conflict = Conflict(_TextRow("syntax.lark"), _TextRow("syntax.lark.new"), ("text",))
    assert list(conflict_lines("syntax.lark", conflict)) == [
        "conflict in syntax.lark: you edited it: the extraction's is in syntax.lark.new"
    ]
