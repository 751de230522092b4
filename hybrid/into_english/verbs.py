"""English verb groups: tense, aspect, modals, negation and questions around a verb.

>>> group("go up", "perfect", "3sg").words, group("go", "past", "1pl", negated=True).words
(('has', 'gone', 'up'), ('did', 'not', 'go'))
>>> group("eat", "want to", "3pl").words, group("be big", "past", "1sg").words
(('want', 'to', 'eat'), ('was', 'big'))
>>> asked = group("see", "past", "2sg", question=True)
>>> asked.front, asked.words
('did', ('see',))
"""

from __future__ import annotations

from dataclasses import dataclass

from hybrid.into_english.english import MODALS, verb

PAST_PATTERNS = ("past", "past progressive", "past be", "could", "would")
_ASPECTS = {
    "present": ("s", ()),
    "past": ("past", ()),
    "progressive": ("s", (("be", "ing"),)),
    "past progressive": ("past", (("be", "ing"),)),
    "perfect": ("s", (("have", "pp"),)),
    "present be": ("s", (("be", "pp"),)),
    "past be": ("past", (("be", "pp"),)),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A verb group: what stands before the subject in a question, and the rest; ``after`` counts the words of
    ``words`` behind which a mid-sentence adverb stands (``is still going``)."""

    front: str
    words: tuple[str, ...]
    after: int = 0


def group(lemma: str, pattern: str, person: str, *, negated: bool = False, question: bool = False) -> Group:
    """The forms of a verb phrase (``go up``, ``be big``) in a pattern of tense and aspect, or after a modal or verb
    (``will``, ``want to``); ``person`` is that of the subject (``1sg`` … ``3pl``)."""
    if pattern == "imperative":
        return Group("", (*(("don't",) if negated else ()), *verb(lemma, "base").split()))
    if pattern == "prohibitive":
        return Group("", ("don't", *verb(lemma, "base").split()))
    if pattern == "hortative":
        return Group("", ("let's", *(("not",) if negated else ()), *verb(lemma, "base").split()))
    if pattern in ("base", "ing", "pp"):
        return Group("", (*(("not",) if negated else ()), *verb(lemma, pattern).split()))
    finite, chain = _chain(lemma, pattern)
    words = _inflect(chain, finite, person)
    return _negate_and_ask(words, chain[0][0], person, finite, negated, question)


def _chain(lemma: str, pattern: str) -> tuple[str, list[tuple[str, str]]]:
    """The verbs of a group in order, each with the form that the next one takes; and the tense of the first."""
    finite, helpers = _ASPECTS.get(pattern, ("s", ()))
    chain = list(helpers)
    if pattern not in _ASPECTS:
        first = pattern.split()[0]
        chain = [(pattern, "base")]
        finite = "base" if first in MODALS else finite
    return finite, [*chain, (lemma, "")]


def _inflect(chain: list[tuple[str, str]], finite: str, person: str) -> list[str]:
    words: list[str] = []
    form = finite
    for lemma, following in chain:
        words += verb(lemma, form, person if form in ("s", "past") else "").split()
        form = following
    return words


def _negate_and_ask(words: list[str], first: str, person: str, finite: str, negated: bool, question: bool) -> Group:
    """Put ``not`` behind an auxiliary and the auxiliary before the subject, with ``do`` where there is none."""
    head = first.split()[0]
    auxiliary = head == "be" or head in MODALS or (head == "have" and first == "have" and len(words) > 1)
    if (negated or question) and not auxiliary:
        base = verb(first, "base").split()
        words = [verb("do", finite, person), *base, *words[len(base) :]]
        auxiliary = True
    after = 1 if auxiliary else 0
    if negated:
        words = [words[0], "not", *words[1:]]
    if question:
        return Group(words[0], tuple(words[1:]), 0)
    return Group("", tuple(words), after)
