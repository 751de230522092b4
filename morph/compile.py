"""Tables → compiled form: rows are checked, sound rules and environments become one machine, and every stem is
run through it once, so that looking a word up means looking up its beginnings.

A row that can't be used becomes a finding and is left out; the rest works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from morph.compiled import Compiled, Lexemes, Stems
from morph.errors import NotationError
from morph.evidence import Evidence, confirmed_words, seen_words
from morph.fill import Filler
from morph.letters import casing_table
from morph.model import KINDS, Finding, Language, Lexeme, Morpheme, SoundRule, Source
from morph.notation import Environment, class_letter, parse_environment, parse_rule
from morph.paths import bare, bound_letters, halves
from morph.stems import NULLS, Shape, alternants, is_bound, parse_copy
from morph.workshop import Workshop

__all__ = ["Compiled", "compile_language"]

_LEFT_OUT = "correct the row; it is left out for now"


def compile_language(language: Language, workshop: Workshop | None = None) -> Compiled:
    """Compile the accepted rows of a language. Nothing raises for a bad row: see ``Compiled.findings``. With a
    ``workshop`` several compilations share what they have in common."""
    return _Compiler(language, workshop).run()


class _Compiler:
    def __init__(self, language: Language, workshop: Workshop | None = None) -> None:
        self.language = language
        self.findings: list[Finding] = []
        self.settings = dict(language.settings)
        self.settings.setdefault("casing", _casing(language))
        self.casing = casing_table(self.settings["casing"])
        self.classes = self._classes(language.classes)
        self.cells: dict[str, int] = {}
        self.parsed: list[Environment] = []
        self.evidence = Evidence()
        self.workshop = workshop if workshop is not None and workshop.fits(self.classes) else None
        if self.workshop is not None:
            self.cells = {cell: number for number, cell in enumerate(self.workshop.environments)}
            self.parsed = list(self.workshop.environments.values())

    def run(self) -> Compiled:
        sounds = [rule for rule in self.language.sounds if rule.status == "accepted" and self._sound(rule)]
        morphemes = self._morphemes()
        compiled = Compiled(self.language.name, self.classes, self.settings, tuple(sounds), tuple(morphemes))
        compiled.templates = tuple(t for t in self.language.templates if t.status == "accepted")
        compiled.conditions = self._conditions(morphemes)
        count = seen_words if self.workshop is None else self.workshop.seen
        compiled.seen, self.evidence = count(self.language.seen, self.casing)
        compiled.confirmed = confirmed_words(self.language.confirmed, self.casing)
        compiled.writes_shapes = self.evidence.writes_shapes()
        for morpheme in morphemes:
            self.evidence.labels[morpheme.gloss] += morpheme.evidence.attested if not self.language.seen else 0
        lexemes = [lexeme for lexeme in self.language.lexemes if lexeme.status == "accepted"]
        shapes = self._shapes(lexemes)
        compiled.environments = tuple(self.cells)
        compiled.lexemes, compiled.stems = self._columns(lexemes, shapes)
        compiled.labels, compiled.pairs = dict(self.evidence.labels), dict(self.evidence.pairs)
        compiled.findings = self.findings
        if self.workshop is not None:
            self.workshop.equip(compiled)
        Filler(compiled, shapes).fill(to_keep=self.workshop is None)
        return compiled

    def say(self, code: str, message: str, source: str, hint: str, severity: str = "warning") -> None:
        place = Source.parse(source) if source else Source("hand")
        self.findings.append(Finding(code, message, place, hint, severity))  # type: ignore[arg-type]

    # --- parts of the notation ---------------------------------------------------------------------------------

    def _classes(self, classes: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        kept = []
        for name, members in classes:
            try:
                class_letter(name, members)
                kept.append((name, members))
            except NotationError as error:
                self.say(
                    "M101", str(error.message), f"hand:onebook.toml class {name}", "write the letters of the class"
                )
        return tuple(kept)

    def _sound(self, rule: SoundRule) -> bool:
        return self._try(lambda: parse_rule(rule, self.classes), "M102", f"sound rule {rule.id}", rule.source)

    def _try(self, parse: Callable[[], object], code: str, what: str, source: str) -> bool:
        try:
            parse()
        except NotationError as error:
            self.say(code, f"{what}: {error.args[0]}", source, error.hint or _LEFT_OUT)
            return False
        return True

    def _environment(self, cell: str, what: str, source: str) -> bool:
        """Number an environment; False where it is not in the notation."""
        if not cell or cell in self.cells:
            return True
        if not self._try(lambda: parse_environment(cell, self.classes), "M103", f"environment of {what}", source):
            return False
        self.cells[cell] = len(self.parsed)
        self.parsed.append(parse_environment(cell, self.classes))
        return True

    # --- bound morphs --------------------------------------------------------------------------------------------

    def _morphemes(self) -> list[Morpheme]:
        kept: dict[tuple[str, ...], Morpheme] = {}
        for row in self.language.morphemes:
            if row.status != "accepted" or not self._usable(row):
                continue
            key = (row.base_id, row.form, row.gloss, row.kind, row.slot, row.environment, *sorted(row.attaches_to))
            kept.setdefault(key, row)
        return list(kept.values())

    def _usable(self, row: Morpheme) -> bool:
        what = f"morpheme {row.id}"
        if row.kind not in KINDS:
            self.say("M104", f"{what}: kind {row.kind!r}", row.source, f"one of {', '.join(KINDS)}")
            return False
        if row.kind == "reduplication":
            if not self._try(lambda: parse_copy(row.form, self.classes), "M105", what, row.source):
                return False
        elif row.kind == "circumfix":
            first, second = halves(row.form)
            if not first or not second:
                self.say("M105", f"{what}: {row.form!r} is no circumfix", row.source, "write both parts, as ge…t")
                return False
        elif not bound_letters(row.form) and bare(row.form) not in NULLS:
            self.say("M105", f"{what} has no form", row.source, "write ∅ for a zero morph")
            return False
        return self._environment(row.environment, what, row.source)

    def _conditions(self, morphemes: list[Morpheme]) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Where each allomorph may stand. Only allomorphs of the same kind and gloss compete for a place; infixes
        and reduplications find their place themselves."""
        siblings: dict[tuple[str, str, str], set[int]] = {}
        for row in morphemes:
            if row.environment:
                siblings.setdefault((row.base_id, row.kind, row.gloss), set()).add(self.cells[row.environment])
        found = []
        for row in morphemes:
            own = self.cells[row.environment] if row.environment else -1
            others = () if own >= 0 else tuple(sorted(siblings.get((row.base_id, row.kind, row.gloss), ())))
            found.append((own, others) if row.kind not in ("infix", "reduplication") else (-1, ()))
        return tuple(found)

    # --- stems ---------------------------------------------------------------------------------------------------

    def _shapes(self, lexemes: list[Lexeme]) -> list[Shape]:
        shapes: dict[tuple[object, ...], Shape] = {}
        for number, lexeme in enumerate(lexemes):
            if is_bound(lexeme.headword):
                self.say("M106", f"bound headword {lexeme.headword!r} in the lexicon", lexeme.source,
                         "put affixes and clitics into morphemes.tsv", "note")  # fmt: skip
                continue
            gloss = _gloss(lexeme)
            usable = self._with_usable_forms(lexeme)
            for form, symbols, fused, condition, is_fused in alternants(usable, self.cells, self.casing):
                shape = Shape(number, symbols, form, _gloss_text(fused) or gloss, condition, is_fused)
                key = (symbols, form, shape.gloss, lexeme.pos, lexeme.id, condition.own)
                shapes.setdefault(key, shape)
        return list(shapes.values())

    def _with_usable_forms(self, lexeme: Lexeme) -> Lexeme:
        what = f"a form of lexeme {lexeme.id}"
        if all(self._environment(form.environment, what, lexeme.source) for form in lexeme.forms):
            return lexeme
        forms = tuple(form for form in lexeme.forms if not form.environment or form.environment in self.cells)
        return Lexeme(lexeme.id, lexeme.headword, lexeme.pos, lexeme.gloss, forms, lexeme.senses, source=lexeme.source)

    def _columns(self, lexemes: list[Lexeme], shapes: list[Shape]) -> tuple[Lexemes, Stems]:
        rows = Lexemes(
            [x.id for x in lexemes],
            [x.headword for x in lexemes],
            [x.pos for x in lexemes],
            [_gloss(x) for x in lexemes],
            [x.source for x in lexemes],
        )
        faces: dict[tuple[str, str], int] = {}
        stems = Stems(
            [shape.lexeme for shape in shapes],
            [shape.form for shape in shapes],
            [shape.gloss for shape in shapes],
            ["".join(shape.symbols) for shape in shapes],
            [self._weight(shape, lexemes[shape.lexeme]) for shape in shapes],
            [faces.setdefault((shape.form, shape.gloss), len(faces)) for shape in shapes],
        )
        conditions = ((number, shape.condition) for number, shape in enumerate(shapes) if shape.condition)
        stems.condition = {number: (condition.own, condition.others) for number, condition in conditions}
        stems.fused = {number: True for number, shape in enumerate(shapes) if shape.fused}
        return rows, stems

    def _weight(self, shape: Shape, lexeme: Lexeme) -> float:
        return round(self.evidence.stem(shape.form, shape.gloss, lexeme.evidence.attested), 3)


def _casing(language: Language) -> str:
    """A language that writes dotless ``ı`` pairs it with ``I``, and ``i`` with ``İ`` (Unicode, SpecialCasing)."""
    return "Iı İi" if any("ı" in lexeme.headword for lexeme in language.lexemes) else ""


def _gloss_text(text: str) -> str:
    """A gloss as one item of the gloss line: no spaces (LGR 4A)."""
    return "_".join(text.split())


def _gloss(lexeme: Lexeme) -> str:
    return _gloss_text(lexeme.gloss) or _gloss_text(lexeme.senses[0] if lexeme.senses else "") or "?"
