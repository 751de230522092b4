"""The translator into English: tree, plan, slots, search, and the finished line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import product

from grammar.parse import Parser, Parses, pauses_of
from grammar.tokens import Unit
from hybrid.into_english.apart import attached
from hybrid.into_english.clausal import Clausal, Mood
from hybrid.into_english.english import capitalized, possessive, with_article
from hybrid.into_english.learn import Learned, Sentence, learn, split_words
from hybrid.into_english.lexical import Lexical
from hybrid.into_english.names import Names
from hybrid.into_english.nbest import POOL, diverse
from hybrid.into_english.plan import make_plan
from hybrid.into_english.slots import Alternative, Found, Slot, Weights, search
from hybrid.into_english.transfer import Transfer
from hybrid.into_english.words import Words
from hybrid.translation import BLANK, Translation
from morph.igt import is_label
from morph.model import IGT, GlossedWord, Lexeme
from rules.extract.syntax_em import adapt, translation_bonus

SIGNATURE = "rules:into-english"
_TREES = 6
_ADAPT_UNITS = 14
_CONFIDENCE = {"pairs": 0.9, "lexicon": 0.8, "name": 0.9, "number": 0.95, "rule": 0.6, "unknown": 0.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several translations, with its score."""

    translation: Translation
    score: float


@dataclass
class IntoEnglish:
    """Translates glossed sentences into English with what a project holds."""

    parser: Parser
    lexical: Lexical
    transfer: Transfer
    learned: Learned
    names: Names = field(default_factory=Names)
    weights: Weights = Weights()

    @classmethod
    def learn(
        cls,
        parser: Parser,
        lexemes: Iterable[Lexeme],
        glossed: Sequence[IGT],
        *,
        abbreviations: Iterable[tuple[str, str]] = (),
        rows: Iterable[tuple[str, ...]] = (),
        english: Iterable[str] = (),
        weights: Weights | None = None,
    ) -> IntoEnglish:
        """Learn from glossed sentences with their English translations (a book's examples, glossed pairs).

        ``abbreviations`` are the book's (label, meaning), ``rows`` those of ``transfer.tsv`` (construction, english);
        ``english`` further sentences for the model of English.
        """
        lexical = Lexical.of(lexemes)
        used = [igt for igt in glossed if igt.translation and igt.meta_language == "eng"]
        names = Names.learn((igt.text, igt.translation) for igt in used)
        used = [_prepared(igt, names, parser) for igt in used]
        sentences = [Sentence(parser.units(igt), split_words(igt.translation)) for igt in used]
        parser = _adapted(parser, list(zip(used, (s.units for s in sentences), strict=True)))
        transfer = Transfer.of(abbreviations, rows)
        learned = learn(sentences, lexical, transfer, english)
        return cls(
            parser,
            Lexical.of(lexical.lexemes, learned.renderings),
            transfer,
            learned,
            names,
            weights or Weights(),
        )

    def translate_igt(self, igt: IGT, parses: Parses | None = None) -> Translation:
        """One glossed sentence in English."""
        igt, parses = self._parsed(igt, parses)
        best = max(self._search(igt, parses, 1), key=lambda item: item.score, default=None)
        return _finish(best, igt, parses.units) if best else BLANK

    def candidates(self, igt: IGT, parses: Parses | None = None, count: int = 8) -> list[Translation]:
        """The best translations of one glossed sentence, at most ``count``, best first, all different."""
        return [candidate.translation for candidate in self.scored(igt, parses, count)]

    def scored(self, igt: IGT, parses: Parses | None = None, count: int = 8) -> list[Candidate]:
        """:meth:`candidates` with their scores (log-probabilities up to a constant), chosen to differ in words; none
        for a sentence without words. The first is what :meth:`translate_igt` gives."""
        igt, parses = self._parsed(igt, parses)
        found: dict[tuple[str, ...], Found] = {}
        for item in self._search(igt, parses, count):
            known = found.get(item.words)
            if known is None or item.score > known.score:
                found[item.words] = item
        ranked = sorted(found.values(), key=lambda item: -item.score)
        return [
            Candidate(_finish(item, igt, parses.units), item.score) for item in diverse(ranked[: POOL * count], count)
        ]

    def _parsed(self, igt: IGT, parses: Parses | None) -> tuple[IGT, Parses]:
        """The sentence made ready, with its parses."""
        marked = _prepared(igt, self.names, self.parser)
        if parses is None or marked != igt:
            return marked, self.parser.parse(marked)
        return igt, parses

    def _search(self, igt: IGT, parses: Parses, count: int) -> Iterator[Found]:
        """The best fillings for each of the best trees and each way to tell the sentence."""
        clausal = Clausal(Words(self.lexical, self.transfer, self.learned))
        question = igt.text.rstrip().endswith("?") or bool(igt.words and "?" in igt.words[-1].after)
        for tree in parses.trees[:_TREES] if parses.units else ():
            structure = self.weights.tree * (tree.score - parses.trees[0].score)
            clauses = [part.clause for part in make_plan(tree) if part.clause]
            either, only = (False, True), (False,)
            there = either if any(clausal.existence.may_exist(clause) for clause in clauses) else only
            several = either if any(clausal.existence.may_be_several(clause) for clause in clauses) else only
            for told in product(either, there, several):
                slots = clausal.sentence(make_plan(tree), Mood(told[0], question, told[1], told[2]))
                slots += _left_out(slots, parses.units, clausal.words)
                for item in search(slots, self.learned.model, self.weights, count):
                    yield replace(item, score=item.score + structure)


