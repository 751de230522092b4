"""The things of the field, as frozen values: everything else in onebook reads, makes or shows these.

Terms follow the Leipzig Glossing Rules (LGR, Comrie, Haspelmath & Bickel 2015): a *morph* is one segment of a
word with its gloss, separated by ``-`` (affix), ``=`` (clitic), ``~`` (reduplication) or ``<>`` (infix).

>>> str(Source("book", "06Nouns.tex", 996, "tab:case"))
'book:06Nouns.tex:996 tab:case'
>>> Source.parse("dict:LX000123").path
'LX000123'
>>> Analysis((Morph("kit", "top"), Morph("ko", "LOC", "=", kind="enclitic"))).gloss
'top=LOC'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["stem", "prefix", "suffix", "infix", "circumfix", "proclitic", "enclitic", "reduplication"]
Basis = Literal["confirmed", "table", "rule", "guess", "unknown"]
Status = Literal["proposed", "accepted", "rejected"]

KINDS: tuple[str, ...] = (
    "prefix", "suffix", "infix", "circumfix", "proclitic", "enclitic", "reduplication",
)  # fmt: skip
BASES: tuple[str, ...] = ("confirmed", "table", "rule", "guess", "unknown")
STATUSES: tuple[str, ...] = ("proposed", "accepted", "rejected")
UNKNOWN_GLOSS = "?"

_ADDRESS = re.compile(r"(?P<kind>[a-z]+):(?P<path>[^ ]*?)(?::(?P<line>\d+))?(?: (?P<label>.+))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """The address of an item: ``kind:path[:line][ label]``, as it stands in the ``source`` columns.

    ``kind`` is ``book``, ``dict``, ``text``, ``pairs`` or ``hand``; ``path`` a file name relative to the source's
    root, an entry id or a text id; ``line`` is 1-based, 0 where there is none.
    """

    kind: str
    path: str = ""
    line: int = 0
    label: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        label = f" {self.label}" if self.label else ""
        return f"{self.kind}:{self.path}{line}{label}"

    @classmethod
    def parse(cls, address: str) -> Source:
        """Inverse of ``str``; an address of another form becomes ``Source("hand", label=address)``."""
        match = _ADDRESS.fullmatch(address.strip())
        if not match:
            return cls("hand", label=address.strip())
        return cls(match["kind"], match["path"], int(match["line"] or 0), match["label"] or "")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often a rule was right (``attested``) and wrong (``contradicted``) when replayed on glossed examples."""

    attested: int = 0
    contradicted: int = 0


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Morph:
    """One aligned pair of form and gloss in a word (LGR rule 2).

    ``separator`` stands before the morph: ``""`` for the first, else ``-``, ``=``, ``~`` or ``<`` (infix, LGR 9).
    ``form`` is the morph as the segmented line shows it (underlying), without separators. ``morpheme`` is the id
    of the lexeme or morpheme row it belongs to, empty where that is not known.
    """

    form: str
    gloss: str
    separator: str = ""
    kind: str = "stem"
    morpheme: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way from form to gloss: the rule (row id) that did it, before, after, and its address."""

    rule: str
    before: str
    after: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a word: its morphs in order, with where it comes from.

    ``basis`` is the rung of the back-off ladder. ``weight`` is a log-score: higher is better, comparable only
    between analyses of the same word. ``steps`` is filled where a trace was asked for.
    """

    morphs: tuple[Morph, ...]
    pos: str = ""
    lexeme: str = ""
    basis: str = "rule"
    weight: float = 0.0
    steps: tuple[Step, ...] = ()

    @property
    def segmented(self) -> str:
        """The word with its morphs separated: ``kit=ko``."""
        return join_morphs(self.morphs, "form")

    @property
    def gloss(self) -> str:
        """The glosses with the same separators: ``top=LOC``."""
        return join_morphs(self.morphs, "gloss")


def join_morphs(morphs: tuple[Morph, ...], attribute: Literal["form", "gloss"]) -> str:
    """Join one line of a word's morphs with their separators; an infix comes out in angle brackets (LGR 9).

    A stem around an infix is written with an ellipsis; the form line puts the infix back inside it.

    >>> morphs = (Morph("um", "ACT", "<", kind="infix"), Morph("b…ili", "buy"))
    >>> join_morphs(morphs, "form"), join_morphs(morphs, "gloss")
    ('b<um>ili', '<ACT>buy')
    """
    if attribute == "gloss":
        return "".join(f"<{m.gloss}>" if m.separator == "<" else f"{m.separator}{m.gloss}" for m in morphs)
    infixes = [m.form for m in morphs if m.separator == "<"]
    parts = []
    for morph in morphs:
        if morph.separator == "<":
            continue
        form = morph.form
        if infixes and "…" in form:
            form = form.replace("…", f"<{infixes.pop(0)}>", 1)
        parts.append(f"{morph.separator}{form}")
    return "".join(f"<{infix}>" for infix in infixes) + "".join(parts)


@dataclass(frozen=True, slots=True)
class GlossedWord:
    """A word of running text with its analyses, best first; ``chosen`` indexes them, None where there is none.

    ``form`` is the word exactly as it stands in the text, without the punctuation in ``before`` and ``after``.
    """

    form: str
    analyses: tuple[Analysis, ...] = ()
    chosen: int | None = None
    before: str = ""
    after: str = ""
    confidence: float = 0.0

    @property
    def analysis(self) -> Analysis | None:
        """The chosen analysis."""
        return None if self.chosen is None else self.analyses[self.chosen]

    @property
    def segmented(self) -> str:
        return self.form if self.analysis is None else self.analysis.segmented

    @property
    def gloss(self) -> str:
        return UNKNOWN_GLOSS if self.analysis is None else self.analysis.gloss


