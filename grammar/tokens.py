"""From glossed words to the units that the sentence grammar counts: stems with their clitics and case marks apart.

A clitic or case mark belongs to a phrase, not to the word it leans on, so it is a unit of its own; an affix that only
inflects its stem (voice, agreement, reduplication) stays with it as a *feature*. Which marks stand apart is for the
grammar file to say: those that one of its terminals names. A fused gloss (``3SG.OBJ``, ``mother.3POSS``) counts as its
parts, the later ones with an empty form (LGR rule 4).

Each unit carries *descriptors*, the strings that terminals match: the gloss, with its separator where bound (``=OBJ``,
``CAUS-``; with ``@noun`` or ``@verb`` behind, for the host), and ``@class`` for the word class of a stem.

>>> from morph.igt import glossed_word
>>> igt = IGT("1", "", (glossed_word("balat", "bal=at", "dog=OBJ"), glossed_word("mukoluk", "mu-koluk", "RECP-find")))
>>> [(u.gloss, u.descriptors) for u in Tokenizer(lambda d: "=OBJ" in d).units(igt)]
[('dog', ('dog', '@noun', '@verb')), ('OBJ', ('=OBJ', '=OBJ@noun')), ('find', ('find', '@verb'))]
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from grammar.classes import from_gloss, from_pos
from grammar.labels import Labels, split_fused
from morph.igt import is_label
from morph.model import IGT, Analysis, GlossedWord, Lexeme, Morph

UNKNOWN_CLASSES = ("noun", "verb")


@dataclass(frozen=True, slots=True)
class Unit:
    """One leaf of a tree: a stem with its features, or a mark that stands apart.

    ``word`` is the index of its word in the sentence, ``bound`` whether it is a bound mark, ``features`` the glosses
    of the affixes that stay with the stem (with their separators), ``classes`` its word classes, best first.
    """

    word: int
    form: str
    gloss: str
    descriptors: tuple[str, ...]
    classes: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    morphs: tuple[Morph, ...] = ()
    bound: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A morph, or a part of a fused gloss, with its gloss as a descriptor writes it."""

    morph: Morph
    gloss: str
    mark: str
    stem: bool


class WordClasses:
    """The word classes of stems: by the analysis' own part of speech, the lexicon, else the English gloss."""

    def __init__(self, lexemes: Iterable[Lexeme] = (), learned: dict[str, str] | None = None) -> None:
        by_gloss: dict[str, Counter[str]] = defaultdict(Counter)
        self._by_id: dict[str, str] = {}
        self._by_form: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
        self._guessed: set[str] = set()
        self._function: dict[str, str] = {}
        for lexeme in lexemes:
            if is_label(lexeme.gloss) and _told_by_senses(lexeme):
                self._function[lexeme.id] = lexeme.gloss
            word_class = "name" if ("name", "yes") in lexeme.features else from_pos(lexeme.pos)
            if word_class and ("pos_from", "guess") not in lexeme.features:
                self._by_id[lexeme.id] = word_class
                if is_label(lexeme.gloss):
                    continue
                self._by_form[lexeme.headword.casefold()].append((_words(lexeme.gloss, *lexeme.senses), word_class))
                if word_class != "name" or lexeme.gloss[:1].isupper():
                    by_gloss[_key(lexeme.gloss)][word_class] += 1
            elif word_class:
                self._guessed.add(lexeme.id)
        self._by_gloss = {gloss: counts.most_common(1)[0][0] for gloss, counts in by_gloss.items()}
        self._learned = learned or {}

    def gloss(self, morph: Morph, analysis: Analysis) -> str:
        """A stem's gloss as the grammar book has it: the label of a word of grammar (``EXIST``) where the texts gloss
        it in words (``there.is``)."""
        label = self._function.get(morph.morpheme or analysis.lexeme, "")
        return label if label and not is_label(morph.gloss) else morph.gloss

    def of(self, morph: Morph, analysis: Analysis | None) -> tuple[str, ...]:
        """The classes of a stem, best first; a property word may be an adjective beside what the lexicon calls it."""
        lexeme = morph.morpheme or (analysis.lexeme if analysis else "")
        own = self._by_id.get(lexeme) or ("" if lexeme in self._guessed else from_pos(analysis.pos if analysis else ""))
        own = own or self._like(morph) or self._by_gloss.get(_key(morph.gloss), "")
        english = "" if is_label(morph.gloss) else from_gloss(morph.gloss)
        if is_label(morph.gloss):
            return (own,) if own else ()
        if _is_name(morph.gloss) and own in ("", "noun", "name"):
            return ("name", own) if own == "noun" else ("name",)
        own = own or self._learned.get(_key(morph.gloss), "")
        if (own or english) == "conj" and _key(morph.gloss) in _LINKING_ADVERBS:
            return ("conj", "adv")
        if not own:
            return (english,) if english else UNKNOWN_CLASSES
        if english in ("adj", "quant", "num", "adv", "wh", "dem", "neg") and own != english:
            return (english, own)
        return (own, english) if own == "noun" and english == "verb" else (own,)

    def _like(self, morph: Morph) -> str:
        """The class of a lexeme with this form whose gloss or senses share a word with the morph's gloss."""
        wanted = _words(morph.gloss)
        entries = self._by_form.get(morph.form.casefold(), ())
        return next((word_class for words, word_class in entries if words & wanted), "")


