"""Basis and confidence of a gloss in every output format; a word left open is open in all of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from morph.model import IGT, Step
from onebook.formats import FORMATS as ALL
from onebook.formats import Options, dump
from rules.sources.flextext import read_flextext
from rules.sources.latex import read_latex_book
from rules.sources.sigmorphon import read_sigmorphon

FORMATS = [name for name in ALL if name != "cldf"]  # a folder: test_round_trips.py
OPTIONS = Options("Miri", "mis", width=200, basis=True)


def written(name: str, igts: list[IGT], options: Options = OPTIONS) -> str:
    return "".join(dump(name, igts, options))


@pytest.mark.parametrize("name", FORMATS)
def test_every_basis_and_confidence_is_in_every_format(name: str, igts: list[IGT]) -> None:
    text = written(name, igts)
    for basis in ("confirmed", "table", "rule", "guess", "unknown"):
        assert basis in text, basis
    if name == "html":
        assert "confidence 0.31" in text and "--sure:31%" in text
    else:
        assert "0.31" in text and "0.8" in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_word_left_open_keeps_its_form_and_loses_its_gloss(name: str, igts: list[IGT]) -> None:
    words = igts[1].words[2:3]
    text = written(name, [replace(igts[1], text="kiru", words=words)])
    assert "kiru" in text and "stone" not in text


def test_marks_in_text_tell_guesses_and_confirmed_glosses(igts: list[IGT]) -> None:
    plain = written("text", igts, replace(OPTIONS, basis=False))
    assert "stone fish°" in plain and "NEG=eat✓" in plain
    assert "DEF-dog-PL " in plain and "0.31" not in plain
    assert "guess 0.31" in written("text", igts)


def test_sigmorphon_keeps_its_lines_unless_the_basis_is_asked_for(igts: list[IGT]) -> None:
    blocks = written("sigmorphon", igts, replace(OPTIONS, basis=False))
    assert {line[:2] for line in blocks.splitlines() if line} == {"\\t", "\\m", "\\g", "\\l"}
    line = next(line for line in written("sigmorphon", igts).splitlines() if line.startswith("\\b"))
    assert line.split()[1:] == ["table:0.80", "rule:0.80", "guess:0.31", "confirmed", "rule:0.80"]


def test_what_tells_the_basis_does_not_disturb_a_reader(igts: list[IGT], tmp_path: Path) -> None:
    for name, suffix, read in (
        ("sigmorphon", "txt", read_sigmorphon),
        ("flextext", "flextext", read_flextext),
        ("latex", "tex", read_latex_book),
    ):
        path = tmp_path / f"a.{suffix}"
        path.write_text(written(name, igts[:1]), encoding="utf-8")
        found = read(path)
        example = found.examples[0]
        assert not found.findings, name
        assert [m.casefold() for m in example.morphs] == [
            "a-kalo-lu",
            "k<um>il=tara",
            "xiro",
            "ne=mira",
            "kalo=yuon",
        ], name
        assert [g.casefold() for g in example.glosses][::3] == ["def-dog-pl", "neg=eat"], name
        assert example.translation.startswith("The dogs bought fish & "), name


def test_flextext_says_in_its_own_words_where_an_analysis_is_from(igts: list[IGT]) -> None:
    root = etree.fromstring(written("flextext", igts).encode())
    status = [element.get("analysisStatus") for element in root.iter("morphemes")]
    assert status[:4] == ["guessByHumanApproved", "guess", "guessByStatisticalAnalysis", "humanApproved"]
    notes = [item.text for item in root.iter("item") if item.get("type") == "note"]
    assert (
        notes[0]
        == "onebook: Akalolu table 0.80; kumiltara rule 0.80; xiro guess 0.31; nemira confirmed; kaloyuon rule 0.80"
    )


def test_the_three_best_analyses_come_with_their_reasons(igts: list[IGT]) -> None:
    word = igts[0].words[0]
    steps = (Step("dog", "kalo", "dog", "book:a.md:3"), Step("rank 1 -0.40", "DEF-dog-PL", "other0", "model"))
    others = tuple(
        replace(word.analyses[0], morphs=(replace(word.analyses[0].morphs[0], gloss=f"other{i}"),), steps=steps)
        for i in range(4)
    )
    traced = replace(igts[0], words=(replace(word, analyses=(*word.analyses, *others)),))
    options = replace(OPTIONS, trace=True)
    record = json.loads(written("json", [traced], options))
    assert [a["gloss"] for a in record["words"][0]["analyses"]] == ["DEF-dog-PL", "other0", "other1"]
    assert record["words"][0]["analyses"][1]["steps"][1]["rule"] == "rank 1 -0.40"
    text = written("text", [traced], options)
    assert "in context, against ‘DEF-dog-PL’: rank 1 -0.40" in text and "… 2 more: --all" in text
    page = written("html", [traced], options)
    assert "rank 1 -0.40" in page and "other1" in page and "other2" not in page
    assert "other3" in written("html", [traced], replace(options, all_analyses=True))
