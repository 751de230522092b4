"""Replay: every proposed rule against the glossed examples, and the stated test by which it is accepted.

*Morphemes and lexemes* are tested on the question whether a form really has a gloss or whether that gloss is a slip:
of the ``n`` tokens of the form on its side of the word, ``k`` have the gloss. If slips come at a rate of 2 % (0.5 %
for stems, whose glosses vary more), the chance of seeing ``k`` or more of them is a binomial tail; below 5 % the row
is **accepted**. A row that a table, a dictionary or the abbreviation list states is accepted too unless the examples
contradict it. A row is **rejected** where its form is well attested (``n`` ≥ 5 and no token has the gloss). The rest
is **proposed**: a person decides.

*Sound rules and environments* are tested on the words where they apply: right in ``k``, wrong in ``m``. They are
accepted where the lower bound of the Wilson interval (Wilson 1927; one-sided, 90 %) of ``k / (k + m)`` is at least
one half, rejected where even the upper bound is below one half.

>>> accept_meaning(30, 30), accept_meaning(1, 50), accept_meaning(0, 12, stated=True), accept_meaning(0, 0, stated=True)
('accepted', 'proposed', 'rejected', 'accepted')
>>> accept_rule(Evidence(4, 0)), accept_rule(Evidence(1, 0)), accept_rule(Evidence(1, 9))
('accepted', 'proposed', 'rejected')
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p, sqrt

from morph.model import Evidence

SLIP_RATE = 0.02
STEM_SLIP_RATE = 0.005
SIGNIFICANCE = 0.05
_ENOUGH = 5
_Z = 1.2816  # one-sided 90 %


def wilson_lower(successes: int, total: int, z: float = _Z) -> float:
    """Lower bound of the Wilson score interval of a share; 0 where nothing was seen."""
    return _wilson(successes, total, -z)


def wilson_upper(successes: int, total: int, z: float = _Z) -> float:
    """Upper bound of the Wilson score interval of a share; 1 where nothing was seen."""
    return _wilson(successes, total, z) if total else 1.0


def _wilson(successes: int, total: int, z: float) -> float:
    if total == 0:
        return 0.0
    share = successes / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, min(1.0, (middle + spread) / (1 + z * z / total)))


def slip_tail(successes: int, total: int, rate: float = SLIP_RATE) -> float:
    """The chance of at least ``successes`` slips in ``total`` tokens (binomial tail).

    >>> round(slip_tail(1, 1), 3), round(slip_tail(1, 50), 2)
    (0.02, 0.64)
    """
    if successes <= 0:
        return 1.0
    if successes > 10 and successes > 5 * rate * total:
        return 0.0  # so far in the tail that the sum below is 1 within rounding
    below = sum(exp(_log_binomial(i, total) + i * log(rate) + (total - i) * log1p(-rate)) for i in range(successes))
    return max(0.0, 1.0 - below)


def _log_binomial(k: int, n: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def accept_meaning(attested: int, total: int, *, stated: bool = False, rate: float = SLIP_RATE) -> str:
    """The status of "this form means this": ``attested`` of the ``total`` tokens of the form have the gloss."""
    if attested and slip_tail(attested, total, rate) < SIGNIFICANCE:
        return "accepted"
    if stated and (attested or total < _ENOUGH):
        return "accepted"
    if not attested and total >= _ENOUGH:
        return "rejected"
    return "proposed"


def accept_rule(evidence: Evidence, *, stated: bool = False) -> str:
    """The status of a rule that was right ``attested`` times and wrong ``contradicted`` times."""
    total = evidence.attested + evidence.contradicted
    if wilson_lower(evidence.attested, total) >= 0.5 or (stated and not evidence.contradicted):
        return "accepted"
    if total and wilson_upper(evidence.attested, total) < 0.5:
        return "rejected"
    return "proposed"
