"""The stems of the glossed examples, and the part of speech that their company tells.

Where no dictionary says it, the part of speech of a stem comes from its gloss (a person label is a pronoun, a
capitalised gloss a name, a gloss that the dictionary knows as a verb a verb) and from the affixes it takes: a naive
Bayes classifier learns from the stems that are known which labels stand on which part of speech.

>>> known = {("dola", "sit"): "v", ("kewe", "house"): "n"}
>>> company = {("dola", "sit"): Counter(PST=3), ("kewe", "house"): Counter(LOC=4), ("gus", "vomit"): Counter(PST=1)}
>>> Classifier.learn(known, company).classify(company["gus", "vomit"])
'v'
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from morph.igt import is_label, split_line
from morph.model import Morph, Source
from rules.extract.pos import normalize_pos
from rules.extract.tokens import Word, normal
from rules.extract.wordlists import word_list

StemKey = tuple[str, str]  # form, gloss
# Labels whose host is the same nearly everywhere: a start where nothing is known yet.
_ON_VERBS = word_list("labels on verbs")
_ON_NOUNS = word_list("labels on nouns")


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem of the examples: ``form`` as most often written, how often, where first, in which shapes of case, and
    the part of speech that the source gives it (:data:`rules.extract.pos.POS_SET`)."""

    form: str
    gloss: str
    count: int
    source: Source
    capitals: int
    inner: int
    is_free: bool
    pos: str = ""

    @property
    def key(self) -> StemKey:
        return normal(self.form), self.gloss

    @property
    def is_name(self) -> bool:
        """Written with a capital inside the sentence, and glossed with one."""
        capital = self.gloss[:1].isupper() and not is_label(self.gloss) and self.gloss != "I"
        return capital and (self.capitals * 2 > self.inner or normal(self.gloss) == normal(self.form))


def collect_stems(words: Sequence[Word]) -> dict[StemKey, Stem]:
    """All roots and members of compounds, counted by form and gloss."""
    spelled: dict[StemKey, Counter[str]] = defaultdict(Counter)
    sources: dict[StemKey, Source] = {}
    capitals: Counter[StemKey] = Counter()
    inner: Counter[StemKey] = Counter()
    free: set[StemKey] = set()
    classes: dict[StemKey, Counter[str]] = defaultdict(Counter)
    for word in words:
        for morph in word.roots:
            key = normal(morph.form), morph.gloss
            spelled[key][morph.form] += 1
            sources.setdefault(key, word.source)
            if word.place > 0 and morph is word.morphs[0]:
                inner[key] += 1
                capitals[key] += morph.form[:1].isupper()
            if len(word.morphs) == 1:
                free.add(key)
            if pos := _own_pos(word, morph):
                classes[key][pos] += 1
    stems = {}
    for key, shapes in spelled.items():
        form = min(shapes, key=lambda f: (-shapes[f], f))
        if capitals[key] * 2 <= inner[key] and inner[key]:
            form = min((f for f in shapes if not f[:1].isupper()), key=lambda f: (-shapes[f], f), default=form)
        pos = min(classes[key], key=lambda p: (-classes[key][p], p), default="")
        stems[key] = Stem(form, key[1], shapes.total(), sources[key], capitals[key], inner[key], key in free, pos)
    return stems


def _own_pos(word: Word, morph: Morph) -> str:
    """The part of speech of a root in the source's line, which may mark every morph (``COM-VT``)."""
    pieces = split_line(word.pos)
    if len(pieces) == len(word.morphs):
        return normalize_pos(pieces[word.morphs.index(morph)].strip("-=~<>"))
    return normalize_pos(pieces[0]) if len(pieces) == 1 else ""


def company(words: Sequence[Word]) -> dict[StemKey, Counter[str]]:
    """The labels that stand on each root: its affixes and clitics, atoms of labels counted apart."""
    found: dict[StemKey, Counter[str]] = defaultdict(Counter)
    for word in words:
        roots = word.roots
        if not roots:
            continue
        key = normal(roots[0].form), roots[0].gloss
        for morph in word.morphs:
            if morph.kind != "stem":
                mark = morph.gloss if is_label(morph.gloss) else normal(morph.form)
                found[key][f"{'<' if morph.kind in ('prefix', 'proclitic') else ''}{mark}"] += 1
        found[key].update({"∅": 1} if len(word.morphs) == 1 else {})
    return found


@dataclass(frozen=True, slots=True)
class Classifier:
    """Parts of speech by the labels that stand on a stem; log-probabilities, add-half smoothing."""

    prior: Mapping[str, float]
    given: Mapping[str, Mapping[str, float]]
    unseen: Mapping[str, float]

    @classmethod
    def learn(cls, known: Mapping[StemKey, str], company: Mapping[StemKey, Counter[str]]) -> Classifier:
        """Count the labels on stems whose part of speech is known; each stem counts a label once."""
        stems: Counter[str] = Counter(known[key] for key in company if known.get(key))
        labels: dict[str, Counter[str]] = defaultdict(Counter)
        for key, marks in company.items():
            if known.get(key):
                labels[known[key]].update(set(marks))
        vocabulary = {mark for marks in labels.values() for mark in marks} | _ON_VERBS | _ON_NOUNS
        for mark in vocabulary:
            if set(mark.strip("<").split(".")) & _ON_VERBS:
                labels["v"][mark] += 1
            elif set(mark.strip("<").split(".")) & _ON_NOUNS:
                labels["n"][mark] += 1
        stems.update(["n", "v"])
        prior = {pos: math.log(count / stems.total()) for pos, count in stems.items()}
        unseen = {pos: math.log(0.5 / (stems[pos] + 1)) for pos in stems}
        given = {
            pos: {mark: math.log((count + 0.5) / (stems[pos] + 1)) for mark, count in labels[pos].items()}
            for pos in stems
        }
        return cls(prior, given, unseen)

    def classify(self, marks: Mapping[str, int], margin: float = 0.7) -> str:
        """The likeliest part of speech, or ``""`` where it is not likelier than the next by ``margin`` (nats)."""
        if not any(mark != "∅" for mark in marks):
            return ""
        scores = {
            pos: prior + sum(self.given[pos].get(mark, self.unseen[pos]) for mark in marks)
            for pos, prior in self.prior.items()
        }
        ranked = sorted(scores, key=lambda pos: (-scores[pos], pos))
        if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < margin:
            return ""
        return ranked[0]
