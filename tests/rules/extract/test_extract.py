"""The whole extraction on an invented language."""

from __future__ import annotations

import pytest

from morph.model import Lexeme, Morpheme, Source
from rules.extract.extract import Proposal, extract
from rules.items import Example, SourceRead


@pytest.fixture(scope="module")
def proposal(invented: list[SourceRead]) -> Proposal:
    return extract(invented)


def morpheme(proposal: Proposal, form: str, kind: str) -> Morpheme:
    found = [m for m in proposal.morphemes if m.form == form and m.kind == kind]
    assert len(found) == 1, found
    return found[0]


def lexeme(proposal: Proposal, headword: str, gloss: str) -> Lexeme:
    found = [x for x in proposal.lexemes if x.headword == headword and x.gloss == gloss]
    assert len(found) == 1, found
    return found[0]


def test_table_forms_get_the_label_of_the_examples(proposal: Proposal) -> None:
    assert morpheme(proposal, "ti", "suffix").gloss == "PST"
    assert morpheme(proposal, "ko", "enclitic").gloss == "LOC"
    variant = morpheme(proposal, "nggo", "enclitic")
    assert (variant.gloss, variant.base_id) == ("LOC", morpheme(proposal, "ko", "enclitic").id)
    assert morpheme(proposal, "ve", "suffix").gloss == "all"


def test_dictionary_and_prose_add_morphemes(proposal: Proposal) -> None:
    assert morpheme(proposal, "lo", "enclitic").gloss == "OBJ"
    assert morpheme(proposal, "nau", "prefix").gloss == "RECP"


def test_evidence_and_sources(proposal: Proposal) -> None:
    obj = morpheme(proposal, "lo", "enclitic")
    assert (obj.status, obj.evidence.attested, obj.evidence.contradicted) == ("accepted", 4, 0)
    assert morpheme(proposal, "ti", "suffix").source == "book:g.tex:40"
    assert all(row.source for row in (*proposal.morphemes, *proposal.lexemes))


def test_slots_follow_attested_orders(proposal: Proposal) -> None:
    after = next(t for t in proposal.templates).after
    poss, loc, question = (
        morpheme(proposal, *m).slot for m in (("na", "suffix"), ("ko", "enclitic"), ("ma", "enclitic"))
    )
    assert after.index(poss) < after.index(loc)
    assert after.index(morpheme(proposal, "ti", "suffix").slot) < after.index(question)


def test_lexemes_join_dictionary_and_examples(proposal: Proposal) -> None:
    see = lexeme(proposal, "kona", "see")
    assert (see.id, see.pos, see.evidence.attested) == ("d1", "v", 3)
    assert ("variant_of", "d1") in lexeme(proposal, "kuna", "see").features
    boat = lexeme(proposal, "tala", "boat")
    assert dict(boat.features)["loan"] == "ind"
    assert dict(lexeme(proposal, "tala", "float").features)["homonym"] == "2"
    assert [(a.form, a.gloss) for a in lexeme(proposal, "ne", "go").forms] == [("venta", "go.PST")]
    assert lexeme(proposal, "∅", "give").pos == "v"
    assert dict(lexeme(proposal, "dun", "opposite-sex_sibling").features)["bound"] == "yes"
    assert dict(lexeme(proposal, "Mara", "Mara").features)["name"] == "yes"
    assert lexeme(proposal, "tala ora", "big_boat").pos == "n"


def test_the_same_sources_give_the_same_proposal(invented: list[SourceRead], proposal: Proposal) -> None:
    assert extract(invented) == proposal


def test_ids_are_unique(proposal: Proposal) -> None:
    for rows in (proposal.lexemes, proposal.morphemes):
        ids = [row.id for row in rows]
        assert len(ids) == len(set(ids))


def test_the_accepted_rows_license_the_examples(proposal: Proposal) -> None:
    counts = dict(proposal.counts)
    assert counts["words.replayed"] > 20
    assert counts["words.licensed"] == counts["words.replayed"]


def test_paradigms_hold_suppletive_cells(proposal: Proposal) -> None:
    go = next(p for p in proposal.paradigms if p.lexeme == "d3")
    assert [(c.features, c.form) for c in go.cells if c.is_suppletive] == [(("PST",), "venta")]


def test_broken_examples_are_left_out() -> None:
    source = Source("book", "a.tex", 1)
    examples = (
        Example("1", "", ("a",), ("x", "y"), "", source),
        Example("2", "tala", ("tala",), ("boat",), "", source, surface_words=("tala", "more")),
        Example("3", "", (), (), "", source),
        Example("4", "", ("-", "=x", "~~"), ("PST", "-", "="), "", source),
    )
    proposal = extract([SourceRead("b", "book", examples=examples)])
    assert [x.headword for x in proposal.lexemes] == ["tala"]
