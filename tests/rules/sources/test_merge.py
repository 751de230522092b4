"""Entries of several sources as one lexicon: nothing twice, nothing lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morph.model import Source
from rules.items import Entry, Sense
from rules.sources.merge import headword_key, merge_entries, split_homonym
from rules.sources.read import read_source
from rules.sources.senses import merge_senses, similarity

SEEN: Counter[str] = Counter()


def entry(
    headword: str,
    *senses: tuple[str, str],
    source: str = "a.sfm",
    homonym: str = "",
    pos: str = "",
    variants: tuple[str, ...] = (),
    relations: tuple[tuple[str, str], ...] = (),
) -> Entry:
    """An entry with (gloss, definition) senses and an address of its own."""
    SEEN[source] += 1
    return Entry(
        f"{source}-{SEEN[source]}",
        headword,
        pos,
        tuple(Sense(definition, gloss, pos) for gloss, definition in senses),
        (Source("dict", source, SEEN[source]),),
        homonym,
        variants,
        (),
        relations,
    )


def test_short_gloss_beside_definition_and_all_sources() -> None:
    (found,) = merge_entries(
        [
            entry("yaz", ("", "the warm season, from June on"), source="a", pos="Noun"),
            entry("yaz", ("summer", "the warm season, from June on"), source="b", pos="Noun"),
            entry("yaz", ("summer", "summer"), source="c", pos="n"),
        ]
    )
    assert [(s.gloss, s.definition, s.pos) for s in found.senses] == [
        ("summer", "the warm season, from June on", "Noun")
    ]
    assert found.pos == "Noun" and [s.path for s in found.sources] == ["a", "b", "c"]


def test_a_label_is_preferred_to_a_short_definition() -> None:
    (found,) = merge_entries(
        [
            entry("=de", ("locative clitic", "locative clitic"), source="a"),
            entry("=de", ("LOC", "locative clitic"), source="b"),
        ]
    )
    assert found.senses[0].gloss == "LOC"


def test_homonyms_with_and_without_numbers() -> None:
    found = merge_entries(
        [
            entry("yaz", ("", "write"), source="book"),
            entry("yaz", ("", "summer"), source="book"),
            entry("yaz", ("summer", "the summer"), source="a", homonym="1"),
            entry("yaz", ("write", "to write"), source="a", homonym="2"),
            entry("yaz", ("", "to write"), source="b", homonym="2"),
            entry("yaz", ("", "loose"), source="b", homonym="3"),
        ]
    )
    assert [(e.homonym, len(e.sources), e.senses[0].definition) for e in found] == [
        ("2", 3, "to write"),
        ("1", 2, "the summer"),
        ("3", 1, "loose"),
    ]


def test_numbers_that_differ_part_what_does_not_mean_the_same() -> None:
    horse = entry("at", ("horse", "horse"), source="a", homonym="1")
    assert len(merge_entries([horse, entry("at", ("foal", "a small horse"), source="b", homonym="2")])) == 2
    assert len(merge_entries([horse, entry("at", ("horse", "horse"), source="b", homonym="2")])) == 1


@pytest.mark.parametrize("spelling", ["yaz1", "yaz_1", "yaz¹", "yaz₁", "Yaz 1", "*yaz1"])
def test_numbers_in_the_headword(spelling: str) -> None:
    found = merge_entries(
        [
            entry("yaz", ("summer", "summer"), source="a", homonym="1"),
            entry("yaz", ("write", "write"), source="a", homonym="2"),
            entry(spelling, ("summer", "summer"), source="b"),
        ]
    )
    assert [(e.headword, e.homonym, len(e.sources)) for e in found] == [("yaz", "1", 2), ("yaz", "2", 1)]


def test_digits_of_a_word_are_no_number() -> None:
    assert split_homonym("3PL", {}) == ("3PL", "") and split_homonym("kat2", {}) == ("kat2", "")
    assert split_homonym("ko=1", {"ko=": 1}) == ("ko=", "1")


def test_names_and_words_stay_apart() -> None:
    found = merge_entries(
        [
            entry("Deniz", ("Deniz", "a name"), source="a"),
            entry("deniz", ("sea", "the sea"), source="a"),
            entry("deniz", ("", "sea"), source="b"),
        ]
    )
    assert [(e.headword, len(e.sources)) for e in found] == [("Deniz", 1), ("deniz", 2)]
    assert headword_key("∅") == headword_key("Ø") != headword_key("o")


def test_affixes_and_words_stay_apart() -> None:
    found = merge_entries([entry("de", ("say", "say"), source="a"), entry("=de", ("LOC", "locative"), source="b")])
    assert len(found) == 2


def test_the_star_of_a_bound_root() -> None:
    found = merge_entries(
        [entry("*tar", ("tar", "tar")), entry("*tar", ("tar", "tar"), source="b"), entry("*", ("x", ""))]
    )
    assert [(e.headword, e.relations) for e in found] == [("tar", (("bound", "root"),)), ("*", ())]


def test_variants_are_folded_into_what_they_point_at() -> None:
    found = merge_entries(
        [
            entry("yaz", ("summer", "summer"), homonym="1"),
            entry("yaz", ("write", "write"), homonym="2"),
            entry("yas", relations=(("variant_of", "yaz2"),)),
            entry("yass", relations=(("variant_of", "yas"),)),
            entry("lost", relations=(("variant_of", "nowhere"),)),
            entry("x", relations=(("variant_of", "y"),)),
            entry("y", relations=(("variant_of", "x"),)),
        ]
    )
    by_name = {(e.headword, e.homonym): e for e in found}
    assert by_name["yaz", "2"].variants == ("yas", "yass") and len(by_name["yaz", "2"].sources) == 3
    assert by_name["yaz", "1"].variants == ()
    assert ("lost", "") in by_name and ("x", "") in by_name and ("y", "") in by_name


def test_repeated_entries_of_one_source_are_one() -> None:
    found = merge_entries([entry("su", ("water", "water")), entry("su", ("water", "water"))])
    assert len(found) == 1 and len(found[0].sources) == 2


def test_parts_of_speech_most_sources_agree() -> None:
    (found,) = merge_entries(
        [entry("koş", ("run", "run"), source=s, pos=p) for s, p in (("a", "v"), ("b", "Verb"), ("c", "Verb"))]
    )
    assert found.pos == "Verb"


def test_senses_of_other_languages_are_not_compared() -> None:
    german, english = Sense("Hand", meta_language="deu"), Sense("hand")
    assert similarity(german, english) == 0.0 and len(merge_senses([(german,), (english,)])) == 2


MEANINGS = st.sampled_from(["water", "to run", "big house", "a kind of fish", "OBJ", "see; look at"])
ENTRIES = st.lists(
    st.builds(
        lambda headword, meanings, source, homonym, target: entry(
            headword,
            *((m, m) for m in meanings),
            source=source,
            homonym=homonym,
            relations=() if meanings else (("variant_of", target),),
        ),
        st.sampled_from(["a", "b", "A", "=a", "ab", "a1"]),
        st.lists(MEANINGS, max_size=2),
        st.sampled_from("pqr"),
        st.sampled_from(["", "", "1", "2"]),
        st.sampled_from(["a", "b", "a1", "zz"]),
    ),
    max_size=8,
)


@settings(max_examples=150)
@given(entries=ENTRIES)
def test_nothing_is_lost_and_merging_again_changes_nothing(entries: list[Entry]) -> None:
    merged = merge_entries(entries)
    assert {s for e in merged for s in e.sources} == {s for e in entries for s in e.sources}
    assert len({e.id for e in merged}) == len(merged) <= len(entries)
    said = {headword_key(word) for e in merged for word in (e.headword, *e.variants)}
    known = {headword_key(e.headword): 1 for e in entries}
    spelled = {headword_key(text) for e in entries for text in (e.headword, split_homonym(e.headword, known)[0])}
    assert said <= spelled and {key for key in known if not key[-1].isdigit()} <= said


def test_tones_written_as_digits_are_no_homonym_numbers() -> None:
    words = [entry(f"{form}{tone}", (f"{form} {tone}", "")) for form in ("ma", "pa", "") for tone in "123" if form]
    found = merge_entries([*words, entry("ma", ("mother", "")), entry("ka", ("crow", ""))])
    assert sorted(e.headword for e in found) == ["ka", "ma", "ma1", "ma2", "ma3", "pa1", "pa2", "pa3"]


def test_the_real_dictionaries_do_not_multiply(shared_data: Path) -> None:
    folder = shared_data / "kalamang" / "dictionary"
    cldf, sfm = read_source(folder / "cldf").entries, read_source(folder / "raw" / "db.sfm").entries
    merged = merge_entries([*cldf, *sfm])
    assert len({s for e in merged for s in e.sources}) == 2737 + 3832
    assert 3100 < len(merged) < 3200
    alone = [e for e in merged if {s.line > 0 for s in e.sources} == {False}]
    assert len(alone) <= 5, "nearly every CLDF entry was exported from a Toolbox record"
