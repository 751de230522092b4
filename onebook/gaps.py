"""The gaps of a project: words of its texts without analysis, the most frequent first, each with what would mend it.

:mod:`morph.gaps` explains one word. Here proposals that wait in the tables are tried too, words that are written with
a capital inside sentences are taken for names, and every mend is tested: the word must have an analysis with it. What
was listed is kept in ``.cache/``, so that a mend can be accepted by its number.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from morph.analyze import Analyzer
from morph.compile import compile_language
from morph.errors import OnebookError
from morph.files import write_atomic
from morph.gaps import Gap, Mend, explain
from morph.letters import match_key
from onebook.editing import Refused, cells_of, new_id, row_of, validate
from onebook.project.codec import decode, encode
from onebook.project.project import Project
from onebook.ruleset import rows_of
from onebook.session import Session
from rules.compare import Sentence

_FILE = ".cache/gaps.json"
_TABLE = {"lexeme": "lexemes", "morpheme": "morphemes", "sound": "sounds", "template": "templates"}
_MEANINGS = 3
_LEAST_SCORE = 0.3
Watch = Callable[[Sequence[Any]], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Option:
    """A mend that was tested: ``words`` that it gives an analysis and their ``tokens`` in the texts."""

    mend: Mend
    words: tuple[str, ...] = ()
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class RankedGap:
    """A word without analysis with its tokens, where it stands, what it may mean by its translations."""

    number: int
    tokens: int
    gap: Gap
    places: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass
class _Unknown:
    """A word without analysis as the texts show it. ``inner`` counts its tokens that don't begin a sentence,
    ``capital`` those of them with a capital."""

    form: str
    tokens: int = 0
    inner: int = 0
    capital: int = 0
    places: list[str] = field(default_factory=list)
    translations: list[str] = field(default_factory=list)


def find_gaps(session: Session, sentences: Sequence[Sentence], *, limit: int, watch: Watch = iter) -> list[RankedGap]:
    """The ``limit`` most frequent words without analysis."""
    unknown = _unknown(session.analyzer, sentences)
    ranked = sorted(unknown.values(), key=lambda u: (-u.tokens, u.form.casefold()))
    meanings = _Meanings(sentences)
    tester = _Tester(session, {u.form: u.tokens for u in ranked})
    found = []
    for number, word in enumerate(watch(ranked[:limit]), 1):
        gap = explain(session.analyzer, word.form)
        mends = [*tester.proposed(word.form), *_name(word, session), *gap.mends]
        options = [option for mend in mends if (option := tester.tested(mend, word.form))]
        found.append(
            RankedGap(
                number, word.tokens, gap, tuple(word.places[:3]), meanings.of(word.translations), tuple(options[:3])
            )
        )
    return found


def counts(session: Session, sentences: Sequence[Sentence]) -> tuple[int, int, int]:
    """Tokens in the texts, tokens without analysis, different words without analysis."""
    unknown = _unknown(session.analyzer, sentences)
    total = sum(1 for sentence in sentences for word in sentence.words if _is_word(word))
    return total, sum(u.tokens for u in unknown.values()), len(unknown)


def _is_word(word: str) -> bool:
    return any(map(str.isalpha, word))


def _unknown(analyzer: Analyzer, sentences: Iterable[Sentence]) -> dict[str, _Unknown]:
    found: dict[str, _Unknown] = {}
    for sentence in sentences:
        for at, word in enumerate(sentence.words):
            if not _is_word(word) or analyzer.analyze(word):
                continue
            one = found.setdefault(match_key(word), _Unknown(word))
            one.tokens += 1
            if at:
                one.inner += 1
                one.capital += word[:1].isupper()
            if sentence.source or sentence.id:
                one.places.append(sentence.source or sentence.id)
            if sentence.translation:
                one.translations.append(sentence.translation)
    return found


def _name(word: _Unknown, session: Session) -> list[Mend]:
    """A word that has a capital wherever it does not begin a sentence, or that its translations repeat with a
    capital, is a name, and glossed by itself."""
    inside = word.inner > 0 and word.capital == word.inner
    repeated = [bool(re.search(rf"\b{re.escape(word.form)}\b", text)) for text in word.translations]
    if len(word.form) < 2 or not word.form[:1].isupper() or not (inside or (repeated and all(repeated))):
        return []
    form = word.form
    cells = (("headword", form), ("gloss", form), ("pos", "name"), ("features", "name=yes"))
    return [Mend("add", "lexeme", "", cells, f"a name {form!r}", form, form)]


class _Meanings:
    """Words of the translations that come with a word more often than chance has it (Dice's coefficient)."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self.sentences: Counter[str] = Counter()
        for sentence in sentences:
            self.sentences.update(_words(sentence.translation))

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


class _Tester:
    """Tries mends on a language that holds just the stems that are needed."""

    def __init__(self, session: Session, tokens: Mapping[str, int]) -> None:
        self.session = session
        self.tokens = tokens
        self.language = replace(session.language, seen=(), confirmed=())
        self.lexemes = {row.id: row for row in self.language.lexemes}
        self.waiting = {
            (kind, row.id): row for kind in _TABLE for row in rows_of(session.project, kind) if row.status == "proposed"
        }
        self._wide: Analyzer | None = None

    @property
    def wide(self) -> Analyzer:
        """The language with everything that is proposed accepted."""
        if self._wide is None:
            rows: dict[str, Any] = {}
            for kind, table in _TABLE.items():
                added = tuple(replace(r, status="accepted") for (k, _), r in self.waiting.items() if k == kind)
                rows[table] = (*getattr(self.language, table), *added)
            self._wide = Analyzer(compile_language(replace(self.language, **rows)))
        return self._wide

    def proposed(self, word: str) -> list[Mend]:
        """Proposed rows of which one alone gives the word an analysis."""
        if not self.waiting:
            return []
        found: dict[tuple[str, str], Mend] = {}
        for analysis in self.wide.analyze(word):
            used = [
                (kind, m.morpheme)
                for m in analysis.morphs
                for kind in ("lexeme", "morpheme")
                if (kind, m.morpheme) in self.waiting
            ]
            if not used:
                used = [key for key in self.waiting if key[0] in ("sound", "template")]
            if len(set(used)) == 1:
                kind, row_id = used[0]
                text = f"accepting the proposed {kind} {row_id}"
                mend = Mend("accept", kind, row_id, (("status", "accepted"),), text, analysis.segmented, analysis.gloss)
                found.setdefault((kind, row_id), mend)
        return list(found.values())

    def tested(self, mend: Mend, word: str) -> Option | None:
        """The mend with the words that it mends; None where it does not mend the one that it is for."""
        try:
            row = new_row(self.session.project, mend, {})
        except OnebookError:
            return None
        table = _TABLE[mend.kind]
        if mend.kind == "lexeme":
            language = replace(self.language, lexemes=(row,))
        else:
            rows = tuple(r for r in getattr(self.language, table) if r.id != row.id)
            stems = self._stems(mend)
            changed: dict[str, Any] = {table: (*rows, row), "lexemes": stems}
            if mend.kind == "sound":
                changed[table] = self._in_order(row)
            language = replace(self.language, **changed)
        analyzer = Analyzer(compile_language(language))
        if not analyzer.analyze(word):
            return None
        words = tuple(form for form in self.tokens if analyzer.analyze(form))
        return Option(mend, words, sum(self.tokens[form] for form in words))

    def _stems(self, mend: Mend) -> tuple[Any, ...]:
        """The lexemes whose gloss stands in the reading that a mend leads to."""
        glosses = set(re.split(r"[-=~<>]", mend.gloss))
        return tuple(
            row
            for row in self.language.lexemes
            if row.gloss in glosses or any(shape.gloss in glosses for shape in row.forms)
        )

    def _in_order(self, row: Any) -> tuple[Any, ...]:
        order = [r.id for r in rows_of(self.session.project, "sound")]
        rows = [r for r in self.language.sounds if r.id != row.id] + [row]
        return tuple(sorted(rows, key=lambda r: order.index(r.id) if r.id in order else len(order)))


# --- accepting --------------------------------------------------------------------------------------------------------


def new_row(project: Project, mend: Mend, cells: Mapping[str, str]) -> Any:
    """The row that a mend makes, with further cells from a person; Refused where it can't be used."""
    given = {**dict(mend.cells), **cells}
    if mend.action == "add":
        base = {"origin": "hand", "status": "accepted", "source": "hand:"}
        full = {**base, **given}
        full.setdefault("id", new_id(project, mend.kind, full))
        row = row_of(mend.kind, full)
        validate(project, mend.kind, row, new=True)
        return row
    old = old_row(project, mend)
    before = cells_of(mend.kind, old)
    if mend.kind == "lexeme" and "forms" in given and "forms" not in cells:
        given["forms"] = " ; ".join(filter(None, (before.get("forms", ""), given["forms"])))
    origin = {} if mend.action == "accept" else {"origin": "hand"}
    row = row_of(mend.kind, {**before, **origin, **given})
    validate(project, mend.kind, row, new=row.id != old.id)
    return row


def old_row(project: Project, mend: Mend) -> Any:
    """The row that a mend changes; None for a new one."""
    if mend.action == "add":
        return None
    for row in rows_of(project, mend.kind):
        if row.id == mend.id:
            return row
    raise OnebookError(f"{mend.kind} {mend.id} is no longer there", hint="list the gaps anew: onebook rules gaps")


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


def accepted_row(project: Project, option: Option, cells: Mapping[str, str]) -> Any:
    """The row of a mend that a person accepts; Refused where its gloss is still open."""
    row = new_row(project, option.mend, cells)
    if getattr(row, "gloss", "") == "?":
        word = dict(option.mend.cells).get("headword", "")
        raise Refused(f"nobody has said yet what '{word}' means", hint="add gloss=… (and pos=…) to the command")
    return row
