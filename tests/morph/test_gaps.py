"""The story of a word without analysis: how far, what blocks, what is near, and mends that do mend it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from morph.analyze import Analyzer
from morph.compile import compile_language
from morph.gaps import Mend, explain
from morph.model import Language, Lexeme, Morpheme, SoundRule, Template

LANGUAGE = Language(
    "Miri",
    classes=(("V", "aeiou"),),
    lexemes=(
        Lexeme("dog", "kalo", "n", "dog"),
        Lexeme("net", "kip", "n", "net"),
        Lexeme("run", "sola", "v", "run"),
    ),
    morphemes=(
        Morpheme("obj", "ta", "OBJ", "enclitic", "case", ("n",), source="book:a.md:3"),
        Morpheme("pl", "lu", "PL", "suffix", "number", ("n",), "V_"),
        Morpheme("top", "we", "TOP", "suffix", "topic"),
        Morpheme("pst", "ri", "PST", "suffix", "tense", ("v",)),
    ),
    sounds=(SoundRule("s1", "t", "r", "V+", "V"),),
    templates=(
        Template("n", ("n",), (), ("number", "case")),
        Template("v", ("v",), (), ("tense", "topic", "case"), ("tense",)),
    ),
)
ANALYZER = Analyzer(compile_language(LANGUAGE))


def mended(mend: Mend) -> Language:
    """The language with the mend made by hand."""
    cells = dict(mend.cells)
    if mend.action == "add":
        return replace(
            LANGUAGE, lexemes=(*LANGUAGE.lexemes, Lexeme("new", cells["headword"], cells.get("pos", ""), "?"))
        )
    values: dict[str, object] = {
        name: text if name == "environment" else tuple(filter(None, text.split(" ; "))) for name, text in cells.items()
    }
    if mend.kind == "lexeme":
        from morph.model import Allomorph

        values = {"forms": (Allomorph(cells["forms"]),)}
    table = {"lexeme": "lexemes", "morpheme": "morphemes", "template": "templates"}[mend.kind]
    rows = tuple(replace(r, **values) if r.id == mend.id else r for r in getattr(LANGUAGE, table))  # type: ignore[arg-type]
    changed: dict[str, object] = {table: rows}
    return replace(LANGUAGE, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "kind", "id", "cells"),
    [
        ("solarira", "morpheme", "obj", {"attaches_to": "n ; v"}),
        ("kiplu", "morpheme", "pl", {"environment": "V_ | p_"}),
        ("kalowe", "template", "n", {"after": "topic ; number ; case"}),
        ("sola", "template", "v", {"obligatory": ""}),
        ("kilo", "lexeme", "dog", {"forms": "kilo"}),
        ("xirora", "lexeme", "", {"headword": "xiro", "gloss": "?", "pos": "n"}),
    ],
)
def test_each_kind_of_mend(word: str, kind: str, id: str, cells: dict[str, str]) -> None:
    assert not ANALYZER.analyze(word)
    mends = explain(ANALYZER, word).mends
    mend = next((m for m in mends if (m.kind, m.id, dict(m.cells)) == (kind, id, cells)), None)
    assert mend is not None, mends
    analyses = Analyzer(compile_language(mended(mend))).analyze(word)
    assert any(a.gloss == mend.gloss for a in analyses), "it leads to the reading that it names"


def test_the_longest_part_is_told_with_what_is_left() -> None:
    gap = explain(ANALYZER, "kalolumo")
    assert (gap.explained, gap.segmented, gap.gloss, gap.rest) == ("kalolu", "kalo-lu", "dog-PL", "mo")
    assert explain(ANALYZER, "xxx").explained == ""


def test_the_row_that_blocks_is_named_with_its_address() -> None:
    (obstacle,) = explain(ANALYZER, "solarira").obstacles
    assert (obstacle.rule, obstacle.source) == ("obj", "book:a.md:3")
    assert obstacle.text == "obj attaches to n, the stem is v"


def test_the_nearest_words_come_with_their_glosses() -> None:
    near = explain(ANALYZER, "kalu").near
    assert [(n.word, n.gloss, n.distance) for n in near][:1] == [("kalo", "dog", 1)]
