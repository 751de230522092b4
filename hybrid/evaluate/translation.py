"""How well text was translated: chrF as the MTOB benchmark takes it, chrF, chrF++ and BLEU, with signatures.

The MTOB metric (Tanzer et al. 2024, *A Benchmark for Learning to Translate a New Language from One Grammar Book*) is
corpus chrF (Popović 2015: character 6-grams, no word n-grams, beta 2, case-sensitive) after deleting punctuation on
both sides. The other three are sacreBLEU's own (Post 2018), on the text as it is.

>>> scores = score_translations(["The dog barks."], ["The dog barks!"], samples=0)
>>> [f"{s.name} {s.score:.1f}" for s in scores.systems]
['MTOB 100.0', 'chrF 89.1', 'chrF++ 84.5', 'BLEU 59.5']
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.metrics.base import Metric

from hybrid.evaluate.constructions import constructions
from hybrid.evaluate.significance import (
    SEED,
    Comparison,
    Interval,
    TestName,
    compare,
    corpus_score,
    interval,
    sufficient_statistics,
)  # fmt: skip
from morph.errors import DataError

LENGTHS = ((1, 3), (4, 6), (7, 10), (11, 15), (16, 10_000))
UNKNOWN_SHARES = ((0.0, 0.0), (0.0, 0.1), (0.1, 0.25), (0.25, 0.5), (0.5, 1.0))


@dataclass(frozen=True, slots=True)
class MetricScore:
    """A corpus score (0–100) with its sacreBLEU signature and, where sampled, its 95 % bootstrap interval."""

    name: str
    score: float
    signature: str
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class SentenceTranslation:
    """One sentence with its scores (MTOB metric and chrF++, of the sentence alone)."""

    id: str
    source: str
    hypothesis: str
    reference: str
    mtob: float
    chrf_plus: float


@dataclass(frozen=True, slots=True)
class Group:
    """The corpus score (MTOB metric) of the sentences of one kind, e.g. of 4–6 words."""

    name: str
    sentences: int
    mtob: float


@dataclass(frozen=True, slots=True)
class TranslationScores:
    """All scores of one translated text; ``systems`` holds MTOB, chrF, chrF++ and BLEU in this order. ``runs`` are the
    MTOB scores of all runs of a system (other seeds) where there are several: the rest is then of the middle one."""

    sentences: int
    systems: tuple[MetricScore, ...]
    by_sentence: tuple[SentenceTranslation, ...]
    by_length: tuple[Group, ...]
    by_unknown: tuple[Group, ...] = ()
    by_construction: tuple[Group, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    empty: int = 0
    runs: tuple[float, ...] = ()

    @property
    def mtob(self) -> float:
        return self.systems[0].score

    def worst(self, count: int = 20) -> tuple[SentenceTranslation, ...]:
        """The sentences with the lowest score."""
        return tuple(sorted(self.by_sentence, key=lambda s: (s.mtob, s.chrf_plus, s.id))[:count])

    def as_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``."""
        return asdict(self)


def delete_punctuation(text: str) -> str:
    """Text without punctuation (Python's ``string.punctuation`` and the Unicode categories P*), as MTOB scores it.

    >>> delete_punctuation("“Who's that?” – they ask.")
    'Whos that  they ask'
    """
    return "".join(c for c in text if c not in string.punctuation and unicodedata.category(c)[0] != "P")


@dataclass(frozen=True, slots=True)
class _Measure:
    name: str
    make: Callable[[], Metric]
    prepare: Callable[[str], str] = str
    mark: str = ""


MEASURES = (
    _Measure("MTOB", lambda: CHRF(char_order=6, word_order=0, beta=2), delete_punctuation, "|punct:deleted"),
    _Measure("chrF", lambda: CHRF(char_order=6, word_order=0, beta=2)),
    _Measure("chrF++", lambda: CHRF(char_order=6, word_order=2, beta=2)),
    _Measure("BLEU", lambda: BLEU()),
)


def score_translations(
    hypotheses: Sequence[str],
    references: Sequence[str],
    *,
    sources: Sequence[str] = (),
    ids: Sequence[str] = (),
    other: Sequence[str] | None = None,
    vocabulary: Collection[str] | None = None,
    english: Sequence[str] = (),
    test: TestName = "bootstrap",
    samples: int = 1000,
    seed: int = SEED,
) -> TranslationScores:
    """Score translations against one reference each.

    ``other`` is a second system's output for the paired test; ``vocabulary`` the casefolded source words that the
    training data knows, for the groups by share of unknown words (needs ``sources``); ``english`` the English side,
    for the groups by construction. ``samples`` 0 leaves the bootstrap out. Raises :class:`DataError` where the numbers
    of lines differ.
    """
    _check_lengths(len(references), hypotheses=hypotheses, sources=sources, ids=ids, other=other or (), english=english)
    systems, comparisons = [], []
    for measure in MEASURES:
        score, comparison = _measure(measure, hypotheses, references, other, test, samples, seed)
        systems.append(score)
        comparisons += [comparison] if comparison else []
    names = ids or [str(i) for i in range(1, len(references) + 1)]
    return TranslationScores(
        sentences=len(references),
        systems=tuple(systems),
        by_sentence=_by_sentence(names, sources or [""] * len(references), hypotheses, references),
        by_length=_by_length(hypotheses, references),
        by_unknown=_by_unknown(hypotheses, references, sources, vocabulary) if sources and vocabulary else (),
        by_construction=_by_construction(hypotheses, references, english) if english else (),
        comparisons=tuple(comparisons),
        empty=sum(not line.strip() for line in hypotheses),
    )


