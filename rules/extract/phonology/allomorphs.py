"""The shapes of every morpheme and stem with the environments they stand in, as rows for the project's tables.

A morph is told by its underlying form, gloss and kind. Its shapes are what stands for it on the surface once the sound
rules have been undone; their environments are learned by :mod:`rules.extract.phonology.environments`.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from morph.letters import letters
from morph.model import Evidence
from rules.extract.phonology.align import Aligned
from rules.extract.phonology.cells import Cells, Rewrite, apply_all, apply_rewrites
from rules.extract.phonology.environments import Region, Shape, Use, choose, learn_regions
from rules.extract.phonology.letters import Inventory
from rules.extract.phonology.words import Word

Key = tuple[str, str, str]
"""``(form, gloss, kind)`` of a morph: the form as the segmented line shows it, ``∅`` for a zero morph."""

Surroundings = tuple[Shape, Shape, Shape, str]
"""The letters before and after a morph, its shape, and the affix right before it."""

ZERO = "∅"
_FEW = 3


@dataclass(frozen=True, slots=True)
class LearnedAllomorph:
    """A shape of a morph: its ``form`` before sound rules, where it stands (notation of the project, empty =
    elsewhere), how often that was right and wrong, and the addresses of some examples."""

    form: str
    environment: str
    evidence: Evidence
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shaped:
    """A word whose morphs have their shapes before sound rules; ``explained`` where the rules give the surface form
    from them."""

    word: Word
    shapes: tuple[tuple[str, ...], ...]
    explained: bool = True


Lists = Mapping[Key, tuple[Region, ...]]


def undo(item: Aligned, rules: Sequence[Rewrite], vowels: frozenset[str]) -> Shaped:
    """The shapes of a word's morphs before sound rules: the underlying form wherever the rules make the surface form
    of it, else the least change of it from which they do, else the surface shape itself."""
    word = item.word
    wanted = word.surface
    forms = [morph.form for morph in word.morphs]
    if apply_rewrites(rules, forms, vowels, word.copies) == wanted:
        return Shaped(word, tuple(forms))
    mended = _mended(item, rules, vowels)
    explained = apply_rewrites(rules, mended, vowels, word.copies) == wanted
    if not explained:
        mended = list(item.shapes)
        explained = apply_rewrites(rules, mended, vowels, word.copies) == wanted
    for index, form in enumerate(forms):
        candidate = [*mended[:index], form, *mended[index + 1 :]]
        if form != mended[index] and apply_rewrites(rules, candidate, vowels, word.copies) == wanted:
            return Shaped(word, tuple(candidate))
    return Shaped(word, tuple(mended), explained)


def _mended(item: Aligned, rules: Sequence[Rewrite], vowels: frozenset[str]) -> list[tuple[str, ...]]:
    """Each morph with those of its letters replaced by their surface ones that the rules leave wrong."""
    cells = Cells.aligned(item.pairs, vowels, item.word.copies)
    before = list(cells.current)
    apply_all(rules, cells)
    found: list[list[str]] = [[] for _ in item.word.morphs]
    for at in cells.places():
        owner = cells.owner[at]
        if cells.current[at] == cells.wanted[at]:
            found[owner].extend([before[at]] * bool(before[at]))
        else:
            wanted = letters(cells.wanted[at])
            lent = cells.lent.get(at, 0) if owner else 0
            found[owner - 1].extend(wanted[:lent])
            found[owner].extend(wanted[lent:])
    return [tuple(shape) for shape in found]


def fewer_shapes(shaped: Sequence[Shaped], rules: Sequence[Rewrite], vowels: frozenset[str]) -> list[Shaped]:
    """Put a commoner shape of the same morph for a rarer one wherever the rules make the surface form of it too
    (``iz`` for *ız*, *uz*, *üz* under vowel harmony)."""
    counts: dict[Key, Counter[Shape]] = defaultdict(Counter)
    for item in shaped:
        for morph, shape in zip(item.word.morphs, item.shapes, strict=True):
            counts[morph.key][shape] += 1
    ranked = {
        key: sorted(found, key=lambda shape: (shape != form_letters(key), -found[shape], shape))
        for key, found in counts.items()
        if len(found) > 1
    }
    return [_with_commoner(item, ranked, rules, vowels) for item in shaped]


def _with_commoner(
    item: Shaped, ranked: Mapping[Key, Sequence[Shape]], rules: Sequence[Rewrite], vowels: frozenset[str]
) -> Shaped:
    if not item.explained or not rules:
        return item
    shapes = list(item.shapes)
    for index, morph in enumerate(item.word.morphs):
        for other in ranked.get(morph.key, ()):
            if other == shapes[index]:
                break
            candidate = [*shapes[:index], other, *shapes[index + 1 :]]
            if apply_rewrites(rules, candidate, vowels, item.word.copies) == item.word.surface:
                shapes = candidate
                break
    return Shaped(item.word, tuple(shapes))


def collect_uses(shaped: Sequence[Shaped], only: Key | None = None) -> dict[Key, list[Use]]:
    """Every distinct use of every morph (or of ``only`` one): its shape between the shapes of its neighbours. Words
    that are said often weigh more, logarithmically, so that a frequent irregular form is worth a condition."""
    counts: dict[Key, dict[Surroundings, list[Word]]] = defaultdict(lambda: defaultdict(list))
    for item in shaped:
        for index, morph in enumerate(item.word.morphs):
            if only is not None and morph.key != only:
                continue
            left = tuple(letter for shape in item.shapes[:index] for letter in shape)
            right = tuple(letter for shape in item.shapes[index + 1 :] for letter in shape)
            near = beside(item.word, item.shapes, index)
            counts[morph.key][left, right, item.shapes[index], near].append(item.word)
    uses = {key: [_use(context, words) for context, words in found.items()] for key, found in counts.items()}
    for key, found in uses.items():
        virtual = _citation(key, found)
        if virtual:
            found.append(Use((), (), form_letters(key), virtual, 0))
    return uses


def _citation(key: Key, uses: Sequence[Use]) -> float:
    """The form of the segmented line is what a morph is elsewhere: for stems that means when nothing stands beside
    them, for bound morphs it is what to believe until other shapes have been seen in several places."""
    shapes = {use.shape for use in uses}
    seen = form_letters(key) in shapes
    if key[2] == "stem":
        return 1.0 if len(shapes) + (not seen) > 1 else 0.0
    return 0.0 if seen or len(uses) > _FEW else 2.0


def form_letters(key: Key) -> Shape:
    """The letters of the form in a key."""
    return () if key[0] == ZERO else letters(key[0])


def weight(count: int) -> float:
    """How much a word seen ``count`` times weighs for learning."""
    return 1.0 + math.log2(count) / 2


def beside(word: Word, shapes: Sequence[Shape], index: int) -> str:
    """The affix right before a morph, in its shape there, with its boundary; empty for a stem, a prefix or nothing."""
    before = word.morphs[index - 1] if index else None
    if before is None or before.kind not in ("suffix", "enclitic") or not shapes[index - 1]:
        return ""
    return f"{before.separator}{''.join(shapes[index - 1])}"


def _use(context: Surroundings, words: Sequence[Word]) -> Use:
    left, right, shape, near = context
    count = sum(word.count for word in words)
    source = next((word.sources[0] for word in words if word.sources), "")
    return Use(left, right, shape, weight(count), count, source, near)


def learn_lists(uses: Mapping[Key, Sequence[Use]], inventory: Inventory) -> dict[Key, tuple[Region, ...]]:
    """A decision list for every morph."""
    return {key: learn_regions(found, inventory, form_letters(key)) for key, found in uses.items()}


def rows(form: str, regions: Sequence[Region]) -> tuple[LearnedAllomorph, ...]:
    """The rows of one morph, the elsewhere shape first. A shape that stands in a region beside the predicted one gets
    a row with the same environment; what stood there otherwise counts against it."""
    found = []
    for region in (regions[-1], *regions[:-1]):
        total = sum(variant.count for variant in region.variants)
        for variant in region.variants:
            evidence = Evidence(variant.count, total - variant.count)
            shape = "".join(variant.shape) or ZERO
            found.append(LearnedAllomorph(shape, region.environment, evidence, variant.sources))
    if all(row.form != form for row in found):
        found.append(LearnedAllomorph(form, "", Evidence(0, sum(v.count for v in regions[-1].variants))))
    return tuple(found)


def predict(word: Word, lists: Lists, inventory: Inventory) -> tuple[tuple[str, ...], ...]:
    """The shapes that the decision lists give the morphs of a word; neighbours are settled in three sweeps."""
    shapes = [
        lists[morph.key][-1].shape if morph.key in lists and lists[morph.key][-1].variants else morph.form
        for morph in word.morphs
    ]
    for _ in range(3):
        before = list(shapes)
        for index, morph in enumerate(word.morphs):
            regions = lists.get(morph.key)
            if regions:
                left = tuple(letter for shape in shapes[:index] for letter in shape)
                right = tuple(letter for shape in shapes[index + 1 :] for letter in shape)
                shapes[index] = choose(regions, left, right, inventory, beside(word, shapes, index)).shape
        if shapes == before:
            break
    return tuple(shapes)


def possible(word: Word, lists: Lists, inventory: Inventory, limit: int = 2000) -> Iterator[tuple[Shape, ...]]:
    """All combinations of shapes that the rows of a word's morphs allow, as an analyzer has to take them: a row with
    an environment where it holds, one without where that of no other row of the morph holds. A morph without rows
    keeps its form. At most ``limit`` combinations are tried."""
    options = []
    for morph in word.morphs:
        regions = lists.get(morph.key, ())
        listed = {variant.shape for region in regions for variant in region.variants} - {morph.form}
        options.append([morph.form, *sorted(listed)])
    for shapes in itertools.islice(itertools.product(*options), limit):
        if all(_stands(index, shapes, word, lists, inventory) for index in range(len(shapes))):
            yield shapes


def _stands(index: int, shapes: Sequence[Shape], word: Word, lists: Lists, inventory: Inventory) -> bool:
    """Whether a shape may stand between the others."""
    regions = lists.get(word.morphs[index].key, ())
    left = tuple(letter for shape in shapes[:index] for letter in shape)
    right = tuple(letter for shape in shapes[index + 1 :] for letter in shape)
    near = beside(word, shapes, index)
    holding = [r for r in regions if r.condition is not None and r.condition.holds(left, right, inventory, near)]
    allowed = holding or [r for r in regions if r.condition is None]
    standing = {variant.shape for region in allowed for variant in region.variants}
    return shapes[index] in standing or (shapes[index] == word.morphs[index].form and not holding)
