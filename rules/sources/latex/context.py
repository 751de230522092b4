r"""What a reading of a book collects, and where it stands: sections, counters, findings and the items read so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from morph.model import Finding, Source
from rules.items import Abbreviation, Entry, Example, Paragraph, Rich, Section, Table, plain
from rules.sources.latex.language import iso_of
from rules.sources.latex.nodes import Node
from rules.sources.latex.render import Renderer
from rules.sources.latex.spans import rich
from rules.sources.latex.tokens import unpack

MAX_SAME_FINDINGS = 300
_ITEMS = ("sections", "paragraphs", "examples", "tables", "abbreviations", "entries", "findings")
_ALWAYS_LISTED = frozenset({"latex.example-unaligned", "latex.macro-unknown"})


@dataclass(slots=True)
class Context:
    """The state of one reading; the lists become the :class:`rules.items.SourceRead`."""

    paths: list[str]
    meta_language: str = "eng"
    language: str = ""
    renderer: Renderer = field(default_factory=Renderer)
    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    abbreviations: list[Abbreviation] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    numbers: list[int] = field(default_factory=lambda: [0] * 8)
    numbered: str = ""
    trail: list[str] = field(default_factory=list)
    appendix: bool = False
    front: bool = False
    switched: str = ""
    names: frozenset[str] = frozenset()
    own_names: frozenset[str] = frozenset()
    ids: Counter[str] = field(default_factory=Counter)
    reported: Counter[str] = field(default_factory=Counter)

    def source(self, at: int, label: str = "") -> Source:
        """The address of an ``at``."""
        file, line = unpack(at)
        return Source("book", self.paths[file] if file < len(self.paths) else "", line, label)

    def report(self, code: str, message: str, at: int, hint: str, severity: str = "warning") -> None:
        """Add a finding; of one kind at most :data:`MAX_SAME_FINDINGS` (the rest is counted)."""
        self.reported[code] += 1
        if self.reported[code] > MAX_SAME_FINDINGS and code not in _ALWAYS_LISTED:
            return
        self.findings.append(Finding(code, message, self.source(at), hint, severity))  # type: ignore[arg-type]

    def note(self, code: str, message: str, at: int, hint: str = "") -> None:
        """Add a finding that is only a note."""
        self.report(code, message, at, hint, "note")

    def rich(self, nodes: list[Node] | tuple[Node, ...]) -> Rich:
        """Nodes as marked-up text."""
        return rich(self.renderer.runs(nodes))

    def paragraph(self, nodes: list[Node] | tuple[Node, ...], kind: str, at: int = 0) -> None:
        """Add a paragraph where the nodes have text."""
        text = self.rich(nodes)
        if plain(text).strip():
            where = at or next((node.at for node in nodes if node.text.strip() or node.children or node.args), 0)
            self.paragraphs.append(Paragraph(text, self.numbered, self.source(where), kind))  # type: ignore[arg-type]

    def heading(self, level: int, title: str, at: int, *, numbered: bool) -> None:
        """Open a section; numbers are counted as LaTeX counts them."""
        number = ""
        if numbered and level >= 0 and not (self.front and level == 0):
            self.numbers[level] += 1
            self.numbers[level + 1 :] = [0] * (len(self.numbers) - level - 1)
            number = self._number(level)
        if level <= 0:
            self.trail = [title]
        else:
            self.trail = [*self.trail[:level], *[""] * (level - len(self.trail)), title]
        if level >= 0:
            self.numbered = number or ((self.numbered if level else "") or title)
        path = " › ".join(part for part in self.trail if part)
        self.sections.append(Section(number, title, level, "", path, self.source(at)))

    def _number(self, level: int) -> str:
        start = 0 if self.numbers[0] else 1
        parts = [str(count) for count in self.numbers[start : level + 1]]
        if self.appendix and start == 0:
            parts[0] = chr(ord("A") + self.numbers[0] - 1) if self.numbers[0] <= 26 else parts[0]
        return ".".join(parts)

    def start_appendix(self) -> None:
        """Chapters are counted in letters from here."""
        self.appendix = True
        self.numbers = [0] * len(self.numbers)

    def leave(self) -> None:
        """Start a file that the main file does not include: it stands outside the numbered chapters."""
        self.numbers, self.numbered, self.trail, self.switched = [0] * 8, "", [], ""
        self.front = self.appendix = False

    def switch(self, language: str) -> None:
        """Go on in another language (babel's name); a switch back to the book's own language ends it."""
        code = iso_of(language)
        self.switched = "" if code == self.meta_language else code

    def mark(self) -> dict[str, int]:
        """How many items of each kind have been read (to go back to with :meth:`forget`)."""
        return {name: len(getattr(self, name)) for name in _ITEMS}

    def forget(self, mark: dict[str, int]) -> None:
        """Take back all items read since a mark."""
        for name, length in mark.items():
            del getattr(self, name)[length:]

    def label_section(self, label: str) -> None:
        """Give the last heading its label, where it has none yet."""
        if self.sections and not self.sections[-1].label:
            self.sections[-1] = replace(self.sections[-1], label=label)

    def example_id(self, at: int) -> str:
        """An id for the example at an address: ``06Nouns:112``, with ``.2`` … for more than one in a line."""
        source = self.source(at)
        name = source.path.rsplit("/", 1)[-1].removesuffix(".tex")
        self.ids[f"{name}:{source.line}"] += 1
        count = self.ids[f"{name}:{source.line}"]
        return f"{name}:{source.line}" + (f".{count}" if count > 1 else "")
