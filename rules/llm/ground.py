"""What a claim is checked against: the sections' own words, the forms in the data, the glossed examples.

Everything here comes from the sources; nothing of any answer enters it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from morph.igt import is_label
from morph.model import Lexeme, Morpheme
from rules.extract.attested import Attested
from rules.extract.extract import Proposal
from rules.extract.gather import gather
from rules.extract.surface import segmented_is_surface, with_surfaces
from rules.extract.tokens import Word, clean, is_usable, normal
from rules.items import Example, SourceRead, plain
from rules.llm.passages import pieces_of

_BOUNDARY = re.compile(r"[-=~<>]")
_TOKENS = re.compile(r"[^\s,;/()\[\]|]+")
_NUMBER = re.compile(
    r"(?:§|#+|section|sec\.?|chapter)?\s*(?P<number>(?:\d+|[A-Z])(?:\.\d+)*)\.?(?:\s.*)?", re.IGNORECASE
)
_PARTS = re.compile(r"(?<=[-=~<>])|(?=[-=~<>])")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One item of a section as a stream of letters and digits, with its address."""

    stream: str
    source: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A usable example: its glosses as marks with their boundaries (``house``, ``=LOC``), its English words."""

    id: str
    section: str
    marks: tuple[str, ...]
    english: str
    source: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The sources and the reader's proposal, indexed for checking claims."""

    sections: Mapping[str, tuple[Stretch, ...]]
    titles: Mapping[str, str]
    examples: Mapping[str, Example]
    forms: frozenset[str]
    words: tuple[Word, ...]
    surfaces: tuple[tuple[Word, str], ...]
    attested: Attested
    labels: frozenset[str]
    glosses: frozenset[str]
    sentences: tuple[Sentence, ...]
    by_mark: Mapping[str, tuple[int, ...]]
    morphemes: Mapping[tuple[str, str], tuple[Morpheme, ...]]
    lexemes: Mapping[str, tuple[Lexeme, ...]]
    proposal: Proposal

    @classmethod
    def of(cls, reads: Sequence[SourceRead], proposal: Proposal) -> Ground:
        """Index some sources."""
        sections: dict[str, list[Stretch]] = defaultdict(list)
        titles: dict[str, str] = {}
        for read in reads:
            for section in read.sections:
                key = section.number or section.title
                titles.setdefault(key, section.title)
                sections[key].append(Stretch(stream(section.title), str(section.source)))
            for piece in pieces_of(read):
                sections[piece.section].append(Stretch(stream(piece.text), str(piece.source)))
        material = gather(reads)
        examples: dict[str, Example] = {}
        for example in material.examples:
            if example.label:
                examples.setdefault(example.label, example)
        examples |= {example.id: example for example in material.examples}
        sentences = _sentences(material.examples)
        by_mark: dict[str, list[int]] = defaultdict(list)
        for number, sentence in enumerate(sentences):
            for mark in set(sentence.marks):
                by_mark[mark.casefold()].append(number)
        glosses = {m.gloss for word in material.words for m in word.morphs}
        labels = {g for g in glosses if is_label(g)} | {a.label for a in proposal.abbreviations}
        labels |= {m.gloss for m in proposal.morphemes if m.status == "accepted"}
        return cls(
            {key: tuple(found) for key, found in sections.items()}, titles, examples,
            frozenset(_forms(reads)), material.words,
            tuple(with_surfaces(material.words, segmented_is_surface(material.words))), material.attested,
            frozenset(labels), frozenset(g.casefold() for g in glosses | labels), sentences,
            {mark: tuple(numbers) for mark, numbers in by_mark.items()},
            _morphemes(proposal.morphemes), _lexemes(proposal.lexemes), proposal,
        )  # fmt: skip

    @property
    def classes(self) -> tuple[tuple[str, str], ...]:
        return self.proposal.classes

    def section(self, named: str) -> str:
        """The key of a section that a claim names (``6.2``, ``§6.2``, ``6.2 Title``, ``Title``); empty if unknown."""
        named = named.strip().strip("*")
        if named in self.sections:
            return named
        match = _NUMBER.fullmatch(named.lstrip("# "))
        if match and match["number"] in self.sections:
            return match["number"]
        wanted = stream(named)
        return next((key for key, title in self.titles.items() if wanted and stream(title) == wanted), "")

    def find_quote(self, section: str, quote: str) -> str:
        """The address of the item of a section in which a quote stands; empty where it does not."""
        parts = [stream(part) for part in re.split(r"\.\.\.|…|\[\.\.\.\]", quote)]
        parts = [part for part in parts if part]
        if not parts:
            return ""
        for stretch in self.sections.get(section, ()):
            if _in_order(parts, stretch.stream):
                return stretch.source
        whole = "".join(stretch.stream for stretch in self.sections.get(section, ()))
        return self.sections[section][0].source if _in_order(parts, whole) else ""

    def find_elsewhere(self, quote: str) -> str:
        """Another section in which a quote stands."""
        return next((key for key in self.sections if self.find_quote(key, quote)), "")

    def has_form(self, form: str) -> bool:
        """Whether a form (with or without boundaries) occurs in the data; of several words, each of them."""
        bare = normal(form)
        if bare in self.forms or _BOUNDARY.sub("", bare) in self.forms:
            return True
        return " " in bare and all(self.has_form(word) for word in bare.split())

    def ends_words(self, form: str, kind: str) -> bool:
        """Whether words of the data begin or end with a shape: surface words are often not cut into morphs."""
        bare, before = normal(form), kind in ("prefix", "proclitic")
        return len(bare) > 1 and any(
            w.startswith(bare) if before else w.endswith(bare) for w in self.forms if w != bare
        )


