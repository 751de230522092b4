"""The weights of a chooser by what they join, so that scoring a sentence makes no names of features.

The model (:mod:`morph.choose`) is a flat list of names with weights, for reading. Here the same weights stand by key:
``"hand after to"`` as ``contexts["after to"]["hand"]``, ``"after PL: OBJ"`` as ``pairs["PL"]["OBJ"]``. A name that can
be cut in two ways stands under both, so that no weight is missed. The index of a model is kept in a file beside the
compiled tables, because it loads several times as fast as the model.

>>> index = ChoiceIndex.of({"hand after to": 1.5, "after PL: OBJ": 0.5, "table": 2.0}, {})
>>> index.contexts["after to"]["hand"], index.pairs["PL"]["OBJ"], index.own("table"), index.own("hand after to")
(1.5, 0.5, 2.0, 1.5)
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from morph import kept
from morph.choose import PLAIN, ChoiceModel, Curve, height

VERSION = 3
_JOINTS = (" after ", " before ", " with ", " near ", " beside ")
_NONE: dict[str, float] = {}


@dataclass(slots=True)
class ChoiceIndex:
    """``words``: features of a word alone. ``contexts``: what stands around an analysis → its key → weight.
    ``pairs``: key of the left neighbour → key of the right one → weight. ``calibration`` as in the model."""

    words: dict[str, float]
    contexts: dict[str, dict[str, float]]
    pairs: dict[str, dict[str, float]]
    calibration: dict[str, Curve]

    @classmethod
    def of(cls, weights: Mapping[str, float], calibration: Mapping[str, Curve]) -> ChoiceIndex:
        """The index of a model's weights."""
        index = cls({}, {}, {}, dict(calibration))
        # Weights recur; one object for each keeps index and file small.
        share: dict[float, float] = {}
        for name, value in weights.items():
            weight = share.setdefault(value, value)
            joined = False
            for key, context in _splits(name):
                index.contexts.setdefault(context, {})[key] = weight
                joined = True
            if name.startswith("after "):
                for at in _places(name, ": "):
                    index.pairs.setdefault(name[6:at], {})[name[at + 2 :]] = weight
                    joined = True
            if not joined:
                index.words[name] = weight
        return index

    def own(self, name: str) -> float:
        """The weight of a feature by its name."""
        found = self.words.get(name)
        if found is not None or " " not in name:
            return found or 0.0
        for key, context in _splits(name):
            if key in (keys := self.contexts.get(context, _NONE)):
                return keys[key]
        return 0.0

    def confidence(self, basis: str, margin: float, strange: float = 0.0) -> float:
        """The probability that a choice with this margin is right, as :meth:`morph.choose.ChoiceModel.confidence`."""
        return height(self.calibration.get(basis) or self.calibration.get("", PLAIN), margin, strange)


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _splits(name: str) -> Iterator[tuple[str, str]]:
    """The ways in which a name joins a key and a context."""
    for joint in _JOINTS:
        if joint in name:
            for at in _places(name, joint):
                yield name[:at], name[at + 1 :]


def open_index(path: Path, cache: Path) -> ChoiceIndex:
    """The index of the model in ``path``, from the file ``cache`` where that was made from the same model (it is
    written where not); DataError where ``path`` is no model."""
    key = _signature(path.read_bytes())
    index = kept.read(cache, key, lambda found: ChoiceIndex(*found))
    if index is None:
        model = ChoiceModel.load(path)
        index = ChoiceIndex.of(model.weights, model.calibration)
        with contextlib.suppress(OSError):
            kept.write(cache, key, (index.words, index.contexts, index.pairs, index.calibration))
    return index


def _signature(data: bytes) -> bytes:
    python = f"onebook choice {VERSION} {sys.version_info.major}.{sys.version_info.minor} {marshal.version} "
    return hashlib.sha256(python.encode() + data).digest()
