"""From a book's phonetic and phonemic forms to its spelling, by the pairs that the book itself gives.

Grammars write ``mang [maŋ]`` or have a pronunciation beside a headword. The letters of such pairs are aligned; each
sound is spelt as it most often is. Stress, syllable dots and release are no letters and go first.

>>> spelling = learn_orthography([("mang", "maŋ"), ("leng", "lɛŋ"), ("jojon", "ˈɟo.ɟon"), ("ema", "ˈe.ma")])
>>> spelling.spell("kalaˈmaŋɟa"), spelling.spell("pewat̚")
('kalamangja', 'pewat')
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from morph.letters import letters, unmarked
from rules.extract.phonology.letters import change_bits, is_known_vowel
from rules.items import SourceRead, Span

_PROSODY = re.compile(r"[ˈˌ'’.ˑ‿|‖\u0361\u035c\u031a\u032f\u0329\s·]")
_LONGEST = 3
_APART = re.compile(r"\W{1,4}")


@dataclass(frozen=True, slots=True)
class Orthography:
    """How each sound is spelt; a sound that no pair shows is written as it is."""

    spelling: Mapping[str, str]

    def spell(self, sounds: str) -> str:
        """A phonetic or phonemic form in the spelling of the book, word by word."""
        return " ".join("".join(self.letter(item) for item in sounds_of(word)) for word in sounds.split())

    def letter(self, sound: str) -> str:
        """The spelling of one sound."""
        return self.spelling.get(sound, sound)


def sounds_of(form: str) -> tuple[str, ...]:
    """The sounds of a transcription: letters with their marks, without stress, syllable dots, ties and release."""
    return letters(_PROSODY.sub("", form))


def learn_orthography(pairs: Iterable[tuple[str, str]]) -> Orthography:
    """Learn from pairs of a spelt and a transcribed form; pairs too different to be one word are left out."""
    usable = [(letters(spelt), sounds_of(said)) for spelt, said in dict.fromkeys(pairs)]
    usable = [(spelt, said) for spelt, said in usable if said and 0.5 <= len(spelt) / len(said) <= 2.0]
    counts: dict[str, Counter[str]] = {}
    for _ in range(4):
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for spelt, said in usable:
            for sound, written in _spell_out(said, spelt, counts):
                found[sound][written] += 1
        counts = found
    return Orthography({sound: _usual(sound, found) for sound, found in sorted(counts.items())})


def _usual(sound: str, counts: Counter[str]) -> str:
    """The most common spelling; the sound's own letter wherever it is used for it at all often."""
    if counts[sound] * 4 >= counts.total():
        return sound
    return min(counts, key=lambda item: (-counts[item], len(item), item))


def _spell_out(
    said: Sequence[str], spelt: Sequence[str], counts: Mapping[str, Counter[str]]
) -> tuple[tuple[str, str], ...]:
    """The cheapest way to write each sound with none to ``_LONGEST`` of the letters, in order."""
    best: dict[int, tuple[float, tuple[tuple[str, str], ...]]] = {0: (0.0, ())}
    for sound in said:
        following: dict[int, tuple[float, tuple[tuple[str, str], ...]]] = {}
        for at, (cost, done) in best.items():
            for end in range(at, min(at + _LONGEST, len(spelt)) + 1):
                written = "".join(spelt[at:end])
                option = (cost + _cost(sound, spelt[at:end], counts), (*done, (sound, written)))
                if end not in following or option < following[end]:
                    following[end] = option
        best = following
    return best.get(len(spelt), (0.0, ()))[1]


def _cost(sound: str, written: Sequence[str], counts: Mapping[str, Counter[str]]) -> float:
    """Likeness before anything is known; then also how often the sound was written so."""
    likeness = min((_unlike(sound, letter) for letter in written), default=3.0) + 2.0 * max(0, len(written) - 1)
    seen = counts.get(sound)
    if not seen:
        return likeness
    return -math.log((seen["".join(written)] + math.exp(-likeness)) / (seen.total() + 1.0))


def _unlike(sound: str, letter: str) -> float:
    if sound == letter:
        return 0.1
    if unmarked(sound) == unmarked(letter):
        return 0.5
    if is_known_vowel(sound) != is_known_vowel(letter):
        return 5.0
    return 1.5 if change_bits(sound, letter) <= 2.0 else 3.0


def spelt_pairs(read: SourceRead) -> list[tuple[str, str]]:
    """The pairs of spelling and transcription in a source: side by side in prose, lists, tables and entries."""
    found = [pair for paragraph in read.paragraphs for pair in _neighbours(paragraph.rich)]
    found += [pair for table in read.tables for row in table.rows for cell in row for pair in _neighbours(cell)]
    for entry in read.entries:
        found += [(entry.headword, said) for said in entry.pronunciations]
    return found


def _neighbours(rich: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """A spelt form directly followed by a transcription, or with only a quoted gloss between them."""
    spans = [span for span in rich if span.style not in ("plain", "gloss") or _APART.fullmatch(span.text) is None]
    spans = [span for span in spans if span.style != "gloss"]
    for first, second in zip(spans, spans[1:], strict=False):
        if first.style == "form" and second.style in ("phonetic", "phonemic") and " " not in first.text.strip():
            yield first.text.strip("-= "), second.text
