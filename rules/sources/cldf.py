"""CLDF data sets (Forkel et al. 2018): dictionaries with their senses and examples, word lists, text corpora.

Read with :mod:`pycldf`, row by row, since its interlinear objects give up on tokens without a gloss.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from morph.errors import DataError
from morph.files import read_text
from morph.model import Source
from rules.items import Entry, Sense, SourceRead
from rules.sources.examples import Options, Row, nfc, read_examples, report_languages
from rules.sources.files import Tally, place
from rules.sources.languages import iso
from rules.sources.words import gloss_item

_NUMBERED = re.compile(r"(?P<text>.+?)[_ -](?P<number>\d+)")


def metadata_file(folder: Path) -> Path | None:
    """The metadata of a CLDF data set in a folder or in its ``cldf`` folder, None where there is none."""
    for place_ in (folder, folder / "cldf"):
        found = sorted(place_.glob("*-metadata.json")) if place_.is_dir() else []
        if found:
            return found[0]
    return None


def read_cldf(path: Path, options: Options) -> SourceRead:
    """Read a data set by its metadata file. DataError where the metadata or a table it needs is unreadable."""
    tally = Tally()
    dataset = _open(path, tally)
    names = {table for table in _tables(dataset)}
    if not names & {"EntryTable", "FormTable", "ExampleTable"}:
        raise DataError(
            "neither entries, forms nor examples in the CLDF data set",
            path=str(path),
            found=", ".join(sorted(names)) or "no standard table",
            expected="EntryTable, FormTable or ExampleTable",
        )
    languages = _languages(dataset, names)
    dictionary = bool(names & {"EntryTable", "FormTable"})
    if "EntryTable" in names:
        _read_entries(dataset, names, tally, options)
    elif "FormTable" in names:
        _read_forms(dataset, names, languages, tally, options)
    if "ExampleTable" in names:
        rows = [_example_row(row) for row in _rows(dataset, "ExampleTable")]
        if dictionary and options.no_examples:
            tally.counts["examples.omitted"] += len(rows)
        else:
            read_examples(path, rows, languages, tally, options, pairs=dictionary)
    return tally.finish(path, "dictionary" if dictionary else "texts")


def _open(path: Path, tally: Tally) -> Any:
    from pycldf import Dataset

    read_text(path)
    try:
        dataset = Dataset.from_metadata(path)
        for table in dataset.tables:
            _check_table(path, table, tally)
    except DataError:
        raise
    except Exception as error:  # csvw raises plain ValueError, KeyError, AssertionError on bad metadata
        raise DataError(
            f"not readable as CLDF metadata ({type(error).__name__}: {error})",
            path=str(path),
            hint="validate with 'cldf'",
        ) from error
    return dataset


def _check_table(path: Path, table: Any, tally: Tally) -> None:
    """Tables are files inside the data set's folder, text, and without monstrous lines."""
    target = (path.parent / str(table.url)).resolve()
    if "://" in str(table.url) or not target.is_relative_to(path.parent.resolve()):
        raise DataError("a table lies outside of the data set", path=str(path), found=str(table.url))
    if not target.exists():
        if not target.with_name(target.name + ".zip").exists():
            tally.say(
                "cldf.table-missing", f"the table {table.url} is missing", place(path, kind="file"), "fetch it", "error"
            )
        return
    _, findings = read_text(target)
    if findings:
        first = findings[0]
        raise DataError(first.message, path=str(target), line=first.source.line, hint=first.hint or "save it as UTF-8")


def _tables(dataset: Any) -> Iterator[str]:
    for table in dataset.tables:
        try:
            name = dataset.get_tabletype(table)
        except ValueError:  # a table of the data set's own
            continue
        if name and (Path(dataset.directory) / str(table.url)).exists():
            yield name


def _rows(dataset: Any, table: str) -> Iterator[dict[str, Any]]:
    """Rows with the standard's property names beside the columns' own; a table that breaks off is a DataError."""
    columns = {
        name: str(column.name)
        for name, column in ((p, dataset.get((table, p))) for p in _PROPERTIES)
        if column is not None
    }
    try:
        for row in dataset.iter_rows(table):
            yield {**row, **{name: row.get(columns.get(name, "")) for name in _PROPERTIES}}
    except Exception as error:  # csvw raises ValueError on cells of another type, csv.Error, UnicodeDecodeError
        url = str(dataset[table].url)
        raise DataError(f"{error}", path=str(Path(dataset.directory) / url), hint="validate the data set") from error


_PROPERTIES = (
    "id",
    "languageReference",
    "headword",
    "partOfSpeech",
    "entryReference",
    "description",
    "primaryText",
    "analyzedWord",
    "gloss",
    "translatedText",
    "metaLanguageReference",
    "exampleReference",
    "form",
    "parameterReference",
    "iso639P3code",
    "name",
)


def _languages(dataset: Any, names: set[str]) -> dict[str, str]:
    """Language id → code (ISO 639-3 where the data set has it)."""
    if "LanguageTable" not in names:
        return {}
    return {
        str(row["id"]): iso(str(row.get("iso639P3code") or row.get("name") or row["id"]))
        for row in _rows(dataset, "LanguageTable")
    }


# --- dictionary


