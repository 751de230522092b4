"""``onebook evaluate``: scores of glosses and translations, with signatures, intervals and paired tests."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from onebook.commands import evaluate_translation
from onebook.inputs import read_interlinear
from onebook.session import Session
from onebook.terminal import console, progress

if TYPE_CHECKING:
    from hybrid.evaluate.glossing import Glossed, GlossScores

HELP = "Score glosses or translations against gold. Without --hyp, onebook makes them with the project itself."
EXAMPLES = """
  onebook evaluate gloss dev.txt                       gloss the \\t lines, compare with \\g
  onebook evaluate gloss dev.txt --segmented           use the \\m lines
  onebook evaluate gloss dev.txt --hyp system.txt --train train.txt
  onebook evaluate translation dev.tsv --from kgv --to eng
  onebook evaluate translation dev.tsv --from kgv --to eng --hyp ours.txt --against theirs.txt --html scores.html
  onebook evaluate translation dev.tsv --from kgv --to eng --systems word-by-word,nearest,rules
  onebook evaluate translation mtob.zip --protocol mtob --password ... --from kgv --to eng
"""


def register(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="what", required=True, metavar="gloss|translation")
    gloss = kinds.add_parser("gloss", help="word and morpheme accuracy, stem and gram F1, rules to blame")
    gloss.add_argument("gold", type=Path, metavar="GOLD", help="SIGMORPHON blocks with \\t and \\g")
    gloss.add_argument("--hyp", type=Path, help="a system's output in the same form (default: gloss GOLD's text)")
    gloss.add_argument("--train", type=Path, help="training blocks, to tell seen words from unseen ones")
    gloss.add_argument("--segmented", action="store_true", help="let the glosser see GOLD's \\m lines (track 2)")
    translation = kinds.add_parser("translation", help="MTOB metric, chrF, chrF++, BLEU")
    evaluate_translation.register(translation)
    for sub in kinds.choices.values():
        sub.add_argument("--json", action="store_true", help="all scores as JSON on stdout")
        sub.add_argument("--html", type=Path, metavar="FILE", help="write a report to look at")
        sub.add_argument("--project", type=Path, metavar="DIR", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    return _gloss(args) if args.what == "gloss" else evaluate_translation.run(args)


def _gloss(args: argparse.Namespace) -> int:
    from hybrid.evaluate.glossing import score_glosses
    from hybrid.evaluate.loading import read_glossed

    gold = read_glossed(args.gold)
    predicted = read_glossed(args.hyp) if args.hyp else _glossed(args)
    train = [sentence.text for sentence in read_glossed(args.train)] if args.train else None
    scores = score_glosses(gold, predicted, train=train)
    if args.html:
        _report(args, scores)
    if args.json:
        print(json.dumps(scores.as_json(), ensure_ascii=False, indent=1))
    else:
        _show_gloss(scores)
    return 0


def _report(args: argparse.Namespace, scores: GlossScores) -> None:
    """The scores as a page; where the project glossed the text itself, with its rules by their names."""
    from onebook.report.scores import write_gloss_report
    from onebook.ruleset import rules

    if args.hyp:
        write_gloss_report(args.html, scores, title=args.gold.name, lead=f"as {args.hyp.name} glosses them")
        return
    project = Session.open(args.project).project
    names = {view.id: view.summary for view in rules(project, ("lexeme", "morpheme"))}
    how = "with their segmentation given" if args.segmented else "from plain text"
    lead = f"of {args.gold.name}, glossed {how} and compared with its glosses"
    title = project.config.name or args.gold.name
    write_gloss_report(args.html, scores, title=title, lead=lead, explain=lambda rule: names.get(rule, rule))


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
    if scores.oracle is not None:
        out.print(
            f"oracle@3       words {100 * scores.oracle.value:.1f}  (among the three best analyses)", highlight=False
        )
    if scores.calibration is not None:
        out.print(f"calibration    error {scores.calibration.error:.3f}  (expected, ten bins)", highlight=False)
    for basis in scores.bases:
        out.print(f"basis {basis.basis:<10} {100 * basis.value:.1f} right of {basis.total:,}", highlight=False)
    for confusion in scores.confusions[:10]:
        out.print(
            f"  {confusion.count:>3} × {confusion.word}: {confusion.gold} glossed {confusion.predicted}",
            highlight=False,
            markup=False,
        )
