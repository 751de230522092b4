"""What is missing on this machine and in a project: the checks behind ``onebook doctor``.

>>> [p.name for p in packages("onebook") if p.extra == ""][:2]
['lark', 'rich']
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from morph.errors import OnebookError
from morph.model import Finding, Source
from onebook.project.config import SETTINGS
from onebook.project.project import Project

_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?P<wanted>[^;\[]*)(?:;.*extra\s*==\s*[\"'](?P<extra>[\w-]+)[\"'])?")
_FOR_WORK = ("", "english")
"""Extras whose parts a command needs; the others are for developing onebook."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package that onebook names: the extra that brings it (empty: the core), what is wanted, what is there."""

    name: str
    extra: str
    wanted: str
    version: str

    @property
    def present(self) -> bool:
        return bool(self.version)


def packages(distribution: str) -> list[Package]:
    """The packages that an installed distribution asks for, in its order; [] where it is not installed."""
    try:
        requirements = metadata.requires(distribution) or []
    except metadata.PackageNotFoundError:
        return []
    found = []
    for requirement in requirements:
        match = _REQUIREMENT.match(requirement)
        if match and not requirement.startswith(f"{distribution}["):
            name, wanted = match["name"], match["wanted"].strip()
            found.append(Package(name, match["extra"] or "", wanted, installed_version(name)))
    return found


def installed_version(name: str) -> str:
    """The installed version of a package, empty where it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def machine_findings(found: list[Package]) -> list[Finding]:
    """What to install: a missing core package is an error, a missing extra a note, since most commands go without."""
    here = Source("machine", platform.node() or "here")
    findings = []
    for package in found:
        if package.present or package.extra not in _FOR_WORK:
            continue
        extra = f"[{package.extra}]" if package.extra else ""
        what = f"{package.name} is not installed"
        what += " (translation needs it)" if package.extra == "english" else ""
        severity = "note" if package.extra else "error"
        findings.append(Finding("doctor.missing", what, here, f"pip install 'onebook{extra}'", severity))  # type: ignore[arg-type]
    return findings


@dataclass(frozen=True, slots=True)
class Health:
    """The state of a project: ``findings`` with place and remedy, ``facts`` in words, settings with their defaults."""

    name: str
    root: str
    facts: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str, str, str], ...]
    findings: tuple[Finding, ...]


def project_health(project: Project) -> Health:
    """Look at everything in a project that can go wrong; nothing is written."""
    findings = [*_sources(project), *_tables(project), *_waiting(project)]
    settings = tuple((key, project.config.setting(key), default, text) for key, (default, text) in SETTINGS.items())
    return Health(project.config.name, str(project.root), tuple(_facts(project)), settings, tuple(findings))


def _facts(project: Project) -> Iterator[tuple[str, str]]:
    yield "sources", str(len(project.config.sources))
    compiled = project.path(".cache") / "compiled.bin"
    yield "compiled form", _compiled_state(project, compiled)
    models = sorted(path.name for path in project.path("models").glob("*")) if project.path("models").is_dir() else []
    yield "trained models", ", ".join(models) or "none"


def _compiled_state(project: Project, path: Path) -> str:
    if not path.exists():
        return "not made yet: the next command makes it"
    from morph.store import load

    size = f"{path.stat().st_size / 1e6:.1f} MB"
    if load(path, project.fingerprint()) is None:
        return f"{size}, older than the tables: the next command makes it anew"
    return f"{size}, up to date"


def _sources(project: Project) -> Iterator[Finding]:
    for entry in project.config.sources:
        place = Source("file", entry.path)
        if not Path(entry.path).exists():
            text = "the source is no longer there"
            hint = "its items are kept in .cache/; to read it anew, mend its path in onebook.toml"
            yield Finding("doctor.source-gone", text, place, hint, "note")
        try:
            project.source_read(entry)
        except OnebookError as error:
            yield Finding("doctor.source-cache", error.message, place, error.hint)


def _tables(project: Project) -> Iterator[Finding]:
    """Rows that are left out, each with place and remedy; rules that do not compile."""
    try:
        language = project.language()
    except OnebookError as error:
        yield Finding("doctor.table", error.message, Source("file", str(project.root)), error.hint, "error")
        return
    yield from dict.fromkeys(project.findings)
    if not (language.lexemes or language.morphemes or language.seen):
        hint = "onebook add BOOK, then onebook extract"
        yield Finding("doctor.empty", "the project has no accepted rule", Source("file", str(project.root)), hint)
        return
    from morph.compile import compile_language

    yield from compile_language(language).findings


def _waiting(project: Project) -> Iterator[Finding]:
    """Text files that an extraction laid beside hand-edited ones."""
    for path in sorted(project.root.glob("*.new")):
        text = "a later extraction made another version of this file"
        hint = f"compare it with {path.stem}, take over what you want, and delete it"
        yield Finding("doctor.conflict", text, Source("file", str(path)), hint)
