"""Bound marks that a text writes as words of their own: "carry =PROG" for ``carry=PROG``.

Such a word has no stem, or only a zero one; its marks belong to the bare word before it, mostly a verb. A real zero
word ("give" without a form) follows its arguments, pronouns and marked phrases, so that it is left alone.

>>> from morph.igt import glossed_word
>>> igt = IGT("1", "", (glossed_word("beba", "beba", "carry"), glossed_word("ti", "∅=ti", "give=PST")))
>>> [(m.gloss, m.separator) for m in attached(igt, lambda w: w.gloss == "carry").words[1].analysis.morphs]
[('PST', '=')]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from morph.igt import is_label
from morph.model import IGT, GlossedWord

_ZERO = ("", "∅", "Ø", "ø")


def attached(igt: IGT, is_host: Callable[[GlossedWord], bool]) -> IGT:
    """The sentence with zero stems taken out of words that only carry the marks of the word before them."""
    words = list(igt.words)
    for i in range(1, len(words)):
        analysis = words[i].analysis
        if analysis is None or words[i - 1].after.strip() or not is_host(words[i - 1]):
            continue
        zero, marks = analysis.morphs[:1], analysis.morphs[1:]
        if marks and zero[0].form in _ZERO and all(is_label(mark.gloss) for mark in marks):
            bare = replace(analysis, morphs=marks)
            words[i] = replace(words[i], analyses=(bare, *words[i].analyses), chosen=0)
    return replace(igt, words=tuple(words))
