"""Patterns of constructions: constituents and glosses in order, found in the gloss lines of the examples.

A pattern is a list of words and nothing else; it is compared mark by mark, never compiled.

>>> pattern = read_pattern(["CLAUSE1", "=COND", "CLAUSE2"])
>>> pattern.matches(("woman", "sit", "=COND", "1SG", "go")), pattern.matches(("woman", "sit", "=COND"))
(True, False)
>>> function_words("if CLAUSE1, CLAUSE2", pattern), function_words("NP1's N2", read_pattern(["NP1", "N2", "-POSS"]))
(('if',), ("'s",))
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

_NAMES = (
    "S O IO V PRED OBL ADV AUX NEG TAM COP Q SUB COMP NP N ADJ NUM QUANT DEM POSSESSOR POSSESSED REL CLF PL ADP TOPIC "
    "FOCUS VP CLAUSE PP PRON NAME X"
)
CONSTITUENTS = frozenset(_NAMES.split())
_CONSTITUENT = re.compile(r"([A-Z]+)\d*")
_MARKED = "NEG TAM Q AUX COP COMP PL CLF SUB TOPIC FOCUS DEM REL"
_AMBIGUOUS = frozenset(_MARKED.split())
_WORD = re.compile(r"'s\b|[A-Za-z]+\d*(?:'[a-rt-z]\w*)?|\d+")
_FORMS = {
    "be": ("is", "are", "was", "were", "be", "am", "been", "being", "'s", "'re", "'m"),
    "have": ("has", "have", "had", "having", "'ve"), "do": ("do", "does", "did", "doing", "done"),
    "go": ("go", "goes", "went", "going", "gone"),
    "not": (
        "not", "n't", "don't", "doesn't", "didn't", "isn't", "aren't", "wasn't", "can't", "cannot", "won't",
        "haven't", "no",
    ),
    "will": ("will", "'ll", "won't"), "can": ("can", "could", "can't"), "a": ("a", "an"),
    "get": ("get", "gets", "got", "getting"), "make": ("make", "makes", "made", "making"),
    "give": ("give", "gives", "gave", "given", "giving"), "say": ("say", "says", "said", "saying"),
    "come": ("come", "comes", "came", "coming"), "take": ("take", "takes", "took", "taken", "taking"),
}  # fmt: skip
_FORMS |= {
    "think": ("think", "thinks", "thought", "thinking"), "become": ("become", "becomes", "became", "becoming"),
    "want": ("want", "wants", "wanted", "wanting"), "tell": ("tell", "tells", "told", "telling"),
    "see": ("see", "sees", "saw", "seen", "seeing"), "bring": ("bring", "brings", "brought", "bringing"),
}  # fmt: skip
_BASE = {form: base for base, forms in _FORMS.items() for form in forms if form != "'s"}
_SILENT = frozenset({"the", "a", "an", "to", "of", "do", "does", "did"})


@dataclass(frozen=True, slots=True)
class Element:
    """A constituent (``marks`` empty) or the glosses that may stand here."""

    name: str
    marks: tuple[str, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """The elements in linear order."""

    elements: tuple[Element, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """The glosses by which the construction is found."""
        return tuple(mark for e in self.elements if not e.is_optional for mark in e.marks)

    def matches(self, marks: Sequence[str]) -> bool:
        """Whether the glosses stand in this order with at least one morph for each constituent between them."""
        folded = [mark.casefold() for mark in marks]
        at = gap = 0
        for element in self.elements:
            if element.is_optional:
                continue
            if not element.marks:
                gap += 1
                continue
            wanted = {form for mark in element.marks for form in _spellings(mark)}
            found = next((i for i in range(at + gap, len(folded)) if folded[i] in wanted), None)
            if found is None:
                return False
            at, gap = found + 1, 0
        return len(folded) - at >= gap


def _spellings(mark: str) -> Iterable[str]:
    """A mark as it may stand in a gloss line: a bound one with either boundary, a free one also bound."""
    bare = mark.strip("-=~<>").casefold()
    if mark[:1] in "-=~":
        return (f"-{bare}", f"={bare}", f"~{bare}")
    if mark[-1:] in "-=~":
        return (f"{bare}-", f"{bare}=", f"{bare}~")
    return (bare, f"-{bare}", f"={bare}", f"{bare}-", f"{bare}=", f"~{bare}")


def read_pattern(items: Iterable[str], english: str = "", glosses: Collection[str] = ()) -> Pattern:
    """A pattern from its elements as a model writes them.

    A name that is also a label (``NEG``, ``DEM``) is a constituent where ``english`` has it as one, or where the
    language has no such gloss.
    """
    elements = []
    for item in items:
        text = str(item).strip()
        is_optional = text.startswith("(") and text.endswith(")")
        text = text.strip("()").strip("'\"‘’ ")
        if not text:
            continue
        match = _CONSTITUENT.fullmatch(text)
        is_named = re.search(rf"(?<!\w){re.escape(text)}(?!\w)", english) is not None
        is_label = text in _AMBIGUOUS and text.casefold() in glosses
        if match and match[1] in CONSTITUENTS and (is_named or not is_label):
            elements.append(Element(text, (), is_optional))
        else:
            marks = tuple(part.strip() for part in text.split("|") if part.strip("-=~ "))
            elements.append(Element(text, marks, is_optional))
    return Pattern(tuple(elements))


def function_words(english: str, pattern: Pattern) -> tuple[str, ...]:
    """The English words of a rendering that stand for the construction itself, silent ones left out."""
    names = {e.name for e in pattern.elements}
    words = [word for word in _WORD.findall(english.replace("’", "'")) if word not in names]
    kept = [w for w in words if not ((m := _CONSTITUENT.fullmatch(w)) and m[1] in CONSTITUENTS and w.isupper())]
    loud = [w.casefold() for w in kept if w.casefold() not in _SILENT]
    return tuple(dict.fromkeys(loud or [w.casefold() for w in kept]))


def says(english: str, word: str) -> bool:
    """Whether a translation (folded, spaces at its ends) has an English word in any of its forms."""
    word = word.casefold().strip()
    if " " in word:
        return all(says(english, part) for part in word.split())
    if word == "'s":
        return "'s " in english or "s' " in english
    if word.endswith("n't"):
        word = "not"
    base = _BASE.get(word, word)
    if base in _FORMS:
        return any(f" {form} " in english or (form[0] == "'" or form == "n't") and f"{form} " in english
                   for form in _FORMS[base])  # fmt: skip
    if len(word) < 4:
        return f" {word} " in english
    if word[-1] == "s" and word[-2] not in "is" and f" {word} " not in english:
        word = word[:-1]
    stem = word[:-1] if word[-1] in "ey" else word
    return re.search(rf" {re.escape(stem)}(?:e|y|ies|es|s|ed|d|ied|ing|\w(?=ing|ed)(?:ing|ed))? ", english) is not None
