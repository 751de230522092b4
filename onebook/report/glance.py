"""The project at a glance: how much of everything, how far the rules reach, how the words are spread."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from morph.files import read_text
from morph.model import BASES, IGT
from onebook.report.material import Material
from onebook.report.page import Section, section
from onebook.report.plots import Axis, Series, Stack, curves, stacked
from onebook.report.words import BASIS_COLOURS, BASIS_NAMES

Plot = dict[str, str]


def glance(material: Material, texts: Sequence[tuple[str, Sequence[IGT]]]) -> Section:
    """Tiles with counts; ``texts`` are glossed texts whose words are counted by the basis of their analysis."""
    config = material.project.config
    codes = [code for code in (config.iso, config.glottocode) if code]
    lead = f"{config.name}{' (' + ', '.join(codes) + ')' if codes else ''}, learned from "
    lead += f"{len(config.sources)} source{'' if len(config.sources) == 1 else 's'}."
    plots = [plot for plot in (_ladder(texts), coverage(material)) if plot]
    tiles = [{"name": name, "count": count} for name, count in counts(material) if count]
    return section("glance", "At a glance", lead=lead, tiles=tiles, plots=plots)


def counts(material: Material) -> list[tuple[str, int]]:
    """What the project holds, in numbers; only accepted rules are counted."""
    project = material.project
    bound = material.of_kind("morpheme", "accepted")
    return [
        ("glossed sentences", len(material.examples)),
        ("glossed words", sum(len(igt.words) for igt in material.examples)),
        ("sentence pairs", len(project.pairs())),
        ("lexicon entries", len(material.of_kind("lexeme", "accepted"))),
        ("bound morphemes", len({view.row.base_id for view in bound})),
        ("their allomorphs", len(bound)),
        ("sound rules", len(material.of_kind("sound", "accepted"))),
        ("word templates", len(material.of_kind("template", "accepted"))),
        ("sentence rules", _syntax_rules(material)),
    ]


def _syntax_rules(material: Material) -> int:
    """Alternatives of the phrases in the sentence grammar (terminals, in capitals, are not counted)."""
    path = material.project.path("syntax.lark")
    if not path.exists():
        return 0
    count, inside = 0, False
    for line in read_text(path)[0].splitlines():
        head = re.match(r"\s*[?!]*(\w+)[.\d]*\s*:", line)
        if head:
            inside = head[1][0].islower()
        if inside and (head or line.lstrip().startswith("|")):
            count += 1
    return count


def _ladder(texts: Sequence[tuple[str, Sequence[IGT]]]) -> Plot | None:
    rows = []
    for name, igts in texts:
        bases = basis_counts(igts)
        if sum(bases.values()):
            row = tuple(bases[basis] for basis in BASES)
            rows.append(Stack(name, row, f"{sum(row):,} words"))
    if not rows:
        return None
    return {
        "title": "Where the analyses of words come from",
        "note": "Each word takes the first step of the ladder that explains it.",
        "svg": stacked(rows, BASIS_NAMES, "Share of words by the basis of their analysis", BASIS_COLOURS),
    }


def basis_counts(igts: Iterable[IGT]) -> Counter[str]:
    """Words by the basis of their chosen analysis, punctuation left out."""
    counts: Counter[str] = Counter()
    for igt in igts:
        for word in igt.words:
            if any(char.isalnum() for char in word.form):
                counts[word.analysis.basis if word.analysis else "unknown"] += 1
    return counts


def coverage(material: Material) -> Plot | None:
    """How many of the running words the n most frequent word forms, and stems, make up."""
    words, stems = material.word_counts, material.stem_counts
    if not words or len(words) < 10:
        return None
    series = [
        Series("stems", _cumulative(stems), 0, area=True),
        Series("word forms", _cumulative(words), 1),
    ]
    half = next(rank for rank, share in _cumulative(words) if share >= 50)
    return {
        "title": "How few words make up half of a text",
        "note": f"{len(words):,} different words from {len(stems):,} stems in the glossed sentences; inflection is "
        "what lies between the curves.",
        "svg": curves(
            series,
            Axis(1, max(len(words), len(stems)), "most frequent items", log=True),
            Axis(0, 100, "of the running text", unit=" %"),
            "Share of the running text that the most frequent words and stems make up",
            [(half, 50, f"{half:.0f} words make up half")],
        ),
    }


def _cumulative(counts: Counter[str]) -> tuple[tuple[float, float], ...]:
    total, reached, points = sum(counts.values()), 0, []
    for rank, (_, count) in enumerate(counts.most_common(), 1):
        reached += count
        points.append((float(rank), 100 * reached / total))
    return tuple(points)
