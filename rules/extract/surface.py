"""Surface forms beside underlying morphs: the words from which sound rules and environments are learned.

Surface words come from the surface lines of examples and from the derivations that a book states. Each morph stands
as the base form of its morpheme, each stem as the headword of its lexeme, so that allomorphs of one morpheme are
learned together. A text without glosses then weighs the rules that a book states.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from morph.igt import split_word
from morph.letters import letters
from morph.model import Allomorph, Finding, Lexeme, SoundRule
from rules.extract.attested import side
from rules.extract.inventory import Group
from rules.extract.labels import LabelBook
from rules.extract.lexicon import Lexicon
from rules.extract.phonology import AlignedWord, LearnedAllomorph, Phonology, learn_phonology
from rules.extract.phonology.environments import Use, learn_regions
from rules.extract.phonology.formulas import read_formulas
from rules.extract.phonology.letters import Inventory, learn_inventory
from rules.extract.phonology.running_text import test_on_text, weighed
from rules.extract.rows import Named
from rules.extract.stems import StemKey
from rules.extract.tabled import table_words
from rules.extract.tokens import Word, normal
from rules.items import SourceRead

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_MOST_TYPES = 20_000
_SAMPLE = 60
_SEGMENTED_SURFACE = 0.9
_ENOUGH_CONTEXTS = 2


@dataclass(frozen=True, slots=True)
class Sounds:
    """What was learned of the sounds; ``shown`` are the (form, gloss, side) of morphs in surface words."""

    phonology: Phonology | None = None
    rules: tuple[SoundRule, ...] = ()
    classes: tuple[tuple[str, str], ...] = ()
    shown: frozenset[tuple[str, str, str]] = frozenset()
    findings: tuple[Finding, ...] = ()


def learn_sounds(
    reads: Sequence[SourceRead], words: Sequence[Word], named: Named, lexicon: Lexicon, labels: LabelBook
) -> Sounds:
    """Learn sound rules and environments from everything that shows a surface form."""
    stated: list[SoundRule] = []
    findings: list[Finding] = []
    aligned: list[AlignedWord] = []
    for read in reads:
        if read.kind in ("dictionary", "parallel", "texts"):
            continue
        formulas = read_formulas(read)
        stated += formulas.rules
        findings += formulas.findings
        aligned += [found for word in formulas.derivations if (found := _derived(word, named))]
        aligned += table_words(read.tables, labels, named, lexicon.lexemes, words)
    shown: set[tuple[str, str, str]] = set()
    is_segmented = segmented_is_surface(words)
    for word, surface in with_surfaces(words, is_segmented):
        if word.morphs:
            aligned.append(AlignedWord(surface, underlying(word, named, lexicon), word.gloss, str(word.source)))
            shown |= {(normal(m.form), m.gloss, side(m.kind)) for m in word.morphs if m.kind != "stem"}
    if not aligned and not stated:
        inventory = learn_inventory([letters(word.segmented) for word in words]) if words else None
        return Sounds(classes=inventory.as_strings() if inventory else (), findings=tuple(findings))
    phonology = learn_phonology(aligned, stated=_numbered(stated))
    rules = _weigh_on_text(phonology.sounds, reads, named, lexicon)
    return Sounds(phonology, rules, phonology.classes, frozenset(shown), tuple(findings))


def segmented_is_surface(words: Sequence[Word]) -> bool:
    """Whether the segmented lines are surface words cut into morphs, as the Leipzig rules ask.

    That is judged by the words that have both lines; a source without any surface line is taken at its word.
    """
    both = [word for word in words if word.surface and len(word.morphs) > 1]
    return sum(normal(word.surface) == joined(word) for word in both) >= _SEGMENTED_SURFACE * len(both)


def with_surfaces(words: Sequence[Word], is_segmented: bool) -> list[tuple[Word, str]]:
    """The words whose surface is known: from a surface line, or all where segmented lines are surfaces."""
    if not is_segmented:
        return [(word, word.surface) for word in words if word.surface]
    return [(word, word.surface or joined(word)) for word in words if word.surface or len(word.morphs) > 1]


def joined(word: Word) -> str:
    """The segmented form without its boundaries and zero morphs."""
    return re.sub(r"[-=~<>∅]", "", normal(word.segmented))


def _numbered(rules: Sequence[SoundRule]) -> list[SoundRule]:
    """Stated rules of several sources with ids of their own."""
    return [replace(rule, id=f"stated{number}") for number, rule in enumerate(rules, 1)]


def underlying(word: Word, named: Named, lexicon: Lexicon) -> str:
    """The word with base forms: each affix that of its morpheme, each stem the headword of its lexeme."""
    parts = []
    for morph in word.morphs:
        form = morph.form
        if morph.kind == "stem":
            form = lexicon.bases.get((normal(form), morph.gloss), form)
        elif id_ := named.find(form, morph.gloss, morph.kind):
            form = named.groups[id_].base
        parts.append(f"<{form}>" if morph.separator == "<" else f"{morph.separator}{form}")
    return "".join(parts)


def _derived(word: AlignedWord, named: Named) -> AlignedWord | None:
    """A stated derivation with base forms; its affix may be told by its form alone."""
    try:
        morphs = split_word(word.segmented, word.gloss)
    except ValueError:
        return None
    parts, glosses = [], []
    for morph in morphs:
        form, gloss = morph.form, morph.gloss
        if morph.kind != "stem":
            id_ = named.find(form, gloss, morph.kind) or named.find_form(form, morph.kind)
            if id_:
                form, gloss = named.groups[id_].base, named.groups[id_].gloss
        parts.append(f"{morph.separator}{form}")
        glosses.append(f"{morph.separator}{gloss}")
    return replace(word, segmented="".join(parts), gloss="".join(glosses))


def _weigh_on_text(
    rules: Sequence[SoundRule], reads: Sequence[SourceRead], named: Named, lexicon: Lexicon
) -> tuple[SoundRule, ...]:
    """The rules with what running text says of those that the surface words left open."""
    types = sorted(text_types(reads))
    if not types or all(rule.status != "proposed" for rule in rules):
        return tuple(rules)
    stems = sorted({normal(x.headword) for x in lexicon.lexemes if " " not in x.headword})
    affixes = sorted({(group.base, group.kind) for group in named.groups.values() if side(group.kind) in _EDGES})
    return weighed(rules, test_on_text(rules, stems, affixes, types[:_MOST_TYPES]))


_EDGES = ("before", "after")


def text_types(reads: Iterable[SourceRead]) -> set[str]:
    """The distinct words of all unglossed sentences (pairs), in lower case."""
    return {normal(word) for read in reads for pair in read.pairs for word in _WORD.findall(pair.text)}


# --- shapes --------------------------------------------------------------------------------------------------------


def derivable(sounds: Sounds, named: Named, stems: Sequence[str]) -> frozenset[tuple[str, str]]:
    """(id, shape) of all shapes of affixes that the sound rules make of the base form beside some stem."""
    accepted = tuple(rule for rule in sounds.rules if rule.status == "accepted")
    if sounds.phonology is None or not accepted:
        return frozenset()
    phonology = replace(sounds.phonology, sounds=accepted)
    found: set[tuple[str, str]] = set()
    sample = _sample(stems, phonology.inventory.vowels)
    for id_, group in named.groups.items():
        if len(group.forms) < 2 or side(group.kind) not in _EDGES:
            continue
        made = _made(group.base, group, sample, phonology)
        for form in group.forms[1:]:
            if form in made:
                found.add((id_, form))
            elif form != group.base:
                made |= _made(form, group, sample, phonology)
    return frozenset(found)


def _made(form: str, group: Group, stems: Sequence[str], phonology: Phonology) -> set[str]:
    """What the sound rules make of one shape of an affix beside some stem."""
    found: set[str] = set()
    separator = "=" if group.kind in ("enclitic", "proclitic") else "-"
    after = side(group.kind) == "after"
    for stem in stems:
        segmented = f"{stem}{separator}{form}" if after else f"{form}{separator}{stem}"
        gloss = f"x{separator}{group.gloss}" if after else f"{group.gloss}{separator}x"
        surface = phonology.surface(AlignedWord("", segmented, gloss)) or ""
        found.add(_beside(surface, stem) if after else _beside(surface[::-1], stem[::-1])[::-1])
    return found - {"", form}


def _beside(surface: str, stem: str) -> str:
    """What follows a stem in a surface word; of the stem the last letter may be lost, or changed.

    >>> _beside("kitala", "kit"), _beside("kila", "kit"), _beside("", "kit")
    ('ala', 'la', '')
    """
    if surface.startswith(stem):
        return surface[len(stem) :]
    return surface[len(stem) - 1 :] if surface.startswith(stem[:-1]) else ""


def _sample(stems: Sequence[str], vowels: frozenset[str]) -> list[str]:
    """Stems that differ in their last vowel and whether it is their end, then in their last letter, then in two, so
    that every environment has a chance."""
    known = sorted({stem for stem in stems if " " not in stem and len(stem) > 1}, key=lambda s: (len(s), s))
    taken: dict[str, None] = {}
    for key in (lambda s: (_last_vowel(s, vowels), s[-1] in vowels), lambda s: s[-1], lambda s: s[-2:]):
        seen: dict[object, str] = {}
        for stem in known:
            seen.setdefault(key(stem), stem)
        taken |= dict.fromkeys(seen.values())
    return list(taken)[:_SAMPLE]


def _last_vowel(stem: str, vowels: frozenset[str]) -> str:
    return next((letter for letter in reversed(stem) if letter in vowels), "")


def with_alternants(lexicon: Lexicon, words: Sequence[Word], sounds: Sounds) -> tuple[Lexeme, ...]:
    """The lexemes with environments for their alternating stems.

    Where surface words were learned from, the learned shapes replace the attested ones; else an environment is
    learned from the morphs that follow and precede each stem in the segmented lines.
    """
    learned = sounds.phonology.stems if sounds.phonology else {}
    attested = _attested_shapes(lexicon, words)
    inventory = sounds.phonology.inventory if sounds.phonology else _inventory(words)
    found = []
    for lexeme in lexicon.lexemes:
        fused = tuple(form for form in lexeme.forms if form.gloss)
        key = normal(lexeme.headword), lexeme.gloss
        shapes: list[Allomorph] = []
        if key in learned:
            shapes = [Allomorph(row.form, row.environment) for row in _usable(learned[key], lexeme.headword)]
        elif len(uses := attested.get(key, [])) > 1 and any(not form.gloss for form in lexeme.forms):
            shapes = _regions(lexeme.headword, uses, inventory)
        plain = [form for form in lexeme.forms if not form.gloss]
        if shapes or plain:
            kept = shapes or ([] if sounds.shown and sounds.rules else plain)
            lexeme = replace(lexeme, forms=(*kept, *fused))
        found.append(lexeme)
    return tuple(found)


def _usable(shapes: Sequence[LearnedAllomorph], headword: str) -> list[LearnedAllomorph]:
    """The learned shapes other than the headword itself, those borne out more often than not."""
    return [
        row
        for row in shapes
        if normal(row.form) != normal(headword) and row.evidence.attested > row.evidence.contradicted
    ]


def _attested_shapes(lexicon: Lexicon, words: Sequence[Word]) -> dict[StemKey, list[Use]]:
    """For each lexeme with several shapes in the segmented lines: every shape with its neighbours."""
    found: dict[StemKey, list[Use]] = defaultdict(list)
    for word in words:
        for i, morph in enumerate(word.morphs):
            key = normal(morph.form), morph.gloss
            if morph.kind == "stem" and key in lexicon.bases:
                left = letters("".join(m.form for m in word.morphs[:i]))
                right = letters("".join(m.form for m in word.morphs[i + 1 :]))
                base = normal(lexicon.bases[key]), morph.gloss
                found[base].append(Use(left, right, letters(key[0]), source=str(word.source)))
    return found


def _regions(headword: str, uses: Sequence[Use], inventory: Inventory) -> list[Allomorph]:
    base = letters(normal(headword))
    if len({(use.left, use.right) for use in uses if use.shape != base}) < _ENOUGH_CONTEXTS:
        return [Allomorph(form) for form in sorted({"".join(use.shape) for use in uses if use.shape != base})]
    regions = learn_regions(uses, inventory, base)
    shapes = [Allomorph("".join(region.shape), region.environment) for region in regions if region.shape != base]
    named = {shape.form for shape in shapes}
    others = {"".join(v.shape) for region in regions for v in region.variants if v.shape != base} - named
    return shapes + [Allomorph(form) for form in sorted(others)]


def _inventory(words: Sequence[Word]) -> Inventory:
    forms = {normal(morph.form) for word in words for morph in word.morphs}
    return learn_inventory([letters(form) for form in sorted(forms)] or [()])
