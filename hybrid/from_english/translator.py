"""The translator out of English: analysis, plan, choice, rendering, in one object."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from grammar.labels import Labels
from hybrid.from_english.english import Sentence, analyze_english
from hybrid.from_english.learn import Transfer, learn
from hybrid.from_english.phrases import merge_phrases
from hybrid.from_english.plan import Plan, make_plan
from hybrid.from_english.render import Choice, Piece, Renderer
from hybrid.from_english.rules import told_rules
from hybrid.from_english.search import Found, search, search_all
from hybrid.from_english.store import load, save
from hybrid.from_english.target import Morphology
from hybrid.from_english.templates import slots_of
from hybrid.translation import BLANK, Translation
from morph.model import Language

SIGNATURE = "rules:from-english"
_END = re.compile(r"[.!?…]+[\"'»”]?\s*$")


class FromEnglish:
    """Translates English into one language, with what its project holds."""

    def __init__(self, transfer: Transfer, morphology: Morphology) -> None:
        self.transfer = transfer
        self.renderer = Renderer(morphology, transfer.order, transfer.attached)

    @classmethod
    def learn(
        cls,
        language: Language,
        pairs: Sequence[tuple[str, str]],
        morphology: Morphology,
        *,
        abbreviations: Sequence[tuple[str, str]] = (),
        rows: Sequence[tuple[str, ...]] = (),
        cache: Path | None = None,
        key: str = "",
    ) -> FromEnglish:
        """Learn from a language's lexicon, its glossed examples and sentence pairs (text, English).

        ``abbreviations`` are the book's (label, meaning), ``rows`` those of ``transfer.tsv`` (label, English). What
        was learned is kept in the file ``cache`` and taken from there as long as it is learned from the same: ``key``
        is a fingerprint of the language, the rest is added here.
        """
        key = _fingerprint(key, pairs, abbreviations, rows)
        transfer = load(cache, key, language.lexemes) if cache else None
        if transfer is None:
            examples = [igt for igt in language.seen if igt.translation and igt.meta_language == "eng"]
            rules = told_rules(language.morphemes, Labels.of(abbreviations), rows)
            slots = slots_of(language.morphemes, language.templates)
            transfer = learn(examples, pairs, language.lexemes, morphology, rules, slots)
            if cache:
                # a folder that can't be written costs time at the next start, nothing else
                with suppress(OSError):
                    save(transfer, cache, key)
        return cls(transfer, morphology)

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """One translation for each sentence, in order; a blank line stays blank."""
        lines = [line for line in sentences if line.strip()]
        made = iter([self._translate(sentence) for sentence in analyze_english(lines)])
        return [next(made) if line.strip() else BLANK for line in sentences]

    def plan(self, sentence: Sentence) -> Plan:
        """What an analysed sentence says, with the phrases of the lexicon as one node."""
        return merge_phrases(make_plan(sentence), self.transfer.index)

    def candidates(self, sentence: Sentence, count: int) -> list[Translation]:
        """The best translations of one analysed sentence, all different; the first is what :meth:`translate` gives."""
        plan = self.plan(sentence)
        found = search_all(self.transfer, self.renderer, plan)[:count]
        return [self._finished(sentence, plan, one) for one in found]

    def _translate(self, sentence: Sentence) -> Translation:
        plan = self.plan(sentence)
        return self._finished(sentence, plan, search(self.transfer, self.renderer, plan))

    def _finished(self, sentence: Sentence, plan: Plan, found: Found) -> Translation:
        choices, pieces = found.choices, found.pieces
        words = self.renderer.write(pieces)
        return Translation(
            punctuate(words, pieces, sentence),
            tuple(words),
            tuple(piece.origin for piece in pieces),
            tuple(round(piece.confidence, 4) for piece in pieces),
            _unrendered(plan, choices),
            SIGNATURE,
        )


def _fingerprint(key: str, *parts: Sequence[tuple[str, ...]]) -> str:
    """A hash of all that is learned from."""
    return hashlib.sha256("\x1e".join([key, *map(repr, parts)]).encode()).hexdigest()


def _unrendered(plan: Plan, choices: Mapping[int, Choice]) -> tuple[str, ...]:
    """Content words that got no word of their own."""
    content = ("NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV")
    return tuple(n.text for n in plan.nodes if n.index not in choices and n.pos in content and n.lemma != "be")


def punctuate(words: Sequence[str], pieces: Sequence[Piece], sentence: Sentence) -> str:
    """The words as a line: capital and end mark as in English, inner marks after the words that they followed."""
    if not words:
        return ""
    text = "".join(token.text + " " * token.space for token in sentence)
    marks = _inner_marks(sentence)
    written = list(words)
    for place, mark in marks:
        ends = [i for i, piece in enumerate(pieces[:-1]) if piece.node < place]
        # only where nothing from behind the mark stands before it: else the order has changed and the mark is lost
        if ends and max(ends) + 1 == len(ends):
            written[max(ends)] += mark
    end = _END.search(text)
    line = " ".join(written) + (end[0].strip() if end else "")
    return line[:1].upper() + line[1:] if text.lstrip()[:1].isupper() else line


def _inner_marks(sentence: Sentence) -> list[tuple[int, str]]:
    """Commas, semicolons and sentence ends inside the line, with the index of their token."""
    last = max((i for i, token in enumerate(sentence) if token.pos != "PUNCT"), default=0)
    return [
        (i, token.text) for i, token in enumerate(sentence) if i < last and token.text in {",", ";", ":", ".", "?", "!"}
    ]
