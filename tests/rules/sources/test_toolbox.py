r"""Toolbox texts: columns, wrapped lines, glosses with spaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from morph.errors import DataError
from rules.sources.read import read_source
from rules.sources.toolbox import read_toolbox, words

TEXT = """\\_sh v3.0  400  Text

\\id fable
\\ref fable.001
\\tx Evlerde     geldi,   gördüm.
\\mb ev    -ler -de gel  -di gör -dü  -m
\\ge house -PL -LOC come -PST see -PST -1SG
\\ps n     -num -c  v    -t  v   -t   -p
\\tx ne  güzel
\\mb ne  güzel
\\ge what nice
\\ps pro  adj
\\ft I saw (it) come, how nice!
\\ref fable.002
\\tx Gel
\\ge ***
\\ref fable.003
\\tx a b c
\\mb a b c
\\ge x y
\\wx odd
"""


def test_sentences(tmp_path: Path) -> None:
    path = tmp_path / "fable.txt"
    path.write_text(TEXT, encoding="utf-8")
    result = read_source(path)
    assert result.kind == "texts"
    first, second, third = result.examples
    assert first.morphs == ("ev-ler-de", "gel-di", "gör-dü-m", "ne", "güzel")
    assert first.glosses == ("house-PL-LOC", "come-PST", "see-PST-1SG", "what", "nice")
    assert first.surface == "Evlerde geldi, gördüm. ne güzel" and first.surface_words[2] == "gördüm"
    assert first.pos == ("n-num-c", "v-t", "v-t-p", "pro", "adj") and first.reference == "fable.001"
    assert second.glosses == ("?",) and second.id == "fable-2"
    assert not third.aligned and third.glosses == ("x", "y")
    assert [f.code for f in result.findings] == ["example.misaligned", "toolbox.markers-unknown"]


@pytest.mark.parametrize("encode", [True, False])
def test_glosses_with_spaces_are_cut_by_columns(encode: bool) -> None:
    morphs = [("çök", "pull out"), ("-mek", "INF"), ("şu", "that"), ("ev", "house")]
    lines = ["", ""]
    for form, gloss in morphs:
        width = 12 - (len(form.encode()) - len(form) if encode else 0)
        lines[0] += form.ljust(width)
        lines[1] += gloss.ljust(12)
    assert words("Çökmek şu ev", *lines) == [
        ("Çökmek", "çök-mek", "pull.out-INF"),
        ("şu", "şu", "that"),
        ("ev", "ev", "house"),
    ]


def test_morphs_without_marks_go_to_the_word_above() -> None:
    assert words("evler  su", "ev ler su", "house PL water") == [
        ("evler", "ev-ler", "house-PL"),
        ("su", "su", "water"),
    ]


def test_no_text_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\\ref 1\n\\ft nothing\n")
    with pytest.raises(DataError, match="tx line"):
        read_toolbox(path)
