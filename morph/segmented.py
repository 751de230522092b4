"""A segmentation that is given: the analyses with just these morphs.

Segmented text shows morphs as the linguist cuts them, which may be the surface shape (``kome=ra``) or the underlying
one (``komet=ta``). Both are tried: a rule reading of the whole word whose morphs agree, and each morph looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from morph.evidence import END, START, STEM
from morph.igt import split_line
from morph.letters import match_key
from morph.model import Analysis, Morph
from morph.paths import AFTER_KINDS, BEFORE_KINDS, bare

if TYPE_CHECKING:
    from morph.analyze import Analyzer

MAX_COMBINED = 60
_UNKNOWN = -14.0


def analyze_segmented(analyzer: Analyzer, segmented: str) -> tuple[Analysis, ...]:
    """Analyses of a segmented word, best first; every one has as many morphs as are written."""
    pieces = split_line(segmented)
    plain = "".join(bare(piece) for piece in pieces if bare(piece) not in ("∅", "Ø"))
    whole = [a for a in analyzer.analyze(plain) if _agrees(a, pieces)]
    from morph.generate import Generator

    for surface in Generator(analyzer.compiled).from_segments(segmented) if len(pieces) > 1 else ():
        whole += [a for a in analyzer.analyze(surface) if _agrees(a, pieces)]
    found: dict[tuple[str, str], Analysis] = {}
    for analysis in (*sorted(whole, key=lambda a: -a.weight), *(_by_morph(analyzer, pieces) if not whole else ())):
        found.setdefault((analysis.segmented, analysis.gloss), analysis)
    return tuple(found.values())


def _agrees(analysis: Analysis, pieces: list[str]) -> bool:
    own = split_line(analysis.segmented)
    return len(own) == len(pieces) and all(
        match_key(bare(a)) == match_key(bare(b)) for a, b in zip(own, pieces, strict=True)
    )


def _by_morph(analyzer: Analyzer, pieces: list[str]) -> list[Analysis]:
    """Each morph by itself: one of them as the stem, the others as bound morphs of the side they stand on."""
    combined: list[tuple[float, Analysis]] = []
    for root in range(len(pieces)):
        partial: list[tuple[float, tuple[Morph, ...], str]] = [(0.0, (), START)]
        for at, piece in enumerate(pieces):
            options = _stems(analyzer, piece) if at == root else _bound(analyzer, piece, at < root)
            partial = [
                (weight + own + analyzer.lookup.order(label, then), (*morphs, morph), then)
                for weight, morphs, label in partial
                for own, morph, then in options
            ]
            partial = sorted(partial, key=lambda p: -p[0])[:MAX_COMBINED]
        for weight, morphs, label in partial:
            weight += analyzer.lookup.order(label, END)
            known = all(m.morpheme for m in morphs)
            analysis = Analysis(
                _separated(morphs, pieces), "", morphs[root].morpheme, "rule" if known else "guess", weight
            )
            combined.append((weight, analysis))
    unknown = min(sum(m.gloss == "?" for m in a.morphs) for _, a in combined)
    fewest = [c for c in combined if sum(m.gloss == "?" for m in c[1].morphs) == unknown]
    return [analysis for _, analysis in sorted(fewest, key=lambda c: -c[0])[:MAX_COMBINED]]


def _stems(analyzer: Analyzer, piece: str) -> list[tuple[float, Morph, str]]:
    compiled, form = analyzer.compiled, bare(piece)
    found = []
    for stem in compiled.stems_by_form.get(match_key(form, compiled.casing), ()):
        ident = compiled.lexemes.id[compiled.stems.lexeme[stem]]
        found.append((compiled.stems.weight[stem], Morph(form, compiled.stems.gloss[stem], "", "stem", ident), STEM))
    return found or [(_UNKNOWN, Morph(form, "?", "", "stem"), STEM)]


def _bound(analyzer: Analyzer, piece: str, before: bool) -> list[tuple[float, Morph, str]]:
    key, kinds = match_key(bare(piece)), BEFORE_KINDS if before else AFTER_KINDS
    found = []
    for row, forms in zip(analyzer.compiled.morphemes, analyzer.lookup.paths.forms, strict=True):
        if row.kind in kinds and match_key(forms[0 if before else 1]) == key:
            found.append((0.0, Morph(bare(piece), row.gloss, "", row.kind, row.id), row.gloss))
    return found or [(_UNKNOWN, Morph(bare(piece), "?", "", "stem"), STEM)]


def _separated(morphs: tuple[Morph, ...], pieces: list[str]) -> tuple[Morph, ...]:
    """The morphs with the separators that were written."""
    return tuple(
        Morph(m.form, m.gloss, p[:1] if p[:1] in ("-", "=", "~", "<") else "", m.kind, m.morpheme)
        for m, p in zip(morphs, pieces, strict=True)
    )
