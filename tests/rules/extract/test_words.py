"""Words of examples: kinds of morphs, claims, labels, segmentation along glosses."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morph.igt import split_line
from morph.model import Source
from rules.extract.claims import bound_forms
from rules.extract.labels import LabelBook
from rules.extract.lexicon import build_lexicon
from rules.extract.pos import hosts_of, normalize_pos, pos_of_label
from rules.extract.segmenting import Segmenter, is_unsegmented, segment_examples
from rules.extract.stems import Stem
from rules.extract.tokens import Known, clean, read_words
from rules.items import Entry, Example, Sense


def example(morphs: str, glosses: str, number: int = 1) -> Example:
    return Example(f"e{number}", "", tuple(morphs.split()), tuple(glosses.split()), "", Source("book", "a.tex", number))


def kinds(examples: list[Example], known: Known | None = None) -> list[tuple[str, str]]:
    return [(m.form, m.kind) for word in read_words(examples, known) for m in word.morphs]


def test_affix_clitic_and_compound_kinds() -> None:
    found = kinds([example("mi=a-kula-ti=ko tala kula tala-kula", "1SG=IMP-eat-PST=LOC boat eat boat-eat")])
    assert found[:5] == [("mi", "proclitic"), ("a", "prefix"), ("kula", "stem"), ("ti", "suffix"), ("ko", "enclitic")]
    assert found[-2:] == [("tala", "stem"), ("kula", "stem")]


def test_a_stated_affix_with_a_lexical_gloss_is_no_root() -> None:
    words = [example("mier-gan", "3PL-both")]
    assert kinds(words)[0] == ("mier", "prefix")
    assert kinds(words, Known(after=frozenset({"gan"}))) == [("mier", "stem"), ("gan", "suffix")]


def test_ungrammatical_and_foreign_examples_do_not_count() -> None:
    good = example("tala", "boat")
    bad = Example("e2", "", ("tala",), ("boat",), "", Source("book", "a.tex", 2), judgement="*")
    foreign = Example("e3", "", ("barco",), ("boat",), "", Source("book", "a.tex", 3), language="spa")
    malay = Example("e4", "", ("tala",), ("perahu",), "", Source("book", "a.tex", 4), meta_language="ind")
    assert [w.gloss for w in read_words([good, example("tala", "boat", 5), bad, foreign, malay])] == ["boat", "boat"]


def test_a_word_whose_lines_differ_is_kept_without_morphs() -> None:
    word = read_words([example("tala-ko", "boat")])[0]
    assert (word.segmented, word.morphs) == ("tala-ko", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-ti", ["suffix:ti"]),
        ("=te (=re)", ["enclitic:te", "enclitic:re"]),
        ("-un/-on", ["suffix:un", "suffix:on"]),
        ("=sawe(t)", ["enclitic:sawet", "enclitic:sawe"]),
        ("ge-…-t", ["circumfix:ge…t"]),
        ("<um>", ["infix:um"]),
        ("na-", ["prefix:na"]),
        ("-∅", ["suffix:∅"]),
        ("-CVC", []),
        ("R=", []),
        ("non-final", []),
        ("the suffix -ti is rare", []),
    ],
)
def test_bound_forms(text: str, expected: list[str]) -> None:
    assert [f"{form.kind}:{form.form}" for form in bound_forms(text)] == expected


@given(st.text(max_size=40))
def test_bound_forms_take_any_text(text: str) -> None:
    assert all(form.form and form.kind for form in bound_forms(text))


@given(st.text(max_size=30))
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


LABELS = LabelBook.of(
    [("LAT", "lative (combined ablative and allative)"), ("Np", "non-past")],
    {"LAT": 3, "1SG.POSS": 4, "2PL": 2, "NFIN": 1, "Np": 9, "PR.1/3p": 2, "DGR": 1},
)


@pytest.mark.parametrize(
    ("text", "context", "label"),
    [
        ("lative", (), "LAT"),
        ("first person singular possessive", (), "1SG.POSS"),
        ("2PL", ("possessive suffix",), "2PL.POSS"),
        ("a wooden boat", (), ""),
        ("PR.1/3p", (), "PR.1/3p"),
        ("", (), ""),
    ],
)
def test_labels_by_meaning(text: str, context: tuple[str, ...], label: str) -> None:
    assert LABELS.find([text], context, 0.7) == label


def test_unexplained_labels_fit_words_that_they_abbreviate() -> None:
    assert LABELS.fit("degree demonstrative", "DGR") > LABELS.fit("degree demonstrative", "LAT")
    assert LABELS.is_label("Np") and not LABELS.is_label("Boat")


def test_parts_of_speech() -> None:
    assert [normalize_pos(p) for p in ("Kata benda", "vt", "n.prop", "Conj.", "xyz")] == ["n", "v", "name", "conj", ""]
    assert [pos_of_label(g) for g in ("3SG", "2s.UNM", "DIST", "go")] == ["pro", "pro", "dem", ""]
    assert hosts_of("NP, verbs and pronouns") == ("n", "v", "pro")


def test_uncut_words_are_cut_along_their_glosses() -> None:
    pairs = [("taladu", "boat-PL"), ("minidu", "dog-PL"), ("tala", "boat"), ("mini", "dog"), ("gorodu", "yam-PL")]
    pairs += [("talako", "boat=LOC"), ("goroko", "yam=LOC"), ("neko", "sea=LOC"), ("ne", "sea")]
    examples = [example(form, gloss, i) for i, (form, gloss) in enumerate(pairs)]
    assert is_unsegmented(examples)
    cut = {e.glosses[0]: e.morphs[0] for e in segment_examples(examples)}
    assert (cut["yam-PL"], cut["yam=LOC"], cut["dog"]) == ("goro-du", "goro=ko", "mini")


@given(
    st.lists(st.tuples(st.text("abc̈d", min_size=1, max_size=7), st.sampled_from(["x-PL", "y", "A-x-B"])), max_size=6)
)
def test_segmentation_loses_nothing(pairs: list[tuple[str, str]]) -> None:
    segmenter = Segmenter.learn(pairs)
    for form, gloss in pairs:
        cut = segmenter.segment(form, gloss)
        if cut:
            assert cut.replace("-", "").replace("∅", "") == unicodedata.normalize("NFC", form)
            assert len(split_line(cut)) == len(split_line(gloss))


def test_a_gloss_goes_to_the_homonym_whose_meaning_is_akin() -> None:
    source = Source("dict", "d")
    entries = [
        Entry("d1", "tala", "Verb", (Sense("to close"),), (source,)),
        Entry("d2", "tala", "Noun", (Sense("grandchild, ancestor"),), (source,)),
    ]
    stems = {("tala", "grandfather"): Stem("tala", "grandfather", 2, source, 2, 0, False)}
    lexemes = build_lexicon(entries, stems, {}, LabelBook.of([], {})).lexemes
    assert {lexeme.id: lexeme.gloss for lexeme in lexemes} == {"d1": "close", "d2": "grandfather"}
