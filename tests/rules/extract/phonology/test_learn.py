"""Allomorphs, environments and replay, on small invented languages."""

from __future__ import annotations

import doctest
import importlib

import pytest

from rules.extract.phonology import AlignedWord, learn_phonology

MODULES = ("align", "allomorphs", "environments", "learn", "letters", "words")


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name: str) -> None:
    module = importlib.import_module(f"rules.extract.phonology.{name}")
    assert doctest.testmod(module).failed == 0


def words(*triples: tuple[str, str, str]) -> list[AlignedWord]:
    return [AlignedWord(*triple, source=f"text:t:{i}") for i, triple in enumerate(triples, 1)]


def test_punctuation_case_and_zero_morphs_do_not_disturb() -> None:
    learned = learn_phonology(words(("“Evler,", "ev-ler", "house-PL"), ("Ev.", "ev-∅", "house-SG")))
    assert learned.explained == learned.total == 2
    assert learned.morphemes["∅", "SG", "suffix"][0].form == "∅"


def test_an_apostrophe_is_a_letter_where_the_underlying_form_has_it() -> None:
    learned = learn_phonology(words(("'ak'a", "'ak'-a", "see-PST"), ("“tak'a,”", "tak'-a", "go-PST")))
    assert learned.explained == learned.total == 2
    assert learned.surface(AlignedWord("", "'ak'-a", "see-PST")) == "'ak'a"


def test_decomposed_and_composed_marks_are_one_letter() -> None:
    learned = learn_phonology(words(("kɔ́ba", "kɔ́-ba", "go-FUT"), ("kɔ́ba", "kɔ́-ba", "go-FUT")))
    assert learned.total == 1 and learned.explained == 1


def test_a_suppletive_stem_is_listed_with_its_place() -> None:
    stems = [("lam", "house"), ("top", "tree"), ("sik", "dog")]
    data = [(f"{form}ti", f"{form}-ti", f"{gloss}-DAT") for form, gloss in stems]
    data += [(f"{form}ra", f"{form}-ra", f"{gloss}-GEN") for form, gloss in stems]
    data += [("mi", "mi", "2SG"), ("debti", "mi-ti", "2SG-DAT"), ("debra", "mi-ra", "2SG-GEN"), ("mi", "mi", "2SG")]
    learned = learn_phonology(words(*data))
    forms = {row.form: row.environment for row in learned.stems["mi", "2SG"]}
    assert set(forms) == {"mi", "deb"} and (forms["mi"] or forms["deb"])
    assert learned.explained == learned.total


def test_lines_that_cannot_be_read_together_are_left_out() -> None:
    learned = learn_phonology(words(("abc", "a-b-c", "one-TWO"), ("abd", "ab-d", "one-TWO")))
    assert learned.total == 1


def test_nothing_to_learn_from() -> None:
    learned = learn_phonology([])
    assert (learned.explained, learned.total, learned.sounds) == (0, 0, ())


def test_the_same_words_give_the_same_phonology() -> None:
    data = words(("kitabı", "kitap-ı", "book-ACC"), ("evi", "ev-i", "house-ACC"), ("atı", "at-ı", "horse-ACC"))
    assert learn_phonology(data) == learn_phonology(data)
