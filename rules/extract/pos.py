"""Parts of speech in one small set, whatever a source calls them.

``n v adj adv pro num dem adp conj int part name clf q aff``; the source's own word is kept as a feature.

>>> normalize_pos("Transitive verb"), normalize_pos("vt"), normalize_pos("Grammatical marker"), normalize_pos("n.prop")
('v', 'v', 'part', 'name')
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from morph.igt import is_label
from rules.extract.wordlists import word_lists

POS_SET = ("n", "v", "adj", "adv", "pro", "num", "dem", "adp", "conj", "int", "part", "name", "clf", "q", "aff")

# Whole words first, then beginnings; English, Latin, French, Spanish, Portuguese, Indonesian and German terms.
_EXACT = {
    "n": "n", "s": "n", "nn": "n", "nom": "n", "subst": "n", "np": "name", "pn": "name", "propn": "name",
    "npr": "name", "nprop": "name", "v": "v", "vi": "v", "vt": "v", "vb": "v", "vtr": "v", "vintr": "v", "vitr": "v",
    "vd": "v", "aux": "v", "cop": "v", "adj": "adj", "a": "adj", "adv": "adv", "pro": "pro", "pron": "pro",
    "prn": "pro", "num": "num", "nmr": "num", "dem": "dem", "det": "dem", "art": "dem", "adp": "adp", "prep": "adp",
    "post": "adp", "postp": "adp", "pp": "adp", "conj": "conj", "cnj": "conj", "cconj": "conj", "sconj": "conj",
    "int": "int", "intj": "int", "interj": "int", "ij": "int", "excl": "int", "part": "part", "ptcl": "part",
    "prt": "part", "pcl": "part", "gram": "part", "gramm": "part", "clf": "clf", "class": "clf", "qnt": "num",
    "quant": "num", "q": "q", "qw": "q", "aff": "aff", "suff": "aff", "pref": "aff", "clit": "aff", "idph": "adv",
    "ideo": "adv", "loc": "adv",
}  # fmt: skip
_BEGINNINGS = (
    ("proper", "name"), ("name", "name"), ("toponym", "name"), ("pronoun", "pro"), ("pronom", "pro"),
    ("noun", "n"), ("nomen", "n"), ("nomina", "n"), ("substant", "n"), ("sustant", "n"), ("kata benda", "n"),
    ("verb", "v"), ("auxil", "v"), ("copula", "v"), ("kata kerja", "v"), ("adverb", "adv"), ("ideophon", "adv"),
    ("adjec", "adj"), ("adjet", "adj"), ("stative", "v"), ("locat", "adv"), ("demonstr", "dem"), ("determin", "dem"),
    ("article", "dem"), ("numer", "num"), ("quantif", "num"), ("number", "num"), ("classif", "clf"),
    ("preposit", "adp"), ("postpos", "adp"), ("adposit", "adp"), ("conj", "conj"), ("connect", "conj"),
    ("coordinat", "conj"), ("subordin", "conj"), ("interj", "int"), ("exclam", "int"), ("interrog", "q"),
    ("question", "q"), ("suffix", "aff"), ("prefix", "aff"), ("affix", "aff"), ("clitic", "aff"), ("enclit", "aff"),
    ("proclit", "aff"), ("infix", "aff"), ("particle", "part"), ("partic", "part"), ("grammat", "part"),
    ("function", "part"), ("marker", "part"), ("phras", "phrase"), ("idiom", "phrase"),
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
# Label atoms that tell the part of speech of a word which is nothing but that label (Leipzig and common labels).
_BY_LABEL = word_lists("word labels ")
_PERSON = re.compile(r"[1-4](?:[/|+&][1-4])*(?:n?sg|n?pl|n?du|pc|s|p|d|m|f|n)?(?:[.:/]|$|(?=[A-Z]))", re.IGNORECASE)


def normalize_pos(text: str) -> str:
    """The part of speech in :data:`POS_SET` (or ``phrase``) that a source's word or abbreviation stands for; ``""``
    where it says nothing that is known."""
    folded = text.strip().casefold()
    if not folded:
        return ""
    words = _WORD.findall(folded)
    if any(word.startswith(("prop", "npr")) for word in words) and any(w.startswith("n") or w == "prop" for w in words):
        return "name"
    squeezed = "".join(words)
    if squeezed in _EXACT:
        return _EXACT[squeezed]
    for beginning, pos in _BEGINNINGS:
        if folded.startswith(beginning) or any(word.startswith(beginning) for word in words):
            return pos
    for word in words:
        if word in _EXACT:
            return _EXACT[word]
    return ""


def pos_of_label(gloss: str) -> str:
    """The part of speech of a word glossed by labels only: ``3SG`` a pronoun, ``DIST`` a demonstrative."""
    if not is_label(gloss):
        return ""
    atoms = re.findall(r"[A-Z]+|\d+", gloss.upper())
    if _PERSON.match(gloss):
        return "pro"
    for pos, names in _BY_LABEL.items():
        if names & set(atoms):
            return pos
    return "part"


_PHRASES = {"np": "n", "dp": "n", "vp": "v", "pred": "v", "predicate": "v", "clause": "v", "ap": "adj"}


def hosts_of(text: str) -> tuple[str, ...]:
    """Parts of speech named in a table's host column: "nouns, pronouns" → ``("n", "pro")``."""
    parts = [part.strip() for part in re.split(r"[,;/&]|\band\b|\bor\b", text)]
    found = [_PHRASES.get(part.casefold()) or normalize_pos(part) for part in parts]
    return tuple(dict.fromkeys(pos for pos in found if pos and pos != "phrase"))


# --- English (and a few Spanish) glosses ---------------------------------------------------------------------------

_CLOSED = word_lists("glosses ")
_AMBIGUOUS = _CLOSED["n"] & _CLOSED["v"]  # "work", "rest": only the company of affixes can tell
_BY_WORD = {word: pos for pos, group in _CLOSED.items() for word in group - _AMBIGUOUS}
_NAME = re.compile(r"[A-ZÀ-Ý][^\W\d_]+(?:[_ .-][A-ZÀ-Ý]?[^\W\d_]+)*")


def pos_of_meaning(gloss: str, definitions: Iterable[str] = (), words: Collection[str] = ()) -> str:
    """A guess from the meaning: "to give" is a verb, "a house" a noun, closed classes by list; else ``""``.

    A capitalised gloss is a name unless the same word stands small among ``words`` (then it began a sentence).
    """
    if _NAME.fullmatch(gloss) and not gloss.isupper():
        small = gloss.casefold()
        if small not in words and small not in _BY_WORD:
            return "name"
        gloss = small
    for definition in definitions:
        if re.match(r"to (?:be )?[a-z]", definition):
            return "v"
        if re.match(r"(?:an?|the) [a-z]", definition):
            return "n"
    head = re.split(r"[._ /]", gloss.casefold(), maxsplit=1)[0]
    return _BY_WORD.get(gloss.casefold(), "") or _BY_WORD.get(head, "") * (head in _CLOSED["v"])
