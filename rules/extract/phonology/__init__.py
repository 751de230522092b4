"""Allomorphs, their environments and sound rules, learned from surface words beside their underlying morphs."""

from rules.extract.phonology.allomorphs import LearnedAllomorph
from rules.extract.phonology.learn import Phonology, learn_phonology
from rules.extract.phonology.words import AlignedWord

__all__ = ["AlignedWord", "LearnedAllomorph", "Phonology", "learn_phonology"]
