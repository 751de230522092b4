"""``onebook evaluate translation``: one system or several side by side, on a table of pairs or the published benchmark.

With ``--protocol mtob`` the test sentences are read in memory and stay there: only totals are shown and written.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from morph.errors import OnebookError
from onebook.inputs import read_lines
from onebook.llm_options import LLM, add_asking, asking_of, is_llm
from onebook.session import Session
from onebook.terminal import console
from onebook.translators import SYSTEMS

if TYPE_CHECKING:
    from hybrid.evaluate.loading import TestPair
    from hybrid.evaluate.translation import TranslationScores
    from hybrid.translation import Translator

ENGLISH = "eng"
JOINED = "hybrid+"
"""Before a large model or a folder of its answers: the hybrid with its translations among the candidates."""


def register(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "gold",
        type=Path,
        metavar="GOLD",
        help="TSV with an id and a column per language; the benchmark's zip or folder",
    )
    add("--from", dest="source", required=True, metavar="CODE", help="language code of the source")
    add("--to", dest="target", required=True, metavar="CODE", help="language code of the target")
    add(
        "--protocol",
        choices=("tsv", "mtob"),
        default="tsv",
        help="mtob: the published benchmark; only totals are shown",
    )
    add("--password", default="", help="password of the benchmark's zip")
    add("--hyp", type=Path, help="translations, one a line (default: translate GOLD's source)")
    add("--with", dest="system", default="rules", metavar="SYSTEM", help="system (default: rules)")
    add(
        "--systems",
        metavar="A,B,…",
        help="several systems in one table; the first is tested against each of the others",
    )
    add("--against", metavar="FILE|SYSTEM", help="a second system for the paired test")
    add_asking(parser)
    add("--samples", type=int, default=1000, help="bootstrap samples (default: 1000)")
    add("--seed", type=int, default=12345, help="seed of the bootstrap")


@dataclass(frozen=True, slots=True)
class _Row:
    """One system of the table: its scores, and how the first system of the table compares with it."""

    system: str
    scores: TranslationScores


def run(args: argparse.Namespace) -> int:
    from hybrid.evaluate.translation import score_translations

    pairs = _pairs(args)
    sources, references = [pair.source for pair in pairs], [pair.reference for pair in pairs]
    english = references if args.target == ENGLISH else sources if args.source == ENGLISH else []
    if args.systems and (args.hyp or args.against):
        raise OnebookError("--systems makes its translations itself", hint="leave --hyp and --against out")
    known = _known(args)
    names = [args.hyp or args.system] if not args.systems else [n.strip() for n in args.systems.split(",") if n.strip()]
    outputs = [_runs(args, name, sources) for name in names]
    other = _hypotheses(args, args.against, sources) if args.against else None
    rows: list[_Row] = []

    def score(lines: Sequence[str], rival: Sequence[str] | None) -> TranslationScores:
        return score_translations(
            lines, references, sources=sources, ids=[pair.id for pair in pairs], other=rival,
            vocabulary=_words(known), english=english, samples=args.samples, seed=args.seed,
        )  # fmt: skip

    first: Sequence[str] | None = None
    for name, runs in zip(names, outputs, strict=True):
        quick = [score_translations(lines, references, samples=0).mtob for lines in runs] if len(runs) > 1 else []
        middle = sorted(range(len(runs)), key=lambda i: quick[i])[len(runs) // 2] if quick else 0
        rival = other if not rows else first
        scores = replace(score(runs[middle], rival), runs=tuple(quick))
        first = first if rows else runs[middle]
        rows.append(_Row(str(name), _totals(scores) if args.protocol == "mtob" else scores))
    _write(args, rows, _met(pairs, known))
    return 0


def _pairs(args: argparse.Namespace) -> list[TestPair]:
    if args.protocol == "mtob":
        from hybrid.evaluate.mtob import read_mtob

        return read_mtob(args.gold, into_english=args.target == ENGLISH, password=args.password)
    from hybrid.evaluate.loading import read_pairs

    return read_pairs(args.gold, args.source, args.target)


def _known(args: argparse.Namespace) -> list[str]:
    """The sentences of the project in the source language; none where no project is needed or found."""
    from onebook.translators import directions, known_pairs

    try:
        session = Session.open(args.project)
        into = directions(session, args.source, args.target)
    except OnebookError:
        return []
    seen = [(igt.text, igt.translation) for igt in session.language.seen]
    return [pair[0] if into else pair[1] for pair in (*known_pairs(session), *seen)]


def _words(sentences: Sequence[str]) -> frozenset[str] | None:
    from hybrid.evaluate.translation import delete_punctuation

    words = frozenset(word for line in sentences for word in delete_punctuation(line).casefold().split())
    return words or None


def _met(pairs: Sequence[TestPair], known: Sequence[str]) -> list[str]:
    """The ids of test sentences that the project has, equal or nearly equal."""
    from hybrid.evaluate.overlap import nearly_equal

    return [pairs[number].id for number in nearly_equal([pair.source for pair in pairs], known)]


def _totals(scores: TranslationScores) -> TranslationScores:
    """Scores without the sentences."""
    return replace(scores, by_sentence=())


def _runs(args: argparse.Namespace, name: str | Path, sources: Sequence[str]) -> list[list[str]]:
    """The outputs of a system: one, or those of several runs where ``name`` is a pattern of files (``run*.txt``)."""
    pattern = Path(name)
    if "*" in pattern.name and pattern.parent.is_dir():
        files = sorted(path for path in pattern.parent.glob(pattern.name) if path.is_file())
        if files:
            return [list(read_lines(path)) for path in files]
        raise OnebookError(f"no file is called like {name}", hint="name the outputs of the runs, one line a sentence")
    return [_hypotheses(args, name, sources)]


def _hypotheses(args: argparse.Namespace, name: str | Path, sources: Sequence[str]) -> list[str]:
    """Lines of a file, or what a system of onebook makes of the sources."""
    if Path(name).is_file():
        return list(read_lines(Path(name)))
    from onebook.translators import make_translator

    session = Session.open(args.project)
    translator = _with_answers(args, session, str(name), sources) or make_translator(
        session, str(name), args.source, args.target
    )
    return [translation.text for translation in translator.translate(sources)]


def _with_answers(args: argparse.Namespace, session: Session, name: str, sources: Sequence[str]) -> Translator | None:
    """The translator that takes in a large model's answers: ``llm``, a folder of answers, ``hybrid+llm``, or
    ``hybrid+`` and a folder; None for any other system."""
    from onebook.llm_translation import ask, make_llm

    answers = name.removeprefix(JOINED)
    plus = name != answers
    is_folder = answers not in SYSTEMS and Path(answers).is_dir()
    if not (is_folder or is_llm(answers)):
        return None
    if args.requests and args.protocol == "mtob":
        raise OnebookError("the benchmark's sentences are not written in the open", hint="leave --requests out")
    asking = asking_of(args, LLM if is_folder else answers, responses=Path(answers) if is_folder else None)
    if asking.requests and not asking.responses:
        raise OnebookError("an evaluation needs answers", hint="onebook translate --requests DIR writes the prompts")
    found = ask(session, sources, args.source, args.target, asking)
    if found is None:
        raise OnebookError("nothing was translated: --dry-run only counts")
    return make_llm(session, found, args.source, args.target, asking, pooled=plus)


def _write(args: argparse.Namespace, rows: Sequence[_Row], met: Sequence[str]) -> None:
    if args.html:
        from onebook.report.scores import write_translation_report

        title = f"{args.gold.name}: {args.source} → {args.target}"
        write_translation_report(
            args.html, {row.system: row.scores for row in rows}, title=title, notes=_notes(args, rows[0].scores, met)
        )
    if args.json:
        records = [{"system": row.system, **row.scores.as_json()} for row in rows]
        data = (
            {**records[0], "met_before": list(met)}
            if not args.systems
            else {"systems": records, "met_before": list(met)}
        )
        print(json.dumps(data, ensure_ascii=False, indent=1))
        return
    if args.systems:
        _show_table(rows)
    else:
        _show(rows[0].scores)
    if met:
        names = f": {', '.join(met)}" if args.protocol != "mtob" else ""
        console().print(
            f"{len(met)} of {rows[0].scores.sentences} test sentences stand in the project too, equal or nearly "
            f"equal{names}",
            highlight=False, markup=False, soft_wrap=True,
        )  # fmt: skip


def _notes(args: argparse.Namespace, scores: TranslationScores, met: Sequence[str]) -> list[str]:
    """What a reader of the report must know of its setting."""
    notes = [
        f"{args.gold.name}, {args.source} → {args.target}; bootstrap of {args.samples:,} samples, seed {args.seed}."
    ]
    if args.project:
        notes.append(f"Project: {args.project.name}.")
    if met:
        notes.append(f"{len(met)} of {scores.sentences} test sentences stand in the project, equal or nearly equal.")
    return notes


def _show(scores: TranslationScores) -> None:
    out = console(stderr=False)
    for system in scores.systems:
        bounds = f" [{system.interval.low:.1f}, {system.interval.high:.1f}]" if system.interval else ""
        out.print(
            f"{system.name:<8} {system.score:5.1f}{bounds}   {system.signature}",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    for comparison in scores.comparisons:
        out.print(f"{comparison.metric}: {comparison.difference:+.1f}, p = {comparison.p:.3f}", highlight=False)
    for group in (*scores.by_length, *scores.by_unknown, *scores.by_construction):
        out.print(f"  {group.name:<18} {group.mtob:5.1f} of {group.sentences} sentences", highlight=False)


def _show_table(rows: Sequence[_Row]) -> None:
    """One line a system: scores with intervals, and the paired test of the first system against it."""
    out = console(stderr=False)
    out.print(
        f"{'system':<16}" + "".join(f"{m.name:<20}" for m in rows[0].scores.systems) + "p, first against it",
        soft_wrap=True,
    )
    for row in rows:
        cells = ""
        for system in row.scores.systems:
            bounds = f" [{system.interval.low:.1f}, {system.interval.high:.1f}]" if system.interval else ""
            cells += f"{system.score:.1f}{bounds}".ljust(20)
        test = f"{row.scores.comparisons[0].p:.3f}" if row is not rows[0] and row.scores.comparisons else "–"
        out.print(f"{row.system:<16}{cells}{test}", highlight=False, markup=False, soft_wrap=True)
        if len(row.scores.runs) > 1:
            mean, spread = statistics.mean(row.scores.runs), statistics.stdev(row.scores.runs)
            out.print(
                f"{'':<16}{len(row.scores.runs)} runs: MTOB {mean:.1f} ± {spread:.1f}; shown is the middle one",
                highlight=False, markup=False, soft_wrap=True,
            )  # fmt: skip
    for system in rows[0].scores.systems:
        out.print(f"  {system.name}: {system.signature}", highlight=False, markup=False, soft_wrap=True)