def _check_lengths(expected: int, **columns: Sequence[str]) -> None:
    for name, lines in columns.items():
        if len(lines) not in (expected, 0) or (name == "hypotheses" and len(lines) != expected):
            raise DataError(
                f"the {name} don't fit the references line by line",
                found=f"{len(lines)} lines",
                expected=f"{expected}",
                hint="give one line for each reference, an empty one where there is no translation",
            )
    if not expected:
        raise DataError("there is nothing to score", expected="at least one reference")


def _measure(
    measure: _Measure,
    hypotheses: Sequence[str],
    references: Sequence[str],
    other: Sequence[str] | None,
    test: TestName,
    samples: int,
    seed: int,
) -> tuple[MetricScore, Comparison | None]:
    metric = measure.make()
    prepared = [measure.prepare(line) for line in references]
    statistics = sufficient_statistics(metric, [measure.prepare(line) for line in hypotheses], prepared)
    signature = str(metric.get_signature().format()) + measure.mark
    score = MetricScore(measure.name, corpus_score(metric, statistics), signature)
    if samples:
        bounds = interval(metric, statistics, samples=samples, seed=seed)
        score = replace(score, interval=bounds, signature=f"{signature}|bs:{samples}|seed:{seed}")
    if other is None:
        return score, None
    rival = sufficient_statistics(metric, [measure.prepare(line) for line in other], prepared)
    count = samples if test == "bootstrap" else 0
    return score, compare(metric, measure.name, statistics, rival, test=test, samples=count, seed=seed)


def _by_sentence(
    ids: Sequence[str], sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str]
) -> tuple[SentenceTranslation, ...]:
    mtob, plus = CHRF(), CHRF(word_order=2)
    rows = zip(ids, sources, hypotheses, references, strict=True)
    return tuple(
        SentenceTranslation(
            *row,
            mtob.sentence_score(delete_punctuation(row[2]), [delete_punctuation(row[3])]).score,
            plus.sentence_score(row[2], [row[3]]).score,
        )
        for row in rows
    )


def _group(name: str, chosen: Sequence[int], hypotheses: Sequence[str], references: Sequence[str]) -> Group:
    if not chosen:
        return Group(name, 0, 0.0)
    outputs = [delete_punctuation(hypotheses[i]) for i in chosen]
    score = CHRF().corpus_score(outputs, [[delete_punctuation(references[i]) for i in chosen]]).score
    return Group(name, len(chosen), score)


def _by_length(hypotheses: Sequence[str], references: Sequence[str]) -> tuple[Group, ...]:
    """Groups by the number of words of the reference."""
    lengths = [len(line.split()) for line in references]
    groups = []
    for low, high in LENGTHS:
        name = f"{low}+ words" if high == LENGTHS[-1][1] else f"{low}–{high} words"
        groups.append(_group(name, [i for i, n in enumerate(lengths) if low <= n <= high], hypotheses, references))
    return tuple(group for group in groups if group.sentences)


def _by_unknown(
    hypotheses: Sequence[str], references: Sequence[str], sources: Sequence[str], vocabulary: Collection[str]
) -> tuple[Group, ...]:
    """Groups by the share of source words that the training data doesn't know."""
    shares = [_unknown_share(source, vocabulary) for source in sources]
    groups = []
    for low, high in UNKNOWN_SHARES:
        name = "no unknown words" if high == 0 else f"{low:.0%}–{high:.0%} unknown"
        chosen = [i for i, share in enumerate(shares) if (share == 0 if high == 0 else low < share <= high)]
        groups.append(_group(name, chosen, hypotheses, references))
    return tuple(group for group in groups if group.sentences)


def _by_construction(hypotheses: Sequence[str], references: Sequence[str], english: Sequence[str]) -> tuple[Group, ...]:
    """Groups by what the English side says in which construction; a sentence may stand in several."""
    members: dict[str, list[int]] = {}
    for number, line in enumerate(english):
        for name in constructions(line) or ("none of these",):
            members.setdefault(name, []).append(number)
    groups = (_group(name, chosen, hypotheses, references) for name, chosen in members.items())
    return tuple(sorted(groups, key=lambda group: -group.sentences))


def _unknown_share(source: str, vocabulary: Collection[str]) -> float:
    words = [word for word in delete_punctuation(source).casefold().split()]
    return sum(word not in vocabulary for word in words) / len(words) if words else 0.0
