"""Into English by the neural model alone, or by everything together.

``Hybrid`` pools the rules' candidates, what the model writes and the nearest sentence's translation, and chooses
(:mod:`hybrid.combine.pool`). Whatever is chosen carries names, numbers and unknown words, else the rules' own
translation stands: they are never lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hybrid.combine.faithful import Meaning, base, faults
from hybrid.combine.pool import Candidate, Choice, pairwise
from hybrid.evaluate.translation import delete_punctuation
from hybrid.neural.prompt import DEFAULT_PARTS, prompt
from hybrid.neural.source import Analysed
from hybrid.neural.writer import Writer, Written
from hybrid.retrieve import Neighbour
from hybrid.translation import BLANK, Translation

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
RULES, MODEL, NEIGHBOUR = "rules", "model", "neighbour"
_CHUNK = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """``parts`` of the prompt as trained; how many ``drafts`` of the rules, ``hypotheses`` of the model and
    ``neighbours`` enter the pool; the model judges the first ``scored`` drafts and, where there are any, the
    neighbours; the weights of the ``choice``."""

    parts: frozenset[str] = DEFAULT_PARTS
    drafts: int = 12
    hypotheses: int = 4
    neighbours: int = 1
    scored: int = 0
    choice: Choice = Choice()


@dataclass(frozen=True, slots=True)
class Hybrid:
    """A translator into English. ``analyse`` glosses and drafts one sentence; ``only`` names one system (``model``:
    the neural model by itself, with the rules where it loses a name)."""

    analyse: Callable[[str], Analysed]
    writer: Writer
    settings: Settings = Settings()
    only: str = ""

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """One translation for each sentence, in order; a blank line stays blank."""
        distinct = list(dict.fromkeys(line for line in sentences if line.strip()))
        made: dict[str, Translation] = {}
        for start in range(0, len(distinct), _CHUNK):
            chunk = distinct[start : start + _CHUNK]
            made.update(zip(chunk, self._chunk(chunk), strict=True))
        return [made[line] if line.strip() else BLANK for line in sentences]

    def _chunk(self, lines: Sequence[str]) -> list[Translation]:
        analysed = [self.analyse(line) for line in lines]
        prompts = [prompt(a.fields, self.settings.parts) for a in analysed]
        written = self.writer.write(prompts, self.settings.hypotheses)
        pools = [pool_of(*item, self.settings) for item in zip(analysed, written, strict=True)]
        if not self.only:
            pools = weighed(self.writer, prompts, pools, self.settings)
        return [self._choose(*item) for item in zip(analysed, pools, strict=True)]

    def _choose(self, source: Analysed, whole: Sequence[Candidate]) -> Translation:
        pool = [c for c in whole if c.system == self.only] or whole if self.only else whole
        safe = [c for c in pool if not c.faults.get("lost")]
        pool = safe or [c for c in whole if c.system == RULES] or pool
        if not pool:
            return BLANK
        chosen = pool[0] if self.only else pool[self.settings.choice.best(pool, pairwise(pool, delete_punctuation))]
        return explained(chosen, source, self.only or "hybrid")


def pool_of(source: Analysed, written: Sequence[Written], settings: Settings) -> list[Candidate]:
    """All candidates for one sentence, with their faults."""
    return pooled([draft.text for draft in source.drafts], written, source.neighbours, source.meaning, settings)


def pooled(
    drafts: Sequence[str],
    written: Sequence[Written],
    neighbours: Sequence[Neighbour],
    meaning: Meaning,
    settings: Settings,
) -> list[Candidate]:
    """The candidates of all systems, as many of each as the settings say, with their faults."""
    pool = [Candidate(text, RULES, rank) for rank, text in enumerate(drafts[: settings.drafts])]
    pool += [
        Candidate(one.text, MODEL, rank, one.score, likely=one.score)
        for rank, one in enumerate(written)
        if one.text.strip()
    ]
    pool += [
        Candidate(near.target, NEIGHBOUR, rank, near.likeness - 1.0)
        for rank, near in enumerate(neighbours[: settings.neighbours])
    ]
    return [replace(candidate, faults=faults(meaning, candidate.text)) for candidate in pool]


def weighed(
    writer: Writer, prompts: Sequence[str], pools: Sequence[Sequence[Candidate]], settings: Settings
) -> list[list[Candidate]]:
    """The pools with the model's judgement of each candidate; one that it is not asked about has the worst known."""
    if not settings.scored:
        return [[replace(c, likely=0.0) for c in pool] for pool in pools]
    asked = [
        [c.text for c in pool if (c.system == RULES and c.rank < settings.scored) or c.system == NEIGHBOUR]
        for pool in pools
    ]
    out = []
    for pool, texts, scores in zip(pools, asked, writer.score(prompts, asked), strict=True):
        known = {c.text: c.likely for c in pool if c.system == MODEL} | dict(zip(texts, scores, strict=True))
        worst = min(known.values(), default=0.0)
        out.append([replace(c, likely=known.get(c.text, worst)) for c in pool])
    return out


def explained(candidate: Candidate, source: Analysed, name: str) -> Translation:
    """The candidate with the origin of each word: the rules' where they say the same word, else a gloss of the
    source, a neighbour, or the model's own."""
    signature = f"{name}:{candidate.system}"
    if candidate.system == RULES:
        draft = next(d for d in source.drafts if d.text == candidate.text)
        return replace(draft, signature=signature)
    known: dict[str, tuple[str, float]] = {}
    for near in source.neighbours[:1]:
        known.update({lemma: ("neighbour", 0.5) for word in _TOKEN.findall(near.target) for lemma in base(word)})
    for options in source.meaning.options:
        known.update({lemma: ("lexicon", 0.7) for lemma in options})
    for draft in reversed(source.drafts[:4]):
        for token, origin, confidence in zip(draft.tokens, draft.origins, draft.confidences, strict=True):
            known.update({lemma: (origin, confidence) for lemma in base(token)})
            known[token.casefold()] = (origin, confidence)
    tokens = tuple(_TOKEN.findall(candidate.text))
    behind = [_behind(token, known) for token in tokens]
    said = {lemma for token in tokens for lemma in base(token)}
    unrendered = tuple("/".join(sorted(options)[:3]) for options in source.meaning.options if not options & said)
    return Translation(
        candidate.text,
        tokens,
        tuple(origin for origin, _ in behind),
        tuple(confidence for _, confidence in behind),
        unrendered,
        signature,
    )


def _behind(token: str, known: dict[str, tuple[str, float]]) -> tuple[str, float]:
    """The origin of a word and how sure it is; the model's own word where nothing else says it."""
    for key in (token.casefold(), *sorted(base(token))):
        if key in known:
            return known[key]
    return (MODEL, 0.4)
