"""``onebook translate`` and ``onebook evaluate`` with a large language model: folders of requests and answers, a
server, the pool of the hybrid."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("spacy", reason="needs the extra 'english'")

from tests.rules.llm.server import said, serve

Run = Callable[..., tuple[int, str, str]]
LINES = "Kalo sotara mirari.\n\nKalolu tam sola.\n"


@pytest.fixture
def story(miri: Path) -> Path:
    """Miri with sentence pairs and a text of two sentences."""
    pairs = "p1\tKalo sotara mirari.\tThe dog ate the fish.\thand\np2\tKalolu solari.\tThe dogs ran.\thand\n"
    (miri / "pairs.tsv").write_text("id\ttext\ttranslation\tsource\n" + pairs, "utf-8")
    (miri / "story.txt").write_text(LINES, "utf-8")
    return miri


def answers(root: Path, folder: str = "in") -> dict[str, str]:
    """Answers to all requests in ``out``: each sentence is called by its place."""
    manifest = json.loads((root / "out" / "manifest.json").read_text("utf-8"))
    (root / folder).mkdir(exist_ok=True)
    texts = {}
    for request in manifest["requests"]:
        items = [{"id": id_, "text": f"Sentence {i} was said."} for i, id_ in enumerate(request["sentences"])]
        texts[request["name"]] = json.dumps({"translations": items})
        (root / folder / f"{request['name']}.json").write_text(texts[request["name"]], "utf-8")
    return texts


def test_requests_out_answers_in(story: Path, onebook: Run) -> None:
    translate = ("translate", "story.txt", "--from", "mis", "--to", "eng")
    status, out, err = onebook(*translate, "--requests", "out", "--per-request", "1")
    assert status == 0 and out == "" and "2 requests for 2 sentences" in err and "estimated cost" in err
    prompt = next((story / "out").glob("001-*.md")).read_text("utf-8")
    assert "sota=ta ‘fish=OBJ’" in prompt and "OBJ object" in prompt
    answers(story)
    next((story / "in").glob("002-*.json")).unlink()
    status, out, err = onebook(*translate, "--responses", "in", "--explain")
    lines = out.splitlines()
    assert status == 0 and lines[:2] == ["Sentence 0 was said.", ""] and "dog" in lines[2].casefold()
    assert "1 of 2 sentences answered" in err and "no answer" in err


def test_a_server_is_asked_once(story: Path, onebook: Run) -> None:
    translate = ("translate", "story.txt", "--from", "mis", "--to", "eng")
    onebook(*translate, "--requests", "out")
    text = next(iter(answers(story).values()))
    with serve(lambda number, body, headers: (200, said(text), {})) as server:
        for _ in range(2):
            status, out, err = onebook(*translate, "--with", "llm:tiny", "--base-url", server.url)
            assert status == 0 and out.splitlines()[2] == "Sentence 1 was said."
        assert len(server.bodies) == 1
    status, out, err = onebook(*translate, "--with", "llm:other", "--dry-run")
    assert status == 0 and out == "" and "estimated cost" in err


def test_the_hybrid_pools_and_the_evaluation_takes_folders(story: Path, onebook: Run) -> None:
    gold = story / "gold.tsv"
    gold.write_text("id\tmis\teng\n1\tKalo sotara mirari.\tSentence 0 was said.\n", "utf-8")
    (story / "one.txt").write_text("Kalo sotara mirari.\n", "utf-8")
    onebook("translate", "one.txt", "--from", "mis", "--to", "eng", "--requests", "out")
    answers(story)
    status, out, _ = onebook("translate", "one.txt", "--with", "hybrid", "--responses", "in", "--json")
    assert status == 0 and json.loads(out)["signature"].startswith("hybrid:")
    status, out, err = onebook(
        "evaluate", "translation", "gold.tsv", "--from", "mis", "--to", "eng", "--systems", "in,hybrid+in,rules",
        "--samples", "20", "--json",
    )  # fmt: skip
    assert status == 0, err
    systems = {record["system"]: record["systems"][0]["score"] for record in json.loads(out)["systems"]}
    assert systems["in"] == 100.0 and systems["rules"] < 60.0 and set(systems) == {"in", "hybrid+in", "rules"}


def test_several_runs_of_a_system_are_one_row(story: Path, onebook: Run) -> None:
    (story / "gold.tsv").write_text("id\tmis\teng\n1\tKalo sola.\tThe dog runs.\n", "utf-8")
    for seed, text in enumerate(("The dog runs.", "A dog ran.", "No idea.")):
        (story / f"run{seed}.txt").write_text(text + "\n", "utf-8")
    arguments = ("evaluate", "translation", "gold.tsv", "--from", "mis", "--to", "eng", "--systems", "run*.txt,nearest")
    status, out, err = onebook(*arguments, "--samples", "20", "--html", "scores.html")
    assert status == 0 and "3 runs: MTOB" in out, err
    page = (story / "scores.html").read_text("utf-8")
    assert "Systems compared" in page and "3 runs" in page and "By the length of the sentence" in page
    assert onebook(*arguments[:-1], "nothing*.txt")[0] == 1


def test_wrong_use_says_what_to_do(story: Path, onebook: Run) -> None:
    status, _, err = onebook("translate", "story.txt", "--with", "llm")
    assert status == 1 and "--responses DIR" in err
    status, _, err = onebook("translate", "story.txt", "--with", "rules", "--responses", "in")
    assert status == 1 and "takes no large model" in err
    status, _, err = onebook("translate", "story.txt", "--responses", "nowhere")
    assert status == 1 and "no such folder" in err
