"""What tables say of sounds: paradigms of a word as surface words, and headings that name an environment.

A table with the case suffixes in its rows and a noun at the head of each column shows surface forms beside known
morphemes, as an example with a surface line does. A column headed "after vowel" says where its forms stand.

>>> from rules.items import Span
>>> def row(*cells): return tuple((Span(cell, "form" if cell.startswith("-") else "plain"),) for cell in cells)
>>> table = Table((row("", "after consonant", "after vowel"), row("DAT", "-e", "-ye"), row("PL", "-ler", "-ler")),
...     "", "", "", 1, Source("book", "a.tex", 5))
>>> stated_environments([table])
{('DAT', 'e'): 'C_', ('DAT', 'ye'): 'V_'}
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from morph.igt import is_label
from morph.model import Lexeme, Morpheme, Source
from rules.extract.claims import bound_forms
from rules.extract.inventory import Group
from rules.extract.labels import LabelBook, normalize_label
from rules.extract.paradigms import table_paradigm, with_lexeme
from rules.extract.phonology import AlignedWord
from rules.extract.rows import Named
from rules.extract.tables import text_of
from rules.extract.tokens import ZERO, Word, normal
from rules.items import Rich, Table

_SIDE = re.compile(r"\b(after|following|before|preceding)\b(?: an?| the)?(?: \w+)? (vowel|consonant|nasal)s?\b", re.I)
_STEM = re.compile(r"\b(vowel|consonant|nasal)[- ](final|initial)\b", re.I)
_LABEL = re.compile(r"\b(?:after|following)(?: an?| the)? (\S+)", re.I)
_CLASS = {"vowel": "V", "consonant": "C", "nasal": "N"}
_LEFT = ("after", "following", "final")
_LONGEST_HEADING = 6
_MOST_FORMS = 2


def stated_environments(
    tables: Iterable[Table], labels: Mapping[str, Sequence[str]] | None = None
) -> dict[tuple[str, str], str]:
    """The environment of each (label, form) that a table names by the heading of its column, or the headings of
    several. ``labels`` are the suffixes by label, with their boundary, for headings like "after
    3SG.POSS"."""
    labels = labels or {}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table in tables:
        if table.header < 1:
            continue
        width = max(map(len, table.rows))
        heads = [environment_of(_heading(table, column), labels) for column in range(width)]
        if not any(heads):
            continue
        for row in table.rows[table.header :]:
            label = next((text for cell in row if is_label(text := normalize_label(text_of(cell)))), "")
            for cell, environment in zip(row, heads, strict=False):
                for form in bound_forms(text_of(cell)) if label else ():
                    found[label, normal(form.form)].add(environment)
    return {key: one for key, named in found.items() if (one := _together(named))}


def _together(named: Collection[str]) -> str:
    """The environments of several columns as one; none where a column has no environment or all words are meant."""
    everywhere = {"V_", "C_"} <= set(named) or {"_V", "_C"} <= set(named)
    return "" if everywhere or "" in named else " | ".join(sorted(named, key=lambda text: (len(text), text)))


def environment_of(heading: str, labels: Mapping[str, Sequence[str]] | None = None) -> str:
    """The environment that a heading names; empty where it names none.

    >>> environment_of("after a vowel"), environment_of("before consonants"), environment_of("vowel-final stems")
    ('V_', '_C', 'V_')
    >>> environment_of("after 3SG.POSS", {"3SG.POSS": ["-i", "-si"]})
    '-i_ | -si_'
    """
    if len(heading.split()) > _LONGEST_HEADING:
        return ""
    if (match := _LABEL.search(heading)) and (forms := (labels or {}).get(normalize_label(match[1]))):
        return " | ".join(f"{form}_" for form in forms)
    if match := _SIDE.search(heading):
        place, sound = match.groups()
    elif match := _STEM.search(heading):
        sound, place = match.groups()
    else:
        return ""
    letter = _CLASS[sound.casefold()]
    return f"{letter}_" if place.casefold() in _LEFT else f"_{letter}"


