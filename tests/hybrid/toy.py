"""An invented language for the tests of translation: object before verb, cases as clitics, possessors as suffixes.

Its one sound rule: ``-k`` of a stem is lost before the plural ``-ka``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import product

from morph.igt import split_word
from morph.model import IGT, Analysis, GlossedWord, Language, Lexeme, Morph, Morpheme

NOUNS = {"bali": "dog", "sitak": "cat", "oru": "fish", "komi": "house", "nera": "child", "padi": "stone",
         "wena": "mother", "luso": "bird", "tomba": "boat", "yak": "tree"}  # fmt: skip
VERBS = {"mire": "see", "tafo": "eat", "sula": "carry", "gona": "find"}
OTHERS = {"an": "1SG", "ka": "2SG", "ma": "3SG", "mu": "3PL", "temu": "big", "kiri": "small", "eir": "two"}
SUFFIXES = {"ka": ("PL", "suffix"), "na": ("1SG.POSS", "suffix"), "ri": ("3POSS", "suffix"), "at": ("OBJ", "enclitic"),
            "ko": ("LOC", "enclitic"), "nin": ("NEG", "enclitic"), "kin": ("VOL", "enclitic")}  # fmt: skip


def lexemes() -> tuple[Lexeme, ...]:
    rows = [(stem, "n", gloss) for stem, gloss in NOUNS.items()] + [(stem, "v", gloss) for stem, gloss in VERBS.items()]
    rows += [(stem, "adj" if gloss in ("big", "small") else "pro", gloss) for stem, gloss in OTHERS.items()]
    rows += [("haru", "n", "sea urchin"), ("vinta", "v", "to go fishing"), ("dolik", "n", "canoe; dugout")]
    return tuple(Lexeme(f"lx{i}", stem, pos, gloss) for i, (stem, pos, gloss) in enumerate(rows))


def morphemes() -> tuple[Morpheme, ...]:
    return tuple(Morpheme(form, form, gloss, kind) for form, (gloss, kind) in SUFFIXES.items())


def _surface(segments: Sequence[str]) -> str:
    return re.sub(r"k-ka", "ka", "-".join(segments)).replace("-", "")


class Morphology:
    """Analyzer and generator of the toy, by making all words with up to two suffixes."""

    def __init__(self) -> None:
        self._words = _all_words()

    def analyze(self, word: str) -> list[Analysis]:
        return self._words.get(word.casefold(), [])

    def realise(self, morphs: Sequence[Morph]) -> str:
        return _surface([morph.form for morph in morphs])


@cache
def _all_words() -> dict[str, list[Analysis]]:
    found: dict[str, list[Analysis]] = {}
    pairs = [*((suffix,) for suffix in SUFFIXES), *product(("ka", "na", "ri"), ("at", "ko")), ("nin", "kin")]
    for lexeme in lexemes():
        for suffixes in ((), *pairs):
            morphs = [Morph(lexeme.headword, lexeme.gloss, morpheme=lexeme.id)]
            for form in suffixes:
                gloss, kind = SUFFIXES[form]
                morphs.append(Morph(form, gloss, "=" if kind == "enclitic" else "-", kind, form))
            word = _surface([morph.form for morph in morphs])
            found.setdefault(word, []).append(
                Analysis(tuple(morphs), lexeme.pos, lexeme.id, "rule", -float(len(morphs)))
            )
    return found


# English, segmented
SENTENCES = (
    ("The dog sees the cat.", "bali sitak=at mire"),
    ("The cat sees the dog.", "sitak bali=at mire"),
    ("The child carries a stone.", "nera padi=at sula"),
    ("The dog is in the house.", "bali komi=ko"),
    ("The fish is in the boat.", "oru tomba=ko"),
    ("The bird is in the tree.", "luso yak=ko"),
    ("I see the bird.", "an luso=at mire"),
    ("I carry the fish.", "an oru=at sula"),
    ("You find the stone.", "ka padi=at gona"),
    ("They find the boat.", "mu tomba=at gona"),
    ("She eats the fish.", "ma oru=at tafo"),
    ("He sees the tree.", "ma yak=at mire"),
    ("The dogs see the bird.", "bali-ka luso=at mire"),
    ("The cats eat the fish.", "sitak-ka oru=at tafo"),
    ("The birds are in the house.", "luso-ka komi=ko"),
    ("The child carries the stones.", "nera padi-ka=at sula"),
    ("I find the birds.", "an luso-ka=at gona"),
    ("My mother sees the child.", "wena-na nera=at mire"),
    ("My dog eats the fish.", "bali-na oru=at tafo"),
    ("The cat sees my house.", "sitak komi-na=at mire"),
    ("His mother carries the cat.", "wena-ri sitak=at sula"),
    ("Her house is big.", "komi-ri temu"),
    ("The house is small.", "komi kiri"),
    ("The boat is big.", "tomba temu"),
    ("The child does not eat the fish.", "nera oru=at tafo=nin"),
    ("The dog does not see the cat.", "bali sitak=at mire=nin"),
    ("I do not carry the stone.", "an padi=at sula=nin"),
    ("The child wants to eat the fish.", "nera oru=at tafo=kin"),
    ("I want to see the boat.", "an tomba=at mire=kin"),
    ("They want to find the dog.", "mu bali=at gona=kin"),
    ("The big dog sees the bird.", "bali temu luso=at mire"),
    ("The small child eats the fish.", "nera kiri oru=at tafo"),
    ("The dog sees the small cat.", "bali sitak kiri=at mire"),
    ("I find the big boat.", "an tomba temu=at gona"),
    ("Two dogs carry the fish.", "bali eir oru=at sula"),
    ("They see two birds.", "mu luso eir=at mire"),
    ("Kiba sees the dog.", "Kiba bali=at mire"),
    ("Kiba's mother eats the fish.", "Kiba wena-ri oru=at tafo"),
    ("The dog finds Kiba.", "bali Kiba=at gona"),
    ("Suli's dog is in the house.", "Suli bali-ri komi=ko"),
    ("The mother carries Suli.", "wena Suli=at sula"),
)  # fmt: skip

_GLOSSES = {stem: gloss for table in (NOUNS, VERBS, OTHERS) for stem, gloss in table.items()}


def example(number: int, english: str, segmented: str) -> IGT:
    words = []
    for item in segmented.split():
        pieces = re.split(r"(?=[-=])", item)
        glosses = [_GLOSSES.get(pieces[0], pieces[0]), *(piece[0] + SUFFIXES[piece[1:]][0] for piece in pieces[1:])]
        form = _surface([piece.lstrip("-=") for piece in pieces])
        words.append(GlossedWord(form, (Analysis(split_word(item, "".join(glosses)), basis="table"),), 0))
    return IGT(f"ex{number}", " ".join(word.form for word in words), tuple(words), english)


def language(sentences: Sequence[tuple[str, str]] = SENTENCES) -> Language:
    """The toy with its glossed sentences."""
    seen = tuple(example(i, english, segmented) for i, (english, segmented) in enumerate(sentences))
    return Language("Toy", "xxx", lexemes=lexemes(), morphemes=morphemes(), seen=seen)


def pairs(sentences: Sequence[tuple[str, str]] = SENTENCES) -> list[tuple[str, str]]:
    """The same sentences as plain pairs (text, English), without segmentation."""
    made = []
    for i, (english, segmented) in enumerate(sentences):
        text = example(i, english, segmented).text
        made.append((text[:1].upper() + text[1:] + ".", english))
    return made
