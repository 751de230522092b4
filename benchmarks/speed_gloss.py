"""How fast is the whole of ``onebook gloss``, start-up and all, compared with ``flookup`` on the same language?

    python benchmarks/speed_gloss.py PROJECT TEXT... [--tokens 1000000] [--rounds 3] [--json FILE]

TEXT has one sentence a line, or is a TSV file whose second column is the text. The sentences are recombined into so
many tokens that no sentence comes twice, the lexicon with its rules is exported to foma, and in interleaved rounds on
one core ``flookup``, ``onebook gloss --to tsv`` without a trained chooser and, where PROJECT has one, with it and
with all else that is on, read the same text. Given are CPU seconds (user and system, with start-up), tokens a second,
the ratio to ``flookup`` within the round, the most memory held; besides the seconds to compile the project from its
tables, to start on one sentence (median of five; and which heavy packages that imports), and what ``--jobs`` with all
cores takes of the clock for a tenth of the text, its output compared with that of one process. PROJECT itself is not
written to.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from speed_foma import calibration, flookup, folded, foma, read_sentences, recombined

from onebook.session import Session

HEAVY = ("torch", "transformers", "spacy", "numpy", "lxml", "rich")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXT")
    parser.add_argument("--tokens", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures here")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(args.project, args.texts, args.tokens, args.rounds, Path(folder))
    for name, value in figures.items():
        print(f"{name}\t{value:.4g}" if isinstance(value, float) else f"{name}\t{value}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), "utf-8")
    return 0


Figures = dict[str, float | str]


def measure(project: Path, texts: Sequence[Path], tokens: int, rounds: int, folder: Path) -> Figures:
    """All figures."""
    states = copies(project, folder)
    lines = recombined(read_sentences(texts), tokens)
    text = folder / "text.txt"
    text.write_text("\n".join(lines) + "\n", "utf-8")
    words = [word for line in lines for word in folded(line)]
    count = sum(len(line.split()) for line in lines)
    figures: Figures = {"tokens": count, "sentences": len(lines), "types": len(set(words))}
    figures |= {f"compile_{name}": value for name, value in compiling(next(iter(states.values()))).items()}
    for state, root in states.items():
        figures |= {f"{state}_start_{name}": value for name, value in starting(root, lines[0]).items()}
    engines: dict[str, Callable[[], Run]] = {
        state: lambda root=root: gloss(root, text)
        for state, root in states.items()  # type: ignore[misc]
    }
    made = foma(Session.open(project).compiled, folder)
    series: dict[str, list[Run]] = {state: [] for state in engines}
    base: list[float] = []
    for _ in range(rounds):
        if made is not None:
            base.append(flookup(made[0], words))
        for state, engine in engines.items():
            series[state].append(engine())
    for state, runs in series.items():
        cpu = statistics.median(run.cpu for run in runs)
        figures |= {f"{state}_cpu_s": cpu, f"{state}_tokens_per_s": count / cpu}
        figures[f"{state}_memory_mb"] = max(run.memory for run in runs)
        if base:
            ratios = [other / run.cpu for other, run in zip(base, runs, strict=True)]
            figures[f"{state}_ratio_to_flookup"] = statistics.median(ratios)
    if base:
        figures["flookup_cpu_s"] = statistics.median(base)
    root = list(states.values())[-1]
    part = folder / "part.txt"
    part.write_text("\n".join(lines[: len(lines) // 10]) + "\n", "utf-8")
    alone, shared = gloss(root, part), gloss(root, part, "--jobs", "0")
    figures |= {"jobs": len(os.sched_getaffinity(0)), "jobs_wall_s": shared.wall, "one_job_wall_s": alone.wall}
    figures["jobs_same_output"] = str(alone.digest == shared.digest)
    figures["calibration_s"] = calibration()
    return figures


def copies(project: Path, folder: Path) -> dict[str, Path]:
    """The project without a chooser and, where it has one, with it; compiled."""
    states = {"plain": folder / "plain"}
    if (project / "models" / "gloss.json").exists():
        states["chooser"] = folder / "chooser"
    for state, root in states.items():
        shutil.copytree(project, root)
        if state == "plain":
            shutil.rmtree(root / "models", ignore_errors=True)
        run([*COMMAND, "--project", str(root)], "a zzz\n")
        run([*COMMAND, "--project", str(root)], "a zzz\n")
    return states


COMMAND = [sys.executable, "-m", "onebook.cli", "gloss", "--to", "tsv"]


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process: CPU and clock seconds, most memory in MB, a digest of what it wrote."""

    cpu: float
    wall: float
    memory: float
    digest: str


def run(command: Sequence[str], given: str = "") -> Run:
    """Run a command and measure it; its output is read and thrown away."""
    began, digest = time.perf_counter(), hashlib.sha256()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(given.encode())
    process.stdin.close()
    while chunk := process.stdout.read(1 << 16):
        digest.update(chunk)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit status {process.returncode}")
    wall = time.perf_counter() - began
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, digest.hexdigest())


def gloss(root: Path, text: Path, *more: str) -> Run:
    """``onebook gloss --to tsv`` on a file."""
    return run([*COMMAND, "--project", str(root), str(text), *more])


def compiling(root: Path) -> Figures:
    """Compiling the project from its tables: seconds of the whole command, with reading and saving."""
    (root / ".cache" / "compiled.bin").unlink()
    done = run([*COMMAND, "--project", str(root)], "a\n")
    return {"cpu_s": done.cpu, "wall_s": done.wall}


def starting(root: Path, line: str) -> Figures:
    """Starting on one sentence of the compiled project."""
    runs = [run([*COMMAND, "--project", str(root)], line + "\n") for _ in range(5)]
    code = (
        "import sys; from onebook.cli import main; main(sys.argv[1:]); "
        f"print(','.join(name for name in {HEAVY} if name in sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "gloss", "--to", "tsv", "--project", str(root)]
    done = subprocess.run(command, input=line + "\n", capture_output=True, text=True, check=True)
    return {
        "cpu_s": statistics.median(one.cpu for one in runs),
        "wall_s": statistics.median(one.wall for one in runs),
        "imports": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "none of them",
    }


if __name__ == "__main__":
    sys.exit(main())
