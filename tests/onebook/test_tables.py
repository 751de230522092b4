"""Tables: what is written reads back, and what is wrong is said with its place."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from morph.errors import DataError
from morph.model import Allomorph, Evidence, Lexeme, Morpheme, SoundRule
from onebook.project import schemas
from onebook.project.tables import format_forms, format_table, parse_forms, read_table, write_table

text = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12).map(
    lambda raw: unicodedata.normalize("NFC", raw).strip()
)
word = st.text("abcdeŋ'’", min_size=1, max_size=6)
item = st.text("abc def'\"", min_size=1, max_size=8).map(str.strip).filter(bool)
evidence = st.builds(Evidence, st.integers(0, 999), st.integers(0, 99))
lexemes = st.builds(
    Lexeme,
    word,
    word,
    text,
    text,
    st.lists(st.builds(Allomorph, word, st.sampled_from(["", "V_", "_[ab]"]), st.sampled_from(["", "go.PST"]))).map(
        tuple
    ),
    st.lists(item).map(tuple),
    st.lists(st.tuples(st.sampled_from(["name", "loan"]), word)).map(tuple),
    evidence=evidence,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no mistake
@given(st.lists(lexemes, max_size=5))
def test_lexicon_round_trip(tmp_path_factory: pytest.TempPathFactory, rows: list[Lexeme]) -> None:
    path = tmp_path_factory.mktemp("t") / "lexicon.tsv"
    write_table(path, rows, schemas.LEXICON)
    back, findings = read_table(path, schemas.LEXICON)
    assert back == rows
    assert findings == []


@given(st.lists(st.builds(Allomorph, word, st.sampled_from(["", "V_"]), st.sampled_from(["", "see.PST"])), max_size=4))
def test_forms_round_trip(forms: list[Allomorph]) -> None:
    assert list(parse_forms(format_forms(forms))) == forms


def test_sound_rule_with_empty_sides_round_trips(tmp_path: Path) -> None:
    rows = [SoundRule("s1", "k", "", "V+", "V"), SoundRule("s2", "", "y", "V+", "V", optional=True)]
    write_table(tmp_path / "sounds.tsv", rows, schemas.SOUNDS)
    assert "∅" in (tmp_path / "sounds.tsv").read_text(encoding="utf-8")
    assert read_table(tmp_path / "sounds.tsv", schemas.SOUNDS) == (rows, [])


def test_misspelt_column_is_named_with_a_suggestion(tmp_path: Path) -> None:
    path = tmp_path / "morphemes.tsv"
    header = format_table([], schemas.MORPHEMES).replace("attaches_to", "ataches_to")
    path.write_text(header, encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_table(path, schemas.MORPHEMES)
    assert error.value.line == 1
    assert "ataches_to" in str(error.value) and "did you mean 'attaches_to'" in str(error.value)


def test_bad_row_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    good = Morpheme("loc", "ko", "LOC", "enclitic")
    lines = format_table([good, good], schemas.MORPHEMES).splitlines()
    lines[1] = lines[1].replace("enclitic", "enclitc")
    path = tmp_path / "morphemes.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows, findings = read_table(path, schemas.MORPHEMES)
    assert rows == [good]
    assert findings[0].source.line == 2 and "enclitc" in findings[0].message


def test_spreadsheet_habits_are_read(tmp_path: Path) -> None:
    """BOM, CRLF and quoted cells, as spreadsheets save them."""
    body = format_table([Lexeme("l1", "bal", "n", 'dog "hound"')], schemas.LEXICON)
    path = tmp_path / "lexicon.tsv"
    path.write_bytes(b"\xef\xbb\xbf" + body.replace("\n", "\r\n").encode())
    assert read_table(path, schemas.LEXICON)[0][0].gloss == 'dog "hound"'


def test_row_with_too_many_cells_is_reported(tmp_path: Path) -> None:
    body = format_table([Lexeme("l1", "bal", "n", "dog")], schemas.LEXICON).rstrip("\n") + "\textra\textra\textra\n"
    (tmp_path / "lexicon.tsv").write_text(body, encoding="utf-8")
    rows, findings = read_table(tmp_path / "lexicon.tsv", schemas.LEXICON)
    assert rows == [] and findings[0].code == "P101"
