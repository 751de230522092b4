"""The columns of every table of a language project, and how rows become values (docs/architecture.md).

>>> row = {"id": "s1", "in": "p", "out": "w", "before": "V+", "after": "V", "status": "accepted"}
>>> SOUNDS.decode(row).output
'w'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from morph.igt import split_word
from morph.model import KINDS, STATUSES, Analysis, Evidence, Lexeme, Morpheme, SoundRule, Source
from onebook.project.tables import Schema, format_forms, join_list, parse_forms, split_list
from rules.items import Abbreviation, Example, Pair

Cells = dict[str, str]
_EMPTY = ("∅", "0", "Ø")


def _status(cells: Cells) -> str:
    status = cells.get("status") or "accepted"
    if status not in STATUSES:
        raise ValueError(f"status {status!r} is none of {', '.join(STATUSES)}")
    return status


def _evidence(cells: Cells) -> Evidence:
    counts = []
    for column in ("for", "against"):
        cell = cells.get(column) or "0"
        if not cell.isdigit():
            raise ValueError(f"column '{column}' holds {cell!r}, not a number")
        counts.append(int(cell))
    return Evidence(*counts)


def _counts(evidence: Evidence) -> Cells:
    if evidence == Evidence():
        return {"for": "", "against": ""}
    return {"for": str(evidence.attested), "against": str(evidence.contradicted)}


def _required(cells: Cells, *columns: str) -> None:
    for column in columns:
        if not cells.get(column):
            raise ValueError(f"column '{column}' is empty")


def _pairs(cell: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for item in split_list(cell):
        key, equals, value = item.partition("=")
        if not equals:
            raise ValueError(f"feature {item!r} is not of the shape key=value")
        pairs.append((key.strip(), value.strip()))
    return tuple(pairs)


def _plain_item(text: str) -> str:
    """An item of a list cell: a semicolon of its own would end it."""
    return re.sub(r"\s*;\s*", ", ", text).strip(" ,")


def _decode_lexeme(cells: Cells) -> Lexeme:
    _required(cells, "id", "headword")
    return Lexeme(
        cells["id"],
        cells["headword"],
        cells["pos"],
        cells["gloss"],
        parse_forms(cells["forms"]),
        split_list(cells.get("senses", "")),
        _pairs(cells.get("features", "")),
        cells["source"],
        cells["origin"] or "hand",
        _status(cells),
        _evidence(cells),
    )


def _encode_lexeme(lexeme: Lexeme) -> Cells:
    return {
        "id": lexeme.id,
        "headword": lexeme.headword,
        "pos": lexeme.pos,
        "gloss": lexeme.gloss,
        "forms": format_forms(lexeme.forms),
        "source": lexeme.source,
        "origin": lexeme.origin,
        "status": lexeme.status,
        "senses": join_list(map(_plain_item, lexeme.senses)),
        "features": join_list(f"{key}={_plain_item(value)}" for key, value in lexeme.features),
        **_counts(lexeme.evidence),
    }


def _decode_morpheme(cells: Cells) -> Morpheme:
    _required(cells, "id", "form", "gloss", "kind")
    if cells["kind"] not in KINDS:
        raise ValueError(f"kind {cells['kind']!r} is none of {', '.join(KINDS)}")
    return Morpheme(
        cells["id"],
        cells["form"],
        cells["gloss"],
        cells["kind"],
        cells["slot"],
        split_list(cells["attaches_to"]),
        cells["environment"],
        cells["source"],
        cells["origin"] or "hand",
        _status(cells),
        _evidence(cells),
    )


def _encode_morpheme(morpheme: Morpheme) -> Cells:
    return {
        "id": morpheme.id,
        "form": morpheme.form,
        "gloss": morpheme.gloss,
        "kind": morpheme.kind,
        "slot": morpheme.slot,
        "attaches_to": join_list(morpheme.attaches_to),
        "environment": morpheme.environment,
        "source": morpheme.source,
        "origin": morpheme.origin,
        "status": morpheme.status,
        **_counts(morpheme.evidence),
    }


def _decode_sound(cells: Cells) -> SoundRule:
    _required(cells, "id")
    target = "" if cells["in"] in _EMPTY else cells["in"]
    output = "" if cells["out"] in _EMPTY else cells["out"]
    if not target and not output:
        raise ValueError("a sound rule needs something in 'in' or 'out'")
    optional = cells.get("optional", "").lower()
    if optional not in ("", "yes", "no"):
        raise ValueError(f"column 'optional' holds {optional!r}; write yes or no")
    return SoundRule(
        cells["id"],
        target,
        output,
        cells["before"],
        cells["after"],
        optional == "yes",
        cells.get("source", ""),
        cells.get("origin") or "hand",
        _status(cells),
        _evidence(cells),
    )


def _encode_sound(rule: SoundRule) -> Cells:
    return {
        "id": rule.id,
        "in": rule.target or "∅",
        "out": rule.output or "∅",
        "before": rule.before,
        "after": rule.after,
        "source": rule.source,
        "origin": rule.origin,
        "status": rule.status,
        "optional": "yes" if rule.optional else "",
        **_counts(rule.evidence),
    }


@dataclass(frozen=True, slots=True)
class Transfer:
    """A row of ``transfer.tsv``: a gloss label or construction and how English says it.

    ``kind`` is what the English is (``preposition``, ``connective``, ``verb`` …), empty where the label's meaning
    tells it; of a construction (several elements) it is its name (``conditional``, ``possession`` …).
    """

    id: str
    construction: str
    english: str
    source: str = ""
    origin: str = "reader"
    status: str = "accepted"
    evidence: Evidence = Evidence()
    kind: str = ""


def _decode_transfer(cells: Cells) -> Transfer:
    _required(cells, "id", "construction")
    return Transfer(
        cells["id"],
        cells["construction"],
        cells["english"],
        cells["source"],
        cells["origin"] or "hand",
        _status(cells),
        _evidence(cells),
        cells.get("kind", ""),
    )


def _encode_transfer(row: Transfer) -> Cells:
    cells = {
        name: getattr(row, name) for name in ("id", "construction", "english", "source", "origin", "status", "kind")
    }
    return {**cells, **_counts(row.evidence)}


def _decode_example(cells: Cells) -> Example:
    _required(cells, "id")
    morphs, glosses = tuple(cells["segmented"].split()), tuple(cells["gloss"].split())
    surface = tuple(cells["text"].split())
    return Example(
        cells["id"],
        cells["text"],
        morphs,
        glosses,
        cells["translation"],
        Source.parse(cells["source"]),
        surface if len(surface) == len(morphs) else (),
        cells.get("label", ""),
        cells.get("section", ""),
        cells.get("reference", ""),
        cells.get("judgement", ""),
        cells["meta_language"] or "eng",
        cells.get("language", ""),
        aligned=len(morphs) == len(glosses),
    )


def _encode_example(example: Example) -> Cells:
    return {
        "id": example.id,
        "text": example.surface,
        "segmented": " ".join(example.morphs),
        "gloss": " ".join(example.glosses),
        "translation": example.translation,
        "meta_language": example.meta_language,
        "source": str(example.source),
        **{name: getattr(example, name) for name in ("label", "section", "reference", "judgement", "language")},
    }


def _decode_pair(cells: Cells) -> Pair:
    _required(cells, "text", "translation")
    return Pair(
        cells["id"],
        cells["text"],
        cells["translation"],
        Source.parse(cells["source"]),
        cells.get("meta_language") or "eng",
    )


def _encode_pair(pair: Pair) -> Cells:
    meta = "" if pair.meta_language == "eng" else pair.meta_language
    return {
        "id": pair.id,
        "text": pair.text,
        "translation": pair.translation,
        "source": str(pair.source),
        "meta_language": meta,
    }


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A row of ``confirmed.tsv``: a word with the analysis that a person confirmed."""

    word: str
    segmented: str
    gloss: str
    pos: str = ""
    source: str = ""

    @property
    def analysis(self) -> Analysis:
        return Analysis(split_word(self.segmented, self.gloss), pos=self.pos, basis="confirmed")


