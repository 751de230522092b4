"""The report: one file, nothing loaded from elsewhere, what it says is what the project says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hybrid.evaluate.glossing import Glossed, score_glosses
from hybrid.evaluate.translation import score_translations
from hybrid.translation import Translation
from morph.model import Analysis, GlossedWord, Morph
from onebook.report.heldout import find_heldout
from onebook.report.plots import Axis, Bar, Bubble, Series, Stack, bars, bubbles, curves, stacked
from onebook.report.scores import gloss_sections, write_gloss_report, write_translation_report
from onebook.report.sentences import coloured
from onebook.report.words import gloss_markup

Run = Callable[..., tuple[int, str, str]]
VOID = {"meta", "br", "hr", "img", "input", "link"}


class Page(HTMLParser):
    """Tags, attributes and text of a page; an end tag that fits no open one is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(text)
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data.split()

    @property
    def text(self) -> str:
        return " ".join(self.words)


def check_self_contained(html: str) -> Page:
    """A well-formed page that runs no script and loads nothing."""
    page = Page(html)
    assert "<script" not in html and "@import" not in html and "url(" not in html
    for name, value in page.attributes:
        assert name not in ("src", "onclick", "onload"), name
        if name == "href":
            assert value and value.startswith("#"), value
    anchors = {value for name, value in page.attributes if name == "id"}
    assert {v[1:] for n, v in page.attributes if n == "href" and v} <= anchors
    return page


@pytest.fixture
def heldout(miri: Path) -> Path:
    folder = miri / "heldout"
    folder.mkdir()
    blocks = "\\t Kalolu sotara mirari.\n\\g dog-PL fish=OBJ eat-PST\n\\l The dogs ate.\n\n\\t Kip xiro.\n\\g net red\n"
    (folder / "glossed.txt").write_text(blocks, encoding="utf-8")
    (folder / "notes.txt").write_text("not glossed\n", encoding="utf-8")
    (folder / "mis-eng.tsv").write_text("id\tmis\teng\na\tKalo sola.\tThe <dog> runs.\n", encoding="utf-8")
    return folder


def test_report_of_a_project(miri: Path, heldout: Path, onebook: Run) -> None:
    (miri / "text.txt").write_text("Kalolu solari.\nXiro <b>sola</b> & kiptara.\n", encoding="utf-8")
    status, out, err = onebook("report", "out/miri.html", "--text", "text.txt", "--heldout", "heldout")
    assert status == 0, err
    page = check_self_contained((miri / "out" / "miri.html").read_text(encoding="utf-8"))
    for words in ("At a glance", "Sound rules", "Affixes and clitics", "Evidence", "A text, glossed", "Errors"):
        assert words in page.text
    assert "Q" in page.text and "proposed" in page.text, "a rule that waits is named"
    assert "<b>sola</b>" in page.text, "text of people is text, not markup"


def test_report_counts_what_the_tables_hold(miri: Path, onebook: Run) -> None:
    assert onebook("report", "miri.html")[0] == 0
    html = (miri / "miri.html").read_text(encoding="utf-8")
    tiles = dict(re.findall(r'<div class="tile"><b>([\d,]+)</b><span>(.+?)</span>', html))
    by_name = {name: int(count) for count, name in tiles.items()}
    assert by_name["lexicon entries"] == 6
    assert "3" in tiles and "bound morphemes" in html
    assert "kalo-lu" in html and "sota=ta" in html


def test_report_says_when_a_source_is_no_longer_cached(miri: Path, onebook: Run) -> None:
    for path in (miri / ".cache" / "sources").iterdir():
        path.unlink()
    assert onebook("report", "miri.html")[0] == 0
    assert "onebook add grammar.md" in (miri / "miri.html").read_text(encoding="utf-8")


def test_heldout_folder_without_anything_to_score_is_an_error(miri: Path, onebook: Run) -> None:
    (miri / "empty").mkdir()
    status, _, err = onebook("report", "miri.html", "--heldout", "empty")
    assert status == 1 and "held-out" in err and not (miri / "miri.html").exists()


def test_heldout_files_are_told_by_their_content(heldout: Path) -> None:
    texts, tables = find_heldout(heldout)
    assert [path.name for path in texts] == ["glossed.txt"]
    assert [(path.name, source, target) for path, source, target in tables] == [("mis-eng.tsv", "mis", "eng")]


