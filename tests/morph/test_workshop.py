"""Compilations that share a workshop give what each gives by itself; rests that can't be read are known as such."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from morph.analyze import Analyzer
from morph.compile import compile_language
from morph.lookup import Lookup
from morph.model import Language, Lexeme, Morpheme, SoundRule, Template
from morph.paths import Paths
from morph.rests import Rests
from morph.workshop import Workshop

LANGUAGE = Language(
    "Miri",
    classes=(("V", "aeiou"), ("C", "klprstmn")),
    lexemes=(Lexeme("dog", "kalo", "n", "dog"), Lexeme("net", "kip", "n", "net"), Lexeme("run", "sola", "v", "run")),
    morphemes=(
        Morpheme("pl", "lu", "PL", "suffix", "number", ("n",), "V_"),
        Morpheme("pl.2", "u", "PL", "suffix", "number", ("n",)),
        Morpheme("obj", "ta", "OBJ", "enclitic", "case"),
        Morpheme("past", "ik", "PST", "suffix", "tense", ("v",), "_#"),
        Morpheme("rdp", "CV~", "RED", "reduplication"),
    ),
    sounds=(SoundRule("s1", "t", "r", "V+", "V"), SoundRule("s2", "a", "", "", "+i")),
    templates=(Template("n", ("n",), (), ("number", "case")), Template("v", ("v",), (), ("tense", "case"))),
)
WORDS = ("kalolu", "kipu", "kalora", "kaloluta", "kalolura", "solik", "solikta", "kakalo", "kakalolu", "kip", "kalot")


def readings(language: Language, workshop: Workshop | None = None) -> dict[str, list[tuple[str, str]]]:
    analyzer = Analyzer(compile_language(language, workshop))
    return {word: [(a.segmented, a.gloss) for a in analyzer.analyze(word)] for word in WORDS}


def test_one_workshop_for_many_states_of_a_language() -> None:
    workshop = Workshop(LANGUAGE)
    for name in ("morphemes", "sounds", "templates", "lexemes"):
        rows = getattr(LANGUAGE, name)
        for row in rows:
            without: dict[str, object] = {name: tuple(r for r in rows if r is not row)}
            language = replace(LANGUAGE, **without)  # type: ignore[arg-type]
            assert readings(language, workshop) == readings(language), (name, row.id)
    assert any(readings(LANGUAGE).values())


def test_other_sound_classes_get_no_machine_of_the_workshop() -> None:
    other = replace(LANGUAGE, classes=(("V", "o"), ("C", "klprstmn")))
    assert readings(other, Workshop(LANGUAGE)) == readings(other)


def test_look_up_with_and_without_what_is_known_of_rests() -> None:
    compiled = compile_language(LANGUAGE)
    assert compiled.outs is not None and {"lu", "u", "t", "r", "ik"} <= set(compiled.outs[0])
    known, plain = Lookup(compiled), Lookup(compiled, Paths(compiled))
    for word in WORDS:
        assert sorted(known.readings(word)) == sorted(plain.readings(word)), word
    assert any(known.readings(word) for word in WORDS)


@given(st.lists(st.sampled_from(["lu", "u", "ta"]), max_size=5), st.sampled_from(["", "k"]))
def test_what_is_made_of_pieces_is_possible(pieces: list[str], end: str) -> None:
    rests = Rests(("lu", "u", "ta", ""), ("", "k"))
    assert rests.possible("".join(pieces) + end)
    assert not rests.possible("".join(pieces) + "x")
