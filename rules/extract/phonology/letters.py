"""Letters and their natural classes, for any alphabetic script.

A letter is what :mod:`morph.letters` takes for one: a character with its combining marks. Whether a letter is a
vowel is known for the usual Latin, IPA, Cyrillic and Greek letters; where an orthography writes vowels with other
letters, words without any known vowel give them away, and Sukhotin's algorithm (Guy, *Vowel identification*,
Cryptologia 15, 1991) finds them from the alternation of vowels and consonants.

>>> from morph.letters import letters
>>> inventory = learn_inventory([letters(w) for w in ("kitap", "gün", "ev", "anne")])
>>> inventory.name("a"), inventory.name("n"), inventory.name("t")
('V', 'C', 'C')
>>> inventory.express(frozenset("tp"), frozenset("nv"))[0]
('[kpt]',)
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from morph.letters import EDGE, unmarked
from morph.notation import class_letters

_FEATURES: dict[str, str] = {
    "front": "ieéèêæœøɛɪʏyöüäəеиэєіїęě",
    "back": "aouıɨɯɔʊɑʌɒâаоуыюя",
    "round": "ouöüɔʊœøʏʉоуюё",
    "high": "iuüıɪʊɨɯʉyиуыіїū",
    "low": "aäæɑɐɒая",
    "nasal": "mnŋɲɳɴñмнɱ",
    "stop": "ptkqcʈʔbdgɟɖɢпткбдг",
    "voiceless": "ptkqcfsʃxhħθšçşɸχʈčʧƛłпткфсшхщцчʔ",
    "voiced": "bdgɟɖɢvzʒžɣðʁβǰʤбдгвзж",
    "fricative": "fsʃxhħθšşɸχvzʒžɣðʁβłфсшхщвзж",
    "liquid": "lrɾʀɭʎɹлр",
    "sonorant": "mnŋɲlrɾwjyмнлрй",
    "labial": "pbmfvwɸβпбмфв",
    "coronal": "tdnszlrɾθðtcçʃʒšžčɟjтднсзлрчцжш",
    "dorsal": "kgŋxɣqχğкгхhʔ",
}
_OF_VOWELS = ("front", "back", "round", "high", "low")
_VOWELS = frozenset(
    "aeiouæœøıɩɪʊɛɔəɐɑɒʌɨʉɯɤɵɘɜɞʏɚɝ" "аеёиоуыэюяіїєӕ" "αεηιουω"
)  # fmt: skip
_GLIDES = frozenset("jwyʔйhnrt")
_NASALS = frozenset(_FEATURES["nasal"])


def is_known_vowel(letter: str) -> bool:
    """Whether the letter writes a vowel in the usual alphabets (marks ignored)."""
    return letter in _VOWELS or unmarked(letter) in _VOWELS


@dataclass(frozen=True, slots=True)
class Inventory:
    """The letters of a language with their classes: ``classes`` maps a capital letter to its letters."""

    alphabet: frozenset[str]
    classes: tuple[tuple[str, frozenset[str]], ...]
    natural: tuple[frozenset[str], ...] = ()

    @property
    def vowels(self) -> frozenset[str]:
        return dict(self.classes).get("V", frozenset())

    def name(self, letter: str) -> str:
        """``V``, ``C`` or ``#``, the coarsest class of a letter."""
        return EDGE if letter == EDGE else "V" if letter in self.vowels else "C"

    def coarse(self, letter: str) -> frozenset[str]:
        """All letters of the same coarse class."""
        if letter == EDGE:
            return frozenset({EDGE})
        return self.vowels if letter in self.vowels else self.alphabet - self.vowels

    def as_strings(self) -> tuple[tuple[str, str], ...]:
        """The classes as ``onebook.toml`` has them."""
        return tuple((name, "".join(sorted(members))) for name, members in self.classes)

    def express(self, must: frozenset[str], never: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str], float]:
        """The cheapest description of a set that holds all of ``must`` and none of ``never``: a named class, a
        natural class written out, a list, the complement of a list, or letters one by one; as alternatives in the
        notation, with the letters that they stand for and a cost in bits.

        A letter of a set also stands for itself with marks that no class lists, as :mod:`morph.notation` has it."""
        options = [(tuple(sorted(must)), must, 1.0 + 1.5 * len(must))]
        if len(must) > 1:
            self._offer(options, listed(must), must, 1.0 + len(must), never)
        for name, members in self.classes:
            rest = must - members
            if len(rest) < len(must):
                text = name if not rest else f"[{name}{''.join(sorted(rest))}]"
                self._offer(options, text, members | rest, 1.0 + (0.5 + 1.2 * len(rest) if rest else 0), never)
        for members in self.natural:
            if must <= members:
                self._offer(options, listed(members), members, 2.5, never)
        if 0 < len(never) < len(must) / 2 and len(must) > 7:
            others = self.alphabet - self._closure(never)
            if must <= others:
                options.append(((f"[^{''.join(sorted(never))}]",), others, 2.0 + 1.2 * len(never)))
        return min(options, key=lambda option: (option[2], len("".join(option[0])), option[0]))

    def _offer(
        self,
        options: list[tuple[tuple[str, ...], frozenset[str], float]],
        text: str,
        members: frozenset[str],
        cost: float,
        never: frozenset[str],
    ) -> None:
        covered = self._closure(members)
        if not covered & never:
            options.append(((text,), covered, cost))

    def _closure(self, members: frozenset[str]) -> frozenset[str]:
        """The letters of the alphabet that a set in the notation matches: its own, and those with marks added that no
        class lists."""
        named = frozenset().union(*(members for _, members in self.classes))
        others = self.alphabet - named
        return members | {letter for letter in others if unmarked(letter) in members}


