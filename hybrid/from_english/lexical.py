"""Which lexemes an English word may mean: the lexicon, read from its glosses.

An index from English words to lexemes, with how well the gloss fits: the whole gloss (``dog`` = "dog"), the head of
a sense ("k. o. large dog"), or a word somewhere in a definition. Multi-word glosses ("go fishing") are found as a
sequence of lemmas.

>>> from morph.model import Lexeme
>>> index = LexicalIndex.of([Lexeme("1", "mbwa", "n", "dog"), Lexeme("2", "vua", "v", "to go fishing")])
>>> [(entry.lexeme.headword, entry.fit) for entry in index.find("dog")]
[('mbwa', 1.0)]
>>> [entry.lexeme.headword for entry in index.find_sequence(("go", "fish"))]
['vua']
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from morph.model import Lexeme

WHOLE, HEAD, MENTION = 1.0, 0.4, 0.08

_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|\blit\..*$")
_PHRASE = re.compile(r"[;,/:]|\bor\b")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_LEAD = frozenset(
    _WORD.findall("to be a an the one some sth something someone sp kind type sort species of very get become make do")
)
_BREAK = frozenset(_WORD.findall("of with from in for on at by that which who used when made where as like than"))
_SUFFIXES = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("es", ""), ("ed", ""), ("ed", "e"), ("s", ""))


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """A lexeme that may translate an English word, and how well its gloss fits (0–1)."""

    lexeme: Lexeme
    fit: float


class LexicalIndex:
    """English words → lexemes; built once, then only read."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, LexicalEntry]] = defaultdict(dict)
        self._sequences: dict[tuple[str, ...], dict[str, LexicalEntry]] = defaultdict(dict)

    @classmethod
    def of(cls, lexemes: Iterable[Lexeme]) -> LexicalIndex:
        """The index over glosses and senses of all lexemes."""
        index = cls()
        for lexeme in lexemes:
            for rank, text in enumerate((lexeme.gloss, *lexeme.senses)):
                index._add(lexeme, text, first=rank == 0)
        return index

    def find(self, word: str) -> list[LexicalEntry]:
        """Lexemes for one lemma, best fit first."""
        return _ranked(self._words.get(word.casefold(), {}))

    def find_sequence(self, lemmas: tuple[str, ...]) -> list[LexicalEntry]:
        """Lexemes whose gloss is just these lemmas, in this order."""
        return _ranked(self._sequences.get(tuple(base(lemma) for lemma in lemmas), {}))

    def _add(self, lexeme: Lexeme, text: str, *, first: bool) -> None:
        phrases = [part for part in _PHRASE.split(_NOTE.sub(" ", text.replace("_", " ").replace(".", " ")))]
        for phrase in phrases:
            words = [word.casefold() for word in _WORD.findall(phrase)]
            core = _strip_lead(words)
            if not words:
                continue
            core = core or words
            fit = WHOLE if first else WHOLE * 0.8
            # a definition of many words says less about each of them
            if len(core) == 1:
                self._put(core[0], lexeme, fit if len(words) <= 3 else fit * 0.7)
                continue
            if 1 < len(core) <= 4:
                _keep_best(self._sequences[tuple(base(word) for word in core)], lexeme, fit)
            head = _head(core)
            for word in core:
                self._put(word, lexeme, HEAD if word == head else MENTION / len(core) ** 0.5)

    def _put(self, word: str, lexeme: Lexeme, fit: float) -> None:
        for form, share in ((word, 1.0), (base(word), 0.95)):
            _keep_best(self._words[form], lexeme, fit * share)


def base(word: str) -> str:
    """A rough stem of an English word, the same for its inflected forms: good enough to compare glosses.

    >>> base("fishing"), base("carries"), base("his")
    ('fish', 'carry', 'his')
    """
    for suffix, ending in _SUFFIXES:
        if word.endswith(suffix) and not word.endswith("ss") and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)] + ending
    return word


def _strip_lead(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) and words[start] in _LEAD:
        start += 1
    return words[start:]


def _head(words: list[str]) -> str:
    """The head of an English noun phrase: the last word before a preposition or relative."""
    for i, word in enumerate(words):
        if word in _BREAK:
            return words[i - 1] if i else words[-1]
    return words[-1]


def _keep_best(entries: dict[str, LexicalEntry], lexeme: Lexeme, fit: float) -> None:
    known = entries.get(lexeme.id)
    if known is None or known.fit < fit:
        entries[lexeme.id] = LexicalEntry(lexeme, fit)


def _ranked(entries: dict[str, LexicalEntry]) -> list[LexicalEntry]:
    return sorted(entries.values(), key=lambda entry: (-entry.fit, entry.lexeme.id))
