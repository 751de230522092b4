"""How a project writes its glosses: what linguists do differently though they analyse alike.

A chooser learns the glossing of one source; another text of the same language may use the dictionary's words for
stems (``stem_glosses = dictionary``), cut contracted and extended stems where the grammar leaves them whole
(``segmentation = fine``), or give all reduplication one label (``reduplication = RED``). Such choices are settings of a
project. They are carried out on analyses when all choosing is done.

>>> from morph.model import Lexeme, Morpheme
>>> ni, nil = Lexeme("1", "ni", "pro", "3SG"), Lexeme("2", "nil", "pro", "3SG.OBJ")
>>> cuts = find_cuts([ni, nil], [Morpheme("obj", "il", "OBJ", "enclitic")])
>>> Conventions(cuts=cuts).analysis(Analysis((Morph("nil", "3SG.OBJ"),))).gloss
'3SG=OBJ'
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from morph.igt import is_label
from morph.model import IGT, Analysis, GlossedWord, Lexeme, Morph, Morpheme

if TYPE_CHECKING:
    from morph.compiled import Compiled

Key = tuple[str, str]
"""Folded form and gloss of a stem."""
Piece = tuple[str, str, str, str, str]
"""Form, gloss, separator, kind and row of one morph of a stem that is cut."""
SEPARATOR = "|"
"""Between the short glosses of one entry (feature ``short``)."""
_MOST_LOST = 1  # letters of either part that a contraction may lose
_LONGEST = 4  # letters of a suffix that extends stems
_ENOUGH_STEMS = 4  # stems that a suffix must extend
_ENOUGH = 2  # times that a second sense must be seen to be told from the first


@dataclass(frozen=True, slots=True)
class Conventions:
    """``stems``: another gloss for a stem; ``cuts``: the morphs of a stem that is written in one; ``copies``: the
    label of all reduplication, where there is one; ``joint``: what joins a copy to its base in the project's texts."""

    stems: Mapping[Key, str] = field(default_factory=dict)
    cuts: Mapping[Key, Sequence[Piece]] = field(default_factory=dict)
    copies: str = ""
    joint: str = "~"

    @classmethod
    def of(cls, compiled: Compiled, settings: Mapping[str, str]) -> Conventions:
        """The conventions that a project's settings ask for."""
        return cls(
            compiled.stem_glosses if settings.get("stem_glosses") == "dictionary" else {},
            compiled.cuts if settings.get("segmentation") == "fine" else {},
            settings.get("reduplication", ""),
            compiled.joint,
        )

    def __bool__(self) -> bool:
        return bool(self.stems or self.cuts or self.copies or self.joint != "~")

    def word(self, word: GlossedWord) -> GlossedWord:
        """A word with all its analyses written as the project wants them."""
        return replace(word, analyses=tuple(map(self.analysis, word.analyses)))

    def analysis(self, analysis: Analysis) -> Analysis:
        """An analysis as the project writes it; what a person confirmed stays."""
        if analysis.basis == "confirmed":
            return analysis
        morphs = tuple(named for morph in analysis.morphs for named in self._morphs(morph))
        if self.joint != "~" and analysis.basis != "table":
            morphs = tuple(replace(m, separator=self.joint) if m.separator == "~" else m for m in morphs)
        return analysis if morphs == analysis.morphs else replace(analysis, morphs=morphs)

    def _morphs(self, morph: Morph) -> Iterator[Morph]:
        if morph.kind == "reduplication" and self.copies:
            yield replace(morph, gloss=self.copies)
        elif morph.kind != "stem":
            yield morph
        elif pieces := self.cuts.get((morph.form.casefold(), morph.gloss)):
            for number, (form, gloss, separator, kind, row) in enumerate(pieces):
                if number:
                    yield Morph(form, gloss, separator, kind, row)
                else:
                    shown = morph.form[: len(form)] if morph.form.casefold().startswith(form) else form
                    yield self._named(replace(morph, form=shown, gloss=gloss))
        else:
            yield self._named(morph)

    def _named(self, morph: Morph) -> Morph:
        gloss = self.stems.get((morph.form.casefold(), morph.gloss))
        return replace(morph, gloss=gloss) if gloss else morph


