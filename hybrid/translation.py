"""A translation with the origin of every word, and what a translator promises.

The promises, whoever translates (rules, a model, both): one output for each input, in order; a blank line for a blank
line; the same output for the same input; a word that could not be translated stands in the output as it is, with the
origin ``unknown``; names are kept.

>>> translation = Translation("Kedi xyz", ("Kedi", "xyz"), ("lexicon", "unknown"), (0.9, 0.0))
>>> translation.unknown
('xyz',)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from morph.errors import DataError

ORIGINS = ("lexicon", "pairs", "rule", "name", "number", "unknown", "neighbour", "model", "punctuation")


@dataclass(frozen=True, slots=True)
class Translation:
    """One translated sentence.

    ``tokens`` are its words without punctuation; ``origins`` say where each comes from (one of :data:`ORIGINS`, with
    the row behind it after a colon where there is one: ``lexicon:kewe``), ``confidences`` (0–1) how sure that is.
    ``unrendered`` are source words that nothing in the output stands for; ``signature`` names the translator.
    """

    text: str
    tokens: tuple[str, ...]
    origins: tuple[str, ...]
    confidences: tuple[float, ...]
    unrendered: tuple[str, ...] = ()
    signature: str = ""

    def __post_init__(self) -> None:
        if not len(self.tokens) == len(self.origins) == len(self.confidences):
            raise DataError(
                "a translation needs one origin and one confidence for each token",
                found=f"{len(self.tokens)} tokens, {len(self.origins)} origins, {len(self.confidences)} confidences",
            )

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words that were carried over because nothing translates them."""
        pairs = zip(self.tokens, self.origins, strict=True)
        return tuple(token for token, origin in pairs if origin.partition(":")[0] == "unknown")


BLANK = Translation("", (), (), ())


class Translator(Protocol):
    """Translates sentences from one fixed language into another."""

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        """One translation for each sentence, in order."""
        ...
