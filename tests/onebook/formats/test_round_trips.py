"""What is written for other programs comes back as it was: by onebook's own readers, and by the field's libraries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from morph.errors import OnebookError
from morph.model import IGT
from onebook.formats import FORMATS, Options, dump
from onebook.formats.basis import is_mark, rating
from rules.items import Example
from rules.sources.conllu import unescaped
from rules.sources.read import read_source

SUFFIXES = {"flextext": "flextext", "elan": "eaf", "toolbox": "txt", "sigmorphon": "txt"}
Run = Callable[..., tuple[int, str, str]]


def written(name: str, igts: list[IGT], folder: Path) -> Path:
    """The file or folder of a format."""
    path = folder / (f"text.{SUFFIXES.get(name, name)}" if name != "cldf" else "corpus")
    text = "".join(dump(name, igts, Options("Miri", "mis", out=path)))
    if name != "cldf":
        path.write_text(text, encoding="utf-8")
    return path


def lines(igt: IGT) -> tuple[list[str], list[str]]:
    """Segmentation and glosses of the words, spaces in glosses as dots."""
    words = [word for word in igt.words if not is_mark(word)]
    return [word.segmented for word in words], [".".join(word.gloss.split()) for word in words]


@pytest.mark.parametrize("name", ["flextext", "cldf", "conllu"])
def test_glosses_are_in_the_meta_language_of_the_project(name: str, igts: list[IGT], tmp_path: Path) -> None:
    path = tmp_path / (f"text.{name}" if name != "cldf" else "corpus")
    text = "".join(dump(name, igts[:1], Options("Miri", "tur", out=path, meta_language="spa")))
    if name != "cldf":
        path.write_text(text, encoding="utf-8")
        assert ('lang="es"' if name == "flextext" else "text_es") in text
    example = read_source(path, role="texts", meta_language="spa").examples[0]
    assert (example.meta_language, example.translation) == ("spa", igts[0].translation)
    assert [".".join(gloss.split()) for gloss in example.glosses] == lines(igts[0])[1]


def read_back(name: str, igts: list[IGT], folder: Path) -> tuple[Example, ...]:
    return read_source(written(name, igts, folder), role="texts").examples


@pytest.mark.parametrize("name", ["flextext", "elan", "toolbox", "cldf", "conllu"])
def test_the_same_morphs_glosses_and_translations_come_back(name: str, igts: list[IGT], tmp_path: Path) -> None:
    read = read_source(written(name, igts, tmp_path), role="texts")
    examples = read.examples
    assert len(examples) == len(igts)
    assert {finding.code for finding in read.findings} <= {"flextext.no-gloss"}, "nothing is passed over"
    for example, igt in zip(examples, igts, strict=True):
        morphs, glosses = lines(igt)
        assert list(example.morphs) == morphs
        assert [".".join(gloss.split()) for gloss in example.glosses] == glosses
        assert example.translation == igt.translation
        assert example.aligned


@pytest.mark.parametrize("name", ["elan", "toolbox", "cldf", "conllu"])
def test_words_and_punctuation_of_the_text_are_kept(name: str, igts: list[IGT], tmp_path: Path) -> None:
    example = read_back(name, igts, tmp_path)[0]
    assert example.surface == igts[0].text
    assert list(example.surface_words) == [word.form for word in igts[0].words]


@pytest.mark.parametrize("name", FORMATS)
def test_a_sentence_of_nothing_harms_no_format(name: str, igts: list[IGT], tmp_path: Path) -> None:
    empty = IGT("9", "", ())
    path = written(name, [empty, igts[0]], tmp_path)
    if name in ("elan", "toolbox", "cldf"):
        assert lines(igts[0])[0] in [list(example.morphs) for example in read_source(path, role="texts").examples]


def test_columns_of_toolbox_are_counted_in_bytes_and_wrapped(igts: list[IGT], tmp_path: Path) -> None:
    long = replace(igts[0], words=igts[0].words * 6, text=" ".join([igts[0].text] * 6))
    text = written("toolbox", [long], tmp_path).read_text("utf-8")
    tiers = [line for line in text.splitlines() if line[:3] in ("\\tx", "\\mb", "\\ge")]
    assert len(tiers) > 3 and max(len(line.encode()) for line in tiers) < 140
    for words, morphs in zip(tiers[::3], tiers[1::3], strict=True):
        starts = [at for at in range(4, len(words)) if words[at] != " " and words[at - 1] == " "]
        assert all(morphs.encode()[len(words[:at].encode()) - 1 :][:1] == b" " for at in starts)
    assert list(read_source(tmp_path / "text.txt", role="texts").examples[0].morphs) == lines(long)[0]


def test_elan_has_times_parents_and_the_basis(igts: list[IGT], tmp_path: Path) -> None:
    root = etree.parse(written("elan", igts, tmp_path)).getroot()
    names = [element.get("ANNOTATION_ID") for element in root.iter("ALIGNABLE_ANNOTATION", "REF_ANNOTATION")]
    assert len(set(names)) == len(names)
    assert {e.get("ANNOTATION_REF") for e in root.iter("REF_ANNOTATION")} <= set(names)
    times = [int(slot.get("TIME_VALUE", "")) for slot in root.iter("TIME_SLOT")]
    assert times == sorted(times) and len(times) == 2 * len(igts)
    tier = next(tier for tier in root.iter("TIER") if tier.get("TIER_ID") == "bs")
    told = [value.text for value in tier.iter("ANNOTATION_VALUE")]
    assert told == [rating(word) for igt in igts for word in igt.words if not is_mark(word)]


def test_cldf_needs_a_folder_and_is_a_valid_data_set(igts: list[IGT], tmp_path: Path) -> None:
    with pytest.raises(OnebookError, match="a CLDF data set is a folder"):
        list(dump("cldf", igts, Options("Miri", "mis")))
    from pycldf import Dataset

    dataset = Dataset.from_metadata(written("cldf", igts, tmp_path) / "TextCorpus-metadata.json")
    assert dataset.validate()
    row = next(iter(dataset["ExampleTable"]))
    assert row["Basis"] == ["table", "rule", "guess", "confirmed", "rule"] and row["Confidence"][2:4] == ["0.31", None]
    assert row["LGR_Conformance"] == "MORPHEME_ALIGNED"


def test_conllu_has_ten_columns_and_the_text_is_that_of_its_tokens(igts: list[IGT], tmp_path: Path) -> None:
    text = written("conllu", igts, tmp_path).read_text("utf-8")
    for block, igt in zip(text.strip().split("\n\n"), igts, strict=True):
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        assert {len(row) for row in rows} == {10} and [row[0] for row in rows] == [
            str(n) for n in range(1, len(rows) + 1)
        ]
        spelt = "".join(row[1] + ("" if "SpaceAfter=No" in row[9] else " ") for row in rows).strip()
        assert f"# text = {spelt}" in block and spelt == igt.text
        segmented = [unescaped(cell[5:]) for row in rows for cell in row[9].split("|") if cell.startswith("MSeg=")]
        assert segmented == lines(igt)[0]
    assert "# text_en = The dogs bought fish & “stones”?" in text


def test_the_conllu_library_reads_it(igts: list[IGT], tmp_path: Path) -> None:
    conllu = pytest.importorskip("conllu", reason="conllu is not installed (extra dev)")
    sentences = conllu.parse(written("conllu", igts, tmp_path).read_text("utf-8"))
    words = [token for token in sentences[0] if token["upos"] != "PUNCT"]
    assert [unescaped(token["misc"]["MSeg"]) for token in words] == lines(igts[0])[0]
    assert words[2]["misc"]["Basis"] == "guess" and unescaped(words[2]["misc"]["Gloss"]) == "stone fish"


def test_pympi_reads_what_is_written_for_elan(igts: list[IGT], tmp_path: Path) -> None:
    pympi = pytest.importorskip("pympi", reason="pympi-ling is not installed (extra dev)")
    eaf = pympi.Elan.Eaf(str(written("elan", igts, tmp_path)))
    assert set(eaf.get_tier_names()) == {"tx", "wd", "mb", "ge", "ps", "bs", "ft"}
    assert [item[2] for item in sorted(eaf.get_annotation_data_for_tier("tx"))] == [igt.text for igt in igts]
    assert len(eaf.get_ref_annotation_data_for_tier("mb")) == len(eaf.get_ref_annotation_data_for_tier("ge"))


def test_interlinear_files_are_glossed_anew_from_every_format(miri: Path, onebook: Run) -> None:
    (miri / "story.txt").write_text("Kalolu sotara mirari.\nKalo sola tam.\n", encoding="utf-8")

    def glossed(*arguments: str) -> list[list[str]]:
        """Words, segmentation, glosses."""
        return [line.split("\t")[:5] for line in onebook("gloss", *arguments, "--to", "tsv")[1].splitlines()]

    wanted = glossed("story.txt")
    for name, suffix in (
        ("flextext", "flextext"),
        ("elan", "eaf"),
        ("toolbox", "tb.txt"),
        ("cldf", "corpus"),
        ("conllu", "conllu"),
    ):
        status, out, err = onebook("gloss", "story.txt", "--to", name, "--out", f"written/a.{suffix}")
        assert (status, out) == (0, "") and f"wrote written/a.{suffix}" in err
        assert glossed(f"written/a.{suffix}", "--from", name) == wanted, name
        if name in ("flextext", "elan", "conllu"):
            assert glossed(f"written/a.{suffix}") == wanted, "the name of the file tells what it is"
