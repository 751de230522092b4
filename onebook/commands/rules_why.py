"""``onebook rules why``: how a word comes to its gloss, from the same code that glosses it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from morph.model import IGT, Analysis, GlossedWord, Step
from onebook.output import emit, say
from onebook.passages import Passages, addresses
from onebook.project.codec import jsonable
from onebook.session import Session


def register(actions: Any) -> None:
    why = actions.add_parser(
        "why",
        help="how a word comes to its gloss: each step, from which rule, from which page",
        epilog='examples:\n  onebook rules why sotara\n  onebook rules why sola --in "Kalo sola tam."',
    )
    why.add_argument("words", nargs="+", metavar="WORD")
    why.add_argument("--in", dest="sentence", metavar="SENTENCE", help="choose in this context, and say what decided")
    why.add_argument("--best", type=int, default=3, metavar="N", help="how many analyses (default: 3)")


def run(args: argparse.Namespace) -> int:
    session = Session.open(args.project)
    session.report_findings()
    glossed = [session.traced(_sentence(session, word, args.sentence)) for word in args.words]
    found = [word for word, igt in zip(args.words, glossed, strict=True) for word in [_word(igt, word)]]
    if args.json:
        return emit([_record(session, word, args.best) for word in found])
    passages = Passages(session.project)
    for number, word in enumerate(found):
        if number:
            say("")
        _show(session, word, args.best, passages)
    return 0


def _sentence(session: Session, word: str, sentence: str | None) -> IGT:
    return session.glosser(trace=bool(sentence)).line(sentence or word)


def _word(igt: IGT, wanted: str) -> GlossedWord:
    for word in igt.words:
        if word.form.casefold() == wanted.casefold():
            return word
    return igt.words[0] if len(igt.words) == 1 else replace(igt.words[0], form=wanted, analyses=(), chosen=None)


def _known(word: GlossedWord) -> bool:
    return any(analysis.basis in ("confirmed", "table", "rule") for analysis in word.analyses)


def _record(session: Session, word: GlossedWord, best: int) -> dict[str, Any]:
    record: dict[str, Any] = {
        "word": word.form,
        "confidence": round(word.confidence, 4),
        "analyses": [
            {**jsonable(analysis), "segmented": analysis.segmented, "gloss": analysis.gloss}
            for analysis in word.analyses[:best]
        ],
        "more": max(0, len(word.analyses) - best),
    }
    if not _known(word):
        from morph.gaps import explain

        record["gap"] = jsonable(explain(session.analyzer, word.form))
    return record


def _show(session: Session, word: GlossedWord, best: int, passages: Passages) -> None:
    sure = f", confidence {word.confidence:.2f}" if word.confidence else ""
    count = f"{len(word.analyses)} {'analysis' if len(word.analyses) == 1 else 'analyses'}"
    if not _known(word):
        count = f"{len(word.analyses)} {'guess' if len(word.analyses) == 1 else 'guesses'}"
    say(f"{word.form}: {count}{sure}", style="bold")
    for number, analysis in enumerate(word.analyses[:best], 1):
        _show_analysis(session, word.form, number, analysis, passages)
    if len(word.analyses) > best:
        say(f"  … {len(word.analyses) - best} more: --best N")
    if not _known(word):
        from morph.gaps import explain
        from morph.trace import story

        say("")
        for line in story(explain(session.analyzer, word.form)):
            say(line)


def _show_analysis(session: Session, form: str, number: int, analysis: Analysis, passages: Passages) -> None:
    pos = f" {analysis.pos}" if analysis.pos else ""
    say(f"  {number}. {analysis.segmented}  ‘{analysis.gloss}’{pos}   {analysis.basis}")
    for step in analysis.steps:
        if step.source == "model":
            say(f"       in context: {step.rule} against ‘{step.before}’")
            continue
        for line in _step(step, passages):
            say(line)
    if analysis.basis in ("confirmed", "table"):
        places = _seen_at(session, form, analysis)
        if places:
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            say(f"       seen so in {', '.join(places[:3])}{more}")


def _step(step: Step, passages: Passages) -> list[str]:
    if step.rule in ("table", "confirmed"):
        return [f"       {step.rule:<16} {step.before} → {step.after}   {step.source}"]
    lines = [f"       {step.rule:<16} {step.before or '∅'} → {step.after or '∅'}"]
    for address in addresses(step.source)[:1]:
        passage = passages.passage(address)
        section = f", {passage.section}" if passage and passage.section else ""
        more = len(addresses(step.source)) - 1
        lines[0] += f"   {address}{f' +{more}' if more else ''}{section}"
        if passage and passage.kind != "example":
            lines.append(f"         “{passage.text[:150]}{'…' if len(passage.text) > 150 else ''}”")
    return lines


def _seen_at(session: Session, form: str, analysis: Analysis) -> list[str]:
    found = []
    for igt in session.project.seen():
        for word in igt.words:
            same = word.analysis and word.segmented.casefold() == analysis.segmented.casefold()
            if same and word.gloss == analysis.gloss:
                found.append(str(igt.source or igt.id))
                break
    return found
