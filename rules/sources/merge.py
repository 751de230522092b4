"""Dictionary entries of several sources as one lexicon: by headword and homonym, nothing said twice, nothing lost.

The same lexeme stands in a dictionary's CLDF, in its Toolbox source, and in the book's word list, each with other
homonym numbers or none. Entries of one headword are put together by their homonym numbers and by what they mean; a
record that only points at its main entry becomes a variant of it.

>>> from rules.items import Sense
>>> def entry(name, head, gloss, source, homonym=""):
...     return Entry(name, head, "", (Sense(gloss),), (Source("dict", source, 1),), homonym)
>>> found = merge_entries([
...     entry("a1", "ke", "stone", "a.sfm", "1"), entry("a2", "ke", "to carry", "a.sfm", "2"),
...     entry("b1", "ke", "carry", "b.sfm"), entry("b2", "ke", "stone", "b.sfm")])
>>> [(e.homonym, e.senses[0].definition, len(e.sources)) for e in found]
[('1', 'stone', 2), ('2', 'to carry', 2)]
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from morph.model import Source
from rules.items import Entry, Sense
from rules.sources.senses import ALIKE, SAME, best_similarity, merge_senses

_SCRIPT_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_RAISED = re.compile(r"(?P<text>.*\S)\s*(?P<number>[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+)")
_NUMBERED = re.compile(r"(?P<text>.*[^\d\s_])[\s_]?(?P<number>\d{1,2})")
_LINKS = ("variant_of", "main_entry", "contains", "contraction", "subentry", "see", "synonym", "antonym")
_HOPS = 5
_MANY_DIGITS = 0.3


def headword_key(headword: str) -> str:
    """What makes two headwords the same: NFC and case apart, the star of a bound root, the sign of a null word.

    >>> headword_key("*Tara"), headword_key("Ø")
    ('tara', '∅')
    """
    key = " ".join(unicodedata.normalize("NFC", headword).casefold().split()).lstrip("*").strip()
    return "∅" if key in ("ø", "∅", "0") else key.replace("’", "'").replace("ʼ", "'")


def split_homonym(headword: str, known: Mapping[str, object]) -> tuple[str, str]:
    """Headword and homonym number of a spelling like ``a¹``, ``a_1`` or ``a1``; plain digits count as a number only
    where the headword without them is ``known`` (a mapping with :func:`headword_key` keys).

    >>> split_homonym("un2", {"un": 1}), split_homonym("ba²", {}), split_homonym("B52", {})
    (('un', '2'), ('ba', '2'), ('B52', ''))
    """
    raised = _RAISED.fullmatch(headword)
    if raised:
        return raised["text"], raised["number"].translate(_SCRIPT_DIGITS)
    match = _NUMBERED.fullmatch(headword)
    if match and headword_key(match["text"]) in known:
        return match["text"], match["number"]
    return headword, ""


@dataclass(slots=True)
class _Cluster:
    """Entries taken for one lexeme."""

    entries: list[Entry] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.origins.add(origin(entry))
        if entry.homonym:
            self.numbers.add(entry.homonym)

    @property
    def senses(self) -> list[Sense]:
        return [sense for entry in self.entries for sense in entry.senses]


def origin(entry: Entry) -> str:
    """Which source an entry comes from: its file, or its kind where the address is an entry's id."""
    source = entry.sources[0] if entry.sources else Source("hand")
    return f"{source.kind}:{source.path}" if source.line else source.kind


def merge_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """One entry for each lexeme, in the order of first mention, with all sources kept.

    Entries are put together when they share the headword (:func:`headword_key`) and come from different sources, by
    homonym number and overlap of senses; those of one source only when they say the same. The star of a bound root
    (``*tara``) becomes the relation ``bound``. Senses are kept once, with
    the short gloss beside the definition. A record without senses that is a ``variant_of`` another is folded into
    that one's ``variants``. Ids stay unique.
    """
    numbered = _number(list(entries))
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in numbered:
        groups[headword_key(entry.headword)].append(entry)
    clusters = {key: _cluster(group) for key, group in groups.items()}
    kept = _fold_variants(clusters)
    frequency = Counter(entry.pos for entry in numbered if entry.pos)
    order = {id(entry): position for position, entry in enumerate(numbered)}
    kept.sort(key=lambda cluster: min(order.get(id(entry), len(order)) for entry in cluster.entries))
    return _unique_ids([_merge(cluster, frequency) for cluster in kept])


