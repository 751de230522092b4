"""A paradigm: the forms of one lexeme over the slots of its template, every one of them generated from the rules.

Of the slots that the lexeme's part of speech has, the two whose morphemes are best attested (those that attach to
nothing else count most) span the paradigm: the one with more morphemes gives the rows, the other the columns. Any
number of slots can be asked for; the third and those after it then give one table for each of their choices. A slot
may also be empty.

>>> from morph.compile import compile_language
>>> from morph.model import Evidence, Language, Template
>>> dog = Lexeme("dog", "kalo", "n", "dog")
>>> rows = (Morpheme("pl", "lu", "PL", "suffix", "number", ("n",), evidence=Evidence(3)),
...         Morpheme("loc", "ta", "LOC", "enclitic", "case", ("n",), evidence=Evidence(3)))
>>> template = Template("n", ("n",), (), ("number", "case"))
>>> language = Language("toy", lexemes=(dog,), morphemes=rows, templates=(template,))
>>> for cell in paradigm(dog, compile_language(language)).cells: print(cell.gloss, *cell.forms)
dog kalo
dog-PL kalolu
dog=LOC kalota
dog-PL=LOC kaloluta
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from morph.compiled import Compiled
from morph.generate import Generator
from morph.letters import match_key
from morph.model import Lexeme, Morpheme, Template

MOST = (9, 5)
"""The most morphemes that are shown in rows and columns, where no slots were asked for."""
_INSIDE = ("infix", "reduplication", "circumfix")


@dataclass(frozen=True, slots=True)
class Cell:
    """One place in a paradigm: the bound morphemes (base ids, in linear order), the gloss, the forms best first."""

    morphemes: tuple[str, ...]
    gloss: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Forms in rows and columns; ``title``, ``columns`` and the first item of a row are gloss labels."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class Paradigm:
    """All cells of a lexeme's paradigm over ``slots``, and the same as tables; ``listed`` are the forms that its
    entry lists with a gloss of their own (suppletive and fused ones)."""

    lexeme: str
    headword: str
    pos: str
    slots: tuple[str, ...]
    cells: tuple[Cell, ...]
    tables: tuple[Table, ...]
    listed: tuple[tuple[str, str], ...] = ()


def paradigm(lexeme: Lexeme, compiled: Compiled, *, slots: Sequence[str] = ()) -> Paradigm:
    """The paradigm of a lexeme over ``slots`` (any number), or over the best attested ones of its part of speech."""
    return _Builder(lexeme, compiled).build(slots)


class _Builder:
    def __init__(self, lexeme: Lexeme, compiled: Compiled) -> None:
        self.lexeme = lexeme
        self.generator = Generator(compiled)
        self.template = _template(lexeme.pos, compiled.templates)
        self.groups: dict[str, list[Morpheme]] = {}
        for row in compiled.morphemes:
            if row.status == "accepted" and row.kind not in _INSIDE:
                self.groups.setdefault(row.base_id, []).append(row)

    def build(self, wanted: Sequence[str]) -> Paradigm:
        order = self._order()
        choices = {slot: self._morphemes(slot, asked=bool(wanted)) for slot in order}
        if wanted:
            chosen = [slot for slot in order if slot in wanted]
        else:
            chosen = sorted((s for s in order if choices[s]), key=lambda s: -self._weight(choices[s]))[: len(MOST)]
        chosen.sort(key=lambda slot: -len(choices[slot]))
        limits = [10**6] * len(chosen) if wanted else MOST
        axes = [(slot, [None, *choices[slot][:limit]]) for slot, limit in zip(chosen, limits, strict=False)]
        places = {slot: place for place, slot in enumerate(order)}
        cells: dict[tuple[str, ...], Cell] = {}
        for picked in product(*(values for _, values in reversed(axes))):
            filled = [m for m in picked if m is not None]
            filled.sort(key=lambda m: places[self.groups[m][0].slot])
            cells[tuple(filled)] = self._cell(tuple(filled))
        forms = [cell for cell in cells.values() if cell.forms]
        tables = self._tables(axes, places, cells)
        listed = tuple((form.gloss, form.form) for form in self.lexeme.forms if form.gloss)
        row = self.lexeme
        return Paradigm(row.id, row.headword, row.pos, tuple(slot for slot, _ in axes), tuple(forms), tables, listed)

    def _order(self) -> list[str]:
        """The slots of the lexeme's part of speech in linear order; one nameless slot where no template knows it."""
        if self.template is None:
            return list(dict.fromkeys(rows[0].slot for rows in self.groups.values()))
        return [slot.rstrip("*+") for slot in (*self.template.before, *self.template.after)]

    def _morphemes(self, slot: str, *, asked: bool) -> list[str]:
        """The morphemes of a slot that attach to this part of speech, best attested first."""
        found = []
        for base, rows in self.groups.items():
            hosts = {pos.casefold() for row in rows for pos in row.attaches_to}
            fits = self.lexeme.pos.casefold() in hosts or (asked and not hosts)
            if rows[0].slot == slot and fits:
                found.append(base)
        return sorted(found, key=lambda base: -self._weight([base]))

    def _weight(self, bases: Sequence[str]) -> float:
        rows = (row for base in bases for row in self.groups[base])
        return sum(row.evidence.attested / max(1, len(row.attaches_to)) ** 2 for row in rows)

    def _cell(self, bases: tuple[str, ...]) -> Cell:
        forms = self.generator.realise(self.lexeme.id, bases, strict=True)
        return Cell(bases, self._gloss(bases), tuple(with_capital(self.lexeme.headword, form) for form in forms))

    def _gloss(self, bases: Sequence[str]) -> str:
        before, after = "", ""
        for base in bases:
            row = self.groups[base][0]
            if row.kind in ("prefix", "proclitic"):
                before += f"{row.gloss}{row.separator}"
            else:
                after += f"{row.separator}{row.gloss}"
        return f"{before}{self.lexeme.gloss}{after}"

    def _tables(
        self,
        axes: Sequence[tuple[str, Sequence[str | None]]],
        places: dict[str, int],
        cells: dict[tuple[str, ...], Cell],
    ) -> tuple[Table, ...]:
        """Rows by the first axis, columns by the second, a table for every choice on the others; rows and columns
        without any form are left out."""
        values: list[Sequence[str | None]] = [axis for _, axis in axes]
        rows = values[0] if values else [None]
        columns = values[1] if len(values) > 1 else [None]
        tables = []
        for rest in product(*values[2:]):

            def forms(row: str | None, column: str | None, rest: tuple[str | None, ...] = rest) -> tuple[str, ...]:
                filled = sorted((m for m in (row, column, *rest) if m), key=lambda m: places[self.groups[m][0].slot])
                return cells[tuple(filled)].forms

            kept = [c for c in columns if any(forms(r, c) for r in rows)]
            body = tuple((self._label(r), tuple(forms(r, c) for c in kept)) for r in rows)
            body = tuple(row for row in body if any(row[1]))
            if body:
                title = " ".join(self._label(m) for m in rest if m)
                tables.append(Table(title, tuple(self._label(c) for c in kept), body))
        return tuple(tables)

    def _label(self, base: str | None) -> str:
        return "" if base is None else self.groups[base][0].gloss


def with_capital(headword: str, form: str) -> str:
    """A generated form with the capital of its headword, where it begins like it: names are written so.

    >>> with_capital("Ayşe", "ayşede"), with_capital("kitap", "kitabı"), with_capital("Ama", "ya-ama")
    ('Ayşede', 'kitabı', 'ya-ama')
    """
    first = headword[:1]
    if not first.isupper() or match_key(form[:1]) != match_key(first):
        return form
    return first + form[1:]


def _template(pos: str, templates: Sequence[Template]) -> Template | None:
    """The template of a part of speech, else one for any."""
    named = [t for t in templates if pos.casefold() in (p.casefold() for p in t.pos)]
    anyone = [t for t in templates if not t.pos]
    return next(iter((*named, *anyone)), None)
