"""Persons: from a label like ``1PL.EXCL`` or ``3POSS`` to the English pronouns.

>>> person("1PL.EXCL"), person("3SG"), person("2DU"), person("3POSS"), person("3SG.F")
('1pl', '3sg', '2pl', '3', '3sgf')
>>> forms("3sg", SUBJECT), forms("1pl", OBJECT)
(('he', 'she', 'it', 'they'), ('us',))
"""

from __future__ import annotations

import re

from hybrid.into_english.english import PRONOUNS

_LABEL = re.compile(r"(?P<person>[123])[._]?(?:(?P<number>SG|PL|DU|PAU|S|P|D)(?![A-Z]))?(?P<rest>.*)", re.IGNORECASE)
SUBJECT, OBJECT, POSSESSIVE, ALONE, REFLEXIVE = range(5)


def person(label: str) -> str:
    """Person and number as the keys of English pronouns; only the person where the label has no number."""
    match = _LABEL.match(label.strip("-=~"))
    if not match:
        return ""
    number = (match["number"] or "").upper()
    if not number:
        return match["person"]
    short = match["person"] + ("sg" if number in ("SG", "S") else "pl")
    rest = re.split(r"[._]", match["rest"].upper())
    if short == "3sg" and "F" in rest:
        return "3sgf"
    if short == "3sg" and ({"N", "INAN"} & set(rest)):
        return "3sgn"
    return short


def agreement(key: str) -> str:
    """The person that an English verb agrees with."""
    return "3sg" if key.startswith("3sg") or key == "3" else key


def forms(key: str, case: int) -> tuple[str, ...]:
    """The English pronouns of a person in a case, the likelier first."""
    if key == "3sg":
        return tuple(dict.fromkeys(PRONOUNS[k][case] for k in ("3sg", "3sgf", "3sgn", "3pl")))
    if key == "3":
        return tuple(dict.fromkeys(PRONOUNS[k][case] for k in ("3sg", "3sgf", "3pl", "3sgn")))
    if key in PRONOUNS:
        return (PRONOUNS[key][case],)
    return (PRONOUNS.get(f"{key[:1]}sg", PRONOUNS["3pl"])[case],)
