"""One word a line: sentence, position, word, segmentation, gloss, part of speech, basis, confidence, lexeme.

This is the form to correct by hand and to give back with ``onebook gloss --confirm FILE``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from morph.model import IGT, Analysis, GlossedWord
from onebook.formats import Options

COLUMNS = ("sentence", "position", "word", "segmented", "gloss", "pos", "basis", "confidence", "lexeme")


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    rank = ("rank",) if options.all_analyses else ()
    yield "\t".join((*COLUMNS, *rank)) + "\n"
    for igt in igts:
        lines = []
        for position, word in enumerate(igt.words, 1):
            head = f"{igt.id}\t{position}\t{word.form}\t"
            if options.all_analyses and word.analyses:
                ordered = sorted(enumerate(word.analyses), key=lambda item: item[0] != word.chosen)
                lines += [f"{head}{_cells(word, a)}\t{r}\n" for r, (_, a) in enumerate(ordered, 1)]
            else:
                lines.append(f"{head}{_cells(word, word.analysis)}\n")
        yield "".join(lines)


def _cells(word: GlossedWord, analysis: Analysis | None) -> str:
    if analysis is None:
        return f"{word.form}\t?\t\tunknown\t{word.confidence:.2f}\t"
    return (
        f"{analysis.segmented}\t{analysis.gloss}\t{analysis.pos}\t{analysis.basis}\t"
        f"{word.confidence:.2f}\t{analysis.lexeme}"
    )
