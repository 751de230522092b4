"""Slots, inventory, reduplication, surface forms, and the acceptance test."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morph.model import Evidence, Source
from rules.extract.attested import Attested
from rules.extract.claims import Claim
from rules.extract.extract import extract
from rules.extract.inventory import Group, build_inventory
from rules.extract.labels import LabelBook
from rules.extract.reduplication import collect_copies, reduplication_rows
from rules.extract.rows import Learned, shapes
from rules.extract.slots import SlottedWord, learn_morphotactics, precedence
from rules.extract.stems import collect_stems
from rules.extract.tokens import read_words
from rules.items import Example, SourceRead
from rules.verify import accept_meaning, accept_rule, slip_tail, wilson_lower, wilson_upper

SOURCE = Source("book", "a.tex", 1)


def examples(*pairs: tuple[str, str]) -> list[Example]:
    return [
        Example(f"e{i}", "", tuple(m.split()), tuple(g.split()), "", Source("book", "a.tex", i))
        for i, (m, g) in enumerate(pairs)
    ]


def word(pos: str, *after: str, before: tuple[str, ...] = ()) -> SlottedWord:
    return SlottedWord(pos, "x", before, after)


# --- morphotactics -------------------------------------------------------------------------------------------------


def test_a_rare_order_makes_no_cycle() -> None:
    words = [word("n", "pl", "loc")] * 20 + [word("n", "loc", "pl")]
    learned = learn_morphotactics(words, {"pl": ("suffix", "PL"), "loc": ("suffix", "LOC")})
    assert learned.dropped == (("loc", "pl", 1),)
    after = learned.templates[0].after
    assert after.index(learned.slots["pl"]) < after.index(learned.slots["loc"])


def test_members_of_a_paradigm_share_a_slot() -> None:
    words = [word("n", "pl", "p1", "loc")] * 5 + [word("n", "p2")] * 4
    kinds = {"pl": "PL", "p1": "1SG.POSS", "p2": "2SG.POSS", "loc": "LOC"}
    slots = learn_morphotactics(words, {id_: ("suffix", gloss) for id_, gloss in kinds.items()}).slots
    assert slots["p1"] == slots["p2"]


def test_affixes_stand_inside_clitics_without_evidence() -> None:
    learned = learn_morphotactics([word("v", "pst")], {"q": ("enclitic", "Q"), "pst": ("suffix", "PST")})
    after = learned.templates[0].after
    assert after.index(learned.slots["pst"]) < after.index(learned.slots["q"])


def test_obligatory_slots_and_classes() -> None:
    words = [word("v", "pst", before=("agr",))] * 60 + [word("n", "pl")] * 40 + [word("n")] * 40
    morphemes = {"pst": ("suffix", "PST"), "pl": ("suffix", "PL"), "agr": ("prefix", "1SG")}
    templates = {t.id: t for t in learn_morphotactics(words, morphemes, ("n", "v", "adv")).templates}
    assert len(templates["v"].obligatory) == 2
    assert templates["n"].obligatory == ()
    assert templates["other"].pos == ("adv",)


@given(st.dictionaries(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), st.integers(1, 9)))
def test_precedence_is_acyclic_and_loses_no_order(orders: dict[tuple[str, str], int]) -> None:
    graph, dropped = precedence("abcde", orders)
    wanted = {pair for pair in orders if pair[0] != pair[1]}
    assert wanted == set(graph.edges) | {(a, b) for a, b, _ in dropped}


# --- inventory -----------------------------------------------------------------------------------------------------


def groups(claims: list[Claim], *pairs: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    words = read_words(examples(*pairs))
    labels = LabelBook.of([], Counter(m.gloss for w in words for m in w.morphs if m.gloss.isupper()))
    return {f"{g.kind}:{g.gloss}": g.forms for g in build_inventory(claims, Attested.of(words), labels)}


def claim(form: str, kind: str, *descriptions: str, quoted: str = "", alternants: tuple[str, ...] = ()) -> Claim:
    return Claim(form, kind, descriptions, SOURCE, "table", quoted, alternants)


def test_homophones_are_told_apart_by_their_description() -> None:
    pairs = (("tala=ki", "boat=INS"), ("mi=ki", "1SG=BEN"), ("su=ki", "3SG=BEN"))
    found = groups([claim("ki", "enclitic", "instrumental"), claim("ki", "enclitic", "benefactive")], *pairs)
    assert set(found) == {"enclitic:INS", "enclitic:BEN"}


def test_attested_shapes_join_the_stated_morpheme() -> None:
    found = groups([claim("ler", "suffix", "plural")], ("ev-ler", "house-PL"), ("at-lar", "horse-PL"))
    assert found["suffix:PL"] == ("ler", "lar")


def test_same_label_without_common_shape_stays_apart() -> None:
    found = [claim("ta", "enclitic", "NFIN", alternants=("ra",)), claim("te", "enclitic", "NFIN", alternants=("re",))]
    found[1] = Claim("te", "enclitic", ("NFIN",), Source("book", "a.tex", 2), "table", alternants=("re",))
    words = read_words(examples(("kome=ta", "look=NFIN"), ("kome=te", "look=NFIN")))
    built = build_inventory(found, Attested.of(words), LabelBook.of([], {"NFIN": 2}))
    assert sorted(g.forms for g in built) == [("ta", "ra"), ("te", "re")]


def test_a_word_form_that_is_no_affix_is_not_listed() -> None:
    assert groups([], ("turis-sontum sontum turis", "tourist-person person tourist")) == {}


# --- reduplication, surface ----------------------------------------------------------------------------------------


def test_copies_by_pattern_and_gloss() -> None:
    words = read_words(examples(("kona~kona", "look~PROG"), ("tala~la", "boat~PL"), ("kona tala", "look boat")))
    rows = reduplication_rows(collect_copies(words, "aeiou"), lambda key: "")
    assert [(row.form, row.gloss, row.kind) for row in rows] == [
        ("~CV", "PL", "reduplication"),
        ("~full", "PROG", "reduplication"),
    ]


def test_surface_lines_teach_environments() -> None:
    pairs = [
        ("kedi", "cat"),
        ("ev", "house"),
        ("araba", "car"),
        ("at", "horse"),
        ("dere", "brook"),
        ("kol", "arm"),
        ("su", "water"),
    ]
    found = []
    for i, (stem, gloss) in enumerate(pairs):
        vowel = stem[-1] in "aeiou"
        source = Source("book", "a.tex", i)
        surface = f"{stem}yu" if vowel else f"{stem}u"
        found.append(Example(f"e{i}", surface, (f"{stem}-u",), (f"{gloss}-ACC",), "", source, (surface,)))
    rows = {row.form: row for row in extract([SourceRead("b", "book", examples=tuple(found))]).morphemes}
    proposal = extract([SourceRead("b", "book", examples=tuple(found))])
    assert "u" in rows
    learned = [row.environment for row in proposal.morphemes if row.form == "yu"] + [r.output for r in proposal.sounds]
    assert learned, "an allomorph with an environment, or a sound rule, accounts for the glide"


def test_zero_morphs_and_infixes() -> None:
    pairs = (("tala-∅", "boat-SG"), ("b<um>ili", "<ACT>buy"), ("k<um>ain", "<ACT>eat"))
    rows = extract([SourceRead("b", "book", examples=tuple(examples(*pairs)))]).morphemes
    assert {(row.form, row.kind) for row in rows} >= {("∅", "suffix"), ("um", "infix")}


def test_stems_keep_accents_and_apostrophes() -> None:
    words = read_words(examples(("k'áŋ-ti k'a\u0301ŋ", "see-PST see")))
    stems = collect_stems(words)
    assert [stem.form for stem in stems.values()] == ["k'áŋ"]


# --- acceptance ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attested", "total", "stated", "status"),
    [(1, 1, False, "accepted"), (1, 50, False, "proposed"), (8, 50, False, "accepted"), (0, 3, True, "accepted"),
     (0, 30, True, "rejected"), (0, 2, False, "proposed"), (1, 50, True, "accepted"),
     (5000, 100_000, False, "accepted")],
)  # fmt: skip
def test_acceptance_of_meanings(attested: int, total: int, stated: bool, status: str) -> None:
    assert accept_meaning(attested, total, stated=stated) == status


def test_acceptance_of_rules() -> None:
    assert accept_rule(Evidence(9, 1)) == "accepted"
    assert accept_rule(Evidence(0, 0)) == "proposed"
    assert accept_rule(Evidence(0, 0), stated=True) == "accepted"
    assert accept_rule(Evidence(2, 30)) == "rejected"


@given(st.integers(0, 200), st.integers(0, 200))
def test_bounds_enclose_the_share(attested: int, contradicted: int) -> None:
    total = attested + contradicted
    share = attested / total if total else 0.0
    assert wilson_lower(attested, total) <= share + 1e-9
    assert share <= wilson_upper(attested, total) + 1e-9
    assert 0.0 <= slip_tail(attested, total) <= 1.0


def test_circumfixes_stated_or_seen() -> None:
    pairs = [
        (f"ge-{stem}-t", f"PTCP-{gloss}-PTCP") for stem, gloss in (("sag", "say"), ("mach", "make"), ("spiel", "play"))
    ]
    rows = extract([SourceRead("b", "book", examples=tuple(examples(*pairs)))]).morphemes
    assert [(row.form, row.gloss, row.kind) for row in rows] == [("ge…t", "PTCP", "circumfix")]


def test_a_slip_in_a_gloss_waits_for_a_person() -> None:
    pairs = [("nat-a", "consume-PST")] * 30 + [("nat-a", "consum-PST")]
    lexemes = extract([SourceRead("b", "book", examples=tuple(examples(*pairs)))]).lexemes
    assert {(x.gloss, x.status) for x in lexemes} == {("consume", "accepted"), ("consum", "proposed")}


def test_a_named_shape_stays_though_one_surface_word_shows_it() -> None:
    group = Group("LAT", "enclitic", ("ka", "ngga"), (("ka", SOURCE),), named=frozenset({"ka", "ngga"}))
    learned = Learned({}, frozenset({("ka", "LAT", "after"), ("ngga", "LAT", "after")}))
    assert {shape.form for shape in shapes("lat", group, learned)} == {"ka", "ngga"}
    unnamed = shapes("lat", replace(group, named=frozenset({"ka"})), learned)
    assert {shape.form for shape in unnamed} == {"ka"}
