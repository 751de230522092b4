"""Weak evidence: does a sound rule explain words of running text that nothing else explains?

Where a book gives hardly any surface form beside its morphs, plain text still tells something. A rule predicts, for
every known stem with every known affix, a changed word; if such words turn up in the text, and turn up far more often
than with another sound in the place of the rule's output, the rule is at work. If instead the unchanged words turn up,
they speak against it. Morphology judged by the word types that it explains is an old idea (Goldsmith, *Unsupervised
learning of the morphology of a natural language*, 2001); the chance level for each rule is what is added here.

>>> rule = SoundRule("r1", "p/t", "w/r", before="V", after="+V")
>>> stems = ["kap", "mot", "lip", "sut", "nap", "ket", "tap", "rit"]
>>> text = ["kawa", "mora", "liwi", "suri", "nawi", "kera", "rira", "nowa", "kota"]
>>> found = test_on_text([rule], stems, [("a", "suffix"), ("i", "suffix")], text)["r1"]
>>> found.evidence.attested, found.evidence.contradicted, found.is_significant
(7, 0, True)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from morph.letters import letters
from morph.model import Evidence, SoundRule
from rules.extract.phonology.cells import Rewrite, apply_rewrites
from rules.extract.phonology.letters import learn_inventory
from rules.extract.phonology.stated import variants

Affix = tuple[str, str]
"""The form and the kind (``suffix``, ``enclitic``, ``prefix``, ``proclitic``) of an affix."""

_BEFORE = ("prefix", "proclitic")
_NEAR, _FAR = 2, 4
"""How many letters on either side of a juncture a rule can see: the next ones, or vowels farther off as well."""

_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """What running text says of a rule: word types that only the rule explains and types that it would forbid,
    the number that chance alone would explain, and some of the words (``kawa = kap+a``)."""

    evidence: Evidence
    chance: float
    examples: tuple[str, ...] = ()

    @property
    def is_significant(self) -> bool:
        """At least three words, three times what chance explains, and more for than against."""
        found = self.evidence
        return found.attested >= max(3.0, 3.0 * self.chance) and found.attested > found.contradicted


def test_on_text(
    rules: Sequence[SoundRule],
    stems: Iterable[str],
    affixes: Iterable[Affix],
    word_types: Iterable[str],
    *,
    classes: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
) -> dict[str, TextEvidence]:
    """Weigh each rule by itself on the word types of a text, by rule id.

    ``stems`` are the free forms known (headwords, stems of examples). A rule whose form is beyond one junction of two
    morphs (more than one letter changed, contexts of several letters) gets no evidence.
    """
    text = _Text(stems, affixes, word_types, classes)
    return {rule.id: text.weigh(rule) for rule in rules}


test_on_text.__test__ = False  # type: ignore[attr-defined]  # not a test, whatever pytest thinks of its name


def weighed(rules: Sequence[SoundRule], found: Mapping[str, TextEvidence]) -> tuple[SoundRule, ...]:
    """The rules with the evidence of the text added; a proposed rule that the text bears out is accepted."""
    result = []
    for rule in rules:
        text = found.get(rule.id)
        if text is None or rule.status != "proposed":
            result.append(rule)
            continue
        evidence = Evidence(
            rule.evidence.attested + text.evidence.attested, rule.evidence.contradicted + text.evidence.contradicted
        )
        status = "accepted" if text.is_significant else rule.status
        result.append(replace(rule, status=status, evidence=evidence))
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The letters at a juncture: those of the stem (``end``) and of the affix (``head``), which may stand before."""

    end: tuple[str, ...]
    head: tuple[str, ...]
    before: bool

    @property
    def parts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Both in the order in which they are said."""
        return (self.head, self.end) if self.before else (self.end, self.head)

    def whole(self, changed: tuple[str, ...], stem: tuple[str, ...], form: tuple[str, ...]) -> tuple[str, ...]:
        """The word of a stem and an affix whose letters at the juncture have changed."""
        if self.before:
            return form[: -len(self.head)] + changed + stem[len(self.end) :]
        return stem[: -len(self.end)] + changed + form[len(self.head) :]


class _Text:
    """The stems, affixes and unexplained words of a text."""

    def __init__(
        self,
        stems: Iterable[str],
        affixes: Iterable[Affix],
        word_types: Iterable[str],
        classes: Mapping[str, str] | Iterable[tuple[str, str]] | None,
    ) -> None:
        self._stems = sorted({letters(stem) for stem in stems if len(letters(stem)) >= _SHORTEST})
        self._affixes = sorted({(letters(form), kind in _BEFORE) for form, kind in affixes if form.strip("∅")})
        types = {letters(word) for word in word_types}
        self.inventory = learn_inventory([*self._stems, *sorted(types), *(form for form, _ in self._affixes)], classes)
        known = set(self._stems)
        plain = {word for stem in self._stems for word in self._joined(stem)}
        self._open = self._with_stripped(types - known - plain)
        self._plain = self._with_stripped((types & plain) - known)
        self._grouped: dict[int, list[tuple[Pieces, list[tuple[str, ...]], list[tuple[str, ...]]]]] = {}

    def _joined(self, stem: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
        return (form + stem if before else stem + form for form, before in self._affixes)

    def _with_stripped(self, words: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Words by themselves, and by what is left of them without one more suffix."""
        found = {word: word for word in sorted(words)}
        for word in sorted(words):
            for form, before in self._affixes:
                if not before and word[-len(form) :] == form and len(word) - len(form) > _SHORTEST:
                    found.setdefault(word[: -len(form)], word)
        return found

    def _groups(self, size: int) -> list[tuple[Pieces, list[tuple[str, ...]], list[tuple[str, ...]]]]:
        """All junctures of a stem and an affix, those alike in ``size`` letters on both sides together: the letters,
        the stems and the affixes; for a prefix the affix comes first."""
        if size not in self._grouped:
            heads: dict[tuple[bool, tuple[str, ...]], list[tuple[str, ...]]] = defaultdict(list)
            for form, before in self._affixes:
                heads[before, form[-size:] if before else form[:size]].append(form)
            ends: dict[bool, dict[tuple[str, ...], list[tuple[str, ...]]]] = {
                b: defaultdict(list) for b in (False, True)
            }
            for stem in self._stems:
                ends[False][stem[-size:]].append(stem)
                ends[True][stem[:size]].append(stem)
            self._grouped[size] = [
                (Pieces(end, head, before), stems, forms)
                for (before, head), forms in heads.items()
                for end, stems in ends[before].items()
            ]
        return self._grouped[size]

    def weigh(self, rule: SoundRule) -> TextEvidence:
        """The evidence for the understanding of a rule that suits the text best."""
        found = [self._weigh(option) for option in variants(rule, self.inventory)]
        return max(found, key=_balance, default=TextEvidence(Evidence(), 0.0))

    def _weigh(self, rule: Rewrite) -> TextEvidence:
        hits: dict[tuple[str, ...], str] = {}
        against: set[tuple[str, ...]] = set()
        by_chance: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        unders = {under for under, _ in rule.pairs}
        near = rule.left.reach == rule.right.reach == "next"
        for pieces, stems, forms in self._groups(_NEAR if near else _FAR):
            if "" not in unders and not unders & {*pieces.end, *pieces.head}:
                continue
            changed = apply_rewrites([rule], pieces.parts, self.inventory.vowels)
            if changed == pieces.parts[0] + pieces.parts[1]:
                continue
            controls = self._controls(rule, pieces.parts, changed)
            for stem in stems:
                for form in forms:
                    word = self._open.get(pieces.whole(changed, stem, form))
                    if word is not None:
                        hits.setdefault(word, _shown(word, form, stem, pieces.before))
                    same = self._plain.get(form + stem if pieces.before else stem + form)
                    if same is not None:
                        against.add(same)
                    for letter, other in controls:
                        word = self._open.get(pieces.whole(other, stem, form))
                        if word is not None:
                            by_chance[letter].add(word)
        chance = sum(map(len, by_chance.values())) / max(1, len(self._control_letters(rule)))
        return TextEvidence(Evidence(len(hits), len(against)), chance, tuple(list(hits.values())[:5]))

    def _control_letters(self, rule: Rewrite) -> list[str]:
        """Letters that could as well stand for the output: of its class, neither target nor output of the rule."""
        outputs = {over for _, over in rule.pairs}
        sample = next((over for over in sorted(outputs) if over), "") or rule.pairs[0][0]
        used = outputs | {under for under, _ in rule.pairs}
        return [x for x in sorted(self.inventory.coarse(sample[:1])) if x.isalpha() and x not in used]

    def _controls(
        self, rule: Rewrite, parts: tuple[tuple[str, ...], tuple[str, ...]], changed: tuple[str, ...]
    ) -> list[tuple[str, tuple[str, ...]]]:
        """What the rule would make with each other letter in the place of its output."""
        found = []
        for letter in self._control_letters(rule):
            other = replace(rule, pairs=tuple((under, letter) for under, _ in rule.pairs))
            made = apply_rewrites([other], parts, self.inventory.vowels)
            if made != changed:
                found.append((letter, made))
        return found


def _balance(found: TextEvidence) -> float:
    return found.evidence.attested - found.chance - found.evidence.contradicted / 2


def _shown(word: tuple[str, ...], form: tuple[str, ...], stem: tuple[str, ...], before: bool) -> str:
    first, second = (form, stem) if before else (stem, form)
    return f"{''.join(word)} = {''.join(first)}+{''.join(second)}"
