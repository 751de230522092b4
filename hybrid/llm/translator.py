"""Translations that a model gave, checked: words of the language that no analysis explains are marked, a sentence
without an answer is translated by the rules, and says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hybrid.llm.requests import sentence_id
from hybrid.translation import BLANK, Translation, Translator
from morph.model import UNKNOWN_GLOSS, GlossedWord

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?")
MODEL, UNANALYSED = "model", "model:unanalysed"

Reader = Callable[[str], Sequence[GlossedWord]]
"""The words of a line of the language with their analyses."""


@dataclass(frozen=True)
class LlmTranslator:
    """``texts`` are a model's translations by the id of the sentence; ``rules`` translate the others (``missing`` says
    why); ``explain`` tells the origins of a translation's words (sentence, translation, signature)."""

    name: str
    texts: Mapping[str, Sequence[str]]
    rules: Translator
    explain: Callable[[str, str, str], Translation]
    missing: str = "no answer"

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """One translation for each sentence, in order; a blank line stays blank."""
        left = [line for line in dict.fromkeys(sentences) if line.strip() and not self.of(line)]
        signature = f"llm:{self.name}"
        by_rules = {
            line: replace(made, signature=f"{made.signature} ({signature}: {self.missing})")
            for line, made in zip(left, self.rules.translate(left), strict=True)
        }
        return [
            BLANK if not line.strip() else by_rules[line] if line in by_rules
            else self.explain(line, self.of(line)[0], signature)
            for line in sentences
        ]  # fmt: skip

    def of(self, line: str) -> Sequence[str]:
        """The model's translations of a sentence, the best first."""
        return self.texts.get(sentence_id(line), ())


def unanalysed(text: str, reader: Reader) -> list[str]:
    """The words of a line that neither lexicon nor rules explain."""
    return [word.form for word in reader(text) if WORD.fullmatch(word.form) and not is_explained(word)]


def is_explained(word: GlossedWord) -> bool:
    """Whether a word is known or made by rules, not guessed."""
    analysis = word.analysis
    return analysis is not None and analysis.basis not in ("guess", "unknown") and UNKNOWN_GLOSS not in analysis.gloss
