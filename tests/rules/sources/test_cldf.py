"""CLDF data sets and bare tables of examples: tokens joined to words, null words, languages, damaged data sets."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import pytest

from morph.errors import DataError
from rules.items import SourceRead
from rules.sources.cldf import homonym_numbers
from rules.sources.read import read_source
from rules.sources.words import align_surface, join_tokens

UTTERANCES = (
    "ID,Primary_Text,Analyzed_Word,Gloss,Translated_Text,Meta_Language_ID,Text_ID\n"
    "t_1,[AUDIENCE] evde oturdu,#\tev\t=de\totur\t-du,#\thouse\tLOC\tsit\t-PST,He sat at home.,en,t\n"
    "t_2,adam verdi,adam\tZERO\t0\tver-di,man\tZERO\tgive\tgive-PST,The man gave.,en,t\n"
    "t_3,[UNCLEAR],#\t[UNCLEAR],#\tNC,,en,t\n"
    "t_4,çok güzel bir ev,güzel,nice,a very nice house,de,t\n"
    "t_5,ge gel,x\ty\tz,1\t2,broken,en,t\n"
)


def write_dictionary(folder: Path) -> Path:
    """A small data set with all the traps: None glosses, homonyms, two languages, examples without glosses."""
    from pycldf import Dictionary

    dataset = Dictionary.in_dir(folder)
    dataset.add_component("ExampleTable", {"name": "Sense_IDs", "separator": ";"})
    dataset.add_component("LanguageTable")
    dataset.add_columns("EntryTable", {"name": "Variant_Form"}, {"name": "Main_Entry", "separator": " ; "}, "Odd")
    dataset.write(
        EntryTable=[
            {
                "ID": "yaz_1",
                "Language_ID": "t",
                "Headword": "yaz",
                "Part_Of_Speech": "Noun",
                "Variant_Form": "yas ; yax",
            },
            {"ID": "yaz_2", "Language_ID": "t", "Headword": "yaz", "Part_Of_Speech": "Verb", "Odd": "x"},
            {"ID": "LX3", "Language_ID": "t", "Headword": "-de", "Main_Entry": ["yaz_1"]},
        ],
        SenseTable=[
            {"ID": "s1", "Entry_ID": "yaz_1", "Description": "summer"},
            {"ID": "s2", "Entry_ID": "yaz_2", "Description": "to write"},
        ],
        LanguageTable=[
            {"ID": "t", "Name": "Turkish", "ISO639P3code": "tur"},
            {"ID": "o", "Name": "Other", "ISO639P3code": "oth"},
        ],
        ExampleTable=[
            {
                "ID": "x1",
                "Language_ID": "t",
                "Primary_Text": "Yazda yaz.",
                "Analyzed_Word": ["yaz", "=da", "yaz", "."],
                "Gloss": ["summer", "=LOC", "write", None],
                "Translated_Text": "Write in summer.",
            },
            {"ID": "x2", "Language_ID": "t", "Primary_Text": "Yaz.", "Translated_Text": "Summer."},
            {"ID": "x3", "Language_ID": "o", "Primary_Text": "Foo.", "Translated_Text": "Bar."},
        ],
    )
    return folder


@pytest.fixture(scope="module")
def data_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dictionary(tmp_path_factory.mktemp("cldf"))


@pytest.fixture
def dictionary(data_set: Path) -> SourceRead:
    return read_source(data_set)


def test_entries(dictionary: SourceRead) -> None:
    one, two, suffix = dictionary.entries
    assert (one.headword, one.homonym, one.pos, one.variants) == ("yaz", "1", "Noun", ("yas", "yax"))
    assert two.homonym == "2" and two.senses[0].definition == "to write" and two.senses[0].pos == "Verb"
    assert suffix.relations == (("main_entry", "yaz"),) and str(suffix.sources[0]) == "dict:LX3"
    assert any("column Odd" in f.message for f in dictionary.findings)


def test_examples_of_a_dictionary(dictionary: SourceRead) -> None:
    (example,) = dictionary.examples
    assert example.morphs == ("yaz=da", "yaz") and example.glosses == ("summer=LOC", "write")
    assert example.surface_words == ("Yazda", "yaz")
    assert [pair.id for pair in dictionary.pairs] == ["x1", "x2", "x3"]


def test_no_examples_and_one_language(data_set: Path) -> None:
    without = read_source(data_set, no_examples=True)
    assert without.examples == () and without.pairs == () and len(without.entries) == 3
    own = read_source(data_set, language="tur")
    assert [pair.id for pair in own.pairs] == ["x1", "x2"]
    assert [f.code for f in own.findings if "Foo" in f.message or "language o" in f.message] == [
        "example.other-language"
    ]


def test_bare_table(tmp_path: Path) -> None:
    path = tmp_path / "utterances.csv"
    path.write_text(UTTERANCES, encoding="utf-8")
    result = read_source(path)
    assert result.kind == "texts" and len(result.examples) == 5
    first, null, unclear, short, broken = result.examples
    assert first.morphs == ("ev=de", "otur-du") and first.glosses == ("house=LOC", "sit-PST")
    assert first.surface_words == ("evde", "oturdu") and str(first.source) == "text:t:1"
    assert null.morphs == ("adam", "∅", "ver-di") and null.surface_words == ("adam", "∅", "verdi")
    assert unclear.morphs == () and not unclear.aligned
    assert short.surface_words == () and short.aligned and short.meta_language == "deu"
    assert not broken.aligned and broken.glosses == ("1", "2")
    assert [(f.code, f.source.line) for f in result.findings] == [
        ("example.no-gloss", 3),
        ("example.surface-differs", 4),
        ("example.misaligned", 5),
    ]


def test_ragged_csv(tmp_path: Path) -> None:
    path = tmp_path / "u.csv"
    path.write_text(UTTERANCES + "t_6,only\n")
    result = read_source(path)
    assert len(result.examples) == 5
    assert [(f.source.line, "2 cells" in f.message) for f in result.findings if f.code == "table.ragged"] == [(7, True)]


def test_a_table_outside_of_the_data_set_is_refused(data_set: Path, tmp_path: Path) -> None:
    metadata = next(data_set.glob("*-metadata.json"))
    bad = tmp_path / "Dictionary-metadata.json"
    bad.write_text(metadata.read_text().replace('"entries.csv"', '"../../entries.csv"'))
    with pytest.raises(DataError, match="outside"):
        read_source(bad)


def test_missing_table_and_broken_metadata(tmp_path: Path) -> None:
    folder = write_dictionary(tmp_path / "d")
    (folder / "examples.csv").unlink()
    result = read_source(folder)
    assert len(result.entries) == 3 and [f.code for f in result.findings][:1] == ["cldf.table-missing"]
    broken = folder / "x-metadata.json"
    broken.write_text('{"tables": [')
    with pytest.raises(DataError, match="metadata"):
        read_source(broken)


def test_damaged_row_names_the_table(tmp_path: Path) -> None:
    folder = write_dictionary(tmp_path / "d")
    with (folder / "senses.csv").open("a") as handle:
        handle.write("bad id!,,,\n")
    with pytest.raises(DataError) as error:
        read_source(folder)
    assert error.value.path.endswith("senses.csv")


def test_joining_of_tokens() -> None:
    assert join_tokens(["-a", "b-", "c-", "d", "=e"], ["1", "2", "3-", "4", "-5"]) == [
        ("-a", "1"),
        ("b-c-d=e", "2-3-4-5"),
    ]
    assert join_tokens(["«", "ev", "!"], ["", "house", ""]) == [("ev", "house")]
    assert align_surface("bir iki", ("bir", "∅", "iki")) == ("bir", "∅", "iki")


def test_homonyms_are_told_from_ids() -> None:
    assert homonym_numbers([("x_1", "-x"), ("ev_dus_2", "ev düş"), ("LX_4", "su")]) == {"x_1": "1", "ev_dus_2": "2"}


def test_real_dictionary_and_corpus(shared_data: Path) -> None:
    result = read_source(shared_data / "kalamang" / "dictionary" / "cldf")
    counts = dict(result.counts)
    assert counts["entries.read"] == 2737 and counts["senses.read"] == 2757
    assert len(result.pairs) == 1363 and len(result.examples) == 102
    assert all(example.aligned for example in result.examples)


def test_real_utterances_agree_with_the_gold(shared_data: Path) -> None:
    path = shared_data / "kalamang" / "multicast" / "utterances.csv"
    tool = shared_data.parent / "tools" / "multicast_gold.py"
    spec = importlib.util.spec_from_file_location("multicast_gold", tool)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    examples = {example.id: example for example in read_source(path).examples}
    with path.open(newline="", encoding="utf-8") as handle:
        assert len(examples) == sum(1 for _ in csv.DictReader(handle))
    for row in module.gold(path):
        example = examples[row["id"]]
        if any("∅" in morph for morph in example.morphs):
            continue  # the gold drops null words
        ours = [list(item) for item in zip(example.morphs, example.glosses, strict=True)]
        assert ours == [[form, gloss.replace(" ", ".")] for form, gloss in row["words"]], row["id"]
        assert not row["aligned"] or list(example.surface_words) == row["text"], row["id"]


def test_word_list_data_set(tmp_path: Path) -> None:
    from pycldf import Wordlist

    dataset = Wordlist.in_dir(tmp_path)
    dataset.add_component("ParameterTable")
    dataset.write(
        FormTable=[
            {"ID": "1", "Language_ID": "tur", "Parameter_ID": "c1", "Form": "ev"},
            {"ID": "2", "Language_ID": "azj", "Parameter_ID": "c1", "Form": "ev"},
        ],
        ParameterTable=[{"ID": "c1", "Name": "house"}],
    )
    result = read_source(tmp_path, language="tur")
    assert [(e.headword, e.senses[0].definition, str(e.sources[0])) for e in result.entries] == [
        ("ev", "house", "dict:1")
    ]
    assert [f.code for f in result.findings] == ["example.other-language"]


def test_corpus_data_set(tmp_path: Path) -> None:
    from pycldf import TextCorpus

    dataset = TextCorpus.in_dir(tmp_path)
    dataset.add_columns("ExampleTable", "Text_ID")
    dataset.write(
        ExampleTable=[
            {
                "ID": "t_1",
                "Language_ID": "tur",
                "Primary_Text": "Evde.",
                "Analyzed_Word": ["ev", "=de"],
                "Gloss": ["house", "=LOC"],
                "Translated_Text": "At home.",
                "Text_ID": "t",
            }
        ]
    )
    result = read_source(tmp_path)
    (example,) = result.examples
    assert result.kind == "texts" and example.morphs == ("ev=de",) and str(example.source) == "text:t:1"