def _number(entries: list[Entry]) -> list[Entry]:
    """Entries with the homonym number taken out of the headword where it stands in it. Digits at the end of a good
    part of all headwords are tones, and stay."""
    digits = sum(entry.headword[-1:].translate(_SCRIPT_DIGITS).isdigit() for entry in entries)
    if digits > max(_MANY_DIGITS * len(entries), 3):
        return entries
    known = {headword_key(entry.headword): True for entry in entries}
    result = []
    for entry in entries:
        headword, number = split_homonym(entry.headword, known)
        changed = number and (not entry.homonym or entry.homonym == number)
        result.append(replace(entry, headword=headword, homonym=number) if changed else entry)
    return result


# --- which entries are one lexeme


def _cluster(group: list[Entry]) -> list[_Cluster]:
    """Source by source, the one with most homonym numbers first; each entry goes to the cluster that fits best."""
    by_origin: dict[str, list[Entry]] = defaultdict(list)
    for entry in group:
        by_origin[origin(entry)].append(entry)
    sources = sorted(by_origin.values(), key=lambda found: -sum(bool(e.homonym) for e in found))
    clusters: list[_Cluster] = []
    for found in sources:
        _assign(_without_repeats(found), clusters)
    return _bridge(clusters)


def _bridge(clusters: list[_Cluster]) -> list[_Cluster]:
    """Clusters of different sources that a later source has shown to mean the same: a word list's short gloss and
    a long definition, between which only the entry that has both can tell."""
    kept: list[_Cluster] = []
    for cluster in clusters:
        fits = [
            (best_similarity(cluster.senses, other.senses), -i)
            for i, other in enumerate(kept)
            if not cluster.origins & other.origins and not (cluster.numbers and other.numbers - cluster.numbers)
        ]
        score, index = max(fits, default=(0.0, 0))
        if score >= ALIKE:
            for entry in cluster.entries:
                kept[-index].add(entry)
        else:
            kept.append(cluster)
    return kept


def _without_repeats(found: list[Entry]) -> list[_Cluster]:
    """Entries of one source; those that repeat another (same senses, no other number) go with it."""
    groups: list[_Cluster] = []
    for entry in found:
        for group in groups:
            if _repeats(entry, group.entries[0]):
                group.add(entry)
                break
        else:
            groups.append(_Cluster())
            groups[-1].add(entry)
    return groups


def _repeats(entry: Entry, other: Entry) -> bool:
    if entry.homonym != other.homonym or (entry.pos and other.pos and entry.pos != other.pos):
        return False
    meanings = [{(s.gloss.casefold(), s.definition.casefold()) for s in e.senses} for e in (entry, other)]
    return meanings[0] <= meanings[1] and entry.relations == other.relations


def _assign(groups: list[_Cluster], clusters: list[_Cluster]) -> None:
    """Put each group of the next source into the cluster that fits it best, one group to a cluster; the rest
    become clusters of their own."""
    scores = sorted(
        ((_fit(group, cluster), -i, -j) for i, group in enumerate(groups) for j, cluster in enumerate(clusters)),
        reverse=True,
    )
    alone = len(groups) == 1 and len(clusters) == 1
    placed: dict[int, int] = {}
    for score, i, j in scores:
        taken = -i in placed or -j in placed.values()
        if not taken and (score >= 0.5 or (alone and score >= 0.0)):
            placed[-i] = -j
    for i, group in enumerate(groups):
        if i in placed:
            for entry in group.entries:
                clusters[placed[i]].add(entry)
        else:
            clusters.append(group)


def _fit(group: _Cluster, cluster: _Cluster) -> float:
    """How well a group fits a cluster: the meaning above all, then the number, then the part of speech. Numbers that
    differ are no bar to the very same meaning (sources number differently), else negative."""
    meaning = best_similarity(group.senses, cluster.senses)
    number = bool(group.numbers & cluster.numbers)
    if group.numbers and cluster.numbers and not number:
        return 0.5 if meaning >= SAME else -1.0
    pos = {e.pos.casefold() for e in group.entries if e.pos} & {e.pos.casefold() for e in cluster.entries if e.pos}
    unsaid = not group.senses or not cluster.senses
    return meaning + (0.6 if number else 0.0) + (0.1 if pos else 0.0) + (0.5 if unsaid and not number else 0.0)


# --- variants


