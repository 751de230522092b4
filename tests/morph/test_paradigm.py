"""Paradigms: which slots span them, what their cells hold, forms that an entry lists itself."""

from __future__ import annotations

import pytest

from morph.analyze import Analyzer
from morph.compile import compile_language
from morph.compiled import Compiled
from morph.model import Allomorph, Evidence, Language, Lexeme, Morpheme, SoundRule, Template
from morph.paradigm import MOST, paradigm

GO = Lexeme("go", "sola", "v", "go", (Allomorph("zum", gloss="go.PST"),))
DOG = Lexeme("dog", "kalo", "n", "dog")
SUN = Lexeme("sun", "ari", "x", "sun")


def bound(id_: str, form: str, kind: str, slot: str, pos: str, seen: int, status: str = "accepted") -> Morpheme:
    hosts = tuple(pos.split())
    return Morpheme(id_, form, id_.upper(), kind, slot, hosts, status=status, evidence=Evidence(seen))


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    morphemes = (
        bound("1sg", "ni", "prefix", "person", "v", 5),
        bound("2sg", "u", "prefix", "person", "v", 3),
        bound("pst", "ta", "suffix", "tense", "v", 9),
        bound("fut", "ko", "suffix", "tense", "v", 1, "proposed"),
        bound("pl", "lu", "suffix", "number", "n", 4),
        bound("loc", "ta", "enclitic", "case", "n", 6),
        bound("dat", "mi", "enclitic", "case", "n", 2),
        bound("too", "be", "enclitic", "focus", "n v", 8),
    )
    templates = (
        Template("v", ("v",), ("person",), ("tense", "focus")),
        Template("n", ("n",), (), ("number", "case", "focus")),
    )
    rule = SoundRule("s1", "t", "r", "V+", "V")
    language = Language("toy", "", (("V", "aeiou"),), (GO, DOG, SUN), morphemes, (rule,), templates)
    return compile_language(language)


def test_the_best_attested_slots_span_it(compiled: Compiled) -> None:
    table = paradigm(DOG, compiled)
    assert table.slots == ("case", "number")
    assert [(cell.gloss, cell.forms[0]) for cell in table.cells] == [
        ("dog", "kalo"),
        ("dog=LOC", "kalora"),
        ("dog=DAT", "kalomi"),
        ("dog-PL", "kalolu"),
        ("dog-PL=LOC", "kalolura"),
        ("dog-PL=DAT", "kalolumi"),
    ]


def test_prefixes_stand_before_and_proposed_rules_do_not_count(compiled: Compiled) -> None:
    glosses = {cell.gloss: cell.forms[0] for cell in paradigm(GO, compiled).cells}
    assert glosses["1SG-go"] == "nisola"
    assert glosses["1SG-go-PST"] == "nizum", "the fused form that the entry lists"
    assert not any("FUT" in gloss for gloss in glosses)


def test_forms_that_the_entry_lists(compiled: Compiled) -> None:
    assert paradigm(GO, compiled).listed == (("go.PST", "zum"),)


def test_slots_that_are_asked_for_with_a_third_as_tables(compiled: Compiled) -> None:
    table = paradigm(DOG, compiled, slots=("number", "case", "focus"))
    assert [part.title for part in table.tables] == ["", "TOO"]
    assert table.tables[1].columns == ("", "PL")
    assert table.tables[1].rows[1] == ("LOC", (("kalorabe",), ("kalolurabe",)))


def test_every_form_is_analysed_as_its_cell_says(compiled: Compiled) -> None:
    analyzer = Analyzer(compiled)
    for cell in paradigm(DOG, compiled, slots=("number", "case", "focus")).cells:
        for form in cell.forms:
            assert cell.gloss in {analysis.gloss for analysis in analyzer.analyze(form)}


def test_a_word_that_nothing_attaches_to_has_itself(compiled: Compiled) -> None:
    assert [cell.forms for cell in paradigm(SUN, compiled).cells] == [("ari",)]


def test_many_morphemes_are_cut_to_the_best_attested() -> None:
    rows = tuple(
        bound(f"c{i:02}", f"t{'aeiou'[i % 5]}{'klmnp'[i // 5]}a", "suffix", "case", "n", i) for i in range(1, 20)
    )
    language = Language("toy", lexemes=(DOG,), morphemes=rows, templates=(Template("n", ("n",), (), ("case",)),))
    table = paradigm(DOG, compile_language(language)).tables[0]
    assert [label for label, _ in table.rows] == ["", *(f"C{i:02}" for i in range(19, 19 - MOST[0], -1))]
