"""The whole extraction: everything that was read from all sources → one proposal of rows for the language project.

Order: examples become words with morphs (:mod:`tokens`); tables, prose, headings and dictionaries become claims
(:mod:`claims`); claims and counts become morphemes (:mod:`inventory`); entries and stems become lexemes
(:mod:`lexicon`); aligned words become allomorphs with environments and sound rules (:mod:`phonology`); attested
orders become slots and templates (:mod:`slots`). Every row is replayed on the examples (:mod:`rules.verify`).

>>> extract([]).lexemes
()
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from morph.igt import glossed_word, is_label
from morph.model import IGT, Finding, GlossedWord, Lexeme, Morpheme, SoundRule, Source, Template
from rules.extract.attested import Attested
from rules.extract.claims import Claim, bound_forms
from rules.extract.inventory import build_inventory, supported
from rules.extract.labels import LabelBook, count_glosses
from rules.extract.lexicon import Lexicon, build_lexicon
from rules.extract.mentions import claims_of_prose
from rules.extract.phonology import AlignedWord, Phonology, learn_phonology
from rules.extract.pos import normalize_pos
from rules.extract.reduplication import collect_copies, mark_copies, reduplication_rows
from rules.extract.rows import Named, morpheme_rows
from rules.extract.slots import Morphotactics, SlottedWord, learn_morphotactics
from rules.extract.stems import collect_stems, company
from rules.extract.tables import claims_of_table
from rules.extract.tokens import Known, Word, is_usable, main_meta_language, normal, read_words
from rules.items import Abbreviation, Entry, Example, Pair, Sense, SourceRead


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rows for every table of a language project, with evidence and status, and what the extraction has to say.

    ``examples`` are the usable glossed examples as interlinear text; ``classes`` sound classes (``("V", "aeiou")``);
    ``counts`` what was found, for the summary.
    """

    lexemes: tuple[Lexeme, ...] = ()
    morphemes: tuple[Morpheme, ...] = ()
    sounds: tuple[SoundRule, ...] = ()
    templates: tuple[Template, ...] = ()
    classes: tuple[tuple[str, str], ...] = ()
    paradigms: tuple[object, ...] = ()
    examples: tuple[IGT, ...] = ()
    pairs: tuple[Pair, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


def extract(reads: Sequence[SourceRead], *, settings: Mapping[str, str] | None = None) -> Proposal:
    """Propose rules from everything that was read; deterministic for the same reads in the same order."""
    del settings  # no setting changes the reader's extraction yet
    examples = [example for read in reads for example in read.examples]
    entries = [entry for read in reads for entry in read.entries]
    abbreviations = _abbreviations(reads)
    labels = LabelBook.of(
        ((a.label, a.meaning) for a in abbreviations), count_glosses(g for e in examples for g in e.glosses)
    )
    tables = [claims_of_table(table) for read in reads for table in read.tables]
    stated = [claim for claims in tables for claim in claims]
    words = read_words(examples, _known(entries, stated, labels))
    words = mark_copies(words, labels)
    attested = Attested.of(words, labels.is_label)
    joiner = _joiner(words)
    roots = _bound_roots(stated, attested)
    stated = [
        claim for claims in tables for claim in supported(claims, attested, labels) if not _is_root(claim, attested)
    ]
    bound_entries = [entry for entry in entries if _is_affix_entry(entry, attested)]
    named = Named.of(build_inventory(_claims(reads, stated, bound_entries), attested, labels, joiner))
    lexicon = build_lexicon(
        [*entries, *roots], collect_stems(words), company(words), labels,
        bound={entry.headword for entry in bound_entries}, joiner=joiner, meta_language=main_meta_language(examples),
    )  # fmt: skip
    phonology = _phonology(words, named)
    kinds = {id_: group.kind for id_, group in named.groups.items()}
    morphotactics = learn_morphotactics(
        _slotted(words, named, lexicon), kinds, sorted({lexeme.pos for lexeme in lexicon.lexemes})
    )
    morphemes = morpheme_rows(named, attested, lexicon.pos, morphotactics.slots, phonology)
    copies = collect_copies(words, _vowels(phonology))
    morphemes += reduplication_rows(copies, lambda key: lexicon.pos.get(key, ""))
    pairs = tuple(pair for read in reads for pair in read.pairs)
    igts = tuple(_igt(example) for example in examples if is_usable(example))
    return Proposal(
        lexicon.lexemes, morphemes, phonology.sounds if phonology else (), morphotactics.templates,
        phonology.classes if phonology else (), (), igts, pairs, tuple(abbreviations),
        tuple(_findings(words, morphotactics)), _counts(words, lexicon, morphemes, phonology),
    )  # fmt: skip


def _vowels(phonology: Phonology | None) -> str:
    return dict(phonology.classes).get("V", "aeiou") if phonology else "aeiou"


# --- what goes in --------------------------------------------------------------------------------------------------


def _glosses(words: Sequence[Word]) -> list[str]:
    return [morph.gloss for word in words for morph in word.morphs]


def _abbreviations(reads: Sequence[SourceRead]) -> list[Abbreviation]:
    """All abbreviations, the first of each label."""
    found: dict[str, Abbreviation] = {}
    for read in reads:
        for item in read.abbreviations:
            found.setdefault(item.label, item)
    return list(found.values())


def _joiner(words: Sequence[Word]) -> str:
    """What joins the words of a lexical gloss in these examples: ``_`` or ``.``."""
    counts = Counter(
        mark for gloss in _glosses(words) for mark in re.findall(r"(?<=[a-z])([._])(?=[a-z])", gloss)
    )  # fmt: skip
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


def _claims(reads: Sequence[SourceRead], stated: Sequence[Claim], bound_entries: Sequence[Entry]) -> list[Claim]:
    claims = list(stated)
    claims += [claim for entry in bound_entries for claim in _entry_claims(entry)]
    return claims + [claim for read in reads for claim in claims_of_prose(read)]


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


def _entry_claims(entry: Entry) -> list[Claim]:
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


# --- what comes out ------------------------------------------------------------------------------------------------


def _slotted(words: Sequence[Word], named: Named, lexicon: Lexicon) -> list[SlottedWord]:
    found = []
    for word in words:
        if not word.roots:
            continue
        root = word.roots[0]
        before, after = named.ids(word)
        key = normal(root.form), root.gloss
        found.append(SlottedWord(lexicon.pos.get(key, ""), key[0], before, after))
    return found


def _phonology(words: Sequence[Word], named: Named) -> Phonology | None:
    """Learn from words whose surface is known; each morph stands as the base form of its morpheme."""
    aligned = []
    for word in words:
        if word.surface and word.morphs:
            aligned.append(AlignedWord(word.surface, _underlying(word, named), word.gloss, str(word.source)))
    return learn_phonology(aligned) if aligned else None


def _underlying(word: Word, named: Named) -> str:
    parts = []
    for morph in word.morphs:
        id_ = "" if morph.kind == "stem" else named.find(morph.form, morph.gloss, morph.kind)
        form = named.groups[id_].base if id_ else morph.form
        parts.append(f"<{form}>" if morph.separator == "<" else f"{morph.separator}{form}")
    return "".join(parts)


def _igt(example: Example) -> IGT:
    """An example as interlinear text; a word whose lines differ in morphs stays without analysis."""
    surface = example.surface_words or ("",) * len(example.morphs)
    words = []
    for form, segmented, gloss in zip(surface, example.morphs, example.glosses, strict=True):
        shown = form or re.sub(r"[-=~<>]", "", segmented)
        try:
            words.append(glossed_word(shown, segmented, gloss))
        except ValueError:
            words.append(GlossedWord(shown))
    text = example.surface or " ".join(word.form for word in words)
    return IGT(example.id, text, tuple(words), example.translation, example.source, example.meta_language)


def _findings(words: Sequence[Word], morphotactics: Morphotactics) -> list[Finding]:
    findings = [
        Finding(
            "E101", f"{word.segmented!r} and its gloss {word.gloss!r} differ in morphs", word.source,
            "the word is not used; correct the example where the source can be changed", "note",
        )
        for word in words if not word.morphs
    ]  # fmt: skip
    for first, second, count in morphotactics.dropped:
        message = f"the order {first} before {second} ({count} ×) goes against more frequent orders"
        findings.append(Finding("E102", message, Source("rule", first), "no slot allows it", "note"))
    return findings


def _counts(
    words: Sequence[Word], lexicon: Lexicon, morphemes: Sequence[Morpheme], phonology: Phonology | None
) -> tuple[tuple[str, int], ...]:
    counts = {
        "words.glossed": len(words),
        "words.aligned": sum(bool(word.morphs) for word in words),
        "lexemes": len(lexicon.lexemes),
        "lexemes.suppletive": lexicon.suppletive,
        "morphemes": len({morpheme.base_id for morpheme in morphemes}),
        "morphemes.zero": sum(morpheme.form == "∅" for morpheme in morphemes),
        "morphemes.portmanteau": len({m.base_id for m in morphemes if is_label(m.gloss) and "." in m.gloss}),
    }
    for status in ("accepted", "proposed", "rejected"):
        counts[f"morphemes.{status}"] = sum(morpheme.status == status for morpheme in morphemes)
    if phonology:
        counts |= {"words.surface": phonology.total, "words.explained": phonology.explained}
    return tuple(counts.items())
