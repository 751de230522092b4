"""Which of the project's own sentences a change of the rules changes: told after every edit, and by ``rules diff``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from morph.build import with_surfaces
from morph.generate import Generator
from morph.model import IGT
from morph.text import split_token, tokenize
from onebook.inputs import read_lines
from onebook.project.project import Project
from onebook.session import Session
from rules.compare import ByRules, Sentence, SentenceChange, changes

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Effect:
    """The sentences that change among all that the project has, and how many words become right or wrong."""

    sentences: int
    changed: tuple[SentenceChange, ...]

    @property
    def better(self) -> int:
        return sum(change.better for change in self.changed)

    @property
    def worse(self) -> int:
        return sum(change.worse for change in self.changed)


def sentences_of(session: Session) -> list[Sentence]:
    """The project's sentences as words: the glossed ones with their gold (a word that a source prints segmented only
    has the surface that the rules give it), and the translated ones."""
    generator = Generator(session.compiled)
    found = [
        _glossed(with_surfaces(igt, generator.from_underlying), number)
        for number, igt in enumerate(session.language.seen, 1)
    ]
    for pair in session.project.pairs():
        words = tuple(token.core for token in tokenize(pair.text))
        found.append(Sentence(pair.id, str(pair.source), words, translation=pair.translation))
    return found


def _glossed(igt: IGT, number: int) -> Sentence:
    words = tuple(split_token(word.form).core if word.form else "" for word in igt.words)
    gold = tuple(word.gloss for word in igt.words)
    return Sentence(igt.id or str(number), str(igt.source or ""), words, gold, igt.translation)


def states(project: Project) -> Session:
    """The project as it stands now, compiled."""
    session = Session(Project.find(project.root, project.root))
    _ = session.compiled
    return session


def effect_of(before: Session, after: Session, sentences: Sequence[Sentence] | None = None) -> Effect:
    """What changes between two states of a project, on the sentences of the later one."""
    texts = sentences_of(after) if sentences is None else list(sentences)
    return Effect(len(texts), tuple(changes(ByRules(before.compiled), ByRules(after.compiled), texts)))


def show_effect(effect: Effect, limit: int = SHOWN) -> Iterator[str]:
    """The effect in words: a summary, then sentences with the glosses before and after."""
    if not effect.changed:
        yield f"none of the {effect.sentences:,} sentences changes, glossed by the rules alone"
        return
    judged = f"; {effect.better} words become right, {effect.worse} wrong" if effect.better or effect.worse else ""
    verb = "changes" if len(effect.changed) == 1 else "change"
    yield f"{len(effect.changed):,} of {effect.sentences:,} sentences {verb}, glossed by the rules alone{judged}"
    for change in effect.changed[:limit]:
        yield from _shown(change)
    if len(effect.changed) > limit:
        yield f"  … {len(effect.changed) - limit:,} more: onebook rules diff"


def _shown(change: SentenceChange) -> Iterator[str]:
    sentence = change.sentence
    yield f"  {sentence.source or sentence.id}: {' '.join(word or '…' for word in sentence.words)}"
    for word in change.words:
        gold = sentence.gold[word.position] if sentence.gold else ""
        verdict = {word.after: "  ✓", word.before: "  ✗ was right"}.get(gold, f"  gold {gold}") if gold else ""
        yield f"      {word.word}: {word.before} → {word.after}{verdict}"


def text_sentences(path: Path) -> list[Sentence]:
    """The lines of a text as words."""
    lines = (line for line in read_lines(path) if line.strip())
    return [
        Sentence(str(number), f"{path.name}:{number}", tuple(token.core for token in tokenize(line)))
        for number, line in enumerate(lines, 1)
    ]
