"""What the sources gave, and every item in them that could not be read."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from morph.errors import DataError
from onebook.project.config import SourceEntry
from onebook.report.material import Material
from onebook.report.page import Section, section


def sources(material: Material) -> Section:
    """One card for each source that was added."""
    rows = [_source(material, entry) for entry in material.project.config.sources]
    return section("sources", "Sources", sources=rows)


def _source(material: Material, entry: SourceEntry) -> dict[str, Any]:
    name = Path(entry.path).name
    try:
        read = material.project.source_read(entry)
    except DataError as error:
        return {"name": name, "kind": entry.role, "counts": (), "groups": (), "total": 0, "problem": str(error)}
    findings = sorted((f for f in read.findings if f.severity != "note"), key=lambda f: f.code)
    groups = []
    for code, items in groupby(findings, key=lambda f: f.code):
        group = list(items)
        groups.append({"code": code, "count": len(group), "findings": group[: material.limits.findings]})
    counts = [(label.replace(".", " "), count) for label, count in read.counts if count]
    return {"name": name, "kind": read.kind, "counts": counts, "groups": groups, "total": len(findings), "problem": ""}
