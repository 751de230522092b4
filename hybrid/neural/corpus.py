"""Glossed examples of many languages, cleaned to learn from: what is damaged, not English or there twice is left out.

The file has one JSON record a line, with ``id``, ``book``, ``words``, ``glosses`` and ``translation`` (IMTVault's
examples of Language Science Press, https://imtvault.org). Remains of LaTeX are taken off; a record of which too much
would have to be guessed is dropped, and counted by its reason.

>>> english("`She left.' (Smith2001: 12)"), english("The dog ran. [lit. dog ran]’ (OCS, p. 3)")
('She left.', 'The dog ran.')
>>> gloss_word("house{}-PL.{ACC}"), gloss_word("dog{\\\\def}"), gloss_word("~~eat")
('house-PL.ACC', 'dog.DEF', 'eat')
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from morph.errors import DataError

MOST_WORDS, MOST_ENGLISH = 24, 40
_FAMILIAR_BOOKS = 4
_FAMILIAR_SHARE = 0.6
_REFERENCE = re.compile(r"\s*[(\[{][^()\[\]{}]*(?:\d|lit\.|Lit\.|literally|[Ii]ntended)[^()\[\]{}]*[)\]}]\s*")
_INTENDED = re.compile(r"^\W*(?:[Ii]ntended|[Rr]ead|[Mm]eaning|[Ll]it(?:erally|\.)?)\b\s*:?")
_LITERALLY = re.compile(r"\s*[(\[]?\b(?:[Ll]it\.|[Ll]iterally:|i\.e\.).*$")
_CLOSED = re.compile(r"(?<=[\w.!?,…)])['’”](?:\s*[(\[{}].*)?\s*$")
_LATEX = re.compile(r"[\\{}$_^~&#|<>=*]|\.{4,}")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Glossed:
    """An example: the sentence as running text, one gloss for each word, its English; the book that it is from."""

    id: str
    book: int
    text: str
    glosses: tuple[str, ...]
    english: str


def english(raw: str) -> str:
    """A translation without its quotation marks, references and literal renderings."""
    text = " ".join(raw.replace("{}", "").replace("``", "“").replace("--", "–").split())
    text = text.strip("`'‘’“”\" {}=")
    text = _CLOSED.sub("", text)
    text = _REFERENCE.sub(" ", text)
    text = _LITERALLY.sub("", text)
    text = re.sub(r"[’']\s*[(\[{].*$", "", text)
    text = re.sub(r"\[([^\[\]]*)\]|\(([^()]*)\)", lambda m: m[1] or m[2] or "", text)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split())).strip("`'‘’“”\" {}=")


def gloss_word(raw: str) -> str:
    """One word's gloss: macros as labels, braces and stray marks off."""
    text = re.sub(r"\{?\\([A-Za-z]+)\}?", lambda m: f".{m[1].upper()}", raw.replace("{}", ""))
    text = re.sub(r"\$[^$]*\$", "", text).replace("{", "").replace("}", "").replace("~~", "")
    text = re.sub(r"([-=~.:])\.+", r"\1", text)
    return text.strip("~…[]()*“”\"',;!?./:-=").removesuffix(".")


def plain_text(words: Sequence[str]) -> str:
    """The words as one would write them: no marks of morphs, no remains of LaTeX."""
    text = re.sub(r"\$[^$]*\$|\\[A-Za-z]+|[{}\[\]*ø∅\\]|\(\.\)", "", " ".join(words))
    return " ".join(re.sub(r"(?<=\w)[-=~](?=\w)|^[-=~]|(?<=\s)[-=~](?=\w)|(?<=\w)[-=~](?=\s|$)", "", text).split())


def read_examples(path: Path) -> tuple[list[Glossed], Counter[str]]:
    """The examples fit to learn from, in the file's order, and how many were left out for each reason."""
    found: list[Glossed] = []
    dropped: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for record in _records(path):
        made = _example(record)
        if isinstance(made, str):
            dropped[made] += 1
            continue
        key = (_letters(made.english), " ".join(made.glosses).casefold())
        if key in seen:
            dropped["there twice"] += 1
            continue
        seen.add(key)
        found.append(made)
    familiar = _familiar(found)
    kept = [item for item in found if _is_english(item.english, familiar)]
    if len(kept) < len(found):
        dropped["translation not in English"] = len(found) - len(kept)
    return kept, dropped


def _records(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    record = json.loads(line)
                    _ = record["book"], record["words"], record["glosses"], record["translation"]
                except (ValueError, KeyError, TypeError) as error:
                    raise DataError(
                        "not an example",
                        path=str(path),
                        line=number,
                        expected="a JSON record with book, words, glosses and translation",
                    ) from error
                yield record


def _example(record: dict[str, object]) -> Glossed | str:
    """The example, or why it is left out."""
    words, glosses = record["words"], record["glosses"]
    assert isinstance(words, list) and isinstance(glosses, list)
    whole, raw = " ".join(words), str(record["translation"])
    if len(words) != len(glosses):
        return "words and glosses differ in number"
    if not 2 <= len(words) <= MOST_WORDS:
        return "too short or too long"
    if whole.lstrip().startswith(("*", "?", "#", "%")) or raw.lstrip(" '`‘“\"").startswith(("*", "?", "#")):
        return "marked as ungrammatical"
    if re.search(r"[*/]\S*\s*\(|\*\S|\s/\s", whole) or _INTENDED.search(raw):
        return "alternatives, or a meaning only intended"
    made = [gloss_word(gloss) for gloss in glosses]
    if sum(not gloss for gloss in made) > len(made) / 4 or any(_LATEX_LEFT.search(gloss) for gloss in made):
        return "damaged glosses"
    said = english(raw)
    if _LATEX.search(said) or not re.search(r"[A-Za-z]{2}", said) or len(said.split()) > MOST_ENGLISH:
        return "damaged or missing translation"
    text = plain_text(words)
    if not _letters(text) or "\\" in text:
        return "damaged text"
    if _overlap(text, said) > 0.5:
        return "English itself"
    book = record["book"]
    return Glossed(str(record.get("id", "")), int(str(book)), text, tuple(g for g in made if g), said)


_LATEX_LEFT = re.compile(r"[\\{}$]")


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _overlap(text: str, other: str) -> float:
    """The share of the words of a text that the other has too."""
    words = set(re.findall(r"\w+", text.casefold()))
    return len(words & set(re.findall(r"\w+", other.casefold()))) / max(1, len(words))


def _familiar(examples: Sequence[Glossed]) -> frozenset[str]:
    """The words that the translations of several books have."""
    books: dict[str, set[int]] = defaultdict(set)
    for item in examples:
        for word in _WORD.findall(item.english.casefold()):
            books[word].add(item.book)
    least = max(1, min(_FAMILIAR_BOOKS, len({item.book for item in examples}) // 10))
    return frozenset(word for word, where in books.items() if len(where) >= least)


def _is_english(text: str, familiar: frozenset[str]) -> bool:
    """Whether most words of a text, its capitalized ones aside, are familiar."""
    words = _WORD.findall(" ".join(w for i, w in enumerate(text.split()) if i == 0 or w[:1].islower()).casefold())
    return sum(word in familiar for word in words) >= _FAMILIAR_SHARE * len(words) if words else True
