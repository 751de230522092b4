"""How well a text was glossed: the shared task's figures, what lies behind them, and the rules to blame.

>>> gold = [Glossed("the dogs ran", "DEF dog-PL run.PST")]
>>> scores = score_glosses(gold, [Glossed("the dogs ran", "DEF dog-PL run")])
>>> round(scores.official.words.value, 3), round(scores.official.morphemes.value, 3)
(0.667, 0.75)
>>> scores.confusions[0]
Confusion(word='ran', gold='run.PST', predicted='run', count=1)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hybrid.evaluate.blame import BasisScore, Blame, blame_morphemes, score_bases
from hybrid.evaluate.calibration import Calibration, calibrate
from hybrid.evaluate.counting import SCALES, Ratio, Scale, is_punctuation, score_scale
from morph.errors import DataError
from morph.igt import in_blocks
from morph.model import IGT

CHOICES = 3
"""Analyses among which the right one is looked for (``oracle``)."""
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Glossed:
    """A sentence with its gloss line: what is scored, and what the gold is.

    ``text`` and ``gloss`` are whitespace-separated, one gloss item a word. ``bases`` holds the basis of each word's
    analysis, ``morphemes`` the ids of the rows it rests on, ``confidences`` how sure it is and ``choices`` the glosses
    of its best analyses, where they are known (a prediction by onebook).
    """

    text: str
    gloss: str
    id: str = ""
    bases: tuple[str, ...] = ()
    morphemes: tuple[tuple[str, ...], ...] = ()
    confidences: tuple[float, ...] = ()
    choices: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, igt: IGT) -> Glossed:
        """The gloss line of an interlinear text, with the rows each word rests on."""
        analyses = [word.analysis for word in igt.words]
        return cls(
            " ".join(word.form for word in igt.words),
            " ".join(in_blocks(word).replace(" ", ".") for word in igt.words),
            igt.id,
            tuple(analysis.basis if analysis else "unknown" for analysis in analyses),
            tuple(tuple(m.morpheme for m in a.morphs if m.morpheme) if a else () for a in analyses),
            tuple(word.confidence for word in igt.words),
            tuple(tuple(a.gloss.replace(" ", ".") for a in word.analyses[:CHOICES]) for word in igt.words),
        )


@dataclass(frozen=True, slots=True)
class Confusion:
    """A word that was glossed wrongly ``count`` times in the same way."""

    word: str
    gold: str
    predicted: str
    count: int


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """One sentence: words right of words, with both gloss lines."""

    id: str
    text: str
    gold: str
    predicted: str
    words: Ratio


@dataclass(frozen=True, slots=True)
class GlossScores:
    """All scores of one glossed text.

    ``aligned_morphemes`` compares morphemes within their word, so that a wrong number of morphemes costs that word
    only; ``seen`` and ``unseen`` split the words by the training vocabulary, ``unseen_sentences`` are the figures
    without sentences that also stand in the training data (None where no training data was given). Words are
    compared by position, those of punctuation only are left out of everything but the official scale. ``oracle`` counts
    the words whose gloss is among the three best analyses, ``calibration`` says whether confidences can be trusted
    (both None for a prediction that does not tell).
    """

    sentences: int
    official: Scale
    unpunctuated: Scale
    aligned_morphemes: Ratio
    seen: Ratio | None
    unseen: Ratio | None
    repeated_sentences: int
    unseen_sentences: tuple[Scale, Scale] | None
    bases: tuple[BasisScore, ...]
    blame: tuple[Blame, ...]
    confusions: tuple[Confusion, ...]
    by_sentence: tuple[SentenceScore, ...]
    oracle: Ratio | None = None
    calibration: Calibration | None = None

    def worst(self, count: int = 20) -> tuple[SentenceScore, ...]:
        """The sentences with the largest share of wrong words, longer ones first among equals."""
        ranked = sorted(self.by_sentence, key=lambda s: (s.words.value, -s.words.total))
        return tuple(s for s in ranked if s.words.right < s.words.total)[:count]

    def as_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``: every ratio with its value, F1 with precision and recall."""
        return _plain(asdict(self), self)


@dataclass(frozen=True, slots=True)
class _Word:
    """One gold word with its prediction."""

    form: str
    gold: str
    predicted: str
    basis: str
    morphemes: tuple[str, ...]
    confidence: float
    choices: tuple[str, ...]

    @property
    def right(self) -> bool:
        return self.gold == self.predicted


