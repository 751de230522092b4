r"""Gloss labels that packages declare: the ``leipzig`` package (``\Acc``) and ``langsci-lgr`` (``\ACC``).

The labels are those of the Leipzig Glossing Rules (Comrie, Haspelmath & Bickel 2015, appendix). Single capital
letters are taken only in the ``leipzig`` reading that does not collide with LaTeX (``\F`` feminine, not ``\S``).

>>> predeclared("Fsg"), predeclared("ACC"), predeclared("Xyz") is None
('1SG', 'ACC', True)
"""

from __future__ import annotations

from functools import cache

from clldutils.lgr import ABBRS

_PERSONS = {"F": "1", "S": "2", "T": "3"}
_NUMBERS = ("sg", "du", "pl")


@cache
def _table() -> dict[str, str]:
    table = {label: label for label in ABBRS if label.isalpha() and len(label) > 1}
    table |= {label.capitalize(): label for label in table}
    table |= {"F": "F", "M": "M", "N": "N", "A": "A", "First": "1", "Second": "2", "Third": "3"}
    table |= {f"{p}{number}": f"{person}{number.upper()}" for p, person in _PERSONS.items() for number in _NUMBERS}
    table |= {"Aarg": "A", "Parg": "P", "Sarg": "S", "Nn": "N"}
    return table


def predeclared(name: str) -> str | None:
    """The label that a package command prints, None where no package declares it."""
    return _table().get(name)
