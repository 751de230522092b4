"""Gloss the dev sets of the SIGMORPHON 2023 shared task with projects made from the train sets alone.

usage: python benchmarks/sigmorphon.py DATA_DIR LANG... [--track 1|2] [--unsegmented] [--fast] [--seed N]

The steps are those of ``onebook new``, ``add texts``, ``extract``, ``train`` and ``gloss``, called as a library; one
configuration for all languages, but for the meta-language of the translations. Track 1 glosses the text line, track 2
the segmented line; the translation line is used where there is one. Training uses the segmentation of the train file
for both tracks; with ``--unsegmented`` (track 1 proper) the train file without segmentation. ``--fast`` leaves the
extracted rules out: candidates come from the texts only. Figures are per cent; the headline is all sentences.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

from hybrid.evaluate.glossing import Glossed, GlossScores, score_glosses
from morph.choose import ContextChooser
from morph.gloss import Glosser
from morph.model import IGT
from rules.extract.extract import extract
from rules.items import Example, SourceRead
from rules.sources.sigmorphon import read_sigmorphon
from rules.train import fold_glosser, language_of, learn_choice, without_rules

META = {"usp": "spa"}
# best published on test, words / morphemes: shared task and later systems together
PUBLISHED = {
    1: {"ddo": (88.5, 85.5), "git": (38.3, 15.8), "lez": (78.8, 69.3), "ntu": (81.0, 71.2), "nyb": (88.4, 90.4),
        "usp": (82.5, 78.9)},
    2: {"ddo": (89.9, 93.5), "git": (34.9, 52.4), "lez": (85.4, 87.6), "ntu": (89.3, 92.8), "nyb": (89.2, 91.4),
        "usp": (84.5, 86.4)},
}  # fmt: skip
HEADINGS = (
    "language", "track", "words", "published", "morphemes", "published", "aligned", "words, no punctuation",
    "morphemes, no punctuation", "stem F1", "gram F1", "seen", "unseen", "words, new sentences",
    "morphemes, new sentences", "oracle", "oracle@3", "ECE", "seconds",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("language", nargs="+", choices=sorted(PUBLISHED[1]))
    parser.add_argument("--track", type=int, choices=(1, 2), action="append")
    parser.add_argument("--unsegmented", action="store_true", help="train without segmentation: track 1 proper")
    parser.add_argument("--fast", action="store_true", help="no extracted rules: candidates from the texts only")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print("| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS), sep="\n", flush=True)
    for language in args.language:
        started = time.process_time()
        meta = META.get(language, "eng")
        track = 1 if args.unsegmented else 2
        train = read_sigmorphon(args.data / f"{language}-train-track{track}-uncovered", meta_language=meta)
        glosser = trained_glosser(train, seed=args.seed, fast=args.fast)
        for track in [1] if args.unsegmented else args.track or [1, 2]:
            dev = read_sigmorphon(args.data / f"{language}-dev-track2-uncovered", meta_language=meta)
            glossed = [gloss(glosser, example, track) for example in dev.examples]
            gold = [Glossed(e.surface, " ".join(e.glosses), e.id) for e in dev.examples]
            scores = score_glosses(gold, glossed, train=[e.surface for e in train.examples])
            cells = row(language, track, scores, glossed, dev.examples, time.process_time() - started)
            print("| " + " | ".join(cells) + " |", flush=True)


def trained_glosser(train: SourceRead, *, seed: int, fast: bool) -> Glosser:
    """The glosser of a project that has this text and nothing else, with trained choosers."""
    propose = without_rules if fast else extract
    trained = learn_choice([train], seed=seed, propose=propose)
    glosser = fold_glosser(language_of(propose([train])))
    glosser.chooser = ContextChooser(trained.text, glosser.hints)
    glosser.segment_chooser = ContextChooser(trained.segmented, glosser.hints)
    return glosser


def gloss(glosser: Glosser, example: Example, track: int) -> IGT:
    if track == 1:
        return glosser.line(example.surface, translation=example.translation)
    igt = glosser.segmented_line(example.surface, " ".join(example.morphs), translation=example.translation)
    return replace(igt, text=example.surface)


def row(
    language: str, track: int, scores: GlossScores, glossed: list[IGT], gold: tuple[Example, ...], seconds: float
) -> list[str]:
    best = PUBLISHED[track][language]
    new = scores.unseen_sentences[0] if scores.unseen_sentences else scores.official
    judged = [
        pair
        for igt, example in zip(glossed, gold, strict=True)
        for pair in zip(igt.words, example.glosses, strict=False)
    ]
    oracle = [
        sum(any(a.gloss == g for a in word.analyses[:depth]) for word, g in judged) / len(judged) for depth in (99, 3)
    ]
    error = calibration_error(
        [(word.confidence, word.gloss == g) for word, g in judged if word.analyses[0].pos != "punct"]
    )
    shares = [
        scores.official.words.value, best[0], scores.official.morphemes.value, best[1], scores.aligned_morphemes.value,
        scores.unpunctuated.words.value, scores.unpunctuated.morphemes.value, scores.official.stems.f1,
        scores.official.grams.f1, scores.seen.value if scores.seen else 0.0,
        scores.unseen.value if scores.unseen else 0.0, new.words.value, new.morphemes.value, *oracle,
    ]  # fmt: skip
    cells = [f"{100 * share:.1f}" if share <= 1 else f"{share:.1f}" for share in shares]
    return [language, str(track), *cells, f"{error:.3f}", f"{seconds:.0f}"]


def calibration_error(judged: list[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015) over bins of equal width."""
    total = 0.0
    for number in range(bins):
        chosen = [(c, r) for c, r in judged if number <= min(c, 0.999) * bins < number + 1]
        if chosen:
            total += abs(sum(c for c, _ in chosen) - sum(r for _, r in chosen))
    return total / max(1, len(judged))


if __name__ == "__main__":
    main()
