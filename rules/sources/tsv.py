"""Sentence pairs from tables: a sentence and its translation in each row, with or without a header.

Columns are told by their names: ``id``, ``text``, ``translation``, or ISO codes and names of languages, of which the
meta-language's is the translation. Without a header two columns are text and translation, three have an id before.
Pairs that look swapped, in a third language, or (nearly) the same as another are reported and kept.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from morph.errors import DataError
from morph.files import read_text
from rules.items import Pair, SourceRead
from rules.sources.files import Tally, place, ragged, table_rows
from rules.sources.languages import iso

_ID = frozenset({"id", "nr", "no", "number", "index"})
_TEXT = frozenset({"text", "source", "source_text", "sentence", "primary_text", "src", "vernacular"})
_TRANSLATION = frozenset({"translation", "target", "translated_text", "free_translation", "tgt", "trg"})
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})?")
MANY_ROWS = 50_000
MIN_ROWS = 20
"""Fewer pairs than this tell nothing about which words belong to which language."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column holds what (``-1`` none), and the language of the translation."""

    text: int
    translation: int
    id: int = -1
    meta_language: str = "eng"
    width: int = 2


def find_layout(row: Sequence[str], meta_language: str) -> Layout | None:
    """The layout that a header row declares; None where the row is no header.

    >>> find_layout(["id", "eng", "kgv"], "eng")
    Layout(text=2, translation=1, id=0, meta_language='eng', width=3)
    >>> find_layout(["Ma he.", "She walks."], "eng") is None
    True
    """
    names = [cell.strip().casefold().replace(" ", "_") for cell in row]
    ids = [i for i, name in enumerate(names) if name in _ID]
    meta = [i for i, name in enumerate(names) if name in _TRANSLATION or (name and iso(name) == iso(meta_language))]
    texts = [i for i, name in enumerate(names) if name in _TEXT and i not in meta]
    codes = [i for i, name in enumerate(names) if _CODE.fullmatch(name) and i not in ids + meta + texts]
    if not meta and len(ids + texts + codes) < len(names) or not ids + meta + texts:
        return None
    found = texts[:1] + codes if texts else codes
    if not found or len(found) + len(meta) < 2:
        return None
    if not meta:
        meta, found = found[1:2], found[:1] + found[2:]
        meta_language = names[meta[0]]
    elif names[meta[0]] not in _TRANSLATION:
        meta_language = names[meta[0]]
    return Layout(found[0], meta[0], ids[0] if ids else -1, iso(meta_language), len(row))


def read_pairs(path: Path, *, meta_language: str = "eng", delimiter: str = "\t") -> SourceRead:
    """Read a table of sentence pairs. A row with other cells than its header, or an empty one, is listed."""
    text, findings = read_text(path)
    tally = Tally(findings=findings)
    try:
        rows = list(table_rows(text, delimiter))
    except csv.Error as error:
        raise DataError(str(error), path=str(path), hint="save the table as UTF-8 TSV") from error
    if not rows:
        raise DataError("the table is empty", path=str(path), hint="it needs rows of text, tab, translation")
    layout, body = _layout(path, rows, meta_language)
    for count, (line, row) in enumerate(body, 1):
        tally.counts["pairs.seen"] += 1
        if len(row) < layout.width or any(cell.strip() for cell in row[layout.width :]):
            ragged(tally, path, line, len(row), layout.width)
            continue
        _add(tally, path, line, count, row, layout)
    tally.counts["pairs.read"] = len(tally.pairs)
    report_odd_pairs(tally)
    return tally.finish(path, "parallel")


def _layout(
    path: Path, rows: list[tuple[int, list[str]]], meta_language: str
) -> tuple[Layout, list[tuple[int, list[str]]]]:
    declared = find_layout(rows[0][1], meta_language)
    if declared:
        return declared, rows[1:]
    width = Counter(len(row) for _, row in rows).most_common(1)[0][0]
    if width < 2:
        raise DataError(
            "no pairs in the table",
            path=str(path),
            line=rows[0][0],
            found=rows[0][1][0][:60],
            expected="two or three columns with tabs between them: [id] text translation",
            hint="put a tab between the sentence and its translation",
        )
    start = 1 if width > 2 else 0
    return Layout(start, start + 1, start - 1, iso(meta_language), width), rows


def _add(tally: Tally, path: Path, line: int, count: int, row: list[str], layout: Layout) -> None:
    text, translation = (" ".join(row[i].split()) for i in (layout.text, layout.translation))
    name = row[layout.id].strip() if layout.id >= 0 else ""
    source = place(path, line, name, kind="pairs")
    if not text or not translation:
        tally.say(
            "pairs.empty-cell", f"{'translation' if text else 'text'} is empty; left out", source, "fill the cell"
        )
        return
    tally.pairs.append(Pair(name or f"{path.stem}-{count}", text, translation, source, layout.meta_language))


def report_odd_pairs(tally: Tally) -> None:
    """Notes on pairs that look swapped or untranslated, and on those that (nearly) repeat another."""
    for pair, reason in odd_languages(tally.pairs):
        tally.say("pairs.language", reason, pair.source, "kept; check it", "note")
    for pair, other in repeated(tally.pairs):
        tally.say("pairs.repeated", f"says (nearly) the same as {other.id}", pair.source, "kept", "note")


def odd_languages(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, str]]:
    """Pairs whose translation has hardly a word that the other translations have, while the text side (then the two
    are swapped) or neither side (then it is in a third language) has them."""
    if len(pairs) < MIN_ROWS:
        return
    left, right = _vocabulary(p.text for p in pairs), _vocabulary(p.translation for p in pairs)
    for pair in pairs:
        text, translation = _words(pair.text), _words(pair.translation)
        if _known(translation, right) <= 0.2 and _known(text, left) <= 0.2 and len(translation) > 2:
            if _known(translation, left, 0) >= 0.6 and _known(text, right, 0) >= 0.6:
                yield pair, "text and translation look swapped"
        elif _known(translation, right) <= 0.1 and len(translation) > 4:
            yield pair, "the translation looks like another language's"


def repeated(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """Each pair that has the text of an earlier one, punctuation and case apart, or differs from it in one word
    (texts of five and more words, up to :data:`MANY_ROWS` pairs), with the earlier one. Linear in the words."""
    seen: dict[tuple[str, ...], Pair] = {}
    for pair in pairs:
        words = tuple(_words(pair.text))
        keys = [words]
        if len(words) >= 5 and len(pairs) <= MANY_ROWS:
            keys += [(*words[:i], "", *words[i + 1 :]) for i in range(len(words))]
        other = next((seen[key] for key in keys if key in seen), None)
        if other is not None:
            yield pair, other
        for key in keys:
            seen.setdefault(key, pair)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*", text.casefold())


def _vocabulary(texts: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for text in texts:
        for word in set(_words(text)):
            counts[word] += 1
    return counts


def _known(words: list[str], vocabulary: dict[str, int], own: int = 1) -> float:
    """Share of the words that stand in other sentences too; ``own`` is how often the sentence itself counts."""
    return sum(vocabulary.get(word, 0) > own for word in words) / len(words) if words else 1.0
