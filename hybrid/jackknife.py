"""Sentences with their translations as a system that never saw them glosses and translates them.

What is trained on the output of the rules (a model that mends it, the weights of a choice) must learn from output as
bad as it will meet. So the glossed examples and pairs are cut into folds by distinct text; for each fold everything is
extracted, compiled and learned anew from the others, and the fold's sentences are translated with that. The sentence
grammar is the project's own: it is induced from tags, not from sentences' translations.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from grammar.parse import Parser
from hybrid.combine.faithful import Meaning
from hybrid.into_english.translator import IntoEnglish
from hybrid.neural.source import meaning_of
from morph.files import write_atomic
from morph.gloss import Glosser
from morph.model import IGT, Language
from rules.extract.extract import Proposal, extract
from rules.items import Example, SourceRead
from rules.train import language_of, usable

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A translation by rule with its log-score."""

    text: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence of the project: its words as glossed without knowing it, the drafts of the rules, its English.

    ``words`` are (form, gloss) with the glosses as the glosser chose them; ``gold`` the glosses of the source where it
    has them; ``kind`` is ``pair`` or ``example``; ``fold`` the part of the jack-knife it was held out with; ``options``
    and ``carried`` are those of :class:`hybrid.combine.faithful.Meaning`.
    """

    id: str
    text: str
    english: str
    words: tuple[tuple[str, str], ...]
    drafts: tuple[Draft, ...] = ()
    gold: tuple[str, ...] = ()
    kind: str = "pair"
    fold: int = 0
    options: tuple[frozenset[str], ...] = ()
    carried: tuple[str, ...] = ()

    @property
    def glosses(self) -> tuple[str, ...]:
        return tuple(gloss for _, gloss in self.words)

    @property
    def meaning(self) -> Meaning:
        """What the sentence says, as far as its analysis tells."""
        return Meaning(self.options, self.carried, self.drafts[0].text if self.drafts else "")


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence to hold out: its text, its English, its gold glosses."""

    id: str
    text: str
    english: str
    gold: tuple[str, ...]
    kind: str


def letters(text: str) -> str:
    """The letters of a text alone: sentences that differ in nothing else count as one.

    >>> letters("Ma sor=at na-ni.") == letters("ma sorat nani")
    True
    """
    return "".join(c for c in text.casefold() if c.isalnum())


def surface(example: Example) -> str:
    """The line of an example as running text."""
    plain = example.surface or " ".join(example.surface_words)
    return plain or " ".join("".join(c for c in word if c not in "-=~<>∅") for word in example.morphs)


def sentences(reads: Sequence[SourceRead], meta_language: str = "eng") -> list[Held]:
    """All sentences with a translation, each once; what is glossed by its source first."""
    found: dict[str, Held] = {}
    for read in reads:
        for example in read.examples:
            if usable(example) and example.translation.strip() and example.meta_language == meta_language:
                text = surface(example)
                item = Held(example.id, text, example.translation.strip(), example.glosses, "example")
                found.setdefault(letters(text), item)
    for read in reads:
        for pair in read.pairs:
            if pair.text.strip() and pair.translation.strip() and pair.meta_language == meta_language:
                item = Held(pair.id, pair.text.strip(), pair.translation.strip(), (), "pair")
                known = found.get(letters(pair.text))
                if known is None or known.kind == "example":
                    found[letters(pair.text)] = replace(item, gold=known.gold if known else ())
    return [item for key, item in found.items() if key]


def jackknife(
    reads: Sequence[SourceRead],
    parser: Callable[[Language], Parser],
    glosser: Callable[[Language], Glosser],
    *,
    settings: Sequence[tuple[str, str]] = (),
    labels: Iterable[tuple[str, str]] = (),
    rows: Iterable[tuple[str, ...]] = (),
    count: int = 4,
    drafts: int = 12,
    seed: int = 1,
    report: Report = lambda message: None,
    propose: Callable[[Sequence[SourceRead]], Proposal] = extract,
    meta_language: str = "eng",
) -> list[Lesson]:
    """Every sentence of the sources, glossed and translated by a system made from the other folds.

    ``glosser`` and ``parser`` make the project's own kind from the language of a fold; ``labels`` and ``rows`` are
    those of :meth:`IntoEnglish.learn`. Deterministic under ``seed``.
    """
    held = sentences(reads, meta_language)
    labels, rows = list(labels), list(rows)
    keys = sorted({letters(item.text) for item in held})
    random.Random(seed).shuffle(keys)
    fold_of = {key: i % count for i, key in enumerate(keys)}
    lessons: list[Lesson] = []
    for fold in range(count):
        report(f"part {fold + 1} of {count}: rules from the other sentences")
        out = {key for key, number in fold_of.items() if number == fold}
        language = language_of(propose(without(reads, out)), settings=settings)
        gloss = glosser(language)
        rest = [item for item in held if item.kind == "pair" and letters(item.text) not in out]
        glossed = [gloss.line(item.text, translation=item.english) for item in rest]
        translator = IntoEnglish.learn(
            parser(language), language.lexemes, [*language.seen, *glossed], abbreviations=labels, rows=rows
        )
        report(f"part {fold + 1} of {count}: its sentences")
        mine = [item for item in held if letters(item.text) in out]
        lessons += [_lesson(item, gloss.line(item.text), translator, drafts, fold) for item in mine]
    return lessons


def without(reads: Sequence[SourceRead], out: set[str]) -> list[SourceRead]:
    """The sources without the sentences of a fold."""
    return [
        replace(
            read,
            examples=tuple(e for e in read.examples if letters(surface(e)) not in out),
            pairs=tuple(p for p in read.pairs if letters(p.text) not in out),
        )
        for read in reads
    ]


def _lesson(item: Held, igt: IGT, translator: IntoEnglish, drafts: int, fold: int) -> Lesson:
    made = translator.candidates(igt, count=drafts)
    meaning = meaning_of(translator, igt, made)
    return Lesson(
        item.id,
        item.text,
        item.english,
        tuple((word.form, word.gloss) for word in igt.words),
        tuple(Draft(one.text) for one in made),
        item.gold,
        item.kind,
        fold,
        meaning.options,
        meaning.carried,
    )


def save(lessons: Sequence[Lesson], path: Path, key: str) -> None:
    """Write lessons with the key of what they were made from."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"key": key})]
    lines += [json.dumps(asdict(lesson), ensure_ascii=False, default=sorted) for lesson in lessons]
    write_atomic(path, "\n".join(lines) + "\n")


def load(path: Path, key: str) -> list[Lesson] | None:
    """What :func:`save` wrote; None where it is missing, damaged or made from something else."""
    try:
        lines = iter(path.read_text(encoding="utf-8").splitlines())
        if json.loads(next(lines)).get("key") != key:
            return None
        return list(_read(lines))
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return None


def _read(lines: Iterator[str]) -> Iterator[Lesson]:
    for line in lines:
        data = json.loads(line)
        yield Lesson(
            data["id"],
            data["text"],
            data["english"],
            tuple((form, gloss) for form, gloss in data["words"]),
            tuple(Draft(draft["text"], float(draft["score"])) for draft in data["drafts"]),
            tuple(data["gold"]),
            data["kind"],
            int(data["fold"]),
            tuple(map(frozenset, data["options"])),
            tuple(data["carried"]),
        )
