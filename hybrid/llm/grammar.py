"""What the book teaches, as far as some sentences need it: marks with their meanings and English, constructions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from hybrid.llm.knowledge import Knowledge, Row, marks_of
from morph.igt import is_label
from morph.model import IGT, GlossedWord, Lexeme, Morpheme
from rules.llm.known import bound
from rules.llm.patterns import Pattern, read_pattern

_CONSTRUCTIONS = 30
_ALL_CONSTRUCTIONS = 70
_MORPHEMES = 110
_SMALL_WORDS = 80
_SMALL_CLASSES = frozenset(("pro", "dem", "conj", "q", "part", "adp", "clf", "int"))
_SEEN_LEAST = 3
_SEPARATORS = "-=~<>"


def told_into(knowledge: Knowledge, sentences: Iterable[Sequence[GlossedWord]], shown: Iterable[IGT]) -> str:
    """For sentences of the language: their marks explained, and the constructions that are found in them.

    ``shown`` are the pairs beside them; their marks are explained too.
    """
    mine = [marks_of(words) for words in sentences]
    marks = dict.fromkeys(mark for found in (*mine, *(marks_of(igt.words) for igt in shown)) for mark in found)
    lines = [line for mark in sorted(marks) if (line := _explained(knowledge, mark))]
    rows = [row for row in constructions(knowledge) if any(_pattern(row.construction).matches(m) for m in mine)]
    parts = ["# Marks", *lines]
    if rows:
        parts += ["", "# Constructions found here (pattern of the glosses: English)"]
        parts += _lines(rows, _CONSTRUCTIONS)
    return "\n".join(parts) + "\n\n"


def told_from(knowledge: Knowledge) -> str:
    """For sentences of English: the bound morphemes, the small words, word order and constructions of the language."""
    parts = ["# Bound morphemes (shapes with their environment, mark, meaning: English)", *_morphemes(knowledge)]
    parts += ["", "# Small words", "; ".join(_small_words(knowledge))]
    if knowledge.facts:
        parts += ["", "# Word order and exceptions", *knowledge.facts]
    rows = constructions(knowledge)
    if rows:
        parts += ["", "# Constructions (pattern of the glosses: English)", *_lines(rows, _ALL_CONSTRUCTIONS)]
    return "\n".join(parts) + "\n\n"


def constructions(knowledge: Knowledge) -> list[Row]:
    """The rows that are patterns of several elements with at least one mark and hold, the best attested first."""
    rows = [
        row for row in knowledge.rows
        if row.english and row.holds and len(row.construction.split()) > 1 and _pattern(row.construction).marks
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.attested, row.construction))


def _lines(rows: Sequence[Row], count: int) -> list[str]:
    """One line a pattern, with all that it is in English."""
    by_pattern: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        by_pattern[row.construction][row.english] = None
    return [f"{pattern}: {' | '.join(english)}" for pattern, english in list(by_pattern.items())[:count]]


@cache
def _pattern(construction: str) -> Pattern:
    return read_pattern(construction.split())


def _explained(knowledge: Knowledge, mark: str) -> str:
    """A mark with its meaning and its English; empty where nothing is known of it."""
    bare = mark.strip(_SEPARATORS)
    if not is_label(bare):
        return ""
    meaning, english = knowledge.labels.meaning(bare), _english(knowledge, mark)
    if not meaning and not english:
        return ""
    return f"{mark} {meaning}".rstrip() + (f": {english}" if english else "")


def _english(knowledge: Knowledge, mark: str) -> str:
    """The English of a mark: the project's own row, else what its meaning gives."""
    bare = mark.strip(_SEPARATORS)
    for row in knowledge.rows:
        if row.construction in (mark, bare) and (row.english or row.kind == "drop"):
            return row.english or "(not said in English)"
    return ", ".join(knowledge.transfer.of_label(bare).options)


def _morphemes(knowledge: Knowledge) -> Iterator[str]:
    """The bound morphemes, the most frequent in the known sentences first."""
    groups: dict[str, list[Morpheme]] = defaultdict(list)
    for morpheme in knowledge.morphemes:
        groups[f"{morpheme.gloss}|{morpheme.base_id}"].append(morpheme)

    def seen(group: list[Morpheme]) -> int:
        return knowledge.marks[_mark(group[0])]

    ranked = sorted(groups.values(), key=lambda group: (-seen(group), group[0].id))
    for group in ranked[:_MORPHEMES]:
        shapes = " ~ ".join(dict.fromkeys(bound(m) + (f" ({m.environment})" if m.environment else "") for m in group))
        mark = _mark(group[0])
        told = _explained(knowledge, mark) or mark
        hosts = ",".join(dict.fromkeys(host for m in group for host in m.attaches_to))
        yield f"{shapes}  {told}" + (f"  [on {hosts}]" if hosts else "") + f"  {seen(group)}×"


def _mark(morpheme: Morpheme) -> str:
    if morpheme.kind in ("prefix", "proclitic"):
        return f"{morpheme.gloss}{morpheme.separator}"
    return f"{morpheme.separator}{morpheme.gloss}"


def _small_words(knowledge: Knowledge) -> list[str]:
    """Pronouns, demonstratives, conjunctions and particles that the known sentences have, the frequent ones first."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for igt in knowledge.glossed:
        for word in igt.words:
            morphs = word.analysis.morphs if word.analysis else ()
            if len(morphs) == 1 and _is_small(knowledge, morphs[0].gloss, knowledge.lexemes_of(morphs[0])):
                counts[morphs[0].form.casefold(), morphs[0].gloss] += 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{form} {gloss} {n}×" for (form, gloss), n in ranked[:_SMALL_WORDS] if n >= _SEEN_LEAST]


def _is_small(knowledge: Knowledge, gloss: str, lexemes: Sequence[Lexeme]) -> bool:
    return is_label(gloss) or bool(lexemes and lexemes[0].pos in _SMALL_CLASSES)
