"""Gloss the glossed texts of a Multi-CAST folder with a project and score them with the data's own scorer.

usage: python benchmarks/multicast.py PROJECT DATA_DIR [--text NAME ...]

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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--text", action="append", default=[], help="only this text (may be repeated)")
    parser.add_argument("--keep", type=Path, help="keep the glossed blocks here")
    args = parser.parse_args()
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
