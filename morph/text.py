"""Running text as words: punctuation is told from letters, and every character of the line can be put back.

>>> [t.core for t in tokenize("«Ma he bo!» toni…")]
['Ma', 'he', 'bo', 'toni']
>>> "".join(t.before + t.core + t.after for t in tokenize("a, b"))
'a,b'
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

# Apostrophes and glottal marks are letters in many orthographies; which ones, the lexicon decides.
APOSTROPHES = frozenset("'’‘ʼʔˀꞌʻ`´")
_BRACKETS = (("(", ")"), ("[", "]"))
_NO_BRACKETS = dict.fromkeys(map(ord, "()[]"))
_NO_MARKS = dict.fromkeys(map(ord, (*APOSTROPHES, "ˈ", "ˌ")))
_JOINERS = frozenset("-=~<>_&@+∅0123456789")


@dataclass(frozen=True, slots=True)
class Token:
    """One whitespace-separated word of a line: the word itself and the punctuation on either side."""

    core: str
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        return self.before + self.core + self.after


def is_letter(char: str) -> bool:
    """Letters, combining marks, digits and symbols that stand inside words."""
    return unicodedata.category(char)[0] in "LMN" or char in _JOINERS


def split_token(text: str, known: Callable[[str], bool] | None = None) -> Token:
    """Split punctuation off a token. ``known`` tells whether a form is in the lexicon: it keeps the apostrophes at
    the edges of a word that has them as letters. A token of punctuation only is its own core."""
    start, end = 0, len(text)
    while start < end and not is_letter(text[start]):
        start += 1
    while end > start and not is_letter(text[end - 1]):
        end -= 1
    if start == end:
        return Token(text)
    start, end = _with_brackets(text, start, end)
    if known is not None:
        for left, right in _apostrophe_edges(text, start, end):
            if (left, right) != (start, end) and known(text[left:right]):
                return Token(text[left:right], text[:left], text[right:])
    return Token(text[start:end], text[:start], text[end:])


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Brackets around letters that may be left out belong to the word: ``ool(a)``, ``(k)oma``."""
    for left, right in _BRACKETS:
        inside = text[start:end]
        if inside.count(left) == inside.count(right) + 1 and text[end : end + 1] == right:
            end += 1
        elif inside.count(right) == inside.count(left) + 1 and text[start - 1 : start] == left:
            start -= 1
    return start, end


def without_brackets(form: str) -> str:
    """A word with all its letters, those in brackets too, and without what linguists write into words: zero morphs,
    a backslash and a slash around the root.

    >>> without_brackets("oko(w)(i)p"), without_brackets("zo\\\\kar/a"), without_brackets("nan∅"), without_brackets("∅")
    ('okowip', 'zokara', 'nan', '∅')
    """
    if form.isalnum():
        return form
    bare = form.translate(_NO_BRACKETS)
    if "\\" in bare:
        bare = bare.replace("\\", "").replace("/", "")
    return bare.replace("∅", "") or form


def without_marks(form: str) -> str:
    """A word without marks of stress and apostrophes in it.

    >>> without_marks("u'kolamir"), without_marks("'")
    ('ukolamir', "'")
    """
    return form.translate(_NO_MARKS) or form


def _apostrophe_edges(text: str, start: int, end: int) -> list[tuple[int, int]]:
    left = start - 1 if start and text[start - 1] in APOSTROPHES else start
    right = end + 1 if end < len(text) and text[end] in APOSTROPHES else end
    return [(left, right), (left, end), (start, right)]


def parts(line: str) -> list[str]:
    """The whitespace-separated parts of a line, in order; NFC."""
    return (line if line.isascii() else unicodedata.normalize("NFC", line)).split()


def tokenize(line: str, known: Callable[[str], bool] | None = None) -> list[Token]:
    """The words of a line, one for each whitespace-separated token, in order; NFC."""
    return [split_token(part, known) for part in parts(line)]
