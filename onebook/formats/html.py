"""A page of interlinear text: words stay with their glosses when lines wrap.

The colour of a gloss and a small mark tell its basis, the bar below it how sure it is; the key at the top says so.
With ``--all`` or ``--trace`` the analyses of each sentence's words unfold below it. Nothing is loaded from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from morph.choose import EXPLAINED
from morph.model import IGT, Analysis, GlossedWord
from onebook.formats import Options
from onebook.formats.basis import basis, is_mark, mark, rating

if TYPE_CHECKING:
    from onebook.gaps import RankedGap, Story

STYLE = """
:root{--paper:#faf8f3;--card:#fffefb;--ink:#22252e;--soft:#646b7a;--line:#e5e0d4;--rule:#0d6a80;--warm:#a8521a;--good:#2c7a4b;--bad:#b13a2e;
  --serif:"Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif",Georgia,"DejaVu Serif",serif;
  --sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--paper:#15181d;--card:#1c2027;--ink:#e8e5dd;--soft:#9ea6b4;--line:#323842;--rule:#5fc0d3;--warm:#e6a567;--good:#7cc795;--bad:#ea8577}}
*{box-sizing:border-box}
body{font:16px/1.5 var(--sans);margin:0 auto;max-width:64rem;padding:2rem 1.25rem 4rem;color:var(--ink);background:var(--paper)}
h1{font:600 2.1rem/1.2 var(--serif);margin:0 0 .3rem}h2{font:600 1.5rem/1.2 var(--serif);margin:2.5rem 0 .5rem}
.key{color:var(--soft);font-size:.9rem;margin:0 0 1.8rem}.key span{margin-right:1.1rem;white-space:nowrap}
.igt{margin:0 0 1.5rem;padding-left:3rem;position:relative;break-inside:avoid}
.igt>.n{position:absolute;left:0;color:var(--soft);font-size:.88rem;padding-top:.1rem}
.w{display:inline-block;vertical-align:top;margin:0 .9rem .5rem 0;max-width:100%}
.w span{display:block;overflow-wrap:anywhere}
.f{font:600 1.03rem/1.4 var(--serif)}.m{font:italic .96rem/1.4 var(--serif);color:var(--soft)}.g{font-size:.92em}
abbr{font-variant-caps:all-small-caps;text-decoration:none;letter-spacing:.03em;font-size:1.05em}
.confirmed .g,.g.confirmed{color:var(--good);font-weight:600}.rule .g,.g.rule{color:var(--rule)}
.guess .g,.g.guess{color:var(--warm)}.unknown .g,.g.unknown{color:var(--bad)}
.w .c{height:3px;margin-top:2px;border-radius:2px;background:linear-gradient(to right,currentColor var(--sure),var(--line) var(--sure));opacity:.75}
.rule .c{color:var(--rule)}.guess .c{color:var(--warm)}.unknown .c{color:var(--bad)}.table .c{color:var(--soft)}
.t{color:var(--soft);margin:.1rem 0 0;max-width:46rem}.t:before{content:"‘"}.t:after{content:"’"}
details{margin:.3rem 0}summary{cursor:pointer;color:var(--rule);font-size:.9rem}
details ol,.story ul{margin:.2rem 0 .6rem;padding-left:1.4rem;font-size:.92rem}details li{margin:.15rem 0}
details p{margin:.5rem 0 0}
.why{color:var(--soft);font-size:.86rem;overflow-wrap:anywhere}
.story{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem;margin:.8rem 0;break-inside:avoid}
.story h3{font:600 1.1rem/1.3 var(--serif);margin:0}.story h3 small{font:400 .86rem var(--sans);color:var(--soft);margin-left:.6rem}
.story p{margin:.25rem 0;font-size:.94rem;overflow-wrap:anywhere}.story p b{font-weight:600;color:var(--soft);margin-right:.35rem}
code{font:.86rem/1.4 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--paper);border:1px solid var(--line);
  border-radius:5px;padding:.1rem .4rem;display:inline-block;max-width:100%;overflow-wrap:anywhere}