def suffixes_of(rows: Iterable[Morpheme]) -> dict[str, tuple[str, ...]]:
    """The accepted suffixes by label, each with its boundary."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        if row.kind in ("suffix", "enclitic") and row.status == "accepted" and row.form != ZERO:
            found[row.gloss][f"{row.separator}{row.form}"] = None
    return {label: tuple(forms) for label, forms in found.items()}


def _heading(table: Table, column: int) -> str:
    return " ".join(text_of(row[column]) for row in table.rows[: table.header] if column < len(row))


def table_words(
    tables: Sequence[Table], labels: LabelBook, named: Named, lexemes: Sequence[Lexeme], words: Sequence[Word]
) -> list[AlignedWord]:
    """The cells of paradigm tables as words: a column headed by a known word (or its gloss), a row headed by the
    meaning of a bound morpheme, and in the cell a form of that word; or all cells forms of one word, with the meanings
    of suffixes in the headings of rows and columns. Those of several suffixes come in the order that ``words`` show."""
    by_form = {normal(lexeme.headword): lexeme for lexeme in reversed(lexemes)}
    by_gloss: dict[str, list[Lexeme]] = defaultdict(list)
    for lexeme in lexemes:
        by_gloss[lexeme.gloss.casefold()].append(lexeme)
    groups: dict[str, list[str]] = defaultdict(list)
    for id_, group in named.groups.items():
        groups[group.gloss].append(id_)
    orders = Counter(
        (one.gloss, two.gloss) for word in words for one, two in itertools.combinations(word.morphs, 2) if two.gloss
    )
    found = []
    for table in tables:
        if table.header < 1:
            continue
        found += list(_forms_of_one(table, labels, named, groups, by_form, orders))
        heads = [_lexeme(table, column, by_form, by_gloss) for column in range(max(map(len, table.rows)))]
        if any(heads):
            found += list(_cells(table, heads, labels, named, groups))
    return found


def _lexeme(
    table: Table, column: int, by_form: Mapping[str, Lexeme], by_gloss: Mapping[str, Sequence[Lexeme]]
) -> Lexeme | None:
    """The word at the head of a column, by its form or by a gloss that is the gloss of one word only."""
    if not column:
        return None
    spans = [span for row in table.rows[: table.header] if column < len(row) for span in row[column]]
    forms = [by_form[key] for span in spans if span.style == "form" and (key := normal(span.text)) in by_form]
    texts = [span.text.strip(" `'‘’“”").casefold() for span in spans if span.style in ("gloss", "plain")]
    named = [by_gloss[text][0] for text in texts if len(by_gloss.get(text, ())) == 1]
    return next(iter((*forms, *named)), None)


def _cells(
    table: Table,
    heads: Sequence[Lexeme | None],
    labels: LabelBook,
    named: Named,
    groups: Mapping[str, Sequence[str]],
) -> Iterator[AlignedWord]:
    for number, row in enumerate(table.rows[table.header :], table.header):
        label = _label(row, labels)
        ids = [id_ for id_ in groups.get(label, ()) if named.groups[id_].kind in ("suffix", "prefix", "enclitic")]
        if len(ids) != 1:
            continue
        group = named.groups[ids[0]]
        source = table.sources[number] if len(table.sources) == len(table.rows) else table.source
        for cell, lexeme in zip(row, heads, strict=False):
            if lexeme is None:
                continue
            forms = [span.text.strip() for span in cell if span.style == "form"] or [text_of(cell)]
            for form in forms[:_MOST_FORMS]:
                if _is_form_of(normal(form), normal(lexeme.headword)):
                    yield _word(form, lexeme, group.base, group.gloss, group.kind, source)


def _forms_of_one(
    table: Table,
    labels: LabelBook,
    named: Named,
    groups: Mapping[str, Sequence[str]],
    by_form: Mapping[str, Lexeme],
    orders: Counter[tuple[str, str]],
) -> Iterator[AlignedWord]:
    """The forms of one word by two features."""
    paradigm = table_paradigm(table, labels)
    if paradigm is None:
        return
    ids = {lexeme.id: lexeme for lexeme in by_form.values()}
    lexeme = ids.get(with_lexeme(paradigm, dict(by_form)).lexeme)
    for cell in paradigm.cells if lexeme else ():
        found = [groups.get(feature, ()) for feature in cell.features]
        is_form = lexeme is not None and _is_form_of(normal(cell.form), normal(lexeme.headword))
        if len(found) < 2 or any(len(ids) != 1 for ids in found) or not is_form or lexeme is None:
            continue
        suffixes = [named.groups[ids[0]] for ids in found]
        if any(group.kind not in ("suffix", "enclitic") for group in suffixes):
            continue
        best = max(itertools.permutations(suffixes), key=lambda order: _attested(order, orders))
        if _attested(best, orders):
            separators = ["=" if group.kind == "enclitic" else "-" for group in best]
            form = "".join(s + group.base for s, group in zip(separators, best, strict=True))
            gloss = "".join(s + group.gloss for s, group in zip(separators, best, strict=True))
            yield AlignedWord(cell.form, lexeme.headword + form, lexeme.gloss + gloss, cell.source)


def _attested(order: Sequence[Group], orders: Counter[tuple[str, str]]) -> int:
    """How often words have the suffixes in this order."""
    return sum(orders[one.gloss, two.gloss] for one, two in itertools.combinations(order, 2))


def _label(row: Sequence[Rich], labels: LabelBook) -> str:
    """The label that a row is headed by, or that its heading means."""
    text = text_of(row[0]).strip(" .:()") if row else ""
    return text if is_label(text) else labels.heading(text)


def _is_form_of(form: str, headword: str) -> bool:
    """Whether a word begins as the headword does and goes on; or ends as it does."""
    shared = max(1, len(headword) - 1)
    is_word = form.isalpha() and form != headword and len(form) >= len(headword)
    return is_word and (form[:shared] == headword[:shared] or form[-shared:] == headword[-shared:])


def _word(form: str, lexeme: Lexeme, base: str, gloss: str, kind: str, source: Source) -> AlignedWord:
    separator = "=" if kind == "enclitic" else "-"
    if kind == "prefix":
        return AlignedWord(form, f"{base}-{lexeme.headword}", f"{gloss}-{lexeme.gloss}", str(source))
    return AlignedWord(form, f"{lexeme.headword}{separator}{base}", f"{lexeme.gloss}{separator}{gloss}", str(source))
