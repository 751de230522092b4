"""Formulas that a book states: rule displays become sound rules, worked derivations become words to learn from.

``/p/ → [w] / V_+V`` in a paragraph, list line or table row is a rule (:mod:`rules.extract.phonology.displays`).
``/pep/ ‘pig’ + /at/ ‘OBJ’ → [ˈpewat̚]`` or ``kitap + -ı → kitabı`` is a derivation: a surface form with its morphs.
Transcriptions are put into the book's spelling first (:mod:`rules.extract.phonology.orthography`).

>>> from rules.items import Paragraph, Span
>>> line = Paragraph((Span("/"), Span("pep", "phonemic"), Span("/ ‘"), Span("pig", "gloss"), Span("’ + /"),
...     Span("at", "phonemic"), Span("/ ‘"), Span("OBJ", "label"), Span("’ → ["), Span("ˈpewat̚", "phonetic"),
...     Span("]")), "2.1", Source("book", "a.tex", 7), "list")
>>> read_formulas(SourceRead("a.tex", "latex", paragraphs=(line,))).derivations
(AlignedWord(surface='pewat', segmented='pep-at', gloss='pig-OBJ', source='book:a.tex:7'),)
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from morph.errors import NotationError
from morph.igt import split_word
from morph.letters import letters
from morph.model import Finding, Morph, SoundRule, Source
from morph.notation import parse_rule
from rules.extract.phonology.displays import Display, DisplayError, DisplayReader, rule_cells
from rules.extract.phonology.letters import Inventory, learn_inventory
from rules.extract.phonology.orthography import Orthography, learn_orthography, spelt_pairs
from rules.extract.phonology.words import AlignedWord
from rules.items import Rich, SourceRead, Span, plain

_ARROW = re.compile(r"→|⟶|⇒|↦|-+>|=>|(?<=\s)>(?=\s)")
_PART = re.compile(r"[∅\w=\-~∼’'ʼ̀-ͯ]+")
_REDUPLICATION = re.compile(r"redup|\bred\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Formulas:
    """What a source states: ``rules`` (not yet weighed: status ``proposed``), ``derivations`` to learn from, the
    ``orthography`` learned on the way, and ``findings`` for displays that cannot be used."""

    rules: tuple[SoundRule, ...]
    derivations: tuple[AlignedWord, ...]
    orthography: Orthography
    findings: tuple[Finding, ...] = ()


def read_formulas(read: SourceRead, *, classes: Mapping[str, str] | None = None) -> Formulas:
    """All rule displays and derivations of one source, with the address of their line."""
    forms = [form for example in read.examples for form in example.morphs]
    forms += [entry.headword for entry in read.entries]
    inventory = learn_inventory([letters(re.sub(r"[^\w'’ʼ]", "", form)) for form in forms] or [()], classes)
    orthography = learn_orthography(spelt_pairs(read))
    displays, findings = _displays(read, DisplayReader(inventory, orthography))
    rules = _as_rules(displays, inventory, findings)
    known = _Known.of(read)
    derivations = [
        word
        for rich, source in _lines(read)
        for word in _derivation(rich, source, orthography, known)
    ]  # fmt: skip
    return Formulas(tuple(rules), tuple(dict.fromkeys(derivations)), orthography, tuple(findings))


def _lines(read: SourceRead) -> Iterator[tuple[Rich, Source]]:
    """Every paragraph and table row, the cells of a row joined as an arrow would join them."""
    for paragraph in read.paragraphs:
        yield paragraph.rich, paragraph.source
    for table in read.tables:
        sources = table.sources or (table.source,) * len(table.rows)
        for row, source in zip(table.rows, sources, strict=False):
            yield _joined(row), source


def _joined(row: Sequence[Rich]) -> Rich:
    cells = [cell for cell in row if plain(cell).strip()]
    stated = any(_ARROW.search(plain(cell)) for cell in cells)
    spans: list[Span] = []
    for cell in cells:
        if spans:
            summed = "+" in plain(spans)
            spans.append(Span(" → " if summed and not stated else " "))
            stated |= summed
        spans += cell
    return tuple(spans)


# --- rules ---------------------------------------------------------------------------------------------------------


def _displays(read: SourceRead, reader: DisplayReader) -> tuple[list[tuple[Display, Source]], list[Finding]]:
    found: list[tuple[Display, Source]] = []
    findings: list[Finding] = []
    for rich, source in _lines(read):
        text = plain(rich)
        if len(text) > 200 or "_" not in text and "—" not in text and "–" not in text:
            continue
        try:
            found += [(display, source) for display in reader.read(text)]
        except DisplayError as error:
            hint = "write it into sounds.tsv by hand where it concerns morphs"
            findings.append(
                Finding("rule.not-understood", f"rule not understood: {text.strip()!r} ({error})", source, hint, "note")
            )
    return found, findings


def _as_rules(
    displays: Sequence[tuple[Display, Source]], inventory: Inventory, findings: list[Finding]
) -> list[SoundRule]:
    """Displays as rows: neighbours with one context become one parallel rule, archiphonemes their letters."""
    grouped: dict[tuple[str, str, bool], list[tuple[Display, Source]]] = {}
    for display, source in _without_archiphonemes(displays, inventory):
        grouped.setdefault((display.before, display.after, display.optional), []).append((display, source))
    rules = []
    for number, ((before, after, optional), members) in enumerate(grouped.items(), 1):
        pairs = {
            (under, over): None
            for display, _ in members
            for under, over in zip(display.target, display.output, strict=True)
            if under != over
        }
        merged = Display(tuple(u for u, _ in pairs), tuple(o for _, o in pairs), before, after, optional)
        cells = rule_cells(merged)
        sources = " ; ".join(dict.fromkeys(str(source) for _, source in members))
        rule = SoundRule(f"stated{number}", *cells, optional=optional, source=sources, status="proposed")
        try:
            parse_rule(rule, inventory.as_strings())
            rules.append(rule)
        except NotationError as error:
            message = f"rule not usable: {cells[0]} → {cells[1]} / {before}_{after} ({error})"
            findings.append(
                Finding("rule.not-usable", message, members[0][1], "declare the class in [classes]", "note")
            )
    return rules


def _without_archiphonemes(
    displays: Sequence[tuple[Display, Source]], inventory: Inventory
) -> Iterator[tuple[Display, Source]]:
    """``/A/ → [e] / …`` among others for A: each of the other letters that A can be becomes ``e`` there."""
    declared = {name for name, _ in inventory.classes}
    outputs: dict[str, list[str]] = defaultdict(list)
    for display, _ in displays:
        for target, output in zip(display.target, display.output, strict=True):
            if len(target) == 1 and target.isupper() and target not in declared:
                outputs[target].append(output)
    for display, source in displays:
        targets, results = [], []
        for target, output in zip(display.target, display.output, strict=True):
            others = [other for other in dict.fromkeys(outputs[target]) if other != output] if target in outputs else []
            targets += others if target in outputs else [target]
            results += [output] * (len(others) if target in outputs else 1)
        if targets:
            yield replace(display, target=tuple(targets), output=tuple(results)), source


# --- derivations ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """What the examples of the source know of forms: their separator and their most common gloss."""

    separators: Mapping[str, str]
    glosses: Mapping[str, str]

    @classmethod
    def of(cls, read: SourceRead) -> _Known:
        separators: dict[str, Counter[str]] = defaultdict(Counter)
        glosses: dict[str, Counter[str]] = defaultdict(Counter)
        for example in read.examples:
            for form, gloss in zip(example.morphs, example.glosses, strict=False):
                for morph in _morphs(form, gloss):
                    folded = "".join(letters(morph.form))
                    glosses[folded][morph.gloss] += 1
                    if morph.separator in ("-", "="):
                        separators[folded][morph.separator] += 1
        return cls(_most_common(separators), _most_common(glosses, 0.8))


def _morphs(form: str, gloss: str) -> tuple[Morph, ...]:
    try:
        return split_word(form, gloss)
    except ValueError:
        return ()


def _most_common(counts: Mapping[str, Counter[str]], share: float = 0.0) -> dict[str, str]:
    best = {key: min(found, key=lambda item: (-found[item], item)) for key, found in counts.items()}
    return {key: item for key, item in best.items() if counts[key][item] >= share * counts[key].total()}


@dataclass(slots=True)
class _Term:
    """A form of a derivation with what stands beside it."""

    form: str
    gloss: str = ""


def _derivation(rich: Rich, source: Source, orthography: Orthography, known: _Known) -> Iterator[AlignedWord]:
    """The word of a line ``A + B → C``; nothing where the line is none."""
    text = plain(rich)
    if "+" not in text or not _ARROW.search(text) or len(text) > 250:
        return
    before, after = _sides(rich)
    terms: list[_Term] = []
    for spans in _summands(before):
        term = _term(spans, orthography)
        if term is None and terms and _REDUPLICATION.search(plain(spans)):
            term = _Term("~" + terms[0].form, "RED")
        if term is None:
            return
        terms.append(term)
    result = _term(after, orthography)
    if len(terms) < 2 or result is None or all(len(term.form) < 2 for term in terms):
        return
    word = _aligned(terms, result, str(source), known)
    if word is not None:
        yield word


def _sides(rich: Rich) -> tuple[Rich, Rich]:
    """A line cut at its (last) arrow."""
    left: list[Span] = []
    right: list[Span] = []
    for span in rich:
        parts = _ARROW.split(span.text) if span.style == "plain" else [span.text]
        if len(parts) > 1:
            left += [*right, Span(parts[0])]
            right = [Span(parts[-1])]
        else:
            right.append(span)
    return tuple(left), tuple(right)


def _summands(rich: Rich) -> list[Rich]:
    found: list[list[Span]] = [[]]
    for span in rich:
        parts = span.text.split("+") if span.style == "plain" else [span.text]
        found[-1].append(Span(parts[0], span.style))
        for part in parts[1:]:
            found.append([Span(part)])
    return [tuple(spans) for spans in found]


def _term(rich: Rich, orthography: Orthography) -> _Term | None:
    """The form of a summand or a result (styled, else the first word of plain text) with its gloss."""
    forms = [span for span in rich if span.style in ("form", "phonetic", "phonemic") and span.text.strip()]
    glosses = [span.text.strip() for span in rich if span.style in ("gloss", "label") and span.text.strip()]
    if forms:
        said = next((s for s in forms if s.style != "form"), None) if forms[0].style != "form" else None
        text = orthography.spell(said.text) if said else forms[0].text
        quoted = re.search(r"‘([^’']+)", plain(rich))
        gloss = glosses[0] if glosses else quoted[1] if quoted else ""
        return _Term(re.sub(r"\([^)]*\)", "", text).strip(), gloss)
    bare = re.search(r"[/\[]([^/\[\]\s]+)[/\]]", plain(rich))
    if bare:
        return _Term(orthography.spell(bare[1]), glosses[0] if glosses else "")
    return None


def _aligned(terms: Iterable[_Term], result: _Term, source: str, known: _Known) -> AlignedWord | None:
    """The terms as a segmented word with its gloss; None where the result does not look like them."""
    segmented, glosses = "", []
    for term in terms:
        form = term.form.strip("/[] ")
        own = form[:1] if form[:1] in "-=~∼" else ""
        bare = form.strip("-=~∼")
        if not bare or " " in bare or not _PART.fullmatch(bare):
            return None
        separator = own.replace("∼", "~") or known.separators.get("".join(letters(bare)), "-")
        separator = "=" if segmented and segmented[-1] == "=" else separator
        opening = form[-1:] if form[-1:] in "-=" else ""
        segmented = segmented.rstrip("-=") + (separator if segmented else "") + bare + opening
        glosses += [_label(term.gloss) or known.glosses.get("".join(letters(bare)), "?")] * (1 + bare.count("-"))
    segmented = segmented.rstrip("-=")
    flat = re.sub(r"[-=~]", "", segmented)
    surface = max(result.form.split(), key=lambda word: (_likeness(word, flat), word), default="")
    if _likeness(surface, flat) < 0.55 or re.search(r"[-=~∼]", surface):
        return None
    separators = re.findall(r"[-=~]", segmented)
    gloss = glosses[0] + "".join(sep + item for sep, item in zip(separators, glosses[1:], strict=False))
    return AlignedWord(surface, segmented, gloss, source)


def _label(gloss: str) -> str:
    return re.sub(r"[\s\-=~]+", "_", re.split(r"[;,]", gloss)[0].strip().removeprefix("to "))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, "".join(letters(one)), "".join(letters(other)), autojunk=False).ratio()
