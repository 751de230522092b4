"""The bound morphemes of a language: what tables, dictionary and prose claim, with the label that the examples use.

A claim brings a form and a description ("=ko", "locative"); the glossed examples bring forms with labels (``=ko``
LOC). The gloss of a claimed morpheme is the attested label that fits the description best; where no example has the
form, a label that means what the description says. Shapes with one label on one side of the word, stated together
or alike in form, are allomorphs of one morpheme.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import reduce

from morph.igt import is_label
from morph.model import Source
from rules.extract.attested import Attested, Key, side
from rules.extract.claims import Claim
from rules.extract.labels import LabelBook, normalize_label
from rules.extract.tokens import normal

_TRUSTED = ("table", "dictionary")
_ALIKE = 0.45
_DOMINANT = 0.7
_FITS = 0.45
_SURE = 0.7
_LIKELY = 0.6
_MANY_FORMS = 6
_KNOWN_SHARE = 0.3
_ENOUGH_PAIRS = 3
_TOGETHER = 0.9


@dataclass(frozen=True, slots=True)
class Group:
    """A morpheme: its allomorphs (the base form first), each with its address; ``stated`` tells which kinds of
    sources state it and ``named`` which of its forms they state, ``hosts`` the parts of speech that a table names."""

    gloss: str
    kind: str
    forms: tuple[str, ...]
    sources: tuple[tuple[str, Source], ...]
    stated: frozenset[str] = frozenset()
    hosts: tuple[str, ...] = ()
    mentions: int = 0
    named: frozenset[str] = frozenset()

    @property
    def base(self) -> str:
        return self.forms[0]

    def source(self, form: str) -> Source:
        """The address of an allomorph, that of the morpheme where it has none of its own."""
        return dict(self.sources).get(form) or self.sources[0][1]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A claim with the gloss that was chosen for it; ``fit`` 0 to 1, ``basis`` what the choice rests on."""

    claim: Claim
    gloss: str
    fit: float
    basis: str


def build_inventory(claims: Sequence[Claim], attested: Attested, labels: LabelBook, joiner: str = "_") -> list[Group]:
    """All morphemes that are claimed or attested, allomorphs grouped; nothing is weighed here but glosses."""
    resolved = [item for claim in claims if (item := resolve(claim, attested, labels, joiner))]
    groups = _stated_groups([r for r in resolved if r.claim.via in _TRUSTED], attested)
    groups = join_circumfixes(_add_attested(groups, attested), attested)
    return _add_mentions(groups, [r for r in resolved if r.claim.via not in _TRUSTED])


# --- the gloss of a claim ------------------------------------------------------------------------------------------


def resolve(claim: Claim, attested: Attested, labels: LabelBook, joiner: str = "_") -> Resolved | None:
    """The gloss that the examples (else the label list, else the claim itself) give a claimed form."""
    claim = _with_side(claim, attested)
    own, kin = attested.glosses(claim.form, claim.kind), Counter[str]()
    for form in claim.alternants:
        kin.update(attested.glosses(form, claim.kind))
    for pool, basis in ((own, "examples"), (own + kin, "alternants")):
        gloss, fit = _fitting(claim, pool, labels)
        if gloss:
            return Resolved(claim, gloss, fit, basis)
    if claim.via in _TRUSTED:
        return _stated_gloss(claim, own or kin, attested, labels, joiner)
    if own:
        return None  # the form is known with other meanings: what stands beside it is no gloss
    label = labels.find(claim.descriptions, claim.context, _SURE)
    normal_label = normalize_label(label)
    is_own = normal_label in (*labels.uses, *labels.siblings, *map(normalize_label, claim.descriptions))
    return Resolved(claim, label, 0.6, "list") if label and is_own else None


def _with_side(claim: Claim, attested: Attested) -> Claim:
    """``-x-`` is an infix only where the source says so: most often it is a suffix or prefix that something follows."""
    if claim.kind != "infix" or any("infix" in text.casefold() for text in (*claim.descriptions, *claim.context)):
        return claim
    counts = {kind: attested.glosses(claim.form, kind).total() for kind in ("suffix", "prefix", "infix")}
    return replace(claim, kind=max(counts, key=lambda kind: counts[kind]))


def supported(claims: Sequence[Claim], attested: Attested, labels: LabelBook) -> list[Claim]:
    """The claims of one table that may count as statements about affixes of the language.

    A meaning that is a mere text counts only where most claims of the table have a label or a gloss of the examples
    (minimal pairs, kin terms have none). Forms written like prefixes in a table of which more forms are roots in the
    examples are roots. Of a table whose forms the examples hardly know (another language's), claims are mentions.
    """
    claims = _without_roots(claims, attested)
    resolved = [resolve(claim, attested, labels) for claim in claims]
    firm = sum(item is not None and item.basis not in ("text", "dominant") for item in resolved)
    if firm * 2 <= len(claims):
        claims = [claim for claim, item in zip(claims, resolved, strict=True) if item and item.basis != "text"]
    forms = {(claim.form, claim.kind): attested.glosses(claim.form, claim.kind) for claim in claims}
    if len(forms) >= _MANY_FORMS and sum(map(bool, forms.values())) < _KNOWN_SHARE * len(forms):
        return [replace(claim, via="mention") for claim in claims]
    return list(claims)