def _decode_confirmed(cells: Cells) -> Confirmed:
    _required(cells, "word", "segmented", "gloss")
    row = Confirmed(cells["word"], cells["segmented"], cells["gloss"], cells.get("pos", ""), cells.get("source", ""))
    split_word(row.segmented, row.gloss)
    return row


_RULE = ("source", "origin", "status")
_EVIDENCE = ("for", "against")
LEXICON = Schema(
    "lexicon.tsv",
    ("id", "headword", "pos", "gloss", "forms", *_RULE),
    ("senses", "features", *_EVIDENCE),
    _decode_lexeme,
    _encode_lexeme,
)
MORPHEMES = Schema(
    "morphemes.tsv",
    ("id", "form", "gloss", "kind", "slot", "attaches_to", "environment", *_RULE),
    _EVIDENCE,
    _decode_morpheme,
    _encode_morpheme,
)
SOUNDS = Schema(
    "sounds.tsv",
    ("id", "in", "out", "before", "after", *_RULE),
    ("optional", *_EVIDENCE),
    _decode_sound,
    _encode_sound,
)
TRANSFER = Schema(
    "transfer.tsv", ("id", "construction", "english", *_RULE), ("kind", *_EVIDENCE), _decode_transfer, _encode_transfer
)
EXAMPLES = Schema(
    "examples.tsv",
    ("id", "text", "segmented", "gloss", "translation", "meta_language", "source"),
    ("label", "section", "reference", "judgement", "language"),
    _decode_example,
    _encode_example,
)
PAIRS = Schema("pairs.tsv", ("id", "text", "translation", "source"), ("meta_language",), _decode_pair, _encode_pair)
CONFIRMED = Schema(
    "confirmed.tsv",
    ("word", "segmented", "gloss"),
    ("pos", "source"),
    _decode_confirmed,
    lambda row: {
        "word": row.word,
        "segmented": row.segmented,
        "gloss": row.gloss,
        "pos": row.pos,
        "source": row.source,
    },
)
ABBREVIATIONS = Schema(
    "abbreviations.tsv",
    ("label", "meaning", "source"),
    (),
    lambda cells: Abbreviation(cells["label"], cells["meaning"], Source.parse(cells["source"])),
    lambda row: {"label": row.label, "meaning": row.meaning, "source": str(row.source)},
)
