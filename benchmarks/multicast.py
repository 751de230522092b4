"""Gloss the glossed texts of a Multi-CAST folder with a project and score them with the data's own scorer.

usage: python benchmarks/multicast.py PROJECT DATA_DIR [--text NAME ...]
       python benchmarks/multicast.py FOLDER DATA_DIR --open [--text NAME ...]

With ``--open`` a project is built for each text in the open setting without that text (and without sentences elsewhere
that repeat it, see :mod:`leave_out`), in FOLDER/NAME, and only that text is scored.

DATA_DIR holds ``kalamang/multicast/utterances.csv``; the scorer is ``../tools/multicast_gold.py`` beside it. The texts
go through ``onebook gloss --to sigmorphon`` as a user would type it.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

from leave_out import without_text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--text", action="append", default=[], help="only this text (may be repeated)")
    parser.add_argument("--keep", type=Path, help="keep the glossed blocks here")
    parser.add_argument("--open", action="store_true", help="build in the open setting, leaving each text out in turn")
    args = parser.parse_args()
    if args.open:
        return leave_each_out(args.project, args.data, args.text or texts_of(args.data))
    return score(args)


def texts_of(data: Path) -> list[str]:
    with (data / "kalamang" / "multicast" / "utterances.csv").open(encoding="utf-8", newline="") as handle:
        return sorted({row["Text_ID"] for row in csv.DictReader(handle)})


def leave_each_out(folder: Path, data: Path, names: list[str]) -> int:
    """Build without each text and score it."""
    build = Path(__file__).resolve().parent.parent / "examples" / "kalamang" / "build"
    status = 0
    for name in names:
        with tempfile.TemporaryDirectory() as copy:
            left_out = without_text(data / "kalamang", Path(copy) / "data", name)
            with (folder / f"{name}.log").open("w", encoding="utf-8") as log:
                subprocess.run([build, Path(copy) / "data", folder / name, "open"], check=True, stdout=log, stderr=log)
        print(name, "left out:", ", ".join(f"{count} of {file}" for file, count in left_out.items()), flush=True)
        status |= score(argparse.Namespace(project=folder / name, data=data, text=[name], keep=None))
    return status


def score(args: argparse.Namespace) -> int:
    """Gloss the texts with a project and score them."""
    scorer = args.data.parent / "tools" / "multicast_gold.py"
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "utterances.csv"
        select(args.data / "kalamang" / "multicast" / "utterances.csv", table, set(args.text))
        texts = subprocess.run(
            [sys.executable, scorer, table, "--texts"], check=True, capture_output=True, text=True
        ).stdout
        command = [Path(sys.executable).parent / "onebook", "gloss", "--to", "sigmorphon", "--project", args.project]
        glossed = subprocess.run(command, input=texts, check=True, capture_output=True, text=True).stdout
        blocks = args.keep or Path(folder) / "glossed.txt"
        blocks.write_text(glossed, encoding="utf-8")
        return subprocess.run([sys.executable, scorer, table, blocks], check=False).returncode


def select(source: Path, target: Path, names: set[str]) -> None:
    """Copy the rows of the chosen texts (all where none is named)."""
    with source.open(encoding="utf-8", newline="") as handle, target.open("w", encoding="utf-8", newline="") as out:
        reader = csv.DictReader(handle)
        writer = csv.DictWriter(out, reader.fieldnames or [])
        writer.writeheader()
        writer.writerows(row for row in reader if not names or row["Text_ID"] in names)


if __name__ == "__main__":
    sys.exit(main())
