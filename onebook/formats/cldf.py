"""CLDF text corpus (Forkel et al. 2018): a folder with ``examples.csv``, ``languages.csv`` and their metadata.

Analysed words and glosses are in the standard's columns; the words as the text has them, their basis and confidence
are in columns of their own. Written beside and renamed table by table; ``--out`` names the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from morph.errors import OnebookError
from morph.igt import split_line
from morph.model import IGT, GlossedWord
from onebook.formats import Options
from onebook.formats.basis import basis, is_mark
from onebook.formats.pieces import one_word


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    """Writes the data set; yields nothing."""
    if options.out is None:
        raise OnebookError("a CLDF data set is a folder", hint="name it: onebook gloss FILE --to cldf --out FOLDER")
    if options.out.is_file():
        raise OnebookError(f"{options.out} is a file", hint="name a folder with --out")
    own = options.iso or "und"
    dataset = corpus(options.out, options.language or own)
    meta = options.meta_language
    languages = {meta: meta} | {own: options.language or own}
    dataset.write(
        ExampleTable=[_row(igt, number, own, meta) for number, igt in enumerate(igts, 1) if igt.text],
        LanguageTable=[
            {
                "ID": code,
                "Name": name,
                "ISO639P3code": code if re.fullmatch("[a-z]{3}", code) and code != "und" else None,
            }
            for code, name in languages.items()
        ],
    )
    yield from ()


def corpus(folder: Path, title: str) -> Any:
    """An empty text corpus with the columns that onebook adds."""
    from pycldf import TextCorpus

    folder.mkdir(parents=True, exist_ok=True)
    dataset = TextCorpus.in_dir(folder)
    dataset.properties["dc:title"] = f"{title}, glossed by onebook"
    dataset.add_component("LanguageTable")
    for name, told in (
        ("Word", "the words as they stand in the text"),
        ("Basis", "what each gloss stands on: confirmed, table, rule, guess, unknown"),
        ("Confidence", "how sure each gloss is, 0 to 1; empty where nothing tells"),
    ):
        dataset.add_columns("ExampleTable", {"name": name, "separator": "\t", "dc:description": told})
    return dataset


def _row(igt: IGT, number: int, language: str, meta: str) -> dict[str, Any]:
    words = [word for word in igt.words if not is_mark(word)]
    return {
        "ID": re.sub(r"[^A-Za-z0-9_-]+", "-", igt.id) or str(number),
        "Language_ID": language,
        "Primary_Text": igt.text,
        "Analyzed_Word": [one_word(word.segmented) for word in words],
        "Gloss": [one_word(word.gloss) for word in words],
        "Translated_Text": igt.translation,
        "Meta_Language_ID": meta,
        "LGR_Conformance": "MORPHEME_ALIGNED" if all(map(_aligned, words)) else "WORD_ALIGNED",
        "Word": [word.form for word in words],
        "Basis": [basis(word) for word in words],
        "Confidence": [f"{word.confidence:.2f}" if word.confidence else "" for word in words],
    }


def _aligned(word: GlossedWord) -> bool:
    """Whether both lines have as many morphs (an infix counts once, wherever it stands)."""
    return len(split_line(re.sub(r"[^-=~<>]+<", "<", word.segmented))) == len(split_line(word.gloss))
