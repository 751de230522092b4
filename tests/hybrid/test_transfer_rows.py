"""Rows of ``transfer.tsv`` in both directions: labels with their kind; a construction is no label."""

from __future__ import annotations

from grammar.labels import Labels
from hybrid.from_english.rules import told_rules
from hybrid.into_english.transfer import Transfer
from morph.model import Morpheme

ROWS = [
    ("=LOC", "inside | at", "preposition"),
    ("=ZIM", "like", "connective"),
    ("-IMP", "", "mood"),
    ("NP1 =LOC", "in NP1", ""),
]


def test_a_row_gives_a_label_its_english_and_its_kind() -> None:
    transfer = Transfer.of([("LOC", "locative"), ("IMP", "imperative")], ROWS)
    assert (transfer.of_label("LOC").kind, transfer.of_label("LOC").options) == ("preposition", ("inside", "at"))
    assert transfer.of_label("ZIM").kind == "connective"
    assert transfer.of_label("IMP").options == ("imperative",), "a mood is told by the label's meaning"


def test_only_prepositions_become_rules_of_generation() -> None:
    morphemes = [Morpheme("loc", "ko", "LOC", "enclitic"), Morpheme("sim", "na", "ZIM", "enclitic")]
    rules = told_rules(morphemes, Labels.of([("LOC", "locative")]), ROWS)
    assert {rule.features[-1] for rule in rules} == {"case=inside", "case=at"}
