"""Surface words read by pieces: seen words first, changed stems, morphs without letters, rows at once."""

from __future__ import annotations

from morph.align_surface import align
from morph.igt import glossed_word, split_word
from morph.model import IGT, Language, Lexeme
from morph.surface_reader import SurfaceReader

WORDS = (
    ("kati", "kat-di", "dog-PL"),
    ("bati", "bat-di", "hen-PL"),
    ("kat", "kat", "dog"),
    ("bat", "bat", "hen"),
    ("lut", "lut", "cow"),
    ("moran", "moru-an", "sing-PST"),
    ("peran", "peru-an", "walk-PST"),
    ("loran", "loru-an", "fall-PST"),
    ("soru", "soru", "swim"),
)


def reader(*lexemes: Lexeme) -> SurfaceReader:
    seen = IGT("1", "", tuple(glossed_word(*row) for row in WORDS))
    return SurfaceReader(Language("x", seen=(seen,), lexemes=lexemes))


def test_pieces_join_to_the_word() -> None:
    words = {(form, split_word(segmented, gloss)): 1 for form, segmented, gloss in WORDS}
    for (form, morphs), pieces in align(words).items():
        assert "".join(pieces) == form
        assert len(pieces) == len(morphs)


def test_seen_words_come_first_as_table() -> None:
    best = reader().read("kati")[0]
    assert (best.gloss, best.basis) == ("dog-PL", "table")


def test_known_pieces_make_unseen_words() -> None:
    best = reader().read("luti")[0]
    assert (best.gloss, best.segmented, best.basis) == ("cow-PL", "lut-di", "guess")


def test_changes_at_the_edge_of_stems_carry_over() -> None:
    """-u is lost before -an in three stems, so it is in the fourth."""
    assert reader().read("soran")[0].gloss == "swim-PST"


def test_an_unknown_stem_stands_open() -> None:
    assert "?-PST" in [a.gloss for a in reader().read("wiskan")]


def test_a_new_row_works_at_once() -> None:
    assert "horse-PL" not in [a.gloss for a in reader().read("wisti")]
    assert reader(Lexeme("1", "wist", "n", "horse")).read("wisti")[0].gloss == "horse-PL"


def test_words_without_surface_are_read_as_their_morphs_joined() -> None:
    seen = IGT("1", "", (glossed_word("", "kat-di", "dog-PL"), glossed_word("", "lut", "cow")))
    assert SurfaceReader(Language("x", seen=(seen,))).read("lutdi")[0].gloss == "cow-PL"
