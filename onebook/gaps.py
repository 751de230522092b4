"""The gaps of a project: words of its texts without analysis, the most frequent first, each with what would mend it.

:mod:`morph.gaps` explains one word. Here proposals that wait in the tables are tried too, words that are written with
a capital inside sentences are taken for names, a guess that the chooser made in context is offered as an entry, and
every mend is tested: the word must have an analysis with it. What was listed is kept in ``.cache/``, so that a mend
can be accepted by its number.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from morph.analyze import Analyzer
from morph.errors import OnebookError
from morph.files import write_atomic
from morph.gaps import Gap, Mend, explain
from morph.letters import match_key
from morph.model import IGT, UNKNOWN_GLOSS, GlossedWord
from onebook.mending import Option, Tester
from onebook.project.codec import decode, encode
from onebook.project.project import Project
from onebook.session import Session
from rules.compare import Sentence

_FILE = ".cache/gaps.json"
_MEANINGS = 3
_LEAST_SCORE = 0.3
_READINGS = 3
_OPTIONS = 3
Watch = Callable[[Sequence[Any]], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the glosser makes of a word in context: its reading with basis and confidence."""

    segmented: str
    gloss: str
    basis: str
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class RankedGap:
    """A word without analysis with its tokens, where it stands, what it may mean by its translations.

    ``guess`` is what the glosser made of it where it was asked; ``readings`` are those that the rules do have, where
    a word was left open for want of confidence or a guess was preferred.
    """

    number: int
    tokens: int
    gap: Gap
    places: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    guess: Chosen | None = None
    readings: tuple[Chosen, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The words of a glossed text that are guessed, unknown or left open: tokens of the text, how many of them are
    such words, how many different ones, and the most frequent with their stories."""

    tokens: int
    without: int
    words: int
    gaps: tuple[RankedGap, ...]


@dataclass
class Unknown:
    """A word without analysis as the texts show it. ``inner`` counts its tokens that don't begin a sentence,
    ``capital`` those of them with a capital; ``best`` is the token that the glosser is surest of."""

    form: str
    tokens: int = 0
    inner: int = 0
    capital: int = 0
    places: list[str] = field(default_factory=list)
    translations: list[str] = field(default_factory=list)
    best: GlossedWord | None = None

    def add(self, word: str, *, first: bool, place: str, translation: str) -> None:
        """One more token."""
        self.tokens += 1
        if not first:
            self.inner += 1
            self.capital += word[:1].isupper()
        if place:
            self.places.append(place)
        if translation:
            self.translations.append(translation)


class Unexplained:
    """Words of glossed text that are guessed, unknown or left open, gathered while the text goes by."""

    def __init__(self) -> None:
        self.words: dict[str, Unknown] = {}
        self.tokens = 0
        self.translations: list[str] = []

    def watch(self, igts: Iterable[IGT]) -> Iterator[IGT]:
        """The same sentences."""
        for igt in igts:
            if igt.translation:
                self.translations.append(igt.translation)
            for at, word in enumerate(igt.words):
                self._note(igt, at, word)
            yield igt

    def _note(self, igt: IGT, at: int, word: GlossedWord) -> None:
        if not _is_word(word.form):
            return
        self.tokens += 1
        if word.analysis is not None and word.analysis.basis not in ("guess", "unknown"):
            return
        one = self.words.setdefault(match_key(word.form), Unknown(word.form))
        one.add(word.form, first=not at, place=f"({igt.id})" if igt.id else "", translation=igt.translation)
        if one.best is None or word.confidence > one.best.confidence:
            one.best = word

    def story(self, session: Session, *, limit: int, watch: Watch = iter) -> Story:
        """The ``limit`` most frequent of them with their stories; they are kept, to be accepted by number."""
        found = ranked(session, self.words, self.translations, limit=limit, watch=watch)
        keep(session.project, found)
        return Story(self.tokens, sum(word.tokens for word in self.words.values()), len(self.words), tuple(found))


def find_gaps(session: Session, sentences: Sequence[Sentence], *, limit: int, watch: Watch = iter) -> list[RankedGap]:
    """The ``limit`` most frequent words without analysis."""
    translations = [sentence.translation for sentence in sentences]
    return ranked(session, _unknown(session.analyzer, sentences), translations, limit=limit, watch=watch)


def ranked(
    session: Session, unknown: Mapping[str, Unknown], translations: Iterable[str], *, limit: int, watch: Watch = iter
) -> list[RankedGap]:
    """Words with their stories and tested mends, the most frequent first. ``translations`` are those of all
    sentences."""
    words = sorted(unknown.values(), key=lambda u: (-u.tokens, u.form.casefold()))
    meanings = _Meanings(translations)
    tester = Tester(session, {u.form: u.tokens for u in words})
    found = []
    for number, word in enumerate(watch(words[:limit]), 1):
        known = session.analyzer.analyze(word.form)[:_READINGS]
        readings = tuple(Chosen(a.segmented, a.gloss, a.basis) for a in known)
        gap = Gap(word.form) if known else explain(session.analyzer, word.form)
        mends = [*_name(word), *_guessed(word.best), *gap.mends, *_perhaps_name(word)]
        if not known:
            mends = [*tester.proposed(word.form), *mends]
        found.append(
            RankedGap(
                number, word.tokens, gap, tuple(word.places[:3]), meanings.of(word.translations),
                _tested(tester, mends, word.form), _guess(word.best), readings,
            )
        )  # fmt: skip
    return found


def _tested(tester: Tester, mends: Iterable[Mend], word: str) -> tuple[Option, ...]:
    """The first mends that do mend the word."""
    options: dict[tuple[Any, ...], Option] = {}
    for mend in mends:
        key = (mend.kind, mend.id, frozenset(mend.cells))
        if len(options) < _OPTIONS and key not in options and (option := tester.tested(mend, word)):
            options[key] = option
    return tuple(options.values())


def counts(session: Session, sentences: Sequence[Sentence]) -> tuple[int, int, int]:
    """Tokens in the texts, tokens without analysis, different words without analysis."""
    unknown = _unknown(session.analyzer, sentences)
    total = sum(1 for sentence in sentences for word in sentence.words if _is_word(word))
    return total, sum(u.tokens for u in unknown.values()), len(unknown)


def _is_word(word: str) -> bool:
    return any(map(str.isalpha, word))


def _unknown(analyzer: Analyzer, sentences: Iterable[Sentence]) -> dict[str, Unknown]:
    found: dict[str, Unknown] = {}
    for sentence in sentences:
        for at, word in enumerate(sentence.words):
            if not _is_word(word) or analyzer.analyze(word):
                continue
            one = found.setdefault(match_key(word), Unknown(word))
            one.add(word, first=not at, place=sentence.source or sentence.id, translation=sentence.translation)
    return found


def _guess(word: GlossedWord | None) -> Chosen | None:
    """What the glosser chose; for a word left open, what it would have chosen."""
    if word is None or not word.analyses:
        return None
    analysis = word.analysis or word.analyses[0]
    basis = analysis.basis if word.analysis else "left open"
    return Chosen(analysis.segmented, analysis.gloss, basis, round(word.confidence, 4))


def _guessed(word: GlossedWord | None) -> list[Mend]:
    """The entry that makes the glosser's guess a fact: its one stem without a row, with the gloss that it got from
    a translation, as a loan or as a name."""
    analysis = word.analysis or word.analyses[0] if word and word.analyses else None
    if word is None or analysis is None or analysis.basis != "guess":
        return []
    new = [m for m in analysis.morphs if not m.morpheme]
    if len(new) != 1 or new[0].kind != "stem" or new[0].gloss == UNKNOWN_GLOSS:
        return []
    form, gloss = new[0].form, new[0].gloss
    if form == gloss and form[:1].isupper():
        return [_named(form, analysis.segmented, analysis.gloss)]
    form = form if form[1:] != form[1:].casefold() else form[:1].casefold() + form[1:]
    pos = (("pos", analysis.pos),) if analysis.pos else ()
    cells = (("headword", form), ("gloss", gloss), *pos)
    return [Mend("add", "lexeme", "", cells, f"a lexeme {form!r}", analysis.segmented, analysis.gloss)]


def _named(form: str, segmented: str, gloss: str) -> Mend:
    cells = (("headword", form), ("gloss", form), ("pos", "name"), ("features", "name=yes"))
    return Mend("add", "lexeme", "", cells, f"a name {form!r}", segmented, gloss)


def _name(word: Unknown) -> list[Mend]:
    """A word that has a capital wherever it does not begin a sentence, or that its translations repeat with a
    capital, is a name, and glossed by itself."""
    inside = word.inner > 0 and word.capital == word.inner
    repeated = [bool(re.search(rf"\b{re.escape(word.form)}\b", text)) for text in word.translations]
    if len(word.form) < 2 or not word.form[:1].isupper() or not (inside or (repeated and all(repeated))):
        return []
    return [_named(word.form, word.form, word.form)]


def _perhaps_name(word: Unknown) -> list[Mend]:
    """A word that only stands at the beginning of sentences, with a capital, may be a name."""
    if word.inner or len(word.form) < 2 or not word.form[:1].isupper():
        return []
    return [_named(word.form, word.form, word.form)]


class _Meanings:
    """Words of the translations that come with a word more often than chance has it (Dice's coefficient)."""

    def __init__(self, translations: Iterable[str]) -> None:
        self.sentences: Counter[str] = Counter()
        for translation in translations:
            self.sentences.update(_words(translation))

    def of(self, translations: Sequence[str]) -> tuple[str, ...]:
        """The likeliest meanings of a word that stands in sentences with these translations."""
        if len(translations) < 2:
            return ()
        joint: Counter[str] = Counter()
        for translation in translations:
            joint.update(_words(translation))
        size = len(translations)
        scored = [(2 * n / (size + self.sentences[word]), word) for word, n in joint.items() if n > 1]
        ranked = sorted(scored, key=lambda item: (-item[0], item[1]))
        return tuple(word for value, word in ranked[:_MEANINGS] if value >= _LEAST_SCORE)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 2}


def keep(project: Project, gaps: Sequence[RankedGap]) -> None:
    """Remember what was listed."""
    path = project.path(_FILE)
    path.parent.mkdir(exist_ok=True)
    write_atomic(path, json.dumps([encode(gap) for gap in gaps], ensure_ascii=False))


def kept(project: Project, name: str) -> tuple[RankedGap, Option]:
    """The gap and the mend of a number (``3``, ``3b``) of the last list."""
    match = re.fullmatch(r"(\d+)([a-z]?)", name)
    path = project.path(_FILE)
    if not match or not path.exists():
        hint = "a number of the list, with a letter for another mend: 3, 3b" if path.exists() else "onebook rules gaps"
        raise OnebookError(f"there is no gap '{name}'", hint=hint)
    try:
        gaps = [decode(RankedGap, item) for item in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError) as error:
        raise OnebookError("the list of gaps is damaged", hint="list them anew: onebook rules gaps") from error
    gap = next((gap for gap in gaps if gap.number == int(match[1])), None)
    if gap is None:
        raise OnebookError(f"the last list has no gap {match[1]}", hint=f"it has {len(gaps)}: onebook rules gaps")
    at = ord(match[2] or "a") - ord("a")
    if at >= len(gap.options):
        raise OnebookError(
            f"gap {gap.number} ({gap.gap.word}) has {len(gap.options)} tested mends",
            hint="add what is missing by hand: onebook rules add lexeme headword=… gloss=…",
        )
    return gap, gap.options[at]
