"""The examples in the modules' docstrings run and print what they say: they are how the code is read first."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("morph", "grammar", "rules", "hybrid", "onebook")
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)
OPTIONAL = ("torch", "transformers", "ctranslate2", "tokenizers", "openai", "spacy", "lemminflect")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name in OPTIONAL:
            pytest.skip(f"{error.name} is not installed")
        raise
    result = doctest.testmod(module)
    assert not result.failed, f"{result.failed} examples of {name} print something else (python -m doctest shows them)"