def joint_of_copies(seen: Iterable[IGT], morphemes: Iterable[Morpheme]) -> str:
    """What joins reduplication to its base in glossed sentences: ``~`` as the Leipzig rules have it, or ``-``."""
    labels = {row.gloss for row in morphemes if row.kind == "reduplication"}
    counts: Counter[str] = Counter()
    for igt in seen if labels else ():
        for word in igt.words:
            morphs = word.analysis.morphs if word.analysis else ()
            for here, after in zip(morphs, (*morphs[1:], None), strict=False):
                if here.gloss in labels:
                    counts[here.separator or (after.separator if after else "")] += 1
    return "-" if counts["-"] > counts["~"] else "~"


# --- the dictionary's words ----------------------------------------------------------------------------------------


def dictionary_glosses(lexemes: Sequence[Lexeme]) -> dict[Key, str]:
    """The dictionary's short gloss for stems that the lexicon glosses otherwise.

    A gloss that is one of the dictionary's own stays, unless it was seen but once beside the entry's main one; a label
    is never replaced by a label, because the list of abbreviations has its own. Else the entry's short gloss that
    shares most words is taken, the first where none does. A lexeme of the examples takes the gloss of the entry that
    it is a sense or variant of.
    """
    by_id = {lexeme.id: lexeme for lexeme in lexemes}
    by_form: dict[str, set[str]] = defaultdict(set)
    for lexeme in lexemes:
        for form in _shapes(lexeme):
            by_form[form].update(".".join(_words(short)) for short in shorts_of(lexeme))
    glosses: dict[Key, str] = {}
    for lexeme in lexemes:
        features = dict(lexeme.features)
        parent = by_id.get(features.get("sense_of") or features.get("variant_of") or "")
        own = shorts_of(lexeme) or (shorts_of(parent) if parent else ())
        if not own or (is_label(lexeme.gloss) and is_label(own[0])):
            continue
        is_slight = "sense_of" in features and lexeme.evidence.attested < _ENOUGH
        gloss = parent.gloss if parent and is_slight else lexeme.gloss
        for form in _shapes(lexeme):
            name = gloss if ".".join(_words(gloss)) in by_form[form] else _closest(gloss, own)
            if name != lexeme.gloss:
                glosses.setdefault((form, lexeme.gloss), name)
    return glosses


def shorts_of(lexeme: Lexeme) -> tuple[str, ...]:
    """The dictionary's short glosses of a lexeme."""
    return tuple(filter(None, dict(lexeme.features).get("short", "").split(SEPARATOR)))


def _shapes(lexeme: Lexeme) -> list[str]:
    return [form.casefold() for form in (lexeme.headword, *(a.form for a in lexeme.forms if not a.gloss))]


def _words(gloss: str) -> list[str]:
    return [word for word in gloss.casefold().replace("_", ".").split(".") if word]


def _same(one: str, other: str) -> bool:
    return _words(one) == _words(other)


def _closest(gloss: str, shorts: Sequence[str]) -> str:
    wanted = set(_words(gloss))
    return max(shorts, key=lambda short: (len(wanted & set(_words(short))), -shorts.index(short)))


# --- stems that are cut --------------------------------------------------------------------------------------------