def _fold_variants(clusters: dict[str, list[_Cluster]]) -> list[_Cluster]:
    """Clusters that are lexemes; those that only point at another become variants of it."""
    pointing = {
        id(cluster): targets
        for group in clusters.values()
        for cluster in group
        if not cluster.senses
        for targets in [_targets(cluster, clusters)]
        if targets
    }
    kept = []
    for group in clusters.values():
        for cluster in group:
            ends = _ends(cluster, pointing)
            if not ends:
                kept.append(cluster)
            for end in ends:
                end.entries += [replace(e, relations=(), variants=(e.headword, *e.variants)) for e in cluster.entries]
    return kept


def _targets(cluster: _Cluster, clusters: Mapping[str, Sequence[_Cluster]]) -> list[_Cluster]:
    names = [name for entry in cluster.entries for kind, name in entry.relations if kind == "variant_of"]
    found = []
    for name in dict.fromkeys(names):
        text, number = (name, "") if headword_key(name) in clusters else split_homonym(name, clusters)
        homonyms = clusters.get(headword_key(text), [])
        exact = [c for c in homonyms if number in c.numbers] if number else []
        found += (exact or list(homonyms))[:1]
    return [target for target in found if target is not cluster]


def _ends(cluster: _Cluster, pointing: Mapping[int, list[_Cluster]]) -> list[_Cluster]:
    """The lexemes at the end of the chain of pointers; none for a lexeme itself or for pointers in a circle."""
    ends, waiting = [], pointing.get(id(cluster), [])
    for _ in range(_HOPS):
        ends += [target for target in waiting if id(target) not in pointing]
        waiting = [further for target in waiting for further in pointing.get(id(target), [])]
    return list({id(end): end for end in ends}.values())


# --- one entry


def _merge(cluster: _Cluster, frequency: Counter[str]) -> Entry:
    first = cluster.entries[0]
    key = headword_key(first.headword)
    own = [e for e in cluster.entries if headword_key(e.headword) == key]
    starred = bool(key) and all(e.headword.startswith("*") for e in own)
    headword = min(
        (e.headword.lstrip("*").strip() or e.headword for e in own), key=lambda text: text != text.casefold()
    )
    names = {headword_key(headword)}
    variants = [v for e in cluster.entries for v in e.variants if headword_key(v) not in names]
    sources = dict.fromkeys(source for e in cluster.entries for source in e.sources)
    numbers = [e.homonym for e in own if e.homonym]
    pos = _choose_pos([e.pos for e in own], frequency)
    return Entry(
        id=first.id,
        headword=headword,
        pos=pos,
        senses=_senses(cluster.entries, pos),
        sources=tuple(sources),
        homonym=numbers[0] if numbers else "",
        variants=tuple(dict.fromkeys(variants)),
        pronunciations=tuple(dict.fromkeys(p for e in cluster.entries for p in e.pronunciations)),
        relations=((("bound", "root"),) if starred else ()) + _relations(cluster.entries),
    )


def _senses(entries: Sequence[Entry], pos: str) -> tuple[Sense, ...]:
    """The senses once; what a source calls the part of speech of its whole entry is named as for the lexeme."""
    by_origin: dict[str, list[Sense]] = defaultdict(list)
    for entry in entries:
        labels = {sense.pos or entry.pos for sense in entry.senses}
        own = pos if len(labels) == 1 and (entry.pos or not pos) else ""
        by_origin[origin(entry)] += [replace(s, pos=own or s.pos or entry.pos) for s in entry.senses]
    return merge_senses(list(by_origin.values()))


def _choose_pos(labels: Sequence[str], frequency: Counter[str]) -> str:
    """The part of speech that most sources give; where they differ, the label most used in all sources."""
    votes = Counter(label for label in labels if label)
    if not votes:
        return ""
    return max(votes, key=lambda label: (votes[label], frequency[label], -labels.index(label)))


def _relations(entries: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    """All relations once: a pointer with a homonym number and the same without are one."""
    kept: dict[tuple[str, str], tuple[str, str]] = {}
    for entry in entries:
        for kind, name in entry.relations:
            text = re.sub(r"(?<=\D)\d{1,2}$", "", name) if kind in _LINKS else name
            kept.setdefault((kind, headword_key(text)), (kind, name))
    return tuple(kept.values())


def _unique_ids(entries: list[Entry]) -> tuple[Entry, ...]:
    seen: Counter[str] = Counter()
    result = []
    for entry in entries:
        seen[entry.id] += 1
        result.append(entry if seen[entry.id] == 1 else replace(entry, id=f"{entry.id}.{seen[entry.id]}"))
    return tuple(result)
