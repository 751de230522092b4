"""Training the neural part of a project: adapt a model to its sentences, then learn to choose among all systems.

The model learns from the jack-knifed lessons (:mod:`hybrid.jackknife`), whose glosses and drafts are as bad as those
that it will meet. The weights of the choice are learned on the slice of the lessons that the model did not learn from.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from hybrid.combine.pool import Choice, Judged, judged, learn_choice, mean_gain
from hybrid.evaluate.translation import delete_punctuation
from hybrid.jackknife import Lesson
from hybrid.neural.adapt import Examples, Recipe, kept_aside, merge_adapter, train_adapter
from hybrid.neural.adapter import load_adapter
from hybrid.neural.base import DEFAULT, load_base
from hybrid.neural.prompt import DEFAULT_PARTS, Fields, prompt
from hybrid.neural.source import shown
from hybrid.neural.store import load_writer, save_about, save_model
from hybrid.neural.translator import MODEL, NEIGHBOUR, RULES, Settings, pooled, weighed
from hybrid.neural.workers import Job, train_in_processes
from hybrid.neural.writer import Writer
from hybrid.retrieve import Memory, Neighbour

Report = Callable[[str], None]
LONGEST = 24
_WORDINGS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """Figures on the slice kept aside: mean chrF (0–100) of each system and of the choice; the loss; the time."""

    sentences: int
    aside: int
    loss: float
    steps: int
    seconds: float
    scores: dict[str, float]


def train_neural(
    lessons: Sequence[Lesson],
    folder: Path,
    *,
    model: str = DEFAULT,
    start: Path | None = None,
    parts: frozenset[str] = DEFAULT_PARTS,
    recipe: Recipe = Recipe(),  # noqa: B008
    processes: int = 1,
    report: Report = lambda message: None,
) -> Outcome:
    """Adapt ``model`` (``smollm2`` or a folder) to the lessons and leave everything in ``folder``.

    ``start`` is the file of an adapter of this model to begin with; its rank and scale stand in the recipe's place.
    """
    started = time.monotonic()
    lessons = [lesson for lesson in lessons if 0 < len(lesson.words) <= LONGEST and lesson.english]
    memory = Memory([(lesson.text, lesson.english) for lesson in lessons])
    near = [memory.nearest(lesson.text, 1, leave_out=lesson.text) for lesson in lessons]
    report(f"{model}: {len(lessons):,} sentences{f', starting from {start.name}' if start else ''}")
    examples = wordings(lessons, near, parts)
    aside = kept_aside(len(lessons), recipe, [i for i, lesson in enumerate(lessons) if lesson.kind == "pair"])
    begun = load_adapter(start) if start else None
    if begun:
        recipe = replace(recipe, rank=begun.rank, scale=begun.scale)
    if processes > 1:
        job = Job(model, examples, aside, recipe, str(start) if start else "")
        adapted = train_in_processes(job, folder, processes, report)
    else:
        state, checkpoint = begun.state if begun else None, folder / "checkpoint.pt"
        adapted = train_adapter(
            load_base(model), examples, recipe, aside=aside, checkpoint=checkpoint, start=state, report=report
        )
    # the whole model is made in 32 bits: rounded once, when it is quantized
    base = load_base(model, dtype="float32")
    merge_adapter(base, recipe, adapted.state)
    save_model(folder, base.model, base.tokenizer, base.seq2seq)
    settings = Settings(parts)
    writer = load_writer(folder)
    del base
    report("learning to choose")
    settings, scores = choose_weights(
        writer, [examples[i][0][0] for i in aside], [lessons[i] for i in aside], [near[i] for i in aside], settings
    )
    outcome = Outcome(len(lessons), len(aside), adapted.best, adapted.steps, time.monotonic() - started, scores)
    about: dict[str, Any] = {
        "model": model,
        "start": start.name if start else "",
        "recipe": asdict(recipe),
        "losses": adapted.losses,
        **asdict(outcome),
    }
    save_about(folder, settings, about)
    return outcome


def wordings(lessons: Sequence[Lesson], near: Sequence[Sequence[Neighbour]], parts: frozenset[str]) -> Examples:
    """Each lesson's (prompt, English), with the best draft first, then with other drafts of the rules."""
    made = []
    for lesson, neighbours in zip(lessons, near, strict=True):
        drafts = [draft.text for draft in lesson.drafts[:_WORDINGS]] if "draft" in parts else []
        fields = Fields(lesson.text, lesson.glosses, "", shown(neighbours))
        made.append([(prompt(replace(fields, draft=d), parts), lesson.english) for d in drafts or [""]])
    return made


def choose_weights(
    writer: Writer,
    prompts: Sequence[str],
    lessons: Sequence[Lesson],
    near: Sequence[Sequence[Neighbour]],
    settings: Settings,
) -> tuple[Settings, dict[str, float]]:
    """Settings with learned weights, and the mean chrF of the systems and of the choice on these lessons."""
    written = writer.write(prompts, settings.hypotheses)
    made = [
        pooled([draft.text for draft in lesson.drafts], texts, neighbours, lesson.meaning, settings)
        for lesson, texts, neighbours in zip(lessons, written, near, strict=True)
    ]
    made = [[c for c in pool if not c.faults.get("lost")] or pool for pool in made]
    made = weighed(writer, prompts, made, settings)
    pools = [
        judged(pool, lesson.english, delete_punctuation) for lesson, pool in zip(lessons, made, strict=True) if pool
    ]
    choice = learn_choice(pools, Choice())
    scores = {name: 100 * _alone(pools, name) for name in (RULES, MODEL, NEIGHBOUR)}
    scores["hybrid"] = 100 * mean_gain(choice, pools)
    scores["best possible"] = 100 * sum(max(item.truth) for item in pools) / max(1, len(pools))
    return replace(settings, choice=choice), scores


def _alone(pools: Sequence[Judged], system: str) -> float:
    """The mean true chrF of one system's best candidate (0 where it has none)."""
    firsts = [next((t for c, t in zip(p.pool, p.truth, strict=True) if c.system == system), 0.0) for p in pools]
    return sum(firsts) / max(1, len(firsts))
