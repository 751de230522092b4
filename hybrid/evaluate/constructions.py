"""What an English sentence says in which construction, told from its words: for scores by construction.

A rough sorting by the words that English has for it (after Quirk et al. 1985, *A Comprehensive Grammar of the English
Language*: §10.54 negation, §11.1 questions, §14–15 subordinate clauses, §5.115 genitives, §15.63 comparison); a
sentence may belong to several kinds or to none.

>>> constructions("If you don't go, is the boat yours?")
('negation', 'question', 'subordinate clause')
"""

from __future__ import annotations

import re

_KINDS = (
    ("negation", r"\b(?:not|no|never|nothing|nobody|none|neither|nor|without|cannot)\b|n['’]t\b"),
    ("question", r"\?"),
    ("subordinate clause", r"\b(?:if|when|while|because|until|before|after|so that|although|since|in order to)\b"),
    ("relative clause", r"\w+,? (?:who|which|whose|whom)\b|\b(?:one|thing|man|woman|person|place)s? that\b"),
    ("complement clause", r"\b(?:say|said|says|thinks?|thought|knows?|knew|sees?|saw|hears?|heard) "
                          r"(?:that|he|she|it|they|we|I|you)\b"),
    ("speech", r"[“”\"]|\b(?:said|says|asked|told)\b"),
    ("possession", r"['’]s\b|s['’](?=\s)|\b(?:my|your|his|her|its|our|their|have|has|had)\b"),
    ("comparison", r"\b(?:than|more|most|like|same|\w{3,}(?:ier|iest))\b"),
    ("existence", r"\bthere (?:is|are|was|were|['’]s)\b|\bthere['’]s\b"),
    ("will, want, must", r"\b(?:will|want|wants|wanted|must|should|can|could|may|let['’]?s?|going to)\b|['’]ll\b"),
    ("several clauses", r"(?:,|;|\band\b|\bbut\b|\bthen\b).+\b(?:and|but|then|,)\b"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _KINDS)


def constructions(english: str) -> tuple[str, ...]:
    """The kinds of construction in an English sentence."""
    return tuple(name for name, pattern in _PATTERNS if pattern.search(english))
