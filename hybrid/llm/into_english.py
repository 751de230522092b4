"""What a prompt tells of a sentence of the language: its words cut and glossed, senses, drafts, known pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hybrid.into_english.translator import IntoEnglish
from hybrid.llm.grammar import told_into
from hybrid.llm.knowledge import Knowledge, is_bound, senses, stems_of
from hybrid.llm.pairs import Shown, pair_block, with_stems
from hybrid.llm.requests import PAIRS
from hybrid.retrieve import Memory
from morph.gloss import Glosser
from morph.igt import is_label
from morph.model import IGT, UNKNOWN_GLOSS, Analysis, GlossedWord, Morph

SURE = 0.85
"""From this confidence on no other reading of a word is shown."""
_OTHERS = 3
_SEEN = ("confirmed", "table")
_LEXEMES = 3
_SAID = 5
_DRAFTS = 3


@dataclass(frozen=True)
class IntoBriefer:
    """Tells of sentences of the language. ``pairs`` is how many known pairs are shown for each."""

    knowledge: Knowledge
    glosser: Glosser
    rules: IntoEnglish
    memory: Memory
    pairs: int = PAIRS

    def brief(self, lines: Sequence[str]) -> tuple[str, list[str]]:
        """What the book says for these sentences together, and a block for each."""
        igts = [self.glosser.line(line) for line in lines]
        shown = [self._pairs(igt) for igt in igts]
        grammar = told_into(self.knowledge, [igt.words for igt in igts], [p.igt for ps in shown for p in ps if p.igt])
        return grammar, [self._block(igt, pairs) for igt, pairs in zip(igts, shown, strict=True)]

    def plain(self, lines: Sequence[str]) -> tuple[str, list[str]]:
        """The sentences with known pairs alone."""
        return "", [plain_block(line, self.memory, self.pairs) for line in lines]

    def _pairs(self, igt: IGT) -> list[Shown]:
        found = [Shown(n.source, n.target) for n in self.memory.helpful(igt.text, self.pairs)]
        return with_stems(self.knowledge, found, list(stems_of(self.rules.names.marked(igt).words)))

    def _block(self, igt: IGT, pairs: Sequence[Shown]) -> str:
        marked = self.rules.names.marked(igt)
        lines = [f"Sentence: {igt.text}", "Words:", *(self._word(w, m) for w, m in _both(igt, marked))]
        phrases = self.knowledge.phrases_in(igt.text)
        if phrases:
            lines.append("Fixed phrases: " + "; ".join(f"{p.headword}: {senses(p)}" for p in phrases))
        drafts = self.rules.candidates(igt, count=_DRAFTS)
        if drafts:
            lines += ["Drafts:", *(f"- {draft.text}" for draft in drafts)]
        return "\n".join([*lines, *pair_block(pairs)])

    def _word(self, word: GlossedWord, marked: GlossedWord) -> str:
        analysis = word.analysis
        if marked.gloss != word.gloss and marked.analysis is not None:
            return f"- {word.form}: name"
        if analysis is None or analysis.gloss == UNKNOWN_GLOSS or analysis.basis in ("unknown", "guess"):
            return self._unknown(word)
        if analysis.pos == "punct":
            return f"- {word.form}"
        parts = [f"- {word.form}: {analysis.segmented} ‘{analysis.gloss}’"]
        parts += [told for morph in analysis.morphs if (told := self._stem(morph))]
        others = self._others(word)
        if others:
            parts.append("also " + " or ".join(f"{o.segmented} ‘{o.gloss}’" for o in others))
        return " | ".join(parts)

    def _unknown(self, word: GlossedWord) -> str:
        guess = word.analysis
        parts = [f"- {word.form}: ?"]
        if guess is not None and guess.gloss != UNKNOWN_GLOSS:
            parts.append(f"perhaps {guess.segmented} ‘{guess.gloss}’")
        like = self.knowledge.like(word.form)
        if like:
            parts.append("looks like " + "; ".join(f"{x.headword} ({senses(x)})" for x in like))
        return " | ".join(parts)

    def _stem(self, morph: Morph) -> str:
        """The senses of a stem, and how the known pairs say it."""
        if is_bound(morph) or is_label(morph.gloss):
            return ""
        told = []
        found = [text for x in self.knowledge.lexemes_of(morph)[:_LEXEMES] if (text := senses(x))]
        found = [text for i, text in enumerate(found) if text not in found[:i]]
        if any(text.casefold() != morph.gloss.casefold() for text in found):
            told.append("means " + " / ".join(found))
        said = self.rules.lexical.counts.get(f"{morph.form.casefold()}|{morph.gloss.casefold()}")
        if said:
            told.append("said as " + ", ".join(f"{lemma} {n}×" for lemma, n in said.most_common(_SAID)))
        return "; ".join(told)

    def _others(self, word: GlossedWord) -> list[Analysis]:
        """Other readings worth a thought: where the choice is unsure, the best (of a seen word the seen ones)."""
        if word.confidence >= SURE or word.analysis is None:
            return []
        is_seen = word.analysis.basis in _SEEN
        found = {_compared(word.gloss): word.analysis}
        for analysis in word.analyses:
            if UNKNOWN_GLOSS not in analysis.gloss and (analysis.basis in _SEEN or not is_seen):
                found.setdefault(_compared(analysis.gloss), analysis)
        return list(found.values())[1 : _OTHERS + 1]


def _compared(gloss: str) -> str:
    """A gloss as readings are told apart by it: affix or clitic does not matter."""
    return gloss.replace("=", "-").casefold()


def plain_block(line: str, memory: Memory, count: int) -> str:
    """A sentence with its known pairs and nothing else."""
    pairs = [Shown(n.source, n.target) for n in memory.helpful(line, count)]
    return "\n".join([f"Sentence: {line}", *pair_block(pairs)])


def _both(igt: IGT, marked: IGT) -> list[tuple[GlossedWord, GlossedWord]]:
    return list(zip(igt.words, marked.words, strict=True))
