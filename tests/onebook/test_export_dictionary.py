"""``onebook export lift`` and ``cldf``: what is written comes back through the readers, and other libraries read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from rules.items import Entry
from rules.sources.read import read_source

Run = Callable[..., tuple[int, str, str]]
MORE = (
    "mon\tmon\tn\thouse\tmun {_i} ; moni\tdict:x\treader\taccepted\ta dwelling ; "
    "a home & hearth\tgloss.ind=rumah ; homonym=2\n"
)


@pytest.fixture
def rich(miri: Path) -> Path:
    """Miri with a lexeme that has everything, and an allomorph."""
    path = miri / "lexicon.tsv"
    header, _, rest = path.read_text("utf-8").partition("\n")
    columns = ["id", "headword", "pos", "gloss", "forms", "source", "origin", "status", "senses", "features"]
    old = [dict(zip(header.split("\t"), line.split("\t"), strict=False)) for line in rest.splitlines()]
    lines = ["\t".join(row.get(column, "") for column in columns) for row in old]
    path.write_text("\n".join(["\t".join(columns), *lines]) + "\n" + MORE, encoding="utf-8")
    with (miri / "morphemes.tsv").open("a", encoding="utf-8") as table:
        table.write("pl.2\tl\tPL\tsuffix\tnumber\tn\tV_\thand:\thand\taccepted\t0\t0\n")
    return miri


def entries_of(path: Path) -> dict[str, Entry]:
    return {entry.headword: entry for entry in read_source(path, role="dictionary").entries}


@pytest.mark.parametrize("form", ["lift", "cldf"])
def test_every_lexeme_and_morpheme_comes_back(rich: Path, onebook: Run, form: str) -> None:
    status, out, err = onebook("export", form, "--out", f"out/miri.{form}")
    assert (status, out) == (0, "") and "wrote" in err
    found = entries_of(rich / "out" / f"miri.{form}")
    assert set(found) == {"kalo", "sota", "mira", "sola", "tam", "kip", "mon", "=ta", "-lu", "-ri"}
    house = found["mon"]
    assert house.pos == "n" and set(house.variants) == {"mun", "moni"}
    assert [sense.definition for sense in house.senses] == ["a dwelling", "a home & hearth"]
    assert found["-lu"].variants == ("-l",) and found["-lu"].senses[0].definition == "PL"


def test_lift_keeps_glosses_in_all_languages_homonyms_and_environments(rich: Path, onebook: Run) -> None:
    onebook("export", "lift", "--out", "miri.lift")
    house = entries_of(rich / "miri.lift")["mon"]
    assert house.homonym == "2" and house.senses[0].gloss == "house"
    assert house.senses[0].others == (("ind", "rumah"),)
    root = etree.parse(rich / "miri.lift").getroot()
    assert root.get("version") == "0.13"
    traits = {(trait.get("name"), trait.get("value")) for trait in root.iter("trait")}
    assert {("environment", "/_i"), ("environment", "/V_"), ("morph-type", "enclitic")} <= traits
    guids = [entry.get("guid") for entry in root.iter("entry")]
    assert len(set(guids)) == len(guids)
    ranges = {element.get("id") for element in root.iter("range-element")}
    assert {info.get("value") for info in root.iter("grammatical-info")} <= ranges
    assert onebook("export", "lift")[1] == (rich / "miri.lift").read_text("utf-8"), "the same every time"


def test_lift_utils_reads_it(rich: Path, onebook: Run) -> None:
    lexicon = pytest.importorskip("lift_utils.lexicon", reason="lift-utils is not installed")
    onebook("export", "lift", "--out", "miri.lift")
    found = lexicon.Lexicon(str(rich / "miri.lift"))
    assert len(found.entry_items) == 10


def test_cldf_is_valid_and_has_the_examples_only_when_asked(rich: Path, onebook: Run) -> None:
    from pycldf import Dataset

    assert onebook("export", "cldf")[0] == 1
    onebook("export", "cldf", "--out", "plain")
    assert not (rich / "plain" / "examples.csv").exists()
    _, _, err = onebook("export", "cldf", "--out", "full", "--examples")
    dataset = Dataset.from_metadata(rich / "full" / "Dictionary-metadata.json")
    assert dataset.validate() and "10 entries" in err
    assert len(list(dataset["ExampleTable"])) == len(read_source(rich / "full", role="dictionary").pairs)


def test_a_project_is_built_anew_from_its_own_dictionary(rich: Path, onebook: Run) -> None:
    onebook("export", "lift", "--out", "miri.lift")
    assert onebook("new", "other", "--name", "Other", "--iso", "mis")[0] == 0
    status, out, err = onebook("add", "miri.lift", "--project", "other")
    assert status == 0 and "10  entries" in out + err
    assert onebook("extract", "--project", "other")[0] == 0
    _, out, _ = onebook("rules", "list", "--kind", "lexeme", "--project", "other")
    assert "kalo" in out and "house" in out
