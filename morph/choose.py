"""Choosing one analysis per word in context: a linear model whose every weight can be read.

A sentence is a lattice: each word has its candidate analyses. A candidate scores the sum of the weights of its
features, two neighbouring candidates score the weights of the features they share, and Viterbi finds the best path.
The weights are learned by the averaged structured perceptron (Collins 2002) from sentences with gold glosses whose
candidates were made without looking at these sentences. Feature names are words a linguist can read:
``bal|dog``, ``after PL: OBJ``, ``guess``.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from morph.errors import DataError
from morph.files import write_atomic
from morph.igt import is_label
from morph.model import Analysis, GlossedWord

Features = dict[str, float]
MAX_CANDIDATES = 16
_START = "⟨s⟩"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An analysis as the model sees it: its own features, and the keys that it shows to its neighbours."""

    analysis: Analysis
    features: Features
    tags: str
    stem: str


def stem_gloss(analysis: Analysis) -> str:
    """The gloss of the stem: of the morphs that are stems, the lexical ones, joined."""
    stems = [m.gloss for m in analysis.morphs if m.kind == "stem"] or [m.gloss for m in analysis.morphs]
    return "+".join(stems)


def tag_sequence(analysis: Analysis) -> str:
    """The grammatical skeleton: labels as they are, lexical glosses as their part of speech or ``X``."""
    tags = [m.gloss if is_label(m.gloss) else analysis.pos or "X" for m in analysis.morphs]
    return "-".join(tags)


def candidate_features(form: str, analysis: Analysis, rank: int, best: float) -> Features:
    """Features of one candidate by itself (``rank`` among the word's analyses, ``best`` the highest weight
    of its basis)."""
    skeleton = tag_sequence(analysis)
    lower = form.casefold()
    basis = analysis.basis
    features: Features = {
        basis: 1.0,
        f"rank {min(rank, 4)}": 1.0,
        f"{basis} below best": min(best - analysis.weight, 12.0) / 4,
        f"{lower}|{analysis.gloss}": 1.0,
        f"skeleton {skeleton}": 1.0,
        f"…{lower[-3:]} {skeleton}": 1.0,
        f"{lower[:2]}… {skeleton}": 1.0,
        f"morphs {min(len(analysis.morphs), 6)}": 1.0,
    }
    previous = _START
    for morph in analysis.morphs:
        label = morph.gloss if is_label(morph.gloss) else "X"
        features[f"{morph.form.casefold()}={morph.gloss}"] = 1.0
        features[f"inside {previous}·{label}"] = 1.0
        if morph.kind != "stem":
            features[f"affix {morph.gloss}"] = 1.0
        previous = label
    if form[:1].isupper():
        features["capital " + ("name" if analysis.pos == "name" else skeleton.split("-")[0])] = 1.0
    return features


def _stem_shape(analysis: Analysis) -> str:
    """How long the stem is, for guesses: long stems are likelier than one letter."""
    return f"stem length {min(max((len(m.form) for m in analysis.morphs if m.kind == 'stem'), default=0), 6)}"


def candidates(word: GlossedWord, hints: Callable[[Analysis], Features] | None = None) -> list[Candidate]:
    """The candidates of a word, at most :data:`MAX_CANDIDATES`; ``hints`` adds features from outside (a translation
    line)."""
    best: dict[str, float] = {}
    found = []
    for rank, analysis in enumerate(word.analyses[:MAX_CANDIDATES]):
        top = best.setdefault(analysis.basis, analysis.weight)
        features = candidate_features(word.form, analysis, rank, top)
        if analysis.basis in ("guess", "unknown"):
            features[f"{analysis.basis} {_stem_shape(analysis)}"] = 1.0
        if hints is not None:
            features |= hints(analysis)
        found.append(Candidate(analysis, features, tag_sequence(analysis), stem_gloss(analysis)))
    return found


def context_features(position: int, words: Sequence[GlossedWord], candidate: Candidate) -> Iterator[str]:
    """Features of a candidate among the neighbouring word forms (as they stand, whatever they are glossed)."""
    before = words[position - 1].form.casefold() if position else _START
    after = words[position + 1].form.casefold() if position + 1 < len(words) else _START
    gloss = candidate.analysis.gloss
    yield f"{before} _ {candidate.tags}"
    yield f"_ {after} {candidate.tags}"
    yield f"{before} _ |{gloss}"
    yield f"_ {after} |{gloss}"


