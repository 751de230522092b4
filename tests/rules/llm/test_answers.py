"""Answers in every state that people and machines produce: nothing raises, nothing is lost without a finding."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from rules.llm.answers import read_answer, read_folder
from rules.llm.claims import merged

CLAIM = {
    "type": "morpheme", "section": "2.1", "quote": "The plural suffix *-ru* is *-du* after *n*.", "support": "stated",
    "examples": ["tolu:25"], "form": "-ru", "gloss": "PL",
}  # fmt: skip
OTHER = {**CLAIM, "form": "=ko", "gloss": "LOC", "section": "2.2"}
GOOD = json.dumps({"claims": [CLAIM, OTHER]}, ensure_ascii=False)


def codes(text: str) -> tuple[int, list[str]]:
    answer = read_answer(text, "001-0123456789", "llm:m")
    return len(answer.claims), [finding.code for finding in answer.findings]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Here is what I found {{in short}}: [1, 2]\n\n{GOOD}\n\nI hope that {{helps}}!",
        json.dumps([CLAIM, OTHER]),
        f"<think>The passage says {{\"x\": 1}}.</think>{GOOD}",
        json.dumps({"choices": [{"message": {"role": "assistant", "content": f"```\n{GOOD}\n```"}}]}),
        json.dumps({"custom_id": "1", "response": {"body": {"choices": [{"message": {"content": GOOD}}]}}}),
        json.dumps({"content": [{"type": "text", "text": GOOD}]}),
        json.dumps({"claims": []}) + GOOD,
    ],
)  # fmt: skip
def test_whole_answers_are_read_however_they_are_wrapped(text: str) -> None:
    assert codes(text) == (2, [])


def test_no_claims_is_a_fine_answer() -> None:
    assert codes('{"claims": []}') == (0, [])


@pytest.mark.parametrize("cut", range(len(GOOD) - len(json.dumps(OTHER)) + 1, len(GOOD) - 2, 17))
def test_an_answer_cut_anywhere_in_the_second_claim_saves_the_first(cut: int) -> None:
    assert codes("Sure:\n```json\n" + GOOD[:cut]) == (1, ["L103"])


@pytest.mark.parametrize("text", ["", "   \n", "I cannot help with that.", "{", '{"claims"', "null", "[]", '{"a": 1}'])
def test_answers_without_claims_say_so(text: str) -> None:
    count, found = codes(text)
    assert count == 0 and found


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"type": "poem"}, "none of"),
        ({"gloss": None}, "gloss is missing"),
        ({"form": 7}, "not of type string"),
        ({"quote": "x" * 1000}, "longer than"),
        ({"allomorphs": [{"environment": "V_"}]}, "form is missing"),
        ({"attaches_to": ["verbs"]}, "none of"),
        ({"section": {"deep": {"er": 1}}}, "not of type"),
    ],
)  # fmt: skip
def test_a_claim_of_the_wrong_shape_costs_only_itself(change: dict[str, object], word: str) -> None:
    answer = read_answer(json.dumps({"claims": [{**CLAIM, **change}, OTHER, "text", 3]}), "001-0123456789", "llm:m")
    assert [claim.text("form") for claim in answer.claims] == ["=ko"]
    assert [f.code for f in answer.findings] == ["L104"] * 3
    assert word in answer.findings[0].message


def test_harmless_slips_are_mended() -> None:
    slips = {**CLAIM, "section": 2.1, "attaches_to": "n", "support": "yes", "comment": "I am sure", "meaning": None}
    answer = read_answer(json.dumps({"claims": [slips]}), "001-0123456789", "llm:m")
    assert not answer.findings
    claim = answer.claims[0]
    assert (claim.section, claim.items("attaches_to"), claim.support) == ("2.1", ["n"], "shown")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        '{"claims":[' + '{"a":' * 100_000,
        '{"claims":[' + "[" * 5000 + "]" * 5000 + "]}",
        '{"' * 100_000,
        "{" * 300_000 + GOOD,
        '{"claims":[{"type":"order","section":"' + "\\u0000" * 50_000,
        '{"claims": [NaN, Infinity, 1e999999, {"type": "morpheme"}]}',
    ],
    ids=range(7),
)  # fmt: skip
def test_hostile_json_is_read_in_bounded_time(text: str) -> None:
    start = time.perf_counter()
    codes(text)
    assert time.perf_counter() - start < 3


def test_a_folder_in_any_order_with_gaps_repeats_and_strangers(tmp_path: Path) -> None:
    asked = ["001-aaaaaaaaaa", "002-bbbbbbbbbb", "003-cccccccccc"]
    (tmp_path / "sub").mkdir()
    (tmp_path / "002-bbbbbbbbbb.txt").write_text(f"```\n{GOOD}\n```", "utf-8")
    (tmp_path / "sub" / "002-bbbbbbbbbb (1).json").write_text(GOOD, "utf-8")
    (tmp_path / "001-aaaaaaaaaa.json").write_text('{"claims": [', "utf-8")
    (tmp_path / "notes.txt").write_text("call Anna", "utf-8")
    (tmp_path / "007-dddddddddd.json").write_text(GOOD, "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    line = {"custom_id": "003-cccccccccc", "response": {"body": {"choices": [{"message": {"content": GOOD}}]}}}
    (tmp_path / "result.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    answers = read_folder(tmp_path, asked, "llm:m")
    assert answers.missing == ()
    found = sorted(finding.code for finding in answers.findings)
    assert found == ["L103", "L107", "L107", "L108", "L109"]
    assert len(answers.claims) == 8 and len(merged(answers.claims)) == 2
    (tmp_path / "001-aaaaaaaaaa.json").unlink()
    assert read_folder(tmp_path, asked, "llm:m").missing == ("001-aaaaaaaaaa",)
