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
from rules.extract.phonology import LearnedAllomorph
from rules.extract.stems import StemKey
from rules.extract.tokens import ZERO, Word, normal
from rules.verify import accept_meaning, accept_rule

_ENOUGH_HOSTS = 5
_WIDE = 3
_ENOUGH_TOKENS = 3
_ENOUGH_SURFACES = 6
_RARE = 0.05
_NOMINAL = ("n", "name", "pro", "dem", "num", "adj", "q")


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

    def find_form(self, form: str, kind: str) -> str:
        """The id of the only morpheme that has a form on this side; empty where there is none or are several."""
        found = {id_ for (other, _, place), id_ in self.index.items() if other == normal(form) and place == side(kind)}
        return found.pop() if len(found) == 1 else ""

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
    learned: Learned,
) -> tuple[Morpheme, ...]:
    """All rows, the base form of each morpheme first."""
    rows: list[Morpheme] = []
    for id_, group in sorted(named.groups.items()):
        hosts, kind = _hosts(group, attested, pos), _kind(group, attested)
        for number, shape in enumerate(shapes(id_, group, learned), 1):
            status, evidence = _verdict(group, shape, attested)
            if status == "rejected" and shape.learned.attested:
                continue  # what the learner tried and found wrong is nobody's statement
            row_id = id_ if number == 1 else f"{id_}.{number}"
            source = str(group.source(shape.form))
            rows.append(
                Morpheme(
                    row_id,
                    shape.form,
                    group.gloss,
                    kind,
                    slots.get(id_, ""),
                    hosts,
                    shape.environment,
                    source,
                    "reader",
                    status,
                    evidence,
                )  # fmt: skip
            )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Learned:
    """What surface words taught: allomorphs by (form, gloss, kind); the attested shapes (form, gloss, side) that
    surface words show; and the (id, shape) that sound rules make of the base form."""

    allomorphs: Mapping[tuple[str, str, str], Sequence[LearnedAllomorph]]
    shown: frozenset[tuple[str, str, str]] = frozenset()
    derived: frozenset[tuple[str, str]] = frozenset()


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


def shapes(id_: str, group: Group, learned: Learned) -> list[_Shape]:
    """The base form for elsewhere, the learned shapes with their environments, and the stated or attested forms that
    neither surface words nor sound rules account for. A form that a source names is not lost because a surface word
    shows it: too few may do so to tell its environment."""
    rows: dict[str, list[LearnedAllomorph]] = {}
    for allomorph in _behind(group, learned):
        rare = allomorph.evidence.attested < allomorph.evidence.contradicted
        if rare and not allomorph.environment and (id_, normal(allomorph.form)) in learned.derived:
            continue  # a word or two in which the sound rules fail
        if is_form_text(allomorph.form) or allomorph.form == ZERO:
            rows.setdefault(normal(allomorph.form), []).append(allomorph)
    base = [] if _is_conditioned(group, rows, learned) else [_Shape(group.base, "", Evidence())]
    shapes = [_Shape(form, row.environment, row.evidence) for form, found in rows.items() for row in found]
    # Where several forms stand in one environment the usual one comes first: that is the one to generate.
    shapes.sort(key=lambda shape: (shape.environment, -shape.learned.attested))
    for form in group.forms:
        is_shown = (form, group.gloss, side(group.kind)) in learned.shown and form not in group.named
        if form not in rows and not is_shown and (id_, form) not in learned.derived:
            shapes.append(_Shape(form, "", Evidence()))
    kept = [shape for shape in shapes if not base or shape.environment or shape.form != group.base]
    return base + kept


def _behind(group: Group, learned: Learned) -> list[LearnedAllomorph]:
    """The shapes that surface words show of the base form once the sound rules are undone."""
    return [
        allomorph
        for (form, gloss, kind), found in learned.allomorphs.items()
        if form == group.base and gloss == group.gloss and side(kind) == side(group.kind)
        for allomorph in found
    ]


def _is_conditioned(group: Group, rows: Mapping[str, Sequence[LearnedAllomorph]], learned: Learned) -> bool:
    """Whether surface words show the base form only in an environment: another shape is the one for elsewhere.

    Few surface words do not outweigh a form that the segmented lines have everywhere.
    """
    own = rows.get(group.base, ())
    elsewhere = any(not row.environment for found in rows.values() for row in found if row not in own)
    seen = all((form, group.gloss, side(group.kind)) in learned.shown for form in group.forms[:1])
    count = sum(row.evidence.attested for found in rows.values() for row in found)
    return bool(own) and all(row.environment for row in own) and elsewhere and seen and count >= _ENOUGH_SURFACES


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
    is_clitic = group.kind in ("enclitic", "proclitic")
    if is_clitic and len(common) >= _WIDE:
        return ()
    if "n" in common:
        # A name inflects as a noun does; a clitic of the noun phrase stands on whatever word is at its edge.
        common |= set(_NOMINAL) if is_clitic else {"name"}
    return tuple(sorted(common))


def _kinds_of_side(kind: str) -> tuple[str, ...]:
    return {"before": ("prefix", "proclitic"), "after": ("suffix", "enclitic")}.get(side(kind), (kind,))


def _verdict(group: Group, shape: _Shape, attested: Attested) -> tuple[str, Evidence]:
    """Status and evidence of a row: of the meaning of its form, and of its environment where one was learned."""
    own = attested.glosses(shape.form, group.kind)[group.gloss]
    # What the examples call the form elsewhere: on the same side, with the same boundary (affix or clitic).
    total = own + attested.other_glosses(shape.form, group.gloss, group.kind)
    by_source = bool(group.stated & {"table", "dictionary", "section"}) or group.mentions >= 2
    stated = by_source and shape.form in group.named
    if shape.environment or (shape.learned.attested and not own):
        # A shape that the segmented lines have is real, even where its environment is not sure.
        is_real = accept_meaning(own, total) == "accepted"
        status = "accepted" if is_real else accept_rule(shape.learned, stated=stated and shape.form in group.forms)
        return status, shape.learned
    kin = sum(attested.glosses(form, group.kind)[group.gloss] for form in group.forms)
    status = accept_meaning(own, total, stated=stated)
    if status == "rejected" and kin and stated:
        # The form is glossed otherwise where it is attested, but a table names it as a shape of an attested morpheme.
        status = "accepted"
    return status, Evidence(own, 0 if own else total)
