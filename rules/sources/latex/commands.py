r"""What the commands of LaTeX and its linguistics packages take and what of it is text.

``SPECS`` gives the arguments of a command in the letters of xparse: ``m`` mandatory, ``o`` in brackets, ``s`` a star,
``d`` in parentheses. ``KEPT`` says which arguments are part of the text. Commands outside the table are looked up in
pylatexenc's own database; those that nobody knows keep all that follows them.

>>> arguments("multicolumn"), KEPT["multicolumn"]
('mmm', (2,))
>>> arguments("frac")
'mm'
"""

from __future__ import annotations

import re
from functools import cache

from pylatexenc.latexwalker import get_default_latex_context_db

# One row per shape: arguments, kept arguments (indices, "-" for none), names.
_TABLE = r"""
m      0 textit emph textsl textbf textsc textsmaller texttt textrm textsf textup textmd textnormal text mbox hbox
m      0 vbox
m      0 underline uline uuline uwave ul underbar sout xout textsuperscript textsubscript super sub liningnums
m      0 oldstylenums
m      0 lowercase uppercase MakeUppercase MakeLowercase MakeTextUppercase textipa fbox centerline leftline rightline
m      0 llap rlap clap mathrm mathit mathbf mathsf mathtt mathnormal ensuremath
m      0 fittable fitpagewidth oneline centerfit enquote textquote foreignquote hl textlf textinterrobang ule smash
m      0 isi ili isit iai protectedex attop atcenter subtitle title
m      - label is il ia index lsindex sindex phantom hphantom vphantom pagestyle thispagestyle input include
m      - bibliography bibliographystyle addbibresource pagenumbering exewidth judgewidth gblabelsep subexsep cline
m      - hhline
m      - glottocodes keywords biberror nocite usetikzlibrary graphicspath hyphenation hypersetup arrayrulecolor
m      - stepcounter refstepcounter newcounter newlength addvspace vskip usebox selectlanguage includeonly ding
m      - ohead ihead chead rohead lohead rehead lehead ofoot ifoot cfoot
m      - dedication typesetter proofreader openreviewer illustrator BackTitle ISBNdigital ISBNhardcover
m      - ISBNsoftcover Series SeriesNumber lsID lsSeries lsSeriesNumber currentpdfbookmark URL BackBody
m      - lingset exewidth lsdate newsavebox newcolumntype hspaceThis author date orcid
m      - ConnectTail BookDOI extracolsep pdfbookmark
sm     - hspace vspace
om     - includegraphics cellcolor rowcolor color todo missref definecolorset usepackage RequirePackage documentclass
om     - PassOptionsToPackage
mm     - setlength addtolength setcounter addtocounter settowidth SetupAffiliations newsavebox markboth
mmm    - addcontentsline specialrule definecolor
m      0 ref pageref autoref cref Cref nameref vref eqref REF sectref tabref figref chapref appref fnref xref exref
m      0 getref
m      0 getfullref partref
mm     0 xxref
oom    - cite citep citet citealt citealp citeauthor citeyear citeyearpar parencite textcite footcite autocite
oom    - smartcite
oom    - citegen citeapo citetv Citet Citep citetitle fullcite citetalias citepalias citenum
om     1 subfigure subfloat footnote footnotetext savefootnote endnote LSPfootnote
o      - footnotemark linebreak pagebreak nopagebreak enlargethispage largerpage addlinespace looseness
om     1 sidenote marginpar foreignlanguage textlang
mm     1 foreignlanguage textcolor colorbox href hyperlink hypertarget rephrase intline
omm    2 textcolor rotatebox foreignlanguage
mmm    - dline
mm     1 linieb rise
mm     0 ulp soutp
mom    2 scalebox adjustbox
smmm   3 resizebox
moom   3 raisebox
omm    - rule
mm     1 xbox
m      0 nobreakbox textgreek textcyrillic textdevanagari textarabic texthebrew textgeorgian url nolinkurl path
sm     1 url
som    2 part addchap chapter section subsection subsubsection paragraph subparagraph subsubsubsection addsec addpart
som    2 subsubparagraph caption
m      0 lsSubsection minisec
mom    2 captionof
mmm    2 multicolumn
omomom 5 multirow
dm     - cmidrule
o      - item ex sn toprule midrule bottomrule
mo     - exi exr exp
sodm   3 jambox jambox*
mmm    - langinfo langinfoverb
mm     0 hitie
mmm    0 phonrule
ommm   - digloss
ommmm  - trigloss
o      - begingl gla glb glc gld ea eal eas
"""

