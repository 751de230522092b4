"""The engine on a small invented language: every kind of bound morph, both ways."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from morph.analyze import Analyzer
from morph.compile import compile_language
from morph.generate import Generator
from morph.model import Allomorph, Language, Lexeme, Morpheme, SoundRule, Template
from morph.store import load, save

LANGUAGE = Language(
    "toy",
    classes=(("V", "aeiou"), ("C", "bdgkmnprst"), ("N", "mn")),
    lexemes=(
        Lexeme("top", "kit", "n", "top"),
        Lexeme("foot", "kan", "n", "foot"),
        Lexeme("come", "mia", "v", "come"),
        Lexeme("buy", "bili", "v", "buy"),
        Lexeme("give", "∅", "v", "give"),
        Lexeme("go", "tor", "v", "go", forms=(Allomorph("tol", "_V"), Allomorph("suna", gloss="go.PST"))),
        Lexeme("bay", "Mas Tar", "n", "big bay"),
    ),
    morphemes=(
        Morpheme("loc", "=ko", "LOC", "enclitic"),
        Morpheme("loc.2", "=nggo", "LOC", "enclitic", environment="N_"),
        Morpheme("ta", "=ta", "NFIN", "enclitic"),
        Morpheme("act", "<um>", "ACT", "infix", environment="#C_", attaches_to=("v",)),
        Morpheme("pl", "~full", "PL", "reduplication", attaches_to=("n",)),
        Morpheme("prog", "CV~", "PROG", "reduplication", attaches_to=("v",)),
        Morpheme("ptcp", "ge-…-t", "PTCP", "circumfix", attaches_to=("v",)),
        Morpheme("neg", "ma-", "NEG", "prefix", attaches_to=("v",)),
        Morpheme("neg.2", "m-", "NEG", "prefix", environment="_V", attaches_to=("v",)),
        Morpheme("di", "di=", "CAUS", "proclitic", attaches_to=("v",)),
        Morpheme("pst", "-ir", "PST", "suffix", attaches_to=("v",)),
        Morpheme("sg", "-∅", "SG", "suffix", attaches_to=("n",)),
    ),
    sounds=(
        SoundRule("S1", "t", "r", before="V+", after="V", source="book:3.tex:12"),
        SoundRule("S2", "t", "∅", after="=[tk]"),
    ),
)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    compiled = compile_language(LANGUAGE)
    assert not compiled.findings
    return Analyzer(compiled)


@pytest.fixture(scope="module")
def generator(analyzer: Analyzer) -> Generator:
    return Generator(analyzer.compiled)


CASES = [
    ("kiko", "kit=ko", "top=LOC", "top", ["loc"]),
    ("kannggo", "kan=nggo", "foot=LOC", "foot", ["loc"]),
    ("miara", "mia=ta", "come=NFIN", "come", ["ta"]),
    ("kitkit", "kit~kit", "top~PL", "top", ["pl"]),
    ("kitkiko", "kit~kit=ko", "top~PL=LOC", "top", ["pl", "loc"]),
    ("bibili", "bi~bili", "PROG~buy", "buy", ["prog"]),
    ("bumili", "b<um>ili", "<ACT>buy", "buy", ["act"]),
    ("gebilit", "ge-bili-t", "PTCP-buy-PTCP", "buy", ["ptcp"]),
    ("mabili", "ma-bili", "NEG-buy", "buy", ["neg"]),
    ("dimiara", "di=mia=ta", "CAUS=come=NFIN", "come", ["di", "ta"]),
    ("tolir", "tol-ir", "go-PST", "go", ["pst"]),
    ("torko", "tor=ko", "go=LOC", "go", ["loc"]),
    ("kit", "kit-∅", "top-SG", "top", ["sg"]),
    ("ra", "∅=ta", "give=NFIN", "give", ["ta"]),
    ("ta", "∅=ta", "give=NFIN", "give", ["ta"]),
]


@pytest.mark.parametrize(("word", "segmented", "gloss", "lexeme", "morphemes"), CASES)
def test_both_ways(
    analyzer: Analyzer, generator: Generator, word: str, segmented: str, gloss: str, lexeme: str, morphemes: list[str]
) -> None:
    assert (segmented, gloss) in [(a.segmented, a.gloss) for a in analyzer.analyze(word)]
    assert word in generator.realise(lexeme, morphemes, strict=True)
    assert word in generator.from_gloss(gloss)
    assert word in generator.from_segments(segmented)


@pytest.mark.parametrize("word", ["kanko", "kitko", "miata", "toltako", "marnggo", "maolir", "bumilikit"])
def test_what_the_rules_exclude(analyzer: Analyzer, word: str) -> None:
    assert analyzer.analyze(word) == ()


def test_morphs_from_several_words_take_the_shape_of_their_place(analyzer: Analyzer) -> None:
    texts_show_shapes = replace(analyzer.compiled, writes_shapes=True)
    generator = Generator(texts_show_shapes)
    assert generator.from_segments("kan=ko")[0] == "kanko"
    assert generator.from_segments("kan=ko", as_written=False)[0] == "kannggo"


def test_fused_form_stands_for_the_morpheme_it_carries(analyzer: Analyzer, generator: Generator) -> None:
    assert generator.realise("go", ["pst"])[0] == "suna"
    assert [(a.segmented, a.gloss) for a in analyzer.analyze("suna")] == [("suna", "go.PST")]
    assert generator.realise("go", []) == ("tor",)


def test_case_and_encoding_do_not_matter() -> None:
    language = Language("x", lexemes=(Lexeme("1", "kɔ̀pé", "n", "a"), Lexeme("2", "ma'a", "n", "b")))
    analyzer = Analyzer(compile_language(language))
    assert analyzer.analyze("KƆ\u0300PE\u0301")[0].gloss == "a"
    assert analyzer.analyze("Ma’a")[0].gloss == "b"


def test_a_tone_suffix_joins_the_vowel_before_it() -> None:
    language = Language(
        "x", lexemes=(Lexeme("1", "ka", "n", "a"),), morphemes=(Morpheme("t", "-\u0301", "LOC", "suffix"),)
    )
    compiled = compile_language(language)
    assert Generator(compiled).realise("1", ["t"]) == ("ká",)
    assert [a.gloss for a in Analyzer(compiled).analyze("ká")] == ["a-LOC"]


def test_multiword_headwords(analyzer: Analyzer) -> None:
    found = analyzer.multiwords(["kit", "mas", "tarko", "kit"])
    assert [(m.start, m.end, m.analyses[0].gloss) for m in found] == [(1, 3, "big_bay=LOC")]


def test_bad_rows_become_findings_and_the_rest_works() -> None:
    language = Language(
        "x",
        lexemes=(Lexeme("1", "kit", "n", "top", forms=(Allomorph("kis", "V"),)), Lexeme("2", "-ko", "sfx", "LOC")),
        morphemes=(
            Morpheme("a", "", "A", "suffix"),
            Morpheme("b", "-b", "B", "ending"),
            Morpheme("c", "-c", "C", "suffix", environment="Q_"),
            Morpheme("d", "CV", "D", "reduplication"),
            Morpheme("e", "get", "E", "circumfix"),
            Morpheme("f", "-fa", "F", "suffix"),
            Morpheme("f", "-fa", "F", "suffix"),
            Morpheme("g", "-ga", "G", "suffix", status="proposed"),
        ),
        sounds=(SoundRule("S1", "t*", "r"), SoundRule("S2", "p/t", "b/d/g"), SoundRule("S3", "t", "d", after="f")),
    )
    compiled = compile_language(language)
    assert len(compiled.findings) == 9
    assert all(f.code.startswith("M1") and f.hint for f in compiled.findings)
    analyzer = Analyzer(compiled)
    assert [a.segmented for a in analyzer.analyze("kidfa")] == ["kit-fa"]
    assert analyzer.analyze("kitga") == ()


def test_templates_order_slots() -> None:
    language = Language(
        "x",
        lexemes=(Lexeme("1", "mat", "n", "a"), Lexeme("2", "sok", "v", "b")),
        morphemes=(
            Morpheme("pl", "-lar", "PL", "suffix", "number"),
            Morpheme("poss", "-im", "POSS", "suffix", "possessor"),
            Morpheme("loc", "-da", "LOC", "suffix", "case"),
            Morpheme("fin", "-t", "FIN", "suffix", "tense"),
        ),
        templates=(
            Template("T1", ("n",), after=("number", "possessor", "case")),
            Template("T2", ("v",), after=("tense",), obligatory=("tense",)),
        ),
    )
    compiled = compile_language(language)
    analyzer = Analyzer(compiled)
    words = {w: [a.gloss for a in analyzer.analyze(w)] for w in ("matlarimda", "matda", "matdalar", "sok", "sokt")}
    assert words == {
        "matlarimda": ["a-PL-POSS-LOC"], "matda": ["a-LOC"], "matdalar": [], "sok": [], "sokt": ["b-FIN"],
    }  # fmt: skip
    assert Generator(compiled).realise("1", ["loc", "pl"], strict=True) == ("matlarda",)


def test_saved_and_loaded_it_is_the_same(analyzer: Analyzer, tmp_path: Path) -> None:
    path = tmp_path / "x" / "compiled.bin"
    save(analyzer.compiled, path, "key")
    again = load(path, "key")
    assert again is not None and load(path, "other") is None
    for word, *_ in CASES:
        assert Analyzer(again).analyze(word) == analyzer.analyze(word)
    path.write_bytes(path.read_bytes()[:-3])
    assert load(path, "key") is None


def test_guess_and_story(analyzer: Analyzer) -> None:
    guesses = analyzer.guess("Solanko")
    assert ("Solan=ko", "?=LOC", "guess") not in [(a.segmented, a.gloss, a.basis) for a in guesses]
    assert ("Sola=ko", "?=LOC", "guess") in [(a.segmented, a.gloss, a.basis) for a in analyzer.guess("Solako")]
    assert [a.basis for a in guesses].count("unknown") == 1
    story = analyzer.trace("kanko")
    assert "loc.2 (=nggo) takes the place of =ko in N_" in story
    assert "[book:3.tex:12]" in analyzer.trace("miara")


def test_morphs_that_sound_rules_delete_do_not_pile_up() -> None:
    """Every suffix may lose its vowel: one deleted morph is found, two in a row are not thought of."""
    suffixes = tuple(Morpheme(f"s{i}", f"-{v}", f"L{i}", "suffix") for i, v in enumerate("aeiou"))
    language = Language(
        "toy",
        lexemes=(Lexeme("dog", "kat", "n", "dog"),),
        morphemes=suffixes,
        sounds=tuple(SoundRule(f"S{v}", v, "∅", before="+", optional=True) for v in "aeiou"),
    )
    found = Analyzer(compile_language(language)).analyze("kat")
    assert "dog-L0" in {analysis.gloss for analysis in found}
    assert max(len(analysis.morphs) for analysis in found) == 2


def test_a_word_of_absurd_length_takes_no_time(analyzer: Analyzer) -> None:
    word = "kitko" * 20_000
    began = time.process_time()
    assert analyzer.analyze(word) == ()
    assert [(a.gloss, a.basis) for a in analyzer.guess(word)] == [("?", "unknown")]
    assert time.process_time() - began < 1.0


def test_the_work_of_a_word_is_bounded() -> None:
    """Twelve prefixes of the same shape stand in 12! orders before a word of their letters."""
    language = Language(
        "x",
        lexemes=(Lexeme("1", "tum", "n", "a"),),
        morphemes=tuple(Morpheme(f"p{i}", "a-", f"P{i}", "prefix") for i in range(12)),
        settings=(("max_free", "12"),),
    )
    analyzer = Analyzer(compile_language(language))
    began = time.process_time()
    analyzer.analyze("a" * 12 + "tum")
    assert analyzer.analyze("aatum") and analyzer.guess("a" * 40 + "rum")
    assert analyzer.lookup.cut > 0
    assert time.process_time() - began < 5.0
