"""Draw accepted claims of a project by seed, with their passages, for judges; or count what two judges said.

    python benchmarks/claim_sample.py PROJECT REQUESTS OUT.md [--number 100] [--seed 20261125]
    python benchmarks/claim_sample.py --verdicts ONE.tsv TWO.tsv

REQUESTS is the folder that ``onebook extract --requests`` wrote: each claim is shown with the part of the prompt around
its quote. The sheet quotes the book, so it stays out of the repository; verdicts (``claim verdict reason``, the verdict
``right`` or ``wrong``) are committed by claim id.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from pathlib import Path

from onebook.claims import FOLDER, RECORD, Stored, read_claims

AROUND = 1500


def sheet(project: Path, requests: Path, number: int, seed: int) -> str:
    """The sheet for the judges."""
    stored, _ = read_claims(project / FOLDER / RECORD)
    accepted = sorted((row for row in stored if row.status == "accepted"), key=lambda row: row.id)
    drawn = random.Random(seed).sample(accepted, min(number, len(accepted)))
    head = f"# {len(drawn)} of {len(accepted)} accepted claims, seed {seed}\n"
    return "\n".join([head, *(entry(i, row, requests) for i, row in enumerate(drawn, 1))])


def entry(number: int, row: Stored, requests: Path) -> str:
    """One claim with its passage."""
    claim = row.claim
    name = next((name for name in claim.requests if (requests / f"{name}.md").exists()), "")
    path = requests / f"{name}.md"
    passage = around(path.read_text(encoding="utf-8"), claim.quote) if name else ""
    return (
        f"## {number}. {claim.id}\n\nclaim ({claim.type}): {claim.content}\n\nsection {claim.section}; support "
        f"{claim.support}; examples {', '.join(claim.examples) or '-'}; address {row.source}\n\n"
        f"quote: {claim.quote}\n\nwhole passage: {path if name else 'no request'}\n\n~~~\n{passage}\n~~~\n"
    )


def around(text: str, quote: str) -> str:
    """The text around the quote, found by its words alone; the whole text where they are not found."""
    words = re.findall(r"\w+", quote)
    hit = re.search(r"\W+".join(map(re.escape, words[:8])), text) if words else None
    return text[max(0, hit.start() - AROUND) : hit.end() + AROUND] if hit else text


def verdicts(path: Path) -> dict[str, bool]:
    """Claim ids with whether they are right."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return {cells[0]: cells[1] == "right" for cells in lines if len(cells) > 1 and cells[1] in ("right", "wrong")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PROJECT REQUESTS OUT.md")
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--verdicts", nargs=2, type=Path)
    args = parser.parse_args()
    if args.verdicts:
        one, two = map(verdicts, args.verdicts)
        shared = one.keys() & two.keys()
        for name, found in zip(args.verdicts, (one, two), strict=True):
            print(f"{name}: {sum(found.values())} of {len(found)} right")
        print(f"agreement: {sum(one[key] == two[key] for key in shared)} of {len(shared)}")
        wrong = sorted(key for key in one.keys() | two.keys() if not (one.get(key) and two.get(key)))
        print(f"wrong for one at least: {', '.join(wrong)}")
        return 0
    if len(args.paths) != 3:
        parser.error("PROJECT, REQUESTS and OUT.md are needed")
    project, requests, out = args.paths
    out.write_text(sheet(project, requests, args.number, args.seed), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