def _prepared(igt: IGT, names: Names, parser: Parser) -> IGT:
    """The sentence with its names marked, and marks that are written apart put to their verbs."""

    def is_host(word: GlossedWord) -> bool:
        analysis = word.analysis
        if analysis is None:
            return True
        if any(morph.separator == "=" for morph in analysis.morphs) or is_label(analysis.morphs[0].gloss):
            return False
        units = parser.units(IGT("", "", (word,)))
        return len(units) == 1 and units[0].classes[:1] != ("name",)

    return attached(names.marked(igt), is_host)


def _adapted(parser: Parser, sentences: Sequence[tuple[IGT, tuple[Unit, ...]]]) -> Parser:
    """A parser whose weights follow the sentences too; their translations tell subjects from objects."""
    parser = copy(parser)
    parser.compiled = replace(parser.compiled, weights=list(parser.compiled.weights))
    samples = []
    for igt, units in sentences:
        lexical = [parser.lexical(unit) for unit in units]
        if 0 < len(units) <= _ADAPT_UNITS and all(lexical):
            base = parser.bonus(units, pauses_of(units, igt))
            samples.append((lexical, translation_bonus(units, igt.translation, base)))
    adapt(parser.compiled, parser.grammar.start, samples)
    return parser


def _left_out(slots: Sequence[Slot], units: Sequence[Unit], words: Words) -> list[Slot]:
    """Stems that no slot renders, to be said at the end: no content word is lost."""
    said = {source for slot in slots for a in slot.alternatives for source in a.sources}
    lost = [unit for unit in units if not unit.bound and not is_label(unit.gloss) and unit.word not in said]
    return [words.slot(unit) for unit in lost]


def _finish(found: Found, igt: IGT, units: Sequence[Unit]) -> Translation:
    """The words as a line with origins: articles fitted, endings attached, capital and end mark."""
    tokens: list[tuple[str, str]] = []
    for alternative in found.chosen:
        for word in alternative.words:
            _attach(tokens, word, alternative)
    tokens = [(word, origin) for word, origin in tokens if word]
    for i, (word, origin) in enumerate(tokens[:-1]):
        if word == "a":
            tokens[i] = (with_article(tokens[i + 1][0], "a").split()[0], origin)
    said = {source for alternative in found.chosen for source in alternative.sources}
    unrendered = tuple(
        dict.fromkeys(
            igt.words[unit.word].form
            for unit in units
            if unit.word not in said and not unit.bound and not is_label(unit.gloss)
        )
    )
    text = capitalized(re.sub(r" ([,:;])", r"\1", " ".join(word for word, _ in tokens)))
    text = re.sub(r"[,:;]+$", "", text) + _end_mark(igt)
    kept = [(word.strip(",:;"), origin) for word, origin in tokens]
    kept = [(word, origin) for word, origin in kept if word]
    return Translation(
        text,
        tuple(word for word, _ in kept),
        tuple(origin for _, origin in kept),
        tuple(_CONFIDENCE.get(origin.partition(":")[0], 0.5) for _, origin in kept),
        unrendered,
        SIGNATURE,
    )


def _attach(tokens: list[tuple[str, str]], word: str, alternative: Alternative) -> None:
    if word == "'s" and tokens:
        tokens[-1] = (possessive(tokens[-1][0]), tokens[-1][1])
    elif word in (",", ":") and tokens:
        tokens[-1] = (tokens[-1][0].rstrip(",:") + word, tokens[-1][1])
    elif word not in (",", ":"):
        tokens.append((word, alternative.origin))


def _end_mark(igt: IGT) -> str:
    """The mark at the end of the sentence, a full stop where it has none."""
    after = igt.words[-1].after.strip() if igt.words else ""
    match = re.search(r"[.!?…]+", after) or re.search(r"[.!?…]+\s*$", igt.text)
    return match[0].strip() if match else "."
