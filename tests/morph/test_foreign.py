"""Unknown words that are glossed by themselves, brackets in words, and marks that texts gloss."""

from __future__ import annotations

import pytest

from morph.analyze import Analyzer
from morph.build import build
from morph.foreign import foreign_words, with_loans
from morph.gloss import Glosser
from morph.igt import glossed_word
from morph.model import IGT, Analysis, Language, Lexeme, Morph
from morph.text import split_token

SEEN = IGT(
    "1", "doka ...", (glossed_word("doka", "doka", "canoe"), glossed_word("...", "...", "(.)")), "The canoe, a teacher."
)
LANGUAGE = Language("toy", lexemes=(Lexeme("1", "oola", "n", "bone"),), seen=(SEEN,))


def glosses(text: str) -> list[list[str]]:
    igt = Glosser(Analyzer(build(LANGUAGE))).line(text)
    return [[analysis.gloss for analysis in word.analyses] for word in igt.words]


def test_only_longer_words_of_translations_count() -> None:
    assert foreign_words(Language("toy", seen=(SEEN,))) == {"canoe": "", "teacher": ""}


def test_glosses_in_another_language_stand_for_the_entry() -> None:
    features = (("short", "dog|scoundrel"), ("gloss.msa", "anjing|bajingan"))
    entry = Lexeme("1", "bal", "n", "dog", features=features)
    assert foreign_words(Language("toy", lexemes=(entry,))) == {"anjing": "dog", "bajingan": "scoundrel"}
    found = with_loans("anjing", [Analysis((Morph("anjing", "?"),), basis="unknown")], {"anjing": "dog"})
    assert [a.gloss for a in found] == ["?", "dog"]


@pytest.mark.parametrize("form, expected", [("Mabo", True), ("teacher", True), ("mabo", False)])
def test_an_unknown_word_may_be_glossed_by_itself(form: str, expected: bool) -> None:
    found = with_loans(form, [Analysis((Morph(form, "?"),), basis="unknown")], {"teacher": ""})
    assert [a.gloss for a in found] == (["?", form] if expected else ["?"])
    assert found[-1].basis == ("guess" if expected else "unknown")


def test_a_known_word_gets_no_such_reading() -> None:
    assert all(gloss == "canoe" for gloss in glosses("doka")[0])
    assert "teacher" in glosses("teacher")[0] and "?" in glosses("teacher")[0]


def test_marks_are_glossed_as_the_texts_do() -> None:
    assert glosses("doka ... !") == [["canoe"], ["(.)"], ["!"]]


@pytest.mark.parametrize("word, core", [("ool(a)", "ool(a)"), ("(k)oma.", "(k)oma"), ("(doka)", "doka"), ("x)", "x")])
def test_brackets_inside_belong_to_the_word(word: str, core: str) -> None:
    assert split_token(word).core == core


def test_letters_in_brackets_are_read() -> None:
    assert glosses("ool(a)")[0][0] == "bone"


def test_the_rules_do_not_hide_a_loan() -> None:
    parsed = Analysis((Morph("di", "CAUS", kind="prefix"), Morph("a", "say", "-")), basis="rule", weight=-12.0)
    found = with_loans("dia", [parsed], {"dia": "3SG"})
    assert [(a.gloss, a.basis) for a in found] == [("CAUS-say", "rule"), ("3SG", "guess")]


def test_like_letters_that_meet_may_be_written_as_one() -> None:
    from morph.guess import guesser
    from morph.model import Morpheme

    rows = (Morpheme("nfin", "pa", "NFIN", "enclitic"),)
    analyzer = Analyzer(build(Language("toy", lexemes=(Lexeme("1", "dolup", "v", "ask"),), morphemes=rows)))
    assert [a.gloss for a in guesser(analyzer).merged("dolupa")] == ["ask=NFIN"]
    assert "ask=NFIN" in [a.gloss for a in analyzer.guess("dolupa")]
    assert guesser(analyzer).merged("doluba") == ()
