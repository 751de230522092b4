"""What a prompt may tell of a language: its tables, its glossed sentence pairs, and what is counted in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from grammar.labels import Labels
from hybrid.into_english.transfer import Transfer
from hybrid.retrieve import Memory, plain
from morph.igt import is_label
from morph.model import IGT, GlossedWord, Lexeme, Morph, Morpheme

_LONGEST_SENSE = 110
_SENSES = 5
_ALIKE = 0.72


@dataclass(frozen=True, slots=True)
class Row:
    """A row of ``transfer.tsv``: label or construction, English, kind, and how often it was right and wrong."""

    construction: str
    english: str
    kind: str = ""
    attested: int = 0
    contradicted: int = 0

    @property
    def holds(self) -> bool:
        """Whether the examples bear it out more often than not (or say nothing)."""
        return self.attested >= self.contradicted


@dataclass(frozen=True)
class Knowledge:
    """One language for prompts. ``glossed`` are its sentence pairs with their glosses (the chosen ones only); ``facts``
    what the book says of word order and exceptions, one line each."""

    language: str
    meta: str
    lexemes: tuple[Lexeme, ...]
    morphemes: tuple[Morpheme, ...]
    labels: Labels
    transfer: Transfer
    rows: tuple[Row, ...]
    facts: tuple[str, ...]
    glossed: tuple[IGT, ...]
    by_id: dict[str, Lexeme] = field(default_factory=dict, repr=False)
    by_form: dict[str, list[Lexeme]] = field(default_factory=dict, repr=False)
    by_text: dict[str, IGT] = field(default_factory=dict, repr=False)
    by_stem: dict[str, list[int]] = field(default_factory=dict, repr=False)
    forms: dict[str, Counter[tuple[str, str, str]]] = field(default_factory=dict, repr=False)
    marks: Counter[str] = field(default_factory=Counter, repr=False)

    @classmethod
    def of(
        cls, language: str, meta: str, lexemes: Sequence[Lexeme], morphemes: Sequence[Morpheme], labels: Labels,
        transfer: Transfer, rows: Sequence[Row], facts: Sequence[str], glossed: Sequence[IGT],
    ) -> Knowledge:  # fmt: skip
        """The same with its indexes."""
        accepted = tuple(lexeme for lexeme in lexemes if lexeme.status == "accepted")
        found = cls(
            language, meta, accepted, tuple(m for m in morphemes if m.status == "accepted"), labels, transfer,
            tuple(rows), tuple(facts), tuple({(plain(g.text), plain(g.translation)): g for g in glossed}.values()),
        )  # fmt: skip
        by_form: dict[str, list[Lexeme]] = defaultdict(list)
        for lexeme in accepted:
            found.by_id[lexeme.id] = lexeme
            for form in dict.fromkeys((lexeme.headword, *(a.form for a in lexeme.forms if not a.gloss))):
                by_form[form.casefold()].append(lexeme)
        found.by_form.update(by_form)
        found._count()
        return found

    def _count(self) -> None:
        stems: dict[str, list[int]] = defaultdict(list)
        forms: dict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
        for place, igt in enumerate(self.glossed):
            self.by_text.setdefault(plain(igt.text), igt)
            for stem in dict.fromkeys(stems_of(igt.words)):
                stems[stem].append(place)
            for word in igt.words:
                for morph in word.analysis.morphs if word.analysis else ():
                    self.marks[mark_of(morph)] += 1
                    if not is_bound(morph):
                        forms[morph.form.casefold()][word.form.casefold(), word.segmented, word.gloss] += 1
        self.by_stem.update(stems)
        self.forms.update(forms)

    def lexemes_of(self, morph: Morph) -> list[Lexeme]:
        """The lexemes that a stem may belong to: its own first, then others of the same form."""
        own = [self.by_id[morph.morpheme]] if morph.morpheme in self.by_id else []
        same = [lexeme for lexeme in self.by_form.get(morph.form.casefold(), []) if lexeme not in own]
        gloss = morph.gloss.casefold()
        return [*own, *sorted(same, key=lambda lexeme: lexeme.gloss.casefold() != gloss)]

    def like(self, form: str, count: int = 3) -> list[Lexeme]:
        """Lexemes whose headword looks like a form that is not known."""
        names = get_close_matches(form.casefold(), self.by_form, n=count, cutoff=_ALIKE)
        return [self.by_form[name][0] for name in names]

    def phrases_in(self, text: str) -> list[Lexeme]:
        """Lexemes of several words that stand in a text."""
        wanted = f" {plain(text)} "
        return [x for x in self.lexemes if " " in x.headword.strip() and f" {plain(x.headword)} " in wanted]

    def pairs_with(self, stem: str, count: int) -> list[IGT]:
        """The shortest glossed sentences with a stem, in whatever form."""
        places = sorted(self.by_stem.get(stem, ()), key=lambda place: (len(self.glossed[place].text), place))
        return [self.glossed[place] for place in places[:count]]


def is_bound(morph: Morph) -> bool:
    """Whether a morph is an affix or a clitic."""
    return morph.kind != "stem"


def mark_of(morph: Morph) -> str:
    """A morph's gloss with its boundary, as constructions name it: ``=LOC``, ``CAUS-``, ``house``."""
    if morph.kind in ("prefix", "proclitic"):
        return f"{morph.gloss}{'=' if morph.kind == 'proclitic' else '-'}"
    return f"{morph.separator}{morph.gloss}" if is_bound(morph) else morph.gloss


def marks_of(words: Iterable[GlossedWord]) -> tuple[str, ...]:
    """All morphs of a sentence in order, as constructions name them."""
    return tuple(mark_of(m) for word in words for m in (word.analysis.morphs if word.analysis else ()))


def stems_of(words: Iterable[GlossedWord]) -> Iterator[str]:
    """The content stems of a sentence."""
    for word in words:
        for morph in word.analysis.morphs if word.analysis else ():
            if not is_bound(morph) and not is_label(morph.gloss):
                yield morph.form.casefold()


def senses(lexeme: Lexeme) -> str:
    """The gloss and the senses of a lexeme in one line, cut where it is long."""
    found: dict[str, str] = {}
    for sense in (lexeme.gloss, *lexeme.senses):
        text = " ".join(sense.replace("_", " ").split())
        if text and not any(text.casefold() in known for known in found):
            found[text.casefold()] = text if len(text) <= _LONGEST_SENSE else f"{text[:_LONGEST_SENSE]}…"
    return "; ".join(list(found.values())[:_SENSES])


def memory_of(pairs: Sequence[tuple[str, str]], *, into: bool) -> Memory:
    """The pairs (text, English) to look sentences up in, in one direction; each pair once."""
    distinct = {(plain(text), plain(english)): (text, english) for text, english in pairs}.values()
    return Memory([(text, english) if into else (english, text) for text, english in distinct])
