"""Paradigms: word forms by their features, from the book's tables and from the examples.

A table is a paradigm where its row and column headings mean features (person, number, case, tense …) and its body
holds words. The examples give a cell for every combination of affixes that a lexeme shows. A cell is suppletive where
the form is a fused stem (``go.PST``) and no affix brings the feature. Cells are there to check generation.

>>> from morph.model import Source
>>> from rules.items import Span
>>> def row(*cells): return tuple((Span(cell),) for cell in cells)
>>> table = Table((row("", "singular", "plural"), row("nominative", "domus", "domu"), row("dative", "domui", "domibu")),
...     "Forms of domus", "tab:domus", "", 1, Source("book", "a.tex", 5))
>>> found = table_paradigm(table, LabelBook.of([], {"NOM": 1, "DAT": 1, "SG": 1, "PL": 1}))
>>> [(cell.features, cell.form) for cell in found.cells][2:]
[(('DAT', 'SG'), 'domui'), (('DAT', 'PL'), 'domibu')]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from morph.igt import is_label
from morph.model import Lexeme
from rules.extract.claims import bound_forms
from rules.extract.labels import LabelBook
from rules.extract.lexicon import Lexicon
from rules.extract.tables import text_of
from rules.extract.tokens import Word, normal
from rules.items import Rich, Table

_MIN_SHARE = 0.6
_LONGEST_HEADING = 4
_KNOWN_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Cell:
    """A form with its features (gloss labels, in the order of the row and column headings or of the affixes)."""

    features: tuple[str, ...]
    form: str
    segmented: str = ""
    source: str = ""
    is_suppletive: bool = False


@dataclass(frozen=True, slots=True)
class Paradigm:
    """The cells of one lexeme (``lexeme`` is its id, empty where it is not known) or of a table."""

    id: str
    title: str
    lexeme: str
    pos: str
    cells: tuple[Cell, ...]
    source: str
    origin: str = "reader"


def build_paradigms(
    tables: Sequence[Table], words: Sequence[Word], lexicon: Lexicon, labels: LabelBook
) -> tuple[Paradigm, ...]:
    """All paradigms: those of tables first, then one for each inflected lexeme of the examples."""
    by_form = {normal(lexeme.headword): lexeme for lexeme in reversed(lexicon.lexemes)}
    found = []
    known = {normal(form) for word in words for form in (word.surface, word.segmented) if form} | set(by_form)
    for table in tables:
        paradigm = table_paradigm(table, labels)
        if paradigm and (_is_styled(table) or _known_share(paradigm, known) >= _KNOWN_SHARE):
            found.append(with_lexeme(paradigm, by_form))
    return (*found, *_of_examples(words, lexicon))


def _is_styled(table: Table) -> bool:
    return any(span.style == "form" for row in table.rows[table.header :] for cell in row for span in cell)


def _known_share(paradigm: Paradigm, known: set[str]) -> float:
    return sum(normal(cell.form) in known for cell in paradigm.cells) / len(paradigm.cells)


# --- tables --------------------------------------------------------------------------------------------------------


def table_paradigm(table: Table, labels: LabelBook) -> Paradigm | None:
    """The paradigm that a table shows; None where its headings are no features or its cells no words."""
    if table.header < 1 or len(table.rows) - table.header < 2:
        return None
    heads = [
        _feature([text_of(row[c]) for row in table.rows[: table.header] if c < len(row)], labels)
        for c in range(max(map(len, table.rows)))
    ]
    body = table.rows[table.header :]
    stub = next((c for c, head in enumerate(heads) if head), len(heads))
    if not 1 <= stub < len(heads) or sum(map(bool, heads[stub:])) < _MIN_SHARE * (len(heads) - stub):
        return None
    cells: list[Cell] = []
    named, above = 0, ""
    is_styled = _is_styled(table)
    for number, row in enumerate(body):
        texts = [text_of(cell) for cell in row[:stub]]
        above = next(filter(None, texts), above)
        side = _feature([*([above] if above not in texts else []), *texts], labels)
        named += bool(side)
        at = table.sources[number + table.header] if len(table.sources) == len(table.rows) else table.source
        for column in range(stub, len(row)):
            for segmented in _words(row[column], is_styled):
                features = tuple(dict.fromkeys((*side, *heads[column])))
                cells.append(Cell(features, segmented.replace("-", ""), segmented, str(at)))
    if named < _MIN_SHARE * len(body) or len(cells) < 2 or len({cell.form for cell in cells}) < 2:
        return None
    title = table.caption or table.label
    return Paradigm(f"table:{table.label or table.source.line}", title, "", "", tuple(cells), str(table.source))


def _feature(texts: Sequence[str], labels: LabelBook) -> tuple[str, ...]:
    """The labels that headings stand for; a bare person digit is one."""
    found = []
    for text in dict.fromkeys(filter(None, texts)):
        bare = text.strip(" .:()")
        if bare in tuple("1234") or (is_label(bare) and labels.is_known(bare)):
            found.append(bare)
        elif len(text.split()) <= _LONGEST_HEADING and (label := labels.heading(text)):
            found.append(label)
    return tuple(found)


def _words(cell: Rich, is_styled: bool) -> list[str]:
    """The word forms of a cell: its italic words where the table has some, else its one or two words."""
    plain_text = text_of(tuple(span for span in cell if span.style == "plain"))
    others = any(span.style in ("label", "gloss") for span in cell)
    texts = [span.text for span in cell if span.style == "form"] if is_styled else [] if others else [plain_text]
    forms = []
    for text in texts:
        for item in re.split(r"[,;/]", text):
            item = item.strip(" ()[].")
            is_word = bool(re.fullmatch(r"[^\W\d_][\w'’ʼ-]*(?: [^\W\d_][\w'’ʼ-]*)?", item)) and not is_label(item)
            if is_word and not bound_forms(item):
                forms.append(item)
    return forms


def with_lexeme(paradigm: Paradigm, by_form: dict[str, Lexeme]) -> Paradigm:
    """The lexeme whose headword stands in the table or begins most of its forms."""
    forms = [normal(cell.form) for cell in paradigm.cells]
    candidates = [by_form[form] for form in forms if form in by_form]
    candidates += [
        by_form[stem] for stem in {form[:n] for form in forms for n in range(2, len(form))} if stem in by_form
    ]

    def covered(lexeme: Lexeme) -> int:
        return sum(form.startswith(normal(lexeme.headword)) for form in forms)

    best = max(candidates, key=lambda x: (covered(x), len(x.headword), x.id), default=None)
    if best is None or covered(best) * 2 <= len(forms):
        return paradigm
    return Paradigm(paradigm.id, paradigm.title, best.id, best.pos, paradigm.cells, paradigm.source)


# --- examples ------------------------------------------------------------------------------------------------------


def _of_examples(words: Sequence[Word], lexicon: Lexicon) -> list[Paradigm]:
    """A paradigm for each lexeme that the examples show in two or more different forms."""
    owners = {(normal(lexeme.headword), lexeme.gloss): lexeme for lexeme in lexicon.lexemes}
    fused = {
        (normal(form.form), form.gloss): lexeme for lexeme in lexicon.lexemes for form in lexeme.forms if form.gloss
    }
    cells: dict[str, dict[tuple[tuple[str, ...], str], Cell]] = defaultdict(dict)
    lexemes: dict[str, Lexeme] = {}
    for word in words:
        if len(word.roots) != 1 or any(morph.kind in ("enclitic", "proclitic") for morph in word.morphs):
            continue
        root = word.roots[0]
        key = normal(root.form), root.gloss
        base = normal(lexicon.bases.get(key, root.form)), root.gloss
        lexeme = owners.get(base) or fused.get(key)
        if lexeme is None:
            continue
        features = tuple(morph.gloss for morph in word.morphs if morph is not root)
        suppletive = key in fused
        if suppletive:
            features = (*(part for part in root.gloss.split(".") if is_label(part)), *features)
        form = word.surface or re.sub(r"[-=~<>]", "", word.segmented)
        lexemes[lexeme.id] = lexeme
        cell = Cell(features, normal(form), word.segmented, str(word.source), suppletive)
        cells[lexeme.id].setdefault((features, cell.form), cell)
    return [
        Paradigm(
            f"lexeme:{id_}", lexemes[id_].headword, id_, lexemes[id_].pos, tuple(found.values()), lexemes[id_].source
        )
        for id_, found in sorted(cells.items())
        if len({cell.features for cell in found.values()}) > 1
    ]
