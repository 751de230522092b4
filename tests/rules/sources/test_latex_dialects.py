# ruff: noqa: E501 (a line of LaTeX is read more easily whole)
"""Examples in the dialects of the field's packages: gb4e, langsci-gb4e, expex, linguex, covington, author macros."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.items import Example, SourceRead
from rules.sources.latex import read_latex_book

Read = Callable[[str], SourceRead]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_text(text: str) -> SourceRead:
        path = tmp_path / "main.tex"
        path.write_text(f"\\documentclass{{book}}\n\\begin{{document}}\n\\chapter{{C}}\n{text}\n\\end{{document}}\n")
        return read_latex_book(path)

    return read_text


def one(read: SourceRead) -> Example:
    (example,) = read.examples
    return example


TWO_LINES = {
    "gb4e": r"\begin{exe}\ex\label{x}\gll ka li=ta\\ dog \textsc{1sg}=\textsc{obj}\\ \glt `my dog'\end{exe}",
    "gb4e label after": r"\begin{exe}\ex \gll ka li=ta\\ dog \textsc{1sg=obj}\\ \trans `my dog' \label{x}\end{exe}",
    "gb4e label outside": r"\begin{exe}\ex {\gll ka li=ta\\ dog \textsc{1sg=obj}\\ \glt `my dog'}\label{x}\end{exe}",
    "langsci": "\\ea\\label{x}\n\\gll ka li=ta\\\\\ndog \\textsc{1sg}=\\textsc{obj}\\\\\n\\glt `my dog'\n\\z",
    "sublist": r"\ea \ea\label{x} \gll ka li=ta\\ dog \textsc{1sg=obj}\\ \glt `my dog' \z \z",
    "eal": r"\eal\ex\label{x} \gll ka li=ta\\ dog \textsc{1sg=obj}\\ \glt `my dog' \zl",
    "line spacing": r"\ea\label{x} \gll ka li=ta\\[4pt] dog \textsc{1sg=obj}\\*[2pt] \glt `my dog'\z",
    "old small caps": r"\ea\label{x} \gll ka li=ta\\ dog {\sc 1sg}={\scshape obj}\\ \glt “my dog”\z",
    "expex": r"\ex\label{x} \begingl \gla ka li=ta// \glb dog \textsc{1sg=obj}// \glft `my dog'// \endgl \xe",
    "expex tag": r"\ex<x> \begingl \gla ka li=ta// \glb dog \textsc{1sg=obj}// \glft `my dog'// \endgl \xe",
    "expex parts": r"\pex\a\label{x} \begingl \gla ka li=ta// \glb dog \textsc{1sg=obj}// \glft `my dog'//\endgl\xe",
    "linguex": "Text.\n\n\\ex. \\label{x}\\gll ka li=ta\\\\ dog \\textsc{1sg=obj}\\\\ `my dog'\n\nText.",
    "linguex short": "\\exg. \\label{x}ka li=ta\\\\ dog \\textsc{1sg=obj}\\\\ `my dog'\n\nText.",
    "linguex parts": "\\ex. \\a. \\label{x}\\gll ka li=ta\\\\ dog \\textsc{1sg=obj}\\\\ `my dog'\n\\z.\n\nText.",
    "covington": r"\begin{example}\label{x}\gll ka li=ta\\ dog \textsc{1sg=obj}\\ \glt `my dog' \glend\end{example}",
    "digloss": r"\begin{example}\label{x}\digloss[ex]{ka li=ta}{dog \textsc{1sg=obj}}{`my dog'}\end{example}",
    "footnote": r"Text.\footnote{See \ea\label{x} \gll ka li=ta\\ dog \textsc{1sg=obj}\\ \glt `my dog'\z more.}",
    "box": r"\begin{table}\parbox{4cm}{\ea\label{x}\gll ka li=ta\\ dog \textsc{1sg=obj}\\ \glt `my dog'\z}\end{table}",
    "plain line": r"\ea\label{x}\gll ka li=ta\\ dog \textsc{1sg=obj}\\ `my dog'\z",
    "leipzig commands": r"\ea\label{x}\gll ka li=ta\\ dog \Fsg=\OBJ{}\\ \glt `my dog'\z",
    "environment macros": r"\newcommand{\bex}{\begin{exe}\ex}\newcommand{\eex}{\end{exe}}\newcommand{\tr}[2][x]{\glt `#2'}"
    r"\bex\label{x}\gll ka li=ta\\ dog \textsc{1sg=obj}\\ \tr{my dog}\eex",
    "author environment": r"\newenvironment{beleg}[1]{\begin{exe}\ex\label{#1}}{\end{exe}}"
    r"\begin{beleg}{x}\gll ka li=ta\\ dog \textsc{1sg=obj}\\ \glt `my dog'\end{beleg}",
    "document environment": r"\NewDocumentEnvironment{beleg}{o m}{\begin{exe}\ex\label{#2}}{\end{exe}}"
    r"\begin{beleg}[h]{x}\gll ka li=ta\\ dog \textsc{1sg=obj}\\ \glt `my dog'\end{beleg}",
    "acronyms": r"\newacronym{obj}{obj}{object}\ea\label{x}\gll ka li=ta\\ dog 1\gls{sg}=\gls{obj}\\ \glt `my dog'\z",
    "italic line": r"\ea\label{x}\gll \textit{ka li=ta}\\ dog \textsc{1sg=obj}\\ \glt `my dog'\z",
    "italic group": r"\ea\label{x}\gll {\itshape ka li=ta}\\ dog \textsc{1sg=obj}\\ \glt `my dog'\z",
    "bold words": r"\ea\label{x}\gll \textbf{ka} li=\textbf{ta}\\ dog \textsc{1sg}=\textbf{\textsc{obj}}\\ \glt `my dog'\z",
    "colour": r"\ea\label{x}\gll \textcolor{red}{ka} li=ta\\ dog \textsc{1sg=obj}\\ \glt `my dog'\z",
    "index": r"\ea\label{x}\gll ka\textsubscript{i} li=ta\is{pronoun}\\ dog \textsc{1sg=obj}\\ \glt `my dog'\z",
    "brackets": r"\ea\label{x}\gll {\ob}ka{\cb}\textsubscript{NP} [li=ta]\\ dog \textsc{1sg=obj}\\ \glt `my dog'\z",
    "punctuation": r"\ea\label{x}\gll “ka , li=ta.”\\ dog \textsc{1sg=obj}\\ \glt `my dog'\z",
    "replaced words": r"\ea\label{x}\gll \rephrase{ki}{ka} li=ta\\ dog \textsc{1sg=obj}\\ \glt `my dog'\z",
    "layout lines": r"\ea\label{x}\gll ka li=ta {} \\ dog \textsc{1sg=obj} {}\\ \glt `my dog'\z",
    "unknown macro": r"\ea\label{x}\gll \unknownfont{ka} li=ta\\ dog \textsc{1sg}=\textsc{obj}\\ \glt `my dog'\z",
}  # fmt: skip


@pytest.mark.parametrize("dialect", TWO_LINES)
def test_two_line_gloss(read: Read, dialect: str) -> None:
    example = one(read(TWO_LINES[dialect]))
    assert example.aligned
    assert example.morphs == ("ka", "li=ta")
    assert example.glosses == ("dog", "1SG=OBJ")
    assert example.translation == "my dog"
    assert example.label == "x"


@pytest.mark.parametrize(
    "lines",
    [
        r"\glll Kalita mo\\ ka-li=ta mo\\ dog-one=\textsc{obj} water\\",
        r"\glll Kalita mo\\ dog-one=\textsc{obj} water\\ ka-li=ta mo\\",
        r"\glll ka-li=ta mo\\ dog-one=\textsc{obj} water\\ ~ {\footnotesize S:\textsc{3sg}}\\",
        r"\glll ka-li=ta mo\\ dog-one=\textsc{obj} water\\ \textsc{possnp} \textsc{hn}\\",
        r"\glll ka-li=ta mo\\ Subj-1=2 Pred\\ dog-one=\textsc{obj} water\\",
        r"\gllll Калита мо\\ kalita mo\\ ka-li=ta mo\\ dog-one=\textsc{obj} water\\",
        r"\gll ka-li=ta mo\\ dog-one=\textsc{obj} water\\",
    ],
)
def test_roles_of_lines_are_inferred(read: Read, lines: str) -> None:
    example = one(read(rf"\ea {lines} \glt `the dog (obj) and water' \z"))
    assert example.morphs == ("ka-li=ta", "mo")
    assert example.glosses == ("dog-one=OBJ", "water")
    if "Kalita" in lines:
        assert (example.surface, example.surface_words) == ("Kalita mo", ("Kalita", "mo"))


def test_line_above_the_gloss_is_the_surface(read: Read) -> None:
    book = read(
        r"\begin{exe}\ex \emph{Kalita \textbf{mo}!}\\ \gll ka-li=ta mo\\ dog-one=\textsc{obj} water\\ \glt `x'\end{exe}"
    )
    assert one(book).surface == "Kalita mo!"
    assert not book.paragraphs
    book = read(r"\ea (At the well, to a child)\\ \gll ka mo\\ dog water\\ \glt `x'\z")
    assert one(book).surface == ""
    assert [paragraph.rich[0].text for paragraph in book.paragraphs] == ["(At the well, to a child)"]


@pytest.mark.parametrize(
    ("written", "morphs", "glosses"),
    [
        (r"{mo su} ka\\ {two words} dog\\", ("mo_su", "ka"), ("two_words", "dog")),
        (r"ka {} li\\ dog S one\\", ("ka", "∅", "li"), ("dog", "S", "one")),
        (r"ka {\ob}...{\cb} li\\ dog {} one\\", ("ka", "[...]", "li"), ("dog", "_", "one")),
        (r"∅ ka\\ give dog\\", ("∅", "ka"), ("give", "dog")),
        (r"ka$\varnothing$ li\\ dog.\textsc{sg} one\\", ("ka∅", "li"), ("dog.SG", "one")),
        (r"ka∼ka li\textasciitilde li\\ \textsc{red}∼dog \textsc{red}$\sim$one\\", ("ka~ka", "li~li"), ("RED~dog", "RED~one")),
        (r"ka~ka li\\ \textsc{red}~dog one\\", ("ka~ka", "li"), ("RED~dog", "one")),
        (r"b⟨um⟩ili k\textless{}in\textgreater{}a\\ buy⟨\textsc{av}⟩ eat\textless\textsc{pv}\textgreater{}\\",
         ("b<um>ili", "k<in>a"), ("buy<AV>", "eat<PV>")),
        (r"k\'a \v{s}o \textipa{Na} t\textsuperscript{h}u {\ng}u\\ a b c d e\\", ("ká", "šo", "ŋa", "tʰu", "ŋu"), tuple("abcde")),
        (r"ka li\\ \textsc{1pl.excl} move\_landwards=\textsc{obj=foc}\\", ("ka", "li"), ("1PL.EXCL", "move_landwards=OBJ=FOC")),
        (r"ka li\\ \NewLab=\textsc{x} 3\textsc{sg}.\textsc{poss}\\", ("ka", "li"), ("NEWLAB=X", "3SG.POSS")),
        (r"ka'a l'i\\ yes one\\", ("ka'a", "l'i"), ("yes", "one")),
    ],
)  # fmt: skip
def test_nothing_of_a_word_is_lost(read: Read, written: str, morphs: tuple[str, ...], glosses: tuple[str, ...]) -> None:
    example = one(read(rf"\ea \gll {written} \glt `x' \z"))
    assert (example.morphs, example.glosses, example.aligned) == (morphs, glosses, True)


@pytest.mark.parametrize(
    ("tail", "translation", "reference"),
    [
        (r"\glt `He said: ``Go!''' \jambox*{\href{http://x.y/z}{[narr\_1:05]}}", "He said: “Go!”", "narr_1:05"),
        (r"\glt `My dog.' \hfill (Text 3: 12)", "My dog.", "Text 3: 12"),
        (r"\glt `My dog.' {\hspace*{1pt}\hfill{\footnotesize{[overheard]}}}", "My dog.", "overheard"),
        (r"\glt `My dog.'\Corpus{tci12}{ABC \#4}", "My dog.", "tci12 ABC #4"),
        (r"\glt `The dogs' bone.' (lit. `bone of dogs') [T1.3]", "The dogs' bone.", "T1.3"),
        (r"\glt `My dog.' \citep[12]{Someone2001}", "My dog.", "Someone2001: 12"),
        (r"\glt ‘It’s the dog’s bone’ (KN: 30)", "It’s the dog’s bone", "KN: 30"),
        (r"\glt My dog is here.", "My dog is here.", ""),
        (r"\glt `My dog (or: dogs)'", "My dog (or: dogs)", ""),
        (r"\glt `A man's work' (Or: `Men's work')", "A man's work", ""),
        (r"\trans{`My dog.'}", "My dog.", ""),
        (r"\glt `My \textit{ka}.'\footnote{Aside.}", "My ka.", ""),
        ("", "", ""),
    ],
)
def test_translation_and_reference(read: Read, tail: str, translation: str, reference: str) -> None:
    example = one(read(rf"\ea \gll ka li\\ dog one\\ {tail} \z"))
    assert (example.translation, example.reference) == (translation, reference)


@pytest.mark.parametrize(
    ("written", "judgement"),
    [
        (r"\ea[*]{\gll ka li\\ dog one\\ \glt `x'}\z", "*"),
        (r"\begin{exe}\ex[??]{\gll ka li\\ dog one\\ \glt `x'}\end{exe}", "??"),
        (r"\ea \gll *ka li\\ dog one\\ \glt `x'\z", "*"),
        (r"\ea {\#}\gll ka li\\ dog one\\ \glt `x'\z", "#"),
        (r"\ea \gll ka li\\ dog one\\ \glt `x'\z", ""),
    ],
)
def test_judgement(read: Read, written: str, judgement: str) -> None:
    example = one(read(written))
    assert (example.judgement, example.morphs) == (judgement, ("ka", "li"))


@pytest.mark.parametrize(
    ("written", "language", "reference"),
    [
        (r"\ea \langinfo{Dutch}{Germanic}{\citealt[5]{B2013}}\\ \gll ik loop\\ I walk\\ \glt `I walk'\z", "Dutch", "B2013: 5"),
        (r"\ea Motu \citep[12]{L1993}\\ \il{Motu} \gll lau e-la\\ I \textsc{3sg}-go\\ \glt `I go'\z", "Motu", "L1993: 12"),
        (r"\ea \gll ik loop\\ I walk\\ \jambox{(Dutch)} \glt `I walk'\z", "Dutch", "Dutch"),
        (r"\ea In Dutch many words are like this:\\ \gll ka li\\ dog one\\ \glt `x'\z", "", ""),
    ],
)  # fmt: skip
def test_language_of_an_example_where_the_book_marks_it(
    read: Read, written: str, language: str, reference: str
) -> None:
    example = one(read(written))
    assert (example.language, example.reference) == (language, reference)


def test_unknown_macro_keeps_its_argument_and_is_reported_once(read: Read) -> None:
    book = read(r"\ea \gll \fancy{ka} \fancy{li}\\ dog \odd=\textsc{x}\\ \glt `\fancy{x}'\z")
    assert one(book).morphs == ("ka", "li")
    notes = [finding for finding in book.findings if finding.code == "latex.macro-unknown"]
    assert [finding.message.split(" ")[2] for finding in notes] == ["\\fancy", "\\odd"]
    assert {finding.severity for finding in notes} == {"note"}


def test_commented_examples_do_not_count(read: Read) -> None:
    book = read(
        "% \\ea \\gll a\\\\ b\\\\ \\z\n\\begin{comment}\\gll a\\\\ b\\\\\\end{comment}\n\\iffalse\\gll a\\\\ b\\\\\\fi\n"
        "\\begin{verbatim}\\gll a\\end{verbatim}\\verb|\\gll a|\n\\ea \\gll ka % li\n li\\\\ dog one\\\\ \\z"
    )
    assert dict(book.counts)["examples.seen"] == 1
    assert one(book).morphs == ("ka", "li")


def test_several_examples_keep_their_own_labels(read: Read) -> None:
    book = read(
        r"\begin{exe}\ex\label{a} Lead:\begin{xlist}\ex\label{b}\gll ka\\ dog\\ \glt `dog'\ex \gll li\\ one\\ \glt `one'"
        r"\end{xlist}\exi{(3')}\gll mo\\ water\\ \glt `water'\label{c}\sn \gll su\\ go\\ \glt `go'\end{exe}"
    )
    assert [(example.label, example.translation) for example in book.examples] == [
        ("b", "dog"), ("", "one"), ("c", "water"), ("", "go"),
    ]  # fmt: skip
    assert len({example.id for example in book.examples}) == 4


morph = st.text("abdegiklmnoprstuwʔŋäé", min_size=1, max_size=6)
gloss = st.one_of(st.sampled_from(["SG", "OBJ", "1PL.EXCL", "PST"]), st.text("abcdefgh", min_size=2, max_size=7))
word = st.lists(st.tuples(morph, gloss, st.sampled_from("-=~")), min_size=1, max_size=3)
sentence = st.lists(word, min_size=1, max_size=6)
DIALECTS = (
    "\\begin{{exe}}\\ex \\gll {m}\\\\ {g}\\\\ \\glt `{t}'\\end{{exe}}",
    "\\ea {{\\gll {m}\\\\ {g}\\\\ \\glt `{t}' }}\n\\z",
    "\\ex \\begingl \\gla {m}// \\glb {g}// \\glft `{t}'// \\endgl \\xe",
    "\n\n\\ex. \\gll {m}\\\\ {g}\\\\ `{t}'\n\n",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sentence, st.sampled_from(DIALECTS))
def test_written_examples_are_read_back(tmp_path: Path, words: list[list[tuple[str, str, str]]], dialect: str) -> None:
    def joined(parts: list[tuple[str, str, str]], index: int) -> str:
        return "".join((part[2] if number else "") + part[index] for number, part in enumerate(parts))

    morphs = tuple(joined(parts, 0) for parts in words)
    glosses = tuple(joined(parts, 1) for parts in words)
    tex = [" ".join(each).replace("~", "\\textasciitilde{}") for each in (morphs, glosses)]
    tex[1] = " ".join(
        f"\\textsc{{{gloss.lower()}}}" if gloss.isupper() and "~" not in gloss else gloss for gloss in glosses
    )
    tex[1] = tex[1].replace("~", "$\\sim$")
    path = tmp_path / "one.tex"
    path.write_text(dialect.format(m=tex[0], g=tex[1], t="the free translation"), encoding="utf-8")
    example = one(read_latex_book(path))
    assert (example.morphs, example.glosses, example.translation) == (morphs, glosses, "the free translation")
