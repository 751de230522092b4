"""Several systems on the same sentences: scores with intervals, tests against the first, scores by group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hybrid.evaluate.translation import Group, TranslationScores
from onebook.report.page import Section, section
from onebook.report.plots import Axis, Bar, bars

_LEAST = 5
"""Groups of fewer sentences say nothing about a difference: they are shown grey."""
_KINDS: tuple[tuple[str, str, Callable[[TranslationScores], Sequence[Group]]], ...] = (
    ("By the length of the sentence", "words of the reference", lambda scores: scores.by_length),
    ("By unknown words", "share of words that the project's sentences do not have", lambda scores: scores.by_unknown),
    ("By construction", "what the English says; a sentence may stand in several rows", lambda s: s.by_construction),
)


def compared_section(systems: Mapping[str, TranslationScores], *, notes: Sequence[str] = ()) -> Section:
    """The overview of a report on several systems; the first is the one that the others are tested against."""
    names = list(systems)
    first = systems[names[0]]
    rows = []
    for name, scores in systems.items():
        test = scores.comparisons[0] if scores.comparisons and name != names[0] else None
        rows.append({"name": name, "scores": scores.systems, "test": test, "runs": scores.runs})
    return section(
        "compared",
        "Systems compared",
        notes=notes,
        sentences=first.sentences,
        metrics=[metric.name for metric in first.systems],
        rows=rows,
        first=names[0],
        plot=_plot(systems),
        names=names,
        tables=[
            {"title": title, "note": note, "rows": _grouped(systems, groups)}
            for title, note, groups in _KINDS if groups(first)
        ],
    )  # fmt: skip


def _plot(systems: Mapping[str, TranslationScores]) -> str:
    rows = []
    for place, (name, scores) in enumerate(systems.items()):
        metric = scores.systems[0]
        low, high = (metric.interval.low, metric.interval.high) if metric.interval else (None, None)
        rows.append(Bar(name, metric.score, low, high, colour="c0" if place == 0 else "c2"))
    return bars(rows, Axis(0, 100), f"{first_metric(systems)} of all systems")


def first_metric(systems: Mapping[str, TranslationScores]) -> str:
    """The name of the metric that groups are scored by."""
    return next(iter(systems.values())).systems[0].name


def _grouped(
    systems: Mapping[str, TranslationScores], groups: Callable[[TranslationScores], Sequence[Group]]
) -> list[dict[str, object]]:
    """A row for each group: its score in each system, the best marked."""
    first = groups(next(iter(systems.values())))
    found = []
    for group in first:
        values = [next((g.mtob for g in groups(scores) if g.name == group.name), None) for scores in systems.values()]
        best = max((value for value in values if value is not None), default=0.0)
        cells = [{"value": value, "best": value == best and len(values) > 1} for value in values]
        found.append(
            {"name": group.name, "sentences": group.sentences, "cells": cells, "few": group.sentences < _LEAST}
        )
    return found
