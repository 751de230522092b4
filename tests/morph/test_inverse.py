"""Generation is the exact inverse of rule analysis, over random small languages.

A slow oracle that knows nothing of states checks both: it joins morphs, applies :func:`morph.sounds.derivations`
and looks environments up with :func:`morph.automaton.holds`.
"""

from __future__ import annotations

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from morph.analyze import Analyzer
from morph.automaton import holds
from morph.compile import compile_language
from morph.generate import Generator
from morph.letters import BOUNDARIES, EDGE, match_key, underlying_symbols
from morph.model import Allomorph, Language, Lexeme, Morpheme, SoundRule, Template
from morph.notation import Environment, parse_environment
from morph.sounds import derivations

CLASSES = (("V", "aiu"), ("C", "ptkmns"), ("N", "mn"))
ENVIRONMENTS = ["", "", "", "V_", "C_", "_V", "_C", "N_", "V_V", "_#", "[pt]_ | _[pt]", "VC_", "=_", "_a*k"]
SHAPES = st.text("aiuptkmn", min_size=1, max_size=4)
SHORT = st.text("aiuptk", min_size=1, max_size=2)
POS = ("n", "v")

rules = st.builds(
    lambda change, context, optional: (change, context, optional),
    st.sampled_from(
        [("t", "r"), ("k", "∅"), ("p/t/k", "b/d/g"), ("V", "∅"), ("∅", "i"), ("n", "m"), ("tk", "k"), ("CV", "VC")]
    ),
    st.sampled_from(
        [("V", "V"), ("V+", "V"), ("", "+C"), ("N", ""), ("N+", ""), ("V", "#"), ("C", "C"), ("", "V*k"), ("#", "")]
    ),
    st.sampled_from([False, False, False, True]),
)


@st.composite
def morphemes(draw: st.DrawFn) -> list[Morpheme]:
    """Up to six morphemes of any kind, some with an allomorph in an environment."""
    found = []
    kinds = ("prefix", "suffix", "suffix", "enclitic", "proclitic", "infix", "circumfix", "reduplication")
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(kinds))
        if kind == "reduplication":
            form = draw(st.sampled_from(["~full", "CV~", "~VC", "C(V)~", "Ca~"]))
        elif kind == "circumfix":
            form = f"{draw(SHORT)}…{draw(SHORT)}"
        else:
            form = draw(st.one_of(SHORT, st.just("∅"))) if kind != "infix" else draw(SHORT)
        pos = draw(st.sampled_from([(), (), ("n",), ("v",)]))
        slot = draw(st.sampled_from(["", "s1", "s2"]))
        environment = draw(st.sampled_from(ENVIRONMENTS)) if kind != "reduplication" else ""
        found.append(Morpheme(f"m{number}", form, f"G{number}", kind, slot, pos, environment))
        if draw(st.booleans()) and kind in ("prefix", "suffix", "enclitic", "proclitic"):
            environment = draw(st.sampled_from(ENVIRONMENTS[3:]))
            found.append(Morpheme(f"m{number}.2", draw(SHORT), f"G{number}", kind, slot, pos, environment))
    return found


@st.composite
def languages(draw: st.DrawFn) -> Language:
    lexemes = []
    for number, form in enumerate(draw(st.lists(st.one_of(SHAPES, st.just("∅")), min_size=1, max_size=4))):
        forms = ()
        if draw(st.integers(0, 3)) == 0:
            forms = (Allomorph(draw(SHAPES), draw(st.sampled_from(ENVIRONMENTS[3:]))),)
        lexemes.append(Lexeme(f"x{number}", form, draw(st.sampled_from(POS)), f"g{number}", forms))
    sounds = [
        SoundRule(f"S{i}", target, output, before, after, optional)
        for i, ((target, output), (before, after), optional) in enumerate(draw(st.lists(rules, max_size=3)))
    ]
    templates = ()
    if draw(st.booleans()):
        side = st.sampled_from([("s1", "s2"), ("s2", "s1"), ("s1",), ()])
        templates = (Template("t", ("n",), draw(side), draw(side), draw(st.sampled_from([(), (), ("s1",)]))),)
    return Language("x", "", CLASSES, tuple(lexemes), tuple(draw(morphemes())), tuple(sounds), templates)


def plain(segmented: str) -> str:
    return segmented.replace("∅", "")


SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@SETTINGS
@given(languages(), st.data())
def test_what_is_generated_is_analyzed_so(language: Language, data: st.DataObject) -> None:
    compiled = compile_language(language)
    generator, analyzer = Generator(compiled), Analyzer(compiled)
    analyzer.limit = 10_000
    lexeme = data.draw(st.sampled_from(language.lexemes))
    bases = sorted({m.base_id for m in compiled.morphemes})
    wanted = data.draw(st.lists(st.sampled_from(bases), max_size=3, unique=True)) if bases else []
    for form in generator.realise(lexeme.id, wanted, strict=True):
        if form:
            found = [{m.morpheme.split(".")[0] for m in a.morphs} for a in analyzer.analyze(form)]
            assert {lexeme.id, *wanted} in found, (form, wanted)


