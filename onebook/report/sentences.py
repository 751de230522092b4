"""Sentences to look at: a glossed text, trees, translations with the origin of every word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from hybrid.translation import ORIGINS, Translation
from onebook.formats.html import sentence
from onebook.report.material import Material
from onebook.report.page import Section, section

if TYPE_CHECKING:
    from morph.model import IGT
    from onebook.report.heldout import TranslatedText

_TREE_WORDS = range(3, 10)
_ORIGIN_NAMES = {
    "lexicon": "the lexicon",
    "pairs": "sentences of the sources",
    "rule": "a rule of grammar",
    "name": "a name",
    "number": "a number",
    "neighbour": "a similar sentence",
    "model": "the trained model",
    "unknown": "carried over: nothing translates it",
}


def text(igts: Sequence[IGT], name: str, limit: int) -> Section | None:
    """Interlinear text, as it comes out of the glosser."""
    if not igts:
        return None
    shown = Markup("".join(sentence(igt) for igt in igts[:limit]))
    sure = any(word.confidence for igt in igts[:limit] for word in igt.words)
    more = max(0, len(igts) - limit)
    return section("text", "A text, glossed", about=name, sentences=shown, more=more, sure=sure)


def trees(material: Material, igts: Sequence[IGT]) -> Section | None:
    """The best trees of the first sentences that the grammar spans, and how many it does."""
    from grammar.draw import compact, draw_svg

    if not material.project.path("syntax.lark").exists() or not igts:
        return None
    parser = material.session.parser()
    parses = [(igt, parser.parse(igt)) for igt in igts]
    spanning = [(igt, found) for igt, found in parses if found.spanning]
    fitting = [(igt, found) for igt, found in spanning if len(igt.words) in _TREE_WORDS] or spanning
    shown = [
        {
            "text": igt.text,
            "translation": igt.translation,
            "number": found.number,
            "svg": Markup(draw_svg(compact(found.best), (igt.text, igt.translation))),
        }
        for igt, found in _spread(fitting, material.limits.trees)
    ]
    return section("trees", "Trees", trees=shown, spanning=len(spanning), total=len(parses)) if shown else None


def _spread(items: Sequence[Any], count: int) -> list[Any]:
    """``count`` items at equal distances: a sample that nobody picked."""
    step = max(1, len(items) // count)
    return list(items[::step][:count])


def translations(translated: Sequence[TranslatedText], problems: Sequence[str], limit: int) -> Section | None:
    """Translations of held-out sentences beside their references, every word marked by where it comes from."""
    if not translated and not problems:
        return None
    directions = []
    for found in translated:
        rows = _spread(list(zip(found.pairs, found.translations, strict=True)), limit)
        directions.append(
            {
                "name": f"{found.source} → {found.target}",
                "step": max(1, len(found.pairs) // limit),
                "total": len(found.pairs),
                "rows": [
                    {"source": pair.source, "reference": pair.reference, "output": coloured(translation),
                     "unrendered": translation.unrendered}
                    for pair, translation in rows
                ],
            }
        )  # fmt: skip
    origins = Counter(
        origin.partition(":")[0] for found in translated for t in found.translations for origin in t.origins
    )
    key = [(origin, _ORIGIN_NAMES[origin]) for origin in ORIGINS if origins[origin] and origin in _ORIGIN_NAMES]
    return section("translations", "Translations", directions=directions, key=key, problems=problems)


def coloured(translation: Translation) -> Markup:
    """The text of a translation, each of its words with its origin as class and tooltip."""
    body, at = Markup(""), 0
    rows = zip(translation.tokens, translation.origins, translation.confidences, strict=True)
    folded = translation.text.casefold()
    for token, origin, confidence in rows:
        found = folded.find(token.casefold(), at)
        if found < 0:
            continue
        end = found + len(token)
        kind, _, detail = origin.partition(":")
        tip = f"{_ORIGIN_NAMES.get(kind, kind)}{': ' + detail if detail else ''}, confidence {confidence:.2f}"
        body += escape(translation.text[at:found])
        body += Markup('<span class="tok o-{}" title="{}">{}</span>').format(kind, tip, translation.text[found:end])
        at = end
    return body + escape(translation.text[at:])
