"""Training in several processes of one thread each, started from one that waits: faster than one of several threads.

The waiting process holds no model. What is to be learned goes to the others in a file, what was learned comes back in
one; the lines that the first of them says are reported.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from hybrid.neural.adapt import Adapted, Examples, Recipe, train_adapter
from hybrid.neural.adapter import Adapter, load_adapter, save_adapter
from hybrid.neural.base import load_base
from hybrid.neural.ranks import joined
from morph.errors import OnebookError
from morph.files import write_atomic

Report = Callable[[str], None]
_JOB, _DONE, _OUTCOME = "job.json", "adapted.safetensors", "outcome.json"


@dataclass(frozen=True, slots=True)
class Job:
    """What to train: ``start`` is the file of the adapter to begin with, or nothing."""

    model: str
    examples: Examples
    aside: Sequence[int]
    recipe: Recipe
    start: str = ""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def train_in_processes(job: Job, folder: Path, count: int, report: Report = lambda message: None) -> Adapted:
    """Train with ``count`` processes; work files and the checkpoint lie in ``folder``. OnebookError where one fails."""
    folder.mkdir(parents=True, exist_ok=True)
    write_atomic(folder / _JOB, json.dumps(asdict(job), ensure_ascii=False))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shared = {
        "OMP_NUM_THREADS": "1",
        "TQDM_DISABLE": "1",
        "WORLD_SIZE": str(count),
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
    }
    command = [sys.executable, "-m", "hybrid.neural.workers", str(folder)]
    running = [
        subprocess.Popen(
            command,
            env={**os.environ, **shared, "RANK": str(rank), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=subprocess.PIPE if rank == 0 else subprocess.DEVNULL,
            stderr=subprocess.PIPE if rank == 0 else subprocess.DEVNULL,
            text=True,
        )
        for rank in range(count)
    ]
    try:
        _follow(running, report)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()
    outcome = json.loads((folder / _OUTCOME).read_text(encoding="utf-8"))
    state = load_adapter(folder / _DONE).state
    for name in (_JOB, _DONE, _OUTCOME):
        (folder / name).unlink()
    losses = tuple((int(step), float(value)) for step, value in outcome.pop("losses"))
    return Adapted(losses=losses, state=state, **outcome)


def _follow(running: Sequence[subprocess.Popen[str]], report: Report) -> None:
    """Report what the first process says until all have ended; OnebookError with its last words where it failed."""
    first = running[0]
    assert first.stdout and first.stderr
    for line in first.stdout:
        report(line.rstrip("\n"))
    words = first.stderr.read().strip()
    if any([process.wait() for process in running]):
        last = words.splitlines()[-1] if words else "a training process was ended from outside"
        raise OnebookError(f"the training stopped: {last}", hint="call it again: it goes on from its last checkpoint")


def work(folder: Path) -> None:
    """One of the processes."""
    data = json.loads((folder / _JOB).read_text(encoding="utf-8"))
    examples = [[(str(prompt), str(target)) for prompt, target in wordings] for wordings in data["examples"]]
    recipe = Recipe(**data["recipe"])
    base = load_base(data["model"])
    made = train_adapter(
        base,
        examples,
        recipe,
        aside=data["aside"],
        checkpoint=folder / "checkpoint.pt",
        start=load_adapter(Path(data["start"])).state if data["start"] else None,
        report=lambda message: print(message, flush=True),
    )
    if joined().first:
        save_adapter(folder / _DONE, Adapter(made.state, recipe.rank, recipe.scale, base.name))
        outcome = {key: getattr(made, key) for key in ("losses", "best", "steps", "seconds", "sentences")}
        write_atomic(folder / _OUTCOME, json.dumps(outcome))


if __name__ == "__main__":
    try:
        work(Path(sys.argv[1]))
    except OnebookError as error:
        sys.exit(str(error).splitlines()[0])
