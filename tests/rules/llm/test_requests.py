"""What a model is asked: the book in pieces, self-contained prompts with steady names, nothing lost unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from rules.llm.folder import write_requests
from rules.llm.passages import cut
from rules.llm.prompts import answer_schema, make_requests, system_text
from rules.withhold import withhold
from tests.rules.llm.book import BOOK, TABLES, prose, rich


def test_sections_without_the_language_are_left_out_and_counted() -> None:
    found = cut([BOOK])
    assert {skipped.section for skipped in found.skipped} == {"Acknowledgements", "1"}
    assert all(skipped.reason and skipped.chars for skipped in found.skipped)
    asked = [section for passage in found.passages for section in passage.sections]
    assert asked == ["2", "2.1", "2.2", "3.1"]


def test_a_passage_holds_prose_examples_and_tables_in_the_order_of_the_book() -> None:
    text = cut([BOOK]).passages[0].text
    places = [text.index(part) for part in ("## 2.1 Number", "*-ru*", "[tolu:25]", "(table) (tab:n) Number", "## 2.2")]
    assert places == sorted(places)
    assert cut([BOOK]).passages[0].examples == ("tolu:25", "tolu:45", "tolu:48")


def test_a_long_section_is_cut_without_losing_a_word() -> None:
    many = tuple(prose(f"The form *tolin* has the reading {i}. " * 8, 100 + i, "2.1") for i in range(40))
    found = cut([replace(BOOK, paragraphs=(*BOOK.paragraphs, *many))], max_chars=3000)
    assert len(found.passages) > 4
    assert max(len(passage.text) for passage in found.passages) < 4000
    together = "\n".join(passage.text for passage in found.passages)
    assert all(f"reading {i}." in together for i in range(40))


def test_a_long_table_is_shown_in_parts_with_its_header() -> None:
    rows = tuple(tuple(map(rich, (f"*tolin* {i:03}", "meaning " * 9))) for i in range(120))
    table = replace(TABLES[0], rows=(TABLES[0].rows[0], *rows))
    found = cut([replace(BOOK, tables=(table,))])
    parts = [passage.text for passage in found.passages if "(tab:n)" in passage.text]
    assert len(parts) > 1 and all("form | label" in text for text in parts)
    assert all(any(f"{i:03}" in text for text in parts) for i in range(120))


def test_names_are_the_same_for_the_same_book_and_change_with_the_text() -> None:
    first, again = make_requests([BOOK], "Tolu"), make_requests([BOOK], "Tolu")
    assert [r.name for r in first.requests] == [r.name for r in again.requests]
    changed = make_requests([replace(BOOK, paragraphs=(*BOOK.paragraphs, prose("And *pane*.", 63, "3.1")))], "Tolu")
    assert changed.requests[0].name == first.requests[0].name
    assert changed.requests[1].name != first.requests[1].name


def test_a_prompt_is_self_contained() -> None:
    request = make_requests([BOOK], "Tolu").requests[1]
    assert request.text.startswith("You are an experienced field linguist")
    assert '"claims"' in request.system and "JSON Schema" in request.system
    for part in ("Tolu", "COND conditional", "sole=ti", "[tolu:65]", "=ko LOC"):
        assert part in request.user, part


def test_every_type_of_the_schema_is_explained_in_the_prompt() -> None:
    item = answer_schema()["properties"]["claims"]["items"]  # type: ignore[index]
    for kind in item["properties"]["type"]["enum"]:
        assert f"- `{kind}`:" in system_text()
    for name in set(item["properties"]) - {"type"}:
        assert f"`{name}`" in system_text(), name


def test_withheld_sections_reach_neither_passage_nor_inventory() -> None:
    requests = make_requests([withhold(BOOK, ["2"])], "Tolu").requests
    assert [r.passage.sections for r in requests] == [("3.1",)]
    assert "=ko" not in requests[0].user


def test_the_folder_can_be_answered_by_people_and_batch_services(tmp_path: Path) -> None:
    asked = make_requests([BOOK], "Tolu")
    (tmp_path / "999-0123456789.md").write_text("an old request")
    write_requests(tmp_path, asked, language="Tolu")
    names = [r.name for r in asked.requests]
    assert sorted(p.stem for p in tmp_path.glob("*.md")) == names
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert [r["name"] for r in manifest["requests"]] == names
    assert {s["section"] for s in manifest["skipped"]} == {"Acknowledgements", "1"}
    lines = [json.loads(line) for line in (tmp_path / "batch.jsonl").read_text("utf-8").splitlines()]
    assert [line["custom_id"] for line in lines] == names
    assert json.loads((tmp_path / "schema.json").read_text("utf-8")) == answer_schema()
