"""ELAN transcriptions (``.eaf``) with interlinear tiers: utterances, their words or morphs, and glosses.

Tiers hang together by ``PARENT_REF``; which is which is told by the tree and, where it leaves a choice, by the usual
names of tiers (``tx``, ``utterance``, ``mb``, ``gloss``, ``ft``, ``translation@A`` …). Every speaker's tiers are read,
the utterances in the order of time. Format: ELAN Annotation Format 2.8/3.0 (The Language Archive).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from morph.errors import DataError
from rules.items import Example, SourceRead
from rules.sources.files import Tally, place, read_xml
from rules.sources.words import align_surface, join_tokens

_TEXT = re.compile(r"utterance|phrase|sentence|transcription|^(?:tx|ut|text|orth)\b", re.IGNORECASE)
_WORDS = re.compile(r"word|^(?:tx|wd|w|gw|t)\b|token", re.IGNORECASE)
_GLOSS = re.compile(r"gloss|^(?:ge|gl|g|gle)\b", re.IGNORECASE)
_TRANSLATION = re.compile(r"transl|^(?:ft|fte|fe|ft[-_ ]?eng?|lt)\b|free|english", re.IGNORECASE)


@dataclass(slots=True)
class _Tier:
    """A tier with its annotations in order: (id, parent's id, line, value)."""

    id: str
    parent: str
    annotations: list[tuple[str, str, int, str]] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name without the speaker: ``tx@Ana``, ``A_tx`` → ``tx``."""
        return self.id.split("@")[0].strip()

    def under(self) -> dict[str, list[tuple[str, str]]]:
        """Parent annotation → (id, value) of its children."""
        children: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, parent, _, value in self.annotations:
            children[parent].append((name, value))
        return children


def read_eaf(path: Path, *, meta_language: str = "eng") -> SourceRead:
    """Read all utterances; one without glosses is kept and counted as not aligned."""
    tally = Tally()
    root = read_xml(path, tally)
    tiers = _tiers(root)
    found: list[tuple[int, Example]] = []
    for gloss in [tier for tier in tiers.values() if _is_gloss(tier, tiers)]:
        found += _examples(path, gloss, tiers, meta_language)
    if not found:
        raise DataError(
            "no interlinear tiers in the file",
            path=str(path),
            found=", ".join(tiers) or "no tier with annotations",
            expected="a tier of utterances, below it one of words or morphs, below that one of glosses",
            hint="name the gloss tier 'gloss' or 'ge', and let it depend on the tier of words or morphs",
        )
    for number, (_, example) in enumerate(sorted(found, key=lambda item: item[0]), 1):
        tally.add_example(_numbered(example, path, number))
    tally.counts["tiers.seen"] = len(tiers)
    return tally.finish(path, "texts")


def _tiers(root: etree._Element) -> dict[str, _Tier]:
    slots = {s.get("TIME_SLOT_ID", ""): int(s.get("TIME_VALUE") or 0) for s in root.iter("TIME_SLOT")}
    tiers = {}
    for element in root.iter("TIER"):
        tier = _Tier(element.get("TIER_ID", ""), element.get("PARENT_REF", ""))
        for item in element.iter("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
            name, parent = item.get("ANNOTATION_ID", ""), item.get("ANNOTATION_REF", "")
            value = unicodedata.normalize("NFC", (item.findtext("ANNOTATION_VALUE") or "").strip())
            tier.annotations.append((name, parent, item.sourceline or 0, value))
            tier.starts[name] = slots.get(item.get("TIME_SLOT_REF1", ""), 0)
        if tier.annotations:
            tiers[tier.id] = tier
    for tier in tiers.values():
        _link_by_time(tier, tiers)
    return tiers


def _link_by_time(tier: _Tier, tiers: dict[str, _Tier]) -> None:
    """Annotations of a subdivision in time have no reference: their parent is the last that begins before them."""
    parent = tiers.get(tier.parent)
    if parent is None or all(reference for _, reference, _, _ in tier.annotations):
        return
    order = sorted(parent.starts.items(), key=lambda item: item[1])
    linked = []
    for name, reference, line, value in tier.annotations:
        before = [other for other, start in order if start <= tier.starts[name]]
        linked.append((name, reference or (before[-1] if before else ""), line, value))
    tier.annotations = sorted(linked, key=lambda item: tier.starts[item[0]])


def _is_gloss(tier: _Tier, tiers: dict[str, _Tier]) -> bool:
    parent = tiers.get(tier.parent)
    return bool(_GLOSS.search(tier.name)) and parent is not None and parent.parent in tiers


def _child(parent: _Tier, pattern: re.Pattern[str], tiers: dict[str, _Tier], *but: _Tier) -> _Tier | None:
    return next((t for t in tiers.values() if t.parent == parent.id and t not in but and pattern.search(t.name)), None)


def _examples(path: Path, gloss: _Tier, tiers: dict[str, _Tier], meta_language: str) -> list[tuple[int, Example]]:
    tokens = tiers[gloss.parent]
    above = tiers[tokens.parent]
    words = above if above.parent in tiers and _WORDS.search(above.name) and not _TEXT.search(above.name) else None
    utterances = tiers[words.parent] if words else above
    translation = _child(utterances, _TRANSLATION, tiers)
    outer = tiers.get(utterances.parent)
    if translation is None and outer is not None:
        translation = _child(outer, _TRANSLATION, tiers)
    translated = translation.under() if translation else {}
    words_under, tokens_under, glosses_under = (words.under() if words else {}), tokens.under(), gloss.under()
    examples = []
    for name, parent, line, text in utterances.annotations:
        units = [[token] for token in tokens_under[name]] if not words else [
            tokens_under[word] or [(word, form)] for word, form in words_under[name]
        ]  # fmt: skip
        free = (translated.get(name) or translated.get(parent) or [("", "")])[0][1]
        pairs = [_word(unit, glosses_under, glued=words is not None) for unit in units]
        joined = join_tokens([form for form, _ in pairs], [item for _, item in pairs])
        label = next((v for i, _, _, v in outer.annotations if i == parent), "") if outer else ""
        start = utterances.starts.get(name, 0) or (outer.starts.get(parent, 0) if outer else 0)
        examples.append((start, _example(path, line, label, text, joined, free, meta_language)))
    return examples


def _word(tokens: list[tuple[str, str]], glosses: dict[str, list[tuple[str, str]]], *, glued: bool) -> tuple[str, str]:
    """Form and gloss of a word from its morphs; morphs of one word that carry no separator get a hyphen."""
    form_line = gloss_line = ""
    for name, form in tokens:
        gloss = ".".join(value for _, value in glosses.get(name, []) if value)
        joint = ""
        if form_line and glued and form[:1] not in "-=~" and form_line[-1] not in "-=~":
            joint = "-"
        mark = form[:1] if form_line and form[:1] in "-=~" and gloss[:1] not in "-=~" else joint
        form_line += joint + form
        gloss_line += mark + (gloss or "?") if glued else gloss
    return form_line, gloss_line


def _example(
    path: Path, line: int, label: str, text: str, words: list[tuple[str, str]], free: str, meta_language: str
) -> Example:
    morphs = tuple(form for form, _ in words)
    glosses = tuple(gloss or "?" for _, gloss in words) if any(gloss for _, gloss in words) else ()
    return Example(
        id=label,
        surface=text,
        morphs=morphs,
        glosses=glosses,
        translation=free,
        source=place(path, line, label),
        surface_words=align_surface(text, morphs),
        reference=label,
        meta_language=meta_language,
        aligned=bool(words) and bool(glosses),
    )


def _numbered(example: Example, path: Path, number: int) -> Example:
    return replace(example, id=f"{path.stem}-{number}".replace(" ", "_"), reference=example.reference or str(number))
