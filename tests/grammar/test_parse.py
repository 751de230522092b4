"""Robust parsing with a Lark grammar: trees, ambiguity, chunks, bounds; agreement with Lark's own Earley parser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Token
from lark.exceptions import LarkError
from lark.lexer import Lexer

from grammar.chart import ChartGrammar, fill
from grammar.draw import draw_svg, draw_text
from grammar.lark_io import load_grammar
from grammar.parse import MAX_UNITS, Parser, pauses_of
from morph.errors import DataError
from morph.igt import glossed_word
from morph.model import IGT, GlossedWord, Lexeme

TOY = """
start: clause
clause: subj vp        // attested 40
      | vp             // attested 10
vp: obj vp             // attested 20
  | obl vp             // attested 9
  | pred               // attested 60
subj: np               // attested 40
obj: np OBJ            // attested 20
obl: np CASE           // attested 9
pred: V | V TAM
np: N | N DEM | PRON
OBJ: "=ACC"
CASE: "=LOC" | "-ABL"
TAM: "=FUT"
DEM: "PROX"
PRON: "3SG" | "1SG"
N: "@noun"
V: "@verb"
"""


def sentence(*words: str) -> IGT:
    """A glossed sentence; each word is ``segmented/gloss``, or a gloss that is its own form."""
    made = []
    for word in words:
        form, _, gloss = word.rpartition("/")
        made.append(glossed_word((form or gloss).replace("=", ""), form or gloss, gloss))
    return IGT("t", " ".join(w.form for w in made), tuple(made))


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser(TOY)


def test_spanning_tree_has_functions(parser: Parser) -> None:
    parses = parser.parse(sentence("3SG", "bal=at/dog=ACC", "PROX", "kewe=ko/house=LOC", "nawa=o/see=FUT"))
    assert not parses.spanning  # the demonstrative comes after the case mark: no rule
    parses = parser.parse(sentence("3SG", "bal=at/dog=ACC", "kewe=ko/house=LOC", "nawa=o/see=FUT"))
    assert parses.spanning and parses.number == 1
    obj, pred = parses.best.find("obj"), parses.best.find("pred")
    assert obj is not None and [leaf.unit.gloss for leaf in obj.leaves() if leaf.unit] == ["dog", "ACC"]
    assert pred is not None and [leaf.label for leaf in pred.leaves()] == ["V", "TAM"]


def test_outside_the_grammar_gives_chunks_that_cover_all(parser: Parser) -> None:
    parses = parser.parse(sentence("see", "bal=at/dog=ACC", "blub/EXCLAM", "3SG"))
    assert not parses.spanning and parses.best.label == "partial" and parses.number == 0
    assert [leaf.unit.gloss for leaf in parses.best.leaves() if leaf.unit] == ["see", "dog", "ACC", "EXCLAM", "3SG"]
    assert parses.best.find("x") is not None


def test_words_without_analysis_and_empty_sentences(parser: Parser) -> None:
    unknown = IGT("t", "Foo kula", (GlossedWord("Foo"), GlossedWord("kula")))
    assert parser.parse(unknown).spanning  # read as noun and verb
    empty = parser.parse(IGT("t", "", ()))
    assert empty.trees == () and empty.best.label == "partial" and draw_text(empty.best) == "partial"


def test_fused_glosses_and_affixes(parser: Parser) -> None:
    units = parser.units(sentence("mat/3SG.ACC", "bal-ka/dog-ABL", "di-nawa/CAUS-see"))
    assert [unit.gloss for unit in units] == ["3SG", "ACC", "dog", "ABL", "see"]
    assert units[-1].features == ("CAUS-",)
    assert units[1].form == "" and units[1].word == 0


def test_ambiguity_is_counted_and_ranked() -> None:
    parser = Parser('start: np V\nnp: N // attested 9\n | np np // attested 1\nN: "@noun"\nV: "@verb"', max_trees=3)
    parses = parser.parse(sentence("dog", "house", "canoe", "tree", "run"))
    assert parses.number == 5  # the Catalan number of binary trees over four leaves
    assert len(parses.trees) == 3 and len({tree.bracketed() for tree in parses.trees}) == 3
    scores = [tree.score for tree in parses.trees]
    assert scores == sorted(scores, reverse=True)


def test_priority_and_hand_written_rules_count() -> None:
    base = 'start: a | b\n{}: N V // attested 50\n{}: N V // attested 50\nN: "@noun"\nV: "@verb"'
    for winner, first, second in (("a", "a.1", "b"), ("b", "a", "b.1")):
        best = Parser(base.format(first, second)).parse(sentence("dog", "run")).best
        assert best.children[0].label == winner


def test_a_long_sentence_is_bounded(parser: Parser) -> None:
    words = ["3SG", "bal=at/dog=ACC", "see"] * 60
    parses = parser.parse(sentence(*words))
    assert len(parses.units) == 240 > MAX_UNITS
    assert sum(1 for _ in parses.best.leaves()) == 240


def test_unary_cycles_and_empty_rules_do_no_harm() -> None:
    parser = Parser('start: a V\na: b | N\nb: a\nx: \n | N\nc: x x\nN: "@noun"\nV: "@verb"')
    assert parser.parse(sentence("dog", "run")).spanning
    parser = Parser('start: c V\nx: \n | N\nc: x x\nN: "@noun"\nV: "@verb"')
    assert parser.parse(sentence("dog", "run")).spanning
    assert parser.parse(sentence("run")).spanning is False or parser.parse(sentence("run")).number == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('start: a b\na: N\nN: "x"', "b"),
        ("start: a a (\n", ""),
        ("start: N\nN: /[/", ""),
        ('go: N\nN: "x"', "start"),
        ('start: x\nx: "a"\nx: "b"', "x"),
    ],
)
def test_bad_grammars_say_where(text: str, found: str) -> None:
    with pytest.raises(DataError) as caught:
        load_grammar(text, path="syntax.lark")
    assert "syntax.lark" in str(caught.value) and found in str(caught.value) and caught.value.hint


def test_tree_as_json_text_svg(parser: Parser) -> None:
    best = parser.parse(sentence("3SG", "bal=at/dog=ACC", "nawa/see")).best
    data = json.loads(json.dumps(best.to_json()))
    assert data["label"] == "start" and data["children"][0]["rule"] == "clause → subj vp"
    assert "subj" in draw_text(best) and "nawa" in draw_text(best)
    svg = draw_svg(best, ["ma balat nawa", "He <sees> the dog"])
    assert svg.startswith("<svg") and "&lt;sees&gt;" in svg


class _UnitLexer(Lexer):
    """Hands a list of terminal names to Lark as tokens."""

    def __init__(self, conf: object) -> None:
        pass

    def lex(self, names: list[str]) -> Iterator[Token]:  # type: ignore[override]
        return (Token(name, name) for name in names)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["N", "V", "OBJ", "DEM", "PRON", "TAM", "CASE"]), min_size=1, max_size=8))
def test_same_language_as_larks_earley(names: list[str]) -> None:
    """The chart accepts what Lark's own parser accepts, and counts as many trees (McKay & Earley agree)."""
    lark = Lark(TOY, parser="earley", lexer=_UnitLexer, ambiguity="explicit")
    try:
        lark.parse(names)  # type: ignore[arg-type]
        accepted = True
    except LarkError:
        accepted = False
    compiled = ChartGrammar.of(load_grammar(TOY))
    chart = fill(compiled, [{compiled.symbol(name): 0.0} for name in names])
    assert (compiled.symbol("start") in chart.cells[0, len(names)]) == accepted


