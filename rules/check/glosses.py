"""Checks of glosses: labels that nobody declared, labels with two meanings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clldutils import lgr

from morph.igt import is_label
from morph.model import Source
from rules.check import Hit, check, hit
from rules.check.material import Material

_PERSON = re.compile(r"[1-4](?:[/|+&]?[1-4])*(?P<rest>[A-Za-z]*)")
_PARTS = re.compile(r"[.:/|>_&+;]")


@check("W601")
def undeclared(material: Material) -> Iterator[Hit]:
    """gloss label '{label}' of {kind} {id} is not declared{near}

    It is neither in the list of the Leipzig Glossing Rules nor in abbreviations.tsv. Correct it, or declare it."""
    known = {label for label, _, _ in material.declared} | set(lgr.ABBRS)
    folded = {label.casefold(): label for label in known}
    rows = [("morpheme", "morphemes.tsv", row.id, row.gloss) for row in material.rules.morphemes]
    rows += [("lexeme", "lexicon.tsv", row.id, row.gloss) for row in material.rules.lexemes]
    told: set[str] = set()
    for kind, table, row_id, gloss in rows:
        for label in _labels(gloss, known):
            if label not in told:
                told.add(label)
                other = folded.get(label.casefold())
                near = f"; did you mean '{other}'?" if other else ""
                yield hit(material.place(table, row_id), label=label, kind=kind, id=row_id, near=near)


def _labels(gloss: str, known: set[str]) -> Iterator[str]:
    """The parts of a gloss that are labels and not declared."""
    if not is_label(gloss) or gloss in known:
        return
    # What follows a declared label after an underscore specifies it: CLF_ROUND needs CLF only.
    named = re.sub(r"([A-Z0-9]+)_\w+", lambda m: m[1] if m[1] in known else m[0], gloss)
    for part in _PARTS.split(named):
        person = _PERSON.fullmatch(part)
        label = person["rest"] if person else part
        if not label or label in known or label.isdigit() or part in known:
            continue
        if any(label[:at] in known and label[at:] in known for at in range(1, len(label))):
            continue
        yield label


@check("W602")
def two_meanings(material: Material) -> Iterator[Hit]:
    """label '{label}' is declared twice: ‘{one}’ and ‘{other}’

    A reader can't tell which is meant. Keep one of the rows of abbreviations.tsv, or give one another label."""
    seen: dict[str, str] = {}
    for label, meaning, _ in material.declared:
        first = seen.setdefault(label, meaning)
        if first.casefold() != meaning.casefold():
            yield hit(Source("file", "abbreviations.tsv"), label=label, one=first, other=meaning)
