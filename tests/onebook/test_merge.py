"""Three-way merge: hand edits, additions and deletions survive every later extraction."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from morph.model import Evidence, SoundRule
from onebook.project.merge import merge_rows

rules = st.lists(
    st.builds(SoundRule, st.sampled_from("abcdefgh"), st.sampled_from("ptk"), st.sampled_from("bdg")),
    unique_by=lambda rule: rule.id,
    max_size=6,
)


@given(rules, rules)
def test_unedited_tables_follow_the_extraction(base: list[SoundRule], new: list[SoundRule]) -> None:
    assert merge_rows(base, base, new) == (new, [])


@given(rules, rules)
def test_same_extraction_changes_nothing(base: list[SoundRule], mine: list[SoundRule]) -> None:
    merged, conflicts = merge_rows(base, mine, base)
    assert sorted(r.id for r in merged) == sorted(r.id for r in mine)
    assert all(row in mine for row in merged)
    assert conflicts == []


@given(rules, rules, rules)
def test_no_hand_edit_is_lost(base: list[SoundRule], mine: list[SoundRule], new: list[SoundRule]) -> None:
    merged = {row.id: row for row in merge_rows(base, mine, new)[0]}
    old = {row.id: row for row in base}
    for row in mine:
        if old.get(row.id) != row:
            assert (merged[row.id].target, merged[row.id].output) == (row.target, row.output)
    for row in base:
        if row.id not in {r.id for r in mine}:
            assert row.id not in merged, "a row that a person deleted came back"


def test_conflict_keeps_mine_and_names_the_field() -> None:
    base = [SoundRule("s1", "p", "w")]
    merged, conflicts = merge_rows(base, [SoundRule("s1", "p", "v")], [SoundRule("s1", "p", "f")])
    assert merged[0].output == "v"
    assert conflicts[0].fields == ("output",)


def test_status_edit_survives_and_evidence_is_refreshed() -> None:
    base = [SoundRule("s1", "p", "w", status="proposed")]
    mine = [replace(base[0], status="rejected")]
    new = [replace(base[0], evidence=Evidence(5, 1))]
    merged, conflicts = merge_rows(base, mine, new)
    assert merged[0].status == "rejected" and conflicts == []


def test_order_of_a_person_is_kept() -> None:
    base = [SoundRule(i, "p", "w") for i in "abc"]
    mine = [base[2], base[0], base[1]]
    new = [*base, SoundRule("d", "t", "r")]
    assert [row.id for row in merge_rows(base, mine, new)[0]] == ["c", "d", "a", "b"]
