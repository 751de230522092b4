"""Letters and their natural classes, for any alphabetic script.

A letter is a base character with its combining marks, casefolded NFC (``g̲`` is one letter). Whether a letter is a
vowel is known for the usual Latin, IPA, Cyrillic and Greek letters; where an orthography writes vowels with other
letters, words without any known vowel give them away, and Sukhotin's algorithm (Guy, *Vowel identification*,
Cryptologia 15, 1991) finds them from the alternation of vowels and consonants.

>>> letters("G̲A")
('g̲', 'a')
>>> inventory = learn_inventory([letters(w) for w in ("kitap", "gün", "ev", "anne")])
>>> inventory.name("a"), inventory.name("n"), inventory.name("t")
('V', 'C', 'C')
>>> inventory.express(frozenset("tp"), frozenset("nv"))
('[pt]', frozenset({'p', 't'}), 3.0)
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

EDGE = "#"

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
    "coronal": "tdnszlrɾθðтднсзлр",
    "dorsal": "kgŋxɣqχкгх",
}
_VOWELS = frozenset(
    "aeiouæœøıɩɪʊɛɔəɐɑɒʌɨʉɯɤɵɘɜɞʏɚɝ" "аеёиоуыэюяіїєӕ" "αεηιουω"
)  # fmt: skip
_NASALS = frozenset(_FEATURES["nasal"])


@lru_cache(maxsize=200_000)
def letters(text: str) -> tuple[str, ...]:
    """The letters of a text: NFC, casefolded, each with its combining marks."""
    found: list[str] = []
    for char in unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()):
        if found and unicodedata.category(char) == "Mn":
            found[-1] += char
        else:
            found.append(char)
    return tuple(found)


@lru_cache(maxsize=10_000)
def base(letter: str) -> str:
    """The letter without its marks: ``á`` → ``a``."""
    return unicodedata.normalize("NFD", letter)[:1]


def is_known_vowel(letter: str) -> bool:
    """Whether the letter writes a vowel in the usual alphabets (marks ignored)."""
    return letter in _VOWELS or base(letter) in _VOWELS


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

    def express(self, must: frozenset[str], never: frozenset[str]) -> tuple[str, frozenset[str], float]:
        """The cheapest description of a set that holds all of ``must`` and none of ``never``: a named class, a
        natural class written out, a list, or the complement of a list; with the letters and a cost in bits."""
        options = [(_listed(must), must, _list_cost(must))]
        for name, members in self.classes:
            if members and not members & never:
                rest = must - members
                if len(rest) < len(must):
                    text = name if not rest else f"[{name}{''.join(sorted(rest))}]"
                    options.append((text, members | rest, 1.0 + (0.5 + 1.2 * len(rest) if rest else 0)))
        for members in self.natural:
            if must <= members and not members & never:
                options.append((_listed(members), members, 3.0))
        if len(never) < len(must) / 2 and len(must) > 3:
            others = self.alphabet - never
            options.append((f"[^{''.join(sorted(never))}]" if never else "", others, 2.0 + 1.2 * len(never)))
        return min(options, key=lambda option: (option[2], len(option[0]), option[0]))


def _list_cost(members: frozenset[str]) -> float:
    return 1.2 if len(members) == 1 else 1.0 + 1.0 * len(members)


def _listed(members: frozenset[str]) -> str:
    return next(iter(members)) if len(members) == 1 else f"[{''.join(sorted(members))}]"


def learn_inventory(
    words: Sequence[tuple[str, ...]], classes: Mapping[str, str] | Iterable[tuple[str, str]] | None = None
) -> Inventory:
    """The letters of some words with the classes ``V``, ``C`` and ``N``, or with the ``classes`` given."""
    seen = frozenset(letter for word in words for letter in word)
    alphabet = frozenset(letter for letter in seen if _is_letter(letter))
    if classes is not None:
        named = dict(classes)
        given = {name: frozenset(letters(members)) for name, members in named.items()}
        return Inventory(alphabet, tuple(sorted(given.items())), _natural(alphabet))
    vowels = frozenset(letter for letter in alphabet if is_known_vowel(letter))
    vowels |= _hidden_vowels(words, vowels, alphabet)
    nasals = frozenset(letter for letter in alphabet - vowels if base(letter) in _NASALS)
    found = (("C", alphabet - vowels), ("N", nasals), ("V", vowels))
    return Inventory(alphabet, tuple(item for item in found if item[1]), _natural(alphabet))


def _is_letter(letter: str) -> bool:
    return letter[0].isalpha() or unicodedata.category(letter[0]) in ("Lm", "Sk") or letter[0] in "'’ʼ‘`ˀ"


def _natural(alphabet: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Natural classes of at least two letters of the alphabet, vowels apart from consonants."""
    found = []
    for name, members in sorted(_FEATURES.items()):
        chosen = frozenset(letter for letter in alphabet if letter in members or base(letter) in members)
        if name in ("front", "back") and chosen:
            chosen = frozenset(letter for letter in chosen if is_known_vowel(letter))
        if len(chosen) > 1 and chosen not in found:
            found.append(chosen)
    return tuple(found)


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
