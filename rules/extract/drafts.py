"""Lexemes in the making: what an entry or a stem of the examples brings, before glosses and classes are settled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from morph.conventions import SEPARATOR
from morph.foreign import OTHER_GLOSS
from morph.igt import is_label
from morph.model import Allomorph, Source
from rules.extract.pos import normalize_pos
from rules.extract.stems import Stem
from rules.extract.tokens import normal
from rules.items import Entry, Sense

BOUNDARY = "-=~"
_MAX_GLOSS_WORDS = 4
_ARTICLE = re.compile(r"^(?:to|an?|the)[._](?=\w)", re.IGNORECASE)


class Ids:
    """Ids that stay the same from one extraction to the next: the entry's own, else headword and gloss."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def take(self, wanted: str) -> str:
        name, number = wanted, 2
        while name in self.used:
            name, number = f"{wanted}.{number}", number + 1
        self.used.add(name)
        return name

    def make(self, form: str, gloss: str) -> str:
        return self.take(re.sub(r"[\s;]+", "_", f"{normal(form)}.{gloss or 'x'}"))


@dataclass(slots=True)
class Draft:
    """A lexeme in the making; ``glosses`` counts what the examples call it."""

    id: str
    headword: str
    gloss: str
    pos: str
    pos_word: str
    definitions: tuple[str, ...]
    source: Source
    glosses: Counter[str] = field(default_factory=Counter)
    forms: dict[Allomorph, int] = field(default_factory=dict)
    features: dict[str, str] = field(default_factory=dict)
    from_entry: bool = True
    attested: int = 0
    shorts: tuple[str, ...] = ()


def draft_of_entry(entry: Entry, ids: Ids, joiner: str, meta_language: str) -> Draft:
    headword = entry.headword.strip()
    features: dict[str, str] = {}
    if headword[-1:] in BOUNDARY or headword[:1] in BOUNDARY:
        features["bound"] = "yes"
        headword = headword.strip(BOUNDARY)
    headword = "∅" if headword in ("Ø", "ø", "0") else headword
    senses = [s for s in entry.senses if s.meta_language == meta_language] or list(entry.senses)
    pos_word = entry.pos or next((sense.pos for sense in senses if sense.pos), "")
    pos = normalize_pos(pos_word)
    definitions = tuple(dict.fromkeys(s.definition.strip() for s in senses if s.definition.strip()))
    shorts = [gloss for s in senses for gloss in s.glosses] or [s.gloss for s in senses if s.gloss]
    texts = [s.gloss for s in senses if s.gloss] + list(definitions)
    gloss = next((short for text in texts if (short := short_gloss(text, joiner))), "")
    for kind, value in entry.relations:
        if kind in ("loan", "source_language", "borrowed"):
            features["loan"] = value or "yes"
    if parts := [value for kind, value in entry.relations if kind in ("contraction", "main_entry", "variant_of")]:
        features["form_of"] = "+".join(parts)
    features |= _other_glosses(senses)
    if pos == "name":
        features["name"] = "yes"
    return Draft(
        ids.take(entry.id), headword, gloss, pos, pos_word, definitions, first_source(entry), features=features,
        shorts=tuple(dict.fromkeys(_ARTICLE.sub("", joiner.join(gloss.split())) for gloss in shorts)),
    )  # fmt: skip


def _other_glosses(senses: Iterable[Sense]) -> dict[str, str]:
    """What the entry is called in other languages, as features ``gloss.ISO``: texts borrow such words."""
    found: dict[str, list[str]] = {}
    for sense in senses:
        for language, gloss in sense.others:
            found.setdefault(f"{OTHER_GLOSS}{language}", []).append(re.sub(r"[;=|]", " ", gloss).strip())
    return {key: SEPARATOR.join(dict.fromkeys(filter(None, glosses))) for key, glosses in found.items()}


def is_word(headword: str) -> bool:
    """Whether a headword has a letter, or is the sign of a null word; "(...)" is no word."""
    return any(map(str.isalpha, headword)) or headword.strip() in ("∅", "0")


def first_source(entry: Entry) -> Source:
    return entry.sources[0] if entry.sources else Source("dict", entry.id)


def short_gloss(definition: str, joiner: str = "_") -> str:
    """A definition as an interlinear gloss: its first alternative without "to" and article, words joined; a label
    stays as it is.

    >>> short_gloss("to go (by sea), to sail"), short_gloss("a kind of fish"), short_gloss("[focus]")
    ('go', 'kind_of_fish', 'focus')
    """
    if is_label(definition.strip()):
        return definition.strip()
    text = re.sub(r"\([^)]*\)", " ", definition).strip()
    text = re.sub(r"^\[([^\]]*)\]$", r"\1", text)
    text = re.sub(r"\[[^\]]*\]", " ", text)
    first = next((part.strip() for part in re.split(r"[;,/]|\bor\b", text) if part.strip(" .")), "")
    first = re.sub(r"^(?:to be|to|an?|the)\s+(?=\S)", "", first.strip(" ."), flags=re.IGNORECASE)
    found = re.findall(r"[^\s\"“”‘’`,;:!?]+", first)
    return joiner.join(found[:_MAX_GLOSS_WORDS])


def draft_of_stem(stem: Stem, sibling: Draft | None, ids: Ids) -> Draft:
    id_ = ids.make(stem.form, stem.gloss)
    draft = Draft(id_, stem.form, stem.gloss, stem.pos, "", (), stem.source, from_entry=False, attested=stem.count)
    draft.glosses[stem.gloss] = stem.count
    if stem.is_name:
        draft.features["name"] = "yes"
        draft.pos = draft.pos or "name"
    elif sibling and not draft.pos:
        draft.pos = sibling.pos
        draft.features["sense_of"] = sibling.id
    if not stem.is_free:
        draft.features["bound"] = "yes"
    return draft