def test_signs_are_no_words_but_pauses() -> None:
    parser = Parser(TOY)
    units = parser.units(sentence("3SG", "[...]/[...]", "see"))
    assert [unit.gloss for unit in units] == ["3SG", "see"]
    assert pauses_of(units, sentence("3SG", "[...]/[...]", "see")) == {1}


def test_words_of_property_take_no_object() -> None:
    grammar = """start: clause
clause: subj vp | nompred
subj: np // attested 50
vp: obj vp // attested 50
  | pred // attested 50
obj: np // attested 50
pred: V
np: N // attested 50
  | np N // attested 5
nompred: np
N: "@noun"
V: "@verb"
"""
    entries = [("child", "n"), ("body", "n"), ("hot", "v"), ("see", "v")]
    parser = Parser(grammar, [Lexeme(form, form, pos, form) for form, pos in entries])
    assert parser.parse(sentence("child", "body", "hot")).best.find("obj") is None
    assert parser.parse(sentence("child", "body", "see")).best.find("obj") is not None


def test_classes_follow_the_form_not_another_word_of_the_same_gloss() -> None:
    entries = [
        Lexeme("a", "tan", "n", "hand and arm"),
        Lexeme("b", "kosi", "v", "hand"),
        Lexeme("c", "∅", "part", "GIVE"),
    ]
    parser = Parser(TOY, entries)
    assert parser.units(sentence("tan/hand"))[0].classes[0] == "noun"
    assert parser.units(sentence("kosi/hand"))[0].classes[0] == "verb"
    assert parser.units(sentence("∅/give"))[0].classes == ("verb",)


def test_a_linking_adverb_is_both() -> None:
    parser = Parser(TOY, [Lexeme("k", "koi", "conj", "then")])
    assert parser.units(sentence("koi/then"))[0].classes == ("conj", "adv")


def test_relaxed_parses_say_so() -> None:
    parser = Parser(TOY, [Lexeme("h", "house", "n", "house")])
    assert not parser.parse(sentence("3SG", "see")).relaxed
    assert parser.parse(sentence("3SG", "house")).relaxed


@pytest.mark.parametrize(("verb", "has_object"), [("sell", True), ("sleep", False)])
def test_the_verb_tells_an_object_from_a_compound(verb: str, has_object: bool) -> None:
    grammar = """start: clause
clause: subj vp
subj: np // attested 50
vp: obj vp // attested 30
  | pred // attested 50
obj: np // attested 30
pred: V
np: N // attested 50
  | np N // attested 20
N: "@noun"
V: "@verb"
"""
    entries = [("woman", "n"), ("nutmeg", "n"), (verb, "v")]
    parser = Parser(grammar, [Lexeme(form, form, pos, form) for form, pos in entries])
    found = parser.parse(sentence("woman", "nutmeg", verb)).best.find("obj")
    assert (found is not None) == has_object


def test_an_existential_word_is_known_by_its_entry_however_it_is_glossed() -> None:
    entries = [
        Lexeme("m", "mambo", "v", "EXIST", senses=("[existential], to be there",)),
        Lexeme("k", "kapi", "n", "ASP", senses=("possum",)),
    ]
    parser = Parser(TOY.replace('N: "@noun"', 'EXIST: "EXIST"\nN: "@noun"'), entries)

    def glossed(form: str, gloss: str, lexeme: str) -> IGT:
        word = glossed_word(form, form, gloss)
        assert word.analysis is not None
        analysis = replace(word.analysis, lexeme=lexeme)
        return IGT("t", form, (replace(word, analyses=(analysis,)),))

    assert parser.units(glossed("mambo", "there.is", "m"))[0].gloss == "EXIST"
    assert parser.units(glossed("kapi", "possum", "k"))[0].gloss == "possum"
