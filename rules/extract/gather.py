"""Everything that the sources give, brought together: labels, words with their morphs, counts, claims, entries.

>>> gather([]).words
()
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from morph.igt import is_label
from morph.model import Source
from rules.extract.attested import Attested
from rules.extract.claims import Claim, bound_forms
from rules.extract.inventory import supported
from rules.extract.labels import LabelBook, count_glosses
from rules.extract.mentions import claims_of_prose
from rules.extract.pos import normalize_pos
from rules.extract.reduplication import mark_copies
from rules.extract.segmenting import is_unsegmented, segment_examples
from rules.extract.tables import claims_of_table
from rules.extract.tokens import Known, Word, normal, read_words
from rules.extract.words_mentioned import new_words
from rules.items import Abbreviation, Entry, Example, Sense, SourceRead
from rules.sources.merge import merge_entries


@dataclass(frozen=True, slots=True)
class Material:
    """What the extraction works on.

    ``entries`` are the entries for the lexicon (bound roots that tables state among them), ``claims`` all statements
    about bound morphemes, ``joiner`` what joins the words of a lexical gloss (``_`` or ``.``), ``segmented`` the
    examples that were cut here.
    """

    examples: tuple[Example, ...]
    abbreviations: tuple[Abbreviation, ...]
    labels: LabelBook
    words: tuple[Word, ...]
    attested: Attested
    entries: tuple[Entry, ...]
    claims: tuple[Claim, ...]
    joiner: str
    segmented: tuple[Example, ...] = ()


def gather(reads: Sequence[SourceRead]) -> Material:
    """Bring the items of all sources together."""
    cut = [example for read in reads if is_unsegmented(read.examples) for example in segment_examples(read.examples)]
    replaced = {example.id: example for example in cut}
    examples = [replaced.get(example.id, example) for read in reads for example in read.examples]
    entries = merge_entries(entry for read in reads for entry in read.entries)
    abbreviations = _abbreviations(reads)
    labels = LabelBook.of(
        ((a.label, a.meaning) for a in abbreviations), count_glosses(g for e in examples for g in e.glosses)
    )
    tables = [claims_of_table(table) for read in reads for table in read.tables]
    stated = [claim for claims in tables for claim in claims]
    words = mark_copies(read_words(examples, _known(entries, stated, labels)), labels)
    attested = Attested.of(words, labels.is_label)
    claims = [claim for found in tables for claim in supported(found, attested, labels)]
    bound = [entry for entry in entries if _is_affix_entry(entry, attested)]
    affixes = {entry.id for entry in bound}
    claims = [claim for claim in claims if not _is_root(claim, attested)]
    claims += [claim for entry in bound for claim in entry_claims(entry)]
    claims += [claim for read in reads for claim in claims_of_prose(read)]
    free = [entry for entry in entries if entry.id not in affixes]
    free += merge_entries(new_words(reads, (e.headword for e in entries), (form for form, _ in attested.roots)))
    return Material(
        tuple(examples), tuple(abbreviations), labels, tuple(words), attested,
        (*free, *_bound_roots(stated, attested)), tuple(claims), _joiner(words),
        tuple(cut),
    )  # fmt: skip


def _abbreviations(reads: Sequence[SourceRead]) -> list[Abbreviation]:
    """All abbreviations, the first of each label."""
    found: dict[str, Abbreviation] = {}
    for read in reads:
        for item in read.abbreviations:
            found.setdefault(item.label, item)
    return list(found.values())


def _joiner(words: Sequence[Word]) -> str:
    glosses = (morph.gloss for word in words for morph in word.morphs)
    counts = Counter(mark for gloss in glosses for mark in re.findall(r"(?<=[a-z])([._])(?=[a-z])", gloss))
    return counts.most_common(1)[0][0] if counts else "_"


def _known(entries: Sequence[Entry], stated: Sequence[Claim], labels: LabelBook) -> Known:
    """What dictionary and tables state about the freedom of forms."""
    before, after = set(), set()
    for form, kind in (form for entry in entries for form in bound_forms(entry.headword)):
        if kind not in ("prefix", "proclitic"):
            after.add(normal(form))
    for claim in stated:
        for form in (claim.form, *claim.alternants):
            if claim.kind == "proclitic":
                before.add((normal(form), claim.quoted))
            elif claim.kind != "prefix":
                after.add(normal(form))
    free = {normal(entry.headword) for entry in entries if not bound_forms(entry.headword)}
    return Known(frozenset(free), frozenset(after), frozenset(before), labels.is_label)


# --- bound headwords -----------------------------------------------------------------------------------------------


def entry_claims(entry: Entry) -> list[Claim]:
    """A bound headword as a claim for each of its senses; its gloss first, then its definition."""
    forms = bound_forms(entry.headword)
    alternants = tuple(form for text in entry.variants for form, _ in bound_forms(text))
    source = entry.sources[0] if entry.sources else Source("dict", entry.id)
    claims = []
    for sense in entry.senses:
        descriptions = tuple(text for text in (sense.gloss, sense.definition.strip("[] ")) if text)
        if descriptions and forms:
            form, kind = forms[0]
            quoted = "" if is_label(descriptions[0]) else descriptions[0]
            others = tuple(dict.fromkeys((*(f for f, k in forms[1:] if k == kind), *alternants)))
            claims.append(Claim(form, kind, descriptions, source, "dictionary", quoted, others))
    return claims


def _is_affix_entry(entry: Entry, attested: Attested) -> bool:
    """Whether a bound headword is an affix or clitic; a bound root ("dun-", a noun) stays in the lexicon."""
    forms = bound_forms(entry.headword)
    if not forms:
        return False
    form, kind = forms[0]
    pos = normalize_pos(entry.pos or next((sense.pos for sense in entry.senses), ""))
    if kind != "prefix" or pos not in ("n", "v", "adj", "num"):
        return True
    return bool(attested.glosses(form, kind)) and not any(stem == normal(form) for stem, _ in attested.roots)


def _is_root(claim: Claim, attested: Attested) -> bool:
    """Whether a form written like a prefix is a bound root: glossed in quotes, and no prefix in the examples."""
    is_quoted = claim.kind == "prefix" and bool(claim.quoted) and not any(map(is_label, claim.descriptions))
    return is_quoted and not attested.glosses(claim.form, claim.kind)


def _bound_roots(stated: Sequence[Claim], attested: Attested) -> list[Entry]:
    """Bound roots that tables state, as entries."""
    return [
        Entry(f"root-{claim.form}", f"{claim.form}-", "", (Sense(claim.quoted),), (claim.source,))
        for claim in stated
        if _is_root(claim, attested)
    ]