@media (max-width:40rem){body{padding:1.2rem .9rem 3rem}.igt{padding-left:0}.igt>.n{position:static;display:block}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444}body{font-size:10.5pt;padding:0}}
"""  # noqa: E501
_KEY = (
    ("confirmed", "confirmed ✓", "a person confirmed it"),
    ("table", "seen", "glossed so in the project's texts"),
    ("rule", "by rule", "follows from lexicon and rules"),
    ("guess", "guess °", "a guess"),
    ("unknown", "unknown ?", "nothing explains it, or it was left open"),
)


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    title = escape(options.language or "Glossed text")
    key = "".join(f'<span class="g {name}" title="{told}">{shown}</span>' for name, shown, told in _KEY)
    yield (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<style>{STYLE}</style></head>\n<body><h1>{title}</h1>\n"
        f'<p class="key">{key}<span>bar: how sure</span></p>\n'
    )
    for igt in igts:
        yield sentence(igt, analyses=_shown(options))
    yield (_story(options.story()) if options.story else "") + "</body></html>\n"


def _shown(options: Options) -> int:
    """How many analyses of each word unfold below a sentence."""
    return 1000 if options.all_analyses else EXPLAINED if options.trace else 0


def sentence(igt: IGT, *, analyses: int = 0) -> str:
    """One sentence as a block; the report uses it too. So many ``analyses`` of each word can be unfolded."""
    words = "".join(_word(word) for word in igt.words)
    translation = f'<p class="t">{escape(igt.translation)}</p>' if igt.translation else ""
    more = _analyses(igt, analyses) if analyses else ""
    return f'<div class="igt"><span class="n">({escape(igt.id)})</span>{words}{translation}{more}</div>\n'


def _word(word: GlossedWord) -> str:
    note = "" if is_mark(word) else rating(word, ", confidence ")
    if word.analysis and word.analysis.lexeme:
        note += f", {word.analysis.lexeme}"
    surface = escape(word.before + word.form + word.after)
    sure = f'<span class="c" style="--sure:{100 * word.confidence:.0f}%"></span>' if word.confidence else ""
    return (
        f'<span class="w {basis(word)}" title="{escape(note)}"><span class="f">{surface}</span>'
        f'<span class="m">{escape(word.segmented)}</span>'
        f'<span class="g">{_gloss(word.gloss)}{mark(word)}</span>{sure}</span>'
    )


def _gloss(gloss: str) -> str:
    from morph.igt import is_label, split_line

    parts = []
    for piece in split_line(gloss):
        own = piece[0] if piece[0] in "-=~" else ""
        body = piece[len(own) :]
        parts.append(escape(own) + (f"<abbr>{escape(body)}</abbr>" if is_label(body) else escape(body)))
    return "".join(parts)


# --- why -------------------------------------------------------------------------------------------------------------


def _analyses(igt: IGT, limit: int) -> str:
    words = "".join(_choices(word, limit) for word in igt.words if not is_mark(word))
    return f"<details><summary>Analyses, and why</summary>{words}</details>"


def _choices(word: GlossedWord, limit: int) -> str:
    items = "".join(f"<li>{_choice(analysis)}</li>" for analysis in word.analyses[:limit])
    return f'<p class="f">{escape(word.form)}</p><ol>{items}</ol>'


def _choice(analysis: Analysis) -> str:
    from onebook.formats.text import step_lines

    why = "".join(f'<div class="why">{escape(line)}</div>' for line in step_lines(analysis))
    pos = f" {escape(analysis.pos)}" if analysis.pos else ""
    return (
        f'<span class="m">{escape(analysis.segmented)}</span> <span class="g {analysis.basis}">{_gloss(analysis.gloss)}'
        f"</span>{pos} <span class='why'>{analysis.basis}</span>{why}"
    )


def _story(story: Story) -> str:
    from onebook.gap_text import headline_of, more_of

    parts = [f"<h2>Words without analysis</h2>\n<p>{escape(headline_of(story))}</p>\n"]
    parts += [_gap(gap) for gap in story.gaps]
    parts += [f"<p class='why'>{escape(line)}</p>\n" for line in more_of(story)]
    return "".join(parts)


def _gap(ranked: RankedGap) -> str:
    from onebook.gap_text import told

    lines = "".join(f"<p><b>{escape(name)}</b>{escape(text)}</p>" for name, text in told(ranked))
    mends: Sequence[str] = [
        f"<li>{escape(option.mend.text)}: <i>{escape(option.mend.segmented)}</i> ‘{_gloss(option.mend.gloss)}’<br>"
        f"<code>{escape(option.command)}</code></li>"
        for option in ranked.options
    ]
    times = f"{ranked.tokens} times" if ranked.tokens > 1 else "once"
    where = escape(f"{times}: {', '.join(ranked.places)}")
    return (
        f'<div class="story"><h3>{escape(ranked.gap.word)}<small>{where}</small></h3>'
        f"{lines}{'<ul>' + ''.join(mends) + '</ul>' if mends else ''}</div>\n"
    )
