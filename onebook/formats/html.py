"""A page of interlinear text: words stay with their glosses when lines wrap; hover shows where a gloss is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from morph.model import IGT, GlossedWord
from onebook.formats import Options

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;
  color:#1d2330;background:#fcfcfa}
.igt{margin:0 0 1.6rem;padding-left:3.2rem;position:relative}
.igt>.n{position:absolute;left:0;color:#8a90a0}
.w{display:inline-block;vertical-align:top;margin:0 .9rem .35rem 0}
.w span{display:block;white-space:nowrap}
.f{font-weight:600}.m{font-style:italic;color:#5b6475}.g{font-size:.92em}
.g abbr{font-variant-caps:all-small-caps;text-decoration:none;letter-spacing:.03em}
.confirmed .g{font-weight:600}.rule .g{color:#0b6c8c}.guess .g{color:#a05a00}.unknown .g{color:#b3261e}
.t{color:#333;margin:.1rem 0 0}.t:before{content:"‘"}.t:after{content:"’"}
"""


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    title = escape(options.language or "Glossed text")
    yield (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title>\n'
        f"<style>{STYLE}</style>\n<h1>{title}</h1>\n"
    )
    for igt in igts:
        yield sentence(igt)
    yield "</html>\n"


def sentence(igt: IGT) -> str:
    """One sentence as a block; the report uses it too."""
    words = "".join(_word(word) for word in igt.words)
    translation = f'<p class="t">{escape(igt.translation)}</p>' if igt.translation else ""
    return f'<div class="igt"><span class="n">({escape(igt.id)})</span>{words}{translation}</div>\n'


def _word(word: GlossedWord) -> str:
    basis = word.analysis.basis if word.analysis else "unknown"
    note = basis
    if word.confidence:
        note += f", confidence {word.confidence:.2f}"
    if word.analysis and word.analysis.lexeme:
        note += f", {word.analysis.lexeme}"
    surface = escape(word.before + word.form + word.after)
    return (
        f'<span class="w {basis}" title="{escape(note)}"><span class="f">{surface}</span>'
        f'<span class="m">{escape(word.segmented)}</span><span class="g">{_gloss(word.gloss)}</span></span>'
    )


def _gloss(gloss: str) -> str:
    from morph.igt import is_label, split_line

    parts = []
    for piece in split_line(gloss):
        mark = piece[0] if piece[0] in "-=~" else ""
        body = piece[len(mark) :]
        parts.append(escape(mark) + (f"<abbr>{escape(body)}</abbr>" if is_label(body) else escape(body)))
    return "".join(parts)