_LINKING_ADVERBS = frozenset(("then", "so", "therefore", "however"))


def _told_by_senses(lexeme: Lexeme) -> bool:
    """Whether the dictionary says by itself that a word has the function that its label in the grammar names: only
    existential words, which make a sentence of their own kind."""
    meaning = _standard_labels().meaning(lexeme.gloss)
    return "existential" in meaning and any("existential" in sense.casefold() for sense in lexeme.senses)


@cache
def _standard_labels() -> Labels:
    return Labels.of()


def _words(*texts: str) -> frozenset[str]:
    """The words of glosses and senses, but for the small ones."""
    found = {word for text in texts for word in re.split(r"[\W_]+", text.casefold())}
    return frozenset(word for word in found if len(word) > 2 and from_gloss(word) not in ("adp", "det", "gen", "conj"))


def _key(gloss: str) -> str:
    return gloss.casefold().replace("_", ".").replace(" ", ".")


def _is_name(gloss: str) -> bool:
    return gloss[:1].isupper() and not is_label(gloss) and gloss not in ("I",)


@dataclass
class Tokenizer:
    """Cuts glossed sentences into units; ``apart`` says whether a mark with these descriptors is a unit of its own."""

    apart: Callable[[tuple[str, ...]], bool]
    classes: WordClasses = field(default_factory=WordClasses)

    def units(self, igt: IGT) -> tuple[Unit, ...]:
        """All units of a sentence, in order; every word gives at least one, but for signs without letters ("[…]")."""
        return tuple(unit for i, word in enumerate(igt.words) if not is_sign(word) for unit in self._word(i, word))

    def _word(self, index: int, word: GlossedWord) -> list[Unit]:
        analysis = word.analysis
        if analysis is None or not analysis.morphs:
            return [_unknown(index, word)]
        stems = self._stem_indices(analysis)
        pieces = [piece for i in range(len(analysis.morphs)) for piece in self._pieces(analysis, i, i in stems)]
        host = next(iter(self.classes.of(analysis.morphs[min(stems)], analysis)), "") if stems else ""
        units: list[Unit] = []
        stem: list[_Piece] = []
        features: list[str] = []
        before: list[Unit] = []
        for piece in pieces:
            mark = (piece.mark, f"{piece.mark}@{host}")
            if piece.stem:
                stem.append(piece)
            elif piece.morph.separator == "=" and stem and _is_word(piece.gloss):
                units.append(_clitic_word(index, piece))
            elif self.apart(mark):
                unit = Unit(index, piece.morph.form, piece.gloss, mark, morphs=(piece.morph,), bound=True)
                (units if stem else before).append(unit)
            else:
                features.append(piece.mark)
        if stem:
            units.insert(0, self._stem(index, stem, tuple(features), analysis))
        return before + units or [_unknown(index, word)]

    def _stem_indices(self, analysis: Analysis) -> set[int]:
        """Which morphs are the stem; of labels only (``3SG=OBJ``) the one that can stand free, else the first."""
        morphs = analysis.morphs
        if all(is_label(morph.gloss) for morph in morphs):
            if morphs[0].separator:  # a word of marks only, written apart from its host
                return set()
            return {next((i for i, morph in enumerate(morphs) if self.apart((morph.gloss,))), 0)}
        lexical = {i for i, m in enumerate(morphs) if not is_label(m.gloss) and m.separator in ("", "-") and m.gloss}
        return {i for i, morph in enumerate(morphs) if morph.kind == "stem"} | lexical or {0}

    def _pieces(self, analysis: Analysis, i: int, is_stem: bool) -> list[_Piece]:
        """A morph as one piece, or the parts of its fused gloss."""
        morph = analysis.morphs[i]
        if not is_stem:
            following = analysis.morphs[i + 1].separator if i + 1 < len(analysis.morphs) else "-"
            before = morph.separator == "" or morph.kind in ("prefix", "proclitic")
            following = following if following in ("-", "=", "~") else "-"
            mark = f"{morph.gloss}{following}" if before else f"{morph.separator}{morph.gloss}"
            return [_Piece(morph, morph.gloss, mark, False)]
        gloss = self.classes.gloss(morph, analysis)
        parts = _fused(gloss)
        if len(parts) == 1 or self.apart((gloss,)):
            return [_Piece(morph, gloss, gloss, True)]
        first = _Piece(morph, parts[0], parts[0], True)
        return [first, *(_Piece(Morph("", part, "="), part, f"={part}", False) for part in parts[1:])]

    def _stem(self, index: int, stem: list[_Piece], features: tuple[str, ...], analysis: Analysis) -> Unit:
        gloss = "-".join(piece.gloss for piece in stem)
        form = "".join(f"{piece.morph.separator if i else ''}{piece.morph.form}" for i, piece in enumerate(stem))
        classes: list[str] = []
        for piece in stem:
            classes += [c for c in self.classes.of(piece.morph, analysis) if c not in classes]
        if len(stem) > 1 and "verb" in classes:  # an incorporated noun leaves the word a verb
            classes.remove("verb")
            classes.insert(0, "verb")
        descriptors = (gloss, *(f"@{name}" for name in classes)) if classes else (gloss, "@label")
        morphs = tuple(piece.morph for piece in stem)
        return Unit(index, form, gloss, descriptors, tuple(classes), features, morphs)