@dataclass(frozen=True, slots=True)
class IGT:
    """Interlinear glossed text: one sentence, word by word."""

    id: str
    text: str
    words: tuple[GlossedWord, ...]
    translation: str = ""
    source: Source | None = None
    meta_language: str = "eng"


@dataclass(frozen=True, slots=True)
class Allomorph:
    """A shape of a stem: its form, where it stands (SPE notation, empty = elsewhere) and, where the shape is a
    fused or suppletive form, the whole gloss that it carries (``go.PST``)."""

    form: str
    environment: str = ""
    gloss: str = ""


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A row of ``lexicon.tsv``. ``gloss`` is the short gloss used in interlinear text; ``senses`` the fuller ones.

    ``forms`` are further stems and whole word forms beside the headword. ``features`` are ``key=value`` marks that
    the lexicon knows (``name=yes``, ``loan=ind``, ``variant_of=ID``). ``headword`` may hold spaces (multi-word).
    """

    id: str
    headword: str
    pos: str
    gloss: str
    forms: tuple[Allomorph, ...] = ()
    senses: tuple[str, ...] = ()
    features: tuple[tuple[str, str], ...] = ()
    source: str = ""
    origin: str = "reader"
    status: str = "accepted"
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True, slots=True)
class Morpheme:
    """A row of ``morphemes.tsv``: one allomorph of a bound morpheme.

    Rows whose ids share the part before the last dot (``obj``, ``obj.2``) are allomorphs of one morpheme.
    ``kind`` is one of :data:`KINDS`; a circumfix writes its form ``ge…t`` with an ellipsis; a reduplication writes
    the copied part as a notation pattern (``CV~``, ``~CVC``, ``~full``). A zero morph has the form ``∅``.
    ``attaches_to`` lists parts of speech, empty = any. ``environment`` is where this allomorph stands.
    """

    id: str
    form: str
    gloss: str
    kind: str
    slot: str = ""
    attaches_to: tuple[str, ...] = ()
    environment: str = ""
    source: str = ""
    origin: str = "reader"
    status: str = "accepted"
    evidence: Evidence = NO_EVIDENCE

    @property
    def base_id(self) -> str:
        """The id shared by all allomorphs of the morpheme."""
        head, dot, tail = self.id.rpartition(".")
        return head if dot and tail.isdigit() else self.id

    @property
    def separator(self) -> str:
        """The Leipzig separator between this morph and its host."""
        return {"proclitic": "=", "enclitic": "=", "reduplication": "~", "infix": "<"}.get(self.kind, "-")


@dataclass(frozen=True, slots=True)
class SoundRule:
    """A row of ``sounds.tsv``: ``target`` → ``output`` / ``before`` _ ``after``, in the order of the file.

    All four are in the notation of :mod:`morph.notation`; columns ``in out before after``. ``optional`` rules may
    or may not apply. An empty ``target`` inserts, an empty ``output`` deletes (written ``∅`` in the file).
    """

    id: str
    target: str
    output: str
    before: str = ""
    after: str = ""
    optional: bool = False
    source: str = ""
    origin: str = "reader"
    status: str = "accepted"
    evidence: Evidence = NO_EVIDENCE


@dataclass(frozen=True, slots=True)
class Template:
    """A ``[[template]]`` of ``morphotactics.toml``: which slots in which order for which parts of speech.

    ``before`` and ``after`` list slot names outward in *linear* order: ``before`` ends next to the stem, ``after``
    begins next to it. ``obligatory`` names slots that must be filled. ``pos`` empty = any part of speech.
    """

    id: str
    pos: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    obligatory: tuple[str, ...] = ()
    source: str = ""
    origin: str = "reader"
    status: str = "accepted"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader or a check has to say: a coded message with its place and what to do about it."""

    code: str
    message: str
    source: Source
    hint: str = ""
    severity: Literal["error", "warning", "note"] = "warning"

    def __str__(self) -> str:
        hint = f" → {self.hint}" if self.hint else ""
        return f"{self.source}: {self.code} {self.message}{hint}"


@dataclass(frozen=True, slots=True)
class Language:
    """All that compiles: the accepted rows of one language project, with its sound classes and seen words.

    ``classes`` maps a class name (one capital letter) to its letters: ``{"V": "aeiou", "C": "bdg…"}``.
    ``seen`` are glossed sentences of the project (book examples, added texts): words seen with their analysis.
    ``confirmed`` are analyses that a person confirmed, by word form; they win over everything.
    """

    name: str
    iso: str = ""
    classes: tuple[tuple[str, str], ...] = ()
    lexemes: tuple[Lexeme, ...] = ()
    morphemes: tuple[Morpheme, ...] = ()
    sounds: tuple[SoundRule, ...] = ()
    templates: tuple[Template, ...] = ()
    seen: tuple[IGT, ...] = ()
    confirmed: tuple[tuple[str, Analysis], ...] = ()
    settings: tuple[tuple[str, str], ...] = field(default=())