def _read_entries(dataset: Any, names: set[str], tally: Tally, options: Options) -> None:
    rows = list(_rows(dataset, "EntryTable"))
    senses = _senses(dataset, names, rows, options)
    headwords = {str(row["id"]): nfc(row["headword"]) for row in rows}
    homonyms = homonym_numbers((str(row["id"]), nfc(row["headword"])) for row in rows)
    unknown: Counter[str] = Counter()
    for row in rows:
        tally.counts["entries.seen"] += 1
        name, headword = str(row["id"]), nfc(row["headword"])
        if not headword:
            tally.say(
                "dictionary.no-headword", f"entry {name} has no headword; left out", Source("dict", name), "give it one"
            )
            continue
        tally.entries.append(
            Entry(
                id=name,
                headword=headword,
                pos=nfc(row["partOfSpeech"]),
                senses=tuple(senses[name]),
                sources=(Source("dict", name),),
                homonym=homonyms.get(name, ""),
                **_extras(row, headwords, unknown),
            )
        )
    tally.counts["entries.read"] = len(tally.entries)
    tally.counts["senses.read"] = sum(len(entry.senses) for entry in tally.entries)
    for column, count in unknown.items():
        tally.say(
            "cldf.column-unused",
            f"{count} cells of the column {column} not used",
            Source("dict", "entries"),
            severity="note",
        )


def _read_forms(dataset: Any, names: set[str], languages: dict[str, str], tally: Tally, options: Options) -> None:
    """The forms of a word list: each is a headword whose meaning is the concept it stands for."""
    concepts: dict[str, str] = {}
    if "ParameterTable" in names:
        concepts = {str(row["id"]): nfc(row.get("name") or row["id"]) for row in _rows(dataset, "ParameterTable")}
    left_out: Counter[str] = Counter()
    for row in _rows(dataset, "FormTable"):
        pos, meta = nfc(row["partOfSpeech"]), iso(options.meta_language)
        tally.counts["entries.seen"] += 1
        language, form = nfc(row["languageReference"]), nfc(row["form"])
        if options.language and iso(options.language) not in (languages.get(language), iso(language)):
            left_out[language] += 1
            continue
        references = row["parameterReference"]
        references = references if isinstance(references, list) else [references]
        meanings = [concepts.get(str(reference), str(reference)) for reference in references]
        senses = tuple(Sense(meaning, gloss_item(meaning), pos, meta) for meaning in meanings)
        name = str(row["id"])
        tally.entries.append(Entry(name, form, pos, senses, (Source("dict", name),)))
    tally.counts["entries.read"] = len(tally.entries)
    report_languages(left_out, "forms", place(Path("forms")), tally)


def homonym_numbers(entries: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Homonym number of each entry whose id ends in one (``a_1``), where the rest of the id is its headword or
    several entries share it.

    >>> homonym_numbers([("a_1", "a"), ("ke_2", "ke"), ("LX000007", "ba")])
    {'a_1': '1', 'ke_2': '2'}
    """
    entries = list(entries)
    shared = Counter(headword for _, headword in entries)
    numbers = {}
    for name, headword in entries:
        match = _NUMBERED.fullmatch(name)
        if match and (_slug(match["text"]) == _slug(headword) or shared[headword] > 1):
            numbers[name] = match["number"]
    return numbers


def _slug(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return re.sub(r"[\W_]|[^\x00-\x7f]", "", decomposed)


def _senses(dataset: Any, names: set[str], entries: list[dict[str, Any]], options: Options) -> dict[str, list[Sense]]:
    pos = {str(row["id"]): nfc(row["partOfSpeech"]) for row in entries}
    found: dict[str, list[Sense]] = defaultdict(list)
    if "SenseTable" not in names:
        return found
    for row in _rows(dataset, "SenseTable"):
        references = row["entryReference"]
        definition = nfc(row["description"])
        for name in references if isinstance(references, list) else [references]:
            if definition:
                gloss = gloss_item(nfc(row.get("Gloss") or row.get("gloss")))
                found[str(name)].append(Sense(definition, gloss, pos.get(str(name), ""), iso(options.meta_language)))
    return found


_RELATION_COLUMNS = (
    (re.compile("main_?entr", re.I), "main_entry"),
    (re.compile("contain|component", re.I), "contains"),
    (re.compile("entry_ids|see_?also|^cf$|related", re.I), "see"),
    (re.compile("source_?language|borrow|loan", re.I), "loan"),
    (re.compile("etymolog", re.I), "etymology"),
    (re.compile("synonym", re.I), "synonym"),
    (re.compile("antonym", re.I), "antonym"),
)
_STANDARD = re.compile(r"^(ID|Language_ID|Headword|Part_Of_Speech|Comment|Source|Media_IDs)$|homonym", re.I)


def _extras(row: Row, headwords: Mapping[str, str], unknown: Counter[str]) -> dict[str, Any]:
    """Variants, pronunciations and relations from the columns that dictionaries have beside the standard's."""
    variants: list[str] = []
    pronunciations: list[str] = []
    relations: list[tuple[str, str]] = []
    for column, cell in row.items():
        values = [nfc(value) for value in (cell if isinstance(cell, list) else re.split(r"\s+;\s+", nfc(cell)))]
        values = [value for value in values if value]
        if not values or column in _PROPERTIES or _STANDARD.search(column):
            continue
        relation = next((kind for pattern, kind in _RELATION_COLUMNS if pattern.search(column)), "")
        if re.search("variant|alternat|spelling", column, re.I):
            variants += values
        elif re.search("pronun|phon|ipa", column, re.I):
            pronunciations += values
        elif relation:
            relations += [(relation, headwords.get(value, value)) for value in values]
        else:
            unknown[column] += 1
    return {"variants": tuple(variants), "pronunciations": tuple(pronunciations), "relations": tuple(relations)}


def _example_row(row: Row) -> dict[str, Any]:
    """A row of pycldf's under the column names of a plain table."""
    return {
        **row,
        "ID": row["id"],
        "Language_ID": row["languageReference"],
        "Primary_Text": row["primaryText"],
        "Analyzed_Word": row["analyzedWord"],
        "Gloss": row["gloss"],
        "Translated_Text": row["translatedText"],
        "Meta_Language_ID": row["metaLanguageReference"],
    }