def score_glosses(
    gold: Sequence[IGT | Glossed],
    predicted: Sequence[IGT | Glossed],
    *,
    train: Iterable[str] | None = None,
) -> GlossScores:
    """Score predicted glosses against gold glosses, sentence by sentence in the same order.

    ``train`` are the sentences (texts) of the training data: they tell seen words from unseen ones, case and
    punctuation at the edges apart. Raises :class:`DataError` where the numbers of sentences differ.
    """
    if len(gold) != len(predicted):
        raise DataError(
            "the texts cannot be compared sentence by sentence",
            found=f"{len(predicted)} predicted sentences",
            expected=f"{len(gold)}",
            hint="gloss exactly the sentences of the gold text, in the same order",
        )
    pairs = [(_glossed(g), _glossed(p)) for g, p in zip(gold, predicted, strict=True)]
    words = [_words(g, p) for g, p in pairs]
    flat = [word for sentence in words for word in sentence]
    training = None if train is None else list(train)
    repeated = _repeated(pairs, training)
    new = [pair for pair, again in zip(pairs, repeated, strict=True) if not again]
    seen, unseen = _by_vocabulary(flat, training)
    official, unpunctuated = _scales(pairs)
    return GlossScores(
        sentences=len(pairs),
        official=official,
        unpunctuated=unpunctuated,
        aligned_morphemes=_aligned(flat),
        seen=seen,
        unseen=unseen,
        repeated_sentences=sum(repeated),
        unseen_sentences=None if training is None else _scales(new),
        bases=score_bases((word.basis, word.right) for word in flat),
        blame=blame_morphemes((w.morphemes, w.right, (w.form, w.gold, w.predicted)) for w in flat),
        confusions=_confusions(flat),
        by_sentence=tuple(
            SentenceScore(g.id or str(i), g.text, g.gloss, p.gloss, Ratio(sum(w.right for w in ws), len(ws)))
            for i, ((g, p), ws) in enumerate(zip(pairs, words, strict=True), 1)
        ),
        oracle=_oracle(flat),
        calibration=_calibration(flat),
    )


def _oracle(words: Sequence[_Word]) -> Ratio | None:
    told = [word.gold in word.choices for word in words if word.choices]
    return Ratio(sum(told), len(words)) if told else None


def _calibration(words: Sequence[_Word]) -> Calibration | None:
    """Without a trained chooser no word has a confidence."""
    if not any(word.confidence for word in words):
        return None
    return calibrate([(word.confidence, word.right) for word in words])


def _glossed(sentence: IGT | Glossed) -> Glossed:
    return Glossed.of(sentence) if isinstance(sentence, IGT) else sentence


def _scales(pairs: Sequence[tuple[Glossed, Glossed]]) -> tuple[Scale, Scale]:
    gold, predicted = [g.gloss for g, _ in pairs], [p.gloss for _, p in pairs]
    official, unpunctuated = (score_scale(gold, predicted, scale) for scale in SCALES)
    return official, unpunctuated


def _words(gold: Glossed, predicted: Glossed) -> list[_Word]:
    """The words of a sentence without those of punctuation, aligned by position."""
    forms, output = gold.text.split(), predicted.gloss.split()
    expected = gold.gloss.split()
    if len(forms) != len(expected):
        # a text whose punctuation stands apart from its words, or has none in the gloss line
        forms = [form for form in forms if not is_punctuation(form)]
    padded = [*output, *[""] * len(expected)]
    bases = [*predicted.bases, *[""] * len(expected)]
    rows = [*predicted.morphemes, *[()] * len(expected)]
    sure = [*predicted.confidences, *[0.0] * len(expected)]
    choices = [*predicted.choices, *[()] * len(expected)]
    names = forms if len(forms) == len(expected) else expected
    return [
        _Word(_EDGES.sub("", names[i]), item, padded[i], bases[i], rows[i], sure[i], choices[i])
        for i, item in enumerate(expected)
        if not is_punctuation(item)
    ]


def _aligned(words: Sequence[_Word]) -> Ratio:
    right = total = 0
    for word in words:
        gold, output = re.split(r"[-=~]", word.gold), re.split(r"[-=~]", word.predicted)
        total += len(gold)
        right += sum(g == p for g, p in zip(gold, output, strict=False))
    return Ratio(right, total)


def _key(text: str) -> str:
    return " ".join(filter(None, (_EDGES.sub("", word).casefold() for word in text.split())))


def _repeated(pairs: Sequence[tuple[Glossed, Glossed]], train: list[str] | None) -> list[bool]:
    known = {_key(text) for text in train or ()}
    return [_key(gold.text) in known for gold, _ in pairs]


def _by_vocabulary(words: Sequence[_Word], train: list[str] | None) -> tuple[Ratio | None, Ratio | None]:
    if train is None:
        return None, None
    vocabulary = {word for text in train for word in _key(text).split()}
    seen = [word.right for word in words if word.form.casefold() in vocabulary]
    unseen = [word.right for word in words if word.form.casefold() not in vocabulary]
    return Ratio(sum(seen), len(seen)), Ratio(sum(unseen), len(unseen))


def _confusions(words: Sequence[_Word]) -> tuple[Confusion, ...]:
    counts = Counter((w.form, w.gold, w.predicted) for w in words if not w.right)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Confusion(*key, count) for key, count in ranked)


def _plain(data: dict[str, Any], value: Any) -> dict[str, Any]:
    """Add the derived figures (``value``, ``precision``, ``recall``, ``f1``) to the fields of each dataclass."""
    for name in ("value", "precision", "recall", "f1"):
        if hasattr(value, name):
            data[name] = getattr(value, name)
    for key, item in data.items():
        if isinstance(item, dict):
            _plain(item, getattr(value, key))
        elif isinstance(item, tuple):
            for part, member in zip(item, getattr(value, key), strict=True):
                if isinstance(part, dict):
                    _plain(part, member)
    return data
