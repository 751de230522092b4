"""Groups of allomorphs as rows of ``morphemes.tsv``: ids, slots, hosts, environments, evidence, status."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from morph.model import Evidence, Morpheme
from rules.extract.attested import Attested, side
from rules.extract.claims import is_form_text
from rules.extract.inventory import Group
from rules.extract.phonology import LearnedAllomorph, Phonology
from rules.extract.stems import StemKey
from rules.extract.tokens import ZERO, Word, normal
from rules.verify import accept_meaning, accept_rule

_ENOUGH_HOSTS = 5
_WIDE = 3
_ENOUGH_TOKENS = 3
_RARE = 0.05


@dataclass(frozen=True, slots=True)
class Named:
    """The groups with their ids, and the way from a morph of the examples to its group."""

    groups: Mapping[str, Group]
    index: Mapping[tuple[str, str, str], str]

    @classmethod
    def of(cls, groups: Sequence[Group]) -> Named:
        """Give every group an id of its gloss and base form, the same in every extraction."""
        named: dict[str, Group] = {}
        index: dict[tuple[str, str, str], str] = {}
        for group in groups:
            wanted = re.sub(r"[\s;]+", "_", f"{group.gloss.casefold().replace('.', '')}_{group.base}")
            name, number = wanted, ord("b")
            while name in named:
                name, number = f"{wanted}_{chr(number)}", number + 1
            named[name] = group
            for form in group.forms:
                index.setdefault((form, group.gloss, side(group.kind)), name)
        return cls(named, index)

    def find(self, form: str, gloss: str, kind: str) -> str:
        """The id of the morpheme of a morph; empty where there is none."""
        return self.index.get((normal(form), gloss, side(kind)), "")

    def ids(self, word: Word) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The morpheme ids before and after the root of a word; morphs without a morpheme are left out."""
        root = next((i for i, morph in enumerate(word.morphs) if morph.kind == "stem"), 0)
        before = [self.find(m.form, m.gloss, m.kind) for m in word.morphs[:root]]
        after = [self.find(m.form, m.gloss, m.kind) for m in word.morphs[root + 1 :]]
        return tuple(filter(None, before)), tuple(filter(None, after))


def morpheme_rows(
    named: Named,
    attested: Attested,
    pos: Mapping[StemKey, str],
    slots: Mapping[str, str],
    phonology: Phonology | None,
) -> tuple[Morpheme, ...]:
    """All rows, the base form of each morpheme first."""
    rows: list[Morpheme] = []
    for id_, group in sorted(named.groups.items()):
        shapes = _shapes(group, phonology)
        hosts = _hosts(group, attested, pos)
        kind = _kind(group, attested)
        for number, shape in enumerate(shapes, 1):
            row_id = id_ if number == 1 else f"{id_}.{number}"
            status, evidence = _verdict(group, shape, attested)
            rows.append(
                Morpheme(
                    row_id,
                    shape.form,
                    group.gloss,
                    kind,
                    slots.get(id_, ""),
                    hosts,
                    shape.environment,
                    str(group.source(shape.form)),
                    "reader",
                    status,
                    evidence,
                )  # fmt: skip
            )
    return tuple(rows)


def _kind(group: Group, attested: Attested) -> str:
    """The kind that most tokens show, where there are enough of them; else the stated one."""
    tokens = Counter(
        {
            kind: sum(attested.of_kind(form, group.gloss, kind) for form in group.forms)
            for kind in _kinds_of_side(group.kind)
        }
    )
    kind, count = max(tokens.items(), key=lambda item: (item[1], item[0] == group.kind))
    return kind if count >= _ENOUGH_TOKENS else group.kind


@dataclass(frozen=True, slots=True)
class _Shape:
    form: str
    environment: str
    learned: Evidence


def _shapes(group: Group, phonology: Phonology | None) -> list[_Shape]:
    """The stated and attested forms; where an environment was learned for one, its rows instead."""
    learned: dict[str, list[LearnedAllomorph]] = {}
    if phonology:
        for (form, gloss, kind), found in phonology.morphemes.items():
            if form == group.base and gloss == group.gloss and side(kind) == side(group.kind):
                for allomorph in (a for a in found if is_form_text(a.form) or a.form == ZERO):
                    learned.setdefault(normal(allomorph.form), []).append(allomorph)
    # The base form stays the shape for elsewhere, however few surface forms happen to show it.
    shapes = [_Shape(group.base, "", Evidence())]
    for form in dict.fromkeys((*group.forms, *learned)):
        rows = [_Shape(form, row.environment, row.evidence) for row in learned.get(form, ())]
        shapes += rows or [_Shape(form, "", Evidence())]
    shapes = [s for i, s in enumerate(shapes) if i == 0 or s.form != group.base or s.environment]
    return list(dict.fromkeys(shapes))


def _hosts(group: Group, attested: Attested, pos: Mapping[StemKey, str]) -> tuple[str, ...]:
    """The parts of speech that a morpheme was seen on; empty (any) for one seen on many, or hardly seen at all."""
    counts: Counter[str] = Counter()
    for form in group.forms:
        for kind in _kinds_of_side(group.kind):
            for stem, count in attested.hosts.get((form, group.gloss, kind), Counter()).items():
                counts[pos.get(stem, "")] += count
    del counts[""]
    stems = counts.total()
    if stems < _ENOUGH_HOSTS:
        return tuple(sorted(set(group.hosts) | set(counts))) if group.hosts else ()
    common = {p for p, n in counts.items() if n >= 2 or n / stems > _RARE} | set(group.hosts)
    if group.kind in ("enclitic", "proclitic") and len(common) >= _WIDE:
        return ()
    return tuple(sorted(common))


def _kinds_of_side(kind: str) -> tuple[str, ...]:
    return {"before": ("prefix", "proclitic"), "after": ("suffix", "enclitic")}.get(side(kind), (kind,))


def _verdict(group: Group, shape: _Shape, attested: Attested) -> tuple[str, Evidence]:
    """Status and evidence of a row: of the meaning of its form, and of its environment where one was learned."""
    own = attested.glosses(shape.form, group.kind)[group.gloss]
    # What the examples call the form elsewhere: on the same side, with the same boundary (affix or clitic).
    total = own + attested.other_glosses(shape.form, group.gloss, group.kind)
    stated = bool(group.stated & {"table", "dictionary", "section"}) or group.mentions >= 2
    if shape.environment or (shape.learned.attested and not own):
        return accept_rule(shape.learned, stated=stated and shape.form in group.forms), shape.learned
    kin = sum(attested.glosses(form, group.kind)[group.gloss] for form in group.forms)
    status = accept_meaning(own, total, stated=stated)
    if status == "rejected" and kin and stated:
        # The form is glossed otherwise where it is attested, but a table names it as a shape of an attested morpheme.
        status = "accepted"
    return status, Evidence(own, 0 if own else total)
