"""The translation line: endings are learned, unknown stems filled, what is explained is not offered again."""

from __future__ import annotations

from morph.hints import TranslationHints
from morph.igt import glossed_word
from morph.model import IGT, Analysis, GlossedWord, Language, Lexeme, Morph


def sentence(words: str, translation: str) -> IGT:
    """``form/segmented/gloss`` items with a translation."""
    return IGT("", "", tuple(glossed_word(*item.split("/")) for item in words.split()), translation, None, "spa")


SEEN = (
    sentence("ka/ka/buscar tu/tu/casa", "él busca la casa"),
    sentence("mi/mi/tomar tu/tu/casa", "ella toma la casa"),
    sentence("so/so/mirar ne/ne/agua", "él mira el agua"),
    sentence("le/le/lavar ne/ne/agua", "ella lava el agua"),
)


def unknown(form: str) -> GlossedWord:
    return GlossedWord(form, (Analysis((Morph(form, "?"),), basis="unknown"),))


def test_an_unknown_stem_gets_the_lemma_of_the_word_that_nothing_explains() -> None:
    hints = TranslationHints(Language("x", seen=SEEN))
    words = (unknown("ri"), glossed_word("tu", "tu", "casa"))
    filled = hints.fill("ella pinta la casa", words)
    offered = [a.gloss for a in filled[0].analyses]
    assert "pintar" in offered[1:3]
    assert "casa" not in offered
    assert {a.basis for a in filled[0].analyses[1:]} == {"guess"}
    assert filled[1] == words[1]


def test_features_tell_whether_the_translation_has_the_stem() -> None:
    hints = TranslationHints(Language("x", seen=SEEN))
    words = (glossed_word("ka", "ka", "buscar"),)
    hint = hints.on("él busca el agua", words)
    has = hint(Analysis((Morph("ka", "buscar"),)), 0)
    lacks = hint(Analysis((Morph("ka", "lavar"),)), 0)
    assert "translation has known stem" in has
    assert "translation lacks known stem" in lacks


def test_without_any_text_the_words_themselves_are_offered() -> None:
    hints = TranslationHints(Language("x", lexemes=(Lexeme("1", "tu", "n", "casa"),)))
    filled = hints.fill("Rosa mira", (unknown("ri"),))
    assert "mira" in [a.gloss for a in filled[0].analyses]
