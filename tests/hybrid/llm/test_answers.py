"""A model's translations in whatever state they come: each finds its sentence, every loss is a finding."""

from __future__ import annotations

import json

from hybrid.llm.answers import read_translations
from hybrid.llm.requests import sentence_id

ONE, TWO = sentence_id("Bali sitakat mire."), sentence_id("Bali komiko.")
NAME = "001-0123456789"
GOOD = {"translations": [{"id": ONE, "text": "The dog sees the cat.", "alternatives": ["A dog sees a cat."]},
                         {"id": TWO, "text": "The dog is in the house."}]}  # fmt: skip


def codes(*answers: str, asked: dict[str, list[str]] | None = None) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    found = read_translations([(NAME, text) for text in answers], [ONE, TWO], asked or {})
    return found.texts, [finding.code for finding in found.findings]


def test_alternatives_follow_the_best() -> None:
    texts, found = codes(json.dumps(GOOD))
    assert texts[ONE] == ("The dog sees the cat.", "A dog sees a cat.") and texts[TWO] == ("The dog is in the house.",)
    assert not found


def test_prose_around_and_a_servers_wrapping_are_read_through() -> None:
    inner = f"Here you are:\n```json\n{json.dumps(GOOD)}\n```\nI hope that helps!"
    assert len(codes(inner)[0]) == 2
    assert len(codes(json.dumps({"choices": [{"message": {"content": inner}}]}))[0]) == 2


def test_of_an_answer_cut_off_the_whole_translations_are_kept() -> None:
    texts, found = codes(json.dumps(GOOD)[:-25])
    assert list(texts) == [ONE] and found == ["L103"]


def test_a_second_answer_gives_further_candidates() -> None:
    again = {"translations": [{"id": ONE, "text": "The dog saw a cat."}]}
    assert codes(json.dumps(GOOD), json.dumps(again))[0][ONE][-1] == "The dog saw a cat."


def test_garbled_ids_are_read_by_place_where_the_request_is_known() -> None:
    garbled = json.dumps(GOOD).replace(ONE, "sentence 1").replace(TWO, "2")
    assert codes(garbled) == ({}, ["L113", "L113"])
    assert list(codes(garbled, asked={NAME: [ONE, TWO]})[0]) == [ONE, TWO]


def test_what_is_no_translation_costs_only_itself() -> None:
    bad = {"translations": [{"id": ONE}, {"id": TWO, "text": ["a"]}, 7, {"id": ONE, "text": " "},
                            {"id": TWO, "text": "In the\nhouse.", "note": 3, "alternatives": "At home."}]}  # fmt: skip
    texts, found = codes(json.dumps(bad))
    assert texts == {TWO: ("In the house.", "At home.")} and found == ["L104"] * 4
    assert codes("I cannot translate this.") == ({}, ["L105"])
