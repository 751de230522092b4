"""``onebook extract`` with a model by way of folders: prompts out, answers in, claims on record, rows that survive."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from onebook.project import schemas
from onebook.project.tables import read_table
from rules.llm.prompts import VERSION
from tests.rules.llm.server import said, serve

Run = Callable[..., tuple[int, str, str]]
PROSE = """
## Negation

Negation is marked with the suffix *-ban* at the end of the verb. A condition has the enclitic *=si*.
The words *nuka*, *rimo* and *peta* name a tree, a leaf and a root.

(4) Kalo solaban.
    kalo sola-ban
    dog run-NEG
    ‘The dog does not run.’

(5) Sota miraban.
    sota mira-ban
    fish eat-NEG
    ‘The fish does not eat.’

(6) Kalo solasi sota mira.
    kalo sola=si sota mira
    dog run=COND fish eat
    ‘If the dog runs, the fish eats.’

(7) Kalo mirasi sota sola.
    kalo mira=si sota sola
    dog eat=COND fish run
    ‘If the dog eats, the fish runs.’
"""
CONDITION = "A condition has the enclitic *=si*."


@pytest.fixture
def asked(miri: Path, onebook: Run) -> Path:
    """Miri with a longer book, its prompts in ``out``."""
    book = miri / "grammar.md"
    book.write_text(book.read_text("utf-8") + PROSE, "utf-8")
    assert onebook("add", "grammar.md", "--as", "book")[0] == 0
    status, _, err = onebook("extract", "--requests", "out", "--price", "1,1")
    assert status == 0 and "estimated cost: $0." in err and "tokens in" in err
    return miri


def answer(root: Path, *claims: dict[str, object], text: str = "{}") -> None:
    """An answer to the request that shows the section on negation."""
    manifest = json.loads((root / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["prompt_version"] == VERSION
    request = next(r for r in manifest["requests"] if "Negation" in " ".join(r["titles"]))
    section = request["sections"][request["titles"].index("Negation")]
    full = [{"section": section, "support": "stated", "examples": [], **claim} for claim in claims]
    (root / "in").mkdir(exist_ok=True)
    body = json.dumps({"claims": full}, ensure_ascii=False)
    (root / "in" / f"{request['name']}.txt").write_text(f"Of course:\n```json\n{body}\n```\n", "utf-8")


GOOD = {
    "type": "construction", "quote": CONDITION, "name": "conditional", "pattern": ["CLAUSE1", "=COND", "CLAUSE2"],
    "meaning": "condition", "english": "if CLAUSE1, CLAUSE2",
}  # fmt: skip
FALSE = {"type": "morpheme", "quote": "This stands nowhere in the book.", "form": "-ban", "gloss": "NEG"}


def transfer(root: Path) -> dict[str, schemas.Transfer]:
    return {row.construction: row for row in read_table(root / "transfer.tsv", schemas.TRANSFER)[0]}


def test_a_second_extraction_from_the_record_changes_no_line(asked: Path, onebook: Run) -> None:
    """Answers come in any order, the record has its own: rows stand in the order of the book either way."""
    later = {**GOOD, "quote": "The words *nuka*, *rimo* and *peta* name a tree, a leaf and a root."}
    words = [
        {**later, "type": "lexeme", "headword": word, "pos": "n", "gloss": gloss}
        for word, gloss in (("nuka", "tree"), ("peta", "root"), ("rimo", "leaf"))
    ]
    negated = {**later, "type": "morpheme", "form": "-ban", "gloss": "NEG"}
    again = {"type": "rendering", "quote": CONDITION, "label": "=COND", "kind": "connective", "options": ["if"]}
    negated["quote"] = "Negation is marked with the suffix *-ban* at the end of the verb."
    tables = []
    for order in (words, words[::-1]):
        answer(asked, GOOD, again, *order, negated)
        assert onebook("extract", "--responses", "in", "--as", "M")[0] == 0
        tables.append((asked / "lexicon.tsv").read_text("utf-8"))
    assert tables[0] == tables[1] and all(word in tables[0] for word in ("nuka", "rimo", "peta"))
    first = {path: path.read_text("utf-8") for path in asked.glob("*.tsv")} | {
        path: path.read_text("utf-8") for path in [asked / "claims" / "claims.tsv", asked / "syntax.lark"]
    }
    assert onebook("extract")[0] == 0
    for path, text in first.items():
        assert path.read_text("utf-8") == text, path.name


def test_answers_become_rows_and_every_claim_is_on_record(asked: Path, onebook: Run) -> None:
    answer(asked, GOOD, FALSE, {"type": "poem"})
    status, out, _ = onebook("extract", "--responses", "in", "--as", "test model 1")
    assert status == 0
    assert "L104" in out and "rejected because of: quote 1" in out
    rows = transfer(asked)
    assert rows["=COND"].english == "if" and rows["=COND"].origin == "llm:test-model-1"
    record = (asked / "claims" / "claims.tsv").read_text("utf-8")
    assert "quote: it is not in the book" in record and CONDITION in record
    facts = (asked / "claims" / "facts.tsv").read_text("utf-8")
    assert "CLAUSE1" in facts and "enclitic" not in facts and "stands nowhere" not in facts
    assert onebook("extract")[0] == 0
    assert transfer(asked) == rows, "a later extraction without answers keeps what is on record"


def test_a_hand_edit_of_a_row_survives_the_next_extraction(asked: Path, onebook: Run) -> None:
    answer(asked, GOOD)
    onebook("extract", "--responses", "in")
    path = asked / "transfer.tsv"
    path.write_text(path.read_text("utf-8").replace("\tif\t", "\twhen | if\t"), "utf-8")
    onebook("extract", "--responses", "in")
    assert transfer(asked)["=COND"].english == "when | if"


def test_rows_stay_in_a_copy_without_its_record(asked: Path, onebook: Run) -> None:
    answer(asked, GOOD)
    onebook("extract", "--responses", "in")
    rows = transfer(asked)
    shutil.rmtree(asked / "claims")
    onebook("extract")
    assert transfer(asked) == rows


def test_facts_without_quotes_make_the_same_rows_elsewhere(asked: Path, onebook: Run) -> None:
    answer(asked, GOOD, FALSE)
    onebook("extract", "--responses", "in")
    rows = transfer(asked)
    (asked / "claims" / "facts.tsv").rename(asked / "facts.tsv")
    shutil.rmtree(asked / "claims")
    for name in ("transfer.tsv", ".extracted/transfer.tsv"):
        (asked / name).unlink()
    assert onebook("extract", "--claims", "facts.tsv")[0] == 0
    assert transfer(asked) == rows


def test_a_person_decides_over_a_claim(asked: Path, onebook: Run) -> None:
    answer(asked, GOOD)
    onebook("extract", "--responses", "in")
    path = asked / "claims" / "claims.tsv"
    lines = path.read_text("utf-8").splitlines()
    lines = [lines[0] + "\tdecision", *(line + "\trejected" for line in lines[1:])]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    onebook("extract")
    assert "=COND" not in transfer(asked)
    assert "decision: a person rejected it" in path.read_text("utf-8")


def test_the_reader_alone_and_the_model_alone(asked: Path, onebook: Run) -> None:
    answer(asked, GOOD)
    onebook("extract", "--responses", "in")
    onebook("extract", "--use", "reader")
    assert not transfer(asked)
    onebook("extract", "--use", "llm")
    assert transfer(asked)
    proposed = read_table(asked / ".extracted" / "morphemes.tsv", schemas.MORPHEMES)[0]
    assert all("llm:" in row.origin for row in proposed), "what stands in the table besides was written by hand"


def test_a_missing_folder_is_a_clear_error(asked: Path, onebook: Run) -> None:
    status, _, err = onebook("extract", "--responses", "nowhere")
    assert status == 1 and "nowhere" in err and "--requests" in err


# --- a model is asked ----------------------------------------------------------------------------------------------


def test_a_server_is_asked_once_and_the_key_is_nowhere(
    asked: Path, onebook: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("openai", reason="the extra 'llm' is not installed")
    key = "sk-secret-abcdefghijklmnop"
    monkeypatch.setenv("ONEBOOK_API_KEY", key)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    answer(asked, GOOD)
    text = next((asked / "in").iterdir()).read_text("utf-8")
    with serve(lambda n, body, headers: (200, said(text), {})) as server:
        arguments = ("extract", "--llm", "m", "--base-url", server.url)
        status, _, err = onebook(*arguments, "--dry-run")
        assert status == 0 and "estimated cost" in err and not server.bodies
        status, out, err = onebook(*arguments)
        first = len(server.bodies)
        assert status == 0 and first > 0 and "0 kept from before" in err and key not in out + err
        assert transfer(asked)["=COND"].origin == "llm:m"
        status, _, err = onebook(*arguments)
        assert status == 0 and len(server.bodies) == first, "a repeated run costs nothing"
        assert f"{first} are answered already, 0 go to m" in err
    files = [path for path in asked.rglob("*") if path.is_file()]
    assert all(key.encode() not in path.read_bytes() for path in files)


def test_a_model_that_cannot_be_reached_is_reported(asked: Path, onebook: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai", reason="the extra 'llm' is not installed")
    monkeypatch.setenv("ONEBOOK_API_KEY", "sk-wrong-0123456789")
    refused = {"error": {"message": "Incorrect API key provided: sk-wrong-0123456789", "type": "auth"}}
    with serve(lambda n, body, headers: (401, refused, {})) as server:
        status, out, err = onebook("extract", "--llm", "m", "--base-url", server.url, "--jobs", "1")
    assert len(server.bodies) == 1
    assert "L112" in out and "sk-wrong" not in out + err
    assert status == 1
