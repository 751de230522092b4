"""The examples in the modules' documentation run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import rules.extract

NAMES = [f"rules.extract.{module.name}" for module in pkgutil.iter_modules(rules.extract.__path__) if not module.ispkg]


@pytest.mark.parametrize("name", [*NAMES, "rules.verify"])
def test_examples_in_documentation(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