def _without_roots(claims: Sequence[Claim], attested: Attested) -> Sequence[Claim]:
    prefixes = {claim.form for claim in claims if claim.kind == "prefix"}
    as_prefix = {form for form in prefixes if attested.glosses(form, "prefix")}
    stems = {form for form, _ in attested.roots}
    as_root = {form for form in prefixes if normal(form) in stems}
    if len(as_root - as_prefix) <= len(as_prefix):
        return claims
    return [claim for claim in claims if claim.kind != "prefix" or claim.form in as_prefix - as_root]


def _stated_gloss(
    claim: Claim, pool: Counter[str], attested: Attested, labels: LabelBook, joiner: str
) -> Resolved | None:
    """The gloss of a stated form whose examples do not show the stated meaning."""
    common = [gloss for gloss, count in pool.most_common(1) if count >= _DOMINANT * pool.total()]
    if (
        common
        and claim.quoted
        and labels.is_label(common[0])
        and not attested.of_kind(claim.form, common[0], claim.kind)
    ):
        common = []  # a word in quotes is not the label of an affix that is only spelled alike
    label = labels.find(claim.descriptions, claim.context, _SURE if claim.via == "dictionary" else _LIKELY)
    # A label that means just this beats the habit of a form which the examples gloss as something else.
    if common and not (normalize_label(label) in labels.uses and claim.via == "table"):
        return Resolved(claim, common[0], 0.0, "dominant")
    is_own = normalize_label(label) in labels.uses and claim.via == "dictionary"
    if label and (not claim.quoted or is_own or any(is_label(text) for text in claim.descriptions)):
        return Resolved(claim, label, 0.6, "list")
    text = claim.quoted or next(iter(claim.descriptions), "")
    gloss = slug(text, joiner)
    return Resolved(claim, gloss, 0.3, "text") if gloss else None


def _fitting(claim: Claim, pool: Counter[str], labels: LabelBook) -> tuple[str, float]:
    """The attested gloss that fits the claim's words: the same label, the quoted gloss, or shared words."""
    best, best_score = "", 0.0
    for gloss, count in pool.items():
        score = 0.0
        for rank, text in enumerate(claim.descriptions):
            exact = normalize_label(text) == normalize_label(gloss)
            score = max(score, 2.0 if exact else labels.fit(text, gloss, claim.context) - 0.02 * rank)
        if claim.quoted:
            score = max(score, _same_meaning(claim.quoted, gloss))
        if score >= _FITS and (score, count) > (best_score, pool[best] if best else 0):
            best, best_score = gloss, score
    return best, min(best_score, 1.0)


def _same_meaning(quoted: str, gloss: str) -> float:
    left = set(re.findall(r"[^\W_]+", quoted.casefold()))
    right = set(re.findall(r"[^\W_]+", gloss.casefold()))
    return 1.5 if left and left == right else 0.6 if left & right else 0.0


def slug(text: str, joiner: str = "_") -> str:
    """A description as a gloss: its first alternative in lower case, words joined.

    >>> slug("even if; although (rare)")
    'even_if'
    """
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
    first = next((part for part in re.split(r"[;,/]", text) if part.strip()), text)
    found = re.findall(r"[\w'’]+", first)
    return joiner.join(found if is_label(first) else [word.casefold() for word in found])


# --- groups --------------------------------------------------------------------------------------------------------


def _stated_groups(resolved: Sequence[Resolved], attested: Attested) -> list[Group]:
    """One group for each stated morpheme; tables first, because their order of forms tells the base form."""
    buckets: dict[tuple[str, str], list[list[Group]]] = {}
    for item in sorted(resolved, key=lambda r: _TRUSTED.index(r.claim.via)):
        claim = item.claim
        forms = tuple(dict.fromkeys(map(normal, (claim.form, *claim.alternants))))
        source = ((forms[0], claim.source),)
        new = Group(item.gloss, claim.kind, forms, source, frozenset({claim.via}), claim.hosts, 0, frozenset(forms))
        clusters = buckets.setdefault((item.gloss, side(claim.kind)), [])
        near = [cluster for cluster in clusters if any(_is_same(group, new) for group in cluster)]
        clusters[:] = [cluster for cluster in clusters if cluster not in near]
        clusters.append([group for cluster in near for group in cluster] + [new])
    groups = [_merged(cluster, attested) for clusters in buckets.values() for cluster in clusters]
    return [_without_doubles(group, groups) for group in groups]


def _merged(cluster: Sequence[Group], attested: Attested) -> Group:
    """One group of several statements; of their base forms the one that the examples have most is the base."""
    joined = reduce(_join, cluster)
    bases = list(dict.fromkeys(group.base for group in cluster))
    counts = {form: attested.glosses(form, joined.kind)[joined.gloss] for form in bases}
    base = max(bases, key=lambda form: (counts[form], -bases.index(form)))
    return replace(joined, forms=(base, *(form for form in joined.forms if form != base)))


