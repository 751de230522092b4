"""Reduplication: which part of the stem is copied, on which side, with which gloss.

The examples write the copy as a morph of its own (``komet~komet`` "look~PROG", or ``po-potot`` with a label that means
reduplication). Its pattern is read off by laying it against the stem.

>>> copied_part("komet", "komet", "after", "aeiou"), copied_part("ta", "takol", "before", "aeiou")
('~full', 'CV~')
>>> copied_part("wa", "kewa", "after", "aeiou"), copied_part("xx", "kewa", "after", "aeiou")
('~CV', '')
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from morph.model import Evidence, Morph, Morpheme, Source
from rules.extract.labels import LabelBook
from rules.extract.tokens import Word, normal
from rules.verify import accept_meaning

_COPY_WORD = "reduplication"


@dataclass(frozen=True, slots=True)
class Copy:
    """One reduplicated word: the pattern of the copy, its gloss, its host."""

    pattern: str
    gloss: str
    host: tuple[str, str]
    source: Source


def is_copy_label(gloss: str, labels: LabelBook) -> bool:
    """Whether a label means reduplication as such (RED, RDP)."""
    return labels.is_label(gloss) and _COPY_WORD in labels.meaning(gloss)


def mark_copies(words: Sequence[Word], labels: LabelBook) -> list[Word]:
    """Morphs whose label means reduplication get that kind, whatever separator they are written with."""
    marked = []
    for word in words:
        morphs = tuple(
            Morph(m.form, m.gloss, m.separator, "reduplication", m.morpheme)
            if m.kind in ("prefix", "suffix", "proclitic", "enclitic") and is_copy_label(m.gloss, labels)
            else m
            for m in word.morphs
        )
        marked.append(replace(word, morphs=morphs) if morphs != word.morphs else word)
    return marked


def copied_part(copy: str, host: str, place: str, vowels: str) -> str:
    """The pattern of a copy beside its host, empty where it is no copy: ``~full``, ``~CV``, ``CVC~``.

    ``place`` is ``before`` or ``after``. A copy after the host repeats its end, one before it its beginning.
    """
    copy, host = normal(copy), normal(host)
    if copy == host:
        return "~full" if place == "after" else "full~"
    shape = "".join("V" if letter in vowels else "C" for letter in copy)
    if place == "after":
        return f"~{shape}" if host.endswith(copy) or host.startswith(copy) else ""
    return f"{shape}~" if host.startswith(copy) or host.endswith(copy) else ""


def collect_copies(words: Sequence[Word], vowels: str) -> list[Copy]:
    """All reduplicated words of the examples whose copy repeats its neighbour."""
    copies = []
    for word in words:
        for i, morph in enumerate(word.morphs):
            if morph.kind != "reduplication":
                continue
            root = next((j for j, other in enumerate(word.morphs) if other.kind == "stem"), 0)
            neighbour = word.morphs[i - 1] if i > root else word.morphs[i + 1] if i + 1 < len(word.morphs) else morph
            pattern = copied_part(morph.form, neighbour.form, "after" if i > root else "before", vowels)
            if pattern and neighbour is not morph:
                host = word.morphs[root]
                copies.append(Copy(pattern, morph.gloss, (normal(host.form), host.gloss), word.source))
    return copies


def reduplication_rows(copies: Sequence[Copy], pos_of: Callable[[tuple[str, str]], str]) -> tuple[Morpheme, ...]:
    """A row for each gloss and pattern; the most frequent pattern of a gloss first."""
    found: dict[str, dict[str, list[Copy]]] = defaultdict(lambda: defaultdict(list))
    for copy in copies:
        found[copy.gloss][copy.pattern].append(copy)
    totals = Counter(copy.pattern for copy in copies)
    rows = []
    for gloss, patterns in sorted(found.items()):
        id_ = f"{gloss.casefold().replace('.', '')}_copy"
        ordered = sorted(patterns.items(), key=lambda item: (-len(item[1]), item[0]))
        for number, (pattern, own) in enumerate(ordered, 1):
            hosts = Counter(pos for copy in own if (pos := pos_of(copy.host)))
            rows.append(
                Morpheme(
                    id_ if number == 1 else f"{id_}.{number}",
                    pattern,
                    gloss,
                    "reduplication",
                    attaches_to=tuple(sorted(hosts)) if hosts.total() >= 5 else (),
                    source=str(own[0].source),
                    status=_status(pattern, len(own), totals[pattern]),
                    evidence=Evidence(len(own), 0),
                )  # fmt: skip
            )
    return tuple(rows)


def _status(pattern: str, count: int, total: int) -> str:
    """One word is not enough for a copy of a part: any two words that end alike would show it."""
    return accept_meaning(count, total) if count > 1 or "full" in pattern else "proposed"