def find_cuts(
    lexemes: Sequence[Lexeme], morphemes: Iterable[Morpheme], stems: Iterable[Key] = ()
) -> dict[Key, tuple[Piece, ...]]:
    """The stems that are another stem and a bound morpheme: extended stems (``kita`` beside ``ki``, where ``-ta`` is
    a suffix of many stems) and contracted ones, whose gloss is that of both (``3SG.OBJ``). ``stems`` are further
    ones, from glossed sentences.

    A contraction that the dictionary lists as a word of its own stays whole, unless it says of which word it is a form
    (feature ``form_of``).
    """
    endings = [m for m in morphemes if m.kind in ("suffix", "enclitic") and any(map(str.isalpha, m.form))]
    endings.sort(key=lambda m: -m.evidence.attested)
    by_head: dict[str, list[Lexeme]] = defaultdict(list)
    by_gloss: dict[str, list[Lexeme]] = defaultdict(list)
    for lexeme in lexemes:
        by_head[lexeme.headword.casefold()].append(lexeme)
        by_gloss[lexeme.gloss].append(lexeme)
    whole = {(x.headword.casefold(), x.gloss) for x in lexemes if x.senses and "form_of" not in dict(x.features)}
    known: dict[Key, None] = {}
    for lexeme in lexemes:
        known[lexeme.headword.casefold(), lexeme.gloss] = None
        known.update({(a.form.casefold(), a.gloss or lexeme.gloss): None for a in lexeme.forms})
    known.update(dict.fromkeys(stems))
    cuts: dict[Key, tuple[Piece, ...]] = {}
    for form, gloss in known:
        pieces = () if (form, gloss) in whole else _contracted(form, gloss, by_gloss, endings)
        if pieces:
            cuts[form, gloss] = pieces
    for key, pieces in _extended(known, by_head, endings).items():
        cuts.setdefault(key, pieces)
    return cuts


def _contracted(
    form: str, gloss: str, by_gloss: Mapping[str, Sequence[Lexeme]], endings: Sequence[Morpheme]
) -> tuple[Piece, ...]:
    parts = gloss.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        first, last = ".".join(parts[:cut]), ".".join(parts[cut:])
        bound = [m for m in endings if m.gloss == last] if is_label(last) else []
        for host in by_gloss.get(first, ()) if bound else ():
            head = host.headword.casefold()
            for ending in bound:
                if head != form and _contracts(head, ending.form, form):
                    return _pieces(head, first, ending)
    return ()


def _contracts(head: str, ending: str, form: str) -> bool:
    """Whether a form is a head and an ending of which at most one letter is lost where they meet.

    >>> _contracts("doka", "ul", "dokul"), _contracts("ni", "ko", "nitko")
    (True, False)
    """
    return any(
        form == head[: len(head) - lost] + ending[gone:]
        for lost in range(_MOST_LOST + 1)
        for gone in range(_MOST_LOST + 1 - lost)
        if lost < len(head) and gone < len(ending)
    )


def _extended(
    known: Iterable[Key], by_head: Mapping[str, Sequence[Lexeme]], endings: Sequence[Morpheme]
) -> dict[Key, tuple[Piece, ...]]:
    """Stems of which a shorter one with the same meaning exists, by suffixes that extend several of its class."""
    suffixes: dict[str, Morpheme] = {}
    for ending in endings:
        if ending.kind == "suffix" and is_label(ending.gloss):
            suffixes.setdefault(ending.form.casefold(), ending)
    found: dict[tuple[str, str], dict[Key, tuple[Piece, ...]]] = defaultdict(dict)
    for form, gloss in known:
        for size in range(1, min(len(form), _LONGEST + 1)):
            suffix = suffixes.get(form[-size:])
            for host in by_head.get(form[:-size], ()) if suffix else ():
                if suffix and any(_same(gloss, meaning) for meaning in (host.gloss, *shorts_of(host))):
                    pieces = _pieces(form[:-size], gloss, suffix)
                    found[suffix.id, host.pos].setdefault((form, gloss), pieces)
    kept: dict[Key, tuple[Piece, ...]] = {}
    for stems in sorted(found.values(), key=len, reverse=True):
        if len({form for form, _ in stems}) >= _ENOUGH_STEMS:
            for key, pieces in stems.items():
                kept.setdefault(key, pieces)
    return kept


def _pieces(head: str, gloss: str, ending: Morpheme) -> tuple[Piece, ...]:
    return (head, gloss, "", "stem", ""), (ending.form, ending.gloss, ending.separator, ending.kind, ending.id)
