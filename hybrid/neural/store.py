"""What ``onebook train`` leaves of the neural part in ``models/neural/``: the model, and ``neural.json`` beside it.

``neural.json`` names the model, how its prompt is made, the weights of the choice, how it was trained and the figures
on the slice of the training sentences that was kept aside.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hybrid.combine.pool import Choice
from hybrid.neural.translator import Settings
from hybrid.neural.writer import FastWriter, TorchWriter, Writer, convert
from morph.errors import DataError
from morph.files import write_atomic

VERSION = 1
ABOUT, FAST, FULL = "neural.json", "fast", "full"


@dataclass(frozen=True, slots=True)
class Stored:
    """A trained neural part as its folder holds it."""

    settings: Settings
    about: dict[str, Any] = field(default_factory=dict)


def exists(folder: Path) -> bool:
    """Whether a neural part was trained."""
    return (folder / ABOUT).is_file()


def save_model(folder: Path, model: Any, tokenizer: Any, seq2seq: bool) -> None:
    """Write the model: in CTranslate2's form where it is a causal one that CTranslate2 knows, else as it is."""
    full, part = folder / FULL, folder / f".{FULL}.{os.getpid()}.part"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        model.save_pretrained(part)
        tokenizer.save_pretrained(part)
        for old in (folder / FAST, full):
            shutil.rmtree(old, ignore_errors=True)
        if not seq2seq and (part / "tokenizer.json").exists() and _converted(part, folder / FAST):
            return
        os.replace(part, full)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _converted(folder: Path, out: Path) -> bool:
    try:
        convert(folder, out)
    except (ImportError, ValueError, NotImplementedError):
        shutil.rmtree(out, ignore_errors=True)
        return False
    return True


def load_writer(folder: Path, threads: int = 0) -> Writer:
    """The engine for the model that the folder holds."""
    if (folder / FAST).is_dir():
        return FastWriter(folder / FAST, threads)
    return TorchWriter.load(folder / FULL)


def save_about(folder: Path, settings: Settings, about: dict[str, Any]) -> None:
    """Write ``neural.json``; it comes last, so that a half-written folder counts as none."""
    record = {
        "version": VERSION,
        "parts": sorted(settings.parts),
        "drafts": settings.drafts,
        "hypotheses": settings.hypotheses,
        "neighbours": settings.neighbours,
        "scored": settings.scored,
        "choice": json.loads(settings.choice.as_json()),
        "about": about,
    }
    write_atomic(folder / ABOUT, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def load_about(folder: Path) -> Stored:
    """Read ``neural.json``; DataError for another version or anything else."""
    path = folder / ABOUT
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["version"] != VERSION:
            raise DataError("a neural model of another version of onebook", path=str(path), hint="onebook train")
        settings = Settings(
            frozenset(record["parts"]),
            int(record["drafts"]),
            int(record["hypotheses"]),
            int(record["neighbours"]),
            int(record.get("scored", 0)),
            Choice(**record["choice"]),
        )
        return Stored(settings, record["about"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError("not a description of a neural model", path=str(path), hint="onebook train") from error
