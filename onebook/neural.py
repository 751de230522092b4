"""The neural part of a project: its lessons, its training, its translators."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from morph.errors import OnebookError
from morph.files import read_text
from onebook.session import Session

if TYPE_CHECKING:
    from hybrid.into_english.translator import IntoEnglish
    from hybrid.jackknife import Lesson
    from hybrid.llm.pooled import PooledIntoEnglish
    from hybrid.neural.source import Analysed
    from hybrid.neural.translator import Hybrid, Settings

FOLDER = "neural"
Report = Callable[[str], None]


def folder(session: Session) -> Path:
    """Where the neural part of the project lies."""
    return session.project.path("models") / FOLDER


def trained(session: Session) -> bool:
    """Whether the project has a neural part."""
    from hybrid.neural.store import exists

    return exists(folder(session))


def missing(session: Session) -> str:
    """Why the neural part cannot be used here, in words with what to do; empty where it can."""
    if not trained(session):
        return "no neural model is trained (onebook train --only neural)"
    engine = "ctranslate2" if (folder(session) / "fast").is_dir() else "torch"
    if importlib.util.find_spec(engine) is None:
        return f"the neural model needs {engine} (pip install 'onebook[neural]')"
    return ""


def lessons(session: Session, *, count: int = 4, drafts: int = 16, seed: int = 1, report: Report) -> list[Lesson]:
    """The project's sentences as a system that never saw them translates them; kept in ``.cache/``."""
    from grammar.parse import Parser
    from hybrid.jackknife import jackknife, load, save
    from onebook.translators import labels, transfer_rows

    project = session.project
    path = project.path(".cache") / "lessons.jsonl"
    key = _key(session, count, drafts, seed)
    kept = load(path, key)
    if kept is not None:
        report(f"{len(kept):,} sentences, translated before")
        return kept
    syntax = project.path("syntax.lark")
    if not syntax.exists():
        raise OnebookError("the project has no sentence grammar", hint="make one: onebook extract")
    text = read_text(syntax)[0]
    made = jackknife(
        project.source_reads(),
        lambda language: Parser(text, language.lexemes, path=str(syntax)),
        session.glosser_of,
        settings=project.config.settings,
        labels=labels(session),
        rows=transfer_rows(session),
        count=count,
        drafts=drafts,
        seed=seed,
        report=report,
        meta_language=project.config.meta_language,
    )
    save(made, path, key)
    return made


def _key(session: Session, *numbers: int) -> str:
    """What the lessons are made from: tables, pairs, grammar, the chooser, the numbers."""
    digest = hashlib.sha256(repr((session.project.fingerprint(), numbers)).encode())
    for name in ("pairs.tsv", "syntax.lark", "transfer.tsv", "models/gloss.json"):
        path = session.project.path(name)
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def make_hybrid(session: Session, rules: IntoEnglish, pairs: list[tuple[str, str]], *, only: str = "") -> Hybrid:
    """The translator into English with the trained model; OnebookError where none was trained."""
    from hybrid.neural.store import load_about, load_writer
    from hybrid.neural.translator import Hybrid

    where = folder(session)
    if not trained(session):
        raise OnebookError("the project has no neural model", hint="train one: onebook train --only neural")
    stored, writer = load_about(where), load_writer(where)
    return Hybrid(analyser(session, rules, pairs, stored.settings), writer, stored.settings, only)


def analyser(
    session: Session, rules: IntoEnglish, pairs: list[tuple[str, str]], settings: Settings
) -> Callable[[str], Analysed]:
    """What makes of a line all that the choice and the model read of it."""
    from hybrid.neural.source import analyse
    from hybrid.retrieve import Memory

    memory, glosser = Memory(pairs), session.glosser()

    def analysed(line: str) -> Analysed:
        igt = glosser.line(line)
        return analyse(rules, igt, memory, drafts=settings.drafts, neighbours=settings.neighbours)

    return analysed


def make_pooled(
    session: Session, rules: IntoEnglish, pairs: list[tuple[str, str]], texts: Mapping[str, Sequence[str]]
) -> PooledIntoEnglish:
    """The hybrid into English with a large model's translations (by the id of the sentence), with or without the
    project's own model."""
    from hybrid.llm.pooled import PooledIntoEnglish
    from hybrid.neural.store import load_about, load_writer
    from hybrid.neural.translator import Settings

    has_own = not missing(session)
    settings = load_about(folder(session)).settings if has_own else Settings()
    writer = load_writer(folder(session)) if has_own else None
    return PooledIntoEnglish(analyser(session, rules, pairs, settings), texts, settings, writer)
