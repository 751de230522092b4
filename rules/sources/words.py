"""Tokens of an annotated text as words: clitics and affixes that stand as tokens of their own join their host.

Databases store interlinear text as a list of tokens with a gloss each. A token written ``=ko`` or ``-un`` belongs to
the word before it, one written ``ge-`` to the word after; marks of the annotation (``#``, ``##``, ``[UNCLEAR]``,
punctuation) are no words; a zero that stands for nothing said is none either, unless it has a gloss of its own.

>>> join_tokens(["#", "kit", "=ko", "ZERO", "∅", "."], ["#", "top", "=LOC", "ZERO", "give", ""])
[('kit=ko', 'top=LOC'), ('∅', 'give')]
>>> join_tokens(["ge-", "sagt"], ["PTCP-", "say"])
[('ge-sagt', 'PTCP-say')]
>>> surface_words("[AUDIENCE] Ma he, ma (...) toni.")
('Ma', 'he', 'ma', 'toni')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from morph.text import is_letter, tokenize

NULL = "∅"
_SEPARATORS = "-=~"
_ZEROS = frozenset({"0", "∅", "Ø", "ø", "zero"})
_REMARK = re.compile(r"\[[^\]]*\]|\(\s*(?:\.\.\.|…)\s*\)")
_MARK = re.compile(r"#.*|\[.*\]?")


def join_tokens(forms: Sequence[str], glosses: Sequence[str]) -> list[tuple[str, str]]:
    """Words with their glosses from equally long lists of tokens and token glosses; see the module."""
    words: list[tuple[str, str]] = []
    waiting = ("", "")
    for raw_form, raw_gloss in zip(forms, glosses, strict=True):
        form, gloss = unicodedata.normalize("NFC", raw_form.strip()), gloss_item(raw_gloss)
        if is_mark(form, gloss):
            continue
        if form.casefold() in _ZEROS or form in _ZEROS:
            form = NULL
        if form[0] in _SEPARATORS and words and not waiting[0]:
            last_form, last_gloss = words.pop()
            own = gloss if gloss[:1] in _SEPARATORS and gloss else form[0] + gloss
            words.append((last_form + form, last_gloss + own))
        elif form[-1] in _SEPARATORS and not form.endswith("--"):  # ``--``: a word broken off
            own = gloss if gloss[-1:] in _SEPARATORS and gloss else gloss + form[-1]
            waiting = (waiting[0] + form, waiting[1] + own)
        else:
            words.append((waiting[0] + form, waiting[1] + gloss))
            waiting = ("", "")
    if waiting[0]:
        words.append(waiting)
    return words


def is_mark(form: str, gloss: str) -> bool:
    """Whether a token is no word: empty, a mark of the annotation, punctuation, or a zero that nothing glosses."""
    if not form or _MARK.fullmatch(form) or gloss.startswith("#"):
        return True
    if form.casefold() in _ZEROS or form in _ZEROS:
        return not gloss or gloss.casefold() in _ZEROS
    return not any(is_letter(char) and char not in _SEPARATORS for char in form)


def gloss_item(gloss: str) -> str:
    """A gloss as one item of a line: the spaces inside it become full stops (LGR rule 4)."""
    text = unicodedata.normalize("NFC", gloss.strip())
    return re.sub(r"\s+", ".", re.sub(r"\s*([-=~;/])\s*", r"\1", text))


def surface_words(text: str) -> tuple[str, ...]:
    """The words of a sentence as spoken: remarks in brackets and punctuation left out."""
    tokens = tokenize(_REMARK.sub(" ", text))
    return tuple(token.core for token in tokens if any(is_letter(char) for char in token.core))


def align_surface(text: str, morphs: Sequence[str]) -> tuple[str, ...]:
    """The surface words of ``text``, one for each word of ``morphs``, ``∅`` for a null word; empty where the
    numbers differ."""
    words = list(surface_words(text))
    if len(words) == len(morphs):
        return tuple(words)
    spoken = [morph for morph in morphs if morph != NULL]
    if len(words) != len(spoken):
        return ()
    rest = iter(words)
    return tuple(NULL if morph == NULL else next(rest) for morph in morphs)
