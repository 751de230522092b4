"""The whole extraction: everything that was read from all sources → one proposal of rows for the language project.

Order: examples become words with morphs (:mod:`tokens`); tables, prose, headings and dictionaries become claims
(:mod:`claims`, :mod:`gather`); claims and counts become morphemes (:mod:`inventory`); entries and stems become
lexemes (:mod:`lexicon`); aligned words become allomorphs with environments and sound rules (:mod:`surface`,
:mod:`phonology`); attested orders become slots and templates (:mod:`slots`). Every row is replayed on the examples
(:mod:`rules.verify`).

>>> extract([]).lexemes
()
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from morph.igt import glossed_word, is_label
from morph.model import IGT, Finding, GlossedWord, Lexeme, Morpheme, SoundRule, Source, Template
from rules.extract.gather import Material, gather
from rules.extract.inventory import build_inventory
from rules.extract.lexicon import Lexicon, build_lexicon
from rules.extract.paradigms import Paradigm, build_paradigms
from rules.extract.phonology.analogy import with_analogous
from rules.extract.reduplication import collect_copies, reduplication_rows
from rules.extract.replay import Replay, replay
from rules.extract.rows import Learned, Named, morpheme_rows
from rules.extract.slots import Morphotactics, SlottedWord, learn_morphotactics
from rules.extract.stems import collect_stems, company
from rules.extract.surface import Sounds, derivable, learn_sounds, with_alternants
from rules.extract.tabled import stated_environments, suffixes_of
from rules.extract.tokens import Word, is_usable, main_meta_language, normal
from rules.items import Abbreviation, Example, Pair, SourceRead


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rules for every table of a language project, with evidence and status, and what the extraction has to say.

    ``examples`` are the usable glossed examples as interlinear text, ``segmented`` those whose words the sources gloss
    without cutting them, cut by :mod:`rules.extract.segmenting`; ``classes`` sound classes (``("V", "aeiou")``);
    ``counts`` what was found, for the summary.
    """

    lexemes: tuple[Lexeme, ...] = ()
    morphemes: tuple[Morpheme, ...] = ()
    sounds: tuple[SoundRule, ...] = ()
    templates: tuple[Template, ...] = ()
    classes: tuple[tuple[str, str], ...] = ()
    paradigms: tuple[Paradigm, ...] = ()
    examples: tuple[IGT, ...] = ()
    pairs: tuple[Pair, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    segmented: tuple[Example, ...] = ()


def extract(reads: Sequence[SourceRead], *, settings: Mapping[str, str] | None = None) -> Proposal:
    """Propose rules from everything that was read; deterministic for the same reads in the same order."""
    del settings  # no setting changes the reader's extraction yet
    found = gather(reads)
    named = Named.of(build_inventory(found.claims, found.attested, found.labels, found.joiner))
    lexicon = build_lexicon(
        found.entries, collect_stems(found.words), company(found.words), found.labels,
        joiner=found.joiner, meta_language=main_meta_language(found.examples),
    )  # fmt: skip
    sounds = learn_sounds(reads, found.words, named, lexicon, found.labels)
    lexemes = with_alternants(lexicon, found.words, sounds)
    affixes = {id_: (group.kind, group.gloss) for id_, group in named.groups.items()}
    classes = sorted({lexeme.pos for lexeme in lexemes})
    morphotactics = learn_morphotactics(_slotted(found.words, named, lexicon), affixes, classes)
    tables = [table for read in reads for table in read.tables]
    morphemes = _morphemes(found, named, lexicon, lexemes, morphotactics, sounds)
    stated = stated_environments(tables, suffixes_of(morphemes))
    beside = sounds.phonology.beside if sounds.phonology else {}
    morphemes = with_analogous(morphemes, sounds.classes, stated, beside)
    replayed = replay(found.words, named, lexemes, morphemes, morphotactics.templates)
    paradigms = build_paradigms(tables, found.words, replace(lexicon, lexemes=lexemes), found.labels)
    return Proposal(
        lexemes, morphemes, sounds.rules, morphotactics.templates, sounds.classes, paradigms,
        tuple(_igt(example) for example in found.examples if is_usable(example)),
        tuple(pair for read in reads for pair in read.pairs), found.abbreviations,
        (*_findings(found.words, morphotactics), *sounds.findings),
        _counts(found.words, lexicon, morphemes, sounds, replayed), found.segmented,
    )  # fmt: skip


def _morphemes(
    found: Material,
    named: Named,
    lexicon: Lexicon,
    lexemes: Sequence[Lexeme],
    morphotactics: Morphotactics,
    sounds: Sounds,
) -> tuple[Morpheme, ...]:
    """The rows of affixes, clitics and reduplications."""
    allomorphs = sounds.phonology.morphemes if sounds.phonology else {}
    derived = derivable(sounds, named, [lexeme.headword for lexeme in lexemes])
    learned = Learned(allomorphs, sounds.shown, derived)
    rows = morpheme_rows(named, found.attested, lexicon.pos, morphotactics.slots, learned)
    copies = collect_copies(found.words, dict(sounds.classes).get("V", "aeiou"))
    return rows + reduplication_rows(copies, lambda key: lexicon.pos.get(key, ""))


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


def _igt(example: Example) -> IGT:
    """An example as interlinear text; a word whose lines differ in morphs stays without analysis."""
    has_surface = len(example.surface_words) == len(example.morphs)
    surface = example.surface_words if has_surface else ("",) * len(example.morphs)
    words = []
    for form, segmented, gloss in zip(surface, example.morphs, example.glosses, strict=False):
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
            "extract.morphs-differ", f"{word.segmented!r} and its gloss {word.gloss!r} differ in morphs", word.source,
            "the word is not used; correct the example where the source can be changed", "note",
        )
        for word in words if not word.morphs
    ]  # fmt: skip
    for first, second, count in morphotactics.dropped:
        message = f"the order {first} before {second} ({count} ×) goes against more frequent orders"
        findings.append(Finding("extract.order-dropped", message, Source("rule", first), "no slot allows it", "note"))
    return findings


def _counts(
    words: Sequence[Word], lexicon: Lexicon, morphemes: Sequence[Morpheme], sounds: Sounds, replayed: Replay
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
    if sounds.phonology:
        counts |= {"words.surface": sounds.phonology.total, "words.explained": sounds.phonology.explained}
        counts["sounds.accepted"] = sum(rule.status == "accepted" for rule in sounds.rules)
    counts |= {"words.replayed": replayed.total, "words.licensed": replayed.licensed}
    counts |= {f"words.stopped.{obstacle}": count for obstacle, count in replayed.obstacles.items()}
    return tuple(counts.items())