def test_gloss_report(tmp_path: Path) -> None:
    gold = [Glossed("kalo sola", "dog run"), Glossed("kip <x>", "net a&b")]
    output = [Glossed("kalo sola", "dog go", "1", ("rule", "guess"), (("dog",), ("run",))), Glossed("kip <x>", "net")]
    write_gloss_report(tmp_path / "a.html", score_glosses(gold, output), title="<held out>")
    page = check_self_contained((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert "<held out>" in page.text and "a&b" in page.text
    assert "50.0 %" in page.text, "two of four words are right"


def test_translation_report(tmp_path: Path) -> None:
    scores = score_translations(["The dog runs.", ""], ["The dog ran.", "No."], sources=["kalo", "x"], samples=50)
    write_translation_report(tmp_path / "a.html", {"rules": scores}, title="mis → eng")
    page = check_self_contained((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert "1 without any output" in page.text and "bs:50" in page.text
    assert f"{scores.mtob:.1f}" in page.text


def test_every_token_of_a_translation_keeps_its_place() -> None:
    origins = ("rule", "lexicon:d", "rule", "unknown")
    translation = Translation("The dog, the fish.", ("The", "dog", "the", "fish"), origins, (0.5, 0.9, 0.5, 0.0))
    html = str(coloured(translation))
    assert re.sub(r"<[^>]+>", "", html) == translation.text
    assert html.count('class="tok o-rule"') == 2 and 'class="tok o-unknown"' in html


def test_glosses_are_escaped() -> None:
    assert str(gloss_markup("a<b-PL")) == "a&lt;b-<abbr>PL</abbr>"
    word = GlossedWord("x", (Analysis((Morph("x", "<i>"),)),), 0)
    assert "<i>" not in str(gloss_markup(word.gloss))


@pytest.mark.parametrize("axis", [Axis(0, 100), Axis(1, 2000, log=True), Axis(0, 350, log=True), Axis(3, 3)])
def test_axes_stay_within_the_plot(axis: Axis) -> None:
    places = [
        axis.at(value) for value in (axis.low - 5, axis.low, (axis.low + axis.high) / 2, axis.high, axis.high + 5)
    ]
    assert places == sorted(places) and places[0] >= 0 and places[-1] <= 1


def test_plots_are_well_formed_and_say_what_they_show() -> None:
    drawings = [
        bars([Bar("words & more", 40.0, 30.0, 50.0), Bar("none", 0.0)], Axis(0, 100), "Accuracy"),
        stacked([Stack("text", (3, 0, 1)), Stack("empty", (0, 0, 0))], ("a", "b", "c"), "Shares", ("c0", "c1", "c2")),
        curves([Series("a", ((1, 2), (5, 9)), area=True), Series("b", ())], Axis(1, 5), Axis(0, 9), "Growth"),
        bubbles([Bubble(1, 2, 3, "<tip>")], Axis(0, 9, log=True), Axis(0, 9), [("one", 0)], "Rules"),
    ]  # fmt: skip
    for svg in drawings:
        Page(svg)
        assert 'role="img"' in svg and "aria-label" in svg and "nan" not in svg
    assert "75 %" in drawings[1] and "a: 3 of 4 (75.0 %)" in drawings[1]


def test_confidence_is_held_against_the_truth() -> None:
    gold = [Glossed("a b c d", "A B C D")]
    output = Glossed("a b c d", "A B C x", confidences=(0.95,) * 4, choices=(("A",), ("B",), ("C",), ("x", "D")))
    scores = score_glosses(gold, [output])
    plots = gloss_sections(scores)[0].body
    assert "4 words: said 95 %, right 75 %" in plots and "error 0.200" in plots
    assert scores.oracle is not None and scores.oracle.value == 1.0 and "three best analyses" in plots
    silent = score_glosses(gold, [replace(output, confidences=(0.0,) * 4, choices=())])
    without = gloss_sections(silent)[0].body
    assert "Expected calibration error" not in without, "no chooser was trained: there is no confidence to judge"
    assert silent.oracle is None and silent.calibration is None
    assert scores.as_json()["calibration"]["error"] == pytest.approx(0.2)