def pair_features(left: Candidate | None, right: Candidate) -> tuple[str, ...]:
    """Features of two neighbouring candidates."""
    tags = left.tags if left else _START
    stem = left.stem if left else _START
    last, first = tags.rpartition("-")[2], right.tags.partition("-")[0]
    return (
        f"after {tags}: {right.tags}",
        f"after {last}: {first}",
        f"after {stem}: {right.stem}",
        f"after {last}: {right.stem}",
    )


@dataclass(slots=True)
class ChoiceModel:
    """Weights by feature name, and how a margin becomes a confidence.

    ``calibration`` maps a basis to the (slope, offset) of a logistic curve over the margin.
    """

    weights: dict[str, float] = field(default_factory=dict)
    calibration: dict[str, tuple[float, float]] = field(default_factory=dict)

    def local(self, candidate: Candidate, position: int, words: Sequence[GlossedWord]) -> float:
        get = self.weights.get
        score = sum(get(name, 0.0) * value for name, value in candidate.features.items())
        return score + sum(get(name, 0.0) for name in context_features(position, words, candidate))

    def pair(self, left: Candidate | None, right: Candidate) -> float:
        get = self.weights.get
        return sum(get(name, 0.0) for name in pair_features(left, right))

    def confidence(self, basis: str, margin: float) -> float:
        """The probability that a choice with this margin is right."""
        slope, offset = self.calibration.get(basis) or self.calibration.get("", (1.0, 0.0))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, slope * margin + offset))))

    def save(self, path: Path, *, about: Mapping[str, str]) -> None:
        """Write as JSON, features sorted by name, so that two models can be compared line by line."""
        weights = {name: round(value, 4) for name, value in sorted(self.weights.items()) if abs(value) >= 1e-4}
        record = {"about": dict(about), "calibration": self.calibration, "weights": weights}
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, json.dumps(record, ensure_ascii=False, indent=0) + "\n")

    @classmethod
    def load(cls, path: Path) -> ChoiceModel:
        """Read what :meth:`save` wrote; DataError where it is something else."""
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            curves = {key: (float(value[0]), float(value[1])) for key, value in record["calibration"].items()}
            return cls({str(k): float(v) for k, v in record["weights"].items()}, curves)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError("not a model of the gloss chooser", path=str(path), hint="onebook train") from error


@dataclass(frozen=True, slots=True)
class Lattice:
    """The candidates of a sentence with the scores of a model: ``local[i][c]`` and ``pairs[i][p][c]``."""

    local: list[list[float]]
    pairs: list[list[list[float]]]

    def best(self) -> tuple[list[int], list[list[float]]]:
        """The best path, and the max-marginal of every candidate (the score of the best path through it)."""
        forward = self._forward()
        backward = self._backward()
        marginals = [[f + b for f, b in zip(fs, bs, strict=True)] for fs, bs in zip(forward, backward, strict=True)]
        path: list[int] = []
        for i in range(len(self.local) - 1, -1, -1):
            scores = forward[i]
            if path:
                scores = [score + self.pairs[i + 1][c][path[-1]] for c, score in enumerate(scores)]
            path.append(max(range(len(scores)), key=lambda c: (scores[c], -c)))
        path.reverse()
        return path, marginals

    def _forward(self) -> list[list[float]]:
        rows: list[list[float]] = []
        for i, local in enumerate(self.local):
            if i == 0:
                rows.append([self.pairs[0][0][c] + local[c] for c in range(len(local))])
                continue
            previous, pair = rows[-1], self.pairs[i]
            rows.append([max(p + pair[k][c] for k, p in enumerate(previous)) + local[c] for c in range(len(local))])
        return rows

    def _backward(self) -> list[list[float]]:
        rows: list[list[float]] = [[0.0] * len(self.local[-1])] if self.local else []
        for i in range(len(self.local) - 2, -1, -1):
            following, pair, local = rows[-1], self.pairs[i + 1], self.local[i + 1]
            ahead = [score + rest for score, rest in zip(local, following, strict=True)]
            rows.append([max(map(float.__add__, pair[c], ahead)) for c in range(len(self.local[i]))])
        rows.reverse()
        return rows


