"""A CLDF dictionary (Forkel et al. 2018) of a project: entries, senses, and its glossed examples.

Lexemes, affixes and clitics are entries; a bound form carries its ``-`` or ``=``. Ids that CLDF does not allow are
rewritten. Sentences of added sources are left out unless they are asked for: they may be under other rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from morph.model import Language
from onebook.ruleset import bound_form
from rules.items import Example

_BAD = re.compile(r"[^A-Za-z0-9_-]+")


def write(folder: Path, language: Language, examples: Sequence[Example] = (), *, meta_language: str = "eng") -> int:
    """Write the data set; the number of its entries."""
    from pycldf import Dictionary

    folder.mkdir(parents=True, exist_ok=True)
    own = language.iso or "und"
    dataset = Dictionary.in_dir(folder)
    dataset.properties["dc:title"] = f"{language.name}, a dictionary from its grammar book by onebook"
    dataset.add_component("LanguageTable")
    dataset.add_columns("EntryTable", {"name": "Variants", "separator": "; "}, "Morph_Type", "Address")
    dataset.add_columns("SenseTable", "Gloss")
    entries, senses = [], []
    ids = _Ids()
    for row, meanings in _rows(language):
        row["ID"] = ids.of(row["ID"])
        entries.append({**row, "Language_ID": own})
        for number, (description, gloss) in enumerate(meanings, 1):
            sense = {"ID": f"{row['ID']}-{number}", "Entry_ID": row["ID"], "Description": description, "Gloss": gloss}
            senses.append(sense)
    names = {own: language.name} | {e.meta_language: e.meta_language for e in examples if e.meta_language}
    names.setdefault(meta_language, meta_language)
    tables: dict[str, list[dict[str, Any]]] = {
        "EntryTable": entries,
        "SenseTable": senses,
        "LanguageTable": [_language(code, name) for code, name in names.items()],
    }
    if examples:
        dataset.add_component("ExampleTable")
        tables["ExampleTable"] = [_example(example, own, ids) for example in examples]
    dataset.write(**tables)
    return len(entries)


class _Ids:
    """Ids of letters, digits, ``_`` and ``-``, each of them once."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def of(self, name: str) -> str:
        """The id for a name."""
        base = _BAD.sub("_", name).strip("_") or "x"
        found, number = base, 2
        while found in self.taken:
            found, number = f"{base}_{number}", number + 1
        self.taken.add(found)
        return found


def _rows(language: Language) -> Iterator[tuple[dict[str, Any], list[tuple[str, str]]]]:
    """Entries with their senses (description, gloss)."""
    for lexeme in language.lexemes:
        row = {
            "ID": lexeme.id, "Headword": lexeme.headword, "Part_Of_Speech": lexeme.pos, "Morph_Type": "stem",
            "Variants": [shape.form for shape in lexeme.forms if shape.form and not shape.gloss],
            "Address": lexeme.source,
        }  # fmt: skip
        first, *more = lexeme.senses or (lexeme.gloss,)
        yield row, [(first or lexeme.gloss, lexeme.gloss), *((sense, "") for sense in more)]
    seen: set[tuple[str, str]] = set()
    for morpheme in language.morphemes:
        key = (morpheme.base_id, morpheme.gloss)
        if key in seen:
            continue
        seen.add(key)
        others = [m for m in language.morphemes if (m.base_id, m.gloss) == key and m.id != morpheme.id]
        row = {
            "ID": f"morpheme-{morpheme.id}", "Headword": bound_form(morpheme), "Part_Of_Speech": morpheme.kind,
            "Morph_Type": morpheme.kind, "Variants": [bound_form(other) for other in others],
            "Address": morpheme.source,
        }  # fmt: skip
        yield row, [(morpheme.gloss, morpheme.gloss)]


def _language(code: str, name: str) -> dict[str, Any]:
    return {"ID": code, "Name": name, "ISO639P3code": code if re.fullmatch("[a-z]{3}", code) else None}


def _example(example: Example, language: str, ids: _Ids) -> dict[str, Any]:
    return {
        "ID": ids.of(f"example-{example.id}"),
        "Language_ID": language,
        "Primary_Text": example.surface or " ".join(example.surface_words or example.morphs),
        "Analyzed_Word": list(example.morphs),
        "Gloss": list(example.glosses),
        "Translated_Text": example.translation,
        "Meta_Language_ID": example.meta_language or None,
    }
