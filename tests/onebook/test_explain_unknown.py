"""``onebook gloss --explain-unknown``: the story of every word without analysis, and lines that mend it when typed."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from morph.model import IGT, Analysis, GlossedWord, Morph
from onebook.gaps import Unexplained
from onebook.session import Session

Run = Callable[..., tuple[int, str, str]]
STORY = "Kalo kiptalu Lomo.\nSota Lomo solari.\nSolalu kalone.\n"


@pytest.fixture
def story(miri: Path) -> Path:
    path = miri / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def told(onebook: Run, *more: str) -> dict[str, Any]:
    _, out, _ = onebook("gloss", "story.txt", "--explain-unknown", "--to", "json", *more)
    lines = [json.loads(line) for line in out.splitlines()]
    assert [set(line) >= {"id", "words"} for line in lines] == [True, True, True, False]
    found: dict[str, Any] = lines[-1]["unexplained"]
    return found


def test_words_come_by_frequency_with_their_places(story: Path, onebook: Run) -> None:
    found = told(onebook)
    assert (found["tokens"], found["without"], found["words"]) == (8, 5, 4)
    gaps = [(gap["gap"]["word"], gap["tokens"], gap["places"]) for gap in found["gaps"]]
    assert gaps[0] == ("Lomo", 2, ["(1)", "(2)"])
    assert [word for word, _, _ in gaps[1:]] == ["kalone", "kiptalu", "Solalu"]


def test_the_story_says_what_blocks_and_what_was_guessed(story: Path, onebook: Run) -> None:
    blocked = told(onebook)["gaps"][3]
    assert blocked["gap"]["obstacles"][0]["rule"] == "pl"
    assert blocked["guess"]["basis"] == "guess"


def test_every_line_to_paste_mends_its_word(story: Path, onebook: Run) -> None:
    for gap in told(onebook)["gaps"]:
        for option in gap["options"]:
            program, *arguments = shlex.split(option["command"].replace("?", "stone"))
            assert program == "onebook"
            assert onebook(*arguments, "--quick")[0] == 0, option["command"]
            _, out, _ = onebook("rules", "gaps", "story.txt", "--json")
            assert gap["gap"]["word"] not in [item["gap"]["word"] for item in json.loads(out)["gaps"]]
            assert onebook("rules", "undo", "--quick")[0] == 0


def test_an_open_gloss_is_refused_when_pasted_as_it_is(story: Path, onebook: Run) -> None:
    command = next(o["command"] for g in told(onebook)["gaps"] for o in g["options"] if "?" in o["command"])
    status, _, err = onebook(*shlex.split(command)[1:])
    assert status == 1 and "nobody has said yet" in err


def test_a_mend_can_be_accepted_by_its_number_too(story: Path, onebook: Run) -> None:
    told(onebook)
    assert onebook("rules", "gaps", "--accept", "1", "--quick")[0] == 0
    assert "Lomo" not in str(told(onebook)["gaps"])


def test_formats_without_a_place_for_stories_have_them_on_stderr(story: Path, onebook: Run) -> None:
    plain = onebook("gloss", "story.txt", "--to", "tsv")
    status, out, err = onebook("gloss", "story.txt", "--to", "tsv", "--explain-unknown")
    assert (status, out) == (0, plain[1])
    assert "kiptalu" in err and "onebook rules add lexeme" in err


def test_several_processes_tell_the_same(story: Path, onebook: Run) -> None:
    assert told(onebook, "--jobs", "2") == told(onebook)


def test_top_bounds_the_stories_and_says_how_many_are_left(story: Path, onebook: Run) -> None:
    _, out, _ = onebook("gloss", "story.txt", "--explain-unknown", "--top", "1")
    assert "… 3 more words: --top N" in out


def test_a_guess_filled_from_a_translation_becomes_an_entry_with_its_gloss(miri: Path) -> None:
    morphs = (Morph("gapu", "lime"), Morph("ta", "OBJ", "=", "enclitic", "obj"))
    word = GlossedWord("gapura", (Analysis(morphs, "n", basis="guess"),), 0, confidence=0.6)
    seen = Unexplained()
    assert len(list(seen.watch([IGT("1", "gapura", (word,), "Lime!")]))) == 1
    found = seen.story(Session.open(miri), limit=5).gaps[0]
    assert found.guess is not None and found.guess.gloss == "lime=OBJ"
    assert found.options[0].command == "onebook rules add lexeme headword=gapu gloss=lime pos=n"


def test_a_word_left_open_keeps_the_readings_that_the_project_has(miri: Path) -> None:
    word = GlossedWord("kalo", (Analysis((Morph("kalo", "dog"),), "n"),), None, confidence=0.3)
    seen = Unexplained()
    list(seen.watch([IGT("1", "kalo", (word,))]))
    found = seen.story(Session.open(miri), limit=5).gaps[0]
    assert found.guess is not None and found.guess.basis == "left open"
    assert [reading.gloss for reading in found.readings] == ["dog"] and not found.options


def test_a_name_that_the_rules_read_as_another_word_can_be_made_one(miri: Path) -> None:
    morphs = (Morph("Kalo", "Kalo"),)
    seen = Unexplained()
    igt = IGT("1", "Kalo", (GlossedWord("Kalo", (Analysis(morphs, basis="guess"),), 0, confidence=0.9),))
    list(seen.watch([igt]))
    found = seen.story(Session.open(miri), limit=5).gaps[0]
    assert found.readings[0].gloss == "dog"
    assert found.options[0].command == "onebook rules add lexeme headword=Kalo gloss=Kalo pos=name features=name=yes"
