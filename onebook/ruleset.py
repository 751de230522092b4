"""All rules of a project in one list, whatever table they stand in: what ``onebook rules`` shows and edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from morph.errors import OnebookError
from morph.files import read_text
from morph.model import Evidence, Lexeme, Morpheme, SoundRule, Template
from onebook.project import schemas
from onebook.project.config import load_templates
from onebook.project.project import Project
from onebook.project.tables import Schema

TABLES: dict[str, tuple[str, Schema[Any]]] = {
    "morpheme": ("morphemes.tsv", schemas.MORPHEMES),
    "sound": ("sounds.tsv", schemas.SOUNDS),
    "lexeme": ("lexicon.tsv", schemas.LEXICON),
    "transfer": ("transfer.tsv", schemas.TRANSFER),
}
KINDS = (*TABLES, "template", "syntax")
_ALTERNATIVE = re.compile(
    r"^(?:\s*[?!]?(?P<name>[a-z]\w*)(?:\.-?\d+)?\s*:|\s+\|)(?P<body>[^/\n]*?)\s*(?://(?P<note>.*))?$"
)
_NOTED = re.compile(r"(attested|contradicted)\s+(\d+)|(\w+:\S+(?: (?!\w+:)\S+)*)")


@dataclass(frozen=True, slots=True)
class SyntaxRule:
    """One alternative of a rule of ``syntax.lark`` with the line on which it stands."""

    id: str
    name: str
    body: str
    line: int
    source: str = ""
    origin: str = "reader"
    status: str = "accepted"
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class RuleView:
    """A row of any table as ``onebook rules`` shows it; ``summary`` is one readable line."""

    kind: str
    id: str
    summary: str
    status: str
    origin: str
    source: str
    evidence: Evidence
    row: Any


def summary(row: Any) -> str:
    """One line a linguist reads: ``-un ‘3POSS’ suffix / C_`` or ``p → w / V+ _ V``."""
    if isinstance(row, Morpheme):
        environment = f" / {row.environment}" if row.environment else ""
        hosts = f" on {', '.join(row.attaches_to)}" if row.attaches_to else ""
        return f"{bound_form(row)} ‘{row.gloss}’ {row.kind}{environment}{hosts}"
    if isinstance(row, SoundRule):
        context = f" / {row.before} _ {row.after}".replace("  ", " ").rstrip() if row.before or row.after else ""
        return f"{row.target or '∅'} → {row.output or '∅'}{context}{' (optional)' if row.optional else ''}"
    if isinstance(row, Lexeme):
        return f"{row.headword} ‘{row.gloss or '; '.join(row.senses)}’ {row.pos}".rstrip()
    if isinstance(row, SyntaxRule):
        return f"{row.name} → {row.body}"
    if isinstance(row, Template):
        return f"{' '.join(row.pos) or 'any'}: {' '.join((*row.before, '●', *row.after))}"
    return f"{row.construction} → {row.english}"


def bound_form(row: Morpheme) -> str:
    """The form with the mark of its kind: ``-lu``, ``a-``, ``=ta``."""
    marks = {"prefix": "{}-", "proclitic": "{}=", "suffix": "-{}", "enclitic": "={}", "infix": "<{}>"}
    return marks.get(row.kind, "{}").format(row.form)


def rules(project: Project, kinds: Sequence[str] = KINDS) -> Iterator[RuleView]:
    """Every row of the tables of these kinds, in the order of the files."""
    for kind in kinds:
        for row in rows_of(project, kind):
            evidence = getattr(row, "evidence", Evidence())
            yield RuleView(kind, row.id, summary(row), row.status, row.origin, row.source, evidence, row)


def rows_of(project: Project, kind: str) -> list[Any]:
    """The rows of one kind."""
    if kind == "template":
        return list(load_templates(project.path("morphotactics.toml")))
    if kind == "syntax":
        path = project.path("syntax.lark")
        return list(syntax_rules(read_text(path)[0])) if path.exists() else []
    name, schema = TABLES[kind]
    return project.read(name, schema)


def syntax_rules(text: str) -> Iterator[SyntaxRule]:
    """The alternatives of a Lark file, with the counts and addresses that its comments give.

    >>> [(r.id, r.evidence.attested, r.source) for r in syntax_rules("np: N  // attested 3  book:a.md:4 exe:x")]
    [('np/N', 3, 'book:a.md:4 ; exe:x')]
    """
    name = ""
    for number, line in enumerate(text.splitlines(), 1):
        match = _ALTERNATIVE.match(line)
        if not match or not match["body"].strip():
            continue
        name = match["name"] or name
        body = " ".join(match["body"].split())
        noted = list(_NOTED.finditer(match["note"] or ""))
        counts = {found[1]: int(found[2]) for found in noted if found[1]}
        places = " ; ".join(found[3] for found in noted if found[3])
        evidence = Evidence(counts.get("attested", 0), counts.get("contradicted", 0))
        origin = "reader" if counts else "hand"
        yield SyntaxRule(f"{name}/{body.replace(' ', '+')}", name, body, number, places, origin, "accepted", evidence)


def find(project: Project, rule_id: str) -> RuleView:
    """The rule with this id (``KIND:ID`` where two kinds share an id); OnebookError naming the nearest ids."""
    found = list(rules(project))
    matches = [view for view in found if rule_id in (view.id, f"{view.kind}:{view.id}")]
    if len(matches) == 1:
        return matches[0]
    if matches:
        names = ", ".join(f"{view.kind}:{view.id}" for view in matches)
        raise OnebookError(f"several rules have the id '{rule_id}'", hint=f"say which: {names}")
    raise OnebookError(f"no rule '{rule_id}'", hint=_nearest(found, rule_id))


def _nearest(found: Sequence[RuleView], wanted: str) -> str:
    """Ids like the one that is wanted, and rules whose form or gloss is that."""
    import difflib

    named = [
        view.id
        for view in found
        if wanted.casefold() in (str(getattr(view.row, n, "")).casefold() for n in ("form", "headword", "gloss"))
    ]
    near = [*named, *difflib.get_close_matches(wanted, [view.id for view in found], n=3)]
    return f"nearest: {', '.join(dict.fromkeys(near[:6]))}" if near else "onebook rules list"
