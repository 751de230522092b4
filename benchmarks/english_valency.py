"""Count how often English verbs have an object: the table ``grammar/english_valency.tsv``.

    python benchmarks/english_valency.py EXAMPLES.jsonl OUT.tsv [--least 4]

EXAMPLES.jsonl has a JSON object a line with an English ``translation`` (interlinear examples of many languages).
Columns: ``verb`` (lemma), ``clauses``, ``with_object``. Left out are passives, verbs with an open clause (``want to``)
or with a gap that an object may fill (relative clauses, questions), and particles (``pick up`` counts as ``pick``).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from hybrid.from_english.english import Sentence, analyze_english

_OBJECTS = frozenset(("dobj", "obj"))
_OPEN = frozenset(("ccomp", "xcomp", "nsubjpass", "auxpass", "acomp", "attr", "prt", "dative"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--least", type=int, default=4)
    args = parser.parse_args()
    lines = args.examples.read_text("utf-8").splitlines()
    sentences = sorted({json.loads(line)["translation"].strip("`'‘’“”\" ") for line in lines})
    clauses: Counter[str] = Counter()
    objects: Counter[str] = Counter()
    for sentence in analyze_english([s for s in sentences if 8 < len(s) < 200]):
        count(sentence, clauses, objects)
    rows = [f"{verb}\t{n}\t{objects[verb]}" for verb, n in sorted(clauses.items()) if n >= args.least]
    args.out.write_text("\n".join(["verb\tclauses\twith_object", *rows]) + "\n", "utf-8")
    print(f"{len(rows):,} verbs of {len(sentences):,} sentences")


def count(sentence: Sentence, clauses: Counter[str], objects: Counter[str]) -> None:
    """Add the verbs of one sentence."""
    below: dict[int, set[str]] = {}
    asks = any(token.tag in ("WP", "WDT", "WRB") for token in sentence)
    for at, token in enumerate(sentence):
        if token.head != at:
            below.setdefault(token.head, set()).add(token.dep)
    for at, token in enumerate(sentence):
        deps = below.get(at, set())
        if token.pos != "VERB" or deps & _OPEN or not token.lemma.isalpha() or (asks and not deps & _OBJECTS):
            continue
        if token.dep in ("relcl", "acl", "amod") and not deps & _OBJECTS:
            continue
        clauses[token.lemma.casefold()] += 1
        objects[token.lemma.casefold()] += bool(deps & _OBJECTS)


if __name__ == "__main__":
    main()
