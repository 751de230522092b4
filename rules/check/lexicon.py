"""Checks of the lexicon: entries without gloss, twice, with a misspelt part of speech, with letters of two scripts."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterator

from rules.check import Hit, check, hit
from rules.check.material import Material

_RARE = 2
_COMMON = 10


@check("W501")
def no_gloss(material: Material) -> Iterator[Hit]:
    """lexeme {id} ({headword}) has no gloss

    Words with it are glossed with nothing. Fill the column gloss."""
    for row in material.rules.lexemes:
        if not row.gloss.strip():
            yield hit(material.place("lexicon.tsv", row.id), id=row.id, headword=row.headword)


@check("W502")
def same_lexeme(material: Material) -> Iterator[Hit]:
    """lexeme {id} says the same as {other}: {headword} ‘{gloss}’

    Every word with it has two analyses that look alike. Keep the better row."""
    seen: dict[tuple[str, str, str], str] = {}
    for row in material.rules.lexemes:
        key = (row.headword.casefold(), row.gloss, row.pos)
        first = seen.setdefault(key, row.id)
        if first != row.id:
            yield hit(
                material.place("lexicon.tsv", row.id), id=row.id, other=first, headword=row.headword, gloss=row.gloss
            )


@check("W503")
def rare_pos(material: Material) -> Iterator[Hit]:
    """lexeme {id} ({headword}) has the part of speech '{pos}'; did you mean '{near}'?

    A misspelt part of speech has no template and takes no affix. Correct it."""
    counts = Counter(row.pos for row in material.rules.lexemes if row.pos)
    common = [pos for pos, count in counts.items() if count >= _COMMON]
    for row in material.rules.lexemes:
        if row.pos and counts[row.pos] <= _RARE:
            near = [pos for pos in common if pos.casefold() == row.pos.casefold()]
            near = near or (difflib.get_close_matches(row.pos, common, n=1, cutoff=0.7) if len(row.pos) > 2 else [])
            if near:
                yield hit(
                    material.place("lexicon.tsv", row.id), id=row.id, headword=row.headword, pos=row.pos, near=near[0]
                )


@check("W504")
def mixed_scripts(material: Material) -> Iterator[Hit]:
    """{headword} is written with letters of two scripts: {letters}

    Letters that look alike are different to a computer, so the word is never found. Type it again."""
    for row in material.rules.lexemes:
        scripts: dict[str, str] = {}
        for char in row.headword:
            if char.isalpha():
                scripts.setdefault(_script(char), char)
        if len(scripts) > 1:
            letters = ", ".join(f"{char} ({script})" for script, char in scripts.items())
            yield hit(material.place("lexicon.tsv", row.id), headword=row.headword, letters=letters)


def _script(char: str) -> str:
    """The script of a letter by its name; letters that all scripts use have none of their own."""
    name = unicodedata.name(char, "LATIN").split()[0]
    return "Latin" if name in ("LATIN", "MODIFIER", "SUPERSCRIPT", "FEMININE", "MASCULINE") else name.capitalize()
