"""A language project on disk: find it, load what compiles, keep what sources gave, take in an extraction.

The folder is laid out in docs/architecture.md; every table is written beside and renamed, and a hand edit survives
every later extraction (:mod:`onebook.project.merge`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from morph.errors import DataError, OnebookError
from morph.files import read_text, write_atomic
from morph.igt import glossed_word
from morph.model import IGT, Finding, Language, Lexeme, Morpheme, SoundRule, Source
from onebook.project import schemas
from onebook.project.codec import decode, encode
from onebook.project.config import (
    Config,
    SourceEntry,
    load_config,
    load_templates,
    save_config,
    save_templates,
)
from onebook.project.merge import Conflict, merge_rows
from onebook.project.tables import Schema, read_table, write_table
from rules.items import Example, Pair, SourceRead

CONFIG_NAME = "onebook.toml"
BASE = ".extracted"
_GITIGNORE = "# made by onebook; everything here can be made again\n.cache/\nmodels/\n"
T = TypeVar("T")


def _state(path: Path) -> tuple[int, ...]:
    """What changes when a file is written anew; empty where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


@dataclass(frozen=True, slots=True)
class Applied:
    """What taking in an extraction did: rows per table, and the conflicts with hand edits."""

    rows: tuple[tuple[str, int], ...]
    conflicts: tuple[tuple[str, Conflict[Any]], ...]