def lattice(model: ChoiceModel, words: Sequence[GlossedWord], options: Sequence[Sequence[Candidate]]) -> Lattice:
    """Score all candidates of a sentence."""
    local = [[model.local(c, i, words) for c in row] for i, row in enumerate(options)]
    pairs: list[list[list[float]]] = []
    for i, row in enumerate(options):
        lefts: Sequence[Candidate | None] = options[i - 1] if i else [None]
        pairs.append([[model.pair(left, right) for right in row] for left in lefts])
    return Lattice(local, pairs)


class ContextChooser:
    """A :class:`morph.gloss.Chooser` with a trained model. ``hints`` makes features from the translation line."""

    def __init__(
        self, model: ChoiceModel, hints: Callable[[str], Callable[[Analysis], Features]] | None = None
    ) -> None:
        self.model = model
        self.hints = hints

    def choose(self, words: Sequence[GlossedWord], translation: str = "") -> tuple[GlossedWord, ...]:
        """The same words with the best analysis first, chosen, and a calibrated confidence."""
        if not words:
            return ()
        hints = self.hints(translation) if self.hints and translation else None
        options = [candidates(word, hints) for word in words]
        path, marginals = lattice(self.model, words, options).best()
        return tuple(
            self._chosen(word, row, marginal, index)
            for word, row, marginal, index in zip(words, options, marginals, path, strict=True)
        )

    def _chosen(self, word: GlossedWord, row: list[Candidate], marginal: list[float], index: int) -> GlossedWord:
        margin = self.margin(row, marginal, index)
        order = sorted(range(len(row)), key=lambda c: (c != index, -marginal[c]))
        analyses = tuple(row[c].analysis for c in order) + word.analyses[len(row) :]
        confidence = self.model.confidence(analyses[0].basis, margin)
        return replace(word, analyses=analyses, chosen=0, confidence=confidence)

    @staticmethod
    def margin(row: Sequence[Candidate], marginal: Sequence[float], index: int) -> float:
        """How far the chosen gloss is ahead of the best other gloss; 8 where there is no other."""
        chosen = row[index].analysis.gloss
        others = [score for candidate, score in zip(row, marginal, strict=True) if candidate.analysis.gloss != chosen]
        return marginal[index] - max(others) if others else 8.0

    def explain(
        self, words: Sequence[GlossedWord], position: int, translation: str = "", limit: int = 6
    ) -> list[tuple[str, float]]:
        """What decided for the chosen analysis against the runner-up at ``position``: features by difference."""
        hints = self.hints(translation) if self.hints and translation else None
        options = [candidates(word, hints) for word in words]
        path, marginals = lattice(self.model, words, options).best()
        rivals = [c for c in range(len(options[position])) if c != path[position]]
        if not rivals:
            return []
        rival = max(rivals, key=lambda c: marginals[position][c])
        gain: dict[str, float] = {}
        for index, sign in ((path[position], 1.0), (rival, -1.0)):
            chosen = [*path[:position], index, *path[position + 1 :]]
            for name, value in path_features(words, options, chosen).items():
                gain[name] = gain.get(name, 0.0) + sign * value * self.model.weights.get(name, 0.0)
        ranked = sorted(((n, v) for n, v in gain.items() if abs(v) > 1e-6), key=lambda item: -abs(item[1]))
        return ranked[:limit]


def path_features(
    words: Sequence[GlossedWord], options: Sequence[Sequence[Candidate]], path: Sequence[int]
) -> Features:
    """All features of one path through the lattice, summed."""
    total: Features = {}
    left: Candidate | None = None
    for i, index in enumerate(path):
        candidate = options[i][index]
        for name, value in candidate.features.items():
            total[name] = total.get(name, 0.0) + value
        for name in (*context_features(i, words, candidate), *pair_features(left, candidate)):
            total[name] = total.get(name, 0.0) + 1.0
        left = candidate
    return total


@dataclass(frozen=True, slots=True)
class Training:
    """A sentence to learn from: its words with honest candidates, and the gold gloss of each word."""

    words: tuple[GlossedWord, ...]
    glosses: tuple[str, ...]
    translation: str = ""


def gold_index(row: Sequence[Candidate], gloss: str) -> int | None:
    """The candidate with the gold gloss; else the one that shares most of its morphs, where that is half or more."""
    for index, candidate in enumerate(row):
        if candidate.analysis.gloss == gloss:
            return index
    gold = _pieces(gloss)
    scored = [(_overlap(_pieces(c.analysis.gloss), gold), -i) for i, c in enumerate(row)]
    best, index = max(scored, default=(0.0, 0))
    return -index if best >= 0.5 else None


