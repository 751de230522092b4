"""Learning to choose: honest candidates by jack-knife, then the weights of :mod:`morph.choose`.

The chooser must learn from candidates as it will meet them: made by rules and tables that have not seen the
sentence. So the glossed examples are cut into folds by distinct text; for each fold everything is extracted and
compiled anew from the others, and the fold's sentences are analysed with that. Margins of words in a fold that the
weights were not trained on calibrate the confidences.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from morph.analyze import Analyzer
from morph.build import build
from morph.choice_features import Candidate, strange_beside
from morph.choose import ChoiceModel, ContextChooser, curve_of, lattice
from morph.conventions import Conventions
from morph.errors import OnebookError
from morph.generate import Generator
from morph.gloss import Glosser
from morph.hints import TranslationHints
from morph.igt import glossed_word, split_word
from morph.learn_choice import Corpus, Judged, calibrate, fit
from morph.model import IGT, UNKNOWN_GLOSS, Analysis, GlossedWord, Language
from morph.segment_reader import SegmentReader
from morph.surface_reader import SurfaceReader
from morph.text import split_token
from rules.extract.extract import Proposal, extract
from rules.items import Example, SourceRead

FOLDS = 4
EPOCHS = 8
JUDGED = 1000
"""Words that calibrate the confidences: folds are judged until there are as many."""
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


@dataclass(slots=True)
class _Fold:
    """The sentences of a fold as candidates with gold glosses (as the project writes them), and the part of the
    corpus that they make up."""

    start: int
    conventions: Conventions = field(default_factory=Conventions)
    end: int = 0
    sentences: list[tuple[list[list[Candidate]], tuple[str, ...]]] = field(default_factory=list)


@dataclass(slots=True)
class _Lesson:
    """What one of the two choosers learns from, fold by fold; the last folds are kept to judge by."""

    corpus: Corpus = field(default_factory=Corpus)
    folds: list[_Fold] = field(default_factory=list)
    reached: int = 0
    words: int = 0

    def begin_fold(self, conventions: Conventions) -> None:
        kept, judged = [], 0
        for fold in reversed(self.folds):
            if judged < JUDGED:
                kept.append(fold)
            judged += sum(len(glosses) for _, glosses in fold.sentences)
        self.folds = [*reversed(kept), _Fold(len(self.corpus.sentences), conventions)]

    def add(self, options: list[list[Candidate]], example: Example) -> None:
        glosses = example.glosses
        self.corpus.add(options, glosses)
        fold = self.folds[-1]
        fold.sentences.append((options, tuple(_written(example, fold.conventions))))
        fold.end = len(self.corpus.sentences)
        self.words += len(glosses)
        self.reached += sum(
            any(c.analysis.gloss == gold for c in row) for row, gold in zip(options, glosses, strict=True)
        )

    def learn(self, epochs: int, seed: int) -> ChoiceModel:
        """Weights from all folds; the confidence curves from the last folds, each judged by weights that have not
        seen it."""
        model = fit(self.corpus, epochs=epochs, seed=seed)
        judged: list[Judged] = []
        for fold in reversed(self.folds):
            if len(judged) < JUDGED:
                others = [n for n in range(len(self.corpus.sentences)) if not fold.start <= n < fold.end]
                early = fit(self.corpus, others, epochs=epochs, seed=seed)
                for options, glosses in fold.sentences:
                    judged += _judged(early, options, glosses, fold.conventions)
        calibrate(model, judged)
        return model


def learn_choice(
    reads: Sequence[SourceRead],
    *,
    settings: Sequence[tuple[str, str]] = (),
    count: int = FOLDS,
    epochs: int = EPOCHS,
    seed: int = 1,
    report: Report = lambda message: None,
    propose: Callable[[Sequence[SourceRead]], Proposal] = extract,
) -> Trained:
    """Train the choosers of text and of segmented text on all glossed examples of the sources.

    ``propose`` makes the rules of a fold. Deterministic under ``seed``. OnebookError where there are too few glossed
    sentences to learn from.
    """
    examples = [example for read in reads for example in read.examples if usable(example)]
    if len(examples) < 2 * count:
        raise OnebookError(
            f"{len(examples)} glossed sentences are too few to learn from", hint=f"add texts: {2 * count} or more"
        )
    text, segmented = _Lesson(), _Lesson()
    for number, held in enumerate(folds(examples, count, seed), 1):
        report(f"fold {number} of {count}: rules from the other sentences")
        language = language_of(propose(without(reads, held)), settings=settings)
        report(f"fold {number} of {count}: its sentences")
        sentences = [example for example in examples if text_key(example) in held]
        _fold(language, sentences, text, segmented, dict(settings))
    report("weights")
    words = sum(len(example.morphs) for example in examples)
    models = text.learn(epochs, seed), segmented.learn(epochs, seed)
    return Trained(*models, len(examples), words, text.reached / max(1, text.words))


def without_rules(reads: Sequence[SourceRead]) -> Proposal:
    """Only the examples of the sources: candidates then come from the words and pieces that they show."""
    return Proposal(examples=tuple(example_igt(e) for read in reads for e in read.examples if usable(e)))


def example_igt(example: Example) -> IGT:
    """An example as interlinear text; words whose lines do not match stay without analysis."""
    forms = example.surface_words or ("",) * len(example.morphs)
    words = []
    for form, segmented, gloss in zip(forms, example.morphs, example.glosses, strict=True):
        core = split_token(form or "".join(c for c in segmented if c not in "-=~<>∅")).core
        try:
            words.append(glossed_word(core, segmented, gloss))
        except ValueError:
            words.append(GlossedWord(core))
    return IGT(example.id, example.surface, tuple(words), example.translation, None, example.meta_language)


def fold_glosser(language: Language) -> Glosser:
    """The glosser of a language whose tables are at hand."""
    return Glosser(
        Analyzer(build(language)),
        segments=SegmentReader(language),
        surface=SurfaceReader(language),
        hints=TranslationHints(language),
    )


def _fold(
    language: Language, examples: Sequence[Example], text: _Lesson, segmented: _Lesson, settings: Mapping[str, str]
) -> None:
    """Gloss the sentences of a fold with the rules of the others, as candidates to learn from."""
    glosser = fold_glosser(language)
    conventions = Conventions.of(glosser.analyzer.compiled, settings)
    for lesson in (text, segmented):
        lesson.begin_fold(conventions)
    generator = Generator(glosser.analyzer.compiled)
    chooser = ContextChooser(ChoiceModel(), glosser.hints)
    for example in examples:
        surface = " ".join(example.surface_words or tuple(_generated(example, generator)))
        for lesson, words in (
            (text, glosser.line_words(surface, example.translation)),
            (segmented, glosser.segmented_words(surface, " ".join(example.morphs), example.translation)),
        ):
            if len(words) == len(example.glosses):
                lesson.add(chooser.options(words, example.translation), example)


def _written(example: Example, conventions: Conventions) -> Iterator[str]:
    """The glosses of an example as the project writes them."""
    for segmented, gloss in zip(example.morphs, example.glosses, strict=True):
        try:
            yield conventions.analysis(Analysis(split_word(segmented, gloss))).gloss if conventions else gloss
        except ValueError:
            yield gloss


def _generated(example: Example, generator: Generator) -> Iterator[str]:
    """The surface of an example that shows only its segmentation, by the rules; else its morphs joined."""
    for word in example.morphs:
        forms = generator.from_segments(word)
        yield forms[0] if forms else "".join(part for part in word if part not in "-=~<>∅")


def _judged(
    model: ChoiceModel, options: Sequence[Sequence[Candidate]], glosses: Sequence[str], conventions: Conventions
) -> Iterator[Judged]:
    """Each word of a sentence as a model chooses."""
    if not options:
        return
    path, marginals = lattice(model, options).best()
    beside = strange_beside([row[0].analysis.basis for row in options])
    for row, marginal, index, gold, strange in zip(options, marginals, path, glosses, beside, strict=True):
        chosen = conventions.analysis(row[index].analysis).gloss
        if UNKNOWN_GLOSS not in chosen:
            yield curve_of(row, index), ContextChooser.margin(row, marginal, index), strange, chosen == gold
