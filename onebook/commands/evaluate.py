"""``onebook evaluate``: scores of glosses and translations, with signatures, intervals and paired tests."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onebook.inputs import read_interlinear, read_lines
from onebook.session import Session
from onebook.terminal import console, progress

if TYPE_CHECKING:
    from hybrid.evaluate.glossing import Glossed, GlossScores
    from hybrid.evaluate.translation import TranslationScores

HELP = "Score glosses or translations against gold. Without --hyp, onebook makes them with the project itself."
EXAMPLES = """
  onebook evaluate gloss dev.txt                       gloss the \\t lines, compare with \\g
  onebook evaluate gloss dev.txt --segmented           use the \\m lines
  onebook evaluate gloss dev.txt --hyp system.txt --train train.txt
  onebook evaluate translation dev.tsv --from kgv --to eng
  onebook evaluate translation dev.tsv --from kgv --to eng --hyp ours.txt --against theirs.txt --html scores.html
"""


def register(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="what", required=True, metavar="gloss|translation")
    gloss = kinds.add_parser("gloss", help="word and morpheme accuracy, stem and gram F1, rules to blame")
    gloss.add_argument("gold", type=Path, metavar="GOLD", help="SIGMORPHON blocks with \\t and \\g")
    gloss.add_argument("--hyp", type=Path, help="a system's output in the same form (default: gloss GOLD's text)")
    gloss.add_argument("--train", type=Path, help="training blocks, to tell seen words from unseen ones")
    gloss.add_argument("--segmented", action="store_true", help="let the glosser see GOLD's \\m lines (track 2)")
    translation = kinds.add_parser("translation", help="MTOB metric, chrF, chrF++, BLEU")
    translation.add_argument("gold", type=Path, metavar="GOLD", help="TSV with an id and a column per language")
    translation.add_argument("--from", dest="source", required=True, metavar="CODE", help="language code of the source")
    translation.add_argument("--to", dest="target", required=True, metavar="CODE", help="language code of the target")
    translation.add_argument("--hyp", type=Path, help="translations, one a line (default: translate GOLD's source)")
    translation.add_argument("--with", dest="system", default="rules", metavar="SYSTEM", help="system (default: rules)")
    translation.add_argument("--against", metavar="FILE|SYSTEM", help="a second system for the paired test")
    translation.add_argument("--samples", type=int, default=1000, help="bootstrap samples (default: 1000)")
    translation.add_argument("--seed", type=int, default=12345, help="seed of the bootstrap")
    for sub in kinds.choices.values():
        sub.add_argument("--json", action="store_true", help="all scores as JSON on stdout")
        sub.add_argument("--html", type=Path, metavar="FILE", help="write a report to look at")
        sub.add_argument("--project", type=Path, metavar="DIR", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    return _gloss(args) if args.what == "gloss" else _translation(args)


def _gloss(args: argparse.Namespace) -> int:
    from hybrid.evaluate.glossing import score_glosses
    from hybrid.evaluate.loading import read_glossed

    gold = read_glossed(args.gold)
    predicted = read_glossed(args.hyp) if args.hyp else _glossed(args)
    train = [sentence.text for sentence in read_glossed(args.train)] if args.train else None
    scores = score_glosses(gold, predicted, train=train)
    if args.html:
        from onebook.report.scores import write_gloss_report

        write_gloss_report(args.html, scores, title=str(args.gold))
    if args.json:
        print(json.dumps(scores.as_json(), ensure_ascii=False, indent=1))
    else:
        _show_gloss(scores)
    return 0


def _glossed(args: argparse.Namespace) -> list[Glossed]:
    from hybrid.evaluate.glossing import Glossed

    glosser = Session.open(args.project).glosser()
    predicted = []
    for text, segmented, translation in progress(list(read_interlinear(args.gold, "sigmorphon")), "glossing"):
        if args.segmented and segmented:
            igt = glosser.segmented_line(text, segmented, translation=translation)
        else:
            igt = glosser.line(text, translation=translation)
        predicted.append(Glossed.of(igt))
    return predicted


def _show_gloss(scores: GlossScores) -> None:
    out = console(stderr=False)
    for scale in (scores.official, scores.unpunctuated):
        out.print(
            f"{scale.name:<14} words {100 * scale.words.value:.1f}  morphemes {100 * scale.morphemes.value:.1f}  "
            f"stem F1 {100 * scale.stems.f1:.1f}  gram F1 {100 * scale.grams.f1:.1f}",
            highlight=False,
        )
    out.print(f"word-aligned   morphemes {100 * scores.aligned_morphemes.value:.1f}", highlight=False)
    for name, ratio in (("seen", scores.seen), ("unseen", scores.unseen)):
        if ratio is not None:
            out.print(f"{name:<14} words {100 * ratio.value:.1f} of {ratio.total:,}", highlight=False)
    for basis in scores.bases:
        out.print(f"basis {basis.basis:<10} {100 * basis.value:.1f} right of {basis.total:,}", highlight=False)
    for confusion in scores.confusions[:10]:
        out.print(
            f"  {confusion.count:>3} × {confusion.word}: {confusion.gold} glossed {confusion.predicted}",
            highlight=False,
            markup=False,
        )


def _translation(args: argparse.Namespace) -> int:
    from hybrid.evaluate.loading import read_pairs
    from hybrid.evaluate.translation import score_translations

    pairs = read_pairs(args.gold, args.source, args.target)
    sources = [pair.source for pair in pairs]
    hypotheses = _hypotheses(args, args.hyp or args.system, sources)
    other = _hypotheses(args, args.against, sources) if args.against else None
    scores = score_translations(
        hypotheses,
        [pair.reference for pair in pairs],
        sources=sources,
        ids=[pair.id for pair in pairs],
        other=other,
        samples=args.samples,
        seed=args.seed,
    )
    if args.html:
        from onebook.report.scores import write_translation_report

        write_translation_report(args.html, scores, title=f"{args.gold.name}: {args.source} → {args.target}")
    if args.json:
        print(json.dumps(scores.as_json(), ensure_ascii=False, indent=1))
    else:
        _show_translation(scores)
    return 0


def _hypotheses(args: argparse.Namespace, name: str | Path, sources: Sequence[str]) -> list[str]:
    """Lines of a file, or what a system of onebook makes of the sources."""
    if Path(name).is_file():
        return list(read_lines(Path(name)))
    from onebook.translators import make_translator

    session = Session.open(args.project)
    translator = make_translator(session, str(name), args.source, args.target)
    return [translation.text for translation in translator.translate(sources)]


def _show_translation(scores: TranslationScores) -> None:
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
    for group in (*scores.by_length, *scores.by_unknown):
        out.print(f"  {group.name:<18} {group.mtob:5.1f} of {group.sentences} sentences", highlight=False)
