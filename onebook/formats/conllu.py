"""CoNLL-U (Universal Dependencies): a token a line, morphs and glosses in the last column.

``MSeg`` is the segmented word, ``Gloss`` the glosses of its morphs, both with their separators; ``Basis`` and
``Confidence`` tell where the gloss is from. There is no dependency analysis: heads are empty. Punctuation that is
written together with a word is a token of its own (``SpaceAfter=No``). :mod:`rules.sources.conllu` reads it, and says
how values are escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grammar.classes import from_pos
from morph.model import IGT, GlossedWord
from onebook.formats import Options
from onebook.formats.basis import basis, is_mark
from onebook.formats.pieces import surface
from rules.sources.conllu import escaped
from rules.sources.languages import tag

_UPOS = {
    "noun": "NOUN", "name": "PROPN", "pron": "PRON", "verb": "VERB", "adj": "ADJ", "num": "NUM", "quant": "DET",
    "adv": "ADV", "dem": "DET", "wh": "PRON", "conj": "CCONJ", "sub": "SCONJ", "adp": "ADP", "intj": "INTJ",
    "aux": "AUX", "cop": "AUX", "clf": "NOUN", "prt": "PART",
}  # fmt: skip


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    meta = tag(options.meta_language) or "en"
    for number, igt in enumerate(igts, 1):
        if not igt.words:
            continue
        lines = [f"# sent_id = {'_'.join((igt.id or str(number)).split())}", f"# text = {surface(igt.words)}"]
        if igt.translation:
            lines.append(f"# text_{meta} = {' '.join(igt.translation.split())}")
        count = 0
        for word in igt.words:
            for token in _tokens(word):
                count += 1
                lines.append("\t".join((str(count), *token)))
        yield "\n".join(lines) + "\n\n"


def _tokens(word: GlossedWord) -> Iterator[tuple[str, ...]]:
    """The columns after the number: marks before the word, the word, marks after it."""
    if word.before:
        yield _mark(word.before, "SpaceAfter=No")
    if is_mark(word):
        yield _mark(word.form, "SpaceAfter=No" if word.after else "_")
    else:
        yield _word(word)
    if word.after:
        yield _mark(word.after, "_")


def _mark(text: str, misc: str) -> tuple[str, ...]:
    return (text, text, "PUNCT", "_", "_", "_", "_", "_", misc)


def _word(word: GlossedWord) -> tuple[str, ...]:
    analysis = word.analysis
    stem = next((m.form for m in analysis.morphs if m.kind == "stem"), word.form) if analysis else "_"
    pos = analysis.pos if analysis else ""
    misc = {"Gloss": word.gloss, "MSeg": word.segmented, "Basis": basis(word)}
    if word.confidence:
        misc["Confidence"] = f"{word.confidence:.2f}"
    if word.after:
        misc["SpaceAfter"] = "No"
    cells = "|".join(f"{name}={escaped(value)}" for name, value in sorted(misc.items()))
    return (word.form, stem or "_", _UPOS.get(from_pos(pos), "X"), pos.replace(" ", "_") or "_",
            "_", "_", "_", "_", cells)  # fmt: skip
