"""Word classes: from the part of speech that a dictionary gives, else from the English gloss.

>>> from_pos("Intransitive verb"), from_pos("n."), from_pos("Noun.MLY"), from_pos("vt")
('verb', 'noun', 'noun', 'verb')
>>> from_gloss("go_up"), from_gloss("big"), from_gloss("canoe"), from_gloss("don't.know")
('verb', 'adj', '', 'verb')
"""

from __future__ import annotations

import re
from functools import cache

from grammar.labels import read_table

_POS = (
    (r"proper|^nprop|^name|^pn$|propn", "name"),
    (r"^pro|pronoun", "pron"),
    (r"^adv|adverb", "adv"),
    (r"^aux|auxiliar|modal", "aux"),
    (r"verb|^v(?:[.\W]|$)|^v[itdrs]{1,2}\b|^v\.?\s?[it]|^vb", "verb"),
    (r"adj|attribut|property", "adj"),
    (r"question|interrog|^wh", "wh"),
    (r"noun|^n(?:[.\W]|$)|^n[mf]?\d?\b|nominal", "noun"),
    (r"classifier|^cla?s?f", "clf"),
    (r"quantif|^quant", "quant"),
    (r"num", "num"),
    (r"demonstr|^dem|determin|^det|article|^art", "dem"),
    (r"^adp|postpos|prepos|^post?p?\b|^prep?\b", "adp"),
    (r"subord|sconj", "sub"),
    (r"conj|coord|connect", "conj"),
    (r"interj|exclam|^intj?|ideoph", "intj"),
    (r"copul", "cop"),
    (r"part|^ptc", "prt"),
)
TERMINALS = {
    "noun": "N", "name": "NAME", "pron": "PRON", "verb": "V", "adj": "ADJ", "num": "NUM", "quant": "QUANT",
    "dem": "DEM", "wh": "WH", "adv": "ADV", "adp": "ADP", "conj": "CONJ", "sub": "SUB", "aux": "AUX", "cop": "COP",
    "clf": "CLF", "prt": "PRT", "intj": "INTJ", "neg": "NEG", "gen": "GEN", "det": "DEM",
}  # fmt: skip
"""Word class → terminal of the sentence grammar."""


@cache
def from_pos(pos: str) -> str:
    """The word class of a part of speech as dictionaries and taggers write it; empty where it is none."""
    text = pos.strip().casefold()
    return next((name for pattern, name in _POS if re.search(pattern, text)), "") if text else ""


@cache
def _english() -> dict[str, str]:
    return {row[0]: row[1] for row in read_table("english.tsv")}


@cache
def from_gloss(gloss: str) -> str:
    """The word class that an English gloss suggests; empty where the gloss tells nothing (mostly nouns).

    Of a gloss of several words a verb at the front decides, else the last word.
    """
    table = _english()
    whole = re.sub(r"(?<=[a-z])\d+$", "", gloss.strip().casefold())  # numbered glosses: that1, that2
    if whole in table or whole.replace(".", "_") in table:
        return table.get(whole) or table[whole.replace(".", "_")]
    words = [word for word in re.split(r"[\s._;,/()\[\]?!]+", whole) if word]
    if not words:
        return ""
    if words[0] == "to" and len(words) > 1 or words[0] in ("be", "become", "get", "make", "do", "don't", "have", "not"):
        return "adj" if words[0] == "be" and table.get(words[-1]) == "adj" else "verb"
    first, last = table.get(words[0], ""), table.get(words[-1], "")
    if first == "wh":
        return first
    if first == "verb" and last != "noun" or len(words) == 1:
        return first
    if first == "adp" and last in ("", "noun", "adp"):  # "in front", "on top"
        return "adv"
    return last if last in ("adv", "adj", "num", "quant", "wh") else ""
