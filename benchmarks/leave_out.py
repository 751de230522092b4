"""A copy of the Kalamang data without one of the glossed texts, and without every sentence that repeats one of it.

The book is linked to. The text leaves ``multicast/utterances.csv`` (its other formats are not copied);
a sentence pair or a dictionary example with the same words as a sentence of the text leaves ``parallel``, the
dictionary's CLDF and its Toolbox file. What was left out is counted.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

_WORD = re.compile(r"[\w'’]+")
_LEAST = 3
Words = tuple[str, ...]


def without_text(data: Path, copy: Path, text: str) -> Counter[str]:
    """Make ``copy`` from ``data`` (the folder with ``book``, ``dictionary`` …) and say what is left out, by file."""
    table = data / "multicast" / "utterances.csv"
    with table.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    held = {words_of(row["Primary_Text"]) for row in rows if row["Text_ID"] == text}
    if not held:
        raise SystemExit(f"{table}: no text {text!r}; there are {', '.join(sorted({r['Text_ID'] for r in rows}))}")
    counts: Counter[str] = Counter()
    _copy(data, copy, ("book", "dictionary/cldf", "dictionary/raw", "parallel"))
    _csv(table, copy / "multicast" / "utterances.csv", lambda row: row["Text_ID"] == text, counts)
    cldf = "dictionary/cldf/examples.csv"
    _csv(data / cldf, copy / cldf, lambda row: _is_held(row["Primary_Text"], held), counts)
    _lines(data, copy, "dictionary/raw/db.sfm", lambda x: x.startswith("\\xv") and _is_held(_value(x), held), counts)
    for name in ("train-400.tsv", "extended.tsv"):
        _lines(data, copy, f"parallel/{name}", lambda line: _is_held((line.split("\t") + [""])[1], held), counts)
    return counts


def words_of(sentence: str) -> Words:
    """The words of a sentence, folded, without what stands in brackets."""
    return tuple(_WORD.findall(re.sub(r"\[[^\]]*\]", " ", sentence).casefold()))


def _is_held(sentence: str, held: Iterable[Words]) -> bool:
    words = words_of(sentence)
    return len(words) >= _LEAST and words in held


def _value(line: str) -> str:
    return line.partition(" ")[2]


def _copy(data: Path, copy: Path, folders: Iterable[str]) -> None:
    (copy / "multicast").mkdir(parents=True)
    for name in folders:
        if name == "book":
            (copy / name).symlink_to((data / name).resolve())
            continue
        (copy / name).mkdir(parents=True)
        for path in (data / name).iterdir():  # copied: the CLDF reader takes no table from outside its folder
            shutil.copyfile(path, copy / name / path.name)


def _csv(source: Path, target: Path, is_out: Callable[[dict[str, str]], bool], counts: Counter[str]) -> None:
    target.unlink(missing_ok=True)
    with source.open(encoding="utf-8", newline="") as handle, target.open("w", encoding="utf-8", newline="") as out:
        reader = csv.DictReader(handle)
        writer = csv.DictWriter(out, reader.fieldnames or [])
        writer.writeheader()
        for row in reader:
            if is_out(row):
                counts[source.name] += 1
            else:
                writer.writerow(row)


def _lines(data: Path, copy: Path, name: str, is_out: Callable[[str], bool], counts: Counter[str]) -> None:
    kept = []
    for line in (data / name).read_text(encoding="utf-8").split("\n"):
        if is_out(line):
            counts[Path(name).name] += 1
        else:
            kept.append(line)
    (copy / name).unlink()
    (copy / name).write_text("\n".join(kept), encoding="utf-8")
