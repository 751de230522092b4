"""Learning to choose: honest candidates by jack-knife, then the weights of :mod:`morph.choose`.

The chooser must learn from candidates as it will meet them: made by rules and tables that have not seen the
sentence. So the glossed examples are cut into folds by distinct text; for each fold everything is extracted and
compiled anew from the others, and the fold's sentences are analysed with that. Margins of words in a fold that the
weights were not trained on calibrate the confidences.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from morph.analyze import Analyzer
from morph.build import build
from morph.choose import ChoiceModel, ContextChooser, Training, calibrate, candidates, lattice, train
from morph.errors import OnebookError
from morph.generate import Generator
from morph.gloss import Glosser
from morph.model import GlossedWord, Language
from morph.segment_reader import SegmentReader
from morph.text import split_token
from rules.extract.extract import Proposal, extract
from rules.items import Example, SourceRead

FOLDS = 5
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """The two models (text, and text whose segmentation is given) and what they were learned from."""

    text: ChoiceModel
    segmented: ChoiceModel
    sentences: int
    words: int
    reached: float


def language_of(proposal: Proposal, *, name: str = "", settings: Sequence[tuple[str, str]] = ()) -> Language:
    """What compiles of a proposal: its accepted rows."""
    return Language(
        name,
        "",
        tuple(proposal.classes),
        tuple(row for row in proposal.lexemes if row.status == "accepted"),
        tuple(row for row in proposal.morphemes if row.status == "accepted"),
        tuple(row for row in proposal.sounds if row.status == "accepted"),
        tuple(row for row in proposal.templates if row.status == "accepted"),
        tuple(proposal.examples),
        (),
        tuple(settings),
    )


def usable(example: Example) -> bool:
    """Whether an example teaches glossing: aligned, grammatical, in the project's language."""
    return example.aligned and not example.language and example.judgement != "*" and bool(example.morphs)


def text_key(example: Example) -> str:
    """Examples with the same words stay together, so that no fold holds a copy of another's sentence."""
    return " ".join(example.morphs).casefold()


def folds(examples: Sequence[Example], count: int, seed: int) -> list[frozenset[str]]:
    """The distinct texts of the examples in ``count`` parts."""
    keys = sorted({text_key(example) for example in examples})
    random.Random(seed).shuffle(keys)
    return [frozenset(keys[i::count]) for i in range(count)]


def without(reads: Sequence[SourceRead], held: frozenset[str]) -> list[SourceRead]:
    """The sources without the examples of a fold."""
    return [replace(read, examples=tuple(e for e in read.examples if text_key(e) not in held)) for read in reads]


def learn_choice(
    reads: Sequence[SourceRead],
    *,
    settings: Sequence[tuple[str, str]] = (),
    count: int = FOLDS,
    epochs: int = 6,
    seed: int = 1,
    report: Report = lambda message: None,
) -> Trained:
    """Train the choosers of text and of segmented text on all glossed examples of the sources.

    Deterministic under ``seed``. OnebookError where there are too few glossed sentences to learn from.
    """
    examples = [example for read in reads for example in read.examples if usable(example)]
    if len(examples) < 2 * count:
        raise OnebookError(
            f"{len(examples)} glossed sentences are too few to learn from", hint=f"add texts: {2 * count} or more"
        )
    text_folds: list[list[Training]] = []
    segmented_folds: list[list[Training]] = []
    for number, held in enumerate(folds(examples, count, seed), 1):
        report(f"fold {number} of {count}: rules from the other sentences")
        language = language_of(extract(without(reads, held), settings=dict(settings)), settings=settings)
        chosen = [example for example in examples if text_key(example) in held]
        text, segmented = _fold(language, chosen)
        text_folds.append(text)
        segmented_folds.append(segmented)
    report("weights")
    return Trained(
        _fit(text_folds, epochs, seed),
        _fit(segmented_folds, epochs, seed),
        len(examples),
        sum(len(example.morphs) for example in examples),
        _reached(text_folds),
    )


def _fold(language: Language, examples: Sequence[Example]) -> tuple[list[Training], list[Training]]:
    compiled = build(language)
    glosser = Glosser(Analyzer(compiled), segments=SegmentReader(language))
    generator = Generator(compiled)
    text, segmented = [], []
    for example in examples:
        surface = example.surface_words or tuple(_generated(example, generator))
        words = tuple(glosser.word(split_token(form)) for form in surface)
        text.append(Training(words, example.glosses, example.translation))
        read = glosser.segmented_line(" ".join(surface), " ".join(example.morphs))
        if len(read.words) == len(example.glosses):
            plain = tuple(replace(word, chosen=None) for word in read.words)
            segmented.append(Training(plain, example.glosses, example.translation))
    return text, segmented


def _generated(example: Example, generator: Generator) -> Iterator[str]:
    """The surface of an example that shows only its segmentation, by the rules; else its morphs joined."""
    for word in example.morphs:
        forms = generator.from_segments(word)
        yield forms[0] if forms else "".join(part for part in word if part not in "-=~<>∅")


def _fit(parts: Sequence[Sequence[Training]], epochs: int, seed: int) -> ChoiceModel:
    """Weights from all parts; the confidence curves from the last part, by weights that have not seen it."""
    everything = [sentence for part in parts for sentence in part]
    model = train(everything, epochs=epochs, seed=seed)
    early = train([sentence for part in parts[:-1] for sentence in part], epochs=epochs, seed=seed)
    calibrate(model, [item for sentence in parts[-1] for item in _judged(early, sentence)])
    return model


def _judged(model: ChoiceModel, sentence: Training) -> Iterator[tuple[str, float, bool]]:
    """Basis, margin and rightness of each word of a sentence as a model chooses."""
    if not sentence.words:
        return
    options = [candidates(word) for word in sentence.words]
    path, marginals = lattice(model, sentence.words, options).best()
    for row, marginal, index, gold in zip(options, marginals, path, sentence.glosses, strict=True):
        chosen = row[index].analysis
        yield chosen.basis, ContextChooser.margin(row, marginal, index), chosen.gloss == gold


def _reached(parts: Sequence[Sequence[Training]]) -> float:
    """The share of words whose gold gloss is among the honest candidates."""
    pairs: list[tuple[GlossedWord, str]] = [
        pair for part in parts for sentence in part for pair in zip(sentence.words, sentence.glosses, strict=True)
    ]
    return sum(any(a.gloss == gold for a in word.analyses) for word, gold in pairs) / max(1, len(pairs))
