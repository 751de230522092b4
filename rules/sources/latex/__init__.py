r"""Grammar books in LaTeX: see :func:`read_latex_book`.

What a reading has to say comes as findings with file and line:

- ``latex.example-unaligned``: the gloss lines have different numbers of words, or are not there; the example is kept
- ``latex.table-ragged``: a row has more cells than the table has columns; ``latex.table-empty``: a table without words
- ``latex.unclosed``: a brace, environment or ``\ea`` was never closed; the message says what ended it
- ``latex.brace-stray``, ``latex.end-stray``: a closing brace or an ``\end`` without its beginning
- ``latex.macro-unknown``: a command that nobody defines (once each), and what was done with it
- ``latex.macro-endless``, ``latex.nesting``: an expansion that does not end, groups nested too deeply
- ``latex.input-missing``, ``-cycle``, ``-outside``: an ``\input`` without its file, back to itself, out of the folder
- ``latex.file-unreached``, ``latex.file-copy``: a file that the main file does not include, one that repeats others
- ``latex.file-empty``, ``-too-large``, ``-unreadable``, ``latex.line-too-long``: nothing in it, cut off, no access
- ``latex.encoding``: a file that is not UTF-8, read as Windows-1252
- ``latex.reverse-index``, ``latex.entry-empty``, ``latex.entry-bare``: what a word list lacks
"""

from rules.sources.latex.book import read_latex_book

__all__ = ["read_latex_book"]
