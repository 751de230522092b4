"""What was learned, kept in one file: so that a translation starts without learning anew.

The file is NumPy's ``.npz`` without pickled objects: the weights as half-precision matrices, everything counted as
one JSON text. ``key`` names what it was learned from; a file with another key, or a damaged one, is not used.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np

from hybrid.from_english.classify import Classifier
from hybrid.from_english.context import Surroundings
from hybrid.from_english.learn import Transfer
from hybrid.from_english.lexical import LexicalIndex
from hybrid.from_english.order import WordOrder
from hybrid.from_english.sequence import SequenceModel
from hybrid.from_english.templates import Slots
from morph.model import Lexeme, Morph

VERSION = "6"


def save(transfer: Transfer, path: Path, key: str) -> None:
    """Write beside, then rename: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {"data": np.array(json.dumps(_data(transfer, key), ensure_ascii=False))}
    for name, model in (("saying", transfer.saying), ("templates", transfer.templates)):
        arrays[f"{name}_parts"] = model.parts.astype(np.float16)
        arrays[f"{name}_wholes"] = model.wholes.astype(np.float16)
        arrays[f"{name}_composition"] = model.composition.astype(np.int8)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            np.savez_compressed(file, **arrays)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def load(path: Path, key: str, lexemes: Sequence[Lexeme]) -> Transfer | None:
    """What :func:`save` wrote, None where it is missing, damaged or was learned from something else."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            data = json.loads(str(arrays["data"]))
            if data.get("key") != key or data.get("version") != VERSION:
                return None
            models = {name: _classifier(name, data, arrays) for name in ("saying", "templates")}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
    return _transfer(data, models, lexemes)


def _data(transfer: Transfer, key: str) -> dict[str, Any]:
    sequence, context = transfer.sequence, transfer.context
    return {
        "version": VERSION,
        "key": key,
        "prior": transfer.prior,
        "support": transfer.support,
        "phrases": {name: [[list(stems), n] for stems, n in c.items()] for name, c in transfer.phrases.items()},
        "frequency": transfer.frequency,
        "english": transfer.english,
        "order": [transfer.order.head, transfer.order.pair],
        "context": [
            [[lemma, list(stems), found] for (lemma, stems), found in context.by_stem.items()],
            context.by_word,
        ],
        "sequence": [[list(gram), found] for gram, found in sequence.following.items()],
        "cores": {stem: [astuple(morph) for morph in core] for stem, core in transfer.cores.items()},
        "attached": [[list(part), astuple(morph)] for part, morph in transfer.attached.items()],
        "slots": [[list(part), place] for part, place in transfer.slots.position.items()],
        "saying": _named(transfer.saying),
        "templates": _named(transfer.templates),
    }


def _named(model: Classifier) -> dict[str, Any]:
    return {"classes": model.classes, "features": list(model.features)}


def _classifier(name: str, data: dict[str, Any], arrays: Any) -> Classifier:
    return Classifier(
        tuple(_frozen(parts) for parts in data[name]["classes"]),
        {feature: i for i, feature in enumerate(data[name]["features"])},
        arrays[f"{name}_composition"].astype(np.float32),
        arrays[f"{name}_parts"].astype(np.float32),
        arrays[f"{name}_wholes"].astype(np.float32),
    )


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _transfer(data: dict[str, Any], models: dict[str, Classifier], lexemes: Sequence[Lexeme]) -> Transfer:
    following = defaultdict(Counter, {tuple(gram): Counter(found) for gram, found in data["sequence"]})
    by_stem = {(lemma, tuple(stems)): Counter(found) for lemma, stems, found in data["context"][0]}
    by_word = {lemma: Counter(found) for lemma, found in data["context"][1].items()}
    return Transfer(
        index=LexicalIndex.of(lexemes),
        prior=data["prior"],
        support=data["support"],
        phrases={name: Counter({tuple(s): n for s, n in found}) for name, found in data["phrases"].items()},
        frequency=Counter(data["frequency"]),
        english=Counter(data["english"]),
        saying=models["saying"],
        templates=models["templates"],
        slots=Slots({(place, name): position for (place, name), position in data["slots"]}),
        order=WordOrder(*data["order"]),
        context=Surroundings(by_stem, by_word),
        sequence=SequenceModel(following, {gram: found.total() for gram, found in following.items()}),
        cores={stem: tuple(Morph(*morph) for morph in core) for stem, core in data["cores"].items()},
        attached={(place, name): Morph(*morph) for (place, name), morph in data["attached"]},
    )
