"""Tables of interlinear examples: of a CLDF data set, or a bare CSV or TSV with the same columns.

Tokens stand in a cell each with a tab after it; those that are clitics, affixes or marks of the annotation are told
in :mod:`rules.sources.words`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from morph.errors import DataError
from morph.model import Source
from rules.items import Example, Pair, SourceRead
from rules.sources.files import Tally, dict_rows, place
from rules.sources.languages import iso
from rules.sources.words import NULL, align_surface, gloss_item, is_mark, join_tokens, surface_words

Row = Mapping[str, Any]
# Column names of tables of examples, as CLDF has them and as people write them.
_COLUMN_NAMES = {
    "primary_text": "Primary_Text",
    "text": "Primary_Text",
    "analyzed_word": "Analyzed_Word",
    "segmented": "Analyzed_Word",
    "morphs": "Analyzed_Word",
    "gloss": "Gloss",
    "glosses": "Gloss",
    "translated_text": "Translated_Text",
    "translation": "Translated_Text",
    "id": "ID",
    "language_id": "Language_ID",
    "meta_language_id": "Meta_Language_ID",
    "meta_language": "Meta_Language_ID",
    "text_id": "Text_ID",
}


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: the meta-language where rows name none, whether examples are wanted, and of which language."""

    meta_language: str = "eng"
    no_examples: bool = False
    language: str = ""
    role: str = "dictionary"


def read_example_csv(path: Path, options: Options, delimiter: str = ",") -> SourceRead:
    """Read a table of examples that has no metadata: CLDF's column names, tokens separated by tabs in a cell."""
    tally = Tally()
    rows = [{**_standard_names(row), "line": line} for line, row in dict_rows(path, delimiter, tally)]
    if not rows:
        raise DataError("the table is empty", path=str(path), hint="export it again")
    read_examples(path, rows, {}, tally, options, pairs=False)
    return tally.finish(path, "texts")


def is_example_header(cells: Iterable[str]) -> bool:
    """Whether the columns of a table are those of glossed examples: an analysis, a gloss, and a text or translation."""
    names = {_COLUMN_NAMES.get(cell.strip('" ').casefold(), "") for cell in cells}
    return {"Analyzed_Word", "Gloss"} <= names and bool(names & {"Primary_Text", "Translated_Text"})


def _standard_names(row: Mapping[str, str]) -> dict[str, str]:
    return {_COLUMN_NAMES.get(name.casefold(), name): cell for name, cell in row.items()}


def read_examples(
    path: Path, rows: list[dict[str, Any]], languages: dict[str, str], tally: Tally, options: Options, *, pairs: bool
) -> None:
    """Examples with glosses, and (of a dictionary, ``pairs``) every sentence with its translation as a pair.

    ``rows`` have CLDF's default column names, ``languages`` the codes of language ids. Of several languages the most
    frequent is taken for the source's own.
    """
    left_out: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    main = Counter(nfc(row.get("Language_ID")) for row in rows).most_common(1)
    for row in rows:
        language = nfc(row.get("Language_ID"))
        code = languages.get(language, iso(language))
        if options.language and language and iso(options.language) not in (code, iso(language)):
            left_out[language] += 1
            continue
        text_id = nfc(row.get("Text_ID"))
        counts[text_id] += 1
        source = _example_source(path, row, text_id, counts[text_id], pairs)
        meta = nfc(row.get("Meta_Language_ID"))
        meta_language = languages.get(meta, iso(meta)) if meta else iso(options.meta_language)
        text, translation = nfc(row.get("Primary_Text")), nfc(row.get("Translated_Text"))
        if pairs and text and translation:
            tally.pairs.append(Pair(str(row["ID"]), text, translation, source, meta_language))
        foreign = "" if options.language or language == main[0][0] else code
        if _tokens(row.get("Gloss")) or not pairs:
            _add_example(tally, row, text, translation, source, meta_language, foreign)
    if pairs:
        tally.counts["sentences.seen"] += len(rows)
    report_languages(left_out, "examples", place(path, kind="file"), tally)


def report_languages(left_out: Counter[str], what: str, source: Source, tally: Tally) -> None:
    """Note the items of other languages than the one that was asked for."""
    for language, count in left_out.items():
        tally.say(
            "example.other-language",
            f"{count} {what} of the language {language} left out",
            source,
            f"--language {language} reads them",
            "note",
        )


def _example_source(path: Path, row: Row, text_id: str, number: int, dictionary: bool) -> Source:
    if dictionary:
        return Source("dict", str(row["ID"]))
    if text_id:
        return Source("text", text_id.replace(" ", "_"), number)
    return place(path, int(row.get("line") or 0), str(row.get("ID") or ""))


def _add_example(
    tally: Tally, row: Row, text: str, translation: str, source: Source, meta_language: str, language: str
) -> None:
    forms, glosses = _tokens(row.get("Analyzed_Word")), _tokens(row.get("Gloss"))
    aligned = len(forms) == len(glosses)
    words = join_tokens(forms, glosses) if aligned else []
    morphs = tuple(form for form, _ in words) if aligned else tuple(f for f in forms if not is_mark(f, "x"))
    surface = align_surface(text, morphs)
    if aligned and morphs and not surface:
        tally.counts["examples.unmatched"] += 1
        spoken = len(surface_words(text))
        tally.say(
            "example.surface-differs",
            f"example {row.get('ID')}: {spoken} words in the text, {sum(m != NULL for m in morphs)} in the analysis",
            source,
            "read with its analysis only",
            "note",
        )
    tally.add_example(
        Example(
            id=str(row.get("ID") or ""),
            surface=text,
            morphs=morphs,
            glosses=tuple(gloss or "?" for _, gloss in words) if aligned else tuple(gloss_item(g) for g in glosses),
            translation=translation,
            source=source,
            surface_words=surface,
            reference=f"{nfc(row.get('Text_ID'))}:{source.line}" if row.get("Text_ID") else "",
            meta_language=meta_language,
            language=language,
            aligned=aligned and bool(words),
        )
    )


def _tokens(cell: Any) -> list[str]:
    """The tokens of a cell: a list already, or text separated by tabs (also written ``\\t``), else by spaces."""
    if cell is None:
        return []
    if isinstance(cell, list):
        return [nfc(token) for token in cell]
    text = str(cell).replace("\\t", "\t")
    return [nfc(token) for token in (text.split("\t") if "\t" in text else text.split())]


def nfc(cell: Any) -> str:
    """A cell as text: NFC, stripped, a missing one empty, a list joined with semicolons."""
    if cell is None:
        return ""
    text = "; ".join(str(item) for item in cell) if isinstance(cell, list) else str(cell)
    return unicodedata.normalize("NFC", text.strip())
