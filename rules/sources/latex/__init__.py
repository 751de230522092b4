"""Grammar books in LaTeX: see :func:`read_latex_book`."""

from rules.sources.latex.book import read_latex_book

__all__ = ["read_latex_book"]