def is_sign(word: GlossedWord) -> bool:
    """Whether a word is only a sign, such as that for an omission, with no letter in form or gloss."""
    return bool(word.form.strip("∅Øø")) and not any(c.isalnum() or c == "?" for c in word.form + word.gloss)


def _is_word(gloss: str) -> bool:
    """Whether the gloss of a clitic is an English word ("too"), which makes it a word of the sentence."""
    return gloss.replace("_", "").replace(".", "").isalpha() and not is_label(gloss)


def _clitic_word(index: int, piece: _Piece) -> Unit:
    classes = (from_gloss(piece.gloss) or "adv",)
    descriptors = (piece.gloss, f"@{classes[0]}", piece.mark)
    return Unit(index, piece.morph.form, piece.gloss, descriptors, classes, morphs=(piece.morph,))


def _fused(gloss: str) -> tuple[str, ...]:
    """A gloss cut into its stem part and the labels fused with it; one part where nothing is fused."""
    parts = split_fused(gloss)
    if len(parts) == 1 or is_label(gloss):
        return parts if len(parts) == 1 or is_label(parts[0]) else (gloss,)
    end = len(parts)
    while end > 1 and is_label(parts[end - 1]) and not parts[end - 1].isdigit():
        end -= 1
    return (".".join(parts[:end]) if end < len(parts) else gloss, *parts[end:])


def _unknown(index: int, word: GlossedWord) -> Unit:
    """A word without analysis: a name where it is written with a capital inside a sentence, else noun or verb."""
    capital = word.form[:1].isupper() and (index > 0 or not word.form.isupper())
    classes = ("name", *UNKNOWN_CLASSES) if capital else UNKNOWN_CLASSES
    return Unit(index, word.form, "?", ("?", *(f"@{name}" for name in classes)), classes)
