"""Translators of a project by name: ``rules`` in both directions, and the baselines that figures stand beside."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hybrid.translation import BLANK, Translation, Translator
from morph.errors import OnebookError
from morph.files import write_atomic
from morph.gloss import Glosser
from morph.model import IGT, Analysis, GlossedWord, Morph
from onebook import __version__
from onebook.project import schemas
from onebook.project.codec import decode, encode
from onebook.session import Session

if TYPE_CHECKING:
    from hybrid.from_english.translator import FromEnglish
    from hybrid.into_english.translator import IntoEnglish

SYSTEMS = ("rules", "neural", "hybrid", "word-by-word", "nearest")


@dataclass(frozen=True, slots=True)
class Glossed:
    """A translator into English that works on glossed sentences, made one that works on text."""

    session: Session
    render: Callable[[IGT], Translation]

    def translate(self, sentences: Sequence[str]) -> list[Translation]:
        glosser = self.session.glosser()
        return [self.render(glosser.line(line)) if line.strip() else BLANK for line in sentences]


def directions(session: Session, source: str, target: str) -> bool:
    """True into the meta-language, False out of it; OnebookError for any other pair of languages."""
    config = session.project.config
    own, meta = config.iso or config.name, config.meta_language
    if (source, target) == (own, meta):
        return True
    if (source, target) == (meta, own):
        return False
    raise OnebookError(
        f"this project translates between {own} and {meta}, not {source} → {target}",
        hint=f"--from {own} --to {meta}, or --from {meta} --to {own}",
    )


def make_translator(session: Session, name: str, source: str, target: str) -> Translator:
    """The translator ``name`` (one of :data:`SYSTEMS`) for one direction; OnebookError where there is none."""
    into = directions(session, source, target)
    if name == "nearest":
        from hybrid.baselines import NearestNeighbour

        pairs = known_pairs(session)
        return NearestNeighbour(pairs if into else [(english, text) for text, english in pairs])
    if name == "word-by-word":
        from hybrid.baselines import WordByWord, word_by_word
        from hybrid.from_english.lexical import LexicalIndex

        return Glossed(session, word_by_word) if into else WordByWord(LexicalIndex.of(session.language.lexemes))
    if name == "rules":
        return Glossed(session, into_english(session).translate_igt) if into else from_english(session)
    if name in ("neural", "hybrid") and into:
        from onebook.neural import make_hybrid, missing

        reason = missing(session)
        if reason and name == "hybrid":
            print(f"onebook: {reason}; the rules translate alone", file=sys.stderr)
            return make_translator(session, "rules", source, target)

        only = "model" if name == "neural" else ""
        return make_hybrid(session, into_english(session), known_pairs(session), only=only)
    if name == "hybrid":
        return from_english(session)
    raise OnebookError(f"no system '{name}' for {source} → {target}", hint=f"one of: {', '.join(SYSTEMS)}")


def default_system(session: Session, *, into: bool) -> str:
    """``hybrid`` where its model is trained and can run on this machine, else ``rules``."""
    from onebook.neural import missing

    return "hybrid" if into and not missing(session) else "rules"


def known_pairs(session: Session) -> list[tuple[str, str]]:
    """Sentence pairs of the project in its meta-language: its own pairs and its translated examples."""
    meta = session.project.config.meta_language
    pairs = [(pair.text, pair.translation) for pair in session.project.pairs() if pair.meta_language == meta]
    return pairs


def labels(session: Session) -> list[tuple[str, str]]:
    """The book's abbreviations with their meaning."""
    return [(row.label, row.meaning) for row in session.project.read("abbreviations.tsv", schemas.ABBREVIATIONS)]


def transfer_rows(session: Session) -> list[tuple[str, ...]]:
    """The accepted rows of ``transfer.tsv``: label or construction, English, kind."""
    return [
        (row.construction, row.english, row.kind)
        for row in session.project.read("transfer.tsv", schemas.TRANSFER)
        if row.status == "accepted"
    ]


def glossed_pairs(session: Session) -> list[IGT]:
    """The project's pairs with their glosses, each word with the chosen analysis only; kept in ``.cache/``."""
    project, pairs = session.project, known_pairs(session)
    digest = hashlib.sha256(repr((project.fingerprint(), pairs, __version__)).encode())
    model = project.path("models") / "gloss.json"
    digest.update(model.read_bytes() if model.exists() else b"")
    path, key = project.path(".cache") / "glossed-pairs.json", digest.hexdigest()
    with suppress(OSError, ValueError, TypeError, KeyError):
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["key"] == key:
            return [decode(IGT, item) for item in kept["sentences"]]
    glosser = session.glosser()
    glossed = [_chosen(glosser.line(text, translation=english)) for text, english in pairs]
    # a folder that can't be written costs time at the next start, nothing else
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, json.dumps({"key": key, "sentences": [encode(igt) for igt in glossed]}, ensure_ascii=False))
    return glossed


def _chosen(igt: IGT) -> IGT:
    """The sentence without the analyses that were not chosen."""

    def only(word: GlossedWord) -> GlossedWord:
        return word if word.analysis is None else replace(word, analyses=(word.analysis,), chosen=0)

    return replace(igt, words=tuple(map(only, igt.words)))


def into_english(session: Session) -> IntoEnglish:
    """The rules into English, with what the project's sentences teach."""
    from hybrid.into_english.translator import IntoEnglish

    glossed = glossed_pairs(session)
    return IntoEnglish.learn(
        session.parser(),
        session.language.lexemes,
        [*session.language.seen, *glossed],
        abbreviations=labels(session),
        rows=transfer_rows(session),
    )


@dataclass(frozen=True, slots=True)
class _Morphology:
    """The analyzer and generator of a session, as the translator out of English asks for them."""

    session: Session
    glosser: Glosser

    def analyze(self, word: str) -> Sequence[Analysis]:
        return self.glosser.analyses(word)

    def realise(self, morphs: Sequence[Morph]) -> str:
        segmented = Analysis(tuple(morphs)).segmented
        forms = self.session.generator.from_segments(segmented, as_written=False)
        return forms[0] if forms else segmented


def from_english(session: Session) -> FromEnglish:
    """The rules out of English, learned from what the project holds."""
    from hybrid.from_english.translator import FromEnglish

    return FromEnglish.learn(
        session.language,
        known_pairs(session),
        _Morphology(session, session.glosser()),
        abbreviations=labels(session),
        rows=transfer_rows(session),
        cache=session.project.path(".cache") / "from-english.npz",
        key=session.project.fingerprint(),
    )
