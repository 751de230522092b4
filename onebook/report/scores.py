"""Scores that show what went wrong: figures with intervals, scores by sentence length, confusions, rules to blame.

``onebook evaluate --html`` writes them as a page of their own; the report of a project takes the same sections.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from hybrid.evaluate.calibration import Calibration
from hybrid.evaluate.counting import Scale
from hybrid.evaluate.glossing import GlossScores, SentenceScore
from hybrid.evaluate.translation import MetricScore, SentenceTranslation, TranslationScores
from morph.model import BASES
from onebook.report.compared import compared_section
from onebook.report.page import Section, section, write_page
from onebook.report.plots import Axis, Bar, Bubble, bars, bubbles, number
from onebook.report.words import BASIS_COLOURS, BASIS_NAMES

_WORST = 20
_CONFUSIONS = 25
_BLAMED = 20
_PERCENT = Axis(0, 100, unit="")
_SCALES = {"official": "as the shared task counts", "punctuation-free": "without punctuation"}
_BASES = dict(zip(BASES, BASIS_NAMES, strict=True))
HELD_OUT = "that the project never read, glossed from plain text and compared with the gold glosses"
Explain = Callable[[str], str]
"""Turns the id of a rule into a line that a person reads."""


def write_gloss_report(path: Path, scores: GlossScores, *, title: str, lead: str = "", explain: Explain = str) -> None:
    """Write the scores of a glossed text as one HTML file; ``lead`` says how it was glossed."""
    subtitle = f"How well {scores.sentences:,} sentences were glossed"
    write_page(path, title, subtitle, gloss_sections(scores, explain=explain, lead=lead))


def write_translation_report(
    path: Path, systems: Mapping[str, TranslationScores], *, title: str, notes: Sequence[str] = ()
) -> None:
    """Write the scores of a translated text by one or more systems (name → scores) as one HTML file; ``notes`` are
    sentences about the setting."""
    first = next(iter(systems.values()))
    subtitle = f"How well {first.sentences:,} sentences were translated"
    parts = [compared_section(systems, notes=notes)] if len(systems) > 1 else []
    lead = " ".join(notes) if len(systems) == 1 else ""
    parts += [
        translation_section(f"scores{i or ''}", name if len(systems) > 1 else "Scores", scores, system=name, lead=lead)
        for i, (name, scores) in enumerate(systems.items())
    ]
    write_page(path, title, subtitle, parts)


def gloss_sections(scores: GlossScores, *, explain: Explain = str, lead: str = HELD_OUT) -> list[Section]:
    """The figures of a glossed text, and its errors; ``explain`` names the rules to blame, ``lead`` says how it was
    glossed."""
    return [
        section(
            "glossing",
            "Glossing",
            sentences=scores.sentences,
            lead=lead,
            scales=[_scale(scale) for scale in (scores.official, scores.unpunctuated)],
            repeated=scores.repeated_sentences,
            plots=_gloss_plots(scores),
        ),
        section(
            "errors",
            "Errors",
            confusions=scores.confusions[:_CONFUSIONS],
            more_confusions=max(0, len(scores.confusions) - _CONFUSIONS),
            blame=[
                {"row": row.row, "text": explain(row.row), "wrong": row.wrong, "right": row.right,
                 "examples": row.examples[:3]}
                for row in scores.blame[:_BLAMED] if row.wrong
            ],
            worst=[_sentence(row) for row in scores.worst(_WORST)],
        ),
    ]  # fmt: skip


def _gloss_plots(scores: GlossScores) -> list[dict[str, str]]:
    by_basis = [_by_basis(scores)] if scores.bases else []
    reliable = [_reliability(scores.calibration)] if scores.calibration else []
    return [_accuracies(scores), *by_basis, *reliable, _gloss_by_length(scores)]


def _reliability(calibration: Calibration) -> dict[str, str]:
    """Confidence against accuracy, in bins of a tenth; the diagonal is where a confidence says what it means."""
    points = [
        Bubble(
            100 * found.said,
            100 * found.right,
            found.words,
            f"{found.words:,} words: said {100 * found.said:.0f} %, right {100 * found.right:.0f} %",
        )
        for found in calibration.bins
    ]
    x, y = Axis(0, 100, "confidence, in per cent"), Axis(0, 100, "right, in per cent")
    note = f"On the diagonal a confidence means what it says. Expected calibration error {calibration.error:.3f}."
    names = [("words of like confidence; the larger, the more", 0)]
    svg = bubbles(points, x, y, names, "Confidence and accuracy", diagonal=True)
    return _plot("Can the confidence be trusted?", note, svg)


def _scale(scale: Scale) -> dict[str, Any]:
    return {
        "name": _SCALES.get(scale.name, scale.name),
        "words": scale.words,
        "morphemes": scale.morphemes,
        "stems": scale.stems,
        "grams": scale.grams,
    }


def _accuracies(scores: GlossScores) -> dict[str, str]:
    rows = [
        Bar("words", 100 * scores.unpunctuated.words.value),
        Bar("morphemes", 100 * scores.unpunctuated.morphemes.value),
        Bar("morphemes, aligned within their word", 100 * scores.aligned_morphemes.value),
    ]
    if scores.oracle is not None:
        rows.insert(1, Bar("words, among the three best analyses", 100 * scores.oracle.value, colour="c3"))
    for name, ratio in (("seen", scores.seen), ("unseen", scores.unseen)):
        if ratio is not None and ratio.total:
            rows.append(Bar(f"{name} words ({ratio.total:,})", 100 * ratio.value, colour="c2"))
    return _plot("Share that is right", "In per cent, punctuation left out.", bars(rows, _PERCENT, "Accuracy"))


def _by_basis(scores: GlossScores) -> dict[str, str]:
    order = {basis: place for place, basis in enumerate(BASES)}
    colours = dict(zip(BASES, BASIS_COLOURS, strict=True))
    rows = [
        Bar(
            f"{_BASES.get(basis.basis, basis.basis)} ({basis.total:,} words)",
            100 * basis.value,
            colour=colours[basis.basis],
        )
        for basis in sorted(scores.bases, key=lambda basis: order[basis.basis])
    ]
    note = "Share of right words by the step of the ladder that their analysis comes from."
    return _plot("How far each basis can be trusted", note, bars(rows, _PERCENT, "Accuracy by basis"))


def _gloss_by_length(scores: GlossScores) -> dict[str, str]:
    groups: dict[str, list[SentenceScore]] = {}
    for low, high, name in (
        (1, 3, "1–3 words"),
        (4, 6, "4–6 words"),
        (7, 10, "7–10 words"),
        (11, 10**9, "11 and more"),
    ):
        groups[name] = [s for s in scores.by_sentence if low <= s.words.total <= high]
    rows = []
    for name, found in groups.items():
        total = sum(s.words.total for s in found)
        if total:
            rows.append(Bar(f"{name} ({len(found):,})", 100 * sum(s.words.right for s in found) / total, colour="c2"))
    return _plot("By the length of the sentence", "Share of right words.", bars(rows, _PERCENT, "Accuracy by length"))


def _sentence(row: SentenceScore) -> dict[str, Any]:
    """A sentence with its words lined up: text, gold gloss, predicted gloss."""
    gold, predicted, text = row.gold.split(), row.predicted.split(), row.text.split()
    size = max(len(gold), len(predicted), len(text))
    columns = zip(*(line + [""] * (size - len(line)) for line in (text, gold, predicted)), strict=True)
    return {"id": row.id, "right": row.words.right, "total": row.words.total, "columns": list(columns)}


def translation_section(
    name: str, title: str, scores: TranslationScores, *, system: str = "", lead: str = ""
) -> Section:
    """The figures of one direction of translation with its best and worst sentences."""
    plots = [_metrics(scores.systems)]
    lengths = [Bar(f"{g.name} ({g.sentences:,})", g.mtob, colour="c2") for g in scores.by_length if g.sentences]
    note = "The MTOB metric of the sentences of each length."
    plots.append(_plot("By the length of the sentence", note, bars(lengths, _PERCENT, "Score by length")))
    unknown = [Bar(f"{g.name} ({g.sentences:,})", g.mtob, colour="c4") for g in scores.by_unknown if g.sentences]
    if unknown:
        note = "The MTOB metric by the share of words that the sources never had."
        plots.append(_plot("By unknown words", note, bars(unknown, _PERCENT, "Score by unknown words")))
    kinds = [Bar(f"{g.name} ({g.sentences:,})", g.mtob, colour="c2") for g in scores.by_construction if g.sentences]
    if kinds:
        note = "The MTOB metric by what the English side says; a sentence may stand in several rows."
        plots.append(_plot("By construction", note, bars(kinds, _PERCENT, "Score by construction")))
    return Section(
        name,
        title,
        section(
            "translation",
            title,
            lead=lead,
            sentences=scores.sentences,
            empty=scores.empty,
            systems=scores.systems,
            comparisons=scores.comparisons,
            plots=plots,
            worst=[_compared(row) for row in scores.worst(_WORST)],
            system=system,
        ).body,
    )


def _metrics(systems: Sequence[MetricScore]) -> dict[str, str]:
    rows = [
        Bar(s.name, s.score, s.interval.low if s.interval else None, s.interval.high if s.interval else None)
        for s in systems
    ]
    note = "0 to 100, with 95 % bootstrap intervals." if any(s.interval for s in systems) else "0 to 100."
    return _plot("Scores", note, bars(rows, _PERCENT, "Translation scores"))


def _compared(row: SentenceTranslation) -> dict[str, Any]:
    return {
        "id": row.id,
        "source": row.source,
        "reference": row.reference,
        "output": marked(row.hypothesis, row.reference),
        "score": number(round(row.mtob, 1)),
    }


def marked(hypothesis: str, reference: str) -> Markup:
    """The words of a translation, those that the reference has too marked as hits.

    >>> str(marked("the dog runs", "the dog ran"))
    '<span class="hit">the</span> <span class="hit">dog</span> <span class="miss">runs</span>'
    """
    words, wanted = hypothesis.split(), reference.split()
    keys = [[word.strip(".,;:!?\"'“”‘’").casefold() for word in line] for line in (words, wanted)]
    hits: set[int] = set()
    for block in difflib.SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).get_matching_blocks():
        hits.update(range(block.a, block.a + block.size))
    classes = ("hit" if index in hits else "miss" for index in range(len(words)))
    return Markup(" ").join(
        Markup('<span class="{}">{}</span>').format(name, escape(word))
        for name, word in zip(classes, words, strict=True)
    )


def _plot(title: str, note: str, svg: str) -> dict[str, str]:
    return {"title": title, "note": note, "svg": svg}