def _pieces(gloss: str) -> list[str]:
    return gloss.replace("=", "-").replace("~", "-").split("-")


def _overlap(pieces: list[str], gold: list[str]) -> float:
    same = sum(a == b for a, b in zip(pieces, gold, strict=False))
    return same / max(len(pieces), len(gold))


def train(
    sentences: Sequence[Training],
    *,
    epochs: int = 8,
    seed: int = 1,
    hints: Callable[[str], Callable[[Analysis], Features]] | None = None,
    progress: Callable[[int, float], None] | None = None,
) -> ChoiceModel:
    """Learn weights with the averaged perceptron; deterministic under ``seed``.

    ``progress`` is called after each pass with its number and the share of words that were right in it. A word none
    of whose candidates comes near its gold gloss is left free: the model chooses, and no update comes from it.
    """
    weights: dict[str, float] = {}
    totals: dict[str, float] = {}
    model = ChoiceModel(weights)
    prepared = []
    for sentence in sentences:
        made = hints(sentence.translation) if hints and sentence.translation else None
        options = [candidates(word, made) for word in sentence.words]
        gold = [gold_index(row, gloss) for row, gloss in zip(options, sentence.glosses, strict=True)]
        if any(index is not None for index in gold):
            prepared.append((sentence.words, options, gold))
    order, step = list(range(len(prepared))), 0
    randomness = random.Random(seed)
    for epoch in range(epochs):
        randomness.shuffle(order)
        right = seen = 0
        for i in order:
            words, options, gold = prepared[i]
            step += 1
            path, _ = lattice(model, words, options).best()
            target = [p if g is None else g for p, g in zip(path, gold, strict=True)]
            right += sum(p == t for p, t in zip(path, target, strict=True))
            seen += len(path)
            if path != target:
                _update(weights, totals, step, path_features(words, options, target), 1.0)
                _update(weights, totals, step, path_features(words, options, path), -1.0)
        if progress:
            progress(epoch + 1, right / max(1, seen))
    averaged = {name: value - totals.get(name, 0.0) / (step + 1) for name, value in weights.items()}
    return ChoiceModel({name: value for name, value in averaged.items() if abs(value) > 1e-6})


def _update(weights: dict[str, float], totals: dict[str, float], step: int, features: Features, sign: float) -> None:
    """One perceptron update; ``totals`` keeps what averaging needs (Daumé's trick: weight minus total / steps)."""
    for name, value in features.items():
        weights[name] = weights.get(name, 0.0) + sign * value
        totals[name] = totals.get(name, 0.0) + sign * value * step


def calibrate(model: ChoiceModel, judged: Sequence[tuple[str, float, bool]], *, passes: int = 400) -> None:
    """Fit the logistic curves that turn margins into confidences, one per basis with 50 or more words, one for all
    (Platt 1999). ``judged`` holds (basis, margin, right) of words outside the training data of ``model``."""
    groups: dict[str, list[tuple[float, bool]]] = {"": []}
    for basis, margin, right in judged:
        groups.setdefault(basis, []).append((margin, right))
        groups[""].append((margin, right))
    for basis, points in groups.items():
        if len(points) >= 50 or (basis == "" and points):
            model.calibration[basis] = _platt(points, passes)


def _platt(points: Sequence[tuple[float, bool]], passes: int) -> tuple[float, float]:
    """Slope and offset of a logistic curve by Newton's method on the smoothed labels of Platt (1999)."""
    positives = sum(right for _, right in points)
    high = (positives + 1) / (positives + 2)
    low = 1 / (len(points) - positives + 2)
    slope, offset = 0.3, 0.0
    for _ in range(min(passes, 60)):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for margin, right in points:
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, slope * margin + offset))))
            error, spread = p - (high if right else low), max(p * (1 - p), 1e-9)
            g0, g1 = g0 + error * margin, g1 + error
            h00, h01, h11 = h00 + spread * margin * margin, h01 + spread * margin, h11 + spread
        h00, h11 = h00 + 1e-3, h11 + 1e-3
        determinant = h00 * h11 - h01 * h01
        slope -= (h11 * g0 - h01 * g1) / determinant
        offset -= (h00 * g1 - h01 * g0) / determinant
    return max(slope, 0.0), offset
