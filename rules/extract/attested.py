"""What the glossed examples attest of bound morphs: how often each form has each gloss, on which roots, where.

>>> words = []
>>> Attested.of(words).glosses("ko", "enclitic")
Counter()
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from morph.igt import is_label
from morph.model import Morph, Source
from rules.extract.claims import is_form_text
from rules.extract.tokens import ZERO, Word, normal

Key = tuple[str, str, str]  # form, gloss, kind
_SIDES = {
    "prefix": "before", "proclitic": "before", "suffix": "after", "enclitic": "after", "infix": "in",
    "reduplication": "copy", "circumfix": "around",
}  # fmt: skip
_MIN_HOSTS = 2


def side(kind: str) -> str:
    """On which side of its host a kind of morph stands; affix and clitic of one side are often written alike."""
    return _SIDES.get(kind, "")


@dataclass(frozen=True, slots=True)
class Attested:
    """Counts over all words: tokens, distinct roots and first address of each (form, gloss, kind).

    ``free`` counts one-morph words by (form, gloss); ``roots`` roots by (form, gloss), in compounds too; ``around``
    words with the same label before and after the root, by (form before, form after, label).
    """

    tokens: Mapping[Key, int]
    hosts: Mapping[Key, Counter[tuple[str, str]]]
    sources: Mapping[Key, Source]
    free: Mapping[tuple[str, str], int]
    roots: Mapping[tuple[str, str], int]
    by_form: Mapping[tuple[str, str], Counter[str]]
    is_gram: Callable[[str], bool] = is_label
    around: Mapping[Key, int] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Sequence[Word], is_gram: Callable[[str], bool] = is_label) -> Attested:
        """Count the morphs of some words; ``is_gram`` tells a grammatical label from a lexical gloss."""
        tokens: Counter[Key] = Counter()
        hosts: dict[Key, Counter[tuple[str, str]]] = defaultdict(Counter)
        sources: dict[Key, Source] = {}
        free: Counter[tuple[str, str]] = Counter()
        roots: Counter[tuple[str, str]] = Counter()
        by_form: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        around: Counter[Key] = Counter()
        for word in words:
            stems = [(normal(morph.form), morph.gloss) for morph in word.roots]
            roots.update(stems)
            around.update(_around(word))
            if len(word.morphs) == 1:
                free.update(stems)
            for key in map(key_of, (m for m in word.morphs if m.kind not in ("stem", "reduplication"))):
                tokens[key] += 1
                hosts[key].update(stems[:1])
                sources.setdefault(key, word.source)
                by_form[key[0], side(key[2])][key[1]] += 1
        return cls(tokens, hosts, sources, free, roots, by_form, is_gram, around)

    def glosses(self, form: str, kind: str) -> Counter[str]:
        """The glosses of a bound form on its side of the word."""
        return self.by_form.get((normal(form), side(kind)), Counter())

    def of_kind(self, form: str, gloss: str, kind: str) -> int:
        """The tokens of a morph of just this kind."""
        return self.tokens.get((normal(form), gloss, kind), 0)

    def other_glosses(self, form: str, gloss: str, kind: str) -> int:
        """The tokens of a form of just this kind that have another gloss."""
        glosses = self.by_form.get((normal(form), side(kind)), Counter())
        return sum(self.of_kind(form, other, kind) for other in glosses if other != gloss)

    def is_affix(self, key: Key) -> bool:
        """Whether a bound morph of the examples is an affix or clitic by itself, and not a member of a compound.

        A label, or a clitic boundary, says so; a lexical gloss needs several hosts and a form that never stands free.
        """
        form, gloss, kind = key
        if not (is_form_text(form) or form == ZERO) or not any(map(str.isalpha, gloss)):
            return False
        if self.is_gram(gloss):
            return True
        if any(self.is_gram(part) and len(part) > 1 for part in gloss.split(".")):
            return False  # a lexical gloss with a label is a fused stem: "top.LOC"
        if any(free_form == form and not self.is_gram(free_gloss) for free_form, free_gloss in self.free):
            return False
        wanted = _MIN_HOSTS if kind in ("suffix", "enclitic", "proclitic") else _MIN_HOSTS + 1
        return len(self.hosts[key]) >= wanted


def _around(word: Word) -> set[Key]:
    """The pairs of equal labels on both sides of the root."""
    before = [m for m in word.morphs if m.kind in ("prefix", "proclitic")]
    after = [m for m in word.morphs if m.kind in ("suffix", "enclitic")]
    return {
        (normal(left.form), normal(right.form), left.gloss)
        for left in before
        for right in after
        if left.gloss == right.gloss and is_label(left.gloss)
    }


def key_of(morph: Morph) -> Key:
    """A morph for counting."""
    return normal(morph.form), morph.gloss, morph.kind
