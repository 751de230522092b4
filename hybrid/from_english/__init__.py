"""English → the language: spaCy's analysis becomes a plan, the plan becomes lexemes and morphemes, and those words."""
