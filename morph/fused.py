"""Fused words by analogy: one morph whose gloss holds a meaning and labels, ``pekomi`` "2SG.PST.see".

Where no piece of a form shows a label by itself, the forms of several stems still tell: what stands around the stem
is a *frame* (``pe…mi``), what stands around the meaning in the gloss a *template* (``2SG.PST.…``). A form that nobody
has seen is read by a stem that was seen and by a frame that was seen, or that fits four-part analogies: as ``a…l`` is
to ``a…mi``, so ``e…l`` is to ``e…mi``, in form and in labels. Where a root is marked in the form (``pe\\ko/mi``) the
frame is known; elsewhere it is what is left of the longest part that two forms with one meaning share, and of several
such the one that most stems have.

>>> words = [("peko", "see.1SG"), ("pekomi", "see.2SG"), ("pekol", "see.3SG"), ("tula", "eat.1SG"),
...          ("tulami", "eat.2SG"), ("sarami", "go.2SG"), ("saral", "go.3SG")]
>>> [found.gloss for found in FusedForms.of(words).read("tulal")]
['eat.3SG']
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from morph.igt import is_label

MEANING = "…"
"""Stands for the meaning in a template and for the stem in a frame."""
_DELIMITERS = re.compile(r"([.:/>])")
_LEAST_STEMS = 2  # that a frame must have
_OTHERS = 40  # forms with the same meaning that one is compared with
_APART = 0.5  # weight of a beginning and an end seen apart, beside one sighting of both together
_ANALOGY = 4.0  # weight of analogies among what speaks for a template in an unseen frame
_STRANGE = 0.5  # what is left of a reading for each label that was seen with other stems of the meaning only
_TAKEN = 0.2  # what is left of a reading where the stem has another form with the same labels
_MOST = 6  # readings of one form

_ROW = 0.3  # a row of a table counts as this many sightings of a stem
_PARTNERS = 40
_MAX_KEPT = 20_000

Frame = tuple[str, str]
Form = tuple[str, str, str]
"""Meaning, form, template."""
Cut = tuple[str, str, str]
"""Beginning, stem, end."""


class FusedReading(NamedTuple):
    """A form read by analogy, with the log-probability of frame, labels and stem."""

    form: str
    gloss: str
    weight: float


@lru_cache(maxsize=50_000)
def fused_parts(gloss: str) -> tuple[str, str] | None:
    """The template and the meaning of a gloss that has labels and one meaning; None for any other.

    >>> fused_parts("2|3PL:SBJ:PST/pile.up"), fused_parts("go.PST"), fused_parts("go"), fused_parts("PL")
    (('2|3PL:SBJ:PST/…', 'pile.up'), ('….PST', 'go'), None, None)
    """
    if is_label(gloss):
        return None
    parts = _DELIMITERS.split(gloss)
    words = [at for at in range(0, len(parts), 2) if parts[at] and not is_label(parts[at])]
    if not words:
        return None
    first, last = words[0], words[-1]
    labels = [at for at in range(0, len(parts), 2) if parts[at] and is_label(parts[at])]
    if not labels or any(first < at < last for at in labels):
        return None
    return "".join((*parts[:first], MEANING, *parts[last + 1 :])), "".join(parts[first : last + 1])


def template_labels(template: str) -> list[str]:
    """The labels of a template, one by one.

    >>> template_labels("2|3PL:SBJ:PST/…")
    ['2|3PL', 'SBJ', 'PST']
    """
    return [part for part in _DELIMITERS.split(template)[::2] if part and part != MEANING]


@dataclass(slots=True)
class FusedForms:
    """Frames with the templates that they were seen with (and how many stems so), stems with their meanings.

    Only plain values, so that it can be kept in a file.
    """

    frames: dict[Frame, dict[str, int]] = field(default_factory=dict)
    begins: dict[str, dict[str, int]] = field(default_factory=dict)
    ends: dict[str, dict[str, int]] = field(default_factory=dict)
    templates: dict[str, int] = field(default_factory=dict)
    stems: dict[str, dict[str, float]] = field(default_factory=dict)
    labels: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    taken: dict[tuple[str, str], None] = field(default_factory=dict)
    total: float = 0.0
    marked: bool = False
    _kept: dict[Frame, dict[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, words: Iterable[tuple[str, str]], rows: Iterable[tuple[str, str]] = ()) -> FusedForms:
        """From forms with their glosses; ``rows`` are stems of tables with their meanings."""
        groups: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for form, gloss in words:
            template, meaning = fused_parts(gloss) or (MEANING, gloss)
            if form and not is_label(gloss):
                groups[meaning][form, template] += 1
        fused = {meaning: forms for meaning, forms in groups.items() if any(t != MEANING for _, t in forms)}
        found = cls()
        found._count(_cuts(fused), fused)
        for form, meaning in rows if found.frames else ():
            if form:
                found.stems.setdefault(form, {}).setdefault(meaning, _ROW)
        found.total = sum(sum(row.values()) for row in found.stems.values())
        return found

    def _count(self, cuts: Mapping[Form, Cut], groups: Mapping[str, Mapping[tuple[str, str], int]]) -> None:
        frames: dict[tuple[Frame, str], set[str]] = defaultdict(set)
        stems: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.marked = 2 * sum("\\" in form for _, form, _ in cuts) > len(cuts)
        for (meaning, form, template), (begin, stem, end) in cuts.items():
            if template != MEANING:
                frames[(begin, end), template].add(meaning)
                self.taken[meaning, template] = None
                for label in template_labels(template):
                    self.labels.setdefault((meaning, label), {})[stem] = None
            stems[stem][meaning] += 1 + math.log(groups[meaning][form, template])
        for ((begin, end), template), meanings in frames.items():
            count = len(meanings)
            if count >= _LEAST_STEMS or self.marked:
                self.frames.setdefault((begin, end), {})[template] = count
                self.templates[template] = self.templates.get(template, 0) + count
                for table, part in ((self.begins, begin), (self.ends, end)):
                    row = table.setdefault(part, {})
                    row[template] = row.get(template, 0) + count
        self.stems = {stem: dict(row) for stem, row in stems.items()} if self.frames else {}

    def read(self, form: str) -> tuple[FusedReading, ...]:
        """Readings of a folded form without marks of the root, best first."""
        best: dict[str, FusedReading] = {}
        for at in range(len(form)) if self.frames else ():
            if form[:at] not in self.begins:
                continue
            for to in range(at + 1, len(form) + 1):
                meanings = self.stems.get(form[at:to])
                if meanings and form[to:] in self.ends:
                    for reading in self._readings(form, at, to, meanings):
                        if reading.gloss not in best or best[reading.gloss].weight < reading.weight:
                            best[reading.gloss] = reading
        return tuple(sorted(best.values(), key=lambda reading: (-reading.weight, reading.gloss))[:_MOST])

    def longest(self) -> int:
        """Letters of the longest form that can be read."""
        parts = (self.begins, self.stems, self.ends)
        return sum(max(map(len, part)) for part in parts) if self.frames and self.stems else 0

    def _readings(self, form: str, at: int, to: int, meanings: Mapping[str, float]) -> Iterator[FusedReading]:
        stem, frame = form[at:to], (form[:at], form[to:])
        shown = f"{form[:at]}\\{stem}/{form[to:]}" if self.marked else form
        for template, share in self.shares(frame).items():
            for meaning, count in meanings.items():
                strange = sum(
                    stem not in self.labels.get((meaning, label), {stem: None}) for label in template_labels(template)
                )
                left = (_TAKEN if (meaning, template) in self.taken else 1.0) * _STRANGE**strange
                weight = math.log(share * left * count / (self.total + 1.0))
                yield FusedReading(shown, template.replace(MEANING, meaning), weight)

    def shares(self, frame: Frame) -> dict[str, float]:
        """The probability of a frame with each template: as seen, and as analogies and its two halves say."""
        found = self._kept.get(frame)
        if found is None:
            if len(self._kept) >= _MAX_KEPT:
                self._kept.clear()
            found = self._kept[frame] = self._shares(frame)
        return found

    def _shares(self, frame: Frame) -> dict[str, float]:
        seen, total = self.frames.get(frame, {}), sum(self.templates.values())
        begins, ends = self.begins[frame[0]], self.ends[frame[1]]
        guessed: dict[str, float] = defaultdict(float)
        for template in begins.keys() & ends.keys():
            guessed[template] += begins[template] * ends[template] / self.templates[template]
        votes = self._analogies(frame)
        mass = sum(guessed.values()) / sum(votes.values()) if votes and guessed else 1.0
        for template, count in votes.items():
            guessed[template] += _ANALOGY * mass * count
        everything = sum(guessed.values()) or 1.0
        apart = _APART * sum(begins.values()) * sum(ends.values()) / total
        apart = min(apart, _APART)
        return {
            template: (seen.get(template, 0) + apart * guessed.get(template, 0.0) / everything) / total
            for template in sorted({*seen, *guessed})
        }

    def _analogies(self, frame: Frame) -> Counter[str]:
        """The templates that four-part analogies give a frame, with how many do."""
        begin, end = frame
        votes: Counter[str] = Counter()
        for other_begin in self._partners(end, 1):
            for other_end in self._partners(begin, 0):
                corner = self.frames.get((other_begin, other_end))
                if corner is None or other_begin == begin or other_end == end:
                    continue
                across, down = self.frames[begin, other_end], self.frames[other_begin, end]
                for one, many in corner.items():
                    for same_end, some in across.items():
                        for same_begin, few in down.items():
                            template = analogous(one, same_end, same_begin)
                            if template in self.templates:
                                votes[template] += min(many, some, few)
        return votes

    def _partners(self, part: str, side: int) -> list[str]:
        """What stands on the other side in the frames with a beginning (``side`` 0) or an end (1)."""
        return [frame[1 - side] for frame in self.frames if frame[side] == part][:_PARTNERS]


def analogous(one: str, other: str, third: str) -> str:
    """The template that is to ``third`` as ``other`` is to ``one``; empty where there is none.

    >>> analogous("3SG:SBJ:PST/…", "3PL:SBJ:PST/…", "3SG:SBJ:FUT/…"), analogous("1SG.…", "2SG.…", "3SG.…")
    ('3PL:SBJ:FUT/…', '')
    """
    if one == other:
        return third
    if one == third:
        return other
    old, new, base = (_DELIMITERS.split(template) for template in (one, other, third))
    most = min(len(old), len(new))
    left = next((at for at in range(most) if old[at] != new[at]), most)
    right = next((at for at in range(most - left) if old[-1 - at] != new[-1 - at]), most - left)
    out, put = old[left : len(old) - right], new[left : len(new) - right]
    if not out:  # something is put in: after what it is put in after
        if not left:
            return ""
        anchor = old[left - 1]
        places = [at + 1 for at, part in enumerate(base) if part == anchor]
    else:
        places = [at for at in range(len(base) - len(out) + 1) if base[at : at + len(out)] == out]
    if len(places) != 1:
        return ""
    at = places[0]
    return "".join((*base[:at], *put, *base[at + len(out) :]))


def _cuts(groups: Mapping[str, Mapping[tuple[str, str], int]]) -> dict[Form, Cut]:
    """Each form (with meaning and template) cut into beginning, stem and end."""
    options: dict[Form, set[Cut]] = {}
    for meaning, forms in groups.items():
        roots = {cut[1] for form, _ in forms if (cut := _marked(form))}
        bare = [form for form, _ in forms if "\\" not in form]
        for form, template in forms:
            marked = _marked(form)
            ways = {marked} if marked else {_cut(form, root) for root in roots if root in form}
            if not ways:
                others = islice((other for other in bare if other != form), _OTHERS)
                ways = {_cut(form, shared) for other in others if (shared := _shared(form, other))}
            options[meaning, form, template] = ways or {("", form, "")}
    support: dict[tuple[Frame, str], set[str]] = defaultdict(set)
    for (meaning, _, template), ways in options.items():
        for begin, _, end in ways:
            support[(begin, end), template].add(meaning)
    sharing = {
        (meaning, stem): sum(stem in form for form, _ in groups[meaning])
        for (meaning, _, _), ways in options.items()
        for _, stem, _ in ways
    }

    def worth(key: Form, cut: Cut) -> tuple[int, int, Cut]:
        stems = len(support[(cut[0], cut[2]), key[2]])
        return stems * sharing[key[0], cut[1]], len(cut[1]), cut

    return {key: max(ways, key=lambda cut: worth(key, cut)) for key, ways in options.items()}


def _marked(form: str) -> Cut | None:
    begin, mark, rest = form.partition("\\")
    stem, end_mark, end = rest.partition("/")
    return (begin, stem, end) if mark and end_mark and stem else None


def _cut(form: str, stem: str) -> Cut:
    begin, _, end = form.partition(stem)
    return begin, stem, end


def _shared(one: str, other: str) -> str:
    """The longest part that two forms share, where it is half of the shorter one at least, and two letters.

    >>> _shared("pekomi", "apekol"), _shared("peko", "tula")
    ('peko', '')
    """
    best = ""
    for at in range(len(one)):
        while at + len(best) < len(one) and one[at : at + len(best) + 1] in other:
            best = one[at : at + len(best) + 1]
    return best if len(best) >= max(2, (min(len(one), len(other)) + 1) // 2) else ""
