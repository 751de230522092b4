"""``onebook doctor``: what is missing on this machine or in this project, and what to do about it."""

from __future__ import annotations

import argparse
import json
import platform
from pathlib import Path

from morph.errors import ConfigError, OnebookError
from morph.model import Finding
from onebook import __version__
from onebook.health import Health, Package, machine_findings, packages, project_health
from onebook.project.codec import jsonable
from onebook.project.project import Project
from onebook.terminal import console

HELP = (
    "Say what is missing on this machine or in this project: packages, rows that were left out with their place and\n"
    "remedy, the state of the compiled form, the settings with their defaults. Exit 1 where something needs doing."
)
EXAMPLES = """
  onebook doctor
  onebook doctor --project kalamang
  onebook doctor --json
"""


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="everything as JSON on stdout")


def run(args: argparse.Namespace) -> int:
    found = packages("onebook")
    health = _health(args.project)
    findings = [*machine_findings(found), *(health.findings if health else ())]
    if args.json:
        print(json.dumps(_record(found, health, findings), ensure_ascii=False, indent=1))
    else:
        _show(found, health, findings)
    return 1 if any(finding.severity != "note" for finding in findings) else 0


def _health(explicit: Path | None) -> Health | None:
    """The project's state; None where there is no project here and none was named."""
    try:
        project = Project.find(Path.cwd(), explicit)
    except ConfigError:
        raise
    except OnebookError:
        if explicit:
            raise
        return None
    return project_health(project)


def _record(found: list[Package], health: Health | None, findings: list[Finding]) -> dict[str, object]:
    return {
        "onebook": __version__,
        "python": platform.python_version(),
        "packages": [jsonable(package) for package in found],
        "project": jsonable(health) if health else None,
        "findings": [jsonable(finding) for finding in findings],
    }


def _show(found: list[Package], health: Health | None, findings: list[Finding]) -> None:
    out = console(stderr=False)
    out.print(f"onebook {__version__}, Python {platform.python_version()}", style="bold", highlight=False)
    for extra in dict.fromkeys(package.extra for package in found):
        _show_packages(extra, [package for package in found if package.extra == extra])
    if health:
        out.print(f"\n{health.name} in {health.root}", style="bold", highlight=False, markup=False, soft_wrap=True)
        for name, text in health.facts:
            out.print(f"  {name:<15} {text}", highlight=False, markup=False)
        out.print("  settings", highlight=False)
        for key, value, default, text in health.settings:
            changed = "" if value == default else f" (default {default})"
            out.print(f"    {key} = {value or 'none'}{changed}: {text}", highlight=False, markup=False, soft_wrap=True)
    else:
        out.print("\nno language project here: onebook new DIR --name NAME makes one", highlight=False)
    out.print()
    for finding in findings:
        style = {"error": "red", "warning": "yellow"}.get(finding.severity, "dim")
        text = f"{finding.severity}: {finding.source}  {finding.message}"
        out.print(text, style=style, highlight=False, markup=False, soft_wrap=True)
        if finding.hint:
            out.print(f"  → {finding.hint}", highlight=False, markup=False, soft_wrap=True)
    serious = sum(finding.severity != "note" for finding in findings)
    out.print("nothing to do" if not serious else f"{serious} to look after", highlight=False)


def _show_packages(extra: str, found: list[Package]) -> None:
    from rich.columns import Columns
    from rich.padding import Padding

    out = console(stderr=False)
    missing = [package.name for package in found if not package.present]
    title = "core" if not extra else f"extra '{extra}'"
    state = f"missing {', '.join(missing)}" if missing else "all there"
    hint = f"   → pip install 'onebook[{extra}]'" if missing and extra else ""
    out.print(f"  {title:<16} {state}{hint}", highlight=False, markup=False, soft_wrap=True)
    versions = [f"{package.name} {package.version}" for package in found if package.present]
    if versions:
        out.print(Padding(Columns(versions), (0, 0, 0, 4)), style="dim", highlight=False)
