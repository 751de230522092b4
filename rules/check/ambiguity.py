"""Checks of ambiguity: words with far too many readings, and the row that multiplies them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rules.check import Hit, check, hit
from rules.check.material import Material

_MANY = 40
_WORDS = 5


@check("W701")
def explosion(material: Material) -> Iterator[Hit]:
    """{kind} {id} ({face}) is in {share} of the readings of {words} words with more than {many} readings each: {some}

    So many readings are slow and hard to choose from. Give the row an environment, a slot or attaches_to, or reject
    it."""
    count: Counter[str] = Counter()
    words: dict[str, list[str]] = {}
    total: Counter[str] = Counter()
    for word in material.words:
        analyses = material.analyzer.analyze(word)
        readings = material.analyzer.capped.get(word, len(analyses))
        if readings <= _MANY:
            continue
        held = Counter(m for a in analyses for m in {m.morpheme for m in a.morphs})
        for row, times in held.items():
            # What stands in every reading does not multiply them.
            if len(analyses) / 3 < times < len(analyses):
                count[row] += times
                total[row] += len(analyses)
                words.setdefault(row, []).append(word)
    faces = {m.id: ("morpheme", "morphemes.tsv", f"{m.form} ‘{m.gloss}’") for m in material.rules.morphemes}
    faces |= {x.id: ("lexeme", "lexicon.tsv", f"{x.headword} ‘{x.gloss}’") for x in material.rules.lexemes}
    for row, times in count.most_common():
        if row in faces and len(words[row]) > 1:
            kind, table, face = faces[row]
            yield hit(
                material.place(table, row), kind=kind, id=row, face=face, share=f"{100 * times / total[row]:.0f} %",
                words=len(words[row]), many=_MANY, some=", ".join(words[row][:_WORDS]),
            )  # fmt: skip


@check("W702")
def zero_everywhere(material: Material) -> Iterator[Hit]:
    """zero morph {id} (‘{gloss}’) may stand on every word

    It doubles the readings of all of them. Give it a slot, attaches_to or an environment."""
    for row in material.compiled.morphemes:
        bare = row.form.strip("-=~ ") in ("∅", "0", "Ø", "")
        if bare and not row.attaches_to and not row.environment and not row.slot:
            yield hit(material.place("morphemes.tsv", row.id), id=row.id, gloss=row.gloss)
