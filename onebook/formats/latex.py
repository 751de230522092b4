r"""LaTeX examples for ``gb4e``/``langsci-gb4e``: ``\gll`` with segmented line, gloss line and translation.

Grammatical labels come out in small caps, as grammars print them. A comment before each example says on what every
gloss stands and how sure it is; a guess stands in ``\guess{…}``, which slants it until its definition is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from morph.igt import is_label, split_line
from morph.model import IGT, GlossedWord
from onebook.formats import Options
from onebook.formats.basis import LEGEND, basis, is_mark, rating

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def escape(text: str) -> str:
    """Text with LaTeX's special characters made plain."""
    return "".join(_ESCAPES.get(char, char) for char in text)


def dump(igts: Iterable[IGT], options: Options) -> Iterator[str]:
    yield (
        "% Glossed by onebook; needs \\usepackage{gb4e} or langsci-gb4e\n"
        f"% Basis of a gloss: {LEGEND}; the number is how sure it is\n"
        "% To print guesses like other glosses: \\renewcommand{\\guess}[1]{#1}\n"
        "\\providecommand{\\guess}[1]{\\emph{#1}}\n\\begin{exe}\n"
    )
    for igt in igts:
        surface = " ".join(escape(word.before + word.form + word.after) for word in igt.words)
        forms = " ".join(_group(escape(word.segmented)) for word in igt.words)
        glosses = " ".join(_group(_marked(word)) for word in igt.words)
        yield f"% {_bases(igt)}\n" if igt.words else ""
        yield f"\\ex\n  \\glll {surface}\\\\\n        {forms}\\\\\n        {glosses}\\\\\n"
        yield f"  \\glt `{escape(igt.translation)}'\n" if igt.translation else ""
    yield "\\end{exe}\n"


def _bases(igt: IGT) -> str:
    """Basis and confidence of every word, on one line."""
    told = "; ".join(f"{word.form} {rating(word)}" for word in igt.words if not is_mark(word))
    return " ".join(told.split())


def _marked(word: GlossedWord) -> str:
    gloss = _gloss(word.gloss)
    return rf"\guess{{{gloss}}}" if basis(word) == "guess" else gloss


def _group(text: str) -> str:
    return "{" + text + "}" if " " in text or not text else text


def _gloss(gloss: str) -> str:
    pieces = []
    for piece in split_line(gloss):
        match = re.fullmatch(r"([-=~]?)(.*)", piece, re.DOTALL)
        assert match is not None
        separator, body = match[1].replace("~", r"\textasciitilde{}"), match[2]
        pieces.append(separator + (rf"\textsc{{{escape(body.lower())}}}" if is_label(body) else escape(body)))
    return "".join(pieces)