class Project:
    """One language project. ``root`` is its folder, ``config`` its ``onebook.toml``."""

    def __init__(self, root: Path, config: Config) -> None:
        self.root = root
        self.config = config
        self.findings: list[Finding] = []
        self._tables: dict[str, tuple[tuple[int, ...], list[Any], list[Finding]]] = {}

    @classmethod
    def create(cls, root: Path, config: Config) -> Project:
        """Make an empty project; OnebookError where the folder already holds one."""
        if (root / CONFIG_NAME).exists():
            raise OnebookError(f"{root} is a project already", hint="use another folder, or edit its onebook.toml")
        root.mkdir(parents=True, exist_ok=True)
        project = cls(root, config)
        save_config(root / CONFIG_NAME, config)
        for name, schema in _TABLES.items():
            if not (root / name).exists():
                write_table(root / name, (), schema)
        (root / "texts").mkdir(exist_ok=True)
        if not (root / ".gitignore").exists():
            write_atomic(root / ".gitignore", _GITIGNORE)
        return project

    @classmethod
    def find(cls, start: Path, explicit: Path | None = None) -> Project:
        """The project in ``explicit``, else in the nearest folder from ``start`` upwards that holds one."""
        folders = [explicit] if explicit else [start, *start.resolve().parents]
        for folder in folders:
            if (folder / CONFIG_NAME).is_file():
                return cls(folder, load_config(folder / CONFIG_NAME))
        where = explicit or start
        raise OnebookError(
            f"no language project in {where}" + ("" if explicit else " or above it"),
            hint="make one with: onebook new DIR --name NAME --iso CODE, or name it with --project DIR",
        )

    def path(self, name: str) -> Path:
        return self.root / name

    def read(self, name: str, schema: Schema[T]) -> list[T]:
        """The rows of a table; findings are kept in ``self.findings``."""
        path = self.path(name)
        state = _state(path)
        kept = self._tables.get(name)
        if kept is None or kept[0] != state or not state:
            kept = self._tables[name] = (state, *read_table(path, schema))
        self.findings += kept[2]
        return list(kept[1])

    # --- what compiles -------------------------------------------------------------------------------------------

    def language(self) -> Language:
        """The accepted rows as one value for the compiler. Rows that cannot be used become ``self.findings``."""
        self.findings = []
        lexemes = self.read("lexicon.tsv", schemas.LEXICON)
        morphemes = self.read("morphemes.tsv", schemas.MORPHEMES)
        sounds = self.read("sounds.tsv", schemas.SOUNDS)
        confirmed = self.read("confirmed.tsv", schemas.CONFIRMED)
        templates = load_templates(self.path("morphotactics.toml"))
        for name, rows in (("lexicon.tsv", lexemes), ("morphemes.tsv", morphemes), ("sounds.tsv", sounds)):
            self.findings += _duplicate_ids(name, rows)
        return Language(
            self.config.name,
            self.config.iso,
            self.config.classes,
            tuple(row for row in lexemes if row.status == "accepted"),
            tuple(row for row in morphemes if row.status == "accepted"),
            tuple(row for row in sounds if row.status == "accepted"),
            tuple(row for row in templates if row.status == "accepted"),
            tuple(self.seen()),
            tuple((row.word, row.analysis) for row in confirmed),
            self.config.settings,
        )

    def examples(self) -> list[Example]:
        """The book's own glossed examples and those of all added texts."""
        examples = self.read("examples.tsv", schemas.EXAMPLES)
        for path in sorted(self.path("texts").glob("*.tsv")):
            rows, findings = read_table(path, schemas.EXAMPLES)
            self.findings += findings
            examples += rows
        return examples

    def seen(self) -> list[IGT]:
        """Aligned, grammatical examples in the project's language, as interlinear text."""
        igts = (example_igt(e) for e in self.examples() if e.aligned and not e.language and e.judgement != "*")
        return [igt for igt in igts if igt.words]

    def pairs(self) -> list[Pair]:
        """Sentence pairs added with ``add --as parallel`` and those of dictionaries."""
        return self.read("pairs.tsv", schemas.PAIRS)

    def fingerprint(self) -> str:
        """A hash of every file that compiles; the saved compiled form is keyed by it."""
        digest = hashlib.sha256()
        names = ["lexicon.tsv", "morphemes.tsv", "sounds.tsv", "morphotactics.toml", "confirmed.tsv", "examples.tsv"]
        paths = [self.path(CONFIG_NAME), *map(self.path, names), *sorted(self.path("texts").glob("*.tsv"))]
        for path in paths:
            digest.update(path.name.encode())
            digest.update(path.read_bytes() if path.exists() else b"")
        return digest.hexdigest()

    # --- what sources gave ---------------------------------------------------------------------------------------

    def keep_source(self, read: SourceRead, entry: SourceEntry) -> None:
        """Keep the items of a source in ``.cache/``, its examples and pairs in the tables, its path in the config."""
        cache = self._cache_path(entry.path)
        cache.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(cache, json.dumps(encode(read), ensure_ascii=False))
        others = tuple(source for source in self.config.sources if source.path != entry.path)
        self.config = replace(self.config, sources=(*others, entry))
        save_config(self.path(CONFIG_NAME), self.config)
        if entry.role in ("texts",):
            self._merge_table(f"texts/{_slug(entry.path)}.tsv", read.examples, schemas.EXAMPLES)
        else:
            self._merge_all_sources("examples.tsv", "examples", schemas.EXAMPLES)
        self._merge_all_sources("pairs.tsv", "pairs", schemas.PAIRS)

    def _merge_all_sources(self, name: str, attribute: str, schema: Schema[Any]) -> None:
        rows = [
            row
            for entry in self.config.sources
            if not (attribute == "examples" and entry.role == "texts")
            for row in getattr(self.source_read(entry), attribute)
        ]
        self._merge_table(name, rows, schema)

    def source_read(self, entry: SourceEntry) -> SourceRead:
        """What a source held when it was added; DataError where the cache is gone."""
        path = self._cache_path(entry.path)
        if not path.exists():
            raise DataError(
                "the items of this source are not in the project's cache",
                path=entry.path,
                hint=f"read it again: onebook add {entry.path} --as {entry.role}",
            )
        try:
            return decode(SourceRead, json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            hint = f"read it again: onebook add {entry.path} --as {entry.role}"
            raise DataError("the cached items are damaged or of another version", path=str(path), hint=hint) from error

    def source_reads(self) -> list[SourceRead]:
        return [self.source_read(entry) for entry in self.config.sources]

    def _cache_path(self, source: str) -> Path:
        digest = hashlib.sha256(source.encode()).hexdigest()[:8]
        return self.path(".cache") / "sources" / f"{_slug(source)}-{digest}.json"

    # --- what an extraction proposes -----------------------------------------------------------------------------

    def apply(
        self,
        *,
        lexemes: Sequence[Lexeme],
        morphemes: Sequence[Morpheme],
        sounds: Sequence[SoundRule],
        templates: Sequence[Any],
        classes: Sequence[tuple[str, str]],
        abbreviations: Sequence[Any] = (),
        syntax: str = "",
        transfer: Sequence[Any] = (),
        segmented: Sequence[Example] = (),
    ) -> Applied:
        """Merge an extraction into the tables; hand edits stay, conflicts are returned. ``segmented`` are examples that
        the sources gloss without cutting their words, with the cuts that the extraction proposes."""
        counts: list[tuple[str, int]] = []
        conflicts: list[tuple[str, Conflict[Any]]] = []
        for name, rows, schema in (
            ("lexicon.tsv", lexemes, schemas.LEXICON),
            ("morphemes.tsv", morphemes, schemas.MORPHEMES),
            ("sounds.tsv", sounds, schemas.SOUNDS),
            ("transfer.tsv", transfer, schemas.TRANSFER),
        ):
            merged, found = self._merge_table(name, rows, schema)
            counts.append((name, merged))
            conflicts += [(name, conflict) for conflict in found]
        self._apply_templates(templates, conflicts)
        counts.append(("morphotactics.toml", len(load_templates(self.path("morphotactics.toml")))))
        write_table(self.path("abbreviations.tsv"), abbreviations, schemas.ABBREVIATIONS)
        hand = dict(self.config.classes)
        self.config = replace(self.config, classes=tuple({**dict(classes), **hand}.items()))
        save_config(self.path(CONFIG_NAME), self.config)
        if syntax:
            self._apply_text("syntax.lark", syntax, conflicts)
        if segmented:
            self._apply_segmented(segmented, counts, conflicts)
        return Applied(tuple(counts), tuple(conflicts))

    def _apply_segmented(
        self, cut: Sequence[Example], counts: list[tuple[str, int]], conflicts: list[tuple[str, Conflict[Any]]]
    ) -> None:
        """The proposed cuts in the tables of the texts that have none, so that their words count as seen with their
        morphs; a cut that was edited stays."""
        known = {(example.id, example.source): example for example in cut}
        for entry in self.config.sources:
            read = self.source_read(entry) if entry.role == "texts" else None
            rows = [known.get((row.id, row.source), row) for row in read.examples] if read else []
            if read and tuple(rows) != read.examples:
                name = f"texts/{_slug(entry.path)}.tsv"
                merged, found = self._merge_table(name, rows, schemas.EXAMPLES)
                counts.append((name, merged))
                conflicts += [(name, conflict) for conflict in found]

    def _merge_table(self, name: str, new: Sequence[Any], schema: Schema[Any]) -> tuple[int, list[Conflict[Any]]]:
        base_path, path = self.path(BASE) / name, self.path(name)
        base, _ = read_table(base_path, schema)
        mine, findings = read_table(path, schema)
        if findings:
            raise DataError(
                "rows that cannot be read would be lost",
                path=str(path),
                found="; ".join(f"{f.source.line}: {f.message}" for f in findings[:3]),
                hint="mend or delete these rows, then run the command again",
            )
        stored = _stored(new, schema)
        merged, conflicts = merge_rows(base, mine, stored)
        base_path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_table(path, merged, schema)
        write_table(base_path, stored, schema)
        return len(merged), conflicts

    def _apply_templates(self, templates: Sequence[Any], conflicts: list[tuple[str, Conflict[Any]]]) -> None:
        name = "morphotactics.toml"
        base = load_templates(self.path(BASE) / name)
        merged, found = merge_rows(base, load_templates(self.path(name)), list(templates))
        conflicts += [(name, conflict) for conflict in found]
        self.path(BASE).mkdir(exist_ok=True)
        save_templates(self.path(name), tuple(merged))
        save_templates(self.path(BASE) / name, tuple(templates))

    def _apply_text(self, name: str, new: str, conflicts: list[tuple[str, Conflict[Any]]]) -> None:
        """A text file (the Lark grammar): replaced where nobody edited it, else kept, the new one laid beside it."""
        base_path, path = self.path(BASE) / name, self.path(name)
        mine = read_text(path)[0] if path.exists() else ""
        base = read_text(base_path)[0] if base_path.exists() else ""
        if not mine or mine == base:
            write_atomic(path, new)
        elif new != base:
            write_atomic(self.path(f"{name}.new"), new)
            conflicts.append((name, Conflict(_TextRow(name), _TextRow(f"{name}.new"), ("text",))))
        self.path(BASE).mkdir(exist_ok=True)
        write_atomic(base_path, new)


@dataclass(frozen=True, slots=True)
class _TextRow:
    id: str


_TABLES: dict[str, Schema[Any]] = {
    "lexicon.tsv": schemas.LEXICON,
    "morphemes.tsv": schemas.MORPHEMES,
    "sounds.tsv": schemas.SOUNDS,
    "transfer.tsv": schemas.TRANSFER,
    "examples.tsv": schemas.EXAMPLES,
    "pairs.tsv": schemas.PAIRS,
    "confirmed.tsv": schemas.CONFIRMED,
}


def example_igt(example: Example) -> IGT:
    """A stored example as interlinear text; words whose two lines differ in morphs are left without analysis."""
    surface = example.surface_words or ("",) * len(example.morphs)
    words = []
    for form, segmented, gloss in zip(surface, example.morphs, example.glosses, strict=True):
        try:
            words.append(glossed_word(form, segmented, gloss))
        except ValueError:
            continue
    return IGT(example.id, example.surface, tuple(words), example.translation, example.source, example.meta_language)


def _stored(rows: Sequence[T], schema: Schema[T]) -> list[T]:
    """Rows as they read back from their file, so that the merge compares like with like."""
    return [schema.decode(schema.encode(row)) for row in rows]


def _slug(path: str) -> str:
    return re.sub(r"[^\w.-]+", "_", Path(path).name or "source").strip("._") or "source"


def _duplicate_ids(name: str, rows: Sequence[Any]) -> list[Finding]:
    seen: set[str] = set()
    findings = []
    for row in rows:
        if row.id in seen:
            place = Source("file", name)
            findings.append(Finding("P103", f"id {row.id!r} stands twice", place, "give each row an id of its own"))
        seen.add(row.id)
    return findings
