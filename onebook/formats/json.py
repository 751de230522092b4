"""JSON lines: one sentence a line, every word with its chosen analysis, basis and confidence.

``--all`` adds every analysis with its weight, ``--trace`` the best three with the steps that led to them, each with
rule and book address, and with what spoke for and against them in context (``source`` is ``model``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from morph.choose import EXPLAINED
from morph.model import IGT, Analysis, GlossedWord
from onebook.formats import Options


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    for igt in igts:
        words = [_word(word, options) for word in igt.words]
        record: dict[str, Any] = {"id": igt.id, "text": igt.text, "words": words}
        if igt.translation:
            record["translation"] = igt.translation
        yield json.dumps(record, ensure_ascii=False) + "\n"
    if options.story:
        from onebook.project.codec import jsonable

        yield json.dumps({"unexplained": jsonable(options.story())}, ensure_ascii=False) + "\n"


def _word(word: GlossedWord, options: Options) -> dict[str, Any]:
    record: dict[str, Any] = {"word": word.form, "before": word.before, "after": word.after}
    record |= _analysis(word.analysis, options) if word.analysis else {"gloss": "?", "basis": "unknown"}
    record["confidence"] = round(word.confidence, 4)
    if options.all_analyses or options.trace:
        shown = word.analyses if options.all_analyses else word.analyses[:EXPLAINED]
        record["analyses"] = [
            {**_analysis(analysis, options), "weight": round(analysis.weight, 4)} for analysis in shown
        ]
    return record


def _analysis(analysis: Analysis, options: Options) -> dict[str, Any]:
    record: dict[str, Any] = {
        "segmented": analysis.segmented,
        "gloss": analysis.gloss,
        "pos": analysis.pos,
        "lexeme": analysis.lexeme,
        "basis": analysis.basis,
        "morphs": [
            {"form": m.form, "gloss": m.gloss, "separator": m.separator, "kind": m.kind, "morpheme": m.morpheme}
            for m in analysis.morphs
        ],
    }
    if options.trace:
        record["steps"] = [
            {"rule": s.rule, "before": s.before, "after": s.after, "source": s.source} for s in analysis.steps
        ]
    return record
