"""Known pairs in a prompt: text, glosses, translation."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from hybrid.llm.knowledge import Knowledge, stems_of
from hybrid.retrieve import plain
from morph.model import IGT, UNKNOWN_GLOSS, GlossedWord

_MORE = 6
_CAPITAL = re.compile(r"\b[A-Z]\w+")
_FOR_EACH = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair as it is shown: ``source`` in the language of the sentences that are asked about."""

    source: str
    target: str
    igt: IGT | None = None


def with_stems(
    knowledge: Knowledge, pairs: Sequence[Shown], stems: Sequence[str], *, out_of_english: bool = False
) -> list[Shown]:
    """The pairs with their glosses, and more where a stem of the sentence (in whatever form) stands in none of them."""
    glossed = [replace(p, igt=knowledge.by_text.get(plain(p.target if out_of_english else p.source))) for p in pairs]
    seen = {stem for pair in glossed if pair.igt for stem in stems_of(pair.igt.words)}
    texts = {plain(pair.target if out_of_english else pair.source) for pair in pairs}
    more: list[Shown] = []
    for stem in dict.fromkeys(stems):
        if stem in seen or len(more) >= _MORE:
            continue
        for igt in knowledge.pairs_with(stem, _FOR_EACH):
            if plain(igt.text) not in texts:
                texts.add(plain(igt.text))
                ends = (igt.translation, igt.text) if out_of_english else (igt.text, igt.translation)
                more.append(Shown(*ends, igt))
                seen |= set(stems_of(igt.words))
    return [*glossed, *more[:_MORE]]


def pair_block(pairs: Sequence[Shown], *, out_of_english: bool = False) -> list[str]:
    """The lines of the pairs under their heading; none where there are none."""
    if not pairs:
        return []
    return ["Known pairs:", *(line(pair, out_of_english=out_of_english) for pair in pairs)]


def line(pair: Shown, *, out_of_english: bool = False) -> str:
    """A pair in one line, its glosses in brackets behind the text of the language."""
    glosses = f" [{gloss_line(pair.igt)}]" if pair.igt else ""
    if out_of_english:
        return f"- {pair.source} = {pair.target}{glosses}"
    return f"- {pair.source}{glosses} = {pair.target}"


def gloss_line(igt: IGT, names: str = "") -> str:
    """The words of a sentence cut and glossed: ``kit=ko ‘top=LOC’``, a word of one morph by its gloss alone. A word
    that stands in ``names`` too (the sentence's English) is a name and stays as it is, as does an unknown word."""
    said = frozenset(_CAPITAL.findall(names or igt.translation))
    return " ".join(_glossed(word, said) for word in igt.words)


def _glossed(word: GlossedWord, names: Collection[str]) -> str:
    if word.form in names or word.gloss == UNKNOWN_GLOSS:
        return word.form
    return f"{word.segmented}‘{word.gloss}’" if word.segmented.casefold() != word.form.casefold() else word.gloss