@SETTINGS
@given(languages(), st.text("aiuptkmnrbdgs", min_size=1, max_size=7), st.data())
def test_what_is_analyzed_is_generated_so(language: Language, word: str, data: st.DataObject) -> None:
    compiled = compile_language(language)
    generator, analyzer = Generator(compiled), Analyzer(compiled)
    words = {word}
    bases = sorted({m.base_id for m in compiled.morphemes})
    for lexeme in language.lexemes:
        wanted = data.draw(st.lists(st.sampled_from(bases), max_size=3, unique=True)) if bases else []
        words |= {*generator.realise(lexeme.id, wanted), *generator.realise(lexeme.id, [])} - {""}
    for start in sorted(words):
        for analysis in analyzer.analyze(start):
            ids = [m.morpheme for m in analysis.morphs if m.morpheme != analysis.lexeme]
            ids = [i for n, i in enumerate(ids) if i not in ids[:n]]
            assert start in generator.realise(analysis.lexeme, ids, strict=True), (start, analysis)
            assert start in generator.from_gloss(analysis.gloss)


@SETTINGS
@given(languages(), st.data())
def test_against_a_slow_oracle(language: Language, data: st.DataObject) -> None:
    """One stem, one suffix or prefix: exactly the words that joining, environments and sound rules give."""
    compiled = compile_language(language)
    analyzer = Analyzer(compiled)
    analyzer.limit = 10_000
    affixes = [m for m in compiled.morphemes if m.kind in ("prefix", "suffix", "enclitic", "proclitic")]
    expected = {}
    for lexeme, affix in product(language.lexemes, affixes):
        if lexeme.headword == "∅":
            continue
        for segmented, gloss in joined(language, lexeme, affix):
            for word, _ in derivations(plain(segmented), compiled.sounds, compiled.classes):
                expected.setdefault(word, set()).add((segmented, gloss))
    word = data.draw(st.sampled_from(sorted(expected))) if expected else "a"
    if not word or language.templates:
        return
    found = {(a.segmented, a.gloss) for a in analyzer.analyze(word) if len(a.morphs) == 2}
    single = {
        (segmented, gloss) for segmented, gloss in found if "~" not in segmented and "…" not in segmented
        and not segmented.startswith("∅") and not segmented.endswith("=∅=") and "<" not in segmented
        and not any(x.headword == "∅" and x.gloss in gloss.replace("=", "-").split("-") for x in language.lexemes)
    }  # fmt: skip
    assert single - expected.get(word, set()) == set() or any(m.kind == "circumfix" for m in language.morphemes)
    assert expected.get(word, set()) <= found


def joined(language: Language, lexeme: Lexeme, affix: Morpheme) -> list[tuple[str, str]]:
    """The segmented words of a lexeme and one affix that environments allow."""
    if affix.attaches_to and lexeme.pos not in affix.attaches_to:
        return []
    stems = [(lexeme.headword, ""), *((form.form, form.environment) for form in lexeme.forms)]
    found = []
    for form, environment in stems:
        before = affix.kind in ("prefix", "proclitic")
        left, right = (affix.form, form) if before else (form, affix.form)
        segmented = f"{left}{affix.separator}{right}"
        gloss = affix.separator.join((affix.gloss, lexeme.gloss) if before else (lexeme.gloss, affix.gloss))
        boundary = len(underlying_symbols(plain(left)))
        symbols = (EDGE, *underlying_symbols(plain(segmented)), EDGE)
        spans = {True: (1, 1 + boundary), False: (2 + boundary, len(symbols) - 1)}
        others = [f.environment for f in lexeme.forms] if not environment else []
        siblings = [m.environment for m in language.morphemes if m.base_id == affix.base_id and m.environment]
        checks = [
            (environment, others, spans[not before]),
            (affix.environment, siblings if not affix.environment else [], spans[before]),
        ]
        if all(stands(symbols, *check) for check in checks):
            found.append((segmented, gloss))
    return found


def stands(symbols: tuple[str, ...], own: str, others: list[str], span: tuple[int, int]) -> bool:
    left, right = symbols[: span[0]], symbols[span[1] :]

    def parsed(cell: str) -> Environment:
        return parse_environment(cell, CLASSES)

    return holds(parsed(own), left, right) and not any(holds(parsed(cell), left, right) for cell in others)


def test_boundaries_are_symbols_of_their_own() -> None:
    assert [s for s in underlying_symbols("a-na=t~a") if s in BOUNDARIES] == ["-", "=", "~"]
    assert match_key("a-b") != match_key("ab")