def _is_same(group: Group, other: Group) -> bool:
    """Whether two statements are about one morpheme: one gloss and side of the word, and a base form that the other
    knows, or one row of a table that states both ("-i after consonants, -yi after vowels")."""
    if group.base == other.base:
        return True
    if group.kind != other.kind:
        return False
    one_row = "table" in group.stated & other.stated and any(s == other.sources[0][1] for _, s in group.sources)
    return one_row or other.base in group.forms or group.base in other.forms


def _join(group: Group, other: Group) -> Group:
    return replace(
        group,
        forms=tuple(dict.fromkeys((*group.forms, *other.forms))),
        sources=_sources(group, other),
        stated=group.stated | other.stated,
        hosts=tuple(dict.fromkeys((*group.hosts, *other.hosts))),
        mentions=group.mentions + other.mentions,
        named=group.named | other.named,
    )


def _sources(group: Group, other: Group) -> tuple[tuple[str, Source], ...]:
    sources = dict(group.sources)
    for form, source in other.sources:
        sources.setdefault(form, source)
    return tuple(sources.items())


def _without_doubles(group: Group, groups: Sequence[Group]) -> Group:
    """A shape that is the base form of a group of its own with the same gloss is no allomorph here."""
    others = {g.base for g in groups if g is not group and g.gloss == group.gloss and g.kind == group.kind}
    return replace(group, forms=tuple(f for i, f in enumerate(group.forms) if i == 0 or f not in others))


def _add_attested(groups: list[Group], attested: Attested) -> list[Group]:
    """Put every attested affix into the group of its gloss and shape, else into a new one."""
    groups = list(groups)
    waiting: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in sorted(attested.tokens, key=lambda k: (-attested.tokens[k], k)):
        if attested.is_affix(key) or _stated(groups, key):
            waiting[key[1], side(key[2])].append(key)
    for (gloss, place), keys in sorted(waiting.items()):
        for form, _, kind in keys:
            mine = [i for i, g in enumerate(groups) if g.gloss == gloss and side(g.kind) == place]
            at = next((i for i in mine if form in groups[i].forms), None)
            if at is None:
                at = _most_alike(form, [(i, groups[i]) for i in mine])
            source = ((form, attested.sources[form, gloss, kind]),)
            if at is None:
                groups.append(Group(gloss, kind, (form,), source, frozenset({"example"})))
            else:
                groups[at] = _join(groups[at], Group(gloss, kind, (form,), source, frozenset({"example"})))
    return groups


def join_circumfixes(groups: Sequence[Group], attested: Attested) -> list[Group]:
    """A prefix and a suffix of one label that hardly ever stand without each other are a circumfix (LGR 8)."""
    joined, parts = [], set()
    for (first, second, gloss), count in sorted(attested.around.items()):
        tokens = [sum(attested.of_kind(form, gloss, kind) for kind in kinds) for form, kinds in _halves(first, second)]
        if count >= _ENOUGH_PAIRS and all(count >= _TOGETHER * n for n in tokens):
            source = next(s for k, s in attested.sources.items() if k[0] == first and k[1] == gloss)
            form = f"{first}…{second}"
            joined.append(Group(gloss, "circumfix", (form,), ((form, source),), frozenset({"example"})))
            parts |= {(first, gloss, "before"), (second, gloss, "after")}
    rest = [g for g in groups if not (len(g.forms) == 1 and (g.base, g.gloss, side(g.kind)) in parts)]
    return rest + [g for g in joined if not any(o.kind == "circumfix" and g.base in o.forms for o in rest)]


def _halves(first: str, second: str) -> tuple[tuple[str, tuple[str, str]], tuple[str, tuple[str, str]]]:
    return (first, ("prefix", "proclitic")), (second, ("suffix", "enclitic"))


def _stated(groups: Iterable[Group], key: Key) -> bool:
    form, gloss, kind = key
    return any(g.gloss == gloss and side(g.kind) == side(kind) and form in g.forms for g in groups)


def _most_alike(form: str, groups: Sequence[tuple[int, Group]]) -> int | None:
    scored = [
        (max(SequenceMatcher(None, form, other).ratio() for other in group.forms), -i) for i, group in groups
    ]  # fmt: skip
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= _ALIKE else None


def _add_mentions(groups: list[Group], resolved: Sequence[Resolved]) -> list[Group]:
    """Mentions in prose: further support for a known morpheme, further shapes, or a new one to be weighed."""
    groups = list(groups)
    for item in resolved:
        claim, form = item.claim, normal(item.claim.form)
        at = next(
            (
                i
                for i, g in enumerate(groups)
                if g.gloss == item.gloss and side(g.kind) == side(claim.kind) and form in g.forms
            ),
            None,
        )
        forms = (form, *map(normal, claim.alternants))
        new = Group(
            item.gloss, claim.kind, forms, ((form, claim.source),), frozenset({claim.via}), claim.hosts, 1,
            frozenset(forms),
        )  # fmt: skip
        if at is not None:
            groups[at] = _join(groups[at], new)
        else:
            groups.append(replace(new, forms=tuple(dict.fromkeys(new.forms))))
    return groups