def stream(text: str) -> str:
    """Letters and digits only, folded: what is left when markup, spaces, punctuation and boundaries are dropped.

    >>> stream("The suffix *-ru* (‘PL’)") == stream("the suffix -ru ('PL')")
    True
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LMN")


def _in_order(parts: Sequence[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _sentences(examples: Iterable[Example]) -> tuple[Sentence, ...]:
    found = []
    for example in examples:
        if is_usable(example) and example.meta_language == "eng":
            marks = [mark for gloss in example.glosses for mark in marks_of(clean(gloss))]
            english = " ".join(re.findall(r"[\w’']+", example.translation.casefold().replace("’", "'")))
            found.append(Sentence(example.id, example.section, tuple(marks), f" {english} ", str(example.source)))
    return tuple(found)


def marks_of(gloss: str) -> list[str]:
    """The glosses of a word with their boundaries, a prefix or proclitic with the boundary behind it.

    >>> marks_of("house-3POSS=LOC"), marks_of("go")
    (['house', '-3POSS', '=LOC'], ['go'])
    """
    parts = [part for part in _PARTS.split(gloss) if part]
    morphs: list[list[str]] = [["", parts[0]]] if parts and not _BOUNDARY.fullmatch(parts[0]) else []
    rest = parts[1:] if morphs else parts
    for separator, part in zip(rest[::2], rest[1::2], strict=False):
        morphs.append([separator, part])
    lexical = [i for i, (_, part) in enumerate(morphs) if not is_label(part)]
    root = lexical[0] if lexical else 0
    marks = []
    for i, (separator, part) in enumerate(morphs):
        if i < root:
            marks.append(part + (morphs[i + 1][0] or "-"))
        else:
            marks.append(("" if i == root else separator) + part)
    return marks


def _forms(reads: Sequence[SourceRead]) -> set[str]:
    """Every form of the language in the data, without boundaries and whole."""
    found: Counter[str] = Counter()
    for read in reads:
        for text in _texts_of(read):
            found[normal(text.strip())] += 1
            for token in _TOKENS.findall(text):
                _add(found, token)
    return set(found) - {""}


def _texts_of(read: SourceRead) -> Iterator[str]:
    """The texts of a source that hold forms of the language."""
    for example in read.examples:
        if not example.language:
            yield from (*example.morphs, *example.surface_words, example.surface)
    for table in read.tables:
        yield from (plain(cell) for row in table.rows for cell in row)
    for paragraph in read.paragraphs:
        yield from (s.text for s in paragraph.rich if s.style in ("form", "phonemic", "phonetic"))
    for entry in read.entries:
        yield from (entry.headword, *entry.variants)


def _add(found: Counter[str], token: str) -> None:
    token = normal(clean(token))
    for form in {token, _BOUNDARY.sub("", token), *_BOUNDARY.split(token)}:
        found[form.strip("‘’'\"*.ˈˌ")] += 1


def _morphemes(rows: Sequence[Morpheme]) -> dict[tuple[str, str], tuple[Morpheme, ...]]:
    """The reader's rows by form and gloss."""
    found: dict[tuple[str, str], list[Morpheme]] = defaultdict(list)
    for row in rows:
        found[normal(row.form), row.gloss.casefold()].append(row)
    return {key: tuple(group) for key, group in found.items()}


def _lexemes(rows: Sequence[Lexeme]) -> dict[str, tuple[Lexeme, ...]]:
    found: dict[str, list[Lexeme]] = defaultdict(list)
    for row in rows:
        for form in {normal(row.headword), *(normal(a.form) for a in row.forms)}:
            found[form].append(row)
    return {key: tuple(group) for key, group in found.items()}
