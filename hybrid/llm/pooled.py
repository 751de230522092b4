"""A large model's translations among the candidates of the other systems, in both directions.

What is chosen is what the others agree with most, weighed by how far each system is trusted, less what is wrong with
it: names and numbers lost, words that no analysis explains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hybrid.combine.faithful import faults
from hybrid.combine.pool import Candidate, Choice, pairwise
from hybrid.evaluate.translation import delete_punctuation
from hybrid.from_english.english import Sentence, analyze_english
from hybrid.from_english.translator import FromEnglish
from hybrid.llm.explain import explained_words
from hybrid.llm.requests import sentence_id
from hybrid.llm.translator import Reader, unanalysed
from hybrid.neural.prompt import prompt
from hybrid.neural.source import Analysed
from hybrid.neural.translator import Settings, pool_of
from hybrid.neural.translator import explained as by_origin
from hybrid.neural.writer import Writer, Written
from hybrid.translation import BLANK, Translation

LLM, RULES = "llm", "rules"
TRUST = 2.0
"""Log of how much more a large model is trusted than the most trusted other system; set by hand (what a model is
worth is not known before its translations are)."""
UNANALYSED = 0.05
"""What a word of the language costs that no analysis explains (in chrF, 0–1)."""
_DRAFTS = 8


def trusting(choice: Choice, lead: float = TRUST) -> Choice:
    """The same weights with trust in a large model."""
    trust = max(choice.trust.values(), default=0.0)
    return replace(choice, trust={**choice.trust, LLM: max(trust, 0.0) + lead})


def candidates_of(texts: Sequence[str]) -> list[Candidate]:
    """A model's translations of one sentence as candidates, the best first."""
    return [Candidate(text, LLM, rank) for rank, text in enumerate(texts)]


@dataclass(frozen=True)
class PooledIntoEnglish:
    """Into English by the rules, a large model (``texts`` by the id of the sentence), the nearest sentence and, where
    ``writer`` is one, the project's own model. ``settings`` are those of the hybrid without a large model."""

    analyse: Callable[[str], Analysed]
    texts: Mapping[str, Sequence[str]]
    settings: Settings = Settings()
    writer: Writer | None = None

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """One translation for each sentence, in order; a blank line stays blank."""
        distinct = list(dict.fromkeys(line for line in sentences if line.strip()))
        analysed = [self.analyse(line) for line in distinct]
        written: Sequence[Sequence[Written]] = [()] * len(distinct)
        if self.writer:
            prompts = [prompt(source.fields, self.settings.parts) for source in analysed]
            written = self.writer.write(prompts, self.settings.hypotheses)
        made = {
            line: self._choose(line, source, one) for line, source, one in zip(distinct, analysed, written, strict=True)
        }
        return [made[line] if line.strip() else BLANK for line in sentences]

    def _choose(self, line: str, source: Analysed, written: Sequence[Written]) -> Translation:
        large = candidates_of(self.texts.get(sentence_id(line), ()))
        pool = [replace(candidate, faults=faults(source.meaning, candidate.text)) for candidate in large]
        pool += pool_of(source, written, self.settings)
        safe = [candidate for candidate in pool if not candidate.faults.get("lost")]
        pool = safe or pool
        if not pool:
            return BLANK
        chosen = pool[trusting(self.settings.choice).best(pool, pairwise(pool, delete_punctuation))]
        return by_origin(chosen, source, "hybrid")


@dataclass(frozen=True)
class PooledFromEnglish:
    """Out of English by the rules and a large model (``texts`` by the id of the sentence) together."""

    rules: FromEnglish
    texts: Mapping[str, Sequence[str]]
    reader: Reader
    choice: Choice = trusting(Choice(faults={"unanalysed": UNANALYSED, "lost": 1.0}))
    drafts: int = _DRAFTS

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """One translation for each sentence, in order; a blank line stays blank."""
        distinct = list(dict.fromkeys(line for line in sentences if line.strip()))
        analysed = analyze_english(distinct)
        made = {line: self._choose(line, sentence) for line, sentence in zip(distinct, analysed, strict=True)}
        return [made[line] if line.strip() else BLANK for line in sentences]

    def _choose(self, line: str, sentence: Sentence) -> Translation:
        drafts = self.rules.candidates(sentence, self.drafts)
        pool = [Candidate(draft.text, RULES, rank) for rank, draft in enumerate(drafts)]
        pool = [*candidates_of(self.texts.get(sentence_id(line), ())), *pool]
        carried = [token.text for token in sentence if token.is_name or token.text.isdigit()]
        pool = [replace(candidate, faults=self._faults(candidate.text, carried)) for candidate in pool]
        if not pool:
            return BLANK
        chosen = pool[self.choice.best(pool, pairwise(pool, delete_punctuation))]
        if chosen.system == RULES:
            draft = next(draft for draft in drafts if draft.text == chosen.text)
            return replace(draft, signature=f"hybrid:{RULES}")
        return explained_words(self.rules, sentence, chosen.text, self.reader, f"hybrid:{LLM}")

    def _faults(self, text: str, carried: Sequence[str]) -> dict[str, float]:
        """Words without an analysis; whether a name or a number of the English is not there."""
        folded = text.casefold()
        named = {word.casefold() for word in carried}
        strange = [word for word in unanalysed(text, self.reader) if word.casefold() not in named]
        return {"unanalysed": len(strange), "lost": sum(word not in folded for word in named)}