def listed(members: frozenset[str]) -> str:
    """A set in the notation."""
    return next(iter(members)) if len(members) == 1 else f"[{''.join(sorted(members))}]"


def change_bits(under: str, over: str) -> float:
    """How surprising a change is before any evidence: sounds of one place or manner, lost vowels and glides change
    into each other all over the world's languages (Hyman, *Phonology*, 1975, ch. 5), others seldom do."""
    if not over:
        return 2.0
    if not under:
        return 2.0 + 2.5 * (len(over) - 1) + (0.0 if is_known_vowel(over[0]) or over in _GLIDES else 1.5)
    if len(over) > 1:
        return 5.0 + len(over)
    if is_known_vowel(under) and is_known_vowel(over):
        return 2.0
    shared = sum(
        has_feature(under, name) and has_feature(over, name)
        for name in ("labial", "coronal", "dorsal", "liquid", "nasal", "fricative")
    )
    return 2.0 if shared else 5.0


def learn_inventory(
    words: Sequence[tuple[str, ...]], classes: Mapping[str, str] | Iterable[tuple[str, str]] | None = None
) -> Inventory:
    """The letters of some words with the classes ``V``, ``C`` and ``N``, or with the ``classes`` given."""
    seen = frozenset(letter for word in words for letter in word)
    alphabet = frozenset(letter for letter in seen if _is_letter(letter))
    if classes is not None:
        named = dict(classes)
        given = {
            name: frozenset(item[0] for item in class_letters(members) if len(item) == 1)
            for name, members in named.items()
        }
        return Inventory(alphabet, tuple(sorted(given.items())), _natural(alphabet, given.get("V", frozenset())))
    vowels = frozenset(letter for letter in alphabet if is_known_vowel(letter))
    vowels |= _hidden_vowels(words, vowels, alphabet)
    nasals = frozenset(letter for letter in alphabet - vowels if unmarked(letter) in _NASALS)
    found = (("C", alphabet - vowels), ("N", nasals), ("V", vowels))
    return Inventory(alphabet, tuple(item for item in found if item[1]), _natural(alphabet, vowels))


def _is_letter(letter: str) -> bool:
    return letter[0].isalpha() or unicodedata.category(letter[0]) in ("Lm", "Sk") or letter[0] in "'’ʼ‘`ˀ"


def has_feature(letter: str, name: str) -> bool:
    """Whether a letter has a feature; an unknown marked letter has those of the letter without marks."""
    known = letter if any(letter in members for members in _FEATURES.values()) else unmarked(letter)
    return known in _FEATURES[name]


def _natural(alphabet: frozenset[str], vowels: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Natural classes of at least two letters of the alphabet; vowels apart from consonants."""
    names = {
        name: frozenset(x for x in (vowels if name in _OF_VOWELS else alphabet - vowels) if has_feature(x, name))
        for name in _FEATURES
    }
    names["unrounded"] = vowels - names["round"]
    for first in ("front", "back"):
        for second in ("round", "unrounded", "high"):
            names[f"{first} {second}"] = names[first] & names[second]
    return tuple(dict.fromkeys(members for _, members in sorted(names.items()) if len(members) > 1))


def _hidden_vowels(
    words: Sequence[tuple[str, ...]], vowels: frozenset[str], alphabet: frozenset[str]
) -> frozenset[str]:
    """Letters that must be vowels because many words would have none (Sukhotin's algorithm on those words)."""
    long_words = sorted({word for word in words if len(word) > 2})
    bare = [word for word in long_words if not any(letter in vowels for letter in word)]
    if len(bare) < 20 or len(bare) < 0.1 * len(long_words):
        return frozenset()
    beside: dict[str, Counter[str]] = {letter: Counter() for letter in alphabet}
    for word in long_words:
        for one, two in zip(word, word[1:], strict=False):
            if one != two and one in beside and two in beside:
                beside[one][two] += 1
                beside[two][one] += 1
    sums = {letter: float(sum(beside[letter].values())) for letter in sorted(alphabet)}
    for letter in vowels:
        _take_vowel(letter, sums, beside)
    found: set[str] = set()
    while sums and max(sums.values()) > 0 and len(bare) > 0.02 * len(long_words):
        letter = max(sums, key=lambda item: sums[item])
        found.add(letter)
        _take_vowel(letter, sums, beside)
        bare = [word for word in bare if letter not in word]
    return frozenset(found)


def _take_vowel(letter: str, sums: dict[str, float], beside: dict[str, Counter[str]]) -> None:
    sums.pop(letter, None)
    for other, count in beside.get(letter, Counter()).items():
        if other in sums:
            sums[other] -= 2 * count
