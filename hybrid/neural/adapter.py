"""An adaptation as a file: its small matrices in 16 bits (safetensors), what it needs, what it was made from.

The one that onebook carries (``hybrid/neural/shipped/``) was learned from glossed text of many languages
(:mod:`hybrid.neural.pretrain`) and is where ``onebook train --only neural`` starts from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from morph.errors import DataError, OnebookError

NAME = "adapter.safetensors"
SHIPPED = Path(__file__).parent / "shipped" / NAME


@dataclass(frozen=True, slots=True)
class Adapter:
    """``state``: the matrices as :func:`hybrid.neural.lora.state` gives them; ``base``: the model that they are for."""

    state: Mapping[str, Any]
    rank: int
    scale: float
    base: str
    about: dict[str, Any] = field(default_factory=dict)


def starting_point(choice: str, model: str, default: str) -> Path | None:
    """The adapter to begin with: ``shipped`` (where ``model`` is the ``default`` and there is one), a file, or None."""
    if choice == "scratch":
        return None
    if choice == "shipped":
        return SHIPPED if model == default and SHIPPED.is_file() else None
    if not Path(choice).is_file():
        raise OnebookError(f"no adapter {choice}", hint="shipped, scratch, or an adapter.safetensors")
    return Path(choice)


def save_adapter(path: Path, adapter: Adapter) -> None:
    """Write it in one piece."""
    from safetensors.torch import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    metadata = {
        "rank": str(adapter.rank),
        "scale": str(adapter.scale),
        "base": adapter.base,
        "about": json.dumps(adapter.about),
    }
    save_file({name: matrix.half().contiguous() for name, matrix in adapter.state.items()}, part, metadata)
    os.replace(part, path)


def load_adapter(path: Path) -> Adapter:
    """Read it; DataError where it is none."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "pt") as file:
            data = file.metadata()
            state = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118 (no mapping)
        return Adapter(state, int(data["rank"]), float(data["scale"]), data["base"], json.loads(data["about"]))
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            "not an adapter", path=str(path), expected="a file that benchmarks/pretrain.py wrote"
        ) from error