_ROWS = [line.split() for line in _TABLE.strip().splitlines()]
SPECS: dict[str, str] = {name: row[0] for row in _ROWS for name in row[2:]}
KEPT: dict[str, tuple[int, ...]] = {name: () if row[1] == "-" else (int(row[1]),) for row in _ROWS for name in row[2:]}

# A few whose arguments the table's single row cannot say.
SPECS |= {"parbox": "ooomm", "makebox": "doom", "framebox": "doom", "phonrule": "mmm", "hitie": "mm", "langinfo": "mmm"}
KEPT |= {"parbox": (4,), "makebox": (3,), "framebox": (3,), "phonrule": (0, 1, 2), "hitie": (0, 1)}

SECTION_LEVELS = {
    "part": -1, "addpart": -1, "chapter": 0, "addchap": 0, "section": 1, "addsec": 1, "subsection": 2,
    "subsubsection": 3, "subsubsubsection": 4, "paragraph": 5, "subparagraph": 6, "subsubparagraph": 6,
}  # fmt: skip
UNNUMBERED = frozenset({"addchap", "addsec", "addpart"})

GLOSS_COMMAND = re.compile(r"gl{2,9}")
EXPEX_LINES = ("gla", "glb", "glc", "gld", "gle")
TRANSLATION_COMMANDS = frozenset({"glt", "trans", "glft", "glend", "gln", "glosstrans", "freetrans", "translation"})
ITEM_COMMANDS = frozenset({"ex", "exi", "exr", "exp", "sn", "exbox"})
OPENING_COMMANDS = frozenset(
    {"ea", "eal", "eas", "eanoraggedright", "ealnoraggedright", "eafirst", "exbegin", "xlist", "xlista", "xlisti",
     "xlistn", "xlistA", "xlistI"}
)  # fmt: skip
CLOSING_COMMANDS = frozenset(
    {"z", "zl", "zs", "zlast", "zllast", "xe", "exend", "endxlist", "endxlista", "endxlisti", "endxlistn", "endxlistA",
     "endxlistI", "endexe"}
)  # fmt: skip
EXAMPLE_ENVIRONMENTS = frozenset(
    {"exe", "xlist", "xlista", "xlisti", "xlistn", "xlistA", "xlistI", "xlistabr", "example", "examples", "subexamples",
     "enumsentence", "eenumerate", "exa", "exalphabetic", "lingex", "subexample", "exewidth"}
)  # fmt: skip
TABLE_ENVIRONMENTS = {
    "tabular": "om", "tabular*": "mom", "tabularx": "mom", "tabulary": "mm", "longtable": "om", "supertabular": "m",
    "xltabular": "omm", "tblr": "om", "widetabular": "om", "tabu": "m", "longtabu": "m", "array": "om", "tabbing": "",
    "xtabular": "m", "mpsupertabular": "m", "ltablex": "mm", "longtblr": "om", "NiceTabular": "om",
}  # fmt: skip
_ENVIRONMENT_SPECS = {
    "minipage": "ooom", "multicols": "mo", "table": "o", "table*": "o", "figure": "o", "figure*": "o",
    "sidewaystable": "o", "wraptable": "omom", "wrapfigure": "omom", "tikzpicture": "o", "otherlanguage": "om",
    "otherlanguage*": "om", "threeparttable": "o", "exe": "o", "itemize": "o", "enumerate": "o", "description": "o",
    "xlist": "o", "xlista": "o", "xlisti": "o", "xlistn": "o", "subtable": "om", "adjustbox": "m", "indentquote": "m",
    "list": "mm", "floatrow": "o", "acronym": "o", "spacing": "m", "landscape": "", "compactitem": "o",
    "mdframed": "o", "tcolorbox": "o", "covexample": "o", "modquote": "o", "addmargin": "om", "quotation": "",
    "forest": "", "vowel": "oo", "avm": "o", "xlistabr": "o", "xlistA": "o", "xlistI": "o",
}  # fmt: skip
ENVIRONMENT_SPECS = _ENVIRONMENT_SPECS | TABLE_ENVIRONMENTS
DRAWINGS = frozenset(
    {"tikzpicture", "picture", "forest", "vowel", "avm", "pspicture", "tikzcd", "axis", "thebibliography"}
)

CLOSED_BY_HEADING = (
    EXAMPLE_ENVIRONMENTS
    | TABLE_ENVIRONMENTS.keys()
    | {
        "table",
        "table*",
        "figure",
        "figure*",
        "sidewaystable",
        "itemize",
        "enumerate",
        "description",
        "quote",
        "equation",
    }
)

