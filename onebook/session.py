"""A project opened for work: compiled once, kept in ``.cache/``, with glosser, generator and parser made on demand."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from morph.analyze import Analyzer
from morph.build import build
from morph.choice_index import open_index
from morph.choose import ChoiceModel, ContextChooser
from morph.compiled import Compiled
from morph.conventions import Conventions
from morph.errors import OnebookError
from morph.files import read_text
from morph.gloss import Chooser, Glosser
from morph.hints import LazyHints, TranslationHints
from morph.model import IGT, Analysis, Finding, GlossedWord, Language
from morph.quick_choice import LazyChooser, QuickChooser
from morph.reader_store import kept_reader
from morph.segment_reader import LazySegments, SegmentReader
from morph.store import load, save
from morph.surface_reader import SurfaceReader
from onebook.project.project import Project

if TYPE_CHECKING:
    from grammar.parse import Parser
    from morph.generate import Generator


class Session:
    """``project`` with what is compiled from it."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @classmethod
    def open(cls, explicit: Path | None) -> Session:
        """The project in ``explicit`` or upwards from the working directory; OnebookError where there is none."""
        return cls(Project.find(Path.cwd(), explicit))

    @cached_property
    def compiled(self) -> Compiled:
        """The compiled form, from the cache where no table has changed since."""
        path = self.project.path(".cache") / "compiled.bin"
        key = self.project.fingerprint()
        compiled = load(path, key)
        if compiled is None:
            language = self.project.language()
            compiled = build(language)
            compiled.findings += self.project.findings
            save(compiled, path, key)
        return compiled

    @cached_property
    def analyzer(self) -> Analyzer:
        return Analyzer(self.compiled)

    @cached_property
    def generator(self) -> Generator:
        from morph.generate import Generator

        return Generator(self.compiled)

    @cached_property
    def language(self) -> Language:
        """The tables as they stand (the compiled form does not hold them all)."""
        return self.project.language()

    def parser(self) -> Parser:
        """The sentence grammar of the project; OnebookError where it has none."""
        from grammar.parse import Parser

        path = self.project.path("syntax.lark")
        if not path.exists():
            raise OnebookError("the project has no sentence grammar", hint="make one: onebook extract")
        return Parser(read_text(path)[0], self.language.lexemes, path=str(path))

    def glosser(self, *, trace: bool = False) -> Glosser:
        """Analyzer and chooser; ``trace`` keeps what decided for each choice. Without a trained model each word gets
        its best analysis by itself."""
        hints = LazyHints(lambda: TranslationHints(self.language))
        chooser = self._chooser("gloss.json", hints, trace)
        return Glosser(
            self.analyzer,
            chooser,
            segments=LazySegments(lambda: SegmentReader(self.language)),
            segment_chooser=self._chooser("gloss-segmented.json", hints, trace),
            # without a trained chooser, guesses from pieces could not be told from better ones
            surface=LazySegments(self._surface) if chooser else None,
            hints=hints if chooser else None,
            conventions=self._conventions(),
        )

    def glosser_of(self, language: Language) -> Glosser:
        """A glosser like the project's own from other rows, with the project's chooser: for a part of a jack-knife."""
        compiled = build(language)
        hints = LazyHints(lambda: TranslationHints(language))
        chooser = self._chooser("gloss.json", hints, trace=False)
        return Glosser(
            Analyzer(compiled),
            chooser,
            segments=LazySegments(lambda: SegmentReader(language)),
            surface=LazySegments(lambda: SurfaceReader(language)) if chooser else None,
            hints=hints if chooser else None,
            conventions=self._conventions(compiled),
        )

    def _surface(self) -> SurfaceReader:
        path = self.project.path(".cache") / "surface.bin"
        return kept_reader(path, self.project.fingerprint(), lambda: SurfaceReader(self.language))

    def _conventions(self, compiled: Compiled | None = None) -> Conventions:
        """How this project writes its glosses."""
        return Conventions.of(compiled or self.compiled, dict(self.project.config.settings))

    def _chooser(self, name: str, hints: LazyHints, trace: bool) -> Chooser | None:
        """The trained chooser; the plain one where it is to say why, or has a translation to go by."""
        path = self.project.path("models") / name
        if not path.exists():
            return None
        if trace:
            return ContextChooser(ChoiceModel.load(path), hints, trace=True)
        cache = self.project.path(".cache") / f"{path.stem}.bin"
        return LazyChooser(
            lambda: QuickChooser(open_index(path, cache), lambda: ContextChooser(ChoiceModel.load(path), hints))
        )

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the tables: rows that were left out of the compiled form."""
        return tuple(self.compiled.findings)

    def report_findings(self, limit: int = 5) -> None:
        """Say on stderr which rows were left out."""
        found = self.findings()
        for finding in found[:limit]:
            print(f"onebook: {finding}", file=sys.stderr)
        if len(found) > limit:
            print(f"onebook: … {len(found) - limit} more findings: onebook doctor", file=sys.stderr)

    def traced(self, igt: IGT) -> IGT:
        """The same sentence with the steps of every analysis filled in."""
        return replace(igt, words=tuple(self._traced_word(word) for word in igt.words))

    def _traced_word(self, word: GlossedWord) -> GlossedWord:
        return replace(word, analyses=tuple(self._traced_analysis(word.form, a) for a in word.analyses))

    def _traced_analysis(self, form: str, analysis: Analysis) -> Analysis:
        return replace(analysis, steps=(*self.analyzer.steps(form, analysis), *analysis.steps))
