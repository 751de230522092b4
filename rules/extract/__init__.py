"""Rules out of what the sources hold: lexicon, morphemes, sound rules, morphotactics, paradigms, sentence grammar."""
