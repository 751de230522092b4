"""Harmony rules apply together; the special allomorph goes before the general one."""

from __future__ import annotations

import doctest

from morph import sounds, walk
from morph.compile import compile_language
from morph.generate import Generator
from morph.model import Language, Lexeme, Morpheme, SoundRule
from morph.sounds import apply_rules, derivations

CLASSES = (("C", "bdklmnrst"), ("V", "aeiouı"))
LOW = SoundRule("low", "e", "a", "[aıou]C*+C* | -C*[aıou]C*")
HIGH = SoundRule("high", "i", "ı", "[aı]C*+C* | -C*[aı]C*")


def test_doctests() -> None:
    assert doctest.testmod(sounds).failed == 0
    assert doctest.testmod(walk).failed == 0


def test_each_rule_sees_what_the_others_made() -> None:
    for rules in ((LOW, HIGH), (HIGH, LOW)):
        assert apply_rules("tal-imi-de-ler-im", rules, CLASSES)[0] == "talımıdalarım"
        assert apply_rules("til-imi-de-ler-im", rules, CLASSES)[0] == "tilimidelerim"


def test_steps_name_the_rules_that_changed_the_word() -> None:
    [(form, steps)] = derivations("tal-im", (LOW, HIGH), CLASSES)
    assert (form, [step.rule for step in steps]) == ("talım", ["high"])
    [(form, steps)] = derivations("tal-im-de", (LOW, HIGH), CLASSES)
    assert (form, [step.rule for step in steps]) == ("talımda", ["low", "high"])


def test_a_rule_between_keeps_them_apart() -> None:
    other = SoundRule("other", "k", "b", "", "+")
    assert apply_rules("tal-im-de", (LOW, other, HIGH), CLASSES)[0] == "talımde"


def test_the_special_allomorph_goes_first() -> None:
    rows = (
        Morpheme("poss", "i", "POSS", "suffix"),
        Morpheme("dat", "e", "DAT", "suffix"),
        Morpheme("dat.2", "ye", "DAT", "suffix", environment="V_"),
        Morpheme("dat.3", "ne", "DAT", "suffix", environment="-i_"),
    )
    language = Language("toy", classes=CLASSES, lexemes=(Lexeme("1", "til", "n", "dog"),), morphemes=rows)
    generator = Generator(compile_language(language))
    assert generator.realise("1", ["poss", "dat"])[0] == "tiline"
    assert generator.realise("1", ["dat"]) == ("tile",)