FORM_STYLES = frozenset({"textit", "emph", "textsl", "it", "itshape", "em", "sl", "slshape", "textem", "itemph"})
LABEL_STYLES = frozenset({"textsc", "sc", "scshape"})
BOLD_STYLES = frozenset({"textbf", "bf", "bfseries"})
UPRIGHT_STYLES = frozenset({"textnormal", "textup", "textrm", "normalfont", "upshape", "rm", "textmd"})
SHORT_COMMANDS = (
    FORM_STYLES | LABEL_STYLES | BOLD_STYLES | UPRIGHT_STYLES | {name for name, row in SPECS.items() if row == "oom"}
    | {"textsubscript", "textsuperscript", "label", "ref", "is", "il", "isi", "ili", "mbox", "underline", "href"}
)  # fmt: skip
# Commands without arguments that only set type, space or state.
_SILENT = """
    textwidth linewidth columnwidth textheight baselineskip parindent parskip tabcolsep itemsep printbibliography
    newblock sloppypar lsBackPage nopagenumber thispage currentpage leftmargin rightmargin hsize vsize fill
    footnotesize small normalsize large Large LARGE huge Huge tiny scriptsize smaller larger bfseries itshape
    scshape upshape slshape normalfont rmfamily sffamily ttfamily mdseries bf it sc sl rm tt sf em raggedright
    raggedleft centering sloppy fussy noindent indent par newpage clearpage cleardoublepage pagebreak smallskip
    medskip bigskip smallbreak medbreak bigbreak vfill hfil vfil null strut relax protect leavevmode ignorespaces
    unskip phantomsection maketitle tableofcontents listoffigures listoftables frontmatter mainmatter backmatter
    appendix bgroup egroup begingroup endgroup xspace nobreak nolinebreak allowbreak nopagebreak arraybackslash
    normalbaselines onehalfspacing singlespacing doublespacing twocolumn onecolumn makeatletter makeatother
    printindex columnbreak FloatBarrier tablevspace hline toprule midrule bottomrule lsptoprule lspbottomrule
    endhead endfirsthead endfoot endlastfoot hfill hss displaystyle textstyle limits nolimits left right big Big
    bigg Bigg middle unboldmath boldmath sloppypar raggedbottom flushbottom nonumber notag expandafter global long
    noexpand csname endcsname exfont glossfont transfont restorebottom smallspacing glend xe endgl nobreakdash qed
    hang filbreak newblock kill
"""
SILENT = frozenset(_SILENT.split())
_RULE_NAME = re.compile(r".*(?:rule|vspace|strut|penalty|skip|hyphens?)$")


def is_rule(name: str) -> bool:
    r"""Whether a command draws a line in a table; author variants (``\mytoprule``) are known by their ending."""
    return name in ("hline", "cline", "cmidrule", "hhline", "Xhline", "hdashline") or name.endswith(("rule", "ruleX"))


def is_silent(name: str) -> bool:
    """Whether a command without arguments leaves no text."""
    return name in SILENT or bool(_RULE_NAME.fullmatch(name))


@cache
def _library() -> dict[str, str]:
    """The argument letters of the commands that pylatexenc knows."""
    known = {}
    for spec in get_default_latex_context_db().iter_macro_specs():
        letters = getattr(spec.args_parser, "argspec", None) or ""
        known[spec.macroname] = letters.replace("{", "m").replace("[", "o").replace("*", "s")
    return known


def arguments(name: str) -> str | None:
    """The argument letters of a command, None where nobody knows it."""
    if name in SPECS:
        return SPECS[name]
    if GLOSS_COMMAND.fullmatch(name):
        return ""
    return _library().get(name)


_STRUCTURE = (
    TRANSLATION_COMMANDS | ITEM_COMMANDS | OPENING_COMMANDS | CLOSING_COMMANDS | frozenset(SPECS) | SILENT
    | frozenset(EXPEX_LINES)
)  # fmt: skip


def is_protected(name: str, mandatory: int) -> bool:
    r"""Whether an author's definition of ``name`` is passed over because the reader itself must see the command.

    That is so for commands that carry structure, as long as the author keeps their number of mandatory arguments:
    a book that defines ``\ex{…}`` as a font command gets its own ``\ex``.
    """
    if GLOSS_COMMAND.fullmatch(name):
        return mandatory == 0
    if name not in _STRUCTURE:
        return False
    return SPECS.get(name, "").count("m") == mandatory
