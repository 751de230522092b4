"""Imports go one way: morph ← grammar ← rules ← hybrid ← onebook; the core starts without the heavy extras."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("morph", "grammar", "rules", "hybrid", "onebook")
IMPORTED_LATE = {"hybrid/neural/lora.py"}  # its class is a torch module; it is imported inside functions only
HEAVY = {"torch", "transformers", "spacy", "lemminflect", "openai"}


def imported_packages(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "use absolute imports, so that layers stay visible"
            found.add((node.module or "").split(".")[0])
    return found


MODULES = [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_only_lower_layers(path: Path) -> None:
    layer = LAYERS.index(path.relative_to(ROOT).parts[0])
    above = imported_packages(ast.parse(path.read_text("utf-8"))) & set(LAYERS[layer + 1 :])
    assert not above, f"{path.name} in {LAYERS[layer]} imports {above} from above"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_heavy_packages_are_imported_where_used(path: Path) -> None:
    top_level = ast.Module(body=[n for n in ast.parse(path.read_text("utf-8")).body], type_ignores=[])
    if path.relative_to(ROOT).as_posix() in IMPORTED_LATE:
        return
    found = set()
    for node in top_level.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= imported_packages(ast.Module(body=[node], type_ignores=[]))
    assert not found & HEAVY, f"{path} imports {found & HEAVY} at module level"
