"""Segmented lines and glosses as morphs: the two lines of an example read together (LGR rules 2, 4, 9, 10).

>>> [m.gloss for m in split_word("kit-pis=ko", "top-side=LOC")]
['top', 'side', 'LOC']
>>> [m.kind for m in split_word("a-na-kula", "3SG-PRS-eat")]
['prefix', 'prefix', 'stem']
"""

from __future__ import annotations

import re
from functools import lru_cache

from morph.model import Analysis, GlossedWord, Morph

_MORPH = re.compile(r"[-=~]?<[^<>\-=~]+>|[-=~]?(?:[^-=~<]|<(?![^<>\-=~]+>))+|[-=~]")
_PARTS = re.compile(r"[.:/|>_&]")
_PERSON = re.compile(r"[1-4](?:[/|+&]?[1-4])*(?:(?:n?sg|n?pl|n?du|pc|s|p|d|m|f|n|[A-Z]+)\d?)?")
_OPEN = re.compile(r"(?<![^-=~<>])\?(?![^-=~<>])")
OPEN_IN_BLOCKS = "???"
_INFIXED = re.compile(r"(?P<left>[^-=~<>]+)<(?P<infix>[^<>\-=~]+)>(?P<right>[^-=~<>]+)")


def in_blocks(word: GlossedWord) -> str:
    """The gloss of a word for interlinear blocks: a gloss that is open is ``???`` there, as in the shared task of
    SIGMORPHON 2023, because scorers take a lone ``?`` for punctuation and drop it, which shifts all that follows.

    >>> in_blocks(glossed_word("pekola", "peko-la", "?-PL")), in_blocks(glossed_word("?", "?", "?"))
    ('???-PL', '?')
    """
    return _OPEN.sub(OPEN_IN_BLOCKS, word.gloss) if any(map(str.isalnum, word.form)) else word.gloss


def split_word(segmented: str, gloss: str) -> tuple[Morph, ...]:
    """Pair the morphs of one word with their glosses (LGR rule 2); ValueError where the numbers differ.

    The kind of each morph is told by its separator and its place: the root is the first morph whose gloss is not a
    grammatical label, else the first that is not a clitic. A stem around an infix is written ``b…ili``.

    >>> [m.form for m in split_word("b<um>ili=ta", "<ACT>buy=Q")]
    ['um', 'b…ili', 'ta']
    """
    forms, glosses = split_line(segmented), split_line(gloss)
    infixed = _INFIXED.search(segmented)
    if infixed and len(forms) == len(glosses) + 1:
        forms = _lift_infix(forms, glosses, infixed)
    if len(forms) != len(glosses):
        raise ValueError(f"{segmented!r} has {len(forms)} morphs, {gloss!r} has {len(glosses)}")
    separators = [_separator(form, item) for form, item in zip(forms, glosses, strict=True)]
    texts = [_bare(item) for item in glosses]
    root = _root(texts, separators)
    return tuple(
        Morph(_bare(form), text, separator, _kind(i, root, separator, separators[i + 1 : i + 2]))
        for i, (form, text, separator) in enumerate(zip(forms, texts, separators, strict=True))
    )


def split_line(word: str) -> list[str]:
    """One word of either line in pieces, each with the separator before it: ``["kit", "-pis", "=ko"]``."""
    return _MORPH.findall(word)


@lru_cache(maxsize=50_000)
def is_label(gloss: str) -> bool:
    """Whether a gloss is a grammatical label: capitals (Greek series marks may stand in it), or person and number.

    >>> [is_label(g) for g in ("OBJ", "3SG", "PR.1/3p", "2|3NSG.α", "1sg.poss", "go.PST", "3SG:SBJ/walk", "15_hp")]
    [True, True, True, True, True, False, False, False]
    """
    parts = [part for part in _PARTS.split(gloss) if part]
    if not parts or " " in gloss:
        return False
    if all(_PERSON.fullmatch(part) or _is_capital(part) for part in parts):
        return True
    # A book that writes its labels small: "1sg.poss".
    return bool(_PERSON.fullmatch(parts[0])) and all(part.islower() and len(part) <= 4 for part in parts[1:])


def _is_capital(part: str) -> bool:
    letters = [c for c in part if c.isalpha() and not "α" <= c <= "ω"]
    return all(c.isupper() for c in letters) and any(c.isalnum() for c in part)


def _lift_infix(forms: list[str], glosses: list[str], infixed: re.Match[str]) -> list[str]:
    """``b <um> ili`` as infix and discontinuous stem, in the order in which the gloss line has them (LGR 9)."""
    at = forms.index(f"<{infixed['infix']}>")
    left, infix, right = forms[at - 1 : at + 2]
    stem = f"{left}…{right}"
    infix_first = at - 1 < len(glosses) and "<" in glosses[at - 1]
    return [*forms[: at - 1], *((infix, stem) if infix_first else (stem, infix)), *forms[at + 2 :]]


def _root(glosses: list[str], separators: list[str]) -> int:
    for i, gloss in enumerate(glosses):
        if gloss and not is_label(gloss) and separators[i] != "<":
            return i
    for i in range(len(glosses)):
        if separators[i] != "<" and separators[i + 1 : i + 2] != ["="]:
            return i
    return 0


def _separator(form: str, gloss: str) -> str:
    if "<" in (form[:1], form[1:2], gloss[:1]) and form.endswith(">"):
        return "<"
    return form[0] if form[0] in "-=~" else ""


def _bare(form: str) -> str:
    bare = form.lstrip("-=~")
    return bare[1:-1] if bare[:1] == "<" and bare[-1:] == ">" else bare


def _kind(index: int, root: int, separator: str, following: list[str]) -> str:
    if index == root:
        return "stem"
    if separator == "<":
        return "infix"
    own = separator if index > root else (following[0] if following else "-")
    if own == "~":
        return "reduplication"
    if index < root:
        return "proclitic" if own == "=" else "prefix"
    return "enclitic" if own == "=" else "suffix" if own == "-" else "stem"


def glossed_word(form: str, segmented: str, gloss: str, basis: str = "table") -> GlossedWord:
    """A word of a stored text with its one analysis."""
    analysis = Analysis(split_word(segmented, gloss), basis=basis)
    return GlossedWord(form, (analysis,), 0, confidence=1.0)
