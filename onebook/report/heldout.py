r"""Held-out sentences: found in a folder, glossed and translated once, scored for the report and the demonstration.

A folder of held-out data has text files with SIGMORPHON blocks (``\t`` text, ``\g`` gold gloss) and sentence pairs in
TSV, named by the direction to score: ``tur-eng.tsv`` with the columns ``id``, ``tur`` and ``eng`` is from Turkish into
English. The build of a project must never have read them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hybrid.evaluate.glossing import Glossed, GlossScores, score_glosses
from hybrid.evaluate.loading import TestPair, read_glossed, read_pairs
from hybrid.evaluate.translation import TranslationScores, score_translations
from hybrid.translation import Translation
from morph.errors import DataError, OnebookError
from morph.files import read_text
from morph.model import IGT
from onebook.inputs import read_interlinear
from onebook.session import Session


@dataclass(frozen=True, slots=True)
class GlossedText:
    """A held-out text with the glosses that the project gives it."""

    path: Path
    igts: tuple[IGT, ...]
    scores: GlossScores


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """Held-out pairs of one direction with what the project makes of them."""

    path: Path
    source: str
    target: str
    pairs: tuple[TestPair, ...]
    translations: tuple[Translation, ...]
    scores: TranslationScores


@dataclass(frozen=True, slots=True)
class Heldout:
    """All scores of a folder; ``problems`` say what could not be scored, and why."""

    glossed: tuple[GlossedText, ...] = ()
    translated: tuple[TranslatedText, ...] = ()
    problems: tuple[str, ...] = ()


def score_heldout(session: Session, folder: Path, *, samples: int = 1000) -> Heldout:
    """Gloss, translate and score everything in ``folder``; DataError where it holds nothing to score."""
    texts, tables = find_heldout(folder)
    if not texts and not tables:
        raise DataError(
            "no held-out sentences in the folder",
            path=str(folder),
            expected="text files with \\t and \\g lines, or tables of pairs named SOURCE-TARGET.tsv",
        )
    glossed = tuple(gloss_heldout(session, path) for path in texts)
    translated, problems = [], []
    for path, source, target in tables:
        try:
            translated.append(translate_heldout(session, path, source, target, samples=samples))
        except OnebookError as error:
            problems.append(f"{source} → {target}: {error}")
    return Heldout(glossed, tuple(translated), tuple(problems))


def find_heldout(folder: Path) -> tuple[list[Path], list[tuple[Path, str, str]]]:
    """Glossed texts, and tables of pairs with their direction, in the order of their names."""
    if not folder.is_dir():
        raise DataError("not a folder", path=str(folder), hint="name the folder that holds the held-out sentences")
    texts = [path for path in sorted(folder.glob("*.txt")) if "\\g" in read_text(path)[0]]
    tables = []
    for path in sorted(folder.glob("*.tsv"), reverse=True):
        header = read_text(path)[0].partition("\n")[0].rstrip("\r").split("\t")
        source, _, target = path.stem.partition("-")
        if source in header and target in header:
            tables.append((path, source, target))
    return texts, tables


def gloss_heldout(session: Session, path: Path) -> GlossedText:
    """Gloss the plain text of a glossed file and compare."""
    glosser = session.glosser()
    igts = tuple(
        glosser.line(text, id=str(number), translation=translation)
        for number, (text, _, translation) in enumerate(read_interlinear(path, "sigmorphon"), 1)
    )
    seen = [igt.text for igt in session.language.seen]
    scores = score_glosses(read_glossed(path), [Glossed.of(igt) for igt in igts], train=seen)
    return GlossedText(path, igts, scores)


def translate_heldout(session: Session, path: Path, source: str, target: str, *, samples: int) -> TranslatedText:
    """Translate one side of the pairs and compare with the other."""
    from onebook.translators import make_translator

    pairs = read_pairs(path, source, target)
    sentences = [pair.source for pair in pairs]
    translations = tuple(make_translator(session, "rules", source, target).translate(sentences))
    scores = _score(translations, pairs, samples)
    return TranslatedText(path, source, target, tuple(pairs), translations, scores)


def _score(translations: Sequence[Translation], pairs: Sequence[TestPair], samples: int) -> TranslationScores:
    return score_translations(
        [translation.text for translation in translations],
        [pair.reference for pair in pairs],
        sources=[pair.source for pair in pairs],
        ids=[pair.id for pair in pairs],
        samples=samples,
    )
