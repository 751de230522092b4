"""Sentence pairs: columns told by their names, odd pairs reported and kept, ragged rows listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from morph.errors import DataError
from rules.items import SourceRead
from rules.sources.read import read_source
from rules.sources.tsv import find_layout, read_pairs

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "many", "few"]


def read(tmp_path: Path, text: str, **options: str) -> SourceRead:
    path = tmp_path / "pairs.tsv"
    path.write_text(text, encoding="utf-8")
    return read_pairs(path, **options)


@pytest.mark.parametrize(
    ("text", "meta", "expected"),
    [
        ("id\ttur\teng\n7\tGeldi.\tShe came.\n", "eng", ("7", "Geldi.", "She came.", "eng")),
        ("id\teng\ttur\n7\tShe came.\tGeldi.\n", "eng", ("7", "Geldi.", "She came.", "eng")),
        ("tur\tenglish\nGeldi.\tShe came.\n", "eng", ("pairs-1", "Geldi.", "She came.", "eng")),
        ("id\ttur\tind\n7\tGeldi.\tDia datang.\n", "eng", ("7", "Geldi.", "Dia datang.", "ind")),
        ("id\ttext\ttranslation\tsource\n7\tGeldi.\tShe came.\tx\n", "eng", ("7", "Geldi.", "She came.", "eng")),
        ("Geldi.\tShe came.\n", "eng", ("pairs-1", "Geldi.", "She came.", "eng")),
        ("a7\tGeldi.\tShe came.\n", "eng", ("a7", "Geldi.", "She came.", "eng")),
        ("id\ttur\tde\n7\tGeldi.\tSie kam.\n", "deu", ("7", "Geldi.", "Sie kam.", "deu")),
    ],
)
def test_columns(tmp_path: Path, text: str, meta: str, expected: tuple[str, ...]) -> None:
    (pair,) = read(tmp_path, text, meta_language=meta).pairs
    assert (pair.id, pair.text, pair.translation, pair.meta_language) == expected


def test_a_header_of_other_columns_is_none() -> None:
    assert find_layout(["corpus", "text", "uid", "gword", "gloss"], "eng") is None


def test_quotes_in_sentences_are_kept(tmp_path: Path) -> None:
    result = read(tmp_path, '"Gel," dedi.\t"Come," she said.\nGel\t"He said ""come"""\n')
    assert [(p.text, p.translation) for p in result.pairs] == [
        ('"Gel," dedi.', '"Come," she said.'),
        ("Gel", 'He said "come"'),
    ]


def test_ragged_and_empty_rows_are_listed_and_the_rest_read(tmp_path: Path) -> None:
    result = read(tmp_path, "id\ttur\teng\n1\tGeldi.\n2\tGitti.\tShe went.\n3\tBaktı.\t\n4\ta\tb\tc\n\n")
    assert [pair.id for pair in result.pairs] == ["2"]
    assert [(f.code, f.source.line) for f in result.findings] == [
        ("table.ragged", 2),
        ("pairs.empty-cell", 4),
        ("table.ragged", 5),
    ]
    assert dict(result.counts) == {"pairs.seen": 4, "rows.ragged": 2, "pairs.read": 1}


def test_swapped_foreign_and_repeated_pairs_are_reported_and_kept(tmp_path: Path) -> None:
    rows = [f"{i}\tbir kedi {w}dı ve köpek\tthe cat and a dog ran {w}" for i, w in enumerate(NUMBERS * 2)]
    rows.append("s\tthe dog and a cat\tköpek ve kedi bir")
    rows.append("f\tkedi köpek bir ve\tder Hund lief dann aber schnell")
    rows.append("r\tBir kedi onedı, ve köpek!\tthe cat and a dog")
    result = read(tmp_path, "id\ttur\teng\n" + "\n".join(rows))
    assert len(result.pairs) == len(rows)
    language = {f.source.label: f.message for f in result.findings if f.code == "pairs.language"}
    assert "swapped" in language["s"] and "another language" in language["f"] and len(language) == 2
    repeated = [f.source.label for f in result.findings if f.code == "pairs.repeated"]
    assert "r" in repeated and len(repeated) >= 12
    assert all(f.severity == "note" for f in result.findings)


def test_a_table_without_pairs_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no pairs") as error:
        read(tmp_path, "only one column\nand again\n")
    assert "tabs" in error.value.expected and error.value.line == 1


def test_real_pairs(shared_data: Path) -> None:
    for name, count in (("train-400", 400), ("extended", 963)):
        result = read_source(shared_data / "kalamang" / "parallel" / f"{name}.tsv")
        assert result.kind == "parallel" and len(result.pairs) == count
        assert len({pair.id for pair in result.pairs}) == count
    strict = read_source(shared_data / "kalamang" / "parallel" / "train-400.tsv")
    assert [f.source.label for f in strict.findings if f.code == "pairs.language"] == ["XV000001"]


def test_word_list(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("Word\tPart of speech\tMeaning\tNote\nev\tn\thouse; home\t\n\tn\tnothing\t\nde\t\tLOC\tclitic\n")
    result = read_source(path)
    assert result.kind == "dictionary"
    assert [(e.headword, e.pos, [s.definition for s in e.senses]) for e in result.entries] == [
        ("ev", "n", ["house", "home"]),
        ("de", "", ["LOC"]),
    ]
    assert [(f.code, f.source.line) for f in result.findings] == [
        ("dictionary.no-headword", 3),
        ("dictionary.column-unused", 1),
    ]


def test_segmented_table(tmp_path: Path) -> None:
    path = tmp_path / "texts.tsv"
    path.write_text("id\ttext\tsegmented\tgloss\ttranslation\nt1\tEvde.\tev=de\thouse=LOC\tAt home.\n")
    (example,) = read_source(path).examples
    assert (example.morphs, example.glosses, example.surface_words) == (("ev=de",), ("house=LOC",), ("Evde",))
    assert example.source.line == 2 and example.id == "t1"
